"""Getting it out and proving it: the order of the rollout, what is migrated, how to go back, and the test plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.sections.intent import qualities
from designer.docs.tables import Table, table
from designer.docs.wording import joined
from designer.model.component import Component
from designer.model.figures import human
from designer.model.kinds import Family
from designer.rules.paths import strong_groups
from designer.views.nodes import reading_order


class Rollout(NamedTuple):
    """The order in which parts come up, what exists already, and how a release goes back."""

    stages: tuple[str, ...]
    existing: tuple[str, ...]
    releases: Table | None
    kept: Table | None


class Trial(NamedTuple):
    """Something to prove: what, how, and the measured result."""

    id: str
    kind: str
    text: str
    result: str


class Trials(NamedTuple):
    """All tests, and whether any has been run."""

    rows: tuple[Trial, ...]
    is_measured: bool


def rollout(facts: Facts) -> Rollout | None:
    """Return the rollout; None without parts of our own."""
    ours = [part for part in reading_order(facts.design) if part.family not in (Family.CLIENT, Family.EXTERNAL)]
    if len(ours) < 2:
        return None
    releases = table(
        ("Part", "Out and back", "Health check", "Before it stops"),
        ((part.name, str(part.prop("deploy")), "yes" if part.prop("health_check") is True else "",
          "finishes or hands over its work" if part.prop("drains") is True else "")
         for part in ours if part.prop("deploy")),
    )  # fmt: skip
    kept = table(
        ("Store", "Why going back must not lose it", "Backup", "Kept for"),
        ((part.name, "holds the authoritative copy", _backup(part), _retention(part))
         for part in ours if part.prop("source_of_truth") is True),
    )  # fmt: skip
    existing = tuple(part.name for part in facts.design.graph.components if part.existing)
    return Rollout(tuple(_stages(facts, ours)), existing, releases, kept)


def _backup(part: Component) -> str:
    return {True: "yes, restores are tried", False: "none"}.get(part.prop("backup") is True, "") \
        if part.prop("backup") is not None else "not stated"  # fmt: skip


def _retention(part: Component) -> str:
    time = part.prop("retention_s")
    return human(float(time), "s") if isinstance(time, int | float) and not isinstance(time, bool) else ""


def _stages(facts: Facts, ours: list[Component]) -> Iterator[str]:
    """Yield the names of the parts that can come up together: each after all that it calls.

    A broker needs none of those that it hands messages to. Parts that call each other in a circle come up together.
    """
    waiting = {part.id: part.name for part in ours if not part.existing}
    needs = {
        part.id: sorted({link.target for link in facts.design.graph.outgoing[part.id]} & waiting.keys() - {part.id})
        if not part.is_broker
        else []
        for part in ours
        if part.id in waiting
    }
    groups = strong_groups(needs)
    while groups:
        ready = [group for group in groups if all(set(needs[key]) & waiting.keys() <= set(group) for key in group)]
        yield ", ".join(waiting[key] for key in waiting if any(key in group for group in ready))
        waiting = {key: name for key, name in waiting.items() if not any(key in group for group in ready)}
        groups = [group for group in groups if group not in ready]


def trials(facts: Facts) -> Trials | None:
    """Return what has to be proved, each with its measured value once there is one; None when there is nothing."""
    found = [*_claims(facts), *_drills(facts), *_targets(facts), *_measurements(facts)]
    rows = tuple(Trial(f"T{number}", *row) for number, row in enumerate(found, start=1))
    return Trials(rows, any(claim.proof for claim in facts.design.claims)) if rows else None


def _claims(facts: Facts) -> Iterator[tuple[str, str, str]]:
    are_mixed = len({claim.blueprint for claim in facts.design.claims}) > 1
    for claim in facts.design.claims:
        kind = f"Claim of {claim.blueprint}" if are_mixed else "Claim"
        yield kind, claim.text, claim.proof or "not proven yet"


def _drills(facts: Facts) -> Iterator[tuple[str, str, str]]:
    for key, flow in facts.flows:
        if flow.kind == "failure":
            yield "Failure drill", f"{flow.name}: cause it on purpose and see {key} happen", "not measured yet"


def _targets(facts: Facts) -> Iterator[tuple[str, str, str]]:
    found = qualities(facts)
    for row in found.rows if found else ():
        if row.quality in ("Performance", "Availability", "Recoverability", "Capacity"):
            yield (
                "Load test",
                f"{row.id} under its load: {joined((row.stimulus, row.measure), between=' → ')}",
                "not measured yet",
            )


def _measurements(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Yield the assumptions whose source says that they have to be measured and that move more than one estimate."""
    for key, item in facts.assumptions:
        moved = facts.moved_by.get(item.name, ())
        if "measure" in item.source and len(moved) > 1:
            text = (
                f"{key}, {item.title or item.name}: taken as {human(item.value, item.unit)}, moves {', '.join(moved)}"
            )
            yield "Measurement", text, "not measured yet"
