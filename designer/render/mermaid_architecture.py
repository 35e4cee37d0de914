"""A placed picture to an architecture diagram of Mermaid: services with icons in groups, lines from side to side.

Mermaid places each service by the sides at which its lines leave and arrive; they are those of our own layout. It has
no line from a part to itself and one place for a pair; that, and all else it cannot say, stands in comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.view import SequenceView, View, ViewNode
from designer.render.escape import mermaid_text, one_line, yaml_string
from designer.render.geometry import Point
from designer.render.layout_sequence import PlacedSequence
from designer.render.mermaid_pairs import fact_lines, pairs_of
from designer.render.mermaid_sides import sides_of
from designer.render.outline import Mark, card_lines, group_name, node_keys, view_title, walk
from designer.render.routes import Page

_FAMILY_ICONS: dict[Family, str] = {
    Family.CLIENT: "internet",
    Family.EDGE: "cloud",
    Family.COMPUTE: "server",
    Family.DATA: "database",
    Family.MESSAGING: "disk",
    Family.EXTERNAL: "internet",
    Family.OPERATIONS: "server",
}


def render_mermaid_architecture(page: Page, icons: Mapping[str, str]) -> str:
    """Return an architecture diagram of Mermaid, with a final newline; it has icons of its own."""
    view = page.view
    lines = [*_services(view), *_lines(page)]
    notes = () if isinstance(view, SequenceView) else view.notes
    lines += [f"%% note {note.mark}: {mermaid_text(one_line(f'{note.title} {note.text}'))}" for note in notes]
    head = ["---", f"title: {yaml_string(view_title(view.title))}", "---", "architecture-beta"]
    return "\n".join([*head, *(f"  {line}" for line in (*fact_lines(view), *lines))]) + "\n"


def _services(view: View | SequenceView) -> Iterator[str]:
    if isinstance(view, SequenceView):
        keys = node_keys(view.participants)
        yield from (_service(keys[node.id], node, ()) for node in view.participants)
        return
    inside: list[str] = []
    for event in walk(view):
        if event.node is not None:
            yield _service(event.key, event.node, inside)
        elif event.mark is Mark.OPEN and event.group is not None:
            yield f"group {event.key}(cloud){_title(group_name(event.group))}{_in(inside)}"
            inside.append(event.key)
        else:
            inside.pop()


def _service(key: str, node: ViewNode, inside: list[str] | tuple[()]) -> str:
    name, technology = card_lines(node)
    return f"service {key}({icon_name(node)}){_title(f'{name} - {technology}' if technology else name)}{_in(inside)}"


def icon_name(node: ViewNode) -> str:
    """Return which of Mermaid's own five icons stands for a part."""
    if node.kind in DATASTORE_KINDS and node.kind is not Kind.OBJECT_STORE:
        return "database"
    return "disk" if node.kind is Kind.OBJECT_STORE or node.kind in BROKER_KINDS else _FAMILY_ICONS[node.family]


def _title(text: str) -> str:
    return f'["{mermaid_text(text) or " "}"]'


def _in(inside: list[str] | tuple[()]) -> str:
    return f" in {inside[-1]}" if inside else ""


def _lines(page: Page) -> Iterator[str]:
    if isinstance(page, PlacedSequence):
        places = {node.id: Point(200.0 * number, 0.0) for number, node in enumerate(page.view.participants)}
        keys = node_keys(page.view.participants)
    else:
        found = {card.node.id: card.rect for card in page.nodes}
        shown = [event.node.id for event in walk(page.view) if event.node is not None]
        places = {one: Point(found[one].x + found[one].w / 2, found[one].y + found[one].h / 2) for one in shown}
        keys = node_keys(page.view.nodes)
    pairs = pairs_of(page.view)
    sides = sides_of(places, [(pair.source, pair.target) for pair in pairs])
    for pair in pairs:
        source, target = keys[pair.source], keys[pair.target]
        words = mermaid_text(" - ".join(word for word in (pair.words, pair.technology) if word))
        if pair.source == pair.target:
            yield f"%% {source} calls itself: {words}"
            continue
        out, into = sides[pair.source, pair.target]
        middle = f'-["{words}"]-' if words else "--"
        yield f"{source}:{out} {middle}> {into}:{target}"
