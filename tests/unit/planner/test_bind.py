"""Figures of a brief at the parameters of a blueprint."""

from __future__ import annotations

import pytest

from designer.brief.quantities import quantities_in
from designer.model.blueprint import ParameterSpec
from designer.model.brief import Brief
from designer.model.estimate import Parameter
from designer.planner.bind import bind
from tests.support.catalogs import shipped

SHORTENER = shipped().blueprint("url-shortener")


def _spec(**fields: object) -> ParameterSpec:
    return ParameterSpec.model_validate(
        {"title": "A figure", "unit": "messages/s", "default": 1, "min": 0, "max": 1e12, **fields}
    )


def _bound(text: str, **specs: ParameterSpec) -> dict[str, Parameter]:
    blueprint = SHORTENER.model_copy(update={"parameters": specs})
    return {item.name: item for item in bind(blueprint, Brief(text=text, quantities=quantities_in(text)))}


def test_a_line_break_inside_a_sentence_does_not_part_a_figure_from_its_words() -> None:
    spec = _spec(
        title="Time until a redirect answers", unit="s", role="latency", nouns=("redirects",), says=("redirect",)
    )
    text = "What a redirect\nmay take, as our visitors see it, is at the very most 40 ms"
    assert _bound(text, wait=spec)["wait"].value == pytest.approx(0.04)


def test_a_blank_line_parts_a_figure_from_other_words() -> None:
    spec = _spec(title="Copies of a file", unit="count", role="other", nouns=(), says=("telescopes", "mirrors"))
    assert not _bound("We like telescopes and mirrors.\n\n12 lorries", copies=spec)["copies"].stated


def test_a_decimal_point_ends_no_clause() -> None:
    spec = _spec(title="Share of cached reads", unit="ratio", role="share", nouns=("hits",), says=("cache", "hit rate"))
    assert _bound("1.5 s is the wait and the cache has a hit rate of 80 %", hits=spec)["hits"].value == 0.8


def test_what_each_does_and_how_many_there_are_make_the_rate_of_all() -> None:
    spec = _spec(title="Messages a second", nouns=("messages",))
    found = _bound("200,000 users, each user sends 43.2 messages a day", messages=spec)["messages"]
    assert found.value == pytest.approx(100)
    assert "43.2 messages a day" in found.source and "200,000 users" in found.source


def test_devices_and_their_interval_make_a_rate() -> None:
    spec = _spec(title="Readings a second", unit="readings/s", nouns=("readings",))
    assert _bound("60,000 sensors send a reading every 30 s", readings=spec)["readings"].value == pytest.approx(2000)


def test_a_rate_for_each_caller_is_not_the_rate_of_all() -> None:
    spec = _spec(title="Messages a second", nouns=("messages",))
    assert not _bound("each caller may send 40 messages a minute", messages=spec)["messages"].stated


def test_a_title_with_one_in_it_still_takes_a_rate_of_all() -> None:
    spec = _spec(title="New messages, all of one day", nouns=("messages",))
    assert _bound("864,000 messages a day", messages=spec)["messages"].value == pytest.approx(10)
