"""The pure parts of the adapter: reading answers, narrow schemas, waits, addresses, specs."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from designer.adapters.llm import ModelSettings, open_model
from designer.adapters.llm.credentials import Credentials, read_key, split_base_url
from designer.adapters.llm.failure import retry_after
from designer.adapters.llm.ladder import KNOWN_RUNGS, Ladder, Memory, Rung
from designer.adapters.llm.openai_model import OpenAIModel
from designer.adapters.llm.pace import Pace, Patience
from designer.adapters.llm.reading import UnreadableAnswerError, read_answer
from designer.agent.reply import EditReply, read_edits
from designer.agent.strict_schema import schema_of, schema_text, strict_schema
from designer.edits.edits import EDIT_TYPES
from designer.errors import DesignerError, LanguageModelError, SettingsError
from designer.ports import ChatMessage

KEY = {"OPENAI_API_KEY": "sk-canary-1"}


class Pair(BaseModel):
    a: int
    b: str = ""


GOOD = '{"a": 1, "b": "x"}'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"Sure! Here it is:\n```json\n{GOOD}\n```\nAnything else?",
        f"The set {{x}} is empty, so: {GOOD} Done.",
        f'<think>maybe {{"a": 9}}</think>{GOOD}',
        f'{{"other": 1}}\n{GOOD}',
        f"\n\n  {GOOD}  ",
    ],
)
def test_an_answer_is_found_in_what_surrounds_it(text: str) -> None:
    assert read_answer(text, Pair) == Pair(a=1, b="x")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("I would rather not", "no complete JSON object"),
        ('{"a": 1', "no complete JSON object"),
        ("[1, 2]", "no complete JSON object"),
        ('{"a": "x"}', "does not fit the schema: a:"),
        ('{"a": NaN}', "no complete JSON object"),
        ('{"a":' * 3000, "no complete JSON object"),
        ("[" * 100_000, "no complete JSON object"),
        ('{"a": ' + "9" * 5000 + "}", "no complete JSON object"),
        ("x" * 1_000_001, "longer than"),
    ],
)
def test_an_answer_that_cannot_be_read_says_why(text: str, why: str) -> None:
    with pytest.raises(UnreadableAnswerError, match=why):
        read_answer(text, Pair)


def test_a_list_of_edits_that_breaks_off_is_not_taken_for_its_first_edit() -> None:
    with pytest.raises(UnreadableAnswerError):
        read_answer('{"edits": [{"op": "remove_component", "id": "a"}, {"op": "conn', EditReply)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_answer(text, Pair)
    except UnreadableAnswerError as error:
        assert str(error)


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [one for part in schema for one in objects(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if "additionalProperties" in schema or schema.get("type") == "object" else []
    return own + [one for part in schema.values() for one in objects(part)]


def test_the_narrow_schema_has_only_closed_objects_with_every_field_required() -> None:
    schema = strict_schema(EditReply.model_json_schema())
    found = objects(schema)
    assert len(found) == 19  # the reply, 13 edits, 3 of their parts and 2 lists of properties
    for one in found:
        assert one["additionalProperties"] is False and one["required"] == list(one["properties"])
    text = json.dumps(schema)
    for keyword in ("maxLength", 'default": ', "oneOf", "discriminator", "pattern", "minItems", "maximum", "const"):
        assert keyword not in text.replace('"default": {', "")


def test_the_narrow_schema_lets_fields_be_left_out_and_keeps_fields_named_like_keywords() -> None:
    schema = schema_of(EditReply)["$defs"]
    assert schema["Decide"]["properties"]["title"] == {"type": "string"}
    assert schema["Ask"]["properties"]["default"] == {"type": "string"}, "nothing is said by an empty text"
    name = schema["ChangeComponent"]["properties"]["name"]["$ref"].rpartition("/")[2]
    assert schema[name] == {"anyOf": [{"type": "string"}, {"type": "null"}]}, "an empty text would be a name"
    assert schema["RemoveComponent"]["properties"]["op"] == {"type": "string", "enum": ["remove_component"]}
    assert schema["AddComponent"]["properties"]["description"] == {"type": "string"}


def test_the_narrow_schema_says_what_occurs_twice_once_and_stays_short() -> None:
    text = schema_text(schema_of(EditReply))
    assert text.count('"shard_key"') == text.count('"webhook"') == 1
    assert len(text) < 8000, "it is sent with every question"
    assert strict_schema(schema_of(EditReply)) == schema_of(EditReply)


LEFT_OUT = {
    "add_component": {"id": "", "technology": "", "description": "", "boundary": "", "replicas": 1, "properties": []},
    "change_component": {"name": None, "kind": None, "technology": None, "boundary": None, "replicas": None},
    "connect": {"id": "", "label": "", "protocol": "", "mode": "sync", "properties": []},
    "decide": {"context": "", "alternatives": [], "consequences": []},
}


@pytest.mark.parametrize("op", LEFT_OUT)
def test_what_the_narrow_schema_wants_in_place_of_a_field_that_is_left_out_means_just_that(op: str) -> None:
    given = {"name": "Mail", "kind": "queue", "id": "mail", "source": "a", "target": "b", "title": "T", "choice": "C"}
    fields = next(kind for kind in EDIT_TYPES if kind.model_fields["op"].default == op).model_fields
    bare = {"op": op, **{key: value for key, value in given.items() if key in fields}}
    bare = {key: value for key, value in bare.items() if key not in LEFT_OUT[op]}
    assert read_edits(EditReply(edits=[{**bare, **LEFT_OUT[op]}])) == read_edits(EditReply(edits=[bare]))


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def patience(self, *, chance: float, **settings: Any) -> Patience:
        pace = Pace(sleep=self.sleep, chance=lambda: chance, clock=lambda: self.now)
        return Patience.start(ModelSettings(**settings), pace)


def test_waits_double_up_to_a_limit_and_half_of_them_is_chance() -> None:
    for chance, share in ((0.0, 0.5), (1.0, 1.0)):
        clock = Clock()
        patience = clock.patience(chance=chance, max_tries=8)
        while patience.count():
            assert patience.wait()
        assert clock.slept == [share * full for full in (0.5, 1, 2, 4, 8, 8, 8)]


def test_a_server_that_names_a_wait_is_not_asked_earlier() -> None:
    clock = Clock()
    patience = clock.patience(chance=1.0)
    assert patience.count() and patience.wait(7.0) and clock.slept == [7.0]


def test_nobody_waits_beyond_the_deadline() -> None:
    clock = Clock()
    patience = clock.patience(chance=1.0, deadline_s=30, timeout_s=60)
    assert patience.count() and not patience.wait(30.0) and clock.slept == []
    assert patience.request_s == 30
    clock.now = 30
    assert not patience.count()


def test_no_more_tries_than_the_settings_allow() -> None:
    patience = Clock().patience(chance=0.0, max_tries=3)
    assert [patience.count() for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-4"}, 0.0),
        ({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT", "date": "Sun, 06 Nov 1994 08:49:30 GMT"}, 7.0),
        ({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_a_rung_that_worked_is_kept_until_the_server_refuses_it() -> None:
    memory: Memory = {}
    key = ("http://a", "m")
    first = Ladder(key, memory)
    assert first.step_down(refused=True) and not first.is_proven
    first.remember()
    second = Ladder(key, memory)
    assert second.rung is Rung.FUNCTION_CALLING and second.is_proven
    second.step_down()
    second.remember()
    assert memory[key] is Rung.FUNCTION_CALLING, "one bad answer changes nothing"
    third = Ladder(key, memory)
    third.step_down(refused=True)
    third.remember()
    assert memory[key] is Rung.JSON_MODE
    assert Ladder(("http://b", "m"), memory).rung is Rung.JSON_SCHEMA


def test_there_is_nothing_below_plain_text() -> None:
    ladder = Ladder(("http://a", "m"), {("http://a", "m"): Rung.PLAIN_TEXT})
    assert not ladder.step_down() and ladder.rung is Rung.PLAIN_TEXT


@pytest.mark.parametrize(
    ("spec", "environment", "model", "base_url"),
    [
        ("openai:gpt-5", KEY, "gpt-5", "https://api.openai.com/v1"),
        ("openai:ft:gpt-4o:me::id", KEY, "ft:gpt-4o:me::id", "https://api.openai.com/v1"),
        ("openai:Qwen/Qwen3-8B@http://host:8000/v1/", {}, "Qwen/Qwen3-8B", "http://host:8000/v1"),
        ("openai:claude@2026@HTTPS://host/v1", {}, "claude@2026", "https://host/v1"),
        ("openai:m@http://[::1]:8000/v1", {}, "m", "http://[::1]:8000/v1"),
        ("openai:m@http://me:p%40ss@host/v1", {}, "m", "http://host/v1"),
        ("openai:m", {"OPENAI_BASE_URL": "http://host/v1"}, "m", "http://host/v1"),
        ("openai:m@http://other/v1", {"OPENAI_BASE_URL": "http://host/v1"}, "m", "http://other/v1"),
    ],
)
def test_a_spec_names_a_model_and_its_server(spec: str, environment: dict[str, str], model: str, base_url: str) -> None:
    opened = open_model(spec, environ=environment)
    assert isinstance(opened, OpenAIModel)
    assert (opened.model, opened.base_url, opened.name) == (model, base_url, f"openai:{model}")


@pytest.mark.parametrize(
    ("spec", "environment", "words"),
    [
        ("acme:x", KEY, "write openai:NAME, openai:NAME@http://host:port/v1"),
        ("offline", KEY, "there is no model provider 'offline'"),
        ("", KEY, "write openai:NAME"),
        ("http://me:canary@host/v1", KEY, "write openai:NAME"),
        ("openai", KEY, "the model's name is missing"),
        ("openai:", KEY, "the model's name is missing"),
        ("openai:@http://host/v1", KEY, "the model's name is missing"),
        ("openai:a b", KEY, "the model's name is missing"),
        ("openai:http://me:canary@host/v1", KEY, "the model's name is missing"),
        ("openai:m", {}, "set the environment variable OPENAI_API_KEY"),
        ("openai:m", {"OPENAI_API_KEY": "  "}, "set the environment variable OPENAI_API_KEY"),
        ("openai:m", {"OPENAI_API_KEY": "canary one"}, "spaces"),
        ("openai:m", {"OPENAI_API_KEY": "canary\r\nX: 1"}, "spaces"),
        ("openai:m@http://me:canary@host:x/v1", KEY, "not a base URL"),
        ("openai:m@http://host/v1?key=canary", KEY, "not a base URL"),
        ("openai:m@http:///v1", KEY, "not a base URL"),
        ("openai:m", {"OPENAI_BASE_URL": "ftp://me:canary@host"}, "not a base URL"),
        ("scripted:", {}, "write openai:NAME"),
        ("scripted:/nowhere/canary.json", {}, "cannot be read"),
    ],
)
def test_a_spec_that_cannot_be_used_says_how_to_write_it(spec: str, environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_model(spec, environ=environment)
    assert words in str(caught.value) and caught.value.exit_code == 2
    if not spec.startswith("scripted"):
        assert "canary" not in str(caught.value) + repr(caught.value)


def test_a_user_and_password_are_taken_out_of_an_address() -> None:
    bare, user, password = split_base_url("http://me:p%40ss@host/v1")
    assert bare == "http://host/v1" and user is not None and password is not None
    assert (user.get_secret_value(), password.get_secret_value()) == ("me", "p@ss")
    credentials = Credentials(key=read_key(KEY), user=user, password=password)
    assert credentials.headers() == {"Authorization": "Basic bWU6cEBzcw=="}
    assert credentials.scrub("sk-canary-1 p@ss bWU6cEBzcw==") == "*** *** ***"
    assert repr(credentials) == "Credentials()"


def test_a_model_crosses_a_process_boundary() -> None:
    model = pickle.loads(pickle.dumps(open_model("openai:m", environ=KEY)))
    assert model.name == "openai:m" and "canary" not in repr(model)


def test_a_script_answers_from_a_file(tmp_path: Path) -> None:
    script = tmp_path / "shop.json"
    script.write_text('[{"a": 1}, "```json\\n{\\"a\\": 2}\\n```", "no"]', encoding="utf-8")
    model = open_model(f"scripted:{script}", environ={})
    ask = (ChatMessage("user", "x"),)
    assert [model.answer(ask, into=Pair).value.a for _ in range(2)] == [1, 2]
    assert model.name == "scripted:shop"
    for words in ("cannot be used", "no reply left"):
        with pytest.raises(LanguageModelError, match=words):
            model.answer(ask, into=Pair)


@pytest.mark.parametrize("content", ["{}", "[1]", "[", "[" * 100_000])
def test_a_script_that_is_no_list_of_replies_is_refused(content: str, tmp_path: Path) -> None:
    script = tmp_path / "bad.json"
    script.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError):
        open_model(f"scripted:{script}")


def test_settings_out_of_range_are_refused() -> None:
    for wrong in ({"timeout_s": 0}, {"max_tries": 0}, {"temperature": 9}, {"other": 1}):
        with pytest.raises(ValueError):
            ModelSettings.model_validate(wrong)


@pytest.mark.parametrize("module", ["designer.agent", "designer.adapters.llm", "designer.agent.propose"])
def test_importing_imports_no_client(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "heavy = ('langchain', 'langchain_core', 'langchain_openai', 'langsmith', 'openai', 'httpx', 'httpx2')\n"
        "sys.exit(', '.join(name for name in heavy if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_probes_are_remembered_for_the_life_of_the_process() -> None:
    model = open_model("openai:m", environ=KEY)
    assert isinstance(model, OpenAIModel) and model.memory is KNOWN_RUNGS
    assert issubclass(SettingsError, DesignerError)
