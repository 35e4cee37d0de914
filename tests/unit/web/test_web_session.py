"""The web app's session: undo and redo, and what a visitor sees while a language model works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import designer
from designer.progress import DraftReady, EditApplied, EditRefused, Event
from designer.web.session import Session
from tests.fakes.tool_calls import call

APP = Path(__file__).parents[3] / "app.py"
BRIEF = "A URL shortener for 100 million new links a month"
QR = {
    "op": "add_component",
    "id": "qr",
    "name": "QR service",
    "kind": "service",
    "technology": "FastAPI",
    "replicas": 2,
}
TO_QR = {"op": "connect", "source": "gateway", "target": "qr", "label": "draw", "protocol": "HTTPS",
         "properties": [{"name": "timeout_s", "value": 2}, {"name": "encrypted", "value": True}]}  # fmt: skip
WRONG = {"op": "remove_component", "id": "nowhere"}


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DESIGNER_MODEL", raising=False)


def session() -> Session:
    found = Session({})
    found.submit(BRIEF)
    found.work()
    return found


def model_says(monkeypatch: pytest.MonkeyPatch, replies: list[Any]) -> None:
    script = Path("script.json").absolute()
    script.write_text(json.dumps(replies))
    monkeypatch.setenv("DESIGNER_MODEL", f"scripted:{script}")


def test_what_was_undone_comes_back_until_something_else_is_changed() -> None:
    found = session()
    versions = [found.design]
    for text in ("replace Redis by Memcached", "drop the click counter"):
        found.refine(text)
        versions.append(found.design)
    assert not found.can_redo
    found.undo()
    found.refine("undo")
    assert (found.design, found.can_undo, found.can_redo) == (versions[0], False, True)
    found.refine("redo")
    assert found.design == versions[1]
    assert found.outcome is not None and found.outcome.changes
    found.redo()
    assert (found.design, found.can_redo) == (versions[2], False)
    found.redo()
    found.undo()
    found.refine("why Kafka here?")
    assert found.can_redo, "a question changes nothing"
    found.refine("scale the redirect service to 9 replicas")
    assert not found.can_redo


def test_there_is_nothing_to_redo_at_first() -> None:
    found = session()
    before = found.design
    found.redo()
    assert found.outcome is not None and "later version" in found.outcome.problems[0].what
    assert found.design == before


def test_a_new_brief_forgets_what_was_undone() -> None:
    found = session()
    found.refine("replace Redis by Memcached")
    found.undo()
    found.submit("A news feed for 50 million daily users")
    assert not found.can_redo


def test_each_edit_of_an_instruction_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = session()
    model_says(monkeypatch, [{"calls": [call("propose_edits", edits=[QR, WRONG, TO_QR])]}, "Added [qr]."])
    events: list[Event] = []
    found.refine("draw QR codes for the links", events.append)
    assert [type(one) for one in events][:3] == [EditApplied, EditRefused, EditApplied]
    assert found.design is not None and "qr" in found.design.graph.by_id
    found.undo()
    assert "qr" not in found.design.graph.by_id
    found.redo()
    assert "qr" in found.design.graph.by_id


def test_each_edit_of_a_new_design_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    model_says(monkeypatch, [{"edits": [QR, WRONG, TO_QR]}, {"edits": []}])
    found, events = Session({}), list[Event]()
    found.submit(BRIEF)
    found.work(events.append)
    assert isinstance(events[0], DraftReady) and events[0].design.graph == designer.design(BRIEF).graph
    assert [type(one) for one in events][1:4] == [EditApplied, EditRefused, EditApplied]


def app() -> AppTest:
    found = AppTest.from_file(str(APP), default_timeout=60).run()
    found.text_area[0].set_value(BRIEF)
    return next(button for button in found.button if button.label == "Design").click().run()


def test_the_page_has_a_button_for_redo() -> None:
    page = app()
    assert page.button(key="redo-change").disabled
    page.text_input(key="change-field").set_value("replace Redis by Memcached").run()
    after = page.session_state["design"]
    page.button(key="undo-change").click().run()
    assert page.session_state["design"] != after
    page.button(key="redo-change").click().run()
    assert page.session_state["design"] == after
    assert not page.exception and not page.error


def test_the_page_shows_a_design_and_a_change_of_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model_says(monkeypatch, [{"edits": [QR, WRONG, TO_QR]}, {"edits": []}])
    page = app()
    assert not page.exception and "qr" in page.session_state["design"].graph.by_id
    change = {"op": "change_component", "id": "qr", "replicas": 4}
    model_says(monkeypatch, [{"calls": [call("propose_edits", edits=[change])]}, "More of [qr] <b>now</b>."])
    page.text_input(key="change-field").set_value("get ready for a poster campaign").run()
    assert not page.exception and not page.error
    assert page.session_state["design"].graph.by_id["qr"].replicas == 4
    assert any("now" in item.value for item in page.markdown)
    assert "progress-lines" not in page.session_state and "progress-place" not in page.session_state
