"""REL010: retries of retries."""

from collections.abc import Iterator

from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.index import is_call
from designer.rules.rule import Found, rule


@rule("REL010", "retries-at-every-layer", severity=Severity.INFO)
def retries_at_every_layer(facts: Facts) -> Iterator[Found]:
    """A part retries its calls, and its callers retry theirs.

    Why: tries multiply from layer to layer, so a dependency that struggles gets many times its usual load.
    Fix: retry at one layer, next to the part that fails, and let the layers above give up.
    Source: Beyer, Jones, Petoff and Murphy, Site Reliability Engineering, chapter 22, "Retries".
    """
    for part in facts.components:
        above = [link for link in facts.incoming[part.id] if _tries(link) > 1]
        below = [link for link in facts.outgoing[part.id] if _tries(link) > 1]
        if above and below:
            most = max(map(_tries, above)) * max(map(_tries, below))
            message = f"One request through {facts.name(part)} can become {most:g} calls to what it depends on"
            yield Found.at(message, part, *above, *below)


def _tries(link: Connection) -> float:
    return 1 + float(link.prop("retries") or 0) if is_call(link) else 1
