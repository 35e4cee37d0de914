"""REL010: retries of retries."""

from collections.abc import Iterator

from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.index import is_call
from designer.rules.paths import strong_groups
from designer.rules.rule import Found, rule


@rule("REL010", "retries-at-every-layer", severity=Severity.INFO)
def retries_at_every_layer(facts: Facts) -> Iterator[Found]:
    """Parts retry calls that are part of a call which is retried as well.

    Why: tries multiply from layer to layer, so a dependency that struggles gets many times its usual load.
    Fix: retry at one layer, next to the part that fails, and let the layers above give up.
    Source: Beyer, Jones, Petoff and Murphy, Site Reliability Engineering, chapter 22, "Retries".
    """
    retried = [link for link in facts.links if _is_retried(facts, link)]
    called, calling = {link.target for link in retried}, {link.source for link in retried}
    between = called & calling
    beside = facts.neighbours(lambda link: link.source in between and link.target in between, both=True)
    for group in strong_groups({one: beside[one] for one in facts.ordered(between)}):
        verb = "retries calls that its" if len(group) == 1 else "retry calls that their"
        message = f"{facts.names(group)} {verb} callers retry as well"
        links = [link for link in retried if link.source in group or link.target in group]
        yield Found.at(message, *map(facts.component, group), *links)


def _is_retried(facts: Facts, link: Connection) -> bool:
    """Clients are left out: a person presses the button again whatever we say."""
    return is_call(link) and facts.source(link).family is not Family.CLIENT and float(link.prop("retries") or 0) > 0
