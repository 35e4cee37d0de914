"""Any OpenAI-compatible server as a `LanguageModel`, through langchain's client.

Langchain is imported by the first answer. It does not trace, retry or cache.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pydantic import BaseModel, SecretStr

from designer.adapters.llm.conversation import Spoken, as_messages, is_first_turn, scrubbed, spoken, tool_fields
from designer.adapters.llm.credentials import Credentials
from designer.adapters.llm.failure import Advice, Diagnosis, Failure
from designer.adapters.llm.http import BodyGuard
from designer.adapters.llm.ladder import KNOWN_RUNGS, Ladder, Memory, Rung, request_fields, with_schema
from designer.adapters.llm.pace import Pace, Patience
from designer.adapters.llm.reading import UnreadableAnswerError, read_answer
from designer.adapters.llm.schema import strict_schema
from designer.adapters.llm.settings import ModelSettings
from designer.agent.talking import Reply, ToolSpec, Turn
from designer.errors import SettingsError
from designer.ports import Answer, AnswerT, ChatMessage, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_openai import ChatOpenAI


class _Reply(NamedTuple):
    """What a model wrote, and the tokens it took."""

    text: str
    usage: Usage
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class OpenAIModel:
    """A model at an OpenAI-compatible server; safe to share between threads."""

    model: str
    base_url: str
    credentials: Credentials = field(default_factory=Credentials, repr=False)
    settings: ModelSettings = field(default_factory=ModelSettings)
    pace: Pace = field(default_factory=Pace, repr=False)
    memory: Memory = field(default_factory=lambda: KNOWN_RUNGS, repr=False)

    @property
    def name(self) -> str:
        """The model as `openai:name`."""
        return f"openai:{self.model}"

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the model's answer, asked for in the best way that the server understands.

        Raises:
            LanguageModelError: the server failed after its retries, or no answer fitted `into`.
            SettingsError: the key or the model's name is wrong.
        """
        schema = strict_schema(into.model_json_schema())
        ladder = Ladder((self.base_url, self.model), self.memory)
        patience = Patience.start(self.settings, self.pace)
        usage, requests = Usage(), 0
        with self._client() as client:
            while True:
                outcome = client.ask(ladder.rung, messages, schema, timeout_s=patience.request_s)
                requests += 1
                if isinstance(outcome, _Reply):
                    usage += outcome.usage
                    value = self._read(outcome, into)
                    if not isinstance(value, Failure):
                        ladder.remember()
                        return Answer(value, usage=usage, requests=requests)
                    outcome = value
                if not try_again(outcome, ladder, patience):
                    raise outcome.as_error(tries=requests)

    def talk(self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec]) -> Reply:
        """Return the model's next turn in a conversation with tools.

        Raises:
            NoToolsError: the server has no function calls.
            LanguageModelError: the server failed after its retries.
            SettingsError: the key or the model's name is wrong.
        """
        with self._client() as client:
            messages, fields = as_messages(turns), tool_fields(tools)

            def send(timeout_s: float) -> Spoken | Failure:
                message = client.send(messages, fields, timeout_s=timeout_s)
                return message if isinstance(message, Failure) else Spoken(message, usage_of(message.usage_metadata))

            reply = spoken(
                self.name,
                send,
                patience=Patience.start(self.settings, self.pace),
                key=(self.base_url, self.model),
                memory=self.memory,
                is_first=is_first_turn(turns),
            )
        return scrubbed(reply, self.credentials.scrub_answer)

    def probe(self, messages: Sequence[ChatMessage], *, into: type[BaseModel]) -> dict[Rung, str]:
        """Return for each way of asking what is wrong with it at this server; "" where it works. One request each.

        Raises:
            SettingsError: the key or the model's name is wrong.
        """
        schema = strict_schema(into.model_json_schema())
        found: dict[Rung, str] = {}
        with self._client() as client:
            for rung in Rung:
                outcome = client.ask(rung, messages, schema, timeout_s=self.settings.timeout_s)
                value = self._read(outcome, into) if isinstance(outcome, _Reply) else outcome
                if isinstance(value, Failure) and issubclass(value.kind, SettingsError):
                    raise value.as_error()
                found[rung] = value.what if isinstance(value, Failure) else ""
        return found

    def _read(self, reply: _Reply, into: type[AnswerT]) -> AnswerT | Failure:
        diagnosis = self._diagnosis()
        try:
            return read_answer(self.credentials.scrub_answer(reply.text), into)
        except UnreadableAnswerError as error:
            return diagnosis.cut_off() if reply.is_cut else diagnosis.unreadable(str(error))

    def _diagnosis(self) -> Diagnosis:
        return Diagnosis(self.model, self.base_url, self.credentials)

    @contextmanager
    def _client(self) -> Iterator[_Client]:
        # Langchain warns about schemas that a server refuses; the ladder deals with those. A filter for its
        # modules alone, as catching warnings is not safe between threads.
        warnings.filterwarnings("ignore", module="langchain")
        import openai
        from langchain_openai import ChatOpenAI

        guard = BodyGuard(self.pace.clock)
        with openai.DefaultHttpxClient(event_hooks={"response": [guard]}) as http_client:
            chat = ChatOpenAI(
                model=self.model,
                base_url=self.base_url,
                api_key=self.credentials.key or SecretStr("none"),
                default_headers=self.credentials.headers() or None,
                http_client=http_client,
                timeout=self.settings.timeout_s,
                max_retries=0,
                temperature=self.settings.temperature,
                max_completion_tokens=self.settings.max_output_tokens,
                use_responses_api=False,
                disable_streaming=True,
                cache=False,
            )
            yield _Client(chat, guard, self._diagnosis(), self.pace)


def try_again(failure: Failure, ladder: Ladder, patience: Patience) -> bool:
    """Get ready for another request, waiting if need be; return False when there should be none."""
    match failure.advice:
        case Advice.ASK_OTHERWISE:
            return patience.request_s > 0 and ladder.step_down(refused=True)
        case Advice.UNREADABLE:
            ladder.step_down()
            return patience.count()
        case Advice.BROKEN:
            # A server that chokes on a way of asking says 500 as well; a way that has worked is not to blame.
            if not ladder.is_proven:
                ladder.step_down()
            return patience.count() and patience.wait(failure.wait_s)
        case Advice.RETRY:
            return patience.count() and patience.wait(failure.wait_s)
        case Advice.GIVE_UP:
            return False


class _Client(NamedTuple):
    """One open langchain client."""

    chat: ChatOpenAI
    guard: BodyGuard
    diagnosis: Diagnosis
    pace: Pace

    def ask(
        self, rung: Rung, messages: Sequence[ChatMessage], schema: dict[str, Any], *, timeout_s: float
    ) -> _Reply | Failure:
        """Ask once, in the way that a rung says."""
        turns = [as_langchain(message) for message in with_schema(rung, messages, schema)]
        message = self.send(turns, request_fields(rung, schema), timeout_s=timeout_s, keeps_cut=True)
        if isinstance(message, Failure):
            return message
        is_cut = message.response_metadata.get("finish_reason") == "length"
        return _Reply(text_of(message), usage_of(message.usage_metadata), is_cut=is_cut)

    def send(
        self, turns: list[BaseMessage], fields: dict[str, Any], *, timeout_s: float, keeps_cut: bool = False
    ) -> AIMessage | Failure:
        """Send one request and return what came of it; foreign exceptions end here.

        This is langchain's method below `invoke`, where no tracer, handler or cache of the process listens:
        a prompt goes to the server that was named and nowhere else, whatever the environment says. An answer that
        was cut off at its limit is a failure, unless it is kept to be read as far as it goes.
        """
        self.guard.overdue = self.pace.clock() + timeout_s
        try:
            result = self.chat._generate(turns, timeout=timeout_s, **fields)
            generation = result.generations[0]
        except Exception as error:
            return self.diagnosis.of(error, timeout_s=timeout_s)
        message = cast("AIMessage", generation.message)
        finish = (generation.generation_info or {}).get("finish_reason")
        if refusal := message.additional_kwargs.get("refusal"):
            return self.diagnosis.declined(str(refusal))
        if finish == "content_filter":
            return self.diagnosis.declined("a content filter")
        if finish == "length" and not keeps_cut:
            return self.diagnosis.cut_off()
        message.response_metadata["finish_reason"] = finish
        return message


def as_langchain(message: ChatMessage) -> BaseMessage:
    """Return a message in langchain's form."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return kinds[message.role](content=message.text)


def text_of(message: AIMessage) -> str:
    """Return the arguments of the first function call, readable or not, or else the message's text."""
    if message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"])
    if message.invalid_tool_calls:
        return message.invalid_tool_calls[0]["args"] or ""
    return str(message.text)


def usage_of(counted: Mapping[str, Any] | None) -> Usage:
    """Return the tokens that a server counted."""
    found = counted or {}
    return Usage(input_tokens=found.get("input_tokens") or 0, output_tokens=found.get("output_tokens") or 0)
