"""`designer stubs`, and the project inside a bundle."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.stub_designs import wide_design
from tests.unit.cli.conftest import Run


@pytest.fixture
def design(tmp_path: Path) -> Path:
    place = tmp_path / "design.json"
    place.write_text(wide_design(6).to_json(), encoding="utf-8")
    return place


def test_it_writes_a_project_and_says_how_to_start_it(run: Run, design: Path) -> None:
    ran = run("stubs", design, "--out", "app")
    assert ran.code == 0 and "make run" in ran.out
    assert Path("app/app/__main__.py").is_file()
    assert "```mermaid" in Path("app/README.md").read_text(encoding="utf-8")


def test_a_changed_file_is_kept_and_named(run: Run, design: Path) -> None:
    run("stubs", design, "--out", "app")
    Path("app/Makefile").write_text("mine")
    ran = run("stubs", design, "--out", "app", "--json")
    assert ran.json["kept"] == ["Makefile"] and "Makefile" in ran.err
    assert Path("app/Makefile").read_text() == "mine"


def test_a_folder_with_other_files_is_refused(run: Run, design: Path) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine")
    ran = run("stubs", design, "--out", "mine")
    assert ran.code == 2 and "mine" in ran.err
    assert [path.name for path in Path("mine").iterdir()] == ["notes.txt"]


def test_a_design_with_errors_needs_force(run: Run, design: Path) -> None:
    values = json.loads(design.read_text(encoding="utf-8"))
    values["findings"] = [{"rule": "REL001", "severity": "error", "message": "all is lost", "subjects": []}]
    design.write_text(json.dumps(values), encoding="utf-8")
    ran = run("stubs", design, "--out", "app")
    assert ran.code == 2 and "all is lost" in ran.err and not Path("app").exists()
    assert run("stubs", design, "--out", "app", "--force").code == 0


def test_a_bundle_holds_the_project_unless_told_otherwise(run: Run) -> None:
    brief = "A URL shortener for 100 million new links a month"
    assert run("new", brief, "--out", "with", "--formats", "svg").code == 0
    assert run("new", brief, "--out", "without", "--formats", "svg", "--no-stubs").code == 0
    assert Path("with/stubs/README.md").is_file()
    assert not Path("without/stubs").exists()
    listed = {item["path"] for item in json.loads(Path("with/manifest.json").read_text())["files"]}
    assert "stubs/app/__main__.py" in listed
