"""What is taken for an architecture, and what for the description of a product."""

from __future__ import annotations

import pytest

from designer.brief.dictation import dictation_in
from designer.brief.dictation.verdict import BAR, WEIGHTS, Evidence, is_architecture, likelihood
from designer.brief.phrases import StemmedText
from tests.support.catalogs import shipped

ARCHITECTURES = {
    "parts of plain nouns": (
        "The organist composes in the score desk. The score desk hands the piece to the pipe computer, and the pipe computer "
        "talks to the wind modules over a field bus. A hygrometer in the loft is read by the pipe computer. After the concert the "
        "pipe computer's log is copied to the diocese folder, and the repair book imports it from there."
    ),
    "products and services": "The tide app calls the tide API, which writes to Cassandra. Grafana reads Cassandra.",
    "an arrow": "till -> stock service -> MySQL",
    "how something is built": "Django monolith on Heroku with Postgres and Redis",
    "who uses what": "The bakery API uses Redis and Postgres.",
}
DESCRIPTIONS = {
    "what people want": (
        "We need a platform where customers can order flowers and people get a text when the van is near. "
        "Users must be able to pay by card, and 40,000 customers should see their orders within 2 seconds."
    ),
    "a product or two in passing": (
        "Our 300 shops want to sell vouchers that customers can send each other. Today people have them in Excel and pay "
        "with Stripe; they must not be redeemed twice, and we would like to see per month how many are still open."
    ),
    "a wish with products in it": "Chat app with Redis and Postgres",
    "a shop with a product": "Flower shop with Stripe",
    "no system": "Write me a poem about a lighthouse that talks to the sea.",
}


@pytest.mark.parametrize("text", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_an_architecture_is_taken_for_one(text: str) -> None:
    found = dictation_in(StemmedText(text), shipped())
    assert found.is_architecture
    assert likelihood(Evidence(*found.evidence)) >= BAR


@pytest.mark.parametrize("text", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_a_description_is_not(text: str) -> None:
    assert not dictation_in(StemmedText(text), shipped()).is_architecture


def test_in_an_architecture_plain_nouns_that_are_linked_are_parts() -> None:
    found = dictation_in(StemmedText(ARCHITECTURES["parts of plain nouns"]), shipped())
    assert {"Pipe computer", "Score desk", "Wind modules"} <= {part.name for part in found.parts}


def test_wishes_and_figures_speak_against_and_everything_else_for() -> None:
    nothing = Evidence(*[0.0] * len(Evidence._fields))
    assert not is_architecture(nothing)
    for field, weight in zip(Evidence._fields, WEIGHTS, strict=True):
        more = nothing._replace(**{field: 1.0})
        assert (likelihood(more) > likelihood(nothing)) == (weight > 0)
        assert (weight < 0) == (field in {"wishes", "figures"})


@pytest.mark.parametrize("times", [1, 40, 400])
def test_the_verdict_does_not_hang_on_the_length(times: int) -> None:
    text = " ".join([ARCHITECTURES["products and services"]] * times)
    assert dictation_in(StemmedText(text), shipped()).is_architecture
