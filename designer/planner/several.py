"""Several systems in one brief: which blueprints it asks for, and which of them it is about first."""

from __future__ import annotations

from collections.abc import Iterator

from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.model.blueprint import Blueprint
from designer.planner.cues import Cued, cued_by
from designer.planner.match import ranker_of
from designer.planner.names import named_first, names_of
from designer.planner.passages import shared_by
from designer.planner.refused import without_negated

_MOST_PARTS = 5
_AROUND = 4
"""Words on either side of a cue that are read with it."""
# How much likelier than the first blueprint the words around a cue must be made by the one that they call for; less where
# several cues call for the same. Measured on the catalog's examples, which ask for one system each, and on the open part
# of the evaluation set.
_OVER_FIRST, _OVER_FIRST_TWICE = -1.0, -4.0

_Span = tuple[int, int]


def systems_asked(text: StemmedText, catalog: Catalog, first: str) -> tuple[str, ...]:
    """Return the blueprints that a brief asks for: those that share its passages, and those that words in passing call for.

    `first` is the one that fits the whole text, or "" where none does; without it, a text asks for several or for none.
    They stand in the order of their words: what a brief begins with is what it is about.
    Words that the first blueprint has a part of its own for ("comments" of a video platform) call for no other.
    """
    covered = _covered(text, catalog, first)
    cued = [(cue.owner, text.span_of(*cue.place)) for cue in cued_by(text, catalog)]
    named = [(key, span) for key, spans in _named(text, catalog).items() for span in spans]
    shared = shared_by(
        without_negated(text),
        ranker_of(catalog).classifier,
        first,
        named=_free(named, covered, first),
        cued=_free(cued, covered, first),
    )
    if not shared:
        return ()
    places = {**shared, first: -1} if first in shared and named_first(text, catalog) == {first} else shared
    leader = min(places, key=lambda key: places[key])
    passing = {**_passing(text, catalog, leader), **places}
    others = sorted(passing.keys() - {leader}, key=lambda key: (passing[key], key))
    return (leader, *others[:_MOST_PARTS])


def _covered(text: StemmedText, catalog: Catalog, first: str) -> list[_Span]:
    """Return where the words stand that a blueprint has parts of its own for."""
    phrases = _own_words(catalog.blueprint(first)) if first else ()
    return [span for phrase in phrases if (span := text.find(phrase)) is not None]


def _free(found: list[tuple[str, _Span]], covered: list[_Span], first: str) -> list[tuple[str, int]]:
    """Return where words begin that call for blueprints, without those that the first one has parts of its own for."""
    return [
        (key, span[0]) for key, span in found if key == first or not any(_contains(other, span) for other in covered)
    ]


def _named(text: StemmedText, catalog: Catalog) -> dict[str, list[_Span]]:
    """Return where a text names each blueprint, by its title, an alias or the words for it as a part of something."""
    found = {
        key: [span for phrase in phrases if (span := text.find(phrase)) is not None]
        for key, phrases in names_of(catalog).items()
    }
    return {key: spans for key, spans in found.items() if spans}


def _passing(text: StemmedText, catalog: Catalog, first: str) -> dict[str, int]:
    """Return where the words begin that call for each blueprint besides the first in passing, by phrase or by cue."""
    found = _clearly_cued(text, catalog, first)
    found |= {key: min(spans) for key, spans in _named(text, catalog).items() if key != first}
    return dict(_free(list(found.items()), _covered(text, catalog, first), first))


def _clearly_cued(text: StemmedText, catalog: Catalog, first: str) -> dict[str, _Span]:
    """Return what cues call for, with their span, where the words there do not speak more for the first."""
    scores = ranker_of(catalog).classifier.scores
    found: dict[str, list[tuple[float, Cued]]] = {}
    for cue in cued_by(text, catalog):
        if cue.owner != first:
            learned = scores(_around(text, cue.place))
            lead = (learned.by_label[cue.owner] - learned.by_label[first]) * learned.known
            found.setdefault(cue.owner, []).append((lead, cue))
    clear: dict[str, _Span] = {}
    for key, cues in found.items():
        lead, cue = max(cues, key=lambda item: item[0])
        if lead >= (_OVER_FIRST if len(cues) == 1 else _OVER_FIRST_TWICE):
            clear[key] = text.span_of(*cue.place)
    return clear


def _around(text: StemmedText, place: tuple[int, int]) -> str:
    """Return the words of a place and the next few beside it in the same clause."""
    first, last = place
    while first > 0 and place[0] - first < _AROUND and text.clauses[first - 1] == text.clauses[place[0]]:
        first -= 1
    while (
        last + 1 < len(text.tokens) and last - place[1] < _AROUND and text.clauses[last + 1] == text.clauses[place[1]]
    ):
        last += 1
    start, end = text.span_of(first, last)
    return text.text[start:end]


def _own_words(blueprint: Blueprint) -> Iterator[str]:
    yield from (blueprint.title, *blueprint.aliases)
    for role in blueprint.roles.values():
        yield from (role.name, *role.when, *role.words)
    for option in blueprint.options.values():
        for choice in option.choices.values():
            yield from choice.says


def _contains(outer: _Span, inner: _Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
