"""What is asked for, what kinds of it there are, and what becomes a send on one channel."""

from __future__ import annotations

import hashlib
import json
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

Channel = Literal["email", "sms", "push"]
Status = Literal["open", "accepted", "suppressed", "expired", "dead"]


class Urgency(IntEnum):
    """Each has a queue of its own; the smaller goes first."""

    URGENT = 0
    STANDARD = 1
    BULK = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """What the business says about one kind of notification.

    `is_mandatory` ones (a login code) do not ask for opt-outs; after `keep_s` one is too late to be sent.
    """

    urgency: Urgency
    channels: tuple[Channel, ...]
    template: string.Template
    is_mandatory: bool = False
    keep_s: float = 86_400.0

    def text(self, values: Mapping[str, str]) -> str:
        """Return the text with the values put in; they are data, a `$` in them means nothing."""
        return self.template.safe_substitute(values)


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks that a person be told something."""

    caller: str
    key: str
    user: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return what tells this request from another one that carries the same key."""
        said = json.dumps([self.user, self.kind, dict(self.values)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Send:
    """One notification over one channel. `attempts` counts those begun, this one included once it is claimed."""

    id: str
    notification: str
    user: str
    kind: str
    channel: Channel
    urgency: Urgency
    is_mandatory: bool
    text: str
    expires_at: float
    due_at: float
    status: Status = "open"
    attempts: int = 0
    error: str = ""
