"""SEC019: letters in glass envelopes."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Asks, Found, rule

_SENSITIVE = frozenset({"personal", "secret", "payment", "health"})


def _sensitive(facts: Facts) -> Iterator[Component]:
    return (broker for broker in facts.brokers if broker.prop("data_class") in _SENSITIVE)


@rule(
    "SEC019",
    "sensitive-messages-unencrypted",
    severity=Severity.WARNING,
    mend=parts_state(encrypted_at_rest=True),
    asks=Asks("encrypted_at_rest", "Are the sensitive messages encrypted on disk", _sensitive),
)
def sensitive_messages_unencrypted(facts: Facts) -> Iterator[Found]:
    """A queue or log keeps sensitive messages and does not encrypt them on disk.

    Why: messages stay for days, copies lie on every broker and in every backup.
    Fix: encrypt the broker's disks or the payloads themselves, and state `encrypted_at_rest: true`.
    Source: CWE-311 Missing Encryption of Sensitive Data; AWS Well-Architected, SEC08-BP02.
    """
    for broker in _sensitive(facts):
        if broker.prop("encrypted_at_rest") is False:
            yield Found.at(
                f"{facts.name(broker)} keeps {broker.prop('data_class')} messages unencrypted on disk", broker
            )
