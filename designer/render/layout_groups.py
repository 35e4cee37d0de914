"""Number the boundaries that hold cards, and find the rows that each of them spans."""

from __future__ import annotations

from collections.abc import Sequence

from designer.model.view import View, ViewNode
from designer.render.layout_layers import NONE, Group


def group_table(view: View, rows: Sequence[int]) -> tuple[tuple[Group, ...], tuple[int, ...]]:
    """Return the groups that hold cards, parents first, and for each card the number of its group or `NONE`."""
    index_of = {group.id: index for index, group in enumerate(view.groups)}
    paths = [_group_path(view, node, index_of) for node in view.nodes]
    spans: dict[int, tuple[int, int]] = {}
    for row, path in zip(rows, paths, strict=True):
        for index in path:
            first, last = spans.get(index, (row, row))
            spans[index] = (min(first, row), max(last, row))
    parents = {index: (path[place - 1] if place else NONE) for path in paths for place, index in enumerate(path)}
    depths = {index: place for path in paths for place, index in enumerate(path)}
    order = sorted(spans, key=lambda index: (depths[index], index))
    number = {index: place for place, index in enumerate(order)}
    groups = tuple(Group(index, number.get(parents[index], NONE), *spans[index]) for index in order)
    return groups, tuple(number[path[-1]] if path else NONE for path in paths)


def _group_path(view: View, node: ViewNode, index_of: dict[str, int]) -> tuple[int, ...]:
    """Return the groups around a card from the outside in; a loop among parents ends where it closes."""
    path: list[int] = []
    group_id = node.group
    while group_id is not None and group_id in index_of and index_of[group_id] not in path:
        path.append(index_of[group_id])
        group_id = view.groups[path[-1]].parent
    return tuple(reversed(path))
