"""REL008: the only copy of the messages under way."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import copies
from designer.rules.rule import Found, rule


@rule("REL008", "single-replica-broker", severity=Severity.WARNING, needs=("replicas",), mend=copies(3))
def single_replica_broker(facts: Facts) -> Iterator[Found]:
    """A queue or log that connects parts runs on one node.

    Why: while it is down nobody can hand over work, and with its disk go the messages that were accepted.
    Fix: set `replicas` to 3 with acknowledged writes, or use a managed queue.
    Source: Apache Kafka documentation, section 4.7 Replication; Kleppmann, Designing Data-Intensive Applications,
        chapter 11, "Message brokers".
    """
    for broker in facts.brokers:
        in_use = facts.producers(broker) and facts.consumers(broker)
        if in_use and not facts.keeps_copies(broker) and broker.prop("delivery") != "at-most-once":
            yield Found.at(f"{facts.name(broker)} runs on one node", broker)
