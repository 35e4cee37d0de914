"""Keeping the system safe and in sight: trust boundaries, sensitive data, threats; indicators, alerts, signals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.sections.intent import targets
from designer.docs.tables import Table, table
from designer.docs.wording import joined
from designer.model.component import Component
from designer.model.figures import human
from designer.model.finding import Finding
from designer.model.kinds import Family, Kind

_SECURITY = "SEC"
_SENSITIVE = ("personal", "secret", "payment", "health")
_TRUST = {"trust": "trust", "network": "network"}


class Security(NamedTuple):
    """Where trust ends, where callers come in, what is sensitive, and what the rules of security say.

    `is_clean` is true when no finding of these rules is open.
    """

    boundaries: Table | None
    entries: Table | None
    data: Table | None
    threats: Table | None
    is_clean: bool
    picture: str


class Observability(NamedTuple):
    """Indicators with objectives, what raises an alert, and which part reports what to whom."""

    objectives: Table | None
    alerts: Table | None
    signals: Table | None
    unmeasured: str


def security(facts: Facts) -> Security | None:
    """Return what the design says about security and privacy; None when it says nothing."""
    found = sorted((item for item in facts.design.findings if item.rule.startswith(_SECURITY)), key=Finding.sort_key)
    threats = table(
        ("Rule", "Threat", "Where", "State", "Answer"),
        ((item.rule, item.message, ", ".join(facts.name(one) for one in item.subjects), _state(item), item.fix)
         for item in found),
    )  # fmt: skip
    section = Security(
        boundaries=table(("Boundary", "Line", "Inside", "What crosses it"), _boundaries(facts)),
        entries=table(("Entry", "Who the caller is", "What the caller may touch", "Callers limited", "Input checked"),
                      _entries(facts)),
        data=table(("Data", "Class", "Kept in", "On disk", "Kept for"), _sensitive(facts)),
        threats=threats,
        is_clean=not any(item.is_open for item in found),
        picture=facts.picture("threats"),
    )  # fmt: skip
    return section if section.boundaries or section.entries or section.data or section.threats else None


def _state(item: Finding) -> str:
    return f"{item.state}: {item.reason}" if item.reason else item.state


def _boundaries(facts: Facts) -> Iterator[tuple[str, ...]]:
    parents = {boundary.id: boundary.parent for boundary in facts.design.graph.boundaries}

    def is_inside(part: Component, boundary: str) -> bool:
        place = part.boundary
        while place is not None and place != boundary:
            place = parents[place]
        return place == boundary

    for boundary in facts.design.graph.boundaries:
        if boundary.type not in _TRUST:
            continue
        inside = {part.id for part in facts.design.graph.components if is_inside(part, boundary.id)}
        crossing = [
            link for link in facts.design.graph.connections if (link.source in inside) != (link.target in inside)
        ]
        secure = sum(link.prop("encrypted") is True for link in crossing)
        known = sum(link.prop("authenticated") is True for link in crossing)
        number = f"{len(crossing)} {'connection' if len(crossing) == 1 else 'connections'}"
        words = joined((number, f"{secure} stated as encrypted", f"{known} stated as authenticated" if known else ""))
        yield boundary.name, _TRUST[boundary.type], ", ".join(facts.name(one) for one in sorted(inside)), words


def _entries(facts: Facts) -> Iterator[tuple[str, ...]]:
    for part in facts.graph.entrances:
        yield (
            part.name,
            _told(part, "authenticates", "authenticated here"),
            _told(part, "authorises", "checked here"),
            _told(part, "rate_limited", "yes"),
            _told(part, "validates_input", "yes"),
        )


def _told(part: Component, name: str, words: str) -> str:
    value = part.prop(name)
    return words if value is True else "no" if value is False else "not stated"


def _sensitive(facts: Facts) -> Iterator[tuple[str, ...]]:
    """Yield the fields of entities that are sensitive, then the stores that keep such data."""
    by_id = facts.design.graph.by_id
    for entity in facts.design.entities:
        for data_class in _SENSITIVE:
            fields = [item.name for item in entity.fields if item.data_class == data_class]
            if fields:
                kept = _keeping(by_id.get(entity.store or ""))
                yield (
                    f"{entity.name}: {', '.join(fields)}",
                    data_class,
                    facts.name(entity.store),
                    kept,
                    entity.retention,
                )
    for part in facts.design.graph.components:
        if part.prop("data_class") in _SENSITIVE:
            kept_for = part.prop("retention_s")
            time = human(float(kept_for), "s") if isinstance(kept_for, int | float) else ""
            yield "Everything in it", str(part.prop("data_class")), part.name, _keeping(part), time


def _keeping(part: Component | None) -> str:
    if part is None or part.prop("encrypted_at_rest") is None:
        return "not stated"
    return "encrypted" if part.prop("encrypted_at_rest") is True else "in the clear"


def observability(facts: Facts) -> Observability | None:
    """Return what is measured, promised and watched, only as far as stated; None when nothing is."""
    objectives = table(
        ("Indicator", "Objective", "Basis"),
        ((item.title, item.value, item.basis) for item in targets(facts) if item.quality not in ("Cost", "Retention")),
    )
    alerts = table(
        ("Alert on", "It means", "Component", "What follows for users"),
        ((mode.detection, mode.what, facts.name(mode.component), mode.effect)
         for mode in facts.design.failure_modes if mode.detection),
    )  # fmt: skip
    signals = table(("From", "To", "Signal"), _signals(facts))
    ours = [part for part in facts.design.graph.components if part.family is Family.COMPUTE]
    silent = ", ".join(part.name for part in ours if part.prop("metrics") is not True)
    found = Observability(objectives, alerts, signals, silent if signals or alerts else "")
    return found if objectives or alerts or signals else None


def _signals(facts: Facts) -> Iterator[tuple[str, ...]]:
    by_id = facts.design.graph.by_id
    for link in facts.design.graph.connections:
        if by_id[link.target].kind is Kind.OBSERVABILITY:
            yield facts.name(link.source), facts.name(link.target), link.label
