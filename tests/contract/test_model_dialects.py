"""What others read in a whole model: LikeC4's own parser, CALM's schemas, and a strict grammar of Structurizr's DSL."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from designer.model import Kind
from designer.model.brief import Brief
from designer.model.design import Design
from tests.support.hostile_views import fuzzed
from tests.support.model_dialects import NAMES, named, of_blueprints, text_of
from tests.support.structurizr_grammar import NotStructurizrError, read_structurizr_strictly

TOOLS = Path(__file__).resolve().parent.parent / "tools"
SCHEMAS = Path(__file__).resolve().parent.parent / "data" / "calm-1.2"
INSTALL = "npm ci --prefix tests/tools"
BASE = "https://calm.finos.org/release/1.2/meta/"
EMPTY = "empty"


@cache
def designs() -> dict[str, Design]:
    """Return every blueprint's design, hostile ones, and one that holds nothing."""
    found = {f"hostile {start}": named(NAMES[start : start + 40]) for start in range(0, len(NAMES), 40)}
    found["fuzzed"] = named([name for name in fuzzed(60) if name.encode("utf-8", "replace").decode() == name])
    return {**of_blueprints(), **found, EMPTY: Design(title="Nothing yet", brief=Brief(text="A test."))}


@cache
def alone() -> dict[str, Design]:
    """Return a design for each hostile name, which is its title, its only part and its only boundary as well."""
    return {f"alone {number}": named([name]) for number, name in enumerate(NAMES)}


def flows_of(design: Design) -> int:
    return len([flow for flow in design.flows if flow.steps])


# -- LikeC4 --------------------------------------------------------------------------------------------------------

BROKEN = "specification { element x }\nmodel { a = x 'A'\n a -> nowhere }"


@pytest.fixture(scope="session")
def read_by_likec4() -> dict[str, dict[str, Any]]:
    """Return what LikeC4 read in each design, in one run for all."""
    if not (TOOLS / "node_modules" / "likec4").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"LikeC4 is missing: run `{INSTALL}`")
        pytest.skip(f"LikeC4 is missing: run `{INSTALL}`")
    texts = {name: text_of(design, "likec4") for name, design in designs().items()} | {"broken": BROKEN}
    run = subprocess.run(
        ["node", "check_likec4.mjs"],
        cwd=TOOLS,
        input=json.dumps([*texts.values()]).encode("utf-8"),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()[-2_000:]
    return dict(zip(texts, json.loads(run.stdout), strict=True))


def test_likec4_takes_every_design(read_by_likec4: dict[str, dict[str, Any]]) -> None:
    wrong = {name: found["errors"][:3] for name, found in read_by_likec4.items() if found["errors"]}
    assert wrong.keys() == {"broken"}, wrong


def test_likec4_reads_the_elements_and_relationships_of_the_design(read_by_likec4: dict[str, dict[str, Any]]) -> None:
    for name, design in designs().items():
        found, graph = read_by_likec4[name], design.graph
        kinds = sorted([*(part.kind.value for part in graph.components), *("boundary" for _ in graph.boundaries)])
        assert sorted(kind for _, kind, _ in found["elements"]) == kinds, name
        # A part's connection with itself is a comment: LikeC4 has no words for it.
        assert found["relations"] == len([link for link in graph.connections if link.source != link.target]), name
        assert len(found["steps"]) == len(design.flows), name


def test_likec4_reads_names_as_text(read_by_likec4: dict[str, dict[str, Any]]) -> None:
    plain = [name for name in NAMES if name.isprintable() and name == " ".join(name.split()) and len(name) < 200]
    titles = {title for found in read_by_likec4.values() for _, _, title in found.get("elements", ())}
    assert len(plain) > 80
    assert not [name for name in plain if name not in titles]


# -- CALM ----------------------------------------------------------------------------------------------------------


@cache
def calm_schema() -> Draft202012Validator:
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.json"))]
    registry: Registry[Any] = Registry().with_resources([(file["$id"], Resource.from_contents(file)) for file in files])
    return Draft202012Validator({"$ref": f"{BASE}calm.json"}, registry=registry)


@cache
def node_schema(name: str, part: str) -> Draft202012Validator:
    """Return the schema of one definition: the document's own schema leaves what is inside to it."""
    registry = calm_schema()._registry
    return Draft202012Validator({"$ref": f"{BASE}{name}.json#/defs/{part}"}, registry=registry)


def calm_problems(document: Any) -> Iterator[str]:
    yield from (error.message for error in calm_schema().iter_errors(document))
    for field, name, part in (
        ("nodes", "core", "node"),
        ("relationships", "core", "relationship"),
        ("flows", "flow", "flow"),
    ):
        for item in document[field]:
            yield from (error.message for error in node_schema(name, part).iter_errors(item))


def calm_loose_ends(document: Any) -> Iterator[str]:
    """Yield what no schema sees: ids used twice, and references to nothing."""
    ids = [item["unique-id"] for field in ("nodes", "relationships", "flows") for item in document[field]]
    yield from (f"twice: {one}" for one in set(ids) if ids.count(one) > 1)
    nodes = {item["unique-id"] for item in document["nodes"]}
    links = {item["unique-id"] for item in document["relationships"]}
    for item in document["relationships"]:
        ((kind, ends),) = item["relationship-type"].items()
        named_nodes = {
            "connects": lambda ends=ends: [ends["source"]["node"], ends["destination"]["node"]],
            "interacts": lambda ends=ends: [ends["actor"], *ends["nodes"]],
            "composed-of": lambda ends=ends: [ends["container"], *ends["nodes"]],
            "deployed-in": lambda ends=ends: [ends["container"], *ends["nodes"]],
        }[kind]()
        yield from (f"no node: {one}" for one in named_nodes if one not in nodes)
    for item in document["flows"]:
        told = [transition["relationship-unique-id"] for transition in item["transitions"]]
        yield from (f"no relationship: {one}" for one in told if one not in links)


def test_calm_documents_fit_the_schemas() -> None:
    for name, design in {**designs(), **alone()}.items():
        document = json.loads(text_of(design, "calm"))
        assert [*calm_problems(document)] == [], name
        assert [*calm_loose_ends(document)] == [], name
        assert len(document["nodes"]) == len(design.graph.components) + len(design.graph.boundaries)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document["nodes"][0].pop("name"),
        lambda document: document["relationships"][-1].update(protocol="pigeon"),
        lambda document: document["relationships"][-1]["relationship-type"].clear(),
        lambda document: document["flows"][0]["transitions"].clear(),
        lambda document: document.update(nodes={}),
    ],
)
def test_the_schemas_refuse_what_is_no_calm(spoil: Callable[[Any], object]) -> None:
    document = json.loads(text_of(of_blueprints()["url-shortener"], "calm"))
    spoil(document)
    assert [*calm_problems(document)]


# -- Structurizr ---------------------------------------------------------------------------------------------------


def test_structurizr_reads_the_elements_relationships_and_flows_of_the_design() -> None:
    for name, design in {**designs(), **alone()}.items():
        found, graph = read_structurizr_strictly(text_of(design, "structurizr")), design.graph
        assert len(found.names) == len(graph.components) + 1, name
        assert len(found.relationships) == len(graph.connections), name
        people = [part for part in graph.components if part.kind is Kind.PERSON]
        assert [*found.kinds.values()].count("person") == len(people), name
        assert len(found.steps) <= len(design.flows), name


def test_structurizr_shows_every_flow_of_a_blueprint() -> None:
    for name, design in of_blueprints().items():
        found = read_structurizr_strictly(text_of(design, "structurizr"))
        assert len(found.steps) == flows_of(design) > 0, name
        assert all(found.steps.values()), name


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(alphabet="\\\"'n${}A_%*/!=~-> \n.#", min_size=1, max_size=8), min_size=1, max_size=4)
    | st.lists(st.text(min_size=1, max_size=10), min_size=1, max_size=4)
)
def test_structurizr_reads_any_text_as_text(names: list[str]) -> None:
    found = read_structurizr_strictly(text_of(named(names), "structurizr"))
    assert len(found.names) == len(names) + 1


@pytest.mark.parametrize(
    "line",
    [
        'c_x = person "${HOME}" {',
        'c_x = person "C:\\" {',
        'c_x = person "->" "b" {',
        "!include /etc/passwd",
        'workspace "second" {',
        'a -> b "nobody"',
        'system = person "taken" {',
    ],
)
def test_the_grammar_refuses_what_is_no_text(line: str) -> None:
    text = text_of(of_blueprints()["url-shortener"], "structurizr")
    start = "    c_"
    place = text.index(start)
    with pytest.raises(NotStructurizrError):
        read_structurizr_strictly(f"{text[:place]}{line}\n    }}\n{text[place:]}")
