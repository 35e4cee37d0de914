"""Themes: what is printed needs no colour, and a theme of a user's own is read strictly and can be read."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from designer.adapters.image import Pictures
from designer.adapters.theme_file import load_theme
from designer.catalog.catalog import Catalog
from designer.errors import SettingsError
from designer.model import Family
from designer.render.geometry import Rect
from designer.render.hatches import hatch
from designer.render.theme import DARK, LIGHT, PRINT, THEMES, Theme, contrast, theme_mark
from designer.render.theme_file import COLORS, SHARES, TABLES, read_theme, weak_pairs
from designer.views import build_views
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES

CATALOG = Catalog(technologies=TECHNOLOGIES)
COLOR = re.compile(r"#[0-9A-F]{6}\b")


def svg_of(theme: str | Theme, name: str = "sms-gateway", view_id: str = "container") -> str:
    view = next(view for view in build_views(SAMPLES[name], CATALOG) if view.id == view_id)
    return Pictures().svg(view, theme=theme)


def read(tokens: Any) -> Theme:
    return read_theme(tokens, lambda keys: "house.yaml:" + ".".join(keys))


def problems_of(tokens: Any) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(tokens)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", ["sms-gateway", "hostile"])
def test_a_printed_picture_has_no_colour_and_no_pixels(name: str) -> None:
    for view in build_views(SAMPLES[name], CATALOG):
        svg = Pictures().svg(view, theme="print")
        assert "<image" not in svg
        for color in set(COLOR.findall(svg)):
            parts = {color[1:3], color[3:5], color[5:7]}
            # The ink on a grey patch is nearly black.
            assert len(parts) == 1 or color == "#101828", color


def test_families_are_told_apart_by_their_pattern() -> None:
    patterns = {hatch(family, Rect(0, 0, 38, 38)) for family in Family}
    assert len(patterns) == len(Family)
    for pattern in patterns:
        for x, y in re.findall(r"[ML](-?[0-9.]+) (-?[0-9.]+)", pattern):
            assert 0 <= float(x) <= 38 and 0 <= float(y) <= 38


def test_printed_lines_are_thinner() -> None:
    def widest(theme: Theme) -> float:
        return max(map(float, re.findall(r'<g data-line=.*?stroke-width="([0-9.]+)"', svg_of(theme))))

    assert widest(PRINT) < 0.75 * widest(LIGHT)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_shipped_theme_can_be_read(theme: Theme) -> None:
    assert weak_pairs(theme) == ()


def test_every_token_of_a_theme_can_be_set() -> None:
    tokens = {*COLORS, *SHARES, *TABLES, "name", "is_hatched"}
    assert tokens == {field.name for field in fields(Theme)}


def test_a_theme_of_ones_own_changes_what_it_names_and_nothing_else() -> None:
    own = read({"base": "dark", "families": {"compute": "#ffb0b0"}, "card": "#123"})
    assert own.families[Family.COMPUTE] == "#FFB0B0"
    assert own.families[Family.DATA] == DARK.families[Family.DATA]
    assert (own.card, own.ink, own.is_dark) == ("#112233", DARK.ink, True)
    assert "#FFB0B0" in svg_of(own) and "#FFB0B0" not in svg_of("dark")


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        ({"colour": "#000000"}, "house.yaml:colour: colour: there is no such token"),
        ({"ink": "red"}, "house.yaml:ink: ink: 'red' is no colour. Fix: write it as #RRGGBB"),
        ({"ink": "#12345"}, "'#12345' is no colour"),
        ({"ink": '#000"/><script>'}, "is no colour"),
        ({"families": {"computer": "#000000"}}, "house.yaml:families.computer: families.computer: there is no such"),
        ({"families": {"data": 3}}, "families.data: 3 is no colour"),
        ({"tones": []}, "it takes a table of colours"),
        ({"tint": 2}, "2 is no number from 0 to 0.5"),
        ({"tint": True}, "True is no number"),
        ({"base": "sepia"}, "there is no theme 'sepia'. Fix: use one of light, dark, print"),
        ({"hatched": "yes"}, "'yes' is neither true nor false"),
        ({"name": ""}, "a name is a text"),
        ([], "a theme is a table of tokens"),
        (None, "a theme is a table of tokens"),
    ],
)
def test_a_token_that_does_not_fit_is_named(tokens: Any, told: str) -> None:
    assert any(told in problem for problem in problems_of(tokens)), problems_of(tokens)


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(problems_of({"ink": "red", "edges": "#000000", "marks": {"added": "x", "gone": "#000000"}})) == 4


def test_colours_that_are_too_alike_are_refused_and_the_pair_is_named() -> None:
    told = problems_of({"secondary": "#BBBBBB"})
    assert any("secondary on background has a contrast of 1.9" in one and "below 4.5" in one for one in told)
    assert all("house.yaml:secondary" in one for one in told)
    assert any("families.data on card" in one for one in problems_of({"families": {"data": "#9ED8D0"}}))


def test_the_limit_of_contrast_is_that_of_the_guideline() -> None:
    # Source: WCAG 2.2; #767676 is the lightest grey that passes on white, #777777 does not.
    assert contrast("#767676", "#FFFFFF") >= 4.5 > contrast("#777777", "#FFFFFF")
    read({"secondary": "#757575", "tint": 0})
    assert problems_of({"secondary": "#777777"})


def test_a_theme_file_is_read_with_the_line_of_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "House Style.yaml"
    path.write_text("base: light\nfamilies:\n  compute: '#004488'\n", encoding="utf-8")
    own = load_theme(path)
    assert (own.name, own.families[Family.COMPUTE]) == ("house-style", "#004488")
    path.write_text("base: light\nfamilies:\n  compute: blue\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"House Style\.yaml:3"):
        load_theme(path)


@pytest.mark.parametrize(
    "data", [b"a: &x 1\nb: *x\n", b"ink: '#000000'\nink: '#000000'\n", b"\xff\xfe", b"{", b"x: 1\n" * 50_000]
)
def test_a_file_that_is_no_theme_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    with pytest.raises(SettingsError):
        load_theme(path)
    with pytest.raises(SettingsError, match="cannot be read"):
        load_theme(tmp_path / "none.yaml")


def test_bundles_of_different_themes_are_different() -> None:
    one, other = read({"ink": "#000000"}), read({"ink": "#010101"})
    assert theme_mark("dark") == "dark"
    assert theme_mark(one) == theme_mark(read({"ink": "#000"}))
    assert theme_mark(one) != theme_mark(other)


def test_the_page_about_pictures_names_every_token_and_shows_themes_that_work(tmp_path: Path) -> None:
    import tomllib

    text = (Path(__file__).resolve().parents[3] / "docs" / "pictures.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z]+)`", text.partition("| token |")[2]))
    assert told >= {
        *COLORS,
        *SHARES,
        *TABLES,
        *(key for keys in TABLES.values() for key in keys),
        "name",
        "base",
        "hatched",
    }
    path = tmp_path / "house.yaml"
    path.write_text(text.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    assert load_theme(path).line == 1.2
    table = tomllib.loads(text.partition("```toml\n")[2].partition("```")[0])["theme"]
    assert read(table).families[Family.DATA] == "#00605A"
