"""REL011: a caller that gives up before the part it called."""

from collections.abc import Iterator

from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.flow import Flow
from designer.rules.facts import Facts
from designer.rules.index import is_call
from designer.rules.rule import Found, rule


@rule("REL011", "timeout-shorter-than-callee", severity=Severity.INFO)
def timeout_shorter_than_callee(facts: Facts) -> Iterator[Found]:
    """A caller stops waiting while the part it called still waits for another.

    Why: the work goes on for an answer that nobody takes, and the caller's retry starts it once more.
    Fix: make each `timeout_s`, times its tries, shorter than the timeout of the call it serves.
    Source: Beyer, Jones, Petoff and Murphy, Site Reliability Engineering, chapter 22, "Latency and Deadlines".
    """
    for flow in facts.sized.flows:
        for outer, inner in _nested(facts, flow):
            longest = _timeout(inner) * (1 + float(inner.prop("retries") or 0))
            if longest > _timeout(outer):
                message = (
                    f"{facts.name(outer.source)} gives {facts.name(outer.target)} {_timeout(outer):g} s, "
                    f"which may wait {longest:g} s for {facts.name(inner.target)}"
                )
                yield Found.at(message, outer, inner)


def _nested(facts: Facts, flow: Flow) -> Iterator[tuple[Connection, Connection]]:
    """Yield each call of a flow with the call that it serves: the last one, not yet answered, to its source."""
    serving: dict[str, Connection] = {}
    for step in flow.steps:
        for link in facts.between(step.source, step.target):
            if is_call(link) and _timeout(link) > 0:
                if link.source in serving:
                    yield serving[link.source], link
                serving[link.target] = link
        asked = serving.get(step.source)
        if asked is not None and asked.source == step.target:
            del serving[step.source]


def _timeout(link: Connection) -> float:
    return float(link.prop("timeout_s") or 0)
