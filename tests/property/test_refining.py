"""Whatever people ask for, one thing after the other: the graph stays valid, and what is not understood changes nothing."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

import designer
from designer.design_file import parse_design
from designer.errors import InputError

BRIEFS = (
    "A URL shortener for 100 million new links a month",
    "A news feed for 50 million daily users",
    "Customers book tables at restaurants, restaurants confirm bookings, and guests get reminders by SMS.",
    "React app -> nginx -> Orders API -> PostgreSQL. The Orders API publishes to Kafka. A Billing worker consumes from Kafka.",
)
FORMS = (
    "remove {a}", "no {p}", "drop all {k}s", "replace {a} by {b}", "replace {a} by {p}", "use {p} for {a}", "use {p}",
    "add a {k}", "add a {p}", "add a {k} in front of {a}", "add a {k} behind {a}", "put a {k} between {a} and {b}",
    "add a {k} for {a}", "add a {k} that calls {a}", "connect {a} to {b}", "connect {a} to {b} over gRPC asynchronously",
    "disconnect {a} from {b}", "make the call from {a} to {b} asynchronous", "make the calls to {a} synchronous",
    "run {n} replicas of {a}", "double the copies of {a}", "rename {a} to {w}", "add a read replica of {a} in a second region",
    "add a read replica", "make it survive a region", "add authentication", "add rate limiting to {a}", "add monitoring",
    "make {a} highly available", "encrypt everything at rest", "add retries", "shard {a} by {w}", "we expect {n}x the traffic",
    "retention is {n} years", "p99 must be under {n} ms", "turn {a} into a {k}", "decouple {a} from {b}", "what if we removed {a}?",
    "what happens if {a} dies?", "why {a}?", "{w}", "remove {a} and {b}; add a {k}, then connect it to {a}",
)  # fmt: skip
KINDS = (
    "queue",
    "cache",
    "service",
    "relational database",
    "CDN",
    "load balancer",
    "search index",
    "object store",
    "event log",
    "worker",
)
PRODUCTS = ("Kafka", "Redis", "PostgreSQL", "MongoDB", "RabbitMQ", "Cassandra", "Kong", "Amazon S3", "Auth0", "Datadog")
WORDS = st.one_of(
    st.text(max_size=30), st.sampled_from(["Übergabe", "<b>", "a and b", "'; drop table", "{{ x }}", "none", "it"])
)
quick = settings(max_examples=120, deadline=None, derandomize=True)


@cache
def start(number: int) -> designer.Design:
    return designer.design(BRIEFS[number])


@quick
@given(
    st.integers(0, len(BRIEFS) - 1), st.lists(st.sampled_from(FORMS), min_size=1, max_size=6), st.randoms(), st.data()
)
def test_any_sequence_of_instructions_leaves_a_valid_design(number: int, forms: list[str], random, data) -> None:  # type: ignore[no-untyped-def]
    design = start(number)
    for form in forms:
        names = [part.name for part in design.graph.components] or ["nothing"]
        text = form.format(
            a=random.choice(names),
            b=random.choice(names),
            k=random.choice(KINDS),
            p=random.choice(PRODUCTS),
            n=random.choice([1, 2, 5, 10]),
            w=data.draw(WORDS),
        )
        try:
            after = designer.refine(design, text)
        except InputError as error:
            assert error.problems[0].fix
            continue
        assert parse_design(after.to_json().encode(), where="design.json").to_json() == after.to_json()
        assert after.findings == designer.check(after)
        if after != design:
            assert after.refinements[: len(design.refinements)] == design.refinements
            assert len(after.refinements) == len(design.refinements) + 1
            before = {item.id: item for item in design.graph.components}
            new = [item for item in after.graph.components if before.get(item.id) != item]
            assert all(item.origin.by == "user" for item in new)
        design = after


@quick
@given(st.text(max_size=300))
def test_no_text_is_more_than_refused(text: str) -> None:
    try:
        designer.refine(start(3), text)
    except InputError as error:
        assert error.problems[0].fix
