"""User text made harmless for each target: Python, TOML, make, Markdown. It stays text in all of them."""

from __future__ import annotations

import json
import re

from designer.model.base import canonical_json

_COMMENT_LIMIT = 160
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#|~$&@:])")


def one_line(text: str, limit: int) -> str:
    r"""Return text on one line, shortened, without characters that cannot be seen.

    >>> one_line(" a\n\tb\x07 ", 10), one_line("abcdefgh", 5)
    ('a b', 'abcd…')
    """
    spaced = " ".join(text[: limit * 20].split())
    line = "".join(sign for sign in spaced if sign.isprintable())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def py(value: object) -> str:
    r"""Return a value as a Python literal: a text, number, boolean, None, or a tuple of them.

    >>> py('a"b\n'), py(2.0), py(("a",)), py(None)
    ('\'a"b\\n\'', '2.0', "('a',)", 'None')
    """
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError("a number of the generated code must be finite")
        return repr(value)
    if isinstance(value, tuple):
        inner = ", ".join(py(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    # ascii() also escapes what turns the reading direction or looks like another letter.
    return ascii(str(value))


def doc(value: object) -> str:
    r"""Return text for a docstring or a comment: one line, no quotes or backslashes, so that it cannot end there.

    >>> doc('say \"\"\"hi\"\"\"\n\\x')
    "say '''hi''' /x"
    """
    return one_line(str(value), _COMMENT_LIMIT).replace("\\", "/").replace('"', "'") or "-"


def md(value: object) -> str:
    r"""Return text as inline Markdown that reads as that text, in a paragraph, a heading or a table cell.

    >>> md("a|b *c* <d>")
    'a\\|b \\*c\\* \\<d\\>'
    """
    return _MARKS.sub(r"\\\1", one_line(str(value), 300)) or "-"


def toml(value: object) -> str:
    r"""Return text as a TOML string.

    >>> toml('a "b"')
    '"a \\"b\\""'
    """
    return canonical_json(one_line(str(value), 400)).strip()


def yaml(value: str | tuple[str, ...]) -> str:
    r"""Return a text, or a list of texts, as YAML has it on one line.

    >>> yaml("a: b"), yaml(("CMD", "x"))
    ('"a: b"', '["CMD", "x"]')
    """
    return json.dumps(value)
