"""Whether a text is an architecture: enough parts, named as such, connected by what it says."""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.dictation.model import Dictation, Link, Part
from designer.brief.phrases import StemmedText


def pruned(parts: Iterable[Part], links: Iterable[Link]) -> tuple[tuple[Part, ...], tuple[Link, ...]]:
    """Return the parts and links that rest on words which mean a system, and on nothing else.

    A plain noun or an everyday word for a kind ("the warehouse") counts only where links lead, over others, to a
    product or a word of the trade, or where a link names its protocol.
    """
    known = {part.key: part for part in parts}
    kept_links = [link for link in links if link.source in known and link.target in known]
    group = _groups(known, kept_links)
    sound = {group[key] for key, part in known.items() if part.is_strong}
    sound |= {group[link.source] for link in kept_links if link.protocol or link.manner == "unknown"}
    linked = {end for link in kept_links for end in (link.source, link.target)}
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


def is_dictated(dictation: Dictation, text: StemmedText) -> bool:
    """Tell whether a text is an architecture rather than a description that mentions a product or two."""
    linked = {end for link in dictation.links for end in (link.source, link.target)}
    explicit = sum(1 for part in dictation.parts if part.key in linked and part.is_explicit)
    if len(dictation.links) < 1 or explicit < 1:
        return False
    share = dictation.dictating / max(1, dictation.sentences)
    words = sum(1 for token in text.tokens if token.is_word)
    density = len(dictation.links) * 20 / max(1, words)
    return share >= 0.5 and density >= 0.5
