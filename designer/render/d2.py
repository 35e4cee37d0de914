"""View to D2: containers per boundary, or a sequence diagram."""

from __future__ import annotations

from collections.abc import Iterator

from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView, Message, SequenceView, View, ViewEdge, ViewNode
from designer.render.escape import d2_string
from designer.render.outline import (
    INK,
    LINE,
    MUTED,
    PAINT,
    Mark,
    card_lines,
    edge_text,
    group_name,
    message_text,
    node_keys,
    view_title,
    walk,
)

SHAPES: dict[Kind, str] = {
    Kind.PERSON: "person",
    Kind.WEB_CLIENT: "oval",
    Kind.MOBILE_CLIENT: "oval",
    Kind.CLIENT_SDK: "oval",
    Kind.DEVICE: "oval",
    Kind.DNS: "hexagon",
    Kind.CDN: "hexagon",
    Kind.LOAD_BALANCER: "hexagon",
    Kind.API_GATEWAY: "hexagon",
    Kind.WAF: "hexagon",
    Kind.SERVICE: "rectangle",
    Kind.WORKER: "rectangle",
    Kind.FUNCTION: "rectangle",
    Kind.SCHEDULER: "rectangle",
    Kind.WORKFLOW_ENGINE: "step",
    Kind.STREAM_PROCESSOR: "step",
    Kind.BATCH_JOB: "step",
    Kind.MODEL_SERVER: "rectangle",
    Kind.RELATIONAL_DB: "cylinder",
    Kind.DOCUMENT_DB: "cylinder",
    Kind.WIDE_COLUMN_DB: "cylinder",
    Kind.KEY_VALUE_STORE: "cylinder",
    Kind.GRAPH_DB: "cylinder",
    Kind.TIME_SERIES_DB: "cylinder",
    Kind.SEARCH_INDEX: "cylinder",
    Kind.VECTOR_INDEX: "cylinder",
    Kind.CACHE: "cylinder",
    Kind.OBJECT_STORE: "stored_data",
    Kind.DATA_WAREHOUSE: "cylinder",
    Kind.FEATURE_STORE: "cylinder",
    Kind.QUEUE: "queue",
    Kind.EVENT_LOG: "queue",
    Kind.IDENTITY_PROVIDER: "rectangle",
    Kind.SECRET_STORE: "rectangle",
    Kind.CONFIG_SERVICE: "rectangle",
    Kind.COORDINATION_SERVICE: "rectangle",
    Kind.OBSERVABILITY: "rectangle",
    Kind.EXTERNAL_SYSTEM: "package",
}
"""D2's shape of a card, by kind."""

_LINES: dict[Mode, str] = {
    Mode.SYNC: f'style.stroke: "{LINE}"',
    Mode.ASYNC: f'style.stroke: "{PAINT[Family.MESSAGING].line}"; style.stroke-dash: 4',
    Mode.REPLICATION: f'style.stroke: "{PAINT[Family.DATA].line}"; style.stroke-width: 4',
}
_CRITICAL = "critical: {style.stroke-width: 4}"


def render_d2(view: AnyView) -> str:
    """Return a view as D2 text, with a final newline."""
    lines = _sequence(view) if isinstance(view, SequenceView) else _containers(view)
    return "\n".join(lines) + "\n"


def _containers(view: View) -> Iterator[str]:
    yield "direction: down"
    yield from _classes(view)
    yield f"title: {d2_string(view_title(view.title))} {{shape: text; near: top-center; style.font-size: 24}}"
    paths: dict[str, str] = {}
    above: list[str] = []
    for event in walk(view):
        indent = "  " * event.depth
        if event.node is not None:
            paths[event.node.id] = ".".join([*above, event.key])
            yield f"{indent}{event.key}: {_card(event.node)}"
        elif event.mark is Mark.OPEN and event.group is not None:
            above.append(event.key)
            yield f"{indent}{event.key}: {d2_string(group_name(event.group))} {{"
            yield f"{indent}  class: boundary"
        else:
            above.pop()
            yield f"{indent}}}"
    for edge in view.edges:
        yield f"{paths[edge.source]} -> {paths[edge.target]}{_edge(edge)}"


def _classes(view: View) -> Iterator[str]:
    yield "classes: {"
    for family in sorted({node.family for node in view.nodes}):
        paint = PAINT[family]
        dashes = "; style.stroke-dash: 5" if family is Family.EXTERNAL else ""
        colours = f'style.fill: "{paint.fill}"; style.stroke: "{paint.line}"; style.font-color: "{INK}"'
        yield f"  {family}: {{{colours}{dashes}}}"
    if view.groups:
        yield f'  boundary: {{style.fill: transparent; style.stroke: "{MUTED}"; style.stroke-dash: 3}}'
    for mode in sorted({edge.mode for edge in view.edges}):
        yield f"  {mode}: {{{_LINES[mode]}}}"
    if any(edge.is_critical for edge in view.edges):
        yield f"  {_CRITICAL}"
    yield "}"


def _card(node: ViewNode) -> str:
    copies = "; style.multiple: true" if node.replicas > 1 else ""
    return f"{d2_string(*card_lines(node))} {{class: {node.family}; shape: {SHAPES[node.kind]}{copies}}}"


def _edge(edge: ViewEdge) -> str:
    text = edge_text(edge)
    classes = f"[{edge.mode}; critical]" if edge.is_critical else str(edge.mode)
    return f": {d2_string(text)} {{class: {classes}}}" if text else f": {{class: {classes}}}"


def _sequence(view: SequenceView) -> Iterator[str]:
    keys = node_keys(view.participants, "p")
    yield f"s: {d2_string(view_title(view.title))} {{"
    yield "  shape: sequence_diagram"
    for node in view.participants:
        shape = " {shape: person}" if node.kind is Kind.PERSON else ""
        yield f"  {keys[node.id]}: {d2_string(card_lines(node)[0])}{shape}"
    for message in view.messages:
        yield f"  {keys[message.source]} -> {keys[message.target]}{_message(message)}"
    yield "}"


def _message(message: Message) -> str:
    text = message_text(message)
    style = " {style.stroke-dash: 4}" if message.is_async or message.is_reply else ""
    return f": {d2_string(text)}{style}" if text or style else ""
