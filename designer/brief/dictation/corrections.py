"""Slips of the pen: "Postgress", "Kafak", "the gatway" are read as what was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from designer.brief.dictation.misspelt import FREQUENT, NEIGHBOURS, PLACES, SHORT
from designer.brief.dictation.neighbours import ENGLISH_NEIGHBOURS
from designer.brief.dictation.relations import PREPOSITIONS, VERBS, Frame, relation_of
from designer.brief.dictation.words import (
    ABSORBED,
    ADVERBS,
    COPULA,
    MODALS,
    SYSTEM_NOUNS,
    kind_of_noun,
    singular,
)
from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText, stemmed
from designer.brief.vocabulary import FUNCTION_WORDS
from designer.catalog.catalog import Catalog
from designer.catalog.search import words_of
from designer.model.kinds import Kind

_SHORTEST = 5
_DOER = ("er", "ers", "or", "ors")
_LONG = 8
_MOST_WORDS = 2000
_SMALL_SLIPS = {
    "em": "them", "dont": "don't", "doesnt": "doesn't", "isnt": "isn't", "arent": "aren't", "wont": "won't", "cant": "can't",
    "thats": "that's", "whats": "what's", "theres": "there's", "wich": "which", "whcih": "which", "whihc": "which", "teh": "the", "hte": "the", "adn": "and", "nad": "and",
    "frmo": "from", "thru": "through",  "wiht": "with", "behnd": "behind",
    "bewteen": "between", "beetween": "between", "catlog": "catalog", "recieves": "receives", "recieve": "receive",
    "recieved": "received", "reciever": "receiver", "adress": "address", "costumer": "customer", "costumers": "customers",
}  # fmt: skip
"""Slips in words too short or too common for a distance to mend."""
_VERBS = (
    "calls writes reads sends publishes consumes stores queries fetches pushes pulls receives subscribes processes updates "
    "forwards connects listens uploads downloads replicates "
    "listen subscribe "
    "triggered handled created loaded "
    "published stored written called received consumed processed pushed pulled saved queried"
).split()
_ACTS = frozenset({Frame.CALL, Frame.PUT, Frame.SEND, Frame.EMIT, Frame.TAKE, Frame.HEAR, Frame.COPY, Frame.FILL})
_LONG_VERB = 6
_EVERYDAY = frozenset(
    "message messages command commands member members membership customer customers payment payments account accounts document documents".split()
)
"""What travels and who takes part, in texts of any field."""


def _verbs() -> frozenset[str]:
    """Return the verbs that move something, as they stand behind one who acts; one slip apart, they are meant."""
    return frozenset(
        word
        for word, relation in VERBS.items()
        if relation.frame in _ACTS and len(word) >= _LONG_VERB and word.isalpha() and word.endswith("s")
    )


class Corrector:
    """The words a catalog knows, by first letter, to which a slip may be corrected."""

    def __init__(self, catalog: Catalog) -> None:
        self._known = _vocabulary(catalog)
        self._ordinary = sorted(_ordinary(catalog))
        self._targets: dict[str, list[str]] = {}
        names = set(_targets(catalog))
        self._nearer = (_verbs() | _EVERYDAY | FREQUENT) - names
        for word in sorted(names | self._nearer):
            self._targets.setdefault(word[0], []).append(word)

    def correction(self, word: str) -> str:
        """Return what a lower-case word was meant to be, or the word itself."""
        if word in _SMALL_SLIPS:
            return _SMALL_SLIPS[word]
        if word in SHORT and word not in self._known:
            return SHORT[word]
        if len(word) < _SHORTEST or not word.isalpha() or not word.isascii() or self._is_known(word):
            return word
        slack = 2 if len(word) >= _LONG else 1
        best, least = word, slack + 1
        for target in self._targets.get(word[0], ()):
            if abs(len(target) - len(word)) > slack:
                continue
            if word.endswith(_DOER) and not target.endswith(_DOER) and sorted(word) != sorted(target):
                continue
            distance = OSA.distance(word, target, score_cutoff=slack)
            if distance > 1 and (word[:2] != target[:2] or target in self._nearer):
                continue
            if distance < least:
                best, least = target, distance
        return best

    def proper(self, word: str) -> str:
        """Return which product or place a lower-case word with a capital letter was meant to name, or the word itself."""
        if len(word) < _LONG or not word.isalpha() or not word.isascii() or self._is_known(word) or word in PLACES:
            return word
        near = [name for name in (*self._ordinary, *PLACES) if name[0] == word[0] and abs(len(name) - len(word)) < 2]
        return next((name for name in sorted(near) if OSA.distance(word, name, score_cutoff=1) < 2), word)

    def _is_known(self, word: str) -> bool:
        return (
            word in self._known
            or singular(word) in self._known
            or word in ENGLISH_NEIGHBOURS
            or word in NEIGHBOURS
            or word in FUNCTION_WORDS
            or relation_of(word) is not None
            or (kind_of_noun(word) != Kind.SERVICE and not word.endswith(("db", "base", "bus")))
        )


@lru_cache(maxsize=8)
def corrector_of(catalog: Catalog) -> Corrector:
    """Return the corrector of a catalog, built once."""
    return Corrector(catalog)


def corrected(text: StemmedText, catalog: Catalog) -> StemmedText:
    """Return a text with slips mended, token by token; the same text when there are none."""
    corrector = corrector_of(catalog)
    words: dict[str, str] = {}
    for index, token in enumerate(text.tokens):
        if _is_coined(text, index):
            words.setdefault(token.lower, token.lower)
        is_initials = token.text.isupper() and not text.text.isupper()
        if token.is_word and not is_initials and token.lower not in words and len(words) < _MOST_WORDS * 10:
            words[token.lower] = corrector.correction(token.lower)
            if words[token.lower] == token.lower and _is_name(text, index):
                words[token.lower] = corrector.proper(token.lower)
    changed = {word: meant for word, meant in words.items() if word != meant}
    slips = {
        index: meant
        for index, token in enumerate(text.tokens)
        if token.lower in _MEANT and (meant := _MEANT[token.lower][0]) and _MEANT[token.lower][1](text, index)
    }
    return stemmed("".join(_pieces(text, changed, slips))) if changed or slips else text


def _means_from(text: StemmedText, index: int) -> bool:
    """Tell the "from" of "reads form InfluxDB", "picks them up form there": a verb before, and a name behind."""
    if not index or index + 1 >= len(text.tokens) or text.tokens[index].text != "form":
        return False
    before, after = text.tokens[index - 1].lower, text.tokens[index + 1]
    relation = relation_of(before)
    takes = before in {"up", "them", "it"} or (relation is not None and relation.frame == Frame.TAKE)
    return takes and (after.text[:1].isupper() or after.lower in {"the", "there", "it", "our", "its"})


def _means_through(text: StemmedText, index: int) -> bool:
    """Tell the "through" of "sends a push trough OneSignal", "goes trough the proxy" from what pigs eat from."""
    if not index or index + 1 >= len(text.tokens) or not text.tokens[index + 1].is_word:
        return False
    before, after = text.tokens[index - 1], text.tokens[index + 1]
    is_thing = before.lower in {"the", "a", "an", "each", "every", "feed", "feeding", "water"}
    return not is_thing and (after.text[:1].isupper() or after.lower in {"the", "a", "an", "our", "its"})


def _means_their(text: StemmedText, index: int) -> bool:
    """Tell the "their" of "scales send there weight via": a verb before, and a plain noun and a preposition behind."""
    if not index or index + 2 >= len(text.tokens):
        return False
    before, noun, after = text.tokens[index - 1].lower, text.tokens[index + 1], text.tokens[index + 2].lower
    plain = noun.is_word and noun.text.islower() and noun.lower not in FUNCTION_WORDS | COPULA | MODALS | ADVERBS
    return plain and relation_of(before) is not None and relation_of(noun.lower) is None and after in PREPOSITIONS


_MEANT: Mapping[str, tuple[str, Callable[[StemmedText, int], bool]]] = {
    "form": ("from", _means_from), "trough": ("through", _means_through), "there": ("their", _means_their),
}  # fmt: skip
"""Words that are none misspelt, and stand where only another one makes sense."""


def _is_name(text: StemmedText, index: int) -> bool:
    """Tell a word with a capital letter within a sentence."""
    token = text.tokens[index]
    is_proper = token.text[:1].isupper() and token.text[1:].islower()
    return is_proper and index > 0 and text.clauses[index - 1] == text.clauses[index] and text.tokens[index - 1].is_word


def _is_coined(text: StemmedText, index: int) -> bool:
    """Tell "OpenCGA" and the "Meteo" of "Open-Meteo": names that somebody wrote with care."""
    token = text.tokens[index]
    capitals = sum(letter.isupper() for letter in token.text)
    if 2 < capitals < len(token.text) and token.text[-2:].isupper():
        return True
    before = text.text[token.start - 2 : token.start]
    return token.text[:1].isupper() and before[-1:] == "-" and before[:1].isalpha()


def _pieces(text: StemmedText, changed: Mapping[str, str], slips: Mapping[int, str]) -> Iterator[str]:
    end = 0
    for index, token in enumerate(text.tokens):
        yield text.text[end : token.start]
        meant = slips.get(index) or (changed.get(token.lower) if token.is_word else None)
        yield _like(token, meant) if meant else token.text
        end = token.end
    yield text.text[end:]


def _like(token: Token, word: str) -> str:
    return word.capitalize() if token.text[:1].isupper() else word


def _targets(catalog: Catalog) -> Iterable[str]:
    for technology in catalog.technologies:
        ordinary = {word.casefold() for word in technology.ambiguous}
        for name in (technology.name, *technology.aliases):
            word = name.casefold()
            if len(word) >= _SHORTEST and word.isalpha() and word.isascii() and word not in ordinary:
                yield word
    for phrases in catalog.kind_words.values():
        for phrase in phrases:
            yield from (word for word in phrase.split() if len(word) >= _SHORTEST and word.isalpha())
    yield from (word for word in _VERBS if len(word) >= _SHORTEST)
    yield "services"
    yield "workers"


def _ordinary(catalog: Catalog) -> Iterable[str]:
    """Return long names of products that are words of the language as well: "superset"."""
    for technology in catalog.technologies:
        yield from (name.casefold() for name in technology.ambiguous if len(name) >= _LONG and name.isalpha())


def _vocabulary(catalog: Catalog) -> frozenset[str]:
    """Return the words that the catalog uses, all of them spelled right."""
    known: set[str] = set(ABSORBED | SYSTEM_NOUNS | set(_targets(catalog)))
    for technology in catalog.technologies:
        for name in (technology.name, *technology.aliases):
            known.update(name.casefold().split())
    for blueprint in catalog.blueprints:
        for phrase in (blueprint.summary, blueprint.problem, *blueprint.says, *blueprint.aliases):
            known.update(words_of(phrase))
            known.update(phrase.casefold().split())
    for service in catalog.domain:
        known.update(word for phrase in service.words for word in phrase.split())
    return frozenset(known)
