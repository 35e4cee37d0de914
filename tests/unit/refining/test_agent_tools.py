"""The tools of an agent: whatever they are called with, they answer in words, and the design stays valid."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.agent.loop import answered
from designer.api import default_catalog
from designer.model.design import Design
from designer.refining.desk import Desk
from designer.refining.tools import tools_of
from tests.unit.refining.conftest import design_of

WORDS = ("link-cache", "gateway", "url-shortener", "why Kafka", "redis", "peak_factor", "drop the cache", "x" * 500, "")
ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=40) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("text", "id", "edits", "name", "value", "unit", "op", "kind", "source", "target", "properties", "florb")
ARGUMENTS = st.dictionaries(st.sampled_from(NAMES), ANY, max_size=5)


def at_a_desk(design: Design) -> Desk:
    return Desk(design, "draw QR codes", default_catalog(), model="scripted:m", judge=lambda design: design)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 7), ARGUMENTS, st.lists(ARGUMENTS, max_size=3))
def test_any_arguments_are_answered_in_words(which: int, arguments: dict[str, Any], edits: list[Any]) -> None:
    desk = at_a_desk(design_of("shortener"))
    tools = tools_of(desk, is_question=False)
    assert len(tools) == 8
    if tools[which].spec.name == "propose_edits":
        arguments = {**arguments, "edits": edits}
    said = answered(tools[which], json.dumps(arguments))
    assert said.startswith(("BEGIN RESULT", "BEGIN REFUSAL"))
    assert Design.model_validate_json(desk.design().to_json()).graph == desk.design().graph


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("find", {"text": "queue"}, "block "),
        ("find", {"text": "shorten long links"}, "blueprint url-shortener"),
        ("find", {"text": "Redis"}, "technology redis: Redis"),
        ("find", {"text": "florbnik"}, "nothing in the design and the catalog"),
        ("show", {"id": "link-cache"}, "Link cache (Redis)"),
        ("show", {"id": "gateway-to-redirect-service"}, "gateway > redirect-service, sync"),
        ("show", {"id": "url-shortener"}, "parameter peak_factor"),
        ("show", {"id": "postgresql"}, "technology postgresql: PostgreSQL"),
        ("show", {"id": "link-cach"}, "use one of link-cache"),
        ("explain", {"text": "which parts are single points of failure"}, "single point"),
        ("explain", {"text": "write me a poem"}, "no question that can be answered"),
        ("what_if", {"text": "replace Redis by Memcached"}, "technology Redis -> Memcached"),
        ("what_if", {"text": "10x the traffic"}, "Were it so"),
        ("what_if", {"text": "what if the cache dies"}, "Without Link cache"),
        ("check", {}, "0 errors, 0 of them new"),
    ],
)
def test_each_tool_says_what_it_is_for(tool: str, arguments: dict[str, Any], words: str) -> None:
    desk = at_a_desk(design_of("shortener"))
    tools = {one.spec.name: one for one in tools_of(desk, is_question=True)}
    assert words in answered(tools[tool], json.dumps(arguments))
    assert desk.design() == design_of("shortener")


def test_tools_see_the_edits_so_far_and_start_over_takes_them_back() -> None:
    desk = at_a_desk(design_of("shortener"))
    tools = {one.spec.name: one for one in tools_of(desk, is_question=False)}
    removed = {"edits": [{"op": "remove_component", "id": "link-store"}]}
    assert "1 applied: remove Link store" in answered(tools["propose_edits"], json.dumps(removed))
    assert "there is nothing with the id" in answered(tools["show"], '{"id": "link-store"}')
    assert " 0 of them new" not in answered(tools["check"], "{}")
    assert "as it was" in answered(tools["start_over"], "")
    assert desk.design() == design_of("shortener") and not desk.is_changed


def test_no_tool_opens_a_file_or_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at_a_desk(design_of("shortener"))
    tools = {one.spec.name: one for one in tools_of(desk, is_question=False)}
    answered(tools["find"], '{"text": "queue"}')  # what is loaded once is loaded now

    def refuse(*args: Any, **options: Any) -> Any:
        raise AssertionError("opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("pathlib.Path.open", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    for name in ("../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://localhost/x"):
        for tool in ("find", "show", "explain", "what_if"):
            said = answered(tools[tool], json.dumps({"text": name, "id": name}))
            assert "root:" not in said
