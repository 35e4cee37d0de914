"""What commands print: results to stdout, everything else to stderr, colour only where somebody looks at it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_CODES = {"error": "31", "warning": "33", "info": "36", "strong": "1", "faint": "2"}


class Console:
    """The two streams of a command, and whether they take colour."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self.out = out
        self.err = err

    @classmethod
    def of_process(cls) -> Console:
        """Return the console of this process; a character that a stream cannot hold is escaped."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return cls(sys.stdout, sys.stderr)

    def say(self, text: str = "") -> None:
        """Print a line of the result."""
        print(text, file=self.out)

    def say_json(self, value: Any) -> None:
        """Print the result as JSON."""
        import json

        print(json.dumps(value, ensure_ascii=False, indent=2), file=self.out)

    def say_bytes(self, data: bytes) -> None:
        """Print a result that is a file of its own."""
        self.out.flush()
        self.out.buffer.write(data)
        self.out.buffer.flush()

    def tell(self, text: str) -> None:
        """Print a line about the work, not of the result."""
        print(text, file=self.err, flush=True)

    def fail(self, text: str) -> None:
        """Print a line that says what went wrong."""
        print(f"{self.paint('error:', 'error', self.err)} {text}", file=self.err, flush=True)

    def progress(self, text: str) -> None:
        """Show how far the work is: in place on a terminal, a line each elsewhere."""
        if self.err.isatty():
            print(f"\r\033[K{text[:78]}", end="", file=self.err, flush=True)
        else:
            self.tell(text)

    def end_progress(self) -> None:
        """Remove what `progress` left on a terminal."""
        if self.err.isatty():
            print("\r\033[K", end="", file=self.err, flush=True)

    def paint(self, text: str, style: str, stream: TextIO | None = None) -> str:
        """Return `text` in a style, where the stream is a terminal that may be coloured."""
        if not takes_colour(stream or self.out):
            return text
        return f"\033[{_CODES[style]}m{text}\033[0m"


def takes_colour(stream: TextIO) -> bool:
    """Return whether a stream is a terminal and nobody asked for no colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def plain(text: str, limit: int = 2000) -> str:
    r"""Return `text` as one line that cannot steer a terminal, at most `limit` characters long.

    >>> plain("two\nlines\x1b[31m")
    'two lines[31m'
    """
    from designer.render.escape import one_line

    return one_line(text, limit)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as aligned columns, the last one ragged.

    >>> print(table([("id", "title"), ("feed", "News feed")]))
    id    title
    feed  News feed
    """
    known = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*known, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in known)
    return "\n".join(line.rstrip() for line in lines)
