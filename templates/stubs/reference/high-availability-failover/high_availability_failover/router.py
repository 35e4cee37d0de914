"""The write router: finds the primary, holds writes back during a takeover, and sends each again with its key."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx


class Gone(Exception):
    """No primary answered within the patience of the caller; whether the write was kept is not known."""


class Router:
    """Sends records to whichever node is primary."""

    def __init__(self, client: httpx.AsyncClient, urls: Sequence[str], *, patience_s: float = 30.0) -> None:
        self.client = client
        self.urls = list(urls)
        self.patience_s = patience_s
        self.waited = 0

    async def write(self, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the record once it is confirmed; the id makes it safe to send it again.

        Raises:
            Gone: nobody confirmed it.
        """
        return await self._until_answered("POST", "/records", json=body, headers={"Idempotency-Key": id})

    async def read(self, id: str) -> dict[str, Any] | None:
        """Return a confirmed record, or None.

        Raises:
            Gone: nobody answered.
        """
        found = await self._until_answered("GET", f"/records/{id}")
        return found if "id" in found else None

    async def _until_answered(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self.patience_s):
                while True:
                    for url in tuple(self.urls):
                        answer = await self._try(method, f"{url}{path}", **more)
                        if answer is not None:
                            # The next call begins where this one was answered.
                            self.urls.sort(key=lambda one, url=url: one != url)  # type: ignore[misc]
                            return dict(answer.json())
                    self.waited += 1
                    await asyncio.sleep(0.05)
        except TimeoutError as error:
            raise Gone(f"no primary within {self.patience_s:g} s") from error

    async def _try(self, method: str, url: str, **more: Any) -> httpx.Response | None:
        try:
            answer = await self.client.request(method, url, **more)
        except httpx.TransportError:
            return None
        return None if answer.status_code >= 500 else answer
