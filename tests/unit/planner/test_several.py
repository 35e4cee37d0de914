"""Several systems in one brief: which are asked for, and which comes first."""

from __future__ import annotations

from itertools import permutations

import pytest

from designer.brief.understand import understand
from designer.planner.plan import plan
from tests.support.catalogs import shipped

CATALOG = shipped()


def _chosen(text: str) -> list[str]:
    return [choice.id for choice in plan(understand(text, CATALOG, answers={}), CATALOG).choices]


@pytest.mark.parametrize(
    ("text", "further"),
    [
        (
            "A video platform for yoga teachers: students watch lessons in every quality, subscribers pay 12 euros a month "
            "by card, and questions are written to the teacher in a live chat.",
            {"payment-system", "in-app-chat-sdk"},
        ),
        (
            "We crawl 200 million product pages a week, politely, and whoever waits for a price hears of it by push or e-mail.",
            {"notification-system"},
        ),
    ],
)
def test_parts_named_in_passing_are_asked_for(text: str, further: set[str]) -> None:
    assert further <= set(_chosen(text)[1:])


def test_one_system_stays_one() -> None:
    assert _chosen("A URL shortener for 100 million new links a month with custom aliases.") == ["url-shortener"]


EDITS = "Several lawyers type in one contract at the same time, and nobody's sentence is lost."
FOLLOWS = "Members follow each other and scroll through the newest posts of those they follow, newest first."
FINDS = "Visitors take a photo of a plant and we find the most similar pictures among 8 million."
ALIKE = {EDITS: "collaborative-editor", FOLLOWS: "news-feed", FINDS: "reverse-image-search"}


@pytest.mark.parametrize(("one", "two"), list(permutations(ALIKE, 2)))
def test_of_two_that_fit_alike_the_one_that_is_spoken_of_first_comes_first(one: str, two: str) -> None:
    assert _chosen(f"{one} {two}") == [ALIKE[one], ALIKE[two]]


def test_what_the_first_words_name_comes_first_whatever_follows() -> None:
    text = "A pastebin. Readers get an e-mail when a paste that they follow changes, and pay for it by card."
    assert _chosen(text)[0] == "pastebin"
