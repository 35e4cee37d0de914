"""REL015: two who must agree, and nobody to decide."""

from collections.abc import Iterator

from designer.edits.edits import ChangeComponent, Edit
from designer.model.finding import Finding, Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_of
from designer.rules.rule import Found, rule


def _one_more(facts: Facts, finding: Finding) -> Iterator[Edit]:
    for part in parts_of(facts, finding):
        yield ChangeComponent(id=part.id, replicas=part.replicas + 1)


@rule("REL015", "even-quorum", severity=Severity.WARNING, mend=_one_more)
def even_quorum(facts: Facts) -> Iterator[Found]:
    """A part that decides by majority has an even number of copies.

    Why: an even number survives no more failures than one copy less, and a network split can leave no majority.
    Fix: run three or five copies, each in a zone of its own.
    Source: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (2014), section 2.
    """
    for part in facts.components:
        if (
            part.kind is Kind.COORDINATION_SERVICE
            and part.replicas > 1
            and part.replicas % 2 == 0
            and part.prop("sharded") is not True
        ):
            yield Found.at(f"{facts.name(part)} decides by majority and has {part.replicas:,} copies", part)
