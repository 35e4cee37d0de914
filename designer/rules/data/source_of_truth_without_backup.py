"""DAT007: the truth, and no copy kept elsewhere."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule(
    "DAT007",
    "source-of-truth-without-backup",
    severity=Severity.WARNING,
    needs=("backup",),
    mend=parts_state(backup=True),
)
def source_of_truth_without_backup(facts: Facts) -> Iterator[Found]:
    """A store that holds the truth has no backup.

    Why: replicas copy a wrong delete within a second; only a backup that was tried brings the data back.
    Fix: keep copies in another account or place, try a restore on a schedule, and state `backup: true`.
    Source: AWS Well-Architected, REL09-BP01 Identify and back up all data that needs to be backed up.
    """
    for store in facts.stores:
        is_truth = store.prop("source_of_truth") is True and not store.existing
        unsafe = store.prop("backup") is False or (is_truth and store.prop("backup") is None)
        if unsafe and store.prop("rebuildable") is not True:
            yield Found.at(f"{facts.name(store)} holds the truth and has no backup", store)
