from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

import httpx
import pytest

from notification_system import (
    Backoff,
    Dispatcher,
    Intake,
    KeyReused,
    Kind,
    Limit,
    ProviderDown,
    Rejected,
    Request,
    Urgency,
    run_workers,
)
from notification_system.embedded import SqliteSends
from notification_system.face import make_app

pytestmark = pytest.mark.anyio
KINDS = {
    "code": Kind(Urgency.URGENT, ("sms",), Template("Your code is $code"), is_mandatory=True, keep_s=300),
    "shipped": Kind(Urgency.STANDARD, ("email", "push"), Template("Order $order is on its way")),
    "offer": Kind(Urgency.BULK, ("sms",), Template("$text")),
}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Recording:
    """A provider that notes what it is asked, fails as told, and keeps calls waiting while `gate` is shut."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.sent: list[tuple[float, str, str]] = []
        self.tried: list[tuple[float, str]] = []
        self.fails: Mapping[str, Exception] = {}
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, send_id: str, user: str, text: str) -> None:
        self.tried.append((self.clock(), user))
        if not text.startswith("Your code"):
            await self.gate.wait()
        if user in self.fails:
            raise self.fails[user]
        self.sent.append((self.clock(), user, text))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteSends]:
    made = SqliteSends(tmp_path / "sends.sqlite", sync="OFF")
    yield made
    await made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def provider(clock: Clock) -> Recording:
    return Recording(clock)


@pytest.fixture
def intake(store: SqliteSends, clock: Clock) -> Intake:
    numbers = itertools.count()
    return Intake(store, KINDS, clock=clock, new_id=lambda: f"n{next(numbers)}")


def dispatcher_of(store: SqliteSends, provider: Recording, clock: Clock, **more: Any) -> Dispatcher:
    providers = {"sms": provider, "email": provider, "push": provider}
    given = {"limits": {}, "random": random.Random(1).random, **more}
    return Dispatcher(store, providers, clock=clock, **given)  # type: ignore[arg-type]


def asked(kind: str, user: str, key: str | None = None, **values: str) -> Request:
    return Request("shop", key or f"{kind}-{user}", user, kind, values)


async def fill(intake: Intake, many: int) -> None:
    await asyncio.gather(*(intake.accept(asked("offer", f"reader{n}", text="Half price")) for n in range(many)))


async def test_login_code_is_never_behind_bulk_mail(store, intake, provider, clock, proved) -> None:
    await fill(intake, 5000)
    dispatcher = dispatcher_of(store, provider, clock)
    # One worker alone: whatever it is at, the code is the next that it takes.
    overtaken = 0
    for number in range(20):
        await dispatcher.run_one()
        await intake.accept(asked("code", f"user{number}", code="123456"))
        before = len(provider.sent)
        await dispatcher.run_one()
        overtaken += provider.sent[before][1] != f"user{number}"
    assert overtaken == 0

    # All general workers hang in slow bulk sends: the reserved one sends the code.
    provider.gate.clear()
    workers = asyncio.create_task(run_workers(dispatcher, general=8, reserved=1, idle_s=0.001))
    before = len(provider.tried)
    while len(provider.tried) < before + 8:
        await asyncio.sleep(0.001)
    sent = len(provider.sent)
    await intake.accept(asked("code", "last", code="654321"))
    async with asyncio.timeout(10):
        while len(provider.sent) == sent:
            await asyncio.sleep(0.001)
    assert provider.sent[-1][1] == "last"
    bulk_ended_meanwhile = len(provider.sent) - sent - 1
    workers.cancel()
    await asyncio.gather(workers, return_exceptions=True)
    assert bulk_ended_meanwhile == 0
    proved("code-before-bulk", bulk_waiting=5000, codes=21, behind_bulk=overtaken + bulk_ended_meanwhile)


async def test_duplicate_is_sent_once(store, intake, provider, clock, proved) -> None:
    answers = await asyncio.gather(*(intake.accept(asked("shipped", "ann", "k1", order="7")) for _ in range(50)))
    assert len({id for id, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1
    dispatchers = [dispatcher_of(store, provider, clock) for _ in range(4)]
    await asyncio.gather(*(one.run_one() for one in dispatchers for _ in range(5)))
    assert sorted(text for _, _, text in provider.sent) == ["Order 7 is on its way"] * 2  # email and push
    with pytest.raises(KeyReused):
        await intake.accept(asked("shipped", "ann", "k1", order="8"))
    await intake.accept(asked("shipped", "ann", "k2", order="7"))
    assert (await store.counts()) == {"accepted": 2, "open": 2}
    proved("duplicate-sent-once", requests=50, dispatchers=4, channels=2, sent=2)


async def test_limit_of_a_channel_holds_in_every_window(store, intake, provider, clock, proved) -> None:
    rng = random.Random(2)
    limits = {"sms": Limit(most=10, window_s=1.0, reserved=2)}
    dispatchers = [dispatcher_of(store, provider, clock, limits=limits) for _ in range(3)]
    await fill(intake, 150)
    codes = 0
    while len([1 for _, user, _ in provider.sent if user.startswith("reader")]) < 150:
        for one in dispatchers:
            await one.run_one()
        clock.now += rng.uniform(0, 0.03)
        if rng.random() < 0.02:
            codes += 1
            await intake.accept(asked("code", f"user{codes}", code="1"))
    times = [at for at, _, _ in provider.sent]
    most = max(sum(start <= at < start + 1.0 for at in times) for start in times)
    rate = len(times) / (times[-1] - times[0])
    assert most <= 10
    assert rate >= 7  # the limit is used, not merely kept
    assert all(wait < 1 for wait in await code_waits(store, provider))
    proved("channel-limit-holds", limit_per_s=10, sends=len(times), most_in_any_second=most, rate_per_s=rate)


async def code_waits(store: SqliteSends, provider: Recording) -> list[float]:
    accepted = {send.user: send.expires_at - 300 for send in await store.sends() if send.kind == "code"}
    return [at - accepted[user] for at, user, _ in provider.sent if user in accepted]


async def test_reserve_is_for_urgent_sends(store, intake, provider, clock) -> None:
    dispatcher = dispatcher_of(store, provider, clock, limits={"sms": Limit(most=10, window_s=1.0, reserved=2)})
    await fill(intake, 20)
    while await dispatcher.run_one():
        pass
    assert len(provider.sent) == 8
    for number in range(3):
        await intake.accept(asked("code", f"user{number}", code="1"))
    assert [await dispatcher.run_one() for _ in range(3)] == ["accepted", "accepted", "limited"]


async def test_failed_send_backs_off_and_ends_as_dead_letter(store, intake, provider, clock, proved) -> None:
    backoff = Backoff(first_s=1, longest_s=6, attempts=5)
    dispatcher = dispatcher_of(store, provider, clock, backoff=backoff)
    provider.fails = {"ann": ProviderDown("busy")}
    await intake.accept(asked("offer", "ann", text="Hello"))
    await intake.accept(asked("offer", "bob", text="Hello"))
    outcomes = []
    for _ in range(2000):
        outcomes.append(await dispatcher.run_one())
        clock.now += 0.01
    assert [outcome for outcome in outcomes if outcome] == ["retry", "accepted", *["retry"] * 3, "dead"]
    times = [at for at, user in provider.tried if user == "ann"]
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    for number, wait in enumerate(waits, start=1):
        least, longest = backoff.bounds(number)
        assert least <= wait <= longest + 0.02
    assert waits[0] < waits[1] < waits[2]

    (dead,) = await store.sends(status="dead")
    assert (dead.user, dead.attempts, dead.error) == ("ann", 5, "busy")
    provider.fails = {}
    assert await store.redrive(dead.id, clock())
    assert not await store.redrive(dead.id, clock())
    assert await dispatcher.run_one() == "accepted"
    proved("backoff-then-dead-letter", attempts=len(times), waits_s=" ".join(f"{wait:.2f}" for wait in waits), dead=1)


async def test_what_is_refused_for_good_is_not_tried_again(store, intake, provider, clock) -> None:
    provider.fails = {"ann": Rejected("no such number")}
    await intake.accept(asked("offer", "ann", text="Hello"))
    dispatcher = dispatcher_of(store, provider, clock)
    assert [await dispatcher.run_one() for _ in range(2)] == ["dead", None]


async def test_hanging_provider_counts_as_failed(store, intake, provider, clock) -> None:
    provider.gate.clear()
    await intake.accept(asked("offer", "ann", text="Hello"))
    dispatcher = dispatcher_of(store, provider, clock, timeout_s=0.01)
    assert await dispatcher.run_one() == "retry"
    with pytest.raises(ValueError, match="lease"):
        dispatcher_of(store, provider, clock, timeout_s=30, lease_s=30)


async def test_opt_outs_are_respected(store, intake, provider, clock, proved) -> None:
    dispatcher = dispatcher_of(store, provider, clock)
    await store.opt_out("before", "sms")
    for user in ("before", "meanwhile", "never"):
        await intake.accept(asked("offer", user, text="Half price"))
        await intake.accept(asked("code", user, code="1"))
    await store.opt_out("meanwhile", "sms")
    while await dispatcher.run_one():
        pass
    offers = [user for _, user, text in provider.sent if text == "Half price"]
    codes = [user for _, user, text in provider.sent if text.startswith("Your code")]
    assert offers == ["never"]
    assert codes == ["before", "meanwhile", "never"]
    assert await store.counts() == {"accepted": 4, "suppressed": 1}
    await store.opt_out("before", "sms", is_out=False)
    assert (
        len(await store.sends(notification=(await intake.accept(asked("offer", "before", "again", text="x")))[0])) == 1
    )
    proved("opt-outs-respected", opted_out=2, offers_sent_to_them=0, login_codes_sent_to_them=2)


async def test_late_login_code_is_not_sent(store, intake, provider, clock) -> None:
    await intake.accept(asked("code", "ann", code="1"))
    clock.now += 300
    assert await dispatcher_of(store, provider, clock).run_one() == "expired"
    assert provider.sent == []


async def test_values_are_data(store, intake, provider, clock) -> None:
    await intake.accept(asked("code", "ann", code="$code ${code} {0}"))
    await dispatcher_of(store, provider, clock).run_one()
    assert provider.sent[0][2] == "Your code is $code ${code} {0}"


async def test_face(store, intake, provider, clock) -> None:
    app = make_app(intake, clock=clock, most_bytes=2000)
    body = {"caller": "shop", "user": "ann", "kind": "offer", "values": {"text": "Hello"}}
    key = {"Idempotency-Key": "k"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://tell") as client:
        first = await client.post("/notifications", json=body, headers=key)
        again = await client.post("/notifications", json=body, headers=key)
        assert (first.status_code, again.json()) == (202, {"id": first.json()["id"], "is_repeat": True})
        provider.fails = {"ann": Rejected("gone")}
        await dispatcher_of(store, provider, clock).run_one()
        (dead,) = (await client.get("/dead-letters")).json()
        assert (dead["status"], dead["error"], "text" in dead) == ("dead", "gone", False)
        assert (await client.post(f"/dead-letters/{dead['id']}/redrive")).status_code == 202
        assert (await client.put("/opt-outs/ann/sms")).status_code == 204
        wants = {"channels": {"sms": True, "email": False}}
        assert (await client.put("/users/ann/preferences", json=wants)).status_code == 204
        assert [await store.is_out("ann", channel) for channel in ("sms", "email", "push")] == [False, True, False]
        bad = [
            await client.post("/notifications", json=body),
            await client.post("/notifications", json={**body, "kind": "nonsense"}, headers=key),
            await client.post("/notifications", json={**body, "user": "bob"}, headers=key),
            await client.post("/notifications", json={**body, "values": {"text": "x" * 3000}}, headers=key),
            await client.put("/opt-outs/ann/pigeon"),
            await client.put("/users/ann/preferences", json={"channels": {"pigeon": False}}),
            await client.get("/notifications/nothing"),
            await client.post("/dead-letters/nothing/redrive"),
        ]
        await store.close()
        bad.append(await client.post("/notifications", json=body, headers=key))
    assert [answer.status_code for answer in bad] == [422, 422, 422, 413, 422, 422, 404, 404, 503]
    assert {answer.headers["content-type"] for answer in bad} == {"application/problem+json"}
