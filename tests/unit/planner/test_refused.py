"""What a text refuses speaks for no system; what it forbids of its own system does."""

from __future__ import annotations

import pytest

from designer.brief.phrases import stemmed
from designer.planner.match import rank, ranker_of
from designer.planner.refused import without_negated, without_refused
from tests.support.catalogs import shipped

CATALOG = shipped()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A page of poems without comments, votes or answers", "A page of poems without , or"),
        ("We want no chat, no forum and no feed. Photos are kept.", "We want no , no and no Photos are kept."),
        ("Letters are read aloud, neither likes nor badges. Nothing else.", "Letters are read aloud, neither nor Nothing else."),
    ],
)  # fmt: skip
def test_things_refused_in_a_row_are_left_out(text: str, left: str) -> None:
    assert without_refused(stemmed(text)).split() == left.split()


@pytest.mark.parametrize("text", ["Seats are sold with no overselling", "Books are lent without a double booking"])
def test_a_single_thing_that_is_forbidden_is_what_the_system_is_for(text: str) -> None:
    assert without_refused(stemmed(text)) == text


def test_all_that_is_negated_is_left_out_where_passages_are_given_to_systems() -> None:
    assert without_negated(stemmed("We won't train any model")).split() == ["We", "won't"]


def test_places_in_the_text_stay_where_they_were() -> None:
    text = "A page without comments, votes or answers, and the poems"
    assert without_refused(stemmed(text)).index("poems") == text.index("poems")


@pytest.mark.parametrize(
    "asked",
    [
        "Sailors write their log for their own family, {} questions, votes, badges or answers.",
        "The parish shows its chronicle, page after page, {} questions, answers or reputation points.",
    ],
)
def test_what_is_refused_in_a_row_does_not_rank_its_system(asked: str) -> None:
    scores = {}
    for word in ("with", "without"):
        found = rank(stemmed(asked.format(word)), ranker_of(CATALOG), CATALOG)
        scores[word] = next((fit.score for fit in found if fit.id == "qa-forum"), 0.0)
        scores[word + " first"] = found[0].id == "qa-forum"
    assert scores["with first"]
    assert not scores["without first"]
    assert scores["without"] < scores["with"]
