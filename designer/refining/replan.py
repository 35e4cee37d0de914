"""What other answers and figures change, brought into a design as it stands: what a user changed since then stays.

The brief is planned twice, with the answers before and after. What differs between the two is changed in the design,
except where the design no longer is what the first plan says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.edits.apply import as_draft
from designer.errors import BriefError
from designer.model.base import Frozen
from designer.model.brief import Brief
from designer.model.design import Design, Draft
from designer.model.estimate import Parameter
from designer.model.flow import Flow
from designer.model.graph import Graph
from designer.model.origin import Origin
from designer.model.plan import Plan
from designer.pipeline import parameters_of
from designer.planner.draft import draft
from designer.planner.plan import plan
from designer.refining.change import unclear

Item = TypeVar("Item", bound=Frozen)
_BY_USER = Origin(by="user")
_IDS: Callable[[Any], str] = lambda item: item.id  # noqa: E731
_LISTS: Mapping[str, Callable[[Any], str]] = {
    "blueprints": _IDS,
    "flows": _IDS,
    "entities": _IDS,
    "interfaces": _IDS,
    "decisions": lambda item: item.id or item.title,
    "questions": _IDS,
    "failure_modes": lambda item: f"{item.component}/{item.what}",
    "claims": lambda item: f"{item.blueprint}/{item.text}",
    "references": lambda item: f"{item.document}/{item.heading}",
}


def replanned(
    design: Design, answers: Mapping[str, str], catalog: Catalog, *, brief: Brief | None = None
) -> tuple[Draft, tuple[Parameter, ...]]:
    """Return a design's draft and parameters with `answers`, which are also noted in its brief, or in another `brief`.

    Raises:
        InputError: an answer is none, or a figure out of range.
    """
    said = brief or design.brief
    given = {**said.answers, **answers}
    noted = as_draft(design).model_copy(update={"brief": said.model_copy(update={"answers": given})})
    parameters = tuple(_set(item, answers, catalog) for item in design.capacity.parameters)
    before, after = _plan(design.brief, design.brief.answers, catalog), _plan(said, given, catalog)
    if before is None or after is None or not (_is_planned(design, before) and _is_planned(design, after)):
        return noted, parameters
    old, new = draft(before, catalog), draft(after, catalog)
    merged = _merged(old, new, noted)
    return merged, _parameters(parameters_of(before), parameters_of(after), parameters)


def _plan(brief: Brief, answers: Mapping[str, str], catalog: Catalog) -> Plan | None:
    """Return the plan of a brief's text; None for what no plan can be made of, as the brief of an imported design."""
    try:
        read = understand(brief.text, catalog, answers=answers)
    except BriefError:
        return None
    return plan(read, catalog)


def _is_planned(design: Design, made: Plan) -> bool:
    """Tell whether a design comes from a plan of its brief: it rests on the same blueprints."""
    return {match.id for match in design.blueprints} == {choice.id for choice in made.choices}


def _set(item: Parameter, answers: Mapping[str, str], catalog: Catalog) -> Parameter:
    """Return a parameter with the value that was answered for it.

    Raises:
        InputError: it is out of the blueprint's range.
    """
    if item.name not in answers:
        return item
    try:
        value = float(answers[item.name])
    except ValueError:
        return item
    blueprint = catalog.by_id.get(item.ref.partition("/")[0])
    spec = blueprint.parameters.get(item.name) if blueprint is not None else None
    if spec is not None and not spec.min <= value <= spec.max:
        title = item.title or item.name
        raise unclear(f"{title} cannot be {value:g} {item.unit}", f"stay within {spec.min:g} and {spec.max:g}")
    return item.model_copy(
        update={"value": value, "stated": True, "span": None, "source": f'answered: "{answers[item.name]}"'}
    )


def _parameters(old: Iterable[Parameter], new: Sequence[Parameter], now: Sequence[Parameter]) -> tuple[Parameter, ...]:
    before = {item.ref: item for item in old}
    after = {item.ref: item for item in new}
    kept = tuple(
        after[item.ref] if after.get(item.ref) != before.get(item.ref) and item.ref in after else item for item in now
    )
    known = {item.ref for item in kept}
    return (*kept, *(item for item in new if item.ref not in known and item.ref not in before))


def _merged(old: Draft, new: Draft, now: Draft) -> Draft:
    graph = Graph(
        boundaries=_three_way(old.graph.boundaries, new.graph.boundaries, now.graph.boundaries, _IDS),
    )
    parts = _three_way(old.graph.components, new.graph.components, now.graph.components, _IDS)
    links = _three_way(old.graph.connections, new.graph.connections, now.graph.connections, _IDS)
    known = {boundary.id for boundary in graph.boundaries}
    # A boundary that parts of the user's still stand in stays.
    kept = [one for one in now.graph.boundaries if one.id not in known and any(p.boundary == one.id for p in parts)]
    ids = {part.id for part in parts}
    whole = Graph(
        components=parts,
        connections=tuple(link for link in links if link.source in ids and link.target in ids),
        boundaries=_rooted((*graph.boundaries, *kept)),
    )
    lists = {
        name: _three_way(getattr(old, name), getattr(new, name), getattr(now, name), key)
        for name, key in _LISTS.items()
    }
    fields = {name: getattr(now, name) for name in Draft.model_fields}
    return Draft(**{**fields, **lists, **_without_lost(lists, whole), "graph": whole})


def _rooted(boundaries: Sequence[Any]) -> tuple[Any, ...]:
    ids = {item.id for item in boundaries}
    return tuple(item if item.parent in ids else item.model_copy(update={"parent": None}) for item in boundaries)


def _without_lost(lists: Mapping[str, tuple[Any, ...]], graph: Graph) -> dict[str, tuple[Any, ...]]:
    """Return the lists that refer to components, without what is no longer there."""
    ids = set(graph.by_id)
    ends = {(link.source, link.target) for link in graph.connections}
    pairs = {*ends, *((target, source) for source, target in ends), *((key, key) for key in ids)}
    return {
        "flows": tuple(found for flow in lists["flows"] if (found := _walkable(flow, pairs)) is not None),
        "entities": tuple(
            item if item.store is None or item.store in ids else item.model_copy(update={"store": None})
            for item in lists["entities"]
        ),
        "interfaces": tuple(item for item in lists["interfaces"] if item.component in ids),
        "failure_modes": tuple(item for item in lists["failure_modes"] if item.component in {None, *ids}),
    }


def _walkable(flow: Flow, pairs: set[tuple[str, str]]) -> Flow | None:
    steps = tuple(step for step in flow.steps if (step.source, step.target) in pairs)
    if steps == flow.steps:
        return flow
    return flow.model_copy(update={"steps": steps}) if steps else None


def _three_way(
    old: Sequence[Item], new: Sequence[Item], now: Sequence[Item], key: Callable[[Item], str]
) -> tuple[Item, ...]:
    """Return what is there now with what changed from old to new; what was changed since then by others stays."""
    before, after = {key(item): item for item in old}, {key(item): item for item in new}
    found: list[Item] = []
    for item in now:
        name = key(item)
        if name in before and name not in after:
            continue
        found.append(_changed(before[name], after[name], item) if name in before else item)
    there = {key(item) for item in now}
    found += [_mine(item) for name, item in after.items() if name not in before and name not in there]
    return tuple(found)


def _changed(old: Item, new: Item, now: Item) -> Item:
    changes = {
        field: getattr(new, field)
        for field in type(new).model_fields
        if field != "origin"
        and getattr(old, field) != getattr(new, field)
        and getattr(now, field) == getattr(old, field)
    }
    return _mine(now.model_copy(update=changes)) if changes else now


def _mine(item: Item) -> Item:
    return item.model_copy(update={"origin": _BY_USER}) if "origin" in type(item).model_fields else item
