"""A `TalkingModel` in langchain's clothes, so that langchain's agent can lead the conversation.

Every request still goes through our own client: its retries, deadline, meter and ledger hold here as well. Arguments of
calls pass langchain as the text that the model wrote; tools read and refuse them in our words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from designer.agent.talking import Call, Turn

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

GIVEN = "given"
"""The one argument of every tool, as langchain sees it: the JSON that the model wrote."""

Ask = Callable[[tuple[Turn, ...]], Turn]


def chat_of(ask: Ask) -> BaseChatModel:
    """Return a chat model of langchain whose turns come from `ask`."""
    chat: BaseChatModel = _chat_class()(ask=ask, cache=False)
    return chat


@cache
def _chat_class() -> Any:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.outputs import ChatGeneration, ChatResult

    class Bridge(BaseChatModel):
        """Passes turns on; which tools there are, the model behind it is told in our own words."""

        ask: Any

        @property
        def _llm_type(self) -> str:
            return "designer"

        def bind_tools(self, tools: Sequence[Any], *, tool_choice: Any = None, **options: Any) -> Any:
            return self

        def _generate(
            self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **options: Any
        ) -> Any:
            message = as_message(self.ask(tuple(as_turn(one) for one in messages)))
            return ChatResult(generations=[ChatGeneration(message=message)])

    return Bridge


def as_message(turn: Turn) -> BaseMessage:
    """Return a turn as langchain has it."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

    if turn.role == "tool":
        return ToolMessage(content=turn.text, tool_call_id=turn.answers)
    if turn.role == "assistant":
        calls = [
            {"name": call.name, "args": {GIVEN: call.arguments}, "id": call.id, "type": "tool_call"}
            for call in turn.calls
        ]
        return AIMessage(content=turn.text, tool_calls=calls)
    return (SystemMessage if turn.role == "system" else HumanMessage)(content=turn.text)


def as_turn(message: BaseMessage) -> Turn:
    """Return a message of langchain as a turn."""
    from langchain_core.messages import AIMessage, SystemMessage, ToolMessage

    text = str(message.text)
    if isinstance(message, ToolMessage):
        return Turn(role="tool", text=text, answers=message.tool_call_id)
    if isinstance(message, AIMessage):
        calls = tuple(
            Call(id=call["id"] or "", name=call["name"], arguments=str(call["args"].get(GIVEN, "{}")))
            for call in message.tool_calls
        )
        return Turn(role="assistant", text=text, calls=calls)
    return Turn(role="system" if isinstance(message, SystemMessage) else "user", text=text)
