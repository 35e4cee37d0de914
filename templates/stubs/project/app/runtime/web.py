"""What every HTTP face has: health, problem details, a bound on bodies, one log line a request."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.runtime.errors import Refused, Unavailable
from app.runtime.logs import log
from app.runtime.metrics import REQUESTS, SECONDS
from app.runtime.spans import span
from app.runtime.tracing import Trace, enter_trace

_PROBLEM = "application/problem+json"


class TooLarge(HTTPException):
    """A body is larger than allowed; of this type, because FastAPI lets no other through while it reads a body."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(413, f"at most {most_bytes} bytes are accepted")


def problem(status: int, title: str, detail: str = "", **more: Any) -> JSONResponse:
    """Return problem details as RFC 9457 has them."""
    content = {
        "type": "about:blank",
        "title": title,
        "status": status,
        **({"detail": detail} if detail else {}),
        **more,
    }
    return JSONResponse(content, status, media_type=_PROBLEM)


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
            await self._refuse(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.most_bytes:
                raise TooLarge(self.most_bytes)
            return message

        await self.app(scope, counted, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = problem(413, HTTPStatus(413).phrase, f"at most {self.most_bytes} bytes are accepted")
        await answer(scope, receive, send)


class Observed:
    """Takes the trace context of a request on, and writes one log line for it."""

    def __init__(self, app: ASGIApp, component: str) -> None:
        self.app = app
        self.component = component

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        header = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
        with span(f"{scope['method']} {self.component}", Trace.heard(header), "server") as trace:
            enter_trace(trace)
            await self._observe(scope, receive, send)

    async def _observe(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            told = {"component": self.component, "method": scope["method"], "path": scope["path"], "status": status}
            taken = time.perf_counter() - started
            log.info("request", extra={**told, "ms": round(taken * 1000, 2)})
            REQUESTS.labels(self.component, scope["method"], str(status)).inc()
            SECONDS.labels(self.component).observe(taken)


def make_app(
    title: str, component: str, *, most_bytes: int, is_ready: Callable[[], Awaitable[dict[str, str]]], **more: Any
) -> FastAPI:
    """Return an application with everything but its own routes.

    `is_ready` returns what is wrong, by component; nothing when all is well.
    """
    made = FastAPI(title=title, **more)

    @made.get("/healthz", tags=["operations"])
    async def healthz() -> dict[str, str]:
        return {"status": "ok", "component": component}

    @made.get("/readyz", tags=["operations"])
    async def readyz() -> JSONResponse:
        if wrong := await is_ready():
            answer = problem(503, "Not ready", waiting_for=wrong)
            answer.headers["Retry-After"] = "1"
            return answer
        return JSONResponse({"status": "ready", "component": component})

    made.add_exception_handler(HTTPException, _on_http)
    made.add_exception_handler(RequestValidationError, _on_invalid)
    made.add_exception_handler(Refused, _on_refused)
    made.add_exception_handler(Unavailable, _on_unavailable)
    made.add_exception_handler(Exception, _on_bug)
    made.add_middleware(BodyLimit, most_bytes=most_bytes)
    made.add_middleware(Observed, component=component)
    return made


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    answer = problem(error.status_code, HTTPStatus(error.status_code).phrase, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [{"where": "/".join(map(str, item["loc"])), "what": item["msg"]} for item in error.errors()]
    return problem(422, "Invalid request", errors=wrong)


async def _on_refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return problem(error.status, error.title, error.detail)


async def _on_unavailable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Unavailable)
    log.warning("unavailable", extra={"why": str(error)})
    answer = problem(503, "Unavailable", f"{error.component} does not answer now; nothing was changed by this call")
    answer.headers["Retry-After"] = str(max(1, round(error.retry_after_s)))
    return answer


async def _on_bug(request: Request, error: Exception) -> JSONResponse:
    log.error("bug", exc_info=error)
    return problem(500, "Internal error", "the error was logged")
