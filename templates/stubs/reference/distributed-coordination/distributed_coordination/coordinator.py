"""Claims by majority: who holds a name, until when, with a token that only grows."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from .ports import Act, Node, NodeDown, Vote, Wish


class NoMajority(Exception):
    """Too few nodes answered to decide anything."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A name that is held. `ends_at` is by the clock of the holder's coordinator, before any node's lease ends.

    `holder` is the name that was given, and a number that tells this claim from the holder's others.
    """

    name: str
    holder: str
    token: int
    lease_s: float
    ends_at: float


class Coordinator:
    """Asks all nodes and goes by the majority; holds no state that matters.

    A lease is counted from before the nodes were asked, less `margin` of it for clocks that run at different speeds.
    Who waits for a name asks again every `poll_s`, more or less.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        *,
        answer_within_s: float = 1.0,
        margin: float = 0.1,
        poll_s: float = 0.2,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.nodes = tuple(nodes)
        self.answer_within_s = answer_within_s
        self.margin = margin
        self.poll_s = poll_s
        self.clock = clock
        self.draw = draw
        self._seen: dict[str, int] = {}

    @property
    def majority(self) -> int:
        """How many nodes have to agree."""
        return len(self.nodes) // 2 + 1

    async def acquire(self, name: str, holder: str, *, lease_s: float) -> Claim | None:
        """Return the claim, or None when somebody else holds the name.

        Raises:
            NoMajority: too few nodes answered.
        """
        guess = self._seen.get(name, 0) + 1
        got = await self._try(name, holder, lease_s)
        # The first try of a new process guesses the token too low, and learns from the refusals.
        if got is None and self._seen[name] >= guess:
            got = await self._try(name, holder, lease_s)
        return got

    async def wait_for(self, name: str, holder: str, *, lease_s: float) -> Claim:
        """Return the claim as soon as the name is free; wait for a majority too."""
        while True:
            try:
                if got := await self.acquire(name, holder, lease_s=lease_s):
                    return got
            except NoMajority:
                pass
            # A random wait, so that two that want the same do not split the votes again and again.
            await asyncio.sleep(self.poll_s * (0.5 + self.draw()))

    async def renew(self, claim: Claim) -> Claim | None:
        """Return the claim with a new lease, or None when it is lost for good.

        Raises:
            NoMajority: too few nodes answered; the claim holds until its end.
        """
        started = self.clock()
        votes = await self._ask("renew", claim.name, claim.holder, claim.token, claim.lease_s)
        if sum(vote.is_granted for vote in votes) < self.majority:
            return None
        return replace(claim, ends_at=self._end(started, claim.lease_s))

    async def release(self, claim: Claim) -> None:
        """Let the next one have the name; nodes that do not hear it wait for the end of the lease."""
        with suppress(NoMajority):
            await self._ask("release", claim.name, claim.holder, claim.token, claim.lease_s)

    def is_held(self, claim: Claim) -> bool:
        """Whether the lease lasts, as far as its holder can know. A pause right after makes it untrue: so fence."""
        return self.clock() < claim.ends_at

    async def _try(self, name: str, holder: str, lease_s: float) -> Claim | None:
        # Each try has a name of its own: one that fails gives back its votes, and must not give back another's.
        holder = f"{holder}/{int(self.draw() * 2**52):x}"
        token, started = self._seen.get(name, 0) + 1, self.clock()
        try:
            votes = await self._ask("claim", name, holder, token, lease_s)
        except NoMajority:
            # The token may be given away at some node by now, so it is not asked for again.
            self._seen[name] = max(self._seen.get(name, 0), token)
            raise
        self._seen[name] = max(self._seen.get(name, 0), *(vote.token for vote in votes))
        if sum(vote.is_granted for vote in votes) >= self.majority:
            return Claim(name, holder, token, lease_s, self._end(started, lease_s))
        if any(vote.is_granted for vote in votes):
            await self.release(Claim(name, holder, token, lease_s, started))
        return None

    def _end(self, started: float, lease_s: float) -> float:
        return started + lease_s * (1 - self.margin)

    async def _ask(self, act: Act, name: str, holder: str, token: int, lease_s: float) -> list[Vote]:
        wish = Wish(act, name, holder, token, lease_s)
        votes = [vote for vote in await asyncio.gather(*(self._one(node, wish) for node in self.nodes)) if vote]
        if len(votes) < self.majority:
            raise NoMajority(f"{len(votes)} of {len(self.nodes)} nodes answered")
        return votes

    async def _one(self, node: Node, wish: Wish) -> Vote | None:
        try:
            async with asyncio.timeout(self.answer_within_s):
                return await node.ask(wish)
        except (NodeDown, TimeoutError):
            return None
