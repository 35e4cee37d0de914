"""Whether a text is an architecture: enough parts, named as such, connected by what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.brief.dictation.model import Dictation, Link, Part
from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText
from designer.model.kinds import Kind

_LEAST_SHARE = 0.5
_LEAST_SHARE_WHEN_DENSE = 0.35
_WORDS_A_LINK = 20
_ENOUGH_SOUND = 4
_ENOUGH_NAMED = 4
_MANY = 5
_LEAST_COVER = 0.17
_DENSE = 0.9
_COVER_OF_NOUNS = 0.55
_COVER_WITHOUT_FIGURES = 0.3
_COVER_OF_ONE_LINK = 0.7
_FEWEST_SAID = 3
_WORDS_A_FIGURE = 25
_WORDS_A_FIGURE_IN_NOTES = 12


def pruned(
    parts: Iterable[Part], links: Iterable[Link], *, speaks_of_parts: bool
) -> tuple[tuple[Part, ...], tuple[Link, ...]]:
    """Return the parts and links that rest on words which mean a system, and on nothing else.

    A plain noun or an everyday word for a kind ("the warehouse") counts only where links lead, over others, to a
    product or a word of the trade, or where a link names its protocol; where a text `speaks_of_parts` and little else,
    a word for a kind is enough.
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
    if named >= _ENOUGH_NAMED or (named and len(linked) >= _MANY and people * _MANY <= len(linked)):
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


def is_dictated(dictation: Dictation, text: StemmedText) -> bool:
    """Tell whether a text is an architecture rather than a description that mentions a product or two.

    Where no link has a product or a word for a kind at both ends, the text must speak of little else than links, and
    hardly of figures.
    """
    parts = {part.key: part for part in dictation.parts}
    linked = {end for link in dictation.links for end in (link.source, link.target)}
    says_how = any(link.protocol for link in dictation.links) and len(dictation.links) > 2
    if not dictation.links or not (says_how or any(parts[key].is_explicit for key in linked)):
        return False
    words = [token for token in text.tokens if token.is_word]
    share = dictation.dictating / max(1, dictation.sentences)
    density = len(dictation.links) * _WORDS_A_LINK / max(1, len(words))
    between_parts = sum(parts[link.source].is_explicit and parts[link.target].is_explicit for link in dictation.links)
    is_dense = density >= _DENSE and between_parts > 0
    if share < (_LEAST_SHARE_WHEN_DENSE if is_dense else _LEAST_SHARE) or density < _LEAST_SHARE:
        return False
    figures = _figures(text.tokens)
    is_drawn = any(link.manner == "unknown" for link in dictation.links)
    if dictation.sentences < 2 and not is_drawn and figures > 2 and figures * _WORDS_A_FIGURE_IN_NOTES >= len(words):
        return False
    covered = _covered(dictation, words)
    if not between_parts and len(dictation.links) == 1 and covered < _COVER_OF_ONE_LINK:
        return False
    if not between_parts and not any(part.is_strong for part in parts.values()) and dictation.dictating < _FEWEST_SAID:
        return False
    products = {parts[key].technology for key in linked} - {None}
    names_products = (
        len(products) > 1 and len(dictation.links) >= _FEWEST_SAID and figures * _WORDS_A_FIGURE <= len(words)
    )
    if between_parts or names_products:
        return covered >= _LEAST_COVER
    least = _COVER_OF_NOUNS if figures else _COVER_WITHOUT_FIGURES
    return covered >= least and figures * _WORDS_A_FIGURE <= len(words)


def _covered(dictation: Dictation, words: Sequence[Token]) -> float:
    """Return the share of the words that name a part or say a link."""
    spans = sorted([part.span for part in dictation.parts] + [link.span for link in dictation.links])
    inside = index = 0
    end = -1
    for word in words:
        while index < len(spans) and spans[index][0] <= word.start:
            end = max(end, spans[index][1])
            index += 1
        inside += word.start < end
    return inside / max(1, len(words))


def _figures(tokens: Sequence[Token]) -> int:
    """Return how many figures stand in a text; the numbers of a list are none."""
    return sum(
        1
        for index, token in enumerate(tokens)
        if token.is_number and not (index + 1 < len(tokens) and tokens[index + 1].text in {".", ")"})
    )
