"""Turns that people take when they tell an architecture: who has it done, what stands in front, what was given up."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of, read

CASES: dict[str, tuple[str, list[str]]] = {
    "who has it done": (
        "The scheduler has the report worker build a PDF and then sends the link to SES.",
        ["Scheduler -> Report worker", "Scheduler ~> Amazon SES"],
    ),
    "who lets a model write": (
        "The bot lets Claude write a summary and posts it to Slack.",
        ["Bot -> Anthropic Claude", "Bot ~> Slack"],
    ),
    "what is done by whom one has": (
        "The recommender API has the candidates scored by a Triton server and keeps them in Redis.",
        ["Recommender API -> Triton server", "Recommender API -> Redis"],
    ),
    "done before by who is named behind the comma": (
        "Having asked Stripe, the shop API submits the order to Kafka.",
        ["Shop API -> Stripe", "Shop API ~> Apache Kafka"],
    ),
    "asked by somebody, and then": (
        "Once asked by the portal, the quote service consults the tariff engine and writes to Redis.",
        ["Portal -> Quote service", "Quote service -> Tariff engine", "Quote service -> Redis"],
    ),
    "on receiving": (
        "On receiving an order from Kafka, the mailer calls SendGrid.",
        ["Apache Kafka ~> Mailer", "Mailer -> SendGrid"],
    ),
    "through what stands in front": (
        "The web shop calls the stock API, which sits behind Kong. The stock API writes to Postgres.",
        ["Kong -> Stock API", "Web shop -> Kong", "Stock API -> PostgreSQL"],
    ),
    "through what fronts it": (
        "A Vue shop talks to a Go API that is fronted by nginx. The Go API writes to Postgres.",
        ["NGINX -> Go API", "Vue shop -> NGINX", "Go API -> PostgreSQL"],
    ),
    "a host that stands behind a wall": (
        "The Unity client sends scores to the score API, which runs on Cloud Run behind Cloud Armor.",
        ["Google Cloud Armor -> Score API", "Unity client ~> Google Cloud Armor"],
    ),
    "should it be down": (
        "The payment service calls Adyen; should Adyen be down, it falls back to Stripe.",
        ["Payment service -> Adyen", "Payment service -> Stripe"],
    ),
    "fed from a queue by somebody": (
        "The worker pool is fed from a Beanstalkd queue by the scheduler.",
        ["Scheduler ~> Beanstalkd", "Beanstalkd ~> Worker pool"],
    ),
    "events of a store trigger": (
        "S3 events trigger a Lambda, which writes to DynamoDB.",
        ["Amazon S3 ~> AWS Lambda", "AWS Lambda -> Amazon DynamoDB"],
    ),
    "its secrets and its flags": (
        "The API gets its secrets from Vault and its feature flags from LaunchDarkly.",
        ["API -> HashiCorp Vault", "API -> LaunchDarkly"],
    ),
    "handled for somebody": (
        "Auth0 handles login for the portal, which reads from Redis.",
        ["Portal -> Auth0", "Portal -> Redis"],
    ),
    "both use their own": (
        "The gateway routes to the user service and the catalog service. Both use their own PostgreSQL database.",
        [
            "Gateway -> User service",
            "Gateway -> Catalog service",
            "User service -> User PostgreSQL",
            "Catalog service -> Catalog PostgreSQL",
        ],
    ),
    "put there by somebody": (
        "Celery workers take jobs from RabbitMQ put there by the Django app.",
        ["RabbitMQ ~> Celery workers", "Django app -> RabbitMQ"],
    ),
    "notified by somebody": (
        "A Flink job writes to TimescaleDB. The irrigation controller is notified by the Flink job via a webhook.",
        ["Flink job -> TimescaleDB", "Flink job ~> Irrigation controller"],
    ),
    "people use a screen to upload": (
        "Creators upload footage from the studio web app to a Cloud Storage bucket named footage. The transcoder "
        "reads the footage bucket.",
        ["Creators -> Studio web app", "Studio web app -> Footage", "Transcoder -> Footage"],
    ),
    "a store that a product has": (
        "The Unity client talks to Nakama. Nakama's database is CockroachDB.",
        ["Unity client -> Nakama", "Nakama -> Nakama database"],
    ),
    "a heading that names a service": (
        "The checkout service calls the catalog service. Catalog: YugabyteDB. Checkout: Aurora.",
        ["Checkout service -> Catalog service", "Catalog service -> YugabyteDB", "Checkout service -> Amazon Aurora"],
    ),
    "a state, and then the main verb again": (
        "The payments API calls the vault service, which keeps cards in CockroachDB, asks the risk service for a "
        "score and writes to Kafka.",
        [
            "Payments API -> Vault service",
            "Vault service -> CockroachDB",
            "Payments API -> Risk service",
            "Payments API -> Apache Kafka",
        ],
    ),
    "a relative with a subject of its own": (
        "The leaderboard API, which the Unity client queries for the top 100, reads from Memorystore only.",
        ["Unity client -> Leaderboard API", "Leaderboard API -> Google Cloud Memorystore"],
    ),
    "bought by one from another": (
        "The shipping service writes to MongoDB. Labels are bought by the shipping service from EasyPost.",
        ["Shipping service -> MongoDB", "Shipping service -> EasyPost"],
    ),
    "somebody reaches it from there": (
        "The app sends its requests to an AWS API Gateway, from which they reach the appointment service. The "
        "appointment service writes to Aurora.",
        [
            "App ~> Amazon API Gateway",
            "Amazon API Gateway -> Appointment service",
            "Appointment service -> Amazon Aurora",
        ],
    ),
    "whose requests go": (
        "Rides are booked in the rider app, whose requests go via Envoy to the trip service.",
        ["Rider app -> Envoy", "Envoy -> Trip service"],
    ),
    "the primary again": (
        "The Frankfurt API writes to the primary Aurora cluster; the Virginia API reads from the secondary "
        "Aurora cluster, to which the primary replicates.",
        [
            "Frankfurt API -> Primary Aurora cluster",
            "Virginia API -> Secondary Aurora cluster",
            "Primary Aurora cluster => Secondary Aurora cluster",
        ],
    ),
    "it replicates": (
        "The ticket API writes to a MariaDB database; it replicates to a MariaDB replica.",
        ["Ticket API -> MariaDB database", "MariaDB database => MariaDB replica"],
    ),
    "what rolls others out": (
        "Argo CD polls Gitea and syncs the manifests to the production Kubernetes cluster. Harbor is scanned by Trivy.",
        ["Argo CD -> Gitea", "Argo CD -> Production Kubernetes cluster", "Trivy -> Harbor"],
    ),
    "who hears of events by name": (
        "The pharmacy API publishes OrderReady to RabbitMQ. The courier service subscribes to OrderReady and "
        "writes to Redis.",
        ["Pharmacy API ~> RabbitMQ", "RabbitMQ ~> Courier service", "Courier service -> Redis"],
    ),
    "a workflow of a product": (
        "The refund API starts a Temporal workflow. The workflow calls PayPal and writes to MongoDB.",
        ["Refund API ~> Temporal", "Temporal -> PayPal", "Temporal -> MongoDB"],
    ),
    "one microservice of several": (
        "The gateway routes the request to the right microservice: users, orders or inventory. The gateway asks "
        "Keycloak.",
        [
            "Gateway -> Users microservice",
            "Gateway -> Orders microservice",
            "Gateway -> Inventory microservice",
            "Gateway -> Keycloak",
        ],
    ),
    "two others, by name": (
        "The data handler sends them to two other processes: the pricing engine and the tick recorder. The "
        "recorder calls Postgres.",
        ["Data handler ~> Pricing engine", "Data handler ~> Tick recorder", "Tick recorder -> PostgreSQL"],
    ),
    "reacts to changes": (
        "Cloud Functions react to Firestore changes and call the Stripe API.",
        ["Cloud Firestore ~> Cloud Functions", "Cloud Functions -> Stripe API"],
    ),
    "a verb with a prefix": (
        "The importer bulk-loads files from GCS into Spanner.",
        ["Importer -> GCS", "Importer -> Google Cloud Spanner"],
    ),
    "an arrow and then words": (
        "Sensor gateway -> Kafka -> Flink -> Cassandra, with Grafana reading Cassandra.",
        [
            "Sensor gateway o> Apache Kafka",
            "Apache Kafka o> Apache Flink",
            "Apache Flink o> Apache Cassandra",
            "Grafana -> Apache Cassandra",
        ],
    ),
    "everything else goes on": (
        "A facade routes orders to an order service in Go; the facade is Nginx. Everything else goes to the monolith.",
        ["Facade -> Order service", "Facade -> Monolith"],
    ),
    "dashed arrows and a legend": (
        "→ is a call, ⇢ is a message.\nupload API → PlanetScale\nupload API ⇢ Faktory\nFaktory ⇢ transcription worker",
        ["Upload API o> PlanetScale", "Upload API o> Faktory", "Faktory o> Transcription worker"],
    ),
    "thinking aloud": (
        "So the tablet talks to, uh, the scheduling service, and scheduling keeps everything in, um, Cloud SQL.",
        ["Tablet -> Scheduling service", "Scheduling service -> Google Cloud SQL"],
    ),
    "a login on the way": (
        "The doctor app reads results from the results API after a login at Keycloak. The results API writes to "
        "SQL Server.",
        ["Doctor app -> Results API", "Doctor app -> Keycloak", "Results API -> Microsoft SQL Server"],
    ),
    "aimed at somebody": (
        "Confluence fires a webhook at the page indexer; the page indexer writes to Qdrant.",
        ["Confluence ~> Page indexer", "Page indexer -> Qdrant"],
    ),
    "both of what was said": (
        "Services export metrics to Prometheus and traces to Tempo; Grafana shows both.",
        ["Services ~> Prometheus", "Services ~> Grafana Tempo", "Grafana -> Prometheus", "Grafana -> Grafana Tempo"],
    ),
    "rules of a bus": (
        "A Lambda puts contacts on EventBridge; two rules forward to the mail Lambda and the audit Lambda.",
        ["AWS Lambda -> Amazon EventBridge", "Amazon EventBridge ~> Mail Lambda", "Amazon EventBridge ~> Audit Lambda"],
    ),
    "arrive at one from others": (
        "Orders arrive at the intake service from EDI partners over AS2; it stores them in DB2.",
        ["EDI partners -> Intake service", "Intake service -> IBM Db2"],
    ),
}

REFUSED: dict[str, tuple[str, str]] = {
    "decided against in the next sentence": (
        "Grafana reads from InfluxDB, and the API writes to InfluxDB. Ingrid asked for Power BI; decided against.",
        "Power BI",
    ),
    "not needed, behind a colon": (
        "The API writes to Postgres.\n- Redis: not needed for now",
        "Redis",
    ),
    "earlier, and now there is none": (
        "The API writes to Postgres. Earlier we had Hazelcast for sessions, now there is no Hazelcast.",
        "Hazelcast",
    ),
    "had in mind": (
        "The order service calls the mailer and writes to PostgreSQL. I had MySQL in mind for the orders, but Jens is right.",
        "MySQL",
    ),
    "wanted, but decided against": (
        "The units send positions to HiveMQ. Tom wanted Kafka behind it, but we decided against it. The map API reads HiveMQ.",
        "Apache Kafka",
    ),
    "scratched": (
        "The server hands every bid to the limit service and appends it to EventStoreDB. Sorry, scratch the limit service, that is phase two.",
        "Limit service",
    ),
    "asked for, and another it is": (
        "The web client calls the grade service. Paulo asked for SQLite, Iris for Postgres, and Postgres it is.",
        "SQLite",
    ),
    "shut down": (
        "The apps send traces to Tempo, and Grafana reads Tempo. Jaeger was shut down when Tempo came.",
        "Jaeger",
    ),
    "an aside before it is history": (
        "The audit service writes to Blob Storage. MongoDB, which you may still find in old diagrams, is history.",
        "MongoDB",
    ),
    "left out on purpose": (
        "Telegraf writes to InfluxDB and Grafana reads it. I left out Node-RED on purpose.",
        "Node-RED",
    ),
    "won't do": (
        "The client calls Nakama, and Nakama writes to CockroachDB. Won't do: PlayFab, Photon.",
        "Azure PlayFab",
    ),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_reads_the_links(text: str, links: list[str]) -> None:
    assert links_of(text) == links


@pytest.mark.parametrize(("text", "name"), REFUSED.values(), ids=REFUSED)
def test_leaves_out_what_was_given_up(text: str, name: str) -> None:
    found = [part.name for part in read(text).parts]
    assert name not in found
    assert len(found) > 1


def test_keeps_names_that_somebody_wrote_with_care() -> None:
    found = read("The loader writes variants into OpenCGA. OpenCGA asks CellBase, and the planner asks Open-Meteo.")
    assert {"OpenCGA", "CellBase", "Open-Meteo"} <= {part.name for part in found.parts}


def test_reads_lines_of_cells_between_semicolons() -> None:
    text = "Interfaces (caller; callee; protocol):\nSalesforce; order API; REST\norder API; PostgreSQL; SQL\nCRM sync; Salesforce; REST"
    assert links_of(text) == ["Salesforce -> Order API", "Order API -> PostgreSQL", "CRM sync -> Salesforce"]


def test_reads_the_copies_of_a_table() -> None:
    text = "| From | To | How |\n|---|---|---|\n| API | Oracle | JDBC |\n| Oracle | Data Guard standby | replication |"
    assert links_of(text)[-1] == "Oracle Database => Data Guard standby"
