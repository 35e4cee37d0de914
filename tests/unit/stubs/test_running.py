"""Generated projects run: they pass their own tests, lint clean, and answer on a port. Slow, but for the smallest."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

import designer
from designer.adapters.store.project import save_project
from designer.model.design import Design
from designer.stubs import write_project
from tests.support.stub_designs import hostile_design, wide_design

COMPOSED = (
    "A booking app for tennis courts. Members book courts through a web app, a booking service keeps bookings in "
    "Postgres, a Redis cache keeps free slots, a worker sends confirmation mails through Mailgun from a queue, photos "
    "go to an object store, a nightly job makes reports"
)
DESIGNS: dict[str, Callable[[], Design]] = {
    "url-shortener": lambda: designer.design("A URL shortener for 100 million new links a month"),
    "payment-system": lambda: designer.design("A payment system that charges cards, 1000 payments a second"),
    "notification-system": lambda: designer.design(
        "A notification system sending push, sms and email, 10 million a day"
    ),
    "composed": lambda: designer.design(COMPOSED),
    "forty-components": wide_design,
    "hostile-names": hostile_design,
}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, timeout=600, check=False
    )


def generated(design: Design, folder: Path) -> Path:
    save_project(folder, write_project(design, version="1"))
    return folder


def serve_and_ask(folder: Path, *paths: str) -> list[bytes]:
    """Start a project on a free port, ask for some paths, stop it by a signal, and return the answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "APP_PORT": str(port), "APP_DATA_DIR": str(folder / "data")}
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "app"], cwd=folder, env=environment, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + 60
            while True:
                try:
                    return [urllib.request.urlopen(url + path, timeout=30).read() for path in paths]
                except OSError:
                    assert process.poll() is None and time.monotonic() < deadline, (folder / "log.txt").read_text()
                    time.sleep(0.1)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.mark.slow
@pytest.mark.parametrize("name", DESIGNS)
def test_a_project_is_clean_passes_its_tests_and_starts(name: str, tmp_path: Path) -> None:
    folder = generated(DESIGNS[name](), tmp_path)
    compiled = run(folder, "-W", "error", "-m", "compileall", "-q", ".")
    assert compiled.returncode == 0, compiled.stdout
    linted = run(folder, "-m", "ruff", "check", "--no-cache", ".")
    assert linted.returncode == 0, linted.stdout
    typed = run(folder, "-m", "mypy", "--config-file=", "--cache-dir=/dev/null", "app")
    assert typed.returncode == 0, typed.stdout[-3000:]
    tested = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert tested.returncode == 0, tested.stdout[-3000:]
    health, parts = serve_and_ask(folder, "/healthz", "/")
    assert json.loads(health)["status"] == "ok"
    assert len(json.loads(parts)["components"]) == len(DESIGNS[name]().graph.components)


def test_the_smallest_project_passes_its_flows_and_starts(tmp_path: Path) -> None:
    folder = generated(wide_design(4), tmp_path)
    tested = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/flows", "tests/test_settings.py")
    assert tested.returncode == 0, tested.stdout[-3000:]
    (health,) = serve_and_ask(folder, "/healthz")
    assert json.loads(health)["status"] == "ok"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "test"),
    [
        # A step that is not taken, one that is taken twice, an answer that says something else, a trace that is lost,
        # a retry too few, an idempotency key without effect.
        ("app/components/gateway/flows.py", "    await component.send(", "    component.send(", "tests/flows"),
        (
            "app/runtime/component.py",
            "reply = await self.accept(message)",
            "return await self.accept(message)",
            "tests/flows",
        ),
        ("app/runtime/component.py", "trace=own.header", "trace=''", "tests/test_links.py"),
        ("app/runtime/component.py", "trace=own.header", "trace=''", "tests/flows"),
        ("app/runtime/resilience.py", "range(self.policy.retries)", "range(0)", "tests/test_links.py"),
        ("app/runtime/resilience.py", "self.breaker.failed()", "pass", "tests/test_links.py -k breaker"),
        ("app/runtime/records.py", "if once is not None:", "if False:", "tests/test_records.py"),
        ("app/runtime/brokering.py", "if attempt < self.deliveries", "if False", "tests/test_work.py"),
        ("app/runtime/nodes.py", "if message.id in self.done:", "if False:", "tests/test_work.py"),
        ("app/runtime/web.py", "if read > self.most_bytes", "if False", "tests/test_http.py -k large"),
    ],
)
def test_a_broken_mechanism_fails_its_test(tmp_path: Path, file: str, old: str, new: str, test: str) -> None:
    folder = generated(DESIGNS["url-shortener"](), tmp_path)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    tested = run(folder, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *test.split())
    assert tested.returncode == 1, tested.stdout[-2000:]
