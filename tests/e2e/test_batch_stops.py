"""A batch that is killed or interrupted, and started again, ends with the bytes of one that was left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

THINGS = ("links", "photos", "orders", "messages", "tickets", "payments", "videos", "rides")


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("briefs")
    for number, thing in enumerate(THINGS, start=1):
        text = f"People share {thing} with each other, {number} million {thing} a day, kept for two years."
        (folder / f"{thing}.md").write_text(text, encoding="utf-8")
    return folder


def start(briefs: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "designer", "batch", str(briefs), "--out", str(out), "--jobs", "2"]
    return subprocess.Popen(
        [*command, "--formats", "svg"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(briefs: Path, out: Path) -> str:
    process = start(briefs, out)
    told, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return told


@pytest.fixture(scope="module")
def whole(briefs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("whole") / "out"
    finish(briefs, out)
    return tree(out)


def tree(folder: Path) -> dict[str, bytes]:
    """Return everything below a folder, hidden leftovers included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }


def processes_of(group: int) -> list[int]:
    """Return the running processes of a session; those that have ended and wait for collection do not count."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def wait_until_gone(group: int) -> None:
    deadline = time.monotonic() + 10
    while processes_of(group):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.02)


@pytest.mark.parametrize("done_before", [0, 1, 4])
def test_a_killed_batch_goes_on_to_the_same_bytes(
    briefs: Path, whole: dict[str, bytes], tmp_path: Path, done_before: int
) -> None:
    out = tmp_path / "out"
    process = start(briefs, out)
    assert process.stderr is not None
    for _ in range(done_before):
        process.stderr.readline()
    if not done_before:
        wait_for_a_half_written_bundle(out)
    process.kill()
    process.communicate()
    wait_until_gone(process.pid)
    assert tree(out) != whole
    told = finish(briefs, out)
    assert tree(out) == whole
    kept = int(told.split(", ")[1].split()[0])
    assert kept >= done_before
    assert kept < len(THINGS)


def wait_for_a_half_written_bundle(out: Path) -> None:
    deadline = time.monotonic() + 60
    while not list(out.glob(".designer-*.tmp")):
        assert time.monotonic() < deadline
        time.sleep(0.0005)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_leaves_nothing_half_written_and_no_process(
    briefs: Path, whole: dict[str, bytes], tmp_path: Path, sent: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = start(briefs, out)
    assert process.stderr is not None
    process.stderr.readline()
    # As a terminal does: to the whole group.
    os.killpg(process.pid, sent)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[sent]
    assert "Traceback" not in errors
    wait_until_gone(process.pid)
    assert not list(out.glob(".*"))
    assert all((folder / "manifest.json").is_file() for folder in out.iterdir())
    finish(briefs, out)
    assert tree(out) == whole
