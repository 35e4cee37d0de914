"""Documents take short ways where a text is nothing but words: they must lead to the same place as the long ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from designer.docs.blocks import parser
from designer.docs.markdown import _UNSEEN, _escaped, clean, md

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.md"))
PIECES = st.sampled_from(
    ["word", "two words", "naïve", "漢字", "1.", "12) ", "4.2", "-", "+ ", "=", ">", "#", "_", "*", "`", "~", "[x](y)", "![",
     "&amp;", "&", "<b>", "<http://x.y>", "|", "$5", "$", "www.x", "WWW.x", "a@b", ":smile:", "http://x", "mailto:x", "\\", "\n", "\t", "  ",
     "\u202e", "\u200b", "\x07", "!", "%", "(", ")", "'", '"', "/", ".", ",", ":", ";", "–"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=40))


def own() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@given(TEXTS)
def test_words_are_escaped_as_every_text(text: str) -> None:
    assert md(text) == _escaped(clean(text))


@given(TEXTS)
def test_what_can_be_seen_is_cleaned_as_every_text(text: str) -> None:
    assert clean(text) == " ".join(_UNSEEN.sub("", text).split())


@given(TEXTS)
def test_words_are_read_as_markdown_reads_every_text(text: str) -> None:
    assert parser("html").parse(text) == own().parse(text)
    table = f"| a | b |\n|---|---|\n| {text} | x |\n"
    assert parser("html").parse(table) == own().parse(table)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_whole_documents_are_read_as_markdown_reads_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parser("html").parse(text) == own().parse(text)
