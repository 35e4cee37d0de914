"""A prompt that a model has no room for is shortened once; else it is one line that says what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import designer
from designer.agent.hearing import heard_by
from designer.agent.propose import Proposal, propose
from designer.agent.room import PromptTooLongError
from designer.agent.tokens import tokens_of
from designer.api import refine_steps
from designer.errors import LanguageModelError
from designer.model import Brief, Draft
from tests.contract.test_language_model import connect
from tests.fakes.aloud import Hears
from tests.fakes.drafts import blueprint, finding, large_draft
from tests.fakes.openai_server import FailsInStream, FakeOpenAI, Request, Says, Status, Step
from tests.fakes.tool_calls import Answers, Calls, call

ADD = {"op": "add_component", "id": "mail", "name": "Mail", "kind": "queue"}
GOOD = Says(json.dumps({"edits": [ADD]}))


DRAFT = large_draft(6).model_copy(update={"brief": Brief(text="We sell many things")})


def taken(request: Request) -> int:
    return tokens_of(json.dumps(request.body["messages"]))


Refusal = Callable[[int, int], Step]

# What servers answer to a prompt of so many tokens where there is room for fewer.
REFUSALS: dict[str, Refusal] = {
    "OpenAI": lambda room, said: Status(
        400,
        f"This model's maximum context length is {room} tokens. However, your messages resulted in {said} tokens.",
        code="context_length_exceeded",
    ),
    "vLLM": lambda room, said: Status(
        400,
        f"This model's maximum context length is {room} tokens. However, you requested {said + 900} tokens "
        f"({said} in the messages, 900 in the completion). Please reduce the length of the messages or completion.",
    ),
    "older vLLM": lambda room, said: Status(
        400, f"The decoder prompt (length {said}) is longer than the maximum model length of {room}."
    ),
    "llama.cpp": lambda room, said: Status(
        400,
        "the request exceeds the available context size, try increasing it",
        more={"code": 400, "type": "exceed_context_size_error", "n_prompt_tokens": said, "n_ctx": room},
    ),
    "older llama.cpp": lambda room, said: Status(
        500, "the request exceeds the available context size. try increasing the context size or enable context shift"
    ),
    "llama.cpp in Python": lambda room, said: Status(400, f"Requested tokens ({said}) exceed context window of {room}"),
    "Ollama": lambda room, said: Status(400, "the input length exceeds the context length"),
    "SGLang": lambda room, said: Status(
        400, f"The input ({said} tokens) is longer than the model's context length ({room} tokens)."
    ),
}
SILENT = ("older llama.cpp", "Ollama")
"""They do not say how much room there is."""


def narrow(refusal: Refusal, room: int) -> Callable[[Request], Step | None]:
    return lambda request: refusal(room, taken(request)) if taken(request) > room else None


def run(server: FakeOpenAI, draft: Draft | None = None, **options: Any) -> Proposal:
    return propose(
        draft or DRAFT,
        blueprints=[blueprint(name=f"b{number}", roles=8) for number in range(3)],
        findings=[finding(f"X{number}") for number in range(9)],
        model=connect(server),
        check=lambda edited: (),
        **options,
    )


@pytest.mark.parametrize("server", REFUSALS)
def test_a_prompt_that_is_too_long_is_shortened_once_and_what_was_left_out_is_told(server: str) -> None:
    with FakeOpenAI([GOOD], too_long=narrow(REFUSALS[server], 3500)) as fake:
        found = run(fake)
    assert "mail" in found.draft.graph.by_id and found.calls == 2
    assert fake.forms == ["json_schema"] * 2, "another way of asking would be as long"
    long, short = (request.body["messages"] for request in fake.requests)
    assert long[0] == short[0] and "parameters: " in long[1]["content"] and "parameters: " not in short[1]["content"]
    assert "BEGIN BRIEF" in short[1]["content"]
    (notice,) = found.notices
    told = "openai:test-model: its context is short, and it was not shown "
    assert notice.startswith(told) and "parameters of blueprints" in notice
    assert "long texts" not in notice, "there was none"


@pytest.mark.parametrize("server", REFUSALS)
def test_a_prompt_that_is_too_long_even_then_is_one_line_that_says_what_to_do(server: str) -> None:
    with (
        FakeOpenAI([GOOD] * 9, too_long=narrow(REFUSALS[server], 600)) as fake,
        pytest.raises(PromptTooLongError) as caught,
    ):
        run(fake, on_failure="raise")
    assert len(fake.requests) == (2 if server in SILENT else 1), "where there is no hope, nothing more is asked"
    line = str(caught.value)
    assert "\n" not in line and "does not fit into the context" in line and "num_ctx" in line
    assert caught.value.exit_code == 3 and caught.value.room == (None if server in SILENT else 600)
    assert caught.value.__cause__ is None


def test_a_prompt_that_is_too_long_leaves_the_planners_draft() -> None:
    with FakeOpenAI([], too_long=narrow(REFUSALS["vLLM"], 600)) as fake:
        found = run(fake)
    assert found.draft == DRAFT and "use a model with a longer context" in found.notices[0]


def test_a_repair_that_makes_the_conversation_too_long_is_asked_with_a_shorter_prompt() -> None:
    wrong = Says(json.dumps({"edits": [ADD, {"op": "remove_component", "id": "nowhere"}]}))
    with FakeOpenAI([wrong]) as fake:
        run(fake)
        room = taken(fake.requests[0]) + 60
    with FakeOpenAI([wrong, GOOD], too_long=narrow(REFUSALS["vLLM"], room)) as fake:
        found = run(fake)
    assert found.calls == 3 and "mail" in found.draft.graph.by_id
    first, refused, again = (request.body["messages"] for request in fake.requests)
    assert len(first) == 2 and refused[2:] == again[2:] and len(again[1]["content"]) < len(refused[1]["content"])
    assert any("it was not shown" in notice for notice in found.notices)


def test_a_conversation_is_shortened_once_and_no_more() -> None:
    wrong = Says(json.dumps({"edits": [ADD, {"op": "remove_component", "id": "nowhere"}]}))

    def too_long(request: Request) -> Step | None:
        # With its answer the first question is a little too long, and the repair of what it was shortened to again.
        server = {1: "vLLM", 3: "Ollama"}.get(len(fake.requests))
        return REFUSALS[server](4900, taken(request)) if server is not None else None

    with FakeOpenAI([wrong, GOOD], too_long=too_long) as fake:
        found = run(fake)
    assert len(fake.requests) == found.calls == 3, "the repair is not asked a second time"
    assert "mail" in found.draft.graph.by_id and "does not fit into the context" in found.notices[-1]


def test_a_prompt_that_holds_nothing_more_to_leave_out_is_not_sent_again() -> None:
    bare = Draft(title="Shop", brief=Brief(text="We sell many things"))
    with FakeOpenAI([GOOD] * 2, too_long=narrow(REFUSALS["Ollama"], 100)) as fake:
        found = propose(bare, blueprints=[], findings=(), model=connect(fake), check=lambda edited: ())
    assert len(fake.requests) == 1 and "use a model with a longer context" in found.notices[0]


def test_an_error_within_a_stream_is_recognised() -> None:
    refusal = REFUSALS["llama.cpp"]

    def too_long(request: Request) -> Step | None:
        status = refusal(3500, taken(request))
        assert isinstance(status, Status)
        return FailsInStream(status) if taken(request) > 3500 else None

    with FakeOpenAI([GOOD], too_long=too_long) as fake, heard_by(Hears()):
        events: list[Any] = []
        with designer.progress.listening(events.append):
            found = run(fake)
    assert found.calls == 2 and "mail" in found.draft.graph.by_id
    assert [request.body["stream"] for request in fake.requests] == [True, True]


def test_other_refusals_still_lead_down_the_ladder() -> None:
    with FakeOpenAI([Status(400, "json_schema is not supported in this context"), GOOD]) as fake:
        run(fake)
    assert fake.forms == ["json_schema", "tools"]


LINKS = "People paste long links and get short ones back, 100 million new links a month"
WISH = "draw QR codes for the links"
QR = {"op": "add_component", "id": "qr", "name": "QR service", "kind": "service"}


def test_an_agents_prompt_is_shortened_once_and_says_so() -> None:
    design = designer.design(LINKS)
    script = [Calls((call("propose_edits", edits=[QR]),)), Answers("Added [qr].")]
    with FakeOpenAI(script) as fake:
        designer.refine(design, WISH, model=f"openai:m@{fake.url}")
        room = taken(fake.requests[0]) - 100
    with FakeOpenAI(script, too_long=lambda request: _first_only(request, room)) as fake:
        step = refine_steps(design, WISH, model=f"openai:m@{fake.url}")
    assert "qr" in step.design.graph.by_id
    assert any("it was not shown" in line for line in step.refused)


def _first_only(request: Request, room: int) -> Step | None:
    is_first = len(request.body["messages"]) == 2
    return REFUSALS["older llama.cpp"](room, 0) if is_first and taken(request) > room else None


def test_an_agents_prompt_that_never_fits_is_one_line() -> None:
    design = designer.design(LINKS)
    with (
        FakeOpenAI([], too_long=lambda request: REFUSALS["vLLM"](500, taken(request))) as fake,
        pytest.raises(LanguageModelError, match="does not fit into the context"),
    ):
        designer.refine(design, WISH, model=f"openai:m@{fake.url}")
    assert len(fake.requests) <= 2
