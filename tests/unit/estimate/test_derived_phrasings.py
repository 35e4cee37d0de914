"""What follows from the figures of a brief, as people write them: each line is a text and a figure that it must lead to."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from designer.brief.quantities import quantities_in
from designer.estimate.stated import stated_estimates
from designer.evaluation.words import Words
from tests.support.figure_lines import DAY, GB, HOUR, KB, MB, MINUTE, MONTH, TB, WEEK, YEAR


class Derived(NamedTuple):
    """A text, and an estimate of it by value, unit (`/s` is a rate of anything) and a word of its name or title."""

    text: str
    value: float
    unit: str
    about: str = ""


LINES = [
    Derived("640 turbines, each with 350 sensor values a second of 12 bytes.", 224_000, "/s", "value"),
    Derived("640 turbines, each with 350 sensor values a second of 12 bytes.", 2_688_000, "bytes/s", "traffic"),
    Derived("800 robots in the hall. Each robot sends its position and state ten times a second.", 8000, "/s"),
    Derived("We lease 38,000 wagons in 19 countries. Each has a box that reports its position every 10 minutes.", 38e3 / 600, "/s", "position"),
    Derived("12,000 fridges. Each one measures its temperature every 5 minutes.", 40, "/s", "temperature"),
    Derived("1,100 cars. The box in the car sends position and fuel once a minute.", 1100 / 60, "/s"),
    Derived("22,000 batteries. Each battery reports twice a minute.", 22_000 / 30, "/s"),
    Derived("1,000 pools with 100 machines each, about 100 metrics per machine, every 10 seconds.", 1e6, "/s", "metric"),
    Derived("6,500 stations with 40 compartments each.", 260_000, "count", "compartment"),
    Derived("120,000 members come 1.4 times a week.", 120_000 * 1.4 / WEEK, "/s", "visit"),
    Derived("2M users, a user opens it 12 times a day.", 24e6 / DAY, "/s", "open"),
    Derived("8,000 vans, one position every 5 seconds, 120 bytes each.", 1600, "/s", "position"),
    Derived("8,000 vans, one position every 5 seconds, 120 bytes.", 192_000, "bytes/s", "position"),
    Derived("9,000 hives, each sends 20 bytes every 15 minutes.", 200, "bytes/s"),
    Derived("62,000 bags a day. Each bag is scanned nine times.", 62_000 * 9 / DAY, "/s", "scan"),
    Derived("300 million new links a month, each opened about 50 times on average.", 3e8 * 50 / MONTH, "/s", "open"),
    Derived("1.8 million passages a day, two photos of 300 kB for each.", 3.6e6 / DAY, "/s", "photo"),
    Derived("6 million phones, one in eight of them connected at the same time.", 750_000, "count", "phone"),
    Derived("40M accounts; a quarter of them come on any given day.", 1e7, "count", "account"),
    Derived("2 bn impressions a day; one in 400 is clicked.", 5e6 / DAY, "/s", "click"),
    Derived("4,000 queries a second on a Saturday, a quarter of this on average.", 1000, "/s", "query"),
    Derived("220,000 viewers at the same time, with 5 Mbit/s each; 95 % of all bytes come from the edge caches.", 6.875e9, "bytes/s", "origin"),
    Derived("320k orders a day, at noon four times as many as on average.", 4 * 320_000 / DAY, "/s", "peak"),
    Derived("18,000 claims a day, ten times that rate on the day after a storm.", 180_000 / DAY, "/s", "peak"),
    Derived("54,000 visitors come in during 90 minutes.", 10, "/s", "arrival"),
    Derived("We tolerate at most 4 hours of downtime a year.", 1 - 4 * HOUR / YEAR, "ratio", "availability"),
    Derived("It may not be down more than 1 hour in a year.", 1 - HOUR / YEAR, "ratio", "availability"),
    Derived("99.9 % availability", 0.001 * YEAR, "s", "downtime"),
    Derived("2,600 studies per day with 300 MB each, kept for 10 years.", 2600 / DAY * 300 * MB * 10 * YEAR, "bytes", "storage"),
    Derived("14,000 couriers, each sends its position every 4 s, 100 bytes. Tracks are deleted after 30 days.", 14e3 / 4 * 100 * 30 * DAY, "bytes", "storage"),
    Derived("5.5 million photos a day, 400 kB each. The camera holds them for 12 hours; photos are deleted after 30 days.", 5.5e6 * 400 * KB * 30, "bytes", "storage"),
    Derived("2.2 bn changed rows a month with 500 bytes each. Kafka holds 7 days.", 2.2e9 / MONTH * 500 * 7 * DAY, "bytes", "storage"),
    Derived("1.5 TB a day of logs, kept 90 days", 135 * TB, "bytes", "storage"),
    Derived("12 million products of 6 kB each", 72 * GB, "bytes", "product"),
    Derived("4,200 laptops, about 1.5 GB each changes in a day.", 4200 * 1.5 * GB / DAY, "bytes/s"),
    Derived("200k listeners at the same time, 128 kbit/s each.", 3.2 * GB, "bytes/s", "bandwidth"),
    Derived("500 uploads a minute of 3 MB, peak is six times the average.", 6 * 500 / MINUTE, "/s", "peak"),
    Derived("100 writes a second and twenty reads for every write.", 2000, "/s", "read"),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=[f"{line.text} {line.value:g}" for line in LINES])
def test_a_figure_follows_with_its_formula(line: Derived) -> None:
    made = stated_estimates(quantities_in(line.text))
    told = [f"{item.name} = {item.value:g} {item.unit} ({item.formula})" for item in made]
    fitting = [
        item
        for item in made
        if (item.unit == line.unit or (line.unit == "/s" and item.unit.endswith("/s") and item.unit != "bytes/s"))
        and item.value == pytest.approx(line.value, rel=1e-3)
        and (not line.about or Words((item.name, item.title)).holds(line.about))
    ]
    assert fitting, "; ".join(told) or "nothing follows"
    assert all(item.inputs and all(one.stated for one in item.inputs.values()) for item in fitting)


@pytest.mark.parametrize(
    "text",
    [
        "400 jobs a day of 2 MB each. Invoices are kept for seven years.",
        "5,000 orders a day. 200 suppliers. Prices are refreshed every hour.",
        "12 photos of 4 MB. 3,000 claims a day.",
    ],
)
def test_figures_of_different_things_are_not_multiplied(text: str) -> None:
    made = {item.name: item.value for item in stated_estimates(quantities_in(text))}
    assert not [name for name in made if name.endswith(("_storage", "_kept"))]
    assert not [name for name in made if name.startswith(("prices_rate", "claims_traffic"))]
