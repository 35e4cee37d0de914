"""Every view of a design: one row a kind, with what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.errors import SettingsError
from designer.model.design import Design
from designer.model.finding import Severity
from designer.model.view import AnyView, SequenceView, ViewKind
from designer.views import component, data_flow, deployment, entities, failures, heat, state, threats
from designer.views.container import build_container_view
from designer.views.context import build_context_view
from designer.views.parts import is_large
from designer.views.sequence import build_sequence_view

Build = Callable[[Design, Catalog], Iterable[AnyView]]


class ViewRow(NamedTuple):
    """A kind of view: what builds those of a design, and why a design may have none."""

    kind: ViewKind
    build: Build
    missing: str = ""


def build_views(design: Design, catalog: Catalog) -> tuple[AnyView, ...]:
    """Return every view that a design has what it takes for, the most telling first.

    The container view, its parts where it is divided, one sequence for each flow that has steps, then what looks at
    the design in other ways, and last the context and the inside of each boundary.
    """
    is_divided = is_large(design)
    rows = sorted(ROWS, key=lambda row: _place(row.kind, is_divided=is_divided))
    return tuple(view for row in rows for view in row.build(design, catalog))


def build_bundle_views(design: Design, catalog: Catalog) -> tuple[AnyView, ...]:
    """Return the views that are worth a page of every reader's time: those that a bundle draws.

    The container view with its parts where it is divided, the sequences, the entities, the first state machine, and
    failures and threats where something is wrong.
    """
    kinds = [ViewKind.CONTAINER, ViewKind.SEQUENCE]
    if is_large(design):
        kinds.append(ViewKind.COMPONENT)
    found = [view for kind in kinds for view in _ROW_OF[kind].build(design, catalog)]
    found += [view for view in _ROW_OF[ViewKind.ENTITIES].build(design, catalog) if _size(view) > 1]
    found += list(_ROW_OF[ViewKind.STATE].build(design, catalog))[:1]
    found += [view for view in _ROW_OF[ViewKind.FAILURES].build(design, catalog) if _has_notes(view)]
    if any(item.is_open and item.severity is not Severity.INFO for item in design.findings):
        found += [view for view in _ROW_OF[ViewKind.THREATS].build(design, catalog) if _has_notes(view)]
    return tuple(found)


def build_view(design: Design, name: str, catalog: Catalog) -> AnyView:
    """Return a view by its id, or by its kind: the most important of a kind.

    Only views of that kind are built.

    Raises:
        SettingsError: there is no such view; the reason is told where the design lacks what the kind shows.
    """
    row = next((row for row in ROWS if name == row.kind or name.startswith(f"{row.kind}-")), None)
    if row is None:
        kinds = ", ".join(row.kind for row in ROWS)
        raise SettingsError(f"there is no view {name[:60]!r}", where="view", fix=f"use one of {kinds}")
    views = {view.id: view for view in row.build(design, catalog)}
    if name in views:
        return views[name]
    if name == row.kind and views:
        return _main(views.values(), design)
    if not views:
        raise SettingsError(
            f"the design has no {row.kind} view: {row.missing}",
            where="view",
            fix=f"use one of {', '.join(_known(design, catalog))}",
        )
    raise SettingsError(
        f"the design has no view {name[:60]!r}", where="view", fix=f"use one of {', '.join(sorted(views))}"
    )


def is_always_there(name: str) -> bool:
    """Return whether every design has the view of this name; such a view shows nothing of a blueprint."""
    return any(name == row.kind and not row.missing for row in ROWS)


def _known(design: Design, catalog: Catalog) -> list[str]:
    return [row.kind for row in ROWS if any(True for _ in row.build(design, catalog))]


def _main(views: Iterable[AnyView], design: Design) -> AnyView:
    """Return the first view, or the first of a critical flow."""
    found = list(views)
    critical = {f"sequence-{flow.id}" for flow in design.flows if flow.critical and flow.kind == "normal"}
    return next((view for view in found if isinstance(view, SequenceView) and view.id in critical), found[0])


def _sequences(design: Design, catalog: Catalog) -> Iterator[AnyView]:
    return (build_sequence_view(design, flow, catalog) for flow in design.flows if flow.steps)


def _one(build: Callable[[Design, Catalog], AnyView | None]) -> Build:
    """Return a builder of one view as one of at most one."""

    def views(design: Design, catalog: Catalog) -> tuple[AnyView, ...]:
        found = build(design, catalog)
        return () if found is None else (found,)

    return views


ROWS: tuple[ViewRow, ...] = (
    ViewRow(ViewKind.CONTAINER, _one(build_container_view)),
    ViewRow(ViewKind.SEQUENCE, _sequences, "it has no flow with steps"),
    ViewRow(ViewKind.DATA_FLOW, _one(data_flow.build_data_flow_view), data_flow.MISSING),
    ViewRow(ViewKind.DEPLOYMENT, _one(deployment.build_deployment_view), deployment.MISSING),
    ViewRow(ViewKind.ENTITIES, _one(entities.build_entities_view), entities.MISSING),
    ViewRow(ViewKind.STATE, state.build_state_views, state.MISSING),
    ViewRow(ViewKind.HEAT, _one(heat.build_heat_view), heat.MISSING),
    ViewRow(ViewKind.FAILURES, _one(failures.build_failures_view), failures.MISSING),
    ViewRow(ViewKind.THREATS, _one(threats.build_threats_view), threats.MISSING),
    ViewRow(ViewKind.CONTEXT, _one(build_context_view)),
    ViewRow(ViewKind.COMPONENT, component.build_component_views, component.MISSING),
)
"""Every kind of view of one design; the difference of two has a builder of its own."""

_ROW_OF = {row.kind: row for row in ROWS}


def _place(kind: ViewKind, *, is_divided: bool) -> int:
    """Return where a kind stands among the views: the parts of a divided picture directly behind it."""
    if kind is ViewKind.COMPONENT and is_divided:
        return 0
    return [row.kind for row in ROWS].index(kind)


def _size(view: AnyView) -> int:
    return 0 if isinstance(view, SequenceView) else len(view.nodes)


def _has_notes(view: AnyView) -> bool:
    return not isinstance(view, SequenceView) and bool(view.notes)
