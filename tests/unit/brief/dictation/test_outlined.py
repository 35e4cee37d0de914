"""Notes that leave out verbs: outlines by indentation, "name = product + store", remarks behind an arrow."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of, read

CASES: dict[str, tuple[str, list[str]]] = {
    "lines below their head": (
        "depot planner\n  runner (Tauri)\n    uploads the log to log-api\n  log-api (Zig)\n    log into Backblaze B2\n    record into Redis",
        ["Runner -> Log-api", "Log-api -> Backblaze B2", "Log-api -> Redis"],
    ),
    "heads at the margin": (
        "shop\n  asks the price service\n  order into RabbitMQ\nbilling\n  consumes from RabbitMQ\nmailer\n  mail through SendGrid",
        ["Shop -> Price service", "Shop -> RabbitMQ", "RabbitMQ ~> Billing", "Mailer ~> SendGrid"],
    ),
    "a refusal among them": (
        "grower app\n  talks to the climate service\n  no access to QuestDB\nclimate service\n  history into QuestDB",
        ["Grower app -> Climate service", "Climate service -> QuestDB"],
    ),
    "what it is made of": (
        "desk-api = flask + postgres. The till calls desk-api.",
        ["Desk-api -> PostgreSQL", "Till -> Desk-api"],
    ),
    "long lines below their head": (
        "intake desk\n  calls the patient service of the university hospital in the next town\n"
        "  writes each of the admissions of the day into the shared PostgreSQL",
        ["Intake desk -> Patient service", "Intake desk -> PostgreSQL"],
    ),
    "remarks behind an arrow": (
        "kiosk -> api, async, at night\napi -> worker, never blocks\nworker -> Postgres, S3",
        ["Kiosk o> Api", "Api o> Worker", "Worker o> PostgreSQL", "Worker o> Amazon S3"],
    ),
    "over a protocol of its own": (
        "A station agent delivers packets to the collector over SeedLink. The collector writes to Postgres.",
        ["Station agent ~> Collector", "Collector -> PostgreSQL"],
    ),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_reads_notes_without_verbs(text: str, links: list[str]) -> None:
    assert links_of(text) == links


def test_a_remark_behind_an_arrow_says_whether_one_waits() -> None:
    found = read("hub -> alarm svc, sync\nhub -> archive svc, async")
    assert [link.waits for link in found.links] == [True, False]


def test_a_wrapped_sentence_is_no_outline() -> None:
    text = "The shop calls the price service and then\n  writes the order to RabbitMQ.\n  The mailer reads it."
    assert "Shop ~> RabbitMQ" in links_of(text) or "Shop -> RabbitMQ" in links_of(text)
