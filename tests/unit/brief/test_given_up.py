"""What a brief gives up: by a verdict on a subject, on an object, on the thought before, or in a heading."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText

GIVEN_UP = [
    ("Whisper is out.", "whisper"),
    ("Dynatrace is off the table for now.", "dynatrace"),
    ("RabbitMQ did not make it.", "rabbitmq"),
    ("The archive tier did not survive the budget round.", "tier"),
    ("Jenkins no more.", "jenkins"),
    ("Druid has been shelved for good.", "druid"),
    ("Okta was considered for the staff and turned down.", "okta"),
    ("The idea of a Hazelcast in front of the registry was withdrawn.", "hazelcast"),
    ("And the club's WordPress is not involved at all!", "wordpress"),
    ("We dropped the idea of a Memcached.", "memcached"),
    ("We have finally let go of Sybase.", "sybase"),
    ("The team decided to rule Consul out.", "consul"),
    ("Never mind Redis.", "redis"),
    ("Please leave the SAP bridge out.", "bridge"),
    ("Druid we threw out.", "druid"),
    ("Whatsapp we have removed it.", "whatsapp"),
    ("We had first planned Pulsar, but this we have let fall.", "pulsar"),
    ("You asked about Firebase, that was the prototype, it's gone.", "firebase"),
    ("There was talk of Salesforce and we said no.", "salesforce"),
    ("It was question of a learning service but finally we have renounced.", "learning"),
    ("Somebody wanted Splunk, rejected, too expensive.", "splunk"),
    ("An ESB was suggested by the consultants; we turned it down.", "esb"),
    ("Had a look at Zookeeper, tried it, ditched it.", "zookeeper"),
    ("A second region was proposed. We decided against it.", "region"),
    ("Amira asked about Kafka. Answer: EMQX is enough.", "kafka"),
    ("Memcached? Parked.", "memcached"),
    ("NATS: parked.", "nats"),
    ("The press shouts into ZeroMQ, sorry, we gave up ZeroMQ last winter: it shouts into Solace.", "zeromq"),
    ("~~Redis~~ and then Valkey", "redis"),
    ("## Rejected\nDebezium, and calling both over REST.\n## Links\nnone", "debezium"),
    ("NOT AUTHORISED: Google Maps. Brokers of any kind.", "brokers"),
    ("Old world (gone after cut-over, do not draw): the Aleph monolith and the terminals.", "terminals"),
    ("crossed out: Elasticsearch", "elasticsearch"),
    ("removed since last outline: the twitch overlay", "overlay"),
    ("Ruled out\n- Kafka\n- Pulsar\n\nThe mailer stays.", "pulsar"),
    ("What we rejected: Pulsar and NATS.", "nats"),
    ("The scanner sends codes, so nobody is to type them out into the old Excel sheet.", "excel"),
    ("Nobody needs to ask the Exchange server for the list of all the members of the club any more.", "members"),
    ("Nothing gets installed on the planners' machines.", "machines"),
]

KEPT = [
    ("The press shouts into ZeroMQ, sorry, we gave up ZeroMQ last winter: it shouts into Solace.", "solace"),
    ("NOT AUTHORISED: Google Maps. The mailer reads Postgres.", "postgres"),
    ("Ruled out\n- Kafka\n- Pulsar\n\nThe mailer stays.", "mailer"),
    ("## Rejected\nDebezium\n## Links\nThe portal asks Solr.", "solr"),
    ("Rejected orders: the shop sends them to the clearing desk.", "clearing"),
    ("Requests that are rejected land in Redis.", "redis"),
    ("A meter can be switched off by the office.", "meter"),
    ("When the line is out, the tills write to SQLite.", "sqlite"),
    ("The tills must go on selling.", "tills"),
    ("Stations upload to the FTP drop at the institute.", "institute"),
    ("The shop asks the API directly, the CMS is not involved.", "api"),
    ("We gave up Oracle for sessions. Invoices stay in Oracle.", "invoices"),
    ("Publish to Redis Pub/Sub, or set keys in Redis; no wait, forget Redis Pub/Sub.", "keys"),
    ("so that nobody books the same seat twice", "seat"),
    ("Nothing but the plot service opens PostGIS.", "postgis"),
]


@pytest.mark.parametrize(("text", "word"), GIVEN_UP, ids=[text[:40] for text, _ in GIVEN_UP])
def test_what_is_given_up_is_refused_wherever_it_is_named(text: str, word: str) -> None:
    prepared = StemmedText(text)
    places = [index for index, token in enumerate(prepared.tokens) if token.lower == word]
    assert places
    assert prepared.negated.issuperset(places)


@pytest.mark.parametrize(("text", "word"), KEPT, ids=[text[:40] for text, _ in KEPT])
def test_what_stands_beside_a_verdict_is_kept(text: str, word: str) -> None:
    prepared = StemmedText(text)
    places = [index for index, token in enumerate(prepared.tokens) if token.lower == word]
    assert places
    assert not prepared.negated.issuperset(places)
