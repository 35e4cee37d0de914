"""STR011: an event log that nobody reads."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("STR011", "log-without-reader", severity=Severity.WARNING)
def log_without_reader(facts: Facts) -> Iterator[Found]:
    """An event log is written and nobody reads it.

    Why: events that nobody reads cost writes and storage and change nothing; often the reader was forgotten.
    Fix: connect the log to its reader; where it is kept as a record, state `append_only` or `source_of_truth`.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 11, "Partitioned Logs".
    """
    for log in facts.of_kind(Kind.EVENT_LOG):
        is_record = log.prop("append_only") is True or log.prop("source_of_truth") is True
        if facts.producers(log) and not facts.consumers(log) and not is_record:
            yield Found.at(f"Nobody reads {facts.name(log)}", log)
