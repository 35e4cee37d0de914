"""Ways to write a figure: each line is a notation, and what it must be read as."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.brief.lexer import tokens_of
from designer.brief.numbers import number_at
from designer.brief.quantities import quantities_in

MINUTE, HOUR, DAY = 60, 3600, 86400
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY
KB, MB, GB, TB = 1e3, 1e6, 1e9, 1e12

NUMBERS = [
    ("100", 100), ("1,000", 1000), ("1,000,000", 1e6), ("1_000_000", 1e6), ("1 000 000", 1e6), ("1'000'000", 1e6),
    ("1’000’000", 1e6), ("1.500.000", 1.5e6), ("1.500.000,5", 1500000.5), ("1,00,000", 1e5), ("12,34,567", 1234567),
    ("180.000 people", 180000), ("1.125 GB", 1.125), ("99.999 %", 99.999), ("99,95 %", 99.95), ("1,5 Mio", 1.5e6),
    ("1,5 GB", 1.5), ("2,5 Mrd", 2.5e9), ("10^6", 1e6), ("10**6", 1e6), ("10⁶", 1e6), ("2 x 10^6", 2e6),
    ("2 × 10⁶", 2e6), ("2e6", 2e6), ("1.2e6", 1.2e6), ("10k", 1e4), ("1.5 million", 1.5e6), ("3 bn", 3e9),
    ("3bn", 3e9), ("5 lakh", 5e5), ("2 crore", 2e7), ("a dozen", 12), ("a hundred", 100), ("a million", 1e6),
    ("half a million", 5e5), ("a quarter of a million", 2.5e5), ("two and a half million", 2.5e6),
    ("a million and a half", 1.5e6), ("2½", 2.5), ("½", 0.5), ("twenty-five", 25), ("three hundred and fifty", 350),
    ("two hundred thousand", 2e5), ("a couple of hundred", 200), ("3-5k", 5000), ("3–5 thousand", 5000),
    ("10 to 20 million", 2e7), ("two thirds", 2 / 3), ("three quarters", 0.75), ("dos millones", 2e6),
    ("zwei Millionen", 2e6), ("10 mil usuarios", 1e4), ("5 mil views", 5e6), ("1000万", 1e7), ("3亿", 3e8),
    ("100 thousand million", 1e11), ("2 millions", 2e6), ("1 Milliarde", 1e9),
]  # fmt: skip

FIGURES = [
    # rates
    ("100 million a month", 1e8 / MONTH, "requests/s", "load"),
    ("5 million orders per year", 5e6 / YEAR, "orders/s", "load"),
    ("300 orders an hour", 300 / HOUR, "orders/s", "load"),
    ("40 uploads/min", 40 / MINUTE, "uploads/s", "load"),
    ("10k events/s", 10_000, "events/s", "load"),
    ("10,000 events per second", 10_000, "events/s", "load"),
    ("10000 events each second", 10_000, "events/s", "load"),
    ("2 million messages daily", 2e6 / DAY, "messages/s", "load"),
    ("every day 5 million photos are uploaded", 5e6 / DAY, "photos/s", "load"),
    ("500 tickets per shift", 500 / (8 * HOUR), "tickets/s", "load"),
    ("900 claims a week", 900 / WEEK, "claims/s", "load"),
    ("40 000 donations in one month", 40_000 / MONTH, "donations/s", "load"),
    ("6 heartbeats every 30 seconds", 0.2, "heartbeats/s", "load"),
    ("50 qps", 50, "queries/s", "load"),
    ("3000 tps", 3000, "transactions/s", "load"),
    ("600 rpm", 10, "requests/s", "load"),
    ("RPS: 5000", 5000, "requests/s", "load"),
    ("peak QPS of 40k", 40_000, "queries/s", "load"),
    ("messages/day: 3M", 3e6 / DAY, "messages/s", "load"),
    ("requests per second: 200", 200, "requests/s", "load"),
    ("3-5k orders a day", 5000 / DAY, "orders/s", "load"),
    ("~40k views per hour", 40_000 / HOUR, "views/s", "load"),
    ("1.500.000 Anfragen pro Monat", 1.5e6 / MONTH, "requests/s", "load"),
    ("2.000 Nachrichten pro Sekunde", 2000, "messages/s", "load"),
    ("10 000 commandes par jour", 10_000 / DAY, "orders/s", "load"),
    ("500 peticiones por segundo", 500, "requests/s", "load"),
    ("1.500.000 pedidos al mes", 1.5e6 / MONTH, "orders/s", "load"),
    ("每天1000万", 1e7 / DAY, "requests/s", "load"),
    ("每秒2万请求", 20_000, "requests/s", "load"),
    ("links are opened 500,000 times a day", 5e5 / DAY, "opened/s", "load"),
    # bytes
    ("1.5 TB/day", 1.5 * TB / DAY, "bytes/s", "load"),
    ("400 GB per day of logs", 400 * GB / DAY, "bytes/s", "load"),
    ("100 Mbps", 12.5 * MB, "bytes/s", "load"),
    ("3,5 Mbit/s", 437_500, "bytes/s", "load"),
    ("20 MB/s", 20 * MB, "bytes/s", "load"),
    ("we store 2 TB", 2 * TB, "bytes", "stock"),
    ("we store 2 Tb", 250 * GB, "bytes", "stock"),
    ("an archive with 5 TiB", 5 * 2**40, "bytes", "stock"),
    ("an archive with 3 PB", 3e15, "bytes", "stock"),
    ("4 GB each", 4 * GB, "bytes", "size"),
    ("images of 2 MB", 2 * MB, "bytes", "size"),
    ("2 MB images", 2 * MB, "bytes", "size"),
    ("a message is about 1 KB", 1 * KB, "bytes", "size"),
    ("nothing larger than 2 MB", 2 * MB, "bytes", "size"),
    ("each event is 500 bytes", 500, "bytes", "size"),
    ("one change ~ 120 B", 120, "bytes", "size"),
    ("files of 500MB", 500 * MB, "bytes", "size"),
    # people and things
    ("2 million users", 2e6, "count", "stock"),
    ("2M users", 2e6, "count", "stock"),
    ("500k DAU", 5e5, "count", "stock"),
    ("DAU: 12M", 12e6, "count", "stock"),
    ("3 million MAU", 3e6, "count", "stock"),
    ("20 million people daily", 2e7, "count", "stock"),
    ("2 million viewers a day", 2e6, "count", "stock"),
    ("40k concurrent users", 40_000, "count", "stock"),
    ("400 000 people watching at the same time", 4e5, "count", "stock"),
    ("staff 4,000, students 38,000", 38_000, "count", "stock"),
    ("concurrent users: 2 million", 2e6, "count", "stock"),
    ("1,5 Mio Nutzer", 1.5e6, "count", "stock"),
    ("2 millones de usuarios", 2e6, "count", "stock"),
    ("日活用户500万", 5e6, "count", "stock"),
    ("600 build machines pull the same commits every morning", 600, "count", "copies"),
    ("4 million meters report every 15 minutes", 4e6, "count", "stock"),
    ("a dozen regions", 12, "count", "copies"),
    ("three replicas", 3, "count", "copies"),
    # shares, ratios, factors
    ("35 % of the calls", 0.35, "ratio", "share"),
    ("half of the loyalty calls", 0.5, "ratio", "share"),
    ("1 in 10 writes", 0.1, "ratio", "share"),
    ("one out of five users", 0.2, "ratio", "share"),
    ("a fifth of them each day", 0.2, "ratio", "share"),
    ("filled up to 95 %", 0.95, "ratio", "share"),
    ("100:1 reads", 100, "ratio", "factor"),
    ("a read/write ratio of 1:10", 10, "ratio", "factor"),
    ("ten reads for every write", 10, "ratio", "factor"),
    ("peak is three times the mean", 3, "ratio", "factor"),
    ("peaks of 8x", 8, "ratio", "factor"),
    ("a 3-fold rush at peak", 3, "ratio", "factor"),
    ("growing 20 % a year", 0.2, "ratio", "growth"),
    ("it doubles every year", 1, "ratio", "growth"),
    # availability
    ("99.9 % uptime", 0.999, "ratio", "availability"),
    ("availability of 99.99%", 0.9999, "ratio", "availability"),
    ("four nines", 0.9999, "ratio", "availability"),
    ("three nines five", 0.9995, "ratio", "availability"),
    ("Verfügbarkeit 99,95 %", 0.9995, "ratio", "availability"),
    ("availability of 120 %", 1.2, "ratio", "availability"),
    # latencies
    ("p50 of 20 ms", 0.02, "s", "latency"),
    ("200 ms at p99", 0.2, "s", "latency"),
    ("p99.9 < 2s", 2, "s", "latency"),
    ("95th percentile below 1 second", 1, "s", "latency"),
    ("99 % of requests within 300 ms", 0.3, "s", "latency"),
    ("at most 5 seconds behind", 5, "s", "latency"),
    ("answers within half a second", 0.5, "s", "latency"),
    ("answers within an hour", HOUR, "s", "latency"),
    ("a delay of 500 µs", 5e-4, "s", "latency"),
    ("between 100 and 200 ms", 0.2, "s", "latency"),
    # periods
    ("devices send every 30 s", 30, "s", "period"),
    ("polled every 2 hours", 2 * HOUR, "s", "period"),
    ("checked every minute", MINUTE, "s", "period"),
    ("open 9 to 5", 8 * HOUR, "s", "period"),
    ("from 8am to 6pm", 10 * HOUR, "s", "period"),
    ("backed up twice a day", 2 / DAY, "times/s", "period"),
    # retention and recovery
    ("kept for 90 days", 90 * DAY, "s", "retention"),
    ("deleted after two weeks", 2 * WEEK, "s", "retention"),
    ("logs for 13 months", 13 * MONTH, "s", "retention"),
    ("a TTL of 24 hours", DAY, "s", "retention"),
    ("a 30-day history", 30 * DAY, "s", "retention"),
    ("保留30天", 30 * DAY, "s", "retention"),
    ("RPO: 15 min", 15 * MINUTE, "s", "recovery"),
    ("RTO of 2 h", 2 * HOUR, "s", "recovery"),
    ("must be back within an hour", HOUR, "s", "recovery"),
    ("we were down for 6 hours", 6 * HOUR, "s", "recovery"),
    ("at most 30 seconds of standstill", 30, "s", "recovery"),
    ("we may lose at most 5 minutes of data", 5 * MINUTE, "s", "recovery"),
    # money
    ("$5,000 a month", 5000, "usd/month", "budget"),
    ("monthly budget: $25,000", 25_000, "usd/month", "budget"),
    ("a budget of 24k USD per year", 24_000 * MONTH / YEAR, "usd/month", "budget"),
    ("€500 a month", 500, "eur/month", "budget"),
]  # fmt: skip

NO_FIGURES = [
    "We serve 1080p over H.264 24/7", "in 2019", "version 1.2.3", "IP 10.0.0.12", "TLS 1.3", "HTTP/2 and S3",
    "one of them", "tens of millions of users", "2FA", "ISO 27001", "page 3",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS, ids=[text for text, _ in NUMBERS])
def test_a_number_is_read_as_it_is_written(text: str, value: float) -> None:
    number = number_at(tokens_of(text), 0)
    assert number is not None
    assert number.value == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(("text", "value", "unit", "role"), FIGURES, ids=[case[0] for case in FIGURES])
def test_a_figure_is_read_as_it_is_written(text: str, value: float, unit: str, role: str) -> None:
    found = [(item.value, item.unit, item.role) for item in quantities_in(text)]
    assert any(item[0] == pytest.approx(value, rel=1e-6) and item[1:] == (unit, role) for item in found), found


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert quantities_in(text) == ()


def test_there_are_at_least_150_notations() -> None:
    assert len(NUMBERS) + len(FIGURES) >= 150


@pytest.mark.parametrize(
    ("text", "mean", "peak"),
    [
        ("6,000 rps with a peak of 20,000", 6000, 20_000),
        ("we see 6,000 requests per second and peaks of 20,000", 6000, 20_000),
        ("normally 300 req/s, at peak 900", 300, 900),
        ("90 messages each second on match days, 1.5 k at a goal", 90, 1500),
        ("40 orders per minute, 600 at peak", 40 / 60, 10),
    ],
)
def test_a_second_number_is_the_peak_of_the_rate_before(text: str, mean: float, peak: float) -> None:
    found = {item.stat: item.value for item in quantities_in(text)}
    assert found == {"mean": pytest.approx(mean), "peak": pytest.approx(peak)}


@pytest.mark.parametrize(
    ("text", "stats"),
    [
        ("p99 under 200 ms, writes within 2 s", ["p99", ""]),
        ("p50 20 ms, p99 200 ms", ["p50", "p99"]),
        ("p50 20 ms p99 200 ms", ["p50", "p99"]),
        ("20 ms at p50, 200 ms at p99", ["p50", "p99"]),
        ("answers in 300 ms (p95), errors in 2 s", ["p95", ""]),
        ("median 50 ms, 95th percentile 200 ms", ["p50", "p95"]),
    ],
)
def test_a_percentile_belongs_to_the_time_beside_it(text: str, stats: list[str]) -> None:
    assert [item.stat for item in quantities_in(text) if item.unit == "s"] == stats


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("2 million users, each user sends 40 messages a day", "user"),
        ("20 million people daily, each watches 12 clips", "people"),
        ("400 000 people; on average each of them pulls 3.5 Mbit/s", "people"),
        ("2.5 million patients, twelve messages each", "patients"),
        ("every user sees the feed, which holds 200 posts", ""),
        ("each order goes to a warehouse with 300 racks", ""),
    ],
)
def test_each_reaches_no_further_than_its_verb(text: str, per: str) -> None:
    assert quantities_in(text)[-1].per == per


def test_a_line_break_inside_a_sentence_changes_nothing() -> None:
    one = "We expect 100 million new links every month and p99 of redirects must stay under 30 ms"
    wrapped = one.replace("new links", "new\nlinks").replace("must stay", "must\nstay").replace("under", "under\n")
    pick = [(item.value, item.unit, item.role, item.stat, item.subject) for item in quantities_in(one)]
    assert pick == [(item.value, item.unit, item.role, item.stat, item.subject) for item in quantities_in(wrapped)]


def test_waiting_is_no_retention() -> None:
    assert all(item.role != "retention" for item in quantities_in("nobody should be waiting for three weeks"))


WORDS = st.sampled_from(
    "10 1,000 2.5 million k users orders a each every per day month second , . ; \n - to of and p99 ms GB / % peak "
    "average times one half nines $ € 每天 万 : ( ) for within kept RPO in ^ x 1.500.000 9 5 am".split(" ")
)


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.lists(WORDS, max_size=20).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_mix_of_number_words_is_read_without_a_crash(text: str) -> None:
    found = quantities_in(text)
    for item in found:
        start, end = item.span
        assert 0 <= start < end <= len(text) and text[start:end] == item.text
        assert item.value == item.value and abs(item.value) != float("inf")
    assert len({item.name for item in found}) == len(found)


@pytest.mark.parametrize("unit", ["1,", "5 users each ", "10 to ", "每天1000万", "p99 5 ms, ", "every 2 s ", "- "])
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        begin = time.process_time()
        quantities_in(text)
        return time.process_time() - begin

    seconds(1000)
    small = min(seconds(10_000) for _ in range(2))
    assert seconds(80_000) < 8 * 4 * small + 0.2
