"""YAML read strictly, with the line of every value."""

from __future__ import annotations

import pytest

from designer.catalog.strict_yaml import MAX_BYTES, load_yaml
from designer.errors import BlueprintError


def _read(text: str) -> object:
    return load_yaml(text.encode(), name="file.yaml").data


def test_plain_scalars_follow_the_core_schema() -> None:
    data = _read("a: NO\nb: 1_000\nc: 1.5\nd: true\ne: ~\nf: '10'\ng: 1e3\nh: 1.10.2\n")
    assert data == {"a": "NO", "b": 1000, "c": 1.5, "d": True, "e": None, "f": "10", "g": 1000.0, "h": "1.10.2"}


def test_every_value_knows_its_line_and_column() -> None:
    document = load_yaml(b"a:\n  - x\n  - {b: 1}\n", name="file.yaml")
    assert document.where(("a", 1, "b")) == (3, 6)
    assert document.where(("a", 7, "nothing")) == (1, 1)


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("a: &x [1]\nb: *x\n", "file.yaml:1:4", "anchors"),
        ("a: 1\na: 2\n", "file.yaml:2:1", "twice"),
        ("a: !!python/object:os.system x\n", "file.yaml:1:4", "tag"),
        ("a: [1\n", "file.yaml:2:1", "YAML"),
        ("--- 1\n--- 2\n", "file.yaml:2:1", "more than one"),
        ("? [1]\n: 2\n", "file.yaml:1:3", "key"),
        ("[" * 60 + "]" * 60, "file.yaml:1:42", "deep"),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_place(text: str, place: str, word: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        _read(text)
    assert caught.value.where == place
    assert word in caught.value.what
    assert caught.value.fix


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]" for i in range(9)]
    with pytest.raises(BlueprintError):
        _read("\n".join(lines))


def test_a_file_that_is_too_large_or_not_utf8_is_refused() -> None:
    with pytest.raises(BlueprintError, match="larger"):
        load_yaml(b"a" * (MAX_BYTES + 1), name="file.yaml")
    with pytest.raises(BlueprintError, match="UTF-8"):
        load_yaml(b"a: \xff", name="file.yaml")
