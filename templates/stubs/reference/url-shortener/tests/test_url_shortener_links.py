"""Links: an alias that is taken, a retry, what is refused, what happens when cache or store are away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count

import httpx
import pytest

from url_shortener import ClickBuffer, Link, MemoryCache, Redirector, Shortener, SqliteClicks, SqliteLinks, base62
from url_shortener.embedded import Sqlite
from url_shortener.errors import Gone, StoreDown, Taken, Unknown
from url_shortener.face import MOST_BYTES, make_app
from url_shortener.ports import Batch

TARGET = "https://example.org/a/very/long/address?with=fields"
PROBLEM = "application/problem+json"


class CountedLinks(SqliteLinks):
    """Links that count how often the store is read, and can be taken away."""

    reads = 0
    is_down = False

    async def get(self, code: str) -> Link | None:
        self.reads += 1
        if self.is_down:
            raise StoreDown("away")
        return await super().get(code)


class BrokenCache(MemoryCache):
    """A cache that does not answer."""

    async def get(self, code: str) -> tuple[Link | None] | None:
        raise StoreDown("away")

    async def put(self, code: str, link: Link | None, ttl_s: float) -> None:
        raise StoreDown("away")

    drop = get  # type: ignore[assignment]


class System:
    """Everything together, in process."""

    def __init__(self, cache: MemoryCache | None = None, now: float = 1_000_000.0) -> None:
        self.now = now
        self.links = CountedLinks(Sqlite())
        self.cache = MemoryCache(clock=lambda: self.now) if cache is None else cache
        numbers = count(10**15)

        async def new_code() -> str:
            return base62(next(numbers))

        self.shortener = Shortener(self.links, self.cache, new_code, own_hosts=("sho.rt",), clock=lambda: self.now)
        self.redirector = Redirector(self.links, self.cache, clock=lambda: self.now, most_reads=4)
        self.log = SqliteClicks(self.links.db)
        self.clicks = ClickBuffer(self.log, clock=lambda: self.now)
        self.app = make_app(self.shortener, self.redirector, self.clicks, self.log.of)  # type: ignore[arg-type]

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://short")


@pytest.fixture
def system() -> System:
    return System()


@pytest.fixture
async def client(system: System) -> AsyncIterator[httpx.AsyncClient]:
    async with system.client() as client:
        yield client


@pytest.mark.anyio
async def test_an_alias_that_is_taken_gets_409_and_the_first_link_stays(
    system: System, client: httpx.AsyncClient, proved
) -> None:
    wishes = [{"target_url": f"https://example.org/{number}", "alias": "summer"} for number in range(50)]
    answers = await asyncio.gather(*(client.post("/links", json=wish) for wish in wishes))
    made = [answer for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code == 409]
    assert (len(made), len(refused)) == (1, 49)
    assert refused[0].headers["content-type"] == PROBLEM
    assert (await client.get("/summer")).headers["location"] == made[0].json()["target_url"]
    assert (await client.get("/links/summer")).json() == made[0].json()
    proved("alias-taken", askers=50, made=1, refused=49)


@pytest.mark.anyio
async def test_a_cached_redirect_does_not_touch_the_store(system: System, client: httpx.AsyncClient, proved) -> None:
    code = (await client.post("/links", json={"target_url": TARGET})).json()["code"]
    for _ in range(1_000):
        answer = await client.get(f"/{code}")
        assert (answer.status_code, answer.headers["location"]) == (302, TARGET)
    assert system.links.reads == 0
    for _ in range(100):
        assert (await client.get("/nothing1")).status_code == 404
    assert system.links.reads == 1
    proved("cached-redirect", redirects=1_000, store_reads=0)


@pytest.mark.anyio
async def test_a_redirect_is_described_with_the_other_operations(client: httpx.AsyncClient) -> None:
    described = (await client.get("/openapi.json")).json()["paths"]["/{code}"]["get"]
    assert {"301", "302", "404", "410", "503"} <= set(described["responses"])
    assert described["parameters"][0]["name"] == "code"


@pytest.mark.anyio
async def test_a_hundred_visitors_of_one_missing_code_read_the_store_once(system: System) -> None:
    made = await system.shortener.create(TARGET)
    await system.cache.drop(made.code)
    found = await asyncio.gather(*(system.redirector.follow(made.code) for _ in range(100)))
    assert {link.target_url for link in found} == {TARGET}
    assert system.links.reads == 1


@pytest.mark.anyio
async def test_reads_of_many_missing_codes_are_bounded(system: System) -> None:
    found = await asyncio.gather(*(system.redirector.follow(f"c{n}") for n in range(10)), return_exceptions=True)
    assert [type(one) for one in found] == [Unknown] * 4 + [StoreDown] * 6


@pytest.mark.anyio
async def test_redirects_are_302_or_301_and_say_how_long_they_may_be_kept(client: httpx.AsyncClient) -> None:
    for is_permanent, status, kept in ((False, 302, "no-store"), (True, 301, "max-age")):
        body = {"target_url": TARGET, "is_permanent": is_permanent}
        code = (await client.post("/links", json=body)).json()["code"]
        answer = await client.get(f"/{code}")
        assert answer.status_code == status
        assert kept in answer.headers["cache-control"]


@pytest.mark.anyio
async def test_a_withdrawn_and_an_expired_link_are_gone(system: System, client: httpx.AsyncClient) -> None:
    code = (await client.post("/links", json={"target_url": TARGET})).json()["code"]
    assert (await client.get(f"/{code}")).status_code == 302
    assert (await client.delete(f"/links/{code}")).status_code == 204
    assert (await client.get(f"/{code}")).status_code == 410
    link = await system.shortener.create(TARGET, expires_at=system.now + 60)
    await system.redirector.follow(link.code)
    system.now += 60
    with pytest.raises(Gone):
        await system.redirector.follow(link.code)


@pytest.mark.anyio
async def test_a_changed_target_takes_effect_at_once(client: httpx.AsyncClient) -> None:
    code = (await client.post("/links", json={"target_url": TARGET})).json()["code"]
    assert (await client.get(f"/{code}")).headers["location"] == TARGET
    await client.patch(f"/links/{code}", json={"target_url": "https://example.org/ä"})
    assert (await client.get(f"/{code}")).headers["location"] == "https://example.org/%C3%A4"


@pytest.mark.anyio
async def test_a_retried_creation_makes_one_link(client: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "k1"}
    first, again = [await client.post("/links", json={"target_url": TARGET}, headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    other = await client.post("/links", json={"target_url": f"{TARGET}2"}, headers=headers)
    assert other.status_code == 422


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body",
    [
        {"target_url": "javascript:alert(1)"},
        {"target_url": "//example.org"},
        {"target_url": "https://sho.rt/abc"},
        {"target_url": "https://SHO.RT./abc"},
        {"target_url": "https://user:secret@example.org"},
        {"target_url": "https://example.org:port/"},
        {"target_url": "https://example.org/\r\nset-cookie: a=b"},
        {"target_url": "https://example.org/" + "a" * 2_000},
        {"target_url": TARGET, "alias": "a/b"},
        {"target_url": TARGET, "alias": "Healthz"},
        {"target_url": TARGET, "expires_at": "tomorrow"},
        {"target_url": TARGET, "more": 1},
        [],
    ],
)
async def test_what_is_no_link_is_refused_with_details(client: httpx.AsyncClient, body: object) -> None:
    answer = await client.post("/links", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.anyio
async def test_a_body_that_is_too_large_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/links", content=b"[" * (MOST_BYTES + 1), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.anyio
async def test_without_the_cache_links_are_read_from_the_store_and_without_the_store_from_the_cache() -> None:
    system = System(BrokenCache())
    made = await system.shortener.create(TARGET)
    assert (await system.redirector.follow(made.code)).target_url == TARGET
    system = System()
    made = await system.shortener.create(TARGET)
    system.links.is_down = True
    assert (await system.redirector.follow(made.code)).target_url == TARGET
    async with system.client() as client:
        answer = await client.get("/other")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.anyio
async def test_of_concurrent_inserts_of_one_code_one_wins() -> None:
    links = SqliteLinks(Sqlite())
    wanted = [Link("one", f"https://example.org/{number}", 0.0) for number in range(20)]
    found = await asyncio.gather(*(links.insert(link) for link in wanted), return_exceptions=True)
    assert sum(isinstance(one, Taken) for one in found) == 19


@pytest.mark.anyio
async def test_clicks_are_counted_afterwards_each_batch_once(system: System, client: httpx.AsyncClient) -> None:
    code = (await client.post("/links", json={"target_url": TARGET})).json()["code"]
    for _ in range(250):
        await client.get(f"/{code}")
    assert (await client.get(f"/links/{code}/statistics")).json()["clicks"] == 0
    await system.clicks.start()
    await system.clicks.stop()
    assert (await client.get(f"/links/{code}/statistics")).json()["clicks"] == 250
    batch = Batch("b1", {(code, 1): 5})
    await system.log.append(batch)
    await system.log.append(batch)
    assert sum((await system.log.of(code)).values()) == 255
