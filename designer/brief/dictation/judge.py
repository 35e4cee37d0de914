"""Which of the parts that were read stay: those that rest on words which mean a system."""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.dictation.model import Link, Part
from designer.model.kinds import Kind

_ENOUGH_SOUND = 4
_ENOUGH_NAMED = 4
_MANY = 5


def pruned(
    parts: Iterable[Part], links: Iterable[Link], *, speaks_of_parts: bool, is_architecture: bool
) -> tuple[tuple[Part, ...], tuple[Link, ...]]:
    """Return the parts and links that rest on words which mean a system, and on nothing else.

    A plain noun or an everyday word for a kind ("the warehouse") counts only where links lead, over others, to a
    product or a word of the trade, or where a link names its protocol; where a text `speaks_of_parts` and little else,
    a word for a kind is enough, and in an architecture any linked part is one.
    """
    known = {part.key: part for part in parts}
    kept_links = [link for link in links if link.source in known and link.target in known]
    group = _groups(known, kept_links)
    sound = {group[key] for key, part in known.items() if part.is_strong}
    sound |= {group[link.source] for link in kept_links if link.protocol or link.manner == "unknown"}
    counts: dict[int, int] = {}
    for key, part in known.items():
        counts[group[key]] = counts.get(group[key], 0) + (part.is_explicit and part.kind.family != "client")
    linked = {end for link in kept_links for end in (link.source, link.target)}
    named = sum(known[key].is_explicit and known[key].kind.family != "client" for key in linked)
    people = sum(known[key].kind == Kind.PERSON for key in linked)
    if is_architecture or named >= _ENOUGH_NAMED or (named and len(linked) >= _MANY and people * _MANY <= len(linked)):
        sound = set(group.values())
    least = 1 if speaks_of_parts or sum(group[key] in sound for key in known) >= _ENOUGH_SOUND else 3
    sound |= {key for key, count in counts.items() if count >= least}
    keep = {key for key, part in known.items() if group[key] in sound and (key in linked or _stands_alone(part))}
    return (
        tuple(part for key, part in known.items() if key in keep),
        tuple(link for link in kept_links if link.source in keep and link.target in keep),
    )


def _stands_alone(part: Part) -> bool:
    return part.is_strong and part.is_explicit


def _groups(known: dict[int, Part], links: Iterable[Link]) -> dict[int, int]:
    """Return for each part the least key of those it is connected with."""
    parent = {key: key for key in known}

    def root(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for link in links:
        one, two = root(link.source), root(link.target)
        parent[max(one, two)] = min(one, two)
    return {key: root(key) for key in known}
