"""SEC023: the master key hangs outside."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Asks, Found, rule


def _for_staff(facts: Facts) -> Iterator[Component]:
    return (part for part in facts.components if part.prop("admin") is True and not facts.knows_caller(part))


@rule(
    "SEC023",
    "staff-entrance-without-login",
    severity=Severity.ERROR,
    mend=parts_state(authenticates=True),
    asks=Asks("authenticates", "Does it find out which member of the staff is using it", _for_staff),
)
def staff_entrance_without_login(facts: Facts) -> Iterator[Found]:
    """A part for staff does not find out who is using it.

    Why: it can do more than any user, for anybody who finds it.
    Fix: require a login with a second factor in front of it, and state `authenticates: true`.
    Source: OWASP ASVS 4.0.3, V4.3 Other Access Control Considerations; CWE-306.
    """
    for part in _for_staff(facts):
        if part.prop("authenticates") is False:
            yield Found.at(f"{facts.name(part)} is for staff and does not ask who is there", part)
