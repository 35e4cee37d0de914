"""View to PlantUML: C4 with the library that PlantUML ships with, or a sequence diagram.

Only macros of C4-PlantUML 1.0 are used, so that versions of 2020 draw it as those of today do. What they lack
(queues, lines that are dashed or double) is written in PlantUML itself, in the same looks.
Source: C4-PlantUML, https://github.com/plantuml-stdlib/C4-PlantUML
"""

from __future__ import annotations

from collections.abc import Iterator

from designer.model.connection import Mode
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.view import AnyView, Message, SequenceView, View, ViewEdge, ViewKind, ViewNode
from designer.render.escape import one_line
from designer.render.outline import (
    NAME_LIMIT,
    PAINT,
    TEXT_LIMIT,
    Event,
    Mark,
    card_lines,
    group_name,
    message_text,
    node_keys,
    row_line,
    view_title,
    walk,
)

_PLAIN = frozenset(" ,.-/")
"""Marks that mean nothing to PlantUML inside a name as long as they stand alone."""
_JOINER = "\u2060"  # Has no width and no meaning.

_MODE_STYLES: dict[Mode, tuple[str, ...]] = {
    Mode.SYNC: (),
    Mode.ASYNC: (PAINT[Family.MESSAGING].line, "dashed"),
    Mode.REPLICATION: (PAINT[Family.DATA].line, "bold"),
}
_PARTICIPANTS: dict[Family, str] = {Family.DATA: "database", Family.EXTERNAL: "boundary", Family.OPERATIONS: "control"}


def plantuml_text(text: str) -> str:
    """Return `text` for a quoted PlantUML name; marks become `<U+XXXX>`, which PlantUML reads as the mark alone.

    Nothing else is safe: its preprocessor looks for macros and functions, and its markup for styles, in every name.

    >>> plantuml_text('a "b" -- c_d')
    'a <U+0022>b<U+0022> <U+002D><U+002D> c<U+005F>d'
    """
    # Where PlantUML wraps a name it reads character codes a second time: those a name itself spells are broken up.
    whole = text.replace("&#", f"&{_JOINER}#").replace("<U+", f"<{_JOINER}U+").replace("<u+", f"<{_JOINER}u+")
    return "".join(
        character if _is_plain(whole, place, character) else f"<U+{ord(character):04X}>"
        for place, character in enumerate(whole)
    )


def _is_plain(text: str, place: int, character: str) -> bool:
    if character in _PLAIN:
        beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        return character == " " or (0 < place < len(text) - 1 and beside.replace(" ", "").isalnum())
    return character.isalnum() or not character.isascii()


def render_plantuml(view: AnyView) -> str:
    """Return a view as PlantUML text, with a final newline."""
    title = plantuml_text(view_title(view.title))
    lines = _sequence(view) if isinstance(view, SequenceView) else _c4(view)
    head = ["@startuml", *([] if isinstance(view, SequenceView) else ["!include <C4/C4_Container>"])]
    return "\n".join([*head, *([f"title {title}"] if title else []), *lines, "@enduml"]) + "\n"


def _c4(view: View) -> Iterator[str]:
    if any(node.kind in BROKER_KINDS for node in view.nodes):
        yield from _QUEUE_LOOKS
    keys = node_keys(view.nodes)
    for node in view.nodes:
        yield _note(keys[node.id], node)
    for event in walk(view):
        yield _event(event, view)
    for edge in view.edges:
        if edge.source in keys and edge.target in keys:
            yield _line(edge, keys)


_QUEUE_LOOKS = (
    "skinparam queue<<container>> {",
    "  StereotypeFontColor #FFFFFF",
    "  FontColor #FFFFFF",
    "  BackgroundColor #438DD5",
    "  BorderColor #3C7FC0",
    "}",
)


def _note(key: str, node: ViewNode) -> str:
    """Return what the picture does not say of a part, as a comment."""
    facts = [node.kind.value, f"replicas {node.replicas}", *(["critical"] if node.is_critical else [])]
    return f"' {key}: {plantuml_text(one_line(node.id, NAME_LIMIT))}, {', '.join(facts)}"


def _event(event: Event, view: View) -> str:
    indent = "  " * event.depth
    if event.node is not None:
        return indent + _element(event.key, event.node, view.kind)
    if event.mark is Mark.OPEN and event.group is not None:
        return f'{indent}Boundary({event.key}, "{plantuml_text(group_name(event.group)) or " "}") {{'
    return f"{indent}}}"


def _element(key: str, node: ViewNode, kind: ViewKind) -> str:
    name, technology = (plantuml_text(line) for line in card_lines(node))
    words = [one_line(node.description, TEXT_LIMIT), f"«{node.mark}»" if node.mark else ""]
    words += [row_line(row) for row in node.rows]
    about = "\\n".join(plantuml_text(word) for word in words if word)
    if node.kind in BROKER_KINDS:
        tail = f"\\n\\n {about}" if about else ""
        return f'queue "=={name}\\n//<size:12>[{technology}]</size>//{tail}" <<container>> as {key}'
    described = f', "{about}"' if about else ""
    if node.kind is Kind.PERSON:
        return f'Person({key}, "{name}"{described})'
    if node.kind is Kind.EXTERNAL_SYSTEM:
        return f'System_Ext({key}, "{name}", "{about or technology}")'
    if kind is ViewKind.CONTEXT:
        return f'System({key}, "{name}", "{about or technology}")'
    macro = "ContainerDb" if node.kind in DATASTORE_KINDS else "Container"
    return f'{macro}({key}, "{name}", "{technology}"{described})'


def _line(edge: ViewEdge, keys: dict[str, str]) -> str:
    label, protocol = plantuml_text(one_line(edge.label, TEXT_LIMIT)), _technology(edge)
    source, target = keys[edge.source], keys[edge.target]
    styles = [*_MODE_STYLES[edge.mode]]
    if edge.is_critical or edge.mark:
        styles += [style for style in ("bold",) if style not in styles and "dashed" not in styles]
    if label and not styles:
        return f'Rel({source}, {target}, "{label}"' + (f', "{protocol}")' if protocol else ")")
    words = [f"==={label}"] if label else []
    if protocol:
        words.append(f"//<size:12>[{protocol}]</size>//")
    arrow = f"-[{','.join(styles)}]->" if styles else "-->"
    text = "\\n".join(words)
    return f"{source} {arrow} {target}" + (f' : "{text}"' if words else "")


def _technology(edge: ViewEdge) -> str:
    """Return what stands in brackets below the words of a line."""
    words = [one_line(edge.protocol, NAME_LIMIT), "" if edge.mode is Mode.SYNC else edge.mode.value]
    words += [f"×{edge.count}" if edge.count > 1 else "", edge.mark]
    return plantuml_text(", ".join(word for word in words if word))


def _sequence(view: SequenceView) -> Iterator[str]:
    yield "autonumber"
    keys = node_keys(view.participants, "p")
    for node in view.participants:
        yield _note(keys[node.id], node)
        name = plantuml_text(card_lines(node)[0])
        yield f'{_participant(node)} "{name}" as {keys[node.id]}'
    for message in view.messages:
        if message.source in keys and message.target in keys:
            text = plantuml_text(message_text(message))
            arrow = f"{keys[message.source]} {_arrow(message)} {keys[message.target]}"
            yield f"{arrow} : {text}" if text else arrow


def _participant(node: ViewNode) -> str:
    if node.kind is Kind.PERSON:
        return "actor"
    # `queue` is younger than the PlantUML of 2020 that long-lived systems ship.
    return _PARTICIPANTS.get(node.family, "participant")


def _arrow(message: Message) -> str:
    return ("--" if message.is_reply else "-") + (">>" if message.is_async else ">")
