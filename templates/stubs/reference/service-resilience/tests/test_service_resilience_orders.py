"""The order service: essential and optional neighbours, the outbox through an outage, and its HTTP face."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from service_resilience import Breaker, Dependency, Orders, OutboxWorker, Policy
from service_resilience.embedded import Fakes, SqliteOrders
from service_resilience.face import make_app
from service_resilience.neighbours import HttpNeighbour

FAST = Policy(try_s=30, most_tries=1)


class Faulty(Fakes):
    """Neighbours that fail, hang or say no when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.failing: set[str] = set()
        self.hanging: set[str] = set()
        self.stock = True
        self.asked = 0

    async def has(self, item, deadline):
        await self.check("has")
        return self.stock

    async def beside(self, item, deadline):
        await self.check("beside")
        return ["receipt"]

    async def book(self, order, item, deadline):
        self.asked += 1
        await self.check("book")
        await super().book(order, item, deadline)

    async def check(self, what: str) -> None:
        if what in self.failing:
            raise ConnectionError("away")
        if what in self.hanging:
            await asyncio.Event().wait()


def service(folder: Path, faulty: Faulty, optional: Policy = FAST) -> tuple[SqliteOrders, FastAPI]:
    store = SqliteOrders(folder / "orders.sqlite")
    guards = {"stock": Dependency("stock", FAST), "nicer": Dependency("nicer", optional)}
    orders = Orders(store, (guards["stock"], faulty), (guards["nicer"], faulty))
    return store, make_app(orders, guards, deadline_s=60, most_bytes=1_000)


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://orders")


@pytest.mark.anyio
async def test_an_order_is_accepted_once(tmp_path: Path) -> None:
    store, app = service(tmp_path, Faulty())
    async with client(app) as http:
        key = {"Idempotency-Key": "k"}
        answers = await asyncio.gather(*(http.post("/orders", json={"item": "tea"}, headers=key) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert sum(answer.json()["is_new"] for answer in answers) == 1
        assert answers[0].json()["beside"] == {"items": ["receipt"], "age_s": 0.0}
        assert len(await store.due(10)) == 1
        other = await http.post("/orders", json={"item": "milk"}, headers=key)
        assert other.status_code == 422
        shown = await http.get(f"/orders/{answers[0].json()['id']}")
        assert shown.json()["state"] == "accepted"
        assert (await http.get("/orders/none")).status_code == 404
    await store.close()


@pytest.mark.anyio
async def test_without_the_optional_neighbour_the_answer_is_complete_but_older(tmp_path: Path) -> None:
    faulty = Faulty()
    store, app = service(tmp_path, faulty, Policy(try_s=0.05, most_tries=1))
    async with client(app) as http:
        faulty.hanging = {"beside"}
        missing = await http.post("/orders", json={"item": "tea"}, headers={"Idempotency-Key": "1"})
        assert (missing.status_code, missing.json()["beside"]["items"]) == (201, None)
        faulty.hanging = set()
        await http.put("/policies/nicer", json={"try_s": 30, "most_tries": 1})
        await http.post("/orders", json={"item": "tea"}, headers={"Idempotency-Key": "2"})
        faulty.failing = {"beside"}
        older = await http.post("/orders", json={"item": "tea"}, headers={"Idempotency-Key": "3"})
        assert (older.status_code, older.json()["beside"]["items"]) == (201, ["receipt"])
    await store.close()


@pytest.mark.anyio
async def test_without_the_essential_neighbour_nothing_is_kept(tmp_path: Path) -> None:
    faulty = Faulty()
    store, app = service(tmp_path, faulty)
    async with client(app) as http:
        faulty.failing = {"has"}
        answer = await http.post("/orders", json={"item": "tea"}, headers={"Idempotency-Key": "1"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.headers["content-type"] == "application/problem+json"
        faulty.failing, faulty.stock = set(), False
        sold_out = await http.post("/orders", json={"item": "tea"}, headers={"Idempotency-Key": "1"})
        assert sold_out.status_code == 409
        assert await store.due(10) == []
        assert (await http.post("/orders", json={"item": "x" * 2_000})).status_code == 413
        assert (await http.post("/orders", json={"item": "tea"})).status_code == 422
        assert (await http.put("/policies/none", json={})).status_code == 404
        assert (await http.get("/policies")).json()["stock"]["tries"] == 2
    await store.close()


@pytest.mark.anyio
async def test_a_deadline_told_by_the_caller_holds(tmp_path: Path) -> None:
    store, app = service(tmp_path, Faulty())
    async with client(app) as http:
        headers = {"Idempotency-Key": "1", "X-Deadline-Ms": "0"}
        answer = await http.post("/orders", json={"item": "tea"}, headers=headers)
    assert answer.status_code == 503 and await store.due(10) == []
    await store.close()


@pytest.mark.anyio
async def test_jobs_survive_an_outage_of_the_partner_and_a_restart(tmp_path: Path) -> None:
    now, faulty = [1_000.0], Faulty()
    guard = Dependency("partner", FAST, Breaker(least=5, window=5, open_s=60, clock=lambda: now[0]))
    faulty.failing = {"book"}
    for number in range(30):
        store = SqliteOrders(tmp_path / "orders.sqlite", lambda: now[0])
        if number < 20:
            await store.place(str(number), "tea")
        if number == 20:
            assert faulty.asked < 30, "while the breaker is open the partner is left alone"
            faulty.failing = set()
        await OutboxWorker(store, guard, faulty, most_wait_s=100).run_once()
        now[0] += 60
        await store.close()
    assert len(faulty.booked) == len(set(faulty.booked)) == 20
    store = SqliteOrders(tmp_path / "orders.sqlite", lambda: now[0] + 1e6)
    assert await store.due(10) == []
    assert {(await store.get(order)).state for order in faulty.booked} == {"booked"}
    await store.close()


@pytest.mark.anyio
async def test_neighbours_over_http_are_told_the_deadline(tmp_path: Path) -> None:
    app, told = FastAPI(), []

    @app.get("/stock")
    async def stock(request: Request, item: str) -> dict[str, bool]:
        told.append(int(request.headers["x-deadline-ms"]))
        return {"has": item == "tea"}

    @app.get("/beside")
    async def beside(item: str) -> JSONResponse:
        return JSONResponse({}, 503)

    async with client(app) as http:
        neighbour = HttpNeighbour(http, "http://neighbours")
        guards = Dependency("stock", FAST), Dependency("nicer", FAST)
        store = SqliteOrders(tmp_path / "orders.sqlite")
        orders = Orders(store, (guards[0], neighbour), (guards[1], neighbour))
        async with client(make_app(orders, {}, deadline_s=20)) as face:
            answer = await face.post("/orders", json={"item": "tea"}, headers={"Idempotency-Key": "1"})
            none = await face.post("/orders", json={"item": "milk"}, headers={"Idempotency-Key": "2"})
        await store.close()
    assert (answer.status_code, none.status_code) == (201, 409)
    assert answer.json()["beside"]["items"] is None and 0 < told[0] <= 20_000
