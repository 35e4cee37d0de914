"""SEC036: one drawer for all clients."""

import re
from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_MULTI = re.compile(
    r"\bmulti[\s-]?tenan(?:t|ts|cy)\b|\btenant isolation\b|\b(?:per|each|every|all|shared by|across|between|other) tenants?\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(r"\b(?:single[\s-]tenan|(?:no|not|without)(?:\s+an?)?\s+multi[\s-]?tenan)", re.IGNORECASE)
_TENANT = frozenset({"tenant", "tenants"})
_OF_HOUSES = frozenset(
    "apartment apartments flat flats house houses housing landlord landlords lease leases property rent rental rents".split()
)
_APART = re.compile(
    r"\b(?:row[\s-]level|tenant[\s_-]?ids?|tenant isolation|isolat(?:ed|es|ion)|(?:per|for each|by|of each) tenant"
    r"|(?:schema|database|bucket|namespace|partition|key)s? (?:per|for each) tenant|one tenant|keyed by tenant)\b",
    re.IGNORECASE,
)


@rule("SEC036", "tenants-not-kept-apart", severity=Severity.WARNING, needs=("authorises",))
def tenants_not_kept_apart(facts: Facts) -> Iterator[Found]:
    """Tenants share a store, and nothing says that a part in front of it checks whose data is asked for.

    Why: one forgotten condition in one query shows a customer the data of another.
    Fix: check the tenant in the parts that reach the store and state `authorises: true`, or give each tenant a key space,
        schema or database and state it as `shard_key` or `partition_key`.
    Source: AWS Well-Architected, SaaS Lens, Tenant isolation; OWASP API Security Top 10, API1:2023; CWE-639.
    """
    everywhere = _speaks_of_tenants(" ".join((facts.brief.text, *facts.brief.constraints, *facts.brief.requirements)))
    for store in facts.stores:
        said = everywhere or _speaks_of_tenants(f"{store.name}. {store.description}. {'. '.join(store.tags)}")
        if not said or store.id not in facts.authoritative or store.existing or _is_apart(store):
            continue
        users = [one for one in _users(facts, store) if one.prop("authorises") is not True]
        if users and store.prop("data_class") != "public" and not any(_is_apart(one) for one in users):
            message = f"Tenants share {facts.name(store)}, and {facts.names(users)} may show one the data of another"
            yield Found.at(message, store, *users)


def _speaks_of_tenants(text: str) -> bool:
    """Return whether a text speaks of customers that share a system; people who rent a flat are tenants as well.

    >>> _speaks_of_tenants("A multi-tenant billing service"), _speaks_of_tenants("Tenants pay rent for each flat")
    (True, False)
    """
    if _SINGLE.search(text):
        return False
    if says(text, _OF_HOUSES):
        return bool(re.search(r"\bmulti[\s-]?tenan", text, re.IGNORECASE))
    return bool(_MULTI.search(text)) or says(text, _TENANT)


def _is_apart(part: Component) -> bool:
    """Return whether somebody says that a part keeps tenants apart."""
    keys = f"{part.prop('shard_key')} {part.prop('partition_key')}"
    words = f"{part.name} {part.description} {' '.join(part.tags).replace('-', ' ')}"
    return says(keys.replace("_", " "), _TENANT) or bool(_APART.search(words))


def _users(facts: Facts, store: Component) -> list[Component]:
    """Return the parts that users wait for and which reach a store."""
    found = (facts.source(link) for link in facts.incoming[store.id])
    return [one for one in found if one.family is Family.COMPUTE and one.id in facts.sync_parts and not one.existing]
