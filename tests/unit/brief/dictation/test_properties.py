"""What holds for any text: no exception, refusals respected, order without meaning, time in proportion."""

from __future__ import annotations

import random
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from designer.brief.dictation import Dictation, dictation_in
from designer.brief.phrases import StemmedText
from designer.model.brief import Brief
from designer.model.plan import Plan
from designer.planner.dictated import draft_as_dictated
from tests.support.catalogs import shipped

_WORDS = (
    "the a api Kafka service calls writes to from which and , . : ; -> <- ( ) [ ] both latter it them there behind "
    "in front of between Postgres replica replicates us-east-1 three each own A B worker reads by via is are fed with "
    "no not instead queue on top that those where when every night - * 1 / ' \" ` ** {{ }} <b> İ ß ﬁ \u202e C# .NET pg "
    "es x3 3x orders: shop (Go) = | --> called our in-house tool e-mails it's they're rule region Atlas goes ends"
).split(" ")
_CATALOG = shipped()


def _read(text: str) -> Dictation:
    return dictation_in(StemmedText(text), _CATALOG)


@settings(max_examples=120, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from([*_WORDS, "\n", "\n\n"]), max_size=40).map(" ".join),
        st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=3)), max_size=30).map("".join),
    )
)
@example("0=>S-")
@example("A => S-")
def test_any_text_is_read_and_drawn_with_spans_inside_it(text: str) -> None:
    prepared = StemmedText(text)
    dictation = dictation_in(prepared, _CATALOG)
    for item in (*dictation.parts, *dictation.links):
        assert 0 <= item.span[0] < item.span[1] <= len(text)
    keys = {part.key for part in dictation.parts}
    assert all({link.source, link.target} <= keys and link.source != link.target for link in dictation.links)
    draft = draft_as_dictated(Plan(title="Any", brief=Brief(text=text), dictated=True), _CATALOG)
    assert len(draft.graph.components) == len(dictation.parts)


_REFUSALS = (
    "We do not use {}.", "No {}.", "There is no {}.", "{} is out of scope.", "It works without {}.",
    "We decided against {}.", "The queue is NATS instead of {}.",
)  # fmt: skip
_PRODUCTS = sorted(
    technology.name
    for technology in _CATALOG.technologies
    if technology.name.replace(" ", "").isalpha() and not technology.ambiguous and technology.kinds[0].family == "data"
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(_PRODUCTS), st.sampled_from(_REFUSALS))
def test_a_refused_product_is_no_part(product: str, refusal: str) -> None:
    text = f"The shop API calls the stock service, which publishes to NATS. {refusal.format(product)}"
    assert product not in {part.technology for part in _read(text).parts}


_SENTENCES = (
    "The shop API writes orders to MySQL.", "The mail worker consumes jobs from RabbitMQ.", "Nginx forwards to the shop API.",
    "The search service queries Elasticsearch.", "The report job reads from ClickHouse every night.",
    "Grafana reads from Prometheus.", "The web app calls the search service.", "Sessions service keeps sessions in Redis.",
)  # fmt: skip


def _graph(text: str) -> set[tuple[str, str]]:
    dictation = _read(text)
    names = {part.key: part.name for part in dictation.parts}
    return {(names[link.source], names[link.target]) for link in dictation.links}


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_sentences_that_name_everything_does_not_matter(seed: int) -> None:
    shuffled = list(_SENTENCES)
    random.Random(seed).shuffle(shuffled)
    assert _graph(" ".join(shuffled)) == _graph(" ".join(_SENTENCES))


def test_three_hundred_services_in_one_brief_are_all_read() -> None:
    text = ". ".join(f"Service svc{number} calls service svc{number + 1}" for number in range(299))
    dictation = _read(f"{text}.")
    assert len(dictation.parts) == 300
    assert len(dictation.links) == 299


_LONG = (
    "The shop API calls the stock service, which writes to MySQL. ", "Kafka, ", "the cat sat on a mat and ", "a -> ",
    "(", "- a\n", "Kafka which calls ", "both ", "behind Kafka ", "{{",
)  # fmt: skip


def _calls(text: StemmedText) -> int:
    """Return how many functions are called, which no busy machine changes."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        dictation_in(text, _CATALOG)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", _LONG, ids=[piece.strip() for piece in _LONG])
def test_a_text_twice_as_long_takes_hardly_more_than_twice_the_work(piece: str) -> None:
    half, whole = (_calls(StemmedText(piece * (size // len(piece)))) for size in (6_000, 12_000))
    assert whole < 2.3 * half + 5_000
