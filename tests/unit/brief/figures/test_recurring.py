"""What comes every so often is what travels, and never the place it goes to."""

from __future__ import annotations

import pytest

from designer import design

CASES = {
    "Each of our 12,000 sensors reports to the sensor gateway every 4 seconds.": ("reports", 3000.0),
    "12,000 probes send a reading to the collector every 4 seconds.": ("readings", 3000.0),
    "Each of the 500 trucks pings the hub once a minute.": ("pings", 500 / 60),
    "300 pumps publish to EMQX every 10 seconds.": ("messages", 30.0),
    "9,000 cars report their position every 5 seconds.": ("positions", 1800.0),
    "The 40 boards poll the level API every 30 seconds.": ("polls", 40 / 30),
}


@pytest.mark.parametrize("text", CASES)
def test_the_unit_of_a_rate_is_what_comes(text: str) -> None:
    """A rate counts readings or reports; neither gateways nor APIs come every 4 seconds."""
    noun, value = CASES[text]
    made = design(f"{text} The hub service reads Redis.")
    rates = {item.unit: item.value for item in made.capacity.estimates if item.unit.endswith("/s")}
    assert rates[f"{noun}/s"] == pytest.approx(value)
    assert not [
        unit for unit in rates if unit.startswith(("gateway", "hub", "collector", "API", "api", "EMQX", "emqx"))
    ]
