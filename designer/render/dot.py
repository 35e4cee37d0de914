"""View to DOT: a portable export for any Graphviz, not the input of our own layout."""

from __future__ import annotations

from collections.abc import Iterator

from designer.model.base import slugify
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView, SequenceView, View, ViewEdge, ViewGroup, ViewNode
from designer.render.escape import dot_string
from designer.render.outline import (
    INK,
    LINE,
    MUTED,
    PAINT,
    TONES,
    Mark,
    Paint,
    card_lines,
    edge_text,
    group_name,
    message_text,
    node_keys,
    row_line,
    view_title,
    walk,
    with_notes,
)
from designer.render.theme import LIGHT, ink_on

SHAPES: dict[Kind, str] = {
    Kind.PERSON: "ellipse",
    Kind.WEB_CLIENT: "ellipse",
    Kind.MOBILE_CLIENT: "ellipse",
    Kind.CLIENT_SDK: "ellipse",
    Kind.DEVICE: "ellipse",
    Kind.DNS: "hexagon",
    Kind.CDN: "hexagon",
    Kind.LOAD_BALANCER: "hexagon",
    Kind.API_GATEWAY: "hexagon",
    Kind.WAF: "hexagon",
    Kind.SERVICE: "box",
    Kind.WORKER: "box",
    Kind.FUNCTION: "box",
    Kind.SCHEDULER: "box",
    Kind.WORKFLOW_ENGINE: "box",
    Kind.STREAM_PROCESSOR: "box",
    Kind.BATCH_JOB: "box",
    Kind.MODEL_SERVER: "box",
    Kind.RELATIONAL_DB: "cylinder",
    Kind.DOCUMENT_DB: "cylinder",
    Kind.WIDE_COLUMN_DB: "cylinder",
    Kind.KEY_VALUE_STORE: "cylinder",
    Kind.GRAPH_DB: "cylinder",
    Kind.TIME_SERIES_DB: "cylinder",
    Kind.SEARCH_INDEX: "cylinder",
    Kind.VECTOR_INDEX: "cylinder",
    Kind.CACHE: "cylinder",
    Kind.OBJECT_STORE: "folder",
    Kind.DATA_WAREHOUSE: "cylinder",
    Kind.FEATURE_STORE: "cylinder",
    Kind.QUEUE: "cds",
    Kind.EVENT_LOG: "cds",
    Kind.IDENTITY_PROVIDER: "octagon",
    Kind.SECRET_STORE: "octagon",
    Kind.CONFIG_SERVICE: "octagon",
    Kind.COORDINATION_SERVICE: "octagon",
    Kind.OBSERVABILITY: "octagon",
    Kind.EXTERNAL_SYSTEM: "component",
}
"""Graphviz's shape of a card, by kind."""

# `color="a:b"` would draw the double line of a replication, but splits at the colon in some readers.
_LINES: dict[Mode, str] = {
    Mode.SYNC: f'color="{LINE}"',
    Mode.ASYNC: f'color="{PAINT[Family.MESSAGING].line}", style=dashed',
    Mode.REPLICATION: f'color="{PAINT[Family.DATA].line}", dir=both, arrowtail=dot',
}


def render_dot(view: AnyView) -> str:
    """Return a view as DOT text, with a final newline."""
    lines = _sequence(view) if isinstance(view, SequenceView) else _clusters(with_notes(view))
    return "\n".join(["digraph {", *(f"  {line}" for line in lines), "}"]) + "\n"


def _defaults(title: str, direction: str) -> Iterator[str]:
    yield (
        f"graph [label={dot_string(view_title(title))}, labelloc=t, fontname=Helvetica, fontsize=18, "
        f'rankdir={direction}, nodesep=0.5, ranksep=0.7, charset="UTF-8"];'
    )
    yield f'node [fontname=Helvetica, fontsize=11, fontcolor="{INK}", margin="0.2,0.1"];'
    yield f'edge [fontname=Helvetica, fontsize=9, fontcolor="{LINE}", arrowsize=0.7];'


def _clusters(view: View) -> Iterator[str]:
    yield from _defaults(view.title, "TB")
    for event in walk(view):
        indent = "  " * event.depth
        if event.node is not None:
            yield f"{indent}{event.key} [{_card(event.node)}];"
        elif event.mark is Mark.OPEN and event.group is not None:
            yield f"{indent}subgraph cluster_{event.key} {{"
            yield f"{indent}  label={dot_string(group_name(event.group))}; {_outline(event.group)}; fontsize=11;"
        else:
            yield f"{indent}}}"
    keys = node_keys(view.nodes)
    for edge in view.edges:
        yield f"{keys[edge.source]} -> {keys[edge.target]} [{_edge(edge)}];"


def _outline(group: ViewGroup) -> str:
    return f'style=dashed; color="{INK}"; penwidth=2' if group.is_trust else f'style=dashed; color="{MUTED}"'


def _card(node: ViewNode) -> str:
    if node.rows:
        paint = PAINT[node.family]
        words = dot_string(card_lines(node)[0], *map(row_line, node.rows))
        return f'label={words}, shape=box, style=filled, fillcolor="{paint.fill}", color="{paint.line}"'
    if node.stage:
        return _state(node)
    paint = TONES[node.tone] if node.tone else PAINT[node.family]
    if node.is_muted:
        paint = Paint(MUTED, LIGHT.card)
    style = "filled,dashed" if node.family is Family.EXTERNAL else "filled"
    return (
        f"label={dot_string(*card_lines(node))}, shape={SHAPES[node.kind]}, "
        f'style="{style}", fillcolor="{paint.fill}", color="{paint.line}"'
        + (f', fontcolor="{MUTED if node.is_muted else ink_on(paint.fill)}"' if node.tone or node.is_muted else "")
        + (f', URL="{slugify(node.link, fallback="view")}.svg"' if node.link else "")
    )


def _state(node: ViewNode) -> str:
    if node.stage == "start":
        return f'label="", shape=circle, width=0.25, style=filled, fillcolor="{INK}"'
    double = ", peripheries=2" if node.stage == "end" else ""
    return f'label={dot_string(card_lines(node)[0])}, shape=box, style=rounded, color="{LINE}"{double}'


def _edge(edge: ViewEdge) -> str:
    text = edge_text(edge)
    label = f"label={dot_string(text)}, " if text else ""
    width = ", penwidth=2.5" if edge.is_critical and not edge.is_muted else ""
    if edge.tone or edge.is_muted:
        dashes = ", style=dashed" if edge.mode is Mode.ASYNC else ""
        return f'{label}color="{LIGHT.tones.get(edge.tone, MUTED)}"{dashes}{width}'
    return f"{label}{_LINES[edge.mode]}{width}"


def _sequence(view: SequenceView) -> Iterator[str]:
    """Yield participants side by side and one numbered edge per message."""
    yield from _defaults(view.title, "LR")
    keys = node_keys(view.participants, "p")
    for node in view.participants:
        yield f"{keys[node.id]} [{_card(node)}];"
    for number, message in enumerate(view.messages, start=1):
        label = dot_string(f"{number}. {message_text(message)}".rstrip())
        style = ", style=dashed" if message.is_async or message.is_reply else ""
        # A reply that took part in the ranking would put the caller to the right of what it calls.
        free = ", constraint=false" if message.is_reply else ""
        yield f"{keys[message.source]} -> {keys[message.target]} [label={label}{style}{free}];"
