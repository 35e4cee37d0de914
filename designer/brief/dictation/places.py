"""Where a text puts its parts: regions, zones, networks, towns."""

from __future__ import annotations

from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.nouns.nominal import is_region
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import TOWNS, singular

PLACE_HEADS = frozenset("city town region country site zone continent location campus datacenter datacentre".split())
"""Words for places, in the singular, whose names may follow: "three regions, A, B and C"."""
_STAYING = frozenset(
    "run runs running live lives stand stands sit sits located hosted deployed based situated housed installed operate operates "
    "resides".split()
)  # fmt: skip
_AND = frozenset({",", "and", "&", "/"})
_AREAS = frozenset("emea apac dach latam usa uae anz nordics".split())
_LONGEST_NAME = 3
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
        elif index > 1 and (spelt := _spelt_out(marked, index)) is not None:
            found[index] = spelt
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
    if first != index or not (names := _names(marked, first)):
        return None
    (after, is_known), *others = names
    sure = sum(known for _, known in names) > 1
    is_system = tokens[first].text.isupper() and len(tokens[first].text) > 2 and word not in _AREAS
    if not ((speaks_of_regions and not is_system) or is_known or _is_town(marked, index, after)):
        return None
    stays = index > 1 and tokens[index - 2].lower in _STAYING
    while others and (others[0][1] or stays or sure):
        after = others.pop(0)[0]
    return _listed(marked, first, after), after


def _names(marked: Marked, first: int) -> list[tuple[int, bool]]:
    """Return where each name of "Oslo", "North Europe", "Porto, Lisbon and Faro" ends, and whether it is on the map."""
    found: list[tuple[int, bool]] = []
    start = first
    while (after := _name_end(marked, start)) > start:
        found.append((after, marked.tokens[after - 1].lower in TOWNS))
        separators = 0
        while (
            separators < 2
            and after + separators < len(marked.tokens)
            and marked.tokens[after + separators].lower in _AND
        ):
            separators += 1
        if not separators:
            break
        start = after + separators
    # The last one may start what comes next: "in Oslo and Kepware sends".
    if len(found) > 1 and found[-1][0] < len(marked.tags) and marked.tags[found[-1][0]] in VERBAL | {Tag.NOUN, Tag.HIT}:
        found.pop()
    return found


def _name_end(marked: Marked, first: int) -> int:
    """Return the token after a name in capitals that no product has, or `first` where there is none."""
    after = first
    while (
        after < min(first + _LONGEST_NAME, len(marked.tokens))
        and marked.clauses[after] == marked.clauses[first]
        and marked.tokens[after].is_word
        and marked.tokens[after].text[:1].isupper()
        and marked.hits[after] is None
    ):
        after += 1
    return after


def _listed(marked: Marked, first: int, after: int) -> str:
    """Return the names of a stretch, with commas between them."""
    tokens = marked.tokens
    parts = [tokens[item].text if tokens[item].lower not in _AND else "," for item in range(first, after)]
    return " ".join(parts).replace(" ,", ",").replace(",,", ",")


def _spelt_out(marked: Marked, index: int) -> tuple[str, int] | None:
    """Return the names behind "three regions," and "two sites (", as one place, and the token after them."""
    tokens = marked.tokens
    word = tokens[index - 2].lower
    if singular(word) not in PLACE_HEADS or tokens[index - 1].text not in {",", ":", "(", "—", "–", "-"}:
        return None
    names = _names(marked, index)
    if not names or (len(names) == 1 and not names[0][1]) or (singular(word) == word and not names[0][1]):
        return None
    return _listed(marked, index, names[-1][0]), names[-1][0]


def _is_town(marked: Marked, index: int, after: int) -> bool:
    """Tell "a Kafka cluster in Frankfurt", "a registry in Vienna and one in Lyon", "runs in Nuuk": a name behind "in"."""
    tokens, tags = marked.tokens, marked.tags
    if index < 2 or marked.clauses[index - 2] != marked.clauses[index]:
        return False
    before = tokens[index - 2].lower
    goes_on = after < len(tokens) and marked.clauses[after] == marked.clauses[index] and tags[after]
    if goes_on in {Tag.NOUN, Tag.HIT} and tokens[after].text != ",":
        return False
    if before in _STAYING:
        return True
    if goes_on in VERBAL:
        return tags[index - 2] == Tag.HIT
    return tags[index - 2] == Tag.HIT or before in {"one", "those"}
