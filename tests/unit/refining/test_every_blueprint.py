"""Every blueprint's design can be refined: each of its parts can be named, and what people ask most works or is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

import designer
from designer.api import default_catalog
from designer.design_file import parse_design
from designer.errors import InputError
from designer.refining.change import Bench
from designer.refining.naming import part_of

BLUEPRINTS = tuple(blueprint.id for blueprint in default_catalog().blueprints)


@cache
def example(key: str) -> designer.Design:
    """Return the design of a blueprint's first example."""
    return designer.design(default_catalog().by_id[key].examples[0].brief)


@pytest.mark.parametrize("key", BLUEPRINTS)
def test_each_part_is_meant_by_its_own_name(key: str) -> None:
    bench = Bench(example(key), default_catalog())
    for part in bench.design.graph.components:
        for said in (part.name, part.id, f"the {part.name.lower()}"):
            assert part_of(bench, said).id == part.id


@pytest.mark.parametrize("key", BLUEPRINTS)
def test_names_with_words_of_ours_in_them_are_read_whole(key: str) -> None:
    design = example(key)
    parts = [
        part for part in design.graph.components if any(word in f" {part.name} " for word in (" and ", " to ", " of "))
    ]
    for part in parts:
        other = next(one for one in design.graph.components if one.id != part.id and one.family.value != "client")
        after = designer.refine(
            design, f"put a queue between {part.name} and {other.name}, then rename {part.name} to Stamp"
        )
        assert after.graph.by_id[part.id].name == "Stamp"
        assert len(after.graph.components) == len(design.graph.components) + 1


def no_kafka(old: designer.Design, new: designer.Design) -> bool:
    return all(part.technology != "Apache Kafka" for part in new.graph.components)


def larger(old: designer.Design, new: designer.Design) -> bool:
    return old.capacity.parameters != new.capacity.parameters or old.brief.quantities != new.brief.quantities


def two_regions(old: designer.Design, new: designer.Design) -> bool:
    return any(part.prop("regions") == 2 for part in new.graph.components)


def one_more(old: designer.Design, new: designer.Design) -> bool:
    return len(new.graph.components) > len(old.graph.components)


def none_of_kind(kind: str) -> Callable[[designer.Design, designer.Design], bool]:
    return lambda old, new: all(part.kind.value != kind for part in new.graph.components)


ASKED = (
    ("we expect 10x the traffic", larger),
    ("make it survive a region", two_regions),
    ("no Kafka", no_kafka),
    ("no queue", none_of_kind("queue")),
    ("no cache", none_of_kind("cache")),
    ("add a WAF", lambda old, new: any(part.kind.value == "waf" for part in new.graph.components)),
    ("add a service called Audit desk", one_more),
    ("remove the monitoring", none_of_kind("observability")),
    ("data must stay in the EU", lambda old, new: "in the EU" in new.brief.text),
)


@pytest.mark.parametrize("key", BLUEPRINTS)
def test_what_people_ask_most_is_done_in_every_design(key: str) -> None:
    design = example(key)
    for text, holds in ASKED:
        try:
            after = designer.refine(design, text)
        except InputError as error:  # there is none of the kind, or several: it says so
            assert error.problems[0].fix, text
            continue
        assert holds(design, after), text
        assert parse_design(after.to_json().encode(), where="design.json").to_json() == after.to_json()


def test_hardly_anything_that_people_ask_most_is_refused() -> None:
    refused = []
    for key in BLUEPRINTS:
        for text, _ in ASKED:
            try:
                designer.refine(example(key), text)
            except InputError:
                refused.append((key, text))
    assert len(refused) <= 4, refused
