"""Codes never collide: not between generators, not when the clock runs back, not when a lease changes hands."""

from __future__ import annotations

import threading

import pytest

from url_shortener import LeaseKeeper, Snowflake, SqliteLeases, base62
from url_shortener.codes import ALPHABET
from url_shortener.embedded import Sqlite
from url_shortener.errors import NoLease, StoreDown
from url_shortener.ports import Lease

GENERATORS, EACH = 8, 125_000


def test_a_million_codes_of_eight_generators_are_all_different(proved) -> None:
    made: list[list[str]] = [[] for _ in range(GENERATORS)]
    at_once = threading.Barrier(GENERATORS)

    def work(number: int) -> None:
        generator = Snowflake(number)
        at_once.wait()
        made[number] = [generator.code() for _ in range(EACH)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(GENERATORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = [code for part in made for code in part]
    collisions = len(codes) - len(set(codes))
    assert len(codes) == 1_000_000
    assert collisions == 0
    assert max(map(len, codes)) <= 11
    proved("no-collisions", codes=len(codes), generators=GENERATORS, collisions=collisions)


def test_one_generator_used_by_many_threads_never_repeats_itself() -> None:
    generator, made = Snowflake(5), []
    threads = [threading.Thread(target=lambda: made.extend(generator.take() for _ in range(5_000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == len(made) == 40_000


def test_a_clock_that_stands_still_or_runs_back_repeats_nothing() -> None:
    times = iter([2_000_000_000_000] * 9_000 + [1_999_999_999_500] * 9_000)
    generator = Snowflake(3, clock=lambda: next(times))
    made = [generator.take() for _ in range(18_000)]
    assert made == sorted(set(made))


def test_a_clock_that_runs_back_far_stops_the_generator() -> None:
    now = 2_000_000_000_000
    generator = Snowflake(3, clock=lambda: now)
    generator.take()
    now -= 60_000
    with pytest.raises(NoLease, match="behind"):
        generator.take()


def test_base62_keeps_the_number() -> None:
    for number in (0, 61, 62, 3843, 3844, 2**62 + 12345):
        value = 0
        for sign in base62(number):
            value = value * 62 + ALPHABET.index(sign)
        assert value == number


@pytest.mark.anyio
async def test_living_holders_never_share_a_worker_number(proved) -> None:
    now = 1_000_000
    leases = SqliteLeases(Sqlite())
    keepers = [LeaseKeeper(leases, f"h{number}", clock=lambda: now) for number in range(20)]
    workers = [(await keeper.current()).worker for keeper in keepers]
    assert len(set(workers)) == 20
    # All but the first renew; the first one's number goes to another holder only after its lease and the margin.
    first = await keepers[0].current()
    for _ in range(8):
        now += 5_000
        for keeper in keepers[1:]:
            await keeper.current()
    with pytest.raises(NoLease):
        first.take()
    heir = await LeaseKeeper(leases, "heir", clock=lambda: now).current()
    assert heir.worker == first.worker
    assert (await keepers[0].current()).worker not in {keeper.lease.worker for keeper in keepers[1:] if keeper.lease}
    proved("leases", holders=20, shared_numbers=0)


@pytest.mark.anyio
async def test_of_two_who_take_an_ended_lease_one_wins() -> None:
    leases = SqliteLeases(Sqlite())
    assert await leases.add(Lease(0, 1, "a", 10))
    assert await leases.add(Lease(0, 2, "b", 20))
    assert not await leases.add(Lease(0, 2, "c", 20))


@pytest.mark.anyio
async def test_while_the_leases_are_away_the_held_number_is_used_to_its_end() -> None:
    class Away(SqliteLeases):
        is_away = False

        async def extend(self, lease: Lease) -> None:
            raise StoreDown("away")

        async def latest(self) -> dict[int, Lease]:
            if self.is_away:
                raise StoreDown("away")
            return dict(await super().latest())

    now = 1_000_000
    leases = Away(Sqlite())
    keeper = LeaseKeeper(leases, "h", clock=lambda: now)
    worker = (await keeper.current()).worker
    leases.is_away = True
    now += 27_000
    assert (await keeper.current()).worker == worker
    now += 2_000
    with pytest.raises(StoreDown):
        await keeper.current()
