"""One open client of langchain for an OpenAI-compatible server: a request at a time, whole or as a stream."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from designer.adapters.llm.failure import Diagnosis, Failure
from designer.adapters.llm.http import BodyGuard
from designer.adapters.llm.ladder import Rung, request_fields, with_schema
from designer.adapters.llm.pace import Pace
from designer.adapters.llm.streamed import Streaming, Told, gathered, usage_of
from designer.agent.tokens import tokens_of
from designer.ports import ChatMessage, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.outputs import ChatResult
    from langchain_openai import ChatOpenAI


class Written(NamedTuple):
    """What a model wrote, and the tokens it took.

    `is_cut` says that it ended at its limit of tokens, `is_torn` that it ended without a word of why.
    """

    text: str
    usage: Usage
    is_cut: bool = False
    is_torn: bool = False


class Client(NamedTuple):
    """One open langchain client."""

    chat: ChatOpenAI
    guard: BodyGuard
    diagnosis: Diagnosis
    pace: Pace

    def ask(
        self,
        rung: Rung,
        messages: Sequence[ChatMessage],
        schema: dict[str, Any],
        *,
        timeout_s: float,
        streaming: Streaming | None = None,
    ) -> Written | Failure:
        """Ask once, in the way that a rung says; as a stream where somebody hears it."""
        said = with_schema(rung, messages, schema)
        turns, fields = [as_langchain(message) for message in said], request_fields(rung, schema)
        if streaming is not None and streaming.hears is not None:
            message = self._stream(turns, fields, streaming, timeout_s=timeout_s)
        else:
            message = self.send(turns, fields, timeout_s=timeout_s, keeps_cut=True)
        if isinstance(message, Failure):
            return message
        finish = message.response_metadata.get("finish_reason")
        text = text_of(message)
        usage = counted(usage_of(message.usage_metadata), [*(one.text for one in said), json.dumps(fields)], text)
        return Written(text, usage, is_cut=finish == "length", is_torn=finish == _TORN)

    def send(
        self, turns: list[BaseMessage], fields: dict[str, Any], *, timeout_s: float, keeps_cut: bool = False
    ) -> AIMessage | Failure:
        """Send one request and return what came of it; foreign exceptions end here.

        This is langchain's method below `invoke`, where no tracer, handler or cache of the process listens:
        a prompt goes to the server that was named and nowhere else, whatever the environment says. An answer that
        was cut off at its limit is a failure, unless it is kept to be read as far as it goes.
        """
        self._expect(timeout_s, stream=False)
        try:
            result = self.chat._generate(turns, timeout=timeout_s, **fields)
        except Exception as error:
            return self.diagnosis.of(error, timeout_s=timeout_s)
        return self._message(result, keeps_cut=keeps_cut, timeout_s=timeout_s)

    def _stream(
        self, turns: list[BaseMessage], fields: dict[str, Any], streaming: Streaming, *, timeout_s: float
    ) -> AIMessage | Failure:
        """Send one request, tell of its answer while it comes in, and return it as if it had come whole.

        A server may send its answer whole all the same. What whoever hears it raises is theirs, and passes.
        """
        from openai.types.chat import ChatCompletion

        assert streaming.hears is not None
        told = Told(streaming.hears, self.diagnosis.credentials.scrub_answer)
        self._expect(timeout_s, stream=True)
        # In the body as given: langchain would hand a form of response to a helper of openai that reads the text so far
        # again with every piece.
        stream = self.chat._stream(turns, stream_usage=True, timeout=timeout_s, extra_body=fields)
        pieces, fault = gathered(stream, told)
        if pieces.begun:
            streaming.prove()
        if fault is not None:
            return self.diagnosis.of(fault, timeout_s=timeout_s, is_stream=True)
        try:
            whole = pieces.as_completion() if pieces.begun else json.loads(self.guard.whole or b"")
            result = self.chat._create_chat_result(ChatCompletion.construct(**whole))
        except Exception as error:
            return self.diagnosis.of(error, timeout_s=timeout_s)
        message = self._message(result, keeps_cut=True, timeout_s=timeout_s)
        is_torn = pieces.begun and pieces.finish is None and not pieces.is_too_long
        if is_torn and not isinstance(message, Failure):
            message.response_metadata["finish_reason"] = _TORN
        return message

    def _expect(self, timeout_s: float, *, stream: bool) -> None:
        self.guard.overdue = self.pace.clock() + timeout_s
        self.guard.wants_stream, self.guard.whole = stream, None

    def _message(self, result: ChatResult, *, keeps_cut: bool, timeout_s: float) -> AIMessage | Failure:
        try:
            generation = result.generations[0]
        except IndexError as error:
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


_TORN = "torn"


@cache
def chat_class() -> Any:
    """Return langchain's client, with what its pieces leave out: a refusal, and calls that a server did not number."""
    from langchain_openai import ChatOpenAI

    class Chat(ChatOpenAI):
        """Keeps what a piece says."""

        def _convert_chunk_to_generation_chunk(self, chunk: Any, *given: Any) -> Any:
            deltas = [choice.get("delta") or {} for choice in chunk.get("choices") or ()]
            for call in (call for delta in deltas for call in delta.get("tool_calls") or ()):
                call["index"] = call.get("index") or 0
            found = super()._convert_chunk_to_generation_chunk(chunk, *given)
            refusals = [delta["refusal"] for delta in deltas if delta.get("refusal")]
            if found is not None and refusals:
                found.message.additional_kwargs["refusal"] = refusals[0]
            return found

    return Chat


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


def counted(usage: Usage, asked: Sequence[str], said: str) -> Usage:
    """Return what a server counted, or an estimate, marked as one, where it did not count."""
    if usage.input_tokens or usage.output_tokens:
        return usage
    return Usage(input_tokens=sum(map(tokens_of, asked)), output_tokens=tokens_of(said), is_estimated=True)
