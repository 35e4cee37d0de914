"""SEC028: everybody has a key to everything."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_MANY = 5


@rule("SEC028", "one-credential-for-many", severity=Severity.INFO)
def one_credential_for_many(facts: Facts) -> Iterator[Found]:
    """Five or more parts reach one store that holds sensitive data.

    Why: each has credentials for all of it; the weakest of them decides, and a leak cannot be told from normal use.
    Fix: let one service own the store and give the others its interface, or separate rights by table and part.
    Source: NIST SP 800-53 Rev. 5, AC-6 Least Privilege; CWE-250.
    """
    for store_id in facts.sensitive:
        store = facts.component(store_id)
        users = {link.source for link in facts.incoming[store_id] if facts.source(link).family is Family.COMPUTE}
        if len(users) >= _MANY:
            yield Found.at(
                f"{len(users)} parts reach {facts.name(store)}, which holds {facts.sensitive[store_id]} data", store
            )
