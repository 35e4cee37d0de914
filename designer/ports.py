"""The outside world, as protocols: adapters implement them, everything else takes them as arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel

from designer.errors import DesignerError
from designer.model.artifact import Bundle
from designer.model.base import Frozen

AnswerT = TypeVar("AnswerT", bound=BaseModel)
Item = TypeVar("Item")
Result = TypeVar("Result")


class LayoutEngine(Protocol):
    """Places the nodes and splines of a DOT graph."""

    def layout(self, dot: str, *, deadline_s: float) -> str:
        """Return Graphviz JSON (`-Tjson`) with positions in points.

        Raises:
            LayoutError: the engine failed, gave nonsense, or did not finish in `deadline_s` seconds.
        """


class Rasteriser(Protocol):
    """Turns an SVG into pixels."""

    def png(self, svg: str, *, scale: float = 1.0) -> bytes:
        """Return a PNG of the SVG, `scale` pixels per unit.

        Raises:
            LayoutError: the SVG cannot be drawn.
        """


class ChatMessage(NamedTuple):
    """One turn of a conversation with a language model; the text is sent as it is, never rendered."""

    role: Literal["system", "user", "assistant"]
    text: str


class Usage(Frozen):
    """Tokens that a language model's server counted, or an estimate of ours where it did not say."""

    input_tokens: int = 0
    output_tokens: int = 0
    is_estimated: bool = False

    def __add__(self, other: Usage) -> Usage:
        """Return the sum of both."""
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            is_estimated=self.is_estimated or other.is_estimated,
        )


@dataclass(frozen=True, slots=True)
class Answer(Generic[AnswerT]):
    """A validated answer, the tokens it took, and how many requests were sent to get it."""

    value: AnswerT
    usage: Usage = Usage()
    requests: int = 1


class LanguageModel(Protocol):
    """Answers a conversation with a value of a given type."""

    @property
    def name(self) -> str:
        """The model as `provider:name`, without address or credentials."""

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the model's answer to `messages`, validated as `into`.

        Raises:
            LanguageModelError: the server failed after its retries, or no answer fitted `into`.
            SettingsError: the key or the model's name is wrong.
        """


class Store(Protocol):
    """Keeps bundles by name, each complete or not at all."""

    def save(self, name: str, bundle: Bundle) -> None:
        """Keep a bundle under `name`, in place of the one that is there.

        Raises:
            OutputError: the place cannot be written, or holds something that is no bundle; nothing has changed.
        """

    def load(self, name: str) -> Bundle | None:
        """Return the bundle kept under `name`, or None when there is none.

        Raises:
            OutputError: the place cannot be read, or holds something that is no bundle.
        """


class Executor(Protocol):
    """Runs a function over items, here or in other processes."""

    def run(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | DesignerError]:
        """Yield one outcome per item, in the order of the items: what `function` returned, or why it could not.

        An item that fails, even one that takes its process down, leaves the others alone.
        """
