"""One database node. As primary it confirms what a majority has on disk; as standby it obeys the highest term it knows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from .log import Entry, Log, Position
from .ports import Batch, Conflict, Deposed, Merged, NotPrimary, Peer, PeerDown, Unconfirmed

_MOST_AT_ONCE = 200


class DatabaseNode:
    """A node with its log and its peers.

    Three rules keep what was confirmed. A standby takes nothing of a term below the one it promised. A primary confirms
    only what a majority has. A new primary first gets the promises of a majority, and the furthest log among them: this
    majority and the one that confirmed share a node.
    """

    def __init__(
        self,
        name: str,
        log: Log,
        peers: Mapping[str, Peer],
        *,
        confirm_within_s: float = 5.0,
        beat_s: float = 0.25,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.log = log
        self.peers = dict(peers)
        self.confirm_within_s = confirm_within_s
        self.beat_s = beat_s
        self.clock = clock
        self.lease_ends = float("-inf")
        self.primary_term: int | None = None
        self._lock = asyncio.Lock()
        self._feeds: list[asyncio.Task[None]] = []
        self._agreed: dict[str, int] = {}
        self._moved = asyncio.Event()
        self._inbox: list[tuple[str, str, asyncio.Future[Entry]]] = []

    @property
    def majority(self) -> int:
        """How many nodes have to have an entry, this one among them."""
        return (len(self.peers) + 1) // 2 + 1

    @property
    def is_primary(self) -> bool:
        """Whether it believes to be primary, and its lease lasts by its own clock."""
        return self.primary_term is not None and self.clock() < self.lease_ends

    async def open(self) -> None:
        """Open the log."""
        async with self._lock:
            await asyncio.to_thread(self.log.open)

    # As standby.

    async def promise(self, term: int) -> Position:
        """Refuse everything of earlier terms from now on, and return how far the log goes.

        Raises:
            Deposed: this term, or a later one, was promised before.
        """
        async with self._lock:
            if term <= self.log.term:
                raise Deposed(self.log.term)
            self.demote()
            await asyncio.to_thread(self.log.promise, term)
            return self.log.last

    async def append(self, batch: Batch) -> Merged:
        """Keep what the primary sends, if it follows on what is here.

        Raises:
            Deposed: a later term was promised; the sender is primary no more.
        """
        async with self._lock:
            if batch.term < self.log.term:
                raise Deposed(self.log.term)
            if batch.term > self.log.term:
                self.demote()
                await asyncio.to_thread(self.log.promise, batch.term)
            return await asyncio.to_thread(self._merge, batch)

    async def entries(self, after: int) -> list[Entry]:
        """Return entries of the log in order, the first ones after an index."""
        async with self._lock:
            return await asyncio.to_thread(self.log.entries, after, _MOST_AT_ONCE)

    def _merge(self, batch: Batch) -> Merged:
        if self.log.term_at(batch.before.at) != batch.before.term:
            return Merged(False, self.log.committed)
        # Confirmed is only what both have.
        known = min(batch.committed, batch.before.at + len(batch.entries))
        self.log.committed = max(self.log.committed, known)
        self.log.merge(batch.entries)
        return Merged(True, self.log.committed)

    # On the way to primary, and back.

    async def promote(self, term: int, lease_ends: float) -> None:
        """Become primary of a term: get a majority's promise, the furthest log, and a mark of the term confirmed.

        Raises:
            Deposed: a later term is known.
            Unconfirmed: there is no majority for it.
        """
        position = await self.promise(term)
        found = await self._promises(term)
        if len(found) + 1 < self.majority:
            raise Unconfirmed(f"{len(found) + 1} of {len(self.peers) + 1} nodes promised")
        furthest = max(found, key=lambda name: found[name], default="")
        if furthest and found[furthest] > position:
            await self._catch_up(self.peers[furthest], found[furthest])
        async with self._lock:
            if self.log.term != term:
                raise Deposed(self.log.term)
            (mark,) = await asyncio.to_thread(self.log.add, term, [("", "")])
            self.primary_term = term
            self._agreed = dict.fromkeys(self.peers, 0)
            self._feeds = [asyncio.create_task(self._feed(name, term)) for name in self.peers]
        self._advance()
        await self._confirmed(mark.index, term)
        # Not before: until the mark is confirmed, nobody here knows all that was confirmed before it.
        self.lease_ends = lease_ends

    def demote(self) -> None:
        """Take no more writes; those that wait are told that nobody confirmed them."""
        self.primary_term, self.lease_ends = None, float("-inf")
        for task in self._feeds:
            task.cancel()
        self._feeds = []
        self._wake()

    async def close(self) -> None:
        """Stop, and close the log."""
        feeds = self._feeds
        self.demote()
        await asyncio.gather(*feeds, return_exceptions=True)
        async with self._lock:
            self.log.close()

    async def _promises(self, term: int) -> dict[str, Position]:
        """Return how far the logs go of peers that promised; a majority is enough, so nobody waits for a dead one."""
        asked = {asyncio.ensure_future(peer.promise(term)): name for name, peer in self.peers.items()}
        found: dict[str, Position] = {}
        try:
            for task in asyncio.as_completed(asked):
                with suppress(PeerDown):
                    await task
                found = {name: one.result() for one, name in asked.items() if one.done() and not one.exception()}
                if len(found) + 1 >= self.majority:
                    break
        finally:
            for one in asked:
                one.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        return found

    async def _catch_up(self, peer: Peer, to: Position) -> None:
        """Take over a peer's log from the last entry on that is certainly the same."""
        try:
            after = self.log.committed
            while self.log.last != to:
                entries = await peer.entries(after)
                if not entries:
                    raise Unconfirmed("the furthest log got shorter")
                async with self._lock:
                    await asyncio.to_thread(self.log.merge, entries)
                after = entries[-1].index
        except PeerDown as error:
            raise Unconfirmed("the furthest node went away") from error

    # As primary.

    async def write(self, id: str, body: str) -> Entry:
        """Keep a record, and return once a majority has it on disk. The same id and body may come again.

        Raises:
            NotPrimary: nothing was kept.
            Unconfirmed: it may have been kept; the same call finds out.
            Conflict: the id belongs to another record.
        """
        if not self.is_primary or (term := self.primary_term) is None:
            raise NotPrimary(self.name)
        future: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        self._inbox.append((id, body, future))
        async with self._lock:
            # Whoever comes first takes along what the others have put in meanwhile: one write to disk for all.
            await self._add_waiting()
        entry = await future
        if entry.body != body:
            raise Conflict(id)
        self._wake()
        await self._confirmed(entry.index, term)
        return entry

    async def read(self, id: str) -> Entry | None:
        """Return a confirmed record, or None.

        Raises:
            NotPrimary: somebody else may have confirmed later ones.
        """
        async with self._lock:
            entry = await asyncio.to_thread(self.log.find, id)
        # Looked at last: a pause before this line has used the lease up.
        if not self.is_primary:
            raise NotPrimary(self.name)
        return entry if entry is not None and entry.index <= self.log.committed else None

    async def _add_waiting(self) -> None:
        batch, self._inbox = self._inbox, []
        if not batch:
            return
        if not self.is_primary or (term := self.primary_term) is None:
            for _, _, future in batch:
                future.set_exception(NotPrimary(self.name))
            return
        entries = await asyncio.to_thread(self.log.add, term, [(id, body) for id, body, _ in batch])
        for (_, _, future), entry in zip(batch, entries, strict=True):
            if not future.done():
                future.set_result(entry)

    async def _feed(self, name: str, term: int) -> None:
        """Send a peer what it lacks, as long as this term lasts; a beat when it lacks nothing."""
        at = self.log.last.at
        while self.primary_term == term:
            moved = self._moved
            try:
                at = await self._send(name, term, at)
            except Deposed:
                self.demote()
                return
            except PeerDown:
                await asyncio.sleep(self.beat_s)
                continue
            if at >= self.log.last.at:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.beat_s):
                        await moved.wait()

    async def _send(self, name: str, term: int, at: int) -> int:
        """Return the index up to which the peer agrees now."""
        async with self._lock:
            before, entries = await asyncio.to_thread(self._after, at)
        merged = await self.peers[name].append(Batch(term, before, tuple(entries), self.log.committed))
        if not merged.is_fitting:
            return min(merged.committed, at)
        agreed = at + len(entries)
        if self.primary_term == term:
            self._agreed[name] = max(self._agreed[name], agreed)
            self._advance()
        return agreed

    def _after(self, at: int) -> tuple[Position, list[Entry]]:
        return Position(self.log.term_at(at) or 0, at), self.log.entries(at, _MOST_AT_ONCE)

    def _advance(self) -> None:
        """Confirm what a majority has; entries of earlier terms only together with one of this term."""
        has = sorted((self.log.last.at, *self._agreed.values()), reverse=True)
        index = has[self.majority - 1]
        if index > self.log.committed and self.log.term_at(index) == self.primary_term:
            self.log.committed = index
            self._wake()

    async def _confirmed(self, index: int, term: int) -> None:
        try:
            async with asyncio.timeout(self.confirm_within_s):
                while self.log.committed < index:
                    moved = self._moved
                    if self.primary_term != term:
                        raise Unconfirmed("the node is primary no more")
                    await moved.wait()
        except TimeoutError as error:
            raise Unconfirmed("no standby confirmed it in time") from error
        if self.primary_term != term:
            # Confirmed or not: after a change of term only the log of the next primary tells.
            raise Unconfirmed("the node is primary no more")

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
