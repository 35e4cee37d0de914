"""Rates that follow from the figures of a brief."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.brief.quantities import quantities_in
from designer.catalog.formula import evaluate, names_in
from designer.estimate.loads import loads_of
from designer.estimate.stated import stated_estimates


def _figures(text: str) -> dict[str, float]:
    return {item.name: item.value for item in stated_estimates(quantities_in(text))}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("50,000 sensors send a reading every 30 s", "readings_rate", 50_000 / 30),
        ("50,000 sensors every 30 s", "messages_rate", 50_000 / 30),
        ("20 million people daily, each watches 12 clips", "clips_rate", 2e7 * 12 / 86400),
        ("2.5 million patients, a fifth of them each day, twelve messages each", "messages_rate", 6e6 / 86400),
        ("180,000 people press the button in the first minute", "arrivals_peak", 3000),
        ("30,000 new snippets a day and about ten views of each", "views_rate", 300_000 / 86400),
        ("864 writes a day, 10 reads for every write", "reads_rate", 0.1),
        ("1,100 requests per second, reads 10:1", "writes_rate", 100),
        ("1,100 requests per second, reads 10:1", "reads_rate", 1000),
        ("500 orders per second and peak is three times the average", "orders_peak", 1500),
        ("500 orders per second with a peak of 900", "orders_peak", 900),
        ("25k req/s, 6 KB answers", "requests_traffic", 1.5e8),
        ("400 000 people watching; each of them pulls 3.5 Mbit/s", "total_bandwidth", 400_000 * 437_500),
        ("1.5 TB/day of logs kept for 10 days", "data_storage", 1.5e13),
        ("86,400 calls a day, 30 s each", "calls_at_once", 30),
        ("2 million images, 5 MB images", "images_total_size", 1e13),
        ("99.9 % uptime", "downtime_allowed_month", 2592),
        ("10 orders per second", "orders_month", 10 * 2_592_000),
    ],
)
def test_a_figure_follows_from_the_brief(text: str, name: str, value: float) -> None:
    assert _figures(text)[name] == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.8 million households; the provider allows 500 sms/s per contract", "sms_rate"),
        ("each user sends 40 messages a day", "messages_rate"),
        ("500 orders per second, peak 900 orders per second, peak is three times the average", "orders_peak_2"),
        ("100 requests per second, kept for 30 days", "requests_kept"),
        ("0 users, each user sends 40 messages a day", "messages_rate"),
    ],
)
def test_what_the_brief_does_not_say_stays_unknown(text: str, name: str) -> None:
    assert name not in _figures(text)


def test_every_estimate_can_be_computed_again_from_its_inputs() -> None:
    text = "50,000 sensors send a reading of 200 bytes every 30 s, kept for 1 year. Peak is 3 times the average. 99.9 % up."
    made = stated_estimates(quantities_in(text))
    assert len(made) >= 6
    for item in made:
        assert names_in(item.formula) == set(item.inputs)
        assert evaluate(item.formula, {key: given.value for key, given in item.inputs.items()}) == pytest.approx(
            item.value
        )
        assert all(given.stated and given.source.startswith("stated:") for given in item.inputs.values())


@given(st.text(alphabet="0123456789 ,.km%ers day users reads each per peak\n", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_figures_are_put_together_without_a_crash(text: str) -> None:
    made = stated_estimates(quantities_in(text))
    assert len({item.name for item in made}) == len(made)
    assert all(load.value > 0 for load in loads_of(quantities_in(text)))
