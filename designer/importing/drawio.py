"""draw.io diagrams: shapes become parts, arrows connections, containers boundaries.

Source: jgraph, "draw.io file format", https://www.drawio.com/doc/faq/diagram-source-edit
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of
from designer.importing.imported import Imported
from designer.importing.source import Source
from designer.model.connection import Mode
from designer.model.kinds import Kind

_MOST_BYTES = 20_000_000
_LONGEST = 200
_SHAPE = re.compile(r"(?:shape=|resIcon=|image=)([^;]{1,200})")
_BOLD = re.compile(r"<b>(.*?)</b>", re.DOTALL)
_MODES = {mode.value: mode for mode in Mode}
_KINDS = {kind.value: kind for kind in Kind}


class _Cell(NamedTuple):
    """A shape or an arrow. `facts` are the attributes that stand around it, those of our own exports among them."""

    id: str
    value: str
    html: str
    style: str
    parent: str
    source: str
    target: str
    is_edge: bool
    is_vertex: bool
    facts: Mapping[str, str]

    @property
    def part(self) -> str:
        """What our own export says this is: a component, boundary, connection, message or title."""
        return self.facts.get("part", "")

    def stated(self, fact: str) -> str:
        """Return a text that our own export gave, unless somebody changed the label since: then the label counts."""
        if self.value == self.facts.get("shown", "")[:_LONGEST].strip():
            return self.facts.get(fact) or self.value
        bold = _BOLD.search(self.html)
        return (_plain(bold[1]) if bold else "") or self.value


def is_drawio(source: Source) -> bool:
    """Tell whether a file is a draw.io diagram."""
    head = source.text[:3000]
    return "<mxfile" in head or "<mxGraphModel" in head


def read_drawio(source: Source, catalog: Catalog) -> Imported:
    """Return what the first page of a diagram shows.

    Raises:
        DesignError: it is no XML, declares entities, or shows no shape with a name.
    """
    cells = list(_cells(_model(_parsed(source.text, source.main), source.main)))
    found = _Reader(source, cells, catalog).read()
    if not found.draft.graph.components:
        fix = "give the shapes on its first page names"
        raise DesignError("the diagram shows no shape with a name", where=source.main, fix=fix)
    return found


def _parsed(text: str, name: str) -> ElementTree.Element:
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise DesignError("the file declares a document type", where=name, fix="save it from draw.io again")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line, column = error.position
        where = f"{name}:{line}:{column + 1}"
        raise DesignError(f"not valid XML: {error}", where=where, fix="save it from draw.io again") from error


def _model(root: ElementTree.Element, name: str) -> ElementTree.Element:
    """Return the graph of the first page; pages may be deflated and in base 64."""
    if root.tag == "mxGraphModel":
        return root
    page = root.find("diagram")
    inner = page.find("mxGraphModel") if page is not None else None
    if inner is not None:
        return inner
    packed = (page.text or "").strip() if page is not None else ""
    try:
        unpacker = zlib.decompressobj(-15)
        data = unpacker.decompress(base64.b64decode(packed, validate=True), _MOST_BYTES)
    except (ValueError, binascii.Error, zlib.error) as error:
        fix = "save it from draw.io without compression"
        raise DesignError("the page cannot be unpacked", where=name, fix=fix) from error
    return _parsed(unquote(data.decode("utf-8", "replace")), name)


def _cells(model: ElementTree.Element) -> Iterator[_Cell]:
    for element in model.iter():
        if element.tag not in ("mxCell", "object", "UserObject"):
            continue
        cell = element if element.tag == "mxCell" else element.find("mxCell")
        if cell is None or (element.tag == "mxCell" and not element.get("id")):
            continue
        label = element.get("value") or element.get("label") or ""
        yield _Cell(
            id=element.get("id") or "",
            value=_plain(label),
            html=label,
            style=cell.get("style") or "",
            parent=cell.get("parent") or "",
            source=cell.get("source") or "",
            target=cell.get("target") or "",
            is_edge=cell.get("edge") == "1",
            is_vertex=cell.get("vertex") == "1",
            facts=dict(element.attrib) if element is not cell else {},
        )


class _Reader:
    def __init__(self, source: Source, cells: list[_Cell], catalog: Catalog) -> None:
        self.source, self.catalog = source, catalog
        self.cells = {cell.id: cell for cell in cells}
        title = next((cell.stated("title") for cell in cells if cell.part == "title"), "")
        self.assembly = Assembly("draw.io", catalog, title=title, text="")
        parents = {cell.parent for cell in cells if cell.is_vertex and not self._is_detail(cell)}
        # Insertion order, not a set: boundaries come in the order of the file, and the same for every run.
        self.containers = {cell.id: None for cell in cells if cell.is_vertex and _is_container(cell, parents)}

    def read(self) -> Imported:
        for key in self.containers:
            self._bound(key, 0)
        for cell in self.cells.values():
            if cell.is_vertex and cell.id not in self.containers:
                self._add(cell)
        for cell in self.cells.values():
            if cell.is_edge:
                self._connect(cell)
        return self.assembly.done()

    def _is_detail(self, cell: _Cell) -> bool:
        """Tell whether a shape belongs to another one: the label of an arrow, or the icon on a card."""
        return _is_label(cell, self.cells) or ("part=1" in cell.style and cell.parent in self.cells and not cell.value)

    def _where(self, cell: _Cell) -> str:
        return f"{self.source.main}#{cell.id}"

    def _bound(self, key: str, depth: int) -> None:
        if self.assembly.has_boundary(key) or depth > 50:
            return
        cell = self.cells[key]
        if cell.parent in self.containers:
            self._bound(cell.parent, depth + 1)
        parent = cell.parent if self.assembly.has_boundary(cell.parent) else None
        name = cell.stated("name") or cell.value or "Group"
        self.assembly.bound(key, name, where=self._where(cell), parent=parent, id=cell.facts.get("key", ""))

    def _add(self, cell: _Cell) -> None:
        if self._is_detail(cell) or cell.part == "title":
            return
        if cell.part == "component":
            self._add_own(cell)
            return
        if not cell.value:
            if _SHAPE.search(cell.style):
                self.assembly.leave(self.source.main, 0, f"shape {cell.id} has no name")
            return
        if cell.style.startswith("text;") or "shape=note" in cell.style:
            self.assembly.leave(self.source.main, 0, f"text {cell.value[:60]!r} stands by itself")
            return
        boundary = cell.parent if self.assembly.has_boundary(cell.parent) else None
        self.assembly.add(cell.id, cell.value, self._nature(cell), where=self._where(cell), boundary=boundary)

    def _add_own(self, cell: _Cell) -> None:
        """Add a part that our own export wrote, or a copy that somebody made of one."""
        name, kind = cell.stated("name"), _KINDS.get(cell.facts.get("kind", ""))
        replicas = cell.facts.get("replicas", "")
        self.assembly.add(
            cell.id,
            name,
            Nature(kind, cell.facts.get("technology", "")) if kind else self._nature(cell),
            where=self._where(cell),
            id=cell.facts.get("key", ""),
            description=cell.facts.get("description", ""),
            boundary=cell.parent if self.assembly.has_boundary(cell.parent) else None,
            replicas=int(replicas) if replicas.isascii() and replicas.isdigit() and len(replicas) < 8 else 1,
        )

    def _nature(self, cell: _Cell) -> Nature:
        shape = (
            (match.group(1) if (match := _SHAPE.search(cell.style)) else "").replace("mxgraph.", "").replace(".", " ")
        )
        found = nature_of([cell.value, shape], self.catalog)
        if found == Nature(Kind.SERVICE, ""):
            if "cylinder" in shape or "database" in shape or "datastore" in shape:
                return Nature(Kind.RELATIONAL_DB, "")
            if "actor" in shape.casefold() or "user" in shape.casefold():
                return Nature(Kind.PERSON, "")
        return found

    def _connect(self, cell: _Cell) -> None:
        if cell.source not in self.assembly or cell.target not in self.assembly:
            if cell.source in self.containers or cell.target in self.containers:
                what = f"arrow {cell.value or cell.id!r} ends at a group, not at a part"
            else:
                what = f"arrow {cell.value or cell.id!r} is not attached at both ends"
            self.assembly.leave(self.source.main, 0, what)
            return
        if cell.part in ("connection", "message"):
            self._connect_own(cell)
            return
        label = cell.value or next(
            (other.value for other in self.cells.values() if other.parent == cell.id and other.value), ""
        )
        ends = (cell.source, cell.target)
        if "startArrow=" in cell.style and "startArrow=none" not in cell.style and "endArrow=none" in cell.style:
            ends = (cell.target, cell.source)
        mode = Mode.ASYNC if "dashed=1" in cell.style else None
        self.assembly.connect(*ends, where=self._where(cell), label=label, mode=mode)

    def _connect_own(self, cell: _Cell) -> None:
        if cell.facts.get("reply") == "1":
            self.assembly.leave(self.source.main, 0, f"reply {cell.value!r} goes back over its connection")
            return
        is_kept = cell.value == cell.facts.get("shown", "")[:_LONGEST].strip()
        self.assembly.connect(
            cell.source,
            cell.target,
            where=self._where(cell),
            label=cell.facts.get("text", "") if is_kept else cell.value,
            protocol=cell.facts.get("protocol", ""),
            mode=_MODES.get(cell.facts.get("mode", "")),
            id=cell.facts.get("key", ""),
        )


def _is_container(cell: _Cell, parents: set[str]) -> bool:
    if cell.part:
        return cell.part == "boundary"
    return cell.id in parents or "container=1" in cell.style or "swimlane" in cell.style


def _is_label(cell: _Cell, cells: dict[str, _Cell]) -> bool:
    """Tell whether a shape is the label of an arrow."""
    parent = cells.get(cell.parent)
    return "edgeLabel" in cell.style or (parent is not None and parent.is_edge)


def _plain(value: str) -> str:
    """Return a label as plain text on one line: draw.io keeps labels as HTML."""
    text = re.sub(r"<(?:br|/div|/p|div|p)\b[^<>]{0,300}>", " ", value, flags=re.IGNORECASE)
    text = html.unescape(re.sub(r"<[^<>]{0,1000}>", "", text))
    return " ".join(text.replace("\u00a0", " ").split())[:_LONGEST].strip()
