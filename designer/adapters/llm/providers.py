"""Language models of other providers, each through the langchain package that speaks its protocol.

The package reads its own key variables. Foreign errors end here: only their type and status are told, because their
text may hold a header or a key.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from designer.adapters.llm.client import as_langchain, counted, text_of
from designer.adapters.llm.conversation import Spoken, as_messages, is_first_turn, spoken, tool_fields
from designer.adapters.llm.failure import Advice, Failure, retry_after, too_long
from designer.adapters.llm.ladder import TOOL_NAME, Ladder, Memory, Rung, with_schema
from designer.adapters.llm.openai_model import try_again
from designer.adapters.llm.pace import Pace, Patience
from designer.adapters.llm.reading import UnreadableAnswerError, read_answer
from designer.adapters.llm.settings import ModelSettings
from designer.adapters.llm.streamed import Streaming, Told, gathered, usage_of
from designer.adapters.llm.too_long import OVERFLOW_STATUS, overflow_of
from designer.agent.strict_schema import schema_of, schema_text
from designer.agent.talking import Reply, ToolSpec, Turn
from designer.errors import SettingsError
from designer.ports import Answer, AnswerT, ChatMessage, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage


class Provider(NamedTuple):
    """The package that speaks with a provider, and what its user has to set."""

    package: str
    variables: str


PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "anthropic": Provider("langchain-anthropic", "ANTHROPIC_API_KEY"),
        "azure_openai": Provider(
            "langchain-openai", "AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION"
        ),
        "bedrock_converse": Provider("langchain-aws", "the variables of the AWS client"),
        "deepseek": Provider("langchain-deepseek", "DEEPSEEK_API_KEY"),
        "google_genai": Provider("langchain-google-genai", "GOOGLE_API_KEY"),
        "groq": Provider("langchain-groq", "GROQ_API_KEY"),
        "mistralai": Provider("langchain-mistralai", "MISTRAL_API_KEY"),
        "ollama": Provider("langchain-ollama", "OLLAMA_HOST, when it is not on this machine"),
        "xai": Provider("langchain-xai", "XAI_API_KEY"),
    }
)
"""A provider a row; every one is known to `init_chat_model` of langchain."""

Maker = Callable[..., "BaseChatModel"]


def _make(name: str, provider: str, **options: Any) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    return cast("BaseChatModel", init_chat_model(name, model_provider=provider, **options))


@dataclass(frozen=True, slots=True)
class ProviderModel:
    """A model of one of `PROVIDERS`."""

    provider: str
    model: str
    settings: ModelSettings = field(default_factory=ModelSettings)
    pace: Pace = field(default_factory=Pace, repr=False)
    memory: Memory = field(default_factory=dict, repr=False)
    make: Maker = field(default=_make, repr=False)

    @property
    def name(self) -> str:
        """The model as `provider:name`."""
        return f"{self.provider}:{self.model}"

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the model's answer, asked for by a function call, or in words where that is not understood.

        Raises:
            LanguageModelError: the server failed after its retries, or no answer fitted `into`.
            SettingsError: the key, the model's name or the provider's settings are wrong.
        """
        schema = schema_of(into)
        ladder = Ladder((self.provider, self.model), self.memory)
        if ladder.rung is Rung.JSON_SCHEMA:
            ladder.rung = Rung.FUNCTION_CALLING
        patience = Patience.start(self.settings, self.pace)
        streaming = Streaming.start(self.provider, self.model, self.memory)
        chat = self._chat()
        usage, requests = Usage(), 0
        while True:
            outcome = self._ask(chat, ladder.rung, messages, schema, streaming)
            requests += 1
            if not isinstance(outcome, Failure):
                said, asked = text_of(outcome), [*(one.text for one in messages), schema_text(schema)]
                usage += counted(usage_of(outcome.usage_metadata), asked, said)
                try:
                    value = read_answer(said, into)
                except UnreadableAnswerError as error:
                    outcome = Failure(
                        f"the answer of {self.model!r} cannot be used: {error}",
                        "use a model that follows JSON schemas",
                        Advice.UNREADABLE,
                    )
                else:
                    ladder.remember()
                    return Answer(value, usage=usage, requests=requests)
            if not try_again(outcome, ladder, patience, streaming):
                raise outcome.as_error(tries=requests, usage=usage)

    def talk(self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec]) -> Reply:
        """Return the model's next turn in a conversation with tools.

        Raises:
            NoToolsError: the model has no function calls.
            LanguageModelError: the server failed after its retries.
            SettingsError: the key, the model's name or the provider's settings are wrong.
        """
        chat = self._chat()

        def send(timeout_s: float) -> Spoken | Failure:
            try:
                bound = chat.bind_tools(tool_fields(tools)["tools"]) if tools else chat
            except (NotImplementedError, TypeError) as error:
                return self._misfit(error)
            message = self._send(chat, as_messages(turns), dict(getattr(bound, "kwargs", {})))
            return message if isinstance(message, Failure) else Spoken(message, usage_of(message.usage_metadata))

        return spoken(
            self.name,
            send,
            patience=Patience.start(self.settings, self.pace),
            key=(self.provider, self.model),
            memory=self.memory,
            is_first=is_first_turn(turns),
        )

    def _chat(self) -> BaseChatModel:
        warnings.filterwarnings("ignore", module="langchain")
        options = {"timeout": self.settings.timeout_s, "max_retries": 0, "temperature": self.settings.temperature}
        given = {name: value for name, value in options.items() if value is not None}
        try:
            return self.make(self.model, self.provider, **given)
        except Exception as error:
            raise SettingsError(
                f"the client of {self.provider} cannot be set up ({type(error).__name__})",
                where="model",
                fix=f"set {PROVIDERS[self.provider].variables}",
            ) from None

    def _ask(
        self,
        chat: BaseChatModel,
        rung: Rung,
        messages: Sequence[ChatMessage],
        schema: dict[str, Any],
        streaming: Streaming,
    ) -> AIMessage | Failure:
        """Ask once, in the way that a rung says; as a stream where somebody hears it and the client has one."""
        turns = [as_langchain(message) for message in with_schema(rung, messages, schema)]
        try:
            fields = _fields(chat, rung, schema)
        except (NotImplementedError, TypeError) as error:
            return self._misfit(error)
        if streaming.hears is not None and _streams(chat):
            return self._stream(chat, turns, fields, streaming)
        return self._send(chat, turns, fields)

    def _stream(
        self, chat: BaseChatModel, turns: list[BaseMessage], fields: dict[str, Any], streaming: Streaming
    ) -> AIMessage | Failure:
        """Send one request, tell of its answer while it comes in, and return it as if it had come whole."""
        assert streaming.hears is not None
        told = Told(streaming.hears, lambda text: text)
        stream = self._in_time(chat._stream(turns, **fields))
        pieces, error = gathered(stream, told)
        if pieces.begun:
            streaming.prove()
        elif error is None:
            return self._torn()
        if error is None:
            return pieces.as_message()
        return self._failure(error)

    def _in_time(self, stream: Iterator[Any]) -> Iterator[Any]:
        """Yield what comes within the time of one request."""
        until = self.pace.clock() + self.settings.timeout_s
        for chunk in stream:
            if self.pace.clock() > until:
                raise TimeoutError
            yield chunk

    def _torn(self) -> Failure:
        return Failure(f"{self.provider} broke off before its answer", "try again later", Advice.RETRY)

    def _send(self, chat: BaseChatModel, turns: list[BaseMessage], fields: dict[str, Any]) -> AIMessage | Failure:
        """Send one request below `invoke`, where no tracer, handler or cache of the process listens."""
        try:
            result = chat._generate(turns, **fields)
            return cast("AIMessage", result.generations[0].message)
        except Exception as error:
            return self._failure(error)

    def _misfit(self, error: Exception) -> Failure:
        """Return what langchain's clients mean by `NotImplementedError` and `TypeError`: not in this way.

        A client without function calls raises the first from `bind_tools`, one without a keyword of ours the second.
        """
        return Failure(
            f"{self.provider} does not understand this way of asking ({type(error).__name__})",
            "use another model",
            Advice.ASK_OTHERWISE,
        )

    def _failure(self, error: Exception) -> Failure:
        """Return what an error of a client comes to: each client has its own classes, so they are told by what they carry."""
        # The two that langchain's clients share: they carry no status, and mean another way of asking (see `_misfit`).
        if isinstance(error, NotImplementedError | TypeError):
            return self._misfit(error)
        response = getattr(error, "response", None)
        status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
        told = f" (HTTP {status})" if isinstance(status, int) else f" ({type(error).__name__})"
        if status in (401, 403):
            fix = f"set {PROVIDERS[self.provider].variables} to what is valid there"
            return Failure(f"{self.provider} refused the key{told}", fix, Advice.GIVE_UP, "model", kind=SettingsError)
        if status == 404:
            what, fix = f"{self.provider} has no model {self.model!r}{told}", "check the model's name"
            return Failure(what, fix, Advice.GIVE_UP, "model", kind=SettingsError)
        if status in (None, *OVERFLOW_STATUS) and (overflow := overflow_of(error)) is not None:
            return too_long(self.name, overflow)
        if status in (400, 422):
            return Failure(f"{self.provider} refused the request{told}", "use another model", Advice.ASK_OTHERWISE)
        wait_s = retry_after(getattr(response, "headers", None) or {})
        return Failure(f"{self.provider} failed{told}", "try again later", Advice.RETRY, wait_s=wait_s)


def _streams(chat: BaseChatModel) -> bool:
    """Tell whether a client can hand out an answer in pieces."""
    from langchain_core.language_models import BaseChatModel

    return type(chat)._stream is not BaseChatModel._stream


def _fields(chat: BaseChatModel, rung: Rung, schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a request states to have a function called, in the provider's own form."""
    if rung is not Rung.FUNCTION_CALLING:
        return {}
    function = {"name": TOOL_NAME, "description": "Give the answer.", "parameters": schema}
    bound = chat.bind_tools([{"type": "function", "function": function}], tool_choice=TOOL_NAME)
    return dict(getattr(bound, "kwargs", {}))


def open_provider(provider: str, name: str, *, settings: ModelSettings, pace: Pace) -> ProviderModel:
    """Return a model of a provider; nothing is sent yet.

    Raises:
        SettingsError: the package that speaks with it is not installed.
    """
    package = PROVIDERS[provider].package
    if find_spec(package.replace("-", "_")) is None:
        raise SettingsError(
            f"models of {provider} need the package {package}", where="model", fix=f"pip install {package}"
        )
    return ProviderModel(provider, name, settings, pace)
