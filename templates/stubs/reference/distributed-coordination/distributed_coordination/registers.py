"""What one node of the coordinator keeps for a name, and when it gives it away: pure functions.

A node gives each token at most once, and only to claims with a higher token than it has given before. Two majorities
share a node, so two claims never hold the same token, and a later claim always has the higher one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Register:
    """The highest token given for a name, to whom, and until when by this node's clock."""

    token: int = 0
    holder: str = ""
    until: float = 0.0


def claim(register: Register, holder: str, token: int, now: float, lease_s: float) -> Register | None:
    """Return the register with the name given to `holder`; None when it is taken or the token is not new."""
    if token <= register.token or now < register.until:
        return None
    return Register(token, holder, now + lease_s)


def renew(register: Register, holder: str, token: int, now: float, lease_s: float) -> Register | None:
    """Return the register with a longer lease; None when somebody else got a later token."""
    if (token, holder) != (register.token, register.holder):
        return None
    return replace(register, until=max(register.until, now + lease_s))


def release(register: Register, holder: str, token: int, now: float, lease_s: float) -> Register | None:
    """Return the register free for the next; None when it was not this claim that held it."""
    if (token, holder) != (register.token, register.holder):
        return None
    return replace(register, until=min(register.until, now))
