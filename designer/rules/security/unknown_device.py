"""SEC013: a sensor that says it is a sensor."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule

_FOR_ANYBODY = frozenset({Kind.CDN, Kind.DNS})


@rule(
    "SEC013",
    "unknown-device",
    severity=Severity.WARNING,
    needs=("authenticated", "authenticates"),
    mend=links_state(authenticated=True),
)
def unknown_device(facts: Facts) -> Iterator[Found]:
    """A device sends or takes data, and nothing says that it has to show which device it is.

    Why: anybody can send readings in its name or take its commands; one bought device is enough to try.
    Fix: give each device a certificate or key of its own, check it where it connects, and state `authenticated: true`.
    Source: ETSI EN 303 645, clause 5.5; NISTIR 8259A, Device Identification; CWE-306.
    """
    for link in facts.links:
        ends = (facts.source(link), facts.target(link))
        device = next((one for one in ends if one.kind is Kind.DEVICE), None)
        other = ends[1] if device is ends[0] else ends[0]
        checks = (
            link.prop("authenticated") is True
            or other.prop("authenticates") is True
            or other.prop("verifies_signatures") is True
        )
        if (
            device is not None
            and other.family is not Family.CLIENT
            and other.kind not in _FOR_ANYBODY
            and not checks
            and not other.existing
            and not (other.is_datastore and facts.is_on_device(other))  # nobody else gets at what lies on the device
        ):
            yield Found.at(
                f"{facts.name(other)} does not find out which of {facts.name(device)} it talks to", device, link
            )
