"""A sequence: words never on a lifeline, numbered steps, every way of travelling told apart."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

import pytest

from designer.adapters.image import Pictures
from designer.catalog.catalog import Catalog
from designer.model import Kind, Message, SequenceView, ViewNode
from designer.render.layout_sequence import FOOT_AFTER, NUMBER_RADIUS, place_sequence
from designer.render.theme import LIGHT
from designer.views import build_views
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES

CATALOG = Catalog(technologies=TECHNOLOGIES)
NS = "{http://www.w3.org/2000/svg}"


def sequences() -> list[SequenceView]:
    found = [view for sample in SAMPLES.values() for view in build_views(sample, CATALOG)]
    return [view for view in found if isinstance(view, SequenceView)] + [busy(30)]


def busy(steps: int) -> SequenceView:
    nodes = tuple(ViewNode(id=f"p{n}", name=f"Participant number {n}", kind=Kind.SERVICE) for n in range(6))
    texts = ("call", "look up the code of the link in the cache", "a" * 90, "")
    messages = tuple(
        Message(
            source=f"p{(7 * n) % 6}",
            target=f"p{(5 * n + 1) % 6}",
            text=texts[n % 4],
            protocol="gRPC" if n % 2 else "",
            is_async=n % 3 == 0,
            is_reply=n % 5 == 0,
        )
        for n in range(steps)
    )
    return SequenceView(id="s", title="Busy", participants=nodes, messages=messages)


@pytest.mark.parametrize("view", sequences(), ids=lambda view: view.id)
def test_words_stand_on_no_lifeline_number_or_other_words(view: SequenceView) -> None:
    placed = place_sequence(view)
    lifelines = [head.rect.center.x for head in placed.heads]
    boxes = [box for one in placed.messages for box in (one.words, one.protocol_box) if box.w and box.h]
    for box in boxes:
        assert not any(box.x - 2 < x < box.right + 2 for x in lifelines)
        assert box.right <= placed.size.x + 0.01
        for one in placed.messages:
            if not one.is_loop:
                assert not box.y < one.start.y < box.bottom or not (
                    min(one.start.x, one.end.x) < box.right and box.x < max(one.start.x, one.end.x)
                )
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:number])


@pytest.mark.parametrize("view", sequences(), ids=lambda view: view.id)
def test_steps_run_down_the_page_without_touching(view: SequenceView) -> None:
    levels = [one.start.y for one in place_sequence(view).messages]
    assert all(later - earlier >= 2 * NUMBER_RADIUS for earlier, later in itertools.pairwise(levels))


def test_heads_never_overlap() -> None:
    for view in sequences():
        heads = place_sequence(view).heads
        assert all(one.rect.right < other.rect.x for one, other in itertools.pairwise(heads))


def test_long_sequence_repeats_its_heads() -> None:
    assert len(place_sequence(busy(FOOT_AFTER)).feet) == 6
    assert place_sequence(busy(FOOT_AFTER - 1)).feet == ()


def test_message_to_nobody_is_left_out() -> None:
    view = busy(2).model_copy(update={"messages": (Message(source="p0", target="gone", text="x"),)})
    assert place_sequence(view).messages == ()


def test_sequence_without_participants_is_a_picture() -> None:
    ElementTree.fromstring(Pictures().svg(SequenceView(id="s", title="Nobody")))


def test_steps_are_numbered_in_order() -> None:
    view = next(view for view in sequences() if view.id == "sequence-send")
    texts = [element.text for element in ElementTree.fromstring(Pictures().svg(view)).iter(f"{NS}text")]
    assert [text for text in texts if text and text.isdigit()] == [str(n) for n in range(1, 10)]


def test_call_asynchronous_message_and_reply_look_different() -> None:
    view = next(view for view in sequences() if view.id == "sequence-send")
    svg = Pictures().svg(view)
    assert 'stroke-dasharray="5 4"' in svg
    assert 'stroke-width="1.1"' in svg
    assert {"Call", "Asynchronous message", "Reply"} <= {
        element.text or "" for element in ElementTree.fromstring(svg).iter(f"{NS}text")
    }


def test_failure_flow_is_marked() -> None:
    for view in sequences():
        assert (f'height="6" fill="{LIGHT.danger}"' in Pictures().svg(view)) == view.is_failure
