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


class Says1:
    """Answers the same edits to every question."""

    name = "scripted:says"

    def __init__(self, edits: list[dict[str, object]], start: str = "draft") -> None:
        self.reply = {"start": start, "edits": edits}

    def answer(self, messages: object, *, into: type) -> object:
        from designer.ports import Answer

        return Answer(value=into.model_validate(self.reply))


def test_edits_that_leave_the_blueprint_are_left_out_with_the_reason() -> None:
    offline = designer.design(BRIEF, catalog=shipped())
    gone = [{"op": "remove_component", "id": "link-cache"}]
    made = design_with_model(BRIEF, shipped(), Says1(gone))  # type: ignore[arg-type]
    assert made.graph == offline.graph
    assert any("follows the blueprint url-shortener less than before" in note for note in made.notes)


def test_a_part_the_brief_names_may_not_go() -> None:
    brief = "An order service writes to PostgreSQL and sends events to Kafka; a billing worker consumes them."
    offline = designer.design(brief, catalog=shipped())
    kafka = next(item.id for item in offline.graph.components if item.technology == "Apache Kafka")
    made = design_with_model(brief, shipped(), Says1([{"op": "remove_component", "id": kafka}]))  # type: ignore[arg-type]
    assert kafka in made.graph.by_id


def test_a_whole_graph_of_a_model_is_sized_and_checked_like_any_other() -> None:
    brief = "An observatory plans which telescope looks where each night, 40 requests per second"
    edits: list[dict[str, object]] = [
        {"op": "add_component", "id": "astronomer", "name": "Astronomer", "kind": "web-client"},
        {"op": "add_component", "id": "edge", "name": "Edge gateway", "kind": "api-gateway", "replicas": 2},
        {"op": "add_component", "id": "planner", "name": "Night planner", "kind": "service", "replicas": 2},
        {"op": "add_component", "id": "targets", "name": "Target store", "kind": "relational-db", "replicas": 2},
        {"op": "connect", "source": "astronomer", "target": "edge", "label": "ask for time", "protocol": "HTTPS"},
        {"op": "connect", "source": "edge", "target": "planner", "label": "requests", "protocol": "HTTPS"},
        {"op": "connect", "source": "planner", "target": "targets", "label": "read and write", "protocol": "SQL"},
    ]
    made = design_with_model(brief, shipped(), Says1(edits, "empty"))  # type: ignore[arg-type]
    assert {item.id for item in made.graph.components} == {"astronomer", "edge", "planner", "targets"}, made.notes
    assert made.blueprints == () and made.model == "scripted:says" and made.capacity.estimates
    assert made.brief.text == brief
