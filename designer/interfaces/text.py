"""Texts of users made harmless for interface files: one line, nothing unseen, and no live Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*{}\[\]<>#|~&!$@]|(?<![^\W_])_|_(?![^\W_]))")
_LIVE = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|javascript|data|www)([:.])")


def plain(text: object, limit: int = 300) -> str:
    r"""Return text on one line, shortened, without characters that cannot be seen.

    >>> plain(" a\n\tb\x07 ", 10), plain("abcdefgh", 5)
    ('a b', 'abcd…')
    """
    spaced = " ".join(str(text)[: limit * 20].split())
    line = "".join(sign for sign in spaced if sign.isprintable())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def prose(text: object, limit: int = 600) -> str:
    r"""Return text as CommonMark that reads as that text, for a `description`: no link, picture, HTML or emphasis.

    >>> prose("a *b* <c> [d](e) http://x.y")
    'a \\*b\\* \\<c\\> \\[d\\](e) http\\://x.y'
    """
    line = _MARKS.sub(r"\\\1", plain(text, limit))
    return _LIVE.sub(r"\1\\\2", line)


def visible(text: str) -> str:
    r"""Return JSON text in which every character that cannot be seen is written as its number; lines stay.

    >>> visible('{"a": "b\u202ec"}\n')
    '{"a": "b\\u202ec"}\n'
    """
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    return "".join(sign if sign.isprintable() or sign == "\n" else _number(sign) for sign in text)


def _number(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))


def sentence(*parts: str) -> str:
    """Return the parts that say something as sentences, each with its full stop.

    >>> sentence("Reads a link", "", "Ends.")
    'Reads a link. Ends.'
    """
    said = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in said)
