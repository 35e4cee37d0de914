"""The query language of a team's own rules."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.errors import InputError
from designer.importing.short import short_design
from designer.rules.facts import Facts
from designer.rules.language import holds, parse_condition

GRAPH: dict[str, Any] = {
    "components": [
        {"web": "web-client"},
        {"api": "service", "replicas": 2, "tags": ["owned"], "public": True, "boundary": "edge"},
        {"db": "relational-db", "technology": "PostgreSQL", "data_class": "personal", "boundary": "inner"},
        {"jobs": "queue"},
        {"mailer": "worker"},
        {"smtp": "external-system"},
    ],
    "connections": [
        {"web > api": "calls", "encrypted": True},
        {"api > db": "reads, writes"},
        "api >> jobs",
        "jobs >> mailer",
        {"mailer > smtp": "sends", "timeout_s": 3},
    ],
}
FACTS = Facts(short_design(GRAPH, where="test"))


def _found(condition: str, about: str = "component") -> list[str]:
    tree = parse_condition(condition, about)
    items = FACTS.components if about == "component" else FACTS.links
    return [item.id for item in items if holds(tree, item, FACTS)]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('kind == "service"', ["api"]),
        ('family == "data"', ["db"]),
        ('kind in ("queue", "worker")', ["jobs", "mailer"]),
        ('not kind == "service" and replicas < 2 and family == "compute"', ["mailer"]),
        ("public", ["api"]),
        ('prop("data_class") == "personal"', ["db"]),
        ('tagged("owned", "mine")', ["api"]),
        ('count(targets("data", "messaging")) == 2', ["api"]),
        ('count(sources()) == 0 and kind != "external-system"', ["web"]),
        ('reaches("external-system")', ["api", "jobs", "mailer", "web"]),
        ('reaches("external-system", 1)', ["mailer"]),
        ('reached_from("web-client", 1)', ["api"]),
        ('inside("inner")', ["db"]),
        ('technology == "PostgreSQL" or name == "Api"', ["api", "db"]),
        ("replicas * 2 + 1 > 4", ["api"]),
        ('number("nothing") > 1', []),
        ("retention_s < 100", []),
        ('boundary is None and kind == "queue"', ["jobs"]),
    ],
)
def test_a_condition_finds_the_parts_it_describes(condition: str, found: list[str]) -> None:
    assert _found(condition) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('mode == "async"', ["api-jobs", "jobs-mailer"]),
        ("source.boundary != target.boundary and not encrypted", ["api-db", "api-jobs"]),
        ('target.kind == "external-system" and timeout_s > 2', ["mailer-smtp"]),
        ('"writes" in label', ["api-db"]),
    ],
)
def test_a_condition_finds_the_connections_it_describes(condition: str, found: list[str]) -> None:
    assert _found(condition, "connection") == found


@pytest.mark.parametrize(
    "condition",
    [
        "__import__('os')", "open('x')", "kind.__class__", "(lambda: 1)()", "[x for x in tags]", "kind[0]", "kind := 'a'", "f'{kind}'",
        "nonsense == 1", "source.kind == 'x'", "reaches('a') if 1 else 2", "", "kind ==", "kind == b'x'", "tagged(x='y')", "1" * 2000,
        "kind ** 9", "{'a': 1}", "exec", "import os", "(yield)", "await kind", "...", "prop('a').real",
    ],
)  # fmt: skip
def test_anything_but_a_condition_is_refused(condition: str) -> None:
    with pytest.raises(InputError):
        parse_condition(condition, "component")


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_an_error(text: str) -> None:
    try:
        tree = parse_condition(text, "component")
    except InputError:
        return
    for part in FACTS.components:
        holds(tree, part, FACTS)


def test_a_path_over_a_large_graph_is_found_in_time() -> None:
    parts: list[Any] = [{f"s{number}": "service"} for number in range(800)]
    links = [f"s{number} > s{number + 1}" for number in range(799)]
    facts = Facts(short_design({"components": parts, "connections": links}, where="test"))
    tree = parse_condition('reaches("external-system")', "component")
    begin = time.perf_counter()
    assert not [part for part in facts.components if holds(tree, part, facts)]
    assert time.perf_counter() - begin < 20, "a walk is bounded by its hops"
