"""SEC022: a letter box without a flap."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_UPLOADS = frozenset("upload uploads uploading attach attachment attachments".split())


@rule("SEC022", "upload-without-size-limit", severity=Severity.INFO, needs=("max_size_bytes",))
def upload_without_size_limit(facts: Facts) -> Iterator[Found]:
    """A part takes files from users and does not say how large they may be.

    Why: one request fills memory, disk or the bill.
    Fix: refuse bodies above a limit before they are read whole, and state `max_size_bytes`.
    Source: CWE-770 Allocation of Resources Without Limits or Throttling; OWASP File Upload Cheat Sheet.
    """
    for link in facts.links:
        part = facts.target(link)
        takes = (
            says(link.label, _UPLOADS)
            and facts.source(link).family is Family.CLIENT
            and part.family is not Family.EXTERNAL
        )
        if takes and part.prop("max_size_bytes") is None and not part.is_datastore and not part.existing:
            yield Found.at(f"{facts.name(part)} does not say how large an upload may be", part, link)
