"""The pipeline with a language model: edits applied, figures from code, failures as the caller wishes."""

from __future__ import annotations

import json

import pytest

import designer
from designer.errors import LanguageModelError
from designer.pipeline_with_model import design_with_model
from tests.fakes.openai_server import FakeOpenAI, Says, Status
from tests.support.catalogs import shipped

BRIEF = "People paste long links and get short ones back, 100 million new links a month"
EDITS = [
    {"op": "add_component", "id": "qr", "name": "QR service", "kind": "service", "technology": "FastAPI"},
    {"op": "connect", "source": "gateway", "target": "qr", "label": "draw", "protocol": "HTTPS", "mode": "sync"},
    {"op": "set_parameter", "name": "peak_factor", "value": 7, "unit": "ratio"},
    {"op": "set_parameter", "name": "new_links", "value": 5, "unit": "links/s"},
    {"op": "choose_option", "option": "click-tracking", "choice": "none"},
    {"op": "connect", "source": "gateway", "target": "nowhere", "label": "x", "protocol": "HTTPS", "mode": "sync"},
]


def _reply(edits: list[dict[str, object]]) -> Says:
    return Says(json.dumps({"edits": edits}))


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0001")


def test_a_model_adds_parts_and_code_binds_its_figures_and_choices() -> None:
    with FakeOpenAI([_reply(EDITS), _reply([])]) as server:
        made = designer.design(BRIEF, model=f"openai:m@{server.url}")
    parts = made.graph.by_id
    assert parts["qr"].origin.by == "model"
    assert not any("click" in key for key in parts), "the choice proposed was not taken"
    bound = {item.name: item for item in made.capacity.parameters}
    assert bound["peak_factor"].value == 7 and not bound["peak_factor"].stated
    assert "proposed by" in bound["peak_factor"].source
    # What the brief states stands, whatever a model thinks.
    assert bound["new_links"].stated and bound["new_links"].value != 5
    assert made.model.startswith("openai:")
    assert "sk-canary" not in made.to_json()


def test_a_broken_server_leaves_the_draft_or_raises_as_asked() -> None:
    # A refusal to serve that no retry mends.
    broken = [Status(413)] * 9
    offline = designer.design(BRIEF)
    with FakeOpenAI(broken) as server:
        kept = designer.design(BRIEF, model=f"openai:m@{server.url}", on_model_failure="draft")
    assert kept.graph == offline.graph
    assert len(kept.notes) > len(offline.notes), "nobody is told that the model did not help"
    with FakeOpenAI(broken) as server, pytest.raises(LanguageModelError):
        designer.design(BRIEF, model=f"openai:m@{server.url}")


def test_a_model_that_answers_nothing_useful_is_no_worse_than_the_draft() -> None:
    class Idle:
        name = "scripted:idle"

        def answer(self, messages: object, *, into: type) -> object:
            from designer.ports import Answer

            return Answer(value=into.model_validate({"edits": []}))

    made = design_with_model(BRIEF, shipped(), Idle())  # type: ignore[arg-type]
    assert made.graph == designer.design(BRIEF, catalog=shipped()).graph
