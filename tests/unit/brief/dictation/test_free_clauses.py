"""Clauses that stand for a noun, openings that name no part, things that act, passives that go on."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of

TURNS: dict[str, list[tuple[str, str]]] = {
    "whatever and whoever": [
        (
            "The sorter service reads Kafka. Whatever it gets is appended to a DuckDB file.",
            "Apache Kafka ~> Sorter service; Sorter service -> DuckDB",
        ),
        (
            "The alert worker queries InfluxDB and rings whoever is on duty through PagerDuty.",
            "Alert worker -> InfluxDB; Alert worker -> PagerDuty",
        ),
        (
            "The checker service puts whatever fails its tests into a table in MySQL.",
            "Checker service -> MySQL",
        ),
        (
            "The pager worker texts whoever is in charge via Twilio.",
            "Pager worker ~> Twilio",
        ),
        (
            "The lens service saves whatever the camera sees to MinIO.",
            "Lens service -> MinIO",
        ),
    ],
    "indirect questions": [
        (
            "The poster service asks the frame planner which frames to show in (60 ms) and pulls the posters from S3.",
            "Poster service -> Frame planner; Poster service -> Amazon S3",
        ),
        (
            "The trail app reports which huts were reached to the trail service.",
            "Trail app ~> Trail service",
        ),
        (
            "The router service asks the depot API which tram leaves first and stores the answer in Redis.",
            "Router service -> Depot API; Router service -> Redis",
        ),
        (
            "The bell app tells which doors were opened to the porter service.",
            "Bell app ~> Porter service",
        ),
    ],
    "somebody speaks": [
        (
            "In the audit I found that the till clients of all 12 bakeries connect to the Firebird database.",
            "Till clients -> Firebird database",
        ),
        (
            "During the visit we noticed that the badge readers write to MySQL.",
            "Badge readers -> MySQL",
        ),
        (
            "I saw that the export script copies files to an SFTP server, which the payroll service polls.",
            "Export script -> SFTP server; Payroll service -> SFTP server",
        ),
        (
            "Let me take you through the dairy from front to back. The churn service writes to InfluxDB.",
            "Churn service -> InfluxDB",
        ),
        (
            "Let me go through the mill from left to right. The saw service writes to InfluxDB, and the mill app reads InfluxDB.",
            "Saw service -> InfluxDB; Mill app -> InfluxDB",
        ),
        (
            "During the visit I found that the cranes of all 12 ports send their loads to the load service, which writes to MySQL.",
            "Cranes ~> Load service; Load service -> MySQL",
        ),
    ],
    "heads that name no part": [
        (
            "Existing but moving to another rack: the seat register, an old PHP application with MySQL.",
            "Seat register -> MySQL",
        ),
        (
            "who talks to whom: the phone app calls the order API, the order API calls the stock API.",
            "Phone app -> Order API; Order API -> Stock API",
        ),
        (
            "Work package 2, the sound service, keeps the tapes in MinIO and calls the loan API.",
            "Sound service -> MinIO; Sound service -> Loan API",
        ),
        (
            "Deliverable C is a tool desk through which other workshops borrow drills: it queries the drill API and keeps its loans in MySQL.",
            "Workshops -> Tool desk; Tool desk -> Drill API; Tool desk -> MySQL",
        ),
    ],
    "access is a call": [
        (
            "The desk tool has read access to both Oracle and the ledger service, and writes to Redis.",
            "Desk tool -> Oracle Database; Desk tool -> Ledger service; Desk tool -> Redis",
        ),
        (
            "The report service has full access to Oracle.",
            "Report service -> Oracle Database",
        ),
    ],
    "what stands before its verb": [
        (
            "The tally Lambda bumps the votes in Redis, and those votes are what the chart service looks at.",
            "Tally Lambda -> Redis; Chart service -> Redis",
        ),
        (
            "The lift service announces through NATS. Listening there are the repair bot, the lobby dashboard and the audit worker.",
            "Lift service ~> NATS; NATS ~> Repair bot; NATS ~> Lobby dashboard; NATS ~> Audit worker",
        ),
    ],
    "asides inside a sentence": [
        (
            "The meals service, written in Rust, with SQLite as its database, calls the price API.",
            "Meals service -> SQLite; Meals service -> Price API",
        ),
        (
            "The door API uploads only the totals, never the faces, to the crowd service.",
            "Door API -> Crowd service",
        ),
        (
            "The app calls the wine backend, where labels and vintages live (it is all in one MySQL database).",
            "App -> Wine backend; Wine backend -> MySQL",
        ),
        (
            "The claim service saves the form in PostgreSQL, which has one read replica that's only there for the census job.",
            "Claim service -> PostgreSQL; PostgreSQL => Read replica; Census job -> Read replica",
        ),
        (
            "The cameras, six of them, drop their pictures into MinIO, and the frame service reads them from there.",
            "Cameras ~> MinIO; Frame service -> MinIO",
        ),
        (
            "Guests use the menu app, which calls the meals service, with SQLite as its database.",
            "Guests -> Menu app; Meals service -> SQLite; Menu app -> Meals service",
        ),
        (
            "The app calls the wine backend, where labels, tasting notes and offers live (it is all in one MySQL database).",
            "App -> Wine backend; Wine backend -> MySQL",
        ),
    ],
    "what somebody has done": [
        (
            "The intake service has the spoken report turned into rows by OpenAI and then passes them on to the case API.",
            "Intake service -> OpenAI API; Intake service ~> Case API",
        ),
        (
            "The shop backend has the receipt sent out by Mailgun.",
            "Shop backend -> Mailgun",
        ),
        (
            "The hub service lets the letter writer draft the answer and calls the mail service.",
            "Hub service -> Letter writer; Hub service -> Mail service",
        ),
    ],
    "things that act": [
        (
            "The buoy box uploads the waves to the harbour cloud. The harbour cloud stores them in InfluxDB.",
            "Buoy box -> Harbour cloud; Harbour cloud -> InfluxDB",
        ),
        (
            "The cooks get a kitchen view that talks to the order backend, which keeps the dishes in Postgres.",
            "Cooks -> Kitchen view; Kitchen view -> Order backend; Order backend -> PostgreSQL",
        ),
        (
            "The flight log appends to DynamoDB and consumes from Pulsar.",
            "Flight log -> Amazon DynamoDB; Apache Pulsar ~> Flight log",
        ),
        (
            "The order API calls the mail API. The booking request hits the order API.",
            "Order API -> Mail API",
        ),
    ],
    "whom it, that one and the latter mean": [
        (
            "Seats are sold through the theatre shop; it charges the card via Mollie and writes the seat to MySQL.",
            "Theatre shop -> Mollie; Theatre shop -> MySQL",
        ),
        (
            "Rooms are booked at the booking desk. It keeps them in MySQL and calls Stripe.",
            "Booking desk -> MySQL; Booking desk -> Stripe",
        ),
        (
            "The parcel API publishes to RabbitMQ; the route planner and the tax bridge each subscribe to it, and the latter forwards it to the duty portal.",
            "Parcel API ~> RabbitMQ; RabbitMQ ~> Route planner; RabbitMQ ~> Tax bridge; Tax bridge ~> Duty portal",
        ),
        (
            "The drone asks the map service for a route. The drone sends its pictures to the crop service. That one keeps them in MinIO.",
            "Drone -> Map service; Drone ~> Crop service; Crop service -> MinIO",
        ),
    ],
    "which again": [
        (
            "The cron job writes to MySQL. Added: the leaf classifier, a Python service that the cron job calls for every photo, and a seed connector, which is triggered by the garden planner whenever a bed is empty and which then orders from the nursery.",
            "Cron job -> MySQL; Cron job -> Leaf classifier; Garden planner ~> Seed connector; Seed connector -> Nursery",
        ),
        (
            "A neighbour fills in the noise form, a small page that submits to the complaint service.",
            "Neighbour -> Noise form; Noise form ~> Complaint service",
        ),
    ],
    "the inside of a store": [
        (
            "The lap service keeps laps in a DynamoDB table; the podium service reads that table as well.",
            "Lap service -> Amazon DynamoDB; Podium service -> Amazon DynamoDB",
        ),
        (
            "The yield service writes parquet to MinIO, and auditors query these tables with Trino.",
            "Yield service -> MinIO; Auditors -> Trino; Trino -> MinIO",
        ),
    ],
    "passives that go on": [
        (
            "Speeds are set in the kiln console, stored in MongoDB and read by the burner worker from there.",
            "Kiln console -> MongoDB; Burner worker -> MongoDB",
        ),
        (
            "Menus are maintained in SAP, exported every night as a file to the menu server, and loaded by the till gateway.",
            "SAP ~> Menu server; Till gateway -> Menu server",
        ),
        (
            "The till gateway writes to InfluxDB. Prices come the other way: they are maintained in SAP, exported every night to the price server.",
            "Till gateway -> InfluxDB; SAP ~> Price server",
        ),
        (
            "The saw PLC and the press PLC are both read by the hall gateway, which writes to InfluxDB.",
            "Hall gateway -> Saw PLC; Hall gateway -> Press PLC; Hall gateway -> InfluxDB",
        ),
        (
            "The gate sensors are wired to two signal boxes, and the signal boxes send a trigger to the gate API.",
            "Gate sensors -> Signal boxes; Signal boxes ~> Gate API",
        ),
        (
            "The tenants' app is served by a landlord backend that loads the list from S3.",
            "Tenants' app -> Landlord backend; Landlord backend -> Amazon S3",
        ),
        (
            "The map service puts the tiles into an S3 bucket, which is served to the hiker app by CloudFront.",
            "Map service -> Amazon S3; Amazon S3 -> Amazon CloudFront; Hiker app -> Amazon CloudFront",
        ),
        (
            "Invoices arrive on the bank's SFTP site, from where they are loaded into Snowflake by an Airflow job.",
            "Airflow job -> Bank's SFTP site; Airflow job -> Snowflake",
        ),
    ],
    "what happens starts somebody": [
        (
            "Scans are dropped into the scan bucket by the scan tool. The arrival of an object triggers a Lambda, which puts a job on SQS.",
            "Scan tool ~> Scan bucket; Scan bucket ~> AWS Lambda; AWS Lambda -> Amazon SQS",
        ),
        (
            "The seat worker writes to Firestore. Firestore fires the refund function, which calls Stripe.",
            "Seat worker -> Cloud Firestore; Cloud Firestore ~> Refund function; Refund function -> Stripe",
        ),
    ],
    "who provides parts is none": [
        (
            "The fee service and the visit service share one Oracle instance supplied by the customer.",
            "Fee service -> Oracle Database; Visit service -> Oracle Database",
        ),
        (
            "The Supplier shall deliver a Permit Portal and a Permit Service. The Permit Portal calls the Permit Service.",
            "Permit Portal -> Permit Service",
        ),
    ],
    "nouns that are no place": [
        (
            "The subtitle service orders the translations into four tongues from DeepL.",
            "Subtitle service -> DeepL",
        ),
        (
            "When a truck rolls onto a scale, the weigh API calls the plate service.",
            "Weigh API -> Plate service",
        ),
    ],
    "how something is read or sent": [
        (
            "Metabase queries MariaDB read-only.",
            "Metabase -> MariaDB",
        ),
        (
            "The till app submits its sales to the sales server over mutual TLS.",
            "Till app ~> Sales server",
        ),
        (
            "The field agent service fetches orders from Azure Service Bus and enters them in the yard system.",
            "Azure Service Bus ~> Field agent service; Field agent service ~> Yard system",
        ),
    ],
    "quoted and counted words": [
        (
            'The lift API publishes a "door closed" event to RabbitMQ.',
            "Lift API ~> RabbitMQ",
        ),
        (
            "The meter service appends each record to a Kafka topic.",
            "Meter service -> Apache Kafka",
        ),
        (
            "The Meter Portal submits each reading to the Meter Service.",
            "Meter Portal ~> Meter Service",
        ),
        (
            'The cup service publishes a "match finished" event to RabbitMQ.',
            "Cup service ~> RabbitMQ",
        ),
        (
            "The pool console writes to DynamoDB. The pool console calls the lane API.",
            "Pool console -> Amazon DynamoDB; Pool console -> Lane API",
        ),
    ],
}
"""Each turn in several phrasings, with the links that they state."""


@pytest.mark.parametrize("turn", TURNS)
def test_reads_the_turn(turn: str) -> None:
    assert [links_of(text) for text, _ in TURNS[turn]] == [links.split("; ") for _, links in TURNS[turn]]
