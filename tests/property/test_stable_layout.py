"""An edit moves as little as possible: what an earlier picture has stays where it stood, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from statistics import fmean

import pytest

from designer.adapters.image import Pictures
from designer.model import Component, Connection, Design, Graph, Kind, View
from designer.model.ids import connection_id
from designer.pipeline import check
from designer.render.displacement import Displacement, displacement
from designer.render.earlier import earlier_in, earlier_of
from designer.render.placed import Placed
from designer.render.quality import measure
from designer.views import build_container_view
from tests.support.catalogs import shipped
from tests.support.references import reference

# Measured over all 36 blueprints: 21 px (add), 3 (remove) and 23 (connect) on average, 221 where it is worst; laid out
# anew it is 275 to 335 px on average. A card is 188 px wide.
MEAN_PX = 32.0
WORST_PX = 240.0


def _with(design: Design, graph: Graph) -> Design:
    return design.model_copy(update={"graph": graph, "flows": ()})


def _graph(graph: Graph, **changes: object) -> Graph:
    fields = {"components": graph.components, "connections": graph.connections, "boundaries": graph.boundaries}
    return Graph(**{**fields, **changes})  # type: ignore[arg-type]


def _link(source: str, target: str) -> Connection:
    return Connection(id=connection_id(source, target), source=source, target=target, label="asks", protocol="gRPC")


def add_component(graph: Graph) -> Graph:
    """Give one of the parts that compute a cache."""
    owner = _middle(graph)
    cache_ = Component(id="zz-added", name="Added", kind=Kind.CACHE, boundary=owner.boundary)
    links = (*graph.connections, _link(owner.id, cache_.id))
    return _graph(graph, components=(*graph.components, cache_), connections=links)


def remove_component(graph: Graph) -> Graph:
    gone = graph.components[len(graph.components) // 2].id
    return _graph(
        graph,
        components=tuple(part for part in graph.components if part.id != gone),
        connections=tuple(link for link in graph.connections if gone not in (link.source, link.target)),
    )


def rename_component(graph: Graph) -> Graph:
    owner = _middle(graph)
    renamed = owner.model_copy(update={"name": "A name that is much longer than any that stood there before"})
    return _graph(graph, components=tuple(renamed if part.id == owner.id else part for part in graph.components))


def add_connection(graph: Graph) -> Graph:
    known = {frozenset((link.source, link.target)) for link in graph.connections}
    source, target = next(
        (one.id, other.id)
        for one in (_middle(graph), *graph.components)
        for other in reversed(graph.components)
        if one.id != other.id and frozenset((one.id, other.id)) not in known
    )
    return _graph(graph, connections=(*graph.connections, _link(source, target)))


def _middle(graph: Graph) -> Component:
    computing = [part for part in graph.components if part.kind.family.value == "compute"] or list(graph.components)
    return computing[len(computing) // 2]


@cache
def _before(blueprint_id: str) -> tuple[Design, Placed]:
    catalog = shipped()
    design = check(reference(catalog.by_id[blueprint_id], catalog)).model_copy(update={"flows": ()})
    return design, Pictures().arranged(view_of(design)).placed


def view_of(design: Design) -> View:
    return build_container_view(design, shipped())


def moves(blueprint_id: str, edit: Callable[[Graph], Graph]) -> tuple[Displacement, Placed]:
    design, before = _before(blueprint_id)
    view = view_of(_with(design, edit(design.graph)))
    after = Pictures(after={"container": earlier_of(before)}).arranged(view).placed
    return displacement(before, after), after


ALL = sorted(blueprint.id for blueprint in shipped().blueprints)
EDITS = (add_component, remove_component, add_connection)


@pytest.mark.parametrize("blueprints", [ALL[::4], pytest.param(ALL, marks=pytest.mark.slow)], ids=["some", "all"])
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_moves_little_of_what_it_does_not_touch(edit: Callable[[Graph], Graph], blueprints: list[str]) -> None:
    found = {key: moves(key, edit) for key in blueprints}
    assert fmean(moved.mean for moved, _ in found.values()) <= MEAN_PX
    worst = max(found, key=lambda key: found[key][0].mean)
    assert found[worst][0].mean <= WORST_PX, worst
    assert [key for key, (_, picture) in found.items() if measure(picture).flaws] == []


@pytest.mark.parametrize("blueprint_id", ALL[::6])
def test_a_name_moves_nothing(blueprint_id: str) -> None:
    moved, _ = moves(blueprint_id, rename_component)
    assert moved.moved == 0


@pytest.mark.parametrize("blueprint_id", ALL[::6])
def test_a_picture_drawn_after_itself_stays(blueprint_id: str) -> None:
    design, before = _before(blueprint_id)
    view = view_of(_with(design, add_component(design.graph)))
    first = Pictures(after={"container": earlier_of(before)})
    svg = first.svg(view)
    read = earlier_in(svg)
    assert read is not None
    assert displacement(first.arranged(view).placed, read).moved == 0
    again = Pictures(after={"container": read}).arranged(view).placed
    assert displacement(first.arranged(view).placed, again).largest <= 1.0
