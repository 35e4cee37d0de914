"""Cues: words that stand close together in any order and call for a system, a block or a service."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText, stemmed
from designer.brief.understand import understand
from designer.planner.calls import is_refused, refused_of, said_of
from designer.planner.compose import compose
from designer.planner.cues import book_of, cued, cued_by
from tests.support.catalogs import shipped

CATALOG = shipped()
PAYING = book_of([("paying", "pay|pays|charged + card|bank transfer")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Members pay the yearly fee by card.", "pay the yearly fee by card"),
        ("By bank transfer, if they like, guests pay.", "bank transfer, if they like, guests pay"),
        ("Members pay. Each has a card.", None),
        ("The card opens the door.", None),
        ("Nobody has to pay by card.", "pay by card"),
        ("There is no need to pay by card.", None),
        ("They pay " + "and so on " * 6 + "by card.", None),
    ],
)
def test_one_word_of_each_group_stands_near_in_one_sentence(text: str, said: str | None) -> None:
    found = cued(StemmedText(text), PAYING)
    assert [text[slice(*StemmedText(text).span_of(*item.place))] for item in found] == ([said] if said else [])


def test_a_cue_may_ask_to_stand_in_a_negation() -> None:
    book = book_of([("once", "!sold|booked + twice")])
    assert [item.owner for item in cued(StemmedText("No seat may be sold twice."), book)] == ["once"]


def test_one_word_is_not_two_groups() -> None:
    book = book_of([("tie", "match|game + match|draw")])
    assert not cued(StemmedText("We match people."), book)
    assert cued(StemmedText("The game ends in a draw."), book)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Subscribers are charged 9 dollars a month by credit card.", "payment-system"),
        ("Whoever asked gets a push or an e-mail.", "notification-system"),
        ("Fans follow their singer and scroll through her newest photos.", "news-feed"),
        ("When the data centre floods, a second one takes over within a minute.", "high-availability-failover"),
        ("A common model learns from the scans of all clinics, which never leave the house.", "federated-learning"),
    ],
)
def test_what_people_do_with_a_system_calls_for_it(text: str, key: str) -> None:
    assert key in {cue.owner for cue in cued_by(stemmed(text), CATALOG)}


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("A value, once recorded, is never overwritten.", "audit-log"),
        ("Barges report when they enter or leave the harbour.", "geospatial-index"),
        ("One clerk types the amount and a second person confirms it.", "workflow-engine"),
        ("If the line breaks the gate goes on by itself.", "offline-operation"),
    ],
)
def test_a_demand_in_plain_words_calls_for_its_block(text: str, block: str) -> None:
    assert block in said_of(stemmed(text), CATALOG)


def test_what_a_text_refuses_is_not_placed_for_any_other_reason() -> None:
    text = "Dating app: people swipe, and a match proposes a café. There is deliberately no chat."
    assert "chat-channel" in refused_of(stemmed(text), CATALOG)
    made = compose(understand(text, CATALOG, answers={}), CATALOG)
    assert not [part.name for part in made.graph.components if "chat" in part.name.casefold()]


def test_what_is_said_of_a_thing_in_a_negation_does_not_refuse_the_thing() -> None:
    assert is_refused(StemmedText("No chat here, please."), "chat")
    assert not is_refused(StemmedText("No claim is ever lost."), "claim")
    assert not is_refused(StemmedText("No chat at night; by day they chat."), "chat")


def test_a_service_tells_which_words_of_the_brief_it_stands_for() -> None:
    made = compose(
        understand("Clerks record burials in the graves of eleven cemeteries.", CATALOG, answers={}), CATALOG
    )
    parish = next(part for part in made.graph.components if part.name == "Parish service")
    assert "In the brief: " in parish.description
    assert "cemeter" in parish.description.partition("In the brief: ")[2]
