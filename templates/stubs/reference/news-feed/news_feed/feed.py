"""Reading: the prepared part and the pulled part, merged into one order."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .ids import NEWEST
from .ports import Graph, Post, Posts, Timelines

Entry = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Page:
    """Posts, newest first, and the cursor of what follows; None when nothing does."""

    posts: tuple[Post, ...]
    next_before: int | None


class Feed:
    """The feed of a reader, as if one query over all followed authors had returned it."""

    def __init__(self, graph: Graph, posts: Posts, timelines: Timelines, *, length: int = 800) -> None:
        self._graph = graph
        self._posts = posts
        self._timelines = timelines
        self._length = length
        self.gathered = 0

    async def page(self, reader: str, *, before: int = NEWEST, limit: int = 20) -> Page:
        """Return the newest posts older than `before`. Cursors are ids: new posts neither repeat nor skip any."""
        found: list[Post] = []
        cursor = before
        while len(found) < limit:
            # Deleted posts leave gaps, hence the loop; one entry more tells whether a page follows.
            wanted = limit - len(found) + 1
            entries = await self._entries(reader, before=cursor, limit=wanted)
            bodies = await self._posts.bodies([id for id, _ in entries])
            found.extend(bodies[id] for id, _ in entries[: wanted - 1] if id in bodies)
            if len(entries) < wanted:
                return Page(tuple(found), None)
            cursor = entries[-2][0]
        return Page(tuple(found), cursor)

    async def _entries(self, reader: str, *, before: int, limit: int) -> Sequence[Entry]:
        floor = await self._floor(reader)
        pulled = await self._graph.pulled(reader, since=floor)
        lists = [
            await self._prepared(reader, before=before, limit=limit),
            await self._posts.of(pulled, before=before, limit=limit) if pulled else (),
        ]
        above = [entry for entry in merged(lists, limit) if entry[0] >= floor]
        if len(above) == limit or floor == 0:
            return above
        # Below the floor the timeline was cut: what is there is gathered from the authors.
        self.gathered += 1
        below = await self._gather(reader, before=min(before, floor), limit=limit - len(above))
        return [*above, *below]

    async def _prepared(self, reader: str, *, before: int, limit: int) -> list[Entry]:
        kept: list[Entry] = []
        while len(kept) < limit:
            more = await self._timelines.newest(reader, before=before, limit=limit)
            # An author who is not followed any more has entries left.
            names = await self._graph.still(reader, sorted({author for _, author in more}))
            kept.extend(entry for entry in more if entry[1] in names)
            if len(more) < limit:
                break
            before = more[-1][0]
        return kept[:limit]

    async def _floor(self, reader: str) -> int:
        if (floor := await self._timelines.floor(reader)) is not None:
            return floor
        # No timeline: the reader is back after a while, or the cache lost it.
        self.gathered += 1
        entries = await self._gather(reader, before=NEWEST, limit=self._length)
        floor = entries[-1][0] if len(entries) == self._length else 0
        await self._timelines.replace(reader, entries, floor)
        # What was posted or followed between gathering and now found no timeline to be pushed to.
        await self._timelines.push([reader], await self._gather(reader, before=NEWEST, limit=self._length))
        return await self._timelines.floor(reader) or floor

    async def _gather(self, reader: str, *, before: int, limit: int) -> Sequence[Entry]:
        names = [author.name for author in await self._graph.following(reader)]
        return await self._posts.of(names, before=before, limit=limit)


def merged(lists: Iterable[Sequence[Entry]], limit: int) -> list[Entry]:
    """Return the first entries of lists that each fall, as one that falls and has none twice."""
    falling = heapq.merge(*lists, key=lambda entry: -entry[0])
    return [entry for entry, _ in itertools.islice(itertools.groupby(falling), limit)]
