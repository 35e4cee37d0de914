"""SEC015: the fuse box in the street."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule

_INNER = (Kind.SECRET_STORE, Kind.CONFIG_SERVICE, Kind.COORDINATION_SERVICE, Kind.OBSERVABILITY, Kind.FEATURE_STORE)


@rule("SEC015", "public-inner-part", severity=Severity.ERROR, mend=parts_state(public=False))
def public_inner_part(facts: Facts) -> Iterator[Found]:
    """A part that only other parts need can be reached from the internet.

    Why: secrets, settings, leader elections and traces are a map of the system and the keys to it.
    Fix: keep it in a private network and remove `public: true`.
    Source: CWE-668 Exposure of Resource to Wrong Sphere; OWASP API Security Top 10, API8:2023 Security Misconfiguration.
    """
    for part in facts.of_kind(*_INNER):
        if part.prop("public") is True:
            yield Found.at(f"{facts.name(part)} can be reached from the internet", part)
