"""Apply typed edits to a draft: each is validated against the state that the earlier ones left.

Pure. What cannot be applied is refused in words; the result is always a valid draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from designer.edits.edits import (
    AddBoundary,
    AddComponent,
    AddEntity,
    AddFlow,
    Ask,
    ChangeComponent,
    ChangeConnection,
    ChooseOption,
    Connect,
    Decide,
    Disconnect,
    Edit,
    RemoveComponent,
    SetParameter,
)
from designer.edits.lookup import check_properties, find_id, merge_properties, new_id
from designer.edits.refusal import Refusal
from designer.errors import DesignError, Problem
from designer.model import (
    Alternative,
    Boundary,
    Component,
    Connection,
    Decision,
    Draft,
    Entity,
    EntityField,
    Flow,
    Frozen,
    Graph,
    Origin,
    Question,
    Step,
    slugify,
    unique_slug,
)
from designer.model.ids import connection_id
from designer.model.properties import (
    COMPONENT_PROPERTIES,
    CONNECTION_PROPERTIES,
)


class Applied(Frozen):
    """What came of a list of edits.

    `parameters` and `options` are requests for the planner, in order: figures are bound and computed by code.
    `accepted` is the number of edits that were applied or taken as requests; `edits` are those that changed the
    draft, so that they can be applied again to a draft planned anew.
    """

    draft: Draft
    refused: tuple[Refusal, ...] = ()
    parameters: tuple[SetParameter, ...] = ()
    options: tuple[ChooseOption, ...] = ()
    accepted: int = 0
    edits: tuple[Edit, ...] = ()


def apply_edits(draft: Draft, edits: Sequence[Edit | Refusal], *, origin: Origin) -> Applied:
    """Return the draft with `edits` applied in order, and the edits that were refused.

    What an edit adds gets `origin`; what it changes keeps its own. A refusal among the edits is passed on.
    """
    state = as_draft(draft)
    refused: list[Refusal] = []
    parameters: dict[str, SetParameter] = {}
    options: dict[tuple[str, str], ChooseOption] = {}
    accepted = 0
    applied: list[Edit] = []
    for index, edit in enumerate(edits):
        if isinstance(edit, Refusal):
            refused.append(edit)
            continue
        try:
            if isinstance(edit, SetParameter):
                parameters[edit.name] = edit
            elif isinstance(edit, ChooseOption):
                options.pop((edit.option, edit.choice), None)  # the last choice stands last
                options[edit.option, edit.choice] = edit
            else:
                state = _APPLY[type(edit)](state, edit, origin)
                applied.append(edit)
            accepted += 1
        except DesignError as error:
            refused.extend(Refusal.of(index, edit.op, problem) for problem in error.problems)
    return Applied(
        draft=state,
        refused=tuple(refused),
        parameters=tuple(parameters.values()),
        options=tuple(options.values()),
        accepted=accepted,
        edits=tuple(applied),
    )


def as_draft(draft: Draft) -> Draft:
    """Return `draft` without the layers of later stages: after an edit, figures and findings are stale."""
    return draft if type(draft) is Draft else Draft(**{name: getattr(draft, name) for name in Draft.model_fields})


def change_draft(draft: Draft, **changes: Any) -> Draft:
    """Return a draft with `changes`, validated as a whole.

    Raises:
        DesignError: the result would refer to something that does not exist.
    """
    return Draft(**{**{name: getattr(draft, name) for name in Draft.model_fields}, **changes})


def _change_graph(draft: Draft, *, also: Mapping[str, Any] | None = None, **changes: Any) -> Draft:
    graph = draft.graph
    kept = {"components": graph.components, "connections": graph.connections, "boundaries": graph.boundaries}
    return change_draft(draft, graph=Graph(**{**kept, **changes}), **(also or {}))


def _boundary(draft: Draft, ref: str, where: str = "/boundary") -> str | None:
    known = (boundary.id for boundary in draft.graph.boundaries)
    return find_id(ref, known, "a boundary", where) if ref else None


def _component(draft: Draft, ref: str, where: str) -> str:
    return find_id(ref, draft.graph.by_id, "a component", where)


def _connection(draft: Draft, ref: str) -> Connection:
    known = {connection.id: connection for connection in draft.graph.connections}
    return known[find_id(ref, known, "a connection", "/id")]


def _add_component(draft: Draft, edit: AddComponent, origin: Origin) -> Draft:
    check_properties(edit.properties, COMPONENT_PROPERTIES)
    added = Component(
        id=new_id(edit.id, edit.name, set(draft.graph.by_id), "component"),
        name=edit.name,
        kind=edit.kind,
        technology=edit.technology,
        description=edit.description,
        boundary=_boundary(draft, edit.boundary),
        replicas=edit.replicas,
        properties=merge_properties({}, edit.properties),
        origin=origin,
    )
    return _change_graph(draft, components=(*draft.graph.components, added))


def _change_component(draft: Draft, edit: ChangeComponent, origin: Origin) -> Draft:
    old = draft.graph.by_id[_component(draft, edit.id, "/id")]
    check_properties(edit.properties, COMPONENT_PROPERTIES)
    changes = _stated(edit, "name", "kind", "technology", "description", "replicas")
    if edit.boundary is not None:
        changes["boundary"] = _boundary(draft, edit.boundary)
    new = old.model_copy(update={**changes, "properties": merge_properties(old.properties, edit.properties)})
    return _change_graph(draft, components=_replace(draft.graph.components, new))


def _remove_component(draft: Draft, edit: RemoveComponent, origin: Origin) -> Draft:
    gone = _component(draft, edit.id, "/id")
    graph = draft.graph
    cut = {link.id for link in graph.connections if gone in (link.source, link.target)}
    steps_without = _keep_steps(draft.flows, lambda step: gone not in (step.source, step.target))
    entities = (e.model_copy(update={"store": None}) if e.store == gone else e for e in draft.entities)
    return _change_graph(
        draft,
        components=tuple(part for part in graph.components if part.id != gone),
        connections=tuple(link for link in graph.connections if link.id not in cut),
        also={
            "flows": steps_without,
            "entities": tuple(entities),
            "interfaces": tuple(face for face in draft.interfaces if face.component != gone),
            "failure_modes": tuple(mode for mode in draft.failure_modes if mode.component != gone),
            "decisions": _without_subjects(draft.decisions, cut | {gone}),
        },
    )


def _connect(draft: Draft, edit: Connect, origin: Origin) -> Draft:
    source = _component(draft, edit.source, "/source")
    target = _component(draft, edit.target, "/target")
    if source == target:
        raise DesignError(f"it connects {source!r} to itself", where="/target", fix="name another component")
    check_properties(edit.properties, CONNECTION_PROPERTIES)
    taken = {link.id for link in draft.graph.connections}
    added = Connection(
        id=new_id(edit.id, connection_id(source, target), taken, "connection"),
        source=source,
        target=target,
        label=edit.label,
        protocol=edit.protocol,
        mode=edit.mode,
        properties=merge_properties({}, edit.properties),
        origin=origin,
    )
    for link in draft.graph.outgoing[source]:
        if (link.target, link.label, link.mode) == (target, added.label, added.mode):
            raise DesignError(
                f"connection {link.id!r} says the same already",
                where="/target",
                fix="change that connection, or use another label",
            )
    return _change_graph(draft, connections=(*draft.graph.connections, added))


def _change_connection(draft: Draft, edit: ChangeConnection, origin: Origin) -> Draft:
    old = _connection(draft, edit.id)
    check_properties(edit.properties, CONNECTION_PROPERTIES)
    changes = _stated(edit, "label", "protocol", "mode")
    new = old.model_copy(update={**changes, "properties": merge_properties(old.properties, edit.properties)})
    return _change_graph(draft, connections=_replace(draft.graph.connections, new))


def _disconnect(draft: Draft, edit: Disconnect, origin: Origin) -> Draft:
    gone = _connection(draft, edit.id)
    kept = tuple(link for link in draft.graph.connections if link.id != gone.id)
    cut = {(gone.source, gone.target), (gone.target, gone.source)} - _pairs(kept)
    return _change_graph(
        draft,
        connections=kept,
        also={
            "flows": _keep_steps(draft.flows, lambda step: (step.source, step.target) not in cut),
            "decisions": _without_subjects(draft.decisions, {gone.id}),
        },
    )


def _add_boundary(draft: Draft, edit: AddBoundary, origin: Origin) -> Draft:
    taken = {boundary.id for boundary in draft.graph.boundaries}
    added = Boundary(
        id=new_id(edit.id, edit.name, taken, "boundary"),
        name=edit.name,
        parent=_boundary(draft, edit.parent, "/parent"),
        type=edit.type,
        origin=origin,
    )
    return _change_graph(draft, boundaries=(*draft.graph.boundaries, added))


def _add_flow(draft: Draft, edit: AddFlow, origin: Origin) -> Draft:
    steps = tuple(
        Step(
            source=_component(draft, step.source, f"/steps/{number}/source"),
            target=_component(draft, step.target, f"/steps/{number}/target"),
            message=step.message,
        )
        for number, step in enumerate(edit.steps)
    )
    pairs = _pairs(draft.graph.connections)
    problems = [
        Problem(
            f"there is no connection between {step.source!r} and {step.target!r}",
            f"/steps/{number}",
            "connect them first, or go over a component that both are connected to",
        )
        for number, step in enumerate(steps)
        if step.source != step.target and (step.source, step.target) not in pairs
    ]
    if problems:
        raise DesignError(problems=problems)
    new_id = slugify(edit.id, fallback="flow") if edit.id else unique_slug(edit.name, _ids(draft.flows))
    flow = Flow(id=new_id, name=edit.name, kind=edit.kind, critical=edit.critical, steps=steps, origin=origin)
    return change_draft(draft, flows=_replace(draft.flows, flow))


def _add_entity(draft: Draft, edit: AddEntity, origin: Origin) -> Draft:
    new_id = slugify(edit.id, fallback="entity") if edit.id else unique_slug(edit.name, _ids(draft.entities))
    known = _ids(draft.entities) | {new_id}
    fields = tuple(
        EntityField(
            **field.model_dump(exclude={"references"}),
            references=find_id(field.references, known, "an entity", f"/fields/{number}/references")
            if field.references
            else None,
        )
        for number, field in enumerate(edit.fields)
    )
    entity = Entity(
        id=new_id,
        name=edit.name,
        store=_component(draft, edit.store, "/store") if edit.store else None,
        description=edit.description,
        fields=fields,
        origin=origin,
    )
    return change_draft(draft, entities=_replace(draft.entities, entity))


def _decide(draft: Draft, edit: Decide, origin: Origin) -> Draft:
    if edit.title.casefold() in {decision.title.casefold() for decision in draft.decisions}:
        raise DesignError("a decision with this title exists already", where="/title", fix="use another title")
    added = Decision(
        id=unique_slug(edit.title, _ids(draft.decisions), fallback="decision"),
        title=edit.title,
        context=edit.context,
        choice=edit.choice,
        alternatives=tuple(Alternative(name=other.name, when=other.when) for other in edit.alternatives),
        consequences=edit.consequences,
        origin=origin,
    )
    return change_draft(draft, decisions=(*draft.decisions, added))


def _ask(draft: Draft, edit: Ask, origin: Origin) -> Draft:
    if edit.question.casefold() in {question.text.casefold() for question in draft.questions}:
        raise DesignError("this question is asked already", where="/question", fix="leave it out")
    new_id = unique_slug(edit.question, _ids(draft.questions), fallback="question")
    added = Question(id=new_id, text=edit.question, default=edit.default)
    return change_draft(draft, questions=(*draft.questions, added))


def _stated(edit: Frozen, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(edit, name)) is not None}


def _ids(items: Iterable[Any]) -> set[str]:
    return {item.id for item in items}


def _replace(items: tuple[Any, ...], new: Any) -> tuple[Any, ...]:
    """Return `items` with the one of the same id exchanged, or with `new` at the end."""
    if new.id not in _ids(items):
        return (*items, new)
    return tuple(new if item.id == new.id else item for item in items)


def _pairs(links: Iterable[Connection]) -> set[tuple[str, str]]:
    """Return the pairs that a step can run between: along a connection or back over it."""
    ends = [(link.source, link.target) for link in links]
    return {*ends, *((target, source) for source, target in ends)}


def _keep_steps(flows: Iterable[Flow], keeps: Callable[[Step], bool]) -> tuple[Flow, ...]:
    """Return the flows with the steps that `keeps` says yes to; one that loses all of them goes as well."""
    cut = ((flow, tuple(step for step in flow.steps if keeps(step))) for flow in flows)
    return tuple(flow.model_copy(update={"steps": left}) for flow, left in cut if left or not flow.steps)


def _without_subjects(decisions: Iterable[Decision], gone: set[str]) -> tuple[Decision, ...]:
    return tuple(
        decision.model_copy(update={"subjects": tuple(one for one in decision.subjects if one not in gone)})
        for decision in decisions
    )


_APPLY: dict[type[Any], Callable[[Draft, Any, Origin], Draft]] = {
    AddComponent: _add_component,
    ChangeComponent: _change_component,
    RemoveComponent: _remove_component,
    Connect: _connect,
    ChangeConnection: _change_connection,
    Disconnect: _disconnect,
    AddBoundary: _add_boundary,
    AddFlow: _add_flow,
    AddEntity: _add_entity,
    Decide: _decide,
    Ask: _ask,
}
