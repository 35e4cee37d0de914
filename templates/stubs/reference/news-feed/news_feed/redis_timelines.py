"""Timelines in Redis: a sorted set and a floor for each reader, changed by one script."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from .ports import StoreDown

T = TypeVar("T")
# Scores in Redis are doubles, exact up to 2^53: all have score 0, and the members are padded ids, which sort as text.
_DIGITS = 19
_PUSH = """
for _, key in ipairs(KEYS) do
  local floor = redis.call('GET', key .. ':floor')
  if floor then
    for at = 2, #ARGV do
      if string.sub(ARGV[at], 1, #floor) >= floor then redis.call('ZADD', key, 0, ARGV[at]) end
    end
    local over = redis.call('ZCARD', key) - tonumber(ARGV[1])
    if over > 0 then
      redis.call('ZREMRANGEBYRANK', key, 0, over - 1)
      local first = redis.call('ZRANGE', key, 0, 0)[1]
      redis.call('SET', key .. ':floor', string.sub(first, 1, #floor))
    end
  end
end
"""


class RedisTimelines:
    """Timelines in a Redis of version 6.2 or later. Losing it loses no post: timelines are made anew when read."""

    def __init__(self, client: Any, *, length: int = 800, prefix: str = "home:") -> None:
        self._redis = client
        self._length = length
        self._prefix = prefix
        self._push = client.register_script(_PUSH)

    async def floor(self, reader: str) -> int | None:
        """See `Timelines.floor`."""
        floor = await _asked(lambda: self._redis.get(f"{self._key(reader)}:floor"))
        return None if floor is None else int(floor)

    async def newest(self, reader: str, *, before: int, limit: int) -> Sequence[tuple[int, str]]:
        """See `Timelines.newest`."""
        below = f"({_padded(before)}"
        found = await _asked(lambda: self._redis.zrevrangebylex(self._key(reader), below, "-", start=0, num=limit))
        return [_entry(member.decode()) for member in found]

    async def push(self, readers: Sequence[str], entries: Sequence[tuple[int, str]]) -> None:
        """See `Timelines.push`."""
        if entries:
            keys = [self._key(reader) for reader in readers]
            await _asked(lambda: self._push(keys=keys, args=[self._length, *map(_member, entries)]))

    async def replace(self, reader: str, entries: Sequence[tuple[int, str]], floor: int) -> None:
        """See `Timelines.replace`."""
        key = self._key(reader)
        async with self._redis.pipeline(transaction=True) as change:
            change.delete(key)
            if entries:
                change.zadd(key, {_member(entry): 0 for entry in entries})
            change.set(f"{key}:floor", _padded(floor))
            await _asked(change.execute)

    async def drop(self, reader: str) -> None:
        """See `Timelines.drop`."""
        key = self._key(reader)
        await _asked(lambda: self._redis.delete(key, f"{key}:floor"))

    def _key(self, reader: str) -> str:
        return f"{self._prefix}{reader}"


async def _asked(work: Callable[[], Awaitable[T]]) -> T:
    from redis.exceptions import ConnectionError, TimeoutError

    try:
        return await work()
    except (ConnectionError, TimeoutError, OSError) as error:
        raise StoreDown(str(error)) from error


def _padded(id: int) -> str:
    return f"{id:0{_DIGITS}}"


def _member(entry: tuple[int, str]) -> str:
    return f"{_padded(entry[0])}:{entry[1]}"


def _entry(member: str) -> tuple[int, str]:
    id, _, author = member.partition(":")
    return int(id), author
