"""Every language model keeps these promises; the real client meets a server with every fault we know."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from designer.adapters.llm import ModelSettings, ScriptedModel, open_model
from designer.adapters.llm.openai_model import OpenAIModel
from designer.adapters.llm.pace import Pace
from designer.agent import EditReply, propose
from designer.agent.hearing import heard_by
from designer.agent.room import PromptTooLongError
from designer.errors import DesignerError, LanguageModelError, SettingsError
from designer.ports import Answer, ChatMessage, LanguageModel
from tests.fakes.aloud import Hears
from tests.fakes.drafts import blueprint, shop
from tests.fakes.openai_server import (
    Drips,
    FakeOpenAI,
    Form,
    Hangs,
    Page,
    Refuses,
    Resets,
    Says,
    Status,
    Step,
)

CANARY = "sk-canary-7f3a9c"
PASSWORD = "pass-canary-51e0"
EMPTY = '{"edits": []}'
GOOD = Says(EMPTY)
ASK = (ChatMessage("system", "You edit."), ChatMessage("user", "Edit {this} please"))
ALL: tuple[Form, ...] = ("json_schema", "tools", "json_object", "text")


@dataclass
class Waits:
    """Takes the place of sleeping; half of each wait is chance, which is 1 here."""

    slept: list[float] = field(default_factory=list)

    def pace(self) -> Pace:
        return Pace(sleep=self.slept.append, chance=lambda: 1.0)


def connect(server: FakeOpenAI, *, waits: Waits | None = None, user: str = "", **settings: Any) -> OpenAIModel:
    """Return a model at the server, with a memory of its own, so that tests do not share what they learn."""
    address = f"http://{user}{server.address}/v1"
    model = open_model(
        f"openai:test-model@{address}",
        settings=ModelSettings(**{"timeout_s": 5, **settings}),
        environ={"OPENAI_API_KEY": CANARY},
        pace=(waits or Waits()).pace(),
    )
    assert isinstance(model, OpenAIModel)
    return OpenAIModel(
        model=model.model,
        base_url=model.base_url,
        credentials=model.credentials,
        settings=model.settings,
        pace=model.pace,
        memory={},
    )


def ask(model: LanguageModel, *, aloud: bool = False) -> Answer[EditReply]:
    """Ask for edits; `aloud`, somebody hears them come in, and so they are streamed."""
    with heard_by(Hears() if aloud else None):
        return model.answer(ASK, into=EditReply)


Opened = Callable[[Sequence[str]], LanguageModel]


class TestEveryLanguageModel:
    """What holds for all of them, the scripted one first."""

    @pytest.fixture(params=["scripted", "openai"])
    def opened(self, request: pytest.FixtureRequest) -> Any:
        if request.param == "scripted":
            yield ScriptedModel
            return
        with FakeOpenAI() as server:

            def over_http(texts: Sequence[str]) -> LanguageModel:
                server.script = tuple(Says(text) for text in texts)
                server.rewind()
                return connect(server, max_tries=1)

            yield over_http

    def test_an_answer_is_validated_and_counted(self, opened: Opened) -> None:
        answer = ask(opened(['{"edits": [{"op": "disconnect", "id": "a"}]}']))
        assert answer.value.edits == [{"op": "disconnect", "id": "a"}]
        assert answer.requests == 1 and answer.usage.input_tokens > 0 and answer.usage.output_tokens > 0

    def test_fenced_json_is_read(self, opened: Opened) -> None:
        assert ask(opened([f"Here:\n```json\n{EMPTY}\n```"])).value.edits == []

    @pytest.mark.parametrize("text", ["", "I cannot", '{"edits": [', '{"other": 1}', "[]"])
    def test_an_answer_that_does_not_fit_is_an_error(self, opened: Opened, text: str) -> None:
        with pytest.raises(LanguageModelError) as caught:
            ask(opened([text]))
        assert caught.value.fix and "\n" not in str(caught.value)

    def test_answers_follow_each_other(self, opened: Opened) -> None:
        model = opened([EMPTY, '{"edits": [1]}'])
        assert [ask(model).value.edits for _ in range(2)] == [[], [1]]

    def test_the_name_tells_provider_and_model_and_no_address(self, opened: Opened) -> None:
        model = opened([])
        provider, _, name = model.name.partition(":")
        assert provider in ("scripted", "openai") and name
        assert "://" not in model.name and CANARY not in repr(model)


# What a server does, what comes of it, and how it was asked. One request is one form in the list.
ANSWERED: dict[str, tuple[list[Step], list[Form], list[float]]] = {
    "a good answer": ([GOOD], ["json_schema"], []),
    "fenced JSON": ([Says(f"```json\n{EMPTY}\n```")], ["json_schema"], []),
    "JSON among words": ([Says(f"Sure. {EMPTY} Done.")], ["json_schema"], []),
    "429 with Retry-After": (
        [Status(429, headers={"Retry-After": "7"}), GOOD], ["json_schema"] * 2, [7.0]),
    "429 without": ([Status(429), GOOD], ["json_schema"] * 2, [0.5]),
    "500 on json_schema alone": ([Status(500), GOOD], ["json_schema", "tools"], [0.5]),
    "503": ([Status(503), GOOD], ["json_schema"] * 2, [0.5]),
    "503 with Retry-After": ([Status(503, headers={"Retry-After": "3"}), GOOD], ["json_schema"] * 2, [3.0]),
    "a reset in the middle": ([Resets(), Resets(), GOOD], ["json_schema"] * 3, [0.5, 1.0]),
    "truncated JSON once": ([Says('{"edits": [{"op": "ask", "quest'), GOOD], ["json_schema", "tools"], []),
    "the wrong schema once": ([Says('{"plan": 1}'), GOOD], ["json_schema", "tools"], []),
    "an empty answer once": ([Says(""), GOOD], ["json_schema", "tools"], []),
    "words where a function call was asked for": (
        [Says("hm"), Says(EMPTY, ignores_tools=True)], ["json_schema", "tools"], []),
    "a broken function call": ([Says("hm"), Says('{"edits": ['), GOOD], ["json_schema", "tools", "json_object"], []),
}  # fmt: skip

FAILED: dict[str, tuple[Step, list[Form], type[DesignerError], str]] = {
    "429 for ever": (Status(429), ["json_schema"] * 3, LanguageModelError, "limits how often"),
    "429 with a wait beyond the deadline": (
        Status(429, headers={"Retry-After": "900"}), ["json_schema"], LanguageModelError, "try again in 900 s"),
    "no quota": (Status(429, code="insufficient_quota"), ["json_schema"], LanguageModelError, "no quota left"),
    "500 for ever": (Status(500), ["json_schema", "tools", "json_object"], LanguageModelError, "failed (HTTP 500)"),
    "503 for ever": (Status(503), ["json_schema"] * 3, LanguageModelError, "failed (HTTP 503)"),
    "slow": (Hangs(), ["json_schema"] * 3, LanguageModelError, "did not finish its answer within 0.2 s"),
    "a body that drips": (Drips(), ["json_schema"] * 3, LanguageModelError, "did not finish its answer within 0.2"),
    "a reset in the middle": (Resets(), ["json_schema"] * 3, LanguageModelError, "cannot be reached: connection"),
    "truncated JSON": (
        Says('{"edits": [{"op": "ask"}, {"op'), ["json_schema", "tools", "json_object"], LanguageModelError,
        "cannot be used"),
    "cut off at the limit of tokens": (
        Says('{"edits": [', finish="length"), ["json_schema"], LanguageModelError, "cut off"),
    "the wrong schema": (
        Says('{"plan": 1}'), ["json_schema", "tools", "json_object"], LanguageModelError, "edits: Field required"),
    "an empty answer": (Says(""), ["json_schema", "tools", "json_object"], LanguageModelError, "it is empty"),
    "a refusal": (Refuses("I will not"), ["json_schema"], LanguageModelError, "declined to answer: I will not"),
    "a content filter": (
        Says("", finish="content_filter"), ["json_schema"], LanguageModelError, "a content filter"),
    "404": (Status(404), ["json_schema"], SettingsError, "there is no model 'test-model'"),
    "401": (Status(401, "bad key {key}"), ["json_schema"], SettingsError, "refused the key (HTTP 401)"),
    "403": (Status(403, "bad key {key}"), ["json_schema"], SettingsError, "refused the key (HTTP 403)"),
    "a page of HTML": (Page(), ["json_schema"], LanguageModelError, "does not answer like an OpenAI"),
    "broken JSON": (
        Page(b'{"id": ', "application/json"), ["json_schema"], LanguageModelError, "does not answer like"),
    "another service's JSON": (
        Page(b'{"choices": null}', "application/json"), ["json_schema"], LanguageModelError, "does not answer like"),
    "an answer without choices": (
        Page(b'{"choices": []}', "application/json"), ["json_schema"], LanguageModelError, "does not answer like"),
    "a prompt that is too long": (
        Status(400, "too long", code="context_length_exceeded"), ["json_schema"], PromptTooLongError,
        "does not fit into the context"),
    "413": (Status(413), ["json_schema"], LanguageModelError, "refused the request (HTTP 413)"),
    "400 whatever is asked": (
        Status(400, "no {key}"), list(ALL), LanguageModelError, "refused the request (HTTP 400)"),
}  # fmt: skip


WAYS = ("whole", "streamed", "whole though a stream was asked for")


class TestFaults:
    """The real langchain client against the server on loopback."""

    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("case", ANSWERED)
    def test_a_passing_fault_costs_requests_and_no_answer(self, case: str, way: str) -> None:
        script, forms, slept = ANSWERED[case]
        waits = Waits()
        with FakeOpenAI(script, streams=way == "streamed") as server:
            answer = ask(connect(server, waits=waits), aloud=way != "whole")
        assert answer.value.edits == [] and answer.requests == len(forms)
        assert (server.forms, waits.slept) == (forms, slept)
        assert server.requests[0].body["stream"] is (way != "whole")

    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("case", FAILED)
    def test_a_lasting_fault_is_one_clear_line(self, case: str, way: str) -> None:
        step, forms, kind, words = FAILED[case]
        timeout_s = 0.2 if "within 0.2" in words else 5
        with FakeOpenAI([step] * 9, streams=way == "streamed") as server, pytest.raises(kind) as caught:
            ask(connect(server, timeout_s=timeout_s), aloud=way != "whole")
        # A server that refuses all ways may mean the stream: it is asked without one before that is believed.
        again = 2 if way != "whole" and forms == list(ALL) else 1
        assert server.forms == forms * again
        error = caught.value
        assert words in str(error) and error.fix and "\n" not in str(error)
        assert error.exit_code == (2 if kind is SettingsError else 3)
        assert error.__cause__ is None and error.__context__ is None, "it would hold the request with its key"

    def test_a_server_that_is_not_there_is_one_clear_line(self) -> None:
        waits = Waits()
        with FakeOpenAI() as server:
            model = connect(server, waits=waits)
        with pytest.raises(LanguageModelError, match="cannot be reached: connection refused"):
            ask(model)
        assert len(waits.slept) == 2

    def test_a_host_that_does_not_exist_is_one_clear_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        model = open_model("openai:m@http://no-such-host.invalid/v1", environ={}, pace=Waits().pace())
        with pytest.raises(LanguageModelError, match="cannot be reached: its name is not known"):
            ask(model)

    def test_a_function_call_that_is_cut_off_says_so(self) -> None:
        cut = Says('{"edits": [', finish="length")
        with FakeOpenAI([cut], frozenset({"json_schema"})) as server, pytest.raises(LanguageModelError) as caught:
            ask(connect(server))
        assert "cut off" in str(caught.value) and server.forms == ["json_schema", "tools"]

    def test_the_deadline_cuts_a_request_short(self) -> None:
        with FakeOpenAI([Hangs()] * 3) as server, pytest.raises(LanguageModelError, match=r"within 0\.[012]"):
            ask(connect(server, timeout_s=5, deadline_s=0.2))
        assert server.forms == ["json_schema"]

    def test_usage_counts_every_answer_that_was_paid_for(self) -> None:
        with FakeOpenAI([Says("hm"), Says("hm"), GOOD]) as server:
            answer = ask(connect(server))
        assert (answer.usage.input_tokens, answer.usage.output_tokens) == (300, 30)

    def test_unknown_ids_go_back_once_and_are_mended(self) -> None:
        wrong = Says('{"edits": [{"op": "remove_component", "id": "cash"}]}')
        right = Says('{"edits": [{"op": "remove_component", "id": "cache"}]}')
        with FakeOpenAI([wrong, right]) as server:
            result = propose(
                shop(), blueprints=[blueprint()], findings=(), model=connect(server), check=lambda draft: ()
            )
        assert "cache" not in result.draft.graph.by_id and result.notices == ()
        assert (result.calls, len(server.requests), result.usage.input_tokens) == (2, 2, 200)
        turns = server.requests[1].body["messages"]
        assert [turn["role"] for turn in turns] == ["system", "user", "assistant", "user"]
        assert "'cash' is not a component" in turns[3]["content"]

    def test_a_failing_server_leaves_the_planners_draft(self) -> None:
        with FakeOpenAI([Status(503)] * 3) as server:
            result = propose(shop(), blueprints=[], findings=(), model=connect(server), check=lambda draft: ())
        assert result.draft == shop() and "failed (HTTP 503)" in result.notices[0]


class TestLadder:
    """How a server is asked, and what is remembered of it."""

    @pytest.mark.parametrize("number", [0, 1, 2, 3])
    def test_a_way_that_is_refused_is_not_tried_again(self, number: int) -> None:
        waits = Waits()
        with FakeOpenAI([GOOD, GOOD], frozenset(ALL[:number])) as server:
            model = connect(server, waits=waits)
            assert [ask(model).requests for _ in range(2)] == [number + 1, 1]
        assert server.forms == [*ALL[: number + 1], ALL[number]]
        assert waits.slept == []

    def test_what_works_is_remembered_for_each_server_and_model(self) -> None:
        with FakeOpenAI([GOOD] * 3, frozenset({"json_schema"})) as server:
            spec, options = f"@{server.url}", {"environ": {}, "pace": Waits().pace()}
            for name in ("one", "one", "two"):
                ask(open_model(f"openai:{name}{spec}", **options))
        assert server.forms == ["json_schema", "tools", "tools", "json_schema", "tools"]

    def test_one_bad_answer_does_not_give_up_a_way_that_works(self) -> None:
        with FakeOpenAI([GOOD, Says("hm"), GOOD, GOOD]) as server:
            model = connect(server)
            assert [ask(model).requests for _ in range(3)] == [1, 2, 1]
        assert server.forms == ["json_schema", "json_schema", "tools", "json_schema"]

    def test_a_server_that_fails_later_is_asked_the_same_way_again(self) -> None:
        with FakeOpenAI([GOOD, Status(500), GOOD]) as server:
            model = connect(server)
            assert [ask(model).requests for _ in range(2)] == [1, 2]
        assert server.forms == ["json_schema"] * 3

    def test_the_schema_goes_where_the_server_reads_it(self) -> None:
        with FakeOpenAI([GOOD], frozenset(ALL[:3])) as server:
            ask(connect(server))
        strict, tools, mode, plain = (request.body for request in server.requests)
        schema = strict["response_format"]["json_schema"]
        assert schema["strict"] is True and "AddComponent" in schema["schema"]["$defs"]
        assert tools["tools"][0]["function"]["parameters"] == schema["schema"]
        for body, in_words in ((strict, False), (tools, False), (mode, True), (plain, True)):
            assert ("AddComponent" in body["messages"][0]["content"]) is in_words
            assert body["messages"][-1] == {"role": "user", "content": "Edit {this} please"}
        assert mode["response_format"] == {"type": "json_object"} and "response_format" not in plain

    def test_settings_are_sent_and_what_is_not_set_is_left_to_the_server(self) -> None:
        with FakeOpenAI([GOOD, GOOD]) as server:
            ask(connect(server, temperature=0.0, max_output_tokens=900))
            ask(connect(server))
        stated, plain = (request.body for request in server.requests)
        assert stated["temperature"] == 0.0 and 900 in (stated.get("max_tokens"), stated.get("max_completion_tokens"))
        assert not {"temperature", "max_tokens", "max_completion_tokens", "top_p"} & plain.keys()
        assert not plain["stream"]
        assert stated["model"] == "test-model" and server.requests[0].path == "/v1/chat/completions"

    def test_a_model_is_shared_between_threads(self) -> None:
        with FakeOpenAI([GOOD] * 8) as server:
            model = connect(server)
            with ThreadPoolExecutor(4) as pool:
                answers = list(pool.map(lambda _: ask(model), range(8)))
        assert [answer.requests for answer in answers] == [1] * 8


class TestSecrets:
    """The key, and the user and password of an address, stay out of everything but the request's header."""

    @pytest.mark.parametrize("way", WAYS[:2])
    @pytest.mark.parametrize("case", FAILED)
    def test_no_secret_in_errors_logs_or_output(
        self, case: str, way: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        caplog.set_level(logging.DEBUG)
        step, _, kind, words = FAILED[case]
        timeout_s = 0.2 if "within 0.2" in words else 5
        with FakeOpenAI([step] * 9) as server:
            model = connect(server, user=f"me:{PASSWORD}@", timeout_s=timeout_s)
            with pytest.raises(kind) as caught:
                ask(model, aloud=way == "streamed")
        error = caught.value
        shown = [repr(model), str(model), model.name, str(error), repr(error), repr(error.__reduce__())]
        shown += traceback.format_exception(error)
        shown += [record.getMessage() + str(record.__dict__) for record in caplog.records]
        shown += list(capfd.readouterr())
        assert_no_secret("\n".join(shown))

    def test_a_key_that_the_server_echoes_is_blacked_out(self) -> None:
        odd, shown = Status(413, "your key {key} is odd"), r"your key \*\*\* is odd"
        with FakeOpenAI([odd]) as server, pytest.raises(LanguageModelError, match=shown):
            ask(connect(server))
        assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"

    def test_a_model_that_repeats_the_password_is_blacked_out(self) -> None:
        with FakeOpenAI([Refuses(f"{PASSWORD} and {CANARY}")]) as server, pytest.raises(LanguageModelError) as caught:
            ask(connect(server, user=f"me:{PASSWORD}@"))
        assert_no_secret(str(caught.value))

    def test_user_and_password_go_into_the_header_and_not_into_the_address(self) -> None:
        with FakeOpenAI([GOOD]) as server:
            ask(connect(server, user=f"me:{PASSWORD}@"))
        (request,) = server.requests
        assert request.headers["authorization"].startswith("Basic ")
        assert PASSWORD not in request.path + request.headers["host"] + json.dumps(request.body)

    def test_a_server_without_a_key_gets_none_of_ours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", CANARY)
        monkeypatch.setenv("OPENAI_ADMIN_KEY", CANARY)
        with FakeOpenAI([GOOD]) as server:
            ask(open_model(f"openai:m@{server.url}", environ={}))
        assert_no_secret(json.dumps(dict(server.requests[0].headers)))

    def test_a_broken_connection_hides_the_password(self) -> None:
        with FakeOpenAI() as server:
            model = connect(server, user=f"me:{PASSWORD}@")
        with pytest.raises(LanguageModelError) as caught:
            ask(model)
        assert_no_secret("".join(traceback.format_exception(caught.value)))

    def test_no_file_is_written(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("HOME", str(tmp_path))
        with FakeOpenAI([GOOD]) as server:
            ask(connect(server))
        assert list(tmp_path.rglob("*")) == []


def assert_no_secret(text: str) -> None:
    for secret in (CANARY, PASSWORD, CANARY[3:], "bWU6cGFzcy1jYW5hcnk"):
        assert secret not in text


class TestThirdParties:
    """Nobody but the server that was named hears of anything."""

    @pytest.mark.parametrize("prefix", ["LANGSMITH", "LANGCHAIN"])
    def test_tracing_stays_off_even_where_the_environment_turns_it_on(self, prefix: str) -> None:
        """In a process of its own: langsmith reads its variables once."""
        code = (
            "import os, sys\n"
            "from designer.adapters.llm import open_model\n"
            "from designer.agent import EditReply\n"
            "from designer.ports import ChatMessage\n"
            "before = dict(os.environ)\n"
            "model = open_model(sys.argv[1])\n"
            "assert model.answer([ChatMessage('user', 'x')], into=EditReply).value.edits == []\n"
            "assert dict(os.environ) == before\n"
            "from langchain_core.tracers.langchain import wait_for_all_tracers\n"
            "wait_for_all_tracers()\n"
        )
        with FakeOpenAI([GOOD]) as server, FakeOpenAI() as spy:
            address = f"http://{spy.address}"
            extra = {
                f"{prefix}_TRACING": "true",
                f"{prefix}_TRACING_V2": "true",
                f"{prefix}_ENDPOINT": address,
                f"{prefix}_API_KEY": "k",
                "LANGSMITH_GATEWAY": "true",
                "LANGSMITH_GATEWAY_URL": address,
                "OPENAI_API_BASE": address,
                "OPENAI_API_KEY": CANARY,
            }
            done = subprocess.run(
                [sys.executable, "-W", "error", "-c", code, f"openai:m@{server.url}"],
                env={**os.environ, **extra},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
        assert done.returncode == 0, done.stderr
        assert done.stdout + done.stderr == ""
        assert (len(server.requests), spy.connections) == (1, 0)

    def test_a_spy_would_have_noticed(self) -> None:
        with FakeOpenAI([GOOD]) as spy:
            ask(connect(spy))
        assert spy.connections == 1

    def test_langchain_warns_of_nothing(self) -> None:
        """It warns about servers that refuse a schema; the ladder takes care of those."""
        words = "'response_format' of type 'json_schema' is not supported with this model"
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with FakeOpenAI([Status(400, words), Status(400, "Invalid schema for response_format"), GOOD]) as server:
                ask(connect(server))
        assert len(server.requests) == 3 and not caught


def test_the_server_of_these_tests_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with FakeOpenAI([Hangs()]) as server, pytest.raises(LanguageModelError):
        ask(connect(server, timeout_s=0.1, max_tries=1))
    assert threading.active_count() <= before
