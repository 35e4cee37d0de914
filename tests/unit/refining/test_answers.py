"""Questions about a design: answered from what it holds, and changing nothing."""

from __future__ import annotations

import pytest

from designer.api import refine_steps
from designer.errors import InputError
from tests.unit.refining.conftest import design_of

ANSWERED = (
    ("shortener", "why Kafka here?", ("Click events (Apache Kafka)", "can be replayed", "the blueprint url-shortener/click-log")),
    ("shortener", "Why is there a cache?", ("Link cache",)),
    ("shortener", "why not MySQL?", ("There is no MySQL", "Link store could be: it is PostgreSQL")),
    ("shortener", "why Kafka and not RabbitMQ?", ("Click events", "RabbitMQ")),
    ("shortener", "why is the redirect service connected to the link store?", ("read on a miss", "SQL, sync")),
    ("shortener", "why does the redirect service need 7 copies?", ("7 copies", "peak_redirects / redirects_per_node")),
    ("shortener", "what happens if the cache dies?", ("Without Link cache", "goes on with less", "read the store")),
    ("shortener", "What if the link store goes down", ("Without Link store", "stops")),
    ("shortener", "do we need Kafka?", ("Without Click events",)),
    ("shortener", "can we lose the gateway?", ("Without Edge gateway", "stops")),
    ("shortener", "what if traffic doubles?", ("redirect-service: 7 -> 13 copies", "Nothing was changed")),
    ("shortener", "what would happen at 10x the traffic?", ("redirect-service: 7 -> 59 copies",)),
    ("shortener", "how does it scale if traffic doubles?", ("redirect-service: 7 -> 13 copies",)),
    ("shortener", "what if we used Memcached instead of Redis?", ("technology Redis -> Memcached",)),
    ("shortener", "what changes if retention is 10 years?", ("3.04 TB -> 6.08 TB",)),
    ("shortener", "which parts are single points of failure?", ("No part is a single point of failure",)),
    ("shortener", "what is the bottleneck?", ("Redirect service: 83%",)),
    ("shortener", "does it survive the loss of a region?", ("No: 18 changes",)),
    ("shortener", "what is the peak factor?", ("Peak over average: 3",)),
    ("shortener", "explain the link cache", ("Link cache (Redis)", "Called by", "40 GB")),
    ("shortener", "what calls the link store?", ("Redirect service: read on a miss", "Shorten service: insert")),
    ("shortener", "what are the open questions?", ("retention", "5 years")),
    ("shortener", "list the databases", ("Link store", "Click counts")),
    ("shortener", "halve the cost", ("computes no cost", "Redirect service: 7 copies", "nothing was changed")),
    ("shortener", "how much does it cost?", ("computes no cost",)),
    ("shortener", "make it cheaper", ("computes no cost",)),
    ("shortener", "should we add a CDN?", ("component cdn: added", "Nothing was changed")),
    ("shortener", "can we get rid of Kafka?", ("component click-log: removed", "Nothing was changed")),
    ("shortener", "what are the alternatives to Kafka?", ("NATS JetStream",)),
    ("shortener", "is Redis a good choice?", ("Link cache (Redis)",)),
    ("shortener", "how much storage do we need?", ("Storage of links", "3.04 TB")),
    ("orders", "are there any single points of failure?", ("Nginx load balancer", "run 2 replicas of Nginx load balancer")),
    ("orders", "what are the risks?", ("10 findings are open", "DAT007")),
    ("orders", "is it secure?", ("SEC001", "SEC002")),
    ("orders", "make it faster", ("nothing was changed", "add a cache in front of X")),
    ("orders", "what breaks when Kafka is down?", ("Without Apache Kafka", "stops")),
    ("orders", "what if we removed the load balancer?", ("nginx-load-balancer: removed", "Nothing was changed")),
    ("orders", "how many replicas does the Orders API have?", ("3 copies",)),
    ("orders", "who uses Redis?", ("Redis is called by", "Orders API")),
    ("tables", "what happens if RabbitMQ dies?", ("Without Outgoing messages", "is delayed")),
    ("tables", "which queues do we have?", ("Outgoing messages",)),
)  # fmt: skip

NOT_UNDERSTOOD = (
    ("shortener", "", "is empty"),
    ("shortener", "?!", "is empty"),
    ("shortener", "please.", "nothing to do"),
    ("shortener", "asdf qwer", "is not understood"),
    ("shortener", "replace Kafka by Florbnik", "no product and no part that is known"),
    ("shortener", "remove the flux capacitor", "there is no 'flux capacitor'"),
    ("shortener", "drop the CDN", "there is no 'CDN'"),
    ("shortener", "use MongoDB instead of MySQL", "there is no MySQL"),
    ("shortener", "scale the redirect service to 0", "no number of copies"),
    ("shortener", "run many replicas of the redirect service", "no number of copies"),
    ("shortener", "scale the visitor to 3", "is not run by this system"),
    ("shortener", "remove the service", "may be Redirect service"),
    ("shortener", "scale the API to 6 replicas", "may be Redirect service"),
    ("shortener", "use Stripe for the link store", "Stripe is used as an external system"),
    ("shortener", "set the cache hit ratio to 7", "cannot be 7 ratio"),
    ("shortener", "connect the gateway to the gateway", "both ends are Edge gateway"),
    ("shortener", "add a thing", "what kind of part"),
    ("shortener", "undo that", "no earlier version"),
    ("shortener", "revert to the previous version", "no earlier version"),
    ("shortener", "why florbnik?", "there is no 'florbnik'"),
    ("shortener", "add a cache in front of the flux capacitor", "there is no 'flux capacitor'"),
    ("tables", "bookings should be stored in CockroachDB", "may be Booking store"),
    ("orders", "we expect 10x the traffic", "states no load"),
    ("orders", "remove the cache and the flux capacitor", "there is no 'flux capacitor'"),
    ("orders", "drop the load balancer; replace Redis by Florbnik", "Florbnik"),
    ("orders", "add a queue between " + "x" * 400, "too long to be read"),
    ("orders", "x" * 2001, "longer than 2,000 characters"),
    ("orders", "; ".join(["add a cache in front of PostgreSQL"] * 21), "asks for 21 things"),
)  # fmt: skip

NOTHING_TO_DO = (
    ("shortener", "use PostgreSQL instead of MySQL", "is PostgreSQL already"),
    ("shortener", "add rate limiting", "is there already"),
    ("shortener", "replace Redis by Redis", "Link cache is Redis already"),
    ("shortener", "run 7 replicas of the redirect service", "has 7 copies already"),
    ("shortener", "retention is 5 years", "5 years already"),
    ("shortener", "rename the link cache to Link cache", "already"),
    ("orders", "disconnect Redis from Stripe", "are not connected"),
    ("orders", "connect the Orders API to Redis", "connected to Redis already"),
)  # fmt: skip


@pytest.mark.parametrize(("key", "text", "words"), ANSWERED, ids=[f"{key}: {text}" for key, text, _ in ANSWERED])
def test_a_question_is_answered_and_changes_nothing(key: str, text: str, words: tuple[str, ...]) -> None:
    before = design_of(key)
    refined = refine_steps(before, text)
    assert refined.design == before
    assert [word for word in words if word not in refined.reply] == [], refined.reply
    assert not refined.done


@pytest.mark.parametrize(
    ("key", "text", "what"), NOT_UNDERSTOOD, ids=[f"{key}: {text[:50]}" for key, text, _ in NOT_UNDERSTOOD]
)
def test_what_is_not_understood_is_refused_with_what_to_say_instead(key: str, text: str, what: str) -> None:
    with pytest.raises(InputError) as refused:
        refine_steps(design_of(key), text)
    (problem,) = refused.value.problems
    assert what in problem.what
    assert problem.fix
    assert len(problem.what) < 400


@pytest.mark.parametrize(
    ("key", "text", "says"), NOTHING_TO_DO, ids=[f"{key}: {text}" for key, text, _ in NOTHING_TO_DO]
)
def test_what_is_so_already_is_said_and_changes_nothing(key: str, text: str, says: str) -> None:
    refined = refine_steps(design_of(key), text)
    assert refined.design == design_of(key)
    assert not refined.design.refinements
    assert says in " ".join(refined.says)
