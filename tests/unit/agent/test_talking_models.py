"""Every model in a conversation with tools: sent, retried, counted, cached, and never with a key in what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from designer.adapters.llm import ModelSettings, ScriptedModel, open_model
from designer.adapters.llm.cache import CachedModel
from designer.adapters.llm.ladder import Memory
from designer.adapters.llm.meter import MeteredModel
from designer.adapters.llm.openai_model import OpenAIModel
from designer.adapters.llm.pace import Pace
from designer.adapters.llm.providers import ProviderModel
from designer.adapters.llm.replay import ReplayModel, Transcripts
from designer.agent.reply import EditReply
from designer.agent.talking import Call, NoToolsError, Reply, TalkingModel, ToolSpec, Turn
from designer.errors import LanguageModelError, SettingsError
from designer.model.spending import Budget, Price
from designer.ports import ChatMessage
from tests.fakes.openai_server import FakeOpenAI, Page, Refuses, Says, Status
from tests.fakes.tool_calls import Answers, Calls, call

CANARY = "sk-canary-7f3a9c-tools"
LOOK = ToolSpec("look", "Look something up.", {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]})  # fmt: skip
ASK = (Turn(role="system", text="You help."), Turn(role="user", text="Do {it}."))
LATER = (
    *ASK,
    Turn(role="assistant", calls=(Call(id="call_1", name="look", arguments='{"text": "a"}'),)),
    Turn(role="tool", text="found", answers="call_1"),
)


def connect(server: FakeOpenAI, memory: Memory | None = None, **settings: Any) -> OpenAIModel:
    model = open_model(f"openai:m@{server.url}", environ={"OPENAI_API_KEY": CANARY})
    assert isinstance(model, OpenAIModel)
    pace = Pace(sleep=lambda seconds: None, chance=lambda: 1.0)
    limits = ModelSettings(**{"timeout_s": 5, **settings})
    return OpenAIModel("m", model.base_url, model.credentials, limits, pace, memory if memory is not None else {})


def said(model: TalkingModel, turns: tuple[Turn, ...] = ASK) -> Reply:
    return model.talk(turns, tools=[LOOK])


def test_tools_and_their_answers_are_sent_as_the_server_knows_them() -> None:
    with FakeOpenAI([Calls((call("look", text="b"),)), Answers("done")]) as server:
        first, second = said(connect(server)), said(connect(server), LATER)
    assert first.turn.calls == (Call(id="c0", name="look", arguments='{"text": "b"}'),)
    assert (first.usage.input_tokens, first.requests) == (100, 1)
    assert (second.turn.text, second.turn.calls) == ("done", ())
    body = server.requests[1].body
    assert [one["function"]["name"] for one in body["tools"]] == ["look"]
    assert [one["role"] for one in body["messages"]] == ["system", "user", "assistant", "tool"]
    assert body["messages"][1]["content"] == "Do {it}."
    assert body["messages"][2]["tool_calls"][0]["function"] == {"name": "look", "arguments": '{"text": "a"}'}
    assert body["messages"][3]["tool_call_id"] == "call_1"
    assert "tool_choice" not in body


def test_a_server_that_refuses_tools_is_remembered_and_not_asked_again() -> None:
    memory: Memory = {}
    with FakeOpenAI([Says('{"edits": []}')], refuses=frozenset({"tools"})) as server:
        for _ in range(2):
            with pytest.raises(NoToolsError, match="no function calls"):
                said(connect(server, memory))
        assert connect(server, memory).answer([ChatMessage("user", "x")], into=EditReply).value.edits == []
    assert server.forms == ["tools", "json_schema"]


def test_a_server_that_chokes_on_tools_is_asked_in_another_way() -> None:
    with FakeOpenAI([Status(500)] * 3) as server, pytest.raises(NoToolsError):
        said(connect(server))
    assert len(server.requests) == 3


def test_a_refusal_in_the_middle_of_a_conversation_is_no_lack_of_tools() -> None:
    with FakeOpenAI([Status(400, "too long")]) as server, pytest.raises(LanguageModelError) as caught:
        said(connect(server), LATER)
    assert not isinstance(caught.value, NoToolsError)


def test_a_server_that_is_busy_is_asked_again() -> None:
    with FakeOpenAI([Status(429), Status(503), Answers("done")]) as server:
        reply = said(connect(server))
    assert (reply.turn.text, reply.requests) == ("done", 3)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (Status(401, "bad key {key}"), SettingsError),
        (Status(404, "no model {key}"), SettingsError),
        (Status(413, "{key}"), LanguageModelError),
        (Page(), LanguageModelError),
        (Refuses(f"I will not tell {CANARY}"), LanguageModelError),
        (Answers("half a wo", finish="length"), LanguageModelError),
        (Answers("x", finish="content_filter"), LanguageModelError),
    ],
)
def test_every_fault_is_one_line_without_the_key(step: Any, kind: type[Exception]) -> None:
    with FakeOpenAI([step]) as server, pytest.raises(kind) as caught:
        said(connect(server, max_tries=1), LATER)
    assert "\n" not in str(caught.value) and "canary" not in str(caught.value)


def test_a_key_that_the_server_echoes_is_taken_out_of_texts_and_calls() -> None:
    with FakeOpenAI(
        [Calls((call("look", text="{key}"),), text="it is {key}"), Says('{"edits": ["sk {key}"]}')]
    ) as server:
        reply = said(connect(server))
    assert "canary" not in reply.turn.model_dump_json() and "***" in reply.turn.text
    assert json.loads(reply.turn.calls[0].arguments) == {"text": "***"}


def test_a_short_key_is_an_ordinary_word_in_an_answer() -> None:
    with FakeOpenAI([Answers("none of them")]) as server:
        model = open_model(f"openai:m@{server.url}", environ={"OPENAI_API_KEY": "none"})
        assert isinstance(model, OpenAIModel)
        assert said(model).turn.text == "none of them"


def test_arguments_that_cannot_be_read_are_a_call_all_the_same() -> None:
    with FakeOpenAI([Calls(({"name": "look", "arguments": '{"text": '},))]) as server:
        (made,) = said(connect(server)).turn.calls
    assert (made.name, made.arguments) == ("look", '{"text": ')


def test_turns_are_counted_and_refused_beyond_the_budget() -> None:
    model = ScriptedModel(["a" * 400, "b"])
    price = Price(input_usd=1, output_usd=1)
    metered = MeteredModel(model, Budget(max_tokens=300, max_usd=1, price=price))
    assert isinstance(metered, TalkingModel)
    said(metered)
    assert metered.spent.calls == 1 and metered.spent.output_tokens == 100 and metered.spent.usd
    with pytest.raises(LanguageModelError, match="budget of 300 tokens"):
        said(metered, (*ASK, Turn(role="tool", text="x" * 900, answers="call_1")))
    assert len(model.heard) == 1


@pytest.mark.parametrize("wrap", [MeteredModel, lambda model: CachedModel(model, Path("nowhere"))])
def test_a_model_without_tools_says_so(wrap: Any) -> None:
    with pytest.raises(NoToolsError):
        said(wrap(ReplayModel(Transcripts(), name="replay:x")))


def test_the_same_turn_costs_nothing_twice(tmp_path: Path) -> None:
    model = ScriptedModel([{"text": "x", "calls": [call("look", text="a")]}, "later"])
    first, again = (said(CachedModel(model, tmp_path)) for _ in range(2))
    assert first.turn == again.turn and (first.requests, again.requests) == (1, 0)
    assert said(CachedModel(model, tmp_path), LATER).turn.text == "later"
    assert len(model.heard) == 2


def test_a_script_of_another_form_waits_for_another_way_of_asking() -> None:
    model = ScriptedModel([{"edits": []}, "words"])
    with pytest.raises(NoToolsError):
        said(model)
    assert model.answer([ChatMessage("user", "x")], into=EditReply).value.edits == []
    assert said(model).turn.text == "words"
    with pytest.raises(LanguageModelError, match="no reply left"):
        said(model)


class TestOtherProviders:
    """Models through the langchain package of their provider."""

    def model(self, chat: Any) -> ProviderModel:
        return ProviderModel("anthropic", "m", pace=Pace(sleep=lambda seconds: None), make=lambda *_, **__: chat)

    def test_tools_are_bound_in_the_form_of_the_provider(self) -> None:
        from langchain_core.messages import AIMessage
        from langchain_core.outputs import ChatGeneration, ChatResult

        seen: list[Any] = []

        class Chat:
            def bind_tools(self, tools: Any) -> Any:
                return type("Bound", (), {"kwargs": {"their_tools": [one["function"]["name"] for one in tools]}})

            def _generate(self, messages: Any, **fields: Any) -> Any:
                seen.append(fields)
                return ChatResult(generations=[ChatGeneration(message=AIMessage(content="done"))])

        assert said(self.model(Chat())).turn.text == "done"
        assert seen == [{"their_tools": ["look"]}]

    def test_a_provider_without_tools_says_so(self) -> None:
        class Chat:
            def bind_tools(self, tools: Any) -> Any:
                raise NotImplementedError

        with pytest.raises(NoToolsError):
            said(self.model(Chat()))
