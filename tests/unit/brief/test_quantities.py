"""Figures of a brief: number, unit, thing counted, role and span."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.brief.quantities import quantities_in

MONTH, YEAR = 30 * 86400, 365 * 86400

CASES = [
    ("100 million new links a month", 1e8 / MONTH, "links/s", "load"),
    ("10k rps", 10_000, "requests/s", "load"),
    ("1.5 TB/day of logs", 1.5e12 / 86400, "bytes/s", "load"),
    ("p99 < 200 ms", 0.2, "s", "latency"),
    ("it must be up with five nines", 0.99999, "ratio", "availability"),
    ("99.95% uptime", 0.9995, "ratio", "availability"),
    ("recordings of 4 GB each", 4e9, "bytes", "size"),
    ("peak is five times the average", 5, "ratio", "factor"),
    ("devices report every 4 seconds", 4, "s", "period"),
    ("two thirds of them are offline", 2 / 3, "ratio", "share"),
    ("a read/write ratio of 100:1", 100, "ratio", "factor"),
    ("fifty reads to one write is the ratio", 50, "ratio", "factor"),
    ("RPO 5 minutes", 300, "s", "recovery"),
    ("an RTO of 1 hour", 3600, "s", "recovery"),
    ("a budget of $5,000 a month", 5000, "usd/month", "budget"),
    ("2 million concurrent connections", 2e6, "count", "stock"),
    ("10 Gbps of egress", 1.25e9, "bytes/s", "load"),
    ("10 Gb/s of egress", 1.25e9, "bytes/s", "load"),
    ("10 GB/s of egress", 1e10, "bytes/s", "load"),
    ("in two regions", 2, "count", "copies"),
    ("4 million photos uploaded every day", 4e6 / 86400, "photos/s", "load"),
    ("clips are kept for 90 days", 90 * 86400, "s", "retention"),
    ("messages are kept for two years", 2 * YEAR, "s", "retention"),
    ("500k DAU", 5e5, "count", "stock"),
    ("a billion likes per day", 1e9 / 86400, "likes/s", "load"),
    ("half a million tenants", 5e5, "count", "stock"),
    ("8k req/s", 8000, "requests/s", "load"),
    ("1 000 000 downloads a week", 1e6 / (7 * 86400), "downloads/s", "load"),
    ("every 5m", 300, "s", "period"),
    ("20m users", 2e7, "count", "stock"),
    ("each event is 500 bytes", 500, "bytes", "size"),
    ("300 lookups per second at peak", 300, "lookups/s", "load"),
    ("growth of 20% per year", 0.2, "ratio", "growth"),
]


@pytest.mark.parametrize(("text", "value", "unit", "role"), CASES, ids=[case[0] for case in CASES])
def test_a_figure_is_read_with_its_unit_and_role(text: str, value: float, unit: str, role: str) -> None:
    found = [(item.value, item.unit, item.role) for item in quantities_in(text)]
    assert any(item[0] == pytest.approx(value, rel=1e-6) and item[1:] == (unit, role) for item in found), (
        f"found {found}"
    )


def test_the_span_of_a_figure_holds_its_words() -> None:
    text = "Last year we had 40,000 orders a day, and p95 under 300 ms."
    spans = [text[slice(*item.span)] for item in quantities_in(text)]
    assert spans == ["40,000 orders a day", "300 ms"]


def test_a_peak_is_told_from_a_mean() -> None:
    mean, peak = quantities_in("40 orders per second on average; 900 payments per second at peak")
    assert (mean.stat, peak.stat) == ("mean", "peak")


def test_a_factor_behind_a_rate_does_not_make_the_rate_a_peak() -> None:
    rate, factor = quantities_in("2,000 mails per second, peak 10x")
    assert (rate.stat, factor.name, factor.value) == ("mean", "peak_factor", 10)


def test_a_rate_for_each_of_something_says_so() -> None:
    users, rate = quantities_in("200,000 players, each player sends 40 moves a day")
    assert (users.value, rate.per, rate.subject) == (200_000, "player", "moves")


@pytest.mark.parametrize(
    "text",
    ["We serve 1080p over H.264 24/7", "OAuth2, S3 and HTTP/2", "founded in 2019", "version 1.10", "one of them", ""],
)
def test_names_dates_and_versions_are_no_figures(text: str) -> None:
    assert quantities_in(text) == ()


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_a_crash_and_with_true_spans(text: str) -> None:
    for item in quantities_in(text):
        start, end = item.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == item.text


def test_names_of_figures_are_unique() -> None:
    names = [item.name for item in quantities_in("5 ms here. 7 ms there. 9 ms and 5 ms again.")]
    assert len(names) == len(set(names)) == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("100 million daily active", [("daily_active_users", 100e6, "count", "daily")]),
        ("900 play at the same time", [("concurrent_users", 900.0, "count", "concurrent")]),
        ("Allow 10 % overbooking.", [("share_of_overbooking", 0.1, "ratio", "")]),
        ("shops within 20 km", []),
        ("86,400 orders on a Saturday", [("orders_rate", 1.0, "orders/s", "mean")]),
    ],
)
def test_figures_as_people_say_them(text: str, found: list[tuple[str, float, str, str]]) -> None:
    assert [(item.name, item.value, item.unit, item.stat) for item in quantities_in(text)] == found


def test_what_comes_every_so_often_is_the_first_noun_of_its_clause() -> None:
    found = quantities_in("Positions of about 350 vessels in the approach, one every 10 seconds each")
    assert found[-1].subject == "positions"
