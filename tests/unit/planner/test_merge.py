"""Several blueprints in one design."""

from itertools import permutations

import pytest

from designer.brief.phrases import StemmedText
from designer.estimate.size import size
from designer.model.brief import Brief
from designer.model.design import Design
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.model.plan import Plan
from designer.pipeline import check, design_offline, parameters_of
from designer.planner.build import build
from designer.planner.plan import choose
from tests.support.catalogs import shipped

CATALOG = shipped()
IDS = sorted(CATALOG.by_id)
PAIRS = [pair for number, pair in enumerate(permutations(IDS, 2)) if number % 11 == 0]


def _together(*ids: str) -> Design:
    text = "Several things in one."
    brief, stemmed = Brief(text=text), StemmedText(text)
    plan = Plan(
        title="Several", brief=brief, choices=tuple(choose(CATALOG.blueprint(key), 1.0, brief, stemmed) for key in ids)
    )
    return check(size(build(plan, CATALOG), parameters_of(plan), CATALOG))


ALONE = {key: _together(key).blueprints[0].conformance for key in IDS}


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_two_blueprints_together_keep_what_each_demands(pair: tuple[str, str]) -> None:
    design = _together(*pair)
    assert not [item for item in design.findings if item.severity == Severity.ERROR]
    for match in design.blueprints:
        assert match.conformance >= ALONE[match.id] - 3, match
    names = [item.name.casefold() for item in design.graph.components]
    assert len(names) == len(set(names))
    assert not [item for item in design.findings if item.rule in {"STR002", "STR003"}], "something hangs loose"


@pytest.mark.parametrize("pair", PAIRS[::3], ids="+".join)
def test_a_merged_system_has_one_of_what_one_is_enough_of(pair: tuple[str, str]) -> None:
    design = _together(*pair)
    alone = [_together(key) for key in pair]
    for kind in (Kind.API_GATEWAY, Kind.IDENTITY_PROVIDER, Kind.OBSERVABILITY, Kind.SECRET_STORE):
        each = [sum(1 for item in one.graph.components if item.kind == kind) for one in alone]
        assert sum(1 for item in design.graph.components if item.kind == kind) <= max(each), kind


def test_each_sharing_is_recorded_on_the_part_and_in_the_notes() -> None:
    design = _together("video-streaming", "payment-system")
    shared = [item for item in design.graph.components if item.also_plays]
    assert {"API gateway", "Monitoring"} <= {item.name for item in shared}
    for item in shared:
        assert any(note.startswith(f"{item.name} is one part for") for note in design.notes)


def test_every_role_of_each_blueprint_is_played_and_says_so() -> None:
    ids = ("video-streaming", "in-app-chat-sdk", "payment-system", "news-feed")
    design = _together(*ids)
    played = {role for item in design.graph.components for role in item.roles}
    for key in ids:
        alone = {role for item in _together(key).graph.components for role in item.roles}
        assert alone <= played


def test_figures_of_all_blueprints_are_there() -> None:
    design = _together("video-streaming", "payment-system")
    sources = {parameter.ref.partition("/")[0] for parameter in design.capacity.parameters}
    assert sources == {"video-streaming", "payment-system"}
    assert {"payment-service", "transcoder"} <= {item.subject for item in design.capacity.estimates}


def test_a_sentence_that_lists_several_systems_merges_them() -> None:
    design = design_offline("A video platform with live chat, payments and a recommendation feed", CATALOG)
    assert [match.id for match in design.blueprints] == [
        "video-streaming",
        "in-app-chat-sdk",
        "payment-system",
        "news-feed",
    ]


def test_a_refused_part_brings_no_blueprint() -> None:
    design = design_offline("A video platform with live chat but without payments", CATALOG)
    assert "payment-system" not in [match.id for match in design.blueprints]
