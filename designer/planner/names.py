"""What the first words of a brief name: "a pastebin with accounts", "a chat for 5 million daily users"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from designer.brief.people import ACTORS
from designer.brief.phrases import StemmedText, stem
from designer.brief.units import PEOPLE, RATE_UNITS, STOCK_UNITS
from designer.catalog.catalog import Catalog
from designer.catalog.search import words_of
from designer.model.wording import Wording
from designer.planner.clauses import OF_FIGURES

_LONGEST_HEAD = 80
_LONGEST_PHRASE = 200
_A_FEW = 2
"""Small words more than a name has that may stand between its words."""
# A hyphen makes such a word a part of another one: "in-app", "sign-in".
_HEAD = re.compile(
    r"\s*(?:(?!(?<!-)\b(?:with|that|which|where|for|and|plus|who|on|in|to)\b(?!-))[^,.;:!?\n()])*", re.IGNORECASE
)
_FORMS = frozenset(
    "app apps application service services system systems platform server backend software product site website tool "
    "solution clone feature".split()
)
_ASKING = frozenset(
    "design build create develop sketch plan need want wanted please simple small large big new scalable global fast "
    "reliable handle handles handling serve serves serving support supports".split()
)
_MEASURES = frozenset(
    "available availability uptime latency kb mb gb tb pb ms msec bytes gigabytes terabytes petabytes data traffic load "
    "requests request messages message queries query events writes reads calls concurrent active registered online "
    "simultaneous within under per".split()
)
_FIGURES = OF_FIGURES | PEOPLE | ACTORS | _MEASURES | RATE_UNITS.keys() | STOCK_UNITS.keys()


def named_first(text: StemmedText, catalog: Catalog) -> frozenset[str]:
    """Return the blueprints that the first words of a text name: the pastebin of "A pastebin with accounts".

    What stands behind "with", a comma or a colon is wanted of the system, and does not say what it is. Where nothing but
    figures stands there, a short name says it as well.
    """
    end = head_of(text)
    found = {
        key
        for key, phrases in names_of(catalog).items()
        for phrase in phrases
        if (span := text.find(phrase)) and (span[1] <= end or (span[0] < end and _is_whole(text, span, phrase)))
    }
    return frozenset(found) or _named_alone(text, catalog)


def head_of(text: StemmedText) -> int:
    """Return where the first words of a text end, which say what it is about."""
    head = _HEAD.match(text.text[:_LONGEST_HEAD])
    end = head.end() if head is not None else 0
    return end if text.text[:end].strip() else 0


def _is_whole(text: StemmedText, span: tuple[int, int], phrase: str) -> bool:
    """Tell whether a name of several words stands word by word: an "and" or "on" in it does not end it."""
    return len(phrase.split()) > _A_FEW and text.text[slice(*span)].casefold() == phrase.casefold()


def _named_alone(text: StemmedText, catalog: Catalog) -> frozenset[str]:
    """Return what a text names that says nothing else besides figures and what kind of thing it is."""
    if len(text.text) > _LONGEST_PHRASE or text.negated:
        return frozenset()
    said = [token.lower for token in text.tokens if token.is_word and token.lower not in _ASKING]
    content = [word for word in said if word not in _FIGURES or word in _FORMS]
    return _alone(catalog).get(_core(" ".join(content)), frozenset())


@lru_cache(maxsize=4)
def names_of(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return what each blueprint is called: its title, its aliases, and the words for it as a part of something."""
    parts = {wording.blueprint: wording.part_of for wording in catalog.wordings if wording.blueprint}
    return {
        blueprint.id: (blueprint.title, *blueprint.aliases, *parts.get(blueprint.id, ()))
        for blueprint in catalog.blueprints
    }


@lru_cache(maxsize=4)
def _alone(catalog: Catalog) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Return which blueprints have each name, without words for its form; what cues them alone is a name too."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    named = [(key, phrase) for key, phrases in names_of(catalog).items() for phrase in phrases]
    for key, phrase in (*named, *_cues(catalog.wordings)):
        if core := _core(phrase):
            found[core] = found.get(core, frozenset()) | {key}
    return found


def _cues(wordings: Iterable[Wording]) -> Iterator[tuple[str, str]]:
    """Yield the words by which a text calls for a blueprint without any other beside them, behind its id."""
    for wording in wordings:
        for cue in wording.cues if wording.blueprint else ():
            if " + " not in cue:
                yield from ((str(wording.blueprint), phrase) for phrase in cue.split("|"))


def _core(phrase: str) -> tuple[str, ...]:
    """Return the stems of a name, without the words for its form at its end."""
    words = words_of(phrase)
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return tuple(map(stem, words))
