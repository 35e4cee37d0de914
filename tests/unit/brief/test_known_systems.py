"""A name that everybody knows says what is wanted; the name of a vendor that a text mentions does not."""

from __future__ import annotations

import pytest

import designer
from designer.brief.known_systems import KNOWN, spelt_out


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_name_alone_gives_a_design_that_says_how_it_was_read(name: str) -> None:
    made = designer.design(f"Design {name.title()}")
    assert any("is read as" in note for note in made.notes)
    assert made.brief.text == f"Design {name.title()}"
    assert not [finding for finding in made.findings if finding.severity == "error"]
    assert len(made.graph.components) > 6


@pytest.mark.parametrize(
    "text",
    [
        "Dropbox holds our backups and a service reads them",
        "The order service tells Slack about failures and writes to Postgres",
        "Amazon S3 keeps the files of the upload service",
        "A parking app that sends receipts by Gmail",
    ],
)
def test_a_vendor_that_is_only_mentioned_is_left_alone(text: str) -> None:
    assert spelt_out(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Uber clone for boats",
        "Build something like Uber",
        "a cheaper alternative to Uber",
        "Design Uber.",
        "Uber for dog walking",
    ],
)
def test_the_ways_to_ask_for_the_like_of_it(text: str) -> None:
    found = spelt_out(text)
    assert found is not None
    assert "ride hailing" in found[0].text


def test_figures_beside_the_name_count_and_stand_in_the_brief() -> None:
    made = designer.design("Design Uber for 2 million rides a day")
    figure = next(item for item in made.brief.quantities if item.unit == "rides/s")
    assert made.brief.text[slice(*figure.span)] == "2 million rides a day"
