"""Turns of speech in which a figure leans on what was said before: each line is a sentence and what it must be read as."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.brief.quantities import quantities_in
from designer.estimate.stated import stated_estimates
from tests.support.figure_lines import DAY, GB, HOUR, KB, MB, MINUTE, MONTH, WEEK, YEAR, Line, is_read, readings

LINES = [
    # every other day
    Line("Inspectors visit 4,200 silos every other week.", 4200 / (2 * WEEK), "/s", "load", "silo"),
    Line("12,000 parcels leave the depot every second day.", 12_000 / (2 * DAY), "/s", "load", "parcel"),
    Line("The vans call at 900 farms every third day.", 900, "count", "stock", "farm"),
    Line("The vans call at 900 farms every third day.", 3 * DAY, "s", "period"),
    # a size right behind what it is the size of
    Line("4,000 events/s at 300 B", 300, "bytes", "size", "event"),
    Line("90 million maps at 1.5 MB", 1.5 * MB, "bytes", "size", "map"),
    Line("250 quarries, 12 blasts per quarry per week, 90 MB each.", 90 * MB, "bytes", "size", "blast"),
    Line("600 bakeries post recipes (up to 2 MB each).", 2 * MB, "bytes", "size", "recipe"),
    Line("Raw data of one flight: 240 GB.", 240 * GB, "bytes", "size", "flight"),
    Line("60 dumps a minute. Dump: 18 MB.", 18 * MB, "bytes", "size", "dump"),
    Line("A backup a week. Archive: 40 GB.", 40 * GB, "bytes", "stock", "archive"),
    Line("20 million clicks a month, a row of 200 bytes for each", 200, "bytes", "size", "row", per="click"),
    Line("60 flights a week, 1,400 pictures a flight, 25 MB per picture", 1400, "count|ratio", "factor", "picture"),
    # decimal commas of people who write English
    Line("A page has to open within 1,5 seconds.", 1.5, "s", "latency", "page|open"),
    Line("A job takes 2,5 hours.", 2.5 * HOUR, "s", "other", "job"),
    Line("It answers in 0,8 seconds.", 0.8, "s", "other|latency"),
    # peaks that lean on the usual rate
    Line("Two million rides a day, mostly in the evening, when it is 3x.", 3, "ratio", "factor", stat="peak"),
    Line("Usually 40 orders a minute; when a star posts, two hundred times that.", 200, "ratio", "factor", stat="peak"),
    Line("12 alarms an hour; in a blackout a thousand times as many.", 1000, "ratio", "factor", stat="peak"),
    Line("300 searches/s, tripling when an election is on.", 3, "ratio", "factor", stat="peak"),
    Line("5,000 calls an hour when it rains, 60 an hour otherwise", 60 / HOUR, "/s", "load", "call", "mean"),
    Line("5,000 calls an hour when it rains, 60 an hour otherwise", 5000 / HOUR, "/s", "load", "call", "peak"),
    Line("600 pledges a minute rather than the usual 8.", 8 / MINUTE, "/s", "load", "pledge", "mean"),
    Line("1.9 million forms on a normal day, 7 million around Easter", 7e6 / DAY, "/s", "load", "form", "peak"),
    # growth
    Line("We expect 12 % more sensors per year.", 0.12, "ratio", "growth"),
    Line("Every year 5 % more customers.", 0.05, "ratio", "growth"),
    Line("There will be a fifth of all seats free.", 0.2, "ratio", "share"),
    # what is given for free is no load
    Line("Every member has ten free rides per month.", 10, "count", "other", "ride", per="member"),
    Line("Each key gets 1,000 free calls a day.", 1000, "count", "other", "call"),
    # one of so many
    Line("Readers return one book in 6 late.", 1 / 6, "ratio", "share", "book"),
    Line("8,000 tickets a day, one ticket in four is refunded.", 0.25, "ratio", "share", "ticket"),
    Line("One copy in 3 regions.", 3, "count", "copies", "region"),
    Line("12% of them share with a doctor", 0.12, "ratio", "share"),
    Line("Parents choose in the app, and half of them do it late.", 0.5, "ratio", "share", "parent"),
    # how many there are, said behind the thing
    Line("Cargo pallets, 14,000 on the move, each with a tag.", 14_000, "count", "stock", "pallet"),
    Line("The renderer, of which we run four.", 4, "count", "copies", "renderer"),
    Line("The probes of the vats, they are 180, send the temperature.", 180, "count", "stock", "probe"),
    Line("310,000 members, of whom 9,000 drive on a weekday", 9000, "count", "stock", "member", "daily"),
    Line("8,000 nurses; 3,000 of them work on any day", 3000, "count", "stock", "nurse", "daily"),
    Line("Every hiker logs huts. On a busy day there are 2.2 million of them.", 2.2e6 / DAY, "/s", "load", "hut"),
    Line("Registry for 12 million insured.", 12e6, "count", "stock", "insured"),
    Line("A hotline for 300,000 unemployed.", 300_000, "count", "stock", "unemployed"),
    Line("2 million open connections", 2e6, "count", "stock", "connection"),
    Line("Ponds\nponds: 120\nphotos: 8 per pond per hour", 120, "count", "stock", "pond"),
    Line("Ponds\nponds: 120\nphotos: 8 per pond per hour", 8 / HOUR, "/s", "load", "photo", per="pond"),
    # who comes
    Line("9,000 pilgrims check in per day", 9000 / DAY, "/s", "load", "pilgrim"),
    Line("1.4 million visitors a year", 1.4e6 / YEAR, "/s", "load", "visitor"),
    Line("600 letters a day, two scans each", 2, "count|ratio", "factor", "scan", per="letter"),
    Line("2 million visitors a year, each plays 18 clips", 18, "count|ratio", "factor", "clip", per="visitor"),
    Line("7,000 anglers, each sends 3 notes of 20 kB and five photos of 2 MB a day", 5 / DAY, "/s", "load", "photo", per="angler"),
    Line("30,000 drivers drive every day, each reports progress 40 times.", 40, "ratio", "factor", per="driver"),
    Line("half a million boxes, one in five gets a parcel on any day", 0.2 / DAY, "/s", "load", "parcel", per="box"),
    Line("300,000 entries within two weeks", 300_000 / (2 * WEEK), "/s", "load", "entries"),
    Line("Enforcers, 45 on duty, query a plate 25 times an hour each.", 25 / HOUR, "/s", "load", per="enforcer"),
    Line("Our farm clones the same 300 archives about 55 times a second", 55, "/s", "load", "clone"),
    Line("A licence check for our 140 programs. 9k/s on average.", 9000, "/s", "load", "request"),
    Line("40 lanes, at most 160 trucks per window, 6,800 a day", 6800 / DAY, "/s", "load", "truck"),
    # so much for each of many
    Line("34,000 keepers with on average 11 hives", 11, "count", "factor", "hive", per="keeper"),
    Line("6,400 shops put up 3 bags each evening", 3 / DAY, "/s", "load", "bag", per="shop"),
    Line("120 plants send 2 samples weekly", 2 / WEEK, "/s", "load", "sample", per="plant"),
    Line("12 editors write 9 columns a day", 9 / DAY, "/s", "load", "column"),
    Line("95,000 flights per week, ~170 passengers on each", 170, "count|ratio", "factor", "passenger", per="flight"),
    Line("75 crates, 4 loggers in a crate", 4, "count", "factor", "logger", per="crate"),
    Line("180 rooms per hotel, 9 events a room a day", 9 / DAY, "/s", "load", "event", per="room"),
    Line("8 million customers, one letter each per month", 1 / MONTH, "/s", "load", "letter", per="customer"),
    Line("A camera takes a picture a minute, 800 kB", MINUTE, "s", "period", "picture"),
    Line("2.6 million passengers and 480,000 cars a year", 2.6e6 / YEAR, "/s", "load", "passenger"),
    Line("at seven every second pupil opens it", 0.5, "ratio", "share", "pupil"),
    Line("An answer after 3 s (p95), everything else is kept seven years", 7 * YEAR, "s", "retention"),
    Line("Points are visible within the hour.", HOUR, "s", "latency", "point"),
    Line("10 messages a minute; 200 bytes.", 200, "bytes", "size", "message"),
    # products
    Line("300 pumps × 60 channels at 2 Hz", 60, "count", "factor", "channel", per="pump"),
    Line("300 pumps × 60 channels at 2 Hz", 2, "/s", "load", per="channel"),
    Line("75,000 subscribers x 180 call records per month", 180 / MONTH, "/s", "load", "record", per="subscriber"),
    Line("40 million votes in a night, at most 20 per phone", 20, "count", "factor", "vote", per="phone"),
    # times
    Line("store a year at full resolution", YEAR, "s", "retention"),
    Line("We hold a month in the hot store.", MONTH, "s", "retention"),
    Line("Images for 2 years, marks for 60.", 60 * YEAR, "s", "retention", "mark"),
    Line("Plans stay 10 years, notes 3.", 3 * YEAR, "s", "retention", "note"),
    Line("350 probes send a reading each minute", MINUTE, "s", "period", "reading", per="probe"),
    Line("A reading per five minutes and patient", 300, "s", "period", "reading", per="patient"),
    Line("Passes bought online work at the gate a minute later.", MINUTE, "s", "latency", "gate"),
    Line("The server may be off for an hour.", HOUR, "s", "recovery"),
    Line("99.99% of the year it has to answer", 0.9999, "ratio", "availability"),
    Line("8,000 hours of tape", 8000 * HOUR, "s", "stock", "tape"),
    Line("Keep 72 hours of logs.", 72 * HOUR, "s", "retention", "log"),
    Line("4 million returns a year, a third of them in the last three days", 3 * DAY, "s", "period", "return"),
    # figures that are taken back
    Line("Dump: 2-3 GB? No, that was the old format; now 18 MB", 18 * MB, "bytes", "stock|size", "dump"),
    Line("300 users, sorry, 400 users", 400, "count", "stock", "user"),
    Line("A frame is 40 kB - no, 60 kB.", 60 * KB, "bytes", "size", "frame"),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=[f"{line.text} {line.value:g}" for line in LINES])
def test_a_turn_is_read_as_it_is_meant(line: Line) -> None:
    parts = [line._replace(unit=unit) for unit in line.unit.split("|")]
    assert any(map(is_read, parts)), f"{line.text}: {readings(line.text)}"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Dump: 2-3 GB? No, that was the old format; now 18 MB", 3 * GB),
        ("300 users, sorry, 400 users", 300),
        ("between 9 and 10 a quarter of them", 10 / (YEAR / 4)),
        ("2) The archive is copied to a second site", 2),
        ("cameras: 3,400\npictures: 90 per camera", 3400 * MB),
        ("We keep a day ticket and a second copy.", DAY),
        ("kept 7 years, room 117.", 117 * YEAR),
        ("clicks, 5,000 at peak", 5000 * DAY),
        ("The doors open at 18:00 sharp, on Mondays at 7:30 members first.", 0),
        ("The doors open at 18:00 sharp, on Mondays at 7:30 members first.", 30),
    ],
)
def test_nothing_is_made_of_what_is_no_figure(text: str, wrong: float) -> None:
    assert wrong not in [item.value for item in quantities_in(text)], readings(text)


def test_a_label_names_only_the_figure_of_its_own_line() -> None:
    found = quantities_in("cameras: 3,400\npictures: 90 per camera per day\nsize: 2.5 MB\nempty ones are dropped")
    assert [item.subject for item in found] == ["cameras", "pictures", "pictures"]


_PIECES = st.sampled_from(
    "5 40,000 0 1.5 two dozen half a the of each every per in at with within last days second hour users photos MB Mbit/s % times "
    "x that when it is , . ; : ( ) ? No - them which are come twice peak usual rather than around May one three quarter week p95 "
    "recordings film later kept all everybody roll-out Dump = 18:00 between and".split()
)


@given(st.lists(_PIECES, max_size=24), st.sampled_from([" ", "\n"]))
@settings(max_examples=100, deadline=None)
def test_words_of_figures_in_any_order_are_read_without_a_crash(pieces: list[str], blank: str) -> None:
    text = blank.join(pieces)
    found = quantities_in(text)
    assert len({item.name for item in found}) == len(found)
    assert all(text[slice(*item.span)] == item.text for item in found)
    stated_estimates(found)


@pytest.mark.parametrize(
    "piece", ["of of ", "there are 3 million of them and ", "kept and for 10 years, ", "7 ", "= 5 bytes "]
)
def test_the_time_grows_no_faster_than_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        start = time.process_time()
        quantities_in(text)
        return time.process_time() - start

    seconds(1000)
    assert min(seconds(16_000) for _ in range(2)) < 10 * max(min(seconds(4000) for _ in range(3)), 0.02)
