"""The ranker makes ready what it needs, when it needs it."""

from __future__ import annotations

from designer.brief.phrases import stemmed
from designer.planner.match import make_ranker, rank
from tests.support.catalogs import shipped

BRIEF = "A URL shortener for 100 million users"


def test_only_phrases_of_blueprints_that_come_near_are_made_ready() -> None:
    catalog = shipped()
    ranker = make_ranker(catalog)
    assert not ranker.phrases
    found = rank(stemmed(BRIEF), ranker, catalog)
    assert found[0].id == "url-shortener"
    assert ranker.phrases.keys() == {fit.id for fit in found}
    assert len(ranker.phrases) < len(catalog.blueprints)


def test_phrases_that_are_ready_already_change_no_rank() -> None:
    catalog = shipped()
    ready = make_ranker(catalog)
    for blueprint in catalog.blueprints:
        assert ready.phrases[blueprint.id]
    for blueprint in catalog.blueprints[::6]:
        text = stemmed(blueprint.examples[0].brief)
        assert rank(text, make_ranker(catalog), catalog) == rank(text, ready, catalog)
