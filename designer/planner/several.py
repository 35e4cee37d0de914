"""Several systems in one brief: which further blueprints it asks for, and which of them it is about first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.model.blueprint import Blueprint
from designer.planner.clauses import best_clause, called_by_clauses
from designer.planner.cues import Cued, cued_by
from designer.planner.match import ranker_of
from designer.planner.names import named_first

_MOST_PARTS = 5
_AROUND = 4
"""Words on either side of a cue that are read with it."""
# How much likelier than the first blueprint the words around a cue must be made by the one that they call for; less where
# several cues call for the same, more where it shall come first. Measured on the catalog's examples, which ask for one
# system each, and on the open part of the evaluation set.
_OVER_FIRST, _OVER_FIRST_TWICE, _TO_LEAD = -1.0, -4.0, 3.0
_FAR_BEHIND = 7.0
"""By how much the first one's score may be higher than that of one that comes before it in the text."""


def systems_asked(
    text: StemmedText, catalog: Catalog, first: str, *, near: Mapping[str, float], doubted: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the blueprints that a brief asks for: the one that fits it best, and those asked for as its parts.

    `near` are the scores of those that come near to the whole text, `doubted` those of them that hardly fit it.
    What is asked for stands in the order of its words, as far as these are clear: what a brief begins with is what it is
    about.
    Words that the first blueprint has a part of its own for ("comments" of a video platform) call for no other.
    """
    cued = _clearly_cued(text, catalog, first)
    by_clauses = called_by_clauses(_meant(text), ranker_of(catalog).classifier, first, near, doubted=doubted)
    places = {**by_clauses, **_places(text, catalog, first, {key: span for key, (span, _) in cued.items()})}
    others = sorted(places, key=lambda key: (places[key], key))[:_MOST_PARTS]
    leader = next(
        (key for key in others if key in cued and cued[key][1] >= _TO_LEAD and _is_near(key, first, near)), ""
    )
    own = _begins(text, catalog, first)
    if not leader or places[leader] >= own or first in named_first(text, catalog):
        return (first, *others)
    others.remove(leader)
    before = [key for key in others if places[key] < own]
    return (leader, *before, first, *(key for key in others if key not in before))


def _places(text: StemmedText, catalog: Catalog, first: str, cued: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Return where the words begin that ask for each blueprint besides the first, by phrase or by cue."""
    named: dict[str, tuple[int, int]] = {}
    for wording in catalog.wordings:
        if wording.blueprint not in (None, first) and (span := text.find_any(wording.part_of)) is not None:
            named[str(wording.blueprint)] = span
    named = {**cued, **named}
    covered = [span for phrase in _own_words(catalog.blueprint(first)) if (span := text.find(phrase)) is not None]
    return {key: span[0] for key, span in named.items() if not any(_contains(other, span) for other in covered)}


def _meant(text: StemmedText) -> str:
    """Return a text with blanks for what it refuses: "we won't train any model" asks for no training."""
    said = text.text
    for index in sorted(text.negated):
        token = text.tokens[index]
        said = f"{said[: token.start]}{' ' * (token.end - token.start)}{said[token.end :]}"
    return said


def _is_near(key: str, first: str, near: Mapping[str, float]) -> bool:
    """Tell whether the whole text speaks about as much for a blueprint as for the first one."""
    return near.get(key, 0.0) * _FAR_BEHIND >= near.get(first, 0.0)


def _clearly_cued(text: StemmedText, catalog: Catalog, first: str) -> dict[str, tuple[tuple[int, int], float]]:
    """Return what cues call for, with their span and by how much more the words there speak for it than for the first."""
    scores = ranker_of(catalog).classifier.scores
    found: dict[str, list[tuple[float, Cued]]] = {}
    for cue in cued_by(text, catalog):
        if cue.owner != first:
            learned = scores(_around(text, cue.place))
            lead = (learned.by_label[cue.owner] - learned.by_label[first]) * learned.known
            found.setdefault(cue.owner, []).append((lead, cue))
    clear: dict[str, tuple[tuple[int, int], float]] = {}
    for key, cues in found.items():
        lead, cue = max(cues, key=lambda item: item[0])
        if lead >= (_OVER_FIRST if len(cues) == 1 else _OVER_FIRST_TWICE):
            clear[key] = text.span_of(*cue.place), lead
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


def _begins(text: StemmedText, catalog: Catalog, key: str) -> int:
    """Return where the words for a blueprint begin: at its first cue, else at the clause that speaks most for it."""
    cued = next((text.span_of(*cue.place)[0] for cue in cued_by(text, catalog) if cue.owner == key), None)
    return best_clause(text.text, ranker_of(catalog).classifier, key) if cued is None else cued


def _own_words(blueprint: Blueprint) -> Iterator[str]:
    yield from (blueprint.title, *blueprint.aliases)
    for role in blueprint.roles.values():
        yield from (role.name, *role.when, *role.words)
    for option in blueprint.options.values():
        for choice in option.choices.values():
            yield from choice.says


def _contains(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
