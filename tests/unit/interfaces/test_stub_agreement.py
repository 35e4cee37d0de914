"""The OpenAPI files and the runnable project say the same: paths, operations, statuses, and what is answered."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from designer.adapters.store.project import save_project
from designer.interfaces import write_interfaces
from designer.model.design import Design
from designer.stubs import write_project
from designer.stubs.kinds import STANDS
from designer.stubs.resources import offers
from tests.support.composed import composed_briefs
from tests.support.spoken import names, spoken

_ASKS = """
import asyncio, json, sys, tempfile
from pathlib import Path
import httpx
from app.runtime.settings import Settings
from app.wiring import TITLE, build

async def main():
    tasks = json.load(sys.stdin)
    told = []
    with tempfile.TemporaryDirectory() as folder:
        async with build(Settings(data_dir=Path(folder), sqlite_sync="OFF", timeout_factor=100.0)) as system:
            transport = httpx.ASGITransport(system.application(TITLE), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://system") as client:
                for task in tasks:
                    answer = await client.request(task["method"], task["url"], json=task["body"], headers=task["headers"])
                    kind = answer.headers.get("content-type", "").partition(";")[0]
                    body = answer.json() if answer.content and kind.endswith("json") else None
                    told.append({"status": answer.status_code, "kind": kind, "body": body})
                own = {id: node.app.openapi() for id, node in system.nodes.items()}
    print(json.dumps({"told": told, "own": own}))

asyncio.run(main())
"""


def documents(design: Design) -> dict[str, dict[str, Any]]:
    """Return the OpenAPI files of the components that the project has as services, by component."""
    services = {part.id for part in design.graph.components if STANDS[part.kind].cls in ("Service", "Job")}
    found = (yaml.safe_load(item.data) for item in write_interfaces(design) if item.path.startswith("api/openapi-"))
    return {item["info"]["x-component"]: item for item in found if item["info"]["x-component"] in services}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        yield from ((method, path, one) for method, one in item.items() if method != "parameters")


@pytest.mark.parametrize("name", names())
def test_the_project_has_every_operation_of_the_files_under_its_id(name: str) -> None:
    found = offers(spoken(name))
    for component, document in documents(spoken(name)).items():
        own = {route.id: (route.method.lower(), route.path) for route in found[component].routes}
        for method, path, one in operations(document):
            if path not in ("/healthz", "/readyz", "/docs"):
                assert own[one["operationId"]] == (method, path)


def tasks(documents: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one call for each operation, with the file's own examples."""
    found = []
    for component, document in documents.items():
        for method, path, one in operations(document):
            values = {item["name"]: item.get("example", "x") for item in document["paths"][path].get("parameters", [])}
            content = one.get("requestBody", {}).get("content", {}).get("application/json", {})
            needs_body = method in ("post", "put", "patch")
            found.append(
                {
                    "component": component,
                    "method": method.upper(),
                    "path": path,
                    "url": f"/components/{component}{path.format(**values)}",
                    "body": content.get("example", {}) if needs_body else None,
                    "headers": {"Idempotency-Key": "k1"} if needs_body else {},
                }
            )
    return found


@pytest.mark.parametrize("name", ["qa-forum", "rest-and-grpc-services", next(iter(composed_briefs()))])
def test_a_running_project_answers_as_the_files_say(name: str, tmp_path: Path) -> None:
    design = spoken(name)
    save_project(tmp_path, write_project(design, version="1"))
    files = documents(design)
    asked = tasks(files)
    run = subprocess.run(
        [sys.executable, "-c", _ASKS],
        cwd=tmp_path,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    answers = json.loads(run.stdout)
    acts = {(key, route.id): route.act for key, offer in offers(design).items() for route in offer.routes}
    good = 0
    for task, told in zip(asked, answers["told"], strict=True):
        document = files[task["component"]]
        one = document["paths"][task["path"]][task["method"].lower()]
        own = answers["own"][task["component"]]["paths"][task["path"]][task["method"].lower()]
        assert own["operationId"] == one["operationId"]
        assert told["status"] < 500, (task, told)
        stated = one["responses"].get(str(told["status"]), one["responses"]["default"])
        if "$ref" in stated:
            stated = document["components"]["responses"][stated["$ref"].rsplit("/", 1)[-1]]
        good += told["status"] < 400
        assert told["status"] >= 400 or str(told["status"]) in one["responses"], (task, told)
        if told["body"] is not None and told["kind"] in stated.get("content", {}):
            schema = {**stated["content"][told["kind"]]["schema"], "components": document["components"]}
            problems = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(told["body"])]
            # What a service does beyond its records is left to be written: there the project only keeps what it got.
            assert not problems or acts[task["component"], one["operationId"]] == "note", (task, told, problems)
    assert good
