"""Which services and blocks everyday turns of speech call for, whatever the field."""

from __future__ import annotations

import pytest

from designer.brief.phrases import stemmed
from designer.planner.calls import said_of
from designer.planner.domain import services_in
from designer.planner.terms import Terms
from tests.support.catalogs import shipped

CATALOG = shipped()


def _called(text: str) -> set[str]:
    read = stemmed(text)
    return {found.service.id for found in services_in(read, CATALOG, Terms(read).acts)}


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("A farmhand stuck in a silo presses the button and speaks with somebody.", "incident"),
        ("Calls to 999 come in at two rooms.", "incident"),
        ("The system proposes the boat that is there first.", "dispatch"),
        ("Piano tuners say which days they can work.", "availability"),
        ("Only sworn appraisers may take such jobs.", "qualification"),
        ("Callers get connected with the next free pharmacist, or the right expert.", "matching"),
        ("Kegs have a chip, and each item is counted when it comes back.", "scan"),
        ("Pumps send pressure and operating hours.", "telemetry"),
        ("Greenhouses report every 30 seconds.", "telemetry"),
        ("Neighbours share a drill and bring it back on Monday.", "library"),
        ("The plant presses pellets overnight by lists.", "production"),
        ("Vans bring the flowers before six.", "delivery"),
        ("The tank must never get above 4 degrees.", "alerting"),
        ("A doctor may unblind a participant at night.", "randomisation"),
        ("The winners are drawn on Friday.", "draw"),
        ("We send our offers for the capacity market each morning.", "market-bid"),
        ("Whoever comes back after a ban is found.", "cheat"),
        ("Bags that were lost are billed to the customer.", "inventory"),
        ("A hotline rings one helper after another until somebody picks up.", "call"),
        ("The urn is sealed so that nobody opened it before the count.", "evidence-file"),
    ],
)
def test_a_turn_of_speech_calls_for_its_service(text: str, service: str) -> None:
    assert service in _called(text)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Donors of cornea are matched with patients.", "donation"),
        ("The bakery keeps its recipes.", "production"),
        ("Members vote on the chairman.", "draw"),
        ("The lamp is above the desk.", "alerting"),
    ],
)
def test_a_word_in_another_sense_calls_for_nothing(text: str, service: str) -> None:
    assert service not in _called(text)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("When the table is ready the guest should hear about it.", "notification"),
        ("They get a lawyer on video at once.", "video-call"),
        ("The turnstile must not depend on the line.", "offline-operation"),
        ("If the main building floods the other goes on.", "multi-region"),
        ("Every look at a will is recorded.", "audit-log"),
    ],
)
def test_a_turn_of_speech_calls_for_its_block(text: str, block: str) -> None:
    assert block in said_of(stemmed(text), CATALOG)


def test_volunteers_all_over_the_world_need_no_content_delivery() -> None:
    assert "cdn" not in said_of(stemmed("Matching volunteers worldwide are asked by their centre."), CATALOG)


def test_a_contraction_is_no_part_of_a_name() -> None:
    names = [term.name for term in Terms(stemmed("The system proposes the van that's there first.")).ranked()]
    assert names == ["van"]
