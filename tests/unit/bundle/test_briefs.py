"""Many briefs from files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from designer.briefs import MAX_BYTES, NamedBrief, decode_brief, read_briefs, read_text
from designer.errors import BriefError


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def texts(briefs: tuple[NamedBrief, ...]) -> dict[str, str]:
    return {brief.id: str(brief.text) for brief in briefs}


def test_a_folder_gives_its_texts_by_stem_in_order_of_name(tmp_path: Path) -> None:
    folder = written(tmp_path, b__txt="a blog", a__md="a shop", c__pdf="no brief")
    (folder / ".draft.md").write_text("hidden")
    assert list(texts(read_briefs([folder])).items()) == [("a", "a shop"), ("b", "a blog")]


def test_a_single_file_is_one_brief(tmp_path: Path) -> None:
    assert texts(read_briefs([written(tmp_path, shop__md="a shop") / "shop.md"])) == {"shop": "a shop"}


@pytest.mark.parametrize("key", ["brief", "text"])
def test_rows_of_json_lines_have_ids(tmp_path: Path, key: str) -> None:
    rows = [{"id": "one", key: "a shop"}, {"id": 2, key: "a blog"}]
    path = written(tmp_path, b__jsonl="\n".join(json.dumps(row) for row in rows) + "\n\n") / "b.jsonl"
    assert texts(read_briefs([path])) == {"one": "a shop", "2": "a blog"}


def test_rows_of_csv_may_hold_line_breaks_and_commas(tmp_path: Path) -> None:
    path = written(tmp_path, b__csv='id,brief\none,"a shop,\nwith carts"\n') / "b.csv"
    assert texts(read_briefs([path])) == {"one": "a shop,\nwith carts"}


@pytest.mark.parametrize("text", ["- id: one\n  brief: a shop\n", "one: a shop\n"])
def test_yaml_is_a_list_of_rows_or_a_mapping(tmp_path: Path, text: str) -> None:
    assert texts(read_briefs([written(tmp_path, b__yaml=text) / "b.yaml"])) == {"one": "a shop"}


def test_an_id_is_text_and_never_a_path(tmp_path: Path) -> None:
    rows = [{"id": "../../etc/passwd", "brief": "a"}, {"id": "日本", "brief": "b"}, {"brief": "c"}]
    path = written(tmp_path, b__jsonl="\n".join(json.dumps(row) for row in rows)) / "b.jsonl"
    assert list(texts(read_briefs([path]))) == ["etc-passwd", "b-2", "b-3"]


def test_ids_that_collide_are_all_reported(tmp_path: Path) -> None:
    folder = written(tmp_path, a__md="1", a__txt="2", b__jsonl='{"id": "A", "brief": "3"}')
    with pytest.raises(BriefError) as caught:
        read_briefs([folder, folder / "b.jsonl"])
    assert [problem.what.partition(" is taken")[0] for problem in caught.value.problems] == ["the id 'a'"] * 2
    assert {Path(problem.where.partition(":")[0]).name for problem in caught.value.problems} == {"a.txt", "b.jsonl"}


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("not json", "not valid JSON"),
        ('{"id": "x"}', "holds no brief"),
        ('{"id": "x", "brief": 7}', "holds no brief"),
        ('{"id": "x", "brief": "  "}', "the brief is empty"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_bad_row_fails_alone(tmp_path: Path, row: str, what: str) -> None:
    path = written(tmp_path, b__jsonl=f'{row}\n{{"id": "good", "brief": "a shop"}}') / "b.jsonl"
    bad, good = read_briefs([path])
    assert isinstance(bad.text, BriefError)
    assert what in str(bad.text)
    assert good.text == "a shop"


def test_a_bad_text_file_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe")
    bad, good = read_briefs([written(tmp_path, good__txt="a shop")])
    assert isinstance(bad.text, BriefError)
    assert good.text == "a shop"


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("b.csv", "name,other\n1,2\n", "no column of briefs"),
        ("b.csv", 'id,brief\n1,"open\n', "not valid CSV"),
        ("b.yaml", "a: [", "not valid YAML"),
        ("b.yaml", "just text", "no list of briefs"),
        ("b.jsonl", "", "there is no brief"),
        ("b.docx", "x", "not read from this type"),
    ],
)
def test_a_file_that_is_broken_as_a_whole_is_refused(tmp_path: Path, name: str, text: str, what: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BriefError, match=what):
        read_briefs([tmp_path / name])


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="no such file or folder"):
        read_briefs([tmp_path / "gone"])


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="there is no brief"):
        read_briefs([tmp_path])


def test_a_byte_order_mark_is_no_part_of_the_brief(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfa shop")
    assert read_text(tmp_path / "a.md") == "a shop"


def test_the_longest_brief_is_one_megabyte() -> None:
    assert decode_brief(b"a" * MAX_BYTES, where="x")
    with pytest.raises(BriefError, match="longer than 1 MB"):
        decode_brief(b"a" * (MAX_BYTES + 1), where="x")
