"""SEC038: the lost badge that still opens the door."""

import re
from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_DAY = 86_400
_ISSUES = frozenset("issue issues issuer login mint session sessions sign token tokens".split())
_FOR_EVER = re.compile(
    r"\b(?:never expires?|(?:do|does) not expire|don't expire|doesn't expire|non[\s-]expiring|without expir(?:y|ation)|no expir(?:y|ation)"
    r"|cannot be (?:revoked|taken back)|(?:no|without) revocation|not revocable|irrevocable|long[\s-]lived (?:\w+ )?tokens?)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:revo(?:ke|kes|ked|cable|cation|cations)|log[\s-]?outs?|sign[\s-]?outs?|sign out everywhere|block[\s-]?list|deny[\s-]?list|black[\s-]?list"
    r"|introspect(?:ion|s)?|taken back|take back)\b",
    re.IGNORECASE,
)


@rule("SEC038", "token-that-cannot-be-revoked", severity=Severity.WARNING)
def token_that_cannot_be_revoked(facts: Facts) -> Iterator[Found]:
    """Tokens are said to live for more than a day or for ever, and nothing takes one back before.

    Why: a stolen token, a lost telephone or somebody who has left keeps getting in, and nobody can stop it.
    Fix: let access tokens end after minutes and renew them, and add a way to revoke: a list that is asked, or sessions
        on the server.
    Source: RFC 7009, OAuth 2.0 Token Revocation; OWASP ASVS 4.0.3, V3.3 Session Termination; CWE-613 Insufficient
        Session Expiration.
    """
    for part in facts.components:
        if not _issues(facts, part) or part.existing:
            continue
        said = _said_near(facts, part)
        lifetime = part.prop("ttl_s")
        is_long = isinstance(lifetime, int | float) and lifetime > _DAY
        for_ever = next((match for text in said if (match := _FOR_EVER.search(text))), None)
        taken_back = any(_BACK.search(_FOR_EVER.sub(" ", text)) for text in said)
        if (is_long or for_ever) and not taken_back:
            yield Found.at(f"Nothing takes back a token of {facts.name(part)} before it ends", part)


def _issues(facts: Facts, part: Component) -> bool:
    return part.kind is Kind.IDENTITY_PROVIDER or (facts.is_identity(part) and says(part.name, _ISSUES))


def _said_near(facts: Facts, part: Component) -> list[str]:
    """Return what is said of a part, of its connections and of its neighbours' names."""
    labels = [link.label for link in facts.links_at(part)]
    names = [one.name for one in facts.neighbours_of(part)]
    return [part.name, part.description[:2000], *part.tags, *labels, *names]
