"""The HTTP face, the rules, and what happens without the store."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from rate_limiter import Algorithm, Ask, Limiter, OnStoreDown, Rule, RuleBook
from rate_limiter.embedded import MemoryCounters, SqliteCounters
from rate_limiter.face import Limited, make_app
from rate_limiter.ports import StoreDown

MINUTE = 60_000


class Clock:
    def __init__(self) -> None:
        self.now = 1_000 * MINUTE

    def __call__(self) -> int:
        return self.now


class Faulty:
    """Counts in memory, as long as it is up; it may also say nothing."""

    def __init__(self) -> None:
        self.inner, self.is_down, self.is_silent, self.asked = MemoryCounters(Clock()), False, False, 0

    async def take(self, caller, rules, cost):
        self.asked += 1
        if self.is_silent:
            await asyncio.Event().wait()
        if self.is_down:
            raise StoreDown("away")
        return await self.inner.take(caller, rules, cost)

    async def close(self) -> None:
        pass


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://limiter")


@pytest.mark.anyio
async def test_retry_after_is_kept(tmp_path: Path, proved) -> None:
    waits = {algorithm: await wait_of(algorithm, tmp_path) for algorithm in Algorithm}
    proved("retry-after", **{f"{algorithm}_s": wait for algorithm, wait in waits.items()}, next_after_it="admitted")


async def wait_of(algorithm: Algorithm, folder: Path) -> int:
    """Use a limit of 10 a minute up, and return the Retry-After that was told and kept."""
    clock = Clock()
    book = RuleBook(1, (Rule("api", 10, MINUTE, algorithm),))
    limiter = Limiter(MemoryCounters(clock), book)
    async with client(make_app(limiter, SqliteCounters(folder / "rules"))) as http:
        told = [await http.post("/decisions", json={"caller": "ann"}) for _ in range(11)]
        assert [answer.json()["remaining"] for answer in told[:10]] == list(range(9, -1, -1))
        refused = told[10]
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        after = int(refused.headers["retry-after"])
        clock.now += after * 1000
        assert (await http.post("/decisions", json={"caller": "ann"})).status_code == 200
    return after


@pytest.mark.anyio
async def test_looking_at_a_budget_takes_nothing(tmp_path: Path) -> None:
    clock = Clock()
    rules = (*(Rule(str(one), 10, MINUTE, one) for one in Algorithm), Rule("paid", 99, MINUTE, plan="paid", path="/a*"))
    limiter = Limiter(MemoryCounters(clock), RuleBook(1, rules))
    async with client(make_app(limiter, SqliteCounters(tmp_path / "rules"))) as http:
        for _ in range(3):
            await http.post("/decisions", json={"caller": "ann"})
        for _ in range(20):
            told = (await http.get("/callers/ann/budget")).json()
            assert told == {"caller": "ann", "left": {str(one): 7 for one in Algorithm}}
        assert (await http.get("/callers/bob/budget?plan=paid")).json()["left"]["paid"] == 99
        for _ in range(7):
            assert (await http.post("/decisions", json={"caller": "ann"})).status_code == 200
        assert set((await http.get("/callers/ann/budget")).json()["left"].values()) == {0}
        store = Faulty()
        store.is_down = True
        limiter.store = store
        away = await http.get("/callers/ann/budget")
    assert (away.status_code, away.headers["content-type"]) == (503, "application/problem+json")


def _limiter(store: Faulty, on_store_down: OnStoreDown, clock: Clock) -> Limiter:
    book = RuleBook(1, (Rule("api", 10, MINUTE, Algorithm.FIXED_WINDOW, on_store_down=on_store_down),))
    return Limiter(store, book, copies=2, deadline_s=5, rest_s=1, clock=lambda: clock.now / 1000)


@pytest.mark.anyio
async def test_store_down(proved) -> None:
    passing = {behaviour: await passing_without_store(behaviour) for behaviour in OnStoreDown}
    assert passing == {OnStoreDown.LOCAL_SHARE: 5, OnStoreDown.OPEN: 30, OnStoreDown.CLOSED: 0}
    proved("store-down", asked=30, limit=10, copies=2, **{f"admitted_{name}": count for name, count in passing.items()})


async def passing_without_store(behaviour: OnStoreDown) -> int:
    """Return how many of 30 requests pass while the store is away; it is asked once, and again after its rest."""
    store, clock = Faulty(), Clock()
    limiter = _limiter(store, behaviour, clock)
    store.is_down = True
    decisions = [await limiter.decide(Ask("ann")) for _ in range(30)]
    assert all(decision.is_local for decision in decisions)
    assert store.asked == 1, "a store that failed is left alone"
    store.is_down = False
    assert (await limiter.decide(Ask("ann"))).is_local, "still resting"
    clock.now += 1_000
    assert not (await limiter.decide(Ask("bob"))).is_local, "one trial, then back to the shared counts"
    return sum(decision.is_admitted for decision in decisions)


@pytest.mark.anyio
async def test_only_one_request_tries_the_store_again() -> None:
    store, clock = Faulty(), Clock()
    limiter = _limiter(store, OnStoreDown.OPEN, clock)
    store.is_down = True
    await limiter.decide(Ask("ann"))
    clock.now += 1_000
    await asyncio.gather(*(limiter.decide(Ask("ann")) for _ in range(20)))
    assert store.asked == 2


@pytest.mark.anyio
async def test_a_silent_store_costs_no_more_than_the_deadline() -> None:
    store, clock = Faulty(), Clock()
    limiter = _limiter(store, OnStoreDown.OPEN, clock)
    limiter.deadline_s, store.is_silent = 0.01, True
    async with asyncio.timeout(30):
        decision = await limiter.decide(Ask("ann"))
    assert decision.is_admitted and decision.is_local


@pytest.mark.anyio
async def test_limits_are_changed_and_hold_at_once(tmp_path: Path) -> None:
    rules = SqliteCounters(tmp_path / "rules.sqlite", Clock())
    limiter = Limiter(rules, deadline_s=30)
    async with client(make_app(limiter, rules)) as http:
        assert (await http.post("/decisions", json={"caller": "ann"})).json()["remaining"] is None
        limit = {"limit": 2, "window_s": 60, "path": "/reports*"}
        assert (await http.put("/limits/reports", json=limit)).status_code == 200
        question = {"caller": "ann", "path": "/reports/7"}
        assert [(await http.post("/decisions", json=question)).status_code for _ in range(3)] == [200, 200, 429]
        assert (await http.post("/decisions", json={"caller": "ann", "path": "/other"})).status_code == 200
        assert (await http.get("/limits")).json()["version"] == 1
        assert (await http.delete("/limits/reports")).status_code == 204
        assert (await http.delete("/limits/reports")).status_code == 404
        assert (await http.post("/decisions", json=question)).status_code == 200
    await rules.close()


@pytest.mark.anyio
async def test_two_changes_at_once_do_not_overwrite_each_other(tmp_path: Path) -> None:
    rules = SqliteCounters(tmp_path / "rules.sqlite")
    book = await rules.load()
    assert await rules.replace(book.with_rule(Rule("a", 1, MINUTE)))
    assert not await rules.replace(book.with_rule(Rule("b", 1, MINUTE)))
    await rules.close()


@pytest.mark.anyio
async def test_bad_requests_get_problem_details(tmp_path: Path) -> None:
    limiter = Limiter(MemoryCounters(), RuleBook(1, (Rule("api", 10, MINUTE),)))
    async with client(make_app(limiter, SqliteCounters(tmp_path / "rules"), most_bytes=1_000)) as http:
        answers = [
            await http.post("/decisions", json={"caller": ""}),
            await http.post("/decisions", json={"caller": "ann", "cost": 11}),
            await http.post("/decisions", content=b"{"),
            await http.post("/decisions", json={"caller": "a" * 2_000}),
            await http.put("/limits/x", json={"limit": 1_000_000, "window_s": 30_000_000}),
            await http.get("/nothing"),
        ]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 413, 422, 404]
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


@pytest.mark.anyio
async def test_rules_that_cannot_be_read_answer_503(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    rules = SqliteCounters(tmp_path / "file" / "rules.sqlite")
    async with client(make_app(Limiter(MemoryCounters()), rules)) as http:
        answer = await http.get("/limits")
    assert answer.status_code == 503 and answer.headers["retry-after"] == "1"


@pytest.mark.anyio
async def test_what_is_behind_the_middleware_sees_only_what_was_admitted() -> None:
    behind, heard = FastAPI(), []

    @behind.get("/reports")
    async def reports() -> str:
        heard.append(1)
        return "report"

    limiter = Limiter(MemoryCounters(Clock()), RuleBook(1, (Rule("api", 3, MINUTE),)))
    behind.add_middleware(Limited, limiter=limiter, who=lambda request: (request.headers["x-key"], ""))
    async with client(behind) as http:
        codes = [(await http.get("/reports", headers={"x-key": "k"})).status_code for _ in range(5)]
        assert (await http.get("/reports", headers={"x-key": "other"})).status_code == 200
    assert codes == [200, 200, 200, 429, 429]
    assert len(heard) == 4
