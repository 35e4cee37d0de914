"""What the mechanism needs from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mechanism_kit.errors import StoreDown as StoreDown

from .messages import Channel, Request, Send, Status, Urgency


class ProviderDown(Exception):
    """The provider did not take the message now; later it may."""


class Rejected(Exception):
    """The provider will never take this message."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` sends in any `window_s` seconds; the last `reserved` of them are for urgent ones."""

    most: int
    window_s: float
    reserved: int = 0


class Provider(Protocol):
    """Carries messages to people over one channel."""

    async def send(self, send_id: str, user: str, text: str) -> None:
        """Deliver a text once for an id, however often it is asked.

        Raises:
            ProviderDown: not now.
            Rejected: never.
        """
        ...


class SendStore(Protocol):
    """Notifications, the queues of sends, opt-outs and what was taken from limits; each call is one transaction."""

    async def accept(self, request: Request, id: str, sends: Sequence[Send]) -> tuple[str, str, bool]:
        """Keep a request with its sends, once for caller and key.

        Return the notification's id, the fingerprint of the request that is kept, and whether it is new.
        """
        ...

    async def claim(self, urgencies: Sequence[Urgency], *, now: float, lease_until: float) -> Send | None:
        """Return the send that has been due longest in the first of these queues that has one, or None.

        Nobody else gets it before `lease_until`; then it comes again, unless it is finished.
        """
        ...

    async def finish(self, send_id: str, status: Status, error: str = "") -> None:
        """Say what became of a send, unless that is said already."""
        ...

    async def again(self, send: Send, due_at: float, error: str, *, counts: bool) -> None:
        """Let a claimed send come again; when it does not count, the attempt was none."""
        ...

    async def redrive(self, send_id: str, now: float) -> bool:
        """Put a dead send back into its queue; False when it is not dead."""
        ...

    async def sends(self, *, notification: str | None = None, status: Status | None = None) -> Sequence[Send]:
        """Return sends, the oldest first, at most a thousand."""
        ...

    async def opt_out(self, user: str, channel: Channel, *, is_out: bool = True) -> None:
        """Note that a person does not want this channel, or does again."""
        ...

    async def is_out(self, user: str, channel: Channel) -> bool:
        """Whether the person opted out."""
        ...

    async def take(self, channel: Channel, limit: Limit, most: int, now: float) -> float:
        """Take one of a channel's `most` sends in the limit's window; return 0, or the seconds to wait."""
        ...
