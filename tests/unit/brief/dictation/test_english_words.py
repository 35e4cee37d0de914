"""Words of plain English that no list of ours holds: verbs are no parts, and slips in verbs are read through."""

from __future__ import annotations

import pytest

from designer.brief.english import cannot_be_noun, is_only_verb
from tests.support.catalogs import shipped
from tests.support.dictated import links_of

CASES: dict[str, tuple[str, list[str]]] = {
    "a verb that nobody listed": (
        "The harbour office supersedes plans and puts them into Redis. The boiler app soothes guests and calls the bath API.",
        ["Harbour office -> Redis", "Boiler app -> Bath API"],
    ),
    "the verb that a clause needs": (
        "The press shouts into Solace. The beacon squirts frames into MinIO. The lock worker gobbles jobs from RabbitMQ.",
        ["Press -> Solace PubSub+", "Beacon -> MinIO", "RabbitMQ ~> Lock worker"],
    ),
    "a plural before its verb": (
        "Door events from the gate scanner land in Kafka. The guard API reads them.",
        ["Gate scanner -> Apache Kafka", "Apache Kafka ~> Guard API"],
    ),
    "a product goes on and copies": (
        "The desk runs with Aurora PostgreSQL next to it, and Aurora mirrors to a read replica in us-west-2.",
        ["Aurora PostgreSQL => Read replica"],
    ),
    "many who go on": (
        "Cameras stream video to the recorder, and recorders archive to Glacier every night.",
        ["Cameras ~> Recorder", "Recorder -> Amazon S3 Glacier"],
    ),
    "bound to a broker": (
        "The ticket service publishes to RabbitMQ. A stage bot is bound to RabbitMQ and posts to Discord.",
        ["Ticket service ~> RabbitMQ", "RabbitMQ ~> Stage bot", "Stage bot ~> Discord"],
    ),
    "an adverb is no part": (
        "From online the score job takes results into Kafka. The shelf job reads Kafka.",
        ["Score job -> Apache Kafka", "Apache Kafka ~> Shelf job"],
    ),
    "a slip in a verb": (
        "The bread kiosk talks to the loyalty API, and that cheks the membreship in Firestore.",
        ["Bread kiosk -> Loyalty API", "Loyalty API -> Cloud Firestore"],
    ),
    "a slip in what travels": (
        "The bay service sends a mesage to RabbitMQ; the crane worker takes the comands from RabbitMQ and replicats them to MinIO.",
        ["Bay service ~> RabbitMQ", "RabbitMQ ~> Crane worker", "Crane worker -> MinIO"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_plain_english(name: str) -> None:
    """Each text gives the links it states, and no part more."""
    text, expected = CASES[name]
    assert sorted(links_of(text)) == sorted(expected)


@pytest.mark.parametrize("word", ["sites", "rides", "lives", "leaves", "orders", "off", "long", "loads", "services"])
def test_nouns_and_adjectives_are_not_taken_for_verbs(word: str) -> None:
    """A word that may be a plural or stand before a noun decides nothing."""
    assert not is_only_verb(word)


def test_words_for_parts_may_be_nouns() -> None:
    """No word with which the lexicon names a part is on the list of words that are never nouns."""
    assert not [word for word in ("handheld", "upload", "micro", "mobile", "web", "batch") if cannot_be_noun(word)]


def test_every_head_of_a_kind_of_part_may_be_a_noun() -> None:
    heads = {words.split()[-1].lower() for names in shipped().kind_words.values() for words in names}
    assert not sorted(head for head in heads if cannot_be_noun(head))


@pytest.mark.parametrize("word", ["low", "raw", "recent"])
def test_an_adjective_that_is_hardly_ever_a_noun_names_no_part(word: str) -> None:
    text = f"The pump agent writes to InfluxDB. If a level runs {word}, it calls the alarm service."
    assert links_of(text) == ["Pump agent -> InfluxDB", "Pump agent -> Alarm service"]
    assert cannot_be_noun(word)
