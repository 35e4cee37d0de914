"""What somebody who dictates says anew, refuses, or gives up, and what is read of it."""

from __future__ import annotations

import pytest

from designer.brief.dictation.clauses import clauses_of
from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.nouns.marking import mark
from designer.brief.dictation.nouns.phrases import NominalReader
from designer.brief.phrases import StemmedText
from tests.support.catalogs import shipped
from tests.support.dictated import links_of, read

CORRECTED: dict[str, tuple[str, list[str]]] = {
    "the clause said anew": (
        "The desk service uses Mongo, correction, the desk service uses Postgres.",
        ["Desk service -> PostgreSQL"],
    ),
    "struck and said anew": (
        "The till calls the stock API, no, strike that, the till calls the price API. The price API reads MySQL.",
        ["Till -> Price API", "Price API -> MySQL"],
    ),
    "nothing of the false start is left": (
        "The desk service uses Postgres. The lab device posts results to the desk service, no, strike that, "
        "the lab device posts results to the lab adapter, and the lab adapter calls the desk service.",
        ["Desk service -> PostgreSQL", "Lab device ~> Lab adapter", "Lab adapter -> Desk service"],
    ),
    "its last verb alone": (
        "The billing worker reads from Kafka and writes to Oracle - sorry, the billing worker writes to Postgres.",
        ["Apache Kafka ~> Billing worker", "Billing worker -> PostgreSQL"],
    ),
    "a subject that only looks the same": (
        "The API stores orders in DynamoDB and sends mail via SES. Scrap that: orders go to Postgres.",
        ["API -> PostgreSQL", "API ~> Amazon SES"],
    ),
    "a name for another": (
        "The mailer uses Mailgun. Forget Mailgun, it's Postmark. The mailer reads from Redis.",
        ["Mailer -> Postmark", "Mailer -> Redis"],
    ),
    "a product given up in the same breath": (
        "The kiosk calls the order API, and the order API writes to Couchbase, sorry, we gave up Couchbase: it writes to MySQL.",
        ["Kiosk -> Order API", "Order API -> MySQL"],
    ),
}

REFUSED_LINKS: dict[str, tuple[str, list[str]]] = {
    "stays as it is and does not": (
        "The desk talks to Firebird. The memorial API reads Postgres. The desk stays as it is and doesn't call the memorial API.",
        ["Desk -> Firebird", "Memorial API -> PostgreSQL"],
    ),
    "has no connection with": (
        "The ticket service reads Aerospike. The fine service saves to PostgreSQL. The ticket service has no connection with PostgreSQL.",
        ["Ticket service -> Aerospike", "Fine service -> PostgreSQL"],
    ),
    "must not": (
        "The collector MUST publish to Kafka and MUST NOT write to the vault. The archiver writes to the vault, which is an S3 bucket.",
        ["Collector ~> Apache Kafka", "Archiver -> Vault"],
    ),
    "nobody": (
        "The till calls the order API. Nobody needs to ask the old Exchange server for the list of all members that we had.",
        ["Till -> Order API"],
    ),
    "none of": (
        "The till calls the order API. None of the tills may open the ledger database. The order API writes to MySQL.",
        ["Till -> Order API", "Order API -> MySQL"],
    ),
    "a refusal ends with its line": (
        "hub --> alarm svc, must not be queued\nalarm svc --> pager",
        ["Hub o> Alarm svc", "Alarm svc o> Pager"],
    ),
}


@pytest.mark.parametrize(("text", "links"), CORRECTED.values(), ids=CORRECTED)
def test_a_correction_takes_the_place_of_what_it_corrects(text: str, links: list[str]) -> None:
    assert sorted(links_of(text)) == sorted(links)


@pytest.mark.parametrize(("text", "links"), REFUSED_LINKS.values(), ids=REFUSED_LINKS)
def test_a_refused_link_is_not_drawn(text: str, links: list[str]) -> None:
    assert links_of(text) == links


def test_orders_that_were_rejected_are_no_verdict() -> None:
    assert "Shop ~> RabbitMQ" in links_of("The shop sends rejected orders to RabbitMQ. The mailer reads Postgres.")


def test_a_part_that_is_forgotten_is_found_by_none_of_its_names() -> None:
    text = StemmedText("Kafka feeds the mailer")
    marked = mark(text, clauses_of(text), shipped(), verbless=frozenset())
    nominal = NominalReader(marked).at(0)
    assert nominal is not None
    memory = Memory(marked, goal=0)
    key = memory.add(nominal)
    assert key == 0
    memory.name_also(key, "the bus")
    memory.forget(key)
    assert memory.goal is None
    assert memory.named("bus") is None


def test_a_text_whose_part_turns_out_to_be_none_is_read() -> None:
    text = (
        "The lift box publishes on VerneMQ. Behind VerneMQ it exists two listeners: the fault finder and the archive writer. "
        "The archive writer puts all in Cassandra."
    )
    assert "Archive writer" in [part.name for part in read(text).parts]
