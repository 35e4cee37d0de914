"""A change made to a design: edits applied, figures and findings computed anew, and who asked for it noted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from designer.catalog.catalog import Catalog
from designer.catalog.conformance import conformance
from designer.edits.apply import apply_edits, as_draft, change_draft
from designer.model.base import Frozen, tidy_number
from designer.model.brief import Brief
from designer.model.connection import Connection
from designer.model.design import Design, Draft
from designer.model.estimate import Parameter
from designer.model.finding import Finding, Severity
from designer.model.graph import Graph
from designer.model.origin import Origin
from designer.model.refinement import Refinement
from designer.pipeline import recheck
from designer.refining.change import Bench, Change, unclear
from designer.refining.deciding import decided
from designer.refining.replan import replanned
from designer.refining.stating import with_statement
from designer.rules.mentions import asked_for, carries, is_forbidden

BY_USER = Origin(by="user")
T = TypeVar("T", bound=Frozen)
_LISTS = ("flows", "entities", "interfaces", "decisions")


def applied(bench: Bench, change: Change) -> Design | None:
    """Return the design with a change, sized and checked again; None when nothing is changed.

    Raises:
        InputError: an edit does not fit the design.
    """
    design, parameters = bench.design, bench.design.capacity.parameters
    draft: Draft = as_draft(design)
    brief = with_statement(design.brief, change.statement, bench.catalog) if change.statement else design.brief
    if change.edits or not (change.answers or change.statement):
        # What an instruction does about the parts itself is not left to the planner.
        draft = draft.model_copy(update={"brief": brief})
    else:
        draft, parameters = replanned(design, change.answers, bench.catalog, brief=brief)
    if change.answers:
        draft = draft.model_copy(update={"brief": _with_answered(draft.brief, design.capacity.parameters, parameters)})
    if change.figures:
        draft = draft.model_copy(update={"brief": _with_figures(draft.brief, change.figures)})
    if change.moves:
        draft = _moved(draft, change.moves)
    made = apply_edits(draft, change.edits, origin=BY_USER)
    if made.refused:
        first = made.refused[0]
        raise unclear(first.what, first.fix)
    if made.draft == as_draft(design) and parameters == design.capacity.parameters:
        return None
    return recheck(conforming(by_user(design, made.draft), bench.catalog), parameters, bench.catalog)


def finished(before: Design, after: Design, text: str, catalog: Catalog) -> Design:
    """Return a changed design with what follows for decisions and the brief, and with the instruction on record."""
    draft = decided(before, _meant_now(before, as_draft(after)), text)
    noted = Refinement(text=text, subjects=_touched(before, draft))
    draft = change_draft(draft, refinements=(*before.refinements, noted))
    return recheck(draft, after.capacity.parameters, catalog)


def _touched(before: Draft, after: Draft) -> tuple[str, ...]:
    """Return the ids of what is new or changed, sorted."""
    pairs = [(getattr(before.graph, name), getattr(after.graph, name)) for name in Graph.model_fields]
    pairs += [(getattr(before, name), getattr(after, name)) for name in _LISTS]
    return tuple(sorted({item.id for old, new in pairs for item in _not_as_before(old, new) if item.id}))


def _not_as_before(old: Sequence[Any], new: Sequence[Any]) -> Iterator[Any]:
    known = {item.id: item for item in old}
    return (item for item in new if known.get(item.id) != item)


def _meant_now(before: Draft, after: Draft) -> Draft:
    """Return a draft whose brief no longer asks for what the user took out, nor rules out what the user put in."""
    old, new = before.graph.components, after.graph.components
    dropped: set[tuple[int, int]] = set()
    for asked in asked_for(after.brief.mentions):
        if any(carries(part, asked) for part in old) and not any(carries(part, asked) for part in new):
            dropped |= {mention.span for mention in asked.mentions}
    for mention in after.brief.mentions:
        was, is_now = (any(is_forbidden(part, mention) for part in parts) for parts in (old, new))
        if mention.negated and is_now and not was:
            dropped.add(mention.span)
    kept = tuple(mention for mention in after.brief.mentions if mention.span not in dropped)
    if kept == after.brief.mentions:
        return after
    return after.model_copy(update={"brief": after.brief.model_copy(update={"mentions": kept})})


def by_user(before: Draft, after: Draft) -> Draft:
    """Return a draft in which every part, connection, boundary and flow that is not as before has the user as origin."""
    old, new = before.graph, after.graph
    graph = Graph(
        components=_marked(new.components, old.components),
        connections=_marked(new.connections, old.connections),
        boundaries=_marked(new.boundaries, old.boundaries),
    )
    return change_draft(after, graph=graph, flows=_marked(after.flows, before.flows))


def _marked(items: Sequence[T], others: Sequence[T]) -> tuple[T, ...]:
    known: dict[str, T] = {getattr(item, "id", ""): item for item in others}
    return tuple(
        item if known.get(getattr(item, "id", "")) == item else item.model_copy(update={"origin": BY_USER})
        for item in items
    )


def with_both(before: Draft, after: Draft) -> Draft:
    """Return a draft that has the parts and connections of two, to name what either of them has."""
    old, new = before.graph, after.graph
    parts = {**new.by_id, **old.by_id}
    links: dict[str, Connection] = {link.id: link for link in (*new.connections, *old.connections)}
    bare = tuple(part.model_copy(update={"boundary": None}) for part in parts.values())
    whole = Graph(components=bare, connections=tuple(links.values()))
    return Draft(title=after.title, brief=after.brief, graph=whole)


def conforming(draft: Draft, catalog: Catalog) -> Draft:
    """Return a draft with the conformance of its blueprints computed anew."""
    matches = tuple(
        match.model_copy(update={"conformance": conformance(draft.graph, catalog.by_id[match.id]).score})
        if match.id in catalog.by_id
        else match
        for match in draft.blueprints
    )
    return draft.model_copy(update={"blueprints": matches})


def _with_answered(brief: Brief, old: Sequence[Parameter], new: Sequence[Parameter]) -> Brief:
    """Return a brief whose figures are those that were answered: one that a parameter took has its new value."""
    before = {item.ref: item for item in old}
    changed = [(before[item.ref], item) for item in new if item.ref in before and before[item.ref].value != item.value]
    figures = {
        item.name: after.value
        for item in brief.quantities
        for was, after in changed
        if item.unit == was.unit and math.isclose(item.value, was.value, rel_tol=1e-9)
    }
    return _with_figures(brief, figures) if figures else brief


def _with_figures(brief: Brief, figures: Mapping[str, float]) -> Brief:
    changed = tuple(
        item.model_copy(
            update={"value": tidy_number(figures[item.name]), "text": f"{figures[item.name]:g} {item.subject}".strip()}
        )
        if item.name in figures
        else item
        for item in brief.quantities
    )
    return brief.model_copy(update={"quantities": changed})


def _moved(draft: Draft, moves: Mapping[str, str]) -> Draft:
    entities = tuple(
        item.model_copy(update={"store": moves[item.store], "origin": BY_USER})
        if item.store is not None and item.store in moves
        else item
        for item in draft.entities
    )
    return draft.model_copy(update={"entities": entities})


def new_errors(before: Design, after: Design) -> tuple[str, ...]:
    """Return a line for each open finding of severity error that was not there before."""
    known = {finding.sort_key() for finding in before.findings}
    return tuple(
        f"this brings an error: {finding.message} ({finding.rule})"
        for finding in after.findings
        if _is_error(finding) and finding.sort_key() not in known
    )


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and finding.is_open
