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


@pytest.mark.parametrize(
    ("text", "only"),
    [
        (
            "A ferry company sells seats and car places online and at the counter; 40 departures a day, 90,000 tickets in the "
            "summer weeks; nobody may be sold a place twice, and the skipper sees the list offline",
            "flash-sale-ticketing",
        ),
        (
            "Short links for our printed posters, 2 million clicks a month; the printer works offline on a copy of the list",
            "url-shortener",
        ),
    ],
)
def test_one_word_alone_asks_for_no_second_system(text: str, only: str) -> None:
    assert _chosen(text) == [only]


def test_what_is_refused_asks_for_no_second_system() -> None:
    text = "A pastebin for our testers, 40,000 a day. There is no need to send alerts by push, mail or text to anybody."
    assert _chosen(text) == ["pastebin"]


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


def test_a_few_words_in_passing_ask_for_no_system_that_the_whole_text_speaks_against() -> None:
    text = (
        "Theatre with 900 seats and 3,000 subscribers who keep their seat. Unused seats go on sale again an hour before. "
        "Ushers scan tickets even if the Wi-Fi fails."
    )
    assert "federated-learning" not in _chosen(text)


@pytest.mark.parametrize(
    "text",
    [
        "A publisher of crossword games: 400,000 players, one new puzzle a day at midnight, and a ranking among friends.",
        "Custody of coins for funds: deposits are watched on the chain, withdrawals need two approvals, limits per day, and "
        "each is signed by an HSM; the audit sees every transfer.",
    ],
)
def test_a_short_text_about_a_field_of_its_own_takes_no_blueprint_that_little_speaks_for(text: str) -> None:
    assert _chosen(text) == []
