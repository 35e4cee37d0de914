"""Which systems share a text, and in which order its passages ask for them."""

from __future__ import annotations

import pytest

from designer.brief.understand import understand
from designer.catalog.classifier import Classifier, Learned
from designer.planner.clauses import clauses_of
from designer.planner.passages import shared_by
from designer.planner.plan import plan
from tests.support.catalogs import shipped

CATALOG = shipped()
WORDS = {
    "bakery": {"oven", "bread", "dough", "flour", "crust"},
    "garden": {"rose", "soil", "spade", "seed", "hedge"},
    "harbour": {"ship", "crane", "quay", "tug", "anchor"},
    "": {"paper", "desk", "lamp"},
}


class _ByWords(Classifier):
    """Each word of a system speaks for it, and against all others, by as much."""

    def __init__(self) -> None:
        super().__init__({})

    def scores(self, text: str) -> Learned:
        said = {word.strip(",.").lower() for word in text.split()} & set().union(*WORDS.values())
        known = max(1, len(said))
        return Learned({key: (2 * len(said & words) - len(said)) * 2.0 / known for key, words in WORDS.items()}, known)


LEARNED = _ByWords()


def _chosen(text: str) -> list[str]:
    return [choice.id for choice in plan(understand(text, CATALOG, answers={}), CATALOG).choices]


def test_systems_stand_in_the_order_of_their_passages() -> None:
    text = "The ship lies at the quay, a crane and a tug. Bread from dough, flour, oven, crust, a loaf."
    shared = shared_by(text, LEARNED, "bakery")
    assert list(shared) == ["harbour", "bakery"]
    assert text[shared["bakery"] :].lstrip().startswith("Bread")


def test_one_word_makes_no_passage() -> None:
    assert list(shared_by("Bread from dough, an oven, flour, crust, a loaf and a rose", LEARNED, "bakery")) == [
        "bakery"
    ]


def test_a_name_and_a_cue_weigh_more_than_the_words_beside_them() -> None:
    text = "Bread from dough, an oven, flour, crust and a rose"
    assert list(shared_by(text, LEARNED, "bakery", named=[("garden", text.index("rose"))])) == ["bakery", "garden"]


def test_the_first_gives_way_to_others_that_explain_the_text_as_well() -> None:
    text = "The ship lies at the quay, a crane and a tug. The rose in its soil, a spade, seed, a hedge."
    assert list(shared_by(text, LEARNED, "bakery")) == ["harbour", "garden"]


def test_without_a_first_two_are_needed() -> None:
    assert shared_by("The ship lies at the quay, a crane and a tug.", LEARNED, "") == {}
    both = shared_by("The ship at the quay, a crane, an anchor. A rose, soil, a spade, a seed.", LEARNED, "")
    assert list(both) == ["harbour", "garden"]


def test_a_text_that_says_nothing_leaves_the_first() -> None:
    assert shared_by("", LEARNED, "bakery") == {"bakery": 0}
    assert shared_by("", LEARNED, "") == {}


def test_clauses_without_more_than_figures_are_left_out() -> None:
    text = "Loaves are baked, 300 a day, and sold"
    assert [text[start:end].strip() for start, end in clauses_of(text)] == ["Loaves are baked", "sold"]


def test_a_long_text_has_a_bounded_number_of_clauses() -> None:
    assert len(clauses_of("a rose, " * 5000)) == 120


@pytest.mark.parametrize(
    ("text", "systems"),
    [
        (
            "Savings bank. Each committed change of the account database should show up in the search index and in the lake "
            "within 4 seconds, in order. If the main building floods, the second one carries on within 40 seconds and no "
            "booking is lost.",
            ["cdc-replication-platform", "high-availability-failover"],
        ),
        (
            "Radio station: listeners call at night and leave a spoken message, in the morning editors read it as text. What "
            "comes in Polish is translated to German with our terminology, uncertain passages are reviewed by a person.",
            ["voicemail-system", "translation-service"],
        ),
        (
            "Notaries write one deed together, at the same time, each sees the others' cursors. They log in once a day and a "
            "lost laptop is logged out everywhere at once. For clients there is a short link to the signed deed, and we "
            "count who opened it.",
            ["collaborative-editor", "session-and-jwt-auth", "url-shortener"],
        ),
        (
            "Cutting steel plates: which pattern wastes least? The same sub-problems come up again and again, they should be "
            "solved once and remembered. Orders arrive as jobs from seven mills, wait in line for free workers, and none may "
            "be lost when a worker crashes.",
            ["dynamic-programming-service", "message-queue-platform"],
        ),
    ],
)
def test_each_passage_asks_for_its_system(text: str, systems: list[str]) -> None:
    assert _chosen(text) == systems


def test_systems_named_with_what_connects_them_are_no_dictated_architecture() -> None:
    text = (
        "A message queue for the sensor values of our greenhouses and an API gateway with load balancing before the thirty "
        "services that read it; a rate limiter keeps each grower below 20 calls a second; what cannot be processed goes to "
        "a dead letter queue for the night shift, who look at it by hand in the morning before the first lorry leaves."
    )
    assert {"message-queue-platform", "load-balancer-and-api-gateway", "rate-limiter"} <= set(_chosen(text))
