"""Structurizr workspaces, DSL and JSON: people, systems, containers and what they say of each other.

Source: Structurizr, "DSL language reference", https://docs.structurizr.com/dsl/language; JSON schema of the workspace,
https://github.com/structurizr/json
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of
from designer.importing.blocks import Piece, Statement, find, flattened, statements_of
from designer.importing.facts import PREFIX, boundary_fields, by_id, flow_of, link_fields, part_fields, unpacked
from designer.importing.imported import Imported
from designer.importing.source import Source
from designer.model.connection import Mode
from designer.model.flow import Step
from designer.model.kinds import Kind

_ELEMENTS = frozenset({"person", "softwaresystem", "container", "component", "element"})
_SAID = frozenset({"description", "technology", "tags", "url", "properties", "perspectives", "this", "group"})
_SKIPPED = frozenset(
    "!identifiers !docs !adrs !include !const !var !impliedrelationships !ref !element !elements !relationship !relationships "
    "!script !plugin !constant deploymentenvironment archetypes views configuration styles".split()
)


def is_structurizr(source: Source) -> bool:
    """Tell whether a file is a workspace: the DSL, or its JSON."""
    text = source.text[:20_000]
    if re.match(r"\s*\{", text):
        return '"model"' in source.text and ('"softwareSystems"' in source.text or '"people"' in source.text)
    return bool(re.search(r"^\s*workspace\b", text, re.MULTILINE))


def read_structurizr(source: Source, catalog: Catalog) -> Imported:
    """Return what a workspace describes.

    Raises:
        DesignError: the braces or the JSON are broken, or the model is empty; with the line.
    """
    reader = _Reader(source, catalog)
    if source.text.lstrip().startswith("{"):
        reader.read_json()
    else:
        reader.read_dsl()
    found = reader.assembly.done()
    if not found.draft.graph.components:
        raise DesignError("the workspace's model is empty", where=source.main, fix="add people, systems or containers")
    return found


class _Reader:
    def __init__(self, source: Source, catalog: Catalog) -> None:
        self.source, self.catalog = source, catalog
        self.assembly = Assembly("Structurizr", catalog, title="", text="")
        self.keys: dict[str, str] = {}
        self.links: list[tuple[Statement, str, tuple[str, ...]]] = []
        # Boundaries that the model declares in its properties, by the key of what is around them and the name shown.
        self.declared: dict[tuple[str | None, str], str] = {}

    # -- the DSL -----------------------------------------------------------------------------------------------

    def read_dsl(self) -> None:
        statements = statements_of(self.source.text, name=self.source.main, quoted=_quoted)
        workspace = next(find(statements, "workspace"), None)
        if workspace is None:
            fix = "start it with `workspace {`"
            raise DesignError("the file holds no workspace", where=self.source.main, fix=fix)
        name = next((piece.text for piece in workspace.pieces[1:] if piece.is_text), "")
        models = tuple(find(workspace.block, "model"))
        facts = {key: text for model in models for key, text in _facts(model).items()}
        name = unpacked(facts.get("title", "")) or name
        self.assembly = Assembly("Structurizr", self.catalog, title=name, text="")
        self._declare(by_id(facts, "boundary"), models[0] if models else workspace)
        for model in models:
            self._elements(model.block, "", None, ())
        for statement, within, scope in self.links:
            self._relate(statement, within, scope)
        for views in find(workspace.block, "views"):
            for view in find(views.block, "dynamic"):
                self._flow(view)
        for key, told in by_id(facts, "flow").items():
            flow = flow_of(told, key=key, name=key, steps=(), parts=self.assembly.ids, where=self.source.main)
            if flow is not None:
                self.assembly.add_flow(flow)

    def _declare(self, boundaries: dict[str, dict[str, str]], model: Statement) -> None:
        """Add the boundaries that the model's properties declare, those around others first."""
        done: set[str] = set()
        for key in boundaries:
            above: dict[str, None] = {}
            while key in boundaries and key not in done and key not in above:
                above[key] = None
                key = boundaries[key].get("parent", "")
            for inner in reversed(above):
                done.add(inner)
                self._bound(inner, boundaries[inner], self._where(model))

    def _bound(self, key: str, facts: dict[str, str], where: str) -> None:
        parent: str | None = f"{PREFIX}:{facts.get('parent', '')}"
        parent = parent if parent and self.assembly.has_boundary(parent) else None
        shown, own = unpacked(facts.get("", "")) or key, f"{PREFIX}:{key}"
        self.assembly.bound(own, shown, where=where, parent=parent, id=key, fields=boundary_fields(facts))
        self.declared[parent, shown] = own

    def _flow(self, view: Statement) -> None:
        """Read a dynamic view; steps that end at a system as a whole, or name relationships, are left out."""
        steps: list[Step] = []
        title = view.word(3)
        for statement in flattened(view.block):
            arrow = statement.arrow
            if statement.word(0).casefold() == "title":
                title = statement.word(1)
            if arrow < 1 or arrow + 1 >= len(statement.pieces):
                continue
            ends = [self._found(statement.pieces[arrow + way], ()) or "" for way in (-1, 1)]
            if all(end in self.assembly for end in ends):
                source, target = (self.assembly.part(end).id for end in ends)
                message = statement.word(arrow + 2) if statement.pieces[arrow + 2 : arrow + 3] else ""
                steps.append(Step(source=source, target=target, message=message))
            else:
                self._leave_link(statement, *ends)
        key = view.word(2) or f"view-{view.line}"
        flow = flow_of(
            _facts(view), key=key, name=title or key, steps=steps, parts=self.assembly.ids, where=self._where(view)
        )
        if flow is not None:
            self.assembly.add_flow(flow)

    def _elements(self, block: tuple[Statement, ...], path: str, boundary: str | None, scope: tuple[str, ...]) -> None:
        for statement in block:
            head, identifier = _head(statement)
            kind = head.casefold()
            if kind in _ELEMENTS:
                self._element(statement, identifier, kind, path, boundary, scope)
            elif kind == "group" and statement.block:
                key = self.declared.get((boundary, statement.word(1)), f"{path}/group:{statement.line}")
                if not self.assembly.has_boundary(key):
                    self.assembly.bound(key, statement.word(1), where=self._where(statement), parent=boundary)
                self._elements(statement.block, path, key, scope)
            elif statement.arrow >= 0:
                self.links.append((statement, path, scope))
            elif kind not in _SAID and kind not in _SKIPPED and not kind.startswith("!"):
                self.assembly.leave(self.source.main, statement.line, f"not understood: {statement.word(0)[:60]}")

    def _element(
        self, statement: Statement, identifier: str, kind: str, path: str, boundary: str | None, scope: tuple[str, ...]
    ) -> None:
        texts = [piece.text for piece in statement.pieces if piece.is_text]
        if not texts:
            rest = [piece.text for piece in statement.pieces if piece.type == "word"]
            texts = rest[rest.index(next(word for word in rest if word.casefold() == kind)) + 1 :]
        name = texts[0] if texts else identifier or kind
        key = f"{path}.{identifier}" if path and identifier else identifier or f"{path}/{statement.line}"
        said = {item.word(0).casefold(): item.word(1) for item in statement.block if len(item.pieces) > 1}
        has_parts = any(_head(item)[0].casefold() in _ELEMENTS | {"group"} for item in statement.block)
        description = said.get("description") or (texts[1] if len(texts) > 1 else "")
        technology = said.get("technology") or (
            texts[2] if len(texts) > 2 and kind in ("container", "component") else ""
        )
        for word in (key, identifier):
            if word:
                self.keys.setdefault(word, key)
        facts = _facts(statement)
        if facts.get("system") == "true":
            # The frame around a design that we wrote ourselves: it is the design, and no part of it.
            self._elements(statement.block, key, boundary, (*scope, key))
            return
        if has_parts:
            self.assembly.bound(key, name, where=self._where(statement), parent=boundary)
            self._elements(statement.block, key, key, (*scope, key))
            return
        nature = self._nature(kind, name, technology, description, outer=path == "")
        fields = part_fields(facts)
        if "kind" in fields:
            fields.setdefault("technology", technology)
        self.assembly.add(
            key,
            name,
            nature,
            where=self._where(statement),
            id=facts.get("id") or identifier or name,
            description=description,
            boundary=boundary,
            fields=fields,
        )
        for item in statement.block:
            if item.arrow >= 0:
                self.links.append((item, key, (*scope, key)))

    def _nature(self, kind: str, name: str, technology: str, description: str, *, outer: bool) -> Nature:
        if kind == "person":
            return Nature(Kind.PERSON, "")
        usual = Kind.EXTERNAL_SYSTEM if kind == "softwaresystem" and outer else Kind.SERVICE
        found = nature_of([technology, name, description[:120]], self.catalog, default=usual)
        product = nature_of([technology], self.catalog)
        return found._replace(technology=product.technology or technology or found.technology)

    def _relate(self, statement: Statement, within: str, scope: tuple[str, ...]) -> None:
        arrow = statement.arrow
        source = within if arrow == 0 else self._found(statement.pieces[arrow - 1], scope)
        target = self._found(statement.pieces[arrow + 1], scope) if arrow + 1 < len(statement.pieces) else None
        if source == "this" or statement.word(0) == "this":
            source = within
        if source is None or target is None or source not in self.assembly or target not in self.assembly:
            self._leave_link(statement, source, target)
            return
        texts = [piece.text for piece in statement.pieces[arrow + 2 :] if piece.is_text]
        tags = (texts[2] if len(texts) > 2 else "") + " ".join(
            " ".join(piece.text for piece in item.pieces[1:]) for item in statement.block if item.word(0) == "tags"
        )
        facts = _facts(statement)
        fields = link_fields(facts)
        if "mode" in fields:
            fields.setdefault("protocol", texts[1] if len(texts) > 1 else "")
        self.assembly.connect(
            source,
            target,
            where=self._where(statement),
            label=texts[0] if texts else "",
            protocol=texts[1] if len(texts) > 1 else "",
            mode=Mode.ASYNC if "async" in tags.casefold() else None,
            id=facts.get("id", ""),
            fields=fields,
        )

    def _leave_link(self, statement: Statement, source: str | None, target: str | None) -> None:
        whole = any(key is not None and self.assembly.has_boundary(key) for key in (source, target))
        ends = " ".join(piece.text for piece in statement.pieces[:3])
        reason = "ends at a system whose containers are shown" if whole else "names something that is not there"
        self.assembly.leave(self.source.main, statement.line, f"{ends[:80]}: {reason}")

    def _found(self, piece: Piece, scope: tuple[str, ...]) -> str | None:
        """Return the key behind an identifier, looked for from the inside out."""
        for outer in (*reversed(scope), ""):
            key = f"{outer}.{piece.text}" if outer else piece.text
            if key in self.keys:
                return self.keys[key]
        return self.keys.get(piece.text)

    def _where(self, statement: Statement) -> str:
        return f"{self.source.main}:{statement.line}"

    # -- its JSON ----------------------------------------------------------------------------------------------

    def read_json(self) -> None:
        try:
            data = json.loads(self.source.text)
        except (ValueError, RecursionError) as error:
            line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
            where = f"{self.source.main}:{line}:{column}"
            raise DesignError(f"not valid JSON: {error}", where=where, fix="correct it") from error
        self.assembly = Assembly("Structurizr", self.catalog, title=str(data.get("name") or ""), text="")
        model = data.get("model") or {}
        links: list[Mapping[str, Any]] = []
        for person in model.get("people") or []:
            self._json_element(person, "person", None, links)
        for system in model.get("softwareSystems") or []:
            self._json_element(system, "softwaresystem", None, links)
        for link in links:
            source, target = str(link.get("sourceId")), str(link.get("destinationId"))
            if source in self.assembly and target in self.assembly:
                is_async = str(link.get("interactionStyle", "")).casefold().startswith("async")
                self.assembly.connect(
                    source,
                    target,
                    where=f"{self.source.main}#{link.get('id')}",
                    label=str(link.get("description") or ""),
                    protocol=str(link.get("technology") or ""),
                    mode=Mode.ASYNC if is_async else None,
                )
            elif not link.get("linkedRelationshipId"):
                self.assembly.leave(
                    self.source.main, 0, f"relationship {link.get('id')} ends at a system whose containers are shown"
                )

    def _json_element(self, item: Any, kind: str, boundary: str | None, links: list[Mapping[str, Any]]) -> None:
        if not isinstance(item, Mapping):
            return
        key, name = str(item.get("id")), str(item.get("name") or item.get("id"))
        links += [link for link in item.get("relationships") or [] if isinstance(link, Mapping)]
        inner = [(part, "container") for part in item.get("containers") or []]
        inner += [(part, "component") for part in item.get("components") or []]
        where = f"{self.source.main}#{key}"
        if inner:
            self.assembly.bound(key, name, where=where, parent=boundary)
            for part, part_kind in inner:
                self._json_element(part, part_kind, key, links)
            return
        description = str(item.get("description") or "")
        technology = str(item.get("technology") or "")
        nature = self._nature(kind, name, technology, description, outer=boundary is None)
        self.assembly.add(key, name, nature, where=where, description=description, boundary=boundary)


def _quoted(text: str) -> str:
    """Return what stands between quotes: only a quote and `n` mean something else behind a backslash."""
    return re.sub(r'\\(["n])', lambda match: '"' if match[1] == '"' else "\n", text)


def _facts(statement: Statement) -> dict[str, str]:
    """Return the properties of a statement that are ours, without their prefix."""
    return {
        item.word(0).removeprefix(f"{PREFIX}."): item.word(1)
        for properties in statement.block
        if properties.word(0).casefold() == "properties"
        for item in properties.block
        if item.word(0).startswith(f"{PREFIX}.") and len(item.pieces) == 2
    }


def _head(statement: Statement) -> tuple[str, str]:
    """Return the keyword of a statement and the identifier that it is assigned to."""
    pieces = statement.pieces
    if len(pieces) > 2 and pieces[1].text == "=":
        return pieces[2].text, pieces[0].text
    return (pieces[0].text if pieces else ""), ""
