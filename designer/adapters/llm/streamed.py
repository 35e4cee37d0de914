"""An answer that comes in pieces: put together as if it had come whole, its items told while they come in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any, cast

from designer.adapters.llm.failure import Advice, Failure
from designer.adapters.llm.items import ItemReader
from designer.adapters.llm.ladder import Ladder, Memory, Rung
from designer.adapters.llm.reading import MAX_CHARACTERS
from designer.agent.hearing import Hearer, hearer
from designer.ports import Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk
    from langchain_core.messages.ai import UsageMetadata

Scrub = Callable[[str], str]


@dataclass(slots=True)
class Pieces:
    """What has come of an answer so far; `begun` tells whether anything has."""

    text: list[str] = field(default_factory=list)
    calls: dict[int | str, dict[str, Any]] = field(default_factory=dict)
    refusal: str = ""
    finish: str | None = None
    usages: list[UsageMetadata] = field(default_factory=list)
    begun: bool = False
    size: int = 0

    @property
    def is_too_long(self) -> bool:
        """Whether the answer is longer than any that is read."""
        return self.size > MAX_CHARACTERS

    def add(self, message: AIMessageChunk, info: dict[str, Any] | None) -> str:
        """Add a piece, and return what it brings of the first function call, or else of the text."""
        self.begun = True
        new = str(message.text)
        self.text.append(new)
        for chunk in message.tool_call_chunks:
            new = self._add_call(dict(chunk)) or new
        self.size += len(new)
        self.refusal += str(message.additional_kwargs.get("refusal") or "")
        self.finish = (info or {}).get("finish_reason") or self.finish
        if message.usage_metadata:
            self.usages.append(message.usage_metadata)
        return new

    def _add_call(self, chunk: dict[str, Any]) -> str:
        """Add a piece of a call, and return it where the call is the first one."""
        key = chunk["index"] if chunk["index"] is not None else (chunk["id"] or "")
        call = self.calls.setdefault(key, {"id": None, "name": None, "arguments": []})
        call["id"] = call["id"] or chunk["id"]
        call["name"] = call["name"] or chunk["name"]
        call["arguments"].append(chunk["args"] or "")
        return chunk["args"] or "" if call is next(iter(self.calls.values())) else ""

    def as_completion(self) -> dict[str, Any]:
        """Return what the server would have sent at once, in OpenAI's form."""
        calls = [
            {
                "id": call["id"],
                "type": "function",
                "function": {"name": call["name"] or "", "arguments": "".join(call["arguments"])},
            }
            for call in self.calls.values()
        ]
        message = {"role": "assistant", "content": "".join(self.text), "refusal": self.refusal or None}
        # Some servers count anew with every piece; the last word holds.
        last = usage_of(self.usages[-1] if self.usages else None)
        total = last.input_tokens + last.output_tokens
        usage = {"prompt_tokens": last.input_tokens, "completion_tokens": last.output_tokens, "total_tokens": total}
        choice = {"index": 0, "message": {**message, **({"tool_calls": calls} if calls else {})}}
        return {"choices": [{**choice, "finish_reason": self.finish}], "usage": usage}

    def as_message(self) -> AIMessage:
        """Return the message that the provider would have sent at once; what it counted adds up."""
        from langchain_core.messages import AIMessage
        from langchain_core.messages.ai import add_usage

        calls, broken = [], []
        for call in self.calls.values():
            arguments = "".join(call["arguments"])
            named = {"id": call["id"], "name": call["name"] or ""}
            try:
                calls.append({**named, "args": json.loads(arguments or "{}"), "type": "tool_call"})
            except (ValueError, RecursionError):
                broken.append({**named, "args": arguments, "error": None, "type": "invalid_tool_call"})
        return AIMessage(
            content="".join(self.text),
            tool_calls=calls,
            invalid_tool_calls=broken,
            usage_metadata=reduce(add_usage, self.usages) if self.usages else None,
        )


class Told:
    """Passes the items of an answer on as they are closed, without the secrets that a server may echo."""

    def __init__(self, hears: Hearer, scrub: Scrub) -> None:
        hears.begin()
        self._hears, self._scrub = hears, scrub
        self._reader = ItemReader(hears.key)

    def add(self, text: str) -> None:
        """Take the next piece of the answer."""
        for item in self._reader.feed(text):
            try:
                clean = json.loads(self._scrub(json.dumps(item, ensure_ascii=False)))
            except (ValueError, RecursionError):
                continue  # nested so deep that it can be read, just, and not written
            self._hears.item(clean)


@dataclass(slots=True)
class Streaming:
    """Whether the next request for one answer asks for a stream: where somebody listens and the server can."""

    key: tuple[str, str]
    memory: Memory
    hears: Hearer | None

    @classmethod
    def start(cls, server: str, model: str, memory: Memory) -> Streaming:
        """Return how to begin, from what is remembered of the server."""
        key = (f"stream {server}", model)
        return cls(key, memory, hearer() if memory.get(key) is not Rung.PLAIN_TEXT else None)

    @property
    def is_proven(self) -> bool:
        """Whether the server has sent a stream before."""
        return self.memory.get(self.key) is Rung.JSON_SCHEMA

    def prove(self) -> None:
        """Remember that the server streams."""
        self.memory[self.key] = Rung.JSON_SCHEMA

    def give_up(self, failure: Failure, ladder: Ladder) -> bool:
        """Ask without a stream from now on where it may be to blame; True where nothing else has to change."""
        if self.hears is None:
            return False
        if failure.advice is Advice.NO_STREAM:
            self.hears, self.memory[self.key] = None, Rung.PLAIN_TEXT
            return True
        if self.is_proven:
            return False
        if failure.advice is Advice.BROKEN:
            self.hears = None
            return False
        if failure.advice is Advice.ASK_OTHERWISE and ladder.rung is Rung.PLAIN_TEXT:
            # It refused every way, perhaps over the stream and without a word of it.
            self.hears = None
            ladder.restart()
            return True
        return False


def gathered(stream: Iterator[Any], told: Told) -> tuple[Pieces, Exception | None]:
    """Return what came of a stream of langchain's, told while it came in, and the exception that ended it, if one did.

    What whoever hears it raises passes: it is no fault of the server. An answer that is too long to be read is not
    waited for.
    """
    pieces = Pieces()
    try:
        while not pieces.is_too_long:
            try:
                chunk = next(stream, None)
            except Exception as error:
                return pieces, error
            if chunk is None:
                break
            told.add(pieces.add(cast("AIMessageChunk", chunk.message), chunk.generation_info))
    finally:
        close: Callable[[], None] = getattr(stream, "close", lambda: None)
        close()
    return pieces, None


def usage_of(counts: Mapping[str, Any] | None) -> Usage:
    """Return the tokens that a server counted."""
    found = counts or {}
    return Usage(input_tokens=found.get("input_tokens") or 0, output_tokens=found.get("output_tokens") or 0)
