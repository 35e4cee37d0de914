"""`python bench.py`: sends a second with a thousand and a hundred thousand waiting, against bare transactions."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
import uuid
from pathlib import Path
from string import Template

from notification_system import Dispatcher, Intake, Kind, Request, Urgency
from notification_system.embedded import SqliteSends

SECONDS = 2.0
KINDS = {"offer": Kind(Urgency.BULK, ("email",), Template("$text"))}


class InstantProvider:
    """Takes everything at once, so that only our part is measured."""

    async def send(self, send_id: str, user: str, text: str) -> None:
        """Take it."""


def bare_commits(path: Path) -> float:
    """Return how many one-row transactions a second one thread commits, each synced to disk."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)")
    end, done = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        db.execute("INSERT INTO rows (body) VALUES (?)", (uuid.uuid4().hex,))
        done += 1
    db.close()
    return done / SECONDS


async def sends_per_second(path: Path, *, waiting: int, workers: int) -> tuple[float, float]:
    """Return how many notifications a second are accepted, and how many are sent."""
    store = SqliteSends(path)
    intake = Intake(store, KINDS, clock=time.time, new_id=lambda: uuid.uuid4().hex)
    asked = [Request("shop", f"k{n}", f"user{n}", "offer", {"text": "Hello"}) for n in range(waiting)]
    started = time.perf_counter()
    for at in range(0, waiting, 1000):
        await asyncio.gather(*(intake.accept(one) for one in asked[at : at + 1000]))
    accepted = waiting / (time.perf_counter() - started)
    dispatcher = Dispatcher(store, {"email": InstantProvider()}, {}, clock=time.time, random=random.random)
    started, done = time.perf_counter(), 0

    async def work() -> None:
        nonlocal done
        while time.perf_counter() < started + SECONDS and await dispatcher.run_one():
            done += 1

    await asyncio.gather(*(work() for _ in range(workers)))
    took = time.perf_counter() - started
    await store.close()
    return accepted, done / took


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        base = bare_commits(Path(folder) / "bare.sqlite")
        print(f"bare commits/s {base:.0f}")
        for waiting, workers in ((20_000, 1), (20_000, 32), (100_000, 32)):
            path = Path(folder) / f"sends{waiting}-{workers}.sqlite"
            accepted, sent = await sends_per_second(path, waiting=waiting, workers=workers)
            print(
                f"{waiting:7} waiting, {workers:2} workers: {accepted:6.0f} accepted/s (ratio {accepted / base:.2f}), "
                f"{sent:6.0f} sent/s (ratio {sent / base:.2f}; a send is three transactions)"
            )


if __name__ == "__main__":
    asyncio.run(main())
