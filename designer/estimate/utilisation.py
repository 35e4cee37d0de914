"""How much of what a part can carry it carries at peak, as far as formulas or stated capacities tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from designer.catalog.formula import evaluate, parse_formula
from designer.errors import BlueprintError
from designer.model.component import Component
from designer.model.design import SizedDraft
from designer.model.estimate import Estimate
from designer.model.figures import human

if TYPE_CHECKING:
    from designer.model.blueprint import Blueprint

_SPARE = {"headroom": 1.0, "spare_share": 0.0}
"""Inputs that keep room free on purpose, and their value when none is kept: what they add is not load."""


class Utilisation(NamedTuple):
    """The share of what a part can carry that it carries at peak: 1 is all of it. `words` say of what."""

    component: str
    share: float
    words: str


def utilisations(sized: SizedDraft, blueprints: Sequence[Blueprint]) -> tuple[Utilisation, ...]:
    """Return one for each part whose capacity somebody stated or whose copies a formula counts, sorted by id.

    A formula that counts copies rounds up; what it rounds is how many are at work. A stated `capacity_per_node`
    comes first, set against the highest rate computed for the part.

    Args:
        sized: the design with its estimates.
        blueprints: those that it rests on; their formulas say which estimates count copies.
    """
    loads = highest_rates(sized)
    found = {item.component: item for item in _of_formulas(sized, blueprints)}
    for part in sized.graph.components:
        capacity, load = part.prop("capacity_per_node"), loads.get(part.id)
        if load is not None and isinstance(capacity, int | float) and capacity > 0:
            copies = part.replicas if _shares_work(part) else 1
            words = f"{human(load.value, load.unit)} of {human(capacity * copies, load.unit)}"
            found[part.id] = Utilisation(part.id, load.value / (capacity * copies), words)
    return tuple(found[key] for key in sorted(found))


def highest_rates(sized: SizedDraft) -> dict[str, Estimate]:
    """Return the highest rate computed for each part that has one, bytes left out."""
    found: dict[str, Estimate] = {}
    for item in sized.capacity.estimates:
        is_rate = item.unit.endswith("/s") and not item.unit.startswith("bytes")
        if item.subject and is_rate and (item.subject not in found or item.value > found[item.subject].value):
            found[item.subject] = item
    return found


def _of_formulas(sized: SizedDraft, blueprints: Sequence[Blueprint]) -> Iterator[Utilisation]:
    counting = {
        (name, spec.formula) for blueprint in blueprints for name, spec in blueprint.capacity.items() if spec.replicas
    }
    for item in sized.capacity.estimates:
        part = sized.graph.by_id.get(item.subject or "")
        if part is None or (item.name, item.formula) not in counting:
            continue
        if (needed := _at_work(item)) is not None:
            words = f"{_copies(needed)} of {part.replicas:,} at work"
            yield Utilisation(part.id, needed / part.replicas, words)


def _at_work(estimate: Estimate) -> float | None:
    """Return how many copies are at work: the largest amount that the formula rounds up; None where it rounds none."""
    values = {name: item.value for name, item in estimate.inputs.items()}
    values |= {name: value for name, value in _SPARE.items() if name in values}
    try:
        inner = list(_rounded(parse_formula(estimate.formula)))
        amounts = [evaluate(ast.unparse(one), values) for one in inner if not list(_rounded(one))]
    except BlueprintError:
        return None
    return max(amounts, default=None)


def _rounded(tree: ast.expr) -> Iterator[ast.expr]:
    """Yield what a formula rounds up."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ceil":
            yield from node.args[:1]


def _copies(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}".removesuffix(".0")


def _shares_work(part: Component) -> bool:
    """Return whether copies share the work: those of a store only when its data is split."""
    return not part.is_datastore or part.prop("sharded") is True
