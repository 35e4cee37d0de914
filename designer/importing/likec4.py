"""LikeC4 models: elements of the kinds that the file itself defines, nested, and their relationships.

Source: LikeC4, "DSL: model", https://likec4.dev/dsl/model/
"""

from __future__ import annotations

import re

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of
from designer.importing.blocks import Statement, find, statements_of
from designer.importing.imported import Imported
from designer.importing.source import Source
from designer.model.connection import Mode
from designer.model.kinds import Kind

_SAID = frozenset({"title", "description", "summary", "technology", "link", "icon", "style", "metadata", "notation"})
_PEOPLE = frozenset({"actor", "person", "user"})


def is_likec4(source: Source) -> bool:
    """Tell whether a file is a LikeC4 model: a specification or model block, and its suffix or `element` rows."""
    named = source.main.endswith((".c4", ".likec4", ".like-c4"))
    return named or bool(
        re.search(r"^\s*specification\s*\{", source.text, re.MULTILINE)
        and re.search(r"^\s*model\s*\{", source.text, re.MULTILINE)
    )


def read_likec4(source: Source, catalog: Catalog) -> Imported:
    """Return what a model describes.

    Raises:
        DesignError: the braces do not match, or the model is empty; with the line.
    """
    reader = _Reader(source, catalog)
    for statement in find(statements_of(source.text, name=source.main), "model"):
        reader.elements(statement.block, "", None)
    reader.relate()
    found = reader.assembly.done()
    if not found.draft.graph.components:
        raise DesignError("the model is empty", where=source.main, fix="add elements to `model { }`")
    return found


class _Reader:
    def __init__(self, source: Source, catalog: Catalog) -> None:
        self.source, self.catalog = source, catalog
        self.assembly = Assembly("LikeC4", catalog, title="", text="")
        self.links: list[tuple[Statement, str]] = []

    def elements(self, block: tuple[Statement, ...], path: str, boundary: str | None) -> None:
        for statement in block:
            if statement.arrow >= 0:
                self.links.append((statement, path))
                continue
            kind, name = _declared(statement)
            if name:
                self._element(statement, kind, name, path, boundary)
            elif statement.word(0) in ("extend",) and statement.block:
                self.elements(statement.block, statement.word(1), statement.word(1))
            elif statement.word(0) not in _SAID and not statement.word(0).startswith("#"):
                self.assembly.leave(self.source.main, statement.line, f"not understood: {statement.word(0)[:60]}")

    def _element(self, statement: Statement, kind: str, name: str, path: str, boundary: str | None) -> None:
        key = f"{path}.{name}" if path else name
        texts = [piece.text for piece in statement.pieces if piece.is_text]
        said = {item.word(0): item.word(1) for item in statement.block if item.arrow < 0 and len(item.pieces) == 2}
        title = said.get("title") or (texts[0] if texts else name)
        description = said.get("description") or (texts[1] if len(texts) > 1 else "")
        where = f"{self.source.main}:{statement.line}"
        if any(_declared(item)[1] for item in statement.block if item.arrow < 0):
            self.assembly.bound(key, title, where=where, parent=boundary)
            self.elements(statement.block, key, key)
            return
        technology = said.get("technology") or (texts[2] if len(texts) > 2 else "")
        nature = self._nature(kind, title, technology)
        self.assembly.add(key, title, nature, where=where, id=name, description=description, boundary=boundary)
        self.links += [(item, key) for item in statement.block if item.arrow >= 0]

    def _nature(self, kind: str, title: str, technology: str) -> Nature:
        if kind.casefold() in _PEOPLE:
            return Nature(Kind.PERSON, "")
        found = nature_of([technology, title, kind], self.catalog)
        product = nature_of([technology], self.catalog)
        return found._replace(technology=product.technology or technology or found.technology)

    def relate(self) -> None:
        """Connect what the relationships name; an end inside a block may be left out or be `this` or `it`."""
        for statement, within in self.links:
            arrow = statement.arrow
            source = self._found(statement.word(arrow - 1) if arrow else "this", within)
            target = self._found(statement.word(arrow + 1), within)
            if source not in self.assembly or target not in self.assembly:
                ends = " ".join(piece.text for piece in statement.pieces[:3])
                group = any(self.assembly.has_boundary(key) for key in (source, target))
                reason = "ends at an element whose parts are shown" if group else "names something that is not there"
                self.assembly.leave(self.source.main, statement.line, f"{ends[:80]}: {reason}")
                continue
            texts = [piece.text for piece in statement.pieces[arrow + 2 :] if piece.is_text]
            said = {item.word(0): item.word(1) for item in statement.block if len(item.pieces) > 1}
            kind = statement.pieces[arrow].text.strip("-[]>").casefold()
            self.assembly.connect(
                source,
                target,
                where=f"{self.source.main}:{statement.line}",
                label=said.get("title") or (texts[0] if texts else ""),
                protocol=said.get("technology", ""),
                mode=Mode.ASYNC if kind in ("async", "event", "publishes", "subscribes") else None,
            )

    def _found(self, name: str, within: str) -> str:
        """Return the key behind a name, looked for from the inside out."""
        if name in ("this", "it"):
            return within
        parts = within.split(".") if within else []
        for depth in range(len(parts), -1, -1):
            key = ".".join([*parts[:depth], name])
            if key in self.assembly or self.assembly.has_boundary(key):
                return key
        ends = [key for key in self.assembly.keys if key.endswith(f".{name}")]
        return ends[0] if len(ends) == 1 else name


def _declared(statement: Statement) -> tuple[str, str]:
    """Return kind and name of an element: `name = kind "Title"` or `kind name "Title"`; empty when it is none."""
    pieces = statement.pieces
    if len(pieces) > 2 and pieces[1].text == "=" and pieces[0].type == "word" and pieces[2].type == "word":
        return pieces[2].text, pieces[0].text
    if (
        len(pieces) > 1
        and pieces[0].type == "word"
        and pieces[1].type == "word"
        and pieces[0].text not in _SAID | {"extend"}
    ):
        return pieces[0].text, pieces[1].text
    return "", ""
