"""An explanation kept in a design document under the component that it explains, in a region that people own."""

from __future__ import annotations

from collections.abc import Sequence

from designer.docs.kept import Kept, kept_regions, with_kept
from designer.docs.markdown import md

_NAME = "about {}"
_HEADING = "#"


def with_explanation(document: str, *, question: str, answer: str, part: str, name: str) -> str:
    """Return a document with a question and its answer at the end of the section in whose table the component stands.

    The same question about the same component is answered once: a later answer takes the earlier one's place.

    Args:
        document: the design document as it stands.
        question: as it was asked.
        answer: lines; two spaces of indent make a line a detail of the one before.
        part: id of the component, empty where the answer is about the whole.
        name: what the component is called.
    """
    key = _NAME.format(part or "the design")
    asked = f"**{md(question)}**"
    text = "\n".join((f"<!-- keep: {key} -->", asked, "", *_listed(answer.splitlines()), "<!-- /keep -->"))
    heading = _heading_of(document, name) if part else ""
    rest = document
    for item in kept_regions(document):
        if item.name == key and item.text.split("\n")[1:2] == [asked]:
            rest = rest.replace(f"\n{item.text}\n", "\n", 1)
    return with_kept(rest, (Kept(key, text, heading, 0),))


def _listed(lines: Sequence[str]) -> list[str]:
    return [f"{'  ' * ((len(line) - len(line.lstrip())) // 2)}- {md(line.strip())}" for line in lines if line.strip()]


def _heading_of(document: str, name: str) -> str:
    """Return the heading above the table that has a component; empty where no table has it."""
    row = f"| **{md(name)}** |"
    heading = ""
    for line in document.split("\n"):
        if line.startswith(_HEADING):
            heading = line
        elif line.startswith(row):
            return heading
    return ""
