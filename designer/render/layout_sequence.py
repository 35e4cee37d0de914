"""Place a sequence: heads in a row, a lifeline below each, messages from top to bottom. No engine needed.

The words of a message stand in the gap beside its sender, so that no lifeline ever runs through them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.model.view import Message, SequenceView
from designer.render.escape import one_line
from designer.render.fonts import text_width, wrap
from designer.render.geometry import Point, Rect
from designer.render.layout_layers import LABEL_LINE, LABEL_SIZE, PROTOCOL_LINE, PROTOCOL_SIZE
from designer.render.placed import PlacedNode

HEAD_WIDTH = 164.0
HEAD_HEIGHT = 60.0
NUMBER_RADIUS = 9.0
LOOP_WIDTH = 26.0
LOOP_HEIGHT = 20.0
FOOT_AFTER = 14

_HEAD_GAP = 24.0
_WIDEST_GAP = 250.0
_WORDS_PAD = NUMBER_RADIUS + 10.0
_TOP = 30.0
_ROW_GAP = 20.0
_LINES = 3


class PlacedMessage(NamedTuple):
    """One arrow: from `start` to `end` along one level, or a loop back to the sender's own lifeline.

    `lines` stand in `words` above the line, the protocol in `protocol_box` below it.
    """

    number: int
    message: Message
    start: Point
    end: Point
    lines: tuple[str, ...]
    words: Rect
    protocol: str
    protocol_box: Rect
    is_loop: bool


class PlacedSequence(NamedTuple):
    """A sequence with every place decided; `feet` repeat the heads below a long one."""

    view: SequenceView
    heads: tuple[PlacedNode, ...]
    feet: tuple[PlacedNode, ...]
    messages: tuple[PlacedMessage, ...]
    lifeline_end: float
    size: Point


def place_sequence(view: SequenceView) -> PlacedSequence:
    """Return the picture of a sequence; messages between unknown participants are left out."""
    column = {node.id: number for number, node in enumerate(view.participants)}
    known = [message for message in view.messages if message.source in column and message.target in column]
    gaps = _gaps(known, column)
    centers = [HEAD_WIDTH / 2]
    for gap in gaps[:-1]:
        centers.append(centers[-1] + gap)
    messages: list[PlacedMessage] = []
    y = HEAD_HEIGHT + _TOP
    for number, message in enumerate(known, 1):
        placed, y = _message(number, message, column, centers, gaps, y)
        messages.append(placed)
    heads = tuple(
        PlacedNode(node, Rect(center - HEAD_WIDTH / 2, 0, HEAD_WIDTH, HEAD_HEIGHT))
        for node, center in zip(view.participants, centers, strict=False)
    )
    end = y + 4
    feet: tuple[PlacedNode, ...] = ()
    if len(messages) >= FOOT_AFTER:
        feet = tuple(head._replace(rect=head.rect._replace(y=end)) for head in heads)
    right = [head.rect.right + 6 for head in heads[-1:]] or [0.0]
    right += [box.right for one in messages for box in (one.words, one.protocol_box)]
    bottom = end + (HEAD_HEIGHT + 8 if feet else 0)
    return PlacedSequence(view, heads, feet, tuple(messages), end, Point(max(right), bottom))


def _gaps(messages: Sequence[Message], column: dict[str, int]) -> list[float]:
    """Return the distance between each lifeline and the next; the last is the room right of the last lifeline."""
    gaps = [HEAD_WIDTH + _HEAD_GAP] * max(len(column), 1)
    for message in messages:
        gap = _gap_of(message, column)
        wanted = max(
            text_width(one_line(message.text, 240), LABEL_SIZE),
            text_width(one_line(message.protocol, 60), PROTOCOL_SIZE, bold=True),
        )
        wanted += 2 * _WORDS_PAD + 8 + (LOOP_WIDTH if message.source == message.target else 0)
        gaps[gap] = max(gaps[gap], min(wanted, _WIDEST_GAP))
    return gaps


def _gap_of(message: Message, column: dict[str, int]) -> int:
    """Return the gap in which the words of a message stand: beside its sender, towards its receiver."""
    source, target = column[message.source], column[message.target]
    return source if target >= source else source - 1


def _message(
    number: int,
    message: Message,
    column: dict[str, int],
    centers: Sequence[float],
    gaps: Sequence[float],
    y: float,
) -> tuple[PlacedMessage, float]:
    """Return a message whose words start at `y`, and where the next may start."""
    gap = _gap_of(message, column)
    source, target = column[message.source], column[message.target]
    is_loop = source == target
    room = gaps[gap] - 2 * _WORDS_PAD - (LOOP_WIDTH if is_loop else 0)
    lines = wrap(one_line(message.text, 240), room, LABEL_SIZE, lines=_LINES)
    # A reply comes back the way its call went; saying so again would only add noise.
    protocol = "" if message.is_reply else one_line(message.protocol, 60)
    protocols = wrap(protocol, room, PROTOCOL_SIZE, bold=True, lines=1)
    height = len(lines) * LABEL_LINE
    level = y + max(height, NUMBER_RADIUS) + 4
    if is_loop:
        left = centers[source] + LOOP_WIDTH + 8
        level = y + NUMBER_RADIUS
        words = Rect(left, y, _widest(lines, LABEL_SIZE), height)
        protocol_box = Rect(left, y + height + 1, _widest(protocols, PROTOCOL_SIZE, bold=True), _below(protocols))
        end = Point(centers[source], level + LOOP_HEIGHT)
        bottom = max(end.y, protocol_box.bottom)
    else:
        middle = centers[gap] + gaps[gap] / 2
        width = _widest(lines, LABEL_SIZE)
        words = Rect(middle - width / 2, level - 4 - height, width, height)
        width = _widest(protocols, PROTOCOL_SIZE, bold=True)
        protocol_box = Rect(middle - width / 2, level + 3, width, _below(protocols))
        end = Point(centers[target], level)
        bottom = max(level + NUMBER_RADIUS, protocol_box.bottom)
    placed = PlacedMessage(
        number,
        message,
        Point(centers[source], level),
        end,
        lines,
        words,
        protocols[0] if protocols else "",
        protocol_box,
        is_loop,
    )
    return placed, bottom + _ROW_GAP


def _widest(lines: Sequence[str], size: float, *, bold: bool = False) -> float:
    return max((text_width(line, size, bold=bold) for line in lines), default=0.0)


def _below(protocols: Sequence[str]) -> float:
    return PROTOCOL_LINE if protocols else 0.0
