"""Entities and states in Mermaid: an entity-relationship diagram and a state diagram."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.model.view import View, ViewRow
from designer.render.escape import mermaid_text, one_line
from designer.render.outline import NAME_LIMIT, card_lines, edge_text, node_keys

_MANY = {"n": "}o", "0..1": "|o", "1": "||"}
_ONE = {"n": "o{", "0..1": "o|", "1": "||"}
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_]+")


def entity_lines(view: View) -> Iterator[str]:
    """Yield an entity-relationship diagram; a field whose name is no name in Mermaid has it as a comment."""
    yield "erDiagram"
    keys = node_keys(view.nodes, "e")
    for node in view.nodes:
        yield f'  {keys[node.id]}["{mermaid_text(card_lines(node)[0])}"] {{'
        yield from (f"    {_field(row)}" for row in node.rows)
        yield "  }"
    for edge in view.edges:
        many, _, one = edge.protocol.partition(" : ")
        ends = f"{_MANY.get(many, '}o')}--{_ONE.get(one, '||')}"
        yield f'  {keys[edge.source]} {ends} {keys[edge.target]} : "{mermaid_text(one_line(edge.label, NAME_LIMIT))}"'


def _field(row: ViewRow) -> str:
    """Return a field: type, name, key marks, and what else is known as a comment."""
    name = _name(row.name)
    facts = [row.name] if name != row.name else []
    facts += ["optional"] if row.type.endswith("?") else []
    facts += [row.tag] if row.tag else []
    marks = f" {row.mark.replace(' ', ', ')}" if row.mark else ""
    comment = f' "{mermaid_text(one_line(", ".join(facts), NAME_LIMIT))}"' if facts else ""
    return f"{_name(row.type.removesuffix('?')) or 'field'} {name or 'field'}{marks}{comment}"


def _name(text: str) -> str:
    """Return text as a name of Mermaid: letters, digits and underscores, a letter first."""
    name = _NOT_A_NAME.sub("_", one_line(text, NAME_LIMIT)).strip("_")
    return f"f_{name}" if name[:1].isdigit() else name


def state_lines(view: View) -> Iterator[str]:
    """Yield a state diagram; start and end are the marks of the notation."""
    yield "stateDiagram-v2"
    keys = node_keys(view.nodes, "s")
    stages = {node.id: node.stage for node in view.nodes}
    for node in view.nodes:
        if node.stage != "start":
            yield f'  state "{mermaid_text(card_lines(node)[0])}" as {keys[node.id]}'
    for edge in view.edges:
        source = "[*]" if stages[edge.source] == "start" else keys[edge.source]
        text = mermaid_text(edge_text(edge))
        yield f"  {source} --> {keys[edge.target]}" + (f": {text}" if text else "")
    for node in view.nodes:
        if node.stage == "end":
            yield f"  {keys[node.id]} --> [*]"
