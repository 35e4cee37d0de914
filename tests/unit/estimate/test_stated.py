"""Figures that follow from a brief alone."""

from __future__ import annotations

import pytest

from designer.brief.quantities import quantities_in
from designer.estimate.stated import stated_estimates


def _figures(text: str) -> dict[str, tuple[float, str]]:
    return {item.name: (item.value, item.unit) for item in stated_estimates(quantities_in(text))}


def test_rate_size_and_retention_give_traffic_and_storage() -> None:
    found = _figures("864,000 readings a day of 200 bytes per reading, kept for 10 days. Peak is 4 times the average.")
    assert found["readings_rate"] == (10, "readings/s")
    assert found["readings_peak"] == (40, "readings/s")
    assert found["readings_traffic"] == (2000, "bytes/s")
    assert found["readings_storage"] == (2000 * 864_000, "bytes")


def test_what_each_does_is_multiplied_by_how_many_there_are() -> None:
    found = _figures("100,000 players, each player makes 864 moves a day")
    assert found["moves_rate"][0] == pytest.approx(1000)


def test_without_a_size_the_number_kept_is_counted() -> None:
    assert _figures("10 orders per second, orders are kept for 100 days")["orders_kept"] == (8.64e7, "count")


@pytest.mark.parametrize("text", ["", "no figures here", "p99 under 50 ms", "two regions"])
def test_nothing_is_invented(text: str) -> None:
    assert _figures(text) == {}


def test_how_long_others_are_kept_says_nothing_of_what_comes() -> None:
    assert "jobs_kept" not in _figures("400 jobs a day, seven years of invoices")
    assert _figures("400 jobs a day, jobs are kept for 10 days")["jobs_kept"] == (4000, "count")
    assert _figures("400 jobs a day, data is kept for 10 days")["jobs_kept"] == (4000, "count")


def test_every_figure_has_formula_inputs_and_source() -> None:
    for item in stated_estimates(quantities_in("864,000 readings a day of 200 bytes per reading, kept for 10 days")):
        assert item.formula and item.inputs and item.source and all(given.stated for given in item.inputs.values())
