"""What follows from streams, shares of a rush, roll-outs and things that each of others has: a text and a figure it leads to."""

from __future__ import annotations

import pytest

from designer.brief.quantities import quantities_in
from designer.estimate.recorded import recorded_of
from designer.estimate.stated import stated_estimates
from designer.model.estimate import Estimate
from tests.support.figure_lines import DAY, GB, HOUR, KB, MB, MONTH, TB, WEEK, YEAR

LINES = [
    ("Five dishes take 400 Mbit/s for 20 minutes per pass; 60 passes a day.", 60 * GB, "bytes"),
    ("8,000 hours of tape at 20 Mbit/s", 72 * TB, "bytes"),
    ("120,000 minutes of audio at 64 kbit/s", 57.6 * GB, "bytes"),
    ("9,000 memos a day, 30 seconds each, at 16 kbit/s, kept for 10 days", 9000 * 60 * KB * 10, "bytes"),
    ("4 million returns a year, a third of them in the last three days", 4e6 / 3 / (3 * DAY), "returns/s"),
    ("90,000 renewals a month, half of them on the last day", 45_000 / DAY, "renewals/s"),
    ("600,000 tickets a season, 40 % of them in the first hour", 240_000 / HOUR, "tickets/s"),
    ("400,000 theses a year, 60 percent of them in May and June", 240_000 / (2 * MONTH), "theses/s"),
    ("1.2 million routers; a roll-out to everybody should be through in nine days.", 1.2e6 / (9 * DAY), "routers/s"),
    ("600,000 boxes; everybody has the new version within two days.", 300_000 / DAY, "boxes/s"),
    ("2.2 million visitors a year, each plays 18 clips.", 2.2e6 * 18 / YEAR, "clips/s"),
    ("80 gates see 300,000 lorries per day, three pictures each.", 900_000 / DAY, "pictures/s"),
    ("500,000 people play every day; each saves 20 times.", 1e7 / DAY, "saves/s"),
    ("1.2 million daily readers, each votes twice.", 2.4e6 / DAY, "votes/s"),
    ("300 pumps × 60 channels at 2 Hz", 36_000, "samples/s"),
    ("40 tunnels with 300 detectors each, sampled at 5 Hz.", 60_000, "samples/s"),
    ("3,000 drones in the air, each with a 2 Mbit/s video feed.", 750 * MB, "bytes/s"),
    ("We record 1,500 operators at the same time, each at 64 kbit/s.", 12 * MB, "bytes/s"),
    ("Our dishes produce 5 Gbit/s each, there are six of them.", 3.75 * GB, "bytes/s"),
    ("40,000 lamps run at night, a street lamp sends a state every 4 s (30,000 of the lamps)", 7500, "states/s"),
    ("20 million clicks a month, a row of 200 bytes for each, rows are kept for a year", 20e6 / MONTH * 200 * YEAR, "bytes"),
    ("2,500 orders weekly of 40 pages", 40 * 2500 / WEEK, "pages/s"),
    ("half a million boxes, one in five gets a parcel on any day", 100_000 / DAY, "parcels/s"),
    ("55 % of the bookings fall into eight weeks; 900,000 bookings a year", 900_000 * 0.55 / (8 * WEEK), "bookings/s"),
    ("640,000 pupils; every second pupil opens it within 20 minutes", 320_000 / 1200, "pupils/s"),
    ("34,000 keepers with on average 11 hives", 374_000, "count"),
    ("Each person has 40 GB; 3,500 people", 140 * TB, "bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit"), LINES, ids=[line[0] for line in LINES])
def test_a_figure_follows_from_what_a_brief_says(text: str, value: float, unit: str) -> None:
    made = stated_estimates(quantities_in(text))
    fitting = [item for item in made if item.unit == unit and item.value == pytest.approx(value, rel=1e-3)]
    assert fitting, "; ".join(f"{item.name}={item.value:g} {item.unit}" for item in made) or "nothing follows"
    assert all(one.stated for item in fitting for one in item.inputs.values())


def _made(text: str) -> dict[str, Estimate]:
    return {item.name: item for item in stated_estimates(quantities_in(text))}


def test_a_peak_that_follows_says_by_which_share_and_time() -> None:
    peak = _made("9 million returns a year, a quarter of them on the last two days")["returns_peak"]
    share = next(name for name in peak.inputs if name.endswith("_share"))
    assert peak.formula == f"returns_rate * 31536000 * {share} / rush_window"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bandwidth is 400 Mbit/s. Logs are kept for 20 days.", ["_storage", "_recorded_size"]),
        ("If two people change a file, each person has 40 GB.", ["people_total_size"]),
        ("4 parents, a quarter of them in May", ["_peak"]),
        ("Three versions, 95 % of them ready in a minute", ["part_of"]),
        ("Every member has ten free rides per month. 4,000 members", ["rides_rate"]),
        ("900 launches a day, a record each second with 120 bytes", ["launches_traffic"]),
    ],
)
def test_what_does_not_belong_together_makes_no_figure(text: str, names: list[str]) -> None:
    assert not [name for name in _made(text) if any(part in name for part in names)]


def test_a_stream_and_a_time_far_from_each_other_are_not_one_recording() -> None:
    text = "The line carries 400 Mbit/s. Every evening the operator looks at the list of cases, which takes 20 minutes per case."
    assert not list(recorded_of(quantities_in(text)))
