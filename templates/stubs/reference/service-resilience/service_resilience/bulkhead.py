"""The bulkhead: a dependency gets so many calls at once, and not all that the service can carry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .errors import BulkheadFull


class Bulkhead:
    """At most `most` calls at once. There is no queue: waiting in it would be what the bulkhead is to prevent."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        self.most = most
        self.inside = 0
        self.refused = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one place as long as the context lasts.

        Raises:
            BulkheadFull: there is none.
        """
        if self.inside >= self.most:
            self.refused += 1
            raise BulkheadFull(self.name, f"{self.most} calls are under way", 0.1)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1
