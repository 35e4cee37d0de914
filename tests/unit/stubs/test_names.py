"""Names in generated code, and texts in it: always valid, always different, never code."""

from __future__ import annotations

import ast
import keyword
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from designer.stubs.names import FIELD_RESERVED, MODULE_RESERVED, class_name, identifiers, plural
from designer.stubs.text import doc, md, py, toml
from designer.stubs.words import period_s, writes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
NAMES = TEXTS | st.sampled_from([*keyword.kwlist, "model_config", "nul", "copy", "日本", "1", "a-b", "a_b", "A B"])


@given(st.lists(NAMES, max_size=12))
def test_identifiers_are_valid_and_different(texts: list[str]) -> None:
    for reserved in (MODULE_RESERVED, FIELD_RESERVED):
        found = identifiers(texts, prefix="x_", reserved=reserved)
        assert set(found) == set(texts)
        assert len(set(found.values())) == len(found)
        for name in found.values():
            assert name.isidentifier() and name.isascii() and name == name.lower()
            assert not keyword.iskeyword(name) and name not in reserved and not name.startswith("_")


@given(NAMES)
def test_class_names_are_valid(text: str) -> None:
    assert class_name(text).isidentifier() and not keyword.iskeyword(class_name(text))


@given(TEXTS)
def test_a_text_is_one_literal(text: str) -> None:
    assert ast.literal_eval(py(text)) == text
    assert "\n" not in py(text) and py(text).isascii()


@given(TEXTS)
def test_a_docstring_cannot_be_left(text: str) -> None:
    tree = ast.parse(f'"""{doc(text)}."""\n# {doc(text)}\n')
    assert len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)


@given(TEXTS)
def test_a_toml_string_is_one_value(text: str) -> None:
    assert list(tomllib.loads(f"a = {toml(text)}\n")) == ["a"]


@given(TEXTS)
def test_markdown_stays_in_its_cell(text: str) -> None:
    assert "\n" not in md(text)
    assert not {"<", "|", "[", "`"} & set(
        md(text).replace("\\\\", "").replace("\\<", "").replace("\\|", "").replace("\\[", "").replace("\\`", "")
    )


def test_plurals_of_paths() -> None:
    assert [plural(word) for word in ("entry", "key", "box", "y")] == ["entries", "keys", "boxes", "ys"]


def test_words_for_reading_do_not_write() -> None:
    assert [writes(text) for text in ("reads it", "get code", "seen before?", "store it", "")] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_schedules_in_words() -> None:
    found = [period_s(text) for text in ("hourly", "daily at 3", "every 10 seconds", "when asked", "every 2 weeks")]
    assert found == [3600.0, 86_400.0, 10.0, 3600.0, 1_209_600.0]
