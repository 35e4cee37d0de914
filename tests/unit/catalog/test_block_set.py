"""The building blocks as a set: enough of them, no two claiming the same words, each placed without an error."""

from __future__ import annotations

import pytest

from designer.brief.understand import understand
from designer.estimate.size import size
from designer.model.finding import Severity
from designer.planner.compose import compose
from designer.rules.registry import run_rules
from tests.support.catalogs import shipped

CATALOG = shipped()
BLOCKS = {block.id: block for block in CATALOG.blocks}


def test_there_are_as_many_as_promised_and_every_port_is_used() -> None:
    assert len(BLOCKS) >= 45
    for block in BLOCKS.values():
        ends = {end for link in block.connections for end in (link.source, link.target)}
        assert block.needs.keys() <= ends, block.id


def test_no_two_blocks_claim_the_same_words() -> None:
    owners: dict[str, str] = {}
    for block in BLOCKS.values():
        for phrase in block.says:
            assert owners.setdefault(phrase.casefold(), block.id) == block.id, phrase


@pytest.mark.parametrize("key", sorted(BLOCKS))
def test_a_brief_that_calls_for_a_block_is_composed_without_an_error(key: str) -> None:
    text = f"A shop keeps orders. It needs {BLOCKS[key].says[0]}."
    made = size(compose(understand(text, CATALOG, answers={}), CATALOG), (), CATALOG)
    errors = [finding for finding in run_rules(made) if finding.severity == Severity.ERROR]
    assert not errors, errors
    ends = {end for link in made.graph.connections for end in (link.source, link.target)}
    assert {component.id for component in made.graph.components} <= ends
