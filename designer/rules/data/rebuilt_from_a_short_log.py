"""DAT012: a copy that can be made again, but not from what is left."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("DAT012", "rebuilt-from-a-short-log", severity=Severity.INFO)
def rebuilt_from_a_short_log(facts: Facts) -> Iterator[Found]:
    """A store that is to be rebuilt is fed by a log alone, and the log forgets.

    Why: after a loss only the last days come back, and nobody notices what is missing.
    Fix: rebuild from the source of truth, keep snapshots, or keep the log for ever or compacted by key.
    Source: Kreps, The Log: What every software engineer should know about real-time data's unifying abstraction (2013).
    """
    for store in facts.stores:
        if store.prop("rebuildable") is not True:
            continue
        feeders = {link.source for link in facts.incoming[store.id]}
        logs = [
            facts.source(link)
            for feeder in feeders
            for link in facts.incoming[feeder]
            if facts.source(link).kind is Kind.EVENT_LOG
        ]
        if logs and all(_forgets(log) for log in logs) and not _reads_truth(facts, feeders):
            message = f"{facts.name(store)} is rebuilt from {facts.names(log.id for log in logs)}, which keeps only the newest"
            yield Found.at(message, store, *logs)


def _forgets(log: Component) -> bool:
    return isinstance(log.prop("retention_s"), int | float) and log.prop("source_of_truth") is not True


def _reads_truth(facts: Facts, feeders: set[str]) -> bool:
    """Return whether whoever fills the store, or asks who does, also reads a store that holds the truth."""
    near = {end for feeder in feeders for part in facts.neighbours_of(facts.component(feeder)) for end in (part.id,)}
    return any(part.id in near and part.is_datastore and part.id in facts.authoritative for part in facts.components)
