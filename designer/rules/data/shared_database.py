"""DAT003: two services change one database."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.stores import PRIMARY_KINDS

_DATABASES = PRIMARY_KINDS - {Kind.OBJECT_STORE}


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
        owners = {one.boundary or one.id for one in services.values()}  # one boundary is taken for one team
        if len(owners) > 1 and store.kind in _DATABASES:
            how_many = "both" if len(services) == 2 else "all"
            message = f"{facts.names(services)} {how_many} write {facts.name(store)}"
            yield Found.at(message, store, *services.values())
