"""One brief to one bundle, and what is done with the bundle afterwards."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

import designer
from tests.unit.cli.conftest import Run

BRIEF = "A URL shortener for 100 million new links a month"


def stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def manifest(folder: str | Path) -> Any:
    return json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))


def test_a_bundle_holds_what_the_contract_says(run: Run) -> None:
    ran = run("new", BRIEF, "--out", "shop")
    assert (ran.code, ran.err) == (0, "")
    files = {path.relative_to("shop").as_posix() for path in Path("shop").rglob("*") if path.is_file()}
    assert {"design.json", "DESIGN.md", "manifest.json"} <= files
    assert {f"diagrams/container{end}" for end in (".svg", ".png", ".mmd", ".d2")} <= files
    assert any(name.startswith("adr/0001-") and name.endswith(".md") for name in files)
    assert any(name.startswith("diagrams/sequence-") for name in files)
    listed = manifest("shop")["files"]
    assert {row["path"] for row in listed} == files - {"manifest.json"}
    for row in listed:
        data = (Path("shop") / row["path"]).read_bytes()
        assert (row["sha256"], row["size"]) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_result_is_told_in_a_few_lines(run: Run) -> None:
    out = run("new", BRIEF, "--out", "shop", "--formats", "svg").out
    assert out.startswith("URL shortener\n")
    assert all(f"\n  {name}" in out for name in ("bundle    shop", "parts ", "numbers ", "findings ", "open questions"))
    assert len(out.splitlines()) < 12


def test_json_summarises_the_design(run: Run) -> None:
    found = run("new", BRIEF, "--out", "shop", "--formats", "svg", "--json").json
    assert (found["title"], found["folder"], found["model"]) == ("URL shortener", "shop", "offline")
    assert found["blueprints"] == ["url-shortener"]
    assert found["findings"].keys() == {"error", "warning", "info"}


def test_a_file_given_as_the_brief_is_refused_with_what_reads_it(run: Run) -> None:
    Path("brief.txt").write_text(BRIEF, encoding="utf-8")
    ran = run("new", "brief.txt", "--out", "shop")
    assert ran.code == 2
    assert "'brief.txt' is a file" in ran.err
    assert "--file brief.txt" in ran.err
    assert not Path("shop").exists()


def test_a_word_that_a_file_happens_to_be_called_is_a_brief(run: Run) -> None:
    Path("pastebin").write_text("", encoding="utf-8")
    assert run("new", "pastebin", "--out", "shop", "--formats", "svg").code == 0
    assert run("new", BRIEF + " for people" * 40, "--out", "long", "--formats", "svg").code == 0


def test_the_folder_is_named_by_the_title_when_none_is_given(run: Run) -> None:
    run("new", BRIEF, "--formats", "svg")
    assert Path("url-shortener/design.json").is_file()


def test_file_and_stdin_give_the_same_design(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("brief.md").write_text(BRIEF, encoding="utf-8")
    run("new", "--file", "brief.md", "--out", "a", "--formats", "svg")
    stdin(monkeypatch, BRIEF)
    run("new", "-", "--out", "b", "--formats", "svg")
    assert Path("a/design.json").read_bytes() == Path("b/design.json").read_bytes()


def test_svg_is_always_there_and_only_asked_for_formats_beside_it(run: Run) -> None:
    run("new", BRIEF, "--out", "shop", "--formats", "dot")
    assert {path.suffix for path in Path("shop/diagrams").iterdir()} == {".svg", ".dot"}


def test_the_theme_shows(run: Run) -> None:
    for theme in ("light", "dark"):
        run("new", BRIEF, "--out", theme, "--formats", "svg", "--theme", theme)
    assert Path("light/diagrams/container.svg").read_bytes() != Path("dark/diagrams/container.svg").read_bytes()


def test_an_answer_changes_the_design_and_closes_the_question(run: Run) -> None:
    before = run("new", BRIEF, "--out", "a", "--formats", "svg", "--json").json
    question = next(item for item in before["questions"] if item["options"])
    other = next(option for option in question["options"] if option != question["default"])
    answer = f"{question['id']}={other}"
    after = run("new", BRIEF, "--out", "b", "--formats", "svg", "--json", "--answer", answer).json
    assert question["id"] not in {item["id"] for item in after["questions"]}
    assert Path("a/design.json").read_bytes() != Path("b/design.json").read_bytes()


def test_an_answer_to_no_question_is_refused(run: Run) -> None:
    ran = run("new", BRIEF, "--out", "a", "--answer", "colour=red")
    assert ran.code == 2
    assert "no question 'colour'" in ran.err
    assert not Path("a").exists()


def test_open_questions_are_asked_and_options_are_chosen_by_number(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = run("new", BRIEF, "--out", "a", "--formats", "svg", "--json").json["questions"]
    lines = ["2" if question["options"] else "" for question in questions]
    stdin(monkeypatch, "\n".join(lines) + "\n")
    ran = run("new", BRIEF, "--ask", "--out", "b", "--formats", "svg", "--json")
    assert all(question["text"] in ran.err for question in questions)
    still_open = {question["id"] for question in ran.json["questions"]}
    assert not still_open & {question["id"] for question in questions if question["options"]}


def test_asking_nobody_takes_the_defaults(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", BRIEF, "--out", "a", "--formats", "svg")
    stdin(monkeypatch, "")
    assert run("new", BRIEF, "--ask", "--out", "b", "--formats", "svg").code == 0
    assert Path("a/design.json").read_bytes() == Path("b/design.json").read_bytes()


def test_a_foreign_folder_is_refused_and_untouched(run: Run) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("years of work")
    ran = run("new", BRIEF, "--out", "mine", "--formats", "svg")
    assert ran.code == 2
    assert "mine" in ran.err
    assert [path.name for path in Path("mine").iterdir()] == ["thesis.txt"]


def test_another_design_in_the_same_folder_keeps_the_earlier_one(run: Run) -> None:
    run("new", BRIEF, "--out", "shop", "--formats", "svg")
    before = Path("shop/design.json").read_bytes()
    run("new", BRIEF, "--out", "shop", "--formats", "svg")
    assert not Path("shop/history").exists()
    run("new", "A URL shortener for 900 million new links a month", "--out", "shop", "--formats", "svg")
    assert Path("shop/history/0001/design.json").read_bytes() == before


def test_a_wrong_format_leaves_nothing_behind(run: Run) -> None:
    assert run("new", BRIEF, "--out", "shop", "--formats", "gif").code == 2
    assert not Path("shop").exists()


def test_a_failing_model_ends_with_3_or_leaves_the_draft(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path("replies.json")
    script.write_text("[]", encoding="utf-8")
    model = f"scripted:{script}"
    ran = run("new", BRIEF, "--out", "a", "--formats", "svg", "--model", model)
    assert ran.code == 3
    assert not Path("a").exists()
    ran = run("new", BRIEF, "--out", "b", "--formats", "svg", "--model", model, "--on-model-failure", "draft")
    assert ran.code == 0
    assert manifest("b")["model"] == "offline"


def test_a_bundle_loads_as_the_same_design(run: Run) -> None:
    made = designer.design(BRIEF)
    made.save("shop", formats=("svg",))
    assert designer.load("shop") == made
    assert designer.load("shop/design.json").to_json() == made.to_json()
    assert [finding.rule for finding in designer.check(made)] == [finding.rule for finding in made.findings]


def test_hostile_text_stays_text(run: Run) -> None:
    brief = 'A URL shortener called "<script>alert(1)</script>" ../../etc \u202e{{ 7*7 }} ${HOME} ]]> \x1b[31m'
    ran = run("new", brief, "--out", "shop", "--formats", "svg,mermaid,d2,dot")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert b"<script>" not in Path("shop/diagrams/container.svg").read_bytes()
    assert "<script>" not in Path("shop/DESIGN.md").read_text(encoding="utf-8")
    assert r"{{ 7\*7 }} \${HOME}" in Path("shop/DESIGN.md").read_text(encoding="utf-8")


@pytest.fixture
def bundle(run: Run) -> Path:
    run("new", BRIEF, "--out", "shop", "--formats", "svg")
    return Path("shop")


@pytest.mark.parametrize(("format", "head"), [("svg", "<svg"), ("mermaid", "---\ntitle"), ("dot", "digraph")])
def test_a_picture_is_printed(run: Run, bundle: Path, format: str, head: str) -> None:
    out = run("render", bundle, "--format", format).out
    assert head in out[:200]


@pytest.mark.parametrize(("name", "head"), [("x.svg", b"<svg"), ("x.png", b"\x89PNG"), ("x.mmd", b"---")])
def test_the_format_follows_the_name_of_the_file(run: Run, bundle: Path, name: str, head: bytes) -> None:
    assert run("render", bundle, "--out", name).out == f"{name}\n"
    assert Path(name).read_bytes().lstrip().startswith(head)


@pytest.mark.parametrize("view", ["container", "context", "sequence", "sequence-create-link"])
def test_every_view_can_be_drawn_alone(run: Run, bundle: Path, view: str) -> None:
    assert run("render", bundle, "--view", view).out.lstrip().startswith("<svg")


def test_a_view_that_is_not_there_is_answered_with_those_that_are(run: Run, bundle: Path) -> None:
    ran = run("render", bundle, "--view", "kitchen")
    assert ran.code == 2
    assert "container" in ran.err


def test_the_picture_of_a_bundle_equals_the_one_drawn_alone(run: Run, bundle: Path) -> None:
    run("render", bundle, "--out", "x.svg")
    assert Path("x.svg").read_bytes() == (bundle / "diagrams" / "container.svg").read_bytes()


def test_the_document_is_printed_or_written(run: Run, bundle: Path) -> None:
    assert run("doc", bundle).out.strip() == (bundle / "DESIGN.md").read_text(encoding="utf-8").strip()
    run("doc", bundle, "--out", "x.md")
    assert Path("x.md").read_bytes() == (bundle / "DESIGN.md").read_bytes()


def test_a_document_in_an_unknown_format_is_refused(run: Run, bundle: Path) -> None:
    assert run("doc", bundle, "--format", "odt").code == 2


def test_a_picture_cannot_be_written_to_a_missing_folder(run: Run, bundle: Path) -> None:
    ran = run("render", bundle, "--out", "gone/x.svg")
    assert ran.code == 2
    assert "cannot be written" in ran.err
