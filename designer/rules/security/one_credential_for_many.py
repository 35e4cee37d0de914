"""SEC028: one key to every vault."""

from collections.abc import Iterator, Mapping

from designer.model.component import Component
from designer.model.connection import Mode
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.index import is_sync
from designer.rules.paths import Neighbours, strong_groups
from designer.rules.rule import Found, rule

_MANY = 4
_HOLDERS = (Family.COMPUTE, Family.EDGE, Family.EXTERNAL)


@rule("SEC028", "one-credential-for-many", severity=Severity.INFO)
def one_credential_for_many(facts: Facts) -> Iterator[Found]:
    """The credentials of one part open four or more stores that hold sensitive data.

    Why: whoever takes over this one part has all of them at once, and nothing stops him half way.
    Fix: let a service own each store and check who asks, or give the part a credential for each store with the rights it
        needs.
    Source: NIST SP 800-53 Rev. 5, AC-6 Least Privilege; AWS Well-Architected, SEC03-BP02 Grant least privilege access;
        CWE-250.
    """
    opened = {part.id: _opened(facts, part) for part in facts.components}
    obeying = facts.neighbours(lambda link: is_sync(link) and _obeys(facts.target(link)))
    for part_id, stores in _within_reach(opened, obeying).items():
        part = facts.component(part_id)
        message = f"Whoever takes over {facts.name(part)} has {len(stores)} stores of sensitive data"
        yield Found.at(f"{message}: {facts.names(stores)}", part, *(facts.component(one) for one in stores))


def _opened(facts: Facts, part: Component) -> frozenset[str]:
    """Return the ids of the sensitive stores that a part has credentials for: those which it opens a connection to."""
    if part.family not in _HOLDERS:
        return frozenset()
    ends = {link.target for link in facts.outgoing[part.id] if link.mode is not Mode.REPLICATION}
    return frozenset(one for one in ends if one in facts.sensitive and facts.component(one).is_datastore)


def _obeys(part: Component) -> bool:
    """Return whether a part does what anybody inside asks: it is said not to check who asks, or what he may."""
    return part.family is Family.COMPUTE and (part.prop("authorises") is False or part.prop("authenticates") is False)


def _within_reach(opened: Mapping[str, frozenset[str]], obeying: Neighbours) -> dict[str, frozenset[str]]:
    """Return the parts that get at many stores, themselves or through parts that obey them, with those stores.

    Of a chain only the part is named at which they come together; so the work stays linear.
    """
    found: dict[str, frozenset[str]] = {}
    reached: dict[str, frozenset[str] | None] = {}  # None: somebody behind has been named
    for group in strong_groups(obeying):
        inside = frozenset(group)
        own = {one: opened[one] for one in group if len(opened[one]) >= _MANY}
        found.update(own)
        behind = [reached[there] for one in group for there in obeying[one] if there not in inside]
        known = [stores for stores in behind if stores is not None]
        together = frozenset().union(*(opened[one] for one in group), *known)
        if not own and len(known) == len(behind) and len(together) >= _MANY:
            found[group[0]] = together
        is_named = bool(own) or len(known) < len(behind) or len(together) >= _MANY
        reached.update(dict.fromkeys(group, None if is_named else together))
    return found
