"""Which systems share a text: each gets the passages that it makes likelier than any other system or none would.

A brief that wants several systems speaks of one after the other. Over the whole text the strongest drowns the others,
and a clause alone is near to something by chance. So all clauses are given to systems at once, where to go from one
system to another costs something, and a further system must be worth it over all its clauses together. This is the
segmentation of a text by a hidden Markov model.

Source: Rabiner, "A Tutorial on Hidden Markov Models and Selected Applications in Speech Recognition" (Proc. IEEE 77(2),
1989), section III B (the Viterbi algorithm); Utiyama and Isahara, "A Statistical Model for Domain-Independent Text
Segmentation" (ACL 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from designer.catalog.classifier import Classifier
from designer.catalog.lessons import NONE
from designer.planner.clauses import clauses_of

_FEWEST_SYSTEMS, _MOST_SYSTEMS = 2, 6
# In nats, as the classifier's scores: what it costs to go from one system to the next, what a further system must bring,
# what the first one must bring so as not to give way to the others, and what words that name a system or cue it weigh.
# Measured on the catalog's examples, which ask for one system each, and on the open part of the evaluation set.
_CHANGE, _FURTHER, _FIRST = 4.0, 5.5, 5.0
_NAMED, _CUED = 14.0, 7.0
_OF_NONE = -3.0
"""By how much less a clause speaks for no system, where a text surely is about one."""

Place = tuple[str, int]
"""A blueprint and where words stand that call for it."""

_Row = dict[str, float]


class _Best(NamedTuple):
    """What the likeliest split among some systems is worth, and whose each clause is in it."""

    value: float
    owners: tuple[str, ...]


def shared_by(
    text: str, classifier: Classifier, first: str, *, named: Iterable[Place] = (), cued: Iterable[Place] = ()
) -> dict[str, int]:
    """Return the blueprints that share a text, with where the first passage of each begins, in that order.

    Args:
        text: what the brief wants, without what it refuses.
        classifier: tells how likely each blueprint, or none, makes a clause.
        first: the one that fits the whole text best; it stays unless the others explain the text as well. "" where none
            fits; then it takes two others.
        named: the blueprints that a text names, and where.
        cued: those that words close together call for, and where.
    """
    clauses = clauses_of(text)
    if not clauses:
        return {first: 0} if first else {}
    rows = [_row(text[start:end], classifier, 0.0 if not first else _OF_NONE) for start, end in clauses]
    starts = [start for start, _ in clauses]
    bonus = {(_clause_at(place, starts), key): _CUED for key, place in cued}
    bonus |= {(_clause_at(place, starts), key): _NAMED for key, place in named}
    for (clause, key), weight in bonus.items():
        rows[clause][key] = rows[clause].get(key, 0.0) + weight
    systems, best = _chosen(rows, [first] if first else [])
    if first and len(systems) > 1:
        others = systems[1:]
        if best.value - _split(rows, others).value < _FIRST:
            systems, best = _chosen(rows, others)
    if not first and len(systems) < _FEWEST_SYSTEMS:
        return {}
    places = {owner: starts[best.owners.index(owner)] for owner in dict.fromkeys(best.owners) if owner != NONE}
    return places if not first or first in places or first not in systems else {**places, first: len(text)}


def _row(clause: str, classifier: Classifier, of_none: float) -> _Row:
    learned = classifier.scores(clause)
    row = {label: score * learned.known for label, score in learned.by_label.items()}
    return {**row, NONE: row.get(NONE, 0.0) + of_none}


def _clause_at(place: int, starts: Sequence[int]) -> int:
    """Return the clause that a place stands in, else the one before it."""
    return max((number for number, start in enumerate(starts) if start <= place), default=0)


def _chosen(rows: Sequence[_Row], systems: Sequence[str]) -> tuple[list[str], _Best]:
    """Return systems with all further ones that are worth it, the best first, and how the clauses are split among them."""
    chosen = list(systems)
    best = _split(rows, chosen)
    while len(chosen) < _MOST_SYSTEMS:
        further = [(_split(rows, [*chosen, key]), key) for key in _hopeful(rows, best.owners, chosen)]
        found = max(further, key=lambda item: (item[0].value, item[1]), default=None)
        if found is None or found[0].value - best.value < _FURTHER:
            break
        best = found[0]
        chosen.append(found[1])
    return chosen, best


def _hopeful(rows: Sequence[_Row], owners: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Return the systems for which clauses speak by so much more than for their owners that they may be worth it."""
    surplus: dict[str, float] = {}
    for row, owner in zip(rows, owners, strict=True):
        least = row.get(owner, 0.0)
        for key, score in row.items():
            if score > least:
                surplus[key] = surplus.get(key, 0.0) + score - least
    return sorted(key for key, more in surplus.items() if more >= _FURTHER and key not in {NONE, *chosen})


def _split(rows: Sequence[_Row], systems: Sequence[str]) -> _Best:
    """Return the likeliest split of clauses among systems and none (the Viterbi algorithm)."""
    labels = (NONE, *systems)
    values = {label: rows[0].get(label, 0.0) for label in labels}
    origins: list[Mapping[str, str]] = []
    for row in rows[1:]:
        likeliest = max(labels, key=lambda label: values[label])
        changed = values[likeliest] - _CHANGE
        origins.append({label: label if values[label] >= changed else likeliest for label in labels})
        values = {label: max(values[label], changed) + row.get(label, 0.0) for label in labels}
    owner = max(labels, key=lambda label: values[label])
    owners = [owner]
    for origin in reversed(origins):
        owner = origin[owner]
        owners.append(owner)
    return _Best(max(values.values()), tuple(reversed(owners)))
