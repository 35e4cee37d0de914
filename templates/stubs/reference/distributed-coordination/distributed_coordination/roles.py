"""Which components of a generated project the mechanism goes into."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.runtime.errors import Refused
from app.runtime.nodes import Job, Node

from .coordinator import Claim, Coordinator
from .embedded import SqliteGuarded, SqliteNode, SqliteTransfers
from .face import make_app
from .leadership import lead

_NODES = 3
_LEASE_S = 10.0


def _folder(component: Node) -> Path:
    return component.around.settings.data_dir / "coordination"


def _coordinator(component: Node) -> Coordinator:
    """Return a coordinator over three files; on real servers put `HttpNode`s of three machines in their place."""
    nodes = [SqliteNode(_folder(component) / f"node-{number}.sqlite") for number in range(_NODES)]
    component.stopping.extend(node.close for node in nodes)
    return Coordinator(nodes, answer_within_s=5)


def _guarded(component: Node) -> SqliteGuarded:
    store = SqliteGuarded(_folder(component) / "things.sqlite")
    component.stopping.append(store.close)
    return store


def lock_clients(component: Node) -> None:
    """Let the component take locks, and write with their tokens."""
    component.serve(make_app(coordinator=_coordinator(component), guarded=_guarded(component)))


def fencing_proxy(component: Node) -> None:
    """Let the component check tokens before it writes."""
    component.serve(make_app(guarded=_guarded(component)))


def idempotent_api(component: Node) -> None:
    """Let the component move money once for each key."""
    store = SqliteTransfers(_folder(component) / "transfers.sqlite", opening=1_000)
    component.stopping.append(store.close)
    component.serve(make_app(transfers=store))


def leader_group(component: Node) -> None:
    """Let a job run only where it leads; the others answer 409."""
    if not isinstance(component, Job):
        return
    member = _Member(_coordinator(component), component)
    component.starting.append(member.begin)
    component.stopping.append(member.end)
    run = component.run_once

    async def run_once() -> dict[str, Any]:
        return {**await member.leading(run), "term": member.term}

    component.run_once = run_once  # type: ignore[method-assign]


class _Member:
    """One copy of a job in its group."""

    def __init__(self, coordinator: Coordinator, component: Job) -> None:
        self.coordinator = coordinator
        self.component = component
        self.term = 0
        self._leads = asyncio.Event()
        self._campaign: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        who = f"{self.component.id}-{id(self)}"
        campaign = lead(self.coordinator, self.component.id, who, lease_s=_LEASE_S, work=self._lead)
        self._campaign = asyncio.create_task(campaign)

    async def end(self) -> None:
        if self._campaign is not None:
            self._campaign.cancel()
            with suppress(asyncio.CancelledError):
                await self._campaign

    async def leading(self, run: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._leads.wait()
        if not self._leads.is_set():
            raise Refused(409, "Not the leader", "another copy leads; it runs the job")
        return await run()

    async def _lead(self, claim: Claim) -> None:
        self.term = claim.token
        self._leads.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._leads.clear()


ROLES: Mapping[str, Callable[[Node], None]] = {
    "lock-clients": lock_clients,
    "fencing-proxy": fencing_proxy,
    "idempotent-api": idempotent_api,
    "leader-group": leader_group,
}
