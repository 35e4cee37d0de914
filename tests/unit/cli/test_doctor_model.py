"""`designer doctor --model` asks a model in each way, and says which ones work."""

from __future__ import annotations

import json

import pytest

from designer.cli.main import main
from tests.fakes.openai_server import FakeOpenAI, Says, Status


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0001")


def _rows(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in json.loads(capsys.readouterr().out)}


def test_each_way_of_asking_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeOpenAI([Says('{"works": true}')] * 4) as server:
        assert main(["doctor", "--json", "--model", f"openai:m@{server.url}"]) == 0
        assert [request.form for request in server.requests] == ["json_schema", "tools", "json_object", "text"]
    assert _rows(capsys)["openai:m"]["found"] == "will be asked by json schema"


def test_a_way_that_is_refused_is_no_fault_while_another_works(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeOpenAI([Status(500), Says('{"works": true}'), Says("no"), Says("no")]) as server:
        assert main(["doctor", "--json", "--model", f"openai:m@{server.url}"]) == 0
    rows = _rows(capsys)
    assert rows["openai:m"]["found"] == "will be asked by function calling"
    assert "HTTP 500" in str(rows["asked by json schema"]["found"])


def test_a_model_that_answers_nothing_of_use_ends_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeOpenAI([Says("no")] * 4) as server:
        assert main(["doctor", "--json", "--model", f"openai:m@{server.url}"]) == 3
    assert not _rows(capsys)["openai:m"]["ok"]


def test_a_wrong_key_is_told_once_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeOpenAI([Status(401, message="{key} is wrong")] * 4) as server:
        assert main(["doctor", "--json", "--model", f"openai:m@{server.url}"]) == 3
        assert len(server.requests) == 1
    out = capsys.readouterr().out
    assert "refused the key" in out and "canary" not in out
