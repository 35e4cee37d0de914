"""What a figure without a noun of its own is about: the words of its clause name it."""

from __future__ import annotations

from collections.abc import Iterator

from designer.brief.figures.scan import Scan
from designer.brief.units import PERIODS
from designer.brief.vocabulary import CONTENT_VERBS, FUNCTION_WORDS, MOST_CUES, PEAK_CUES, VERBS
from designer.model.base import slugify
from designer.model.quantity import Quantity

_NAMELESS = {
    "period": "interval",
    "duration": "duration",
    "amount": "amount",
    "share": "share",
    "latency": "latency",
    "lag": "lag",
    "retention": "retention",
    "factor": "factor",
    "ratio": "ratio",
    "times": "times",
}
"""Names that say no more than the kind of figure, and what they end in once the thing is known."""
_MOST_WORDS = 3
_FARTHEST = 32
_SAY_NOTHING = (
    FUNCTION_WORDS
    | VERBS
    | CONTENT_VERBS
    | PERIODS.keys()
    | PEAK_CUES
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
    ['reminders_worker_reads_interval']
    """
    end = _NAMELESS.get(quantity.name)
    if end is None:
        return quantity
    words = list(_words(scan, index, first=end == "interval"))[:_MOST_WORDS]
    if end == "share" and (behind := list(_behind(scan, index))):
        words = [*words[-1:], *behind]
    thing = slugify(quantity.subject).replace("-", "_") if quantity.subject else ""
    if end in {"retention", "duration"} and thing and thing not in words:
        words = [*words[-1:], thing]
    if end == "duration" and not words and MOST_CUES & set(scan.part(index, before=4, after=4)):
        return quantity.model_copy(update={"name": "time_limit", "role": "latency"})
    return quantity.model_copy(update={"name": "_".join([*words, end])}) if words else quantity


def _words(scan: Scan, index: int, *, first: bool) -> Iterator[str]:
    """Yield what a clause speaks of: its first words for what happens again and again, else those next to the figure."""
    clause = scan.clause(index)
    start = index
    while start > 0 and index - start < _FARTHEST and scan.clause(start - 1) == clause:
        start -= 1
    before = [
        item for item in range(start, index) if _tells(scan, item) or (_acts(scan, item) and _tells(scan, item + 1))
    ]
    own = [item for item in before if item >= _own_part(scan, start, index)]
    deeds = [item for item in range(_own_part(scan, start, index), index) if _acts(scan, item)]
    if not first and not own and deeds and before:
        before = [before[-1], deeds[-1]]
    near = (
        before if first else before[-_MOST_WORDS:] or [item for item in range(start, index) if _acts(scan, item)][-1:]
    )
    if near:
        yield from (scan.lower(item) for item in near)
        return
    stop = index
    while stop < len(scan.tokens) and stop - index < _FARTHEST and scan.clause(stop) == clause:
        stop += 1
    yield from (
        scan.lower(item) for item in range(index, stop) if _tells(scan, item) and not scan.tokens[item].is_number
    )


def _own_part(scan: Scan, start: int, index: int) -> int:
    """Return where the part of a clause that a token stands in begins: behind the last comma."""
    place = index
    while place > start and scan.lower(place - 1) != ",":
        place -= 1
    return place


def _behind(scan: Scan, index: int) -> Iterator[str]:
    """Yield two telling words of what is said of a share: "80 % are spam and are refused"."""
    after = next(
        (place for place in range(index, index + 8) if scan.lower(place) in {"are", "is", "were", "was"}), None
    )
    if after is None or scan.clause(after) != scan.clause(index):
        return
    found = 0
    for place in range(after + 1, min(after + 9, len(scan.tokens))):
        if scan.tokens[place].text in ",;." or scan.clauses[place] != scan.clause(index) or found == 2:
            return
        if _tells(scan, place) and not scan.tokens[place].is_number:
            found += 1
            yield scan.lower(place)


def _acts(scan: Scan, index: int) -> bool:
    return scan.lower(index) in VERBS


def _tells(scan: Scan, index: int) -> bool:
    word = scan.lower(index)
    return (
        scan.tokens[index].is_word and len(word) > 2 and word.isascii() and word.isalpha() and word not in _SAY_NOTHING
    )
