"""Metadata and body live apart; a process that is killed anywhere leaves no key that leads to nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pastebin import FolderBodies, Mark, MemoryCache, Reader, SqlitePastes, Sweeper, Writer
from pastebin.errors import StoreDown

KILLS = 8

# Writes and removes pastes as fast as it can, and says the key of each that was acknowledged.
WORKER = """
import asyncio, sys
from pathlib import Path
from pastebin import FolderBodies, MemoryCache, SqlitePastes, Writer

async def text():
    yield b"some text"

async def main(folder):
    writer = Writer(SqlitePastes(folder / "pastes.sqlite"), FolderBodies(folder / "bodies"), MemoryCache())
    number = 0
    while True:
        paste, delete_key = await writer.create(text())
        number += 1
        if number % 3 == 0:
            await writer.remove(paste.key, delete_key)
        else:
            print(paste.key, flush=True)

asyncio.run(main(Path(sys.argv[1])))
"""


def killed_at_work(folder: Path, after: int) -> list[str]:
    """Let a process write until it has acknowledged `after` pastes, kill it, and return their keys."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WORKER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        keys = [process.stdout.readline().strip() for _ in range(after)]
        # Somewhere in the middle of the next ones, a different place each time.
        time.sleep(0.0007 * after)
        process.send_signal(signal.SIGKILL)
        keys += [line.strip() for line in process.stdout if line.endswith("\n")]
    return keys


async def keys_and_bodies(pastes: SqlitePastes) -> tuple[set[str], set[str]]:
    rows = await pastes._run(lambda db: db.execute("SELECT key, body FROM pastes").fetchall())
    found = [await pastes.get(row[0]) for row in rows]
    return {paste.key for paste in found if paste}, {paste.body_key for paste in found if paste}


@pytest.mark.anyio
async def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_no_key_without_body(
    tmp_path: Path, proved
) -> None:
    acknowledged: list[str] = []
    for number in range(KILLS):
        acknowledged += killed_at_work(tmp_path, after=3 + 2 * number)
    pastes, bodies = SqlitePastes(tmp_path / "pastes.sqlite"), FolderBodies(tmp_path / "bodies")
    reader = Reader(pastes, bodies, MemoryCache())
    keys, body_keys = await keys_and_bodies(pastes)
    assert set(acknowledged) <= keys
    for key in keys:
        assert (await reader.read(key))[1] == b"some text"
    later = time.time() + 2 * 86_400
    swept = await Sweeper(pastes, bodies, MemoryCache(), clock=lambda: later).sweep()
    left = {path.name for path in bodies.root.iterdir() if not path.name.endswith(".part")}
    assert left == {bodies._place(body_key).name for body_key in body_keys}
    proved(
        "no-key-without-body",
        kills=KILLS,
        acknowledged=len(acknowledged),
        lost=0,
        keys_without_body=0,
        bodies_without_key_swept=swept.orphans,
    )


@pytest.mark.anyio
@pytest.mark.parametrize("step", ["put", "insert"])
async def test_a_crash_between_the_two_writes_is_swept_up_later(tmp_path: Path, step: str) -> None:
    pastes, bodies = SqlitePastes(), FolderBodies(tmp_path)

    async def crash(*arguments: object) -> bool:
        raise StoreDown("the process ends here")

    setattr(bodies if step == "put" else pastes, step, crash)

    async def text():
        yield b"some text"

    with pytest.raises(StoreDown):
        await Writer(pastes, bodies, MemoryCache(), clock=lambda: 1_000.0).create(text())
    assert await pastes._run(lambda db: db.execute("SELECT count(*) FROM pastes").fetchone()) == (0,)
    young = Sweeper(pastes, bodies, MemoryCache(), clock=lambda: 1_060.0)
    assert (await young.sweep()).orphans == 0
    old = Sweeper(pastes, bodies, MemoryCache(), clock=lambda: 1_000.0 + 86_401)
    assert (await old.sweep()).orphans == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.anyio
async def test_a_mark_that_a_paste_outlived_costs_it_nothing(tmp_path: Path) -> None:
    pastes, bodies = SqlitePastes(), FolderBodies(tmp_path)

    async def text():
        yield b"some text"

    paste, _ = await Writer(pastes, bodies, MemoryCache(), clock=lambda: 1_000.0).create(text())
    await pastes.mark(Mark(paste.body_key, paste.key, 1_000.0))
    swept = await Sweeper(pastes, bodies, MemoryCache(), clock=lambda: 1e9).sweep()
    assert (swept.pastes, swept.orphans) == (0, 0)
    assert (await Reader(pastes, bodies, MemoryCache()).read(paste.key))[1] == b"some text"
