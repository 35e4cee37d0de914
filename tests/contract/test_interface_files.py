"""The real parsers read the interface files: OpenAPI, AsyncAPI, Protocol Buffers and JSON Schema, of many designs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from designer.interfaces import interface_files, write_interfaces
from tests.support.spoken import names, spoken
from tests.support.stub_designs import MARK

TOOLS = Path(__file__).resolve().parent.parent / "tools"
INSTALL = "npm ci --prefix tests/tools"
BROKEN = "asyncapi: 3.0.0\ninfo: {title: t, version: '1'}\nchannels: {a: {address: 1}}\n"


def files(name: str) -> dict[str, str]:
    return {item.path: item.data.decode() for item in write_interfaces(spoken(name))}


def openapi(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, text in files(name).items():
        if path.startswith("api/openapi-"):
            yield path, yaml.safe_load(text)


@pytest.mark.parametrize("name", names())
def test_every_openapi_file_is_valid(name: str) -> None:
    for path, document in openapi(name):
        problems = [f"{path}: {error.message}" for error in OpenAPIV31SpecValidator(document).iter_errors()]
        assert not problems
        ids = [
            item["operationId"]
            for one in document["paths"].values()
            for key, item in one.items()
            if key != "parameters"
        ]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", names())
def test_every_example_is_valid_by_its_schema(name: str) -> None:
    for path, document in openapi(name):
        for where, item in _with_example(document, path):
            schema = {**item["schema"], "components": document["components"]}
            found = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(item["example"])]
            assert not found, where


def _with_example(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if "example" in value and isinstance(value.get("schema"), dict):
            yield where, value
        for key, item in value.items():
            yield from _with_example(item, f"{where}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _with_example(item, f"{where}/{number}")


@pytest.mark.parametrize("name", names())
def test_every_entity_has_a_valid_schema_and_the_list_of_files_is_what_is_written(name: str) -> None:
    found = files(name)
    assert [item.path for item in interface_files(spoken(name))] == list(found)
    for entity in spoken(name).entities:
        jsonschema.Draft202012Validator.check_schema(json.loads(found[f"api/schemas/{entity.id}.json"]))


@pytest.mark.parametrize("name", names())
def test_every_proto_file_compiles(name: str, tmp_path: Path) -> None:
    import grpc_tools
    from grpc_tools import protoc

    shared = Path(grpc_tools.__file__).parent / "_proto"
    for path, text in files(name).items():
        if path.endswith(".proto"):
            place = tmp_path / Path(path).name
            place.write_text(text, encoding="utf-8")
            arguments = [
                "protoc",
                f"-I{shared}",
                f"-I{tmp_path}",
                f"--descriptor_set_out={tmp_path / 'out'}",
                str(place),
            ]
            assert protoc.main(arguments) == 0, text


@pytest.fixture(scope="module")
def readings() -> dict[str, dict[str, Any]]:
    """Return what the parser of AsyncAPI read in every file, by the name of the design."""
    if not (TOOLS / "node_modules" / "@asyncapi").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the parser is missing: run `{INSTALL}`")
        pytest.skip(f"the parser is missing: run `{INSTALL}`")
    found = {name: text for name in names() if (text := files(name).get("api/asyncapi.yaml"))}
    tasks = [{"name": name, "text": text} for name, text in {**found, "broken": BROKEN}.items()]
    command = ["node", str(TOOLS / "check_asyncapi.mjs")]
    run = subprocess.run(command, input=json.dumps(tasks), capture_output=True, text=True, check=False, cwd=TOOLS)
    assert run.returncode == 0, run.stderr[-2000:]
    return {item["name"]: item for item in json.loads(run.stdout)}


def test_every_asyncapi_file_is_valid_and_the_parser_would_say_so(readings: dict[str, dict[str, Any]]) -> None:
    wrong = {name: item["problems"] for name, item in readings.items() if item["problems"]}
    assert list(wrong) == ["broken"]
    assert len(readings) > 30 and all(item["operations"] for name, item in readings.items() if name != "broken")


def test_hostile_names_stay_text_in_every_file() -> None:
    for path, text in files("hostile").items():
        assert "\u202e" not in text and "\x00" not in text, path
        if path.endswith(".proto"):
            assert not [line for line in text.splitlines() if MARK in line and not line.lstrip().startswith("//")]
