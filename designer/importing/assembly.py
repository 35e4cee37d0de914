"""A draft put together from what a file names: ids stay unique, kinds and products follow from the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from designer.brief.lexicon import lexicon_of
from designer.catalog.catalog import Catalog
from designer.importing.imported import Imported, Unread
from designer.model.base import Scalar, slugify, unique_slug
from designer.model.boundary import Boundary
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Draft
from designer.model.flow import Flow
from designer.model.graph import Graph
from designer.model.ids import connection_id
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.origin import Origin
from designer.model.technology import Technology

MAX_PARTS = 20_000


class Nature(NamedTuple):
    """What a part seems to be: its kind, and the product where one is named."""

    kind: Kind
    technology: str


class Assembly:
    """Parts, connections and boundaries so far, by the keys that the file itself uses."""

    def __init__(self, format: str, catalog: Catalog, *, title: str, text: str) -> None:
        self.catalog = catalog
        self._format = format
        self._title = title
        self._text = text
        self._parts: dict[str, Component] = {}
        self._ids: set[str] = set()
        self._links: dict[tuple[str, str, str, str], Connection] = {}
        self._link_ids: set[str] = set()
        self._boundaries: dict[str, Boundary] = {}
        self._unread: list[Unread] = []
        self._flows: list[Flow] = []

    def __contains__(self, key: str) -> bool:
        return key in self._parts

    def add(
        self,
        key: str,
        name: str,
        nature: Nature,
        *,
        where: str,
        id: str = "",
        description: str = "",
        boundary: str | None = None,
        replicas: int = 1,
        properties: Mapping[str, Scalar] | None = None,
        existing: bool = True,
        tags: Iterable[str] = (),
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """Add a part under the file's own key; `boundary` is a key of a boundary, `where` a file and line.

        `fields` are fields of the component that the file states as they are; they win over everything else.
        """
        part_id = unique_slug(id or name, self._ids, fallback=nature.kind.value)
        self._ids.add(part_id)
        self._parts[key] = Component(
            id=part_id,
            name=" ".join(name.split()) or part_id,
            kind=nature.kind,
            technology=nature.technology,
            description=" ".join(description.split()),
            boundary=self._boundaries[boundary].id if boundary in self._boundaries else None,
            replicas=max(1, min(replicas, 1_000_000)),
            origin=Origin(by="user", ref=where),
            existing=existing,
            properties=dict(properties or {}),
            tags=tuple(tags),
        ).model_copy(update=dict(fields or {}))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all parts, in the order in which they were added."""
        return tuple(self._parts)

    def part(self, key: str) -> Component:
        """Return the part under a key."""
        return self._parts[key]

    def change(self, key: str, **fields: object) -> None:
        """Change fields of a part."""
        self._parts[key] = self._parts[key].model_copy(update=fields)

    def place(self, key: str, boundary: str) -> None:
        """Put a part into a boundary, by their keys, unless it is in one already."""
        if self._parts[key].boundary is None and boundary in self._boundaries:
            self.change(key, boundary=self._boundaries[boundary].id)

    def bound(
        self,
        key: str,
        name: str,
        *,
        where: str,
        parent: str | None = None,
        type: str = "system",
        id: str = "",
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """Add a boundary under the file's own key; its parent must be there already. `fields` win, as in `add`."""
        taken = {boundary.id for boundary in self._boundaries.values()}
        self._boundaries[key] = Boundary.model_validate(
            {
                "id": unique_slug(id or name, taken, fallback="boundary"),
                "name": " ".join(name.split()) or key,
                "parent": self._boundaries[parent].id if parent in self._boundaries else None,
                "type": type,
                "origin": Origin(by="user", ref=where),
                **(fields or {}),
            }
        )

    def has_boundary(self, key: str) -> bool:
        """Tell whether there is a boundary under a key."""
        return key in self._boundaries

    def connect(
        self,
        source: str,
        target: str,
        *,
        where: str,
        label: str = "",
        protocol: str = "",
        mode: Mode | None = None,
        properties: Mapping[str, Scalar] | None = None,
        id: str = "",
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """Connect two parts by their keys; a second connection that says the same is the first one.

        One that states its own `id` says something of its own. `fields` win, as in `add`.
        """
        start, end = self._parts[source], self._parts[target]
        key = (start.id, end.id, label, id)
        if key in self._links:
            return
        link_id = unique_slug(id or connection_id(start.id, end.id), self._link_ids)
        self._link_ids.add(link_id)
        self._links[key] = Connection(
            id=link_id,
            source=start.id,
            target=end.id,
            label=" ".join(label.split()),
            protocol=protocol or self._protocol(start, end),
            mode=mode or (Mode.ASYNC if {start.kind, end.kind} & BROKER_KINDS else Mode.SYNC),
            origin=Origin(by="user", ref=where),
            properties=dict(properties or {}),
        ).model_copy(update=dict(fields or {}))

    @property
    def ids(self) -> dict[str, str]:
        """The ids of all parts, each under itself."""
        return {part.id: part.id for part in self._parts.values()}

    def add_flow(self, flow: Flow) -> None:
        """Add a flow whose steps name ids of parts; an id that is taken gets a number."""
        taken = {one.id for one in self._flows}
        self._flows.append(flow.model_copy(update={"id": unique_slug(flow.id, taken, fallback="flow")}))

    def leave(self, file: str, line: int, what: str) -> None:
        """Note a place of the file that was not understood."""
        self._unread.append(Unread(file=file, line=line, what=what))

    def done(self) -> Imported:
        """Return the draft and what was left out, each in the order of the file."""
        graph = Graph(
            components=tuple(self._parts.values()),
            connections=tuple(self._links.values()),
            boundaries=tuple(self._boundaries.values()),
        )
        notes = tuple(f"Not imported: {item}" for item in self._unread)
        draft = Draft(
            title=self._title or "Imported system",
            summary=f"Read from {self._format}: {len(self._parts)} parts, {len(self._links)} connections.",
            brief=Brief(text=self._text),
            graph=graph,
            flows=tuple(self._flows),
            notes=notes,
        )
        return Imported(format=self._format, draft=draft, unread=tuple(self._unread))

    def _protocol(self, start: Component, end: Component) -> str:
        """Return the protocol of the product that is spoken to; unknown stays empty."""
        for part in (end, start):
            technology = self.catalog.technology_by_word.get(part.technology.casefold())
            if technology is not None and part.kind in BROKER_KINDS | DATASTORE_KINDS:
                return technology.protocol
        return ""


def nature_of(words: Iterable[str], catalog: Catalog, *, default: Kind = Kind.SERVICE) -> Nature:
    """Return what the first of some texts that names a product or a kind of part says; else the default.

    >>> from designer.api import default_catalog
    >>> nature_of(["orders-db", "postgres:16"], default_catalog())
    Nature(kind=<Kind.RELATIONAL_DB: 'relational-db'>, technology='PostgreSQL')
    """
    kind: Kind | None = None
    technology = ""
    for text in words:
        plain = text.replace("_", " ").replace("-", " ").replace("/", " ")[:400]
        for hit in lexicon_of(catalog).find(plain, trusts_capitals=True):
            product = hit.word.technology
            if product is not None and not technology:
                technology = product.name
                kind = hit.word.kind if kind is None or hit.word.kind not in (Kind.SERVICE,) else kind
            elif product is None and kind is None:
                kind = hit.word.kind
    return Nature(kind or default, technology)


@lru_cache(maxsize=4)
def _images(catalog: Catalog) -> dict[str, Technology]:
    found: dict[str, Technology] = {}
    for technology in catalog.technologies:
        if technology.image:
            found.setdefault(_repository(technology.image), technology)
    return found


def product_of_image(image: str, catalog: Catalog) -> Technology | None:
    """Return the product that a container image runs, by the image or the words of its name; None when unknown.

    >>> from designer.api import default_catalog
    >>> product_of_image("docker.io/bitnami/postgresql:16.2@sha256:abc", default_catalog()).name
    'PostgreSQL'
    """
    repository = _repository(image)
    for name in (repository, repository.rpartition("/")[2]):
        word = name.rpartition("/")[2].replace("_", " ")
        for candidate in (word, word.replace("-", " "), word.partition("-")[0], word.rpartition("-")[2]):
            if (found := catalog.technology_by_word.get(candidate.casefold())) is not None:
                return found
        if (found := _images(catalog).get(name)) is not None and _is_product(found):
            return found
    return None


def _is_product(technology: Technology) -> bool:
    """Tell a product that is run as it is from a language or framework whose image is somebody's own program."""
    return technology.kinds[0] not in (Kind.SERVICE, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.CLIENT_SDK)


def _repository(image: str) -> str:
    """Return an image's name without registry, tag and digest."""
    name = image.strip().partition("@")[0]
    head, _, tail = name.rpartition("/")
    tail = tail.partition(":")[0]
    parts = [part for part in head.split("/") if part]
    if parts and ("." in parts[0] or ":" in parts[0] or parts[0] == "localhost"):
        parts = parts[1:]
    if parts and parts[0] == "library":
        parts = parts[1:]
    return "/".join([*parts, tail]).casefold()


def key_of(*parts: str) -> str:
    """Return a key of the file's own words."""
    return "/".join(slugify(part, fallback="x") for part in parts)
