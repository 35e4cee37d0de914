"""Regions of a document that people own: found in the old text, put back into the new one.

A region stands between `<!-- keep: name -->` and `<!-- /keep -->`, each on a line of its own. No text of a design can
make such a line, since every `<` of it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_OPEN = re.compile(r"^<!-- keep: ([\w .-]{1,80}?) -->\s*$")
_CLOSE = re.compile(r"^<!-- /keep -->\s*$")
_HEADING = re.compile(r"^#{1,6} ")
_HOMELESS = "## Notes that were kept"
_LAST = "\n---\n"


class Kept(NamedTuple):
    """A region: its name, its lines with the marks around them, the heading it stands under, and where it begins."""

    name: str
    text: str
    heading: str
    line: int


def kept_regions(text: str) -> tuple[Kept, ...]:
    r"""Return the regions of a document in order; one that is not closed is none.

    >>> [(item.name, item.heading) for item in kept_regions("## A\n<!-- keep: why -->\nb\n<!-- /keep -->\n")]
    [('why', '## A')]
    """
    return tuple(_regions(text.split("\n")))


def _regions(lines: Sequence[str]) -> Iterator[Kept]:
    heading, start, name = "", -1, ""
    for number, line in enumerate(lines):
        if start < 0:
            if found := _OPEN.match(line):
                start, name = number, found[1].strip()
            elif _HEADING.match(line):
                heading = line
        elif _CLOSE.match(line):
            yield Kept(name, "\n".join(lines[start : number + 1]), heading, start + 1)
            start = -1


def unclosed_regions(text: str) -> tuple[tuple[int, str], ...]:
    """Return the line and name of each region that is opened and not closed."""
    whole = {item.line for item in kept_regions(text)}
    covered = {line for item in kept_regions(text) for line in range(item.line, item.line + item.text.count("\n") + 1)}
    found = ((number, _OPEN.match(line)) for number, line in enumerate(text.split("\n"), start=1))
    return tuple(
        (number, match[1]) for number, match in found if match and number not in whole and number not in covered
    )


def with_kept(text: str, regions: Sequence[Kept], *, marks: bool = True) -> str:
    """Return a document with regions at the end of the sections in which they stood.

    Args:
        text: the new document, which has none.
        regions: in their order.
        marks: whether the marks around them are written, so that they are found again.
    """
    lines = text.rstrip("\n").split("\n")
    homeless: list[str] = []
    for item in regions:
        block = item.text if marks else "\n".join(item.text.split("\n")[1:-1])
        place = _end_of(lines, item.heading)
        if place is None:
            homeless.append(block)
        else:
            lines[place:place] = ["", *block.split("\n")]
    made = "\n".join(lines) + "\n"
    if homeless:
        notes = "\n\n".join((_HOMELESS, *homeless))
        body, line, last = made.rpartition(_LAST)
        made = f"{body}\n{notes}\n{line}{last}" if line else f"{made}\n{notes}\n"
    return re.sub(r"\n{3,}", "\n\n", made) if homeless else made


def _end_of(lines: Sequence[str], heading: str) -> int | None:
    """Return the line behind the last one of what stands directly under a heading; None when there is no such heading."""
    if heading not in lines:
        return None
    place = lines.index(heading) + 1
    inside = False
    while place < len(lines):
        inside = (inside or _OPEN.match(lines[place]) is not None) and not _CLOSE.match(lines[place])
        if not inside and (_HEADING.match(lines[place]) or lines[place] == "---"):
            break
        place += 1
    while not lines[place - 1].strip():
        place -= 1
    return place


def without_kept(text: str) -> tuple[tuple[int, str], ...]:
    """Return the numbered lines of a document that are not part of a region."""
    covered = {line for item in kept_regions(text) for line in range(item.line, item.line + item.text.count("\n") + 1)}
    return tuple((number, line) for number, line in enumerate(text.split("\n"), start=1) if number not in covered)
