"""Which language a text is in: by its script, else by the small words that only some languages have.

A text is taken for English until another language has clearly more evidence, so that names from elsewhere do not
change how an English brief is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from designer.catalog.catalog import Catalog
from designer.model.language import Language

ENGLISH = "en"
_SAMPLE = 12_000
_MOST_WORDS = 600
_WORD = re.compile(r"[^\W\d_]+")
# How often a letter of the script counts: a Chinese character says as much as several Latin letters.
_SCRIPTS = (
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7af]"), 2.0),
    ("ru", re.compile("[\u0400-\u052f]"), 1.0),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f]"), 1.5),
    ("he", re.compile("[\u0590-\u05ff]"), 1.5),
    ("el", re.compile("[\u0370-\u03ff]"), 1.0),
    ("hi", re.compile("[\u0900-\u097f]"), 1.5),
    ("th", re.compile("[\u0e00-\u0e7f]"), 1.5),
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HAN_WEIGHT = 3.0
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_SCRIPT_SHARE = 0.5
_LEAST = 1.5
_LEAD = 1.3
# A small word of this length is no other language's by chance.
_LONG = 8
# What a term of the field proves for English: less than a small word, since other languages borrow it.
_TERM = 0.3
_PROFILES: Mapping[str, str] = {
    "en": "the of and to in is that it for with as was on be by are this from or an have has not we they which our their "
    "at you your will can should must each every how what when where who all any i a us people into than then about "
    "there where per but if so do does want need needs would like no more most under over between through them its todo webshop",
    "es": "el la los las un una unos de del y o que se en con por para al desde hacia hasta entre sobre es son está están "
    "queremos quiero necesitamos necesito tiene tienen tenemos debe deben puede pueden su sus nuestro nuestra más pero "
    "también cada todo todos todas cuando donde esto esta este como sin lo hay mi qué muy usan usa nos ser hacer día",
    "fr": "le la les un une des de du et ou qui que se en dans avec par pour à au aux depuis vers entre sur est sont nous "
    "vous ils elle on leur leurs notre nos son sa ses mais aussi chaque tout tous toutes comme quand où ce cette ces "
    "doit doivent peut peuvent voulons je il ne pas sans plus très être avoir faire moi mon d l qu veux",
    "de": "der die das den dem des ein eine einen einem einer und oder von vom zu zum zur mit für im auf aus bei nach über "
    "durch ist sind wird werden wir sie ihre unsere möchten wollen brauchen muss müssen soll kann können sich sehr "
    "aber auch jede jeder jeden alle wenn dass nicht kein keine ohne pro ich es er als wie nur noch sowie mir uns bis",
    "pt": "o os um uma de do da dos das e ou que se em no na nos nas com por pelo pela para ao aos à às desde até entre "
    "sobre é são está tem têm temos queremos quero precisamos preciso deve devem pode podem seu sua seus suas nosso "
    "nossa mais mas também cada todo todos todas quando onde isto não sem eles elas como muito uns ser fazer eu",
    "it": "il lo la i gli le un uno una di del dello della dei degli delle e o che si in nel nella nei con per da dal "
    "dalla al alla alle su sul sulla tra è sono ha hanno abbiamo vogliamo voglio serve deve devono può possono loro "
    "suo sua nostro nostra più ma anche ogni tutti tutte come quando dove questo questa non senza vorrei mi ed",
    "nl": "de het een van en voor met dat niet zijn op aan wij we onze naar uit bij ook maar moet moeten kunnen willen "
    "wordt worden elke alle door over als die dit ik zij hun hebben heeft nodig per zonder om te is",
    "pl": "i w z na do się jest nie że to dla są oraz lub przez który które która przy od po jak ale każdy wszystkie "
    "chcemy potrzebujemy potrzebuję sklep aplikacja aplikację serwis musi może być mamy nasz nasza bez",
    "sv": "och i att det som en ett på är av för med till den har inte om vi ska kan från alla varje eller men våra vår "
    "vill behöver måste utan deras hos",
    "da": "og i at det som en et på er af for med til den har ikke om vi skal kan fra alle hver eller men vores vil "
    "behøver uden deres hos ved",
    "tr": "ve bir bu için ile de da olan olarak her çok daha biz bizim istiyoruz gerekiyor kadar gibi sonra var yok "
    "değil veya ama tüm",
    "cs": "a v na je se že s z do pro jsou nebo který která které při od po jak ale každý chceme potřebujeme musí může "
    "být máme náš bez také",
    "ro": "și în de la cu pe un o este sunt pentru din care să nu mai sau prin fiecare vrem avem trebuie poate nostru "
    "noastră fără",
    "id": "dan yang di ke dari untuk dengan ini itu pada adalah tidak akan kami kita ingin bisa harus setiap atau oleh "
    "sebuah aplikasi pengguna",
    "vi": "và của là có cho các một những được trong với không người này khi đến từ chúng tôi cần hệ thống",
    "hu": "a az és hogy nem egy van kell meg is vagy mint minden lehet szeretnénk rendszer valamint",
    "fi": "ja on ei se että joka ovat tai kun mutta kaikki haluamme täytyy voi järjestelmä sekä käyttäjät",
}
# Endings that English does not have.
_ENDINGS = {
    "ción": "es", "ciones": "es", "sión": "es", "ção": "pt", "ções": "pt", "são": "pt", "zione": "it",
    "zioni": "it", "aggio": "it", "lung": "de", "tung": "de", "dung": "de", "chung": "de", "rung": "de", "ungen": "de",
    "keit": "de", "schaft": "de", "dienst": "de", "suche": "de",
}  # fmt: skip
_LONGEST_ENDING = 6
# Letters that tell a language by themselves.
_LETTERS = {"ł": "pl", "ż": "pl", "ś": "pl", "ę": "pl", "ą": "pl", "ğ": "tr", "ı": "tr", "ş": "tr", "ř": "cs", "ě": "cs",
            "ů": "cs", "ő": "hu", "ű": "hu", "ț": "ro", "ș": "ro", "ø": "da", "ß": "de", "ã": "pt", "õ": "pt"}  # fmt: skip
NAMES: Mapping[str, str] = {
    "en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian",
    "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "ru": "Russian", "uk": "Ukrainian", "ar": "Arabic",
    "he": "Hebrew", "el": "Greek", "hi": "Hindi", "th": "Thai", "nl": "Dutch", "pl": "Polish", "sv": "Swedish",
    "da": "Danish", "tr": "Turkish", "cs": "Czech", "ro": "Romanian", "id": "Indonesian", "vi": "Vietnamese",
    "hu": "Hungarian", "fi": "Finnish",
}  # fmt: skip


def language_of(text: str, languages: Iterable[Language] = (), *, english: frozenset[str] = frozenset()) -> str:
    """Return the ISO 639-1 code of a text's language.

    The terms of `languages` add to the evidence; words in `english` speak for English unless they are small words
    of another language.

    >>> language_of("Necesitamos una tienda para la venta de libros"), language_of("Use Amazon RDS in São Paulo")
    ('es', 'en')
    """
    sample = text[:_SAMPLE]
    if not sample.isascii() and (script := _by_script(sample)):
        return script
    weights = _weights(tuple(languages), english)
    scores = dict.fromkeys(_PROFILES, 0.0)
    words = _WORD.findall(sample.casefold())[:_MOST_WORDS]
    for word in words:
        for code, weight in weights.get(word) or _by_ending(word):
            scores[code] += weight
    best = max(sorted(scores), key=lambda code: scores[code])
    enough = min(_LEAST, 0.4 * len(words))
    return best if scores[best] > _LEAD * scores[ENGLISH] and scores[best] >= enough else ENGLISH


@lru_cache(maxsize=8192)
def _by_ending(word: str) -> tuple[tuple[str, float], ...]:
    endings = (word[-length:] for length in range(_LONGEST_ENDING, 2, -1)) if len(word) > _LONGEST_ENDING else ()
    found = next((_ENDINGS[ending] for ending in endings if ending in _ENDINGS), "")
    if not found and not word.isascii():
        found = next((_LETTERS[letter] for letter in word if letter in _LETTERS), "")
    return ((found, 1.0),) if found else ()


def _by_script(text: str) -> str:
    latin = len(_LATIN.findall(text))
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    counts = {"ja" if kana > 0.1 * (han + kana) else "zh": _HAN_WEIGHT * (han + kana)}
    for code, pattern, weight in _SCRIPTS:
        counts[code] = weight * len(pattern.findall(text))
    best = max(sorted(counts), key=lambda code: counts[code])
    if counts[best] <= _SCRIPT_SHARE * latin:
        return ""
    return "uk" if best == "ru" and _UKRAINIAN.search(text) else best


@lru_cache(maxsize=4)
def english_words(catalog: Catalog) -> frozenset[str]:
    """Return the words with which the catalog describes systems, lower case."""
    texts = [*(phrase for phrases in catalog.kind_words.values() for phrase in phrases)]
    texts += [phrase for service in catalog.domain for phrase in service.words]
    texts += [brief for wording in catalog.wordings for brief in wording.briefs]
    for item in catalog.blueprints:
        texts += [item.title, *item.aliases, *item.says, *(example.brief for example in item.examples)]
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


@lru_cache(maxsize=4)
def _weights(languages: tuple[Language, ...], vocabulary: frozenset[str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each word the languages that have it; a word of many languages counts little for each."""
    owners: dict[str, dict[str, float]] = {}
    for code, words in _PROFILES.items():
        for word in words.split():
            if len(word) > 1:
                owners.setdefault(word, {})[code] = _LEAST if len(word) >= _LONG else 1.0
    english = {
        word for item in languages for words in _tables(item) for value in words.values() for word in value.split()
    }
    english |= {f"{word}s" for word in english} | vocabulary
    for item in languages:
        if item.code not in _PROFILES:
            continue
        for table in _tables(item):
            for form in (form for term in table for form in _forms(term)):
                if form not in english and ENGLISH not in owners.get(form, {}):
                    owners.setdefault(form, {}).setdefault(item.code, 1.0)
    for term in english - owners.keys():
        owners[term] = {ENGLISH: _TERM}
    return {
        word: tuple((code, weight / len(codes) ** 0.5) for code, weight in sorted(codes.items()))
        for word, codes in owners.items()
    }


def _tables(language: Language) -> tuple[Mapping[str, str], ...]:
    return (language.nouns, language.verbs, language.words)


def _forms(term: str) -> tuple[str, ...]:
    """Return the words of a term by which its language can be told, with a plural in s."""
    words = [word for word in term.split() if len(word) > 4] if " " in term else [term]
    return tuple(form for word in words for form in (word, f"{word}s"))
