"""People and their screens, what stands in front of a part, and who does what is done somewhere."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of

CASES: dict[str, tuple[str, list[str]]] = {
    "people see a page": (
        "The tide API writes to ClickHouse. Pilots see the tide chart site. It queries ClickHouse.",
        ["Tide API -> ClickHouse", "Pilots -> Tide chart site", "Tide chart site -> ClickHouse"],
    ),
    "people have a suite": (
        "The recipe service writes to Redis. Pharmacists have the mixing suite. It asks the recipe service.",
        ["Recipe service -> Redis", "Pharmacists -> Mixing suite", "Mixing suite -> Recipe service"],
    ),
    "a screen that stands on a desk": (
        "The beekeeper has on his desk the hive planner: it reads from QuestDB.",
        ["Beekeeper -> Hive planner", "Hive planner -> QuestDB"],
    ),
    "people asked about": (
        "The stock API reads Postgres. Passengers? They have the tracking page. It asks the stock API.",
        ["Stock API -> PostgreSQL", "Passengers -> Tracking page", "Tracking page -> Stock API"],
    ),
    "somebody spoken to by a protocol": (
        "The gate controller opens the barrier over Modbus and calls the gate API.",
        ["Gate controller -> Barrier", "Gate controller -> Gate API"],
    ),
    "a service calls what is put in front": (
        "The bus unit sends trips to the trip collector. The trip collector is behind an HAProxy.",
        ["HAProxy -> Trip collector", "Bus unit ~> HAProxy"],
    ),
    "a front that goes before the service": (
        "Slot service: Kotlin, on PostgreSQL. HAProxy goes in front of it.",
        ["Slot service -> PostgreSQL", "HAProxy -> Slot service"],
    ),
    "reached the same way": (
        "The ledger sits behind Traefik. The kiosk app and the till service reach it the same way.",
        ["Traefik -> Ledger", "Kiosk app -> Traefik", "Till service -> Traefik"],
    ),
    "listeners that hang on what was named": (
        "The till API publishes to Kafka, and two consumers hang on it: the stock job, which writes to Postgres, "
        "and the mailer, which uses Twilio.",
        [
            "Till API ~> Apache Kafka",
            "Apache Kafka ~> Stock job",
            "Apache Kafka ~> Mailer",
            "Stock job -> PostgreSQL",
            "Mailer -> Twilio",
        ],
    ),
    "listeners that hang on a log by name": (
        "The till API publishes to Kafka. Two services hang on Kafka: the stock job and the fraud checker.",
        ["Till API ~> Apache Kafka", "Apache Kafka ~> Stock job", "Apache Kafka ~> Fraud checker"],
    ),
    "whence": (
        "The toll service places the message on IBM MQ, whence the customs adapter forwards it to the tax API.",
        ["Toll service -> IBM MQ", "IBM MQ ~> Customs adapter", "Customs adapter ~> Tax API"],
    ),
    "done by somebody on a store": (
        "Rates are computed by the rate job, every night, directly on PostgreSQL.",
        ["Rate job -> PostgreSQL"],
    ),
    "done by somebody at somebody": (
        "The press API reads from Redis. Books are printed at Lulu by the press API.",
        ["Press API -> Redis", "Press API -> Lulu"],
    ),
    "taking a way": (
        "Mails take the long route, from Postfix to the spam filter and from it to Dovecot.",
        ["Postfix -> Spam filter", "Spam filter -> Dovecot"],
    ),
    "what was put into a log reaches somebody": (
        "The picker puts picks on Pulsar. From Pulsar they reach the locator, which stores events in PostGIS.",
        ["Picker -> Apache Pulsar", "Apache Pulsar ~> Locator", "Locator -> PostGIS"],
    ),
    "we do it by what has a name": (
        "The gallery reads from Backblaze B2. I upload from Darktable straight to Backblaze B2.",
        ["Gallery -> Backblaze B2", "Darktable -> Backblaze B2"],
    ),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES.keys())
def test_reads_screens_fronts_and_doers(text: str, links: list[str]) -> None:
    assert sorted(links_of(text)) == sorted(links)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        # Who stands in front of a store is asked by the service, and keeps its place before the store.
        ("The slot service reads PostgreSQL. PgBouncer goes in front of it.", "PgBouncer -> PostgreSQL"),
        # What hangs on something else than a queue or log is no list of listeners.
        ("The till API calls the ledger. Two lamps hang on it: a red one and a green one.", "Till API -> Ledger"),
    ],
)
def test_keeps_what_is_said_beside(text: str, link: str) -> None:
    assert link in links_of(text)
