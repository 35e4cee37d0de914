"""What components tell each other."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Action = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: who sent it, in which trace, what it says.

    `flow` and `step` name the step of the design's flow that it is, if any; `action` says what a store is to do.
    """

    source: str
    text: str = ""
    key: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    flow: str = ""
    step: int | None = None
    action: Action = "write"
    trace: str = ""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Message:
        """Return the message that `as_json` gave."""
        return cls(**values)

    def passed_on(self, **changes: Any) -> Message:
        """Return what follows from this message: the same flow, key and body, and an id of its own."""
        return replace(self, **{"id": uuid.uuid4().hex, **changes})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `step` is set when the flow shows the answer as a step of its own."""

    text: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    step: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)
