"""SEC034: the safe is locked, and its copy lies in the attic."""

from collections.abc import Iterator

from designer.edits.edits import Edit
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Finding, Severity
from designer.rules.dataflow import goes_forward
from designer.rules.facts import Facts
from designer.rules.mending import links_state, parts_state
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_BACKUP = frozenset("archive archives backup backups dump dumps snapshot snapshots".split())


def _encrypt(facts: Facts, finding: Finding) -> Iterator[Edit]:
    """Yield encryption of what the finding is about: the backup, or the way there."""
    yield from parts_state(where=lambda facts, part: part.prop("encrypted_at_rest") is False, encrypted_at_rest=True)(
        facts, finding
    )
    yield from links_state(encrypted=True)(facts, finding)


@rule("SEC034", "backup-in-the-clear", severity=Severity.WARNING, mend=_encrypt)
def backup_in_the_clear(facts: Facts) -> Iterator[Found]:
    """A backup or archive is not encrypted, or sensitive data gets there in the clear.

    Why: a backup holds everything, is moved and kept for long, and is watched less than what it is a copy of.
    Fix: encrypt it with a key that is kept apart from it, on the way as well, and state `encrypted_at_rest: true` and
        `encrypted: true`.
    Source: NIST SP 800-53 Rev. 5, CP-9(8) Cryptographic Protection; NIST SP 800-209, Security Guidelines for Storage
        Infrastructure; CWE-311.
    """
    for store in facts.stores:
        into = [link for link in facts.incoming[store.id] if goes_forward(facts, link)]
        if not _is_backup(store, into):
            continue
        # Of a store that is itself marked as sensitive, sensitive-data-unencrypted speaks.
        if store.prop("encrypted_at_rest") is False and store.id not in facts.sensitive:
            yield Found.at(f"{facts.name(store)} is a backup and is not encrypted", store)
        for link in into:
            if link.prop("encrypted") is False and (carried := _carried(facts, link, store)):
                yield Found.at(
                    f"{carried.capitalize()} data gets to {facts.name(store)}, a backup, unencrypted", store, link
                )


def _is_backup(store: Component, into: list[Connection]) -> bool:
    named = says(f"{store.name} {' '.join(store.tags)}", _BACKUP)
    return named or any(says(link.label, _BACKUP) for link in into)


def _carried(facts: Facts, link: Connection, store: Component) -> str:
    """Return the class of sensitive data that gets into a backup over a connection; nothing when there is none."""
    if link.prop("data_class") in ("public", "internal"):
        return ""
    return str(link.prop("data_class") or facts.sensitive.get(link.source) or facts.sensitive.get(store.id) or "")
