"""Our own Markdown as a tree of plain values, for the targets that are no text: PDF and Word.

Only what our templates write is kept: headings, paragraphs, lists, tables, quotes, code and our pictures. A link to
a place in the document stays; any other is its words, and a picture that is not one of ours is its description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from designer.errors import SettingsError

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

Node = dict[str, Any]
PICTURE = re.compile(r"^diagrams/([a-z0-9-]{1,80})\.svg$")
# The characters at which the rules of inline Markdown begin.
_MARKUP = re.compile(r"[\n\\`*_\[\]!<&~]")
_ANCHOR = re.compile(r"^#[\w-]+$")
_INLINE = {"strong_open": "b", "em_open": "i", "s_open": "s", "link_open": "a"}
_BLOCK = {"bullet_list_open": "ul", "ordered_list_open": "ol", "blockquote_open": "quote", "list_item_open": "item"}
_WIDEST, _LONGEST, _DAMPED = 14, 40, 0.72


def parser(extra: str) -> MarkdownIt:
    """Return the parser of our Markdown: HTML is text, and nothing becomes a link by itself.

    Raises:
        SettingsError: markdown-it-py is not installed; `extra` names what to install.
    """
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise missing("markdown-it-py", extra) from error
    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    made.core.ruler.at("inline", _inline)
    return made


def _inline(state: StateCore) -> None:
    """Parse what stands in blocks, as markdown-it's own rule does; most of it is nothing but words."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type == "inline":
            if _MARKUP.search(token.content) is None:
                token.children = [Token("text", "", 0, content=token.content)] if token.content else []
            else:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def missing(package: str, extra: str) -> SettingsError:
    """Return the error for an optional package that is not installed."""
    return SettingsError(
        f"{package} is not installed", where=f"--format {extra}", fix=f"pip install 'designer[{extra}]'"
    )


def anchors(tokens: Sequence[Token]) -> list[str]:
    """Return the fragment of each heading in order, as GitHub gives them: a second one of a name gets a number.

    Source: GitHub's rule for headings: lower case, punctuation dropped, spaces to hyphens, `-1` for the second.
    """
    from designer.docs.markdown import anchor

    seen: dict[str, int] = {}
    found = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            slug = anchor(plain(tokens[number + 1].children or ())) or "section"
            found.append(slug if slug not in seen else f"{slug}-{seen[slug]}")
            seen[slug] = seen.get(slug, 0) + 1
    return found


def plain(children: Sequence[Token]) -> str:
    """Return the words of an inline run."""
    return "".join(child.content if child.type in ("text", "code_inline") else "" for child in children)


def is_contents(inline: Token) -> bool:
    """Return whether a paragraph is the line of contents, which every other target than Markdown makes anew."""
    children = inline.children or []
    return plain(children).startswith("Contents:") and sum(child.type == "link_open" for child in children) > 1


def parse(text: str, extra: str) -> list[Node]:
    """Return the blocks of a document in order.

    Raises:
        SettingsError: markdown-it-py is not installed.
    """
    tokens = parser(extra).parse(text)
    return _blocks(iter(tokens), iter(anchors(tokens)), "")


def _blocks(tokens: Iterator[Token], names: Iterator[str], end: str) -> list[Node]:
    found: list[Node] = []
    for token in tokens:
        if token.type == end:
            break
        if token.type == "heading_open":
            found.append({"t": "h", "level": int(token.tag[1]), "id": next(names), "c": _run(tokens)})
            next(tokens)
        elif token.type == "paragraph_open":
            inline = next(tokens)
            next(tokens)
            if not is_contents(inline):
                found.append(_picture(inline) or {"t": "p", "c": _inlines(inline)})
        elif token.type in _BLOCK:
            inside = _blocks(tokens, names, token.type.replace("_open", "_close"))
            found.append({"t": _BLOCK[token.type], "c": inside})
        elif token.type == "table_open":
            found.append(_table(tokens))
        elif token.type in ("fence", "code_block"):
            found.append({"t": "code", "v": token.content})
        elif token.type == "hr":
            found.append({"t": "hr"})
    return found


def _run(tokens: Iterator[Token]) -> list[Node]:
    return _inlines(next(tokens))


def _picture(inline: Token) -> Node | None:
    children = inline.children or []
    if len(children) == 1 and children[0].type == "image":
        found = PICTURE.match(str(children[0].attrs.get("src", "")))
        if found:
            return {"t": "img", "view": found[1], "alt": children[0].content}
    return None


def _inlines(inline: Token) -> list[Node]:
    return _spans(iter(inline.children or ()), "")


def _spans(children: Iterator[Token], end: str) -> list[Node]:
    found: list[Node] = []
    for child in children:
        if child.type == end:
            break
        if child.type == "text":
            if child.content:
                found.append({"t": "s", "v": child.content})
        elif child.type == "code_inline":
            found.append({"t": "code", "v": child.content})
        elif child.type in ("softbreak", "hardbreak"):
            found.append({"t": "s", "v": " "})
        elif child.type == "image":
            found.append({"t": "s", "v": child.content})
        elif child.type in _INLINE:
            inside = _spans(children, child.type.replace("_open", "_close"))
            target = str(child.attrs.get("href", ""))
            if child.type != "link_open":
                found.append({"t": _INLINE[child.type], "c": inside})
            elif _ANCHOR.match(target):
                found.append({"t": "a", "to": target[1:], "c": inside})
            else:
                found += inside
    return found


def _table(tokens: Iterator[Token]) -> Node:
    rows: list[list[list[Node]]] = []
    align: list[str] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            if token.type == "th_open":
                align.append(str(token.attrs.get("style", "")).removeprefix("text-align:") or "left")
            rows[-1].append(_run(tokens))
    return {"t": "table", "head": rows[0], "rows": rows[1:], "align": align, "widths": _widths(rows)}


def _widths(rows: list[list[list[Node]]]) -> list[int]:
    """Return how wide each column should be against the others: by its longest word, and by what it holds in all."""
    wide = []
    for column in zip(*rows, strict=True):
        words = [words_of(cell) for cell in column]
        longest = max((len(word) for text in words for word in text.split()), default=1)
        long_ones = sorted(len(text) for text in words)[-max(1, len(words) // 4) :]
        # Long texts take more lines rather than all of the width.
        typical = sum(long_ones) / len(long_ones)
        wide.append(
            max(5, min(longest + 2, _WIDEST), min(round(typical), _WIDEST), min(_LONGEST, round(typical**_DAMPED)))
        )
    return wide


def words_of(run: Sequence[Node]) -> str:
    """Return the words of a run of inline nodes."""
    return "".join(node["v"] if "v" in node else words_of(node.get("c", ())) for node in run)


def pictures_in(blocks: Sequence[Node]) -> list[str]:
    """Return the ids of the views that blocks show, in order."""
    found: list[str] = []
    for block in blocks:
        if block["t"] == "img":
            found.append(block["view"])
        elif block["t"] in ("ul", "ol", "quote", "item"):
            found += pictures_in(block["c"])
    return list(dict.fromkeys(found))
