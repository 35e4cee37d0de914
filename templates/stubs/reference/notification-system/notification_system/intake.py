"""Accept first, send later: what got an answer is on record and in its queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .messages import Kind, Request, Send
from .ports import SendStore


class UnknownKind(Exception):
    """Nobody defined this kind of notification."""


class KeyReused(Exception):
    """A key came again with another request."""


class Intake:
    """Turns a request into one send for each channel that the person wants, once for each key."""

    def __init__(
        self, store: SendStore, kinds: Mapping[str, Kind], *, clock: Callable[[], float], new_id: Callable[[], str]
    ) -> None:
        self.store = store
        self._kinds = kinds
        self._clock = clock
        self._new_id = new_id

    async def accept(self, request: Request) -> tuple[str, bool]:
        """Return the notification's id, and whether it is new.

        Raises:
            UnknownKind: there is no such kind.
            KeyReused: the caller used the key for something else.
        """
        if (kind := self._kinds.get(request.kind)) is None:
            raise UnknownKind(request.kind)
        id, now = self._new_id(), self._clock()
        sends = [
            Send(
                id=f"{id}-{channel}",
                notification=id,
                user=request.user,
                kind=request.kind,
                channel=channel,
                urgency=kind.urgency,
                is_mandatory=kind.is_mandatory,
                text=kind.text(request.values),
                expires_at=now + kind.keep_s,
                due_at=now,
            )
            for channel in kind.channels
            if kind.is_mandatory or not await self.store.is_out(request.user, channel)
        ]
        id, fingerprint, is_new = await self.store.accept(request, id, sends)
        if fingerprint != request.fingerprint:
            raise KeyReused(request.key)
        return id, is_new
