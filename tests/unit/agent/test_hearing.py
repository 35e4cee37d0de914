"""Edits heard while a reply comes in: what is read of unfinished text, and what is told of it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.adapters.llm.items import MAX_ITEM, ItemReader
from designer.agent.hearing import Proposals, heard_by, hearer, proposals_of
from designer.agent.reply import MAX_EDITS
from designer.edits.edits import EDIT_TYPES
from designer.progress import EditProposed, Event, ProposalsDropped, in_words, listening
from tests.fakes.drafts import shop

EDITS = [{"op": "remove_component", "id": 'a]}"{'}, {"op": "ask", "question": "x, [y] {z}"}]
ADD = {"op": "add_component", "id": "mail", "name": "Mail", "kind": "queue"}


def read(text: str, *cuts: int) -> list[list[Any]]:
    """Return what each piece of `text` yields when it is cut at some places."""
    reader, ends = ItemReader("edits"), sorted({*cuts, len(text)})
    return [list(reader.feed(text[start:end])) for start, end in zip([0, *ends], ends, strict=False)]


def test_an_item_is_read_as_soon_as_it_is_closed_and_not_before() -> None:
    text = json.dumps({"start": "draft", "edits": EDITS})
    first, second = text.index("}, {") + 1, text.rindex("}]") + 1
    assert read(text, first - 1, first, second - 1, second) == [[], [EDITS[0]], [], [EDITS[1]], []]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"edits": EDITS}),
        json.dumps({"edits": EDITS}, indent=2),
        f"Sure:\n```json\n{json.dumps({'edits': EDITS})}\n```",
        f'<think>perhaps {{"edits": [{{"op": "no"}}]}}</think>{json.dumps({"start": "empty", "edits": EDITS})}',
    ],
)
@given(data=st.data())
def test_text_may_be_cut_anywhere(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text))))
    assert [item for items in read(text, *cuts) for item in items] == EDITS


json_values = st.integers() | st.booleans() | st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=3)


@given(items=st.lists(st.dictionaries(st.text(max_size=4), json_values, max_size=3), max_size=4), data=st.data())
def test_what_is_read_is_what_the_whole_text_says(items: list[Any], data: st.DataObject) -> None:
    text = json.dumps({"edits": items}, ensure_ascii=False)
    cuts = data.draw(st.lists(st.integers(0, len(text))))
    assert [item for found in read(text, *cuts) for item in found] == items


@given(st.lists(st.text(st.sampled_from('{}[]",: editsx1\\\\'), max_size=12)))
def test_any_text_is_read_or_passed_over(pieces: list[str]) -> None:
    reader = ItemReader("edits")
    for piece in ['"edits":[', *pieces]:
        for item in reader.feed(piece):
            json.dumps(item)


@pytest.mark.parametrize("text", ['{"edits": []}', '{"edits": 7}', '{"other": [{"op": "ask"}]}', "", "{" * 500])
def test_where_no_item_is_none_is_told(text: str) -> None:
    assert read(text) in ([[]], [])


def test_an_item_without_end_is_given_up_and_costs_no_time() -> None:
    reader, began = ItemReader("edits"), time.monotonic()
    assert list(reader.feed('{"edits": [{"op": "')) == []
    for _ in range(200_000):
        assert list(reader.feed("}")) == []
    assert len(reader._text) <= MAX_ITEM + 1 and time.monotonic() - began < 5


def told(*items: Any) -> list[Event]:
    events: list[Event] = []
    with listening(events.append):
        proposals = Proposals(shop())
        proposals.begin()
        for item in items:
            proposals.item(item)
    return events


def test_each_edit_is_proposed_in_the_words_of_the_draft() -> None:
    events = told(ADD, {"op": "remove_component", "id": "cache"})
    assert events == [
        EditProposed(op="add_component", words="add Queue Mail", subjects=("mail",)),
        EditProposed(op="remove_component", words="remove Cache", subjects=("cache",)),
    ]
    assert in_words(events[0]) == "proposed: add Queue Mail"


@pytest.mark.parametrize("item", [7, None, {}, {"op": "florb"}, {"op": "add_component"}, [ADD]])
def test_what_is_no_edit_is_not_proposed(item: Any) -> None:
    assert told(item) == []


OPS = [kind.model_fields["op"].default for kind in EDIT_TYPES]
FIELDS = sorted({name for kind in EDIT_TYPES for name in kind.model_fields})


@given(
    st.fixed_dictionaries({"op": st.sampled_from(OPS)}),
    st.dictionaries(st.sampled_from(FIELDS), json_values | st.floats() | st.text(st.characters(), max_size=4)),
)
def test_items_of_any_shape_are_told_or_passed_over(op: dict[str, str], fields: dict[str, Any]) -> None:
    assert all(isinstance(event, EditProposed) and in_words(event) for event in told({**fields, **op}))


def test_no_more_is_proposed_than_a_reply_may_hold() -> None:
    assert len(told(*[ADD] * (MAX_EDITS + 5))) == MAX_EDITS


def test_what_was_proposed_before_a_new_request_is_taken_back() -> None:
    events: list[Event] = []
    with listening(events.append):
        proposals = Proposals(shop())
        for _ in range(2):
            proposals.begin()
            proposals.item(ADD)
    assert [type(event) for event in events] == [EditProposed, ProposalsDropped, EditProposed]
    assert in_words(events[1]) == "the reply broke off after 1 edits: asked again"


def test_nobody_hears_where_nobody_listens() -> None:
    assert proposals_of(shop()) is None and hearer() is None
    with listening(lambda event: None):
        one = proposals_of(shop())
    with heard_by(one):
        assert hearer() is one is not None
    assert hearer() is None
