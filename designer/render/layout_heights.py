"""Where rows of cards stand along v, and the tracks and words between them: each aisle as low as it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from designer.render.card_size import card_size
from designer.render.layout_aisles import Aisle, Edge, Piece, aisle_heights
from designer.render.layout_layers import LABEL_PAD, NONE, STACK_OFFSET, Direction, Layers, Net
from designer.render.layout_tracks import Run
from designer.render.layout_walls import Wall


class Held(NamedTuple):
    """What is fixed along v: how far below the row above a row of cards begins at least, and cards lower in their row."""

    pitches: Mapping[int, float]
    lowered: Mapping[int, float]


NOTHING_HELD = Held(MappingProxyType({}), MappingProxyType({}))


class Track(NamedTuple):
    """The place of a net among those that bend in the same gap, from above, and its run there."""

    level: int
    run: Run


Tracks = Mapping[tuple[int, int], Track]
"""The track of each net in each gap between rows of vertices, by gap and net."""


class Heights(NamedTuple):
    """Places along v: the start and the size of each row of cards, tracks by gap and net, middles of words by vertex.

    `gaps` are places that straight lines pass, one for each gap between rows of vertices.
    """

    starts: list[float]
    sizes: list[float]
    tracks: dict[tuple[int, int], float]
    labels: dict[int, float]
    gaps: list[float]


def stack_rows(layers: Layers, u: Sequence[float], tracks: Tracks, walls: Sequence[Wall], held: Held) -> Heights:
    """Return where everything stands along v.

    Args:
        layers: the rows of vertices.
        u: where the vertices stand along their rows.
        tracks: of the nets that bend between rows.
        walls: of the groups, by number.
        held: what the rows of cards keep of an earlier picture.
    """
    sizes = _row_sizes(layers, held)
    stacks = _stacks(layers)
    hit = _hit_from_below(layers)
    by_gap, said = _by_gap(layers, tracks), _by_label_row(layers)
    found = Heights([0.0], sizes, {}, {}, [])
    for row in range(len(sizes) - 1):
        uppers, lowers = by_gap[2 * row], by_gap[2 * row + 1]
        nets = said[2 * row + 1]
        grouped = list(zip(layers.groups, walls, strict=True))
        # Copies behind a card reach into the aisle; boundaries have their room already.
        edge = found.starts[row] + sizes[row] + stacks[row]
        aisle = Aisle(
            uppers=[(track.level, Piece(track.run.low, track.run.high)) for _, track in uppers],
            labels=[label_piece(layers, u, net) for net in nets],
            lowers=[(track.level, Piece(track.run.low, track.run.high)) for _, track in lowers],
            ends=[Edge(wall.u1, wall.u2, wall.tail - stacks[row]) for one, wall in grouped if one.last == row],
            starts=[Edge(wall.u1, wall.u2, wall.head) for one, wall in grouped if one.first == row + 1],
            is_hit=row in hit,
        )
        heights = aisle_heights(aisle, held.pitches.get(row + 1, 0.0) - sizes[row] - stacks[row])
        for gap, ones, places in ((2 * row, uppers, heights.uppers), (2 * row + 1, lowers, heights.lowers)):
            found.tracks.update({(gap, net): edge + v for (net, _), v in zip(ones, places, strict=True)})
        found.labels.update({net.label: edge + v for net, v in zip(nets, heights.labels, strict=True)})
        found.gaps.extend((edge, edge + heights.size))
        found.starts.append(edge + heights.size)
    return found


def label_piece(layers: Layers, u: Sequence[float], net: Net) -> Piece:
    """Return the room of a net's words, the line's own place included."""
    at = u[net.label]
    if layers.direction is Direction.DOWN:
        half = net.text.width / 2 + LABEL_PAD
        return Piece(at - half, at + half, net.text.height + 2)
    return Piece(at - net.text.above - 3, at + net.text.below + 3, net.text.width + 2 * LABEL_PAD)


def _by_gap(layers: Layers, tracks: Tracks) -> list[list[tuple[int, Track]]]:
    """Return the nets that bend in each gap between rows of vertices, with their tracks."""
    found: list[list[tuple[int, Track]]] = [[] for _ in range(layers.row_count)]
    for (gap, net), track in tracks.items():
        found[gap].append((net, track))
    return found


def _by_label_row(layers: Layers) -> list[list[Net]]:
    """Return the nets whose words stand in each row of vertices."""
    found: list[list[Net]] = [[] for _ in range(layers.row_count)]
    for net in layers.nets:
        if net.label != NONE:
            found[layers.vertices[net.label].row].append(net)
    return found


def _row_sizes(layers: Layers, held: Held) -> list[float]:
    """Return the size along v of each row of cards: that of its largest card."""
    sizes = [0.0] * (max(layers.rows, default=0) + 1)
    for card, row in enumerate(layers.rows):
        width, height = card_size(layers.view.nodes[card])
        size = height if layers.direction is Direction.DOWN else width
        sizes[row] = max(sizes[row], held.lowered.get(card, 0.0) + size)
    return sizes


def _stacks(layers: Layers) -> list[float]:
    """Return for each row of cards how far copies reach out behind its cards."""
    found = [0.0] * (max(layers.rows, default=0) + 1)
    for card, row in enumerate(layers.rows):
        if layers.view.nodes[card].replicas > 1:
            found[row] = STACK_OFFSET
    return found


def _hit_from_below(layers: Layers) -> set[int]:
    """Return the rows of cards that a line ends at from below: its arrow needs room."""
    found: set[int] = set()
    for net in layers.nets:
        targets = [net.root] if net.arrow_at_root else net.leaves
        if net.root_is_lower != net.arrow_at_root:
            found.update(layers.rows[card] for card in targets)
    return found
