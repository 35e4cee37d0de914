"""Clauses beside the main one, and words that belong to who acts: none of them takes the place of a part."""

from __future__ import annotations

import pytest

from designer.model.kinds import Kind
from tests.support.dictated import links_of, read

CASES: dict[str, tuple[str, list[str]]] = {
    "what happens meanwhile is no part": (
        "The gate reader scans the tag when the cow passes, dials in to the herd server. The herd server calls Stripe.",
        ["Gate reader -> Herd server", "Herd server -> Stripe"],
    ),
    "a reason is no part": (
        "Because a single match may bring 9,000 orders, the kiosk service doesn't check anything itself but puts every order on RabbitMQ.",
        ["Kiosk service -> RabbitMQ"],
    ),
    "an indirect question is no part": (
        "The kiln planner asks the tariff service how the price is and sends its plan to the kiln server.",
        ["Kiln planner -> Tariff service", "Kiln planner ~> Kiln server"],
    ),
    "a topic before a sentence is no part": (
        "Charging: FreeSWITCH emits records onto RabbitMQ, the letter worker consumes them, keeps sums in MySQL.",
        ["FreeSWITCH ~> RabbitMQ", "RabbitMQ ~> Letter worker", "Letter worker -> MySQL"],
    ),
    "a name said again in full": (
        "The probe, the soil moisture probe, gives its reading to the field server. The field server calls Stripe.",
        ["Soil moisture probe ~> Field server", "Field server -> Stripe"],
    ),
    "a service that another one calls": (
        "The core reads Redis. Shifts are decided by the duty solver, a separate service that the core calls.",
        ["Core -> Redis", "Core -> Duty solver"],
    ),
    "what a part is built with": (
        "The core reads Redis. The core calls the valve box, a Raspberry Pi in the cellar, which writes to Cassandra.",
        ["Core -> Redis", "Core -> Valve box", "Valve box -> Apache Cassandra"],
    ),
    "a job on a log": (
        "Buoys publish to Kafka. Tides are worked out by the tide calculator, a Flink job on that Kafka, and land in Redis.",
        ["Buoys ~> Apache Kafka", "Apache Kafka ~> Tide calculator", "Tide calculator -> Redis"],
    ),
    "things that go to several places behind a colon": (
        "Survey server: meshes to Ceph, tags to PostgreSQL.",
        ["Survey server -> Ceph", "Survey server -> PostgreSQL"],
    ),
    "a hesitation before a noun": (
        "The rental service calls Stripe and sends its letters through, what's it called, Pingen.",
        ["Rental service -> Stripe", "Rental service ~> Pingen"],
    ),
    "people use a portal for something": (
        "The seed core reads Redis. Growers use the seed portal to reserve bags from the seed core.",
        ["Seed core -> Redis", "Growers -> Seed portal", "Seed portal -> Seed core"],
    ),
    "people draw in a tool with a name of its own": (
        "The loom server reads Redis. Designers draw a pattern in PatternCraft, it exports a bitmap to the loom server.",
        ["Loom server -> Redis", "Designers -> PatternCraft", "PatternCraft ~> Loom server"],
    ),
    "a line that begins with a word that may be a verb": (
        "* plug meters: polled by the rack gateway\n* rack gateway: pushes readings into Kafka",
        ["Rack gateway -> Plug meters", "Rack gateway ~> Apache Kafka"],
    ),
    "a bracket between a name and its verb": (
        "- Decoder stores profiles in InfluxDB\n- Launch console (Qt) starts the decoder",
        ["Decoder -> InfluxDB", "Launch console ~> Decoder"],
    ),
    "a verb right before its pronoun": (
        "The log is copied to the SharePoint folder, and the seed register imports it from there.",
        ["Seed register -> SharePoint folder"],
    ),
    "a line about what was": (
        "- stock service: writes to Kafka\n- history: Kafka Connect copies everything from Kafka to Snowflake",
        ["Stock service -> Apache Kafka", "Apache Kafka ~> Kafka Connect", "Kafka Connect -> Snowflake"],
    ),
    "a place between a name and its verb": (
        "Level probes in the silos publish fill levels to Mosquitto, to which the silo service subscribes.",
        ["Level probes ~> Eclipse Mosquitto", "Eclipse Mosquitto ~> Silo service"],
    ),
    "that one does something no table holds": (
        "The rig uploads the shot to the image service. That one files the images in MinIO and looks up tags in MySQL.",
        ["Rig -> Image service", "Image service -> MinIO", "Image service -> MySQL"],
    ),
    "a device is read where it stands": (
        "The harbour server writes to InfluxDB. An anemometer on the pier is read by the harbour server.",
        ["Harbour server -> InfluxDB", "Harbour server -> Anemometer"],
    ),
    "things that are sampled are parts": (
        "The shaft server reads Redis. Gas heads are sampled by the shaft server.",
        ["Shaft server -> Redis", "Shaft server -> Gas heads"],
    ),
    "how it hangs together is no part": (
        "The van server reads Redis. here is how it hangs together: the load cell on the hook reports to the van server.",
        ["Van server -> Redis", "Load cell ~> Van server"],
    ),
    "who obeys is told": (
        "The door server reads Redis. The bay lock obeys the door server.",
        ["Door server -> Redis", "Door server ~> Bay lock"],
    ),
    "commands come from who gives them": (
        "The mount server reads Redis. The lamp service gets commands from the mount server.",
        ["Mount server -> Redis", "Mount server ~> Lamp service"],
    ),
    "something hangs on something": (
        "The cab server reads Redis. The driver panel hangs on the cab server.",
        ["Cab server -> Redis", "Driver panel -> Cab server"],
    ),
    "something is needed from somebody outside": (
        "The trail service reads Redis. The hiking app needs tiles from the Kartverket.",
        ["Trail service -> Redis", "Hiking app -> Kartverket"],
    ),
    "who answers a screen is asked by it": (
        "The depot service reads Redis and answers the dispatcher screen.",
        ["Depot service -> Redis", "Dispatcher screen -> Depot service"],
    ),
    "jobs are worked off": (
        "The upload service enqueues a job in Beanstalkd; the crack worker works these off and writes to MySQL.",
        ["Upload service ~> Beanstalkd", "Beanstalkd ~> Crack worker", "Crack worker -> MySQL"],
    ),
    "the last of several": (
        "The tally service publishes on NATS. The scoreboard, the feeder and the publisher listen to that; "
        "the last of these writes to MinIO.",
        ["Tally service ~> NATS", "NATS ~> Scoreboard", "NATS ~> Feeder", "NATS ~> Publisher", "Publisher -> MinIO"],
    ),
    "an office named by its place": (
        "The berth service reads Redis and sends the list to Port of Rotterdam.",
        ["Berth service -> Redis", "Berth service ~> Port of Rotterdam"],
    ),
    "where a product keeps things": (
        "The render server keeps its strips on a GlusterFS volume.",
        ["Render server -> GlusterFS volume"],
    ),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_only_parts_are_linked(text: str, links: list[str]) -> None:
    assert sorted(links_of(text)) == sorted(links)


def test_a_device_that_measures_is_known_by_its_name() -> None:
    text = "The mast server reads Redis. The mast server polls the thermometer."
    assert {part.name: part.kind for part in read(text).parts}["Thermometer"] == Kind.DEVICE


@pytest.mark.parametrize(
    "text",
    [
        "The API calls Stripe when an order arrives and the worker writes to Redis.",
        "The API asks the worker and, whenever the price is high, posts to the alarm service.",
        "The API calls two services: one on Kafka and one on Redis.",
    ],
)
def test_clauses_that_do_name_who_acts_are_read_on(text: str) -> None:
    assert "API" in {part.name for part in read(text).parts}
