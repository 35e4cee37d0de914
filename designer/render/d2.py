"""View to D2: containers per boundary, or a sequence diagram."""

from __future__ import annotations

from collections.abc import Iterator

from designer.model.base import slugify
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView, Message, SequenceView, View, ViewEdge, ViewNode
from designer.render.escape import d2_string
from designer.render.outline import (
    INK,
    LINE,
    MUTED,
    PAINT,
    TONES,
    Mark,
    card_lines,
    edge_text,
    group_name,
    message_text,
    node_keys,
    row_line,
    tones_of,
    view_title,
    walk,
    with_notes,
)
from designer.render.theme import LIGHT, ink_on

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
    lines = _sequence(view) if isinstance(view, SequenceView) else _containers(with_notes(view))
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
            yield f"{indent}  class: {'trust' if event.group.is_trust else 'boundary'}"
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
    for tone in tones_of(view):
        paint = TONES[tone]
        ink = ink_on(paint.fill)
        yield f'  tone-{tone}: {{style.fill: "{paint.fill}"; style.stroke: "{paint.line}"; style.font-color: "{ink}"}}'
    if any(node.is_muted for node in view.nodes):
        yield f'  muted: {{style.fill: "{LIGHT.card}"; style.stroke: "{MUTED}"; style.font-color: "{MUTED}"}}'
    for tone in sorted({edge.tone for edge in view.edges if edge.tone}):
        yield f'  line-{tone}: {{style.stroke: "{LIGHT.tones[tone]}"}}'
    if any(edge.is_muted for edge in view.edges):
        yield f'  quiet: {{style.stroke: "{MUTED}"}}'
    if any(group.is_trust for group in view.groups):
        yield f'  trust: {{style.fill: transparent; style.stroke: "{INK}"; style.stroke-width: 3; style.stroke-dash: 6}}'
    if view.groups:
        yield f'  boundary: {{style.fill: transparent; style.stroke: "{MUTED}"; style.stroke-dash: 3}}'
    for mode in sorted({edge.mode for edge in view.edges}):
        yield f"  {mode}: {{{_LINES[mode]}}}"
    if any(edge.is_critical and not edge.is_muted for edge in view.edges):
        yield f"  {_CRITICAL}"
    yield "}"


def _card(node: ViewNode) -> str:
    if node.rows:
        return _table(node)
    if node.stage:
        return _state(node)
    facts = [f"class: {_classes_of(node)}", f"shape: {SHAPES[node.kind]}"]
    if node.replicas > 1:
        facts.append("style.multiple: true")
    if node.link:
        facts.append(f'link: "{slugify(node.link, fallback="view")}.svg"')
    return f"{d2_string(*card_lines(node))} {{{'; '.join(facts)}}}"


def _classes_of(node: ViewNode) -> str:
    names = [str(node.family), *([f"tone-{node.tone}"] if node.tone else []), *(["muted"] if node.is_muted else [])]
    return f"[{'; '.join(names)}]" if len(names) > 1 else names[0]


def _table(node: ViewNode) -> str:
    """Return an entity as lines in a box: in D2's own tables, the name of a field would be a word of the language."""
    return f"{d2_string(card_lines(node)[0], *map(row_line, node.rows))} {{class: {node.family}; shape: rectangle}}"


def _state(node: ViewNode) -> str:
    if node.stage == "start":
        return f'"" {{shape: circle; width: 24; height: 24; style.fill: "{INK}"}}'
    double = "; style.double-border: true" if node.stage == "end" else ""
    return f"{d2_string(card_lines(node)[0])} {{shape: rectangle; style.border-radius: 10{double}}}"


def _edge(edge: ViewEdge) -> str:
    text = edge_text(edge)
    names = [str(edge.mode)]
    names += ["critical"] if edge.is_critical and not edge.is_muted else []
    names += [f"line-{edge.tone}"] if edge.tone else ["quiet"] if edge.is_muted else []
    classes = f"[{'; '.join(names)}]" if len(names) > 1 else names[0]
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
