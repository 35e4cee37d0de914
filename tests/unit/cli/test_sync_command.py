"""`designer sync`: the difference first, then the folder, with the version before in its history."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.cli.main import main

TEXT = "A URL shortener for 100 million new links a month"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "links"
    assert main(["new", TEXT, "--out", str(place), "--formats", "svg", "--no-stubs"]) == 0
    return place


def change(folder: Path, old: str, new: str) -> None:
    text = (folder / "DESIGN.md").read_text()
    assert text.count(old) == 1
    (folder / "DESIGN.md").write_text(text.replace(old, new))


def test_an_edit_is_shown_written_kept_and_then_checks_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "design.json").read_bytes()
    change(folder, "| A2 | Peak over average | 3 |", "| A2 | Peak over average | 6 |")
    assert main(["sync", str(folder), "--dry-run"]) == 0
    assert (folder / "design.json").read_bytes() == before
    shown = capsys.readouterr()
    assert "number peak_redirects" in shown.out and "Peak over average: 3 -> 6" in shown.err
    assert main(["sync", str(folder), "--yes"]) == 0
    assert (folder / "history" / "0001" / "design.json").read_bytes() == before
    capsys.readouterr()
    assert main(["check", str(folder / "DESIGN.md"), "--fail-on", "error"]) == 0
    assert main(["sync", str(folder)]) == 0
    assert "nothing is to be done" in capsys.readouterr().err


def test_what_is_refused_changes_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "| A2 | Peak over average | 3 |", "| A2 | Peak over average | lots |")
    before = (folder / "design.json").read_bytes()
    assert main(["sync", str(folder)]) == 2
    assert "DESIGN.md:" in capsys.readouterr().err
    assert (folder / "design.json").read_bytes() == before


def test_a_folder_whose_two_sides_were_edited_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "| A2 | Peak over average | 3 |", "| A2 | Peak over average | 6 |")
    design = folder / "design.json"
    design.write_text(design.read_text().replace('"PostgreSQL"', '"MySQL"'))
    assert main(["sync", str(folder)]) == 2
    assert "both DESIGN.md and design.json were edited" in capsys.readouterr().err


def test_what_is_no_bundle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync", str(tmp_path)]) == 2
    assert "this is no bundle" in capsys.readouterr().err


def test_the_interface_files_are_written_alone_and_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    place = folder.parent / "files"
    assert main(["api", str(folder), "--out", str(place)]) == 0
    listed = capsys.readouterr().out
    assert "api/openapi-shorten-service.yaml" in listed and "AsyncAPI" in listed
    assert (place / "openapi-shorten-service.yaml").read_bytes() == (
        folder / "api/openapi-shorten-service.yaml"
    ).read_bytes()
    assert (place / "schemas" / "link.json").is_file()
