"""Every word of a picture stands out from what is drawn beneath it, in every theme: WCAG 2.2 AA, on the SVG as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from designer.adapters.image import Pictures
from designer.catalog.catalog import Catalog
from designer.model import AnyView
from designer.render.theme import THEMES, contrast
from designer.views import build_views
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES
from tests.unit.render_svg.test_overlays import overlaid

NS = "{http://www.w3.org/2000/svg}"
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
CATALOG = Catalog(technologies=TECHNOLOGIES)
VIEWS: dict[str, AnyView] = {
    **{view.id: view for view in build_views(SAMPLES["sms-gateway"], CATALOG)},
    "marks": overlaid("Front door", "Back door", "Cellar"),
    "divided": build_views(SAMPLES["scattered-40"], CATALOG)[0],
}


class Area(NamedTuple):
    """A filled shape, as the rectangle around it."""

    x: float
    y: float
    right: float
    bottom: float
    fill: str


class Words(NamedTuple):
    """A piece of text: where it starts, its colour, and the least contrast that its size asks for."""

    x: float
    y: float
    fill: str
    least: float
    text: str


def drawn(element: ElementTree.Element, at: tuple[float, float], fill: str) -> Iterator[Area | Words]:
    """Yield filled shapes and words in the order in which they are painted."""
    moved = re.match(r"translate\((\S+) (\S+)\)", element.get("transform", ""))
    if moved:
        at = (at[0] + float(moved[1]), at[1] + float(moved[2]))
    fill = element.get("fill", fill)
    name = element.tag.removeprefix(NS)
    if name == "defs":
        return
    if name == "text":
        # One unit is a CSS pixel: large text is 24 of them, or 18.66 in bold.
        size, is_bold = float(element.get("font-size", 13)), element.get("font-weight", "") in ("600", "700")
        least = 3.0 if size >= (18.66 if is_bold else 24) else 4.5
        yield Words(
            at[0] + float(element.get("x", 0)),
            at[1] + float(element.get("y", 0)),
            fill,
            least,
            "".join(element.itertext()),
        )
        return
    if COLOR.fullmatch(fill) and name in ("rect", "path") and (area := box_of(element, at, fill)) is not None:
        yield area
    for child in element:
        yield from drawn(child, at, fill)


def box_of(element: ElementTree.Element, at: tuple[float, float], fill: str) -> Area | None:
    if element.tag == f"{NS}rect":
        x, y, w, h = (float(element.get(key, 0)) for key in ("x", "y", "width", "height"))
        return Area(at[0] + x, at[1] + y, at[0] + x + w, at[1] + y + h, fill)
    numbers = [float(one) for one in NUMBERS.findall(re.sub(r"[HVAhva].*?(?=[A-Za-z]|$)", "", element.get("d", "")))]
    xs, ys = numbers[::2], numbers[1::2]
    if len(xs) < 2 or not ys:
        return None
    return Area(at[0] + min(xs), at[1] + min(ys), at[0] + max(xs), at[1] + max(ys), fill)


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("name", VIEWS)
def test_words_stand_out_from_what_is_beneath_them(name: str, theme: str) -> None:
    painted = list(drawn(ElementTree.fromstring(Pictures().svg(VIEWS[name], theme=theme)), (0.0, 0.0), "#000000"))
    words = [one for one in painted if isinstance(one, Words) and one.text.strip()]
    assert len(words) > 3
    for number, one in enumerate(painted):
        if not isinstance(one, Words):
            continue
        beneath = [
            area
            for area in painted[:number]
            if isinstance(area, Area) and area.x <= one.x <= area.right and area.y <= one.y - 2 <= area.bottom
        ]
        assert beneath, one
        assert contrast(one.fill, beneath[-1].fill) >= one.least, (one, beneath[-1])
