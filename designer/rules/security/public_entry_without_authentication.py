"""SEC001: everybody gets to the data, whoever they are."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.index import is_sync
from designer.rules.mending import parts_state
from designer.rules.paths import first_to_reach
from designer.rules.rule import Found, rule


@rule(
    "SEC001",
    "public-entry-without-authentication",
    severity=Severity.WARNING,
    needs=("authenticates",),
    mend=parts_state(where=lambda facts, part: not part.is_datastore, authenticates=True),
)
def public_entry_without_authentication(facts: Facts) -> Iterator[Found]:
    """Users get from a public entry to a store they change, or to sensitive data, and nobody asks who they are.

    Why: without knowing the caller nothing can be refused, limited or traced; anybody can read or change the data.
    Fix: check a token or session at the entry or in the service behind it, and state `authenticates: true` there.
    Source: OWASP API Security Top 10, API2:2023 Broken Authentication; CWE-306 Missing Authentication for Critical
        Function.
    """
    back = facts.neighbours(lambda link: _lets_anybody_through(facts, link), backward=True)
    exposed = [store.id for store in facts.stores if back[store.id]]
    store_of = first_to_reach(exposed, back)
    for entrance in facts.entrances:
        if entrance.id in store_of and not entrance.is_datastore and _is_open(facts, entrance):
            store = facts.component(store_of[entrance.id])
            message = f"{facts.name(entrance)} leads to {facts.name(store)}, and nothing on the way asks who is calling"
            yield Found.at(message, entrance, store)


def _lets_anybody_through(facts: Facts, link: Connection) -> bool:
    source, target = facts.source(link), facts.target(link)
    if not is_sync(link) or link.prop("authenticated") is True:
        return False
    if facts.is_outside(target) or facts.knows_caller(source):
        return False
    if target.is_datastore:
        is_changed = target.id in facts.authoritative and facts.may_write(link)
        return is_changed or target.id in facts.sensitive
    return not facts.knows_caller(target)


def _is_open(facts: Facts, entrance: Component) -> bool:
    """Return whether somebody outside can call without showing who they are."""
    outside = [link for link in facts.incoming[entrance.id] if facts.is_outside(facts.source(link))]
    checked = [link for link in outside if link.prop("authenticated") is True or link.prop("signed") is True]
    return len(checked) < len(outside) or not outside
