"""`fix` over every design with one thing wrong: minutes of work, so outside `make test`, which tries a sample."""

import pytest

from designer.model.blueprint import Blueprint
from tests.support.catalogs import shipped
from tests.support.mutated import broken_promises, mutated, seeded
from tests.support.seeded import Seeded, seeds

CATALOG = shipped()
SEEDS = list(seeds())

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("blueprint", CATALOG.blueprints, ids=[item.id for item in CATALOG.blueprints])
def test_every_mutation_of_a_blueprint_is_mended(blueprint: Blueprint) -> None:
    broken = {name: found for name, make in mutated(blueprint, CATALOG) if (found := broken_promises(make(), CATALOG))}
    assert not broken


@pytest.mark.parametrize("seed", SEEDS, ids=[seed.rule.code for seed in SEEDS])
def test_every_weakness_beside_every_design_is_mended(seed: Seeded) -> None:
    broken = {name: found for name, make in seeded(seed) if (found := broken_promises(make(), CATALOG))}
    assert not broken


def test_the_proof_covers_the_whole_catalog() -> None:
    count = sum(1 for blueprint in CATALOG.blueprints for _ in mutated(blueprint, CATALOG))
    assert count >= 2800
    assert len(SEEDS) >= 70
