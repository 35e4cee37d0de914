"""Calls that take effect once: the key, the effect and the answer are one transaction."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Protocol


class KeyReused(Exception):
    """The key belongs to another request of this caller."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """The example of an effect: an amount moves from one account to another."""

    source: str
    target: str
    amount: int


@dataclass(frozen=True, slots=True)
class Call:
    """A caller's key, and the hash of the request that it stands for."""

    caller: str
    key: str
    fingerprint: str

    @classmethod
    def of(cls, caller: str, key: str, request: Transfer) -> Call:
        """Return the call by which `caller` asks for `request`."""
        text = json.dumps(asdict(request), sort_keys=True)
        return cls(caller, key, hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller is told: the first time, and each time after."""

    status: int
    body: dict[str, Any]
    is_replay: bool = False


class TransferStore(Protocol):
    """Keeps accounts, and beside them the keys: one database, so that one transaction holds effect and answer."""

    async def transfer(self, call: Call, transfer: Transfer) -> Answer:
        """Move money once, however often the call comes; a repeat that comes meanwhile waits for the first.

        Raises:
            KeyReused: the key stands for another request.
            StoreDown: it cannot be reached. The same call finds out whether it took effect.
        """
        ...

    async def balance(self, account: str) -> int:
        """Return what an account holds; 0 for one that was never used.

        Raises:
            StoreDown: it cannot be reached.
        """
        ...


def given_again(call: Call, fingerprint: str, status: int, answer: str) -> Answer:
    """Return a stored answer.

    Raises:
        KeyReused: it belongs to another request.
    """
    if fingerprint != call.fingerprint:
        raise KeyReused(call.key)
    return Answer(status, json.loads(answer), is_replay=True)
