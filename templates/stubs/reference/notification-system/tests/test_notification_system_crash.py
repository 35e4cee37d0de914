"""Dispatchers are killed in the middle of sending: every send arrives, and arrives once."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from string import Template

import pytest

from notification_system import Intake, Kind, Request, Urgency
from notification_system.embedded import FileProvider, SqliteSends

pytestmark = pytest.mark.anyio
# With "hang" it waits where the crash is to hit: the provider has the message, the store does not know.
WORKER = """
import asyncio, random, sys, time
from pathlib import Path
from notification_system import Dispatcher
from notification_system.embedded import FileProvider, SqliteSends

store_file, provider_file, mode, minutes = sys.argv[1:]

class Hanging:
    def __init__(self, inner): self.inner = inner
    async def send(self, *message):
        await self.inner.send(*message)
        print("taken", flush=True)
        await asyncio.Event().wait()

async def main():
    provider = FileProvider(Path(provider_file))
    providers = {"email": Hanging(provider) if mode == "hang" else provider}
    # Each worker lives some minutes after the one before, so that the leases of the dead have ended.
    clock = lambda: time.time() + 60 * float(minutes)
    dispatcher = Dispatcher(SqliteSends(Path(store_file)), providers, {}, clock=clock, random=random.random)
    while outcome := await dispatcher.run_one():
        print(outcome, flush=True)

asyncio.run(main())
"""


def start(store: Path, provider: Path, mode: str, minutes: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WORKER, str(store), str(provider), mode, str(minutes)]
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


def end(worker: subprocess.Popen[str], *, kill: bool) -> None:
    if kill:
        worker.kill()
    with worker.stdout as told:
        told.read()
    worker.wait()


async def test_killed_dispatchers_lose_and_repeat_nothing(tmp_path: Path, proved) -> None:
    rng = random.Random(4)
    store, file = SqliteSends(tmp_path / "sends.sqlite"), tmp_path / "provider.sqlite"
    kinds = {"offer": Kind(Urgency.BULK, ("email",), Template("$text"))}
    numbers = iter(range(10_000))
    intake = Intake(store, kinds, clock=time.time, new_id=lambda: f"n{next(numbers)}")
    asked = [Request("shop", f"k{n}", f"user{n}", "offer", {"text": "Hello"}) for n in range(300)]
    await asyncio.gather(*(intake.accept(one) for one in asked * 3))

    worker = start(tmp_path / "sends.sqlite", file, "hang", 0)
    assert worker.stdout.readline() == "taken\n"
    end(worker, kill=True)
    for turn in range(1, 7):
        worker = start(tmp_path / "sends.sqlite", file, "go", turn)
        for _ in range(rng.randint(1, 40)):
            worker.stdout.readline()
        end(worker, kill=True)
    end(start(tmp_path / "sends.sqlite", file, "go", 7), kill=False)

    provider = FileProvider(file)
    delivered = [user for _, user, _ in await provider.delivered()]
    assert sorted(delivered) == sorted(f"user{n}" for n in range(300))
    assert await store.counts() == {"accepted": 300}
    repeats = await provider.calls() - 300
    assert repeats >= 1  # the one that hung was asked for again, and the provider knew its id
    await store.close()
    await provider.close()
    proved(
        "sent-once", kills=7, requests=900, sends=300, lost=0, delivered_twice=len(delivered) - 300, asked_again=repeats
    )
