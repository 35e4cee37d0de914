"""SEC012: the staff room opens off the shop floor."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_STAFF = frozenset(
    "admin administrator agent back backoffice clerk console desk moderator office operator staff support".split()
)


@rule("SEC012", "admin-on-users-path", severity=Severity.WARNING)
def admin_on_users_path(facts: Facts) -> Iterator[Found]:
    """What users call passes requests on to a part for staff.

    Why: one missing check in the gateway or service in between, and any user has the powers of staff.
    Fix: give staff an entrance of their own, or let the part itself check who they are, and state `authorises: true`.
    Source: OWASP API Security Top 10, API5:2023 Broken Function Level Authorization; CWE-285.
    """
    for part in facts.components:
        checks = part.prop("authorises") is True or part.prop("authenticates") is True
        if part.prop("admin") is not True or checks:
            continue
        for link in facts.incoming[part.id]:
            before = facts.source(link)
            users = [facts.source(one) for one in facts.incoming[before.id]]
            guests = [
                one
                for one in users
                if one.kind in (Kind.WEB_CLIENT, Kind.MOBILE_CLIENT) and one.prop("admin") is not True
            ]
            if before.prop("public") is True and guests and not says(facts.name(guests[0]), _STAFF):
                yield Found.at(
                    f"{facts.name(before)} leads users to {facts.name(part)}, which is for staff", before, part
                )
                break
