"""A turn of a conversation with tools, at any server that has function calls: sent, retried, read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from designer.adapters.llm.failure import Advice, Failure
from designer.adapters.llm.ladder import Memory, Rung
from designer.adapters.llm.pace import Patience
from designer.agent.talking import Call, Reply, ToolSpec, Turn, no_tools
from designer.ports import Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage

_MOST_CALLS = 200


class Spoken(NamedTuple):
    """What a server sent: the model's message, and the tokens it took."""

    message: AIMessage
    usage: Usage


Send = Callable[[float], "Spoken | Failure"]
"""Sends the request once, within so many seconds."""


def spoken(name: str, send: Send, *, patience: Patience, key: tuple[str, str], memory: Memory, is_first: bool) -> Reply:
    """Return a model's turn, after as many tries as there is patience for.

    A server that does not understand tools says so to the first turn of a conversation, and is remembered in `memory`
    by `key`.

    Raises:
        NoToolsError: it does not.
        LanguageModelError: the server failed.
        SettingsError: the key or the model's name is wrong.
    """
    mark = (f"tools {key[0]}", key[1])
    if memory.get(mark) is Rung.PLAIN_TEXT:
        raise no_tools(name, "its server has no function calls")
    requests, usage = 0, Usage()
    while True:
        outcome = send(patience.request_s)
        requests += 1
        if isinstance(outcome, Spoken):
            usage += outcome.usage
            memory[mark] = Rung.FUNCTION_CALLING
            return Reply(turn_of(outcome.message), usage=usage, requests=requests)
        is_known = memory.get(mark) is Rung.FUNCTION_CALLING
        if outcome.advice is Advice.ASK_OTHERWISE and is_first and not is_known:
            memory[mark] = Rung.PLAIN_TEXT
            raise no_tools(name, "its server has no function calls", requests=requests)
        retries = outcome.advice in (Advice.RETRY, Advice.BROKEN)
        if retries and patience.count() and patience.wait(outcome.wait_s):
            continue
        if outcome.advice is Advice.BROKEN and is_first and not is_known:
            # Some servers choke on tools and say 500; the next way of asking will tell.
            raise no_tools(name, "its server fails when it is given tools", requests=requests)
        raise outcome.as_error(tries=requests)


def tool_fields(tools: Sequence[ToolSpec]) -> dict[str, Any]:
    """Return what a request states, besides its messages, to offer tools."""
    functions = [
        {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)} for tool in tools
    ]
    return {"tools": [{"type": "function", "function": one} for one in functions]} if functions else {}


def as_messages(turns: Sequence[Turn]) -> list[BaseMessage]:
    """Return turns in langchain's form; a call whose arguments were no JSON object has none."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

    found: list[BaseMessage] = []
    for turn in turns:
        match turn.role:
            case "system":
                found.append(SystemMessage(content=turn.text))
            case "user":
                found.append(HumanMessage(content=turn.text))
            case "tool":
                found.append(ToolMessage(content=turn.text, tool_call_id=turn.answers))
            case "assistant":
                calls = [
                    {"name": call.name, "args": _object(call.arguments), "id": call.id, "type": "tool_call"}
                    for call in turn.calls
                ]
                found.append(AIMessage(content=turn.text, tool_calls=calls))
    return found


def turn_of(message: AIMessage) -> Turn:
    """Return a model's message as a turn; calls whose arguments cannot be read are among its calls."""
    calls = [
        Call(id=call["id"] or "", name=call["name"], arguments=json.dumps(call["args"])) for call in message.tool_calls
    ]
    calls += [
        Call(id=broken["id"] or "", name=broken["name"] or "", arguments=broken["args"] or "")
        for broken in message.invalid_tool_calls
    ]
    return Turn(role="assistant", text=str(message.text), calls=tuple(calls[:_MOST_CALLS]))


def scrubbed(reply: Reply, scrub: Callable[[str], str]) -> Reply:
    """Return a reply without the secrets that a server may have echoed."""
    calls = tuple(call.model_copy(update={"arguments": scrub(call.arguments)}) for call in reply.turn.calls)
    turn = reply.turn.model_copy(update={"text": scrub(reply.turn.text), "calls": calls})
    return Reply(turn, usage=reply.usage, requests=reply.requests)


def is_first_turn(turns: Sequence[Turn]) -> bool:
    """Tell whether the model has not said anything yet."""
    return all(turn.role != "assistant" for turn in turns)


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
