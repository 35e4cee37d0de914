"""What a text is about in its own words: things, actors and systems of others, without a dictionary of nouns."""

from __future__ import annotations

import time

import pytest

from designer.brief.phrases import StemmedText
from designer.planner.outside import outside_of
from designer.planner.terms import Terms


def _terms(text: str) -> Terms:
    return Terms(StemmedText(text))


def _things(text: str) -> list[str]:
    return [term.name for term in _terms(text).ranked()]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Vets record vaccinations of animals.", "vaccination"),
        ("Glaziers cut panes, and foremen approve drawings.", "drawing"),
        ("Poets publish poems and readers applaud them.", "poem"),
        ("A tool to catalogue meteorites.", "meteorite"),
        ("Citizens apply for fishing licences online.", "fishing licence"),
        ("Sails are repaired by us.", "sail"),
        ("Beehive monitoring.", "beehive"),
        ("Brewers submit parts of recipes.", "recipe"),
    ],
)
def test_what_somebody_does_something_with_is_a_thing(text: str, thing: str) -> None:
    assert thing in _things(text)


@pytest.mark.parametrize(
    ("text", "no_thing"),
    [
        ("Clerks enter who lies in each grave and who lies beside.", "lie"),
        ("Crews record raw values that stay for years and stay readable.", "stay"),
        ("Users see the dashboard every morning.", "dashboard"),
        ("We don't want vouchers.", "voucher"),
        ("Nurses record doses with a tablet.", "tablet"),
        ("Guests order drinks within two minutes.", "minute"),
        ("Nurses record doses.", "nurse"),
        ("It explains how many rolls are sold.", "how"),
    ],
)
def test_screens_times_people_and_what_is_refused_are_no_things(text: str, no_thing: str) -> None:
    assert no_thing not in _things(text)


def test_who_deals_with_a_thing_and_what_it_belongs_to_are_noted() -> None:
    term = next(item for item in _terms("Vets record vaccinations of goats.").ranked() if item.name == "vaccination")
    assert (term.actors, term.about, term.doings) == (["vet"], ["goat"], ["record vaccinations"])


def test_a_new_thought_behind_a_comma_has_a_subject_of_its_own() -> None:
    found = _terms("Dispatchers plan transports, mechanics record inspections.")
    assert [actor.word for actor in found.actors] == ["dispatchers", "mechanics"]
    assert next(term for term in found.ranked() if term.name == "inspection").actors == ["mechanic"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The VAT return is sent to the tax office.", ["Tax office"]),
        ("The land registry has to be asked about each plot.", ["Land registry"]),
        ("It imports results from the hospital's laboratory system.", ["Hospital laboratory system"]),
        ("Routes come from a map provider.", ["Map provider"]),
        ("Milk quantities are reported to the dairy association.", ["Dairy association"]),
        ("Staff work in an office in the city.", []),
        ("The system stores orders. No tax office is involved.", []),
    ],
)
def test_systems_of_others_are_found_by_what_they_are_called(text: str, names: list[str]) -> None:
    prepared = StemmedText(text)
    assert [item.name for item in outside_of(prepared, Terms(prepared))] == names


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    def seconds(times: int) -> float:
        prepared = StemmedText("Vets record vaccinations of animals, mechanics repair pumps and send reports. " * times)
        start = time.process_time()
        Terms(prepared)
        return time.process_time() - start

    seconds(50)
    assert seconds(2_000) < 40 * max(seconds(200), 0.002)
