"""A limit on how long and how large a response may be, for the HTTP client of openai.

The client's own time limit is for one read: a server that sends a byte now and then would never meet it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

MAX_BODY_BYTES = 16_000_000


class LateBodyError(Exception):
    """A response took too long."""


class LargeBodyError(Exception):
    """A response grew too large."""


class BodyGuard:
    """Response hook that ends a body at `overdue`, on the clock given, or at 16 MB.

    With `wants_stream`, an answer that comes whole all the same is kept in `whole`.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.overdue = float("inf")
        self.wants_stream = False
        self.whole: bytes | None = None

    def __call__(self, response: Any) -> None:
        """Put a checking stream in the place of the response's own."""
        stream = response.stream
        # openai 3 brings its own copy of httpx; the base class is taken from whichever made the stream.
        base = next(kind for kind in type(stream).__mro__ if kind.__name__ == "SyncByteStream")
        methods = {"__iter__": lambda _: self._checked(stream), "close": lambda _: stream.close()}
        response.stream = type("CheckedStream", (base,), methods)()
        is_stream = "text/event-stream" in response.headers.get("content-type", "")
        if self.wants_stream and response.status_code == 200 and not is_stream:
            self.whole = response.read()

    def _checked(self, stream: Any) -> Iterator[bytes]:
        size = 0
        for chunk in stream:
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise LargeBodyError(size)
            if self._clock() > self.overdue:
                raise LateBodyError(size)
            yield chunk
