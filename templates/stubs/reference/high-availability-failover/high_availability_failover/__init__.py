"""A store that stays up: writes are confirmed when a standby has them, and a standby takes over when the primary dies.

`node` is one database node, primary or standby; `manager` stands beside it and decides by a lease who is primary;
`router` finds the primary for a client. `log` and `leases` say what is kept, `embedded` and `postgres` keep it.
"""

from .log import Entry, Position
from .manager import FailoverManager
from .node import DatabaseNode
from .ports import Conflict, Deposed, NotPrimary, Unconfirmed
from .router import Router

__all__ = [
    "Conflict",
    "DatabaseNode",
    "Deposed",
    "Entry",
    "FailoverManager",
    "NotPrimary",
    "Position",
    "Router",
    "Unconfirmed",
]
