"""Who goes on after a sentence: who was asked, what was brought in, the screen that people use, the store that was read."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of

TURNS: dict[str, list[tuple[str, str]]] = {
    "who was asked goes on": [
        (
            "The barriers ask the permit service whether a car may enter. It looks in Valkey and then in MariaDB.",
            "Barriers -> Permit service; Permit service -> Valkey; Permit service -> MariaDB",
        ),
        (
            "The gate terminal calls the booking service for every guest, and it looks in Oracle whether the guest has paid.",
            "Gate terminal -> Booking service; Booking service -> Oracle Database",
        ),
        (
            "The parking meters ask the tariff service what an hour costs. It answers from Redis.",
            "Parking meters -> Tariff service; Tariff service -> Redis",
        ),
        (
            "The phone app asks the route service for a way, which looks in Neo4j.",
            "Phone app -> Route service; Route service -> Neo4j",
        ),
        (
            "The dispatch desk calls the taxi API. It looks in Redis where the nearest taxi is.",
            "Dispatch desk -> Taxi API; Taxi API -> Redis",
        ),
    ],
    "who asked goes on": [
        (
            "The order service asks the pricing service for a price. It then writes the order to Postgres.",
            "Order service -> Pricing service; Order service -> PostgreSQL",
        ),
        (
            "The claims API asks the fraud scorer whether a claim is odd. It keeps the answer in Redis.",
            "Claims API -> Fraud scorer; Claims API -> Redis",
        ),
        (
            "The importer fetches the prices from Bloomberg. It writes them to Postgres and tells the pricing service.",
            "Importer -> Bloomberg; Importer -> PostgreSQL; Importer ~> Pricing service",
        ),
    ],
    "who is asked is described": [
        (
            "A game client requests a match from the matchmaker, which sits behind Envoy. It asks the rating service.",
            "Envoy -> Matchmaker; Game client -> Envoy; Matchmaker -> Rating service",
        ),
        (
            "The crane terminal requests the next lift from the lift planner, which is written in Go. It asks the weather service first.",
            "Crane terminal -> Lift planner; Lift planner -> Weather service",
        ),
    ],
    "this one and that one": [
        (
            "The turbine controllers ask the wind service for a forecast. This one reads it from InfluxDB.",
            "Turbine controllers -> Wind service; Wind service -> InfluxDB",
        ),
        (
            "The wash terminal talks to the wash API and that checks the membership in Firestore.",
            "Wash terminal -> Wash API; Wash API -> Cloud Firestore",
        ),
        (
            "Redis is filled by the rates importer, that one pulls the rates from Bloomberg.",
            "Rates importer -> Redis; Rates importer -> Bloomberg",
        ),
    ],
    "the store that was read is filled": [
        (
            "The search API reads from Solr. It is filled by the catalogue indexer.",
            "Search API -> Apache Solr; Catalogue indexer -> Apache Solr",
        ),
        (
            "The map service reads from PostGIS. It's updated by the survey importer every night.",
            "Map service -> PostGIS; Survey importer -> PostGIS",
        ),
        (
            "The search page queries OpenSearch; it is populated by the shelf indexer.",
            "Search page -> OpenSearch; Shelf indexer -> OpenSearch",
        ),
    ],
    "what was brought in goes on": [
        (
            "We add a dispatch hub: SAP notifies it about each order, it fetches the address from Salesforce, and stores the route in its own Postgres.",
            "SAP ~> Dispatch hub; Dispatch hub -> Salesforce; Dispatch hub -> PostgreSQL",
        ),
        (
            "New is a claims adapter: the portal calls it, it asks the policy service, and writes to MongoDB.",
            "Portal -> Claims adapter; Claims adapter -> Policy service; Claims adapter -> MongoDB",
        ),
        ("Each tram has an onboard unit. It publishes positions via MQTT to HiveMQ.", "Onboard unit ~> HiveMQ"),
    ],
    "named and taken up again": [
        ("The boiler box, it publishes on EMQX.", "Boiler box ~> EMQX"),
        (
            "The invoice service, she asks the tax service. The tax service writes to MySQL.",
            "Invoice service -> Tax service; Tax service -> MySQL",
        ),
        ("The pump controllers, they are 40 of them, publish to Mosquitto.", "Pump controllers ~> Eclipse Mosquitto"),
    ],
    "people and their screens": [
        (
            "Donors book through the donor app. It talks to the appointment service, which writes to Postgres.",
            "Donors -> Donor app; Donor app -> Appointment service; Appointment service -> PostgreSQL",
        ),
        (
            "Translators work in the subtitle workbench; it gets tasks from the task service and streams the video from Cloud Storage.",
            "Translators -> Subtitle workbench; Subtitle workbench -> Task service; Subtitle workbench -> Google Cloud Storage",
        ),
        (
            "Stewards sell on the trolley POS. It works offline and syncs to the sales hub. The sales hub writes to Db2.",
            "Stewards -> Trolley POS; Trolley POS => Sales hub; Sales hub -> IBM Db2",
        ),
        (
            "Tenants fill in the plot form, which goes to a Netlify function. The function saves in Supabase.",
            "Tenants -> Plot form; Plot form -> Netlify function; Netlify function -> Supabase",
        ),
        (
            "The chairman looks at the requests in the committee page, and that reads from Supabase.",
            "Chairman -> Committee page; Committee page -> Supabase",
        ),
        (
            "Members have an app, it goes to the booking API. The booking API writes to MySQL.",
            "Members -> App; App -> Booking API; Booking API -> MySQL",
        ),
        (
            "The dispatcher has a wall display; this asks the dispatch service. The dispatch service writes to MySQL.",
            "Wall display -> Dispatch service; Dispatch service -> MySQL",
        ),
        (
            "Passengers book on the ferry site or at the port kiosk. Both call the booking service, which writes to MySQL.",
            "Passengers -> Ferry site; Passengers -> Port kiosk; Ferry site -> Booking service; Port kiosk -> Booking service; Booking service -> MySQL",
        ),
    ],
    "what people do with a tool the tool does": [
        (
            "The drone pilot loads the pictures with the field laptop into MinIO.",
            "Drone pilot -> Field laptop; Field laptop -> MinIO",
        ),
        (
            "The forester uploads the photos with the forest tablet to S3.",
            "Forester -> Forest tablet; Forest tablet -> Amazon S3",
        ),
        (
            "The nurse scans wristbands with the ward scanner into the intake service. The intake service writes to MySQL.",
            "Nurse -> Ward scanner; Ward scanner -> Intake service; Intake service -> MySQL",
        ),
    ],
    "what is worked on elsewhere": [
        ("The menu is edited in Strapi; the menu loader fetches it every hour.", "Menu loader -> Strapi"),
        (
            "The content is edited in Contentful (new); the content puller fetches it every night.",
            "Content puller -> Contentful",
        ),
        (
            "The recipes are maintained in Airtable; every night the recipe loader downloads them into MySQL.",
            "Recipe loader -> Airtable; Recipe loader -> MySQL",
        ),
    ],
    "a deed named by a noun": [
        (
            "The fermentation watcher makes a call to the cooling controller. The cooling controller writes to MySQL.",
            "Fermentation watcher -> Cooling controller; Cooling controller -> MySQL",
        ),
        (
            "The valve box makes a request to the flow API and stores the result in SQLite.",
            "Valve box -> Flow API; Valve box -> SQLite",
        ),
        ("The lamp service makes a publish to VerneMQ.", "Lamp service ~> VerneMQ"),
    ],
    "feeds from outside": [
        (
            "The ECB rates feed is downloaded every morning by the rates loader. The rates loader writes to MySQL.",
            "Rates loader -> ECB rates feed; Rates loader -> MySQL",
        ),
        (
            "The GTFS feed is fetched by the timetable loader each Monday. The timetable loader writes to MySQL.",
            "Timetable loader -> GTFS feed; Timetable loader -> MySQL",
        ),
    ],
    "what comes out goes on": [
        (
            "The speech worker consumes the job from RabbitMQ and runs the model. Text goes into Elasticsearch.",
            "RabbitMQ ~> Speech worker; Speech worker -> Elasticsearch",
        ),
        (
            "The translator reads the text from S3, translates it and scores it. Output goes to DynamoDB.",
            "Translator -> Amazon S3; Translator -> Amazon DynamoDB",
        ),
    ],
    "the booking goes": [
        (
            "A rider books through the rider app. The booking goes to the trip service. The trip service writes to MySQL.",
            "Rider -> Rider app; Rider app -> Trip service; Trip service -> MySQL",
        ),
    ],
    "the latter of two that are no parts yet": [
        (
            "Every bus has a ticket printer and a board computer; the latter sends the position to the fleet service. The fleet service writes to MySQL.",
            "Board computer ~> Fleet service; Fleet service -> MySQL",
        ),
    ],
    "goes on though nothing is linked": [
        (
            "The bidding page calls the auction server. The auction server keeps the live bids in memory. Accepted bids are written to PostgreSQL and published on Kafka.",
            "Bidding page -> Auction server; Auction server -> PostgreSQL; Auction server ~> Apache Kafka",
        ),
        (
            "The till calls the price service. The price service checks the basket. Sales are written to MySQL.",
            "Till -> Price service; Price service -> MySQL",
        ),
    ],
    "the same it in two sentences": [
        (
            "The notice service reads from MySQL. It sends letters to Pingen, who print them. It keeps a copy in Alfresco.",
            "Notice service -> MySQL; Notice service ~> Pingen; Notice service -> Alfresco",
        ),
    ],
    "and it, behind what was fetched": [
        (
            "The payout service fetches the totals from the milk service and it hits the UPI gateway.",
            "Payout service -> Milk service; Payout service -> UPI gateway",
        ),
    ],
    "after this": [
        (
            "The core asks the ledger service to reserve the balance, and after this publishes to Kafka.",
            "Core -> Ledger service; Core ~> Apache Kafka",
        ),
    ],
}
"""Each turn in several phrasings, with the links that they state."""


@pytest.mark.parametrize("turn", TURNS)
def test_knows_who_goes_on(turn: str) -> None:
    assert [links_of(text) for text, _ in TURNS[turn]] == [links.split("; ") for _, links in TURNS[turn]]
