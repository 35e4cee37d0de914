from __future__ import annotations

import pytest

from designer.rules.wording import (
    READ_WORDS,
    is_plain_text,
    is_vendor_replicated,
    listed,
    names_phrase,
    says,
    tidy_name,
    words_of,
)


@pytest.mark.parametrize(
    ("names", "phrase"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C", "D", "E"], "A, B, C, D and E"),
        (["A", "B", "C", "D", "E", "F", "G"], "A, B, C, D and 3 more"),
    ],
)
def test_names_are_listed_as_a_phrase(names: list[str], phrase: str) -> None:
    assert listed(names) == phrase


def test_a_long_name_is_cut_and_an_invisible_one_is_empty() -> None:
    assert tidy_name("x" * 10_000) == "x" * 59 + "…"
    assert tidy_name("x" * 60) == "x" * 60
    assert tidy_name("\x00\u202e\n") == ""
    assert tidy_name("سرویس\u200cها") == "سرویس\u200cها"  # a joiner that Persian needs


@pytest.mark.parametrize(
    "protocol", ["HTTP", "http/1.1", "REST over HTTP", "FTP", "Telnet", "SMTP", "MQTT", "MQTT 5", "ws", "CoAP", "LDAP"]
)
def test_a_protocol_without_encryption_is_known(protocol: str) -> None:
    assert is_plain_text(protocol)


@pytest.mark.parametrize(
    "protocol",
    [
        "",
        "HTTPS",
        "HTTP/2",
        "HTTP/3",
        "HTTP over TLS",
        "WSS",
        "MQTTS",
        "SFTP",
        "SMTP with STARTTLS",
        "SQL",
        "gRPC",
        "Kafka",
    ],
)
def test_a_protocol_with_encryption_or_unknown_is_not_called_plain(protocol: str) -> None:
    assert not is_plain_text(protocol)


@pytest.mark.parametrize("technology", ["Amazon S3", "DynamoDB", "AWS Lambda", "Google Pub/Sub", "Cloudflare Workers"])
def test_a_service_that_its_vendor_replicates_is_known(technology: str) -> None:
    assert is_vendor_replicated(technology)


@pytest.mark.parametrize(
    "technology", ["", "PostgreSQL 17", "Redis Pub/Sub", "MinIO", "Amazon RDS", "Kong API Gateway"]
)
def test_a_product_that_somebody_runs_on_nodes_is_not_taken_for_one(technology: str) -> None:
    assert not is_vendor_replicated(technology)


def test_words_are_compared_whole_and_in_any_case() -> None:
    assert says("Look-up of codes", READ_WORDS)
    assert not says("Reader's bookings", READ_WORDS)
    assert names_phrase("amazon ROUTE_53", ("route", "53"))
    assert not names_phrase("routes 53", ("route", "53"))
    assert not names_phrase("anything", ())
    assert len(words_of("w " * 1_000_000)) == 200
