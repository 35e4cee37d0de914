"""A sequence in characters: participants side by side, messages from top to bottom; a list where it is too narrow."""

from __future__ import annotations

from designer.model.view import Message, SequenceView
from designer.render.columns import columns, cut, shown, wrapped
from designer.render.term_canvas import Canvas
from designer.render.term_draw import BORDERS, Border

_LEAST, _MOST = 15, 30


def draw_steps(view: SequenceView, width: int) -> tuple[str, ...]:
    """Return the lines of a sequence in at most `width` columns."""
    count = len(view.participants)
    if not count or width // count < _LEAST:
        return _list(view, width)
    step = min(width // count, _MOST)
    centers = {node.id: number * step + step // 2 for number, node in enumerate(view.participants)}
    names = [wrapped(shown(node.name) or node.kind.label, step - 5, 3) for node in view.participants]
    head = max(map(len, names)) + 2
    texts = [_text(message, centers, step, width) for message in view.messages]
    canvas = Canvas(min(count * step, width), head + sum(len(lines) + 1 for _, lines in texts) + 2)
    row = head
    rows = []
    for _, lines in texts:
        rows.append(row)
        row += len(lines) + 1
    for node, lines in zip(view.participants, names, strict=True):
        _head(canvas, centers[node.id], lines, head, BORDERS[node.family])
        for at in range(head, row + 1):
            canvas.frame(centers[node.id], at, "┊")
    for number, (message, (start, lines), top) in enumerate(zip(view.messages, texts, rows, strict=True), 1):
        for offset, line in enumerate(lines):
            canvas.put(start, top + offset, line)
        _arrow(canvas, message, centers, top + len(lines), number)
    return tuple(canvas.lines())


def _head(canvas: Canvas, center: int, lines: tuple[str, ...], height: int, border: Border) -> None:
    wide = max(map(columns, lines)) + 2
    left = center - wide // 2 - 1
    a, b, c, d = tuple(border.corners)
    canvas.put(left, 0, a + border.level * wide + b)
    for number in range(height - 2):
        line = lines[number] if number < len(lines) else ""
        before = (wide - columns(line)) // 2
        blank = " " * (wide - before - columns(line))
        canvas.put(left, number + 1, f"{border.upright}{' ' * before}{line}{blank}{border.upright}")
    canvas.put(left, height - 1, d + border.level * wide + c)
    canvas.put(center, height - 1, border.down)


def _text(message: Message, centers: dict[str, int], step: int, width: int) -> tuple[int, tuple[str, ...]]:
    """Return where the words of a message start, and their lines."""
    start, end = centers[message.source], centers[message.target]
    words = shown(message.text, 300)
    if start == end:
        room = max(min(step - 4, width - start - 4), 8)
        return start + 2, wrapped(words, room, 6)
    room = abs(end - start) - 3
    lines = wrapped(words, room, 6)
    widest = max(map(columns, lines), default=0)
    return min(start, end) + 2 + (room - widest) // 2, lines


def _arrow(canvas: Canvas, message: Message, centers: dict[str, int], row: int, number: int) -> None:
    start, end = centers[message.source], centers[message.target]
    mark = str(number)
    if start == end:
        canvas.put(start, row, f"{mark}◀╯"[: len(mark) + 2])
        return
    line = "╌" if message.is_async or message.is_reply else "─"
    if start < end:
        canvas.put(start, row, mark + line * (end - start - len(mark) - 1) + "▶")
    else:
        canvas.put(end + 1, row, "◀" + line * (start - end - 1 - len(mark)) + mark)


def _list(view: SequenceView, width: int) -> tuple[str, ...]:
    names = {node.id: shown(node.name) or node.kind.label for node in view.participants}
    lines = []
    for number, message in enumerate(view.messages, 1):
        sign = "╌▶" if message.is_async or message.is_reply else "─▶"
        ends = f"{names[message.source]} {sign} {names[message.target]}"
        lines += [cut(f"{number:>3}  {ends}", width), cut(f"     {shown(message.text, 300)}", width)]
    return tuple(lines)
