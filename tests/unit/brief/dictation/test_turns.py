"""Further turns of speech: groups named one by one, corrections, brackets that say something, names in the text's words."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of, read

CASES: dict[str, tuple[str, list[str]]] = {
    "a group named one by one": (
        "The meter API writes to a Kafka topic with two consumers. The first is the tariff scorer. The second is the audit "
        "service; it writes to Postgres.",
        [
            "Meter API -> Apache Kafka",
            "Apache Kafka ~> Tariff scorer",
            "Apache Kafka ~> Audit service",
            "Audit service -> PostgreSQL",
        ],
    ),
    "each with its own": (
        "Two services, ledger and quotes, each with its own Postgres. Kong routes to both.",
        [
            "Ledger service -> Ledger PostgreSQL",
            "Quotes service -> Quotes PostgreSQL",
            "Kong -> Ledger service",
            "Kong -> Quotes service",
        ],
    ),
    "all of a list stand on one store": (
        "The gateway calls the seat API and the price API, both on MySQL.",
        ["Gateway -> Seat API", "Gateway -> Price API", "Seat API -> MySQL", "Price API -> MySQL"],
    ),
    "stores spoken of by their number": (
        "The plan API keeps plans in MySQL and drafts in Redis. The report worker reads both stores.",
        ["Plan API -> MySQL", "Plan API -> Redis", "Report worker -> MySQL", "Report worker -> Redis"],
    ),
    "a bracket that says what somebody does": (
        "Kafka feeds the fare worker (writes to Postgres) and the mail worker.",
        ["Apache Kafka ~> Fare worker", "Apache Kafka ~> Mail worker", "Fare worker -> PostgreSQL"],
    ),
    "what is put somewhere tells of it": (
        "The scan API puts images in S3, and every upload triggers the resize Lambda.",
        ["Scan API -> Amazon S3", "Amazon S3 ~> Resize Lambda"],
    ),
    "a product taken back": (
        "The game API calls Stripe and caches in Redis. Scrap that: it's Memcached we use.",
        ["Game API -> Stripe", "Game API -> Memcached"],
    ),
    "a slip mended in one breath": (
        "The shop API uses Redis, no wait, it's Valkey.",
        ["Shop API -> Valkey"],
    ),
    "what was said of the same thing is taken back": (
        "The seat API stores seats in DynamoDB and sends mails via SendGrid. Scrap that: seats go to Postgres.",
        ["Seat API ~> SendGrid", "Seat API -> PostgreSQL"],
    ),
    "not and a verb": (
        "The quota API keeps counters in Aerospike and must not touch the tenant database. The tenant API owns the tenant "
        "database.",
        ["Quota API -> Aerospike", "Tenant API -> Tenant database"],
    ),
    "nobody does it": (
        "The tally worker writes to BigQuery. Nobody else writes to BigQuery.",
        ["Tally worker -> Google BigQuery"],
    ),
    "a plural that opens its clause": (
        "Guards scan a badge. Game servers report kills to the stats service, which writes to Postgres.",
        ["Game servers ~> Stats service", "Stats service -> PostgreSQL"],
    ),
    "a verb between and and an article": (
        "The encoder writes to MinIO and marks the clip ready in MongoDB.",
        ["Encoder -> MinIO", "Encoder -> MongoDB"],
    ),
    "kept up to date": (
        "The indexer keeps Elasticsearch up to date; it polls the product database.",
        ["Indexer -> Elasticsearch", "Indexer -> Product database"],
    ),
    "to one and to another": (
        "Events go from EventBridge to the audit Lambda and to the mail Lambda.",
        ["Amazon EventBridge ~> Audit Lambda", "Amazon EventBridge ~> Mail Lambda"],
    ),
    "on at last": (
        "Clicks go from the tracker API to Kinesis, then to Flink and finally to Druid.",
        [
            "Tracker API -> Amazon Kinesis Data Streams",
            "Amazon Kinesis Data Streams ~> Apache Flink",
            "Apache Flink -> Apache Druid",
        ],
    ),
    "a copy in a town": (
        "The ledger API writes to CockroachDB in Dublin, and CockroachDB replicates to Ohio.",
        ["Ledger API -> CockroachDB", "CockroachDB => CockroachDB replica"],
    ),
    "who takes it from the queue": (
        "A message is put on ActiveMQ by the bag API for the carousel service.",
        ["Bag API -> ActiveMQ", "ActiveMQ ~> Carousel service"],
    ),
    "what goes wrong is no connection": (
        "The stock worker reads RabbitMQ. It lost its connection to Postgres.",
        ["RabbitMQ ~> Stock worker"],
    ),
    "what nobody says who does is guessed only where nothing else is said": (
        "The trade API calls the fee service. Risk limits are stored in Oracle. The risk service loads the limits from Oracle.",
        ["Trade API -> Fee service", "Risk service -> Oracle Database"],
    ),
    "the main clause goes on behind a subordinate one": (
        "The tally worker reads the ledger database when polls close and posts the result to the press site.",
        ["Tally worker -> Ledger database", "Tally worker ~> Press site"],
    ),
    "the relative clause ends before the second verb": (
        "The trip service asks the match service, which keeps cars in Redis, and saves the trip in MySQL.",
        ["Trip service -> Match service", "Match service -> Redis", "Trip service -> MySQL"],
    ),
    "lines that end early": (
        "refund api calls adyen and then writes to mysql\nmail worker reads mysql and calls the mailjet api\n",
        ["Refund api -> Adyen", "Refund api -> MySQL", "Mail worker -> MySQL", "Mail worker -> Mailjet api"],
    ),
    "a table of links": (
        "| from | to | how |\n|---|---|---|\n| Seat API | MySQL | SQL |\n| Seat API | Kafka | events |\n",
        ["Seat API -> MySQL", "Seat API ~> Apache Kafka"],
    ),
    "names of scripts": (
        "fetch.py writes to the NAS and load.py reads from the NAS.",
        ["Fetch.py -> NAS", "Load.py -> NAS"],
    ),
    "the second words name the part": (
        "Cloud Tasks calls a second Cloud Run service, the render worker, which uploads PDFs to MinIO.",
        ["Google Cloud Tasks -> Render worker", "Render worker -> MinIO"],
    ),
    "each of a list in brackets": (
        "Each service (cart, fares) writes to Redis. Cart calls Stripe.",
        ["Cart service -> Redis", "Fares service -> Redis", "Cart service -> Stripe"],
    ),
    "one for each": (
        "Two SQS queues hang off SNS, one for the audit service and one for the mail service.",
        ["Amazon SNS ~> SQS queues", "SQS queues ~> Audit service", "SQS queues ~> Mail service"],
    ),
    "shown by somebody": (
        "The collector pushes traces to Tempo and metrics to Mimir. Both are shown in Grafana.",
        [
            "Collector ~> Grafana Tempo",
            "Collector ~> Grafana Mimir",
            "Grafana -> Grafana Tempo",
            "Grafana -> Grafana Mimir",
        ],
    ),
    "the way has a name in brackets": (
        "Alarms reach the alarm service from the valve gateway through MQTT (HiveMQ).",
        ["Valve gateway -> HiveMQ", "HiveMQ -> Alarm service"],
    ),
    "an interface stands for whose it is": (
        "The fleet app calls the map service. The fuel worker polls the map service's API and writes to Postgres.",
        ["Fleet app -> Map service", "Fuel worker -> Map service", "Fuel worker -> PostgreSQL"],
    ),
    "a refusal behind a colon": (
        "The label API writes to MySQL. We asked about Redis: not now.",
        ["Label API -> MySQL"],
    ),
    "the old state of affairs": (
        "As-is: web UI -> export servlet -> Oracle\nTo-be: web UI -> export API -> MinIO\n",
        ["Web UI o> Export API", "Export API o> MinIO"],
    ),
    "products without capitals": (
        "the match engine saves games in scylla and the rank service reads scylla too",
        ["Match engine -> ScyllaDB", "Rank service -> ScyllaDB"],
    ),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_a_further_turn_of_speech_states_these_links_and_no_others(text: str, links: list[str]) -> None:
    assert sorted(links_of(text)) == sorted(links)


@pytest.mark.parametrize("text", [case[0] for case in CASES.values()], ids=CASES)
def test_words_behind_parts_and_links_stand_in_the_text(text: str) -> None:
    dictation = read(text)
    spans = [item.span for item in (*dictation.parts, *dictation.links)]
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)


NAMES = [
    ("The desk API calls Twilio Flex.", "Twilio Flex", "Twilio"),
    ("The desk API writes to a Galera cluster.", "Galera Cluster", "MariaDB"),
    ("The push worker calls FCM.", "FCM", "Firebase Cloud Messaging"),
    ("The desk API writes to Postgres.", "PostgreSQL", "PostgreSQL"),
    ("The desk API writes to S3.", "Amazon S3", "Amazon S3"),
]


@pytest.mark.parametrize(("text", "name", "technology"), NAMES)
def test_a_name_keeps_words_that_the_product_s_name_lacks(text: str, name: str, technology: str) -> None:
    assert (name, technology) in {(part.name, part.technology) for part in read(text).parts}


KINDS = [
    ("The edge agent writes to Kafka.", "Edge agent", "service"),
    ("The sales agent calls the quote API.", "Sales agent", "person"),
]


@pytest.mark.parametrize(("text", "name", "kind"), KINDS)
def test_an_agent_is_software_unless_his_trade_is_named(text: str, name: str, kind: str) -> None:
    assert {part.name: part.kind.value for part in read(text).parts}[name] == kind
