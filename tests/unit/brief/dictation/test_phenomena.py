"""Turns of speech in which people dictate an architecture, and the parts and links that each one states.

A link is "source arrow target": -> asks or puts, ~> hands over or announces, => keeps a copy, o> the drawing leaves open.
"""

from __future__ import annotations

import pytest

from designer.brief.dictation import dictation_in
from designer.brief.phrases import StemmedText
from tests.support.catalogs import shipped
from tests.support.dictated import links_of, read

CASES: dict[str, tuple[str, list[str]]] = {
    "a list spelt out behind a colon": (
        "The terminal UI calls three services: stock, pay and print. Pay calls Stripe.",
        [
            "Terminal UI -> Stock service",
            "Terminal UI -> Pay service",
            "Terminal UI -> Print service",
            "Pay service -> Stripe",
        ],
    ),
    "the agent of a passive goes on": (
        "Rows are captured by Debezium and put on Kafka, where they are consumed by the audit service.",
        ["Debezium -> Apache Kafka", "Apache Kafka ~> Audit service"],
    ),
    "what was put somewhere is taken from there": (
        "Labels are put on SQS by the packing API. They are picked up by the print worker and written to Aurora.",
        ["Packing API -> Amazon SQS", "Amazon SQS ~> Print worker", "Print worker -> Amazon Aurora"],
    ),
    "a definition goes on behind a store": (
        "Cellar API: Node service, MongoDB behind it, calls Stripe",
        ["Cellar API -> MongoDB", "Cellar API -> Stripe"],
    ),
    "a name of its own that is a verb": (
        "The gateway API forwards to Dispatch and to Menu. The latter reads from MongoDB.",
        ["Gateway API ~> Dispatch", "Gateway API ~> Menu", "Menu -> MongoDB"],
    ),
    "former behind latter": (
        "The tariff service asks the quota service. The latter calls Stripe; the former writes to MySQL.",
        ["Tariff service -> Quota service", "Quota service -> Stripe", "Tariff service -> MySQL"],
    ),
    "a store for each purpose": (
        "The ride service uses Redis for positions and Postgres for trips.",
        ["Ride service -> Redis", "Ride service -> PostgreSQL"],
    ),
    "behind which": (
        "The tablet app calls HAProxy, behind which the ward service and the bed service run.",
        ["Tablet app -> HAProxy", "HAProxy -> Ward service", "HAProxy -> Bed service"],
    ),
    "a town is no part": (
        "The quote service runs in Frankfurt behind HAProxy.",
        ["HAProxy -> Quote service"],
    ),
    "put in front by us": (
        "The stock service calls Stripe. We put HAProxy in front of it.",
        ["Stock service -> Stripe", "HAProxy -> Stock service"],
    ),
    "scrap that": (
        "The booking API stores slots in DynamoDB. Scrap that. The booking API stores slots in Postgres.",
        ["Booking API -> PostgreSQL"],
    ),
    "who used to do something else": (
        "The ticket API used to write to MongoDB. Now the ticket API writes to Postgres.",
        ["Ticket API -> PostgreSQL"],
    ),
    "out of scope in a line of its own": (
        "- shop API: calls Stripe\n- out of scope: Kafka, Redis",
        ["Shop API -> Stripe"],
    ),
    "its own, where others have one": (
        "The rate service counts in Redis. The cart service keeps its own Redis.",
        ["Rate service -> Redis", "Cart service -> Cart Redis"],
    ),
    "a bridge from the broker": (
        "Meters send readings to EMQX. A bridge service writes them to Kafka.",
        ["Meters ~> EMQX", "EMQX ~> Bridge service", "Bridge service -> Apache Kafka"],
    ),
    "dead letters": (
        "The pay worker reads from SQS. Failed messages end in a dead-letter queue.",
        ["Amazon SQS ~> Pay worker", "Amazon SQS ~> Dead-letter queue"],
    ),
    "possessives": (
        "Nginx calls the monolith. A search service reads rows from the monolith's outbox via Kafka.",
        ["NGINX -> Monolith", "Monolith ~> Apache Kafka", "Apache Kafka ~> Search service"],
    ),
    "backs up to": (
        "Nightly a backup job backs the Postgres up to S3.",
        ["Backup job -> PostgreSQL", "Backup job -> Amazon S3"],
    ),
    "chain with which": (
        "The kiosk asks the pricing service, which looks in MySQL and drops an event on NATS.",
        ["Kiosk -> Pricing service", "Pricing service -> MySQL", "Pricing service ~> NATS"],
    ),
    "two verbs, one subject": (
        "Checkout service calls Stripe and writes to Aurora.",
        ["Checkout service -> Stripe", "Checkout service -> Amazon Aurora"],
    ),
    "a copy in a region": (
        "The ledger API writes to Aurora. Aurora replicates to us-east-1.",
        ["Ledger API -> Amazon Aurora", "Amazon Aurora => Amazon Aurora replica"],
    ),
    "a copy in a second datacenter": (
        "The ledger API writes to Mongo, the mongo mirror to second datacenter in Frankfurt.",
        ["Ledger API -> MongoDB", "MongoDB => MongoDB replica"],
    ),
    "a standby that follows": (
        "The ledger API uses a Postgres primary; a hot standby follows the primary.",
        ["Ledger API -> Postgres primary", "Postgres primary => Hot standby"],
    ),
    "with read replicas": (
        "The API servers use Aurora with two read replicas and ElastiCache.",
        ["API servers -> Amazon Aurora", "Amazon Aurora => Read replicas", "API servers -> Amazon ElastiCache"],
    ),
    "fed via": (
        "Elasticsearch is fed from MySQL via Debezium and Kafka.",
        ["MySQL ~> Debezium", "Debezium ~> Apache Kafka", "Apache Kafka ~> Elasticsearch"],
    ),
    "populated from, by": (
        "Elasticsearch is populated from Kafka by a Logstash instance.",
        ["Apache Kafka ~> Logstash", "Logstash -> Elasticsearch"],
    ),
    "receives from via": (
        "The billing service receives usage events from the meter service via Kafka.",
        ["Meter service ~> Apache Kafka", "Apache Kafka ~> Billing service"],
    ),
    "triggered by, via": (
        "The invoice service is triggered by the order service via an EventBridge event.",
        ["Order service ~> Amazon EventBridge", "Amazon EventBridge ~> Invoice service"],
    ),
    "the latter": (
        "The web app calls the catalogue service and the basket service. The latter keeps its state in Redis.",
        ["Web app -> Catalogue service", "Web app -> Basket service", "Basket service -> Redis"],
    ),
    "both behind a verb": (
        "Portal API and ledger API both write to Postgres.",
        ["Portal API -> PostgreSQL", "Ledger API -> PostgreSQL"],
    ),
    "both of a kind": (
        "The cart API calls the stock API. Prometheus scrapes both APIs.",
        ["Cart API -> Stock API", "Prometheus -> Cart API", "Prometheus -> Stock API"],
    ),
    "them": (
        "Three Lambda functions sit in front of DynamoDB. API Gateway invokes them.",
        ["Lambda functions -> Amazon DynamoDB", "API Gateway -> Lambda functions"],
    ),
    "it is whoever was described": (
        "The fare API is a Quarkus service behind Traefik. It reads CockroachDB.",
        ["Traefik -> Fare API", "Fare API -> CockroachDB"],
    ),
    "it is no bystander": (
        "The shop API talks to Postgres through PgBouncer. It caches in Redis.",
        ["Shop API -> PgBouncer", "PgBouncer -> PostgreSQL", "Shop API -> Redis"],
    ),
    "it after a passive": (
        "The invoice service is called by the order service. It stores the invoice in S3.",
        ["Order service -> Invoice service", "Invoice service -> Amazon S3"],
    ),
    "in front of, and it stands first": (
        "In front of the order service sits an API gateway. In front of the gateway is Cloudflare.",
        ["API gateway -> Order service", "Cloudflare -> API gateway"],
    ),
    "behind that": (
        "An Apache web server, behind that two Tomcat instances, and behind those an Oracle DB.",
        ["Apache web server -> Apache Tomcat", "Apache Tomcat -> Oracle Database"],
    ),
    "between": (
        "Between the API and Postgres sits PgBouncer.",
        ["API -> PgBouncer", "PgBouncer -> PostgreSQL"],
    ),
    "traffic on its way": (
        "Traffic enters through Cloudflare, goes to HAProxy, and from there to two Rails servers.",
        ["Cloudflare -> HAProxy", "HAProxy -> Rails servers"],
    ),
    "orders on their way": (
        "Orders come in through the shop API, are validated by the order service and end up in Postgres.",
        ["Shop API -> Order service", "Order service -> PostgreSQL"],
    ),
    "English without its endings": (
        "Sensor send by MQTT to Mosquitto, telegraf read from there and store in InfluxDB; Grafana show it.",
        ["Sensor ~> Eclipse Mosquitto", "Eclipse Mosquitto ~> Telegraf", "Telegraf -> InfluxDB", "Grafana -> InfluxDB"],
    ),
    "copies of a service": (
        "Two replica of the ticket service write in Mongo.",
        ["Ticket service -> MongoDB"],
    ),
    "list spelt out": (
        "Two Go APIs (catalog and cart) run behind Caddy. Both talk to one Postgres.",
        ["Caddy -> Catalog API", "Caddy -> Cart API", "Catalog API -> PostgreSQL", "Cart API -> PostgreSQL"],
    ),
    "each its own": (
        "There are two services: accounts and transfers. Accounts and transfers each have their own Postgres.",
        ["Accounts service -> Accounts PostgreSQL", "Transfers service -> Transfers PostgreSQL"],
    ),
    "left-out verb": (
        "The BFF calls profile and orders. Profile is backed by Neo4j; orders by Postgres.",
        ["BFF -> Profile", "BFF -> Orders", "Profile -> Neo4j", "Orders -> PostgreSQL"],
    ),
    "abbreviations": (
        "FE calls BE via LB. BE r/w PG, caches in Redis, pubs to MQ.",
        ["FE -> LB", "LB -> BE", "BE -> PostgreSQL", "BE -> Redis", "BE ~> MQ"],
    ),
    "slips of the pen": (
        "The API servr reads from mongdb and writes too rabitmq.",
        ["API server -> MongoDB", "API server -> RabbitMQ"],
    ),
    "services named by a letter": (
        "Service A calls service B, B calls service C. B also publishes to Pulsar, from which service D reads.",
        [
            "Service A -> Service B",
            "Service B -> Service C",
            "Service B ~> Apache Pulsar",
            "Apache Pulsar ~> Service D",
        ],
    ),
    "a legend of letters": (
        "A: web shop (Magento)\nB: ERP (SAP)\nA sends orders to B.",
        ["Web shop ~> ERP"],
    ),
    "a house's own name": (
        "Atlas is our billing engine. Atlas writes invoices to Oracle.",
        ["Atlas -> Oracle Database"],
    ),
    "a tool with a name": (
        "Our in-house tool Falcon polls the weather API and feeds the results into InfluxDB.",
        ["Falcon -> Weather API", "Falcon -> InfluxDB"],
    ),
    "part of a product": (
        "A rule on IoT Core triggers a Lambda, which puts files in a landing bucket on S3.",
        ["AWS IoT Core ~> AWS Lambda", "AWS Lambda -> Landing bucket"],
    ),
    "definitions": (
        "user-svc: Go, Postgres\nnotification service: listens to RabbitMQ\nuser-svc publishes to RabbitMQ",
        ["User-svc -> PostgreSQL", "RabbitMQ ~> Notification service", "User-svc ~> RabbitMQ"],
    ),
    "headings of steps": (
        "Ingest: Fluent Bit on every node ships logs to Kafka. Processing: Vector reads from Kafka.",
        ["Fluent Bit ~> Apache Kafka", "Apache Kafka ~> Vector"],
    ),
    "statements in a row": (
        "Gateway -> auth svc, gateway -> order svc, order svc -> Kafka",
        ["Gateway o> Auth svc", "Gateway o> Order svc", "Order svc o> Apache Kafka"],
    ),
    "a fan": (
        "app server --> MySQL, Redis, S3",
        ["App server o> MySQL", "App server o> Redis", "App server o> Amazon S3"],
    ),
    "a protocol between arrows": (
        "frontend → REST → backend → JDBC → oracle",
        ["Frontend o> Backend", "Backend o> Oracle Database"],
    ),
    "used to": (
        "We used to use RabbitMQ but now the order service publishes to Kafka.",
        ["Order service ~> Apache Kafka"],
    ),
    "maybe later": (
        "Maybe later we add Elasticsearch, but for now the catalog API searches in Postgres.",
        ["Catalog API -> PostgreSQL"],
    ),
    "rather than": (
        "Rather than Kafka we use NATS: the edge service publishes readings to it and the rules engine subscribes.",
        ["Edge service ~> NATS", "NATS ~> Rules engine"],
    ),
    "a file server": (
        "The mainframe exports a file nightly to SFTP; a loader job picks it up and loads it into Snowflake.",
        ["Mainframe ~> SFTP", "Loader job -> SFTP", "Loader job -> Snowflake"],
    ),
    "a verb that looks like a refusal": (
        "Ground stations drop the passes into a Google Cloud Storage bucket.",
        ["Ground stations ~> Google Cloud Storage"],
    ),
    "a script inside a name": (
        "The <b>billing</b><script>alert(1)</script> service calls the invoice service.",
        ["Billing service -> Invoice service"],
    ),
    "markup is no language": (
        "<b>web</b> calls {{ api }} and the `api` calls \u202ePostgres\u202c.",
        ["Web -> Api", "Api -> PostgreSQL"],
    ),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_a_turn_of_speech_states_these_links_and_no_others(text: str, links: list[str]) -> None:
    assert sorted(links_of(text)) == sorted(links)


@pytest.mark.parametrize("text", [case[0] for case in CASES.values()], ids=CASES)
def test_every_part_and_link_has_its_words_in_the_text(text: str) -> None:
    dictation = read(text)
    spans = [item.span for item in (*dictation.parts, *dictation.links)]
    assert spans
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)


REGIONS = [
    ("The edge nodes in eu-west-1 call the checkout service, which writes to Aurora.", {"Edge nodes": "eu-west-1"}),
    ("The checkout service writes to Aurora. Aurora replicates to us-east-1.", {"Amazon Aurora replica": "us-east-1"}),
]


@pytest.mark.parametrize(("text", "places"), REGIONS)
def test_a_region_belongs_to_the_part_it_is_said_of(text: str, places: dict[str, str]) -> None:
    dictation = read(text)
    assert {part.name: part.place for part in dictation.parts if part.place} == places


COUNTS = [
    ("Three Lambda functions read from DynamoDB.", "Lambda functions", 3),
    ("Two replica of the ticket service write in Mongo.", "Ticket service", 2),
    ("lb -> 3x api svc -> Postgres", "Api svc", 3),
]


@pytest.mark.parametrize(("text", "name", "count"), COUNTS)
def test_a_count_is_kept_and_is_no_part_of_the_name(text: str, name: str, count: int) -> None:
    dictation = read(text)
    assert {part.name: part.replicas for part in dictation.parts}[name] == count


LABELS = [
    ("The worker consumes it and writes to Aurora. The worker reads Kafka.", "writes to"),
    ("The basket service keeps its state in Redis.", "keeps its state in"),
    ("The API drops an event on NATS.", "drops event on"),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_a_label_is_the_verb_with_its_object(text: str, label: str) -> None:
    assert label in {link.label for link in read(text).links}


def test_names_of_products_without_links_are_no_architecture() -> None:
    text = StemmedText("We need a shop for shoes with a million visitors a day; Postgres is what the team knows.")
    assert not dictation_in(text, shipped()).is_architecture
