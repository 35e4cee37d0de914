"""One node: its sessions, and how it lets them go before it stops."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress

from .ports import MessageStore, Socket, SocketClosed, StoreDown
from .router import Router
from .session import GOING_AWAY, RESTART, TRY_LATER, Ended, Limits, Session


class Gateway:
    """Holds connections. All it knows about a client can be found again in the store."""

    def __init__(self, node: str, store: MessageStore, router: Router, *, limits: Limits | None = None) -> None:
        self.node = node
        self.store = store
        self.router = router
        self.limits = limits or Limits()
        self.sessions: dict[str, Session] = {}
        self._is_draining = False
        self.cut_off = 0
        self._left = asyncio.Event()

    def takes_clients(self) -> bool:
        """Whether new connections are welcome."""
        return not self._is_draining

    async def serve(self, client: str, socket: Socket, *, after: int) -> None:
        """Serve a client's connection until it ends; `after` is the last number that the client has seen."""
        if not self.takes_clients():
            await socket.close(TRY_LATER, "this node is going away")
            return
        try:
            connection = await self.store.connect(client, self.node)
            accepted = await self.store.accepted(client)
        except StoreDown:
            await socket.close(TRY_LATER, "the store does not answer")
            return
        session = Session(
            client, socket, self.store, self.router.say, after=after, connection=connection, limits=self.limits
        )
        if (older := self.sessions.get(client)) is not None:
            older.replace()
        self.sessions[client] = session
        if not self.takes_clients():
            # It came while the drain began.
            session.move()
        try:
            ended = await self._run(session, accepted)
        finally:
            await self._gone(session)
        # Who does not read does not take the end of the connection either: so nobody waits long for that.
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.slow_s):
                await socket.close(ended.code, ended.reason)

    def wake(self, clients: Iterable[str]) -> None:
        """Let the sessions of clients look for messages."""
        for client in clients:
            if (session := self.sessions.get(client)) is not None:
                session.wake()

    async def drain(self, window_s: float) -> None:
        """Take no new clients, ask those that are here to move, one after the other, and cut off who has not."""
        self._is_draining = True
        waiting = list(self.sessions.values())
        for session in waiting:
            session.move()
            # Spread over half of the window, so that the other nodes are not run over.
            await asyncio.sleep(window_s / 2 / len(waiting))
        with suppress(TimeoutError):
            async with asyncio.timeout(window_s / 2):
                while self.sessions:
                    self._left.clear()
                    await self._left.wait()
        for session in tuple(self.sessions.values()):
            await session.socket.close(RESTART, "this node stops")

    async def _run(self, session: Session, accepted: int) -> Ended:
        try:
            await session.socket.send(json.dumps({"welcome": self.node, "accepted": accepted}))
            ended = await session.run()
        except SocketClosed:
            return Ended(GOING_AWAY, "the client is gone")
        except StoreDown:
            return Ended(TRY_LATER, "the store does not answer")
        self.cut_off += ended.code == TRY_LATER
        return ended

    async def _gone(self, session: Session) -> None:
        if self.sessions.get(session.client) is session:
            del self.sessions[session.client]
            self._left.set()
        with suppress(StoreDown):
            await self.store.disconnect(session.client, session.connection)
