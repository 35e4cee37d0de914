"""The ways to ask for a value of a type, best first, and which of them each server understands."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from enum import IntEnum
from typing import Any

from designer.agent.strict_schema import schema_text
from designer.ports import ChatMessage

TOOL_NAME = "answer"


class Rung(IntEnum):
    """A way to ask. On every rung the answer is looked for in whatever text comes back."""

    JSON_SCHEMA = 0
    FUNCTION_CALLING = 1
    JSON_MODE = 2
    PLAIN_TEXT = 3


Memory = MutableMapping[tuple[str, str], Rung]
KNOWN_RUNGS: Memory = {}
"""The rung that worked, by base URL and model, for the life of the process."""


class Ladder:
    """Where one answer stands on the rungs."""

    def __init__(self, key: tuple[str, str], memory: Memory) -> None:
        self._key = key
        self._memory = memory
        self._known = memory.get(key)
        self._was_refused = False
        self.rung = self._known if self._known is not None else Rung.JSON_SCHEMA

    @property
    def is_proven(self) -> bool:
        """Whether this rung has worked before."""
        return self.rung is self._known

    def step_down(self, *, refused: bool = False) -> bool:
        """Go one rung down and return True, or return False at the bottom.

        `refused` says that the server does not understand this rung, and not merely answered badly.
        """
        if self.rung is Rung.PLAIN_TEXT:
            return False
        self.rung = Rung(self.rung + 1)
        self._was_refused |= refused
        return True

    def restart(self) -> None:
        """Go back to the top: it was not the way of asking that was refused."""
        self.rung, self._was_refused = Rung.JSON_SCHEMA, False

    def remember(self) -> None:
        """Note that this rung worked; one bad answer is no reason to give up a better one."""
        if self._known is None or self._was_refused:
            self._memory[self._key] = self.rung


def request_fields(rung: Rung, schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a request states, besides its messages, to ask for `schema` on this rung."""
    if rung is Rung.JSON_SCHEMA:
        form = {"name": TOOL_NAME, "schema": schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    if rung is Rung.FUNCTION_CALLING:
        function = {"name": TOOL_NAME, "description": "Give the answer.", "parameters": schema}
        choice = {"type": "function", "function": {"name": TOOL_NAME}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": choice}
    if rung is Rung.JSON_MODE:
        return {"response_format": {"type": "json_object"}}
    return {}


def with_schema(rung: Rung, messages: Sequence[ChatMessage], schema: dict[str, Any]) -> tuple[ChatMessage, ...]:
    """Return `messages`, with the schema in words where the request itself does not carry it.

    It goes to the end of the first message, so that what follows stays last.
    """
    if rung < Rung.JSON_MODE:
        return tuple(messages)
    words = f"Answer with one JSON object that fits this JSON schema, and nothing else:\n{schema_text(schema)}"
    if messages and messages[0].role == "system":
        return (ChatMessage("system", f"{messages[0].text}\n{words}"), *messages[1:])
    return (ChatMessage("system", words), *messages)
