"""A product that nothing leads to belongs to who acts right before it in its clause."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of, read

CASES: dict[str, tuple[str, list[str]]] = {
    "through": (
        "The siren manager queries InfluxDB once a minute and rings whoever is on duty through Opsgenie.",
        ["Siren manager -> InfluxDB", "Siren manager -> Opsgenie"],
    ),
    "a store in passing": (
        "The tide app calls the tide API. Each evening the tide API, whatever the weather, makes its peace with Cassandra.",
        ["Tide app -> Tide API", "Tide API -> Apache Cassandra"],
    ),
}
NONE: dict[str, tuple[str, str]] = {
    "it has a link of its own": (
        "The tide app calls the tide API. The tide API is as old as Cassandra. The loader writes to Cassandra.",
        "Tide API -> Apache Cassandra",
    ),
    "who acts is linked with nothing": (
        "The tide API is as old as Opsgenie. The loader writes to Cassandra, and the tide app reads Cassandra.",
        "Tide API -> Opsgenie",
    ),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_links_who_acts_with_the_product_behind(text: str, links: list[str]) -> None:
    assert links_of(text) == links


@pytest.mark.parametrize(("text", "link"), NONE.values(), ids=NONE)
def test_links_nobody_where_the_text_leads_elsewhere(text: str, link: str) -> None:
    assert link not in links_of(text)


def test_quotes_the_words_from_the_one_to_the_other() -> None:
    text = CASES["a store in passing"][0]
    start, end = read(text).links[-1].span
    assert text[start:end].removeprefix("the ").startswith("tide API, whatever")
    assert text[start:end].endswith("Cassandra")
