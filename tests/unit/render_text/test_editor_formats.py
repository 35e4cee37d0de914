"""Files for editors: draw.io and Excalidraw show what our layout placed, and names stay text.

The editors' own programs do not run in a test: structure is checked, and draw.io files are read back by our importer.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from designer.adapters.image import Pictures
from designer.api import default_catalog
from designer.importing.drawio import read_drawio
from designer.importing.source import Source
from designer.model import AnyView, Kind, SequenceView, View
from designer.model.base import slugify
from designer.render.drawio import render_drawio
from designer.render.drawio_cells import shape_style
from designer.render.escape import one_line
from designer.render.excalidraw import render_excalidraw
from designer.render.layout_sequence import PlacedSequence
from designer.render.placed import Placed
from designer.render.routes import routes_of
from tests.support.blueprint_views import blueprint_views, placed
from tests.support.hostile_views import OWN_VIEWS
from tests.unit.render_text.sample_views import sample_sequence, sample_view

ICON = "data:image/png;base64,iVBORw0KGgo="
BLUEPRINTS = [blueprint.id for blueprint in default_catalog().blueprints]
VIEWS: dict[str, AnyView] = OWN_VIEWS
GRAPHS = [name for name, view in VIEWS.items() if isinstance(view, View)]


def page_of(text: str, number: int = 0) -> ElementTree.Element:
    """Return the root of one page of a draw.io file."""
    root = ElementTree.fromstring(text).findall("diagram")[number].find("mxGraphModel/root")
    assert root is not None
    return root


def cells_of(text: str) -> dict[str, tuple[ElementTree.Element, ElementTree.Element]]:
    """Return each thing of the first page by its id: the element that carries the id, and its cell."""
    found: dict[str, tuple[ElementTree.Element, ElementTree.Element]] = {}
    for element in page_of(text):
        cell = element if element.tag == "mxCell" else element.find("mxCell")
        assert cell is not None
        key = element.get("id") or ""
        assert key not in found
        found[key] = (element, cell)
    return found


def corner_of(key: str, cells: dict[str, tuple[ElementTree.Element, ElementTree.Element]]) -> tuple[float, float]:
    """Return where a shape stands on the page: places count from what holds the shape."""
    x = y = 0.0
    while key and cells[key][1].get("vertex") == "1":
        box = cells[key][1].find("mxGeometry")
        assert box is not None
        x, y = x + float(box.get("x") or 0), y + float(box.get("y") or 0)
        key = cells[key][1].get("parent") or ""
    return x, y


def drawn(view: AnyView) -> str:
    return render_drawio([placed(view)], {})


@pytest.mark.parametrize("name", VIEWS)
def test_drawio_cells_hang_together(name: str) -> None:
    view = VIEWS[name]
    cells = cells_of(drawn(view))
    for key, (_, cell) in cells.items():
        for end in ("parent", "source", "target"):
            assert cell.get(end) is None or cell.get(end) in cells, key
    parts = [element.get("part") for element, _ in cells.values()]
    cards = view.participants if isinstance(view, SequenceView) else view.nodes
    lines = view.messages if isinstance(view, SequenceView) else view.edges
    assert parts.count("component") == len(cards)
    assert parts.count("connection") + parts.count("message") == len(lines)
    assert parts.count("title") == 1
    assert parts.count("boundary") == (0 if isinstance(view, SequenceView) else len(view.groups))


class _Tags(HTMLParser):
    """Collects the tags of a label."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert {name for name, _ in attrs} <= {"color", "style"}


@pytest.mark.parametrize("name", VIEWS)
def test_names_add_no_markup_and_no_style_to_drawio(name: str) -> None:
    words = re.compile(r"^(?:[a-zA-Z]+=[\w#.,+/=: -]*;|text;|ellipse;)*$")
    for element, cell in cells_of(drawn(VIEWS[name])).values():
        tags = _Tags()
        tags.feed(element.get("label") or "")
        assert tags.found <= {"b", "br", "font"}
        assert words.match(cell.get("style") or ""), cell.get("style")
        assert not {"link", "placeholders", "tooltip"} & set(element.attrib)


@pytest.mark.parametrize("name", GRAPHS)
def test_drawio_shows_cards_and_boundaries_where_the_layout_put_them(name: str) -> None:
    page = placed(VIEWS[name])
    assert isinstance(page, Placed)
    cells = cells_of(drawn(VIEWS[name]))
    at = {element.get("key"): corner_of(key, cells) for key, (element, _) in cells.items() if element.get("key")}
    for key, rect in [
        *((one_line(card.node.id), card.rect) for card in page.nodes),
        *((group.group.id, group.rect) for group in page.groups),
    ]:
        assert at[key] == pytest.approx((rect.x + 40, rect.y + 100), abs=0.02)


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_every_connection_of_a_blueprint_is_routed_from_card_to_card(name: str) -> None:
    view, _ = blueprint_views()[name]
    page = placed(view)
    assert isinstance(page, Placed)
    rects = {card.node.id: card.rect.grown(8) for card in page.nodes}
    routes = routes_of(page)
    assert [route.edge for route in routes] == list(view.edges)
    tapped = {edge.id for card in page.nodes for edge in card.taps}
    for route in routes:
        assert bool(route.path) != (route.edge.id in tapped)
        if not route.path:
            continue
        for point, rect in ((route.path[0], rects[route.edge.source]), (route.path[-1], rects[route.edge.target])):
            assert rect.x <= point[0] <= rect.right
            assert rect.y <= point[1] <= rect.bottom
        for a, b in zip(route.path, route.path[1:], strict=False):
            assert min(abs(a[0] - b[0]), abs(a[1] - b[1])) < 0.01
    said = [route for route in routes if route.words]
    assert len(said) == len(page.labels)


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_drawio_read_back_is_the_same_system(name: str) -> None:
    view, _ = blueprint_views()[name]
    found = read_drawio(Source("a.drawio", {"a.drawio": drawn(view)}), default_catalog())
    graph = found.draft.graph
    assert found.unread == ()
    assert found.draft.title == view.title
    assert sorted(
        (
            part.id,
            part.name,
            part.kind,
            part.technology or part.kind.label,
            part.boundary,
            part.replicas,
            part.description,
        )
        for part in graph.components
    ) == sorted(
        (node.id, node.name, node.kind, node.technology, node.group, node.replicas, " ".join(node.description.split()))
        for node in view.nodes
    )
    assert sorted(
        (link.id, link.source, link.target, link.label, link.protocol, link.mode) for link in graph.connections
    ) == sorted((edge.id, edge.source, edge.target, edge.label, edge.protocol, edge.mode) for edge in view.edges)
    assert {(line.id, line.name, line.parent) for line in graph.boundaries} == {
        (group.id, group.name, group.parent) for group in view.groups
    }


@pytest.mark.parametrize("name", GRAPHS)
def test_drawio_read_back_keeps_hostile_names(name: str) -> None:
    view = VIEWS[name]
    assert isinstance(view, View)
    graph = read_drawio(Source("a.drawio", {"a.drawio": drawn(view)}), default_catalog()).draft.graph
    assert {part.id: part.name for part in graph.components} == {
        slugify(node.id): one_line(node.name, 20_000) or node.kind.label for node in view.nodes
    }
    assert len(graph.connections) == len(view.edges)


def test_a_label_changed_in_drawio_wins_over_what_was_exported() -> None:
    text = drawn(sample_view())
    changed = text.replace("&lt;b&gt;API gateway&lt;/b&gt;", "&lt;b&gt;Front door&lt;/b&gt;").replace(
        'label="route&lt;br&gt;', 'label="pass on&lt;br&gt;'
    )
    assert changed.count("Front door") == changed.count("pass on") == 1
    graph = read_drawio(Source("a.drawio", {"a.drawio": changed}), default_catalog()).draft.graph
    gateway = graph.by_id["gateway"]
    assert (gateway.name, gateway.kind, gateway.technology) == ("Front door", Kind.API_GATEWAY, "Kong")
    assert any(link.label.startswith("pass on") for link in graph.connections)


def test_drawio_has_a_page_for_each_view_and_packs_none() -> None:
    text = render_drawio([placed(sample_view()), placed(sample_sequence())], {})
    pages = ElementTree.fromstring(text).findall("diagram")
    assert [page.get("name") for page in pages] == ["container", "sequence-open"]
    layers = [cell.get("value") for cell in page_of(text) if cell.get("parent") == "0"]
    assert layers == ["Boundaries and the components in them", "Components outside boundaries", "Connections"]
    heads = [cell for cell in page_of(text, 1).iter("mxCell") if "umlLifeline" in (cell.get("style") or "")]
    assert len(heads) == 3


def test_drawio_shows_icons_and_own_shapes() -> None:
    view = sample_view()
    nodes = tuple(node.model_copy(update={"icon": "a/b.png"} if node.id == "links" else {}) for node in view.nodes)
    cells = cells_of(render_drawio([placed(view.model_copy(update={"nodes": nodes}))], {"a/b.png": ICON}))
    keys = {element.get("key"): key for key, (element, _) in cells.items()}
    assert "image=data:image/png,iVBORw0KGgo=;" in (cells[f"{keys['links']}-icon"][1].get("style") or "")
    assert "image=data:image/svg+xml," in (cells[f"{keys['copy']}-icon"][1].get("style") or "")
    assert "shape=cylinder3" in (cells[keys["links"]][1].get("style") or "")
    assert len({shape_style(kind) for kind in Kind}) >= 8


def test_drawio_and_excalidraw_are_the_same_for_every_run() -> None:
    view = sample_view()
    again = Pictures(deadline_s=5.0).placed(view)
    assert render_drawio([again], {}) == drawn(view)
    assert render_excalidraw(again, {}) == render_excalidraw(placed(view), {})


POINT = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
BINDING = {
    "type": ["object", "null"],
    "required": ["elementId", "focus", "gap"],
    "properties": {"elementId": {"type": "string"}, "focus": {"type": "number"}, "gap": {"type": "number"}},
}
SCENE = {
    "type": "object",
    "required": ["type", "version", "source", "elements", "appState", "files"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "excalidraw"},
        "version": {"const": 2},
        "source": {"type": "string"},
        "appState": {"type": "object"},
        "files": {
            "type": "object",
            "additionalProperties": {
                "required": ["mimeType", "id", "dataURL", "created", "lastRetrieved"],
                "properties": {
                    "mimeType": {"enum": ["image/png", "image/svg+xml"]},
                    "dataURL": {"pattern": "^data:image/(png|svg\\+xml);base64,[A-Za-z0-9+/=]+$"},
                },
            },
        },
        "elements": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    *("id", "type", "x", "y", "width", "height", "angle", "strokeColor", "backgroundColor"),
                    *("fillStyle", "strokeWidth", "strokeStyle", "roughness", "opacity", "groupIds", "frameId"),
                    *("roundness", "seed", "version", "versionNonce", "isDeleted", "boundElements", "updated"),
                    *("link", "locked"),
                ],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "type": {"enum": ["rectangle", "ellipse", "arrow", "line", "text", "image"]},
                    **{name: {"type": "number"} for name in ("x", "y", "angle", "strokeWidth", "opacity")},
                    **{name: {"type": "number", "minimum": 0} for name in ("width", "height")},
                    **{name: {"type": "integer", "minimum": 1} for name in ("seed", "versionNonce", "version")},
                    "strokeStyle": {"enum": ["solid", "dashed", "dotted"]},
                    "link": {"type": "null"},
                    "boundElements": {
                        "type": "array",
                        "items": {"required": ["id", "type"], "properties": {"type": {"enum": ["arrow", "text"]}}},
                    },
                },
                "allOf": [
                    {
                        "if": {"properties": {"type": {"const": "text"}}},
                        "then": {
                            "required": ["text", "originalText", "fontSize", "fontFamily", "textAlign", "containerId"],
                            "properties": {"fontFamily": {"const": 2}, "fontSize": {"minimum": 10}},
                        },
                    },
                    {
                        "if": {"properties": {"type": {"const": "arrow"}}},
                        "then": {
                            "required": ["points", "startBinding", "endBinding", "endArrowhead"],
                            "properties": {
                                "points": {"type": "array", "items": POINT, "minItems": 2},
                                "startBinding": BINDING,
                                "endBinding": BINDING,
                            },
                        },
                    },
                    {"if": {"properties": {"type": {"const": "image"}}}, "then": {"required": ["fileId", "scale"]}},
                ],
            },
        },
    },
}
"""What the documentation of Excalidraw's format says of the elements that we write."""


def scene_of(view: AnyView) -> dict[str, Any]:
    scene = json.loads(render_excalidraw(placed(view), {}))
    jsonschema.validate(scene, SCENE)
    return dict(scene)


def check_bindings(scene: dict[str, Any]) -> None:
    """Whatever names an element names one that is there and that knows of it."""
    elements = {element["id"]: element for element in scene["elements"]}
    assert len(elements) == len(scene["elements"])
    for key, element in elements.items():
        holders = [element.get("containerId")]
        holders += [(element.get(end) or {}).get("elementId") for end in ("startBinding", "endBinding")]
        for holder in filter(None, holders):
            assert {"id": key, "type": element["type"]} in elements[holder]["boundElements"]
        for bound in element["boundElements"]:
            assert elements[bound["id"]]["type"] == bound["type"]
        if element["type"] == "image":
            assert element["fileId"] in scene["files"]


@pytest.mark.parametrize("name", VIEWS)
def test_excalidraw_scene_is_well_formed_and_bound(name: str) -> None:
    view = VIEWS[name]
    scene = scene_of(view)
    check_bindings(scene)
    arrows = [element for element in scene["elements"] if element["type"] == "arrow"]
    lines = view.messages if isinstance(view, SequenceView) else view.edges
    assert len(arrows) == len(lines)
    if isinstance(view, View):
        assert all(arrow["startBinding"] and arrow["endBinding"] for arrow in arrows)
    cards = [element for element in scene["elements"] if element.get("customData", {}).get("part") == "component"]
    assert len(cards) == len(view.participants if isinstance(view, SequenceView) else view.nodes)


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_excalidraw_shows_all_of_a_blueprint(name: str) -> None:
    view, sequence = blueprint_views()[name]
    scene = scene_of(view)
    check_bindings(scene)
    facts = [element["customData"] for element in scene["elements"] if "customData" in element]
    reports = [report for fact in facts for report in fact.get("reports", [])]
    told = {fact["key"] for fact in [*facts, *reports] if fact["part"] == "connection"}
    assert told == {edge.id for edge in view.edges}
    page = placed(sequence)
    assert isinstance(page, PlacedSequence)
    check_bindings(scene_of(sequence))
