"""Where the contents of a part go: over which connections, and in which direction."""

from __future__ import annotations

from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.index import is_sync
from designer.rules.messages import NOT_A_PARTY
from designer.rules.paths import Neighbours
from designer.rules.wording import FETCH_WORDS, READ_WORDS, WRITE_WORDS, says

_ENDS = (Family.CLIENT, Family.EXTERNAL, Family.OPERATIONS)


def ways_of_data(facts: Facts) -> Neighbours:
    """Return where each part passes on what it holds.

    People and systems outside pass nothing on, except those that are said to hold strangers' text. A call carries data to the part that is called; it carries data back where it is said to read, and from a store
    unless it is said only to write.
    """
    found: dict[str, set[str]] = {part.id: set() for part in facts.components}
    for link in facts.links:
        source, target = facts.source(link), facts.target(link)
        if _gives(source) and _takes(target) and goes_forward(facts, link):
            found[link.source].add(link.target)
        if _gives(target) and _takes(source) and goes_back(facts, link):
            found[link.target].add(link.source)
    return {one: facts.ordered(others) for one, others in found.items()}


def goes_forward(facts: Facts, link: Connection) -> bool:
    """Return whether a connection carries data from its source to its target."""
    source, target = facts.source(link), facts.target(link)
    if source.is_broker or target.is_broker:
        return facts.gives_to(link) or (source.is_broker and facts.takes_from(link))
    if link.mode is Mode.REPLICATION or source.is_datastore:
        return True
    if target.is_datastore:
        return facts.may_write(link)
    return link.prop("writes") is True or link.prop("reads") is not True


def goes_back(facts: Facts, link: Connection) -> bool:
    """Return whether a connection carries data from its target to its source."""
    source, target = facts.source(link), facts.target(link)
    if source.is_broker or target.is_broker:
        return target.is_broker and facts.takes_from(link)
    if link.mode is Mode.REPLICATION:
        return False
    if link.prop("reads") is not None:
        return link.prop("reads") is True
    if target.is_datastore:
        only_writes = link.prop("writes") is True or says(link.label, WRITE_WORDS)
        return is_sync(link) and (not only_writes or says(link.label, READ_WORDS))
    return is_sync(link) and says(link.label, FETCH_WORDS)


def _takes(part: Component) -> bool:
    return part.family not in _ENDS and part.kind not in NOT_A_PARTY


def _gives(part: Component) -> bool:
    return _takes(part) or (part.prop("untrusted_input") is True and part.family is not Family.OPERATIONS)
