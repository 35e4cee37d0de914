from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from payment_system import (
    Booking,
    Charge,
    Charger,
    Entry,
    Intent,
    KeyReused,
    PaymentStore,
    ProviderTimeout,
    Reconciler,
    StoreDown,
    Unbalanced,
)
from payment_system.embedded import LocalProvider, SqlitePayments
from payment_system.face import make_app
from payment_system.ledger import fee_of
from payment_system.postgres import PostgresPayments

pytestmark = pytest.mark.anyio
POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"
INTENT = Intent("books", 1999, "EUR", "tok_visa")


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[PaymentStore]:
    if request.param == "sqlite":
        made = SqlitePayments(tmp_path / "payments.sqlite", sync="OFF")
        yield made
        await made.close()
        return
    schema = f"payment_test_{uuid4().hex[:12]}"
    try:
        on_server = await PostgresPayments.connect(POSTGRES, schema=schema)
    except OSError:
        pytest.skip(
            "PostgreSQL does not answer; start one: docker run -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test -p 5432:5432 postgres:15"
        )
    yield on_server
    await on_server._pool.execute(f"DROP SCHEMA {schema} CASCADE")
    await on_server.close()


@pytest.fixture
async def provider(tmp_path: Path) -> AsyncIterator[LocalProvider]:
    made = LocalProvider(tmp_path / "provider.sqlite", sync="OFF")
    yield made
    await made.close()


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def charger_of(store: PaymentStore, provider: object, clock: Clock | None = None) -> Charger:
    return Charger(store, provider, clock=clock or Clock(), new_id=lambda: uuid4().hex, lease_s=30)  # type: ignore[arg-type]


async def charge_until_answered(client: httpx.AsyncClient, key: str) -> tuple[httpx.Response, int]:
    body = {"merchant": "books", "amount_minor": 1999, "currency": "EUR", "card_token": "tok_visa"}
    for turned_away in itertools.count():
        answer = await client.post("/payments", json=body, headers={"Idempotency-Key": key})
        if answer.status_code != 409:
            return answer, turned_away
        assert answer.headers["Retry-After"]
        await asyncio.sleep(0.002)
    raise AssertionError


class Slow:
    """Answers when all who come at once have come, so that they do meet the charge in flight."""

    def __init__(self, inner: LocalProvider) -> None:
        self.inner = inner
        self.settled = inner.settled

    async def charge(self, request_id: str, intent: Intent) -> Charge:
        await asyncio.sleep(0.05)
        return await self.inner.charge(request_id, intent)


async def test_fifty_concurrent_retries_charge_once(store, provider, proved) -> None:
    # Two instances with nothing in common but the store.
    chargers = [charger_of(store, Slow(provider)) for _ in range(2)]
    apps = [make_app(charger) for charger in chargers]
    clients = [httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pay") for app in apps]
    answers = await asyncio.gather(*(charge_until_answered(clients[n % 2], "order-1") for n in range(50)))
    for client in clients:
        await client.aclose()
    assert {answer.status_code for answer, _ in answers} == {201}
    assert len({answer.json()["id"] for answer, _ in answers}) == 1
    charges, bookings = await provider.settled(), await store.bookings()
    assert len(charges) == len(bookings) == await provider.calls() == 1
    turned_away = sum(count for _, count in answers)
    assert turned_away > 0
    proved(
        "one-charge-per-key",
        store=type(store).__name__,
        callers=50,
        instances=2,
        told_to_wait=turned_away,
        charges=len(charges),
        bookings=len(bookings),
    )


async def test_every_booking_sums_to_zero(store, provider, proved) -> None:
    rng = random.Random(8)
    charger = charger_of(store, provider)
    taken = 0
    for number in range(200):
        token = "declined_card" if number % 10 == 9 else "tok_visa"
        intent = Intent(f"merchant-{number % 7}", rng.randint(1, 10**7), "EUR", token)
        payment = await charger.charge(f"key-{number}", intent)
        taken += intent.amount_minor if payment.status == "captured" else 0
    bookings, balances = await store.bookings(), await store.balances()
    assert len(bookings) == 180
    assert all(sum(entry.amount_minor for entry in booking.entries) == 0 for booking in bookings)
    assert sum(balances.values()) == 0
    assert balances["provider:clearing"] == taken
    crooked = (Entry("provider:clearing", 100), Entry("merchant:m", -99))
    with pytest.raises(Unbalanced):
        Booking("p", "EUR", crooked)
    proved(
        "ledger-sums-to-zero",
        store=type(store).__name__,
        transactions=len(bookings),
        entries=sum(len(booking.entries) for booking in bookings),
        sum_of_all_balances=sum(balances.values()),
        refused=1,
    )


def test_booking_has_entries() -> None:
    with pytest.raises(Unbalanced):
        Booking("p", "EUR", ())


def test_fee_is_rounded_once() -> None:
    assert [fee_of(amount, 290) for amount in (0, 1, 17, 18, 1999)] == [0, 0, 0, 1, 58]


async def test_ledger_is_append_only(store, provider) -> None:
    await charger_of(store, provider).charge("key", INTENT)
    with pytest.raises(Exception, match="append-only"):
        if isinstance(store, SqlitePayments):
            await store._file.run(lambda db: db.execute("UPDATE entries SET amount_minor = 0"))
        else:
            await store._pool.execute("DELETE FROM entries")


@pytest.mark.parametrize("store", ["postgres"], indirect=True)
async def test_postgres_refuses_an_unbalanced_transaction(store, provider) -> None:
    payment = await charger_of(store, provider).charge("key", INTENT)
    with pytest.raises(Exception, match="do not sum to zero"):
        await store._pool.execute("INSERT INTO entries VALUES ($1, 9, 'thin air', 1)", payment.id)


async def test_key_of_another_request_is_refused(store, provider) -> None:
    charger = charger_of(store, provider)
    await charger.charge("key", INTENT)
    with pytest.raises(KeyReused):
        await charger.charge("key", Intent("books", 2999, "EUR", "tok_visa"))
    assert len(await provider.settled()) == 1


async def test_decline_is_remembered_and_not_booked(store, provider) -> None:
    charger = charger_of(store, provider)
    declined = Intent("books", 500, "EUR", "declined_card")
    first, again = await charger.charge("key", declined), await charger.charge("key", declined)
    assert first == again
    assert first.status == "declined"
    assert await store.bookings() == []
    assert await provider.calls() == 1


class Silent:
    """Takes the money and does not answer, the first time."""

    def __init__(self, inner: LocalProvider) -> None:
        self.inner = inner
        self.settled = inner.settled
        self.is_silent = True

    async def charge(self, request_id: str, intent: Intent) -> Charge:
        charge = await self.inner.charge(request_id, intent)
        if self.is_silent:
            raise ProviderTimeout
        return charge


async def test_charge_without_an_answer_is_taken_up_when_its_lease_ends(store, provider) -> None:
    clock, silent = Clock(), Silent(provider)
    charger = charger_of(store, silent, clock)
    with pytest.raises(ProviderTimeout):
        await charger.charge("key", INTENT)
    silent.is_silent = False
    clock.now += 31
    payment = await charger.charge("key", INTENT)
    assert payment.status == "captured"
    assert len(await provider.settled()) == len(await store.bookings()) == 1


async def test_answer_that_comes_after_the_repair_changes_nothing(store, provider) -> None:
    clock, silent = Clock(), Silent(provider)
    charger = charger_of(store, silent, clock)
    with pytest.raises(ProviderTimeout):
        await charger.charge("key", INTENT)
    report = await Reconciler(charger, clock=clock).run()
    (late,) = await provider.settled()
    payment = await store.payment(late.request_id)
    assert report.repaired == [late.request_id]
    assert await charger.record(payment, late) == (payment, False)
    assert len(await store.bookings()) == 1


async def test_entries_of_an_account_come_in_pages_and_sum_to_its_balance(store, provider) -> None:
    charger = charger_of(store, provider)
    for number in range(5):
        await charger.charge(f"key-{number}", INTENT)
    app = make_app(ledger=store)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pay") as client:
        account, seen, after = "/accounts/provider:clearing", [], ""
        while after is not None:
            page = (await client.get(f"{account}/entries?limit=2&after={after}")).json()
            seen += page["items"]
            after = page["next"]
        assert len({item["payment"] for item in seen}) == len(seen) == 5
        balance = (await client.get(f"{account}/balance")).json()["balance_minor"]
        assert sum(item["amount_minor"] for item in seen) == balance > 0
        assert (await client.get("/accounts/nobody/entries")).status_code == 404


async def test_bad_requests_get_problem_details(store, provider) -> None:
    charger = charger_of(store, provider)
    app = make_app(charger, ledger=store, most_bytes=1000)
    good = {"merchant": "books", "amount_minor": 5, "currency": "EUR", "card_token": "t"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pay") as client:
        answers = [
            await client.post("/payments", json=good),
            await client.post("/payments", json={**good, "amount_minor": 1.5}, headers={"Idempotency-Key": "k"}),
            await client.post("/payments", json={**good, "merchant": "x" * 2000}, headers={"Idempotency-Key": "k"}),
            await client.get("/payments/nobody"),
            await client.get("/accounts/nobody/balance"),
        ]
    assert [answer.status_code for answer in answers] == [422, 422, 413, 404, 404]
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


async def test_store_that_is_down_takes_no_money(tmp_path: Path, provider) -> None:
    store = SqlitePayments(tmp_path / "payments.sqlite", sync="OFF")
    charger = charger_of(store, provider)
    await charger.charge("key", INTENT)
    await store.close()
    app = make_app(charger)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pay") as client:
        answer, _ = await charge_until_answered(client, "other")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert await provider.calls() == 1


@pytest.mark.parametrize("store", ["postgres"], indirect=True)
async def test_postgres_that_is_down_is_told(store) -> None:
    again = await PostgresPayments.connect(POSTGRES, schema="payment_test_down")
    await again._pool.execute("DROP SCHEMA payment_test_down CASCADE")
    await again.close()
    with pytest.raises(StoreDown):
        await again.balances()
