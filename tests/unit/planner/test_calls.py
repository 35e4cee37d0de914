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
    text = StemmedText("Guests book a table, cooks see the orders and a courier waits for them; no auctions.")
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


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("Sensors report damage to the dam.", "data-warehouse"),
        ("The terminals send messages every minute.", "chat-channel"),
        ("Stations around the world enter what they found.", "cdn"),
        ("The system suggests which bag is whose.", "recommendations"),
        ("Drivers get a route and see each stop.", "bulk-payouts"),
        ("Members check in with a code on the desk.", "id-generation"),
        ("The clerk scans and a van collects.", "object-storage"),
        ("What a zone draws less is what leaks.", "authorisation"),
        ("It has 100 million daily active people.", "scheduler"),
        ("The meters use the radio network of a telecoms firm.", "graph-store"),
        ("Whoever comes first stands first.", "leaderboard"),
        ("Find opponents of similar skill.", "vector-index"),
    ],
)
def test_words_in_passing_call_for_no_block(text: str, block: str) -> None:
    assert block not in said_of(StemmedText(text), CATALOG)


def test_the_small_word_at_the_end_of_a_phrase_must_be_said() -> None:
    assert place_of(StemmedText("There are reports for the board."), "reports for the") is not None
    assert place_of(StemmedText("There are reports on the board."), "reports for the") is None
    assert place_of(StemmedText("They import data from."), "import data from") is not None


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("A website where people find an animal.", "tracking"),
        ("The list is printed with the walking order.", "ordering"),
        ("There are 40 TB of photographs.", "ground"),
        ("Free places are shown 30 minutes ahead on signs.", "document"),
        ("Batteries are swapped at night.", "swap"),
        ("The owner sells the power on the exchange.", "listing"),
        ("Nurses mark a bed as dirty.", "gradebook"),
        ("It stores billions of keys.", "access-request"),
        ("Candidates sit eleven papers.", "job-board"),
        ("The valley has bad coverage.", "policy"),
        ("We pay the share of each investor.", "rental"),
        ("A hot standby takes over within seconds.", "alerting"),
        ("Eight data feeds give us results.", "feeding"),
    ],
)
def test_words_with_another_meaning_call_for_no_service(text: str, service: str) -> None:
    assert service not in _services(text)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("The system finds out which bag is whose.", "matching"),
        ("Patients ask for a slot in the morning.", "booking"),
        ("Say what each shop will probably sell.", "scoring"),
        ("A van rebalances the docks at night.", "route"),
        ("The foreman adds remarks by dictating.", "speech"),
        ("Wind and flow are taken every second.", "telemetry"),
        ("The council streams its meetings.", "video"),
        ("Customers report a theft.", "claim"),
    ],
)
def test_words_of_everyday_call_for_their_service(text: str, service: str) -> None:
    assert service in _services(text)


def test_neither_things_nor_those_who_are_looked_for_use_the_system() -> None:
    names = {
        part.name
        for part in _compose("Cars book a crossing, crews load them, cheaters play with engines.").graph.components
    }
    assert not {"Car web app", "Cheater web app"} & names


def test_a_screen_on_the_wall_is_a_client() -> None:
    made = _compose("Teachers change the lessons; the new plan is shown in the hall and in the parents' app.")
    assert "Hall display" in {part.name for part in made.graph.components if part.kind == Kind.WEB_CLIENT}


def test_a_list_that_an_office_keeps_is_outside() -> None:
    made = _compose("Clerks take goods in pawn. The police list of stolen goods has to be asked each time.")
    assert "Police list" in {part.name for part in made.graph.components if part.kind == Kind.EXTERNAL_SYSTEM}


def test_a_number_of_times_is_no_thing() -> None:
    names = {part.name for part in _compose("Clerks take parcels, a van collects twice a day.").graph.components}
    assert "Twice service" not in names
