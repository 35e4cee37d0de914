"""Where clauses end in a dictated text: list items and lines with arrows or definitions stand for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from designer.brief.dictation.outlines import outlined
from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText

_ARROW_TOKENS = frozenset({"->", "=>", "→", "⇒", "⟶", "➔", "➜", "➝", "↦", "⇨", "⟹", "⇢", "⇝", "⤳", "⤏"})
_SHAFT = frozenset("-–—=~.")
_SHORT_LINE = 48
_NARROWEST = 60
_RAGGED = 6
OPEN_ENDS = frozenset("the a an our its and or which that to with via from in into by for of at as is are".split())
CONTINUING = frozenset(
    "and or which that to with via then from in on into by for of at as who whose where when if because so but plus through over is are".split()
)
_MOST_LABEL = 8
_BULLETS = frozenset("-*•–·▪◦+")
_LONGEST_LIST = 80


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
    items = outlined(text)
    for number, start in enumerate(starts):
        end = bounds[number + 1]
        has_arrow = any(_is_arrow_head(tokens, index) for index in range(start, end))
        is_heading = start < end and tokens[start].text == "#"
        defines = _defines(tokens, start, end) and not _is_middle(tokens, start)
        closed = is_heading or has_arrow or start in items or defines or _is_item(tokens, start, end)
        short = number > 0 and tokens[start - 1].end - tokens[starts[number - 1]].start < _SHORT_LINE
        meant = number > 0 and _breaks_early(tokens, starts[number - 1], start, width)
        if number and (
            closed
            or was_closed
            or (short and (was_defined or not _goes_on(tokens, start)))
            or (meant and not _continues(tokens, start) and not _wraps(tokens, starts[number - 1], start))
        ):
            found.add(start)
        was_closed, was_defined = has_arrow or is_heading, defines
    return frozenset(found)


def _is_middle(tokens: Sequence[Token], start: int) -> bool:
    """Tell a line that wraps before "of the city's Camunda: the API": no label begins with such a word."""
    first, last = tokens[start], tokens[start - 1] if start else None
    return last is not None and last.is_word and first.lower in CONTINUING - {"from", "via", "on", "in"}


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
    if last.lower in OPEN_ENDS or last.text in {",", "("}:
        return True
    if first.text[:1].isupper() or not first.is_word:
        return not first.is_word and first.text not in _BULLETS | {"#", "|"}
    return (
        first.lower in CONTINUING
        or last.lower in CONTINUING | {"the", "a", "an", "our", "its"}
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
