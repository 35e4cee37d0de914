"""Many briefs: one folder each, failures alone, nothing done twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import designer
from designer.errors import BriefError
from tests.unit.cli.conftest import Run

BRIEFS = {"links": "A URL shortener for 3 million links a day", "feed": "A news feed for 2 million readers"}
FAST = ("--formats", "svg")


@pytest.fixture
def briefs(run: Run) -> Path:
    folder = Path("briefs")
    folder.mkdir()
    for name, text in BRIEFS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def tree(folder: str | Path) -> dict[str, bytes]:
    root = Path(folder)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_each_brief_gets_its_folder(run: Run, briefs: Path) -> None:
    ran = run("batch", briefs, "--out", "all", *FAST)
    assert ran.code == 0
    assert ran.out == "2 of 2 briefs done, 0 of them earlier\n"
    assert sorted(path.name for path in Path("all").iterdir()) == ["feed", "links"]
    assert ran.err.splitlines()[0].startswith("[1/2] feed: done, ")


def test_a_bundle_of_a_batch_equals_one_made_alone(run: Run, briefs: Path) -> None:
    run("batch", briefs, "--out", "all", *FAST)
    run("new", "--file", briefs / "links.md", "--out", "one", *FAST)
    assert tree("all/links") == tree("one")


def test_more_jobs_give_the_same_bytes(run: Run, briefs: Path) -> None:
    run("batch", briefs, "--out", "one", *FAST)
    run("batch", briefs, "--out", "two", *FAST, "--jobs", "2")
    assert tree("one") == tree("two")


def test_what_is_done_is_not_done_again(run: Run, briefs: Path) -> None:
    run("batch", briefs, "--out", "all", *FAST)
    times = {path: path.stat().st_mtime_ns for path in Path("all").rglob("*")}
    ran = run("batch", briefs, "--out", "all", *FAST, "--json")
    assert [row["kept"] for row in ran.json] == [True, True]
    assert all(row["components"] > 3 for row in ran.json)
    assert {path: path.stat().st_mtime_ns for path in Path("all").rglob("*")} == times


@pytest.mark.parametrize("more", [("--theme", "dark"), ("--formats", "svg,dot"), ("--answer", "retention=1 year")])
def test_other_options_make_a_bundle_again(run: Run, briefs: Path, more: tuple[str, str]) -> None:
    run("batch", briefs / "links.md", "--out", "all", *FAST)
    ran = run("batch", briefs / "links.md", "--out", "all", *FAST, *more, "--json")
    assert [row["kept"] for row in ran.json] == [False]


def test_a_changed_brief_is_made_again_and_keeps_the_earlier_design(run: Run, briefs: Path) -> None:
    run("batch", briefs, "--out", "all", *FAST)
    (briefs / "links.md").write_text("A URL shortener for 90 million links a day", encoding="utf-8")
    rows = run("batch", briefs, "--out", "all", *FAST, "--json").json
    assert {row["id"]: row["kept"] for row in rows} == {"feed": True, "links": False}
    assert Path("all/links/history/0001/design.json").is_file()


def test_a_damaged_bundle_is_made_again(run: Run, briefs: Path) -> None:
    run("batch", briefs, "--out", "all", *FAST)
    before = tree("all/links")
    Path("all/links/diagrams/container.svg").unlink()
    run("batch", briefs, "--out", "all", *FAST)
    assert tree("all/links") == before


def test_failures_leave_the_others_alone_and_end_in_a_table(run: Run, briefs: Path) -> None:
    (briefs / "empty.md").write_text(" ", encoding="utf-8")
    (briefs / "zip.md").write_bytes(b"PK\xff")
    Path("all/links").mkdir(parents=True)
    Path("all/links/mine.txt").write_text("mine")
    ran = run("batch", briefs, "--out", "all", *FAST)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "1 of 4 briefs done, 0 of them earlier"
    assert [line.split()[0] for line in lines[3:]] == ["empty", "links", "zip"]
    assert Path("all/feed/manifest.json").is_file()
    assert tree("all/links") == {"mine.txt": b"mine"}


def test_json_tells_what_failed_and_why(run: Run) -> None:
    Path("b.jsonl").write_text('{"id": "bad"}\n{"id": "good", "brief": "a URL shortener"}\n', encoding="utf-8")
    ran = run("batch", "b.jsonl", "--out", "all", *FAST, "--json")
    assert ran.code == 1
    bad, good = ran.json
    assert bad["error"][0]["what"] == "the row holds no brief"
    assert (good["error"], good["folder"].endswith("good")) == (None, True)


def test_ids_never_leave_the_folder(run: Run) -> None:
    row = {"id": "../../escaped", "brief": "a URL shortener"}
    Path("b.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run("batch", "b.jsonl", "--out", "in/all", *FAST)
    assert [path.name for path in Path("in/all").iterdir()] == ["escaped"]


def test_colliding_ids_are_refused_before_any_work(run: Run, briefs: Path) -> None:
    (briefs / "links.txt").write_text("another", encoding="utf-8")
    ran = run("batch", briefs, "--out", "all", *FAST)
    assert ran.code == 2
    assert "the id 'links' is taken by" in ran.err
    assert not Path("all").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_designs_come_in_the_order_of_their_briefs(jobs: int) -> None:
    found = list(designer.design_many([BRIEFS["links"], ("named", BRIEFS["feed"]), " "], jobs=jobs))
    assert [result.id for result in found] == ["1", "named", "3"]
    assert [result.design is None for result in found] == [False, False, True]
    assert isinstance(found[2].error, BriefError)
    assert found[0].design == designer.design(BRIEFS["links"])
