"""What a site's pages say of each design: its title, what it rests on, what it runs on, and what the rules found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from designer.catalog.catalog import Catalog
from designer.docs.markdown import clean, clip
from designer.model.base import slugify, unique_slug
from designer.model.design import Design
from designer.model.finding import Severity
from designer.rules.registry import ALL

_MOST_WORDS = 20_000
_SUMMARY = 260
OWN = "without a blueprint"
"""The system of designs that rest on no blueprint."""


@dataclass(frozen=True, slots=True)
class Tag:
    """Something that designs share: its id for addresses, and its words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as a page shows it."""

    rule: str
    name: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One design of a site; `slug` is its folder, `words` is what it can be found by."""

    slug: str
    title: str
    summary: str
    counts: tuple[str, ...]
    systems: tuple[Tag, ...]
    technologies: tuple[Tag, ...]
    findings: tuple[Told, ...]
    words: str

    @property
    def tally(self) -> Mapping[str, int]:
        """How many open findings it has of each severity."""
        return Counter(item.severity for item in self.findings)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of an index: what is shared, and who shares it, each with what is to be said of it there."""

    tag: Tag
    note: str
    rows: tuple[tuple[Entry, str], ...]


def entries(designs: Sequence[Design], catalog: Catalog) -> tuple[Entry, ...]:
    """Return the entries of designs in the order given, each with a folder of its own."""
    taken: set[str] = set()
    found = []
    for design in designs:
        # The pages of the site itself stand beside the folders.
        slug = unique_slug(slugify(design.title, fallback="design"), taken)
        taken.add(slug)
        found.append(_entry(design, slug, catalog))
    return tuple(found)


def _entry(design: Design, slug: str, catalog: Catalog) -> Entry:
    known = catalog.by_id
    systems = [Tag(item.id, clean(known[item.id].title) if item.id in known else item.id) for item in design.blueprints]
    names = dict.fromkeys(clean(part.technology) for part in design.graph.components if part.technology.strip())
    rules = {rule.code: rule.name for rule in ALL}
    told = (
        Told(clean(item.rule), rules.get(item.rule, ""), item.severity.value, clean(item.message))
        for item in design.findings
        if item.is_open
    )
    graph = design.graph
    sizes = ((len(graph.components), "component"), (len(design.flows), "flow"), (len(design.decisions), "decision"))
    return Entry(
        slug=slug,
        title=clean(design.title) or slug,
        summary=clip(design.summary or design.brief.text, _SUMMARY),
        counts=tuple(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in sizes if number),
        systems=tuple(systems) or (Tag("", OWN),),
        technologies=tuple(sorted((Tag(slugify(name), name) for name in names), key=lambda tag: tag.words.casefold())),
        findings=tuple(told),
        words=_words(design),
    )


def _words(design: Design) -> str:
    """Return all words that a design is found by, in lower case."""
    said = " ".join(clean(text) for text in _texts(design) if text)
    return said.casefold()[:_MOST_WORDS]


def _texts(design: Design) -> Iterator[str]:
    yield design.title
    yield design.summary
    yield from (match.id for match in design.blueprints)
    for part in design.graph.components:
        yield from (part.name, part.technology, part.kind.label)
    yield from (item.name for item in design.entities)
    yield from (item.name for item in design.flows)
    yield from (item.title for item in design.decisions)
    yield from (f"{item.rule} {item.message}" for item in design.findings if item.is_open)
    yield design.brief.text


def by_system(found: Iterable[Entry]) -> tuple[Group, ...]:
    """Return the designs by the blueprints that they rest on."""
    return _grouped((tag, entry, "") for entry in found for tag in entry.systems)


def by_technology(found: Iterable[Entry]) -> tuple[Group, ...]:
    """Return the designs by the products that they run on."""
    return _grouped((tag, entry, "") for entry in found for tag in entry.technologies)


def by_finding(found: Iterable[Entry]) -> tuple[Group, ...]:
    """Return the designs by what the rules found in them, the worst rules first."""
    rows = [
        (Tag(item.rule, f"{item.rule} {item.name}".strip()), entry, item) for entry in found for item in entry.findings
    ]
    worst = {tag.id: min(_rank(item) for other, _, item in rows if other.id == tag.id) for tag, _, _ in rows}
    groups = _grouped((tag, entry, item.message) for tag, entry, item in rows)
    order = [item.value for item in Severity]
    noted = [Group(group.tag, order[worst[group.tag.id]], group.rows) for group in groups]
    return tuple(sorted(noted, key=lambda group: (worst[group.tag.id], group.tag.words)))


def _rank(item: Told) -> int:
    return [severity.value for severity in Severity].index(item.severity)


def _grouped(rows: Iterable[tuple[Tag, Entry, str]]) -> tuple[Group, ...]:
    found: dict[str, tuple[Tag, list[tuple[Entry, str]]]] = {}
    for tag, entry, note in rows:
        found.setdefault(tag.id, (tag, []))[1].append((entry, note))
    groups = [Group(tag, "", tuple(told)) for tag, told in found.values()]
    return tuple(sorted(groups, key=lambda group: (group.tag.id == "", group.tag.words.casefold())))
