"""The whole system in one process: every component, its links, and one application that shows them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST

from app.runtime.component import Around, Component, Handler, Link
from app.runtime.errors import Refused
from app.runtime.kinds import Channel
from app.runtime.messages import Message
from app.runtime.metrics import exposition
from app.runtime.nodes import Node
from app.runtime.resilience import Policy
from app.runtime.settings import Settings
from app.runtime.tracing import Event, Recorder, Trace, enter_trace
from app.runtime.web import make_app

Roots = Sequence[tuple[str, int]]


class System:
    """Components by id; `async with` starts and stops them."""

    def __init__(self, settings: Settings, flows: Mapping[str, Roots] | None = None) -> None:
        self.around = Around(settings, Recorder())
        self.components: dict[str, Component] = {}
        self.flows = dict(flows or {})
        self.is_draining = False
        self._stack = AsyncExitStack()

    def add(
        self,
        component: Component,
        handlers: Mapping[tuple[str, int], Handler],
        starts: Mapping[tuple[str, int], Handler],
    ) -> None:
        """Take a component in, with what it does in the flows."""
        component.handlers, component.starts = handlers, starts
        self.components[component.id] = component

    def connect(self, source: str, policies: Mapping[str, Policy], consumers: Sequence[str] = ()) -> None:
        """Give a component its links; `consumers` are those of a broker that take ordinary messages."""
        component = self.components[source]
        component.links = {
            target: Link(component, self.components[target], policy) for target, policy in policies.items()
        }
        if isinstance(component, Channel):
            component.consumers = tuple(consumers)

    def __getitem__(self, id: str) -> Component:
        return self.components[id]

    @property
    def nodes(self) -> dict[str, Node]:
        """The components that speak HTTP."""
        return {id: component for id, component in self.components.items() if isinstance(component, Node)}

    async def __aenter__(self) -> System:
        # In the order of the wiring: stores, then what uses them, then brokers, which begin to deliver at once.
        async with AsyncExitStack() as stack:
            for component in self.components.values():
                stack.push_async_callback(component.stop)
                await component.start()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stack.aclose()

    async def settle(self) -> None:
        """Return when no broker has anything left to deliver."""
        channels = [component for component in self.components.values() if isinstance(component, Channel)]
        for _ in range(1 + len(channels)):
            for channel in channels:
                await channel.broker.settle()

    async def run_flow(self, flow: str, body: Mapping[str, Any] | None = None) -> tuple[Event, ...]:
        """Drive a flow of the design through the running system and return what the components heard."""
        if flow not in self.flows:
            raise Refused(404, "Not found", "the design has no such flow")
        trace = Trace.new()
        key = uuid.uuid4().hex
        for component, step in self.flows[flow]:
            enter_trace(trace)
            message = Message(
                source=component, flow=flow, step=step, key=key, body=dict(body or {"key": key}), trace=trace.header
            )
            await self.components[component].begin(message)
            await self.settle()
        return self.around.recorder.events(trace)

    def application(self, title: str) -> FastAPI:
        """Return one application: every HTTP component below `/components/<id>`, and the flows to try."""
        made = make_app(
            title,
            "system",
            most_bytes=self.around.settings.max_body_bytes,
            is_ready=self._what_is_missing,
            lifespan=self._lifespan,
        )

        @made.get("/metrics", tags=["operations"], include_in_schema=False)
        async def metrics() -> Response:
            return Response(exposition(self), media_type=CONTENT_TYPE_LATEST)

        @made.get("/", tags=["system"])
        async def parts() -> dict[str, Any]:
            return {
                "components": {
                    id: {
                        "name": component.spec.name,
                        "kind": component.spec.kind,
                        "path": f"/components/{id}/" if isinstance(component, Node) else None,
                        "calls": sorted(component.links),
                    }
                    for id, component in self.components.items()
                },
                "flows": sorted(self.flows),
            }

        @made.post("/flows/{flow}", tags=["system"])
        async def drive(flow: str) -> list[dict[str, Any]]:
            events = await self.run_flow(flow)
            return [{"source": item.source, "target": item.target, "message": item.text} for item in events]

        for id, node in self.nodes.items():
            made.mount(f"/components/{id}", node.app)
        return made

    async def _what_is_missing(self) -> dict[str, str]:
        if self.is_draining:
            return {"system": "draining"}
        return {id: "not ready" for id, node in self.nodes.items() if await node.what_is_missing()}

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        async with self:
            yield
            # Nothing new comes in any more: what was published is delivered while the consumers are still there.
            with suppress(TimeoutError):
                async with asyncio.timeout(self.around.settings.drain_s):
                    await self.settle()
