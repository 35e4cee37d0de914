"""What a text says without what it refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designer.brief.phrases import StemmedText

_REFUSING = frozenset({"no", "without", "neither"})
_JOINING = frozenset({",", "or", "nor", "and"}) | _REFUSING


def without_negated(text: StemmedText) -> str:
    """Return a text with blanks for all that is negated: "we won't train any model" asks for no training."""
    return _blanked(text, sorted(text.negated))


def without_refused(text: StemmedText) -> str:
    """Return a text with blanks for the things that it refuses in a row: "without comments, votes or answers".

    A single one is often what a system is for: "no overselling", "without a double booking".
    """
    return _blanked(text, _listed(text))


def _listed(text: StemmedText) -> Iterator[int]:
    """Yield the negated words of each row of things that is refused as a row."""
    for first, last in _runs(text):
        words = [index for index in range(first, last + 1) if text.tokens[index].lower not in _JOINING]
        if text.tokens[first - 1].lower in _REFUSING and words and words[-1] - words[0] >= len(words):
            yield from (index for index in words if index in text.negated)


def _runs(text: StemmedText) -> Iterator[tuple[int, int]]:
    """Yield the first and the last token of what is negated, whatever joins it in between."""
    first = last = 0
    for index in sorted(text.negated - {0}):
        if first and all(text.tokens[between].lower in _JOINING for between in range(last + 1, index)):
            last = index
            continue
        if first:
            yield first, last
        first = last = index
    if first:
        yield first, last


def _blanked(text: StemmedText, indices: Iterable[int]) -> str:
    pieces: list[str] = []
    end = 0
    for index in indices:
        token = text.tokens[index]
        pieces += (text.text[end : token.start], " " * (token.end - token.start))
        end = token.end
    return "".join([*pieces, text.text[end:]])
