"""What pictures share that lay something over the parts of a design: which parts they show, and the marks on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from designer.catalog.catalog import Catalog
from designer.model.component import Component
from designer.model.design import Design
from designer.model.view import View, ViewNode
from designer.views.container import build_whole_view
from designer.views.groups import groups_of
from designer.views.parts import MOST_CARDS


def most_telling(parts: Sequence[Component], weight: Callable[[Component], float]) -> tuple[Component, ...]:
    """Return all parts when they fit one picture, otherwise those of the most weight, in the same order."""
    if len(parts) <= MOST_CARDS:
        return tuple(parts)
    ranked = sorted(range(len(parts)), key=lambda number: (-weight(parts[number]), number))[:MOST_CARDS]
    return tuple(parts[number] for number in sorted(ranked))


def overlay(
    design: Design,
    catalog: Catalog,
    dressed: Mapping[str, Mapping[str, object]],
    weight: Callable[[Component], float],
    *,
    trust: bool = False,
) -> View:
    """Return the container view with changes to its cards, quiet lines, and only the heaviest parts of many.

    Args:
        design: what to show.
        catalog: where icons are looked up.
        dressed: what changes on the card of each component, by its id.
        weight: how much a component matters in this picture.
        trust: whether trust boundaries are marked as such.
    """
    view = build_whole_view(design, catalog)
    shown = {part.id for part in most_telling(design.graph.components, weight)}
    return view.model_copy(
        update={
            "nodes": tuple(_dressed(node, dressed.get(node.id, {})) for node in view.nodes if node.id in shown),
            "edges": tuple(
                edge.model_copy(update={"is_muted": True}) for edge in view.edges if {edge.source, edge.target} <= shown
            ),
            "groups": groups_of(design, shown, trust=trust),
        }
    )


def left_out(design: Design, view: View) -> list[str]:
    """Return the words for the parts that an overlay does not show; none when it shows all."""
    missing = len(design.graph.components) - len(view.nodes)
    return [f"{missing:,} other parts left out"] if missing else []


def joined_words(words: Iterable[str]) -> str:
    """Return the pieces of a subtitle as one line."""
    return " · ".join(word for word in words if word)


def _dressed(node: ViewNode, changes: Mapping[str, object]) -> ViewNode:
    return node.model_copy(update={"is_critical": False, **changes})
