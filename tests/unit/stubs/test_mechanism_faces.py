"""The HTTP faces of mechanisms and the OpenAPI files of the designs they belong to: the same paths under the same ids."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import designer
from designer.adapters.store.project import save_project
from designer.interfaces import write_interfaces
from designer.interfaces.offers import offers
from designer.shipped import default_catalog
from designer.stubs import write_project
from designer.stubs.kinds import HTTP_KINDS
from tests.unit.stubs.test_mechanisms import NAMES

# What a running project publishes, and which of it the scaffold answers in a component that has a mechanism.
_SHOWN = """
import json, sys
from pathlib import Path
from app.mechanisms import MECHANISMS
from app.runtime.nodes import operation_id, shapes_of
from app.runtime.settings import Settings
from app.wiring import build

system, told, scaffold = build(Settings(data_dir=Path(sys.argv[1]))), {}, []
filled = {f"{blueprint}/{role}" for blueprint, roles in MECHANISMS.items() for role in roles}
for id, node in system.nodes.items():
    told[id] = node.app.openapi()["paths"]
    for route in node.app.router.routes:
        if filled & set(node.spec.roles) and getattr(route, "endpoint", None) is not None:
            if route.endpoint.__module__ == "app.runtime.crud":
                scaffold += [f"{id} {method} {route.path}" for method in route.methods]
ids = {f"{method} {path}": operation_id(method, path) for method, path in json.load(sys.stdin)}
print(json.dumps({"told": told, "scaffold": scaffold, "ids": ids}))
"""

# What the mechanisms leave to the scaffold, which keeps what it is sent: in the interface, and not yet proven.
LEFT = {
    "message-queue-platform": {
        "payment-service POST /payments/{id}/capture",
        "payment-service POST /payments/{id}/refunds",
    },
    "notification-system": {
        "notification-intake POST /opt-outs",
    },
    "payment-system": {
        "payment-service POST /payments/{id}/capture",
        "payment-service POST /payments/{id}/refunds",
    },
}


@pytest.mark.parametrize("name", NAMES)
def test_a_face_has_every_operation_of_the_interface_under_its_id(name: str, tmp_path: Path) -> None:
    design = designer.design({one.id: one for one in default_catalog().blueprints}[name].examples[0].brief)
    save_project(tmp_path, write_project(design, version="1"))
    routes = {(route.method, route.path): route.id for offer in offers(design).values() for route in offer.routes}
    run = subprocess.run(
        [sys.executable, "-c", _SHOWN, str(tmp_path / "data")],
        cwd=tmp_path,
        input=json.dumps(sorted(routes)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    shown = json.loads(run.stdout)
    # The project makes ids by the rule of the files.
    assert shown["ids"] == {f"{method} {path}": id for (method, path), id in routes.items()}
    stated = {(item.component, operation.name) for item in design.interfaces for operation in item.operations}
    left, wrong = set(), []
    for component, document in _documents(design).items():
        own = shown["told"][component]
        for path, item in document["paths"].items():
            for method, one in item.items():
                if method == "parameters":
                    continue
                if own.get(path, {}).get(method, {}).get("operationId") != one["operationId"]:
                    wrong.append(f"{component} {method.upper()} {path}")
                said = f"{method.upper()} {path}"
                if (component, said) in stated and f"{component} {said}" in shown["scaffold"]:
                    left.add(f"{component} {said}")
    assert not wrong
    assert left == LEFT.get(name, set())


def _documents(design: Any) -> dict[str, dict[str, Any]]:
    """Return the OpenAPI files of the components that the project has as applications."""
    http = {part.id for part in design.graph.components if part.kind in HTTP_KINDS}
    found = (yaml.safe_load(item.data) for item in write_interfaces(design) if item.path.startswith("api/openapi-"))
    return {item["info"]["x-component"]: item for item in found if item["info"]["x-component"] in http}
