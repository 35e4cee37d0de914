"""The log that nodes copy: entries in order, each with the term of the primary that wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Position(NamedTuple):
    """How far a log goes; the later term wins, then the later index."""

    term: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One write. An empty `id` belongs to the mark with which a primary begins its term."""

    index: int
    term: int
    id: str
    body: str

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(self.term, self.index)


class Log(Protocol):
    """A log on disk: what a call has changed survives the loss of the process. Used from one thread at a time.

    `term` is the highest one promised to, `last` the end, `committed` the last index known to be confirmed.
    """

    term: int
    last: Position
    committed: int

    def open(self) -> None:
        """Open it, and find out how far it goes."""
        ...

    def promise(self, term: int) -> None:
        """Keep that nothing of an earlier term is taken any more."""
        ...

    def add(self, term: int, writes: Sequence[tuple[str, str]]) -> list[Entry]:
        """Add writes to the end; of an id that the log holds already, return the entry that is there."""
        ...

    def merge(self, entries: Sequence[Entry]) -> None:
        """Let the log say what `entries` say, which follow on it; what contradicts goes, with all that comes after."""
        ...

    def entries(self, after: int, limit: int) -> list[Entry]:
        """Return entries in order."""
        ...

    def term_at(self, index: int) -> int | None:
        """Return the term of an entry, 0 before the first; None after the last."""
        ...

    def find(self, id: str) -> Entry | None:
        """Return the entry of an id, or None."""
        ...

    def close(self) -> None:
        """Close it."""
        ...
