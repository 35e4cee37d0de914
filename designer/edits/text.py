"""Text that a language model or a user wrote: cleaned, shortened and fenced, so that it stays data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

# Controls mean nothing in a name and are not allowed in XML; lone surrogates cannot be encoded. Format
# characters (joiners of emoji, direction marks) are text and stay.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    r"""Return `text` with Unix line ends and without control characters and lone surrogates.

    >>> clean_text("a\x00b\r\nc")
    'ab\nc'
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    r"""Return `text` cleaned, with every run of white space as one space.

    >>> one_line(" a\n b ")
    'a b'
    """
    return " ".join(clean_text(text).split())


def clip_line(text: str, limit: int) -> str:
    """Return `text` on one line of at most `limit` characters.

    >>> clip_line("abcdef", 4)
    'abc…'
    """
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def clip_middle(text: str, limit: int) -> str:
    """Return `text` cleaned; of a longer one the first two thirds and the last third of `limit` characters."""
    text = clean_text(text)
    if len(text) <= limit:
        return text
    head, tail = 2 * limit // 3, limit // 3
    return f"{text[:head]}\n[{len(text) - head - tail} characters left out]\n{text[-tail:]}"


def join_within(items: Iterable[str], *, separator: str, limit: int) -> str:
    """Return the items that fit into `limit` characters, joined, and how many did not.

    >>> join_within(["aa", "bb", "cc"], separator=" ", limit=5)
    'aa bb (and 1 more)'
    """
    every = list(items)
    shown: list[str] = []
    room = limit
    for item in every:
        room -= len(item) + (len(separator) if shown else 0)
        if room < 0:
            break
        shown.append(item)
    rest = len(every) - len(shown)
    return separator.join([*shown, f"(and {rest} more)"] if rest else shown)


def fence(what: str, text: str) -> str:
    """Return `text` between a BEGIN and an END line whose tag the text cannot hold.

    The tag is a digest of the text: to close its own fence, a text would have to hold its own digest.
    """
    body = clean_text(text)
    tag = hashlib.sha256(body.encode()).hexdigest()[:16]
    return f"BEGIN {what} {tag}\n{body}\nEND {what} {tag}"
