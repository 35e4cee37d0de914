"""The title that a text gives itself in its first words."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText
from designer.brief.understand import understand
from designer.planner.compose import compose
from designer.planner.opening import opening_of
from tests.support.catalogs import shipped


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Marketplace for used cellos: sellers list them, buyers bid.", "Marketplace for used cellos"),
        ("A lending library for tools. Members book drills.", "Lending library for tools"),
        ("Please design a lending library for tools. Members book drills.", "Lending library for tools"),
        ("We need a rota for lifeguards, with swaps.", "Rota for lifeguards"),
        ("town orchard: who picks what and when", "Town orchard"),
        ("Tree register\nWardens record each tree.", "Tree register"),
    ],
)
def test_a_text_that_opens_with_what_it_is_about_is_called_so(text: str, title: str) -> None:
    assert opening_of(StemmedText(text)) == title


@pytest.mark.parametrize(
    "text",
    [
        "Volunteers clean rivers. They report rubbish.",
        "We're a choir for nurses: we sing on Mondays.",
        "Warn the skippers of a bay: 40 boats in winter.",
        "Cellos. Buyers bid.",
        "Members look for drills.",
        "A ski school lets parents book lessons.",
        "Marketplace for used cellos and violas and bows and strings and cases of all makes: it opens in May.",
        "",
    ],
)
def test_a_sentence_is_no_title(text: str) -> None:
    assert opening_of(StemmedText(text)) == ""


def test_a_composed_design_bears_the_title() -> None:
    text = "Lending library for drills: members reserve drills, wardens hand them out and take them back."
    assert compose(understand(text, shipped(), answers={}), shipped()).title == "Lending library for drills"
