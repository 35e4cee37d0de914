"""SCA005: a user waits for work that takes as long as it takes."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.index import is_call
from designer.rules.rule import Found, rule

_SLOW = frozenset({Kind.WORKER, Kind.BATCH_JOB, Kind.STREAM_PROCESSOR})
_ASKS = frozenset({Kind.SERVICE, Kind.API_GATEWAY, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.FUNCTION})


@rule("SCA005", "slow-work-on-request-path", severity=Severity.INFO)
def slow_work_on_request_path(facts: Facts) -> Iterator[Found]:
    """Somebody who is being waited for calls a worker or a job and waits for it.

    Why: long work holds connections and threads of everybody before it; bursts then stop the whole path.
    Fix: put the work into a queue, answer with a receipt, and tell the user when it is done.
    Source: Hohpe and Woolf, Enterprise Integration Patterns, "Message Channel" and "Competing Consumers".
    """
    for link in facts.links:
        source, target = facts.source(link), facts.target(link)
        waits = is_call(link) and link.source in facts.sync_parts and link.prop("reads") is not True
        if target.kind in _SLOW and source.kind in _ASKS and waits and link.prop("timeout_s") is None:
            yield Found.at(
                f"{facts.name(source)} waits for {facts.name(target)}, which works at its own pace", target, link
            )
