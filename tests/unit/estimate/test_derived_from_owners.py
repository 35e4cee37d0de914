"""What follows when a rate, a stream or a size is said of one of many: each line is a text and a figure that it leads to."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from designer.brief.quantities import quantities_in
from designer.estimate.stated import stated_estimates
from tests.support.figure_lines import DAY, HOUR, KB, MB, MINUTE, WEEK, YEAR


class Derived(NamedTuple):
    """A text, and an estimate of it by name, value and unit."""

    text: str
    name: str
    value: float
    unit: str


FERMENTERS = (
    "We own 2,300 fermenters. Every 40 seconds each fermenter transmits 64 bytes. Measurements stay for five years."
)
SHIPS = "150 ships with 80 gauges each, read four times a minute, at 16 bytes the reading. Full detail for a year."
OVENS = "400 ovens, two cameras per oven, three flashes per camera, one picture per flash every 3 s, 200 kB apiece."
THEATRES = "34 theatres, 12,000 guests per day in total, 1,500 watching at the peak, each at 640 kbit/s."
VESTS = "Sensor vests report every 2 minutes and are worn by 4,000 miners."
TURNSTILES = "Gym turnstiles (3,400 sold, about 900 in service on a weekday) emit 90-byte pulses, one every 20 seconds."
BALLOTS = "9,000 ballots, half of them between 8:30 and 9:00."

LINES = [
    Derived(FERMENTERS, "messages_rate", 57.5, "messages/s"),
    Derived(FERMENTERS, "messages_storage", 57.5 * 64 * 5 * YEAR, "bytes"),
    Derived(SHIPS, "reads_rate", 150 * 80 * 4 / MINUTE, "reads/s"),
    Derived(OVENS, "pictures_rate", 400 * 2 * 3 / 3, "pictures/s"),
    Derived(OVENS, "pictures_traffic", 800 * 200 * KB, "bytes/s"),
    Derived(THEATRES, "total_bandwidth", 1500 * 80 * KB, "bytes/s"),
    Derived(VESTS, "reports_rate", 4000 / 120, "reports/s"),
    Derived(TURNSTILES, "pulses_rate", 45, "pulses/s"),
    Derived("Hives stand in 120 orchards, 6 to an orchard, and report their weight every 15 minutes.", "weights_rate", 0.8, "weights/s"),
    Derived("75 tiltmeters. Tilt: 20 readings per second and meter.", "readings_rate", 1500, "readings/s"),
    Derived("The pressure of every valve (there are 1,900) twice per second.", "pressures_rate", 3800, "pressures/s"),
    Derived("9 kilns. Kiln: one 3 MB still each minute.", "stills_traffic", 9 * 3 * MB / MINUTE, "bytes/s"),
    Derived("A meteor appears every 40 minutes.", "meteors_rate", 1 / (40 * MINUTE), "meteors/s"),
    Derived("500 seals dive daily, 4 clips a seal. We have 900 divers, 300 active daily, each sends 4 logs.", "logs_rate", 300 * 4 / DAY, "logs/s"),
    Derived("One order triggers 12 mails; 8,000 orders a week.", "mails_rate", 12 * 8000 / WEEK, "mails/s"),
    Derived(BALLOTS, "ballots_peak", 4500 / (HOUR / 2), "ballots/s"),
    Derived("Labs (64) download the catalogue every 3 hours.", "catalogues_rate", 64 / (3 * HOUR), "catalogues/s"),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=[f"{line.name} {line.value:g}" for line in LINES])
def test_a_figure_follows(line: Derived) -> None:
    made = {item.name: item for item in stated_estimates(quantities_in(line.text))}
    assert line.name in made, sorted(made)
    assert made[line.name].value == pytest.approx(line.value, rel=1e-6)
    assert made[line.name].unit == line.unit


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("We visit 4,000 auction sites, never more than one page per second and site.", "page_rate"),
        ("11,000 town halls, at most one page every 5 seconds per hall.", "pages_rate"),
        ("900 buoys. Every ten minutes all buoys transmit 3 readings.", "readings_rate"),
        ("Two towns have 60 pumps, a radar that scans the face every 120 seconds.", "faces_rate"),
        ("700 pumps. Every hour the planners look at the map.", "maps_rate"),
        ("400 ovens, two cameras per oven, three flashes per camera.", "flashes_rate"),
        ("3,600 loggers. Every minute each logger radios 96 bytes.", "loggers_total_size"),
    ],
)
def test_nothing_follows_that_is_not_said(text: str, wrong: str) -> None:
    assert wrong not in {item.name for item in stated_estimates(quantities_in(text))}
