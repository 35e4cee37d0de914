"""What services keep: create, read, change, list and remove; once for each key; nothing invalid; nothing lost."""

from __future__ import annotations

import httpx
import pytest

from app.runtime.crud import Resource, Route
from app.runtime.nodes import Service
from app.runtime.settings import Settings
from app.runtime.system import System
from app.wiring import build
from tests.examples import example


def _created() -> list[tuple[str, Route]]:
    found = []
    for id, node in build(Settings()).nodes.items():
        for route in node.routes if isinstance(node, Service) else ():
            if route.act == "create" and route.resource and route.path == route.resource.path:
                found.append((id, route))
    return found


CREATED = _created()
NAMES = [f"{id}{route.path}" for id, route in CREATED]


def _url(id: str, resource: Resource) -> str:
    return f"/components/{id}{resource.path}"


@pytest.mark.anyio
@pytest.mark.parametrize(("id", "route"), CREATED, ids=NAMES)
async def test_a_record_lives_from_create_to_remove(client: httpx.AsyncClient, id: str, route: Route) -> None:
    assert route.resource is not None
    url = _url(id, route.resource)
    made = await client.post(url, json=example(route.resource))
    assert made.status_code == route.status, made.text
    place = made.headers["location"]
    assert place.startswith(f"{url}/")
    assert (await client.get(place)).json() == made.json()
    assert made.json() in (await client.get(url)).json()["items"]
    # A change of nothing changes nothing, whatever the design lets it answer.
    assert (await client.patch(place, json={})).is_success
    assert (await client.get(place)).json() == made.json()
    assert (await client.delete(place)).is_success
    assert (await client.get(place)).status_code == 404
    assert (await client.delete(place)).status_code == 404


@pytest.mark.anyio
@pytest.mark.parametrize(("id", "route"), CREATED, ids=NAMES)
async def test_the_same_key_creates_once(client: httpx.AsyncClient, id: str, route: Route) -> None:
    assert route.resource is not None
    url, body, headers = _url(id, route.resource), example(route.resource), {"Idempotency-Key": "k1"}
    first = await client.post(url, json=body, headers=headers)
    again = await client.post(url, json=body, headers=headers)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    other = await client.post(url, json=example(route.resource) | {"surely": "another"}, headers=headers)
    assert other.status_code == 422
    assert len((await client.get(url)).json()["items"]) == 1


@pytest.mark.anyio
@pytest.mark.parametrize(("id", "route"), CREATED, ids=NAMES)
async def test_lists_come_in_pages(client: httpx.AsyncClient, id: str, route: Route) -> None:
    assert route.resource is not None
    url = _url(id, route.resource)
    made = [(await client.post(url, json=example(route.resource))).json() for _ in range(5)]
    seen, after = [], ""
    for _ in range(3):
        page = (await client.get(url, params={"limit": 2, "after": after})).json()
        seen += page["items"]
        after = page["next"]
    assert after is None
    assert sorted(map(str, seen)) == sorted(map(str, made))
    assert (await client.get(url, params={"limit": 100_000})).status_code == 422


@pytest.mark.anyio
@pytest.mark.parametrize(("id", "route"), CREATED, ids=NAMES)
async def test_bad_requests_are_problems_with_details(client: httpx.AsyncClient, id: str, route: Route) -> None:
    assert route.resource is not None
    url = _url(id, route.resource)
    for content in (b"", b"{", b"[]", b'{"no such field": 1}', b"null"):
        answer = await client.post(url, content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 422


@pytest.mark.anyio
@pytest.mark.parametrize(("id", "route"), CREATED, ids=NAMES)
async def test_a_store_that_is_down_is_told_and_nothing_is_lost(
    client: httpx.AsyncClient, system: System, id: str, route: Route
) -> None:
    service = system[id]
    assert route.resource is not None and isinstance(service, Service)
    url, body, headers = _url(id, route.resource), example(route.resource), {"Idempotency-Key": "k2"}
    kept = (await client.post(url, json=example(route.resource))).json()
    store = service.repository(route.resource.store).link.target
    store.is_down = True
    answer = await client.post(url, json=body, headers=headers)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    store.is_down = False
    for link in service.links.values():
        if link.caller.breaker is not None:
            link.caller.breaker.succeeded()
    assert (await client.post(url, json=body, headers=headers)).status_code == route.status
    items = (await client.get(url)).json()["items"]
    assert kept in items and len(items) == 2
