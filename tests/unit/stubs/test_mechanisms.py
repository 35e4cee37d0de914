"""Reference mechanisms: complete, honest about what they need and prove, and wired into the projects of their designs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import textwrap
import time
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml

import designer
from designer.adapters.store.project import save_project
from designer.catalog.proofs import Proof, read_proofs, shipped_proofs
from designer.model.design import Design
from designer.resources import templates_root
from designer.shipped import default_catalog
from designer.stubs import load_templates, write_project
from designer.stubs.dependencies import DOUBLES, DRIVERS, LOAD, MECHANISMS, RUNTIME, TELEMETRY, TESTING
from designer.stubs.load import peak_of
from designer.stubs.mechanisms import KIT, mechanisms_of
from designer.stubs.servers import ALL, PYTHON_IMAGE, servers_for
from tests.support.stub_designs import wide_design

REFERENCE = templates_root() / "stubs" / "reference"
NAMES = [path.parent.name for path in sorted(REFERENCE.glob("*/claims.toml"))]
BLUEPRINTS = {one.id: one for one in default_catalog().blueprints}
# Names of packages that are imported under another one.
IMPORTED_AS = {"aio-pika": "aio_pika", "nats-py": "nats", "confluent-kafka": "confluent_kafka"}


@cache
def shortener() -> Design:
    return designer.design("A URL shortener for 100 million new links a month")


def files_of(design: Design) -> dict[str, str]:
    return {item.path: item.data.decode() for item in write_project(design, version="1")}


@pytest.mark.parametrize("name", NAMES)
def test_a_mechanism_is_complete(name: str) -> None:
    folder, package = REFERENCE / name, name.replace("-", "_")
    assert name in BLUEPRINTS
    for path in ("README.md", "bench.py", "claims.toml", f"{package}/__init__.py", f"{package}/roles.py"):
        assert (folder / path).is_file(), path
    claims = tomllib.loads((folder / "claims.toml").read_text())["claim"]
    assert len({claim["id"] for claim in claims}) == len(claims) > 0
    for claim in claims:
        path, _, test = claim["test"].partition("::")
        defined = {getattr(node, "name", "") for node in ast.walk(ast.parse((folder / path).read_text()))}
        assert test in defined, claim["test"]


@pytest.mark.parametrize("name", NAMES)
def test_its_roles_are_those_of_the_blueprint(name: str) -> None:
    (one,) = (
        found for found in mechanisms_of(_design_with_all_roles(name), load_templates()) if found.blueprint == name
    )
    assert one.roles
    assert one.roles <= set(BLUEPRINTS[name].roles)


def _design_with_all_roles(name: str) -> Design:
    design = wide_design(4)
    roles = tuple(f"{name}/{role}" for role in BLUEPRINTS[name].roles)
    first, *rest = design.graph.components
    played = first.model_copy(update={"role": roles[0], "also_plays": roles[1:]})
    return design.model_copy(update={"graph": design.graph.model_copy(update={"components": (played, *rest)})})


@pytest.mark.parametrize("name", NAMES)
def test_it_imports_only_what_projects_get(name: str) -> None:
    pins = {pin.name for pin in (*RUNTIME, *TESTING, *MECHANISMS.get(name, ()))}
    allowed = {IMPORTED_AS.get(pin, pin) for pin in pins} | {"anyio", "starlette", "app", KIT, name.replace("-", "_")}
    for path in sorted((REFERENCE / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                found.append(node.module or "")
            top = {module.partition(".")[0] for module in found}
            assert top <= allowed | sys.stdlib_module_names, f"{path}: {top - allowed - sys.stdlib_module_names}"


@pytest.mark.parametrize("name", NAMES)
def test_no_module_of_it_needs_a_driver_before_a_real_server_is_asked_for(name: str) -> None:
    drivers = {IMPORTED_AS.get(pin.name, pin.name) for pin in MECHANISMS.get(name, ())}
    for path in sorted((REFERENCE / name / name.replace("-", "_")).glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                found.append(node.module or "")
            assert not {module.partition(".")[0] for module in found} & drivers, path


def test_a_proof_says_test_figures_and_cores() -> None:
    claims = '[[claim]]\nid = "a"\ntext = "A."\ntest = "tests/test_a.py::test_b"\n'
    measured = json.dumps({"cores": 2, "claims": {"a": {"sold_items": 100, "rate": 9412.4, "share": 0.5}}})
    (proof,) = read_proofs(claims, measured)
    assert proof.said == "proven by test_b: sold items 100, rate 9,412, share 0.5; on 2 cores"
    assert read_proofs(claims) == (Proof("a", "A.", "tests/test_a.py::test_b"),)
    assert read_proofs(claims)[0].said == ""


def test_measured_claims_are_in_the_design_and_its_document() -> None:
    proven = [claim for claim in shortener().claims if claim.proof]
    assert {claim.text for claim in proven} >= set(BLUEPRINTS["url-shortener"].claims)
    assert "proven by test_a_million_codes" in shortener().document("md")
    assert "| proven by" in shortener().document("md") or "proven by" in shortener().document("md")


def test_a_blueprint_without_a_mechanism_claims_and_proves_nothing() -> None:
    without = next(key for key in sorted(BLUEPRINTS) if key not in shipped_proofs())
    design = designer.design(BLUEPRINTS[without].examples[0].brief)
    open_claims = [claim for claim in design.claims if claim.blueprint == without]
    assert open_claims and not any(claim.proof for claim in open_claims)
    assert "not proven yet" in design.document("md")
    assert "not proven yet" in files_of(design)["README.md"]


def test_a_project_gets_the_mechanism_with_its_tests_and_page() -> None:
    files = files_of(shortener())
    for path in ("url_shortener/codes.py", "docs/url-shortener.md", "benchmarks/url_shortener.py", "app/mechanisms.py"):
        assert path in files
    assert "tests/url_shortener/test_url_shortener_codes.py" in files
    assert files["url_shortener/codes.py"] == (REFERENCE / "url-shortener/url_shortener/codes.py").read_text()
    assert "roles=('url-shortener/redirect-service',)" in files["app/components/redirect_service/__init__.py"]
    assert "proven by test" in files["README.md"].replace("\\", "")
    assert not [path for path in files if path.endswith((".toml", ".json")) and path != "pyproject.toml"]


def test_a_design_of_its_own_gets_no_mechanism() -> None:
    files = files_of(wide_design())
    assert "app/mechanisms.py" not in files and not [path for path in files if path.startswith("benchmarks")]


def test_what_mechanisms_share_comes_with_its_tests_where_one_uses_it() -> None:
    files, kit = files_of(shortener()), REFERENCE / "kit"
    modules = {f"{KIT}/{path.name}": path.read_text() for path in (kit / KIT).glob("*.py")}
    tests = {f"tests/{KIT}/{path.name}": path.read_text() for path in (kit / "tests").glob("*.py")}
    assert f"{KIT}/transactions.py" in modules and tests
    assert {path: files.get(path) for path in (*modules, *tests)} == {**modules, **tests}
    assert f"tests/{KIT}/__init__.py" in files and f"COPY {KIT}" in files["Dockerfile"]
    assert not [path for path in files_of(wide_design()) if KIT in path]


@pytest.mark.parametrize("written", ["BEGIN IMMEDIATE", "SelectorEventLoop"])
def test_what_mechanisms_share_is_written_once(written: str) -> None:
    # A benchmark compares with a bare baseline, which uses nothing of ours.
    sources = [path for path in REFERENCE.glob("*/*/*.py") if written in path.read_text()]
    assert [path.relative_to(REFERENCE).parts[:2] for path in sources] == [("kit", KIT)]


def test_the_mechanism_answers_for_its_components(tmp_path: Path) -> None:
    save_project(tmp_path, write_project(shortener(), version="1"))
    script = """
    import asyncio, httpx, pathlib, sys
    from app.runtime.settings import Settings
    from app.wiring import TITLE, build

    async def main():
        system = build(Settings(data_dir=pathlib.Path(sys.argv[1]), sqlite_sync="OFF", timeout_factor=100))
        transport = httpx.ASGITransport(system.application(TITLE))
        async with system, httpx.AsyncClient(transport=transport, base_url="http://s/components/gateway") as client:
            wish = {"target_url": "https://example.org/", "alias": "summer"}
            answers = [await client.post("/links", json=wish) for _ in range(2)]
            answers += [await client.get("/summer"), await client.get("/nothing"), await client.get("/healthz")]
            await client.delete("/links/summer")
            answers.append(await client.get("/summer"))
            print([answer.status_code for answer in answers])
            system["link-store"].is_down = True
            away = await client.post("/links", json={"target_url": "https://example.org/"})
            print(away.status_code, away.headers["retry-after"], away.headers["content-type"])

    asyncio.run(main())
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "data")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "[201, 409, 302, 404, 200, 410]",
        "503 1 application/problem+json",
    ], done.stderr[-2000:]


@pytest.mark.parametrize("design", [shortener, wide_design], ids=["url-shortener", "forty-components"])
def test_compose_is_sound(design) -> None:
    files = files_of(design())
    compose = yaml.safe_load(files["compose.yaml"])
    assert set(compose) == {"services", "volumes"}
    for name, service in compose["services"].items():
        assert ("image" in service) != ("build" in service), name
        assert service["healthcheck"]["test"]
        assert ":latest" not in service.get("image", "") and ":" in service.get("image", ":")
        assert all(volume.partition(":")[0] in compose["volumes"] for volume in service["volumes"])
    app = compose["services"]["app"]
    assert app["user"] == "10001" and app["read_only"] and app["cap_drop"] == ["ALL"]
    assert set(app["depends_on"]) == set(compose["services"]) - {"app"}
    assert {need["condition"] for need in app["depends_on"].values()} == {"service_healthy"}


def test_no_password_has_a_default() -> None:
    files = files_of(wide_design())
    secrets = [server.secret for server in servers_for(wide_design().graph.components) if server.secret]
    assert secrets
    for secret in secrets:
        assert f"\n{secret}=\n" in files[".env.example"]
        assert f"${{{secret}:?" in files["compose.yaml"]
        assert f"${{{secret}}}" not in files["compose.yaml"]


def test_images_are_those_of_the_catalog() -> None:
    technologies = default_catalog().technologies
    images = {one.id: one.image for one in technologies}
    assert {server.technology: server.image for server in ALL} == {
        one.technology: images[one.technology] for one in ALL
    }
    assert PYTHON_IMAGE in images.values()
    assert {server.name for server in ALL} == set(DRIVERS)


def test_the_container_is_not_root_and_is_built_in_stages() -> None:
    dockerfile = files_of(shortener())["Dockerfile"]
    assert dockerfile.count("FROM ") == 2
    assert dockerfile.index("USER app") < dockerfile.index('CMD ["python", "-m", "app"]')
    assert "COPY url_shortener" in dockerfile and "HEALTHCHECK" in dockerfile


def test_every_pin_has_a_licence_that_may_be_shipped() -> None:
    pins = {
        *RUNTIME,
        *TESTING,
        *LOAD,
        *TELEMETRY,
        *(pin for pins in (*DRIVERS.values(), *DOUBLES.values()) for pin in pins),
    }
    allowed = {"MIT", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0"}
    assert all(set(pin.licence.split(" AND ")) <= allowed for pin in pins)
    assert len({pin.name for pin in pins}) == len(pins)


def test_the_load_is_the_peak_of_the_brief() -> None:
    peak = peak_of(shortener())
    assert peak.rate == pytest.approx(
        max(e.value for e in shortener().capacity.estimates if e.name.startswith("peak_redirect")), rel=0.01
    )
    assert repr(peak.rate) in files_of(shortener())["locustfile.py"]
    ast.parse(files_of(wide_design())["locustfile.py"])


def test_a_project_with_a_mechanism_takes_well_under_half_a_second() -> None:
    design = shortener()
    write_project(design, version="1")
    started = time.process_time()
    write_project(design, version="1")
    assert time.process_time() - started < 0.5
