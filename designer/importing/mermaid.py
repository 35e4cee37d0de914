"""Mermaid flowcharts: nodes become parts, links connections, subgraphs boundaries.

Source: Mermaid, "Flowcharts Syntax", https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from designer.brief.units import PEOPLE
from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of
from designer.importing.imported import Imported
from designer.importing.source import Source
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind

_START = re.compile(r"^\s*(?:flowchart|graph)(?:\s+(?:TB|TD|BT|RL|LR))?\s*(?:;|$)", re.MULTILINE)
_FENCE = re.compile(r"^\s*```\s*mermaid\s*$")
_SHAPES = (
    ("(((", ")))"), ("([", "])"), ("[[", "]]"), ("[(", ")]"), ("((", "))"), ("{{", "}}"), ("[/", "/]"), ("[\\", "\\]"),
    ("[/", "\\]"), ("[\\", "/]"), ("[", "]"), ("(", ")"), ("{", "}"), (">", "]"),
)  # fmt: skip
_CYLINDER, _PEOPLE_SHAPES = frozenset({"[("}), frozenset({"((", "(((", "(["})
_ID = re.compile(r"[\w](?:[\w.]|-(?![-.>]))*")
_LINK = re.compile(r"(?:<|[ox](?=[-=]))?(?:-{2,}|={2,}|-\.+-?|~{3,})(?:[>ox](?=\s|\||$|[\w\[({])|>)?")
_PIPED = re.compile(r"\s*\|\s*(\"[^\"]{0,400}\"|[^|]{0,400})\s*\|")
_INNER = re.compile(r"\s*(\"[^\"]{0,200}\"|[^\s|<>\-=.~][^|<>]{0,200}?)\s*(-{2,}>?|={2,}>?|\.+->?|-{1,2}[ox](?=\s))")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FAMILIES = frozenset(str(family) for family in Family)
_CLASS = re.compile(r":::[\w-]+")
_SKIPPED = ("classDef ", "class ", "style ", "linkStyle ", "click ", "direction ", "accTitle", "accDescr", "%%")
_AT = re.compile(r"@\{([^{}]{0,400})\}")


class _Line(NamedTuple):
    number: int
    text: str


def is_mermaid(source: Source) -> bool:
    """Tell whether a text is a Mermaid flowchart, by itself or fenced in Markdown."""
    text = _without_front_matter(source.text)
    lines = [line for line in text.split("\n")[:400] if line.strip() and not line.strip().startswith("%%")]
    if lines and _START.match(lines[0]):
        return True
    return source.main.endswith((".md", ".mmd", ".mermaid")) and any(_FENCE.match(line) for line in text.split("\n"))


def read_mermaid(source: Source, catalog: Catalog) -> Imported:
    """Return what the first flowchart of a text shows.

    Raises:
        DesignError: there is no flowchart, or it draws no node.
    """
    lines = _chart(source.text)
    if not lines:
        raise DesignError("the text holds no flowchart", where=source.main, fix="start it with `flowchart LR`")
    reader = _Reader(source, catalog)
    for line in lines:
        reader.line(line)
    found = reader.assembly.done()
    if not found.draft.graph.components:
        raise DesignError("the flowchart draws no node", where=source.main, fix="add a node, such as `api[API]`")
    return found


def _without_front_matter(text: str) -> str:
    if text.startswith("---\n") and (end := text.find("\n---", 4)) >= 0:
        return "\n" * text.count("\n", 0, end + 4) + text[end + 4 :]
    return text


def _chart(text: str) -> list[_Line]:
    """Return the lines of the first flowchart behind its heading, with their numbers."""
    lines = [_Line(number, line) for number, line in enumerate(_without_front_matter(text).split("\n"), start=1)]
    begin = next((index for index, line in enumerate(lines) if _START.match(line.text)), None)
    if begin is None:
        return []
    end = next(
        (index for index in range(begin + 1, len(lines)) if lines[index].text.strip().startswith("```")), len(lines)
    )
    first = lines[begin]
    rest = first.text.partition(";")[2]
    return [_Line(first.number, rest), *lines[begin + 1 : end]]


class _Reader:
    def __init__(self, source: Source, catalog: Catalog) -> None:
        self.source, self.catalog = source, catalog
        self.assembly = Assembly("Mermaid", catalog, title="", text=source.text)
        self.within: list[str] = []
        self.waiting: list[Callable[[], None]] = []
        self.subtitles: dict[str, str] = {}

    def line(self, line: _Line) -> None:
        for text in _statements(line.text):
            self._statement(_Line(line.number, text))

    def _statement(self, line: _Line) -> None:
        text = line.text.strip()
        self.waiting = []
        if not text or text.startswith(_SKIPPED):
            return
        if text.startswith("subgraph"):
            self._open(line, text.removeprefix("subgraph").strip())
        elif text == "end":
            if self.within:
                self.within.pop()
        elif self._chain(line, text):
            for act in self.waiting:
                act()
        else:
            self.assembly.leave(self.source.main, line.number, f"not understood: {text[:80]}")

    def _open(self, line: _Line, rest: str) -> None:
        match = _ID.match(rest)
        key = match.group() if match else rest
        label = rest[match.end() :].strip() if match else ""
        name = _clean(label[1:-1] if label[:1] in "[(" else (label and rest) or rest)
        key = key if label[:1] in ("[", "(", "") else rest
        self.assembly.bound(
            key, name or key, where=f"{self.source.main}:{line.number}", parent=self.within[-1] if self.within else None
        )
        self.within.append(key)

    def _chain(self, line: _Line, text: str) -> bool:
        """Read `a & b -->|label| c --> d`; return whether all of it was understood."""
        sources, position = self._nodes(line, text, 0)
        if not sources:
            return False
        while position < len(text):
            found = _link_at(text, position)
            if found is None:
                return not text[position:].strip()
            label, mark, position = found
            targets, position = self._nodes(line, text, position)
            if not targets:
                return False
            for source in sources:
                for target in targets:
                    self.waiting.append(partial(self._connect, line, source, target, label, mark))
            sources = targets
        return True

    def _connect(self, line: _Line, source: str, target: str, label: str, mark: str) -> None:
        if "~" in mark or source not in self.assembly or target not in self.assembly:
            return
        if mark.startswith("<") and not mark.endswith(">"):
            source, target = target, source
        mode = Mode.ASYNC if "." in mark else None
        words, _, protocol = _clean(label).partition(" · ")
        where = f"{self.source.main}:{line.number}"
        self.assembly.connect(source, target, where=where, label=words, protocol=protocol, mode=mode)

    def _nodes(self, line: _Line, text: str, position: int) -> tuple[list[str], int]:
        """Read nodes joined by `&`; return their keys and where the text goes on."""
        keys: list[str] = []
        while True:
            position += len(text[position:]) - len(text[position:].lstrip())
            match = _ID.match(text, position)
            if match is None:
                return keys, position
            position = self._node(line, match.group(), text, match.end())
            keys.append(match.group())
            following = text[position:].lstrip()
            if not following.startswith("&"):
                return keys, position
            position = len(text) - len(following) + 1

    def _node(self, line: _Line, key: str, text: str, position: int) -> int:
        label, shape = "", ""
        for opening, closing in _SHAPES:
            if text.startswith(opening, position):
                inner, end = _enclosed(text, position + len(opening), closing)
                if end >= 0:
                    label, shape, position = inner, opening, end
                    break
        if (match := _AT.match(text, position)) is not None:
            said = re.search(r'label:\s*"([^"]{0,200})"', match.group(1))
            label, position = said.group(1) if said else label, match.end()
            shape = "[(" if re.search(r"shape:\s*(?:cyl|db|database)", match.group(1)) else shape
        ours = ""
        if (match := _CLASS.match(text, position)) is not None:
            position = match.end()
            ours = match.group().removeprefix(":::")
        if ours in _FAMILIES and _BREAK.search(label):
            # Our own export: the name, and on the next line the product or the kind.
            label, below = _BREAK.split(label, maxsplit=1)
            self.subtitles[key] = _clean(below)
        if not self.assembly.has_boundary(key):
            self.waiting.append(partial(self._add, line, key, _clean(label), shape))
        return position

    def _add(self, line: _Line, key: str, label: str, shape: str) -> None:
        where = f"{self.source.main}:{line.number}"
        inside = self.within[-1] if self.within else None
        if key not in self.assembly:
            nature = self._nature(key, label, shape)
            self.assembly.add(key, label or key, nature, where=where, id=key, boundary=inside, existing=True)
        elif label:
            nature = self._nature(key, label, shape)
            self.assembly.change(key, name=label, kind=nature.kind, technology=nature.technology)
        if inside:  # a node that was drawn above belongs to the first subgraph that names it
            self.assembly.place(key, inside)

    def _nature(self, key: str, label: str, shape: str) -> Nature:
        below = self.subtitles.get(key)
        found = nature_of(
            [below, label] if below else [label or key],
            self.catalog,
            default=Kind.RELATIONAL_DB if shape in _CYLINDER else Kind.SERVICE,
        )
        if shape in _CYLINDER and found.kind is Kind.SERVICE and not found.technology:
            return found._replace(kind=Kind.RELATIONAL_DB)
        if shape in _PEOPLE_SHAPES and found == Nature(Kind.SERVICE, "") and words_of_people(label or key):
            return Nature(Kind.PERSON, "")
        return found


def words_of_people(label: str) -> bool:
    """Tell whether a label names somebody rather than something: a "user", but no "user service"."""
    last = label.casefold().split()[-1:]
    return any(word in PEOPLE or word in _PEOPLE for word in last)


_PEOPLE = frozenset(
    "user customer client admin operator actor visitor person developer traveller traveler employee agent seller".split()
)


def _statements(text: str) -> Iterator[str]:
    """Yield the statements of a line; a semicolon inside quotes or brackets ends none."""
    depth, quoted, start = 0, False, 0
    for index, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "[({":
            depth += 1
        elif not quoted and char in "])}":
            depth -= 1
        elif char == ";" and not quoted and depth <= 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _link_at(text: str, position: int) -> tuple[str, str, int] | None:
    """Return the label, the mark and the end of the link at `position`, or None."""
    gap = len(text[position:]) - len(text[position:].lstrip())
    match = _LINK.match(text, position + gap)
    if match is None:
        return None
    mark, end = match.group(), match.end()
    if (piped := _PIPED.match(text, end)) is not None:
        return piped.group(1), mark, piped.end()
    if not mark.endswith((">", "o", "x")) and (inner := _INNER.match(text, end)) is not None:
        # `a -- words --> b`, `a -. words .-> b`, `a == words ==> b`
        return inner.group(1), mark + inner.group(2), inner.end()
    return "", mark, end


def _enclosed(text: str, start: int, closing: str) -> tuple[str, int]:
    """Return the words up to `closing`, which quotes may hold as well, and the place behind it; -1 when it is missing."""
    if text.startswith('"', start):
        quote = text.find('"', start + 1)
        end = text.find(closing, quote + 1) if quote >= 0 else -1
        return (text[start + 1 : quote], end + len(closing)) if end >= 0 else ("", -1)
    end = text.find(closing, start)
    return (text[start:end], end + len(closing)) if end >= 0 else ("", -1)


def _clean(label: str) -> str:
    """Return a label as plain text: no markup, no entities, one line."""
    text = _BREAK.sub(" ", label).replace("\\n", " ")
    text = re.sub(r"</?[A-Za-z][^<>]{0,100}>", "", text)
    text = text.strip("\"'` ").replace("**", "")  # before entities become the quotes that the author meant to show
    text = html.unescape(re.sub(r"#(\w{1,12});", r"&\1;", text))
    return " ".join(text.split())[:200]
