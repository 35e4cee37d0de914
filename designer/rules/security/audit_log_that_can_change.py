"""SEC016: the witness can be made to forget."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule
from designer.rules.stores import DERIVED_KINDS
from designer.rules.wording import names_phrase, says, words_of

_AUDIT = frozenset("audit audited auditing auditor auditors audits".split())
_RECORD = frozenset(
    "book entries event events evidence history journal ledger log logbook logging logs record recorded records trail "
    "trails".split()
)
_WHO_DID_WHAT = ("who did what", "who changed what", "who did", "who changed", "who saw", "who accessed")
_BEFORE_A_VERB = frozenset("and can may or to".split())
_CHANGES = frozenset("amend clean cleanup correct delete edit erase overwrite prune purge remove truncate".split())


@rule(
    "SEC016",
    "audit-log-that-can-change",
    severity=Severity.WARNING,
    needs=("append_only",),
    mend=parts_state(where=lambda facts, part: part.is_datastore, append_only=True),
)
def audit_log_that_can_change(facts: Facts) -> Iterator[Found]:
    """A record of who did what can be changed or deleted.

    Why: whoever did it removes the trace, and the record proves nothing.
    Fix: only append, keep it where its writers cannot delete, and state `append_only: true`.
    Source: NIST SP 800-53 Rev. 5, AU-9 Protection of Audit Information; OWASP Logging Cheat Sheet.
    """
    for store in facts.stores:
        if store.existing or store.prop("append_only") is True or not _is_witness(facts, store):
            continue
        changed_by = [link.source for link in facts.incoming[store.id] if _changes(link.label)]
        if changed_by:
            yield Found.at(f"{facts.names(changed_by)} can change or remove entries of {facts.name(store)}", store)
        elif store.prop("append_only") is False:
            yield Found.at(f"Entries of {facts.name(store)} can be changed", store)
        else:
            yield Found.at(f"Nothing keeps entries of {facts.name(store)} from being changed", store)


def _is_witness(facts: Facts, store: Component) -> bool:
    """Return whether a store is the true record of who did what, and not something else that has to do with audits.

    The name alone says so only where it names a record: an "Audit log", not an "Audit calendar". Otherwise it takes a
    part that is audited and writes to it, or words about it.
    """
    is_copy = store.kind in DERIVED_KINDS or store.kind is Kind.CACHE or store.prop("rebuildable") is True
    if is_copy or store.prop("ttl_s") is not None:
        return False
    if not says(store.name, _AUDIT):
        return any(names_phrase(store.description, words_of(phrase)) for phrase in _WHO_DID_WHAT[:2])
    if says(store.name, _RECORD) or any(names_phrase(store.description, words_of(one)) for one in _WHO_DID_WHAT):
        return True
    into = [link for link in facts.incoming[store.id] if facts.may_write(link)]
    is_only_audit = set(words_of(store.name)) <= _AUDIT | {"store", "storage", "database", "db"}
    return is_only_audit and any(facts.source(link).prop("audited") is True or _records(link.label) for link in into)


def _records(label: str) -> bool:
    return says(label, _RECORD | {"append"}) or says(label, _AUDIT)


def _changes(label: str) -> bool:
    """Return whether somebody changes what is there; what is long past its time may go.

    >>> _changes("delete entry"), _changes("delete after ten years"), _changes("record delete of post")
    (True, False, False)
    """
    words = words_of(label)
    in_time = not {"after", "expired", "older", "retention"}.isdisjoint(words)
    pairs = zip(("and", *words), words, strict=False)
    return not in_time and any(word in _CHANGES and before in _BEFORE_A_VERB for before, word in pairs)
