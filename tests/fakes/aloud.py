"""Somebody who hears the edits of a reply while it comes in."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Hears:
    """Notes each item with the time at which it came, and how often a reply began; stops the model at an item."""

    key: str = "edits"
    stops_at: int = 0
    begun: int = 0
    items: list[Any] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def begin(self) -> None:
        self.begun += 1

    def item(self, value: Any) -> None:
        self.items.append(value)
        self.times.append(time.monotonic())
        if len(self.items) == self.stops_at:
            raise StoppedError


class StoppedError(Exception):
    """Whoever heard the reply has heard enough."""
