"""Posts, follows and the feed over HTTP."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from mechanism_kit.web import plain_app, problem

from .feed import Feed
from .ids import NEWEST
from .ports import Graph, Posts, Timelines
from .publishing import Publisher, follow, unfollow

Name = Annotated[str, Path(min_length=1, max_length=100)]
# Who calls; the gateway sets it from the session and lets nobody else.
Caller = Annotated[str, Header(alias="X-Caller", min_length=1, max_length=100)]


class NewPost(BaseModel):
    """What an author sends."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=1000)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the face stands on."""

    graph: Graph
    posts: Posts
    timelines: Timelines
    publisher: Publisher
    feed: Feed
    threshold: int
    length: int


def make_app(parts: Parts, *, most_bytes: int = 16_384) -> FastAPI:
    """Return the application."""
    app = plain_app("News feed", most_bytes=most_bytes)

    @app.post("/posts", status_code=201)
    async def publish(new: NewPost, caller: Caller) -> dict[str, Any]:
        return _shown(asdict(await parts.publisher.publish(caller, new.text)))

    @app.delete("/posts/{id}", response_model=None)
    async def take_back(id: int, caller: Caller) -> Response:
        if 0 < id < NEWEST and await parts.posts.delete(id, caller):
            return Response(status_code=204)
        return problem(404, "the caller has no such post")

    @app.put("/following/{author}", status_code=204, response_model=None)
    async def begin(author: Name, caller: Caller) -> Response:
        stores = {"graph": parts.graph, "posts": parts.posts, "timelines": parts.timelines}
        await follow(caller, author, threshold=parts.threshold, length=parts.length, **stores)  # type: ignore[arg-type]
        return Response(status_code=204)

    @app.delete("/following/{author}", status_code=204, response_model=None)
    async def end(author: Name, caller: Caller) -> Response:
        await unfollow(caller, author, graph=parts.graph, threshold=parts.threshold)
        return Response(status_code=204)

    @app.get("/feed", response_model=None)
    async def feed(
        caller: Caller,
        before: Annotated[int, Query(ge=1, le=NEWEST)] = NEWEST,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> JSONResponse:
        page = await parts.feed.page(caller, before=before, limit=limit)
        cursor = None if page.next_before is None else str(page.next_before)
        return JSONResponse({"posts": [_shown(asdict(post)) for post in page.posts], "next_before": cursor})

    return app


def _shown(post: dict[str, Any]) -> dict[str, Any]:
    # Ids are larger than the numbers that JavaScript reads right.
    return {**post, "id": str(post["id"])}
