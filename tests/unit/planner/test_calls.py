"""Words and verbs that call for services, and who does what in a sentence."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText
from designer.brief.understand import understand
from designer.model.design import Draft
from designer.model.kinds import Kind
from designer.planner.calls import called_by_words, place_of, said_of
from designer.planner.compose import compose
from designer.planner.core import Owned
from designer.planner.domain import services_in
from designer.planner.terms import Terms
from tests.support.catalogs import shipped

CATALOG = shipped()


def _services(text: str) -> set[str]:
    stemmed = StemmedText(text)
    return {found.service.id for found in services_in(stemmed, CATALOG, Terms(stemmed).acts)}


def _compose(text: str) -> Draft:
    return compose(understand(text, CATALOG, answers={}), CATALOG)


def test_only_phrases_that_stand_in_the_text_are_found_and_all_of_them() -> None:
    text = StemmedText("Guests book a table, cooks see the orders and a courier brings them; no auctions.")
    slow = [
        (service, span)
        for service in CATALOG.domain
        for word in service.words
        if (span := place_of(text, word)) is not None
    ]
    assert [(service.id, span) for service, span in called_by_words(text, CATALOG)] == [
        (service.id, span) for service, span in slow
    ]
    assert {service.id for service, _ in slow} >= {"booking", "ordering"}
    assert "auction" not in {service.id for service, _ in slow}


def test_a_block_is_called_by_the_first_of_its_phrases_in_its_own_order() -> None:
    text = StemmedText("Send an SMS; customers are notified by email.")
    block = next(block for block in CATALOG.blocks if block.id == "notification")
    first = next(span for phrase in block.says if (span := place_of(text, phrase)) is not None)
    assert said_of(text, CATALOG)["notification"] == first


def test_a_verb_that_somebody_does_calls_for_a_service() -> None:
    assert "booking" in _services("Members book desks and rooms.")
    assert "withdrawal" in _services("Customers withdraw their coins.")


def test_a_verb_that_is_refused_or_a_noun_calls_for_none() -> None:
    assert "booking" not in _services("Members read a book.")
    assert "withdrawal" not in _services("Customers never withdraw coins.")


def test_of_several_services_for_a_verb_the_one_with_other_words_there_is_meant() -> None:
    assert "booking" not in _services("Readers of the library reserve what is lent.")
    assert "library" in _services("Readers of the library reserve what is lent.")


def test_who_does_something_is_told_although_a_place_stands_between() -> None:
    actors = [actor.word for actor in Terms(StemmedText("Scouts in stadiums enter goals.")).actors]
    assert actors == ["scouts"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nurses record doses and doctors prescribe medicines for their patients.", True),
        ("Nurses record doses of medicines.", False),
    ],
)
def test_people_of_several_kinds_sign_in(text: str, expected: bool) -> None:
    made = _compose(text)
    assert any(part.kind is Kind.IDENTITY_PROVIDER for part in made.graph.components) is expected


def test_words_before_and_in_the_same_clause_are_nearer() -> None:
    text = "Samples are taken and photographed, maps are drawn"
    span = (text.index("photographed"), text.index(","))
    samples, maps = (
        Owned("s", "t", "Thing", (), ((text.index(word), text.index(word) + 4),)) for word in ("Samp", "maps")
    )
    assert samples.distance(span, text) == 22
    assert maps.distance(span, text) > 22 > text.index("maps") - span[0]
