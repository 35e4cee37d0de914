"""SEC037: the master key under a three-digit lock."""

import re
from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_FACTOR = (
    r"(?:mfa|2fa|(?:second|two|multi|multiple)[\s-]?factors?(?:\s+authentication)?|second factor|one[\s-]time codes?"
    r"|totp|passkeys?|fido2?|webauthn|hardware keys?|security keys?)"
)
_LACKS = re.compile(
    rf"\b(?:no|not|without|lacks?|lacking|missing|never)\b(?:\s+[a-z]+){{0,3}}?\s+(?:an?\s+)?{_FACTOR}\b"
    rf"|\b{_FACTOR}\s*(?:is|are)?\s*(?::|=)?\s*(?:off|none|false|disabled|missing|optional|not)\b"
    r"|\bpasswords? (?:only|alone)\b|\bonly (?:an?\s+)?passwords?\b|\bjust (?:an?\s+)?passwords?\b"
    r"|\bsingle[\s-]factor\b|\bbasic auth(?:entication)?\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:nobody|no one|none|never|cannot|denied|refused|no access|not)\b[^.;]*$", re.IGNORECASE)
_HAS = re.compile(rf"\b{_FACTOR}\b", re.IGNORECASE)


@rule("SEC037", "staff-with-a-password-only", severity=Severity.WARNING)
def staff_with_a_password_only(facts: Facts) -> Iterator[Found]:
    """Staff get in with one factor: so it is said, or the users' login asks for a second one and theirs does not.

    Why: passwords are guessed, reused and phished; of a member of staff one is enough for everything.
    Fix: ask for a second factor that cannot be phished (passkey, hardware key) wherever staff sign in, and say so there.
    Source: OWASP ASVS 4.0.3, V4.3.1 (administrative interfaces use multi-factor authentication); NIST SP 800-63B, AAL2;
        CWE-308 Use of Single-factor Authentication.
    """
    logins = [part for part in facts.components if facts.is_identity(part)]
    asked_somewhere = any(_asks_for_more(_said_of(part)) for part in logins)
    for part in facts.components:
        if part.prop("admin") is not True or part.existing:
            continue
        ways = [link for link in facts.links_at(part) if _is_entrance(facts, link, part)]
        guards = [other for link in ways if facts.is_identity(other := _other(facts, link, part))]
        texts = [_said_of(part), *(_said_of(one) for one in guards), *(f"{one.label} {one.protocol}" for one in ways)]
        lacking = next((one for one in guards if _lacks(_said_of(one))), None)
        if any(_lacks(text) for text in texts):
            where = f" at {facts.name(lacking)}" if lacking is not None else ""
            yield Found.at(f"Staff get into {facts.name(part)} without a second factor{where}", part, *guards)
        elif guards and asked_somewhere and not any(_asks_for_more(text) for text in texts):
            message = f"{facts.names(guards)} lets staff into {facts.name(part)} without the second factor asked for elsewhere"
            yield Found.at(message, part, *guards)


def _said_of(part: Component) -> str:
    tags = ". ".join(tag.replace("-", " ") for tag in part.tags)
    return f"{part.name}. {part.technology}. {part.description}. {tags}"[:2000]


def _lacks(text: str) -> bool:
    """Return whether a text says that a second factor is missing.

    >>> _lacks("password only"), _lacks("nobody gets in without a second factor")
    (True, False)
    """
    return any(not _REFUSED.search(text[max(0, match.start() - 60) : match.start()]) for match in _LACKS.finditer(text))


def _asks_for_more(text: str) -> bool:
    return bool(_HAS.search(text)) and not _lacks(text)


def _other(facts: Facts, link: Connection, part: Component) -> Component:
    return facts.target(link) if link.source == part.id else facts.source(link)


def _is_entrance(facts: Facts, link: Connection, part: Component) -> bool:
    """Return whether a connection leads staff in, or asks who they are."""
    return link.target == part.id or facts.is_identity(facts.target(link))
