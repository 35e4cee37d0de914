"""What a stream comes to over the time that it runs: "800 Mbit/s for 10 minutes a pass", "9,000 hours of film at 50 Mbit/s"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from designer.brief.figures.nouns import singular
from designer.estimate.loads import head
from designer.model.base import slugify
from designer.model.quantity import Quantity

_NEXT = 6
_NEAR = 48
"""Characters between a stream and how long it runs; `_NEXT` where only a word is between ("15 s at 1.5 Mbit/s")."""


class Recorded(NamedTuple):
    """Bytes of one recording, or of all the material that there is: `name` and `title` say which."""

    name: str
    title: str
    thing: str
    stream: Quantity
    lasting: Quantity

    @property
    def formula(self) -> str:
        """Bytes a second times seconds."""
        return f"{self.stream.name} * {self.lasting.name}"

    @property
    def inputs(self) -> dict[str, Quantity]:
        """The figures of the formula by name."""
        return {self.stream.name: self.stream, self.lasting.name: self.lasting}


def recorded_of(known: tuple[Quantity, ...]) -> Iterator[Recorded]:
    """Yield one for each stream that stands right beside a time for which it runs.

    >>> from designer.brief.quantities import quantities_in
    >>> [item.name for item in recorded_of(quantities_in("8,000 hours of tape at 20 Mbit/s"))]
    ['tape_storage']
    """
    for one, other in pairwise(known):
        for stream, lasting in ((one, other), (other, one)):
            is_stream = stream.role == "load" and stream.unit == "bytes/s" and stream.stat != "peak"
            if is_stream and lasting.unit == "s" and other.span[0] - one.span[1] <= _NEAR:
                yield from _recorded(stream, lasting, known)


def _recorded(stream: Quantity, lasting: Quantity, known: tuple[Quantity, ...]) -> Iterator[Recorded]:
    is_next = 0 <= stream.span[0] - lasting.span[1] <= _NEXT
    thing = slugify(singular(head(lasting.per or lasting.subject)), fallback="").replace("-", "_")
    if not thing or "duration" not in lasting.name:
        return
    words = thing.replace("_", " ")
    if lasting.role == "stock":
        yield Recorded(f"{thing}_storage", f"Storage of all {words}, one copy", words, stream, lasting)
    elif lasting.per or (lasting.role == "other" and (is_next or _is_counted(lasting, known))):
        yield Recorded(f"{thing}_recorded_size", f"Size of the data of one {words}", words, stream, lasting)


def _is_counted(lasting: Quantity, known: tuple[Quantity, ...]) -> bool:
    """Tell whether a time is that of each of many things: "9,000 calls a day, 30 seconds each, at 16 kbit/s"."""
    things = (one.subject for one in known if one.role in {"stock", "load", "factor"} and one.unit != "bytes/s")
    return any(singular(head(thing)) == singular(head(lasting.subject)) for thing in things if thing)
