"""A cache in Redis."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from app.runtime.errors import Unavailable

T = TypeVar("T")


class RedisCache:
    """Values as JSON, each for its time to live; the name of the component keeps its keys apart from others'."""

    def __init__(self, url: str, component: str, ttl_s: float) -> None:
        from redis import Redis

        self.component = component
        self.ttl_s = ttl_s
        # No retries here: the link to the cache has its own, and a bound on the time.
        self._redis: Any = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def get(self, key: str) -> Any | None:
        """Return a value that has not expired, or None."""
        found = self._ask(lambda: self._redis.get(self._name(key)))
        return None if found is None else json.loads(found)

    def put(self, key: str, value: Any, *, ttl_s: float | None = None) -> None:
        """Keep a value."""
        left_ms = int((self.ttl_s if ttl_s is None else ttl_s) * 1000)
        if left_ms < 1:
            self.drop(key)
            return
        self._ask(lambda: self._redis.set(self._name(key), json.dumps(value), px=left_ms))

    def drop(self, key: str) -> None:
        """Forget a value."""
        self._ask(lambda: self._redis.delete(self._name(key)))

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()

    def _name(self, key: str) -> str:
        return f"app:{self.component}:{key}"

    def _ask(self, work: Callable[[], T]) -> T:
        from redis.exceptions import RedisError

        try:
            return work()
        except RedisError as error:
            raise Unavailable(self.component, f"Redis: {type(error).__name__}") from error
