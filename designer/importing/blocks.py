"""Languages of words, strings and braces (Structurizr DSL, LikeC4): text to nested statements, with lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from designer.errors import DesignError

_TOKEN = re.compile(
    r'(?P<string>"""(?:[^"]|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'\'\'(?:[^\']|\'(?!\'\'))*\'\'\'|\'(?:[^\'\\\n]|\\.)*\')'
    r"|(?P<comment>//[^\n]*|\#[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)"
    r"|(?P<arrow>-\[[^\]\n]{0,80}\]->|->|<-|<->)"
    r"|(?P<brace>[{}])"
    r"|(?P<newline>\n)"
    r"|(?P<continued>\\[ \t]*\n)"
    r"|(?P<mark>[=:;,()\[\]|])"
    r"|(?P<word>[^\s{}=;,()\[\]|\"'\\]+)"
    r"|(?P<other>\\|\"|')"
)
MAX_DEPTH = 60
MAX_TOKENS = 500_000


class Piece(NamedTuple):
    """A word, string, arrow or mark of a statement."""

    text: str
    type: str

    @property
    def is_text(self) -> bool:
        """Whether it was written in quotes."""
        return self.type == "string"


class Statement(NamedTuple):
    """A statement: its pieces on one line, the line, and the statements of its block."""

    pieces: tuple[Piece, ...]
    line: int
    block: tuple[Statement, ...] = ()

    def word(self, index: int) -> str:
        """Return the text of a piece; empty when there is none."""
        return self.pieces[index].text if index < len(self.pieces) else ""

    @property
    def arrow(self) -> int:
        """The place of the arrow, or -1."""
        return next((number for number, piece in enumerate(self.pieces) if piece.type == "arrow"), -1)


class _Token(NamedTuple):
    type: str
    text: str
    line: int


def plain(text: str) -> str:
    r"""Return what stands between quotes, where a backslash takes the meaning from the next character.

    >>> plain('a \\"b\\"')
    'a "b"'
    """
    return re.sub(r"\\(.)", r"\1", text)


def statements_of(text: str, *, name: str, quoted: Callable[[str], str] = plain) -> tuple[Statement, ...]:
    """Return the statements of a text, nested as their braces are; `quoted` gives the meaning of what is in quotes.

    Raises:
        DesignError: braces do not match, or it is nested too deep; with the line.
    """
    tokens = _tokens(text, name, quoted)
    found, end = _block(tokens, 0, 0, name)
    if end < len(tokens):
        where = f"{name}:{tokens[end].line}"
        raise DesignError("a brace is closed that was not opened", where=where, fix="remove it, or open it before")
    return found


def _tokens(text: str, name: str, quoted: Callable[[str], str]) -> list[_Token]:
    found: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup or "other", match.group()
        if kind == "string":
            quote = 3 if value.startswith(('"""', "'''")) else 1
            inner = value[quote:-quote]
            found.append(_Token("string", quoted(inner), line))
        elif kind in ("arrow", "brace", "newline", "mark", "word"):
            found.append(_Token(kind, value, line))
        line += value.count("\n")
        if len(found) > MAX_TOKENS:
            raise DesignError("the file is too long", where=f"{name}:{line}", fix="split it")
    return found


def _block(tokens: list[_Token], position: int, depth: int, name: str) -> tuple[tuple[Statement, ...], int]:
    """Return the statements up to the closing brace or the end, and where that stands."""
    if depth > MAX_DEPTH:
        raise DesignError("blocks are nested too deep", where=f"{name}:{tokens[position - 1].line}", fix="flatten them")
    found: list[Statement] = []
    pieces: list[Piece] = []
    line = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "brace" and token.text == "}":
            break
        if token.type == "brace":
            inner, end = _block(tokens, position + 1, depth + 1, name)
            if end >= len(tokens):
                raise DesignError("a brace is not closed", where=f"{name}:{token.line}", fix="close it with }")
            found.append(Statement(tuple(pieces), line or token.line, inner))
            pieces, line, position = [], 0, end + 1
            continue
        if token.type == "newline" or (token.type == "mark" and token.text == ";"):
            if pieces:
                found.append(Statement(tuple(pieces), line))
            pieces, line = [], 0
        else:
            line = line or token.line
            pieces.append(Piece(token.text, token.type))
        position += 1
    if pieces:
        found.append(Statement(tuple(pieces), line))
    return tuple(found), position


def find(statements: tuple[Statement, ...], word: str) -> Iterator[Statement]:
    """Yield the statements that begin with a word."""
    return (item for item in statements if item.word(0) == word)


def flattened(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yield statements, and those of their blocks behind each."""
    for item in statements:
        yield item
        yield from flattened(item.block)
