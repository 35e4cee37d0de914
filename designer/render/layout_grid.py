"""Places along rows without an engine: every group keeps a column of its own, so that nothing can overlap."""

from __future__ import annotations

from designer.render.layout_layers import NONE, Layers

_GAP = 26.0


def grid_places(layers: Layers) -> list[float]:
    """Return the place of each vertex along its row; groups stand side by side, nested ones inside their own."""
    places = [0.0] * len(layers.vertices)
    children: dict[int, list[int]] = {}
    for number, found in enumerate(layers.groups):
        children.setdefault(found.parent, []).append(number)
    members: dict[int, dict[int, list[int]]] = {}
    for number, vertex in enumerate(layers.vertices):
        members.setdefault(vertex.group, {}).setdefault(vertex.row, []).append(number)
    # Outside in: a group's own vertices first, then its children to the right of them.
    left = 0.0
    stack = [(NONE, False)]
    while stack:
        group, is_done = stack.pop()
        left += _GAP
        if is_done:
            continue
        width = 0.0
        for numbers in members.get(group, {}).values():
            at = left
            for number in numbers:
                half = layers.vertices[number].half
                places[number] = at + half
                at += 2 * half
            width = max(width, at - left)
        left += width
        stack.append((group, True))
        stack += [(child, False) for child in reversed(children.get(group, []))]
    return places
