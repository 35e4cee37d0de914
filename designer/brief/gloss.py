"""A text in another language as English words, each with its place in the original.

A gloss is no translation: known terms, figures and product names stand in their order, everything else is left out
and reported. The rest of the pipeline reads the gloss; `designer.brief.own_words` puts the original's places back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from Stemmer import Stemmer

from designer.brief.lexicon import Lexicon, lexicon_of
from designer.brief.units import ABBREVIATED_NOUNS, BYTE_RATES, BYTES_BY_CASE, RATE_UNITS, STOCK_UNITS, TIMES
from designer.catalog.catalog import Catalog
from designer.model.language import Language

_TOKEN = re.compile(
    r"(?P<number>(?<![\w.,])[1-9]\d{0,2}(?:[.\u00a0\u202f\u2009 ]\d{3})+(?:,\d{1,6})?(?![\d.,]*\d)|\d+(?:[.,]\d+)*)"
    r"|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fa\u30fc\u3005]+)"
    r"|(?P<word>[^\W\d_\u3400-\u4dbf\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fa]"
    r"[^\W_\u3400-\u4dbf\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fa]*)"
    r"|(?P<symbol>[^\s\w]|_|\w)|(?P<space>\s+)"
)
_VERB_ENDS = {
    "es": ("an", "en", "amos", "emos", "imos", "ar", "er", "ir"),
    "pt": ("am", "em", "amos", "emos", "imos", "ar", "er", "ir"),
    "fr": ("ent", "ons", "er", "ir", "re"),
    "it": ("ano", "ono", "iamo", "are", "ere", "ire"),
}
# The infinitive's ending, what other forms have in its place for one, and for many.
_CONJUGATION: Mapping[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = {
    "es": (("ar", ("a",), ("an", "amos")), ("er", ("e",), ("en", "emos")), ("ir", ("e",), ("en", "imos"))),
    "pt": (("ar", ("a",), ("am", "amos")), ("er", ("e",), ("em", "emos")), ("ir", ("e",), ("em", "imos"))),
    "fr": (("er", ("e",), ("ent", "ons")), ("ir", ("it",), ("issent", "issons")), ("re", (), ("ent", "ons"))),
    "it": (("are", ("a",), ("ano", "iamo")), ("ere", ("e",), ("ono", "iamo")), ("ire", ("e",), ("ono", "iamo"))),
    "de": (("en", ("t", "et"), ("en",)), ("ern", ("ert",), ("ern",)), ("eln", ("elt",), ("eln",))),
}
_PLURALS = {
    "pt": (
        ("ões", "ão"),
        ("ães", "ão"),
        ("éis", "el"),
        ("eis", "el"),
        ("ais", "al"),
        ("is", "il"),
        ("ns", "m"),
        ("res", "r"),
    ),
    "fr": (("aux", "al"), ("eaux", "eau"), ("x", "")),
    "it": (("chi", "co"), ("ghi", "go"), ("che", "ca"), ("ghe", "ga")),
}
_OTHER_SCRIPTS = re.compile(r"[^\x00-\u036f]")
_STEMMERS = {"es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "it": "italian"}
_LONGEST_TERM = 12
# Languages which say "every day 5 million" and "users 3 million", each word beside the next.
_FIGURES_LAST = frozenset({"zh", "ja"})
_SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}
_PUNCTUATION = {"。": ". ", "，": ", ", "、": ", ", "；": "; ", "：": ": ", "！": "! ", "？": "? ", "（": " (", "）": ") ",
                "「": '"', "」": '"', "¿": "", "¡": "", "«": '"', "»": '"'}  # fmt: skip
# "servicio de pedidos" reads "order service": the head of "A of B" comes last in English.
_HEADS = frozenset(
    "service server system platform app application api gateway queue database cache backend frontend website shop "
    "dashboard storage management search history catalogue report data".split()
)
_BEFORE_NOUN = frozenset("daily monthly weekly concurrent active new existing total mobile online".split())


class Piece(NamedTuple):
    """A stretch of the gloss and the stretch of the original that it stands for."""

    text: str
    start: int
    end: int
    kind: str
    known: bool = True


class Glossary:
    """The terms of one language, with their forms; `language` is None for one that the catalog does not know."""

    def __init__(self, language: Language | None, catalog: Catalog) -> None:
        self.code = language.code if language else ""
        name = _STEMMERS.get(self.code)
        self._stemmer = Stemmer(name) if name else None
        self.lexicon: Lexicon = lexicon_of(catalog)
        self.terms: dict[str, tuple[str, str]] = {}
        self._by_stem: dict[str, tuple[str, str]] = {}
        self._verbs: dict[str, tuple[str, str]] = {}
        self._plain: dict[str, tuple[str, str]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        tables = (("word", language.words), ("noun", language.nouns), ("verb", language.verbs)) if language else ()
        for kind, table in (*tables, *((("small", language.small),) if language else ())):
            for term, english in table.items():
                self._add(term, english, kind)
        for term, english in language.verbs.items() if language else ():
            self._conjugate(term, english)
        for options in self.phrases.values():
            options.sort(key=lambda option: (-len(option[0]), option[1]))
        self.loans = _loans(catalog)

    def _add(self, term: str, english: str, kind: str) -> None:
        if self.terms.setdefault(term, (english, kind)) != (english, kind):
            return
        words = tuple(_parts(term))
        if len(words) > 1:
            self.phrases.setdefault(words[0], []).append((words, term))
        elif kind != "small" and self._stemmer is not None:
            self._by_stem.setdefault(self._stemmer.stemWord(term), (english, kind))
            if kind == "verb":
                self._verbs.setdefault(self._stemmer.stemWord(term), (english, kind))
            self._plain.setdefault(_plain(term), (english, kind))

    def _conjugate(self, infinitive: str, english: str) -> None:
        """Add the regular forms of a verb; for many, English drops the s."""
        for ending, one, many in _CONJUGATION.get(self.code, ()):
            if infinitive.endswith(ending) and " " not in infinitive:
                stem = infinitive.removesuffix(ending)
                forms = {**{stem + end: english for end in one}, **{stem + end: _base(english) for end in many}}
                if self.terms.get(infinitive) == (english, "verb"):
                    self.terms[infinitive] = (_base(english), "verb")
                for form, meaning in forms.items():
                    self.terms.setdefault(form, (meaning, "verb"))
                return

    def look_up(self, word: str) -> tuple[str, str] | None:
        """Return the English for a lower-case word and what kind of word it is, or None."""
        if (found := self.terms.get(word)) is not None or self._stemmer is None:
            return found
        stem = self._stemmer.stemWord(word)
        found = self._verbs.get(stem) if word.endswith(_VERB_ENDS.get(self.code, ())) else None
        found = found or self._by_stem.get(stem) or self._plain.get(_plain(word)) or self._singular(word)
        if found is not None:
            return (_plural(found[0]), "noun") if found[1] == "noun" and _is_plural(word, self.code) else found
        return self._compound(word) if self.code == "de" else None

    def _singular(self, word: str) -> tuple[str, str] | None:
        """Return the term whose irregular plural a word is: "hotéis", "journaux", "tedeschi"."""
        for ending, singular in _PLURALS.get(self.code, ()):
            if word.endswith(ending) and (found := self._plain.get(_plain(word.removesuffix(ending) + singular))):
                return found
        return None

    def _compound(self, word: str) -> tuple[str, str] | None:
        """Return a German compound as its two parts: "Bestelldienst" is an order service."""
        for cut in range(len(word) - 3, 2, -1):
            head = self.terms.get(word[cut:]) or self._by_stem.get(self._stem(word[cut:]))
            if head is None or head[1] != "noun":
                continue
            for link in ("", "s", "n", "en", "es", "e"):
                lead = word[:cut].removesuffix(link) if word[:cut].endswith(link) else ""
                first = self.terms.get(lead) or (self._by_stem.get(self._stem(lead)) if len(lead) > 3 else None)
                if first is not None and first[1] in {"noun", "verb"}:
                    return f"{first[0].removesuffix('s') if first[1] == 'verb' else first[0]} {head[0]}", "noun"
        return None

    def _stem(self, word: str) -> str:
        return self._stemmer.stemWord(word) if self._stemmer else word


@lru_cache(maxsize=16)
def glossary_of(code: str, catalog: Catalog) -> Glossary:
    """Return the glossary of a language, built once."""
    return Glossary(next((item for item in catalog.languages if item.code == code), None), catalog)


def gloss(text: str, code: str, catalog: Catalog) -> tuple[Piece, ...]:
    """Return the English of a text piece by piece, in the order of the original; unknown words have no text."""
    glossary = glossary_of(code, catalog)
    pieces = list(_pieces(text, glossary))
    if code in _FIGURES_LAST:
        pieces = list(_figures_first(pieces))
    return tuple(_in_english_order(pieces))


def _pieces(text: str, glossary: Glossary) -> Iterator[Piece]:
    # Words for kinds are looked up as terms; product names are taken as they stand. Scripts without blanks and
    # particles of other scripts would hide that a product's name is a whole word.
    apart = _OTHER_SCRIPTS.sub(" ", text)
    hits = {hit.start: hit.end for hit in glossary.lexicon.find(apart) if hit.word.technology is not None}
    tokens = list(_TOKEN.finditer(text))
    index, covered = 0, 0
    while index < len(tokens):
        token = tokens[index]
        start, kind = token.start(), token.lastgroup or "symbol"
        if start < covered:
            index += 1
        elif start in hits and not (kind == "word" and token.group() in BYTES_BY_CASE and _is_unit(tokens, index)):
            covered = hits[start]
            yield Piece(text[start:covered], start, covered, "product")
            index += 1
        elif kind == "han":
            yield from _segments(text, start, token.end(), hits, glossary)
            index += 1
        else:
            piece, index = _piece(text, tokens, index, glossary)
            yield piece


def _piece(text: str, tokens: Sequence[re.Match[str]], index: int, glossary: Glossary) -> tuple[Piece, int]:
    token = tokens[index]
    start, end, kind, written = token.start(), token.end(), token.lastgroup, token.group()
    if kind == "space":
        return Piece(written, start, end, "space"), index + 1
    if kind == "number":
        return _number(text, tokens, index)
    if kind == "symbol":
        inside = written in "'’" and start > 0 and end < len(text) and text[start - 1].isalpha() and text[end].isalpha()
        return Piece(" " if inside else _PUNCTUATION.get(written, written), start, end, "symbol"), index + 1
    lower = written.lower()
    if (found := _phrase(tokens, index, glossary)) is not None:
        after = found[1]
        english, word_kind = glossary.terms[found[0]]
        return Piece(english, start, tokens[after - 1].end(), word_kind), after
    looked_up = glossary.look_up(lower)
    if (looked_up is None or len(written) < 4) and _is_unit(tokens, index):
        unit = (
            {"Go": "GB", "Mo": "MB", "To": "TB", "Ko": "KB"}.get(written, written) if glossary.code == "fr" else written
        )
        return Piece(unit, start, end, "unit"), index + 1
    if looked_up is not None:
        scale = looked_up[0] in {"million", "billion"} and text[end : end + 1] == "." and len(written) <= 3
        return Piece(looked_up[0], start, end + scale, looked_up[1]), index + 1 + scale
    if lower in glossary.loans or (written.isupper() and written.isascii() and 2 <= len(written) <= 5):
        return Piece(written, start, end, "loan"), index + 1
    return Piece("", start, end, "unknown", known=False), index + 1


def _phrase(tokens: Sequence[re.Match[str]], index: int, glossary: Glossary) -> tuple[str, int] | None:
    """Return the longest fixed phrase that starts at a token and the index behind it."""
    for words, term in glossary.phrases.get(tokens[index].group().lower(), ()):
        position, matched = index, True
        for word in words:
            while position < len(tokens) and tokens[position].lastgroup == "space":
                position += 1
            if position >= len(tokens) or tokens[position].group().lower().replace("’", "'") != word:
                matched = False
                break
            position += 1
        if matched:
            return term, position
    return None


def _parts(term: str) -> list[str]:
    return [match.group() for match in _TOKEN.finditer(term) if match.lastgroup != "space"]


def _number(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[Piece, int]:
    """Read "1.500.000", "99,95" and "500万" as English writes them."""
    token = tokens[index]
    written, start, end = token.group(), token.start(), token.end()
    digits = re.sub(r"[\u00a0\u202f\u2009 ]", "", written)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", digits):
        digits = digits.replace(",", ".")
    factor = 1.0
    while end < len(text) and text[end] in _SCALES and factor < 1e12:
        factor *= _SCALES[text[end]]
        end += 1
    if factor > 1 and re.fullmatch(r"\d+(?:\.\d+)?", digits):
        digits = f"{float(digits) * factor:.0f}"
    blank = " " if factor > 1 or _is_ideograph(text[end : end + 1]) else ""
    piece = Piece(digits + blank, start, end, "number")
    # The scale stands in the next token, whose rest is read from where the number ends.
    return piece, index + 1


def _segments(text: str, start: int, end: int, hits: dict[int, int], glossary: Glossary) -> Iterator[Piece]:
    """Cut a stretch of Chinese or Japanese into the longest known terms."""
    position = start
    while position < end and start and text[start - 1].isdigit() and text[position] in _SCALES:
        position += 1
    after_number = position > 0 and (text[position - 1].isdigit() or text[position - 1] in _SCALES)
    unknown = position
    while position < end:
        longest = 0
        for length in range(min(_LONGEST_TERM, end - position), 0, -1):
            if text[position : position + length] in glossary.terms:
                longest = length
                break
        if not longest:
            position += 1
            continue
        if unknown < position:
            yield Piece("", unknown, position, "unknown", known=position - unknown < 2)
        english, kind = glossary.terms[text[position : position + longest]]
        plural = kind == "noun" and after_number
        yield Piece(
            f" {_plural(english) if plural else english} " if english else " ", position, position + longest, kind
        )
        after_number = after_number and not english
        position += longest
        unknown = position
    if unknown < end:
        yield Piece(" ", unknown, end, "unknown", known=end - unknown < 2)


def _is_unit(tokens: Sequence[re.Match[str]], index: int) -> bool:
    written = tokens[index].group()
    lower = written.lower()
    before = tokens[index - 1] if index else None
    if before is not None and before.lastgroup == "space" and index > 1:
        before = tokens[index - 2]
    if before is not None and before.lastgroup == "number":
        return written in BYTES_BY_CASE or lower in {
            *TIMES,
            *BYTE_RATES,
            *RATE_UNITS,
            *STOCK_UNITS,
            *ABBREVIATED_NOUNS,
            "x",
        }
    return (
        lower in ABBREVIATED_NOUNS
        or lower in RATE_UNITS
        or (before is not None and before.group() == "/" and lower in {"s", "h", "d", "sec", "min", "day", "month"})
    )


def _figures_first(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield "per day 5000000 clicks" as "5000000 clicks per day", and "users 3000000" as "3000000 users"."""
    index = 0
    while index < len(pieces):
        found = _counted(pieces, index)
        if found is None:
            yield pieces[index]
            index += 1
        else:
            piece, index = found
            yield piece


def _counted(pieces: Sequence[Piece], index: int) -> tuple[Piece, int] | None:
    """Return a figure with its noun and period in English order, and the index behind it."""
    first = pieces[index]
    word = first.text.strip()
    period, number = "", index
    if word.startswith("per ") or (word.startswith("every ") and first.kind == "word"):
        period, number = word, _skip(pieces, index + 1)
    elif first.kind == "number" and word == "1" and index + 1 < len(pieces) and pieces[index + 1].kind == "noun":
        following = _skip(pieces, index + 2)
        if following < len(pieces) and pieces[following].kind == "number":
            period, number = f"per {_singular(pieces[index + 1].text.strip())}", following
    elif first.kind == "noun":
        number = _skip(pieces, index + 1)
        after = _skip(pieces, number + 1)
        is_last = after >= len(pieces) or (pieces[after].kind == "symbol" and pieces[after].text != "%")
        if number < len(pieces) and pieces[number].kind == "number" and is_last and word != "time":
            piece = Piece(f" {pieces[number].text.strip()} {_plural(word)} ", first.start, pieces[number].end, "noun")
            return piece, number + 1
        return None
    if number >= len(pieces) or pieces[number].kind != "number":
        return None
    noun = _skip(pieces, number + 1)
    if noun < len(pieces) and pieces[noun].text.strip() in {"time", "times"}:
        further = _skip(pieces, noun + 1)
        noun = further if further < len(pieces) and pieces[further].kind in {"noun", "verb"} else noun
    named = noun < len(pieces) and pieces[noun].kind in {"noun", "loan", "unit", "verb"}
    if named and pieces[noun].text.strip().rstrip("s") in TIMES:
        if noun + 1 < len(pieces) and not period:
            return _interval(pieces, index, noun)
        return None
    if not period:
        return None
    end = noun if named else number
    counted = f" {_plural(pieces[noun].text.strip())}" if named else ""
    text = f" {pieces[number].text.strip()}{counted} {period} "
    return Piece(text, first.start, pieces[end].end, "noun"), end + 1


def _interval(pieces: Sequence[Piece], index: int, noun: int) -> tuple[Piece, int] | None:
    """Return "4 seconds each" as "every 4 seconds"."""
    if pieces[noun + 1].text.strip() != "every":
        return None
    text = f" every {pieces[index].text.strip()} {_plural(pieces[noun].text.strip())} "
    return Piece(text, pieces[index].start, pieces[noun + 1].end, "noun"), noun + 2


def _skip(pieces: Sequence[Piece], index: int) -> int:
    """Return the index of the first piece from here on that says something in English."""
    while (
        index < len(pieces)
        and (pieces[index].kind == "space" or pieces[index].text.strip() in {"", "of", "about"})
        and (pieces[index].known)
    ):
        index += 1
    return index


def _in_english_order(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with "users daily" as "daily users" and "service of orders" as "order service"."""
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if piece.kind == "noun" and _follows_number(pieces, index):
            piece = piece._replace(text=piece.text.replace(piece.text.strip(), _plural(piece.text.strip())))
        if piece.text == "all" and (later := _next(pieces, index)) is not None and pieces[later].kind == "number":
            piece = piece._replace(text="every")
        if piece.kind in {"noun", "loan"}:
            later = _next(pieces, index)
            if later is not None and pieces[later].kind == "word" and pieces[later].text in _BEFORE_NOUN:
                yield Piece(f"{pieces[later].text} {piece.text}", piece.start, pieces[later].end, "noun")
                index = later + 1
                continue
            if piece.text.lower() in _HEADS and (owner := _owner(pieces, index)) is not None:
                text = f"{_singular(pieces[owner].text)} {piece.text}"
                yield Piece(text, piece.start, pieces[owner].end, "noun")
                index = owner + 1
                continue
        yield piece
        index += 1


def _follows_number(pieces: Sequence[Piece], index: int) -> bool:
    """Tell "2 million Patienten", where the form does not show that they are many."""
    before = [item for item in pieces[max(0, index - 4) : index] if item.kind != "space"][-1:]
    is_number = bool(before) and (before[0].kind == "number" or before[0].text in {"million", "billion", "thousand"})
    return is_number and before[0].text.strip() != "1"


def _owner(pieces: Sequence[Piece], index: int) -> int | None:
    """Return the index of B in "A of (the) B"."""
    later = _next(pieces, index)
    if later is None or pieces[later].text != "of":
        return None
    later = _next(pieces, later)
    if later is not None and pieces[later].text == "the":
        later = _next(pieces, later)
    return later if later is not None and pieces[later].kind in {"noun", "loan"} else None


def _next(pieces: Sequence[Piece], index: int) -> int | None:
    """Return the index of the next word behind a blank, None where a symbol or an unknown word stands between."""
    for position in range(index + 1, min(index + 4, len(pieces))):
        if pieces[position].kind == "space" and "\n" not in pieces[position].text:
            continue
        return position if pieces[position].text.strip() and pieces[position].kind != "symbol" else None
    return None


@lru_cache(maxsize=4)
def _loans(catalog: Catalog) -> frozenset[str]:
    """Return English words that other languages use as they are: those for kinds of parts, and the glossaries' own."""
    kinds = {word for phrases in catalog.kind_words.values() for phrase in phrases for word in _parts(phrase)}
    tables = [table for item in catalog.languages for table in (item.nouns, item.verbs, item.words)]
    values = {word for table in tables for english in table.values() for word in english.split()}
    modern = "smart streaming blog podcast newsletter software web live startup scanner tracking marketing gps iot ai"
    return frozenset(word for word in {*kinds, *values, *modern.split()} if len(word) > 2 or word in {"ai", "db"})


def _is_ideograph(char: str) -> bool:
    return bool(char) and "\u3041" <= char <= "\u9fff"


def _is_plural(word: str, code: str) -> bool:
    return word.endswith({"de": ("en", "er", "s", "e", "n"), "it": ("i", "e")}.get(code, ("s", "x")))


def _plural(noun: str) -> str:
    if noun.endswith(("s", "data", "news", "music", "traffic", "people")):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("ch", "sh", "x")) else f"{noun}s"


def _base(verb: str) -> str:
    """Return "send" for "sends" and "log in" for "logs in"."""
    first, blank, rest = verb.partition(" ")
    if first.endswith(("ches", "shes", "sses", "goes")):
        return f"{first[:-2]}{blank}{rest}"
    return f"{first.removesuffix('s')}{blank}{rest}"


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return (
        noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "news", "statistics", "analytics")) else noun
    )


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def unknown_words(text: str, pieces: Sequence[Piece], *, most: int) -> tuple[str, ...]:
    """Return the words of the original that were not understood, each once, in order, at most `most`."""
    found = dict.fromkeys(text[piece.start : piece.end] for piece in pieces if not piece.known)
    return tuple(list(found)[:most])
