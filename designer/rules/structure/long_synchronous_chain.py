"""STR008: many parts wait for each other in a row."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.paths import longest_chains
from designer.rules.rule import Found, rule

MAX_CHAIN = 5


@rule("STR008", "long-synchronous-chain", severity=Severity.WARNING)
def long_synchronous_chain(facts: Facts) -> Iterator[Found]:
    """More than five of our parts wait for each other in a row.

    Why: their delays add up and their availabilities multiply, so the first is slower and down more often than any.
    Fix: answer early and do the rest over a queue, call in parallel, or merge parts that always go together.
    Source: Treynor, Dahlin, Rau and Beyer, The Calculus of Service Availability, ACM Queue 15(2), 2017.
    """
    for ids in longest_chains(facts.calls):
        chain = [facts.component(one) for one in ids]
        if len(chain) > MAX_CHAIN:
            ends = f"from {facts.name(chain[0])} to {facts.name(chain[-1])}"
            yield Found.at(f"{len(chain)} parts wait for each other in a row, {ends}", *chain)
