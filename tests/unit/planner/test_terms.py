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


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Bells crack in our towers.", "bell"),
        ("Whose stones lean and which need a mason.", "stone"),
        ("The abbey holds 900 psalters and pews rot.", "pew"),
        ("Our harbour needs one quay.", "quay"),
        ("Photograph each tapestry.", "tapestry"),
    ],
)
def test_what_becomes_of_a_thing_and_what_is_to_be_done_with_it_are_no_part_of_its_name(text: str, thing: str) -> None:
    assert thing in _things(text)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "Runes are translated, sold and finally retired.",
            [("translate", "runes"), ("sell", "runes"), ("retire", "runes")],
        ),
        ("Wardens say what they caught.", [("catch", "")]),
        ("Tag each loom.", [("tag", "loom")]),
        ("Names are drawn from the roll.", [("draw", "names")]),
        ("Monks restore psalters and lend them.", [("lend", "")]),
    ],
)
def test_what_is_done_is_told_by_its_infinitive_and_its_object(text: str, acts: list[tuple[str, str]]) -> None:
    found = [(act.word, act.about) for act in _terms(text).acts]
    assert [act for act in acts if act in found] == acts


def test_all_who_are_named_in_one_list_do_what_follows() -> None:
    found = _terms("Weavers, bleachers and spinners book looms.")
    assert {actor.word for actor in found.actors} == {"weavers", "bleachers", "spinners"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The abbey keeps psalters in two crypts.", ["crypt"]),
        ("A dowry for the abbess, in a blizzard.", ["dowry"]),
        ("They look for a different spire.", ["spire"]),
        ("Of 1,300 large bells, some crack.", ["bell"]),
        ("Whatever seems sure.", []),
    ],
)
def test_things_are_told_from_circumstances_by_what_stands_before(text: str, names: list[str]) -> None:
    kept = [term.name for term in _terms(text).kept()]
    assert [name for name in kept if name in {"crypt", "dowry", "spire", "bell", "blizzard", "sure"}] == names
