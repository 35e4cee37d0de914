"""Lines of a view: parallel connections between the same two components become one, with a count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.model.connection import Connection, Mode
from designer.model.view import ViewEdge

_MAX_JOINED = 32
_MODE_ORDER = (Mode.SYNC, Mode.ASYNC, Mode.REPLICATION)


def edges_of(connections: Iterable[Connection], critical: frozenset[tuple[str, str]]) -> tuple[ViewEdge, ...]:
    """Return one line for each pair of components, in the order of the first connection of each pair.

    A line is synchronous when any of its connections is. It is critical when a critical flow uses the pair.
    """
    pairs: dict[tuple[str, str], list[Connection]] = {}
    for connection in connections:
        pairs.setdefault((connection.source, connection.target), []).append(connection)
    return tuple(_edge(pair, found, pair in critical) for pair, found in pairs.items())


def _edge(pair: tuple[str, str], connections: Sequence[Connection], is_critical: bool) -> ViewEdge:
    modes = {connection.mode for connection in connections}
    return ViewEdge(
        id=connections[0].id,
        source=pair[0],
        target=pair[1],
        label=joined((connection.label for connection in connections), ", "),
        protocol=joined((connection.protocol for connection in connections), " / "),
        mode=next(mode for mode in _MODE_ORDER if mode in modes),
        count=len(connections),
        is_critical=is_critical,
    )


def joined(words: Iterable[str], separator: str) -> str:
    """Return distinct words joined while that stays short, otherwise the first and how many more there are.

    >>> joined(["read", "write", "read"], ", ")
    'read, write'
    >>> joined(["look up the short code", "store a new link", "count"], ", ")
    'look up the short code +2'
    """
    distinct = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    text = separator.join(distinct)
    if len(distinct) < 2 or len(text) <= _MAX_JOINED:
        return text
    return f"{distinct[0]} +{len(distinct) - 1}"
