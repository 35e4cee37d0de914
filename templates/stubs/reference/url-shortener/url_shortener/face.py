"""The HTTP face: links are made below `/links`, followed at `/<code>`."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .clicks import ClickBuffer
from .errors import ShortenerError
from .ports import Link, Once
from .redirecting import Redirector
from .shortening import MOST_TARGET, Shortener

MOST_BYTES = 16_384
ClicksOf = Callable[[str], Awaitable[dict[int, int]]]
_NOT_KEPT = (b"cache-control", b"private, no-store")
_KEPT = (b"cache-control", b"public, max-age=86400")


class NewLink(BaseModel):
    """What a new link needs."""

    model_config = ConfigDict(extra="forbid")

    target_url: str = Field(max_length=MOST_TARGET)
    alias: str | None = Field(default=None, max_length=32)
    expires_at: AwareDatetime | None = None
    is_permanent: bool = False


class Change(BaseModel):
    """What may change of a link."""

    model_config = ConfigDict(extra="forbid")

    target_url: str | None = Field(default=None, max_length=MOST_TARGET)
    expires_at: AwareDatetime | None = None


Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


def make_app(
    shortener: Shortener | None = None,
    redirector: Redirector | None = None,
    clicks: ClickBuffer | None = None,
    clicks_of: ClicksOf | None = None,
) -> FastAPI:
    """Return an application with the operations of what is given; each part may run in a process of its own."""
    app = FastAPI(title="Short links")
    app.add_middleware(BodyLimit)
    app.add_exception_handler(ShortenerError, on_error)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    if shortener is not None:
        _add_links(app, shortener)
    if clicks_of is not None:
        _add_statistics(app, clicks_of)
    if redirector is not None:
        _add_redirects(app, Redirects(redirector, clicks))
    return app


class BodyLimit:
    """Refuses a body of more than `MOST_BYTES` before it is read whole."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what its body brings."""
        if scope["type"] != "http" or scope["method"] == "GET":
            await self.app(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                raise HTTPException(413, f"at most {MOST_BYTES} bytes are accepted")
            return message

        await self.app(scope, counted, send)


class Redirects:
    """Answers a visitor: one look-up, one header, and a click noted on the side.

    It speaks ASGI itself: the busiest path of the system needs none of what a framework does for the others.
    """

    def __init__(self, redirector: Redirector, clicks: ClickBuffer | None) -> None:
        self.redirector = redirector
        self.clicks = clicks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the redirect, or a problem with its details."""
        code = scope["path_params"]["code"]
        try:
            link = await self.redirector.follow(code)
        except ShortenerError as error:
            await problem(error)(scope, receive, send)
            return
        status, kept = (301, _KEPT) if link.is_permanent else (302, _NOT_KEPT)
        headers = [(b"location", safe(link.target_url).encode()), kept, (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        if self.clicks is not None:
            self.clicks.note(code)


def _add_redirects(app: FastAPI, redirects: Redirects) -> None:
    @app.get("/{code}", status_code=302, response_class=Response, responses={301: {}, 404: {}, 410: {}, 503: {}})
    async def follow(code: str) -> None:
        """Send the visitor to the target."""

    # Described as all others are, answered without what a framework does around them.
    (described,) = (route for route in app.router.routes if getattr(route, "path", "") == "/{code}")
    assert isinstance(described, Route)
    described.app = redirects


def safe(url: str) -> str:
    """Return an address as a header may hold it; one that is plain ASCII stays as it is."""
    return url if url.isascii() else quote(url, safe=":/?#[]@!$&'()*+,;=%")


def _add_links(app: FastAPI, shortener: Shortener) -> None:
    @app.post("/links", status_code=201)
    async def create(request: Request, body: NewLink, key: Key = None) -> Response:
        once = Once(key, hashlib.sha256(await request.body()).hexdigest()) if key else None
        link = await shortener.create(
            body.target_url,
            alias=body.alias,
            expires_at=body.expires_at.timestamp() if body.expires_at else None,
            is_permanent=body.is_permanent,
            once=once,
        )
        place = f"{request.scope.get('root_path', '')}/links/{link.code}"
        return JSONResponse(as_json(link), 201, {"Location": place})

    @app.get("/links/{code}")
    async def read(code: str) -> dict[str, Any]:
        return as_json(await shortener.read(code))

    @app.patch("/links/{code}")
    async def change(code: str, body: Change) -> dict[str, Any]:
        ends = body.expires_at.timestamp() if body.expires_at else None
        return as_json(await shortener.change(code, target_url=body.target_url, expires_at=ends))

    @app.delete("/links/{code}", status_code=204)
    async def withdraw(code: str) -> None:
        await shortener.change(code, status="withdrawn")


def _add_statistics(app: FastAPI, clicks_of: ClicksOf) -> None:
    @app.get("/links/{code}/statistics")
    async def statistics(code: str) -> dict[str, Any]:
        found = await clicks_of(code)
        hours = [{"hour": _moment(hour * 3600.0), "clicks": clicks} for hour, clicks in sorted(found.items())]
        return {"code": code, "clicks": sum(found.values()), "hours": hours}


def as_json(link: Link) -> dict[str, Any]:
    """Return a link as its owner sees it."""
    return {
        "code": link.code,
        "target_url": link.target_url,
        "is_alias": link.is_alias,
        "is_permanent": link.is_permanent,
        "status": link.status,
        "created_at": _moment(link.created_at),
        "expires_at": None if link.expires_at is None else _moment(link.expires_at),
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def problem(error: ShortenerError) -> JSONResponse:
    """Return problem details as RFC 9457 has them."""
    headers = {"Retry-After": "1"} if error.status == 503 else None
    content = {"type": "about:blank", "title": error.title, "status": error.status, "detail": str(error)}
    return JSONResponse(content, error.status, headers, media_type="application/problem+json")


async def on_error(request: Request, error: Exception) -> JSONResponse:
    """Answer an error of ours."""
    assert isinstance(error, ShortenerError)
    return problem(error)


async def on_http(request: Request, error: Exception) -> JSONResponse:
    """Answer an error of the framework."""
    assert isinstance(error, HTTPException)
    content = {"type": "about:blank", "title": str(error.detail), "status": error.status_code}
    return JSONResponse(content, error.status_code, error.headers, media_type="application/problem+json")


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that is not as it should be."""
    assert isinstance(error, RequestValidationError)
    wrong = [{"where": "/".join(map(str, item["loc"])), "what": item["msg"]} for item in error.errors()]
    content = {"type": "about:blank", "title": "Invalid request", "status": 422, "errors": wrong}
    return JSONResponse(content, 422, media_type="application/problem+json")
