"""What becomes of a message on a server that counts no tries: given again with its number, set aside, never lost."""

from __future__ import annotations

import asyncio

import pytest

from app.runtime.errors import Unavailable
from app.runtime.messages import Message
from app.runtime.real.delivering import Deliveries

MESSAGE = Message(source="test")


class Server(Deliveries):
    """Notes what it is given, and takes nothing while it is down."""

    def __init__(self) -> None:
        super().__init__("test", fan_out=False, deliveries=2, wait_s=0)
        self.given: list[tuple[str, int]] = []
        self.is_down = False
        self.subscribe("one", self._refuse)

    async def _refuse(self, message: Message) -> None:
        raise ValueError("not this one")

    async def _put(self, consumer: str, message: Message, attempt: int) -> None:
        if self.is_down:
            raise Unavailable(self.name, "it is down")
        self.given.append((consumer, attempt))


@pytest.mark.anyio
async def test_what_fails_is_given_back_with_its_number_and_at_last_as_a_dead_letter() -> None:
    server = Server()
    await server.publish(MESSAGE)
    for attempt in (1, 2):
        await server.see_through("one", MESSAGE, attempt)
    assert server.given == [("one", 1), ("one", 2), ("dead", 2)]
    async with asyncio.timeout(1):
        await server.settle()


@pytest.mark.anyio
@pytest.mark.parametrize("attempt", [1, 2])
async def test_what_could_not_be_given_back_is_neither_acknowledged_nor_settled(attempt: int) -> None:
    server = Server()
    await server.publish(MESSAGE)
    server.is_down = True
    with pytest.raises(Unavailable):
        await server.see_through("one", MESSAGE, attempt)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await server.settle()


@pytest.mark.anyio
async def test_what_was_begun_ends_when_it_is_cut_off() -> None:
    server, ended = Server(), []

    async def hang(number: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(number)

    for number in range(3):
        server.begin(hang(number))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await server.cut_off()
    assert sorted(ended) == [0, 1, 2]
