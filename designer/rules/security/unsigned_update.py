"""SEC030: a new brain from a stranger."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_NEW = frozenset("firmware ota update updates upgrade".split())


@rule("SEC030", "unsigned-update", severity=Severity.WARNING, needs=("signed",), mend=links_state(signed=True))
def unsigned_update(facts: Facts) -> Iterator[Found]:
    """Software or settings are sent to devices without a signature that they check.

    Why: whoever gets between, or into the server, owns every device at once and for good.
    Fix: sign each version, let the device refuse others and older ones, and state `signed: true`.
    Source: ETSI EN 303 645, clause 5.3; NIST SP 800-193, Platform Firmware Resiliency Guidelines.
    """
    for link in facts.links:
        device = next((one for one in (facts.source(link), facts.target(link)) if one.kind is Kind.DEVICE), None)
        if device is not None and says(link.label, _NEW) and link.prop("signed") is not True:
            yield Found.at(f"{facts.name(device)} take updates that nobody signed", device, link)
