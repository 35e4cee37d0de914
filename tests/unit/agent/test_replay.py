"""Answers recorded by brief are played again, whatever else of the prompt changes, and scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import designer
from designer.adapters.llm.replay import ReplayModel, Transcripts, read_transcripts
from designer.agent.prompts import build_messages, repair_message
from designer.agent.reply import EditReply
from designer.cli.main import main
from designer.errors import DesignerError, LanguageModelError
from tests.fakes.openai_server import FakeOpenAI, Says

BRIEF = "People paste long links and get short ones back, 100 million new links a month"
QR = {"op": "add_component", "id": "qr", "name": "QR service", "kind": "service", "replicas": 2}
CALL = {"op": "connect", "source": "gateway", "target": "qr", "label": "draw code", "protocol": "HTTPS"}
LOST = {"op": "connect", "source": "gateway", "target": "nowhere", "label": "x"}
SET = """
schema_version: "1"
kind: catalog
briefs:
- id: shortener
  text: People paste long links and get short ones back, 100 million new links a month
  concepts:
    qr: [QR service]
    store: [link store]
"""


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Record a flawed answer and its repair from a server."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-3")
    path = tmp_path / "answers.json"
    replies = [Says(json.dumps({"start": "draft", "edits": edits})) for edits in ([QR, LOST], [CALL])]
    with FakeOpenAI(replies) as server:
        designer.design(BRIEF, model=f"openai:m@{server.url}", model_record=path)
    return path


def test_a_recording_gives_the_same_design_without_a_network(recorded: Path) -> None:
    again = designer.design(BRIEF, model=f"replay:{recorded}")
    assert "qr" in again.graph.by_id and "gateway-to-qr" in {link.id for link in again.graph.connections}
    assert again.model_use is not None and again.model_use.spent.calls == 2
    assert not again.model_use.is_first_try and again.model_use.refused == {"connect": 1}
    assert "canary" not in recorded.read_text() and "127.0.0.1" not in recorded.read_text()


def test_answers_are_found_by_the_brief_alone(recorded: Path) -> None:
    design = designer.design(BRIEF)
    model = ReplayModel(read_transcripts(recorded), name="replay:x")
    first = build_messages(design, blueprints=(), findings=())
    assert model.answer(first, into=EditReply).value.edits[0]["id"] == "qr"
    repair = (*first, first[1]._replace(role="assistant"), repair_message(accepted=1, refused=(), findings=()))
    assert model.answer(repair, into=EditReply).value.edits[0]["op"] == "connect"


def test_a_brief_without_a_recording_says_so(recorded: Path) -> None:
    with pytest.raises(LanguageModelError, match="no answer 1 is recorded"):
        designer.design("A pastebin", model=f"replay:{recorded}")


@pytest.mark.parametrize("text", ["", "[]", '{"schema_version": "2"}', '{"briefs": {"a": {"replies": 3}}}'])
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text)
    with pytest.raises(DesignerError, match=r"broken\.json"):
        designer.design(BRIEF, model=f"replay:{path}")


def test_a_model_is_scored_like_the_planner_and_its_cost_told(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = tmp_path / "set.yaml"
    sets.write_text(SET)
    assert main(["eval", str(sets), "--json", "--model", f"replay:{recorded}"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["briefs"][0]["metrics"]["concepts"]["share"] == 1.0
    model = told["model"]
    assert (model["asked"], model["calls"], model["first_try"], model["kept"]) == (1, 2, 0, 1)
    assert model["refused"] == {"connect": 1} and model["added"] == 1 and model["usd"] is None
    assert main(["eval", str(sets), "--json"]) == 0
    offline = json.loads(capsys.readouterr().out)
    assert offline["model"] is None and offline["briefs"][0]["metrics"]["concepts"]["share"] == 0.5


def test_the_table_says_what_a_model_did(recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sets = tmp_path / "set.yaml"
    sets.write_text(SET)
    assert main(["eval", str(sets), "--totals", "--model", f"replay:{recorded}"]) == 0
    out = capsys.readouterr().out
    assert "edits refused: 1 (connect 1)" in out and "cost unknown: set DESIGNER_MODEL_PRICE" in out


def test_transcripts_round_trip() -> None:
    text = '{"schema_version": "1", "briefs": {"ab": {"brief": "x", "replies": [{"edits": []}, "no"]}}}'
    known = Transcripts.model_validate_json(text)
    assert Transcripts.model_validate_json(known.model_dump_json()) == known
