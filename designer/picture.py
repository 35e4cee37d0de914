"""One picture of a design, drawn with the fewest modules: what only other pictures need is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from designer.adapters.image import Pictures
from designer.drawing import pictures_here, pictures_of
from designer.errors import InputError
from designer.model.view import AnyView, View
from designer.views import build_bundle_views, build_view, is_always_there

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog
    from designer.model.design import Design
    from designer.render.displacement import Displacement
    from designer.render.earlier import Earlier
    from designer.render.registry import Format
    from designer.render.routes import Page
    from designer.render.theme import Theme

PNG_SCALE = 1.0


def render_view(
    design: Design,
    view: str,
    format: str,
    *,
    theme: str | Theme,
    catalog: Catalog,
    scale: float = PNG_SCALE,
    after: Mapping[str, Earlier] | None = None,
) -> str | bytes:
    """Return one picture of a design: text, or bytes for a format of pixels.

    A format that holds the whole model is the same whatever the view; `scale` is for formats of pixels. What stands in
    the pictures `after`, by the id of the view, stays there.

    Raises:
        SettingsError: there is no such view or format.
        LayoutError: it cannot be drawn.
    """
    row = None if format in DRAWN else _format_named(format)
    wanted = view_named(design, view, catalog)
    pictures = pictures_here(after)
    if row is None:
        return DRAWN[format](pictures, wanted, theme, scale)
    if row.write_model is not None:
        return row.write_model(design, build_bundle_views(design, catalog))
    if row.is_whole:
        from designer.adapters.image.page import interactive_page

        return interactive_page(design, catalog, theme=theme, pictures=pictures)
    return draw(wanted, row, theme, pictures, scale)


def shows_products_only(view: str, format: str) -> bool:
    """Return whether a picture takes nothing of the catalog but the products that its design names."""
    return format in DRAWN and is_always_there(view)


def _format_named(name: str) -> Format:
    # The registry knows the writer of every text format: loading them takes longer than drawing a picture.
    from designer.render.registry import format_named

    return format_named(name)


def earlier_picture(design: Design, view: str, *, catalog: Catalog) -> dict[str, Earlier]:
    """Return where a view of a design has its cards, by the id of the view; nothing where it has none to keep.

    Raises:
        SettingsError: there is no such view.
    """
    wanted = view_named(design, view, catalog)
    if not isinstance(wanted, View):
        return {}
    from designer.render.earlier import earlier_of

    return {wanted.id: earlier_of(pictures_here().arranged(wanted).placed)}


def moves_of(design: Design, view: str, *, after: Mapping[str, Earlier], catalog: Catalog) -> Displacement | None:
    """Return how far the cards of a view moved from an earlier picture; None when there was none."""
    wanted = view_named(design, view, catalog)
    if not isinstance(wanted, View) or wanted.id not in after:
        return None
    from designer.render.displacement import displacement

    return displacement(after[wanted.id], pictures_here(after).arranged(wanted).placed)


def view_notes(
    design: Design, view: str, *, after: Mapping[str, Earlier] | None = None, catalog: Catalog
) -> tuple[str, ...]:
    """Return what had to be left out or moved to draw a view, in words for the user."""
    wanted = view_named(design, view, catalog)
    return (*lost_positions(design), *pictures_here(after).notes(wanted))


def lost_positions(design: Design) -> tuple[str, ...]:
    """Return which positions of a design are for none of its components, in words for the user."""
    gone = sorted(design.positions.keys() - design.graph.by_id.keys())
    return tuple(f"the position of {key} is for no component of the design" for key in gone)


def svg_picture(path: Path, view: str) -> dict[str, Earlier]:
    """Return where the cards of an SVG stand, for the view of this id.

    Raises:
        InputError: the file cannot be read, or is no picture of ours.
    """
    from designer.render.earlier import earlier_in

    try:
        found = earlier_in(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", where=str(path), fix="name another file") from error
    if found is None:
        fix = "name an SVG that designer wrote, a bundle's folder or a design"
        raise InputError("the SVG does not say where its cards stand", where=str(path), fix=fix)
    return {view: found}


def pictures_in(folder: Path) -> dict[str, Earlier]:
    """Return where the pictures of a bundle's folder have their cards, by the id of the view.

    Raises:
        OutputError: the folder cannot be read, or holds files that are no bundle of ours.
    """
    from designer.adapters.store.folder import FolderStore

    place = folder.resolve()
    return pictures_of(FolderStore(place.parent).load(place.name))


def view_named(design: Design, name: str, catalog: Catalog) -> AnyView:
    """Return a view by its id, or the most important of its kind: `sequence`, `component`, `state`.

    Raises:
        SettingsError: the design has no such view; the reason is told.
    """
    return build_view(design, name, catalog)


def draw(view: AnyView, row: Format, theme: str | Theme, pictures: Pictures, scale: float = PNG_SCALE) -> str | bytes:
    """Return a view in a format that shows one view: text, or bytes for a format of pixels.

    Raises:
        LayoutError: it cannot be drawn.
    """
    if row.write is not None:
        return row.write(view)
    if row.write_pages is not None:
        return draw_pages((view,), row.write_pages, pictures)
    if row.write_placed is not None:
        return row.write_placed(pictures.placed(view), pictures.icons(view))
    return DRAWN[row.name](pictures, view, theme, scale)


def draw_pages(
    views: Sequence[AnyView], write: Callable[[Sequence[Page], Mapping[str, str]], str], pictures: Pictures
) -> str:
    """Return one file with a page for each view, in their order."""
    return write([pictures.placed(view) for view in views], pictures.icons(*views))


DRAWN: Mapping[str, Callable[[Pictures, AnyView, str | Theme, float], str | bytes]] = MappingProxyType(
    {
        "svg": lambda pictures, view, theme, _: pictures.svg(view, theme=theme),
        "png": lambda pictures, view, theme, scale: pictures.png(view, theme=theme, scale=scale),
        "webp": lambda pictures, view, theme, scale: pictures.webp(view, theme=theme, scale=scale),
        "pdf": lambda pictures, view, theme, _: pictures.pdf(view, theme=theme),
    }
)
"""The formats that are drawings, and how each is drawn."""
