"""What a reader of figures sees: the tokens, their clauses, and what was said before."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from designer.brief.lexer import Token
from designer.model.quantity import Quantity

_MARKS = frozenset({",", ";", "(", ")", "\n", ".", ":", "—"})


class Seen(NamedTuple):
    """What earlier figures were about: the last subject, who acts ("each of them"), the last load and count.

    `rated` is what comes in a rate or every so often; `topic` is what the last clause with counts counts most of; `known` are the singulars of all that was counted; `factor` is the last "100 metrics per machine",
    `share` the last share, `timed` the last time that something is kept, `dropped` a figure that was taken back.
    """

    subject: str = ""
    actor: str = ""
    actor_clause: int = -1
    load: Quantity | None = None
    load_clause: int = -1
    load_end: int = -1
    rated: str = ""
    rated_clause: int = -1
    counted: str = ""
    counted_phrase: str = ""
    counted_end: int = -1
    topic: str = ""
    topic_value: float = 0.0
    topic_clause: int = -1
    known: frozenset[str] = frozenset()
    factor: Quantity | None = None
    factor_end: int = -1
    share: Quantity | None = None
    share_end: int = -1
    timed: Quantity | None = None
    timed_end: int = -1
    counted_value: float = 0.0
    dropped: Quantity | None = None
    dropped_clause: int = -1


class Scan(NamedTuple):
    """A text in tokens and clauses."""

    text: str
    tokens: tuple[Token, ...]
    clauses: tuple[int, ...]

    def token(self, index: int) -> Token | None:
        """Return a token, or None outside the text."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def lower(self, index: int) -> str:
        """Return a token's case-folded text, or an empty string outside the text."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def clause(self, index: int) -> int:
        """Return the clause of a token; the last one behind the text."""
        return self.clauses[min(max(index, 0), len(self.clauses) - 1)]

    def start(self, index: int) -> int:
        """Return the first token of a token's clause."""
        return bisect_left(self.clauses, self.clause(index))

    def window(self, index: int, *, before: int, after: int) -> list[str]:
        """Return the words around a token, inside its clause."""
        here = self.clause(index)
        span = range(max(0, index - before), min(len(self.tokens), index + after))
        return [self.tokens[item].lower for item in span if self.clauses[item] == here]

    def until_mark(self, positions: range) -> list[str]:
        """Return the words at positions in order, up to a comma, bracket or the end of the clause next to them."""
        words: list[str] = []
        here = self.clause(positions.start - positions.step) if self.clauses else 0
        for position in positions:
            if not 0 <= position < len(self.tokens) or self.tokens[position].text in _MARKS:
                break
            if self.clauses[position] != here:
                break
            words.append(self.tokens[position].lower)
        return words

    def part(self, index: int, *, before: int, after: int, end: int | None = None) -> list[str]:
        """Return the words around the tokens from `index` to `end`, up to the next comma on both sides.

        A label in front of them ("growth: 8 percent") belongs to them.
        """
        stop = index + 1 if end is None else end
        first = index - (self.lower(index - 1) in {":", "=", "|"})
        return [
            *reversed(self.until_mark(range(first - 1, first - 1 - before, -1))),
            *(self.tokens[item].lower for item in range(index, min(stop, len(self.tokens)))),
            *self.until_mark(range(stop, stop + after)),
        ]

    def is_open(self, first: int, after: int) -> bool:
        """Tell whether nothing ends between two tokens: no comma, bracket or clause."""
        same = self.clause(max(first - 1, 0)) == self.clause(after)
        return (
            0 < first <= after
            and same
            and after - first < 12
            and not any(self.tokens[item].text in _MARKS for item in range(first, after))
        )

    def is_glued(self, index: int) -> bool:
        """Tell whether a token stands right behind the one before it, without a space."""
        return 0 < index < len(self.tokens) and self.tokens[index].start == self.tokens[index - 1].end

    def quantity(
        self, first: int, after: int, *, name: str, value: float, unit: str, **fields: object
    ) -> tuple[Quantity, int]:
        """Return a figure made of the tokens from `first` up to `after`, and `after`."""
        span = (self.tokens[first].start, self.tokens[after - 1].end)
        words = self.text[span[0] : span[1]]
        return Quantity.model_validate(
            {"name": name, "value": value, "unit": unit, "span": span, "text": words, **fields}
        ), after


Reading = tuple[Quantity | None, int]
"""A figure, or None where the words are none after all, and the index of the token behind it."""
