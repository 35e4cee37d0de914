"""What services see to besides the thing they are named after, on texts of invented fields."""

from __future__ import annotations

import pytest

from designer.brief.understand import understand
from designer.model.design import Draft
from designer.model.kinds import Kind
from designer.planner.compose import compose
from tests.support.catalogs import shipped

CATALOG = shipped()


def _composed(text: str) -> Draft:
    return compose(understand(text, CATALOG, answers={}), CATALOG)


def _told(text: str) -> str:
    return " ".join(part.description for part in _composed(text).graph.components if part.kind == Kind.SERVICE)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Town archive: whose dowry lapses, which bells lean, and a page where visitors find a charter.", "dowry"),
        (
            "An app for a club. Stones lean and bells crack in our churchyards. Every epitaph is copied and published.",
            "bell",
        ),
        ("An app for a club. Divers report wrecks and insure chains.", "chain"),
        ("An app for a club. Divers report wrecks; a wreck has an anchor and a figurehead.", "figurehead"),
        ("We enter each yew in the book, with the spires of its village.", "spire"),
    ],
)
def test_a_thing_without_a_service_of_its_own_belongs_to_the_nearest(text: str, thing: str) -> None:
    assert f"Also about: {thing}" in _told(text) or f", {thing}" in _told(text)


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("Curators photograph each mould. They tag crates and lend moulds to museums.", "Has to: tag crates"),
        ("An app for a club. Tag each loom before the weavers enter patterns.", "tag loom"),
    ],
)
def test_a_deed_that_no_part_does_falls_to_the_nearest_service(text: str, deed: str) -> None:
    assert deed in _told(text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("An app for a club. Divers report wrecks in a blizzard.", "blizzard"),
        ("An app for a club. Divers report wrecks. No anchors are kept.", "anchor"),
        ("Divers report wrecks, and the season runs out.", "Has to: run"),
        ("Divers report wrecks.", "Also about"),
        ("An app for a club. Divers report wrecks that lie in the sun.", "sun"),
        ("An app for a club. Divers report wrecks in four bays.", "bay"),
        ("An app for a club. Divers report wrecks, and the answer takes microseconds.", "microsecond"),
        ("Design an app for a club where divers report wrecks.", "design"),
        ("Divers report wrecks. The harbour is told what was collected.", "collect harbour"),
    ],
)
def test_circumstances_and_what_is_refused_belong_to_nobody(text: str, absent: str) -> None:
    assert absent not in _told(text)


def test_a_service_is_told_at_most_four_further_things() -> None:
    text = (
        "An app for a club. Divers report wrecks. A wreck has an anchor, a mast, a keel, a rudder, a bell and a galley."
    )
    told = next(line for line in _told(text).split("Also about: ")[1:])
    assert told.split(".")[0].count(",") == 3


def test_planners_ask_every_service_what_a_plan_depends_on() -> None:
    draft = _composed("Tours are planned automatically. Captains enter logbooks and clerks record epitaphs.")
    planner = next(part.id for part in draft.graph.components if part.name.endswith(" planner"))
    asked = {link.target for link in draft.graph.connections if link.source == planner}
    services = {part.id for part in draft.graph.components if part.name in {"Tour service", "Logbook service"}}
    assert len(services) == 2
    assert services <= asked


def test_content_delivery_fetches_pages_from_the_gateway() -> None:
    draft = _composed("A public page with scores that a million fans open at once. Referees enter goals.")
    kinds = {part.id: part.kind for part in draft.graph.components}
    pairs = {(kinds[link.source], kinds[link.target]) for link in draft.graph.connections}
    assert (Kind.CDN, Kind.API_GATEWAY) in pairs


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Divers report wrecks; the takings are split among the clubs by how many dives each made.", "Settlement"),
        ("Divers get their share of each wreck by the end of the year.", "Settlement"),
        ("Names of players are drawn at random and divers report wrecks.", "Draw"),
        ("The scheduler decides which ferry sails next by tide and priority.", "Planning"),
        ("We send the goods to the clubs by courier, and divers report wrecks on a page.", "Delivery"),
        ("Clubs enter tips until Friday and divers report wrecks.", "Deadline"),
        ("An app for a club. Neighbours quarrel over who is at fault for broken looms.", "Dispute"),
        ("The tenancy of each stall runs out after ten summers and wardens record stalls.", "Contract"),
        ("If the machine is unsure a person has to look; divers report wrecks.", "Back-office"),
    ],
)
def test_plain_words_call_for_the_service_that_does_it(text: str, name: str) -> None:
    assert any(part.name.startswith(f"{name} service") for part in _composed(text).graph.components)
