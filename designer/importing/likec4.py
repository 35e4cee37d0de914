"""LikeC4 models: elements of the kinds that the file itself defines, nested, and their relationships.

Source: LikeC4, "DSL: model", https://likec4.dev/dsl/model/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of
from designer.importing.blocks import Statement, find, flattened, statements_of
from designer.importing.facts import PREFIX, boundary_fields, flow_of, link_fields, part_fields, unpacked
from designer.importing.imported import Imported
from designer.importing.source import Source
from designer.model.connection import Mode
from designer.model.flow import Step
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
    statements = statements_of(source.text, name=source.main)
    for statement in find(statements, "model"):
        reader.elements(statement.block, "", None)
    reader.relate()
    for statement in find(statements, "views"):
        for view in find(statement.block, "dynamic"):
            reader.flow(view)
    found = reader.assembly.done()
    if not found.draft.graph.components:
        raise DesignError("the model is empty", where=source.main, fix="add elements to `model { }`")
    return found


class _Reader:
    def __init__(self, source: Source, catalog: Catalog) -> None:
        self.source, self.catalog = source, catalog
        self.comments = tuple(_comments(source.text))
        title = next((facts for about, facts in self.comments if about == "title"), {})
        title_text = unpacked(title.get("title") or title.get("shown", ""))
        self.assembly = Assembly("LikeC4", catalog, title=title_text, text="")
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
        facts = _facts(statement)
        if facts.get("boundary") == "true" or any(_declared(item)[1] for item in statement.block if item.arrow < 0):
            own, fields = facts.get("id", ""), boundary_fields(facts)
            self.assembly.bound(key, title, where=where, parent=boundary, id=own, fields=fields)
            self.elements(statement.block, key, key)
            return
        technology = said.get("technology") or (texts[2] if len(texts) > 2 else "")
        nature = self._nature(kind, title, technology)
        fields = part_fields(facts)
        if "kind" in fields:
            fields.setdefault("technology", technology)
        own = facts.get("id") or name
        self.assembly.add(
            key, title, nature, where=where, id=own, description=description, boundary=boundary, fields=fields
        )
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
            facts = _facts(statement)
            fields = link_fields(facts)
            if "mode" in fields:
                fields.setdefault("protocol", said.get("technology", ""))
            self.assembly.connect(
                source,
                target,
                where=f"{self.source.main}:{statement.line}",
                label=said.get("title") or (texts[0] if texts else ""),
                protocol=said.get("technology", ""),
                mode=Mode.ASYNC if kind in ("async", "event", "publishes", "subscribes") else None,
                id=facts.get("id", ""),
                fields=fields,
            )
        keys = {self.assembly.part(key).id: key for key in self.assembly.keys}
        for about, facts in self.comments:
            # A part's connection with itself, which LikeC4 has no words for.
            if about == "connection" and facts.get("source") in keys and facts.get("target") in keys:
                own, fields = facts.get("id", ""), link_fields(facts)
                start, end = keys[facts["source"]], keys[facts["target"]]
                self.assembly.connect(start, end, where=self.source.main, id=own, fields=fields)

    def flow(self, view: Statement) -> None:
        """Read a dynamic view; steps that end at an element whose parts are shown are left out."""
        key = view.word(2)
        facts = next((said for about, said in self.comments if about == "flow" and said.get("view") == key), {})
        title, steps = "", []
        for statement in flattened(view.block):
            if statement.word(0) == "title":
                title = statement.word(1)
            for arrow in (number for number, piece in enumerate(statement.pieces) if piece.type == "arrow"):
                ends = [self._found(statement.word(max(0, arrow + way)), "") for way in (-1, 1)]
                if statement.pieces[arrow].text.startswith("<"):
                    ends.reverse()
                if any(end not in self.assembly for end in ends):
                    shown = " ".join(piece.text for piece in statement.pieces[:3])
                    self.assembly.leave(self.source.main, statement.line, f"{shown[:80]}: no step between two parts")
                    continue
                source, target = (self.assembly.part(end).id for end in ends)
                said = next((piece.text for piece in statement.pieces[arrow + 2 : arrow + 3] if piece.is_text), "")
                steps.append(Step(source=source, target=target, message=said))
        where = f"{self.source.main}:{view.line}"
        flow = flow_of(facts, key=key, name=title or key, steps=steps, parts=self.assembly.ids, where=where)
        if flow is not None:
            self.assembly.add_flow(flow)

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


def _comments(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what our own comments say: the word behind the prefix, and its facts."""
    for line in re.finditer(rf"^ *// {PREFIX}\.(\w+) (.*)$", text, re.MULTILINE):
        pairs = (fact.partition("=") for fact in line[2].split(", "))
        yield line[1], {name: value for name, _, value in pairs}


def _facts(statement: Statement) -> dict[str, str]:
    """Return the metadata of a statement that is ours, without its prefix."""
    return {
        item.word(0).removeprefix(f"{PREFIX}-").replace("-", ".", 1): item.word(1)
        for metadata in statement.block
        if metadata.word(0) == "metadata"
        for item in metadata.block
        if item.word(0).startswith(f"{PREFIX}-") and len(item.pieces) == 2
    }


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
