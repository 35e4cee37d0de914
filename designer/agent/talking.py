"""A conversation in which a language model may call tools: its turns, the tools, and who can lead it.

The types are ours, so that a turn can be cached, counted and scripted; langchain's come in where the loop runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

from designer.errors import LanguageModelError
from designer.model.base import Frozen
from designer.ports import Usage


class Call(Frozen):
    """A tool that a model wants called; `arguments` is what it wrote, JSON or not."""

    id: str
    name: str
    arguments: str = "{}"


class Turn(Frozen):
    """One turn. An assistant's may hold calls; a tool's `answers` the call with that id."""

    role: Literal["system", "user", "assistant", "tool"]
    text: str = ""
    calls: tuple[Call, ...] = ()
    answers: str = ""


class ToolSpec(NamedTuple):
    """What a model is told of a tool; `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's turn, the tokens it took, and how many requests were sent to get it."""

    turn: Turn
    usage: Usage = Usage()
    requests: int = 1


class NoToolsError(LanguageModelError):
    """The model, or its server, does not understand tools: ask in another way."""


@runtime_checkable
class TalkingModel(Protocol):
    """Continues a conversation, with tools to call."""

    @property
    def name(self) -> str:
        """The model as `provider:name`, without address or credentials."""

    def talk(self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec]) -> Reply:
        """Return the model's next turn.

        Raises:
            NoToolsError: tools are not understood there.
            LanguageModelError: the server failed after its retries.
            SettingsError: the key or the model's name is wrong.
        """


def no_tools(name: str, why: str = "it calls no tools", *, requests: int = 0) -> NoToolsError:
    """Return the error for a model that cannot be given tools, as so many requests showed."""
    error = NoToolsError(f"{name}: {why}", where="language model", fix="use a model that calls functions")
    error.requests = requests
    return error
