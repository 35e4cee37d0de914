"""Every rule over whole designs: what is seeded is named, and sound designs stay quiet."""

import pytest

from designer.model.finding import Severity
from designer.rules.registry import ALL, run_rules
from tests.support.seeded import Seeded, beside, hosts, is_named, seeds

SEEDS = list(seeds())
HOSTS = dict(hosts())
# Rules that compare the design with its brief: a fragment put beside another design has no brief of its own.
ABOUT_THE_BRIEF = {"DAT006", "SCA002"}


@pytest.mark.parametrize("seeded", SEEDS, ids=[seeded.rule.code for seeded in SEEDS])
def test_a_weakness_seeded_into_any_design_is_named(seeded: Seeded) -> None:
    missed = [name for name, host in HOSTS.items() if not is_named(seeded, beside(host, seeded.fragment))]
    assert not missed


def test_every_rule_about_the_graph_has_a_seed() -> None:
    seeded = {item.rule.code for item in SEEDS}
    left = {rule.code for rule in ALL} - seeded
    assert all(code.startswith("BRF") or code in ABOUT_THE_BRIEF for code in left), left


@pytest.mark.parametrize("name", HOSTS)
def test_a_sound_design_has_no_error_and_at_most_one_warning_per_ten_parts(name: str) -> None:
    found = run_rules(HOSTS[name])
    assert not [item for item in found if item.severity is Severity.ERROR]
    warnings = [item for item in found if item.severity is Severity.WARNING]
    assert len(warnings) <= len(HOSTS[name].graph.components) / 10, [item.message for item in warnings]


def test_there_are_at_least_seventy_rules() -> None:
    assert len(ALL) >= 70
