"""Models of other providers: asked by a function call or in words, their errors told without their text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from designer.adapters.llm import open_model
from designer.adapters.llm.pace import Pace
from designer.adapters.llm.providers import PROVIDERS, ProviderModel
from designer.agent.hearing import heard_by
from designer.agent.reply import EditReply
from designer.agent.room import PromptTooLongError
from designer.errors import LanguageModelError, SettingsError
from designer.ports import ChatMessage
from tests.fakes.aloud import Hears

ASKED = (ChatMessage("system", "rules"), ChatMessage("user", "brief"))
REPLY = {"start": "draft", "edits": [{"op": "remove_component", "id": "cache"}]}


class Fault(Exception):
    def __init__(self, status: int) -> None:
        super().__init__("the key sk-canary-9 was refused")
        self.status_code = status


class Chat(BaseChatModel):
    """A langchain model that plays a script: a text, a dict as function call, or an exception."""

    script: list[Any]
    seen: list[Any] = []
    has_tools: bool = True

    @property
    def _llm_type(self) -> str:
        return "script"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        if not self.has_tools:
            raise NotImplementedError
        return self.bind(tools=tools, **kwargs)

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        self.seen.append((messages, kwargs))
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
        if isinstance(step, str):
            message = AIMessage(content=step, usage_metadata=usage)
        else:
            call = {"name": "answer", "args": step, "id": "1", "type": "tool_call"}
            message = AIMessage(content="", tool_calls=[call], usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])


class Streams(Chat):
    """The same, in pieces: of a text, or of the arguments of a function call; tokens are counted in two parts."""

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self.seen.append((messages, kwargs))
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        text = step if isinstance(step, str) else json.dumps(step)
        usage = UsageMetadata(input_tokens=10, output_tokens=0, total_tokens=10)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))
        for start in range(0, len(text), 5):
            piece = text[start : start + 5]
            call = tool_call_chunk(name="answer" if not start else None, args=piece, id="1", index=0)
            words = AIMessageChunk(content=piece)
            yield ChatGenerationChunk(
                message=words if isinstance(step, str) else AIMessageChunk(content="", tool_call_chunks=[call])
            )
        usage = UsageMetadata(input_tokens=0, output_tokens=5, total_tokens=5)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))


def model(chat: Chat) -> ProviderModel:
    now = iter(range(10_000))
    pace = Pace(sleep=lambda seconds: None, clock=lambda: float(next(now)))
    return ProviderModel("anthropic", "some-model", pace=pace, make=lambda name, provider, **options: chat)


def test_a_function_call_is_asked_for_and_read() -> None:
    chat = Chat(script=[REPLY], seen=[])
    answer = model(chat).answer(ASKED, into=EditReply)
    assert answer.value.edits == REPLY["edits"] and answer.usage.input_tokens == 10 and answer.requests == 1
    messages, fields = chat.seen[0]
    assert fields["tools"][0]["function"]["name"] == "answer" and fields["tool_choice"] == "answer"
    assert [message.type for message in messages] == ["system", "human"]


def test_a_model_without_functions_is_asked_in_words() -> None:
    chat = Chat(script=["```json\n" + json.dumps(REPLY) + "\n```"], seen=[], has_tools=False)
    answer = model(chat).answer(ASKED, into=EditReply)
    assert answer.value.edits == REPLY["edits"]
    assert "JSON schema" in chat.seen[0][0][0].content


def test_a_busy_server_is_asked_again_and_a_bad_answer_too() -> None:
    chat = Chat(script=[Fault(429), "nothing of use", REPLY], seen=[])
    assert model(chat).answer(ASKED, into=EditReply).requests == 3


@pytest.mark.parametrize(("status", "words"), [(401, "refused the key"), (403, "ANTHROPIC_API_KEY"), (404, "no model")])
def test_a_wrong_key_or_name_is_told_at_once_and_without_the_servers_words(status: int, words: str) -> None:
    chat = Chat(script=[Fault(status)], seen=[])
    with pytest.raises(SettingsError) as caught:
        model(chat).answer(ASKED, into=EditReply)
    assert words in str(caught.value) and "canary" not in str(caught.value)


def test_a_server_that_stays_broken_is_given_up() -> None:
    chat = Chat(script=[Fault(500)] * 9, seen=[])
    with pytest.raises(LanguageModelError, match="HTTP 500") as caught:
        model(chat).answer(ASKED, into=EditReply)
    assert len(chat.seen) == 3 and "canary" not in str(caught.value)


def test_a_prompt_that_is_too_long_is_told_at_once_and_not_asked_in_another_way() -> None:
    fault = Fault(400)
    fault.args = ("prompt is too long: 210000 tokens > 200000 maximum, sk-canary-9",)
    for chat in (Chat(script=[fault] * 9, seen=[]), Streams(script=[fault] * 9, seen=[])):
        with heard_by(Hears()), pytest.raises(PromptTooLongError) as caught:
            model(chat).answer(ASKED, into=EditReply)
        assert (caught.value.room, caught.value.taken, len(chat.seen)) == (200_000, 210_000, 1)
        assert "canary" not in str(caught.value)


def test_a_client_that_cannot_be_set_up_says_what_to_set() -> None:
    def fails(*args: Any, **options: Any) -> BaseChatModel:
        raise ValueError("sk-canary-9")

    with pytest.raises(SettingsError, match="AZURE_OPENAI_ENDPOINT") as caught:
        ProviderModel("azure_openai", "m", make=fails).answer(ASKED, into=EditReply)
    assert "canary" not in str(caught.value)


def test_a_package_that_is_missing_is_named() -> None:
    with pytest.raises(SettingsError, match="pip install langchain-deepseek"):
        open_model("deepseek:some-model", environ={})
    with pytest.raises(SettingsError, match="name is missing"):
        open_model("deepseek:", environ={})


def test_every_provider_is_one_that_langchain_knows() -> None:
    from langchain.chat_models.base import _BUILTIN_PROVIDERS

    assert set(PROVIDERS) <= set(_BUILTIN_PROVIDERS)
    for name, provider in PROVIDERS.items():
        assert _BUILTIN_PROVIDERS[name][0].split(".")[0] == provider.package.replace("-", "_")


@pytest.mark.parametrize("reply", [REPLY, json.dumps(REPLY)], ids=["called", "in words"])
def test_edits_are_heard_where_the_client_streams(reply: Any) -> None:
    one, chat = Hears(), Streams(script=[reply, reply], seen=[])
    with heard_by(one):
        heard = model(chat).answer(ASKED, into=EditReply)
    assert one.items == REPLY["edits"] and heard == model(Chat(script=[reply])).answer(ASKED, into=EditReply)


def test_a_client_that_does_not_stream_is_asked_for_one_reply() -> None:
    one = Hears()
    with heard_by(one):
        assert model(Chat(script=[REPLY], seen=[])).answer(ASKED, into=EditReply).requests == 1
    assert one.items == []


def test_a_stream_without_end_is_left_in_time() -> None:
    one = Hears()
    with heard_by(one), pytest.raises(LanguageModelError, match="TimeoutError"):
        model(Streams(script=["x" * 5000] * 3, seen=[])).answer(ASKED, into=EditReply)


def test_tokens_that_a_provider_does_not_count_are_estimated() -> None:
    class Silent(Chat):
        def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
            return ChatResult(generations=[ChatGeneration(message=AIMessage(content=json.dumps(REPLY)))])

    usage = model(Silent(script=[])).answer(ASKED, into=EditReply).usage
    assert usage.is_estimated and usage.input_tokens > 500 and usage.output_tokens > 10
