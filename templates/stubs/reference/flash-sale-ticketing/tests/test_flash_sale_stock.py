"""Ten thousand buyers in four processes; a crash in the middle; holds that end."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from flash_sale_ticketing import Counts, Declined, Hold, HoldEnded, NothingFree, Shop, Signer, Ticket
from flash_sale_ticketing.embedded import FakePayments, SqliteSale
from flash_sale_ticketing.postgres import PostgresSale

pytestmark = pytest.mark.anyio
POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"
SECRET = b"a secret of the tests"
# Buyers of one process, all at once. Each tries until it bought or the sale is over; one in five cannot pay.
CROWD = """
import asyncio, json, random, sys, time, uuid
from pathlib import Path
from flash_sale_ticketing import Declined, HoldEnded, NothingFree, Shop, Signer, Ticket
from flash_sale_ticketing.embedded import FakePayments, SqliteSale
from flash_sale_ticketing.postgres import PostgresSale

where, name, buyers, payment_s = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
signer, rng = Signer(b"a secret of the tests"), random.Random(name)

class SlowPayments(FakePayments):
    async def charge(self, key, buyer):
        await asyncio.sleep(rng.uniform(0, payment_s))
        return await super().charge(key, buyer)

async def main():
    if where.startswith("postgresql:"):
        url, schema = where.split("#")
        sale = await PostgresSale.connect(url, schema=schema, most_connections=5)
    else:
        sale = SqliteSale(Path(where))
    names = [f"{name}-{number}" for number in range(buyers)]
    poor = frozenset(buyer for buyer in names if rng.random() < 0.2)
    shop = Shop(sale, SlowPayments(refuses=poor), signer, clock=time.time, new_id=lambda: uuid.uuid4().hex)
    over, tries = asyncio.Event(), 0

    looks = 0

    async def watch():
        nonlocal looks
        while True:
            counts = await sale.counts("s")
            assert counts.items == 100, counts
            looks += 1
            if counts.sold == counts.items:
                return over.set()
            await asyncio.sleep(0.02)

    async def one(buyer):
        nonlocal tries
        entry = signer.seal(Ticket("entry", "s", buyer, time.time() + 3600))
        while not over.is_set():
            tries += 1
            try:
                sold = await shop.buy((await shop.hold("s", entry)).id)
                print(json.dumps(["bought", buyer, sold.item]), flush=True)
                return
            except NothingFree:
                await asyncio.sleep(rng.uniform(0.1, 0.5))
            except Declined:
                return

    print(json.dumps(["ready"]), flush=True)
    sys.stdin.readline()
    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        for buyer in names:
            group.create_task(one(buyer))
    print(json.dumps(["tried", tries, looks]), flush=True)

asyncio.run(main())
"""


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["sqlite", "postgres"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Any]]:
    if request.param == "sqlite":
        sale = SqliteSale(tmp_path / "sale.sqlite")
        yield str(tmp_path / "sale.sqlite"), sale
        await sale.close()
        return
    schema = f"flash_test_{uuid4().hex[:12]}"
    try:
        on_server = await PostgresSale.connect(POSTGRES, schema=schema)
    except OSError:
        pytest.skip(
            "PostgreSQL does not answer; start one: "
            "docker run -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test -p 5432:5432 postgres:15"
        )
    yield f"{POSTGRES}#{schema}", on_server
    await on_server._pool.execute(f"DROP SCHEMA {schema} CASCADE")
    await on_server.close()


@pytest.fixture
def crowd() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(where: str, name: str, buyers: int, *, payment_s: float = 0.0) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", CROWD, where, name, str(buyers), str(payment_s)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        started.append(
            subprocess.Popen(arguments, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, **pipes)
        )
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def release(crowds: list[subprocess.Popen[str]]) -> float:
    """Let all begin together, once each has said that it is ready."""
    for one in crowds:
        assert one.stdout.readline() == '["ready"]\n'
    for one in crowds:
        one.stdin.write("go\n")
        one.stdin.flush()
    return time.perf_counter()


def rest_of(one: subprocess.Popen[str]) -> list[list[Any]]:
    with one.stdout as told, one.stdin:
        lines = [json.loads(line) for line in told.read().splitlines() if line.endswith("]")]
    one.wait()
    return lines


def shop_of(sale: Any, clock: Clock, payments: FakePayments | None = None) -> Shop:
    made = {"clock": clock, "new_id": lambda: uuid4().hex, "hold_s": 600, "payment_s": 60}
    return Shop(sale, payments or FakePayments(), Signer(SECRET), **made)


def entry(buyer: str) -> str:
    return Signer(SECRET).seal(Ticket("entry", "s", buyer, 10**12))


async def test_ten_thousand_buyers_get_exactly_the_hundred_items(place, crowd, proved) -> None:
    where, sale = place
    await sale.open_sale("s", 100)
    crowds = [crowd(where, f"crowd{n}", 2500) for n in range(4)]
    started = release(crowds)
    told = [line for one in crowds for line in rest_of(one)]
    took = time.perf_counter() - started
    bought = sorted((item, buyer) for kind, *more in told if kind == "bought" for buyer, item in [more])
    tries = sum(more[0] for kind, *more in told if kind == "tried")
    assert await sale.counts("s") == Counts(sold=100)
    assert [item for item, _ in bought] == list(range(1, 101))
    assert len({buyer for _, buyer in bought}) == 100
    assert await sale.sales("s") == bought
    assert tries >= 10_000
    proved(
        "exactly-what-there-is",
        store=type(sale).__name__,
        buyers=10_000,
        processes=4,
        looks_at_the_stock=sum(more[1] for kind, *more in told if kind == "tried"),
        sold=len(bought),
        sold_twice=len(bought) - len({item for item, _ in bought}),
        tries_per_s=tries / took,
    )


async def test_killed_crowd_leaves_nothing_unsold_or_sold_twice(place, crowd, proved) -> None:
    where, sale = place
    await sale.open_sale("s", 100)
    first = crowd(where, "first", 1000, payment_s=2.0)
    release([first])
    told = [json.loads(first.stdout.readline()) for _ in range(10)]
    first.kill()
    told += rest_of(first)
    left = await sale.counts("s")

    clock = Clock()
    clock.now = time.time() + 3600
    returned, settled = await sale.sweep(clock()), await shop_of(sale, clock).finish_payments()
    assert (returned, settled) == (left.held, left.paying)
    second = crowd(where, "second", 500)
    release([second])
    told += rest_of(second)

    assert await sale.counts("s") == Counts(sold=100)
    acknowledged = {(item, buyer) for kind, *more in told if kind == "bought" for buyer, item in [more]}
    assert acknowledged <= set(await sale.sales("s"))
    proved(
        "kills-lose-no-sale",
        store=type(sale).__name__,
        held_or_paying_when_killed=left.held + left.paying,
        acknowledged=len(acknowledged),
        lost=len(acknowledged - set(await sale.sales("s"))),
        sold=100,
    )


async def test_expired_hold_returns_its_item(place, proved) -> None:
    _, sale = place
    clock = Clock()
    shop = shop_of(sale, clock)
    await sale.open_sale("s", 100)
    holds = await asyncio.gather(*(shop.hold("s", entry(f"early{n}")) for n in range(100)))
    with pytest.raises(NothingFree):
        await shop.hold("s", entry("late"))
    clock.now += 599
    assert await sale.sweep(clock()) == 0
    assert (await shop.buy(holds[0].id)).state == "sold"
    paying = await sale.begin_payment(holds[1].id, now=clock(), until=clock() + 60)
    clock.now += 1
    returned = sum(await asyncio.gather(*(sale.sweep(clock()) for _ in range(10))))
    assert returned == 98
    assert await sale.counts("s") == Counts(free=98, paying=1, sold=1)
    with pytest.raises(HoldEnded):
        await shop.buy(holds[2].id)
    assert (await shop.buy(paying.id)).state == "sold"
    late = await asyncio.gather(*(shop.hold("s", entry(f"late{n}")) for n in range(98)))
    assert sorted(hold.item for hold in late) == sorted(hold.item for hold in holds[2:])
    assert (await shop.buy(late[0].id)).state == "sold"
    proved(
        "expired-hold-returns",
        store=type(sale).__name__,
        holds=100,
        paid=1,
        being_paid=1,
        returned=returned,
        given_on=len(late),
    )


async def test_payment_under_way_wins_over_the_sweeper(place) -> None:
    _, sale = place
    clock, payments = Clock(), FakePayments()
    shop = shop_of(sale, clock, payments)
    await sale.open_sale("s", 1)
    hold = await shop.hold("s", entry("slow"))
    clock.now += 599
    assert (await sale.begin_payment(hold.id, now=clock(), until=clock() + 60)).state == "paying"
    clock.now += 30
    assert await sale.sweep(clock()) == 0
    assert await sale.release(hold.id, state="held") is False
    # The process that took the payment is gone; somebody else finishes, twice at that.
    clock.now += 31
    assert await shop.finish_payments() == 1
    assert await shop.finish_payments() == 0
    assert (await shop.buy(hold.id)).state == "sold"
    assert payments.taken == {hold.id: "slow"}


async def test_declined_payment_frees_the_item(place) -> None:
    _, sale = place
    shop = shop_of(sale, Clock(), FakePayments(refuses=frozenset({"poor"})))
    await sale.open_sale("s", 1)
    with pytest.raises(Declined):
        await shop.buy((await shop.hold("s", entry("poor"))).id)
    assert await sale.counts("s") == Counts(free=1)


async def test_one_buyer_gets_one_item(place) -> None:
    _, sale = place
    shop = shop_of(sale, Clock())
    await sale.open_sale("s", 10)
    holds = await asyncio.gather(*(shop.hold("s", entry("greedy")) for _ in range(20)))
    assert len({hold.id for hold in holds}) == 1
    assert await sale.counts("s") == Counts(free=9, held=1)


async def test_hold_of_another_sale_is_another_item(place) -> None:
    _, sale = place
    for name in ("s", "t"):
        await sale.open_sale(name, 1)
        assert await sale.hold(Hold(uuid4().hex, name, 0, "fan", "held", 10.0)) is not None
    assert (await sale.counts("s"), await sale.counts("t")) == (Counts(held=1), Counts(held=1))
