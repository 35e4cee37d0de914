"""Weaknesses seeded into whole designs: the smallest graph in which a rule fires, put beside all parts of another one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from designer.model.design import SizedDraft
from designer.model.graph import Graph
from designer.pipeline import plan_and_size
from designer.rules.registry import ALL, run_rules
from designer.rules.rule import Rule
from tests.rules.short_design import build, load_cases
from tests.support.catalogs import shipped
from tests.support.references import reference

RULES = Path(__file__).parents[1] / "rules"
COMPOSED = (
    "Drivers look for a free parking space and pay by plate",
    "Patients book an appointment with a doctor and get a reminder",
    "A library lends books to members and collects fines",
    "Meters send readings every 15 minutes and the utility bills by tariff",
    "Citizens apply for a building permit and upload plans, clerks decide",
)


class Seeded(NamedTuple):
    """A rule, and a fragment in which it fires by its fixture; `subjects` are what it must name."""

    rule: Rule
    name: str
    fragment: SizedDraft
    subjects: frozenset[tuple[str, ...]]


@cache
def hosts() -> tuple[tuple[str, SizedDraft], ...]:
    """Return designs that are sound: every blueprint's reference, and some that are composed."""
    catalog = shipped()
    found = [(blueprint.id, reference(blueprint, catalog)) for blueprint in catalog.blueprints]
    return (*found, *((text[:30], plan_and_size(text, catalog)) for text in COMPOSED))


def seeds() -> Iterator[Seeded]:
    """Yield one fragment for each rule that looks at the graph: the first of its fixture that says nothing of a brief."""
    for rule in ALL:
        for name, case in load_cases(RULES / f"{rule.code}.yaml").items():
            if name.startswith("fail_") and "brief" not in case and case.get("findings"):
                fragment = build(case)
                found = frozenset(finding.subjects for finding in run_rules(fragment, (rule,)))
                yield Seeded(rule, name, fragment, found)
                break


def beside(host: SizedDraft, fragment: SizedDraft) -> SizedDraft:
    """Return both designs as one; the fragment's ids get a prefix that the host does not use."""
    parts = tuple(_moved(item, ("id", "boundary")) for item in fragment.graph.components)
    links = tuple(_moved(item, ("id", "source", "target")) for item in fragment.graph.connections)
    places = tuple(_moved(item, ("id", "parent")) for item in fragment.graph.boundaries)
    flows = tuple(
        _moved(item, ("id",)).model_copy(
            update={"steps": tuple(_moved(step, ("source", "target")) for step in item.steps)}
        )
        for item in fragment.flows
    )
    entities = tuple(_moved(item, ("id", "store")) for item in fragment.entities)
    estimates = tuple(_moved(item, ("subject",)) for item in fragment.capacity.estimates)
    graph = Graph(
        components=(*host.graph.components, *parts),
        connections=(*host.graph.connections, *links),
        boundaries=(*host.graph.boundaries, *places),
    )
    fields = {name: getattr(host, name) for name in SizedDraft.model_fields}
    capacity = host.capacity.model_copy(update={"estimates": (*host.capacity.estimates, *estimates)})
    whole = {
        "graph": graph,
        "flows": (*host.flows, *flows),
        "entities": (*host.entities, *entities),
        "capacity": capacity,
    }
    return SizedDraft(**{**fields, **whole})


def is_named(seeded: Seeded, whole: SizedDraft) -> bool:
    """Tell whether the rule names everything that was seeded; a finding put together for many places counts."""
    found = [set(finding.subjects) for finding in run_rules(whole, (seeded.rule,))]
    return all(any({_key(one) for one in wanted} <= subjects for subjects in found) for wanted in seeded.subjects)


def _key(key: str) -> str:
    return f"seeded-{key}"


def _moved(item, fields):  # type: ignore[no-untyped-def]
    return _under("seeded", item, fields)


def many(size: int) -> SizedDraft:
    """Return a design of at least `size` parts: sound designs one beside the other, each under a prefix of its own."""
    parts, links, places, flows = [], [], [], []
    designs = [design for _, design in hosts()]
    number = 0
    while len(parts) < size:
        host = designs[number % len(designs)]
        prefix = f"n{number}"
        parts += [_under(prefix, item, ("id", "boundary")) for item in host.graph.components]
        links += [_under(prefix, item, ("id", "source", "target")) for item in host.graph.connections]
        places += [_under(prefix, item, ("id", "parent")) for item in host.graph.boundaries]
        flows += [
            _under(prefix, item, ("id",)).model_copy(
                update={"steps": tuple(_under(prefix, step, ("source", "target")) for step in item.steps)}
            )
            for item in host.flows
        ]
        number += 1
    graph = Graph(components=tuple(parts), connections=tuple(links), boundaries=tuple(places))
    return SizedDraft(title="Many", brief=designs[0].brief, graph=graph, flows=tuple(flows))


def _under(prefix, item, fields):  # type: ignore[no-untyped-def]
    changes = {name: f"{prefix}-{value}"[:64] for name in fields if (value := getattr(item, name)) is not None}
    return item.model_copy(update=changes)
