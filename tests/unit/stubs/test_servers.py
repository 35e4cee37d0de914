"""The servers behind a project's ports: which a design needs, and what the project says of them."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import yaml

from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.design import Design
from designer.model.graph import Graph
from designer.model.kinds import Kind
from designer.stubs import write_project
from designer.stubs.dependencies import DOUBLES, DRIVERS
from designer.stubs.servers import ALL, servers_for


def files_with(*kinds: Kind) -> dict[str, str]:
    components = tuple(Component(id=f"the-{kind.value}", name=kind.value, kind=kind) for kind in kinds)
    design = Design(title="t", brief=Brief(text="t"), graph=Graph(components=components))
    return {item.path: item.data.decode() for item in write_project(design, version="1")}


def extras(files: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, list[str]] = tomllib.loads(files["pyproject.toml"])["project"]["optional-dependencies"]
    return {name: {line.partition("==")[0] for line in lines} for name, lines in found.items()}


def service(files: dict[str, str], name: str) -> Any:
    return yaml.safe_load(files["compose.yaml"])["services"][name]


def test_an_object_store_gets_a_server_a_driver_and_a_double_for_tests_only() -> None:
    files = files_with(Kind.OBJECT_STORE)
    doubles = {pin.name for pin in DOUBLES["minio"]}
    assert extras(files)["real"] == {"boto3"}
    assert doubles | {"boto3"} <= extras(files)["dev"]
    assert service(files, "minio")["environment"]["MINIO_ROOT_PASSWORD"] == "${MINIO_PASSWORD:?set it in .env}"
    url = service(files, "app")["environment"]["APP_OBJECTS_URL"]
    assert url == "http://app:${MINIO_PASSWORD:?set it in .env}@minio:9000/app-objects"
    assert "\nMINIO_PASSWORD=\n" in files[".env.example"] and "\nAPP_OBJECTS_URL=\n" in files[".env.example"]
    assert "below `the-object-store/` in the bucket" in files["docs/RUNBOOK.md"]
    assert "APP_OBJECTS_URL" in files["README.md"]


def test_a_search_index_gets_a_server_for_words_beside_the_one_for_its_records() -> None:
    files = files_with(Kind.SEARCH_INDEX)
    assert set(yaml.safe_load(files["compose.yaml"])["services"]) == {"app", "postgres", "opensearch"}
    assert service(files, "app")["environment"]["APP_SEARCH_URL"] == "http://opensearch:9200"
    assert "ports" not in service(files, "opensearch")
    assert extras(files)["real"] == {"pg8000"}
    assert "searched=True" in files["app/components/the_search_index/__init__.py"]
    assert "`app-the-search-index`" in files["docs/RUNBOOK.md"]


def test_a_design_without_them_gets_neither() -> None:
    files = files_with(Kind.SERVICE, Kind.RELATIONAL_DB, Kind.VECTOR_INDEX, Kind.SECRET_STORE)
    assert set(yaml.safe_load(files["compose.yaml"])["services"]) == {"app", "postgres"}
    assert extras(files)["real"] == {"pg8000"}
    assert not {pin.name for pins in DOUBLES.values() for pin in pins} & extras(files)["dev"]
    for word in ("minio", "moto", "opensearch"):
        told = [path for path, text in files.items() if word in text.lower() and not path.endswith(".py")]
        assert told in ([], ["designer.lock"]), (word, told)


@pytest.mark.parametrize("kind", Kind)
def test_every_server_that_a_kind_asks_for_has_a_driver_and_a_setting(kind: Kind) -> None:
    component = Component(id="one", name="one", kind=kind)
    for server in servers_for((component,)):
        assert server in ALL and server.name in DRIVERS and server.setting.startswith("APP_")
