"""What people say aloud and write in haste: who is brought in and goes on, slips of the pen, names, ways and things."""

from __future__ import annotations

import pytest

from designer.brief.dictation.corrections import corrected
from designer.brief.phrases import StemmedText
from tests.support.catalogs import shipped
from tests.support.dictated import links_of, read

SAID: dict[str, list[tuple[str, str]]] = {
    "who is brought in, and goes on": [
        (
            "You've got the ferry desk, it's a Django app, it calls HAProxy, and behind HAProxy there are two instances of the seat service. The seat service writes to MySQL.",
            "Ferry desk -> HAProxy; HAProxy -> Seat service; Seat service -> MySQL",
        ),
        (
            "In every barn there's a milk box, that's a Raspberry Pi, and it publishes to EMQX. The herd service subscribes to EMQX.",
            "Milk box ~> EMQX; EMQX ~> Herd service",
        ),
        (
            "The warden has an app on her phone, it calls the hut API. The hut API reads Postgres.",
            "Warden -> App; App -> Hut API; Hut API -> PostgreSQL",
        ),
        (
            "You've got two lamp boxes, they publish to EMQX. The lamp hub subscribes to EMQX.",
            "Lamp boxes ~> EMQX; EMQX ~> Lamp hub",
        ),
        (
            "We've got a loan desk, it's built in Vue, it calls the loan API. The loan API reads MySQL.",
            "Loan desk -> Loan API; Loan API -> MySQL",
        ),
    ],
    "a place before who stands there": [
        (
            "On the counter stands a label printer. It pulls jobs from the parcel service, and the parcel service writes to MySQL.",
            "Label printer -> Parcel service; Parcel service -> MySQL",
        ),
        (
            "Under the roof sits a weather box, it sends readings to the roof service. The roof service stores them in InfluxDB.",
            "Weather box ~> Roof service; Roof service -> InfluxDB",
        ),
        (
            "Near the gate hangs a door panel. It calls the badge API, and the badge API reads Redis.",
            "Door panel -> Badge API; Badge API -> Redis",
        ),
        (
            "New are the sorting robots, which report each pick to a pick gateway that writes to Kafka.",
            "Sorting robots ~> Pick gateway; Pick gateway -> Apache Kafka",
        ),
        (
            "The grain database is PostgreSQL in Riga, and a read replica of it runs in Oslo. The price service writes to the former, the map portal reads from the replica.",
            "Grain database => Read replica; Price service -> Grain database; Map portal -> Read replica",
        ),
    ],
    "words misspelt": [
        (
            "The kiosk app goes thruogh Envoy to the seat servcie, wich stores evrything in Postgress.",
            "Kiosk app -> Envoy; Envoy -> Seat service; Seat service -> PostgreSQL",
        ),
        (
            "Gauges send there levels via Sigfox to the river service. The river service writes to TimescaleDB befor it calls Twilio.",
            "Gauges ~> Sigfox; Sigfox ~> River service; River service -> TimescaleDB; River service -> Twilio",
        ),
        (
            "The alert sender sends a push trough OneSignal to the member app. The alert sender reads MySQL.",
            "Alert sender ~> OneSignal; OneSignal ~> Member app; Alert sender -> MySQL",
        ),
        ("The reports read ClickHouse with Supserset. Supserset calls the mail API.", "Apache Superset -> Mail API"),
    ],
    "one product said for another of more words": [
        (
            "The shop writes to Kafka. Hm, no wait, not Kafka, IBM MQ. The mailer takes orders from there.",
            "Shop -> IBM MQ; IBM MQ ~> Mailer",
        ),
        (
            "The API puts scans on RabbitMQ. Sorry, not RabbitMQ, Redis Streams. The OCR worker consumes them.",
            "API -> Redis Streams; Redis Streams ~> OCR worker",
        ),
        (
            "The label service writes to Redis. Wait, not Redis, Azure Cosmos DB. The shop reads from there.",
            "Label service -> Azure Cosmos DB; Shop -> Azure Cosmos DB",
        ),
    ],
    "arrows that start where the one before did": [
        (
            "Desk -> Redis for carts, -> Kafka for sales\nKafka -> ledger, -> mailer",
            "Desk o> Redis; Desk o> Apache Kafka; Apache Kafka o> Ledger; Apache Kafka o> Mailer",
        ),
        ("till -> tax API, -> Postgres, -> Stripe", "Till o> Tax API; Till o> PostgreSQL; Till o> Stripe"),
    ],
    "items with other bullets": [
        (
            "Notes on the pier\n> pier app asks berth service\n> berth service keeps berths in Postgres\n> Grafana reads Postgres",
            "Pier app -> Berth service; Berth service -> PostgreSQL; Grafana -> PostgreSQL",
        ),
    ],
    "labels before a colon": [
        (
            "Parts:\n- X-ray bench at the dock: sends pictures to the scan API\n- scan API: reads open orders from MySQL, stores results in S3",
            "X-ray bench ~> Scan API; Scan API -> Amazon S3; Scan API -> MySQL",
        ),
        (
            "- TrueNAS mirrors to a second NAS\n- the edit desk writes to TrueNAS",
            "TrueNAS => NAS; Edit desk -> TrueNAS",
        ),
        (
            "- the pool hub subscribes to EMQX, publishes orders on it, state in YugabyteDB",
            "EMQX ~> Pool hub; Pool hub ~> EMQX; Pool hub -> YugabyteDB",
        ),
        (
            "The crane hub listens to NATS, emits faults on it, history in TimescaleDB.",
            "NATS ~> Crane hub; Crane hub ~> NATS; Crane hub -> TimescaleDB",
        ),
    ],
    "what hangs on a queue": [
        (
            'The order service publishes to a Kafka topic called "sales". From the topic: a billing worker and a mail worker (calls SES).',
            "Order service ~> Sales; Mail worker -> Amazon SES; Sales ~> Billing worker; Sales ~> Mail worker",
        ),
        (
            "The news API announces posts on Google Pub/Sub. Two things listen there: the indexer, which writes to Solr, and the push sender, which uses OneSignal.",
            "News API ~> Google Cloud Pub/Sub; Google Cloud Pub/Sub ~> Indexer; Google Cloud Pub/Sub ~> Push sender; Indexer -> Apache Solr; Push sender -> OneSignal",
        ),
        (
            "The yard API puts moves on RabbitMQ. Three services listen there: the planner, the billing worker and the tariff worker.",
            "Yard API -> RabbitMQ; RabbitMQ ~> Planner; RabbitMQ ~> Billing worker; RabbitMQ ~> Tariff worker",
        ),
    ],
    "a call that goes through": [
        (
            "The till calls the ticket service, it goes through the Traefik proxy. The ticket service writes to MySQL.",
            "Till -> Traefik; Traefik -> Ticket service; Ticket service -> MySQL",
        ),
        (
            "The gate asks the barrier API, this goes through nginx. The barrier API reads Redis.",
            "Gate -> NGINX; NGINX -> Barrier API; Barrier API -> Redis",
        ),
        (
            "The door panel asks the access API (Go, 2 replicas, behind Traefik). The access API reads Redis.",
            "Traefik -> Access API; Door panel -> Access API; Access API -> Redis",
        ),
        (
            "The courier app calls the tour API (Node, behind Kong). The tour API reads MySQL.",
            "Kong -> Tour API; Courier app -> Tour API; Tour API -> MySQL",
        ),
    ],
    "names between commas": [
        (
            "A Lambda by the name of thumb-maker takes pictures from SQS and writes to S3.",
            "Amazon SQS ~> Thumb-maker; Thumb-maker -> Amazon S3",
        ),
        ("A service under the name of Otto reads Redis and calls Stripe.", "Otto -> Redis; Otto -> Stripe"),
        (
            'Both apps call one back end, "ferryman", FastAPI. Ferryman writes to Postgres.',
            "Apps -> Ferryman; Ferryman -> PostgreSQL",
        ),
        (
            "A font server, font_box, reads MinIO and feeds the print portal.",
            "Font_box -> MinIO; Font_box ~> Print portal",
        ),
        (
            "The tracker asks DATEV, you know, the payroll one, and writes to MySQL.",
            "Tracker -> DATEV; Tracker -> MySQL",
        ),
    ],
    "things that go their own way": [
        (
            "Orders are kept in MySQL by the order service, and payment is done with Zahlwerk.",
            "Order service -> MySQL; Order service -> Zahlwerk",
        ),
        (
            "The tour service reads MySQL and bookings are handled through Amadeus.",
            "Tour service -> MySQL; Tour service -> Amadeus GDS",
        ),
        (
            "The invoice service consumes RabbitMQ. Invoices leave through Sage.",
            "RabbitMQ ~> Invoice service; Invoice service ~> Sage",
        ),
        (
            "The tent service saves into SQLite and the signed forms go to Dropbox.",
            "Tent service -> SQLite; Tent service -> Dropbox",
        ),
        (
            "The maps are held in S3, drafts in MongoDB, by the map service.",
            "Map service -> Amazon S3; Map service -> MongoDB",
        ),
        (
            "The exporter puts Parquet files into MinIO. Analysts query the files with Trino.",
            "Exporter -> MinIO; Trino -> MinIO; Analysts -> Trino",
        ),
        (
            "Wards send samples to the lab service. The lab service reads MySQL and e-mails the ward with Mailgun.",
            "Wards ~> Lab service; Lab service -> MySQL; Lab service ~> Mailgun",
        ),
    ],
    "whom a pronoun means": [
        (
            "Scan workers take jobs from RabbitMQ, fetch pictures from S3 and hand the text to the text service; it keeps that in MySQL.",
            "RabbitMQ ~> Scan workers; Scan workers -> Amazon S3; Scan workers ~> Text service; Text service -> MySQL",
        ),
        (
            "The site calls the seat service. That one checks the name in AMADEUS and saves to MySQL.",
            "Site -> Seat service; Seat service -> AMADEUS; Seat service -> MySQL",
        ),
        (
            "The shop keeps carts in Redis and orders in MySQL. The loader fills Typesense, and the shop queries the latter.",
            "Shop -> Redis; Shop -> MySQL; Loader -> Typesense; Shop -> Typesense",
        ),
        (
            "The pickers see their route in Google Maps, so the route service puts the stops in there. The route service reads MySQL.",
            "Route service -> Google Maps; Route service -> MySQL",
        ),
    ],
    "clients, tools and times": [
        (
            "Editors make changes in the lesson editor, a client of the lesson API.",
            "Editors -> Lesson editor; Lesson editor -> Lesson API",
        ),
        (
            "Keycloak for the accounts of the thesis portal\nthesis portal -> thesis API\nthesis API -> Postgres",
            "Thesis portal -> Keycloak; Thesis portal o> Thesis API; Thesis API o> PostgreSQL",
        ),
        (
            "Upon delivery the parcel API writes to Kafka, and Kafka feeds the yard service.",
            "Parcel API -> Apache Kafka; Apache Kafka ~> Yard service",
        ),
    ],
    "screens, panels and people": [
        (
            "The ice monitor reads Kafka and shows alarms on the driver's panel.",
            "Apache Kafka ~> Ice monitor; Ice monitor -> Driver's panel",
        ),
        (
            "The tide service takes levels from NATS and displays them on the harbour board.",
            "NATS ~> Tide service; Tide service -> Harbour board",
        ),
        (
            "A family picks a boat at the pier desk screen and that calls the hire service. The hire service writes to MySQL.",
            "Family -> Pier desk screen; Pier desk screen -> Hire service; Hire service -> MySQL",
        ),
        (
            "A woman pays at the ticket kiosk and that calls the fare API. The fare API reads Redis.",
            "Woman -> Ticket kiosk; Ticket kiosk -> Fare API; Fare API -> Redis",
        ),
    ],
    "what goes on about what": [
        (
            "The list maker reads Airtable and makes a PDF, which it puts in Google Drive.",
            "List maker -> Airtable; List maker -> Google Drive",
        ),
        (
            "The report job queries Snowflake and builds a sheet, which it sends to Slack.",
            "Report job -> Snowflake; Report job ~> Slack",
        ),
        (
            "The permit service reads RabbitMQ and faxes the harbour office through Retarus.",
            "RabbitMQ ~> Permit service; Permit service ~> Retarus",
        ),
        (
            "There are sorting robots, which report to the pick API, and a dust sensor that publishes to EMQX. The pick API reads Redis.",
            "Robots ~> Pick API; Dust sensor ~> EMQX; Pick API -> Redis",
        ),
        ("The course content lies on a Ceph cluster, render nodes read from it.", "Render nodes -> Ceph"),
        ("Content lies in S3, and the web player reads it from there.", "Web player -> Amazon S3"),
        (
            "The hire service needs a database, that's going to be Oracle, and whenever a boat returns it tells the berth service through NATS.",
            "Hire service -> Database; Hire service ~> NATS; NATS ~> Berth service",
        ),
        (
            "Letters of worried parents come in by Apigee and pass an Application Load Balancer before they reach the portal.",
            "Worried parents -> Apigee; Apigee -> AWS Application Load Balancer; AWS Application Load Balancer -> Portal",
        ),
    ],
    "words that look like others": [
        (
            "Each buoy reports each wave to the wave service. The wave service writes to InfluxDB.",
            "Buoy ~> Wave service; Wave service -> InfluxDB",
        ),
        (
            "The tide service is write in Go and it reads Redis. The tides are keep in InfluxDB by the tide service.",
            "Tide service -> Redis; Tide service -> InfluxDB",
        ),
        ("The crew app takes jobs from SAP PM and writes to MySQL.", "Crew app -> SAP PM; Crew app -> MySQL"),
        (
            "Hive lamps send their state to the bee service. The bee service writes to MySQL.",
            "Hive lamps ~> Bee service; Bee service -> MySQL",
        ),
        (
            "Till in the shop calls the loan API for each repair. The loan API reads MySQL.",
            "Till -> Loan API; Loan API -> MySQL",
        ),
    ],
}
"""Each way of saying something in several phrasings, with the links that they state."""


@pytest.mark.parametrize("way", SAID)
def test_reads_what_is_said_in_haste(way: str) -> None:
    assert [links_of(text) for text, _ in SAID[way]] == [links.split("; ") for _, links in SAID[way]]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (
            "The shop calls Stripe.\nDeliberately absent: Kafka, any API gateway\nThe shop writes to MySQL.",
            "Apache Kafka",
        ),
        ("The shop calls Stripe and writes to MySQL. Please leave MongoDB out of the offer.", "MongoDB"),
        ("The shop calls Stripe and writes to MySQL. Don't let anyone talk you into Kafka or MongoDB.", "MongoDB"),
        ("The shop calls Stripe. We won't be talked into Kafka. The shop writes to MySQL.", "Apache Kafka"),
    ],
)
def test_what_is_refused_is_no_part(text: str, refused: str) -> None:
    names = [part.name for part in read(text).parts]
    assert "Stripe" in names
    assert refused not in names


def test_a_correction_of_more_words_keeps_the_places_of_the_text() -> None:
    text = "The shop writes to Kafka. Sorry, not Kafka, IBM MQ. The mailer reads from there."
    spans = {part.name: text[slice(*part.span)] for part in read(text).parts}
    assert spans == {"Shop": "shop", "IBM MQ": "Kafka", "Mailer": "mailer"}


@pytest.mark.parametrize(
    "text",
    [
        "The pig farm has a trough. The feed service writes to MySQL and calls the form service.",
        "There is a nether world server, and though the shop calls it, the shop reads Redis.",
    ],
)
def test_words_of_their_own_are_no_slips(text: str) -> None:
    assert corrected(StemmedText(text), shipped()).text == text
