"""Print what is measured of the pictures of all blueprints and of composed designs; `--accept` records them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from designer.adapters.image import Pictures
from designer.drawing import LEAST_PT, page_views, pictures_here
from designer.model import Design, View
from designer.pipeline import check
from designer.render.quality import Quality, measure
from designer.render.readability import OnPaper, cut_words, on_paper
from designer.views import build_container_view
from tests.support.catalogs import shipped
from tests.support.composed import composed, composed_briefs
from tests.support.references import reference

RECORDED = Path(__file__).with_name("picture_figures.json")


class Figures(NamedTuple):
    """What is measured of one picture."""

    name: str
    cards: int
    lines: int
    quality: Quality
    paper: OnPaper
    cut: tuple[str, ...]


def figures_of(name: str, view: View) -> Figures:
    """Return what is measured of a view's picture."""
    placed = Pictures().arranged(view).placed
    return Figures(
        name, len(placed.nodes), len(view.edges), measure(placed), on_paper(placed), tuple(cut_words(placed))
    )


def blueprint_design(key: str) -> Design:
    """Return the design that a blueprint makes with its defaults."""
    catalog = shipped()
    return check(reference(catalog.by_id[key], catalog))


def designs() -> Iterator[tuple[str, Design]]:
    """Yield every blueprint's design and the composed ones, by name."""
    for blueprint in shipped().blueprints:
        yield f"blueprint/{blueprint.id}", blueprint_design(blueprint.id)
    for key in composed_briefs():
        yield f"composed/{key}", composed(key)


def recorded(one: Figures) -> dict[str, float]:
    """Return what is kept of a picture: how large the view is, and what a better layout would make smaller or larger."""
    return {
        "cards": one.cards,
        "lines": one.lines,
        "crossings": one.quality.crossings,
        "names_pt": one.paper.names,
        "least_pt": one.paper.smallest,
    }


def print_sizes(what: str, sizes: Sequence[float]) -> None:
    """Print how large letters of the whole pictures are on A4, and how many pictures reach the size aimed at."""
    enough = sum(one >= LEAST_PT for one in sizes)
    print(
        f"{what} on A4: median {median(sizes):.1f} pt, smallest {min(sizes):.1f} pt, "
        f"{enough} of {len(sizes)} pictures at least {LEAST_PT:g} pt"
    )


def print_pages() -> None:
    """Print how large the letters are in what is printed: in the pictures themselves, or in their parts."""
    pictures = pictures_here()
    sets = [
        page_views(design, shipped(), pictures) or (build_container_view(design, shipped()),) for _, design in designs()
    ]
    sizes = [on_paper(pictures.arranged(view).placed) for views in sets for view in views]
    print(
        f"printed: {sum(len(views) == 1 for views in sets)} of {len(sets)} whole, {sum(map(len, sets))} pictures "
        f"in all; names at least {min(one.names for one in sizes):.1f} pt, the smallest letters {min(one.smallest for one in sizes):.1f} pt"
    )


def main() -> int:
    """Print a line a picture, the worst first; return 1 when something is wrong in one."""
    found = [figures_of(name, build_container_view(design, shipped())) for name, design in designs()]
    print(
        f"{'picture':46} {'cards':>5} {'flaws':>5} {'cross':>5} {'shape':>5} {'name':>5} {'least':>5} {'cut':>3} {'cost':>6}"
    )
    for one in sorted(found, key=lambda one: -one.quality.cost):
        measured = one.quality
        print(
            f"{one.name:46} {one.cards:5} {measured.flaws:5} {measured.crossings:5} {measured.aspect:5.2f} "
            f"{one.paper.names:5.1f} {one.paper.smallest:5.1f} {len(one.cut):3} {measured.cost:6.0f}"
        )
    print_sizes("names", [one.paper.names for one in found])
    print_sizes("all text", [one.paper.smallest for one in found])
    print_pages()
    if "--accept" in sys.argv:
        data = {one.name: recorded(one) for one in found}
        RECORDED.write_text(json.dumps(data, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return any(one.quality.flaws for one in found)


if __name__ == "__main__":
    raise SystemExit(main())
