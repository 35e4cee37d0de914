"""Every blueprint: it stands on its own, and what is taken from it is noticed."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText
from designer.catalog.conformance import conformance, named
from designer.model.finding import Severity
from designer.planner.match import make_ranker, rank
from designer.planner.plan import choose
from designer.rules.registry import run_rules
from tests.support.catalogs import shipped
from tests.support.planning import facts_missed
from tests.support.references import mutations, reference, renamed

CATALOG = shipped()
IDS = [blueprint.id for blueprint in CATALOG.blueprints]
EXAMPLES = [(blueprint.id, number) for blueprint in CATALOG.blueprints for number in range(len(blueprint.examples))]


@pytest.mark.parametrize("key", IDS)
def test_a_blueprint_with_its_defaults_conforms_to_itself_without_error_findings(key: str) -> None:
    blueprint = CATALOG.blueprint(key)
    design = reference(blueprint, CATALOG)
    assert conformance(design.graph, blueprint).score == 100
    errors = [finding for finding in run_rules(design) if finding.severity == Severity.ERROR]
    assert not errors, errors


@pytest.mark.parametrize("key", IDS)
def test_whatever_required_is_removed_or_reversed_is_named(key: str) -> None:
    blueprint = CATALOG.blueprint(key)
    unnoticed = []
    for mutation in mutations(blueprint, reference(blueprint, CATALOG).graph):
        found = conformance(mutation.graph, blueprint)
        if mutation.subject not in named(found) or found.score == 100:
            unnoticed.append(mutation.subject)
    assert not unnoticed


@pytest.mark.parametrize("key", IDS)
def test_other_names_leave_the_score_unchanged(key: str) -> None:
    blueprint = CATALOG.blueprint(key)
    graph = reference(blueprint, CATALOG).graph
    assert conformance(renamed(graph), blueprint).score == 100
    for mutation in list(mutations(blueprint, graph))[::7]:
        before, after = conformance(mutation.graph, blueprint), conformance(renamed(mutation.graph), blueprint)
        assert before.score == after.score, mutation.subject


@pytest.mark.parametrize("key", IDS)
def test_a_blueprint_is_as_rich_as_promised(key: str) -> None:
    blueprint = CATALOG.blueprint(key)
    assert 8 <= len(blueprint.roles) <= 25
    assert len(blueprint.decisions) >= 3
    assert len(blueprint.examples) >= 5
    assert len(blueprint.capacity) >= 4
    assert blueprint.entities and blueprint.interfaces and blueprint.options and blueprint.demands
    assert len(blueprint.failure_modes) >= 3


def test_no_two_blueprints_share_an_alias() -> None:
    owners: dict[str, str] = {}
    for blueprint in CATALOG.blueprints:
        for alias in {blueprint.title.casefold(), *(alias.casefold() for alias in blueprint.aliases)}:
            assert owners.setdefault(alias, blueprint.id) == blueprint.id, alias


def test_nearly_every_example_that_is_not_learned_from_leads_to_its_blueprint() -> None:
    lost = [(key, number, found[:2]) for key, number in EXAMPLES if (found := _ranked(key, number))[0] != key]
    assert len(lost) <= 0.04 * len(EXAMPLES), lost


def _ranked(key: str, number: int) -> list[str]:
    text = StemmedText(CATALOG.blueprint(key).examples[number].brief)
    return [fit.id for fit in rank(text, make_ranker(CATALOG, without=(key, number)), CATALOG)]


@pytest.mark.parametrize(("key", "number"), EXAMPLES)
def test_an_example_leads_to_its_facts(key: str, number: int) -> None:
    blueprint = CATALOG.blueprint(key)
    assert not facts_missed(blueprint, blueprint.examples[number], CATALOG, choose)
