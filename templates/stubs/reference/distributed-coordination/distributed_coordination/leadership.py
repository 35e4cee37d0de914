"""Leading for a term: the term is the token of a claim, and goes with every order of the leader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from .coordinator import Claim, Coordinator, NoMajority


async def lead(
    coordinator: Coordinator, group: str, who: str, *, lease_s: float, work: Callable[[Claim], Awaitable[None]]
) -> None:
    """Campaign for ever; while leading, run `work`, which is cancelled before the lease can end for others.

    `work` gets the claim, whose token is the term. When it returns the group may elect another leader.
    """
    while True:
        claim = await coordinator.wait_for(group, who, lease_s=lease_s)
        await _lead_once(coordinator, claim, work)


async def _lead_once(coordinator: Coordinator, claim: Claim, work: Callable[[Claim], Awaitable[None]]) -> None:
    working = asyncio.ensure_future(work(claim))
    keeping = asyncio.create_task(_keep(coordinator, claim))
    try:
        await asyncio.wait((working, keeping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (working, keeping):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        # Only now, when nothing works for this term any more.
        await coordinator.release(claim)


async def _keep(coordinator: Coordinator, claim: Claim) -> None:
    """Return when the lease is lost, or is about to end without having been renewed."""
    held: Claim | None = claim
    while held is not None:
        try:
            # A renewal that hangs must not keep the leader in office: its own clock decides.
            async with asyncio.timeout(held.ends_at - coordinator.clock()):
                held = await _renewed(coordinator, held)
        except TimeoutError:
            return


async def _renewed(coordinator: Coordinator, claim: Claim) -> Claim | None:
    await asyncio.sleep(claim.lease_s / 3)
    while True:
        with suppress(NoMajority):
            return await coordinator.renew(claim)
        await asyncio.sleep(claim.lease_s / 20)
