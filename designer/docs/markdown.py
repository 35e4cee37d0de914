"""Text of users made harmless for Markdown: it stays text in paragraphs, lists, headings and table cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Control characters, marks that turn the reading direction, invisible fillers and halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"([\s|]+)")
_MATHS = re.compile(r"\$\D")
# What viewers turn into a link, a mention or a picture without being asked.
_LIVE_SIGNS = ("://", "www.", "@", "mailto:", "xmpp:")
_EMOJI = re.compile(r":[a-z0-9_+-]+:", re.IGNORECASE)
_LIVE = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,30}://|www\.|mailto:|xmpp:)[^`<>]*|[\w.+%-]++@[\w./-]*|@\w[\w./-]*|:[a-z0-9_+-]+:",
    re.IGNORECASE,
)
_AFTER_LINK = ".,;!?()[]{}\"'*_~“”‘’"

# What one of the rules below could change; a text without it, which most are, stays as it is.
_SPECIAL = re.compile(r"[\\`*\[\]~&_#<|$@:]|www\.|^(?:[>+=-]|\d{1,9}[.)])", re.IGNORECASE)
_MARKS = re.compile(r"[\\`*\[\]~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|(?<!\S)#(?=#*(?:\s|$))")
_LINE_START = re.compile(r"^(?:>|[+-](?=\s|$)|[=-](?=[=-]*$)|\d{1,9}(?=[.)](?:\s|$)))")


def clean(text: str) -> str:
    r"""Return text on one line, without characters that cannot be seen.

    >>> clean(" Redirect\n\tservice\x07")
    'Redirect service'
    """
    seen = text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)
    return " ".join(seen.split())


def clip(text: str, limit: int = 120) -> str:
    """Return text on one line, shortened to `limit` characters.

    >>> clip("abcdefgh", 5)
    'abcd…'
    """
    line = clean(text[: limit * 20])
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def md(text: object) -> str:
    r"""Return text as inline Markdown that reads as that text: no link, image, HTML, heading or emphasis.

    What a viewer would link by itself (an address, a mention, an emoji's short name) becomes code.

    >>> md("a *b* | <c> [d](e)")
    'a \\*b\\* \\| &lt;c> \\[d\\](e)'
    >>> md("see https://example.org/x.")
    'see `https://example.org/x`.'
    >>> md("1. user_id"), md("# _x_")
    ('1\\. user_id', '\\# \\_x\\_')
    """
    line = clean(str(text))
    return line if _SPECIAL.search(line) is None else _escaped(line)


def _escaped(line: str) -> str:
    money = line.count("$") > 1 or line.endswith("$") or _MATHS.search(line) is not None
    lowered = line.lower()
    if any(sign in lowered for sign in _LIVE_SIGNS) or _EMOJI.search(line):
        # Odd places hold white space and bars: an address ends there.
        parts = _SPACES.split(line)
        parts = [part if number % 2 else _token(part, money) for number, part in enumerate(parts)]
        safe = "".join(parts)
    else:
        safe = _plain(line, money)
    return _LINE_START.sub(_escaped_start, safe.replace("|", "\\|"))


def _token(token: str, money: bool) -> str:
    parts, end = [], 0
    for found in _LIVE.finditer(token):
        live = found[0].rstrip(_AFTER_LINK)
        parts += [_plain(token[end : found.start()], money), code(live)]
        end = found.start() + len(live)
    return "".join([*parts, _plain(token[end:], money)])


def _plain(text: str, money: bool) -> str:
    escaped = _MARKS.sub(lambda found: f"\\{found[0]}", text).replace("<", "&lt;")
    return escaped.replace("$", "\\$") if money else escaped


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def cell(text: object) -> str:
    r"""Return a value for a table cell; an absent one is a dash.

    >>> cell("a | b"), cell("")
    ('a \\| b', '–')
    """
    return md(text) or "–"


def cells(values: Iterable[object]) -> str:
    """Return the values of a table's row, escaped and with bars between them.

    >>> cells(["Link store", "", 2])
    'Link store | – | 2'
    """
    return " | ".join(cell(value) for value in values)


def code(text: object) -> str:
    """Return text as inline code; a bar would end a table cell, so text with one is escaped instead.

    >>> code("ceil(a / b)"), code("a`b")
    ('`ceil(a / b)`', '`` a`b ``')
    """
    line = clean(str(text))
    if not line:
        return ""
    if "|" in line:
        return md(line)
    if "`" not in line:
        return f"`{line}`"
    fence = "`" * (1 + max(len(run) for run in re.findall("`+", line)))
    return f"{fence} {line} {fence}"


def anchor(heading: str) -> str:
    """Return the fragment that GitHub gives one of our own headings.

    >>> anchor("Requirements and constraints")
    'requirements-and-constraints'
    """
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
