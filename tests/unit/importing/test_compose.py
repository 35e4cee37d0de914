"""Docker Compose files, written the way people write them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.errors import DesignError
from designer.importing.imported import Imported
from designer.importing.registry import import_source
from designer.importing.source import Source
from tests.support.catalogs import shipped

CATALOG = shipped()
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "imports" / "compose.yaml").read_text(encoding="utf-8")
)
NAME = "docker-compose.yml"


def read(text: str) -> Imported:
    return import_source(Source(NAME, {NAME: text}), CATALOG)


def links_of(found: Imported) -> set[str]:
    return {
        f"{link.source} {'>>' if link.mode.value == 'async' else '>'} {link.target}"
        for link in found.draft.graph.connections
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_file_becomes_what_its_author_meant(case: dict[str, Any]) -> None:
    found = read(case["file"].replace("\n", "\r\n") if case.get("crlf") else case["file"])
    parts = {part.id: f"{part.kind}/{part.technology}" for part in found.draft.graph.components}
    for loose in case.get("loose", ()):
        parts[loose] = case["parts"][loose]
    assert parts == case["parts"]
    assert links_of(found) == set(case["links"])
    assert [f"{item.line}: {item.what}" for item in found.unread] == case.get("unread", [])
    known = found.draft.graph.by_id
    for key, count in case.get("replicas", {}).items():
        assert known[key].replicas == count
    for key, wanted in case.get("properties", {}).items():
        assert wanted.items() <= known[key].properties.items()


def test_a_store_or_broker_is_public_by_any_port_that_is_published_and_used_by_nobody_for_it() -> None:
    found = read(
        "services:\n  berths: {build: ., depends_on: [db]}\n  db: {image: postgres:16, ports: ['5432:5432']}\n"
        "  cache: {image: redis:7, ports: ['127.0.0.1:6379:6379']}\n  mq: {image: rabbitmq:3, ports: ['5672:5672']}\n"
    )
    public = {part.id for part in found.draft.graph.components if part.prop("public") is True}
    assert public == {"db", "mq"}
    assert links_of(found) == {"berths > db"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_element_names_its_line_and_no_service_is_dropped(case: dict[str, Any]) -> None:
    found = read(case["file"])
    lines = case["file"].count("\n") + 1
    graph = found.draft.graph
    for item in (*graph.components, *graph.connections):
        name, _, line = str(item.origin.ref).rpartition(":")
        assert name == NAME
        assert 1 <= int(line) <= lines
    services = len(yaml.safe_load(case["file"])["services"])
    assert len([part for part in graph.components if part.id != "users"]) == services


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("services: [", "not valid YAML"),
        ("services: {}\n", "no services"),
        ("services:\n  a: &a [*a]\n", "YAML|deep|no services|too many"),
        ("services:\n" + "".join("  " * depth + "a:\n" for depth in range(1, 90)), "deep"),
    ],
)
def test_a_broken_file_is_an_error_with_its_place(text: str, words: str) -> None:
    with pytest.raises(DesignError, match=words) as caught:
        read(text)
    assert NAME in str(caught.value)


def test_anchors_inside_anchors_do_not_unfold_for_ever() -> None:
    rows = ["x0: &x0 [a, a, a, a, a, a, a, a, a]"]
    rows += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(DesignError, match="too many"):
        read("\n".join([*rows, "services:", "  a: {image: x}"]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_that_is_cut_or_changed_is_read_or_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(CASES))["file"]
    place = data.draw(st.integers(0, len(text)))
    rest = data.draw(st.sampled_from(["", text[place + 3 :], "\x00", "- [", ": }", "\t", text[place:] * 2]))
    try:
        found = read(text[:place] + rest)
    except DesignError:
        return
    assert found.format in {"Docker Compose", "Mermaid"}


def test_a_thousand_services_are_read() -> None:
    rows = [f"  s{n}: {{image: acme/s, environment: {{NEXT: 'http://s{(n + 1) % 1000}:80'}}}}" for n in range(1000)]
    found = read("services:\n" + "\n".join(rows))
    assert len(found.draft.graph.components) == 1000
    assert len(found.draft.graph.connections) == 1000
