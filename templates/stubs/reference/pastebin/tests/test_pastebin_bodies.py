"""A body above the limit is refused before it is read whole; what is served is only text."""

from __future__ import annotations

import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from pastebin import FolderBodies, MemoryCache, Reader, SqlitePastes, Writer
from pastebin.face import make_app
from pastebin.writing import MOST_BYTES

PROBLEM = "application/problem+json"
CHUNK = 65_536
OFFERED = 200 * MOST_BYTES


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    pastes, bodies, cache = SqlitePastes(), FolderBodies(tmp_path), MemoryCache()
    app = make_app(Writer(pastes, bodies, cache), Reader(pastes, bodies, cache))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://paste") as client:
        yield client


class Offered:
    """A body of 200 MiB that counts what is taken of it."""

    def __init__(self) -> None:
        self.taken = 0

    async def chunks(self) -> AsyncIterator[bytes]:
        while self.taken < OFFERED:
            self.taken += CHUNK
            yield bytes(CHUNK)


@pytest.mark.anyio
async def test_a_body_above_the_limit_is_refused_before_it_is_read_whole(client: httpx.AsyncClient, proved) -> None:
    tracemalloc.start()
    taken = {}
    for name, headers in (
        ("stated", {"content-length": str(OFFERED)}),
        ("lying", {"content-length": "100"}),
        ("silent", {}),
    ):
        body = Offered()
        answer = await client.post("/pastes", content=body.chunks(), headers=headers)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == PROBLEM
        taken[name] = body.taken
    most_held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The client hands over one chunk before it hears the answer.
    assert taken["stated"] <= CHUNK
    assert max(taken["lying"], taken["silent"]) <= MOST_BYTES + 2 * CHUNK
    assert most_held < 4 * MOST_BYTES
    proved(
        "refused-before-read",
        bytes_offered=OFFERED,
        bytes_read_with_stated_length=max(0, taken["stated"] - CHUNK),
        bytes_read_without=taken["silent"],
        limit=MOST_BYTES,
    )


@pytest.mark.anyio
async def test_a_body_at_the_limit_is_kept(client: httpx.AsyncClient) -> None:
    made = await client.post("/pastes", content=b"x" * MOST_BYTES)
    assert made.status_code == 201
    assert len((await client.get(f"/{made.json()['key']}")).content) == MOST_BYTES
    assert (await client.post("/pastes", content=b"x" * (MOST_BYTES + 1))).status_code == 413


@pytest.mark.anyio
async def test_a_paste_lives_from_post_to_delete(client: httpx.AsyncClient) -> None:
    text = "<script>alert('ü')</script>"
    made = await client.post("/pastes", params={"life_s": 60, "visibility": "public"}, content=text.encode())
    key, delete_key = made.json()["key"], made.json()["delete_key"]
    for path in (f"/{key}", f"/raw/{key}"):
        answer = await client.get(path)
        assert answer.text == text
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] in ("public, max-age=60", "public, max-age=59")
    assert (await client.delete(f"/pastes/{key}", headers={"Delete-Key": "another"})).status_code == 403
    assert (await client.delete(f"/pastes/{key}", headers={"Delete-Key": delete_key})).status_code == 204
    assert (await client.get(f"/{key}")).status_code == 404
    assert (await client.delete(f"/pastes/{key}", headers={"Delete-Key": delete_key})).status_code == 404


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("params", "content"),
    [
        ({}, b""),
        ({}, b"\xff\xfe"),
        ({"life_s": 0}, b"x"),
        ({"life_s": -5}, b"x"),
        ({"life_s": "nan"}, b"x"),
        ({"life_s": 1e12}, b"x"),
        ({"life_s": "soon"}, b"x"),
        ({"visibility": "secret"}, b"x"),
        ({"reads": 0}, b"x"),
    ],
)
async def test_what_is_no_paste_is_refused_with_details(
    client: httpx.AsyncClient, params: dict[str, object], content: bytes
) -> None:
    answer = await client.post("/pastes", params=params, content=content)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.anyio
async def test_keys_that_name_no_paste_find_nothing(client: httpx.AsyncClient) -> None:
    for key in ("..%2f..%2fetc%2fpasswd", "%00", "x" * 300, "日本"):
        answer = await client.get(f"/raw/{key}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == PROBLEM
