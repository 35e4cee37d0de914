"""`designer show`, and what `designer render` writes for paper, screens and readers."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from designer.cli.parser import COMMANDS
from designer.render.columns import columns
from designer.render.registry import FORMATS
from tests.unit.cli.conftest import Run, a_design

STARTED_S = 120.0


@pytest.fixture
def shop(run: Run) -> Path:
    path = Path("shop.json")
    path.write_text(json.dumps(a_design()), encoding="utf-8")
    return path


def test_a_design_is_drawn_in_the_terminals_width(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = run("show", shop)
    assert (ran.code, ran.err) == (0, "")
    assert "Buyer" in ran.out and "Order store" in ran.out and "▼" in ran.out
    assert max(map(columns, ran.out.splitlines())) <= 60
    assert "\x1b" not in ran.out and "Orders[31m" in ran.out.replace(" ", "")
    assert max(map(columns, run("show", shop, "--width", "24").out.splitlines())) <= 24


@pytest.mark.parametrize("width", ["0", "19", "-5", "1001"])
def test_a_width_that_is_none_is_refused(run: Run, shop: Path, width: str) -> None:
    ran = run("show", shop, f"--width={width}")
    assert ran.code == 2
    assert "--width" in ran.err and "20 to 1000" in ran.err


def test_a_view_the_design_lacks_is_refused_with_those_it_has(run: Run, shop: Path) -> None:
    ran = run("show", shop, "--view", "nothing")
    assert ran.code == 2
    assert "no view 'nothing'" in ran.err


def test_help_shows_a_real_example(run: Run, shop: Path) -> None:
    with pytest.raises(SystemExit):
        run("show", "--help")
    example = COMMANDS["show"].example.split()
    assert example[:2] == ["designer", "show"]
    assert run("show", shop, *example[3:-1]).code == 0


def test_a_terminal_without_box_characters_gets_plain_ones(shop: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "designer", "show", str(shop.resolve())],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "80"},
        capture_output=True,
        check=True,
    )
    text = ran.stdout.decode("ascii")
    assert "+--" in text and "|" in text and "\\u" not in text


def wait_for(path: Path, words: str, *, times: int = 1) -> str:
    end = time.monotonic() + STARTED_S
    while time.monotonic() < end:
        text = path.read_text(encoding="utf-8", errors="replace")
        if text.count(words) >= times:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{words!r} was not printed {times} times")


def test_watching_draws_again_after_a_change_and_ends_with_130(shop: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "designer", "show", str(shop.resolve()), "--watch", "--width", "60"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUTF8": "1"})
        try:
            wait_for(log, "Order store")
            shop.write_text("{", encoding="utf-8")
            wait_for(log, "error:")
            changed = a_design()
            changed["graph"]["components"][2]["name"] = "Ledger"
            shop.write_text(json.dumps(changed), encoding="utf-8")
            wait_for(log, "Ledger")
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=STARTED_S) == 130
        finally:
            process.kill()
            process.wait()
    text = log.read_text(encoding="utf-8")
    assert "interrupted" in text and "Traceback" not in text and "\x1b" not in text


def test_help_of_render_names_every_format(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("render", "--help")
    told = capsys.readouterr().out.replace("\n", " ")
    assert all(row.name in told for row in FORMATS)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("p.pdf", b"%PDF-"),
        ("p.webp", b"RIFF"),
        ("p.png", b"\x89PNG"),
        ("p.html", b"<!DOCTYPE html>"),
        ("p.svg", b"<svg "),
    ],
)
def test_the_end_of_the_name_chooses_the_format(run: Run, shop: Path, name: str, start: bytes) -> None:
    assert run("render", shop, "--out", name).code == 0
    assert Path(name).read_bytes().startswith(start)


def test_a_scale_of_two_has_twice_the_pixels(run: Run, shop: Path) -> None:
    from PIL import Image

    sizes = []
    for scale in ("1", "2"):
        assert run("render", shop, "--out", "p.png", "--scale", scale).code == 0
        with Image.open(io.BytesIO(Path("p.png").read_bytes())) as image:
            sizes.append(image.size)
    assert sizes[1] == (2 * sizes[0][0], 2 * sizes[0][1])
    assert run("render", shop, "--out", "p.png", "--scale", "3").code == 2


def test_a_missing_package_is_one_line_that_says_what_to_install(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = run("render", shop, "--out", "p.pdf")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "pip install 'designer[pdf]'" in ran.err
    assert not Path("p.pdf").exists()


def test_a_theme_comes_from_a_file_or_from_the_settings(run: Run, shop: Path) -> None:
    Path("house.yaml").write_text("base: light\nfamilies: {compute: '#004488'}\n", encoding="utf-8")
    assert run("render", shop, "--out", "a.svg", "--theme", "house.yaml").code == 0
    assert "#004488" in Path("a.svg").read_text(encoding="utf-8")
    Path("designer.toml").write_text('[theme]\nbase = "light"\nfamilies = {compute = "#004488"}\n', encoding="utf-8")
    assert run("render", shop, "--out", "b.svg").code == 0
    assert "#004488" in Path("b.svg").read_text(encoding="utf-8")
    assert run("render", shop, "--out", "c.svg", "--theme", "light").code == 0
    assert "#004488" not in Path("c.svg").read_text(encoding="utf-8")
    Path("designer.toml").write_text('theme = "house.yaml"\n', encoding="utf-8")
    assert run("render", shop, "--out", "d.svg").code == 0
    assert Path("d.svg").read_bytes() == Path("a.svg").read_bytes()


@pytest.mark.parametrize(
    ("toml", "where", "what"),
    [
        ('jobs = 2\n[theme]\nink = "#EEEEEE"\n', "designer.toml:3", "ink on background has a contrast of"),
        ('[theme]\nbase = "dark"\ncolour = "#000000"\n', "designer.toml:3", "there is no such token"),
        ('theme = "pink"\n', "designer.toml:1", "'pink' does not fit"),
        ('theme = "none.yaml"\n', "none.yaml", "cannot be read"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused_with_its_place(
    run: Run, shop: Path, toml: str, where: str, what: str
) -> None:
    Path("designer.toml").write_text(toml, encoding="utf-8")
    ran = run("render", shop, "--out", "a.svg")
    assert ran.code == 2
    assert where in ran.err and what in ran.err
    assert not Path("a.svg").exists()


def test_a_bundle_holds_one_page_and_a_pdf_of_each_view(run: Run) -> None:
    made = run("new", "a web shop with 10 orders a second", "--out", "shop", "--formats", "html,pdf")
    assert made.code == 0, made.err
    files = {path.name for path in Path("shop/diagrams").iterdir()}
    assert {name for name in files if name.endswith(".html")} == {"container.html"}
    assert {name[:-4] for name in files if name.endswith(".pdf")} == {
        name[:-4] for name in files if name.endswith(".svg")
    }
