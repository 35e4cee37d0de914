"""Write rows of vertices as DOT for the layout engine, and read the places back.

Ids are generated; no text of a user reaches the engine. Several graphs go through one call.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

from designer.errors import LayoutError
from designer.render.layout_layers import NONE, Layers, Vertex

_POINTS_PER_INCH = 72
GROUP_MARGIN = {"down": 8, "right": 18}
_HEAD = """digraph {{
graph [newrank=true splines=none nodesep=0.02 ranksep=0.2 mclimit=4 ratio=compress size="6,100"]
node [shape=box fixedsize=true label="" style=invis height=0.1]
edge [style=invis arrowhead=none]
"""


def write_dot(layers: Layers) -> str:
    """Return one DOT graph whose nodes `n0`, `n1`... are the vertices."""
    numbers = range(len(layers.vertices))
    members: dict[int, list[int]] = {}
    for number in numbers:
        members.setdefault(layers.vertices[number].group, []).append(number)
    lines = [_HEAD.format()]
    lines += _group_lines(layers, members)
    by_row: dict[int, list[int]] = {}
    for number in numbers:
        by_row.setdefault(layers.vertices[number].row, []).append(number)
    lines += ["{rank=same " + " ".join(f"n{number}" for number in by_row[row]) + "}" for row in sorted(by_row)]
    lines += [f"n{a}->n{b} [weight={link_weight(layers, a, b, net)}]" for a, b, net in layers.links]
    lines += [f"n{a}->n{b} [weight=0]" for a, b in _spine(by_row, layers)]
    return "\n".join((*lines, "}", ""))


def _group_lines(layers: Layers, members: dict[int, list[int]]) -> list[str]:
    lines = [_node_line(layers.vertices[number], number) for number in members.get(NONE, ())]
    children: dict[int, list[int]] = {}
    for number, group in enumerate(layers.groups):
        children.setdefault(group.parent, []).append(number)
    stack = [(number, False) for number in reversed(children.get(NONE, []))]
    while stack:
        number, is_done = stack.pop()
        if is_done:
            lines.append("}")
            continue
        lines.append(f"subgraph cluster_{number} {{ margin={GROUP_MARGIN[layers.direction]}")
        lines += [_node_line(layers.vertices[one], one) for one in members.get(number, ())]
        stack.append((number, True))
        stack += [(child, False) for child in reversed(children.get(number, []))]
    return lines


def _node_line(vertex: Vertex, number: int) -> str:
    return f"n{number} [width={2 * vertex.half / _POINTS_PER_INCH:.3f}]"


def link_weight(layers: Layers, a: int, b: int, net: int) -> int:
    """Return how much the link wants to be straight: bends more than cards, the critical flow most."""
    bends = (layers.vertices[a].card == NONE) + (layers.vertices[b].card == NONE)
    return (2, 4, 12)[bends] * (3 if layers.nets[net].is_critical else 1)


def _spine(by_row: dict[int, list[int]], layers: Layers) -> list[tuple[int, int]]:
    """Return links that keep rows in their order where no connection does."""
    rows = sorted(by_row)
    linked = {layers.vertices[a].row for a, _, _ in layers.links}
    return [(by_row[row][0], by_row[below][0]) for row, below in pairwise(rows) if row not in linked]


def read_places(text: str, sizes: Sequence[int]) -> list[list[float]]:
    """Return, for each graph of the engine's JSON, the place of each vertex along its row.

    Args:
        text: the JSON objects of all graphs, one after the other.
        sizes: the number of vertices of each graph.

    Raises:
        LayoutError: the text is not what the engine writes for these graphs.
    """
    decoder = json.JSONDecoder()
    found: list[list[float]] = []
    place = 0
    try:
        for size in sizes:
            graph, place = decoder.raw_decode(text, place)
            place += len(text[place:]) - len(text[place:].lstrip())
            found.append(_places(graph, size))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise LayoutError("the layout engine gave no usable places", where="layout", fix="try again") from error
    return found


def _places(graph: dict[str, object], size: int) -> list[float]:
    objects = graph["objects"]
    if not isinstance(objects, list):
        raise TypeError("objects")
    by_name = {item["name"]: item["pos"] for item in objects if "pos" in item}
    return [float(str(by_name[f"n{number}"]).partition(",")[0]) for number in range(size)]
