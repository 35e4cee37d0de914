"""View to Mermaid: a flowchart with nested subgraphs, a sequence, entity-relationship or state diagram."""

from __future__ import annotations

from collections.abc import Iterator

from designer.model.base import slugify
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView, Message, SequenceView, View, ViewEdge, ViewKind, ViewNode
from designer.render.escape import mermaid_text, yaml_string
from designer.render.mermaid_models import entity_lines, state_lines
from designer.render.outline import (
    INK,
    LINE,
    MUTED,
    PAINT,
    TONES,
    Event,
    Mark,
    card_lines,
    edge_text,
    group_name,
    message_text,
    node_keys,
    tones_of,
    view_title,
    walk,
    with_notes,
)
from designer.render.theme import LIGHT, ink_on

_BOX, _ROUND, _STADIUM = '["{}"]', '("{}")', '(["{}"])'
_HEXAGON, _CYLINDER, _SLANTED = '{{{{"{}"}}}}', '[("{}")]', '[/"{}"/]'
_TRAPEZIUM, _DOUBLE = '[/"{}"\\]', '[["{}"]]'

# Only the shapes of Mermaid 9: older viewers in wikis and editors do not know `@{ shape: ... }`.
SHAPES: dict[Kind, str] = {
    Kind.PERSON: _STADIUM,
    Kind.WEB_CLIENT: _STADIUM,
    Kind.MOBILE_CLIENT: _STADIUM,
    Kind.CLIENT_SDK: _STADIUM,
    Kind.DEVICE: _STADIUM,
    Kind.DNS: _HEXAGON,
    Kind.CDN: _HEXAGON,
    Kind.LOAD_BALANCER: _HEXAGON,
    Kind.API_GATEWAY: _HEXAGON,
    Kind.WAF: _HEXAGON,
    Kind.SERVICE: _BOX,
    Kind.WORKER: _ROUND,
    Kind.FUNCTION: _ROUND,
    Kind.SCHEDULER: _ROUND,
    Kind.WORKFLOW_ENGINE: _ROUND,
    Kind.STREAM_PROCESSOR: _ROUND,
    Kind.BATCH_JOB: _ROUND,
    Kind.MODEL_SERVER: _BOX,
    Kind.RELATIONAL_DB: _CYLINDER,
    Kind.DOCUMENT_DB: _CYLINDER,
    Kind.WIDE_COLUMN_DB: _CYLINDER,
    Kind.KEY_VALUE_STORE: _CYLINDER,
    Kind.GRAPH_DB: _CYLINDER,
    Kind.TIME_SERIES_DB: _CYLINDER,
    Kind.SEARCH_INDEX: _CYLINDER,
    Kind.VECTOR_INDEX: _CYLINDER,
    Kind.CACHE: _CYLINDER,
    Kind.OBJECT_STORE: _CYLINDER,
    Kind.DATA_WAREHOUSE: _CYLINDER,
    Kind.FEATURE_STORE: _CYLINDER,
    Kind.QUEUE: _SLANTED,
    Kind.EVENT_LOG: _SLANTED,
    Kind.IDENTITY_PROVIDER: _TRAPEZIUM,
    Kind.SECRET_STORE: _TRAPEZIUM,
    Kind.CONFIG_SERVICE: _TRAPEZIUM,
    Kind.COORDINATION_SERVICE: _TRAPEZIUM,
    Kind.OBSERVABILITY: _TRAPEZIUM,
    Kind.EXTERNAL_SYSTEM: _DOUBLE,
}
"""How the label of a card stands in its shape, by kind."""

ARROWS: dict[Mode, str] = {Mode.SYNC: "-->", Mode.ASYNC: "-.->", Mode.REPLICATION: "==>"}
_LINE_COLOURS: dict[Mode, str] = {
    Mode.SYNC: LINE,
    Mode.ASYNC: PAINT[Family.MESSAGING].line,
    Mode.REPLICATION: PAINT[Family.DATA].line,
}


def render_mermaid(view: AnyView) -> str:
    """Return a view as Mermaid text, with a final newline."""
    if isinstance(view, SequenceView):
        lines = _sequence(view)
    elif view.kind is ViewKind.ENTITIES:
        lines = entity_lines(view)
    elif view.kind is ViewKind.STATE:
        lines = state_lines(view)
    else:
        lines = _flowchart(with_notes(view))
    return "\n".join(["---", f"title: {yaml_string(view_title(view.title))}", "---", *lines]) + "\n"


def _flowchart(view: View) -> Iterator[str]:
    yield "flowchart TB"
    for event in walk(view):
        yield _event_line(event)
    keys = node_keys(view.nodes)
    for edge in view.edges:
        yield f"  {keys[edge.source]} {_arrow(edge)} {keys[edge.target]}"
    for node in view.nodes:
        if node.link:
            yield f'  click {keys[node.id]} href "{slugify(node.link, fallback="view")}.svg"'
    yield from _styles(view, keys)


def _event_line(event: Event) -> str:
    indent = "  " * (event.depth + 1)
    if event.node is not None:
        return f"{indent}{event.key}{_shape(event.node)}:::{event.node.family}"
    if event.mark is Mark.OPEN and event.group is not None:
        return f'{indent}subgraph {event.key}["{mermaid_text(group_name(event.group))}"]'
    return f"{indent}end"


def _shape(node: ViewNode) -> str:
    return SHAPES[node.kind].format("<br/>".join(mermaid_text(line) for line in card_lines(node)))


def _arrow(edge: ViewEdge) -> str:
    text = mermaid_text(edge_text(edge))
    return f'{ARROWS[edge.mode]}|"{text}"|' if text else ARROWS[edge.mode]


def _styles(view: View, keys: dict[str, str]) -> Iterator[str]:
    for family in sorted({node.family for node in view.nodes}):
        dashes = ",stroke-dasharray:5 4" if family is Family.EXTERNAL else ""
        paint = PAINT[family]
        yield f"  classDef {family} fill:{paint.fill},stroke:{paint.line},color:{INK}{dashes}"
    for tone in tones_of(view):
        width = ",stroke-width:2px"
        yield f"  classDef {tone} fill:{TONES[tone].fill},stroke:{TONES[tone].line},color:{ink_on(TONES[tone].fill)}{width}"
        yield f"  class {','.join(keys[node.id] for node in view.nodes if node.tone == tone)} {tone}"
    if muted := [keys[node.id] for node in view.nodes if node.is_muted]:
        yield f"  classDef muted fill:{LIGHT.card},stroke:{MUTED},color:{MUTED}"
        yield f"  class {','.join(muted)} muted"
    for name, is_trust in (("boundary", False), ("trust", True)):
        numbers = [f"g{number}" for number, group in enumerate(view.groups) if group.is_trust is is_trust]
        if numbers:
            stroke = f"{INK},stroke-width:2px,stroke-dasharray:9 5" if is_trust else f"{MUTED},stroke-dasharray:3 3"
            yield f"  classDef {name} fill:none,stroke:{stroke}"
            yield f"  class {','.join(numbers)} {name}"
    yield from _line_styles(view)


def _line_styles(view: View) -> Iterator[str]:
    """Yield one style per kind of line; a second style for the same line would replace the first."""
    alike: dict[str, list[str]] = {}
    for number, edge in enumerate(view.edges):
        width = ",stroke-width:3px" if edge.is_critical and not edge.is_muted else ""
        color = LIGHT.tones.get(edge.tone) or (MUTED if edge.is_muted else _LINE_COLOURS[edge.mode])
        alike.setdefault(f"stroke:{color}{width}", []).append(str(number))
    for style, numbers in sorted(alike.items()):
        yield f"  linkStyle {','.join(numbers)} {style}"


def _sequence(view: SequenceView) -> Iterator[str]:
    yield "sequenceDiagram"
    yield "  autonumber"
    keys = node_keys(view.participants, "p")
    for node in view.participants:
        word = "actor" if node.kind is Kind.PERSON else "participant"
        yield f"  {word} {keys[node.id]} as {mermaid_text(card_lines(node)[0])}"
    for message in view.messages:
        text = mermaid_text(message_text(message))
        yield f"  {keys[message.source]}{_message_arrow(message)}{keys[message.target]}: {text}".rstrip()


def _message_arrow(message: Message) -> str:
    return ("--" if message.is_reply else "-") + (")" if message.is_async else ">>")
