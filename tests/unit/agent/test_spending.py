"""What asking costs: counted, halted before a ceiling, and not paid twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import designer
from designer.adapters.llm.asking import choose, metered
from designer.adapters.llm.cache import FILE, CachedModel
from designer.adapters.llm.meter import MeteredModel
from designer.agent.reply import EditReply
from designer.api import refine_steps
from designer.errors import LanguageModelError, SettingsError
from designer.model.spending import Budget, Price, price_of
from designer.ports import Answer, AnswerT, ChatMessage, Usage
from designer.settings import load_settings
from tests.fakes.openai_server import USAGE, FakeOpenAI, Says, Status

ASKED = (ChatMessage("system", "rules"), ChatMessage("user", "brief"))
BRIEF = "People paste long links and get short ones back, 100 million new links a month"
TAKEN = USAGE["total_tokens"]
QUEUE = {"op": "add_component", "id": "mail", "name": "Mail queue", "kind": "queue"}


class Counting:
    """Answers with one edit, and counts how often it is asked."""

    name = "openai:counting"

    def __init__(self) -> None:
        self.asked = 0

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        self.asked += 1
        value = into.model_validate({"edits": [QUEUE], "start": "draft"})
        return Answer(value, usage=Usage(input_tokens=1000, output_tokens=500))


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    model = Counting()
    cached = CachedModel(model, tmp_path)
    first = cached.answer(ASKED, into=EditReply)
    again = CachedModel(model, tmp_path).answer(ASKED, into=EditReply)
    assert model.asked == 1 and again.value == first.value
    assert (again.requests, again.usage) == (0, Usage())


@pytest.mark.parametrize("other", [(ASKED[0], ChatMessage("user", "brief 2")), (ChatMessage("system", "v2"), ASKED[1])])
def test_another_question_is_asked(tmp_path: Path, other: tuple[ChatMessage, ...]) -> None:
    model = Counting()
    cached = CachedModel(model, tmp_path)
    cached.answer(ASKED, into=EditReply)
    cached.answer(other, into=EditReply)
    assert model.asked == 2


def test_other_settings_are_another_question(tmp_path: Path) -> None:
    model = Counting()
    CachedModel(model, tmp_path, settings="a").answer(ASKED, into=EditReply)
    CachedModel(model, tmp_path, settings="b").answer(ASKED, into=EditReply)
    assert model.asked == 2


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_broken_cache_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert CachedModel(Counting(), tmp_path).answer(ASKED, into=EditReply).value.edits == [QUEUE]


def test_what_is_kept_and_no_longer_fits_is_asked_again(tmp_path: Path) -> None:
    import sqlite3

    model = Counting()
    cached = CachedModel(model, tmp_path)
    cached.answer(ASKED, into=EditReply)
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute("UPDATE answers SET answer = ?", ('{"edits": 7}',))
    file.close()
    cached.answer(ASKED, into=EditReply)
    assert model.asked == 2


def test_no_key_and_no_address_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    with FakeOpenAI([Says(json.dumps({"start": "draft", "edits": [QUEUE]}))]) as server:
        model = metered(f"openai:m@{server.url}", budget=Budget(), cache=tmp_path, caches_local=True)
        model.answer(ASKED, into=EditReply)
        model.answer(ASKED, into=EditReply)
        assert len(server.requests) == 1
    data = (tmp_path / FILE).read_bytes()
    assert b"canary" not in data and server.url.encode() not in data
    assert (model.spent.calls, model.spent.cached, model.spent.requests) == (2, 1, 1)


def test_a_server_on_this_machine_is_asked_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    reply = Says(json.dumps({"start": "draft", "edits": []}))
    with FakeOpenAI([reply, reply]) as server:
        model = metered(f"openai:m@{server.url}", budget=Budget(), cache=tmp_path)
        model.answer(ASKED, into=EditReply)
        model.answer(ASKED, into=EditReply)
        assert len(server.requests) == 2


def test_tokens_and_money_are_counted() -> None:
    model = MeteredModel(Counting(), Budget(price=Price(input_usd=1, output_usd=4)))
    model.answer(ASKED, into=EditReply)
    model.answer(ASKED, into=EditReply)
    assert (model.spent.input_tokens, model.spent.output_tokens, model.spent.tokens) == (2000, 1000, 3000)
    assert model.spent.usd == pytest.approx(0.006)
    assert MeteredModel(Counting()).spent.usd is None, "a price that nobody stated"


def test_a_ceiling_halts_before_it_is_passed() -> None:
    inner = Counting()
    model = MeteredModel(inner, Budget(max_tokens=1600))
    model.answer(ASKED, into=EditReply)
    with pytest.raises(LanguageModelError, match="1500 tokens are used"):
        model.answer((ChatMessage("user", "x" * 900),), into=EditReply)
    assert inner.asked == 1


def test_a_ceiling_in_dollars_needs_a_price() -> None:
    with pytest.raises(SettingsError, match="DESIGNER_MODEL_PRICE"):
        MeteredModel(Counting(), Budget(max_usd=1))
    model = MeteredModel(Counting(), Budget(max_usd=0.003, price=price_of("1/4")))
    model.answer(ASKED, into=EditReply)
    with pytest.raises(LanguageModelError, match=r"0\.003 dollars"):
        model.answer(ASKED, into=EditReply)


def test_answers_that_come_to_nothing_are_paid_for_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    prose = Says("I would rather talk about the weather")
    with FakeOpenAI([prose] * 9) as server:
        model = metered(
            f"openai:m@{server.url}", budget=Budget(max_tokens=7 * TAKEN, price=price_of("1/0")), cache=None
        )
        with pytest.raises(LanguageModelError, match="cannot be used"):
            model.answer(ASKED, into=EditReply)
        asked = len(server.requests)
        assert (model.spent.calls, model.spent.requests, model.spent.tokens) == (1, asked, TAKEN * asked)
        assert model.spent.usd == pytest.approx(USAGE["prompt_tokens"] * asked / 1e6) and not model.spent.cached
        while model.spent.tokens + 10 < TAKEN * 7:
            with pytest.raises(LanguageModelError, match="cannot be used"):
                model.answer(ASKED, into=EditReply)
        asked = len(server.requests)
        with pytest.raises(LanguageModelError, match="tokens would be passed"):
            model.answer(ASKED, into=EditReply)
        assert len(server.requests) == asked, "it was asked although nothing was left"


def test_a_draft_that_stands_says_what_the_model_took(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    prose = Says("no")
    with FakeOpenAI([prose] * 9) as server:
        made = designer.design(BRIEF, model=f"openai:m@{server.url}", on_model_failure="draft")
        assert made.model_use is not None and not made.model_use.is_kept
        assert made.model_use.spent.requests == len(server.requests) > 0
        assert made.model_use.spent.tokens == TAKEN * len(server.requests)


def test_the_settings_state_ceilings_and_price() -> None:
    found = load_settings(
        {"model_max_tokens": "20_000", "model_max_usd": "0.5"},
        environment={"DESIGNER_MODEL_PRICE": "0.25/2"},
        folder=Path("/nonexistent"),
    )
    assert found.model_budget == Budget(max_tokens=20000, max_usd=0.5, price=Price(input_usd=0.25, output_usd=2))
    for wrong in ("2", "a/b", "-1/2"):
        with pytest.raises(SettingsError, match=r"0\.25/2"):
            load_settings({}, environment={"DESIGNER_MODEL_PRICE": wrong}, folder=Path("/nonexistent"))


def test_the_manifest_says_what_a_model_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    reply = Says(json.dumps({"start": "draft", "edits": [QUEUE]}))
    with FakeOpenAI([reply, Says('{"start": "draft", "edits": []}')]) as server:
        made = designer.design(BRIEF, model=f"openai:m@{server.url}", model_budget=Budget(price=price_of("1/1")))
    assert made.model_use is not None and made.model_use.spent.requests >= 1
    made.save(tmp_path / "bundle", formats=["svg"], stubs=False)
    manifest = json.loads((tmp_path / "bundle/manifest.json").read_text())
    assert manifest["model_use"]["calls"] == made.model_use.spent.calls
    assert designer.load(tmp_path / "bundle").to_json() == made.to_json()
    offline = designer.design(BRIEF)
    offline.save(tmp_path / "offline", formats=["svg"], stubs=False)
    assert "model_use" not in json.loads((tmp_path / "offline/manifest.json").read_text())


def test_auto_takes_the_model_of_the_environment() -> None:
    assert choose({"OPENAI_MODEL": "m", "OPENAI_API_KEY": "k"}).model == "openai:m"
    assert choose({"OPENAI_MODEL": "m", "OPENAI_BASE_URL": "http://localhost:1/v1"}).model == "openai:m"
    assert "OPENAI_API_KEY" in choose({"OPENAI_MODEL": "m"}).why
    assert "OPENAI_MODEL" in choose({"OPENAI_API_KEY": "k"}).why


def test_auto_falls_back_to_the_offline_design_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_MODEL", raising=False)
    offline = designer.design(BRIEF)
    made = designer.design(BRIEF, model="auto")
    assert made.to_json() == offline.to_json()
    assert made.model_use is not None and "OPENAI_MODEL" in made.model_use.notices[0]
    monkeypatch.setenv("OPENAI_MODEL", "m")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    with FakeOpenAI([Status(401, message="bad key {key}")] * 3) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        refused = designer.design(BRIEF, model="auto")
    assert refused.to_json() == offline.to_json()
    assert refused.model_use is not None and "refused the key" in refused.model_use.notices[0]
    assert "canary" not in refused.model_use.notices[0]


def test_auto_says_what_it_took_before_it_fell_back(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [Says("no")] * 6 + [Status(400, message="no")] * 20
    monkeypatch.setenv("OPENAI_MODEL", "m")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    with FakeOpenAI(failing) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        design = designer.design(BRIEF)
        made = designer.design(BRIEF, model="auto")
        assert made.model_use is not None
        assert made.model_use.spent.requests == len(server.requests) > 0
        asked = len(server.requests)
        # What the grammar answers with advice goes to the model first.
        found = refine_steps(design, "make it cheaper", model="auto")
        assert "followed offline" in found.says[-1]
        assert found.spent is not None and found.spent.requests == len(server.requests) - asked > 0


def test_the_offline_draft_is_shown_before_a_model_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    seen: list[int] = []
    with FakeOpenAI([Says(json.dumps({"start": "draft", "edits": [QUEUE]})), Says('{"edits": []}')]) as server:
        designer.design(
            BRIEF, model=f"openai:m@{server.url}", progress=lambda design: seen.append(len(server.requests))
        )
    assert seen[0] == 0 and seen[-1] >= 1


def test_a_batch_halts_at_its_ceiling_and_goes_on_when_it_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from designer.cli.main import main

    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-7")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefs").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / f"briefs/{name}.txt").write_text(f"{BRIEF}, number {name}")
    reply = Says(json.dumps({"start": "draft", "edits": []}))
    with FakeOpenAI([reply] * 6) as server:
        command = [
            "batch",
            "briefs",
            "--out",
            "out",
            "--model",
            f"openai:m@{server.url}",
            "--formats",
            "svg",
            "--no-stubs",
        ]
        monkeypatch.setenv("DESIGNER_BATCH_MAX_TOKENS", "1")
        assert main(command) == 1
        assert len(server.requests) == 1, "the first is made, then the ceiling is reached"
        monkeypatch.setenv("DESIGNER_BATCH_MAX_TOKENS", "1000000")
        assert main(command) == 0
        assert len(server.requests) == 3, "what was made is not made again"
    assert len((tmp_path / "out/.model-use.jsonl").read_text().splitlines()) == 3
