"""Kubernetes, Terraform, Structurizr, LikeC4, CALM, draw.io and Mermaid, in the ways people write them."""

import base64
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import designer
from designer.errors import DesignError
from designer.importing.imported import Imported
from designer.importing.registry import import_source
from designer.importing.source import Source
from tests.support.catalogs import shipped
from tests.unit.importing.test_compose import links_of

CATALOG = shipped()
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "imports" / "others.yaml").read_text(encoding="utf-8")
)
NAMES = [case["name"] for case in CASES]


def files_of(case: dict[str, Any]) -> dict[str, str]:
    if not case.get("packed"):
        return {name: text.replace("\n", "\r\n") if case.get("crlf") else text for name, text in case["files"].items()}
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    ((name, text),) = case["files"].items()
    data = packer.compress(quote(text).encode()) + packer.flush()
    return {name: f'<mxfile><diagram name="P">{base64.b64encode(data).decode()}</diagram></mxfile>'}


def read(case: dict[str, Any]) -> Imported:
    return import_source(Source(case["main"], files_of(case)), CATALOG)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_file_becomes_what_its_author_meant(case: dict[str, Any]) -> None:
    found = read(case)
    assert {part.id: f"{part.kind}/{part.technology}" for part in found.draft.graph.components} == case["parts"]
    assert links_of(found) == set(case["links"])
    assert [f"{item.line}: {item.what}" for item in found.unread] == case.get("unread", [])
    known = found.draft.graph.by_id
    for key, count in case.get("replicas", {}).items():
        assert known[key].replicas == count
    for key, wanted in case.get("properties", {}).items():
        assert wanted.items() <= known[key].properties.items()
    inside = {key: part.boundary for key, part in known.items() if part.boundary}
    assert inside == case.get("boundaries", inside)
    assert {key: known[key].name for key in case.get("names", {})} == case.get("names", {})
    labels = {f"{link.source} {link.target}": link.label for link in found.draft.graph.connections}
    assert {key: labels[key] for key in case.get("labels", {})} == case.get("labels", {})


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_it_is_loaded_from_disk_and_checked(case: dict[str, Any], tmp_path: Path) -> None:
    for name, text in files_of(case).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = designer.load(tmp_path / case["main"] if case["main"] in case["files"] else tmp_path)
    assert {part.id for part in made.graph.components} == set(case["parts"])
    assert len([note for note in made.notes if note.startswith("Not imported")]) == len(case.get("unread", []))
    assert all(part.origin.ref for part in made.graph.components)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_file_that_is_cut_or_changed_is_read_or_refused(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(CASES))
    files = files_of(case)
    name = data.draw(st.sampled_from(sorted(files)))
    place = data.draw(st.integers(0, len(files[name])))
    rest = data.draw(st.sampled_from(["", files[name][place + 2 :], '"', "{", "}", "]", "\x00", "<", "-->", "'''"]))
    files[name] = files[name][:place] + rest
    try:
        import_source(Source(case["main"], files), CATALOG)
    except DesignError:
        return


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.drawio", '<!DOCTYPE x [<!ENTITY a "b">]><mxfile></mxfile>', "document type"),
        ("a.drawio", "<mxfile><diagram>not base64!</diagram></mxfile>", "unpacked"),
        ("a.drawio", "<mxfile><diagram>", "not valid XML"),
        ("w.dsl", "workspace {\n model {\n", "brace is not closed"),
        ("w.dsl", "workspace {}\n}\n", "not opened"),
        ("m.c4", "model { " * 80, "nested too deep"),
        ("p.json", '{"format_version": "1", "terraform_version": "1"', "not valid JSON"),
        ("x.mmd", "flowchart LR\n", "no node"),
        ("x.txt", "what is this", "no format"),
        ("k.yaml", "apiVersion: v1\nkind: Service\n", "no workload"),
    ],
)
def test_a_broken_file_is_one_clear_error(name: str, text: str, words: str) -> None:
    with pytest.raises(DesignError, match=words) as caught:
        import_source(Source(name, {name: text}), CATALOG)
    assert name in str(caught.value)


def test_what_mermaid_can_hold_comes_back_from_our_own_export() -> None:
    made = designer.design("web app -> API\nAPI -> Postgres\nAPI -> RabbitMQ\nRabbitMQ -> worker\nworker -> Stripe\n")
    text = str(made.render("container", "mermaid"))
    again = import_source(Source("a.mmd", {"a.mmd": text}), CATALOG).draft.graph
    assert sorted(part.name for part in again.components) == sorted(part.name for part in made.graph.components)
    names = {part.id: part.name for part in again.components}
    ours = {part.id: part.name for part in made.graph.components}
    assert sorted((names[link.source], names[link.target], link.mode) for link in again.connections) == sorted(
        (ours[link.source], ours[link.target], link.mode) for link in made.graph.connections
    )
