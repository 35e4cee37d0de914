"""The scorer: full marks for the perfect design, and exactly the marks that each flaw costs."""

from __future__ import annotations

import pytest

from designer.evaluation.score import score_failure
from designer.evaluation.tally import Metric, Tally
from tests.unit.evaluation.designs import COMPONENTS, LINKS, a_design, an_expectation, got, score, without

FULL = {
    Metric.CONCEPTS: (4, 4), Metric.CONNECTIONS: (2, 2), Metric.FACTS: (1, 1), Metric.NUMBERS: (1, 1),
    Metric.NODE_RECALL: (4, 4), Metric.NODE_PRECISION: (4, 4), Metric.EDGE_RECALL: (4, 4),
    Metric.EDGE_PRECISION: (4, 4), Metric.MODES: (4, 4), Metric.FORBIDDEN: (0, 2), Metric.BLUEPRINT_FIRST: (1, 1),
}  # fmt: skip


def test_the_perfect_design_gets_full_marks_and_misses_nothing() -> None:
    sheet = score(a_design())
    assert sheet.tallies == FULL
    assert sheet.misses == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_that_is_dropped_costs_one_concept_and_one_node(component: str) -> None:
    design = without(component)
    assert got(design, Metric.CONCEPTS) == (3, 4)
    assert got(design, Metric.NODE_RECALL) == (3, 4)
    assert got(design, Metric.NODE_PRECISION) == (3, 3)
    touching = sum(component in link for link in LINKS)
    assert got(design, Metric.EDGE_RECALL) == (4 - touching, 4)


@pytest.mark.parametrize("number", range(len(LINKS)))
def test_a_link_that_is_dropped_costs_one_edge(number: int) -> None:
    design = a_design(links=LINKS[:number] + LINKS[number + 1 :])
    assert got(design, Metric.EDGE_RECALL) == (3, 4)
    assert got(design, Metric.EDGE_PRECISION) == (3, 3)


@pytest.mark.parametrize("number", range(len(LINKS)))
def test_a_reversed_link_is_missing_and_extra(number: int) -> None:
    source, target, mode = LINKS[number]
    sheet = score(a_design(links=(*LINKS[:number], (target, source, mode), *LINKS[number + 1 :])))
    assert sheet.tallies[Metric.EDGE_RECALL] == (3, 4)
    assert sheet.tallies[Metric.EDGE_PRECISION] == (3, 4)
    assert any("drawn the other way" in miss.what for miss in sheet.misses)


def test_a_link_of_the_wrong_mode_costs_its_mode_alone() -> None:
    design = a_design(links=(("kiosk", "pricing", "async"), *LINKS[1:]))
    assert got(design, Metric.EDGE_RECALL) == (4, 4)
    assert got(design, Metric.MODES) == (3, 4)


def test_a_link_of_any_mode_asks_for_none() -> None:
    links = ["kiosk o> pricing", "pricing ~> nats", "nats ~> ledger", "pricing -> ledger"]
    assert got(a_design(), Metric.MODES, links=links) == (3, 3)


def test_an_extra_component_and_its_link_cost_precision() -> None:
    design = a_design(
        components={**COMPONENTS, "audit": ("Audit log", "event-log", "")},
        links=(*LINKS, ("pricing", "audit", "async")),
    )
    assert got(design, Metric.NODE_PRECISION) == (4, 5)
    assert got(design, Metric.EDGE_PRECISION) == (4, 5)
    assert got(design, Metric.NODE_RECALL) == (4, 4)


def test_an_optional_component_and_its_links_cost_nothing() -> None:
    design = a_design(
        components={**COMPONENTS, "audit": ("Audit log", "event-log", "")},
        links=(*LINKS, ("pricing", "audit", "async")),
    )
    optional = {"audit": "audit log"}
    assert got(design, Metric.NODE_PRECISION, optional=optional) == (4, 4)
    assert got(design, Metric.EDGE_PRECISION, optional=optional) == (4, 4)
    assert got(design, Metric.NODE_RECALL, optional=optional) == (4, 4)


def test_a_link_in_brackets_counts_for_neither() -> None:
    links = ["(kiosk -> pricing)", "pricing ~> nats", "nats ~> ledger", "pricing -> ledger"]
    assert got(a_design(), Metric.EDGE_RECALL, links=links) == (3, 3)
    assert got(a_design(), Metric.EDGE_PRECISION, links=links) == (3, 3)
    assert got(a_design(links=LINKS[1:]), Metric.EDGE_RECALL, links=links) == (3, 3)


def test_a_link_to_an_optional_part_is_asked_only_where_the_part_is() -> None:
    parts = {"kiosk": "kiosk", "pricing": "pricing service", "ledger": "fare ledger"}
    asked = {"parts": parts, "optional": {"nats": "nats"}}
    assert got(without("nats"), Metric.EDGE_RECALL, **asked) == (2, 2)
    assert got(a_design(links=LINKS[:1]), Metric.EDGE_RECALL, **asked) == (1, 4)


def test_a_link_with_alternatives_is_met_by_any_of_them() -> None:
    asked = {"links": ["kiosk|pricing ~> nats", "kiosk -> pricing"]}
    assert got(a_design(links=LINKS[:2]), Metric.EDGE_RECALL, **asked) == (2, 2)
    assert got(a_design(links=(LINKS[0], ("kiosk", "nats", "async"))), Metric.EDGE_RECALL, **asked) == (2, 2)
    assert got(a_design(links=(LINKS[0], ("ledger", "nats", "async"))), Metric.EDGE_RECALL, **asked) == (1, 2)


@pytest.mark.parametrize(("rate", "hit"), [(40.0, 1), (40.4, 1), (40.41, 0), (39.5, 0), (2400.0, 0)])
def test_a_figure_must_be_within_its_tolerance(rate: float, hit: int) -> None:
    assert got(a_design(rate=rate), Metric.NUMBERS) == (hit, 1)


@pytest.mark.parametrize(
    ("number", "hit"),
    [
        ({"value": 40, "unit": "tickets/s"}, 1),
        ({"value": 40, "unit": "bytes/s"}, 0),
        ({"value": 40, "unit": "count"}, 0),
        ({"any": ["refund"], "value": 40, "unit": "rides/s"}, 0),
        ({"any": ["refund", "riding"], "value": 40, "unit": "rides/s"}, 1),
        ({"any": ["load"], "value": 44, "unit": "rides/s", "tolerance": 0.1}, 1),
    ],
)
def test_a_figure_must_have_the_unit_and_be_about_the_thing(number: dict[str, object], hit: int) -> None:
    assert got(a_design(), Metric.NUMBERS, numbers=[number]) == (hit, 1)


def test_an_estimate_counts_as_a_figure() -> None:
    estimate = {"name": "storage", "subject": "ledger", "value": 2e12, "unit": "bytes", "formula": "a * b"}
    number = {"any": ["ledger"], "value": 2e12, "unit": "bytes"}
    assert got(a_design(capacity={"estimates": [estimate]}), Metric.NUMBERS, numbers=[number]) == (1, 1)
    assert got(a_design(), Metric.NUMBERS, numbers=[number]) == (0, 1)


@pytest.mark.parametrize(
    "synonym", ["postgres ql", "tech:postgresql", "kind:relational-db", "ledgers", "any:fare ledger"]
)
def test_a_forbidden_part_that_is_there_is_counted(synonym: str) -> None:
    hit = 0 if synonym == "postgres ql" else 1
    assert got(a_design(), Metric.FORBIDDEN, forbidden=[synonym, "kafka"]) == (hit, 2)


@pytest.mark.parametrize(
    ("synonym", "hit"),
    [
        ("fare ledger", 1), ("Fares-Ledger", 1), ("ledger fare", 0), ("far", 0), ("edger", 0), ("kind:cache", 0), ("tech:pricing", 0),
        ("tech:go", 1), ("go", 1), ("pricing nats", 0), ("any:ride", 0), ("refund desk", 0), ("any:refund desk", 1),
        ("any:trip", 1), ("any:back office", 1), ("any:fare api", 1),
    ],
)  # fmt: skip
def test_a_synonym_is_a_run_of_stemmed_words_in_one_field(synonym: str, hit: int) -> None:
    design = a_design(
        flows=[{"id": "refund", "name": "Refund at the desk / refund desk", "steps": []}],
        entities=[{"id": "trip", "name": "Trips"}],
        interfaces=[{"id": "fares", "component": "pricing", "name": "Fare API"}],
    )
    graph = design.graph.model_dump() | {"boundaries": [{"id": "office", "name": "Back office"}]}
    design = design.model_validate({**design.model_dump(), "graph": graph})
    assert got(design, Metric.CONCEPTS, concepts={"it": [synonym]}, connections=[]) == (hit, 1)


def test_a_role_matches_without_the_name_of_its_blueprint() -> None:
    dumped = a_design().model_dump()
    dumped["graph"]["components"][0]["role"] = "train-tickets/price-board"
    design = a_design().model_validate(dumped)
    asked = {"concepts": {"board": ["price board"], "trains": ["train ticket"]}, "connections": []}
    assert got(design, Metric.CONCEPTS, **asked) == (1, 2)


def test_a_connection_is_two_hops_at_most_either_way() -> None:
    chain = {key: (key, "service", "") for key in ("alpha", "beta", "gamma", "delta")}
    links = (("beta", "alpha", "sync"), ("gamma", "beta", "sync"), ("gamma", "delta", "sync"))
    design = a_design(components=chain, links=links)
    concepts = {key: [key] for key in chain}
    for pair, hit in ((["alpha", "beta"], 1), (["alpha", "gamma"], 1), (["delta", "beta"], 1), (["alpha", "delta"], 0)):
        assert got(design, Metric.CONNECTIONS, concepts=concepts, connections=[pair]) == (hit, 1)


def test_a_fact_is_a_phrase_within_one_sentence_cell_or_line() -> None:
    for document, hit in (
        ("Codes are unique.", 0),
        ("unique codes", 1),
        ("| unique | code |", 0),
        ("un*ique* code", 0),
    ):
        assert got(a_design(), Metric.FACTS, document=document, facts=[["collision", "unique code"]]) == (hit, 1)


def test_a_number_in_a_list_of_phrases_is_a_phrase() -> None:
    assert got(a_design(), Metric.FACTS, document="Answers 302 to it", facts=[[301, 302]]) == (1, 1)


@pytest.mark.parametrize(
    ("expected", "chosen", "first", "all_of_them"),
    [
        (["shop"], ["shop"], (1, 1), (1, 1)),
        (["shop"], ["feed", "shop"], (0, 1), (1, 1)),
        (["shop", "feed"], ["shop"], (1, 1), (1, 2)),
        (["shop"], [], (0, 1), (0, 1)),
        ([], ["shop"], (0, 1), (0, 0)),
        ([], [], (1, 1), (0, 0)),
        (None, ["shop"], (0, 0), (0, 0)),
    ],
)
def test_the_first_blueprint_must_rank_first_and_all_must_be_chosen(
    expected: list[str] | None, chosen: list[str], first: tuple[int, int], all_of_them: tuple[int, int]
) -> None:
    design = a_design(blueprints=[{"id": name} for name in chosen])
    assert got(design, Metric.BLUEPRINT_FIRST, blueprints=expected) == first
    assert got(design, Metric.BLUEPRINTS, blueprints=expected) == all_of_them


def test_the_notes_must_hold_what_the_answer_must_say() -> None:
    says = ["not understood", "no system"]
    assert got(a_design(notes=["This was not understood."]), Metric.SAYS, says=says) == (1, 1)
    assert got(a_design(notes=["Fine"]), Metric.SAYS, says=says) == (0, 1)


def test_a_brief_that_fails_misses_all_that_was_asked() -> None:
    sheet = score_failure(an_expectation(blueprints=["shop"]), "the server is down")
    asked = {
        metric: tally.asked
        for metric, tally in sheet.tallies.items()
        if metric not in (Metric.FORBIDDEN, Metric.FAILED)
    }
    assert asked == {
        Metric.CONCEPTS: 4, Metric.CONNECTIONS: 2, Metric.FACTS: 1, Metric.NUMBERS: 1, Metric.NODE_RECALL: 4,
        Metric.EDGE_RECALL: 4, Metric.BLUEPRINTS: 1, Metric.BLUEPRINT_FIRST: 1,
    }  # fmt: skip
    assert all(sheet.tallies[metric].hit == 0 for metric in asked)
    assert sheet.tallies[Metric.FAILED] == Tally(1, 1)
    assert [miss.what for miss in sheet.misses] == ["the server is down"]


def test_a_refusal_in_the_expected_words_is_no_failure() -> None:
    expectation = an_expectation(says=["no system"], concepts={}, connections=[])
    right = score_failure(expectation, "the text describes no system")
    assert right.tallies[Metric.FAILED] == (0, 1)
    assert right.tallies[Metric.BLUEPRINT_FIRST] == (1, 1)
    wrong = score_failure(expectation, "out of memory")
    assert wrong.tallies[Metric.FAILED] == (1, 1)
    assert wrong.tallies[Metric.BLUEPRINT_FIRST] == (0, 1)


def test_of_two_components_with_one_name_the_links_tell_which_is_which() -> None:
    components = {
        "a": ("Redis", "cache", ""), "b": ("Redis", "cache", ""), "c": ("Redis", "cache", ""),
        "cart": ("Cart", "service", ""), "search": ("Search", "service", ""),
    }  # fmt: skip
    design = a_design(components=components, links=(("search", "a", "sync"), ("cart", "c", "sync")))
    asked = {
        "parts": {"cart": "cart", "search": "search", "cart-cache": "redis", "search-cache": "redis"},
        "links": ["cart -> cart-cache", "search -> search-cache"],
    }
    assert got(design, Metric.EDGE_RECALL, **asked) == (2, 2)
    assert got(design, Metric.NODE_PRECISION, **asked) == (4, 5)
    crossed = {**asked, "links": ["cart -> search-cache", "search -> search-cache"]}
    assert got(design, Metric.EDGE_RECALL, **crossed) == (1, 2)
