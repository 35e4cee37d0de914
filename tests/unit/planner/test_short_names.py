"""What the first words of a brief name, also where they are few."""

from __future__ import annotations

import pytest

from designer.brief.phrases import stemmed
from designer.brief.understand import understand
from designer.model.blueprint import Blueprint
from designer.planner.names import head_of, named_first
from designer.planner.plan import plan
from tests.support.catalogs import shipped

CATALOG = shipped()
FIGURES = ("a {} for 5 million daily users", "{}, 2,000 requests per second", "{} with 300,000 users, 99.9 % available")


def _chosen(text: str) -> list[str]:
    return [choice.id for choice in plan(understand(text, CATALOG, answers={}), CATALOG).choices]


@pytest.mark.parametrize("blueprint", CATALOG.blueprints, ids=lambda blueprint: blueprint.id)
def test_every_title_and_alias_with_a_figure_names_its_blueprint(blueprint: Blueprint) -> None:
    for name in (blueprint.title.lower(), *blueprint.aliases):
        for phrase in FIGURES:
            assert blueprint.id in named_first(stemmed(phrase.format(name)), CATALOG), phrase.format(name)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a chat for 5 million daily users", "in-app-chat-sdk"),
        ("Please design a small messenger app, 40 TB of data", "in-app-chat-sdk"),
        ("A chat for 40 nurses and their patients", "in-app-chat-sdk"),
        ("in-app purchases for 300,000 users", "payment-system"),
        ("A sign-in service, 2,000 requests per second", "session-and-jwt-auth"),
        ("notifications for 5 million users", "notification-system"),
    ],
)
def test_a_short_name_with_figures_alone_takes_its_blueprint(text: str, key: str) -> None:
    assert _chosen(text) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "a delivery app for 5 million users",
        "A booking system for 300 hotels",
        "document search for 40 TB of data",
        "a chat of the patients with a robot that sorts their pills, for 300 wards",
    ],
)
def test_a_name_that_says_more_or_something_else_names_none(text: str) -> None:
    assert not named_first(stemmed(text), CATALOG)


def test_a_hyphen_makes_a_small_word_part_of_another() -> None:
    assert head_of(stemmed("in-app chat with history")) == len("in-app chat ")
    assert head_of(stemmed("chat in the app")) == len("chat ")
