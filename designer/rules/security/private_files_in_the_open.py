"""SEC029: the archive is in the shop window."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule

_SENSITIVE = frozenset({"personal", "secret", "payment", "health"})


@rule("SEC029", "private-files-in-the-open", severity=Severity.ERROR, mend=parts_state(public=False))
def private_files_in_the_open(facts: Facts) -> Iterator[Found]:
    """A store of files with personal, payment, health or secret data can be read from the internet.

    Why: addresses of files are guessed, listed and shared; this is how most large leaks happened.
    Fix: keep the store private and hand out addresses that are signed and expire; remove `public: true`.
    Source: CWE-732 Incorrect Permission Assignment for Critical Resource; AWS Well-Architected, SEC08-BP04.
    """
    for store in facts.of_kind(Kind.OBJECT_STORE, Kind.CDN):
        if store.prop("public") is True and store.prop("data_class") in _SENSITIVE:
            yield Found.at(
                f"{facts.name(store)} holds {store.prop('data_class')} data and can be read by anybody", store
            )
