"""The neighbours of the order service over HTTP; an answer that says "not now" is a failure, one that says no is not."""

from __future__ import annotations

from typing import Any

import httpx

from .deadlines import Deadline


class HttpNeighbour:
    """Stock, recommendations and the partner, each behind a URL of its own; the deadline goes along as a header."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self.client = client
        self.url = url

    async def has(self, item: str, deadline: Deadline) -> bool:
        """Return whether an item is in stock."""
        return bool((await self._ask("GET", "/stock", deadline, params={"item": item}))["has"])

    async def beside(self, item: str, deadline: Deadline) -> list[str]:
        """Return what goes with an item."""
        return list((await self._ask("GET", "/beside", deadline, params={"item": item}))["items"])

    async def book(self, order: str, item: str, deadline: Deadline) -> None:
        """Book the transport."""
        await self._ask("POST", "/bookings", deadline, json={"item": item}, key=order)

    async def _ask(self, method: str, path: str, deadline: Deadline, *, key: str = "", **more: Any) -> Any:
        headers = {**deadline.header, **({"Idempotency-Key": key} if key else {})}
        timeout = max(deadline.left_s, 0.001)
        answer = await self.client.request(method, f"{self.url}{path}", headers=headers, timeout=timeout, **more)
        answer.raise_for_status()
        return answer.json()
