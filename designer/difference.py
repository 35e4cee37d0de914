"""What two designs differ in: elements, findings, numbers and what rests on them, by id and structure. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from designer.matching import renamed_parts, with_ids
from designer.model.base import Frozen
from designer.model.design import Design
from designer.model.figures import human
from designer.rules.facts import Facts
from designer.rules.reliability.single_point_of_failure import single_point_of_failure

# Where an element comes from is no property of the system.
_UNSEEN = frozenset({"id", "origin"})


class Change(Frozen):
    """One difference. `what` is the kind of thing, `id` which one; `before` and `after` are texts, empty when absent.

    `how` is "added", "removed", "renamed" (the same part under another id), or the name of the field that changed.
    """

    what: str
    id: str
    how: str
    before: str = ""
    after: str = ""


def difference(before: Design, after: Design) -> tuple[Change, ...]:
    """Return the changes from one design to another: elements, then findings, then numbers, each sorted by id.

    A part that only has another id is renamed, not removed and added. Order and layout make no difference.
    """
    renamed = renamed_parts(before, after)
    after = with_ids(after, renamed)
    found = [Change(what="component", id=old, how="renamed", before=old, after=new) for new, old in renamed.items()]
    found.sort(key=lambda change: change.id)
    for what, old, new in _elements(before, after):
        found += _compare(what, old, new)
    found += _compare("finding", _findings(before), _findings(after))
    found += _compare("number", _numbers(before), _numbers(after))
    found += _compare("conformance", _conformance(before), _conformance(after))
    found += _compare("single point of failure", _single_points(before), _single_points(after))
    return tuple(found)


def _elements(before: Design, after: Design) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for what in ("component", "connection"):
        yield what, _by_id(getattr(before.graph, f"{what}s")), _by_id(getattr(after.graph, f"{what}s"))
    yield "boundary", _by_id(before.graph.boundaries), _by_id(after.graph.boundaries)
    yield "flow", _by_id(before.flows), _by_id(after.flows)
    yield "entity", _by_id(before.entities), _by_id(after.entities)
    yield "interface", _by_id(before.interfaces), _by_id(after.interfaces)


def _by_id(items: Iterable[Any]) -> dict[str, dict[str, Any]]:
    return {item.id: item.model_dump(mode="json") for item in items}


def _findings(design: Design) -> dict[str, dict[str, Any]]:
    return {
        f"{item.rule} {', '.join(item.subjects)}".strip(): {"message": item.message, "severity": str(item.severity)}
        for item in design.findings
    }


def _numbers(design: Design) -> dict[str, dict[str, Any]]:
    return {
        f"{item.name} of {item.subject or 'the system'}": {"value": human(item.value, item.unit)}
        for item in design.capacity.estimates
    }


def _conformance(design: Design) -> dict[str, dict[str, Any]]:
    return {match.id: {"value": f"{match.conformance} %"} for match in design.blueprints}


def _single_points(design: Design) -> dict[str, dict[str, Any]]:
    """Return the parts that some critical flow cannot do without and that have one copy."""
    facts = Facts(design)
    return {
        key: {"name": design.graph.by_id[key].name}
        for finding in single_point_of_failure.findings(facts)
        for key in finding.subjects
        if key in design.graph.by_id
    }


def _compare(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            yield Change(what=what, id=key, how="added", after=_title(new[key]))
        elif key not in new:
            yield Change(what=what, id=key, how="removed", before=_title(old[key]))
        else:
            yield from _fields(what, key, old[key], new[key])


def _fields(what: str, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for field in sorted((old.keys() | new.keys()) - _UNSEEN):
        before, after = old.get(field), new.get(field)
        if before == after:
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _fields(what, key, before, after)
        else:
            yield Change(what=what, id=key, how=field, before=_text(before), after=_text(after))


def _title(value: Mapping[str, Any]) -> str:
    return next((_text(value[field]) for field in ("name", "message", "value", "label") if value.get(field)), "")


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{key} {_text(item)}" for key, item in sorted(value.items()) if item not in (None, "", [], {})
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
