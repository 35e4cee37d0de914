"""The waiting room over HTTP, on two instances that share a store."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from flash_sale_ticketing import Admission, BadTicket, Counts, Shop, Signer, Ticket, WaitingRoom
from flash_sale_ticketing.embedded import FakePayments, SqliteSale
from flash_sale_ticketing.face import make_app
from flash_sale_ticketing.postgres import PostgresSale

pytestmark = pytest.mark.anyio
POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"
SECRET = b"a secret of the tests"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["sqlite", "postgres"])
async def sale(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Any]:
    if request.param == "sqlite":
        made = SqliteSale(tmp_path / "sale.sqlite", sync="OFF")
        yield made
        await made.close()
        return
    schema = f"flash_test_{uuid4().hex[:12]}"
    try:
        on_server = await PostgresSale.connect(POSTGRES, schema=schema)
    except OSError:
        pytest.skip(
            "PostgreSQL does not answer; start one: "
            "docker run -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test -p 5432:5432 postgres:15"
        )
    yield on_server
    await on_server._pool.execute(f"DROP SCHEMA {schema} CASCADE")
    await on_server.close()


class Crowd:
    """Buyers that speak with two instances in turn."""

    def __init__(self, sale: Any, clock: Clock, refuses: frozenset[str] = frozenset()) -> None:
        self.clients = []
        for _ in range(2):
            signer = Signer(SECRET)
            shop = Shop(sale, FakePayments(refuses=refuses), signer, clock=clock, new_id=lambda: uuid4().hex, hold_s=60)
            app = make_app(WaitingRoom(sale, signer, clock=clock), shop)
            self.clients.append(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sale"))
        self.turn = 0
        self.tickets: dict[str, str] = {}
        self.numbers: dict[str, int] = {}

    async def post(self, path: str, body: dict[str, str] | None = None) -> httpx.Response:
        self.turn += 1
        return await self.clients[self.turn % 2].post(path, json=body)

    async def join(self, buyer: str) -> httpx.Response:
        answer = await self.post("/sales/s/queue", {"buyer": buyer})
        self.tickets[buyer], self.numbers[buyer] = answer.json()["ticket"], answer.json()["number"]
        return answer

    async def enter(self, buyer: str) -> httpx.Response:
        return await self.post("/sales/s/admission", {"ticket": self.tickets[buyer]})

    async def close(self) -> None:
        for client in self.clients:
            await client.aclose()


async def test_first_in_is_first_let_in_and_nobody_comes_for_nothing(sale, proved) -> None:
    rng, clock = random.Random(5), Clock()
    buyers = [f"buyer{n}" for n in range(600)]
    stays_away = {buyer for buyer in buyers if rng.random() < 0.2}
    never_pays = {buyer for buyer in buyers if rng.random() < 0.2}
    crowd = Crowd(sale, clock, refuses=frozenset(never_pays))
    admission = Admission(sale, clock=clock, chance_s=30, most=25)
    await sale.open_sale("s", 100)
    # Those who come one after the other stand so; those who come at once get numbers of their own.
    for buyer in buyers[:50]:
        await crowd.join(buyer)
    await asyncio.gather(*(crowd.join(buyer) for buyer in buyers[50:]))
    line = sorted(buyers, key=crowd.numbers.__getitem__)
    assert line[:50] == buyers[:50]
    assert sorted(crowd.numbers.values()) == list(range(1, 601))

    places = dict(crowd.numbers)
    await asyncio.gather(*(crowd.join(buyer) for buyer in buyers[::10]))
    assert crowd.numbers == places

    let_in: list[str] = []
    came_for_nothing = jumped = 0
    while (await sale.counts("s")).sold < 100:
        more = await admission.step("s")
        mark = len(let_in) + more
        assert (await crowd.clients[0].get("/sales/s/served")).json()["served"] == mark
        jumped += (await crowd.enter(line[mark])).status_code == 200
        for buyer in line[len(let_in) : mark]:
            entry = await crowd.enter(buyer)
            assert entry.status_code == 200
            if buyer in stays_away:
                continue
            hold = await crowd.post("/holds", {"sale": "s", **entry.json()})
            came_for_nothing += hold.status_code != 201
            await crowd.post("/orders", {"hold": hold.json()["id"]})
        let_in = line[:mark]
        clock.now += 31
        await sale.sweep(clock())

    sold = [buyer for _, buyer in await sale.sales("s")]
    expected = [buyer for buyer in line if buyer not in stays_away | never_pays][:100]
    assert sorted(sold, key=crowd.numbers.__getitem__) == expected
    assert (came_for_nothing, jumped) == (0, 0)
    await crowd.close()
    proved(
        "first-in-first-out",
        store=type(sale).__name__,
        waiting=len(line),
        joined_again=60,
        let_in=len(let_in),
        sold=len(sold),
        let_in_out_of_turn=jumped,
        came_for_nothing=came_for_nothing,
    )


async def test_joining_again_keeps_the_place(sale) -> None:
    crowd = Crowd(sale, Clock())
    assert [(await crowd.join(name)).status_code for name in ("ann", "bob", "ann", "ann")] == [201, 201, 200, 200]
    assert crowd.numbers == {"ann": 1, "bob": 2}
    at_once = await asyncio.gather(*(crowd.join("cleo") for _ in range(20)))
    assert {answer.json()["number"] for answer in at_once} == {3}
    await crowd.close()


async def test_turn_that_is_not_taken_goes_to_the_next(sale) -> None:
    clock = Clock()
    crowd = Crowd(sale, clock)
    admission = Admission(sale, clock=clock, chance_s=30)
    await sale.open_sale("s", 1)
    for buyer in ("sleeper", "next"):
        await crowd.join(buyer)
    assert await admission.step("s") == 1
    assert (await crowd.enter("next")).status_code == 409
    assert await admission.step("s") == 0
    clock.now += 30
    assert await admission.step("s") == 1
    assert (await crowd.enter("sleeper")).status_code == 410
    assert (await crowd.enter("next")).status_code == 200
    await crowd.close()


async def test_an_order_is_looked_up_once_it_is_one(sale) -> None:
    crowd = Crowd(sale, Clock(), refuses=frozenset({"poor"}))
    await sale.open_sale("s", 2)
    for buyer in ("ann", "poor"):
        await crowd.join(buyer)
    assert await Admission(sale, clock=Clock()).step("s") == 2
    found = []
    for buyer in ("ann", "poor"):
        hold = (await crowd.post("/holds", {"sale": "s", **(await crowd.enter(buyer)).json()})).json()["id"]
        found.append(await crowd.clients[0].get(f"/orders/{hold}"))
        bought = await crowd.post("/orders", {"hold": hold})
        found.append(await crowd.clients[1].get(f"/orders/{hold}"))
        assert found[-1].status_code == 404 or found[-1].json() == bought.json()
    # A hold is no order yet, and a payment that was refused leaves none.
    assert [answer.status_code for answer in found] == [404, 200, 404, 404]
    assert (found[1].json()["state"], found[1].json()["buyer"]) == ("sold", "ann")
    await crowd.close()


async def test_without_items_nobody_is_let_in(sale) -> None:
    crowd = Crowd(sale, Clock())
    await crowd.join("ann")
    assert await Admission(sale, clock=Clock()).step("s") == 0
    assert await sale.counts("s") == Counts()
    await crowd.close()


async def test_forged_tickets_open_nothing(sale) -> None:
    clock = Clock()
    crowd = Crowd(sale, clock)
    await sale.open_sale("s", 1)
    await crowd.join("ann")
    forged = Signer(b"a secret of somebody").seal(Ticket("entry", "s", "ann", 10**12))
    elsewhere = Signer(SECRET).seal(Ticket("entry", "other", "ann", 10**12))
    run_out = Signer(SECRET).seal(Ticket("entry", "s", "ann", clock()))
    for ticket in (forged, elsewhere, run_out, crowd.tickets["ann"], "", "nonsense", "ü" * 40, "x" * 3000):
        answer = await crowd.post("/holds", {"sale": "s", "ticket": ticket})
        assert answer.status_code in (403, 422)
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await crowd.post("/sales/s/queue", {"buyer": "x" * 9000})).status_code == 413
    assert await sale.counts("s") == Counts(free=1)
    await crowd.close()


async def test_store_that_is_down_is_told(tmp_path: Path) -> None:
    sale = SqliteSale(tmp_path / "sale.sqlite", sync="OFF")
    crowd = Crowd(sale, Clock())
    await sale.close()
    answer = await crowd.post("/sales/s/queue", {"buyer": "ann"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    await crowd.close()


def test_changed_ticket_is_refused() -> None:
    signer = Signer(SECRET)
    text = signer.seal(Ticket("place", "s", "ann"))
    for at in range(len(text)):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        with pytest.raises(BadTicket):
            signer.open(changed, kind="place", sale="s", now=0)
    with pytest.raises(ValueError, match="16 bytes"):
        Signer(b"short")
