"""What is known of a part or a connection beyond what a picture shows: names and values, in a fixed order."""

from __future__ import annotations

from designer.model.view import Message, ViewEdge, ViewNode
from designer.render.outline import row_line

Facts = dict[str, str | int]
"""Texts and whole numbers by name; a yes is 1."""


def node_facts(node: ViewNode) -> Facts:
    """Return the facts of a card; a technology that only repeats the kind is left empty.

    `fields` are those of an entity, and `details` is the id of the view that shows what is inside.
    """
    return {
        "part": "component",
        "key": node.id,
        "name": node.name,
        "kind": node.kind.value,
        "technology": "" if node.technology == node.kind.label else node.technology,
        "replicas": node.replicas,
        "description": node.description,
        "critical": int(node.is_critical),
        "mark": node.mark,
        "figure": node.figure,
        "badges": "; ".join(badge.text for badge in node.badges),
        "fields": "; ".join(row_line(row) for row in node.rows),
        "stage": node.stage,
        "details": node.link,
    }


def edge_facts(edge: ViewEdge) -> Facts:
    """Return the facts of a line; `count` is above 1 where it stands for parallel connections."""
    return {
        "part": "connection",
        "key": edge.id,
        "text": edge.label,
        "protocol": edge.protocol,
        "mode": edge.mode.value,
        "count": edge.count,
        "critical": int(edge.is_critical),
        "mark": edge.mark,
    }


def message_facts(number: int, message: Message) -> Facts:
    """Return the facts of an arrow of a sequence."""
    return {
        "part": "message",
        "step": number,
        "text": message.text,
        "protocol": message.protocol,
        "mode": "async" if message.is_async else "sync",
        "reply": int(message.is_reply),
    }
