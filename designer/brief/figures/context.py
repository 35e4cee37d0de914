"""What a figure without a noun of its own is about: the words of its clause name it."""

from __future__ import annotations

from collections.abc import Iterator

from designer.brief.figures.scan import Scan
from designer.brief.vocabulary import FUNCTION_WORDS, VERBS
from designer.model.quantity import Quantity

_NAMELESS = {
    "period": "interval",
    "duration": "duration",
    "amount": "amount",
    "share": "share",
    "latency": "latency",
    "lag": "lag",
}
"""Names that say no more than the kind of figure, and what they end in once the thing is known."""
_MOST_WORDS = 2
_FARTHEST = 24
_SAY_NOTHING = (
    FUNCTION_WORDS
    | VERBS
    | frozenset(
        "every each per within after before about around roughly least most than less more up over under takes take must should "
        "may can will need needs want have has get gets come comes go goes new also only just then now any all some its their "
        "our your my his her it they we you i is are was were be been not no one two three".split()
    )
)


def named_by_context(scan: Scan, quantity: Quantity, index: int) -> Quantity:
    """Return a figure under a name that says what it is about, where its own says only what kind of figure it is.

    >>> from designer.brief.quantities import quantities_in
    >>> [q.name for q in quantities_in("The reminders worker reads from Postgres every 5 minutes.")]
    ['reminders_worker_interval']
    """
    end = _NAMELESS.get(quantity.name)
    if end is None:
        return quantity
    words = list(_words(scan, index, first=end == "interval"))[:_MOST_WORDS]
    return quantity.model_copy(update={"name": "_".join([*words, end])}) if words else quantity


def _words(scan: Scan, index: int, *, first: bool) -> Iterator[str]:
    """Yield what a clause speaks of: its first words for what happens again and again, else those next to the figure."""
    clause = scan.clause(index)
    start = index
    while start > 0 and index - start < _FARTHEST and scan.clause(start - 1) == clause:
        start -= 1
    before = [item for item in range(start, index) if _tells(scan, item)]
    near = before if first else before[-_MOST_WORDS:]
    if near:
        yield from (scan.lower(item) for item in near)
        return
    stop = index
    while stop < len(scan.tokens) and stop - index < _FARTHEST and scan.clause(stop) == clause:
        stop += 1
    yield from (
        scan.lower(item) for item in range(index, stop) if _tells(scan, item) and not scan.tokens[item].is_number
    )


def _tells(scan: Scan, index: int) -> bool:
    word = scan.lower(index)
    return (
        scan.tokens[index].is_word and len(word) > 2 and word.isascii() and word.isalpha() and word not in _SAY_NOTHING
    )
