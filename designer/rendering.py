"""Steps 4 and 5 with the outside world attached: a design to pictures, documents and a bundle on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from designer import __version__
from designer.adapters.image import Pictures
from designer.adapters.store.folder import FolderStore
from designer.bundle import DESIGN, DOCUMENT, Recipe, pack
from designer.catalog.catalog import Catalog
from designer.difference import difference
from designer.errors import SettingsError
from designer.matching import renamed_parts, with_ids
from designer.model.artifact import Artifact, Bundle
from designer.model.design import Design
from designer.model.view import AnyView
from designer.render.registry import Format, format_named
from designer.render.routes import Page
from designer.render.theme import Theme, theme_mark
from designer.views import build_bundle_views, build_view
from designer.views.overlay import build_diff_view

ALWAYS = "svg"
PNG_SCALE = 1.0


def render_view(
    design: Design, view: str, format: str, *, theme: str | Theme, catalog: Catalog, scale: float = PNG_SCALE
) -> str | bytes:
    """Return one picture of a design: text, or bytes for a format of pixels.

    A format that holds the whole model is the same whatever the view; `scale` is for formats of pixels.

    Raises:
        SettingsError: there is no such view or format.
        LayoutError: it cannot be drawn.
    """
    row = format_named(format)
    wanted = view_named(design, view, catalog)
    if row.write_model is not None:
        return row.write_model(design, build_bundle_views(design, catalog))
    if row.is_whole:
        return interactive_page(design, catalog)
    return _render(wanted, row, theme, scale)


def view_named(design: Design, name: str, catalog: Catalog) -> AnyView:
    """Return a view by its id, or the most important of its kind: `sequence`, `component`, `state`.

    Raises:
        SettingsError: the design has no such view; the reason is told.
    """
    return build_view(design, name, catalog)


def render_difference(before: Design, after: Design, format: str, *, theme: str | Theme, catalog: Catalog) -> str | bytes:
    """Return the picture of what changed from one design to another.

    Raises:
        SettingsError: there is no such format, or it holds a whole model.
        LayoutError: it cannot be drawn.
    """
    row = format_named(format)
    if row.write_model is not None or row.is_whole:
        fix = "use svg, png, mermaid, d2 or dot"
        raise SettingsError(f"{row.name} holds a whole model and no difference", where="format", fix=fix)
    changed = {
        change.id
        for change in difference(before, after)
        if change.what in ("component", "connection") and change.how not in ("added", "removed")
    }
    later = with_ids(after, renamed_parts(before, after))
    return _render(build_diff_view(before, later, changed, catalog), row, theme)


def check_formats(names: Iterable[str]) -> None:
    """Refuse unknown formats before any work is done.

    Raises:
        SettingsError: there is no such format.
    """
    for name in names:
        format_named(name)


def document_text(design: Design, format: str, *, catalog: Catalog | None = None) -> str:
    """Return the design document in a format of text: Markdown as in a bundle, or HTML.

    Raises:
        SettingsError: there is no such format, or it is none of text.
        LayoutError: a picture cannot be drawn.
    """
    # Templates cost as much to load as a picture costs to draw, and `render` needs none.
    from designer.documents import document

    written = document(design, format, catalog=catalog or Catalog())
    if isinstance(written, bytes):
        raise SettingsError(f"{format} is no text", where="format", fix="use md or html, or write it to a file")
    return written


def design_artifacts(
    design: Design, *, formats: Iterable[str], theme: str | Theme, catalog: Catalog, earlier: Bundle | None = None
) -> tuple[Artifact, ...]:
    """Return every file of a design's bundle but the manifest; decisions keep the numbers they had in `earlier`.

    Raises:
        SettingsError: there is no such format.
        LayoutError: a picture cannot be drawn.
    """
    from designer.documents import bundle_document, document_views

    rows = [format_named(name) for name in sorted({ALWAYS, *formats})]
    text, records = bundle_document(design, catalog=catalog, earlier=earlier)
    return (
        Artifact.text(DESIGN, design.to_json(), "application/json"),
        Artifact.text(DOCUMENT, text, "text/markdown"),
        *records,
        *_diagrams(design, document_views(design, catalog), rows, theme),
    )


def recipe_of(
    text: str,
    *,
    answers: Mapping[str, str],
    model: str,
    formats: Iterable[str],
    theme: str | Theme,
    catalog: Catalog,
    project: str = "",
) -> Recipe:
    """Return what identifies the bundle of a brief under some settings; `project` marks a team's decisions."""
    decided = {"project": project} if project else {}
    return Recipe.of(
        text,
        designer=__version__,
        catalog=catalog.version,
        options={"formats": ",".join(sorted({ALWAYS, *formats})), "model": model, "theme": theme_mark(theme), **decided},
        answers=answers,
    )


def make_bundle(
    design: Design, *, recipe: Recipe, formats: Iterable[str], theme: str | Theme, catalog: Catalog, earlier: Bundle | None
) -> Bundle:
    """Return the bundle of a design: its files, the manifest, and what `earlier` held that would be lost.

    Raises:
        SettingsError: there is no such format.
        LayoutError: a picture cannot be drawn.
    """
    artifacts = design_artifacts(design, formats=formats, theme=theme, catalog=catalog, earlier=earlier)
    return pack(artifacts, recipe, model=design.model, earlier=earlier)


def save_design(design: Design, folder: Path, *, formats: Iterable[str], theme: str | Theme, catalog: Catalog) -> Path:
    """Write a design's bundle to `folder`, all or nothing, and return the folder.

    Raises:
        SettingsError: there is no such format.
        LayoutError: a picture cannot be drawn.
        OutputError: the folder cannot be written, or holds files that are no bundle of ours.
    """
    place = folder.resolve()
    store = FolderStore(place.parent)
    store.sweep()
    earlier = store.load(place.name)
    wanted = tuple(formats)
    recipe = recipe_of(
        design.brief.text,
        answers=design.brief.answers,
        model=design.model,
        formats=wanted,
        theme=theme,
        catalog=catalog,
    )
    bundle = make_bundle(design, recipe=recipe, formats=wanted, theme=theme, catalog=catalog, earlier=earlier)
    store.save(place.name, bundle)
    return folder


def drawing_notes(design: Design, catalog: Catalog) -> tuple[str, ...]:
    """Return what had to be left out to draw a design's pictures, in words for the user; usually nothing."""
    pictures = Pictures()
    return tuple(f"{view.id}: {note}" for view in build_bundle_views(design, catalog) for note in pictures.notes(view))


def _diagrams(design: Design, views: tuple[AnyView, ...], rows: Iterable[Format], theme: str | Theme) -> Iterator[Artifact]:
    formats = tuple(rows)
    for row in formats:
        if row.write_model is not None:
            text = row.write_model(design, views)
            yield Artifact.text(f"diagrams/container{row.extension}", text, row.media_type)
        if row.write_pages is not None:
            text = _pages(views, row.write_pages)
            yield Artifact.text(f"diagrams/container{row.extension}", text, row.media_type)
        if row.is_whole:
            yield Artifact.text(f"diagrams/container{row.extension}", interactive_page(design, catalog), row.media_type)
    for view in views:
        for row in formats:
            if row.write_model is not None or row.write_pages is not None or row.is_whole:
                continue
            drawn = _render(view, row, theme)
            data = drawn.encode("utf-8") if isinstance(drawn, str) else drawn
            yield Artifact(path=f"diagrams/{view.id}{row.extension}", data=data, media_type=row.media_type)


def _render(view: AnyView, row: Format, theme: str | Theme, scale: float = PNG_SCALE) -> str | bytes:
    if row.write is not None:
        return row.write(view)
    if row.write_pages is not None:
        return _pages((view,), row.write_pages)
    pictures = Pictures()
    if row.write_placed is not None:
        return row.write_placed(pictures.placed(view), pictures.icons(view))
    if row.name == "png":
        return pictures.png(view, theme=theme, scale=scale)
    if row.name == "webp":
        return pictures.webp(view, theme=theme, scale=scale)
    if row.name == "pdf":
        return pictures.pdf(view, theme=theme)
    return pictures.svg(view, theme=theme)


def _pages(views: Sequence[AnyView], write: Callable[[Sequence[Page], Mapping[str, str]], str]) -> str:
    """Return one file with a page for each view, in their order."""
    pictures = Pictures()
    return write([pictures.placed(view) for view in views], pictures.icons(*views))
