"""`make mechanisms`: the reference mechanisms in place, then generated projects, installed, checked, started and driven."""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import designer
from designer.adapters.store.project import save_project
from designer.model.design import Design
from designer.shipped import default_catalog
from designer.stubs import write_project
from designer.stubs.dependencies import DOUBLES, DRIVERS, MECHANISMS, RUNTIME, TESTING, Pin
from designer.stubs.servers import servers_for
from tests.reports.drive import drive, s3_server
from tests.support.stub_designs import hostile_design, wide_design

ROOT = Path(__file__).parent.parent.parent
REFERENCE = ROOT / "templates" / "stubs" / "reference"
PROJECT = ROOT / "templates" / "stubs" / "project"
SERVERS = {"postgres": 5432, "redis": 6379, "rabbitmq": 5672, "nats": 4222, "mosquitto": 1883, "opensearch": 9200}
NAMES = {
    "postgres": "postgres",
    "redis": "redis",
    "rabbitmq": "rabbit",
    "nats": "nats",
    "mosquitto": "mosquitto|mqtt",
    "opensearch": "opensearch",
}
BROKERS = {
    "rabbitmq": "amqp://guest:guest@127.0.0.1:5672/",
    "nats": "nats://127.0.0.1:4222",
    "mosquitto": "mqtt://127.0.0.1:1883",
}
ON_REAL_SERVERS = ("url-shortener", "composed-courts")
COMPOSED = {
    "composed-courts": "A booking app for tennis courts. Members book courts through a web app, a booking service keeps "
    "bookings in Postgres, a Redis cache keeps free slots, a worker sends confirmation mails through Mailgun from a queue, "
    "photos go to an object store, a nightly job makes reports",
    "composed-greenhouse": "Sensors in greenhouses send readings over MQTT to an ingest service, a stream processor averages "
    "them into a time series database, an alert service calls the gardener, a dashboard reads the averages",
    "composed-library": "A library lends books. Librarians use a web app, a lending service keeps loans in MySQL, members "
    "search the catalogue in Elasticsearch, a scheduler sends reminders through an email provider every night",
}


def main() -> int:
    """Return 0 when every mechanism and every project passes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", help="mechanisms and projects by name; all by default")
    parser.add_argument("--skip-projects", action="store_true", help="the mechanisms in place, nothing else")
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        wrong = [*in_place(options.only, folder)]
        if not options.skip_projects:
            wrong += projects(options.only, folder)
        if not options.only and not options.skip_projects:
            wrong += untested(sorted(folder.rglob("report.xml")))
    for text in wrong:
        print(f"FAILED {text}", file=sys.stderr)
    print(f"mechanisms: {len(wrong)} failed, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


def in_place(only: list[str] | None, place: Path) -> Iterator[str]:
    """Lint, type-check and test the mechanisms where they are; yield what fails."""
    names = [path.parent.name for path in sorted(REFERENCE.glob("*/claims.toml"))]
    names = [name for name in names if not only or name in only]
    if not names:
        return
    ruff = [sys.executable, "-m", "ruff"]
    for command in ([*ruff, "check", "kit", *names], [*ruff, "format", "--check", "kit", *names]):
        yield from _run("mechanisms", command, REFERENCE)
    for name in names:
        path = os.pathsep.join((str(PROJECT), str(REFERENCE / "kit"), str(REFERENCE / name)))
        package = str(REFERENCE / name / name.replace("-", "_"))
        command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", package]
        yield from _run(f"{name}: types", command, REFERENCE, MYPYPATH=path, MYPY_CACHE_DIR=str(ROOT / ".mypy_cache"))
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={place / 'report.xml'}", "kit", *names]
    yield from _tested("mechanisms: tests", command, REFERENCE, place / "pytest")


def untested(reports: list[Path]) -> Iterator[str]:
    """Yield the servers that answer here and were not tested against."""
    cases = [case for report in reports for case in ElementTree.parse(report).iter("testcase")]
    for server, port in SERVERS.items():
        if not answers(port):
            continue
        spoken = re.compile(NAMES[server], re.IGNORECASE)
        meant = [one for one in cases if spoken.search(f"{one.get('classname')} {one.get('name')}")]
        if not any(one.find("skipped") is None for one in meant):
            yield f"{server} answers on port {port}, and no test ran against it"
        for one in cases:
            skipped = one.find("skipped")
            if skipped is not None and spoken.search(skipped.get("message", "")):
                yield f"{server} answers on port {port}, and {one.get('name')} was skipped"


def answers(port: int) -> bool:
    """Whether something on this machine listens on a port."""
    with socket.socket() as asked:
        asked.settimeout(1)
        return asked.connect_ex(("127.0.0.1", port)) == 0


def designs() -> dict[str, Callable[[], Design]]:
    """Return what projects are made of: every blueprint with a mechanism, three composed, 40 components, hostile names."""
    blueprints = {one.id: one for one in default_catalog().blueprints}
    made: dict[str, Callable[[], Design]] = {}
    for path in sorted(REFERENCE.glob("*/claims.toml")):
        brief = blueprints[path.parent.name].examples[0].brief
        made[path.parent.name] = lambda brief=brief: designer.design(brief)
    for name, brief in COMPOSED.items():
        made[name] = lambda brief=brief: designer.design(brief)
    return {**made, "forty-components": wide_design, "hostile-names": hostile_design}


def projects(only: list[str] | None, folder: Path) -> list[str]:
    """Generate, install, check and drive the projects, two at a time; return what fails."""
    chosen = {name: make for name, make in designs().items() if not only or name in only}
    python = installed(folder / "venv")
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(one_project, name, make(), folder, python) for name, make in chosen.items()]
        return [text for job in jobs for text in job.result()]


def installed(folder: Path) -> Path:
    """Return the Python of a new environment that holds what any project may depend on, and nothing else."""
    pins: set[Pin] = {*RUNTIME, *TESTING}
    for more in (*DRIVERS.values(), *DOUBLES.values(), *MECHANISMS.values()):
        pins.update(more)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    wanted = [f"{pin.name}=={pin.version}" for pin in sorted(pins)]
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    subprocess.run(command, check=True)
    return python


def one_project(name: str, design: Design, place: Path, python: Path) -> list[str]:
    """Check one project in every way; return what fails."""
    started = time.monotonic()
    folder = place / name
    save_project(folder, write_project(design, version="1"))
    wrong = []
    beside = [f"--ignore=tests/{file}" for file in _proven_elsewhere(name, design)]
    for what, command in (
        ("lint", ["-m", "ruff", "check", "--no-cache", "."]),
        ("types", ["-m", "mypy", f"--cache-dir={place / 'mypy'}-{name}"]),
    ):
        wrong += _run(f"{name}: {what}", [str(python), *command], folder)
    tests = [str(python), "-m", "pytest", "-q", "--junitxml=report.xml", "-m", "not slow", *beside]
    wrong += _tested(f"{name}: tests", tests, folder, place / f"pytest-{name}")
    try:
        driven = drive(folder, python, steps_of(design))
        driven += on_real_servers(name, folder, python, design)
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        driven = 0
        wrong.append(f"{name}: it does not run: {error}")
    wrong += _compose(name, folder)
    print(f"{name}: {driven} flows driven, {len(wrong)} failed, {time.monotonic() - started:.0f} s", flush=True)
    return wrong


def _proven_elsewhere(name: str, design: Design) -> Iterator[str]:
    """Yield contract tests that need not run again: every project has them, each server hears them where it is used."""
    servers = {server.name for server in servers_for(design.graph.components)}
    if name != ON_REAL_SERVERS[0]:
        yield "test_adapters.py"
    if "minio" not in servers:
        yield "test_adapters_objects.py"
    if "opensearch" not in servers:
        yield "test_adapters_search.py"


def steps_of(design: Design) -> dict[str, int]:
    """Return how many steps each flow of a design has."""
    return {flow.id: len(flow.steps) for flow in design.flows if flow.steps}


def on_real_servers(name: str, folder: Path, python: Path, design: Design) -> int:
    """Drive some projects once more on each real broker that answers, with PostgreSQL and Redis; return how many flows."""
    if name not in ON_REAL_SERVERS or not (answers(SERVERS["postgres"]) and answers(SERVERS["redis"])):
        return 0
    around = {"APP_RECORDS_URL": "postgresql://postgres@127.0.0.1/test", "APP_CACHE_URL": "redis://127.0.0.1:6379/0"}
    with s3_server(python) as objects:
        around["APP_OBJECTS_URL"] = objects
        return sum(
            drive(folder, python, steps_of(design), {**around, "APP_BROKER_URL": url})
            for server, url in BROKERS.items()
            if answers(SERVERS[server])
        )


def _compose(name: str, folder: Path) -> list[str]:
    """Let Docker read compose.yaml, where its client is there; the unit tests check its form everywhere."""
    try:
        subprocess.run(["docker", "compose", "version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    lines = (folder / ".env.example").read_text(encoding="utf-8").splitlines()
    (folder / ".env").write_text("\n".join(f"{line}x" if line.endswith("PASSWORD=") else line for line in lines))
    return list(_run(f"{name}: compose", ["docker", "compose", "config", "--quiet"], folder))


def _tested(what: str, command: list[str], folder: Path, memory: Path) -> Iterator[str]:
    """Run tests. Real servers and killed processes on a shared machine: what fails is run once more by itself, and said."""
    command = [*command, "-o", f"cache_dir={memory}"]
    first = [*_run(what, command, folder)]
    if not first:
        return
    again = [part for part in command if not part.startswith("--junitxml")] + ["--last-failed"]
    second = [*_run(f"{what}, a second time", again, folder)]
    if not second:
        failed = re.findall(r"^FAILED \S+|^ERROR \S+", first[0], re.MULTILINE)
        print(f"{what}: passed only the second time: {', '.join(failed) or first[0]}", flush=True)
    yield from second


def _run(what: str, command: list[str], folder: Path, **more: str) -> Iterator[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | more
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=1200
    )
    if done.returncode:
        # What the tests say comes last: clients of brokers that are gone fill standard error.
        yield f"{what}\n{done.stderr[-1000:]}{done.stdout[-4000:]}"


if __name__ == "__main__":
    sys.exit(main())
