"""The façade: one layout for all themes and formats, and a way down when the engine fails."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from designer import resources
from designer.adapters.image import Pictures
from designer.adapters.image import icons as icons_module
from designer.adapters.image.engine import GraphvizEngine
from designer.adapters.image.icons import DiagramsIcons
from designer.adapters.image.pictures import arrange
from designer.adapters.image.raster import MAX_PIXELS, ResvgRasteriser, fitting_scale
from designer.catalog.catalog import Catalog
from designer.errors import LayoutError
from designer.model import View
from designer.render.quality import measure
from designer.views import build_container_view
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES, sms_gateway

CATALOG = Catalog(technologies=TECHNOLOGIES)


class FailingEngine:
    """An engine that works only from its `good`-th call on."""

    def __init__(self, good: int) -> None:
        self.good = good
        self.calls = 0

    def layout(self, dot: str, *, deadline_s: float) -> str:
        self.calls += 1
        if self.calls < self.good:
            raise LayoutError("the engine broke", where="engine", fix="none")
        return GraphvizEngine().layout(dot, deadline_s=deadline_s)


class NonsenseEngine:
    """An engine that answers something else."""

    def layout(self, dot: str, *, deadline_s: float) -> str:
        return '{"objects": []}' * dot.count("digraph")


class CountingIcons:
    """No icons, but it knows what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def icons(self, paths: Iterable[str]) -> dict[str, str]:
        self.asked += paths
        return {}


def container() -> View:
    return build_container_view(sms_gateway(), CATALOG)


def size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_layout_is_computed_once_for_all_themes_and_formats() -> None:
    engine = FailingEngine(good=0)
    pictures = Pictures(engine=engine)
    pictures.svg(container())
    calls = engine.calls
    pictures.svg(container(), theme="dark")
    pictures.png(container(), scale=0.5)
    assert pictures.notes(container()) == ()
    assert engine.calls == calls


def test_one_failure_falls_back_to_one_simple_layout_with_a_note() -> None:
    arranged = arrange(container(), FailingEngine(good=3), deadline_s=5)
    assert len(arranged.notes) == 1 and "the engine broke" in arranged.notes[0]
    assert measure(arranged.placed).flaws == 0


@pytest.mark.parametrize("engine", [FailingEngine(good=99), NonsenseEngine()], ids=["broken", "nonsense"])
def test_no_answer_falls_back_to_a_plain_grid_with_notes(engine: FailingEngine | NonsenseEngine) -> None:
    pictures = Pictures(engine=engine)
    assert "SMS API" in pictures.svg(container())
    assert len(pictures.notes(container())) == 2
    assert "plain grid" in pictures.notes(container())[1]


def test_machine_without_an_engine_still_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.adapters.image.engine.find_engine", lambda: None)
    arranged = arrange(container(), GraphvizEngine(), deadline_s=5)
    assert any("no layout engine is installed" in note for note in arranged.notes)


def test_icons_come_from_the_source_that_is_given() -> None:
    icons = CountingIcons()
    svg = Pictures(icons=icons).svg(container())
    assert "onprem/network/kong.png" in icons.asked
    assert "<image" not in svg


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_png_has_the_size_of_the_svg_times_the_scale(scale: float) -> None:
    pictures = Pictures()
    view = build_container_view(SAMPLES["two"], CATALOG)
    svg = pictures.svg(view)
    width = int(svg.partition(' width="')[2].partition('"')[0])
    height = int(svg.partition(' height="')[2].partition('"')[0])
    assert size_of(pictures.png(view, scale=scale)) == (width * scale, height * scale)


def test_scale_shrinks_before_a_picture_is_too_large() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="10000"/>'
    assert fitting_scale(svg, 0.25) == 0.25
    assert 20_000 * 10_000 * fitting_scale(svg, 2.0) ** 2 <= MAX_PIXELS


def test_png_shows_text_without_fonts_of_the_system() -> None:
    text = '<text x="2" y="20" font-size="18" font-family="Inter, Arimo, sans-serif">Wide words</text>'
    blank, written = (
        ResvgRasteriser().png(f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30">{body}</svg>')
        for body in ("", text)
    )
    assert len(written) > len(blank) + 200


def test_icon_is_embedded_small() -> None:
    found = DiagramsIcons().icons(["onprem/database/postgresql.png"])
    data = base64.b64decode(found["onprem/database/postgresql.png"].partition(",")[2])
    assert size_of(data) == (icons_module.PIXELS, icons_module.PIXELS)
    assert len(data) < 9_000


def test_icon_is_made_small_once_and_a_broken_copy_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNER_CACHE_DIR", str(tmp_path))
    path = "onprem/database/postgresql.png"
    found = []
    for content in (None, None, b"broken IEND\xaeB`\x82", b"\x89PNG\r\n\x1a\n broken"):
        icons_module._icon.cache_clear()
        if content is not None:
            next(tmp_path.glob("icon-*.png")).write_bytes(content)
        found.append(DiagramsIcons().icons([path])[path])
    assert len(set(found)) == 1
    monkeypatch.setattr(icons_module, "shrunk", None)
    icons_module._icon.cache_clear()
    assert DiagramsIcons().icons([path]) == {path: found[0]}


@pytest.mark.parametrize(
    "path",
    ["gone.png", "../secret.png", "/etc/passwd", "onprem", "a\0b.png", "..\\x.png", "onprem/../../../x.png", "x.svg"],
)
def test_path_outside_the_icons_is_unknown(path: str) -> None:
    assert DiagramsIcons().icons([path]) == {}


def test_real_picture_outside_the_icons_is_unknown_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "icons"
    root.mkdir()
    picture = ResvgRasteriser().png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    (root / "inside.png").write_bytes(picture)
    (tmp_path / "outside.png").write_bytes(picture)
    monkeypatch.setattr(icons_module, "icons_root", lambda: root)
    assert set(DiagramsIcons().icons(["inside.png", "../outside.png", str(tmp_path / "outside.png")])) == {"inside.png"}


def test_icon_that_is_no_image_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + zlib.compress(b"no"))
    (tmp_path / "huge.png").write_bytes(b"\0" * 2_000_001)
    monkeypatch.setattr(icons_module, "icons_root", lambda: tmp_path)
    found = DiagramsIcons().icons(["broken.png", "huge.png"])
    assert "huge.png" not in found
    assert all(uri.startswith("data:image/png;base64,") for uri in found.values())


def test_package_without_icons_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resources.icons_root() is not None
    monkeypatch.setattr(icons_module, "icons_root", lambda: None)
    assert DiagramsIcons().icons(["onprem/network/kong.png"]) == {}
