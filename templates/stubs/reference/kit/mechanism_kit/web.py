"""What an HTTP face has around its routes: problem details as in RFC 9457, and a bound on bodies."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import StoreDown


def problem(
    status: int,
    detail: str = "",
    *,
    headers: dict[str, str] | None = None,
    retry_after_s: int | None = None,
    **more: Any,
) -> JSONResponse:
    """Return problem details; `retry_after_s` says when to ask again."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **more}
    if detail:
        content["detail"] = detail
    told = dict(headers or {})
    if retry_after_s is not None:
        told["Retry-After"] = str(retry_after_s)
    return JSONResponse(content, status, told, media_type="application/problem+json")


class BodyLimit:
    """Refuses a body that is too large before it is read whole."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what its body brings."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > self.most_bytes:
            await problem(413, f"at most {self.most_bytes} bytes are accepted")(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.most_bytes:
                # Of this type, because FastAPI lets no other through while it reads a body.
                raise HTTPException(413, f"at most {self.most_bytes} bytes are accepted")
            return message

        await self.app(scope, counted, send)


def plain_app(title: str, *, most_bytes: int) -> FastAPI:
    """Return an application without routes, whose errors are problem details; a store that is down is one of them."""
    app = FastAPI(title=title)
    add_problems(app, most_bytes=most_bytes)
    app.add_exception_handler(StoreDown, _on_store_down)
    return app


def add_problems(app: FastAPI, *, most_bytes: int) -> None:
    """Let an application answer errors with problem details, and refuse bodies above a size."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_middleware(BodyLimit, most_bytes=most_bytes)


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), headers=dict(error.headers or {}))


async def _on_store_down(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "the store does not answer now; ask again", retry_after_s=1)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [{"where": "/".join(map(str, item["loc"])), "what": item["msg"]} for item in error.errors()]
    return problem(422, "the request is not valid", errors=wrong)
