"""The kinds of component that speak HTTP: services, workers, jobs, and what stands at the edge."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.routing import Route as Plain

from app.runtime.component import Around, Component, Link, Spec
from app.runtime.crud import Repository, Route, add_routes
from app.runtime.errors import Refused, Unavailable
from app.runtime.kinds import Kept, Records
from app.runtime.logs import log
from app.runtime.messages import Message, Reply
from app.runtime.web import make_app

_MOST_REMEMBERED = 10_000
_HOP = frozenset(
    "connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host".split()
)


def shapes_of(app: FastAPI) -> frozenset[tuple[str, str]]:
    """Return the method and path of every route, with `{}` for each parameter."""
    described = {(method.upper(), _shape(path)) for path, item in app.openapi()["paths"].items() for method in item}
    return frozenset(described.union(*(_shapes(route) for route in app.router.routes)))


def _shapes(route: BaseRoute) -> set[tuple[str, str]]:
    return {(method, _shape(route.path)) for method in route.methods or ()} if isinstance(route, Plain) else set()


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def operation_id(method: str, path: str) -> str:
    """Return the id of an operation as the design's OpenAPI files have it: by its method and path alone.

    >>> operation_id("GET", "/dead-letters/{message_id}")
    'getDeadLettersByMessageId'
    """
    words = re.findall(r"[A-Za-z0-9]+", path.replace("{", " by "))
    return method.lower() + ("".join(word[0].upper() + word[1:] for word in words) or "Root")


class Node(Component):
    """A component with a public HTTP face (`app`) and a face for its neighbours (`inside`)."""

    def __init__(self, spec: Spec, around: Around, *, most_bytes: int | None = None) -> None:
        super().__init__(spec, around)
        most = most_bytes or around.settings.max_body_bytes
        self.app: FastAPI = make_app(spec.name, spec.id, most_bytes=most, is_ready=self.what_is_missing)
        self.inside = FastAPI(openapi_url=None)
        self.inside.add_api_route("/messages", self._messages, methods=["POST"], response_model=None)
        self._client: httpx.AsyncClient | None = None
        self._face: httpx.AsyncClient | None = None
        self._common = len(self.app.router.routes)
        self.starting: list[Callable[[], Awaitable[None]]] = []
        self.stopping: list[Callable[[], Awaitable[None]]] = []

    def serve(self, face: FastAPI) -> None:
        """Take over the routes of another application, and how it answers its own errors.

        They stand behind those that every component has (health, documentation) and before the scaffold's; of the
        scaffold's those with the same method and path go.
        """
        routes, replaced = self.app.router.routes, self.replaced_by(shapes_of(face))
        common = {getattr(route, "path", None) for route in routes[: self._common]}
        own = [route for route in face.router.routes if getattr(route, "path", "") not in common]
        for route in own:
            if isinstance(route, APIRoute) and len(methods := list(route.methods or ())) == 1:
                route.operation_id = route.operation_id or operation_id(methods[0], route.path)
        routes[self._common :] = [*own, *(one for one in routes[self._common :] if not _shapes(one) & replaced)]
        for kind, handler in face.exception_handlers.items():
            if isinstance(kind, type) and kind not in self.app.exception_handlers:
                self.app.add_exception_handler(kind, handler)

    def replaced_by(self, shapes: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Return the methods and paths of the scaffold that go when others with `shapes` come."""
        return shapes

    async def start(self) -> None:
        """Open the two faces for calls from within the process."""
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(self.inside), base_url="http://component")
        self._face = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://component")
        for begin in self.starting:
            await begin()

    async def stop(self) -> None:
        """Close both faces."""
        for end in reversed(self.stopping):
            await end()
        for client in (self._client, self._face):
            if client is not None:
                await client.aclose()

    async def transport(self, message: Message) -> Reply:
        """Carry a message to it over HTTP."""
        self.check_up()
        if self._client is None:
            raise Unavailable(self.id, "it is not started")
        headers = {"traceparent": message.trace, "idempotency-key": message.id}
        answer = await self._client.post("/messages", json=message.as_json(), headers=headers)
        values = answer.json()
        if answer.status_code == 503:
            raise Unavailable(self.id, values["detail"], values["retry_after_s"])
        if answer.status_code != 200:
            raise Refused(answer.status_code, values["title"], values["detail"])
        return Reply(**values)

    async def request(self, method: str, path: str, *, query: bytes, headers: dict[str, str], body: bytes) -> Response:
        """Carry a request to its public face."""
        self.check_up()
        if self._face is None:
            raise Unavailable(self.id, "it is not started")
        url = httpx.URL("http://component", raw_path=path.encode() + (b"?" + query if query else b""))
        answer = await self._face.request(method, url, headers=headers, content=body)
        if answer.status_code == 503:
            raise Unavailable(self.id, "it says that it is not available")
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in (*_HOP, "content-length")}
        return Response(answer.content, answer.status_code, kept)

    async def what_is_missing(self) -> dict[str, str]:
        """Return the stores it needs that do not answer."""
        missing = {}
        for name, link in self.links.items():
            if isinstance(link.target, Kept):
                try:
                    await link.target.use(lambda store: store.ping())
                except Unavailable as error:
                    missing[name] = str(error)
        return missing

    async def _messages(self, request: Request) -> Response:
        from fastapi.responses import JSONResponse

        try:
            message = Message.from_json(await request.json())
            # The header, not the body, is what proxies and tracing libraries see and change.
            return JSONResponse(
                (
                    await self.receive(message.passed_on(id=message.id, trace=request.headers.get("traceparent", "")))
                ).as_json()
            )
        except Unavailable as error:
            return JSONResponse({"detail": str(error), "retry_after_s": error.retry_after_s}, 503)
        except Refused as error:
            return JSONResponse({"title": error.title, "detail": error.detail}, error.status)


class Service(Node):
    """Answers requests; keeps its records in the stores that the design gives it, or in one of its own."""

    def __init__(self, spec: Spec, around: Around, *, most_bytes: int | None = None) -> None:
        super().__init__(spec, around, most_bytes=most_bytes)
        self.own = Records(Spec(f"{spec.id}.own", f"own records of {spec.id}", "key-value-store"), around)
        self.routes: tuple[Route, ...] = ()
        self.done: OrderedDict[str, Reply] = OrderedDict()

    def offer(self, routes: tuple[Route, ...]) -> None:
        """Add routes to the public face."""
        self.routes = routes
        add_routes(self.app, routes, self.repository)

    def replaced_by(self, shapes: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Return what goes: a kind of record that others handle in part is theirs as a whole."""
        own = {route: (route.method, _shape(route.path)) for route in self.routes}
        kinds = {route.resource for route, shape in own.items() if shape in shapes and route.resource}
        gone = {route for route, shape in own.items() if shape in shapes or route.resource in kinds}
        self.routes = tuple(route for route in self.routes if route not in gone)
        return shapes | {own[route] for route in gone}

    def repository(self, store: str | None) -> Repository:
        """Return the records kept in a store of the design, or its own when there is none."""
        if store is not None and (link := self.links.get(store)) is not None and isinstance(link.target, Records):
            return Repository(self.id, link)
        return Repository(self.id, self.own_link)

    @property
    def own_link(self) -> Link:
        """The way to its own records."""
        from app.runtime.resilience import Policy

        return Link(self, self.own, Policy())

    async def start(self) -> None:
        """Open its faces and its own records."""
        await super().start()
        await self.own.start()

    async def stop(self) -> None:
        """Close its faces and its own records."""
        await super().stop()
        await self.own.stop()

    async def handle(self, message: Message) -> Reply:
        """Do the work of a message once, however often it comes."""
        if message.id in self.done:
            return self.done[message.id]
        reply = await self.work(message)
        self.done[message.id] = reply
        while len(self.done) > _MOST_REMEMBERED:
            self.done.popitem(last=False)
        return reply

    async def work(self, message: Message) -> Reply:
        """Keep the message; the place for what the component is there for.

        The record has the message's id, so that a message which comes again after a crash changes nothing.
        """
        store = next((name for name, link in self.links.items() if isinstance(link.target, Records)), None)
        await self.repository(store).put("received", message.id, {"source": message.source, "body": message.body})
        return Reply(body=message.body)


class Job(Service):
    """Runs by itself from time to time, and when `POST /runs` asks; never twice at once."""

    def __init__(self, spec: Spec, around: Around, *, every_s: float = 3600.0, most_bytes: int | None = None) -> None:
        super().__init__(spec, around, most_bytes=most_bytes)
        self.every_s = every_s
        self.runs = 0
        self._running = asyncio.Lock()
        self._clock: asyncio.Task[None] | None = None
        self.app.add_api_route("/runs", self._run_now, methods=["POST"], status_code=201)

    async def start(self) -> None:
        """Start the clock."""
        await super().start()
        self._clock = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Stop the clock; a run under way is finished first."""
        if self._clock is not None:
            self._clock.cancel()
            with suppress(asyncio.CancelledError):
                await self._clock
        async with self._running:
            await super().stop()

    async def run_once(self) -> dict[str, Any]:
        """Do the job, keep a report of the run, and return it.

        Raises:
            Refused: 409 while a run is under way.
        """
        if self._running.locked():
            raise Refused(409, "Already running", "a run is under way")
        async with self._running:
            report: dict[str, Any] = {"run": self.runs + 1, **await self.perform()}
            await self.repository(None).put("runs", f"{self.runs + 1:012}", report)
            self.runs += 1
            log.info("job ran", extra={"component": self.id, **report})
            return report

    async def perform(self) -> dict[str, Any]:
        """Count what its stores hold; the place for what the job is there for."""
        counts: dict[str, int] = {}
        for name, link in self.links.items():
            if isinstance(link.target, Records):
                counts[name] = await link.run(lambda target: target.use(lambda store: store.count()))
        return {"records": counts}

    async def _run_now(self) -> dict[str, Any]:
        return await self.run_once()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self.every_s)
            try:
                await self.run_once()
            except (Unavailable, Refused) as error:
                log.warning("job failed", extra={"component": self.id, "why": str(error)})


@dataclass(frozen=True, slots=True)
class Forward:
    """A path of a component behind an edge; `{}` stands for one segment."""

    method: str
    path: str
    target: str

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is meant."""
        pattern = "[^/]+".join(re.escape(part) for part in self.path.split("{}"))
        return method == self.method and re.fullmatch(pattern, path) is not None


class Edge(Node):
    """Passes requests on: by the paths that components behind it offer, or by `/<component>/...`."""

    def __init__(self, spec: Spec, around: Around, *, most_bytes: int | None = None) -> None:
        super().__init__(spec, around, most_bytes=most_bytes)
        self.forwards: tuple[Forward, ...] = ()
        methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        self.app.add_api_route("/{path:path}", self._pass_on, methods=methods, include_in_schema=False)

    async def _pass_on(self, request: Request) -> Response:
        path = "/" + request.path_params["path"]
        link, rest = self._way(request.method, path)
        if not isinstance(link.target, Node):
            raise Refused(404, "Not found", "what stands behind this path speaks no HTTP")
        target = link.target
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
        body = await request.body()
        return await link.caller.run(
            lambda: target.request(
                request.method, rest, query=request.scope["query_string"], headers=headers, body=body
            )
        )

    def _way(self, method: str, path: str) -> tuple[Link, str]:
        from urllib.parse import quote

        for forward in self.forwards:
            if forward.matches(method, path):
                return self.links[forward.target], quote(path)
        _, name, *rest = path.split("/", 2)
        if name in self.links:
            return self.links[name], quote("/" + "".join(rest))
        raise Refused(404, "Not found", "nothing behind this edge has this path")
