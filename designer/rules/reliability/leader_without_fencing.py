"""REL006: an old leader that does not know it was replaced."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule("REL006", "leader-without-fencing", severity=Severity.WARNING, needs=("fencing",), mend=parts_state(fencing=True))
def leader_without_fencing(facts: Facts) -> Iterator[Found]:
    """A part with state fails over by itself, and nothing refuses the old leader's late writes.

    Why: a leader that paused wakes up and goes on writing beside its successor; both change the same data.
    Fix: hand out a growing token with each lease, let the store refuse older ones, and state `fencing: true`.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 8, "The leader and the lock".
    """
    for part in facts.components:
        if part.prop("failover") == "automatic" and part.prop("fencing") is not True and _leads(facts, part):
            yield Found.at(f"A replaced leader of {facts.name(part)} can still write", part)


def _leads(facts: Facts, part: Component) -> bool:
    """Stores bring their own fencing unless somebody says they don't; a compute part has to do it itself."""
    if part.prop("fencing") is False:
        return True
    safe = any(part.prop(name) is True for name in ("stateless", "quorum", "idempotent"))
    writes = any(facts.target(link).is_datastore and facts.may_write(link) for link in facts.outgoing[part.id])
    return part.family is Family.COMPUTE and part.replicas > 1 and writes and not safe
