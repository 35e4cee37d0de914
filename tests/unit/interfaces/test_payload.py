"""Words of an interface become entities, lists and named parts, or stay words."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from designer.interfaces.payload import Payload, Vocabulary
from designer.interfaces.yaml_text import yaml_text
from designer.model.entity import Entity, EntityField

LINK = Entity(
    id="short-link",
    name="Link",
    fields=(EntityField(name="code", type="string", key=True), EntityField(name="hits", type="integer")),
)
WORDS = Vocabulary((LINK,))


def carried(words: str, **more: Any) -> Payload:
    found = WORDS.payload(words, **more)
    assert found is not None
    return found


@pytest.mark.parametrize("words", ["link", "Short link", "short-link"])
def test_an_entity_is_found_by_its_id_and_its_name(words: str) -> None:
    assert carried(words).entity == LINK and not carried(words).is_many


@pytest.mark.parametrize("words", ["links", "list of Link", "a list of links", "list of Link and the next cursor"])
def test_a_list_is_one(words: str) -> None:
    assert carried(words).entity == LINK and carried(words).is_many


def test_a_list_of_names_becomes_parts_with_the_types_that_are_known() -> None:
    parts = carried("code, optional hits and wish list").parts
    assert [(part.name, part.is_optional, part.field and part.field.type) for part in parts] == [
        ("code", False, "string"),
        ("hits", True, "integer"),
        ("wish_list", True, None),
    ]


@pytest.mark.parametrize("words", ["result, or problem id", "for each: yes or no", "HLS playlist", "a, a", "x, " * 40])
def test_other_words_stay_words(words: str) -> None:
    assert not carried(words).is_known


def test_one_name_alone_is_a_field_only_when_it_is_sent() -> None:
    assert [part.name for part in carried("hits", is_sent=True).parts] == ["hits"]
    assert not carried("hits").parts
    assert WORDS.payload("  ") is None


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), _VALUES, min_size=1, max_size=4))
def test_what_is_written_as_yaml_is_read_back(value: dict[str, Any]) -> None:
    # Halves of surrogate pairs are no text in any file.
    clean = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "ignore"))
    assert yaml.safe_load(yaml_text(clean)) == clean
