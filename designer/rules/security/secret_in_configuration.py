"""SEC011: a key under the mat."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import says, tidy_name

_OPEN = frozenset(
    "code config configuration dockerfile env environment file files image plain repository source text yaml".split()
)
_KEPT = frozenset("kms manager store vault".split())


@rule("SEC011", "secret-in-configuration", severity=Severity.WARNING)
def secret_in_configuration(facts: Facts) -> Iterator[Found]:
    """Credentials of a part come from its configuration, a file or its code.

    Why: whoever reads the repository, an image layer, a log or a process list has them, and they are hard to change.
    Fix: take them from a secret store at start, rotate them, and state where in `secrets_from`.
    Source: CWE-798 Use of Hard-coded Credentials; OWASP Secrets Management Cheat Sheet.
    """
    for part in facts.components:
        where = part.prop("secrets_from")
        if isinstance(where, str) and says(where, _OPEN) and not says(where, _KEPT):
            yield Found.at(f"{facts.name(part)} takes its credentials from {tidy_name(where)}", part)
