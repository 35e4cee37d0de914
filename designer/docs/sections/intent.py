"""What the design is for and how well it must do it: goals, what it leaves out, and measurable scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.sections.asked import figure_title, unbound_figures
from designer.docs.wording import quoted, without_bullet, words_behind
from designer.model.estimate import Parameter
from designer.model.figures import human

_TARGETS = {
    "latency": "Performance",
    "availability": "Availability",
    "recovery": "Recoverability",
    "budget": "Cost",
    "retention": "Retention",
}
_TARGET_WORDS = ("target", "percentile", "at most", "budget for", "availability", "deadline", "latency", "may be lost")


class Target(NamedTuple):
    """A figure that the system must keep: its quality, what is measured, the value, and who said so."""

    quality: str
    title: str
    value: str
    basis: str
    stated: bool


class Goals(NamedTuple):
    """What the system is for, what was ruled out, and which parts of its blueprints nobody asked for."""

    goals: tuple[str, ...]
    ruled_out: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


class Scenario(NamedTuple):
    """A quality as something that can be measured."""

    id: str
    quality: str
    stimulus: str
    measure: str
    basis: str


class Qualities(NamedTuple):
    """All scenarios."""

    rows: tuple[Scenario, ...]


def goals(facts: Facts) -> Goals | None:
    """Return goals and non-goals, as far as the brief or its blueprints say so; None when neither does."""
    brief = facts.design.brief
    stated = (text for text in brief.requirements if words_behind(text, brief.text) is not None)
    wanted = tuple(without_bullet(text).rstrip(";,") for text in stated)
    refused = dict.fromkeys(item.text for item in facts.design.brief.mentions if item.negated)
    found = Goals(wanted, tuple(refused), tuple(_left_out(facts)))
    return found if any(found) else None


def _left_out(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the optional parts of the blueprints that are absent: the name and the words that would call for it."""
    played = {role for part in facts.design.graph.components for role in part.roles}
    for blueprint in facts.blueprints:
        chosen = {
            role for option in blueprint.options.values() for choice in option.choices.values() for role in choice.roles
        }
        for key, role in blueprint.roles.items():
            if not role.required and role.when and key not in chosen and f"{blueprint.id}/{key}" not in played:
                yield role.name, ", ".join(f"“{words}”" for words in role.when[:3])


def targets(facts: Facts) -> tuple[Target, ...]:
    """Return the figures that must be kept: bound or assumed by a blueprint first, then others that the brief states."""
    found = []
    for blueprint in facts.blueprints:
        for item in facts.design.capacity.parameters:
            source, _, name = item.ref.partition("/")
            spec = blueprint.parameters.get(name) if source == blueprint.id else None
            if spec is not None and spec.role in _TARGETS and _is_target(item, spec.role):
                found.append(_of_parameter(facts, item, _TARGETS[spec.role]))
    found += [
        Target(_TARGETS[item.role], figure_title(item), human(item.value, item.unit), f"stated: “{item.text}”", True)
        for item in unbound_figures(facts)
        if item.role in _TARGETS
    ]
    return tuple(dict.fromkeys(found))


def _is_target(item: Parameter, role: str) -> bool:
    """Return whether a parameter is a promise to users, not merely a time or price that other figures rest on."""
    title = item.title.casefold()
    if role == "retention":
        return item.stated
    is_named = item.name.endswith("_target") or any(word in title for word in _TARGET_WORDS)
    return bool(item.value) and not title.startswith("mean ") and is_named


def _of_parameter(facts: Facts, item: Parameter, quality: str) -> Target:
    words = quoted(facts.design.brief.text, item.span)
    ids = {(one.ref, one.name): key for key, one in facts.assumptions}
    basis = (f"stated: {words}" if words else "stated") if item.stated else f"assumed ({ids[item.ref, item.name]})"
    return Target(quality, item.title or item.name, human(item.value, item.unit), basis, item.stated)


def qualities(facts: Facts) -> Qualities | None:
    """Return the qualities as scenarios with a measure; None when nothing measurable is said.

    They are the targets, the peaks that a number of copies must carry, what a caller does when a part does not
    answer, and the failures that a flow survives.
    """
    found = [*_promises(facts), *_peaks(facts), *_no_answer(facts), *_survived(facts)]
    rows = tuple(Scenario(f"S{number}", *row) for number, row in enumerate(found, start=1))
    return Qualities(rows) if rows else None


def _promises(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    for item in targets(facts):
        yield item.quality, item.title, item.value, item.basis


def _peaks(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    """Yield one scenario for each part whose copies are computed from a rate."""
    ids = facts.estimate_ids
    rates = {item.name: item for item in facts.estimates if item.unit.endswith("/s")}
    for item in facts.estimates:
        part = facts.design.graph.by_id.get(item.subject or "")
        load = next((rates[name] for name in sorted(item.inputs) if name in rates), None)
        if part is None or load is None or item.unit != "count" or item.value != part.replicas:
            continue
        stimulus = f"{load.title or load.name}: {human(load.value, load.unit)} arrive at {part.name}"
        copies = f"carried by {part.replicas:,} {'copy' if part.replicas == 1 else 'copies'} of {part.name}"
        basis = f"computed: {ids[load.name, load.subject or '']}, {ids[item.name, item.subject or '']}"
        yield "Capacity", stimulus, copies, basis


def _no_answer(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    for link in facts.design.graph.connections:
        timeout, instead = link.prop("timeout_s"), link.prop("fallback")
        if isinstance(timeout, int | float) and not isinstance(timeout, bool) and instead:
            source, target = facts.name(link.source), facts.name(link.target)
            measure = f"{source} gives up after {human(float(timeout), 's')}; then: {instead}"
            yield "Resilience", f"{source} gets no answer from {target}", measure, "stated on the connection"


def _survived(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    for key, flow in facts.flows:
        if flow.kind == "failure" and (last := flow.steps[-1]).message:
            yield (
                "Resilience",
                flow.name,
                f"{key} ends with “{last.message}” at {facts.name(last.target)}",
                f"flow {key}",
            )
