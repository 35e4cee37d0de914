"""Outlines: every known kind of system is called for by its name, placed whole, and gives way to a blueprint that fits."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText, stemmed
from designer.brief.understand import understand
from designer.catalog.check import read_outline
from designer.catalog.read import load_outline
from designer.catalog.source_files import catalog_files
from designer.catalog.strict_yaml import load_yaml
from designer.errors import BlueprintError
from designer.model.design import Draft
from designer.model.kinds import Kind
from designer.planner.compose import compose
from designer.planner.outlines import outlines_in
from designer.planner.plan import plan
from designer.resources import catalog_root
from tests.support.catalogs import shipped

CATALOG = shipped()
OUTLINES = {outline.id: outline for outline in CATALOG.outlines}
FILES = [file.path for file in catalog_files(catalog_root()) if file.kind == "outlines"]
BLOCKS = {block.id for block in CATALOG.blocks}
DOMAIN = {service.id for service in CATALOG.domain}


def _called(text: str) -> list[str]:
    return [item.outline.id for item in outlines_in(stemmed(text), CATALOG)]


def _compose(text: str) -> Draft:
    return compose(understand(text, CATALOG, answers={}), CATALOG)


def _blueprints(text: str) -> list[str]:
    return [choice.id for choice in plan(understand(text, CATALOG, answers={}), CATALOG).choices]


def test_each_file_holds_one_outline_named_like_the_file() -> None:
    assert sorted(load_outline(path).id for path in FILES) == sorted(path.stem for path in FILES) == sorted(OUTLINES)


@pytest.mark.parametrize("key", OUTLINES)
def test_whatever_an_outline_refers_to_exists(key: str) -> None:
    outline = OUTLINES[key]
    own = set(outline.services)
    assert set(outline.blocks) <= BLOCKS
    assert set(outline.keeps) <= DOMAIN
    assert set(outline.covers) <= BLOCKS | DOMAIN
    for service in outline.services.values():
        assert set(service.asks) | set(service.follows) <= own | DOMAIN, service.id
        assert set(service.brings) <= BLOCKS, service.id


@pytest.mark.parametrize("key", OUTLINES)
def test_every_product_of_an_outline_can_play_its_role(key: str) -> None:
    for name, role in OUTLINES[key].roles.items():
        for product in (role.technology.default, *role.technology.options) if role.technology else ():
            technology = CATALOG.technology(product)
            assert technology is not None and technology.name == product, (name, product)


def test_no_name_calls_for_two_outlines() -> None:
    owners: dict[str, str] = {}
    for outline in OUTLINES.values():
        for phrase in outline.says:
            assert owners.setdefault(phrase, outline.id) == outline.id, phrase


@pytest.mark.parametrize("key", OUTLINES)
def test_an_outline_is_placed_whole_and_nothing_of_it_is_loose(key: str) -> None:
    outline = OUTLINES[key]
    made = _compose(f"{outline.says[0].removeprefix('=')} for customers who place orders, 40 a second.")
    assert made.title == outline.title
    roles = {part.role for part in made.graph.components}
    assert {f"outlines/{key}/{name}" for name, role in outline.roles.items() if role.required} <= roles
    names = {part.name for part in made.graph.components}
    assert {service.name for service in outline.services.values()} <= names
    ends = {end for link in made.graph.connections for end in (link.source, link.target)}
    assert ends == set(made.graph.by_id)
    assert {decision.title for decision in outline.decisions} <= {decision.title for decision in made.decisions}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Design a key-value store", "key-value-store"),
        ("Design Dropbox", "file-sync"),
        ("A new stock exchange for small companies, with brokers and market data.", "stock-exchange"),
        ("Our shop keeps orders. There is a leaderboard.", None),
        ("Our players want a leaderboard with the top 100 and their own rank.", "leaderboard"),
        ("Nurses weigh babies and note it.", None),
    ],
)
def test_a_system_is_known_by_its_name_first_or_with_words_beside(text: str, key: str | None) -> None:
    assert _called(text) == ([key] if key else [])


@pytest.mark.parametrize(
    "text",
    [
        "Design a key-value store: get and put by key, values below 10 KB, tunable consistency.",
        "Design a leaderboard",
        "Design an online judge",
        "Stock exchange where brokers send limit orders and cancel them.",
    ],
)
def test_a_known_system_without_a_blueprint_gets_none_that_only_shares_words(text: str) -> None:
    assert _blueprints(text) == []


def test_a_blueprint_that_clearly_fits_wins_over_an_outline_s_name() -> None:
    text = "Airline tickets go on sale at noon, 2,000 seats, half a million people push the button, nobody may get a seat twice."
    assert _blueprints(text)[:1] == ["flash-sale-ticketing"]


def test_words_add_no_domain_to_a_closed_outline() -> None:
    made = _compose("Metrics monitoring of 100,000 machines; engineers draw dashboards, designers approve drawings.")
    assert not [part for part in made.graph.components if part.name in {"Machine service", "Drawing service"}]


def test_a_client_that_the_text_names_plays_the_outline_s_role() -> None:
    made = _compose("Taxi app: passengers call a taxi on their phone and follow it.")
    clients = {part.name for part in made.graph.components if part.kind is Kind.MOBILE_CLIENT}
    assert "Passenger app" in clients
    assert "Rider app" not in clients


def test_the_way_in_bears_the_outline_s_name() -> None:
    made = _compose("Design a stock exchange with brokers.")
    assert [part.name for part in made.graph.components if part.kind is Kind.API_GATEWAY] == ["Member entry"]


def test_what_a_broker_hands_on_is_borne_twice() -> None:
    made = _compose("Parcel lockers: couriers put parcels in, receivers open a compartment with a code.")
    service = next(part for part in made.graph.components if part.name == "Locker command service")
    assert service.properties["idempotent"] is True


def test_a_step_between_parts_that_nothing_connects_is_reported() -> None:
    path = next(path for path in FILES if path.stem == "leaderboard")
    right, wrong = 'from: "player-app", to: "entrance", message', 'from: "closer", to: "profile-cache", message'
    text = path.read_text(encoding="utf-8").replace(right, wrong, 1)
    with pytest.raises(BlueprintError, match="no connection between 'closer' and 'profile-cache'"):
        read_outline(load_yaml(text.encode(), name="leaderboard.yaml"), name="leaderboard.yaml")


def test_words_inside_other_words_for_the_same_system_count_once() -> None:
    found = outlines_in(StemmedText("hotel booking"), CATALOG)
    assert [item.weight for item in found] == [3]
