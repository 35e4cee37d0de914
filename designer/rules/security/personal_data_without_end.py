"""SEC032: nobody ever empties the drawer."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.places import Places, around, places
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_OF_PEOPLE = ("personal", "health")
_ENDS = frozenset(
    "anonymise anonymize delete deletes deletion erase erases erasure expire expires forget forgets pseudonymise purge "
    "purges remove removes".split()
)
_OF_USERS = frozenset("device devices laptop machine phone".split())
_SWEEPERS = _ENDS | frozenset("cleaner cleanup retention sweeper".split())


@rule("SEC032", "personal-data-without-end", severity=Severity.INFO)
def personal_data_without_end(facts: Facts) -> Iterator[Found]:
    """Personal or health data is kept, and nothing says how long or how it is erased.

    Why: it may be kept only as long as it is needed, and people may ask for its erasure; what is kept for ever leaks one day.
    Fix: state `retention_s` or `ttl_s`, or the retention of what lies in it; or add the part that erases, and say so on
        its connection.
    Source: GDPR, article 5(1)(e) storage limitation and article 17 right to erasure; ISO/IEC 27701, 7.4.7 Retention.
    """
    ended, known = {entity.store for entity in facts.sized.entities if entity.retention}, places(facts)
    open_ended: list[Component] = []
    of_people = _of_people(facts)
    for store in facts.stores:
        ends = store.id in ended or _has_end(store) or _is_erased(facts, store)
        if store.id in of_people and _is_true_copy(facts, store) and not ends and not _is_users_own(store, known):
            open_ended.append(store)
    if open_ended:  # one question, however many stores it is about
        names = facts.names(store.id for store in open_ended)
        yield Found.at(f"Nothing says how long personal data in {names} is kept, or how it is erased", *open_ended)


def _of_people(facts: Facts) -> set[str]:
    """Return the ids of the stores that keep personal or health data, whatever else they keep."""
    marked = {store.id for store in facts.stores if store.prop("data_class") in _OF_PEOPLE}
    filled = {
        entity.store for entity in facts.sized.entities if any(one.data_class in _OF_PEOPLE for one in entity.fields)
    }
    return marked | {one for one in filled if one is not None}


def _is_true_copy(facts: Facts, store: Component) -> bool:
    return store.id in facts.authoritative and not store.existing


def _is_users_own(store: Component, known: Places) -> bool:
    """Return whether a store stands on a device or computer of the user, who erases what is there as he likes."""
    return any(says(line.name, _OF_USERS) for line in around(store, known))


def _has_end(store: Component) -> bool:
    return store.prop("retention_s") is not None or store.prop("ttl_s") is not None


def _is_erased(facts: Facts, store: Component) -> bool:
    """Return whether something erases what is in a store, as a label or the name of a part next to it says."""
    labels = any(says(link.label, _ENDS) for link in facts.links_at(store))
    return labels or any(says(facts.source(link).name, _SWEEPERS) for link in facts.incoming[store.id])
