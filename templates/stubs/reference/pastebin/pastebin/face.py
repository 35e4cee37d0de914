"""The HTTP face: a text is posted as it is, read at `/<key>`, and deleted with its delete key."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import FastAPI, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from .errors import PasteError
from .reading import Reader
from .writing import Writer

Life = Annotated[float | None, Query(description="seconds; left out, it stays until it is deleted")]
# Text of strangers: no browser may run it, guess its type, or keep it longer than it lives.
_SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "referrer-policy": "no-referrer",
}


def make_app(writer: Writer | None = None, reader: Reader | None = None) -> FastAPI:
    """Return an application with the operations of what is given; each part may run in a process of its own."""
    app = FastAPI(title="Pastes")
    app.add_exception_handler(PasteError, on_error)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    if writer is not None:
        _add_writing(app, writer)
    if reader is not None:
        _add_reading(app, reader)
    return app


def _add_writing(app: FastAPI, writer: Writer) -> None:
    @app.post("/pastes", status_code=201)
    async def create(
        request: Request, life_s: Life = None, visibility: str = "unlisted", reads: int | None = None
    ) -> Response:
        stated = request.headers.get("content-length", "")
        paste, delete_key = await writer.create(
            _chunks(request),
            stated=int(stated) if stated.isdigit() else None,
            life_s=life_s,
            visibility=visibility,
            reads=reads,
        )
        content = {
            "key": paste.key,
            "delete_key": delete_key,
            "size": paste.size,
            "expires_at": _moment(paste.expires_at),
        }
        return JSONResponse(content, 201, {"Location": f"/{paste.key}"})

    @app.delete("/pastes/{key}", status_code=204)
    async def remove(key: str, delete_key: Annotated[str, Header(alias="Delete-Key", max_length=200)]) -> None:
        await writer.remove(key, delete_key)


def _add_reading(app: FastAPI, reader: Reader) -> None:
    @app.get("/{key}")
    @app.get("/raw/{key}")
    async def read(key: str) -> Response:
        paste, data = await reader.read(key)
        left = None if paste.expires_at is None else max(0, int(paste.expires_at - reader.clock()))
        kept = "no-store" if paste.visibility != "public" or paste.reads else f"public, max-age={min(60, left or 60)}"
        return Response(data, media_type="text/plain; charset=utf-8", headers={**_SAFE, "cache-control": kept})


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()


def _problem(status: int, title: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    content = {"type": "about:blank", "title": title, "status": status, **more}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


async def on_error(request: Request, error: Exception) -> JSONResponse:
    """Answer an error of ours."""
    assert isinstance(error, PasteError)
    headers = {"Retry-After": "1"} if error.status == 503 else {}
    if error.status == 413:
        # What is left of the body will not be read, so the connection cannot be used again.
        headers["Connection"] = "close"
    return _problem(error.status, error.title, headers, detail=str(error))


async def on_http(request: Request, error: Exception) -> JSONResponse:
    """Answer an error of the framework."""
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, str(error.detail), dict(error.headers or {}))


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that is not as it should be."""
    assert isinstance(error, RequestValidationError)
    wrong = [{"where": "/".join(map(str, item["loc"])), "what": item["msg"]} for item in error.errors()]
    return _problem(422, "Invalid request", errors=wrong)
