"""The words of names, labels and protocols: what they say, and how a message repeats them.

Whatever a person or a model wrote is data. Messages carry it on one line and at a readable length; each format
escapes it for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

MAX_NAME = 60
MAX_LISTED = 5

_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W_]+")

READ_WORDS = frozenset(
    "browse check consume download fetch find get list look lookup poll pull query read receive replay retrieve scan "
    "search subscribe tail watch".split()
)
FETCH_WORDS = READ_WORDS | {"claim", "dequeue", "lease", "pop", "take"}
WRITE_WORDS = frozenset(
    "append create delete index ingest insert persist put record remove save store update upload upsert write".split()
)
UPLOAD_WORDS = frozenset(
    "attachment attachments avatar file files image images media photo photos picture pictures upload uploads video "
    "videos".split()
)
ON_DEVICE_WORDS = frozenset("coredata device indexeddb leveldb local offline realm sqlite".split())
PLAIN_PROTOCOLS = frozenset("coap ftp http imap ldap mqtt pop3 rlogin smtp telnet tftp ws".split())
SAFE_PROTOCOLS = frozenset(
    "coaps dtls ftps h3 https imaps ipsec ldaps mqtts mtls pop3s quic sftp smtps ssh ssl starttls tls tunnel vpn "
    "wireguard wss".split()
)
DEAD_LETTER_WORDS = frozenset("dead deadletter dlq parked parking poison quarantine".split())
IDENTITY_WORDS = frozenset("auth authentication authenticator identity login oauth oidc session sso token".split())

# Services that their vendor keeps several copies of, so that "replicas" says nothing about them.
VENDOR_REPLICATED = tuple(
    tuple(phrase.split())
    for phrase in (
        "aurora", "bigquery", "bigtable", "cosmos db", "dynamodb", "firestore", "keyspaces", "s3", "snowflake",
        "spanner", "redshift serverless", "cloud storage", "blob storage", "gcs", "r2", "efs",
        "sqs", "sns", "kinesis", "eventbridge", "event hubs", "service bus", "google pub sub", "cloud pub sub",
        "cloud tasks", "iot core", "lambda", "cloud functions", "azure functions", "cloud run", "fargate", "alb",
        "nlb", "elb", "elastic load balancing", "cloud load balancing", "azure front door", "amazon api gateway",
        "aws api gateway", "apigee", "cloudfront", "cloudflare", "fastly", "akamai", "route 53", "cognito", "auth0",
        "okta", "entra id", "step functions", "firebase",
    )
)  # fmt: skip


def tidy_name(text: str) -> str:
    r"""Return a name on one line, without control or direction characters, at most `MAX_NAME` long.

    >>> tidy_name("Orders\n database")
    'Orders database'
    """
    one_line = " ".join(_DIRECTION.sub("", _INVISIBLE.sub(" ", text[: MAX_NAME * 20])).split())
    return one_line if len(one_line) <= MAX_NAME else one_line[: MAX_NAME - 1].rstrip() + "…"


def listed(names: Iterable[str]) -> str:
    """Return names as a phrase, the first `MAX_LISTED` of them in full.

    >>> listed(["Orders", "Stock", "Mail"])
    'Orders, Stock and Mail'
    """
    shown = list(names)
    if len(shown) > MAX_LISTED:
        shown = [*shown[: MAX_LISTED - 1], f"{len(shown) - MAX_LISTED + 1} more"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, at most the first 200.

    >>> words_of("Amazon Route-53")
    ('amazon', 'route', '53')
    """
    return _words(text[:2000])


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold())[:200])


def says(text: str, words: frozenset[str]) -> bool:
    """Return whether a text has one of the words.

    >>> says("look up code", READ_WORDS)
    True
    """
    return not words.isdisjoint(words_of(text))


def names_phrase(text: str, phrase: Sequence[str]) -> bool:
    """Return whether the words of `phrase` stand together in a text.

    >>> names_phrase("Redis 7 Cluster", ("redis", "7"))
    True
    """
    have, length = words_of(text), len(phrase)
    wanted = tuple(phrase)
    return bool(wanted) and any(have[at : at + length] == wanted for at in range(len(have) - length + 1))


@lru_cache(maxsize=4096)
def is_vendor_replicated(technology: str) -> bool:
    """Return whether a product is a service whose vendor keeps several copies of it.

    Source: the vendors' own pages; for instance Amazon S3 stores objects in at least three zones.
    """
    return any(names_phrase(technology, phrase) for phrase in VENDOR_REPLICATED)


def is_plain_text(protocol: str) -> bool:
    """Return whether a protocol sends its data readable for everyone on the way.

    >>> is_plain_text("HTTP/1.1"), is_plain_text("HTTPS"), is_plain_text("MQTT over TLS")
    (True, False, False)
    """
    words = frozenset(words_of(protocol))
    modern = names_phrase(protocol, ("http", "2")) or names_phrase(protocol, ("http", "3"))
    return not words.isdisjoint(PLAIN_PROTOCOLS) and words.isdisjoint(SAFE_PROTOCOLS) and not modern
