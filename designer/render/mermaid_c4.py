"""View to a C4 diagram of Mermaid: people, systems, containers, their boundaries and relationships.

Mermaid keeps one relationship for a pair of elements, so all connections of a pair are one line with all their words.
What it cannot say stands in comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.model.connection import Mode
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.view import AnyView, SequenceView, View, ViewKind, ViewNode
from designer.render.escape import mermaid_text, one_line, yaml_string
from designer.render.mermaid_pairs import fact_lines, pairs_of, parts_of
from designer.render.outline import (
    INK,
    LINE,
    PAINT,
    TEXT_LIMIT,
    TONES,
    Event,
    Mark,
    card_lines,
    group_name,
    node_keys,
    row_line,
    view_title,
    walk,
    with_notes,
)
from designer.render.theme import ink_on

_DIAGRAMS = {
    ViewKind.CONTEXT: "C4Context",
    ViewKind.COMPONENT: "C4Component",
    ViewKind.DEPLOYMENT: "C4Deployment",
}
_WORDS = {ViewKind.CONTEXT: "System", ViewKind.COMPONENT: "Component"}
_DIRECTION = re.compile(r"(?i)direction(?=\s)")
_NOT_PLAIN = re.compile(r"(?i)[\"#&<>%\\\\ﬂ°¶]|direction\s|style|classdef")
_LINES = {Mode.SYNC: LINE, Mode.ASYNC: PAINT[Family.MESSAGING].line, Mode.REPLICATION: PAINT[Family.DATA].line}


def c4_text(text: str) -> str:
    """Return `text` for a quoted word of a C4 diagram; its parser looks for a direction anywhere in a line.

    >>> c4_text('say "direction TB"')
    'say #34;#100;irection TB#34;'
    """
    whole = mermaid_text(text)
    return _DIRECTION.sub(lambda found: f"#{ord(found[0][0])};{found[0][1:]}", whole)


def c4_about(text: str) -> str:
    """Return `text` for what stands below a name: Mermaid shows codes there as they are, so only risky text has them.

    >>> c4_about("Solver: hard rules first; costs then"), c4_about('a "b"')
    ('Solver: hard rules first; costs then', 'a #34;b#34;')
    """
    return c4_text(text) if _NOT_PLAIN.search(text) else text


def render_mermaid_c4(view: AnyView) -> str:
    """Return a view as a C4 diagram of Mermaid, with a final newline."""
    head = ["---", f"title: {yaml_string(view_title(view.title))}", "---"]
    body = _dynamic(view) if isinstance(view, SequenceView) else _static(with_notes(view))
    return "\n".join([*head, *body]) + "\n"


def _static(view: View) -> Iterator[str]:
    yield _DIAGRAMS.get(view.kind, "C4Container")
    yield from (f"  {line}" for line in fact_lines(view))
    for event in walk(view):
        yield _event(event, view.kind)
    keys = node_keys(view.nodes)
    for pair in pairs_of(view):
        yield f"  Rel({keys[pair.source]}, {keys[pair.target]}, {_quoted(pair.words, pair.technology)})"
    yield from _looks(view)


def _dynamic(view: SequenceView) -> Iterator[str]:
    yield "C4Dynamic"
    yield from (f"  {line}" for line in fact_lines(view))
    keys = node_keys(view.participants)
    for node in view.participants:
        yield f"  {_element(keys[node.id], node, ViewKind.CONTAINER)}"
    for number, pair in enumerate(pairs_of(view), 1):
        words = _quoted(pair.words, pair.technology)
        yield f"  RelIndex({number}, {keys[pair.source]}, {keys[pair.target]}, {words})"
    yield from _looks(view)


def _event(event: Event, kind: ViewKind) -> str:
    indent = "  " * (event.depth + 1)
    if event.node is not None:
        return indent + _element(event.key, event.node, kind)
    if event.mark is Mark.OPEN and event.group is not None:
        name = _quoted(group_name(event.group) or " ")
        if kind is ViewKind.DEPLOYMENT:
            return f"{indent}Deployment_Node({event.key}, {name}) {{"
        return f"{indent}Boundary({event.key}, {name}) {{"
    return f"{indent}}}"


def _element(key: str, node: ViewNode, kind: ViewKind) -> str:
    name, technology = card_lines(node)
    said = [one_line(node.description, TEXT_LIMIT), f"({node.mark})" if node.mark else "", *map(row_line, node.rows)]
    about = one_line(", ".join(word for word in said if word), 2 * TEXT_LIMIT)
    if node.kind is Kind.PERSON:
        return f"Person({key}, {_quoted(name, about)})"
    if node.kind is Kind.EXTERNAL_SYSTEM or kind is ViewKind.CONTEXT:
        macro = "System_Ext" if node.kind is Kind.EXTERNAL_SYSTEM else "System"
        return f"{macro}({key}, {_quoted(name, about or technology)})"
    sort = "Db" if node.kind in DATASTORE_KINDS else "Queue" if node.kind in BROKER_KINDS else ""
    outside = "_Ext" if node.is_muted and kind is ViewKind.COMPONENT else ""
    return f"{_WORDS.get(kind, 'Container')}{sort}{outside}({key}, {_quoted(name, technology, about)})"


def _quoted(*words: str) -> str:
    """Return words as quoted arguments; those at the end that say nothing are left out."""
    kept = list(words)
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return ", ".join(f'"{word}"' for word in (c4_text(kept[0]), *map(c4_about, kept[1:])))


def _looks(view: AnyView) -> Iterator[str]:
    keys = node_keys(parts_of(view))
    for node in parts_of(view):
        fill, line = TONES[node.tone].fill if node.tone else PAINT[node.family].fill, PAINT[node.family].line
        ink = ink_on(fill) if node.tone else INK
        yield f'  UpdateElementStyle({keys[node.id]}, $fontColor="{ink}", $bgColor="{fill}", $borderColor="{line}")'
    for pair in pairs_of(view):
        color = _LINES[pair.mode]
        ends = f"{keys[pair.source]}, {keys[pair.target]}"
        yield f'  UpdateRelStyle({ends}, $textColor="{INK}", $lineColor="{color}")'
    yield '  UpdateLayoutConfig($c4ShapeInRow="3", $c4BoundaryInRow="2")'
