"""Starts a generated project, drives every flow of its design over HTTP, and stops it by a signal."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_STARTS_WITHIN_S = 60


def drive(folder: Path, python: Path, steps: Mapping[str, int], settings: Mapping[str, str] | None = None) -> int:
    """Return how many flows were driven; each must be heard as often as it has steps.

    `settings` are more variables of the environment.

    Raises:
        AssertionError: the project does not start, a flow goes wrong, or it does not stop as it should.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "APP_PORT": str(port),
        "APP_DATA_DIR": str(folder / "data"),
        "APP_LOG_LEVEL": "WARNING",
    }
    environment |= {"APP_TIMEOUT_FACTOR": "20", **(settings or {})}
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen([python, "-m", "app"], cwd=folder, env=environment, stderr=log)
        try:
            _wait(url, process, folder)
            for flow, number in steps.items():
                heard = _ask(f"{url}/flows/{flow}", "POST")
                assert len(heard) == number, f"flow {flow}: heard {len(heard)} of {number} steps"
            assert b"app_requests_total" in urllib.request.urlopen(f"{url}/metrics", timeout=30).read()
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(30)
    assert code in (0, -signal.SIGTERM, 128 + signal.SIGTERM), f"it ended with {code}"
    assert "Traceback" not in (folder / "log.txt").read_text(), (folder / "log.txt").read_text()[-2000:]
    return len(steps)


@contextmanager
def s3_server(python: Path) -> Iterator[str]:
    """Run moto's server of S3, and give its URL with a bucket that is not there yet."""
    port = _free_port()
    command = [python, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + _STARTS_WITHIN_S
            while not _listens(port):
                assert server.poll() is None and time.monotonic() < deadline, "moto's server does not start"
                time.sleep(0.1)
            yield f"http://test:test@127.0.0.1:{port}/app-objects"
        finally:
            server.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while True:
        try:
            assert _ask(f"{url}/readyz")["status"] == "ready"
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, (folder / "log.txt").read_text()[-2000:]
            time.sleep(0.1)


def _ask(url: str, method: str = "GET") -> Any:
    request = urllib.request.Request(url, method=method)
    return json.loads(urllib.request.urlopen(request, timeout=60).read())
