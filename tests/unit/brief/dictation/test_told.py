"""Turns in which people tell a system aloud: what stands first, what is left out, what is asked and answered."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of

TURNS: dict[str, list[tuple[str, str]]] = {
    "an object before its subject": [
        (
            "The kiosk calls Redis. Seat maps the kiosk takes from the layout service.",
            "Kiosk -> Redis; Kiosk -> Layout service",
        ),
        (
            "The wallet calls Stripe. Exchange quotes the wallet fetches from Redis.",
            "Wallet -> Stripe; Wallet -> Redis",
        ),
        (
            "VuFind queries Solr. Book covers VuFind takes from the cover server.",
            "VuFind -> Apache Solr; VuFind -> Cover server",
        ),
    ],
    "it is somebody that does it": [
        (
            "The till calls the tax API. It is the ledger service that writes to Postgres.",
            "Till -> Tax API; Ledger service -> PostgreSQL",
        ),
        (
            "The player asks Widevine. It's Fastly that the player and the TV app both pull from.",
            "Player -> Google Widevine; Player -> Fastly; TV app -> Fastly",
        ),
        (
            "It is the head-end system that collects the profiles from our meters, and what it collects it "
            "delivers to Kafka. It is from there that Flink takes them.",
            "Head-end system -> Meters; Head-end system ~> Apache Kafka; Apache Kafka ~> Apache Flink",
        ),
    ],
    "lines with a number of their own": [
        (
            "IF-01 Member portal to pension API: REST\nIF-02 Pension API to CICS: native\nIF-03 CICS to Db2: SQL",
            "Member portal o> Pension API; Pension API o> IBM CICS; IBM CICS o> IBM Db2",
        ),
        (
            "R1. Siebel shall call the order service.\nR2. The order service shall write to Oracle.\nR3. The till shall call Siebel.",
            "Siebel -> Order service; Order service -> Oracle Database; Till -> Siebel",
        ),
        (
            "- TB1: The portal calls the signing service.\n- TB2: The signing service reads keys from Vault.\n"
            "- TB3: The audit writer takes events from SQS.",
            "Portal -> Signing service; Signing service -> HashiCorp Vault; Amazon SQS ~> Audit writer",
        ),
    ],
    "one uh between commas": [
        (
            "The fleet API reads Redis. If the contract is overdue, uh, then the fleet API puts a message on SQS.",
            "Fleet API -> Redis; Fleet API -> Amazon SQS",
        ),
        ("The till calls, er, the tax API. The tax API reads MySQL.", "Till -> Tax API; Tax API -> MySQL"),
        ("Grafana reads, um, Loki. The agent writes to Loki.", "Grafana -> Grafana Loki; Agent -> Grafana Loki"),
    ],
    "what is popped": [
        ("The packer pops jobs off SQS and writes to S3.", "Amazon SQS ~> Packer; Packer -> Amazon S3"),
        ("A worker pops tasks from RabbitMQ.", "RabbitMQ ~> Worker"),
        ("The mailer pops letters from Beanstalkd and calls Mailgun.", "Beanstalkd ~> Mailer; Mailer -> Mailgun"),
    ],
    "is what, is the one": [
        (
            "The fare API reads Oracle. MongoDB is what the price service reads.",
            "Fare API -> Oracle Database; Price service -> MongoDB",
        ),
        (
            "The toll API calls Redis. The plate service is the one calling the toll API.",
            "Toll API -> Redis; Plate service -> Toll API",
        ),
        (
            "The API calls Redis. Our playout system is where everything starts: on each change it notifies "
            "the now-playing service.",
            "API -> Redis; Playout system ~> Now-playing service",
        ),
    ],
    "told in the past": [
        (
            "In 2019 we were small. The driver app talked to the trip API. The trip API looked at Redis and "
            "then asked Stripe.",
            "Driver app -> Trip API; Trip API -> Redis; Trip API -> Stripe",
        ),
        (
            "There was one box. The importer pulled files from the SFTP server and loaded them into Oracle.",
            "Importer -> SFTP server; Importer -> Oracle Database",
        ),
        (
            "We had no budget. The web shop posted orders to RabbitMQ. The mailer listened to RabbitMQ and "
            "fell back on SendGrid.",
            "Web shop ~> RabbitMQ; RabbitMQ ~> Mailer; Mailer -> SendGrid",
        ),
    ],
    "off a log we had somebody": [
        (
            "Off Kafka we had Spark, and Spark wrote to Cassandra.",
            "Apache Kafka ~> Apache Spark; Apache Spark -> Apache Cassandra",
        ),
        (
            "Two jobs hang off NATS, namely the track logger and the wind logger. The wind logger writes to MariaDB.",
            "NATS ~> Track logger; NATS ~> Wind logger; Wind logger -> MariaDB",
        ),
        (
            "There was a press job that recomputed the DynamoDB table from S3; off Kinesis we had Flink.",
            "Press job -> Amazon DynamoDB; Press job -> Amazon S3; Amazon Kinesis Data Streams ~> Apache Flink",
        ),
    ],
    "in front and at the back": [
        (
            "The app calls the API. MySQL behind it, Varnish in front.",
            "App -> API; API -> MySQL; Varnish Cache -> API",
        ),
        (
            "A Laravel API, Redis in front, MySQL behind.",
            "Laravel API -> Redis; Laravel API -> MySQL",
        ),
        (
            "The gateway calls the cart API. Behind the cart API a stock worker, and MySQL at the very back.",
            "Gateway -> Cart API; Cart API -> Stock worker; Stock worker -> MySQL",
        ),
    ],
    "the second verb left out": [
        (
            "The gate queue is read by the gate service, the bay queue by the bay service. The bay service "
            "calls Twilio.",
            "Gate queue ~> Gate service; Bay queue ~> Bay service; Bay service -> Twilio",
        ),
        (
            "The API has a Postgres, the worker a Redis.",
            "API -> PostgreSQL; Worker -> Redis",
        ),
        (
            "The portal uses a MySQL, the mailer a RabbitMQ and the indexer a Solr.",
            "Portal -> MySQL; Mailer -> RabbitMQ; Indexer -> Apache Solr",
        ),
    ],
    "has somebody do it": [
        (
            "The runner asks Vault for the key and has SonarQube look at the sources.",
            "Runner -> HashiCorp Vault; Runner -> SonarQube",
        ),
        (
            "The bot calls Qdrant and lets the scorer rank the hits. The scorer calls Redis.",
            "Bot -> Qdrant; Bot -> Scorer; Scorer -> Redis",
        ),
        (
            "The dashboard queries Loki and has Okta sign users in.",
            "Dashboard -> Grafana Loki; Dashboard -> Okta",
        ),
    ],
    "a question and its answer": [
        (
            "The shop calls Stripe. What does the backend need? PostgreSQL for the data, Redis for the jobs.",
            "Shop -> Stripe; Backend -> PostgreSQL; Backend -> Redis",
        ),
        (
            "The portal calls the case API. Where does the case API keep its files? In MinIO.",
            "Portal -> Case API; Case API -> MinIO",
        ),
        (
            "The shop calls Stripe. And who calls the shop? The web client, to sell; the partner portal, "
            "which reads Redis; and the till.",
            "Shop -> Stripe; Web client -> Shop; Partner portal -> Shop; Partner portal -> Redis; Till -> Shop",
        ),
    ],
    "so does another": [
        (
            "The order service uses Postgres; so does the cart service.",
            "Order service -> PostgreSQL; Cart service -> PostgreSQL",
        ),
        (
            "The tariff service writes to Kafka, and so do the meter service and the billing service.",
            "Tariff service -> Apache Kafka; Meter service -> Apache Kafka; Billing service -> Apache Kafka",
        ),
        (
            "The archive service stores in S3. From Kafka the press service learns what is new, and the audit "
            "service as well.",
            "Archive service -> Amazon S3; Apache Kafka ~> Press service; Apache Kafka ~> Audit service",
        ),
    ],
    "what for, before the sentence": [
        (
            "To know what is free, the booking service queries the room service. The room service writes to Redis.",
            "Booking service -> Room service; Room service -> Redis",
        ),
        (
            "To open the gate the yard service calls the barrier service. The barrier service reads Redis.",
            "Yard service -> Barrier service; Barrier service -> Redis",
        ),
        (
            "To find a route, the fare API asks the toll API. The toll API reads Oracle.",
            "Fare API -> Toll API; Toll API -> Oracle Database",
        ),
    ],
    "it, behind a colon or a condition": [
        (
            "Telegraf writes to InfluxDB. New is the heat planner: every evening it queries InfluxDB and "
            "calls Open-Meteo.",
            "Telegraf -> InfluxDB; Heat planner -> InfluxDB; Heat planner -> Open-Meteo",
        ),
        (
            "The search API queries Solr, and if it finds nothing it calls the crawler.",
            "Search API -> Apache Solr; Search API -> Crawler",
        ),
        (
            "The tile service calls Redis. Customers look at results in the map viewer: it gets its tiles "
            "from the tile service.",
            "Tile service -> Redis; Customers -> Map viewer; Map viewer -> Tile service",
        ),
    ],
    "names with dots and dashes": [
        (
            "The turbine service publishes one blade.cracked to Pulsar. The repair service reads Pulsar.",
            "Turbine service ~> Apache Pulsar; Apache Pulsar ~> Repair service",
        ),
        (
            "The grid service calls SAP IS-U over SOAP. SAP IS-U reads the meter API.",
            "Grid service -> SAP IS-U; SAP IS-U -> Meter API",
        ),
        (
            "The studio sends tracks to the now-playing service, which writes to Redis.",
            "Studio ~> Now-playing service; Now-playing service -> Redis",
        ),
    ],
    "one stands on top": [
        (
            "Prometheus scrapes the API, Grafana on top.",
            "Prometheus -> API; Grafana -> Prometheus",
        ),
        (
            "The gateway logs to Loki, and Grafana sits on top.",
            "Gateway ~> Grafana Loki; Grafana -> Grafana Loki",
        ),
        (
            "The lab writes to MinIO, Trino on top.",
            "Lab -> MinIO; Trino -> MinIO",
        ),
    ],
    "besides another": [
        (
            "Besides Postgres, the API also uses Redis.",
            "API -> Redis; API -> PostgreSQL",
        ),
        (
            "Apart from the web app, the partner portal also calls the API. The API uses Postgres.",
            "Partner portal -> API; Web app -> API; API -> PostgreSQL",
        ),
        (
            "In addition to the stock API, the shop calls the price API. The price API uses Redis.",
            "Shop -> Price API; Shop -> Stock API; Price API -> Redis",
        ),
    ],
    "for this one and for that another": [
        (
            "For search, the shop asks Algolia; for mail, SendGrid.",
            "Shop -> Algolia; Shop -> SendGrid",
        ),
        (
            "For tiles, the map service uses MinIO; for routes, PostGIS.",
            "Map service -> MinIO; Map service -> PostGIS",
        ),
        (
            "The notifier works off a RabbitMQ queue that the order service fills.",
            "RabbitMQ ~> Notifier; Order service ~> RabbitMQ",
        ),
    ],
}
"""Each turn in three phrasings, with the links that they state."""


@pytest.mark.parametrize("turn", TURNS)
def test_reads_a_turn_however_it_is_phrased(turn: str) -> None:
    assert [links_of(text) for text, _ in TURNS[turn]] == [links.split("; ") for _, links in TURNS[turn]]
