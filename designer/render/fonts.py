"""Measure and wrap text with the metrics of Arimo, which Arial, Helvetica and Liberation Sans share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from designer.render.fonts_arimo import BOLD, REGULAR

ELLIPSIS = "…"
_WIDE = 1.0
_EMOJI = 1.25
_UNKNOWN = 0.72
_REMEMBERED = 4096
_BREAK_AFTER = frozenset(" -/_.,:;·–—)")


@lru_cache(_REMEMBERED)
def text_width(text: str, size: float, *, bold: bool = False, spacing: float = 0.0) -> float:
    """Return the width of one line of text in units; `spacing` is added after each character.

    Characters that Arimo lacks count as a full square where East Asian or emoji, otherwise as a wide letter.

    >>> round(text_width("Submission service", 13, bold=True), 1)
    122.1
    """
    widths = _widths(bold)
    known = widths.get
    return sum([known(one) or _learn(widths, one) for one in text]) * size + spacing * len(text)


def wrap(text: str, width: float, size: float, *, bold: bool = False, lines: int = 2) -> tuple[str, ...]:
    """Return `text` in at most `lines` lines, none wider than `width`; what does not fit ends in an ellipsis.

    Lines break after spaces and marks such as `-` and `/`, and inside a word only when the word alone is too wide.

    >>> wrap("Submission service", 90, 13, bold=True)
    ('Submission', 'service')
    >>> wrap("A" * 40, 60, 13, lines=1)
    ('AAAAA…',)
    """
    if text_width(text, size, bold=bold) <= width:
        return (text,) if text else ()
    found: list[str] = []
    rest = text
    while rest and len(found) < lines:
        is_last = len(found) == lines - 1
        if is_last or text_width(rest, size, bold=bold) <= width:
            found.append(shorten(rest, width, size, bold=bold))
            break
        line, rest = _first_line(rest, width, size, bold)
        found.append(line)
    return tuple(found)


def balanced(text: str, width: float, size: float, *, bold: bool = False, lines: int = 2) -> tuple[str, ...]:
    """Return `text` as `wrap` does, and where it takes two lines, those as even as they can be: no word stands alone.

    >>> balanced("sends what is due to the bank", 120, 10.5)
    ('sends what is', 'due to the bank')
    """
    found = wrap(text, width, size, bold=bold, lines=lines)
    if len(found) != 2 or found[1].endswith(ELLIPSIS):
        return found
    words = text.split(" ")
    breaks = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    return min((found, *breaks), key=lambda pair: max(text_width(line, size, bold=bold) for line in pair))


def shorten(text: str, width: float, size: float, *, bold: bool = False, spacing: float = 0.0) -> str:
    """Return `text`, or as much of it as fits into `width` followed by an ellipsis."""
    if text_width(text, size, bold=bold, spacing=spacing) <= width:
        return text
    room = width - text_width(ELLIPSIS, size, bold=bold, spacing=spacing)
    kept = text[: _fitting(text, room, size, bold, spacing)].rstrip(" -/_.,:;·")
    return kept + ELLIPSIS


def has_glyphs(text: str) -> bool:
    """Whether Arimo, as it is packaged, can draw every character of `text`."""
    return text.isascii() or all(map(_covered().__contains__, text))


def _first_line(text: str, width: float, size: float, bold: bool) -> tuple[str, str]:
    fits = max(1, _fitting(text, width, size, bold, 0.0))
    if fits < len(text) and text[fits] == " ":
        return text[:fits].rstrip(), text[fits:].lstrip()
    for cut in range(fits, fits // 3, -1):
        if text[cut - 1] in _BREAK_AFTER:
            return text[:cut].rstrip(), text[cut:].lstrip()
    return text[:fits], text[fits:].lstrip()


def _fitting(text: str, width: float, size: float, bold: bool, spacing: float) -> int:
    """Return how many characters of `text` fit into `width`."""
    widths = _widths(bold)
    total = 0.0
    for number, one in enumerate(text):
        total += (widths.get(one) or _learn(widths, one)) * size + spacing
        if total > width:
            return number
    return len(text)


@cache
def _widths(bold: bool) -> dict[str, float]:
    return dict(_entries(BOLD if bold else REGULAR))


@cache
def _covered() -> frozenset[str]:
    return frozenset(character for character, _ in _entries(REGULAR))


def _entries(table: str) -> Iterator[tuple[str, float]]:
    for entry in table.split():
        width, _, ranges = entry.partition(":")
        for span in ranges.split(","):
            first, _, last = span.partition("-")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                yield chr(code), int(width) / 1000


def _learn(widths: dict[str, float], character: str) -> float:
    # A mark that combines has no width of its own; the tiny value keeps `widths.get(...) or ...` true.
    if unicodedata.combining(character) or character in "\u200d\ufe0e\ufe0f":
        width = 1e-9
    elif unicodedata.east_asian_width(character) in "WF":
        width = _EMOJI if ord(character) >= 0x1F000 else _WIDE
    else:
        width = _UNKNOWN
    if len(widths) < 20_000:
        widths[character] = width
    return width
