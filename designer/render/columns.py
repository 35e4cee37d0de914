"""How many columns of a terminal a text takes, and text cut and wrapped by columns."""

from __future__ import annotations

from functools import lru_cache

from designer.render.escape import one_line


@lru_cache(maxsize=4096)
def columns(text: str) -> int:
    r"""Return how many columns a line of text takes: two for a wide character, none for a mark on another.

    >>> columns("abc"), columns("日本"), columns("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, with an ellipsis where something was left out.

    >>> cut("Redirect service", 9), cut("日本語", 5), cut("ab", 9)
    ('Redirect…', '日本…', 'ab')
    """
    if columns(text) <= width:
        return text
    if width < 1:
        return ""
    kept = text[:width]
    while kept and columns(kept) > width - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def padded(text: str, width: int) -> str:
    """Return `text` followed by as many blanks as it takes to fill `width` columns."""
    return text + " " * max(width - columns(text), 0)


def wrapped(text: str, width: int, lines: int = 2) -> tuple[str, ...]:
    """Return `text` in at most `lines` lines of `width` columns, the last one cut.

    >>> wrapped("Redirect service", 9), wrapped("A very long name indeed", 8)
    (('Redirect', 'service'), ('A very', 'long na…'))
    """
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1 and columns(rest) > width:
        words = rest.split(" ")
        count = len(words)
        while count > 1 and columns(" ".join(words[:count])) > width:
            count -= 1
        head = " ".join(words[:count])
        if columns(head) > width:
            break
        found.append(head)
        rest = " ".join(words[count:])
    return (*found, cut(rest, width)) if rest else tuple(found)


def shown(text: str, limit: int = 200) -> str:
    """Return text of a user as one line that cannot steer a terminal: no control, direction or format characters."""
    import unicodedata

    line = one_line(text, limit)
    return "".join(
        one for one in line if one in "\u200d\ufe0f" or unicodedata.category(one)[0] not in "CZ" or one == " "
    )
