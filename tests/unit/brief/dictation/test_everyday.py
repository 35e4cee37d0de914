"""Everyday ways to tell an architecture: asides, times of day, what is said of things by the way."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of

CASES: dict[str, tuple[str, list[str]]] = {
    "dropped at a time is gone": (
        "The tariff API calls Postgres. We dropped Redis in autumn.",
        ["Tariff API -> PostgreSQL"],
    ),
    "a job that dumps is no refusal": (
        "Every night at three a dump job reads the ledger database (MySQL) and puts a file in Wasabi.",
        ["Dump job -> Ledger database", "Dump job -> Wasabi"],
    ),
    "before every turn": (
        "The recipe server sends menus to the tills before every meal; it takes them from MySQL.",
        ["Recipe server -> MySQL", "Recipe server ~> Tills"],
    ),
    "an aside within a list": (
        "The portal hands each form to the virus scanner and, once it is clean, to the archive service.",
        ["Portal ~> Virus scanner", "Portal ~> Archive service"],
    ),
    "one more consumer": (
        "The gate API publishes entries to Kafka. The stay service consumes them. The fraud service is the second consumer.",
        ["Gate API ~> Apache Kafka", "Apache Kafka ~> Stay service", "Apache Kafka ~> Fraud service"],
    ),
    "mailed with a tool by somebody": (
        "Reports are mailed with SendGrid by the report cron.",
        ["Report cron ~> SendGrid"],
    ),
    "whose data live somewhere": (
        "The desk app calls the seat service, whose data live in Couchbase.",
        ["Desk app -> Seat service", "Seat service -> Couchbase"],
    ),
    "metrics are scraped from a broker": (
        "Prometheus scrapes the seat service and Kafka.",
        ["Prometheus -> Seat service", "Prometheus -> Apache Kafka"],
    ),
    "who is spoken of stays": (
        "The gauge service polls the level API and keeps levels in DynamoDB. Above a threshold it publishes an alarm to SNS.",
        ["Gauge service -> Level API", "Gauge service -> Amazon DynamoDB", "Gauge service ~> Amazon SNS"],
    ),
    "what is kept elsewhere": (
        "The case service keeps cases in MySQL. Documents go to MinIO.",
        ["Case service -> MySQL", "Case service -> MinIO"],
    ),
    "a product that explains itself": (
        "The pumps publish to VerneMQ, an MQTT broker in the cellar.",
        ["Pumps ~> VerneMQ"],
    ),
    "signing in with somebody": (
        "The grower portal reads from Bigtable, and growers sign in to it with Auth0.",
        ["Grower portal -> Google Cloud Bigtable", "Grower portal -> Auth0"],
    ),
    "behind that are two": (
        "Cloudflare is in front of everything public. Behind it there is HAProxy, and behind that are two services, the menu "
        "service and the hut service.",
        ["Cloudflare -> HAProxy", "HAProxy -> Menu service", "HAProxy -> Hut service"],
    ),
    "how something is, and then a verb": (
        "When stock is low the shelf API puts a message on RabbitMQ.",
        ["Shelf API -> RabbitMQ"],
    ),
    "a chat with times": (
        "[09:02] ana: where do photos go?\n[09:03] ben: the field app asks the photo API for a url, then it puts them in MinIO\n"
        "[09:05] ana: ok",
        ["Field app -> Photo API", "Field app -> MinIO"],
    ),
    "a fuller name used before": (
        "The publication site stays. The export job takes rulings from the case service and loads them into the site. The case service is on MySQL.",
        ["Export job -> Case service", "Export job -> Publication site", "Case service -> MySQL"],
    ),
    "a thing that is called something": (
        "The shop calls the ticket API. There's a thing called the feeding planner; it's got its own MySQL.",
        ["Shop -> Ticket API", "Feeding planner -> MySQL"],
    ),
    "letters of two words swapped": (
        "The linen API sotres items in postgers.",
        ["Linen API -> PostgreSQL"],
    ),
    "boxes between arrows": (
        "[tax portal] --> [nginx] --> [claims service] --> [PostgreSQL]",
        ["Tax portal o> NGINX", "NGINX o> Claims service", "Claims service o> PostgreSQL"],
    ),
    "a number before each line": (
        "1. The fare API asks the rules service whether the trip is allowed.\n2. If not, it writes the case to MySQL.",
        ["Fare API -> Rules service", "Fare API -> MySQL"],
    ),
    "nested items": (
        "- Node-RED subscribes to Mosquitto and\n    - stores the values in InfluxDB\n    - calls the pump API",
        ["Eclipse Mosquitto ~> Node-RED", "Node-RED -> InfluxDB", "Node-RED -> Pump API"],
    ),
    "a state, then another subject": (
        "If the tariff API is down, the connector opens a ticket in ServiceNow. The connector calls the tariff API.",
        ["Connector -> ServiceNow", "Connector -> Tariff API"],
    ),
    "a host in between": (
        "The site calls the permit API on App Service, which keeps permits in Azure SQL Database.",
        ["Site -> Permit API", "Permit API -> Azure SQL Database"],
    ),
    "people look with a tool": (
        "The audit service appends to an Elasticsearch index that the compliance team queries with Kibana.",
        ["Audit service -> Elasticsearch", "Kibana -> Elasticsearch"],
    ),
    "it also": (
        "The ledger service reports its totals to the tax service. It also calls the courier API.",
        ["Ledger service ~> Tax service", "Ledger service -> Courier API"],
    ),
    "decided against one, then what is so": (
        "We decided against RabbitMQ: the seat service simply calls the mail service over HTTP.",
        ["Seat service -> Mail service"],
    ),
    "behind a name that is": (
        "The rider app calls Kong, behind Kong is the ride service, which keeps rides in MySQL.",
        ["Rider app -> Kong", "Kong -> Ride service", "Ride service -> MySQL"],
    ),
    "a process by way of a product": (
        "CDC via Debezium captures the changes in Oracle and publishes them to Kafka.",
        ["Oracle Database ~> Debezium", "Debezium ~> Apache Kafka"],
    ),
    "on top of what came last": (
        "The scoring service fetches features from a Feast feature store on top of DynamoDB.",
        ["Scoring service -> Feast feature store", "Feast feature store -> Amazon DynamoDB"],
    ),
    "what keeps failing": (
        "The order worker polls SQS. Messages that keep failing land in a dead letter queue.",
        ["Amazon SQS ~> Order worker", "Amazon SQS ~> Dead letter queue"],
    ),
    "where things live": (
        "Permit metadata lives in Cloud Spanner and is accessed only by the permit service.",
        ["Permit service -> Google Cloud Spanner"],
    ),
    "somebody named alone": (
        "New: edge collector. Reads the meters over OPC UA and ships the values to Kafka.",
        ["Edge collector ~> Apache Kafka"],
    ),
    "each with one of its own": (
        "The fare service and the seat service are each backed by a Postgres database of their own.",
        ["Fare service -> Fare PostgreSQL", "Seat service -> Seat PostgreSQL"],
    ),
    "one for each, by name": (
        "The mobile app and the web app each have a BFF of their own, mobile-bff and web-bff.",
        ["Mobile app -> Mobile-bff", "Web app -> Web-bff"],
    ),
    "who deals with it keeps it": (
        "The storefront calls the listing service and the tax service. Listings are held in Firestore.",
        ["Storefront -> Listing service", "Storefront -> Tax service", "Listing service -> Cloud Firestore"],
    ),
    "checked by somebody outside": (
        "The shop calls the comment API. Comments are checked by the Perspective API and then saved to MongoDB.",
        ["Shop -> Comment API", "Comment API -> Perspective API", "Comment API -> MongoDB"],
    ),
    "a second consumer has a name": (
        "The app posts scans to Kafka. A second consumer, the SLA monitor, opens tickets in ServiceNow.",
        ["App ~> Apache Kafka", "Apache Kafka ~> SLA monitor", "SLA monitor -> ServiceNow"],
    ),
    "a list whose items say what they do": (
        "Two subscribers listen to the orders topic: the seller notifier, which calls Twilio, and the fee service, which "
        "writes to MySQL.",
        ["Orders topic ~> Seller notifier", "Orders topic ~> Fee service", "Seller notifier -> Twilio", "Fee service -> MySQL"],
    ),
    "semicolons within a list": (
        "Pulsar feeds three systems: the rating engine, which writes to MySQL; the fraud detector; and an archiver.",
        ["Apache Pulsar ~> Rating engine", "Apache Pulsar ~> Fraud detector", "Apache Pulsar ~> Archiver", "Rating engine -> MySQL"],
    ),
    "pairs in a list": (
        "Connections:\n- bag scanner to sort controller: tag number\n- sort controller to Kafka",
        ["Bag scanner o> Sort controller", "Sort controller o> Apache Kafka"],
    ),
    "as is and to be": (
        "AS IS\nThe desk client writes to MySQL.\n\nTO BE\nThe web shop calls the loan service. The loan service owns a PostgreSQL.",
        ["Web shop -> Loan service", "Loan service -> PostgreSQL"],
    ),
    "shared out between": (
        "Traefik distributes requests between the people service and the pay service based on the path.",
        ["Traefik -> People service", "Traefik -> Pay service"],
    ),
    "from which they are served": (
        "Trips are announced on ActiveMQ by the trip API, from which the invoice module and the loyalty module are served.",
        ["Trip API ~> ActiveMQ", "ActiveMQ ~> Invoice module", "ActiveMQ ~> Loyalty module"],
    ),
    "told through a queue": (
        "The DMS drops contracts into S3. An indexing worker is told about them through SQS.",
        ["DMS ~> Amazon S3", "Amazon SQS ~> Indexing worker"],
    ),
    "protected by who knows the users": (
        "Lawyers use a web portal protected by Okta. The portal calls the search API.",
        ["Lawyers -> Web portal", "Web portal -> Okta", "Web portal -> Search API"],
    ),
    "platforms are boxes of a drawing": (
        "GitLab --> Argo CD --> Kubernetes",
        ["GitLab o> Argo CD", "Argo CD o> Kubernetes"],
    ),
    "out of a store": (
        "A billing job reads the sums out of TimescaleDB and passes the totals on to SAP.",
        ["Billing job -> TimescaleDB", "Billing job ~> SAP"],
    ),
    "what we do not have, named first": (
        "The map viewer asks Varnish. Elasticsearch we don't have.",
        ["Map viewer -> Varnish Cache"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_everyday_speech_states_these_links_and_no_others(text: str, links: list[str]) -> None:
    assert sorted(links_of(text)) == sorted(links)
