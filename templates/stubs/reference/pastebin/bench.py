"""`python bench.py`: a paste against what it rests on, a synced file and a committed row; reads against bare reads."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from pastebin import FolderBodies, MemoryCache, Reader, SqlitePastes, Writer

ROUNDS, CALLS = 5, 200
TEXT = b"some text " * 100


async def text() -> AsyncIterator[bytes]:
    yield TEXT


async def rate(work: Callable[[int], Awaitable[object]]) -> float:
    started = time.perf_counter()
    for number in range(CALLS):
        await work(number)
    return CALLS / (time.perf_counter() - started)


async def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pastes, bodies = SqlitePastes(folder / "pastes.sqlite"), FolderBodies(folder / "bodies")
        writer = Writer(pastes, bodies, MemoryCache())
        bare = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE rows (body TEXT)")

        async def row_and_file(number: int) -> None:
            with (folder / "bare.txt").open("wb") as file:
                file.write(TEXT)
                file.flush()
                os.fsync(file.fileno())
            bare.execute("INSERT INTO rows VALUES (?)", (json.dumps({"number": number}),))

        async def paste(number: int) -> None:
            await writer.create(text())

        found = [(await rate(row_and_file), await rate(paste)) for _ in range(ROUNDS)]
        ratio = statistics.median(ours / base for base, ours in found)
        print(
            f"writes: {statistics.median(ours for _, ours in found):,.0f}/s, {ratio:.0%} of a bare synced file and row"
        )

        made, _ = await writer.create(text())
        reader, uncached = Reader(pastes, bodies, MemoryCache()), Reader(pastes, bodies, MemoryCache(size=0))
        rates = [
            (await rate(lambda _: uncached.read(made.key)), await rate(lambda _: reader.read(made.key)))
            for _ in range(ROUNDS)
        ]
        print(
            f"reads: {statistics.median(a for a, _ in rates):,.0f}/s from the stores, "
            f"{statistics.median(b for _, b in rates):,.0f}/s from the cache"
        )


if __name__ == "__main__":
    asyncio.run(main())
