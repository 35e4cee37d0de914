"""Durations as people write them: latencies, retention, recovery, limits; and money, availability and growth."""

from __future__ import annotations

import pytest

from tests.support.figure_lines import DAY, HOUR, MINUTE, MONTH, WEEK, YEAR, Line, is_read, readings

LINES = [
    # latencies
    Line("Search has to answer in under 300 ms at the 95th percentile.", 0.3, "s", "latency", "", "p95"),
    Line("p99 < 200 ms", 0.2, "s", "latency", "", "p99"),
    Line("P95: 1.5 s", 1.5, "s", "latency", "", "p95"),
    Line("99% of the reads must be served within 50ms", 0.05, "s", "latency", "", "p99"),
    Line("latency p50/p99 of 20/150 ms", 0.15, "s", "latency", "", "p99"),
    Line("p50 20 ms, p95 80 ms, p99 250 ms", 0.08, "s", "latency", "", "p95"),
    Line("median 20 ms and p99 250 ms", 0.02, "s", "latency", "", "p50"),
    Line("tail latency (p99.9) below half a second", 0.5, "s", "latency", "", "p999"),
    Line("The page should load in two seconds.", 2, "s", "latency", "page|load"),
    Line("A code has to arrive within 10 seconds in 95 % of cases.", 10, "s", "latency", "code", "p95"),
    Line("the answer must come in less than a second", 1, "s", "latency", "answer"),
    Line("all boats must know inside of 2 hours", 2 * HOUR, "s", "latency", "boat"),
    Line("A time should be on the page 15 seconds after the mat.", 15, "s", "latency", "time|page|mat"),
    Line("the belt waits at most 150 ms for the answer", 0.15, "s", "latency", "belt|answer"),
    Line("the screen may lag by 5 seconds at most", 5, "s", "latency", "screen"),
    Line("no more than 3 s between click and result", 3, "s", "latency", "click|result"),
    Line("sub-100ms response time", 0.1, "s", "latency", "response"),
    Line("response time must not exceed 250 milliseconds", 0.25, "s", "latency", "response"),
    Line("it needs to feel instant, 100 ms or so", 0.1, "s", "latency"),
    Line("max. latency: 80ms", 0.08, "s", "latency"),
    Line("dashboards are at most one minute behind", MINUTE, "s", "latency", "dashboard"),
    Line("alerts reach the nurse within ten minutes", 600, "s", "latency", "alert|nurse"),
    Line("Antwortzeit unter 200 ms", 0.2, "s", "latency"),
    Line("temps de réponse inférieur à 300 ms", 0.3, "s", "latency"),
    Line("Timeout for the bank's API is 8 seconds", 8, "s", "latency", "timeout"),
    Line("a report of a million rows may take up to 20 minutes", 1200, "s", "latency|other", "report|row"),
    Line("It takes the model 1.2 s to give the first word.", 1.2, "s", "latency|other", "model|word"),
    # retention
    Line("Logs are kept for 13 months.", 13 * MONTH, "s", "retention", "log"),
    Line("we must keep invoices ten years", 10 * YEAR, "s", "retention", "invoice"),
    Line("Data stay six years.", 6 * YEAR, "s", "retention", "data"),
    Line("retention: 90 days", 90 * DAY, "s", "retention"),
    Line("retention 2y", 2 * YEAR, "s", "retention"),
    Line("30 days retention for raw samples", 30 * DAY, "s", "retention", "sample"),
    Line("raw events for 15 days, then rollups for 2 years", 15 * DAY, "s", "retention", "event"),
    Line("raw events for 15 days, then rollups for 2 years", 2 * YEAR, "s", "retention", "rollup"),
    Line("Photos are deleted after 72 hours.", 72 * HOUR, "s", "retention", "photo"),
    Line("The chat history disappears after a week.", WEEK, "s", "retention", "history|chat"),
    Line("messages live for a fortnight", 14 * DAY, "s", "retention", "message"),
    Line("TTL of 15 minutes on sessions", 900, "s", "retention", "session"),
    Line("links expire after 48h", 48 * HOUR, "s", "retention", "link"),
    Line("we have to be able to replay a week of events", WEEK, "s", "retention", "event|replay"),
    Line("recordings stay available for half a year", YEAR / 2, "s", "retention", "recording"),
    Line("Aufbewahrung 10 Jahre", 10 * YEAR, "s", "retention"),
    Line("conservation pendant 5 ans", 5 * YEAR, "s", "retention"),
    Line("the law says seven years for the accounts, so nothing is erased before", 7 * YEAR, "s", "retention", "account"),
    Line("three years of history", 3 * YEAR, "s", "retention", "history"),
    Line("a rolling window of 24 hours of positions", DAY, "s", "retention|other|period", "position|window"),
    Line("A seat is held for 8 minutes.", 8 * MINUTE, "s", "retention|other", "seat|held|hold"),
    Line("who doesn't pay in 6 minutes loses the pair", 360, "s", "latency|other|retention", "pay"),
    # recovery, outages, availability
    Line("RPO = 15 min, RTO = 4 h", 900, "s", "recovery", "rpo"),
    Line("RPO = 15 min, RTO = 4 h", 4 * HOUR, "s", "recovery", "rto"),
    Line("RPO/RTO 5 min/1 h", HOUR, "s", "recovery", "rto"),
    Line("RPO/RTO 5 min/1 h", 300, "s", "recovery", "rpo"),
    Line("rpo zero", 0, "s", "recovery", "rpo"),
    Line("We may lose at most five minutes of data.", 300, "s", "recovery", "rpo"),
    Line("after a crash we want to be back within an hour", HOUR, "s", "recovery", "rto"),
    Line("recovery time objective: 30 minutes", 1800, "s", "recovery", "rto"),
    Line("recovery point objective of one hour", HOUR, "s", "recovery", "rpo"),
    Line("Gateways must survive 6 hours without a connection.", 6 * HOUR, "s", "recovery|other", "connection|gateway|outage"),
    Line("99.9% availability", 0.999, "ratio", "availability"),
    Line("SLA: 99,95 %", 0.9995, "ratio", "availability"),
    Line("four nines uptime please", 0.9999, "ratio", "availability"),
    Line("four and a half nines", 0.99995, "ratio", "availability"),
    Line("availability target 3 nines", 0.999, "ratio", "availability"),
    Line("up 99.5 percent of the time", 0.995, "ratio", "availability"),
    Line("two 9s is enough", 0.99, "ratio", "availability"),
    Line("five 9's", 0.99999, "ratio", "availability"),
    Line("not more than 4 hours of downtime a year", 4 * HOUR, "s", "recovery", "downtime|outage"),
    # money
    Line("budget: 2,000 EUR/month", 2000, "eur/month", "budget"),
    Line("We can spend $1.5k per month on hosting.", 1500, "usd/month", "budget"),
    Line("no more than 300 dollars a month", 300, "usd/month", "budget"),
    Line("The budget is US$ 12,000 a year.", 12_000 * MONTH / YEAR, "usd/month", "budget"),
    Line("monthly budget 800 €", 800, "eur/month", "budget"),
    Line("hosting may cost CHF 5'000 a month", 5000, "chf/month", "budget"),
    Line("£20k/month", 20_000, "gbp/month", "budget"),
    Line("a ticket costs 25 cents", 0.25, "usd", "other", "ticket|cost"),
    Line("transfers above 10,000 dollars need a second person", 10_000, "usd", "other", "transfer|dollar|above"),
    Line("1,5 Mio € pro Jahr", 1.5e6 * MONTH / YEAR, "eur/month", "budget"),
    # growth
    Line("we grow 15% a year", 0.15, "ratio", "growth"),
    Line("growth: 8 percent per month", 0.08, "ratio", "growth"),
    Line("traffic doubles every year", 1, "ratio", "growth"),
    Line("the data triples each year", 2, "ratio", "growth"),
    Line("user numbers are going up by a third every year", 1 / 3, "ratio", "growth"),
    Line("+30 % year on year", 0.3, "ratio", "growth"),
    Line("growth of 20% YoY", 0.2, "ratio", "growth"),
    # hours of work
    Line("office hours only, 8am to 6pm", 10 * HOUR, "s", "period", "hour"),
    Line("open from 9 to 17 h", 8 * HOUR, "s", "period", "hour"),
    Line("we work 08:00-18:00", 10 * HOUR, "s", "period", "hour"),
]  # fmt: skip

NOT_FIGURES = [
    "It has to run 24/7.", "24x7 support", "We go live on 2026-03-01.", "Meeting on 12.05.2025 at 10:30",
    "call me at +49 30 901820", "ISO 27001 and SOC 2", "under 21 CFR Part 11", "PCI DSS 4.0", "ticket #48213", "see RFC 7231",
    "the year 2024 was good", "Form 1040 is filed", "Windows 11 and Python 3.12", "iPhone 15", "chapter 3, page 12", "version 2",
    "hundreds of users", "tens of thousands of requests a day", "zero downtime", "a lot of orders a day", "port 8080 is open",
    "We met at 8 o'clock.", "RS-232 and USB 3.0", "paragraph 5", "Room 101", "Route 66", "HTTP 429", "error 503", "Q3 2025",
    "24 December", "by May 31", "Basel III", "ZIP code 10115", "one of our users", "on the one hand", "the other two",
    "first of all", "a second human approves", "in the second step", "the third party", "at first", "second hall",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=[f"{line.text} {line.value:g}" for line in LINES])
def test_a_duration_or_share_is_read_as_it_is_meant(line: Line) -> None:
    assert is_read(line), f"{line.text}: {readings(line.text)}"


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    assert readings(text) == "nothing"
