"""Turns in which people tell a system aloud: where things lie, what comes out of what, what goes through whom."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of, read

TURNS: dict[str, list[tuple[str, str]]] = {
    "a batch": [
        (
            "The premium batch reads from Oracle and writes to S3.",
            "Premium batch -> Oracle Database; Premium batch -> Amazon S3",
        ),
        (
            "The dunning batch calls Stripe and then the letter service.",
            "Dunning batch -> Stripe; Dunning batch -> Letter service",
        ),
        (
            "The shop writes to Kafka. The pricing batch reads Kafka and writes to Redis.",
            "Shop -> Apache Kafka; Apache Kafka ~> Pricing batch; Pricing batch -> Redis",
        ),
    ],
    "things that live somewhere": [
        (
            "The tracker calls the map API. Positions live in Postgres.",
            "Tracker -> Map API; Tracker -> PostgreSQL",
        ),
        (
            "The queue desk calls the ticket API. Tickets sit in MariaDB.",
            "Queue desk -> Ticket API; Ticket API -> MariaDB",
        ),
        (
            "The scan app calls the parcel API. Labels reside in MinIO.",
            "Scan app -> Parcel API; Scan app -> MinIO",
        ),
    ],
    "fed out of a log": [
        (
            "The shop writes to Kafka. Out of Kafka three services are fed: the picker, the packer and the biller.",
            "Shop -> Apache Kafka; Apache Kafka ~> Picker service; Apache Kafka ~> Packer service; Apache "
            "Kafka ~> Biller service",
        ),
        (
            "The lab writes to MariaDB, out of which the exporter produces a file each month.",
            "Lab -> MariaDB; Exporter -> MariaDB",
        ),
        (
            "The fraud scorer is fed out of Kinesis. The fraud scorer writes to Redis.",
            "Amazon Kinesis Data Streams ~> Fraud scorer; Fraud scorer -> Redis",
        ),
    ],
    "everything goes through": [
        (
            "The web shop and the mobile app call the order service and the cart service; everything goes "
            "through Kong.",
            "Web shop -> Kong; Kong -> Order service; Kong -> Cart service; Mobile app -> Kong",
        ),
        (
            "Tablets call the ward service. All calls go through an nginx.",
            "Tablets -> NGINX; NGINX -> Ward service",
        ),
        (
            "Agents work with a desktop client, while customers book on the website. Both channels go through "
            "Kong, which exposes the fleet service.",
            "Agents -> Desktop client; Customers -> Website; Desktop client -> Kong; Website -> Kong; Kong -> "
            "Fleet service",
        ),
    ],
    "a participle behind a queue": [
        (
            "The collector writes to Kafka, feeding a Flink job.",
            "Collector -> Apache Kafka; Apache Kafka ~> Flink job",
        ),
        (
            "The intake API publishes to RabbitMQ, triggering the scan worker.",
            "Intake API ~> RabbitMQ; RabbitMQ ~> Scan worker",
        ),
        (
            "Rendering is done by a Lambda, started by the API over SQS.",
            "API ~> Amazon SQS; Amazon SQS ~> AWS Lambda",
        ),
    ],
    "asked by one at another": [
        (
            "Rankings are asked for by the game server at the rating service, which reads Redis.",
            "Game server -> Rating service; Rating service -> Redis",
        ),
        (
            "Permits are requested by the portal at the permit service, which writes to Oracle.",
            "Portal -> Permit service; Permit service -> Oracle Database",
        ),
        (
            "Seats are booked by the kiosk at the seat service. The seat service writes to Redis.",
            "Kiosk -> Seat service; Seat service -> Redis",
        ),
    ],
    "things that leave somebody": [
        (
            "The exchange calls Redis. Bookings leave the desk as XML and are received by the intake service. "
            "The intake service writes to Postgres.",
            "Exchange -> Redis; Desk ~> Intake service; Intake service -> PostgreSQL",
        ),
        (
            "The plant calls Redis. Readings leave the meter gateway on a NATS subject.",
            "Plant -> Redis; Meter gateway ~> NATS",
        ),
        (
            "The dock calls Redis. Parcels leave the sorter in a RabbitMQ queue. The van app calls the sorter.",
            "Dock -> Redis; Sorter ~> RabbitMQ; Van app -> Sorter",
        ),
    ],
    "one and the other": [
        (
            "HiveMQ has two subscribers. One is the alarm service, the other the trend service. The trend "
            "service writes to Redis.",
            "HiveMQ ~> Alarm service; HiveMQ ~> Trend service; Trend service -> Redis",
        ),
        (
            "Every bid goes from the bid API to a Redis Stream, from which the bid writer takes it. Another "
            "consumer of the same stream is the fraud watcher.",
            "Bid API -> Redis Streams; Redis Streams ~> Bid writer; Redis Streams ~> Fraud watcher",
        ),
        (
            "A Flink job writes features to the online store, which is Redis, and to the offline store, which is S3.",
            "Flink job -> Online store; Flink job -> Offline store",
        ),
    ],
    "between two": [
        (
            "The web app calls the API, and nginx sits between them.",
            "Web app -> NGINX; NGINX -> API",
        ),
        (
            "Readings are published to NATS by the meter service and end up in ClickHouse, thanks to a loader "
            "that sits between the two.",
            "Meter service ~> NATS; NATS ~> Loader; Loader -> ClickHouse",
        ),
        (
            "The connection between the pacer and the Redis is slow. The pacer calls Kafka.",
            "Pacer -> Redis; Pacer -> Apache Kafka",
        ),
    ],
    "through what stands in front of it": [
        (
            "The booking page talks to a Django app. Caddy is in front of the Django app.",
            "Caddy -> Django app; Booking page -> Caddy",
        ),
        (
            "The photo service reads S3, not directly but through CloudFront.",
            "Amazon CloudFront -> Amazon S3; Photo service -> Amazon CloudFront",
        ),
        (
            "The web app calls the ticket API. In front of the ticket API is Traefik.",
            "Traefik -> Ticket API; Web app -> Traefik",
        ),
    ],
    "whatever comes out": [
        (
            "A bridge reads values from the PLC gateway. Whatever comes out goes to TimescaleDB.",
            "Bridge -> PLC gateway; Bridge -> TimescaleDB",
        ),
        (
            "All workloads send traces to the OpenTelemetry Collector. The collector splits them up: traces "
            "go to Tempo, metrics to Mimir.",
            "Workloads ~> OpenTelemetry Collector; OpenTelemetry Collector -> Grafana Tempo; OpenTelemetry "
            "Collector -> Grafana Mimir",
        ),
        (
            "Flink reads Kafka, and whatever is left goes to ClickHouse.",
            "Apache Kafka ~> Apache Flink; Apache Flink -> ClickHouse",
        ),
    ],
    "doors and other names": [
        (
            "The rule engine reads Redis. The forms service syncs with the rule engine via its REST API.",
            "Rule engine -> Redis; Forms service => Rule engine",
        ),
        (
            "The press agent, our name for the small Go worker, reads Kafka and writes to Redis.",
            "Apache Kafka ~> Press agent; Press agent -> Redis",
        ),
        (
            "The claims engine, a set of COBOL programs, reads IBM MQ and writes to Db2.",
            "IBM MQ ~> Claims engine; Claims engine -> IBM Db2",
        ),
        (
            "The hub calls our Rust backend which we call Heron. Heron writes to Postgres.",
            "Hub -> Heron; Heron -> PostgreSQL",
        ),
    ],
    "told through a broker": [
        (
            "The loader gets told by MinIO through NATS and loads the files into Postgres.",
            "MinIO ~> NATS; NATS ~> Loader; Loader -> PostgreSQL",
        ),
        (
            "One rule of ours: the cart Lambda puts an event on EventBridge; one rule targets the mail Lambda "
            "and another rule targets the print Lambda. All three Lambdas log to CloudWatch.",
            "Cart Lambda -> Amazon EventBridge; Amazon EventBridge -> Mail Lambda; Amazon EventBridge -> "
            "Print Lambda; Cart Lambda ~> Amazon CloudWatch; Mail Lambda ~> Amazon CloudWatch; Print Lambda "
            "~> Amazon CloudWatch",
        ),
        (
            "ATPCO drops its filings into Blob Storage every hour, a loader parses them from there into Couchbase.",
            "ATPCO ~> Azure Blob Storage; Loader -> Azure Blob Storage; Loader -> Couchbase",
        ),
    ],
}
"""Each turn in three phrasings, with the links that they state."""

REFUSED: dict[str, tuple[str, str]] = {
    "what something is, and who uses it": (
        "The planner calls Redis. It is a Rails application that the clerks need.",
        "Planner -> Redis; Clerks -> Planner",
    ),
    "a verb before its object": (
        "Billing starts the tariff imports in Nomad. Billing calls Redis.",
        "Billing ~> Tariff imports; Billing -> Redis",
    ),
    "an item without a subject": (
        "The scan service calls Redis. Stores the image uploads in S3.",
        "Scan service -> Redis; Scan service -> Amazon S3",
    ),
    "a participle that describes": (
        "There was a bucket once. Maps uploaded to S3 are read by the tile service.",
        "Tile service -> Amazon S3",
    ),
    "what somebody asks": (
        "Flink reads Kafka. People always ask me whether we used Spark.",
        "Apache Kafka ~> Apache Flink",
    ),
    "what was chosen": (
        "The issuer calls Stripe. We take Memcached because the team knows it.",
        "Issuer -> Stripe",
    ),
    "where something runs": (
        "Every node carries Grafana Alloy. Alloy writes to Loki.",
        "Grafana Alloy -> Grafana Loki",
    ),
    "who does it from now on": (
        "The dispatcher is old. Consumption of jobs moves from the dispatcher to the fleet manager. The "
        "fleet manager reads Redpanda.",
        "Redpanda ~> Fleet manager",
    ),
    "all but one": (
        "The courier API and the mailer are logging to Graylog, lockers not.",
        "Courier API ~> Graylog; Mailer ~> Graylog",
    ),
    "a question that nobody answers": (
        "The shop calls the API. Who calls Stripe? Nobody does.",
        "Shop -> API",
    ),
    "out of limits": (
        "The API calls Redis. If a value is out of limits, the batch tracker opens an incident in ServiceNow.",
        "API -> Redis; Batch tracker -> ServiceNow",
    ),
    "how long it takes": (
        "Flink reads Oracle and writes to Snowflake. From Oracle to Snowflake two minutes at p95.",
        "Apache Flink -> Oracle Database; Apache Flink -> Snowflake",
    ),
    "it could not be said of both": (
        "The API writes to Postgres, and the mailer does not.",
        "API -> PostgreSQL",
    ),
    "the one before the comma": (
        "The planner, a Lambda function started by EventBridge, looks at the readings in Timestream.",
        "Amazon EventBridge ~> Planner; Planner -> Amazon Timestream",
    ),
}
"""What looks like such a turn and states no more than these links."""


@pytest.mark.parametrize("turn", TURNS)
def test_reads_a_turn_however_it_is_phrased(turn: str) -> None:
    assert [links_of(text) for text, _ in TURNS[turn]] == [links.split("; ") for _, links in TURNS[turn]]


@pytest.mark.parametrize(("text", "links"), REFUSED.values(), ids=REFUSED)
def test_makes_no_link_of_what_is_no_such_turn(text: str, links: str) -> None:
    assert links_of(text) == links.split("; ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The portal reads OnBase. Nothing of ours goes to SharePoint.", "SharePoint"),
        ("Flink reads Kafka and writes to Redis. Last year we looked at Pulsar.", "Apache Pulsar"),
    ],
)
def test_takes_for_no_part_what_is_only_spoken_of(text: str, name: str) -> None:
    found = [part.name for part in read(text).parts]
    assert name not in found
    assert len(found) > 1
