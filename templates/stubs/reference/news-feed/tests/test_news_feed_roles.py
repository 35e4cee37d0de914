from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from news_feed.roles import ROLES

pytestmark = pytest.mark.anyio


async def test_roles_share_posts_and_timelines(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path, sqlite_sync="OFF"), Recorder())
    names = ("post-service", "follow-service", "feed-service", "fanout-workers")
    components = {name: Service(Spec(name, name, "service"), around) for name in names}
    for name, component in components.items():
        ROLES[name](component)
        await component.start()

    async def ask(name: str, method: str, path: str, caller: str, **more: object) -> httpx.Response:
        transport = httpx.ASGITransport(components[name].app)
        async with httpx.AsyncClient(transport=transport, base_url="http://feed") as client:
            return await client.request(method, path, headers={"X-Caller": caller}, **more)  # type: ignore[arg-type]

    await ask("feed-service", "GET", "/feed", "me")
    await ask("follow-service", "PUT", "/following/ann", "me")
    await ask("post-service", "POST", "/posts", "ann", json={"text": "Hello"})
    async with asyncio.timeout(30):
        while not (posts := (await ask("feed-service", "GET", "/feed", "me")).json()["posts"]):
            await asyncio.sleep(0.01)
    assert [post["text"] for post in posts] == ["Hello"]
    for component in components.values():
        await component.stop()
