"""Elections on a simulated network: time is virtual, messages are lost, late, doubled, and cut off by partitions."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from distributed_coordination import Claim, Coordinator, NoMajority, lead
from distributed_coordination.embedded import MemoryNode
from distributed_coordination.ports import NodeDown, Vote, Wish
from mechanism_kit.virtual_time import VirtualLoop, simulate

NODES, CANDIDATES, LEASE_S, HOURS = 5, 4, 10.0, 0.5
SEEDS = (1, 2, 3)


@dataclass
class Network:
    loop: VirtualLoop
    draw: random.Random
    sides: dict[str, int] = field(default_factory=dict)
    partitions: int = 0

    def reaches(self, one: str, other: str) -> bool:
        return self.sides.get(one, 0) == self.sides.get(other, 0)

    async def carry(self, one: str, other: str) -> None:
        await asyncio.sleep(self.draw.expovariate(1 / 0.05) + (3 if self.draw.random() < 0.02 else 0))
        if self.draw.random() < 0.05 or not self.reaches(one, other):
            raise NodeDown("lost")

    async def partition_at_random(self, names: list[str]) -> None:
        while True:
            await asyncio.sleep(self.draw.uniform(0, 3 * LEASE_S))
            ways = self.draw.choice([1, 2, 2, 3])
            self.sides = {name: self.draw.randrange(ways) for name in names}
            self.partitions += ways > 1


@dataclass
class RemoteNode:
    """A node behind the network; a message that arrived has its effect, also when the answer is lost."""

    network: Network
    source: str
    name: str
    node: MemoryNode

    async def ask(self, wish: Wish) -> Vote:
        await self.network.carry(self.source, self.name)
        vote = await self.node.ask(wish)
        if self.network.draw.random() < 0.02:
            asyncio.get_running_loop().call_later(self.network.draw.uniform(0, 20), self.again, wish)
        await self.network.carry(self.name, self.source)
        return vote

    def again(self, wish: Wish) -> None:
        with pytest.raises(StopIteration):
            self.node.ask(wish).send(None)


@dataclass
class Reign:
    term: int
    leader: str
    began: float
    ended: float | None = None


async def campaign(loop: VirtualLoop, seed: int, reigns: list[Reign]) -> int:
    draw = random.Random(seed)
    network = Network(loop, draw)
    names = [f"node-{n}" for n in range(NODES)]
    # The nodes' clocks differ, and run up to 2 % too fast or too slow.
    nodes = {name: MemoryNode(skewed(loop, draw.uniform(0.98, 1.02), draw.uniform(0, 1e6))) for name in names}
    candidates = [f"candidate-{n}" for n in range(CANDIDATES)]
    tasks = [asyncio.create_task(network.partition_at_random(names + candidates))]
    for who in candidates:
        peers = [RemoteNode(network, who, name, node) for name, node in nodes.items()]
        clock = skewed(loop, draw.uniform(0.98, 1.02), draw.uniform(0, 1e6))
        coordinator = Coordinator(peers, answer_within_s=1, poll_s=2, clock=clock, draw=draw.random)
        work = reign(loop, draw, who, reigns)
        tasks.append(asyncio.create_task(lead(coordinator, "group", who, lease_s=LEASE_S, work=work)))
    await asyncio.sleep(HOURS * 3_600)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return network.partitions


def skewed(loop: VirtualLoop, rate: float, ahead: float):
    return lambda: loop.time() * rate + ahead


def reign(loop: VirtualLoop, draw: random.Random, who: str, reigns: list[Reign]):
    async def work(claim: Claim) -> None:
        reigns.append(one := Reign(claim.token, who, loop.time()))
        try:
            # Some leaders stay as long as they can, some resign, some before the others have heard of them.
            await asyncio.sleep(draw.choice([0.5, 20, 1_000_000]))
        finally:
            one.ended = loop.time()

    return work


def reigns_of(seed: int) -> tuple[list[Reign], int]:
    """Return who led in some hours of virtual time, and how many partitions there were."""
    loop, reigns, seen = VirtualLoop(), [], []

    async def run() -> None:
        seen.append(await campaign(loop, seed, reigns))

    simulate(loop, run())
    return reigns, seen[0]


def test_at_most_one_leader_for_each_term(proved) -> None:
    partitions = led = doubled = overlaps = 0
    for seed in SEEDS:
        reigns, cuts = reigns_of(seed)
        terms = [one.term for one in reigns]
        doubled += len(terms) - len(set(terms))
        overlaps += sum(one.ended > two.began for one, two in pairwise(reigns))
        assert terms == sorted(terms), "a later leader had an earlier term"
        assert len({one.leader for one in reigns}) == CANDIDATES
        partitions, led = partitions + cuts, led + len(terms)
    assert (doubled, overlaps) == (0, 0)
    assert led > 50 * HOURS * len(SEEDS)
    proved(
        "one-leader-per-term",
        virtual_hours=HOURS * len(SEEDS),
        nodes=NODES,
        candidates=CANDIDATES,
        partitions=partitions,
        terms_led=led,
        terms_with_two_leaders=doubled,
        reigns_that_overlap=overlaps,
    )


def test_without_a_majority_nothing_is_confirmed() -> None:
    loop = VirtualLoop()

    async def run() -> None:
        network = Network(loop, random.Random(4))
        nodes = [RemoteNode(network, "me", f"node-{n}", MemoryNode(loop.time)) for n in range(3)]
        coordinator = Coordinator(nodes, clock=loop.time)
        claim = await coordinator.wait_for("name", "me", lease_s=10)
        network.sides = {"node-0": 1, "node-1": 1}
        with pytest.raises(NoMajority):
            await coordinator.renew(claim)
        with pytest.raises(NoMajority):
            await coordinator.acquire("other", "me", lease_s=10)
        assert coordinator.is_held(claim), "until its end it still holds"
        await asyncio.sleep(10)
        assert not coordinator.is_held(claim)

    simulate(loop, run())


@pytest.mark.anyio
async def test_one_that_fails_gives_back_only_its_own_votes() -> None:
    nodes = [MemoryNode() for _ in range(3)]
    coordinator = Coordinator(nodes)
    claims = [await coordinator.acquire("name", "me", lease_s=60) for _ in range(2)]
    assert claims[0] is not None and claims[1] is None
    got = await asyncio.gather(*(coordinator.acquire("other", "me", lease_s=60) for _ in range(20)))
    assert sum(claim is not None for claim in got) <= 1
    assert await coordinator.renew(claims[0]) is not None


@pytest.mark.anyio
async def test_a_released_name_is_free_at_once_and_its_token_is_not_given_again() -> None:
    nodes = [MemoryNode() for _ in range(3)]
    first = await Coordinator(nodes).acquire("name", "one", lease_s=60)
    assert first is not None
    await Coordinator(nodes).release(first)
    second = await Coordinator(nodes).acquire("name", "two", lease_s=60)
    assert second is not None and second.token > first.token
    assert await Coordinator(nodes).renew(first) is None
