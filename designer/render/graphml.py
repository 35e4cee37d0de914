"""View to GraphML: typed data keys, nested graphs for boundaries, and labels where yEd looks for them.

Source: GraphML primer, http://graphml.graphdrawing.org/primer/graphml-primer.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.model.kinds import Family
from designer.model.view import AnyView, Message, SequenceView, View, ViewEdge, ViewGroup, ViewNode
from designer.render.escape import one_line
from designer.render.facts import node_facts
from designer.render.outline import INK, MUTED, PAINT, Mark, card_lines, edge_text, message_text, node_keys, walk
from designer.render.xml_text import LONG, attributes, xml_text


class _Key(NamedTuple):
    """A data key: `domain` says what carries it."""

    name: str
    type: str
    domain: str

    @property
    def id(self) -> str:
        return f"{self.domain[0]}_{self.name}"


_OVERLAYS = ("figure", "badges", "fields", "stage", "details")

# Not called "label": readers of the looks below, networkx among them, put the words of the picture there.
_KEYS: tuple[_Key, ...] = (
    _Key("title", "string", "graph"),
    _Key("subtitle", "string", "graph"),
    _Key("view", "string", "graph"),
    _Key("id", "string", "node"),
    _Key("name", "string", "node"),
    _Key("type", "string", "node"),
    _Key("kind", "string", "node"),
    _Key("family", "string", "node"),
    _Key("technology", "string", "node"),
    _Key("description", "string", "node"),
    _Key("replicas", "int", "node"),
    _Key("critical", "boolean", "node"),
    _Key("boundary", "string", "node"),
    _Key("mark", "string", "node"),
    *(_Key(name, "string", "node") for name in _OVERLAYS),
    _Key("id", "string", "edge"),
    _Key("text", "string", "edge"),
    _Key("protocol", "string", "edge"),
    _Key("mode", "string", "edge"),
    _Key("count", "int", "edge"),
    _Key("critical", "boolean", "edge"),
    _Key("reply", "boolean", "edge"),
    _Key("step", "int", "edge"),
    _Key("mark", "string", "edge"),
)
_NAMESPACES = (
    'xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:y="http://www.yworks.com/xml/graphml" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"'
)
_DASHES = {"sync": "line", "async": "dashed", "replication": "line"}


def render_graphml(view: AnyView) -> str:
    """Return a view as GraphML, with a final newline; a sequence is a graph whose edges are numbered steps."""
    lines = _sequence(view) if isinstance(view, SequenceView) else _container(view)
    return "\n".join(_document(lines)) + "\n"


def _document(lines: Iterator[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<graphml {_NAMESPACES}>"
    for key in _KEYS:
        told = {"id": key.id, "for": key.domain, "attr.name": key.name, "attr.type": key.type}
        yield f"  <key{attributes(**told)}/>"
    yield '  <key id="y_node" for="node" yfiles.type="nodegraphics"/>'
    yield '  <key id="y_edge" for="edge" yfiles.type="edgegraphics"/>'
    yield from lines
    yield "</graphml>"


def _head(view: AnyView) -> Iterator[str]:
    yield '  <graph id="G" edgedefault="directed">'
    yield from _data("    ", "g", {"title": view.title, "subtitle": view.subtitle, "view": view.kind.value})


def _container(view: View) -> Iterator[str]:
    yield from _head(view)
    keys = node_keys(view.nodes)
    for event in walk(view):
        indent = "    " + "    " * event.depth
        if event.node is not None:
            yield from _node(indent, event.key, event.node)
        elif event.mark is Mark.OPEN and event.group is not None:
            yield from _open(indent, event.key, event.group)
        else:
            yield f"{indent}  </graph>"
            yield f"{indent}</node>"
    known = [edge for edge in view.edges if edge.source in keys and edge.target in keys]
    for number, edge in enumerate(known):
        yield from _edge(number, edge, keys)
    yield "  </graph>"


def _open(indent: str, key: str, group: ViewGroup) -> Iterator[str]:
    yield f'{indent}<node id="{key}" yfiles.foldertype="group">'
    told = {"id": group.id, "name": group.name, "type": "boundary", "boundary": group.parent or ""}
    yield from _data(indent + "  ", "n", told)
    name = xml_text(one_line(group.name, 80))
    yield (
        f'{indent}  <data key="y_node"><y:ProxyAutoBoundsNode><y:Realizers active="0"><y:GroupNode>'
        f'<y:Fill hasColor="false" transparent="false"/><y:BorderStyle color="{MUTED}" type="dashed" width="1.0"/>'
        f'<y:NodeLabel modelName="internal" modelPosition="t" textColor="{INK}">{name}</y:NodeLabel>'
        '<y:Shape type="roundrectangle"/></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>'
    )
    yield f'{indent}  <graph id="{key}:" edgedefault="directed">'


def _node(indent: str, key: str, node: ViewNode) -> Iterator[str]:
    told: dict[str, str | int | bool] = {
        "id": node.id,
        "name": node.name,
        "type": "component",
        "kind": node.kind.value,
        "family": node.family.value,
        "technology": node.technology,
        "description": node.description,
        "replicas": node.replicas,
        "critical": node.is_critical,
        "boundary": node.group or "",
        "mark": node.mark,
        **{name: value for name, value in node_facts(node).items() if name in _OVERLAYS},
    }
    yield f'{indent}<node id="{key}">'
    yield from _data(indent + "  ", "n", told)
    paint = PAINT[node.family]
    border = "dashed" if node.family is Family.EXTERNAL else "line"
    words = xml_text(card_lines(node)[0]) + "&#10;" + xml_text(card_lines(node)[1])
    shape = "ellipse" if node.family is Family.CLIENT else "roundrectangle"
    yield (
        f'{indent}  <data key="y_node"><y:ShapeNode><y:Geometry height="60.0" width="188.0"/>'
        f'<y:Fill color="{paint.fill}" transparent="false"/><y:BorderStyle color="{paint.line}" type="{border}" '
        f'width="1.5"/><y:NodeLabel textColor="{INK}">{words}</y:NodeLabel><y:Shape type="{shape}"/></y:ShapeNode></data>'
    )
    yield f"{indent}</node>"


def _edge(number: int, edge: ViewEdge, keys: dict[str, str]) -> Iterator[str]:
    told: dict[str, str | int | bool] = {
        "id": edge.id,
        "text": edge.label,
        "protocol": edge.protocol,
        "mode": edge.mode.value,
        "count": edge.count,
        "critical": edge.is_critical,
        "mark": edge.mark,
    }
    yield f'    <edge id="e{number}" source="{keys[edge.source]}" target="{keys[edge.target]}">'
    yield from _data("      ", "e", told)
    yield _line(edge_text(edge), _DASHES[edge.mode.value], 2.5 if edge.is_critical else 1.0)
    yield "    </edge>"


def _line(text: str, dashes: str, width: float) -> str:
    label = f"<y:EdgeLabel>{xml_text(text)}</y:EdgeLabel>" if text else ""
    return (
        f'      <data key="y_edge"><y:PolyLineEdge><y:LineStyle color="{INK}" type="{dashes}" width="{width}"/>'
        f'<y:Arrows source="none" target="standard"/>{label}</y:PolyLineEdge></data>'
    )


def _sequence(view: SequenceView) -> Iterator[str]:
    yield from _head(view)
    keys = node_keys(view.participants, "p")
    for node in view.participants:
        yield from _node("    ", keys[node.id], node)
    for number, message in enumerate(view.messages, start=1):
        if message.source in keys and message.target in keys:
            yield from _message(number, message, keys)
    yield "  </graph>"


def _message(number: int, message: Message, keys: dict[str, str]) -> Iterator[str]:
    told: dict[str, str | int | bool] = {
        "text": message.text,
        "protocol": message.protocol,
        "mode": "async" if message.is_async else "sync",
        "reply": message.is_reply,
        "step": number,
    }
    yield f'    <edge id="e{number}" source="{keys[message.source]}" target="{keys[message.target]}">'
    yield from _data("      ", "e", told)
    is_dashed = message.is_async or message.is_reply
    yield _line(f"{number}. {message_text(message)}".rstrip(), "dashed" if is_dashed else "line", 1.0)
    yield "    </edge>"


def _data(indent: str, domain: str, values: dict[str, str | int | bool] | dict[str, str]) -> Iterator[str]:
    for name, value in values.items():
        if value == "":
            continue
        text = str(value).lower() if isinstance(value, bool) else xml_text(one_line(str(value), LONG))
        yield f'{indent}<data key="{domain}_{name}">{text}</data>'
