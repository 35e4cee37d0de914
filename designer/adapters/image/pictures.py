"""Draw any view as SVG, PNG, WebP or PDF: layout engine, drawing and rasteriser joined, with a way down when one fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from designer.adapters.image.engine import GraphvizEngine
from designer.adapters.image.icons import DiagramsIcons, IconSource
from designer.adapters.image.raster import ResvgRasteriser, fitting_scale, size_of
from designer.adapters.image.webp import webp
from designer.errors import LayoutError
from designer.model.view import AnyView, SequenceView, View, ViewNode
from designer.render.displacement import displacement
from designer.render.dress import bare, dressed
from designer.render.earlier import Earlier, earlier_of
from designer.render.escape import one_line
from designer.render.layout import Candidate, Choice, batches, pictures, plain_picture, simple_candidate
from designer.render.layout_after import Pins, is_worth_keeping, kept_picture, pinned_picture, pins_of
from designer.render.layout_sequence import place_sequence
from designer.render.placed import Placed
from designer.render.quality import measure
from designer.render.routes import Page
from designer.render.svg import draw_view
from designer.render.svg_sequence import draw_sequence
from designer.render.theme import Theme, theme_named

if TYPE_CHECKING:
    from designer.ports import LayoutEngine, Rasteriser

DEADLINE_S = 10.0
MOST_CARDS = 2_000
"""Cards above which not even a simple layout ends in a time that somebody waits."""

MOST_KEPT = 150
"""Cards above which a picture is laid out anew after an edit."""

_FIRST_SHARE = 0.7
_CACHED = 256
_DRAWN = 64
_AT_ONCE = 3


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
        deadline_s: how long the engine may take for a view; a plain layout is drawn in the time that is left over.
        after: the pictures that these replace, by the id of the view: what they have stays where it is.
    """

    def __init__(
        self,
        engine: LayoutEngine | None = None,
        rasteriser: Rasteriser | None = None,
        icons: IconSource | None = None,
        *,
        deadline_s: float = DEADLINE_S,
        after: Mapping[str, Earlier] | None = None,
    ) -> None:
        self._rasteriser = rasteriser or ResvgRasteriser()
        self._icons = icons or DiagramsIcons()
        self._after = after or {}
        self._fresh: Callable[[View], Arranged] = partial(_shared_arrangement, deadline_s=deadline_s)
        self._shared: Callable[[AnyView, str], str] | None = None
        if engine is None and icons is None and not after:
            self._shared = partial(_shared_svg, deadline_s=deadline_s)
        if engine is not None:
            self._fresh = lru_cache(_CACHED)(lambda view: arrange(view, engine, deadline_s=deadline_s))

    def svg(self, view: AnyView, *, theme: str | Theme = "light") -> str:
        """Return a self-contained SVG: the same view and theme give the same bytes.

        Raises:
            SettingsError: there is no such theme.
        """
        if self._shared is not None and isinstance(theme, str):
            return self._shared(view, theme)
        return self._drawn(view, theme)

    def _drawn(self, view: AnyView, theme: str | Theme) -> str:
        colors = theme_named(theme)
        icons = {} if colors.is_hatched else self.icons(view)
        if isinstance(view, SequenceView):
            return draw_sequence(view, colors, icons)
        return draw_view(self.arranged(view).placed, colors, icons)

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
        from designer.adapters.image.pdf import picture_pdf

        svg = self.svg(view, theme=theme)
        return picture_pdf(svg, size=size_of(svg), title=one_line(view.title, 200))

    def placed(self, view: AnyView) -> Page:
        """Return a view with every place decided, for the formats of editors."""
        return place_sequence(view) if isinstance(view, SequenceView) else self.arranged(view).placed

    def arranged(self, view: View) -> Arranged:
        """Return a view with every place decided, near to that of the picture which it replaces, and what was left out."""
        shared = bare(view)
        found = self._fresh(shared)
        earlier = self._after.get(view.id)
        if pins := pins_of(shared):
            found = _pinned(shared, earlier, found, pins)
        elif earlier is not None:
            found = _kept(shared, earlier, found)
        return found._replace(placed=dressed(found.placed, view))

    def prepare(self, views: Iterable[AnyView]) -> None:
        """Decide the places of several views at once: while the engine works on one, the next is made ready."""
        wanted = [view for view in views if isinstance(view, View)]
        if len(wanted) > 1:
            with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
                list(pool.map(self.arranged, wanted))

    def icons(self, *views: AnyView) -> dict[str, str]:
        """Return the icons of all cards of views, as data URIs of PNG images by their path."""
        found = {node.icon for view in views for node in cards_of(view) if node.icon}
        return self._icons.icons(sorted(found))

    def notes(self, view: AnyView) -> tuple[str, ...]:
        """Return what had to be left out to draw a view, in words for the user; usually nothing."""
        return () if isinstance(view, SequenceView) else self.arranged(view).notes


def cards_of(view: AnyView) -> tuple[ViewNode, ...]:
    """Return the cards of a view of either sort."""
    return view.participants if isinstance(view, SequenceView) else view.nodes


def arrange(view: View, engine: LayoutEngine, *, deadline_s: float) -> Arranged:
    """Return the best picture of a view: of several layouts, of one simple layout, or of a plain grid.

    Each step down is taken when the engine failed at the one before, and leaves a note. All steps share one deadline, of
    which the last try with the engine keeps a part.
    """
    if not view.nodes:
        return Arranged(plain_picture(view))
    if len(view.nodes) > MOST_CARDS:
        return Arranged(
            plain_picture(view), (f"{len(view.nodes):,} cards are too many to arrange: they stand in a plain grid",)
        )
    end = time.monotonic() + deadline_s
    steps: tuple[tuple[Callable[[float], Placed], float, str], ...] = (
        (lambda left: _best(view, engine, left), _FIRST_SHARE, "one simple layout was tried"),
        (lambda left: _simple(view, engine, left), 1.0, "the parts stand in a plain grid"),
    )
    notes: list[str] = []
    for step, share, less in steps:
        left = _tenths((end - time.monotonic()) * share)
        try:
            return Arranged(step(left), tuple(notes))
        except LayoutError as error:
            notes.append(f"{error.what}: {less}")
    return Arranged(plain_picture(view), tuple(notes))


def _best(view: View, engine: LayoutEngine, deadline_s: float) -> Placed:
    """Return the best of several layouts; the engine works on one batch while the next is prepared."""
    end = time.monotonic() + deadline_s

    def answer(batch: tuple[Candidate, ...]) -> str:
        return engine.layout("".join(one.program for one in batch), deadline_s=_tenths(end - time.monotonic()))

    with ThreadPoolExecutor(max_workers=2) as pool:
        tried = [(batch, pool.submit(answer, batch)) for batch in batches(view)]
        choice = Choice()
        for batch, future in tried:
            choice.add(batch, future.result())
    return choice.best()


def _simple(view: View, engine: LayoutEngine, deadline_s: float) -> Placed:
    candidate = simple_candidate(view)
    return pictures([candidate], engine.layout(candidate.program, deadline_s=deadline_s))[0]


def _tenths(seconds: float) -> float:
    return max(round(seconds, 1), 0.1)


@lru_cache(_CACHED)
def _shared_arrangement(view: View, *, deadline_s: float) -> Arranged:
    # The default engine has no state, so that all users of it can share what it found.
    return arrange(view, GraphvizEngine(), deadline_s=deadline_s)


@lru_cache(_DRAWN)
def _shared_svg(view: AnyView, theme: str, *, deadline_s: float) -> str:
    # The page of a design, its PDF and its Word file show the same drawings, and so does the next version of the page.
    return Pictures(deadline_s=deadline_s)._drawn(view, theme)


def forget() -> None:
    """Forget the layouts and drawings that are shared; for measuring how long they take."""
    _shared_arrangement.cache_clear()
    _shared_svg.cache_clear()


@lru_cache(_CACHED)
def _kept(view: View, earlier: Earlier, fresh: Arranged) -> Arranged:
    """Return the picture that moves the least of what an earlier one has, the fresh one where that is as good."""
    if not is_worth_keeping(view, earlier):
        return fresh
    moves = displacement(earlier, fresh.placed)
    if not moves.moved or len(view.nodes) > MOST_KEPT:
        return fresh
    kept = kept_picture(view, earlier)
    if displacement(earlier, kept).mean >= moves.mean:
        return fresh
    if (flaws := measure(kept).flaws) and flaws > measure(fresh.placed).flaws:
        return fresh._replace(
            notes=(*fresh.notes, "laid out anew: kept in its places, words or lines would lie on each other")
        )
    return Arranged(kept)


@lru_cache(_CACHED)
def _pinned(view: View, earlier: Earlier | None, fresh: Arranged, pins: Pins) -> Arranged:
    """Return the picture in which the cards with a place of their own stand there."""
    if len(view.nodes) > MOST_KEPT:
        return fresh._replace(notes=(*fresh.notes, "positions are not kept: the picture has too many cards"))
    base = earlier if earlier is not None and is_worth_keeping(view, earlier) else earlier_of(fresh.placed)
    placed, notes = pinned_picture(view, base, dict(pins))
    return Arranged(placed, (*fresh.notes, *notes))
