"""Text of users made harmless for each text dialect: what a name says never becomes syntax.

Every function takes any string and returns one line that the dialect's own parser reads back as that text.
"""

from __future__ import annotations

import json
import re

# Control characters that are no white space, marks that turn the reading direction of the text after them or hide in
# it, halves of surrogate pairs, and the noncharacters that end each plane.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

# Marks that no rule of Mermaid gives a meaning to. Mermaid writes its own entities with the last three, which are
# therefore not plain although two of them are letters or signs of other scripts.
_MERMAID_PLAIN = frozenset(" -,'/()+?=.")
_MERMAID_OWN = frozenset("ﬂ°¶")
_MERMAID_LIST = re.compile(r"^(?:\d+[.)]|[-+])(?=\s|$)")


def one_line(text: str, limit: int = 200) -> str:
    r"""Return `text` on one line, without control characters, at most `limit` characters long.

    >>> one_line("Redirect\n\tservice\x07")
    'Redirect service'
    >>> one_line("abcdefgh", limit=5)
    'abcd…'
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return " ".join(text.split())
    # Nobody reads past the limit; cutting first keeps a name of a million characters cheap.
    line = " ".join(_UNSEEN.sub("", text[: 20 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def mermaid_text(text: str) -> str:
    """Return `text` for a quoted Mermaid label or a sequence message; marks become `#code;`.

    Mermaid reads directives, icons, mathematics and Markdown inside labels, so only marks known to be inert stay.

    >>> mermaid_text('a "b" <c>')
    'a #34;b#34; #60;c#62;'
    """
    if listed := _MERMAID_LIST.match(text):
        mark = listed.end() - 1
        return f"{text[:mark]}#{ord(text[mark])};{mermaid_text(text[mark + 1 :])}"
    return "".join(character if _is_plain_in_mermaid(character) else f"#{ord(character)};" for character in text)


def _is_plain_in_mermaid(character: str) -> bool:
    if character in _MERMAID_OWN:
        return False
    return character in _MERMAID_PLAIN or character.isalnum() or not character.isascii()


def yaml_string(text: str) -> str:
    r"""Return `text` as a quoted YAML string; angle brackets are escaped, since Mermaid rewrites tags before YAML.

    >>> yaml_string('a "b" <c>')
    '"a \\"b\\" \\u003cc\\u003e"'
    """
    return json.dumps(text, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def d2_string(*lines: str) -> str:
    r"""Return lines as one double-quoted D2 string; `$` would start a substitution.

    >>> d2_string('a "b"', "${c}")
    '"a \\"b\\"\\n\\${c}"'
    """
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") for line in lines)
    return '"' + "\\n".join(escaped) + '"'


def dot_string(*lines: str) -> str:
    r"""Return lines as one double-quoted DOT string; a backslash and an ampersand would start an escape.

    >>> dot_string('a "b"', "c & d")
    '"a \\"b\\"\\nc &amp; d"'
    """
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(escaped) + '"'
