"""A language model that says what it was told to: for tests, demonstrations and replays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from designer.adapters.llm.reading import UnreadableAnswerError, read_answer
from designer.agent.talking import Call, Reply, ToolSpec, Turn, no_tools
from designer.errors import DesignerError, LanguageModelError, SettingsError
from designer.ports import Answer, AnswerT, ChatMessage, Usage

ScriptedReply = str | Mapping[str, Any] | DesignerError


class ScriptedModel:
    """Gives canned replies in order: a text, an object, or an error that is raised.

    `seen` holds the conversations it was given, `heard` those with tools. Tokens are counted as four characters each.
    """

    def __init__(self, replies: Sequence[ScriptedReply], *, name: str = "scripted:replies") -> None:
        self._replies = list(replies)
        self._name = name
        self.seen: list[tuple[ChatMessage, ...]] = []
        self.heard: list[tuple[Turn, ...]] = []

    def __repr__(self) -> str:
        return f"ScriptedModel({self._name!r})"

    @property
    def name(self) -> str:
        """The model as `scripted:name`."""
        return self._name

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the next reply as a value of `into`.

        Raises:
            LanguageModelError: the replies are used up, or this one does not fit.
        """
        self.seen.append(tuple(messages))
        reply = self._next()
        text = reply if isinstance(reply, str) else json.dumps(reply)
        try:
            value = read_answer(text, into)
        except UnreadableAnswerError as error:
            raise LanguageModelError(
                f"the scripted reply cannot be used: {error}", where=self._name, fix="correct the script"
            ) from error
        spoken = sum(len(message.text) for message in messages)
        return Answer(value, usage=Usage(input_tokens=spoken // 4, output_tokens=len(text) // 4))

    def talk(self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec]) -> Reply:
        """Return the next reply as a turn: a text, or an object with "text" and "calls" of "name" and "arguments".

        Raises:
            NoToolsError: the next reply is an object of another form, and waits for another way of asking.
            LanguageModelError: the replies are used up.
        """
        following = self._replies[0] if self._replies else None
        if isinstance(following, Mapping) and not {"text", "calls"} & following.keys():
            raise no_tools(self._name, "its next reply is no turn of a conversation")
        self.heard.append(tuple(turns))
        reply = self._next()
        said: Mapping[str, Any] = {"text": reply} if isinstance(reply, str) else reply
        calls = tuple(
            Call(id="", name=str(call.get("name", "")), arguments=_arguments(call.get("arguments", {})))
            for call in said.get("calls", ())
        )
        turn = Turn(role="assistant", text=str(said.get("text", "")), calls=calls)
        spoken = sum(len(one.text) for one in turns)
        return Reply(turn, usage=Usage(input_tokens=spoken // 4, output_tokens=len(turn.text) // 4))

    def _next(self) -> str | Mapping[str, Any]:
        if not self._replies:
            raise LanguageModelError("the script has no reply left", where=self._name, fix="add one")
        reply = self._replies.pop(0)
        if isinstance(reply, DesignerError):
            raise reply
        return reply


def _arguments(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def load_script(path: str) -> ScriptedModel:
    """Return the model that gives the replies of a JSON file: a list of texts and objects.

    Raises:
        SettingsError: the file cannot be read or is no such list.
    """
    try:
        replies = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError("the script cannot be read", where=path, fix="name a file of JSON") from error
    if not isinstance(replies, list) or not all(isinstance(reply, str | dict) for reply in replies):
        raise SettingsError("the script is not a list of replies", where=path, fix="write texts and objects in [ ]")
    return ScriptedModel(replies, name=f"scripted:{Path(path).stem}")
