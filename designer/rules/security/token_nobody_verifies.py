"""SEC025: the seal is looked at, not tested."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_SEALED = frozenset("jwt oidc saml signed token tokens webhook".split())


@rule("SEC025", "token-nobody-verifies", severity=Severity.ERROR, mend=parts_state(verifies_signatures=True))
def token_nobody_verifies(facts: Facts) -> Iterator[Found]:
    """A part accepts tokens or signed messages and does not check the signature.

    Why: anybody can write a token that says he is somebody else.
    Fix: check signature, issuer, audience and expiry before reading anything else, and state `verifies_signatures: true`.
    Source: CWE-347 Improper Verification of Cryptographic Signature; RFC 8725, JSON Web Token Best Current Practices.
    """
    for part in facts.components:
        takes = any(says(f"{link.label} {link.protocol}", _SEALED) for link in facts.incoming[part.id])
        asks = any(facts.target(link).kind is Kind.IDENTITY_PROVIDER for link in facts.outgoing[part.id])
        if part.prop("verifies_signatures") is False and (takes or asks):
            yield Found.at(f"{facts.name(part)} does not check the signatures of what it accepts", part)
