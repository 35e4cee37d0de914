"""Any OpenAI-compatible server as a `LanguageModel`, through langchain's client.

Langchain is imported by the first answer. It does not trace, retry or cache.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pydantic import BaseModel, SecretStr

from designer.adapters.llm.client import Client, Written, chat_class
from designer.adapters.llm.conversation import Spoken, as_messages, is_first_turn, scrubbed, spoken, tool_fields
from designer.adapters.llm.credentials import Credentials
from designer.adapters.llm.failure import Advice, Diagnosis, Failure
from designer.adapters.llm.http import BodyGuard
from designer.adapters.llm.ladder import KNOWN_RUNGS, Ladder, Memory, Rung
from designer.adapters.llm.pace import Pace, Patience
from designer.adapters.llm.reading import UnreadableAnswerError, read_answer
from designer.adapters.llm.settings import ModelSettings
from designer.adapters.llm.streamed import Streaming, usage_of
from designer.agent.strict_schema import schema_of
from designer.agent.talking import Reply, ToolSpec, Turn
from designer.errors import SettingsError
from designer.ports import Answer, AnswerT, ChatMessage, Usage


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

        Where somebody hears it (`designer.agent.hearing`), it is asked for as a stream.

        Raises:
            LanguageModelError: the server failed after its retries, or no answer fitted `into`.
            SettingsError: the key or the model's name is wrong.
        """
        schema = schema_of(into)
        ladder = Ladder((self.base_url, self.model), self.memory)
        streaming = Streaming.start(self.base_url, self.model, self.memory)
        usage, requests = Usage(), 0
        with self._client() as client:
            patience = Patience.start(self.settings, self.pace)
            while True:
                outcome = client.ask(ladder.rung, messages, schema, timeout_s=patience.request_s, streaming=streaming)
                requests += 1
                if isinstance(outcome, Written):
                    usage += outcome.usage
                    value = self._read(outcome, into)
                    if not isinstance(value, Failure):
                        ladder.remember()
                        return Answer(value, usage=usage, requests=requests)
                    outcome = value
                if not try_again(outcome, ladder, patience, streaming):
                    raise outcome.as_error(tries=requests, usage=usage)

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
        schema = schema_of(into)
        found: dict[Rung, str] = {}
        with self._client() as client:
            for rung in Rung:
                outcome = client.ask(rung, messages, schema, timeout_s=self.settings.timeout_s)
                value = self._read(outcome, into) if isinstance(outcome, Written) else outcome
                if isinstance(value, Failure) and issubclass(value.kind, SettingsError):
                    raise value.as_error()
                found[rung] = value.what if isinstance(value, Failure) else ""
        return found

    def _read(self, reply: Written, into: type[AnswerT]) -> AnswerT | Failure:
        diagnosis = self._diagnosis()
        try:
            return read_answer(self.credentials.scrub_answer(reply.text), into)
        except UnreadableAnswerError as error:
            if reply.is_cut:
                return diagnosis.cut_off()
            return diagnosis.torn() if reply.is_torn else diagnosis.unreadable(str(error))

    def _diagnosis(self) -> Diagnosis:
        return Diagnosis(self.model, self.base_url, self.credentials)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        # Langchain warns about schemas that a server refuses; the ladder deals with those. A filter for its
        # modules alone, as catching warnings is not safe between threads.
        warnings.filterwarnings("ignore", module="langchain")
        import openai

        guard = BodyGuard(self.pace.clock)
        with openai.DefaultHttpxClient(event_hooks={"response": [guard]}) as http_client:
            chat = chat_class()(
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
            yield Client(chat, guard, self._diagnosis(), self.pace)


def try_again(failure: Failure, ladder: Ladder, patience: Patience, streaming: Streaming) -> bool:
    """Get ready for another request, waiting if need be; return False when there should be none."""
    if streaming.give_up(failure, ladder):
        return patience.request_s > 0
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
        case Advice.GIVE_UP | Advice.NO_STREAM:
            return False
