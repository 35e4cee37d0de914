"""DAT003: two services change one database."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import PRIMARY_KINDS, Facts
from designer.rules.rule import Found, rule


@rule("DAT003", "shared-database", severity=Severity.INFO)
def shared_database(facts: Facts) -> Iterator[Found]:
    """Two services write one database.

    Why: neither can change the tables alone, and rules about the data are kept twice or by nobody.
    Fix: let one service own the store and the other ask it, or give each its own store.
    Source: Richardson, Microservices Patterns, chapter 2, and microservices.io, "Database per service".
    """
    for store in facts.stores:
        writing = [facts.source(link) for link in facts.incoming[store.id] if facts.surely_writes(link)]
        services = {one.id: one for one in writing if one.kind is Kind.SERVICE}
        if len(services) > 1 and store.kind in PRIMARY_KINDS - {Kind.OBJECT_STORE}:
            yield Found.at(f"{facts.names(services)} all write {facts.name(store)}", store, *services.values())
