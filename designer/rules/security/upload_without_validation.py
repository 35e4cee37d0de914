"""SEC007: files from outside go in as they come."""

from collections.abc import Iterator

from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule
from designer.rules.wording import UPLOAD_WORDS, says

_CHECKS = ("validates_input", "scans_uploads")


@rule(
    "SEC007",
    "upload-without-validation",
    severity=Severity.WARNING,
    needs=_CHECKS,
    mend=parts_state(where=lambda facts, part: not part.is_datastore, validates_input=True, scans_uploads=True),
)
def upload_without_validation(facts: Facts) -> Iterator[Found]:
    """Files of users reach an object store, and nobody checks what they are.

    Why: what is stored is served again: scripts, malware and archives that unpack to terabytes reach other users.
    Fix: limit size and type before the store and scan before serving; state `validates_input` or `scans_uploads`.
    Source: CWE-434 Unrestricted Upload of File with Dangerous Type; OWASP File Upload Cheat Sheet.
    """
    checked = _near_a_check(facts)
    for store in facts.of_kind(Kind.OBJECT_STORE):
        for link in facts.incoming[store.id]:
            if checked.isdisjoint((link.source, link.target)) and _is_upload(facts, link):
                message = f"Nobody checks the files that {facts.name(link.source)} puts into {facts.name(store)}"
                yield Found.at(message, facts.source(link), store)


def _near_a_check(facts: Facts) -> set[str]:
    """Return the ids of the parts that check files, and of those which are next to one or tell one over a broker."""
    checking = {one.id for one in facts.components if any(one.prop(name) is True for name in _CHECKS)}
    telling = {broker.id for broker in facts.brokers if any(one.id in checking for one in facts.consumers(broker))}
    known = checking | telling
    near = [link for link in facts.links if not known.isdisjoint((link.source, link.target))]
    return checking.union(*((link.source, link.target) for link in near))


def _is_upload(facts: Facts, link: Connection) -> bool:
    """Return whether files of users go over a connection, as its label or its source says."""
    source = facts.source(link)
    if not facts.may_write(link) or source.id not in facts.sync_parts:
        return False
    if source.family is Family.CLIENT:
        return facts.surely_writes(link)
    called = any(says(call.label, UPLOAD_WORDS) and facts.may_write(call) for call in facts.incoming[source.id])
    by_users = called or says(link.label, frozenset({"upload", "uploads"}))
    return (by_users and says(link.label, UPLOAD_WORDS)) or source.prop("untrusted_input") is True
