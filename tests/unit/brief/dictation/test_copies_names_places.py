"""Second copies, names by the way, places, counted groups: turns that once made parts of what is none."""

from __future__ import annotations

import pytest

from designer.model.kinds import Kind
from tests.support.dictated import links_of, read

LINKS: dict[str, tuple[str, list[str]]] = {
    "a copy told by its place": (
        "The hub writes to Ceph. Ceph mirrors to the Ceph cluster in Turin.",
        ["Hub -> Ceph", "Ceph => Ceph (Turin)"],
    ),
    "a copy in a hall": (
        "The note service writes to CouchDB. CouchDB replicates to a second CouchDB in the town hall.",
        ["Note service -> CouchDB", "CouchDB => CouchDB (Town hall)"],
    ),
    "who reads from that copy": (
        "The hub writes to InfluxDB, which is copied every hour to another InfluxDB in the head office. Grafana reads the copy.",
        ["Hub -> InfluxDB", "InfluxDB => InfluxDB (Head office)", "Grafana -> InfluxDB (Head office)"],
    ),
    "a copy in a region, and its reader's product": (
        "A job inserts rows into Aurora. Aurora is replicated to eu-west-1, and the reporting tool, Metabase, reads from that "
        "replica only.",
        ["Job -> Amazon Aurora", "Amazon Aurora => Amazon Aurora replica", "Reporting tool -> Amazon Aurora replica"],
    ),
    "copies counted right behind": (
        "The hut app calls the bunk service. It writes to PostgreSQL, two replicas.",
        ["Hut app -> Bunk service", "PostgreSQL => Replicas", "Bunk service -> PostgreSQL"],
    ),
    "a copy that serves somebody": (
        "The bunk service writes to Aurora, and a read replica serves Metabase.",
        ["Bunk service -> Amazon Aurora", "Amazon Aurora => Read replica", "Metabase -> Read replica"],
    ),
    "one that is no copy": (
        "The order service uses a Redis for carts and a second Redis for sessions.",
        ["Order service -> Redis", "Order service -> Second Redis"],
    ),
    "run by others": (
        "The till publishes to Kafka; a fiscal agent service operated by the state consumes the topic and writes to Cassandra.",
        ["Till ~> Apache Kafka", "Apache Kafka ~> Fiscal agent service", "Fiscal agent service -> Apache Cassandra"],
    ),
    "a job reads": (
        "The desk writes to Kafka. A job reads them from Kafka and writes to Postgres.",
        ["Desk -> Apache Kafka", "Apache Kafka ~> Job", "Job -> PostgreSQL"],
    ),
    "consumers from a log": (
        "The weir station puts levels into Kafka. From Kafka there are two consumers, the level checker and the archive writer.",
        ["Weir station -> Apache Kafka", "Apache Kafka ~> Level checker", "Apache Kafka ~> Archive writer"],
    ),
    "readers of a store": (
        "The collector writes to VictoriaMetrics. Two readers: frost-alarm and board-api.",
        ["Collector -> VictoriaMetrics", "Frost-alarm -> VictoriaMetrics", "Board-api -> VictoriaMetrics"],
    ),
    "consumers behind a broker": (
        "The barn box publishes on EMQX. Behind EMQX there exist two consumers: the heat watcher and the history writer.",
        ["Barn box ~> EMQX", "EMQX ~> Heat watcher", "EMQX ~> History writer"],
    ),
    "counted, then acting in turn": (
        "The booking API writes to Kafka. Three jobs consume from it: the mailer calls Postmark, the biller calls Stripe, and the "
        "archiver writes to S3.",
        [
            "Booking API -> Apache Kafka", "Apache Kafka ~> Mailer", "Apache Kafka ~> Biller", "Apache Kafka ~> Archiver",
            "Mailer -> Postmark", "Biller -> Stripe", "Archiver -> Amazon S3",
        ],
    ),
    "named by us": (
        "The intake desk passes it to a service we named Heron. Heron writes to MinIO.",
        ["Intake desk ~> Heron", "Heron -> MinIO"],
    ),
    "named by the crew": (
        "The kiosk asks the gate server. The gate server (I think the crew calls it Cerberus) asks Keycloak. Cerberus writes to Redis.",
        ["Kiosk -> Gate server", "Gate server -> Keycloak", "Gate server -> Redis"],
    ),
    "a store of its own, by name": (
        "The stock service has a Postgres. The loan service has its own one, we call it loandb.",
        ["Stock service -> PostgreSQL", "Loan service -> Loandb"],
    ),
    "what a name is": (
        "My notebook runs \"splitter\", a script which sends each lap to the results API. The results API writes to SQLite.",
        ["Splitter ~> Results API", "Results API -> SQLite"],
    ),
    "what a thing is": (
        "Then there's dew-ingest, little Rust thing, that subscribes to Mosquitto and writes into InfluxDB.",
        ["Eclipse Mosquitto ~> Dew-ingest", "Dew-ingest -> InfluxDB"],
    ),
    "a place of things, by product": (
        "The board computer uploads logs to the file drop, an S3 bucket. A parser reads the file drop.",
        ["Board computer -> File drop", "Parser -> File drop"],
    ),
    "a device, by product": (
        "The barn hub, a Raspberry Pi, sends readings to Mosquitto.",
        ["Barn hub ~> Eclipse Mosquitto"],
    ),
    "said again by its kind": (
        "The rider app uses one backend, it's a Django monolith. The monolith has a Postgres.",
        ["Rider app -> Backend", "Backend -> PostgreSQL"],
    ),
    "a broker that a product has": (
        "image-service enqueues a task in Celery's broker (RabbitMQ), and the scaler consumes it.",
        ["Image-service ~> RabbitMQ", "RabbitMQ ~> Scaler"],
    ),
    "predicates are no parts": (
        "The bag service looks up the tag in WorldTracer, which is existing and external, and caches the answer in Hazelcast.",
        ["Bag service -> WorldTracer", "Bag service -> Hazelcast"],
    ),
    "nor a second one": (
        "The tag service is central and external and writes to Redis.",
        ["Tag service -> Redis"],
    ),
    "a language is no part": (
        "The pumps send levels to a collector, that's written in Rust. The collector writes to Kafka.",
        ["Pumps ~> Collector", "Collector -> Apache Kafka"],
    ),
    "made in": (
        "The water app calls the turn API, made in Laravel. The turn API writes to MySQL.",
        ["Water app -> Turn API", "Turn API -> MySQL"],
    ),
    "on top of a language": (
        "Locker cloud is Kotlin on top of ScyllaDB. The phone app calls locker cloud.",
        ["Locker cloud -> ScyllaDB", "Phone app -> Locker cloud"],
    ),
    "with something behind it": (
        "The desk app calls the stable service, with a MySQL behind it.",
        ["Desk app -> Stable service", "Stable service -> MySQL"],
    ),
    "with its own": (
        "There is the yard system with its Db2 database. The gate cameras report to the yard system.",
        ["Yard system -> Db2 database", "Gate cameras ~> Yard system"],
    ),
    "with its own, in an answer": (
        "The pass master is at headquarters. Yes, with its Oracle. The ticket API calls the pass master.",
        ["Pass master -> Oracle Database", "Ticket API -> Pass master"],
    ),
    "whose origin is": (
        "The player loads tiles from Fastly, whose origin is the tile bucket on Wasabi.",
        ["Player -> Fastly", "Fastly -> Tile bucket"],
    ),
    "in front of it, and behind it": (
        "The kiosk calls the ticket API. In front of it there is a HAProxy, and behind it sits a Redis.",
        ["HAProxy -> Ticket API", "Kiosk -> HAProxy", "Ticket API -> Redis"],
    ),
    "a measure is no part": (
        "The drive controller talks to one site computer per location. The site computer writes to SQLite.",
        ["Drive controller -> Site computer", "Site computer -> SQLite"],
    ),
    "steel is no part": (
        "The lock controller calls the site API. The site API writes to Redis. Dropped, antenna sits behind steel.",
        ["Lock controller -> Site API", "Site API -> Redis"],
    ),
    "a time is no part": (
        "Upon delivery, the bench app calls the fee API. The fee API writes to Redis.",
        ["Bench app -> Fee API", "Fee API -> Redis"],
    ),
    "for what, before what": (
        "The shop has a Postgres and for background jobs Celery. The Celery worker sends mails through Postmark.",
        ["Shop -> PostgreSQL", "Celery ~> Postmark"],
    ),
    "behind a bracket comes the verb": (
        "The room server (Elixir) stores finished games in Postgres.",
        ["Room server -> PostgreSQL"],
    ),
}  # fmt: skip

COUNTS = {
    "The editor API enqueues a job in RabbitMQ, and the renderer, of which we run four, takes it from there.": (
        "Renderer",
        4,
    ),
    "The radar masts (17 of them) push scans to the scan API. The scan API writes to Ceph.": ("Radar masts", 17),
    "The hive scales, we've got 410 of them now, they send weights to the hub API.": ("Hive scales", 410),
    "The curtain motors, there's 260 of them, report to the hub API.": ("Curtain motors", 260),
    "Live boards (DGT, 64 of them) stream moves to the move API.": ("Live boards", 64),
    "The encoder workers, of which there are six, take jobs from RabbitMQ.": ("Encoder workers", 6),
    "The bunk service, three instances, reads PostgreSQL. The hut app calls the bunk service.": ("Bunk service", 3),
    "The hut app calls the bunk service. It writes to PostgreSQL, two replicas.": ("Replicas", 2),
    "The kiosk calls the ticket API, in front of it there's an Envoy, five replicas behind that.": ("Ticket API", 5),
}
"""What is counted by the way, and of which part."""

PLACES = {
    "The bet API writes to CockroachDB. CockroachDB runs in three regions, Vienna, Graz and Linz.": "Vienna, Graz, Linz",
    "The archive API writes to CockroachDB. CockroachDB runs in Nuuk and Sisimiut.": "Nuuk, Sisimiut",
    "The toll API writes to a CockroachDB in West Europe.": "West Europe",
    "The pump API writes to CockroachDB. CockroachDB runs in two sites (Zwolle, Deventer).": "Zwolle, Deventer",
}
"""Where the CockroachDB of a text stands, and that no town is a part."""


@pytest.mark.parametrize("case", LINKS, ids=str)
def test_states_these_links_and_makes_no_other_part(case: str) -> None:
    text, links = LINKS[case]
    assert sorted(links_of(text)) == sorted(links)
    named = {name for link in links for name in link.replace("~>", "->").replace("=>", "->").split(" -> ")}
    assert {part.name for part in read(text).parts} == named


@pytest.mark.parametrize("text", COUNTS)
def test_counts_by_the_way_what_stands_before(text: str) -> None:
    name, count = COUNTS[text]
    assert {part.name: part.replicas for part in read(text).parts}[name] == count


@pytest.mark.parametrize("text", PLACES)
def test_names_of_places_are_no_parts(text: str) -> None:
    parts = {part.name: part for part in read(text).parts}
    assert parts["CockroachDB"].place == PLACES[text]
    assert len(parts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The API writes to Postgres and Redis (2).",
        "Two workers, one of which writes to S3, read from Kafka.",
    ],
)
def test_a_number_that_counts_only_some_is_no_count(text: str) -> None:
    assert all(part.replicas in {None, 2} for part in read(text).parts)
    assert any("S3" in link or "Redis" in link for link in links_of(text))


def test_what_is_called_something_keeps_its_kind() -> None:
    text = "In every room there's a Raspberry Pi we call the room brain. The room brain calls the room server."
    brain = next(part for part in read(text).parts if part.name == "Room brain")
    assert (brain.kind, brain.technology) == (Kind.DEVICE, "Raspberry Pi")


def test_a_vendor_keeps_the_name_that_the_text_gives_it() -> None:
    assert links_of("The weather API asks OpenWeather. It sends mail through SES.") == [
        "Weather API -> OpenWeather",
        "Weather API ~> Amazon SES",
    ]


def test_an_x_ray_device_is_no_tracing_product() -> None:
    parts = read("X-ray devices send the images to Orthanc. Orthanc notifies the hub API.").parts
    assert parts[0].name == "X-ray devices"
    assert parts[0].technology is None
