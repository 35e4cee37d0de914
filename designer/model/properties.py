"""The closed vocabulary of properties that blueprints state, rules read and stubs follow.

A property that nobody stated is absent, which means "unknown", never "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from designer.model.base import Scalar


class PropertySpec(NamedTuple):
    """One property: the type of its value, its unit where it has one, and what it says."""

    type: type[bool] | type[float] | type[str]
    meaning: str
    unit: str = ""
    choices: tuple[str, ...] = ()


DATA_CLASSES = ("public", "internal", "personal", "secret", "payment", "health")

COMPONENT_PROPERTIES: Mapping[str, PropertySpec] = MappingProxyType(
    {
        # shape and scale
        "stateless": PropertySpec(bool, "any copy can take the next request"),
        "autoscaled": PropertySpec(bool, "copies follow the load"),
        "sharded": PropertySpec(bool, "data or work is split by a key"),
        "shard_key": PropertySpec(str, "the key that data or work is split by"),
        "partition_key": PropertySpec(str, "messages with this key stay in order"),
        "hot_key_mitigation": PropertySpec(str, "what keeps one popular key from overloading one shard"),
        "bounded_buffer": PropertySpec(bool, "a slow consumer cannot grow memory without limit"),
        "backpressure": PropertySpec(bool, "says no or slows senders before it is overloaded"),
        "max_size_bytes": PropertySpec(float, "largest body or object it accepts", "bytes"),
        "capacity_per_node": PropertySpec(float, "load one copy carries; measured, or marked assumed"),
        # staying up
        "health_check": PropertySpec(bool, "something asks it whether it works, and acts on the answer"),
        "failover": PropertySpec(str, "how another copy takes over", "", ("automatic", "manual")),
        "fencing": PropertySpec(bool, "an old leader's late write is refused by its token"),
        "quorum": PropertySpec(bool, "a majority of copies acknowledges a write"),
        "multi_zone": PropertySpec(bool, "copies stand in more than one zone"),
        "regions": PropertySpec(float, "regions it runs in", "count"),
        "drains": PropertySpec(bool, "finishes or hands over work before it stops"),
        "degrades_to": PropertySpec(str, "what it still does when a dependency is down"),
        # data
        "source_of_truth": PropertySpec(bool, "holds the authoritative copy"),
        "rebuildable": PropertySpec(bool, "can be filled again from another store or log"),
        "backup": PropertySpec(bool, "copies are kept elsewhere and restores are tried"),
        "retention_s": PropertySpec(float, "how long data or messages are kept", "s"),
        "ttl_s": PropertySpec(float, "entries expire after this time", "s"),
        "eviction": PropertySpec(str, "what leaves a full cache first"),
        "invalidation": PropertySpec(str, "how a cached copy learns of a change"),
        "data_class": PropertySpec(str, "most sensitive data it keeps", "", DATA_CLASSES),
        "encrypted_at_rest": PropertySpec(bool, "data on disk is encrypted"),
        "append_only": PropertySpec(bool, "entries are never changed or removed"),
        "durable": PropertySpec(bool, "what it acknowledged survives its process"),
        "transactional": PropertySpec(bool, "several changes commit together or not at all"),
        # messages and jobs
        "dead_letter": PropertySpec(bool, "messages that keep failing are set aside and watched"),
        "delivery": PropertySpec(
            str, "how often a message arrives", "", ("at-most-once", "at-least-once", "exactly-once")
        ),
        "ordering": PropertySpec(str, "the order it keeps", "", ("none", "per-key", "total")),
        "priority": PropertySpec(bool, "urgent messages overtake bulk"),
        "visibility_timeout_s": PropertySpec(float, "an unacknowledged message comes back after", "s"),
        "idempotent": PropertySpec(bool, "doing the same thing twice has one effect"),
        "outbox": PropertySpec(bool, "state and its event are written in one transaction"),
        "schedule": PropertySpec(str, "when it runs"),
        # security
        "public": PropertySpec(bool, "reachable from the internet"),
        "authenticates": PropertySpec(bool, "finds out who the caller is"),
        "authorises": PropertySpec(bool, "checks that the caller may touch this object"),
        "rate_limited": PropertySpec(bool, "limits how often one caller may ask"),
        "validates_input": PropertySpec(bool, "checks size, type and content of what comes in"),
        "scans_uploads": PropertySpec(bool, "uploaded files are scanned before they are served"),
        "verifies_signatures": PropertySpec(bool, "checks the signature of webhooks or tokens"),
        "secrets_from": PropertySpec(str, "where its credentials come from"),
        "egress_filtered": PropertySpec(bool, "outgoing calls are limited to allowed, non-private addresses"),
        "untrusted_input": PropertySpec(bool, "text or files from outside reach it"),
        "admin": PropertySpec(bool, "for staff, not for users"),
        "audited": PropertySpec(bool, "who changed what, when, is recorded"),
        # operations
        "metrics": PropertySpec(bool, "rate, errors and duration are measured"),
        "tracing": PropertySpec(bool, "passes trace context on"),
        "deploy": PropertySpec(str, "how a new version gets out and back", "", ("rolling", "blue-green", "canary")),
    }
)

CONNECTION_PROPERTIES: Mapping[str, PropertySpec] = MappingProxyType(
    {
        "timeout_s": PropertySpec(float, "the caller gives up after", "s"),
        "retries": PropertySpec(float, "further tries after a failure", "count"),
        "backoff": PropertySpec(str, "how the wait grows between tries", "", ("fixed", "exponential")),
        "jitter": PropertySpec(bool, "waits are spread at random"),
        "circuit_breaker": PropertySpec(bool, "calls stop for a while when most fail"),
        "bulkhead": PropertySpec(bool, "this call cannot use up the caller's threads or connections"),
        "fallback": PropertySpec(str, "what the caller does instead"),
        "idempotency_key": PropertySpec(bool, "a repeated call has one effect"),
        "encrypted": PropertySpec(bool, "TLS or the like on the wire"),
        "authenticated": PropertySpec(bool, "each side knows who the other is"),
        "signed": PropertySpec(bool, "the message carries a signature that is checked"),
        "webhook": PropertySpec(bool, "called by a party outside"),
        "long_lived": PropertySpec(bool, "stays open: WebSocket, stream"),
        "heartbeat_s": PropertySpec(float, "liveness is checked this often", "s"),
        "ordered_by": PropertySpec(str, "order is kept for messages with the same value of this"),
        "delivery": PropertySpec(
            str, "how often a message arrives", "", ("at-most-once", "at-least-once", "exactly-once")
        ),
        "resumable": PropertySpec(bool, "goes on where it stopped"),
        "data_class": PropertySpec(str, "most sensitive data it carries", "", DATA_CLASSES),
        "rate": PropertySpec(float, "calls or messages a second", "1/s"),
        "schedule": PropertySpec(str, "when it happens"),
        "reads": PropertySpec(bool, "data flows from the target"),
        "writes": PropertySpec(bool, "the target is changed"),
    }
)


def property_problem(name: str, value: Scalar, known: Mapping[str, PropertySpec]) -> str | None:
    """Return why `name: value` is not a valid property, or None when it is."""
    spec = known.get(name)
    if spec is None:
        return f"unknown property {name!r}"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = is_number if spec.type is float else isinstance(value, spec.type)
    if not fits:
        return f"property {name!r} takes a {spec.type.__name__}, not {value!r}"
    if spec.choices and value not in spec.choices:
        return f"property {name!r} is one of {', '.join(spec.choices)}, not {value!r}"
    return None
