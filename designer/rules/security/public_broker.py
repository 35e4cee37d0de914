"""SEC014: anybody may read the mail."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule("SEC014", "public-broker", severity=Severity.ERROR, mend=parts_state(authenticates=True))
def public_broker(facts: Facts) -> Iterator[Found]:
    """A queue or log can be reached from the internet, and does not ask who is there.

    Why: strangers read every message, send their own, and fill it until it stops.
    Fix: put it in a private network, or authenticate clients with TLS and rights by topic, and state `authenticates: true`.
    Source: CWE-306 Missing Authentication for Critical Function; OWASP IoT Top 10 2018, I2 Insecure Network Services.
    """
    for broker in facts.brokers:
        if broker.prop("public") is True and broker.prop("authenticates") is not True:
            yield Found.at(f"{facts.name(broker)} can be reached from the internet without showing who one is", broker)
