"""Messages and connections in Redis: a stream for each client, whose entries have the client's numbers as ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .ports import Delivery, Said, StoreDown

if TYPE_CHECKING:
    from redis.asyncio import Redis

# Each script is one step of the server. KEYS are the client's hash and stream.
_APPEND = """
local number = redis.call('HINCRBY', KEYS[1], 'last', 1)
redis.call('XADD', KEYS[2], number .. '-0', 'body', ARGV[1])
"""
_ACCEPT = """
if tonumber(redis.call('HGET', KEYS[3], 'accepted') or 0) ~= ARGV[2] - 1 then return 0 end
redis.call('HSET', KEYS[3], 'accepted', ARGV[2])
local number = redis.call('HINCRBY', KEYS[1], 'last', 1)
redis.call('XADD', KEYS[2], number .. '-0', 'body', ARGV[1])
return 1
"""
_DISCONNECT = "if redis.call('HGET', KEYS[1], 'connection') == ARGV[1] then redis.call('HDEL', KEYS[1], 'node') end"


class RedisMessages:
    """Messages in one Redis; on a cluster sender and receiver would have to lie on one shard for `accept`."""

    def __init__(self, url: str, *, prefix: str = "gateway") -> None:
        self.url = url
        self.prefix = prefix
        self._client: Redis | None = None

    async def append(self, messages: Sequence[tuple[str, str]]) -> None:
        """Give each (client, body) that client's next number, and keep it, in one transaction."""

        async def append(redis: Redis) -> None:
            async with redis.pipeline(transaction=True) as pipe:
                for client, body in messages:
                    pipe.eval(_APPEND, 2, self._hash(client), self._stream(client), body)
                await pipe.execute()

        await self._run(append)

    async def after(self, client: str, number: int, limit: int) -> list[Delivery]:
        """Return a client's messages in order, the first ones after a number."""
        rows = await self._run(lambda redis: redis.xrange(self._stream(client), f"({number}-0", "+", limit))
        return [Delivery(int(id.split(b"-")[0]), fields[b"body"].decode()) for id, fields in rows]

    async def forget(self, client: str, number: int) -> None:
        """Drop a client's messages up to a number."""
        await self._run(lambda redis: redis.xtrim(self._stream(client), minid=f"{number + 1}-0", approximate=False))

    async def accept(self, said: Said) -> bool:
        """Keep what a client said as a message of the receiver, once."""
        keys = (self._hash(said.to), self._stream(said.to), self._hash(said.client))
        return bool(await self._run(lambda redis: redis.eval(_ACCEPT, 3, *keys, said.body, said.number)))

    async def accepted(self, client: str) -> int:
        """Return the number of the last thing a client said that was accepted."""
        return int(await self._run(lambda redis: redis.hget(self._hash(client), "accepted")) or 0)

    async def connect(self, client: str, node: str) -> int:
        """Keep that a client is on a node now; return the number of this connection."""

        async def connect(redis: Redis) -> int:
            async with redis.pipeline(transaction=True) as pipe:
                pipe.hincrby(self._hash(client), "connection", 1)
                pipe.hset(self._hash(client), "node", node)
                return int((await pipe.execute())[0])

        return int(await self._run(connect))

    async def disconnect(self, client: str, connection: int) -> None:
        """Forget where a client is, unless a later connection has come."""
        await self._run(lambda redis: redis.eval(_DISCONNECT, 1, self._hash(client), connection))

    async def connection(self, client: str) -> int:
        """Return the number of a client's latest connection."""
        return int(await self._run(lambda redis: redis.hget(self._hash(client), "connection")) or 0)

    async def nodes_of(self, clients: Iterable[str]) -> dict[str, list[str]]:
        """Return the clients that are connected, by node."""
        asked = list(clients)

        async def find(redis: Redis) -> list[bytes | None]:
            async with redis.pipeline(transaction=False) as pipe:
                for client in asked:
                    pipe.hget(self._hash(client), "node")
                return list(await pipe.execute())

        found: dict[str, list[str]] = {}
        for client, node in zip(asked, await self._run(find), strict=True):
            if node is not None:
                found.setdefault(node.decode(), []).append(client)
        return found

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _hash(self, client: str) -> str:
        return f"{self.prefix}:client:{client}"

    def _stream(self, client: str) -> str:
        return f"{self.prefix}:messages:{client}"

    async def _run(self, work: Any) -> Any:
        from redis.asyncio import Redis
        from redis.exceptions import RedisError

        if self._client is None:
            self._client = Redis.from_url(self.url, socket_timeout=5, socket_connect_timeout=2)
        try:
            return await work(self._client)
        except (RedisError, OSError) as error:
            raise StoreDown(str(error)) from error
