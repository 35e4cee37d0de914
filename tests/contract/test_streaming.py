"""A reply that is streamed: edits are told one by one, and the result is that of the whole reply."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

import designer
from designer.adapters.llm.cache import CachedModel
from designer.adapters.llm.meter import MeteredModel
from designer.agent.hearing import heard_by
from designer.agent.propose import propose
from designer.agent.reply import EditReply
from designer.cli.main import main
from designer.errors import LanguageModelError
from designer.model.spending import Budget
from designer.progress import (
    DraftReady,
    EditApplied,
    EditProposed,
    EditRefused,
    Event,
    ProposalsDropped,
    listening,
)
from designer.web.session import Session
from tests.contract.test_language_model import ALL, ASK, CANARY, GOOD, Waits, connect
from tests.fakes.aloud import Hears, StoppedError
from tests.fakes.drafts import blueprint, shop
from tests.fakes.openai_server import FakeOpenAI, Form, Resets, Says, Status, Step, Streams, event

BRIEF = "People paste long links and get short ones back, 100 million new links a month"
EDITS = [
    {"op": "add_component", "id": "mail", "name": "Mail queue", "kind": "queue"},
    {"op": "add_component", "id": "sender", "name": "Mail sender", "kind": "worker"},
    {"op": "connect", "source": "mail", "target": "sender", "mode": "async", "label": "send mail"},
    {"op": "remove_component", "id": "nowhere"},
]
WHOLE = json.dumps({"start": "draft", "edits": EDITS})
PIECES = tuple(WHOLE[at : at + 9] for at in range(0, len(WHOLE), 9))


def hear(server: FakeOpenAI, one: Hears, **settings: Any) -> Any:
    with heard_by(one):
        return connect(server, **settings).answer(ASK, into=EditReply)


@pytest.mark.parametrize("way", ALL)
def test_edits_come_one_by_one_while_the_rest_is_written(way: Form) -> None:
    one = Hears()
    with FakeOpenAI([Streams(PIECES, pause_s=0.02)], frozenset(ALL[: ALL.index(way)])) as server:
        answer = hear(server, one)
    assert answer.value.edits == one.items == EDITS
    assert server.forms[-1] == way
    gaps = [late - early for early, late in zip(one.times, one.times[1:], strict=False)]
    assert min(gaps) > 0.05, "each came by itself"


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize(
    "text",
    [WHOLE, f"Here:\n```json\n{WHOLE}\n```", f"<think>hm</think>{WHOLE}", '{"edits": []}', json.dumps({"edits": [1]})],
)
def test_the_answer_is_that_of_a_reply_that_comes_whole(text: str, way: Form) -> None:
    refuses = frozenset(ALL[: ALL.index(way)])
    with FakeOpenAI([Says(text), Says(text)], refuses) as server:
        assert hear(server, Hears()) == connect(server).answer(ASK, into=EditReply)


BROKEN: dict[str, Step] = {
    "a reset": Resets(WHOLE[:150]),
    "an end without a word": Streams((WHOLE[:150],), ends=False),
    "an error in the stream": Streams(
        (WHOLE[:150],), ends=False, last=b'data: {"error": {"message": "out of memory"}}\n\n'
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_reply_that_breaks_off_is_asked_for_again_and_what_was_told_is_taken_back(case: str) -> None:
    events: list[Event] = []
    with FakeOpenAI([BROKEN[case], Says(json.dumps({"edits": EDITS[:1]}))]) as server, listening(events.append):
        found = propose(shop(), blueprints=[blueprint()], findings=(), model=connect(server), check=lambda draft: ())
    assert "mail" in found.draft.graph.by_id and "sender" not in found.draft.graph.by_id
    assert server.forms == ["json_schema"] * 2, "the way of asking was not to blame"
    assert [type(event) for event in events][:4] == [EditProposed, ProposalsDropped, EditProposed, EditApplied]


@pytest.mark.parametrize("case", BROKEN)
def test_a_reply_that_always_breaks_off_is_one_clear_line(case: str) -> None:
    with FakeOpenAI([BROKEN[case]] * 9) as server, pytest.raises(LanguageModelError) as caught:
        hear(server, Hears())
    assert len(server.requests) == 3 and "\n" not in str(caught.value) and caught.value.fix
    assert caught.value.__cause__ is None and caught.value.__context__ is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "stream_options: Extra inputs are not permitted"),
        (501, "Streaming is not supported"),
        (500, "no stream here"),
    ],
)
def test_a_server_that_cannot_stream_is_asked_for_one_reply_and_that_is_remembered(status: int, words: str) -> None:
    with FakeOpenAI([GOOD, GOOD], refuses_streams=Status(status, words)) as server:
        model, one = connect(server), Hears()
        with heard_by(one):
            assert [model.answer(ASK, into=EditReply).requests for _ in range(2)] == [2, 1]
    assert [request.body["stream"] for request in server.requests] == [True, False, False]
    assert server.forms == ["json_schema"] * 3


def test_a_server_that_refuses_streams_without_a_word_is_asked_for_one_reply_in_the_end() -> None:
    with FakeOpenAI([GOOD], refuses_streams=Status(400, "bad request")) as server:
        hear(server, Hears())
    assert server.forms == [*ALL, "json_schema"]


def test_a_server_that_chokes_on_a_stream_is_asked_for_one_reply() -> None:
    with FakeOpenAI([GOOD], refuses_streams=Status(500)) as server:
        hear(server, Hears())
    assert [request.body["stream"] for request in server.requests] == [True, False]


@pytest.mark.parametrize("streams", [True, False])
def test_a_very_long_answer_is_refused_in_the_budget(streams: bool) -> None:
    long, began = Says('{"edits": [{"op": "ask", "question": "' + "}" * 10_000_000), time.monotonic()
    with (
        FakeOpenAI([long] * 3, streams=streams) as server,
        pytest.raises(LanguageModelError, match="longer than 1000000"),
    ):
        hear(server, Hears())
    assert len(server.requests) == 3 and time.monotonic() - began < 20


def test_whoever_hears_may_stop_the_model() -> None:
    one, began = Hears(stops_at=1), time.monotonic()
    with FakeOpenAI([Streams(PIECES * 30, pause_s=0.02)]) as server:
        with pytest.raises(StoppedError):
            hear(server, one)
        took = time.monotonic() - began
    assert len(server.requests) == 1 and len(one.items) == 1 and took < 8


def test_the_deadline_ends_a_stream_that_goes_on() -> None:
    with (
        FakeOpenAI([Streams(PIECES * 30, pause_s=0.05)]) as server,
        pytest.raises(LanguageModelError, match="within 0"),
    ):
        hear(server, Hears(), timeout_s=5, deadline_s=0.6)
    assert len(server.requests) == 1


def test_a_key_that_the_model_repeats_is_not_told() -> None:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in CANARY)
    for secret in (CANARY, escaped):
        one = Hears()
        text = f'{{"edits": [{{"op": "ask", "question": "{secret}"}}]}}'
        with FakeOpenAI([Says(text)]) as server:
            hear(server, one)
        assert one.items == [{"op": "ask", "question": "***"}]


def test_tokens_are_counted_in_a_stream_and_the_ceiling_holds() -> None:
    with FakeOpenAI([GOOD, GOOD]) as server, heard_by(Hears()):
        model = MeteredModel(connect(server), Budget(max_tokens=110))
        model.answer(ASK, into=EditReply)
        assert (model.spent.input_tokens, model.spent.output_tokens, model.spent.is_estimated) == (100, 10, False)
        with pytest.raises(LanguageModelError, match="budget of 110 tokens"):
            model.answer(ASK, into=EditReply)
    assert server.requests[0].body["stream_options"] == {"include_usage": True} and len(server.requests) == 1


@pytest.mark.parametrize("streams", [True, False])
def test_tokens_that_the_server_does_not_count_are_estimated_and_said_to_be(streams: bool) -> None:
    with FakeOpenAI([Says(WHOLE)], streams=streams, counts=False) as server:
        answer = hear(server, Hears())
    assert answer.usage.is_estimated and answer.usage.input_tokens > 1000 and 80 < answer.usage.output_tokens < 160


COUNTS: dict[str, tuple[Any, bool]] = {
    "as they grow": ({"prompt_tokens": 70, "completion_tokens": 9, "total_tokens": 79}, False),
    "nothing": ({"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}, True),
    "null": (None, True),
    "half": ({"prompt_tokens": 70, "completion_tokens": None, "total_tokens": None}, False),
}


@pytest.mark.parametrize("case", COUNTS)
def test_whatever_a_server_counts_is_no_reason_to_fail(case: str) -> None:
    usage, is_estimated = COUNTS[case]
    piece = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "fake", "usage": usage}
    texts = (WHOLE[:40], WHOLE[40:])
    events = [{**piece, "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]} for text in texts]
    last = b"".join(b"data: " + json.dumps(one).encode() + b"\n\n" for one in events)
    with FakeOpenAI([Streams((), last=last)], counts=False) as server:
        answer = hear(server, Hears())
    assert answer.value.edits == EDITS and answer.usage.is_estimated is is_estimated
    assert is_estimated or answer.usage.input_tokens == 70, "counted once, not with every piece"


def test_a_call_that_the_server_did_not_number_is_read() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "answer", "arguments": WHOLE}}
    last = event({"role": "assistant", "content": None, "tool_calls": [call]})
    one = Hears()
    with FakeOpenAI([Streams((), last=last)], frozenset({"json_schema"})) as server:
        answer = hear(server, one)
    assert answer.value.edits == one.items == EDITS


@pytest.mark.parametrize("depth", [300, 900, 20_000])
def test_an_item_that_is_nested_deep_is_no_reason_to_fail(depth: int) -> None:
    deep = '{"edits": [' + '{"a":' * depth + "1" + "}" * depth + "]}"
    with FakeOpenAI([Says(deep), GOOD, GOOD]) as server:
        assert hear(server, Hears()).requests <= 3


def run(server: FakeOpenAI, events: list[Event] | None) -> designer.Design:
    listener = None if events is None else events.append
    return designer.design(BRIEF, model=f"openai:m@{server.url}", progress=listener)


def test_a_design_is_the_same_whether_somebody_listens_or_not() -> None:
    events: list[Event] = []
    script = [Says(WHOLE), Says('{"edits": []}')] * 2
    with FakeOpenAI(script) as server:
        aloud, alone = run(server, events), run(server, None)
        assert [request.body["stream"] for request in server.requests] == [True, True, False, False]
    assert aloud == alone
    kinds = [type(event) for event in events]
    assert kinds[:9] == [DraftReady, *[EditProposed] * 4, *[EditApplied] * 3, EditRefused]


def test_use_that_was_estimated_is_a_notice() -> None:
    with FakeOpenAI([Says(WHOLE), GOOD], counts=False) as server:
        made = run(server, [])
    assert made.model_use is not None and made.model_use.spent.is_estimated
    assert "tokens and cost are estimates" in made.model_use.notices[-1]


def test_the_terminal_shows_edits_as_they_come(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with FakeOpenAI([Says(WHOLE), GOOD]) as server:
        main(["new", BRIEF, "--model", f"openai:m@{server.url}", "--out", "made"])
    lines = [line.strip() for line in capfd.readouterr().err.splitlines()]
    proposed, applied = "proposed: add Queue Mail queue", "applied: add Queue Mail queue"
    assert lines.index(proposed) < lines.index(applied)


def test_the_web_app_is_told_of_edits_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[Event] = []
    with FakeOpenAI([Says(WHOLE), GOOD]) as server:
        monkeypatch.setenv("DESIGNER_MODEL", f"openai:m@{server.url}")
        found = Session({})
        found.submit(BRIEF)
        found.work(events.append)
    assert [type(event) for event in events][:3] == [DraftReady, EditProposed, EditProposed]


def test_an_answer_that_was_streamed_is_kept_and_not_asked_for_again(tmp_path: Path) -> None:
    with FakeOpenAI([Says(WHOLE)]) as server, heard_by(Hears()):
        first, again = (CachedModel(connect(server), tmp_path).answer(ASK, into=EditReply) for _ in range(2))
    assert first.value == again.value and (first.requests, again.requests) == (1, 0)
    with FakeOpenAI([]) as server:
        alone = CachedModel(connect(server), tmp_path).answer(ASK, into=EditReply)
    assert alone.value == first.value and server.requests == [], "whoever listens is no part of the question"


def test_nothing_is_waited_for_longer_than_before() -> None:
    waits = Waits()
    with FakeOpenAI([Resets(WHOLE[:150]), Status(429, headers={"Retry-After": "2"}), GOOD]) as server:
        hear(server, Hears(), waits=waits)
    assert waits.slept == [0.5, 2.0]
