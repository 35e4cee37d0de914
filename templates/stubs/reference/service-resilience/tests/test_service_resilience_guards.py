"""The guards under load, in virtual time: thousands of requests in seconds, the same way each time."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import Any

import pytest

from mechanism_kit.virtual_time import VirtualLoop, simulate
from service_resilience import (
    Breaker,
    BreakerOpen,
    Bulkhead,
    Deadline,
    Dependency,
    DependencyFailed,
    LastGood,
    Policy,
    RetryBudget,
    State,
    Unanswered,
)

DEADLINE_S, RATE, REQUESTS = 1.0, 500.0, 20_000
NEVER = {"threshold": 2.0}


class HalfBroken:
    """Fails half of its calls: some at once, some late, some by never answering; 50 ms on average otherwise."""

    def __init__(self, draw: random.Random, failing: float = 0.5) -> None:
        self.draw = draw
        self.failing = failing
        self.got = 0

    async def __call__(self, deadline: Deadline) -> str:
        self.got += 1
        if self.draw.random() < self.failing:
            await asyncio.sleep(self.draw.choice([0.0, 0.05, 3_600]))
            raise ConnectionError("no")
        await asyncio.sleep(self.draw.expovariate(1 / 0.05))
        return "yes"


def guarded(loop: VirtualLoop, draw: random.Random, **breaker: Any) -> Dependency:
    policy = Policy(try_s=0.25, most_tries=3)
    return Dependency("essential", policy, Breaker(clock=loop.time, **breaker), at_once=1_000, draw=draw.random)


async def load(loop: VirtualLoop, dependency: Dependency, callee: HalfBroken) -> tuple[list[float], int]:
    """Send requests at a steady rate; return how long each took, in order of size, and how many got an answer."""
    took, answered = [], 0

    async def request() -> None:
        nonlocal answered
        started = loop.time()
        try:
            await dependency.call(callee, Deadline.after(DEADLINE_S, loop.time))
            answered += 1
        except Unanswered:
            pass
        took.append(loop.time() - started)

    async with asyncio.TaskGroup() as group:
        for _ in range(REQUESTS):
            group.create_task(request())
            await asyncio.sleep(callee.draw.expovariate(RATE))
    return sorted(took), answered


def test_p99_stays_under_the_deadline(proved) -> None:
    figures = {}
    # With a breaker that opens most calls fail at once; so the tries, waits and retries are measured without it too.
    for name, breaker in (("breaker", {}), ("all_tries", NEVER)):
        loop, draw = VirtualLoop(), random.Random(1)
        callee, dependency = HalfBroken(draw), guarded(loop, draw, **breaker)
        took, answered = simulate(loop, load(loop, dependency, callee))
        assert took[int(REQUESTS * 0.99)] < DEADLINE_S and took[-1] <= DEADLINE_S + 1e-6
        assert answered > 0 and (dependency.breaker.opened > 0) == (name == "breaker")
        figures[f"p99_with_{name}_s"] = round(took[int(REQUESTS * 0.99)], 3)
    proved("p99-under-deadline", requests=REQUESTS, failing_share=0.5, deadline_s=DEADLINE_S, **figures)


def test_the_deadline_holds_with_no_breaker_and_no_budget_too() -> None:
    loop, draw = VirtualLoop(), random.Random(2)
    callee, dependency = HalfBroken(draw), guarded(loop, draw, **NEVER)
    dependency.budget = RetryBudget(share=100, most=1e9)
    dependency.policy = Policy(try_s=0.6, most_tries=9)
    took, _ = simulate(loop, load(loop, dependency, callee))
    assert took[-1] <= DEADLINE_S + 1e-6 and took[int(len(took) * 0.99)] > 0.6


def test_the_retry_budget_bounds_amplification(proved) -> None:
    loop, draw = VirtualLoop(), random.Random(3)
    # The breaker never opens here, so that it is the budget alone that holds the load back.
    callee, dependency = HalfBroken(draw, failing=0.5), guarded(loop, draw, **NEVER)
    _, answered = simulate(loop, load(loop, dependency, callee))
    amplification = callee.got / REQUESTS
    assert amplification < 1.2
    assert amplification > 1.05, "what the budget allows is used"
    without = VirtualLoop()
    free, many = HalfBroken(random.Random(3)), guarded(without, random.Random(3), **NEVER)
    many.budget = RetryBudget(share=100, most=1e9)
    simulate(without, load(without, many, free))
    proved(
        "amplification",
        requests=REQUESTS,
        failing_share=0.5,
        amplification=round(amplification, 3),
        without_budget=round(free.got / REQUESTS, 3),
        answered_share=round(answered / REQUESTS, 3),
    )


async def with_a_hanging_neighbour(loop: VirtualLoop, at_once: int, is_hanging: bool) -> tuple[float, int, int]:
    """Return p99 of the requests that need the healthy dependency only, in a service that carries 100 requests."""
    draw = random.Random(4)
    capacity = asyncio.Semaphore(100)
    healthy, hanging = HalfBroken(draw, failing=0), HalfBroken(draw, failing=1.0 if is_hanging else 0)
    good = Dependency("good", Policy(try_s=DEADLINE_S), Breaker(clock=loop.time, **NEVER), at_once=60)
    bad = Dependency("bad", Policy(try_s=DEADLINE_S), Breaker(clock=loop.time, **NEVER), at_once=at_once)
    hanging.draw = Hangs()
    took = []

    async def request(needs_bad: bool) -> None:
        started = loop.time()
        async with capacity:
            target, callee = (bad, hanging) if needs_bad else (good, healthy)
            with suppress(Unanswered):
                await target.call(callee, Deadline.after(DEADLINE_S, loop.time))
        if not needs_bad:
            took.append(loop.time() - started)

    async with asyncio.TaskGroup() as group:
        for _ in range(10_000):
            group.create_task(request(draw.random() < 0.5))
            await asyncio.sleep(draw.expovariate(RATE))
    return sorted(took)[int(len(took) * 0.99)], bad.bulkhead.refused, good.bulkhead.refused


class Hangs(random.Random):
    """Draws that let a broken call hang, and others take 50 ms."""

    def random(self) -> float:
        return 0.0

    def choice(self, options):
        return options[-1]

    def expovariate(self, rate: float = 1.0) -> float:
        return 1 / rate


def test_the_bulkhead_isolates(proved) -> None:
    figures = {}
    for name, at_once, is_hanging in (("well", 40, False), ("hanging", 40, True), ("without", 10_000, True)):
        loop = VirtualLoop()
        figures[name] = simulate(loop, with_a_hanging_neighbour(loop, at_once, is_hanging))
    assert figures["hanging"][0] <= figures["well"][0] * 1.05
    assert figures["hanging"][1] > 0 and figures["hanging"][2] == 0
    assert figures["without"][0] > 4 * figures["well"][0], "the load is such that isolation matters"
    proved(
        "bulkhead",
        p99_of_others_all_well_s=round(figures["well"][0], 3),
        p99_with_one_hanging_s=round(figures["hanging"][0], 3),
        p99_without_bulkhead_s=round(figures["without"][0], 3),
    )


def test_the_breaker_opens_half_opens_and_closes(proved) -> None:
    now = [0.0]
    breaker = Breaker(threshold=0.5, window=20, least=10, open_s=10, trials=3, clock=lambda: now[0])
    states = [breaker.state]

    def call(is_good: bool) -> bool:
        round = breaker.admit()
        if round is not None:
            (breaker.succeeded if is_good else breaker.failed)(round)
        return round is not None

    for is_good in [True] * 5 + [False] * 4:
        assert call(is_good) and breaker.state is State.CLOSED
    assert call(False) and breaker.state is State.OPEN, "the tenth call makes it 5 of 10"
    states.append(breaker.state)
    now[0] = 9.999
    assert not call(True)
    now[0] = 10
    states.append(breaker.state)
    assert call(False) and breaker.state is State.OPEN, "one failed trial opens it again"
    now[0] = 20
    rounds = [breaker.admit() for _ in range(5)]
    assert [round is not None for round in rounds] == [True] * 3 + [False] * 2
    for round in rounds[:3]:
        assert breaker.state is State.HALF_OPEN
        breaker.succeeded(round)
    states.append(breaker.state)
    assert states == [State.CLOSED, State.OPEN, State.HALF_OPEN, State.CLOSED]
    assert breaker.opened == 2
    for _ in range(9):
        assert call(False) and breaker.state is State.CLOSED, "it begins with an empty window"
    proved("breaker", opens_at="5 of 10", open_s=10, trials=3, opened=breaker.opened, states=" ".join(states))


def test_a_result_of_an_earlier_round_says_nothing() -> None:
    now = [0.0]
    breaker = Breaker(least=1, window=1, trials=1, open_s=10, clock=lambda: now[0])
    early, late = breaker.admit(), breaker.admit()
    breaker.failed(early)
    now[0] = 10
    breaker.succeeded(late)
    assert breaker.state is State.HALF_OPEN
    trial = breaker.admit()
    assert breaker.admit() is None
    breaker.abandoned(trial)
    again = breaker.admit()
    breaker.succeeded(again)
    assert breaker.state is State.CLOSED


def test_an_open_breaker_refuses_without_asking() -> None:
    loop = VirtualLoop()

    async def run() -> int:
        callee, dependency = HalfBroken(Hangs(), failing=1), guarded(loop, random.Random(5), least=5)
        for _ in range(5):
            with pytest.raises(DependencyFailed):
                await dependency.call(callee, Deadline.after(DEADLINE_S, loop.time), is_repeatable=False)
        started = loop.time()
        with pytest.raises(BreakerOpen) as refused:
            await dependency.call(callee, Deadline.after(DEADLINE_S, loop.time))
        assert loop.time() == started and 0 < refused.value.retry_after_s <= 10
        return callee.got

    assert simulate(loop, run()) == 5


def test_what_must_not_be_repeated_is_tried_once() -> None:
    loop = VirtualLoop()

    async def run() -> int:
        callee, dependency = HalfBroken(Hangs(), failing=1), guarded(loop, random.Random(6))
        with pytest.raises(DependencyFailed):
            await dependency.call(callee, Deadline.after(DEADLINE_S, loop.time), is_repeatable=False)
        return callee.got

    assert simulate(loop, run()) == 1


def test_a_cancelled_call_gives_its_place_back() -> None:
    loop = VirtualLoop()

    async def run() -> None:
        callee, dependency = HalfBroken(Hangs(), failing=1), guarded(loop, random.Random(7))
        task = asyncio.create_task(dependency.call(callee, Deadline.after(DEADLINE_S, loop.time)))
        await asyncio.sleep(0.1)
        assert dependency.bulkhead.inside == 1
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert dependency.bulkhead.inside == 0

    simulate(loop, run())


def test_the_last_good_answer_is_given_with_its_age() -> None:
    loop = VirtualLoop()

    async def run() -> None:
        memory, dependency = LastGood[str](keep_s=600, clock=loop.time), guarded(loop, random.Random(8))
        good, bad = HalfBroken(Hangs(), failing=0), HalfBroken(Hangs(), failing=1)

        async def ask(key: str, callee: HalfBroken):
            return await memory.ask(key, dependency, callee, Deadline.after(DEADLINE_S, loop.time))

        assert (await ask("a", good)).value == "yes"
        await asyncio.sleep(360)
        older = await ask("a", bad)
        assert older.value == "yes" and older.age_s == pytest.approx(360, abs=2)
        assert (await ask("b", bad)).value is None
        await asyncio.sleep(600)
        assert (await ask("a", bad)).value is None

    simulate(loop, run())


def test_a_deadline_is_passed_on_as_time_left() -> None:
    now = [100.0]
    deadline = Deadline.after(1.0, lambda: now[0])
    assert deadline.header == {"X-Deadline-Ms": "1000"}
    assert deadline.sooner("250").left_s == pytest.approx(0.25)
    assert deadline.sooner("5000") is not None and deadline.sooner("5000").left_s == 1.0
    for nonsense in (None, "-1", "1e3", "", "9" * 50, "²"):
        assert deadline.sooner(nonsense).left_s == 1.0
    now[0] = 102
    assert deadline.left_s == 0


def test_a_bulkhead_counts_its_places() -> None:
    bulkhead = Bulkhead("name", 1)
    with bulkhead.place(), pytest.raises(Unanswered), bulkhead.place():
        pass
    with bulkhead.place():
        assert bulkhead.inside == 1
