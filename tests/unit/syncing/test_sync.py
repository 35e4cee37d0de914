"""An edited document becomes a changed design; what cannot be read back is refused with its place."""

from __future__ import annotations

from functools import cache

import pytest

import designer
from designer.documents import document
from designer.errors import InputError
from designer.model.design import Design
from designer.syncing.sync import Synced, sync
from designer.syncing.values import value_of
from tests.support.catalogs import shipped
from tests.support.spoken import spoken

SHORTENER = designer.design("A URL shortener for 100 million new links a month", catalog=shipped())


@cache
def text_of(name: str) -> str:
    return str(document(spoken(name), "md", catalog=shipped()))


TEXT = str(document(SHORTENER, "md", catalog=shipped()))


def read(text: str, design: Design = SHORTENER, expected: str = TEXT) -> Synced:
    return sync(design, text, expected, shipped(), judge=lambda found: found, where="DESIGN.md")


def edited(*pairs: tuple[str, str]) -> Synced:
    text = TEXT
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return read(text)


def row(start: str) -> str:
    """Return the line of the document that begins so."""
    (line,) = [line for line in TEXT.splitlines() if line.startswith(start)]
    return line


def refused(*pairs: tuple[str, str]) -> str:
    with pytest.raises(InputError) as caught:
        edited(*pairs)
    return "\n".join(str(item) for item in caught.value.problems)


@pytest.mark.parametrize("name", ["url-shortener", "payment-system", "qa-forum", "dictated", "hostile", "wide"])
def test_an_unedited_document_changes_nothing(name: str) -> None:
    design, text = spoken(name), text_of(name)
    assert read(text, design, text) == Synced(design)


def test_the_document_after_a_sync_is_what_the_design_says() -> None:
    after = edited((row("| A2 |"), row("| A2 |").replace("| 3 |", "| 5 |"))).design
    text = str(document(after, "md", catalog=shipped()))
    assert read(text, after, text).done == ()


def test_an_assumption_is_planned_with() -> None:
    found = edited((row("| A1 |"), row("| A1 |").replace("| 100 |", "| 250 |")))
    assert "250" in found.done[0] and found.done[0].startswith("line ")
    assert found.design.brief.answers["reads_per_write"] == "250"
    rates = {item.name: item.value for item in found.design.capacity.estimates}
    assert rates["redirect_rate"] == pytest.approx(2.5 * 3858, rel=1e-3)


def test_a_parameter_may_be_written_in_another_unit() -> None:
    old = row("| Size of one stored link |")
    found = edited((old, old.replace("| 500 B |", "| 2 kB |")))
    assert next(item.value for item in found.design.capacity.parameters if item.name == "link_size") == 2000


def test_cells_of_a_component_are_read_back() -> None:
    old = row("| **Link store** |")
    new = old.replace("PostgreSQL", "mysql").replace("| 2 |", "| 1,000 |").replace("**Link store**", "Link base")
    part = edited((old, new)).design.graph.by_id["link-store"]
    assert (part.name, part.technology, part.replicas, part.origin.by) == ("Link base", "MySQL", 1000, "user")


def test_rows_that_are_gone_and_new_are_parts_that_are() -> None:
    new = "| Audit trail | Event log | Apache Kafka | 3 | Who did what \\| when |  |\n"
    wire = "| Shorten service | Audit trail | tells | Kafka | async |  |\n"
    gone = row("| **Statistics") if "| **Statistics" in TEXT else row("| **Click counter** |")
    links = row("| From | To | What |")
    found = edited(
        (f"{gone}\n", new), (f"{links}\n|---|---|---|---|---|---|\n", f"{links}\n|---|---|---|---|---|---|\n{wire}")
    )
    graph = found.design.graph
    assert graph.by_id["audit-trail"].description == "Who did what | when"
    assert ("shorten-service", "audit-trail") in {(link.source, link.target) for link in graph.connections}
    assert "click-counter" not in graph.by_id


def test_a_part_that_goes_may_take_its_connections_along() -> None:
    gone = row("| **Click counter** |")
    text = TEXT.replace(f"{gone}\n", "")
    connections = text.index("### Connections\n")
    lines = text[connections:].split("\n")
    end = next(number for number, line in enumerate(lines[2:], start=2) if not line.startswith("|"))
    kept = [line for line in lines[:end] if "Click counter" not in line]
    found = read(text[:connections] + "\n".join([*kept, *lines[end:]]))
    assert "click-counter" not in found.design.graph.by_id


def test_requirements_and_their_order_are_the_documents() -> None:
    old = row("| R1 |")
    found = edited((old, f"{old.replace('100 million', '200 million')}\n| new | Links can be *exported* |  |"))
    assert found.design.brief.requirements[-1] == "Links can be *exported*"
    assert "200 million" in found.design.brief.requirements[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("| A2 | Peak over average | 3 |", "| A2 | Peak over average | many |", "no figure in"),
        ("| A2 | Peak over average | 3 |", "| A2 | Peak load | 3 |", "is computed"),
        (f"{row('| A2 |')}\n", "", "is gone"),
        (row("| **Link store** |"), row("| **Link store** |").replace("| 2 |", "| two |"), "no number of copies"),
        (
            row("| **Link store** |"),
            row("| **Link store** |").replace("Relational database", "Box"),
            "there is no kind",
        ),
        (row("| **Link store** |"), row("| **Link store** |").replace("| 2 |", "| 2 | 3 |"), "cells"),
        (row("| **Link store** |"), row("| **Link store** |").replace("**Link store**", ""), "no name"),
        ("## Summary\n", "## Summary\n\nTrust me.\n", "Trust me"),
        ("**6.08 billion** | `new_links * retention`", "**7 billion** | `new_links * retention`", "7 billion"),
        (row("| **Link store** |"), f"{row('| **Link store** |')}\n| Thing |  |  |  |  |  |", "a name and a kind"),
    ],
)
def test_what_cannot_be_read_back_is_refused_with_line_and_column(old: str, new: str, told: str) -> None:
    said = refused((old, new))
    assert told in said and "DESIGN.md:" in said and "Fix:" in said


def test_the_place_of_a_refusal_is_the_cell() -> None:
    old = row("| **Link store** |")
    new = old.replace("| 2 |", "| two |")
    line = TEXT.splitlines().index(old) + 1
    assert f"DESIGN.md:{line}:{new.index('two') + 1}:" in refused((old, new))


def test_two_values_for_one_figure_are_refused() -> None:
    first, second = row("| A2 |"), row("| Peak over average |")
    assert "two new values" in refused(
        (first, first.replace("| 3 |", "| 4 |")), (second, second.replace("| 3 |", "| 5 |"))
    )


def test_all_refusals_are_told_at_once_and_in_order() -> None:
    first, second = row("| A2 |"), row("| **Link store** |")
    said = refused((first, first.replace("| 3 |", "| x |")), (second, second.replace("| 2 |", "| y |"))).splitlines()
    assert len(said) == 2 and "'x'" in said[0] and "'y'" in said[1]


def test_words_that_people_keep_and_tables_in_them_are_theirs() -> None:
    kept = "<!-- keep: why -->\nOurs.\n\n| Id | Requirement | Basis |\n|---|---|---|\n| R9 | x | y |\n<!-- /keep -->\n"
    assert edited(("## Summary\n", f"## Summary\n\n{kept}")).done == ()


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1.5 TB", "bytes", 1.5e12),
        ("9.26 MB/s", "bytes/s", 9.26e6),
        ("4 KiB", "bytes", 4096),
        ("50 ms", "s", 0.05),
        ("2 weeks", "s", 1209600),
        ("95 %", "ratio", 0.95),
        ("$1,200/month", "usd/month", 1200),
        ("6.08 billion", "count", 6.08e9),
        ("43.2 orders a day", "orders/s", 0.0005),
        ("100 million links a month", "links/s", 38.5802469136),
        ("2 thousand requests per second", "requests/s", 2000),
        ("3 GB", "s", None),
        ("5 MB", "bytes/s", None),
        ("-3", "count", None),
        ("12 apples", "count", None),
        ("nan", "count", None),
    ],
)
def test_figures_are_read_as_people_write_them(text: str, unit: str, value: float | None) -> None:
    found = value_of(text, unit)
    assert found == pytest.approx(value) if value is not None else found is None
