"""What a text says by the way of how many there are: "(17 of them)", ", of which we run four,", ", there's 260 of them,"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from designer.brief.dictation.relations import relation_of
from designer.brief.dictation.words import singular
from designer.brief.lexer import Token
from designer.brief.numbers import Number, number_at

_CLOSING = {"(": frozenset(")"), "[": frozenset("]"), ",": frozenset(",)];"), "–": frozenset("–"), "—": frozenset("—")}
_WHOSE = frozenset("them these those which whom".split())
_SAYS_THERE_ARE = frozenset("there there's theres we we've i i've they they're it's which".split())
_COUNTING = _SAYS_THERE_ARE | _WHOSE | frozenset(
    "of is are was were have has had got run runs operate own use keep exist exists about around some roughly nearly almost over "
    "maybe perhaps currently now today nowadays so far in total all altogether right at the moment number by will be soon".split()
)  # fmt: skip
_PRONOUNS = frozenset("they it these those each".split())
_LONGEST = 11
_MOST = 1_000_000


class Aside(NamedTuple):
    """Where a remark ends, and the number it gives, or None where it counts only some."""

    after: int
    total: int | None


def count_asides(tokens: Sequence[Token], clauses: Sequence[int]) -> Mapping[int, Aside]:
    """Return the remarks of a text that only count what stands before them, by their first token.

    The comma that closes one stays where a sentence with a pronoun goes on: "the scales, we have 40 of them, they send".
    """
    found: dict[int, Aside] = {}
    index, end = 1, len(tokens)
    while index < end:
        aside = _aside_at(tokens, clauses, index) if tokens[index].text in _CLOSING else None
        if aside is not None:
            found[index] = aside
        index = aside.after if aside is not None else index + 1
    return found


def _aside_at(tokens: Sequence[Token], clauses: Sequence[int], opener: int) -> Aside | None:
    mark, first = tokens[opener].text, opener + 1
    closer = first
    while closer < len(tokens) and clauses[closer] == clauses[opener] and tokens[closer].text not in _CLOSING[mark]:
        if closer - first > _LONGEST or tokens[closer].text in {":", "(", "["}:
            return None
        closer += 1
    ends = closer >= len(tokens) or clauses[closer] != clauses[opener]
    if ends and tokens[closer - 1].text in {".", "!", ";"}:
        closer -= 1
    if mark in {"(", "["} and ends:
        return None
    number = _number_in(tokens, first, closer)
    if number is None or not tokens[opener - 1].is_word or clauses[opener - 1] != clauses[opener]:
        return None
    place, value = number
    words = [tokens[item].lower for item in range(first, closer) if not place <= item < value.after]
    if not _only_counts(words, bare=mark in {"(", "["} and tokens[opener - 1].lower):
        return None
    leads = bool(words) and words[0] in _SAYS_THERE_ARE | {"of", "all"}
    count = int(value.value) if leads or _COUNTING.issuperset(words) else None
    closes = not ends and tokens[closer].text not in {")", "]", ";"}
    closes = closes or (not ends and mark in {"(", "["})
    goes_on = mark == "," and closer + 1 < len(tokens) and tokens[closer + 1].lower in _PRONOUNS
    return Aside(closer + (closes and not goes_on), count)


def _number_in(tokens: Sequence[Token], first: int, closer: int) -> tuple[int, Number] | None:
    """Return the only number of a stretch and where it stands."""
    found: list[tuple[int, Number]] = []
    index = first
    while index < closer:
        number = number_at(tokens, index)
        if number is not None:
            found.append((index, number))
        index = number.after if number is not None else index + 1
    fits = len(found) == 1 and 1 < found[0][1].value <= _MOST and found[0][1].value == int(found[0][1].value)
    return found[0] if fits and not found[0][1].is_share else None


def _only_counts(words: Sequence[str], *, bare: str | bool) -> bool:
    """Tell the words around the number of "17 of them", "of which we run four"; `bare` is the word before a bracket."""
    if not words:
        return isinstance(bare, str) and singular(bare) != bare
    if words[0] == "of" and words[1:2] != [] and words[1] in {"them", "these", "those"}:
        return all(relation_of(word) is None or word in _COUNTING for word in words[2:])
    if _COUNTING.issuperset(words):
        return "of" in words or words[0] in _SAYS_THERE_ARE or words[0] in {"all", "about", "around", "some"} or (
            words[-1] in {"total", "altogether", "now", "today"}
        )  # fmt: skip
    pair = any(one == "of" and two in _WHOSE for one, two in pairwise(words))
    return (
        words[0] in _SAYS_THERE_ARE and pair and all(relation_of(word) is None or word in _COUNTING for word in words)
    )


def brackets(tokens: Sequence[Token], clauses: Sequence[int]) -> list[tuple[int, int]]:
    """Return the brackets behind a word within a sentence that goes on, each with its marks, as (first, after)."""
    found: list[tuple[int, int]] = []
    opener = -1
    for index in range(1, len(tokens) - 1):
        if tokens[index].text == "(":
            opener = index if tokens[index - 1].is_word and clauses[index] == clauses[index - 1] else -1
        elif tokens[index].text == ")" and opener >= 0:
            goes_on = clauses[index + 1] == clauses[opener] and tokens[index + 1].is_word
            if goes_on and index - opener <= _LONGEST:
                found.append((opener, index + 1))
            opener = -1
    return found
