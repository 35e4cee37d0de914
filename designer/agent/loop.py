"""The loop of an agent with tools: langchain's `create_agent` leads it, and it always ends.

It ends at the model's answer, at the limit of calls, of tools or of time, or at a failure of the server.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import Field

from designer.agent.bridge import GIVEN, as_message, as_turn, chat_of
from designer.agent.talking import Call, TalkingModel, ToolSpec, Turn, no_tools
from designer.edits.text import clean_text, clip_line, fence
from designer.errors import DesignerError
from designer.model.base import Frozen

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

MAX_RESULT = 6000
"""The most characters of a tool's answer."""
MAX_ARGUMENTS = 200_000
_MOST_REPAIRS = 2
_LONGEST_NAME = 64


class Limits(Frozen):
    """How long an agent may work on one instruction: questions to the model, tools called, seconds."""

    calls: int = Field(default=8, ge=1, le=100)
    tools: int = Field(default=40, ge=1, le=1000)
    seconds: float = Field(default=180.0, gt=0, le=7200)


class Tool(NamedTuple):
    """What a model may call: its description, and what it does with the arguments; it answers in words.

    `run` raises a `DesignerError` for arguments that do not fit; its words go back to the model.
    """

    spec: ToolSpec
    run: Callable[[dict[str, Any]], str]


class Talk(NamedTuple):
    """What came of a conversation: the last words, how often the model was asked, the tools it called, what ended it early."""

    text: str
    calls: int = 0
    called: int = 0
    stopped: str = ""


def converse(
    model: TalkingModel,
    *,
    system: str,
    request: str,
    tools: Sequence[Tool],
    limits: Limits,
    review: Callable[[str], str] = lambda text: "",
    heard: Callable[[], None] = lambda: None,
    clock: Callable[[], float] = time.monotonic,
) -> Talk:
    """Return what a model says to a request, after it called tools as it saw fit.

    Args:
        model: whom to ask.
        system: the stable first message.
        request: the request, with what is data in it fenced.
        tools: what may be called, in the order of the model's calls and never two at once.
        limits: when to stop.
        review: what is wrong with an answer, for the model to mend; "" where nothing is.
        heard: called after each step, where and as the caller of this function runs.
        clock: seconds.

    Raises:
        NoToolsError: tools are not understood there, or langchain's agent cannot run.
        LanguageModelError: the server failed after its retries.
        SettingsError: the key or the model's name is wrong.
    """
    line = _Line(model, tuple(tools), limits, clock, until=clock() + limits.seconds)
    # A context of its own: no tracer, handler or callback of the process listens to what is asked here. What the caller
    # is told, it is told in its own.
    outside = copy_context()
    return Context().run(line.talk, system, request, review, lambda: outside.run(heard))


class _Line:
    """One conversation: counts what is asked and called, and ends it when that is enough."""

    def __init__(
        self, model: TalkingModel, tools: tuple[Tool, ...], limits: Limits, clock: Callable[[], float], *, until: float
    ) -> None:
        self._model, self._tools, self._limits, self._clock, self._until = model, tools, limits, clock, until
        self._specs = tuple(tool.spec for tool in tools)
        self._calls = 0
        self._called = 0
        self._stopped = ""

    def talk(self, system: str, request: str, review: Callable[[str], str], heard: Callable[[], None]) -> Talk:
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            agent = self._agent(system)
            turns = [Turn(role="user", text=request)]
            for repair in range(_MOST_REPAIRS + 1):
                for turn in self._steps(agent, turns):
                    turns.append(turn)
                    heard()
                text = turns[-1].text if turns[-1].role == "assistant" else ""
                words = review(text) if repair < _MOST_REPAIRS and not self._stopped else ""
                heard()
                if not words:
                    break
                turns.append(Turn(role="user", text=words))
            return Talk(text, self._calls, self._called, self._stopped)

    def _agent(self, system: str) -> Any:
        from langchain.agents import create_agent

        return create_agent(chat_of(self._ask), [_as_langchain(tool) for tool in self._tools], system_prompt=system)

    def _steps(self, agent: Any, turns: Sequence[Turn]) -> Iterator[Turn]:
        """Yield the turns that langchain's agent adds to a conversation, up to the model's answer."""
        # One tool at a time, in the order of the calls: edits build on each other.
        settings = {"max_concurrency": 1, "recursion_limit": 3 * self._limits.calls + 10}
        try:
            stream = agent.stream({"messages": [as_message(one) for one in turns]}, settings, stream_mode="updates")
            for update in stream:
                for part in update.values():
                    yield from (as_turn(message) for message in (part or {}).get("messages", ()))
        except DesignerError:
            raise
        except Exception as error:
            # Whatever is wrong with the libraries here, the way that asks for one reply may still work.
            raise no_tools(self._model.name, f"its agent cannot run ({type(error).__name__})") from None

    def _ask(self, turns: tuple[Turn, ...]) -> Turn:
        """Return the model's next turn, or an empty one when it has been asked enough."""
        self._stopped = self._enough()
        if self._stopped:
            return Turn(role="assistant")
        reply = self._model.talk(turns, tools=self._specs)
        self._calls += 1
        room = self._limits.tools - self._called
        calls = tuple(
            # Ids are ours: servers leave them out, or give the same one twice.
            Call(id=f"call_{self._calls}_{number}", name=_name(call.name), arguments=call.arguments[:MAX_ARGUMENTS])
            for number, call in enumerate(reply.turn.calls[:room], start=1)
        )
        self._called += len(calls)
        if reply.turn.calls and not calls:
            self._stopped = f"it called more than {self._limits.tools} tools"
        return Turn(role="assistant", text=clean_text(reply.turn.text), calls=calls)

    def _enough(self) -> str:
        if self._calls >= self._limits.calls:
            return f"it was asked {self._calls} times without coming to an end"
        if self._clock() >= self._until:
            return f"it took more than {self._limits.seconds:g} seconds"
        return ""


def _name(name: str) -> str:
    """Return the name of a tool as a server accepts it back."""
    return (
        "".join(char if char.isascii() and (char.isalnum() or char in "_-") else "_" for char in name)[:_LONGEST_NAME]
        or "none"
    )


def _as_langchain(tool: Tool) -> BaseTool:
    from langchain_core.tools import StructuredTool

    schema = {"type": "object", "properties": {GIVEN: {"type": "string"}}, "required": [GIVEN]}

    def run(given: str) -> str:
        return answered(tool, given)

    return StructuredTool(
        name=tool.spec.name, description=tool.spec.description, args_schema=schema, func=run, verbose=False
    )


def answered(tool: Tool, given: str) -> str:
    """Return what a tool answers to the arguments that a model wrote: fenced, or why it refuses them."""
    try:
        arguments = json.loads(given or "{}")
    except (ValueError, RecursionError):
        arguments = None
    if not isinstance(arguments, dict):
        return "refused: the arguments are not a JSON object"
    try:
        text = tool.run({name: value for name, value in arguments.items() if value is not None})
    except DesignerError as error:
        return fence("REFUSAL", clip_line(f"refused: {error.problems[0]}", 600))
    room = MAX_RESULT - 120  # for the fence and the last words
    return fence("RESULT", text if len(text) <= room else f"{text[:room]}\n(and more; ask for less at once)")
