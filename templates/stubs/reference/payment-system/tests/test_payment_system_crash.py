"""Real processes are killed: nothing acknowledged is lost, and reconciliation finds what was cut off."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

import payment_system
from payment_system import Charger, PaymentStore, Reconciler
from payment_system.embedded import LocalProvider, SqlitePayments
from payment_system.postgres import PostgresPayments

pytestmark = pytest.mark.anyio
POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"
# Charges without end, and says so after each; with "stop-before-booking" it waits where the crash is to hit.
WORKER = """
import asyncio, itertools, sys, time, uuid
from pathlib import Path
from payment_system import Charger, Intent
from payment_system.embedded import LocalProvider, SqlitePayments
from payment_system.postgres import PostgresPayments

where, provider_file, mode = sys.argv[1:]

class Stopping:
    def __init__(self, inner): self.inner = inner
    async def charge(self, request_id, intent):
        charge = await self.inner.charge(request_id, intent)
        print("provider-answered", request_id, flush=True)
        await asyncio.Event().wait()

async def main():
    if where.startswith("postgresql:"):
        url, schema = where.split("#")
        store = await PostgresPayments.connect(url, schema=schema)
    else:
        store = SqlitePayments(Path(where))
    provider = LocalProvider(Path(provider_file))
    charger = Charger(store, Stopping(provider) if mode == "stop-before-booking" else provider,
                      clock=time.time, new_id=lambda: uuid.uuid4().hex)
    for number in itertools.count():
        payment = await charger.charge(f"{uuid.uuid4().hex}", Intent("books", 100 + number, "EUR", "tok"))
        print("acknowledged", payment.id, flush=True)

asyncio.run(main())
"""


@pytest.fixture(params=["sqlite", "postgres"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, PaymentStore]]:
    if request.param == "sqlite":
        path = tmp_path / "payments.sqlite"
        made = SqlitePayments(path)
        yield str(path), made
        await made.close()
        return
    schema = f"payment_test_{uuid4().hex[:12]}"
    try:
        on_server = await PostgresPayments.connect(POSTGRES, schema=schema)
    except OSError:
        pytest.skip(
            "PostgreSQL does not answer; start one: docker run -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test -p 5432:5432 postgres:15"
        )
    yield f"{POSTGRES}#{schema}", on_server
    await on_server._pool.execute(f"DROP SCHEMA {schema} CASCADE")
    await on_server.close()


def start(where: str, provider: Path, mode: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WORKER, where, str(provider), mode]
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


def kill(worker: subprocess.Popen[str]) -> list[str]:
    worker.kill()
    assert worker.stdout is not None
    with worker.stdout as told:
        rest = told.read().splitlines()
    worker.wait()
    return rest


def reconciler_of(store: PaymentStore, provider: LocalProvider) -> Reconciler:
    later = lambda: time.time() + 3600  # noqa: E731
    charger = Charger(store, provider, clock=later, new_id=lambda: uuid4().hex)
    return Reconciler(charger, clock=later)


async def test_crash_between_answer_and_booking_is_repaired(place, tmp_path: Path, proved) -> None:
    where, store = place
    file = tmp_path / "provider.sqlite"
    worker = start(where, file, "stop-before-booking")
    assert worker.stdout is not None
    said, payment_id = worker.stdout.readline().split()
    assert said == "provider-answered"
    kill(worker)

    provider = LocalProvider(file)
    assert [charge.request_id for charge in await provider.settled()] == [payment_id]
    assert await store.bookings() == []  # the money is taken and nobody here knows

    report = await reconciler_of(store, provider).run()
    assert report.repaired == [payment_id]
    assert [booking.payment_id for booking in await store.bookings()] == [payment_id]
    again = await reconciler_of(store, provider).run()
    assert (again.matched, again.repaired, again.is_clean) == (1, [], True)
    assert len(await provider.settled()) == 1
    await provider.close()
    proved(
        "crash-is-reconciled",
        store=type(store).__name__,
        charged_and_not_booked=1,
        repaired=len(report.repaired),
        charged_twice=0,
    )


async def test_ten_kills_at_any_moment_lose_and_double_nothing(place, tmp_path: Path, proved) -> None:
    where, store = place
    file = tmp_path / "provider.sqlite"
    rng, acknowledged = random.Random(3), set[str]()
    for _ in range(10):
        worker = start(where, file, "go-on")
        assert worker.stdout is not None
        lines = [worker.stdout.readline() for _ in range(rng.randint(1, 30))]
        time.sleep(rng.random() * 0.01)
        lines += [line for line in kill(worker) if line.endswith(tuple("0123456789abcdef"))]
        acknowledged |= {line.split()[1] for line in lines if len(line.split()) == 2 and len(line.split()[1]) == 32}

    provider = LocalProvider(file)
    booked_before = {booking.payment_id for booking in await store.bookings()}
    assert acknowledged <= booked_before
    report = await reconciler_of(store, provider).run()
    charges, bookings = await provider.settled(), await store.bookings()
    assert [charge.request_id for charge in charges] == sorted(booking.payment_id for booking in bookings)
    assert (await store.balances())["provider:clearing"] == sum(charge.amount_minor for charge in charges)
    assert (await reconciler_of(store, provider).run()).is_clean
    await provider.close()
    proved(
        "kills-lose-nothing",
        store=type(store).__name__,
        kills=10,
        acknowledged=len(acknowledged),
        lost=len(acknowledged - {booking.payment_id for booking in bookings}),
        found_by_reconciliation=len(report.repaired),
    )


async def test_books_that_differ_are_told(tmp_path: Path) -> None:
    store, provider = (
        SqlitePayments(tmp_path / "p.sqlite", sync="OFF"),
        LocalProvider(tmp_path / "q.sqlite", sync="OFF"),
    )
    intent = payment_system.Intent("books", 500, "EUR", "tok")
    await provider.charge("somebody-else", intent)  # on their books alone
    charger = Charger(store, provider, clock=time.time, new_id=lambda: uuid4().hex)
    kept, changed, gone = [await charger.charge(key, intent) for key in "abc"]
    await provider._file.run(lambda db: db.execute("DELETE FROM charges WHERE request_id = ?", (gone.id,)))
    await provider._file.run(
        lambda db: db.execute("UPDATE charges SET amount_minor = 499 WHERE request_id = ?", (changed.id,))
    )
    report = await Reconciler(charger, clock=time.time).run()
    assert (report.matched, report.missing_there, report.amount_differs) == (1, [gone.id], [changed.id])
    assert len(report.unknown_here) == 1
    assert kept.status == "captured"
    await store.close()
    await provider.close()
