"""Many designs to the files of a site: lists, indexes, and for each design its document and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from designer.adapters.image.page import interactive_page
from designer.catalog.catalog import Catalog
from designer.docs.kept import Kept
from designer.documents import document
from designer.drawing import pictures_here
from designer.errors import InputError
from designer.interfaces import write_interfaces
from designer.model.artifact import Artifact
from designer.model.design import Design
from designer.site.entries import Entry, by_finding, by_system, by_technology, entries
from designer.site.pages import group_page, index_page, with_way_back
from designer.views import build_view

TITLE = "Designs"
_HTML = "text/html"
_PICTURE = "container"
_ABOUT = {
    "systems": "Designs by the reference architecture that they rest on.",
    "technologies": "Designs by the products that they run on.",
    "findings": "What the rules found and nobody accepted, the worst first.",
}


class Source(NamedTuple):
    """A design of a site, with what its bundle's folder adds: numbers of decisions, and regions that people keep."""

    design: Design
    numbers: Mapping[str, int] = {}
    regions: Sequence[Kept] = ()


def build_site(
    sources: Sequence[Source],
    catalog: Catalog,
    *,
    title: str = TITLE,
    progress: Callable[[str], None] = lambda name: None,
) -> tuple[Artifact, ...]:
    """Return every file of a site, sorted by path; the same designs give the same bytes.

    Args:
        sources: the designs.
        catalog: where their blueprints stand.
        title: of the site.
        progress: called with the title of each design before its pages are made.

    Raises:
        InputError: there is no design.
        SettingsError: an optional package is not installed.
        LayoutError: a picture cannot be drawn.
    """
    if not sources:
        raise InputError(
            "there is no design to show",
            where="designer site",
            fix="name folders that `designer new` or `designer batch` wrote",
        )
    ordered = sorted(sources, key=lambda source: (source.design.title.casefold(), source.design.to_json()))
    found = entries([source.design for source in ordered], catalog)
    files = [*_lists(found, title)]
    for entry, source in zip(found, ordered, strict=True):
        progress(entry.title)
        files += _of_design(entry, source, catalog)
    return tuple(sorted(files, key=lambda item: item.path))


def _lists(found: tuple[Entry, ...], title: str) -> Iterator[Artifact]:
    groups = {"systems": by_system(found), "technologies": by_technology(found), "findings": by_finding(found)}
    yield Artifact.text("index.html", index_page(found, title=title), _HTML)
    for name, rows in groups.items():
        page = group_page(rows, title=title, page=name, heading=name.capitalize(), about=_ABOUT[name])
        yield Artifact.text(f"{name}.html", page, _HTML)


def _of_design(entry: Entry, source: Source, catalog: Catalog) -> Iterator[Artifact]:
    design = source.design
    pictures = pictures_here()
    page = document(design, "html", catalog=catalog, numbers=source.numbers, regions=source.regions)
    # A folder of its own for each design, below one that no page of the site is called like.
    folder = f"designs/{entry.slug}"
    yield Artifact.text(f"{folder}/index.html", with_way_back(str(page)), _HTML)
    yield Artifact.text(f"{folder}/pictures.html", interactive_page(design, catalog, pictures=pictures), _HTML)
    yield Artifact.text(f"{folder}/design.json", design.to_json(), "application/json")
    if design.graph.components:
        view = build_view(design, _PICTURE, catalog)
        yield Artifact.text(f"{folder}/{_PICTURE}.svg", pictures.svg(view), "image/svg+xml")
        yield Artifact.text(f"{folder}/{_PICTURE}-dark.svg", pictures.svg(view, theme="dark"), "image/svg+xml")
    for item in write_interfaces(design):
        yield item.model_copy(update={"path": f"{folder}/{item.path}"})
