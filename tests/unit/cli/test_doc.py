"""`designer doc`: formats, profiles, a team's templates; `designer check DESIGN.md`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Ran


@pytest.fixture
def folder(run: Callable[..., Ran]) -> Path:
    run("new", "A URL shortener for 100 million new links a month", "--out", "shop", "--formats", "svg")
    return Path("shop")


def test_format_follows_the_ending_of_the_file(run: Callable[..., Ran], folder: Path) -> None:
    starts = {"a.html": b"<!DOCTYPE html>", "a.pdf": b"%PDF-", "a.docx": b"PK", "a.md": b"# "}
    for name, start in starts.items():
        ran = run("doc", folder, "--profile", "adr-only", "--out", name)
        assert (ran.code, ran.out.strip()) == (0, name)
        assert Path(name).read_bytes().startswith(start)


def test_profile_and_variant_of_markdown(run: Callable[..., Ran], folder: Path) -> None:
    assert "## 1. Introduction and goals" in run("doc", folder, "--profile", "arc42").out.replace("\\", "")
    assert "](adr/" not in run("doc", folder, "--plain").out
    assert "```mermaid" in run("doc", folder, "--mermaid").out
    refused = run("doc", folder, "--plain", "--format", "html")
    assert refused.code == 2 and "--plain is for Markdown" in refused.err


def test_broken_template_is_one_line_with_place_and_variable(run: Callable[..., Ran], folder: Path) -> None:
    Path("ours").mkdir()
    Path("ours/risks.md.j2").write_text("fine\n{{ section.nothing }}\n", encoding="utf-8")
    ran = run("doc", folder, "--templates", "ours")
    assert ran.code == 2 and len(ran.err.splitlines()) == 1
    assert "ours/risks.md.j2:2" in ran.err and "nothing" in ran.err


def test_document_that_was_edited_is_reported_and_kept_regions_survive(run: Callable[..., Ran], folder: Path) -> None:
    place = folder / "DESIGN.md"
    assert run("check", place, "--fail-on", "error").code == 0
    text = place.read_text(encoding="utf-8")
    note = "<!-- keep: note -->\nOurs.\n<!-- /keep -->\n\n"
    place.write_text(text.replace("## Deployment\n", f"{note}## Deployment\n", 1), encoding="utf-8")
    assert run("check", place, "--fail-on", "error").code == 0
    run("new", "A URL shortener for 200 million new links a month", "--out", folder, "--formats", "svg")
    later = place.read_text(encoding="utf-8")
    assert note.strip() in later and run("check", place, "--fail-on", "error").code == 0
    place.write_text(later.replace("| Envoy | 2 |", "| NGINX | 2 |", 1), encoding="utf-8")
    ran = run("check", place, "--fail-on", "error")
    assert ran.code == 1 and "row Edge gateway, Technology: the document says “NGINX”, the design “Envoy”" in ran.out
