"""What a draft knew of the problem, carried over to the graph that a model wrote in its place.

A decision or a way of failing is about parts. It stays true where each of those has a counterpart of the same kind with
a word of its name in common; everything else of the draft is gone with its parts.
"""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.phrases import stems_of
from designer.model import Component, Decision, Draft, Kind
from designer.model.decision import FailureMode

_COMPUTE = frozenset(
    {
        Kind.SERVICE,
        Kind.WORKER,
        Kind.FUNCTION,
        Kind.STREAM_PROCESSOR,
        Kind.BATCH_JOB,
        Kind.SCHEDULER,
        Kind.WORKFLOW_ENGINE,
    }
)
_USUAL = frozenset(stems_of("service store database worker job queue gateway system app client api the of and"))


def carry_over(draft: Draft, whole: Draft) -> Draft:
    """Return `whole` with the decisions and ways of failing of `draft` that speak of parts it has."""
    known = _counterparts(draft.graph.components, whole.graph.components)
    renamed = [
        item.name for item in draft.graph.components if item.name != _name(known.get(item.id), whole)
    ]  # what a text must not name, because the graph calls it otherwise or does not have it
    titles = {item.title.casefold() for item in whole.decisions}
    decisions = [
        item.model_copy(update={"subjects": tuple(sorted({known[one] for one in item.subjects}))})
        for item in draft.decisions
        if item.subjects
        and item.title.casefold() not in titles
        and all(one in known for one in item.subjects)
        and not any(name in f"{item.context} {item.choice}" for name in renamed)
    ]
    failures = [
        item.model_copy(update={"component": known[item.component]})
        for item in draft.failure_modes
        if item.component is not None and item.component in known
    ]
    used = _sources(decisions, failures)
    references = [item for item in draft.references if item.document and any(item.document in one for one in used)]
    return whole.model_copy(
        update={
            "decisions": (*whole.decisions, *decisions),
            "failure_modes": (*whole.failure_modes, *failures),
            "references": (*whole.references, *references),
        }
    )


def _name(component: str | None, draft: Draft) -> str:
    return draft.graph.by_id[component].name if component is not None else ""


def _counterparts(before: Iterable[Component], now: Iterable[Component]) -> dict[str, str]:
    """Return for each part of a draft the part that does its work, where there is one: the one most alike by name."""
    parts = list(now)
    found: dict[str, str] = {}
    for old in before:
        words = _words(old)
        scored = [
            (len(words & _words(new)) + 3 * (old.id == new.id), new.id)
            for new in parts
            if new.kind is old.kind or (old.kind in _COMPUTE and new.kind in _COMPUTE)
        ]
        best = max(scored, default=(0, ""), key=lambda item: (item[0], item[1]))
        if best[0] > 0:
            found[old.id] = best[1]
    return found


def _words(part: Component) -> frozenset[str]:
    return frozenset(stems_of(f"{part.name} {part.id.replace('-', ' ')}")) - _USUAL


def _sources(decisions: Iterable[Decision], failures: Iterable[FailureMode]) -> set[str]:
    return {item.source for item in decisions if item.source} | {item.source for item in failures if item.source}
