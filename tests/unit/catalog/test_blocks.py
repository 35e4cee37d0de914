"""Every building block: it stands by itself, is called by words of its own, and can be placed anywhere."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText, stems_of
from designer.brief.understand import understand
from designer.catalog.read import load_block
from designer.catalog.source_files import catalog_files
from designer.estimate.size import size
from designer.model.block import Block
from designer.model.design import Draft
from designer.model.finding import Severity
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.planner.calls import first_place
from designer.planner.compose import compose
from designer.resources import catalog_root
from designer.rules.registry import run_rules
from tests.support.catalogs import shipped

CATALOG = shipped()
BLOCKS = {block.id: block for block in CATALOG.blocks}
FILES = [file.path for file in catalog_files(catalog_root()) if file.kind == "blocks"]
DOMAIN = {service.id: service for service in CATALOG.domain}
EXTERNAL_LIMITS = ("timeout_s", "circuit_breaker")
# Puts positions into the log for the block that reads them; called for alone, nobody does.
READ_BY_ANOTHER = {"position-intake": {"STR011"}}


def _composed(phrase: str) -> Draft:
    text = f"A shop keeps orders. They {phrase.removeprefix('=')}."
    return compose(understand(text, CATALOG, answers={}), CATALOG)


def _ends(block: Block) -> set[str]:
    return {end for link in block.connections for end in (link.source, link.target)}


def test_there_are_at_least_45_blocks_in_ten_families() -> None:
    assert len(BLOCKS) >= 45
    assert len({block.family for block in BLOCKS.values()}) == 10


def test_each_file_holds_one_block_named_like_the_file_and_its_folder() -> None:
    assert len(FILES) == len(BLOCKS)
    for path in FILES:
        block = load_block(path)
        assert (block.family, block.id) == (path.parent.name, path.stem)


def test_no_phrase_calls_for_two_blocks() -> None:
    owners: dict[tuple[str, ...], str] = {}
    for block in BLOCKS.values():
        for phrase in block.says:
            assert owners.setdefault(stems_of(phrase.removeprefix("=")), block.id) == block.id, phrase


@pytest.mark.parametrize("key", BLOCKS)
def test_a_block_has_8_to_80_phrases_and_each_is_found_in_a_sentence(key: str) -> None:
    block = BLOCKS[key]
    assert 8 <= len(block.says) <= 80
    for phrase in block.says:
        text = StemmedText(f"A shop keeps orders. They {phrase.removeprefix('=')}.")
        assert first_place(text, (phrase,)) is not None, phrase


@pytest.mark.parametrize("key", BLOCKS)
def test_every_port_is_used_by_a_connection(key: str) -> None:
    assert BLOCKS[key].needs.keys() <= _ends(BLOCKS[key])


@pytest.mark.parametrize("key", BLOCKS)
def test_every_product_is_in_the_catalog_and_can_play_its_role(key: str) -> None:
    for name, role in BLOCKS[key].roles.items():
        for product in (role.technology.default, *role.technology.options) if role.technology else ():
            technology = CATALOG.technology(product)
            assert technology is not None and technology.name == product, (name, product)
            assert role.kind in technology.kinds, (name, product)


@pytest.mark.parametrize("key", BLOCKS)
def test_whatever_a_block_refers_to_exists(key: str) -> None:
    block = BLOCKS[key]
    assert set(block.serves) <= DOMAIN.keys()
    assert set(block.covers) <= BLOCKS.keys() | DOMAIN.keys()
    assert not block.instead_of or block.offers, "the first offered role takes the store's place"


def test_whatever_a_domain_service_refers_to_exists() -> None:
    for service in DOMAIN.values():
        assert set(service.asks) | set(service.follows) <= DOMAIN.keys() - {service.id}, service.id
        assert set(service.brings) <= BLOCKS.keys(), service.id


def test_services_never_wait_for_each_other_in_a_circle() -> None:
    def reached(key: str) -> set[str]:
        found: set[str] = set()
        waiting = [key]
        while waiting:
            for other in DOMAIN[waiting.pop()].asks:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    assert [key for key in DOMAIN if key in reached(key)] == []


def test_each_title_of_a_decision_and_each_name_of_a_part_belongs_to_one_block() -> None:
    titles: dict[str, str] = {}
    names: dict[str, str] = {}
    shared = {Kind.IDENTITY_PROVIDER, Kind.CDN, Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.EVENT_LOG}
    for block in BLOCKS.values():
        for decision in block.decisions:
            assert titles.setdefault(decision.title, block.id) == block.id, decision.title
        for role in block.roles.values():
            if role.kind not in shared:
                assert names.setdefault(role.name, block.id) == block.id, role.name


@pytest.mark.parametrize("key", BLOCKS)
def test_a_block_tells_the_real_choice_with_alternatives_and_what_can_fail(key: str) -> None:
    block = BLOCKS[key]
    assert all(decision.alternatives and decision.consequences for decision in block.decisions)
    assert all(mode.detection and mode.mitigation for mode in block.failure_modes)
    assert any(flow.kind == "failure" for flow in block.flows.values()) or len(block.flows) == 1


def test_most_blocks_carry_figures_worked_by_hand() -> None:
    assert sum(1 for block in BLOCKS.values() if block.capacity) >= 0.9 * len(BLOCKS)


@pytest.mark.parametrize("key", BLOCKS)
def test_a_block_follows_the_conventions_of_modelling(key: str) -> None:
    block = BLOCKS[key]
    for name, role in block.roles.items():
        stated = role.properties
        if stated.get("source_of_truth") is True and role.kind in DATASTORE_KINDS | BROKER_KINDS:
            assert stated.get("backup") is True, name
            assert role.kind == Kind.OBJECT_STORE or stated.get("failover") == "automatic" or role.min_replicas >= 2, (
                name
            )
        if role.kind == Kind.CACHE:
            assert {"eviction", "ttl_s", "invalidation"} <= stated.keys(), name
        if role.kind == Kind.QUEUE and stated.get("delivery") != "at-most-once":
            assert stated.get("dead_letter") is True, name
        if role.kind in {Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.BATCH_JOB, Kind.SCHEDULER}:
            assert stated.get("idempotent") is True, name
    for link in block.connections:
        target = block.roles.get(link.target)
        if target is not None and target.kind.family == Family.EXTERNAL and link.mode == "sync":
            assert set(EXTERNAL_LIMITS) <= link.properties.keys(), link
        if link.properties.get("retries"):
            assert link.properties.get("backoff") == "exponential" and link.properties.get("jitter") is True, link


@pytest.mark.parametrize("key", BLOCKS)
@pytest.mark.parametrize("which", [0, -1])
def test_a_block_is_placed_whole_and_connected_where_a_phrase_calls_for_it(key: str, which: int) -> None:
    block = BLOCKS[key]
    made = _composed(block.says[which])
    parts = made.graph.components
    roles, kinds = {part.role for part in parts}, {part.kind for part in parts}
    for name, role in block.roles.items():
        if role.required:
            assert f"blocks/{key}/{name}" in roles or role.kind in kinds, name
    ends = {end for link in made.graph.connections for end in (link.source, link.target)}
    assert {part.id for part in parts} == ends
    assert len({part.name for part in parts}) == len(parts)
    findings = [item for item in run_rules(size(made, (), CATALOG)) if item.severity is not Severity.INFO]
    assert [item for item in findings if item.rule not in READ_BY_ANOTHER.get(key, ())] == []


def test_the_domains_have_a_service_name_and_an_entity_of_their_own_and_no_word_calls_for_two() -> None:
    assert len(DOMAIN) >= 220
    assert len({service.name for service in DOMAIN.values()}) == len(DOMAIN)
    owners: dict[str, str] = {}
    for service in DOMAIN.values():
        for phrase in service.words:
            assert owners.setdefault(phrase.casefold(), service.id) == service.id, phrase
