"""What two designs differ in: elements, findings and numbers, by id and not by line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from designer.model.base import Frozen
from designer.model.design import Design
from designer.model.figures import human

# Where an element comes from is no property of the system.
_UNSEEN = frozenset({"id", "origin"})


class Change(Frozen):
    """One difference. `what` is the kind of thing, `id` which one; `before` and `after` are texts, empty when absent.

    `how` is "added", "removed", or the name of the field that changed.
    """

    what: str
    id: str
    how: str
    before: str = ""
    after: str = ""


def difference(before: Design, after: Design) -> tuple[Change, ...]:
    """Return the changes from one design to another: elements, then findings, then numbers, each sorted by id."""
    found: list[Change] = []
    for what, old, new in _elements(before, after):
        found += _compare(what, old, new)
    found += _compare("finding", _findings(before), _findings(after))
    found += _compare("number", _numbers(before), _numbers(after))
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
