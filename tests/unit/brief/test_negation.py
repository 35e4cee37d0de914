"""What a brief refuses."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText

CASES = [
    ("We do not use a queue.", "queue", True),
    ("no gateway, cache or search", "search", True),
    ("no queue, the cache is Redis", "cache", False),
    ("Memcached instead of Redis", "redis", True),
    ("Memcached instead of Redis", "memcached", False),
    ("We don't use Redis but Memcached", "memcached", False),
    ("Analytics are out of scope.", "analytics", True),
    ("not only a cache but a queue", "cache", False),
    ("It must never lose a message on the queue", "queue", False),
    ("without a load balancer; a queue is fine", "queue", False),
    ("rather than Kafka we take NATS", "kafka", True),
    ("Object storage shall not be used", "storage", True),
    ("Kafka is not approved in this zone", "kafka", True),
    ("TIBCO shall be decommissioned", "tibco", True),
    ("RabbitMQ has since been turned off", "rabbitmq", True),
    ("Redis was suppressed last year", "redis", True),
    ("the old Access database falls away", "access", True),
    ("thrown out: Datadog, Jaeger", "jaeger", True),
    ("3 (deleted) Lotus Notes", "notes", True),
    ("we advise against an ESB and, specifically, against MuleSoft", "mulesoft", True),
    ("and Deliveroo we stopped with", "deliveroo", True),
    ("tried Vault, ditched it", "vault", True),
    ("we threw out Druid", "druid", True),
    ("we dropped RabbitMQ and now Kafka feeds a worker", "kafka", False),
    ("expired jobs are removed from the queue", "queue", False),
    ("requests over the limit are rejected", "requests", False),
    ("calls are checked against the registry", "registry", False),
    ("the cache shall be included", "cache", False),
    ("the queue must not be blocked", "queue", False),
    ("a worker drops files it reads from S3", "s3", False),
    ("nothing may go to OpenAI or another American cloud", "openai", True),
    ("nothing rented from Pusher or Firebase, thanks", "firebase", True),
    ("Nothing bought at Oracle. The ledger runs on Db2.", "db2", False),
    ("Not one page of a testament may travel to OpenAI or Mistral, so we bought cards.", "mistral", True),
    ("Not one page of a testament may travel to OpenAI or Mistral, so we bought cards.", "cards", False),
    ("no medical record must ever leave for Stripe; we use Adyen", "stripe", True),
    ("no medical record must ever leave for Stripe; we use Adyen", "adyen", False),
    ("nothing is ever sent to Datadog", "datadog", True),
    ("E-mail and push are not our business", "push", True),
    ("nothing may be lost when the queue dies", "queue", False),
    ("nothing but the gateway talks to Redis", "redis", False),
    ("nothing else is stored in S3 than pictures", "s3", False),
]


@pytest.mark.parametrize(("text", "word", "negated"), CASES, ids=[f"{case[1]} in {case[0]}" for case in CASES])
def test_a_word_inside_a_negation_is_known_as_refused(text: str, word: str, negated: bool) -> None:
    prepared = StemmedText(text)
    places = [index for index, token in enumerate(prepared.tokens) if token.lower == word]
    assert any(index in prepared.negated for index in places) == negated


def test_a_phrase_is_found_close_together_and_in_order() -> None:
    text = StemmedText("Customers pick aliases of their own, custom or branded alias names.")
    assert text.find("custom alias") is not None
    assert text.find("names custom") is None


def test_a_phrase_that_negates_is_found_in_a_negation() -> None:
    text = StemmedText("There is no tracking of visitors.")
    assert text.find("no tracking") is not None
    assert text.find("tracking") is None
    assert text.find("tracking", negated=True) is not None
