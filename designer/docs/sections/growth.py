"""How the system is spread and grows: deployment, the scaling plan, and what breaks first at ten times the load."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.tables import Table, table
from designer.docs.wording import joined
from designer.estimate.size import size
from designer.estimate.utilisation import utilisations
from designer.model.component import Component
from designer.model.design import SizedDraft
from designer.model.estimate import Estimate, Parameter
from designer.model.figures import human
from designer.model.kinds import Family, Kind
from designer.views.nodes import reading_order

FACTOR = 10
_GROWING = (("load",), ("stock",), ("load", "stock"))
_OUTGROWN = re.compile(
    r"\b(outgrow|beyond|grow|million|thousand|regions|more than|too many|larger than)", re.IGNORECASE
)
_SPREADS_ITSELF = frozenset({Kind.OBJECT_STORE, Kind.CDN, Kind.DNS})


class Deployment(NamedTuple):
    """Where parts run, as far as somebody stated it."""

    rows: Table
    picture: str


class Growth(NamedTuple):
    """A part under ten times the load: what it carries now and then, what has to happen, and how soon it is in the way."""

    part: str
    now: str
    then: str
    plan: str
    rank: int


class Scaling(NamedTuple):
    """The plan for ten times the load.

    `first` breaks first, because of `reason`; `beyond` says what the decisions name for the time after.
    """

    first: str
    reason: str
    beyond: tuple[str, ...]
    rows: tuple[Growth, ...]
    figures: Table | None
    trade_offs: tuple[str, ...]
    picture: str


def how_it_grows(part: Component) -> str:
    """Return how a part takes more load, as far as it states it; empty when it does not.

    >>> how_it_grows(Component(id="a", name="A", kind=Kind.SERVICE, properties={"stateless": True, "autoscaled": True}))
    'more copies, added as the load rises'
    """
    if part.family in (Family.CLIENT, Family.EXTERNAL):
        return ""
    spread = part.prop("shard_key") or part.prop("partition_key")
    return joined(
        (
            ("more copies, added as the load rises" if part.prop("autoscaled") is True else "more copies")
            if part.prop("stateless") is True
            else "copies follow the load"
            if part.prop("autoscaled") is True
            else "",
            f"split by {spread}" if spread else "split" if part.prop("sharded") is True else "",
            f"hot keys: {part.prop('hot_key_mitigation')}" if part.prop("hot_key_mitigation") else "",
        )
    )


def deployment(facts: Facts) -> Deployment | None:
    """Return where parts run and how they are replaced; None when nothing is stated beyond numbers of copies."""
    rows = [
        (
            part.name,
            facts.name(part.boundary),
            f"{part.replicas:,}",
            joined((_regions(part), {True: "several zones", False: "one zone"}.get(part.prop("multi_zone") is True, "")
                    if part.prop("multi_zone") is not None else "")),
            "yes" if part.prop("health_check") is True else "no" if part.prop("health_check") is False else "",
            str(part.prop("failover") or ""),
            str(part.prop("deploy") or ""),
            "finishes or hands over its work" if part.prop("drains") is True else "",
        )
        for part in reading_order(facts.design)
        if part.family not in (Family.CLIENT, Family.EXTERNAL)
    ]  # fmt: skip
    if not any(any(row[3:]) for row in rows):
        return None
    head = ("Part", "Boundary", "Copies", "Spread", "Health check", "Failover", "New version", "Before it stops")
    found = table(head, rows)
    return Deployment(found, facts.picture("deployment")) if found else None


def _regions(part: Component) -> str:
    regions = part.prop("regions")
    if not isinstance(regions, int | float) or isinstance(regions, bool):
        return ""
    return f"{regions:g} {'region' if regions == 1 else 'regions'}"


@lru_cache(maxsize=2)
def scaling(facts: Facts) -> Scaling | None:
    """Return what ten times the load does; None when no estimate says what the load is.

    Every formula is computed again with the load ten times as high; nothing else is changed.
    """
    grown = _grown(facts)
    if grown is None:
        return None
    later = {(item.name, item.subject): item for item in grown.capacity.estimates}
    changed = [
        (item, later[item.name, item.subject])
        for item in facts.estimates
        if (item.name, item.subject) in later and not math.isclose(later[item.name, item.subject].value, item.value)
    ]
    if not changed:
        return None
    ids = facts.estimate_ids
    figures = table(
        ("Id", "Estimate", "Now", f"At {FACTOR} times the load"),
        ((ids[one.name, one.subject or ""], _title(facts, one), human(one.value, one.unit), human(then.value, then.unit))
         for one, then in changed),
    )  # fmt: skip
    critical = {
        end for _, flow in facts.flows if flow.critical for step in flow.steps for end in (step.source, step.target)
    }
    waited_for = {facts.name(key) for key in critical}
    rows = sorted(_parts(facts, changed), key=lambda row: (row.rank, row.part not in waited_for, row.part))
    first = next((row for row in rows if row.rank < _FINE), None)
    chosen = next((part for part in facts.design.graph.components if first and part.name == first.part), None)
    return Scaling(
        first=first.part if first else "",
        reason=first.plan if first else "",
        beyond=tuple(_beyond(facts, chosen.id)) if chosen else (),
        rows=tuple(rows),
        figures=figures,
        trade_offs=tuple(text for blueprint in facts.blueprints for text in blueprint.trade_offs),
        picture=facts.picture("heat"),
    )


def _title(facts: Facts, item: Estimate) -> str:
    title = item.title or item.name.replace("_", " ").capitalize()
    return f"{title} ({facts.name(item.subject)})" if item.subject else title


def _grown(facts: Facts) -> SizedDraft | None:
    """Return the design sized for ten times the load; None where the formulas do not follow it in proportion.

    Some blueprints start from a rate, some from a number of users, and some from both: the kind of parameter is
    taken by which the rates grow by just this factor.
    """
    if facts.catalog is None:
        return None
    roles = {
        f"{blueprint.id}/{name}": spec.role
        for blueprint in facts.blueprints
        for name, spec in blueprint.parameters.items()
    }
    rates = [item for item in facts.design.capacity.estimates if item.unit.endswith("/s") and item.value]
    best: tuple[tuple[int, int], SizedDraft] | None = None
    for wanted in _GROWING:
        parameters = [
            _scaled(item) if roles.get(item.ref) in wanted else item for item in facts.design.capacity.parameters
        ]
        sized = size(facts.design, parameters, facts.catalog)
        found = {(item.name, item.subject): item.value for item in sized.capacity.estimates}
        ratios = [found.get((item.name, item.subject), 0.0) / item.value for item in rates]
        moved = sum(math.isclose(ratio, FACTOR, rel_tol=1e-3) for ratio in ratios)
        if not moved or max(ratios) > FACTOR * 1.001:
            continue
        too_far = sum(
            found.get((item.name, item.subject), 0.0) > item.value * FACTOR * 1.001
            for item in facts.design.capacity.estimates
        )
        if best is None or (-too_far, moved) > best[0]:
            best = ((-too_far, moved), sized)
    return best[1] if best else None


def _scaled(item: Parameter) -> Parameter:
    return item.model_copy(update={"value": item.value * FACTOR})


_FINE = 3


def _parts(facts: Facts, changed: list[tuple[Estimate, Estimate]]) -> Iterator[Growth]:
    """Yield what happens to each part that has a figure which grows."""
    shares = {item.component: item.share for item in utilisations(facts.design, facts.blueprints)}
    of_part: dict[str, list[tuple[Estimate, Estimate]]] = {}
    for one, then in changed:
        if one.subject in facts.design.graph.by_id:
            of_part.setdefault(one.subject or "", []).append((one, then))
    for key, pairs in of_part.items():
        part = facts.design.graph.by_id[key]
        if part.family in (Family.CLIENT, Family.EXTERNAL):
            continue
        copies = next(((one, then) for one, then in pairs if one.unit == "count" and one.value == part.replicas), None)
        one, then = copies or max(pairs, key=lambda pair: pair[0].unit.endswith("/s") and pair[0].value)
        plan, rank = _plan(part, copies, shares)
        unit = " copies" if copies else ""
        yield Growth(part.name, human(one.value, one.unit) + unit, human(then.value, then.unit) + unit, plan, rank)


def _plan(part: Component, copies: tuple[Estimate, Estimate] | None, shares: Mapping[str, float]) -> tuple[str, int]:
    """Return what has to happen to a part, and how soon it is in the way: 0 breaks first, 3 or more holds."""
    use = f" It runs at {shares[part.id]:.0%} now." if part.id in shares else ""
    if part.prop("stateless") is True or part.prop("autoscaled") is True:
        if copies is None:
            return f"More copies; nothing says how many one copy carries.{use}", 4
        more = f"{copies[1].value:,.0f} copies instead of {copies[0].value:,.0f}"
        if part.prop("autoscaled") is True:
            return f"{more}, added as the load rises.{use}", 5
        return f"{more}; somebody has to add them.{use}", 2
    if part.prop("sharded") is True or part.prop("partition_key"):
        key = part.prop("shard_key") or part.prop("partition_key")
        return f"More shards{f' by {key}' if key else ''}: the split is there.{use}", 3
    if part.kind in _SPREADS_ITSELF:
        return f"Nothing says where it ends; ask for the limits of the product.{use}", 4
    if part.is_datastore and part.kind is not Kind.CACHE:
        return (
            f"Nothing says that its data is split, so every write meets one primary, whatever the number of copies.{use}",
            0,
        )
    if copies is not None:
        more = f"{copies[1].value:,.0f} copies instead of {copies[0].value:,.0f}"
        return f"{more}, but nothing says that it is stateless or split.{use}", 1
    return f"Nothing says how it takes more load.{use}", 1


def _beyond(facts: Facts, component: str) -> Iterator[str]:
    """Yield what the decisions about a part name as better when it outgrows the choice."""
    for key, item in facts.decided_on(component):
        for other in item.alternatives:
            if _OUTGROWN.search(other.when):
                yield f"{other.name}, when {other.when} ({key})"
