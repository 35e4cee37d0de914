"""Where a text puts its parts: regions, zones, networks, towns."""

from __future__ import annotations

from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.nouns.nominal import is_region
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import TOWNS

_PLACE_NOUNS = frozenset("network zone subnet vpc dmz region datacenter datacentre centre center lan site".split())


def regions(marked: Marked) -> dict[int, tuple[str, int]]:
    """Return where a text says in which region or network something stands: token to (name, token after).

    A capitalised name counts when the text speaks of regions or zones.
    """
    found: dict[int, tuple[str, int]] = {}
    tokens = marked.tokens
    speaks_of_regions = any(
        token.lower in {"region", "regions", "datacenter", "datacentre", "datacenters", "datacentres", "zones", "site"}
        for token in tokens
    )
    for index, token in enumerate(tokens):
        if token.lower in {"us", "eu", "ap", "sa", "ca", "me", "af", "il"} and index + 4 < len(tokens):
            name = marked.text[token.start : tokens[min(index + 6, len(tokens) - 1)].end]
            after = next(
                (
                    size
                    for size in (5, 7)
                    if index + size <= len(tokens)
                    and is_region(marked.text[token.start : tokens[index + size - 1].end])
                ),
                0,
            )
            if after and name:
                start = index - (index > 0 and tokens[index - 1].lower in {"in", "region"})
                found[start] = (marked.text[token.start : tokens[index + after - 1].end], index + after)
        elif token.lower == "in" and index + 1 < len(tokens):
            if (place := _place(marked, index + 1, speaks_of_regions=speaks_of_regions)) is not None:
                found[index] = place
        elif (
            token.lower == "on"
            and index + 3 < len(tokens)
            and tokens[index + 1].text == "-"
            and tokens[index + 2].lower in {"prem", "premises", "premise"}
        ):
            found[index] = ("On premises", index + 3)
    return found


def _place(marked: Marked, index: int, *, speaks_of_regions: bool) -> tuple[str, int] | None:
    tokens = marked.tokens
    first = index + (tokens[index].lower in {"the", "our", "a", "its"})
    if first >= len(tokens):
        return None
    word = tokens[first].lower
    following = tokens[first + 1].lower if first + 1 < len(tokens) else ""
    if (
        word in {"zone", "region"}
        and first + 1 < len(tokens)
        and (tokens[first + 1].text.isupper() or tokens[first + 1].is_number or len(tokens[first + 1].text) == 1)
    ):
        return f"{word.capitalize()} {tokens[first + 1].text}", first + 2
    if word in {"dmz", "vpc", "lan", "intranet"}:
        return tokens[first].text.upper(), first + 1
    if word in {
        "internal",
        "private",
        "public",
        "corporate",
        "company",
        "other",
        "second",
        "first",
        "same",
    } and following in (_PLACE_NOUNS | {"cloud", "lan"}):
        return f"{word.capitalize()} {following}", first + 2
    is_name = tokens[first].is_word and tokens[first].text[:1].isupper() and marked.hits[first] is None
    if is_name and first == index and (speaks_of_regions or _is_town(marked, index)):
        return tokens[first].text, first + 1
    return None


def _is_town(marked: Marked, index: int) -> bool:
    """Tell "a Kafka cluster in Frankfurt", "a registry in Vienna and one in Lyon": a name behind a part and "in"."""
    tokens, tags = marked.tokens, marked.tags
    if index < 2 or marked.clauses[index - 2] != marked.clauses[index]:
        return False
    if tokens[index].lower in TOWNS and tags[index - 2] in {Tag.NOUN, Tag.HIT}:
        return index + 1 >= len(tokens) or tags[index + 1] not in {Tag.NOUN, Tag.HIT} or tokens[index + 1].text == ","
    following = index + 1 < len(tokens) and marked.clauses[index + 1] == marked.clauses[index]
    if following and tags[index + 1] in {Tag.NOUN, Tag.HIT} | VERBAL:
        return tags[index + 1] in VERBAL and tags[index - 2] == Tag.HIT
    return tags[index - 2] == Tag.HIT or tokens[index - 2].lower in {"one", "those"} or tokens[index].lower in TOWNS
