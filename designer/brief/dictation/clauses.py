"""Where clauses end in a dictated text: list items and lines with arrows or definitions stand for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText

_ARROW_TOKENS = frozenset({"->", "=>", "→", "⇒", "⟶", "➔", "➜", "➝", "↦", "⇨", "⟹"})
_SHAFT = frozenset("-–—=~.")
_SHORT_LINE = 48
_NARROWEST = 60
_RAGGED = 6
_OPEN_ENDS = frozenset("the a an our its and or which that to with via from in into by for of at as is are".split())
_CONTINUING = frozenset(
    "and or which that to with via then from in on into by for of at as who whose where when if because so but plus through over is are".split()
)
_MOST_LABEL = 8
_BULLETS = frozenset("-*•–·▪◦+")
_LATER = (
    ("in", "the", "future"), ("phase", "two"), ("phase", "2"), ("someday",), ("nice", "to", "have"), ("might", "add"),
    ("may", "add"), ("might", "use"), ("could", "add"), ("thought", "about"), ("later", "we"), ("might", "later"),
    ("later", "on", "we"), ("next", "version"), ("some", "day"), ("considered",), ("not", "wanted"), ("we", "might"),
    ("decided", "against"), ("removed",), ("deprecated",), ("next", "year"), ("possibly", "later"), ("maybe", "later"),
    ("old", "setup", "had"), ("old", "system", "had"), ("old", "setup", "used"), ("old", "system", "used"),
    ("previous", "setup"), ("previously",), ("formerly",), ("in", "the", "past"), ("was", "removed"), ("been", "removed"),
    ("old", "architecture", "had"), ("old", "version", "had"), ("used", "to", "use"), ("used", "to", "have"), ("used", "to", "run"), ("used", "to", "write"), ("used", "to", "read"),
    ("as", "-", "is", ":"), ("as", "is", ":"), ("dropped", ":"), ("excluded", ":"), ("removed", ":"), ("backlog", ":"), ("later", ":"), ("future", ":"), ("parked", ":"),
    ("postponed",), ("undecided",), ("no", "decision"), ("open", "point"), ("open", "question"), ("not", "decided"),
    ("later", "maybe"), ("maybe", "we"), ("perhaps", "we"), ("first", "idea"), ("out", "of", "scope", ":"),
    ("not", "in", "scope", ":"), ("first", "thought"), ("original", "idea"), ("initial", "idea"), ("rejected",),
    ("we", "thought", "of"), ("could", "later"), ("used", "to", "be"), ("used", "to", "call"), ("used", "to", "send"), ("used", "to", "go"), ("used", "to", "store"),
    ("are", "evaluating"), ("looked", "at"), ("we", "evaluated"), ("gets", "retired"), ("is", "retired"), ("no", "longer", "used"),
)  # fmt: skip


_DROPPED = frozenset("dropped removed retired rejected cancelled abandoned".split())
_TOLD = frozenset({"decided", "looked", "thought"})
_AS_IS = re.compile(
    r"^[ \t#*]{0,8}(?:as[ -]is|current (?:state|situation)|before|today)[ \t:*]{0,4}$", re.IGNORECASE | re.MULTILINE
)
_TO_BE = re.compile(
    r"^[ \t#*]{0,8}(?:to[ -]be|target (?:state|picture|architecture)|future state|after|tomorrow)[ \t:*]{0,4}$",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_LIST = 80
_FAR_BACK = 400
_SLIPS = frozenset("actually no sorry wait mean rather correction".split())
_BY_FIRST_WORD = {phrase[0]: tuple(item for item in _LATER if item[0] == phrase[0]) for phrase in _LATER}
_TURNS = frozenset({"but", "now", "today", "currently", "instead", "however", ";", "—"})


class Arrow(NamedTuple):
    """An arrow: tokens `first` to `after`, and the label on it, tokens `label_first` to `label_after`."""

    first: int
    after: int
    backwards: bool
    label_first: int = 0
    label_after: int = 0


def clauses_of(text: StemmedText) -> tuple[int, ...]:
    """Return the number of the clause of each token, as `StemmedText.clauses` does, with more line breaks kept."""
    numbers: list[int] = []
    current = 0
    lines = _lines(text)
    listed = _listed_items(text)
    for index in range(len(text.tokens)):
        if index in listed:
            pass
        elif index and (text.clauses[index] != text.clauses[index - 1] or index in lines):
            current += 1
        numbers.append(current)
    return tuple(numbers)


def _listed_items(text: StemmedText) -> frozenset[int]:
    """Return the first tokens of items that semicolons part: "feeds three systems: A, which prices calls; B; and C"."""
    tokens = text.tokens
    found: set[int] = set()
    marks = [index for index in range(1, len(tokens) - 1) if tokens[index].text == ";"]
    for mark in marks:
        if tokens[mark + 1].lower not in {"and", "or"}:
            continue
        run = [mark]
        first = mark
        while first and tokens[first - 1].text not in {".", "!", "?"} and mark - first < _LONGEST_LIST:
            first -= 1
            if tokens[first].text == ";":
                run.append(first)
            if tokens[first].text == ":":
                # The mark itself and the word behind it both belong to the sentence.
                found.update(item for index in run for item in (index, index + 1))
                break
    return frozenset(found)


def _lines(text: StemmedText) -> frozenset[int]:
    """Return the first tokens of the lines that do not go on the line before."""
    tokens = text.tokens
    starts = [0] + [
        index for index in range(1, len(tokens)) if "\n" in text.text[tokens[index - 1].end : tokens[index].start]
    ]
    bounds = [*starts, len(tokens)]
    found: set[int] = set()
    width = max(
        [
            _NARROWEST,
            *(tokens[two - 1].end - tokens[one].start for one, two in pairwise(bounds) if one < two),
        ]
    )
    was_closed = was_defined = False
    for number, start in enumerate(starts):
        end = bounds[number + 1]
        has_arrow = any(_is_arrow_head(tokens, index) for index in range(start, end))
        is_heading = start < end and tokens[start].text == "#"
        closed = is_heading or has_arrow or _defines(tokens, start, end) or _is_item(tokens, start, end)
        short = number > 0 and tokens[start - 1].end - tokens[starts[number - 1]].start < _SHORT_LINE
        meant = number > 0 and _breaks_early(tokens, starts[number - 1], start, width)
        if number and (
            closed
            or was_closed
            or (short and (was_defined or not _goes_on(tokens, start)))
            or (meant and not _continues(tokens, start) and not _wraps(tokens, starts[number - 1], start))
        ):
            found.add(start)
        was_closed, was_defined = has_arrow or is_heading, _defines(tokens, start, end)
    return frozenset(found)


def _breaks_early(tokens: Sequence[Token], before: int, start: int, width: int) -> bool:
    """Tell a line that ends although the next word would have fitted: its writer meant the break."""
    length = tokens[start - 1].end - tokens[before].start
    return length + 1 + len(tokens[start].text) + _RAGGED < width


def _wraps(tokens: Sequence[Token], before: int, start: int) -> bool:
    """Tell a long line that ends within a sentence from an item of a list: the next one goes on in lower case."""
    first, last = tokens[start], tokens[start - 1]
    return last.end - tokens[before].start > _NARROWEST and last.is_word and first.is_word and first.text[:1].islower()


def _continues(tokens: Sequence[Token], start: int) -> bool:
    """Tell a line that goes on with the sentence of the line before, by its first word or the last one before it."""
    first, last = tokens[start], tokens[start - 1]
    if last.lower in _OPEN_ENDS or last.text in {",", "("}:
        return True
    if first.text[:1].isupper() or not first.is_word:
        return not first.is_word and first.text not in _BULLETS | {"#", "|"}
    return (
        first.lower in _CONTINUING
        or last.lower in _CONTINUING | {"the", "a", "an", "our", "its"}
        or last.text in {",", "("}
    )


def _goes_on(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a line begins like the rest of a sentence."""
    first = tokens[start]
    return first.is_word and first.text[:1].islower() and start > 0 and tokens[start - 1].text not in {":", ".", ";"}


def _defines(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a line starts like "orders service: ..."."""
    return any(tokens[index].text == ":" for index in range(start + 1, min(end, start + 6)))


def _is_item(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a line starts with a bullet or a number."""
    if end - start < 2:
        return False
    return tokens[start].text in _BULLETS or (tokens[start].is_number and tokens[start + 1].text in {".", ")"})


def _is_arrow_head(tokens: Sequence[Token], index: int) -> bool:
    if tokens[index].text in _ARROW_TOKENS:
        return True
    if tokens[index].text in {">", "<"}:
        return _is_drawn(tokens, index) or _is_lone(tokens, index)
    return False


def _is_drawn(tokens: Sequence[Token], index: int) -> bool:
    """Tell the head of "-->" or "<--"."""
    other = index - 1 if tokens[index].text == ">" else index + 1
    if not 0 <= other < len(tokens) or tokens[other].text not in _SHAFT | {tokens[index].text}:
        return False
    return tokens[other].end == tokens[index].start if other < index else tokens[index].end == tokens[other].start


def _is_lone(tokens: Sequence[Token], index: int) -> bool:
    """Tell "SPA > gateway" from "latency > 200 ms" and from a tag."""
    if tokens[index].text != ">" or not 0 < index < len(tokens) - 1:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    spaced = before.end < tokens[index].start and tokens[index].end < after.start
    return spaced and before.kind == "word" and after.kind == "word"


def arrows_in(tokens: Sequence[Token], start: int, end: int) -> list[Arrow]:
    """Return the arrows of a clause, in order, each with its whole shaft and label."""
    return list(_arrows(tokens, start, end))


def _arrows(tokens: Sequence[Token], start: int, end: int) -> Iterator[Arrow]:
    index = start
    floor = start
    while index < end:
        if not _is_arrow_head(tokens, index):
            index += 1
            continue
        first, after = index, index + 1
        while first > floor and _touches(tokens, first - 1) and tokens[first - 1].text in _SHAFT | {"<", "|", ">"}:
            first -= 1
        while after < end and tokens[after].text in _SHAFT | {">"} and _touches(tokens, after - 1):
            after += 1
        backwards = tokens[first].text == "<" and not any(
            tokens[item].text == ">" or tokens[item].text in _ARROW_TOKENS for item in range(first, after)
        )
        first, label = _label_before(tokens, first, floor)
        if not label[1]:
            after, label = _label_after(tokens, after, end)
        yield Arrow(first, after, backwards, *label)
        index = floor = after


def _touches(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].end == tokens[index + 1].start


def _label_before(tokens: Sequence[Token], first: int, floor: int) -> tuple[int, tuple[int, int]]:
    """Read "-(MQTT)->", "-- uses -->", "-[HTTP]->": the label on the shaft."""
    for index in range(first - 1, max(floor, first - _MOST_LABEL) - 1, -1):
        if tokens[index].text not in {"-", "–", "—", "="}:
            continue
        spaced = (index > floor and tokens[index - 1].end < tokens[index].start) or tokens[index - 1].text in _SHAFT
        if not spaced or index + 1 >= first:
            return first, (0, 0)
        start = index
        while start > floor and tokens[start - 1].text in _SHAFT and _touches(tokens, start - 1):
            start -= 1
        return start, (index + 1, first)
    return first, (0, 0)


def _label_after(tokens: Sequence[Token], after: int, end: int) -> tuple[int, tuple[int, int]]:
    """Read "-->|SQL|"."""
    if after < end and tokens[after].text == "|":
        for index in range(after + 1, min(end, after + _MOST_LABEL)):
            if tokens[index].text == "|":
                return index + 1, (after + 1, index)
    return after, (0, 0)


def hedged_tokens(text: StemmedText, clauses: Sequence[int]) -> frozenset[int]:
    """Return the tokens of clauses that speak of what may come later, or of what is gone.

    "but", "for now" and "today" end such a thought within its clause.
    """
    hedged: set[int] = set()
    tokens = text.tokens
    for index in range(1, len(tokens)):
        if tokens[index].lower == "longer" and tokens[index - 1].lower in {"no", "any"}:
            hedged.update(item for item in _thought_around(tokens, clauses, index, 1) if item >= index)
    for index, token in enumerate(tokens):
        for phrase in _BY_FIRST_WORD.get(token.lower, ()):
            if tuple(item.lower for item in tokens[index : index + len(phrase)]) == phrase:
                thought = _thought_around(tokens, clauses, index, len(phrase), is_told=phrase[0] in _TOLD)
                hedged.update(item for item in thought if item >= index or phrase[:2] != ("used", "to"))
    hedged |= _as_it_was(text)
    return frozenset(hedged | _refused_too(text, clauses) | _given_up(tokens, clauses) | _switched(tokens, clauses))


def _as_it_was(text: StemmedText) -> set[int]:
    """Return the tokens between a heading "As is" and a heading "To be": what is not meant to stay so."""
    was, will = _AS_IS.search(text.text), _TO_BE.search(text.text)
    if was is None or will is None or was.end() > will.start():
        return set()
    return {index for index, token in enumerate(text.tokens) if was.start() <= token.start < will.start()}


def said_instead(tokens: Sequence[Token], clauses: Sequence[int]) -> frozenset[int]:
    """Return what stands behind "actually not vonage" in one breath, and holds: "messagebird"."""
    return frozenset(
        item
        for index in range(1, len(tokens) - 2)
        if tokens[index].lower == "not" and tokens[index - 1].lower in _SLIPS
        for item in range(index + 2, min(len(tokens), index + 9))
        if clauses[item] == clauses[index]
    )


def _given_up(tokens: Sequence[Token], clauses: Sequence[int]) -> set[int]:
    """Return what the clause before asked for where this one says "decided against it" or "was dropped"."""
    found: set[int] = set()
    for index in range(1, len(tokens) - 2):
        words = tuple(token.lower for token in tokens[index : index + 3])
        opens = clauses[index] != clauses[index - 1]
        if words[:2] == ("decided", "against") and words[2] in {"it", "that", "this"}:
            start = next(item for item in range(index, -1, -1) if not item or clauses[item - 1] != clauses[index])
        elif opens and words[0] in {"was", "were"} and words[1] in _DROPPED:
            start = index
        else:
            continue
        found.update(item for item in range(max(0, start - 40), start) if start and clauses[item] == clauses[start - 1])
    return found


def _switched(tokens: Sequence[Token], clauses: Sequence[int]) -> set[int]:
    """Return the earlier words for what a slip of the tongue takes back: "vonage, actually not vonage", "forget the sheet"."""
    found: set[int] = set()
    for index in range(1, len(tokens) - 1):
        word, before = tokens[index].lower, tokens[index - 1].lower
        after = index + 1
        if not ((word == "not" and before in _SLIPS) or (word == "forget" and tokens[after].lower in {"the", "about"})):
            continue
        after += tokens[after].lower in {"the", "about", "a"}
        if after < len(tokens) and clauses[after] == clauses[index]:
            gone = tokens[after].lower
            found.update(item for item in range(max(0, after - _FAR_BACK), after + 1) if tokens[item].lower == gone)
    return found


def _thought_around(
    tokens: Sequence[Token], clauses: Sequence[int], index: int, size: int, *, is_told: bool = False
) -> range:
    """Return the tokens of the thought that a token stands in."""
    first, after = index, index + size
    while (
        first and clauses[first - 1] == clauses[index] and tokens[first - 1].lower not in _TURNS and index - first < 40
    ):
        first -= 1
    while (
        after < len(tokens)
        and clauses[after] == clauses[index]
        and tokens[after].lower not in _TURNS
        and not (is_told and tokens[after].text == ":")
        and not (tokens[after].lower == "for" and after + 1 < len(tokens) and tokens[after + 1].lower == "now")
        and after - index < 60
    ):
        after += 1
    return range(first, after)


def _refused_too(text: StemmedText, clauses: Sequence[int]) -> set[int]:
    """Read "analytics is out of scope, and so is the warehouse"."""
    found: set[int] = set()
    last = -1
    for index, token in enumerate(text.tokens):
        if index in text.negated:
            last = index
        says_so = token.lower in {"so", "neither"} and index + 1 < len(text.tokens)
        if says_so and text.tokens[index + 1].lower in {"is", "are"} and last >= 0 and clauses[last] == clauses[index]:
            end = index
            while end < len(text.tokens) and clauses[end] == clauses[index]:
                found.add(end)
                end += 1
    return found
