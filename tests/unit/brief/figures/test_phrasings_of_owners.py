"""Whose a figure is, and what its people do: each line is a sentence and what must be read in it."""

from __future__ import annotations

import pytest

from designer.brief.quantities import quantities_in
from tests.support.figure_lines import DAY, GB, HOUR, KB, MB, MINUTE, TB, WEEK, Line, is_read, readings

PILGRIMS = "90,000 pilgrims have the app; 4,000 walk on any given day and 600 chat at the same time."
FARMERS = "Our farmers, 8,000 enrolled and 700 online at harvest, post prices."
TURNSTILES = "Gym turnstiles (3,400 sold, about 900 in service on a weekday) emit 90-byte pulses, one every 20 seconds."
THEATRES = "34 theatres, 12,000 guests per day in total, 1,500 watching at the peak, each at 640 kbit/s."
ORCHARDS = "Beehives stand in 120 orchards, 6 to an orchard, and report their weight every 15 minutes."
DAYS = "8,000 tickets sold on Saturdays, 54 000 parcels collected on weekdays, 1,200 letters arrive on Mondays."

LINES = [
    # a period that opens a sentence, and who acts behind it
    Line("There are 900 trams. Every 5 seconds each tram sends its position.", 5, "s", "period", "position", per="tram"),
    Line("There are 900 trams. Every 5 seconds the trams send their position.", 5, "s", "period", "position", per="trams"),
    Line("300 weather stations. Every 10 s each weather station reports.", 10, "s", "period", "report", per="station"),
    Line("Every minute each of the 700 pumps posts its pressure.", MINUTE, "s", "period", "pressure", per="pumps"),
    Line("Every 40 seconds each fermenter transmits 64 bytes.", 64, "bytes", "size", "message"),
    Line("Sensor vests report every 2 minutes and are worn by 4,000 miners.", 120, "s", "period", per="miners"),
    # people and devices by what they do or are
    Line(PILGRIMS, 4000, "count", "stock", "pilgrim", "daily"),
    Line(PILGRIMS, 600, "count", "stock", "pilgrim", "concurrent"),
    Line(FARMERS, 8000, "count", "stock", "farmer", "total"),
    Line(FARMERS, 700, "count", "stock", "farmer", "concurrent"),
    Line(TURNSTILES, 3400, "count", "stock", "turnstile"),
    Line(TURNSTILES, 900, "count", "stock", "turnstile", "daily"),
    Line(TURNSTILES, 20, "s", "period", "pulse", per="turnstiles"),
    Line(THEATRES, 1500, "count", "stock", "guest", "concurrent"),
    Line("We have 300 drones, 40 flying at the same time.", 40, "count", "stock", "drone", "concurrent"),
    Line("The club has 300 rowers, 60 training every day.", 60, "count", "stock", "rower", "daily"),
    Line("The 60 nurses enter 800 readings; 15 work at the same time.", 15, "count", "stock", "nurse", "concurrent"),
    Line("2,000 blind listeners, 300 of whom drop in daily.", 300, "count", "stock", "listener", "daily"),
    Line("Fans 45k concurrent, twice as many on finals day.", 45_000, "count", "stock", "fan", "concurrent"),
    Line("800k people hold a card, never more than 2,200 at the same moment.", 2200, "count", "stock", "people", "concurrent"),
    Line("1.2 M collectors, and 30 K looking at something every day.", 30_000, "count", "stock", "collector", "daily"),
    # so many of each
    Line(ORCHARDS, 6, "count", "factor", "beehive", per="orchard"),
    Line(ORCHARDS, 900, "s", "period", "weight", per="beehives"),
    Line("One ticket causes 12 mails.", 12, "ratio", "factor", "mail", per="ticket"),
    Line("0.2 million page views a day, one order to 250 views.", 250, "ratio", "factor", "view", per="order"),
    Line("Queries outnumber edits 40 : 1.", 40, "ratio", "factor", "query"),
    Line("One sample per valve every 2 s.", 2, "s", "period", "sample", per="valve"),
    Line("We want 5 values per minute and sensor.", 5 / MINUTE, "/s", "load", "value", per="sensor"),
    Line("We own 150 ships with 80 gauges each, read four times a minute.", 4 / MINUTE, "/s", "load", "read", per="gauges"),
    Line("A reading is taken at 16 bytes the reading.", 16, "bytes", "size", "reading"),
    Line("Each kiln takes a 3 MB still every minute.", 3 * MB, "bytes", "size", "still"),
    Line("Some choirs have 30 members; the big choirs have 900.", 900, "count", "factor", "member", per="choirs"),
    Line("The reading of every valve (there are 1,900) twice per second.", 1900, "count", "stock", "valve"),
    Line("Labs (64) download the catalogue every 3 hours.", 64, "count", "stock", "lab"),
    Line("Labs (64) download the catalogue every 3 hours.", 3 * HOUR, "s", "period", "catalogue", per="labs"),
    Line("There are buoys in the bay. Each of the 70 streams sonar at 8 Mbps.", 70, "count", "stock", "buoy"),
    Line("The clerks close. By then 40 offices have filed reports, 9,000 of them.", 9000, "count", "stock", "report"),
    Line("A quota of 2.592 million rows a month per tenant.", 1.0, "rows/s", "other", "row", per="tenant"),
    Line("No seller may post more than 5 adverts a week.", 5, "count", "other", "advert"),
    Line("Nobody sends more than 300 mails daily.", 300, "count", "other", "mail"),
    Line("We hold 9 million sheets. Each week 600 new ones arrive.", 600 / WEEK, "/s", "load", "sheet"),
    # what comes by itself, on which days, in which hours
    Line("A donor kidney turns up three times a week.", 3 / WEEK, "/s", "load", "kidney"),
    Line("A false alarm occurs twice a week.", 2 / WEEK, "/s", "load", "alarm"),
    Line("A meteor appears every 40 minutes.", 40 * MINUTE, "s", "period", "meteor", "mean"),
    Line(DAYS, 8000 / DAY, "/s", "load", "ticket"),
    Line(DAYS, 54_000 / DAY, "/s", "load", "parcel"),
    Line(DAYS, 1200 / DAY, "/s", "load", "letter"),
    Line("A busy harvest night brings 40,000 crates.", 40_000 / DAY, "/s", "load", "crate"),
    Line("An average Sunday sees 3,000 orders.", 3000 / DAY, "/s", "load", "order"),
    Line("From 7 to 9 am 12,000 cars pass the gate.", 12_000 / (2 * HOUR), "/s", "load", "car", "peak"),
    Line("Swarms rise, and between six and eight o'clock 30,000 of them arrive.", 30_000 / (2 * HOUR), "/s", "load", "swarm", "peak"),
    Line("9,000 bids fall in the same second.", 9000, "/s", "load", "bid", "peak"),
    Line("9,000 ballots, half of them between 8:30 and 9:00.", 1800, "s", "period", "ballot"),
    Line("Harbours send a tide table hourly.", HOUR, "s", "period", "table"),
    Line("Photographers give us raw material, 60 GB a piece, some 40 of them every week.", 40 / WEEK, "/s", "load", "material"),
    Line("Photographers give us raw material, 60 GB a piece, some 40 of them every week.", 60 * GB, "bytes", "size", "material"),
    Line("We've enrolled 2,600 drivers in three years.", 2600, "count", "stock", "driver"),
    # names, sizes and times
    Line("40 inbound and outbound lanes.", 40, "count", "stock", "lane"),
    Line("Data from 90 foreign posts.", 90, "count", "stock", "post"),
    Line("The switch exports the CDRs over SFTP, some 2.1 billion per day.", 2.1e9 / DAY, "/s", "load", "cdrs"),
    Line("The films are sent every night to the servers in 32 cinemas.", 32, "count", "stock", "cinema"),
    Line("We've got three mill agents.", 3, "count", "stock", "agent"),
    Line("A driver uploads a form, 20 kB, after each trip.", 20 * KB, "bytes", "size", "form"),
    Line("The meters call in daily via radio with 24 bytes.", 24, "bytes", "size", "call"),
    Line("The meters call in daily via radio with 24 bytes.", DAY, "s", "period", "call"),
    Line("We add 3 TB a week.", 3 * TB / WEEK, "bytes/s", "load", "added"),
    Line("If the site goes down, two hours is the limit.", 2 * HOUR, "s", "recovery"),
    Line("Results must be there 10 minutes after closing.", 10 * MINUTE, "s", "latency", "result"),
    Line("The balance may trail the till by 5 minutes.", 5 * MINUTE, "s", "latency"),
    Line("The till must run 6 hours on its own battery.", 6 * HOUR, "s", "other|retention", "battery"),
]  # fmt: skip

NOTHING = {
    "First page in 300 ms for nine users out of ten.": "users",
    "It takes 250 ms or less in 95 of 100 cases.": "cases",
    "We do not want 6 million browsers to come back in the same second.": "/s",
    "The council holds 12 training rounds a week, 300 members.": "weekly",
    "The shop opens at nine o'clock.": "count",
    "Our auditors signed 1,300 growers in eleven months.": "retention",
    "Two sites have 28 probes, a radar that turns every 3 seconds.": "per 'probes'",
    "A centre produces 60 samples a day.": "per 'centre'",
    "Elections (2024) took place.": "elections",
    "40 shops, closed on Sundays.": "/s",
    "A code of ten letters. We print 300 million new ones a month.": "'new letters'",
    "300 gates are red. Each of the 19 kitchens also cooks.": "gates=19",
}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.value:g} {line.unit}: {line.text[:50]}")
def test_reads_the_figure_of_a_sentence(line: Line) -> None:
    assert is_read(line), readings(line.text)


@pytest.mark.parametrize("text", NOTHING)
def test_makes_up_no_figure(text: str) -> None:
    assert NOTHING[text] not in readings(text)


def test_what_nobody_may_exceed_is_said_as_such() -> None:
    (rate,) = (q for q in quantities_in("Never more than one page a second per site.") if q.role == "load")
    assert (rate.value, rate.per, rate.stat) == (1, "site", "max")
