"""Draw any view as SVG, PNG, WebP or PDF: layout engine, drawing and rasteriser joined, with a way down when one fails."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

from designer.adapters.image.engine import GraphvizEngine
from designer.adapters.image.icons import DiagramsIcons, IconSource
from designer.adapters.image.pdf import picture_pdf
from designer.adapters.image.raster import ResvgRasteriser, fitting_scale, size_of
from designer.adapters.image.webp import webp
from designer.errors import LayoutError
from designer.model.view import AnyView, SequenceView, View, ViewNode
from designer.ports import LayoutEngine, Rasteriser
from designer.render.dress import bare, dressed
from designer.render.escape import one_line
from designer.render.layout import Candidate, batches, best_picture, pictures, plain_picture, simple_candidate
from designer.render.layout_sequence import place_sequence
from designer.render.placed import Placed
from designer.render.routes import Page
from designer.render.svg import draw_view
from designer.render.svg_sequence import draw_sequence
from designer.render.theme import Theme, theme_named

DEADLINE_S = 6.0
_CACHED = 64


class Arranged(NamedTuple):
    """A picture with every place decided, and what was left out on the way."""

    placed: Placed
    notes: tuple[str, ...] = ()


class Pictures:
    """Draws views. The layout of a view is computed once for all themes and formats.

    Args:
        engine: places the parts; the packaged Graphviz when not given.
        rasteriser: turns SVG into PNG; resvg when not given.
        icons: gives the icons of technologies; those of the `diagrams` package when not given.
        deadline_s: how long each of the two tries with the engine may take.
    """

    def __init__(
        self,
        engine: LayoutEngine | None = None,
        rasteriser: Rasteriser | None = None,
        icons: IconSource | None = None,
        *,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._rasteriser = rasteriser or ResvgRasteriser()
        self._icons = icons or DiagramsIcons()
        self._arranged: Callable[[View], Arranged] = _shared_arrangement
        if engine is not None or deadline_s != DEADLINE_S:
            own = engine or GraphvizEngine()
            self._arranged = lru_cache(_CACHED)(lambda view: arrange(view, own, deadline_s=deadline_s))

    def svg(self, view: AnyView, *, theme: str | Theme = "light") -> str:
        """Return a self-contained SVG: the same view and theme give the same bytes.

        Raises:
            SettingsError: there is no such theme.
        """
        colors = theme_named(theme)
        icons = {} if colors.is_hatched else self.icons(view)
        if isinstance(view, SequenceView):
            return draw_sequence(view, colors, icons)
        return draw_view(dressed(self._arranged(bare(view)).placed, view), colors, icons)

    def png(self, view: AnyView, *, theme: str | Theme = "light", scale: float = 1.0) -> bytes:
        """Return a PNG, `scale` pixels per unit of the SVG; fewer where the picture would be too large.

        Raises:
            SettingsError: there is no such theme.
            LayoutError: the rasteriser failed.
        """
        svg = self.svg(view, theme=theme)
        return self._rasteriser.png(svg, scale=fitting_scale(svg, scale))

    def webp(self, view: AnyView, *, theme: str | Theme = "light", scale: float = 1.0) -> bytes:
        """Return a WebP picture with the pixels of the PNG.

        Raises:
            SettingsError: there is no such theme, or an optional package is not installed.
            LayoutError: the rasteriser failed, or the picture is larger than the format allows.
        """
        return webp(self.png(view, theme=theme, scale=scale))

    def pdf(self, view: AnyView, *, theme: str | Theme = "light") -> bytes:
        """Return a PDF of one page that holds the SVG.

        Raises:
            SettingsError: there is no such theme, or an optional package is not installed.
            LayoutError: the page could not be made.
        """
        svg = self.svg(view, theme=theme)
        return picture_pdf(svg, size=size_of(svg), title=one_line(view.title, 200))

    def placed(self, view: AnyView) -> Page:
        """Return a view with every place decided, for the formats of editors."""
        return place_sequence(view) if isinstance(view, SequenceView) else self._arranged(view).placed

    def icons(self, *views: AnyView) -> dict[str, str]:
        """Return the icons of all cards of views, as data URIs of PNG images by their path."""
        found = {node.icon for view in views for node in cards_of(view) if node.icon}
        return self._icons.icons(sorted(found))

    def notes(self, view: AnyView) -> tuple[str, ...]:
        """Return what had to be left out to draw a view, in words for the user; usually nothing."""
        return () if isinstance(view, SequenceView) else self._arranged(bare(view)).notes


def cards_of(view: AnyView) -> tuple[ViewNode, ...]:
    """Return the cards of a view of either sort."""
    return view.participants if isinstance(view, SequenceView) else view.nodes


def arrange(view: View, engine: LayoutEngine, *, deadline_s: float) -> Arranged:
    """Return the best picture of a view: of several layouts, of one simple layout, or of a plain grid.

    Each step down is taken when the engine failed at the one before, and leaves a note.
    """
    steps: tuple[Callable[[], Placed], ...] = (
        lambda: _best(view, engine, deadline_s),
        lambda: _simple(view, engine, deadline_s),
    )
    notes: list[str] = []
    if not view.nodes:
        return Arranged(plain_picture(view))
    for step, less in zip(steps, ("one simple layout was tried", "the parts stand in a plain grid"), strict=True):
        try:
            return Arranged(step(), tuple(notes))
        except LayoutError as error:
            notes.append(f"{error.what}: {less}")
    return Arranged(plain_picture(view), tuple(notes))


def _best(view: View, engine: LayoutEngine, deadline_s: float) -> Placed:
    """Return the best of several layouts; the engine works on one batch while the next is prepared."""

    def answer(batch: tuple[Candidate, ...]) -> str:
        return engine.layout("".join(one.program for one in batch), deadline_s=deadline_s)

    with ThreadPoolExecutor(max_workers=2) as pool:
        tried = [(batch, pool.submit(answer, batch)) for batch in batches(view)]
        found = [picture for batch, future in tried for picture in pictures(batch, future.result())]
    return best_picture(found)


def _simple(view: View, engine: LayoutEngine, deadline_s: float) -> Placed:
    candidate = simple_candidate(view)
    return pictures([candidate], engine.layout(candidate.program, deadline_s=deadline_s))[0]


@lru_cache(_CACHED)
def _shared_arrangement(view: View) -> Arranged:
    # The default engine has no state, so that all users of it can share what it found.
    return arrange(view, GraphvizEngine(), deadline_s=DEADLINE_S)
