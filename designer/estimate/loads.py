"""The rates that a brief states or that follow from it: for each user, every few seconds, so many for each of those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from designer.brief.figures.load import scale_of
from designer.brief.figures.nouns import singular
from designer.brief.units import ACTORS, DAY, PEOPLE
from designer.catalog.formula import evaluate
from designer.errors import BlueprintError
from designer.model.base import slugify
from designer.model.quantity import Quantity

_READS = frozenset(
    "reads read views view queries query lookups lookup opens downloads searches redirects visits".split()
)
_SELF_REPORTED = frozenset({"position", "reading", "location", "heartbeat", "measurement", "telemetry", "sample"})
_MOVING = frozenset(
    "buses trucks lorries vans cars scooters bikes ships trains trams vehicles drones robots couriers taxis".split()
)
_ALL = frozenset({"requests", "operations", "calls", "transactions", "times", "ops", "queries"})

MOST_FIGURES = 300
"""Figures that are set against each other; a brief with more is a table."""


_NEXT = 3
_WORD = 4
_DEEPEST = 3
"""So many steps down "halls per site, doors per hall, locks per door" are multiplied."""
_MANY = 10
_NEAR = 60
"""Characters between a share and what its people do."""


class Load(NamedTuple):
    """A rate of the whole system: what comes, the formula over the brief's figures, and their values by name."""

    thing: str
    formula: str
    inputs: Mapping[str, Quantity]
    unit: str
    stat: str
    last: Quantity

    @property
    def value(self) -> float:
        """The rate; 0 where the figures contradict each other."""
        try:
            return evaluate(self.formula, {key: item.value for key, item in self.inputs.items()})
        except BlueprintError:
            return 0.0

    @property
    def is_derived(self) -> bool:
        """Whether it takes more than one figure, or another one than the brief's own rate."""
        return self.formula != self.last.name

    @property
    def words(self) -> str:
        """The words of the brief that it follows from."""
        return " and ".join(f'"{item.text}"' for item in self.inputs.values())


def loads_of(quantities: Iterable[Quantity]) -> tuple[Load, ...]:
    """Return the rates of the system, stated ones first; one for each thing and statistic.

    >>> from designer.brief.quantities import quantities_in
    >>> [(load.thing, load.formula) for load in loads_of(quantities_in("50,000 sensors send a reading every 30 s"))]
    [('readings', 'sensors / sensors_reading_interval')]
    """
    known = tuple(quantities)[:MOST_FIGURES]
    found: dict[tuple[str, str, str], Load] = {}
    for item in known:
        for load in _loads(item, known):
            found.setdefault((load.thing, load.formula if load.unit == "bytes/s" else "", load.stat), load)
    for load in (*_for_each_of(known, tuple(found.values())), *_reads_and_writes(known, tuple(found.values()))):
        found.setdefault((load.thing, "", load.stat), load)
    for load in _in_a_rush(known, tuple(found.values())):
        found.setdefault((load.thing, "", load.stat), load)
    return tuple(load for load in found.values() if load.value > 0)


def _loads(item: Quantity, known: tuple[Quantity, ...]) -> Iterator[Load]:
    if item.stat == "max" and item.per:
        return  # what each may do at most is not what all of them do
    if item.role == "load" and item.unit.endswith("/s"):
        total = _total(item, known)
        if total is not None:
            thing = "traffic" if item.unit == "bytes/s" else item.unit.removesuffix("/s").replace("-", "_")
            yield Load(thing, *total, item.unit, "peak" if item.stat == "peak" else "mean", item)
    if item.role == "period" and item.unit == "s" and item.stat == "mean" and item.value > 0:
        thing = plural(head(item.subject))  # "a cue fires every 5 seconds", wherever it comes from
        yield Load(thing, f"1 / {item.name}", {item.name: item}, f"{thing}/s", "mean", item)
        return
    sender = item.per or _only_reporter(item, known)
    if item.role == "period" and item.unit == "s" and sender and item.value > 0:
        who = _said_behind(item, known) or how_many(sender, known) or _at_once(item, known)
        if who is not None:
            is_window = item.name.startswith(("arrival_window", "rollout_window"))
            arriving = "arrivals" if item.name.startswith("arrival") else head(item.per)
            thing = plural(arriving if is_window else _reported(item))
            many = _many_of_each(item, known)
            formula, inputs = f"{who[0]} / {item.name}", {**who[1], item.name: item}
            if many is not None and many.name not in inputs:
                formula, inputs = f"{many.name} * {formula}", {**inputs, many.name: many}
            yield Load(
                thing,
                formula,
                inputs,
                f"{thing.replace('_', '-')}/s",
                "peak" if is_window and not _has_peak(known) else "mean",
                item,
            )
    if (
        item.role == "period"
        and item.unit.endswith("/s")
        and item.per
        and (who := how_many(item.per, known)) is not None
    ):
        thing = plural(_reported(item))
        formula, inputs = f"{item.name} * {who[0]}", {item.name: item, **who[1]}
        yield Load(thing, formula, inputs, f"{thing.replace('_', '-')}/s", "mean", item)
    if item.role == "latency" and item.per and item.value > 0 and (who := how_many(item.per, known)) is not None:
        thing = plural(head(item.per))
        yield Load(thing, f"{who[0]} / {item.name}", {**who[1], item.name: item}, f"{thing}/s", "peak", item)
    if item.role == "factor" and item.per and (head(item.per) in ACTORS or _is_of_a_day(item.per, known)):
        who = how_many(item.per, known, daily_only=True)
        if who is not None:
            thing = plural(head(item.subject))
            formula = f"{item.name} * {who[0]} / {DAY:.0f}"
            yield Load(thing, formula, {item.name: item, **who[1]}, f"{thing}/s", "mean", item)


def _is_of_a_day(per: str, known: tuple[Quantity, ...]) -> bool:
    """Tell whether those that something is counted for are counted by the day: "900 divers a day, 4 logs a diver"."""
    return any(_is_stock(one) and one.stat == "daily" and same_head(one.subject, per) for one in known)


def _said_behind(item: Quantity, known: tuple[Quantity, ...]) -> tuple[str, Mapping[str, Quantity]] | None:
    """Return how many a bracket right behind says that do it: "every 3 s (30,000 of the games)"."""
    meant = (one for one in known if _is_stock(one) and same_head(one.subject, item.per) and " of the " in one.text)
    near = next((one for one in meant if 0 <= one.span[0] - item.span[1] <= _NEXT), None)
    return None if near is None else (near.name, {near.name: near})


def _has_peak(known: tuple[Quantity, ...]) -> bool:
    """Tell whether a peak is said, so that what comes in a window is the mean."""
    return any(item.name.startswith("peak_factor") for item in known)


def _many_of_each(item: Quantity, known: tuple[Quantity, ...]) -> Quantity | None:
    """Return how many come each time: "100 metrics per machine, every 10 seconds"."""
    return next(
        (
            one
            for one in known
            if one.role == "factor" and same_head(one.subject, item.subject) and same_head(one.per, item.per)
        ),
        None,
    )


def _at_once(item: Quantity, known: tuple[Quantity, ...]) -> tuple[str, Mapping[str, Quantity]] | None:
    """Return how many people are there when "every paper is saved every 20 s": each has one of what is spoken of."""
    there = [one for one in known if one.role == "stock" and one.stat == "concurrent"]
    is_each = bool(item.per) and head(item.per) not in ACTORS
    return (there[0].name, {there[0].name: there[0]}) if is_each and len(there) == 1 else None


def _only_reporter(item: Quantity, known: tuple[Quantity, ...]) -> str:
    """Return what reports its position every so often, where the brief counts one kind of thing that moves or measures."""
    if singular(head(item.subject)) not in _SELF_REPORTED or item.name.startswith("rush_window"):
        return ""
    things = [
        other.subject
        for other in known
        if other.role == "stock" and other.unit == "count" and head(other.subject) in ACTORS - PEOPLE | _MOVING
    ]
    return things[0] if len(set(things)) == 1 else ""


def _reported(item: Quantity) -> str:
    """Return what comes every so often: the noun before, unless it is who sends it."""
    noun = head(item.subject)
    return "messages" if not noun or noun in ACTORS or singular(noun) == singular(head(item.per)) else noun


def _total(item: Quantity, known: tuple[Quantity, ...]) -> tuple[str, Mapping[str, Quantity]] | None:
    """Return a stated rate as the whole system's, or None where it is for each of an unknown number."""
    if not item.per:
        return item.name, {item.name: item}
    # a stream runs while somebody is there: those of a day don't all take it at once
    who = how_many(item.per, known, at_once=item.unit == "bytes/s")
    if who is None:
        return None
    formula, inputs = f"{item.name} * {who[0]}", {item.name: item, **who[1]}
    part = _acting_part(item, known)
    if part is not None and part.name not in inputs:
        formula, inputs = f"{formula} * {part.name}", {**inputs, part.name: part}
    return formula, inputs


def _acting_part(item: Quantity, known: tuple[Quantity, ...]) -> Quantity | None:
    """Return the share of those who act, said right before: "one in five is typing, and somebody who types ..."."""
    if plural(head(item.per)) != head(item.per):
        return None  # "each user" is every one of them
    before = [
        one
        for one in known
        if one.role == "share" and same_head(one.subject, item.per) and 0 <= item.span[0] - one.span[1] <= _NEAR
    ]
    return before[-1] if before else None


def how_many(
    per: str, known: tuple[Quantity, ...], *, daily_only: bool = False, at_once: bool = False
) -> tuple[str, Mapping[str, Quantity]] | None:
    """Return the formula and figures for how many there are of what something is counted for.

    The count of the very thing goes first, those of a day before all, or those who are there `at_once`; a stated share
    of them that comes each day is taken into account. Where people are meant ("per user"), the brief's count of people counts.
    """
    counts = [item for item in known if item.role in {"stock", "copies"} and item.unit == "count" and item.value > 0]
    same = [item for item in counts if singular(head(item.subject)) == singular(head(per))]
    if not same and not daily_only and (chained := _of_those(per, known)) is not None:
        return chained
    same = same or _compounds(per, counts)
    people = [item for item in counts if head(item.subject) in PEOPLE] if head(per) in PEOPLE else []
    first, second = ("concurrent", "daily") if at_once else ("daily", "concurrent")
    ranked = sorted(same or people, key=lambda item: (item.stat != first, item.stat != second, -item.value))
    if not ranked:
        return None
    share = next((item for item in known if item.role == "share" and item.stat == "daily"), None)
    if ranked[0].stat not in {"daily", first} and share is not None:
        return f"{ranked[0].name} * {share.name}", {ranked[0].name: ranked[0], share.name: share}
    if daily_only and ranked[0].stat != "daily":
        return None
    return ranked[0].name, {ranked[0].name: ranked[0]}


def _compounds(per: str, counts: list[Quantity]) -> list[Quantity]:
    """Return the only count whose noun ends in a word: "75 tiltmeters" for "a reading per second and meter"."""
    word = singular(head(per))
    found = [item for item in counts if len(word) >= _WORD and singular(head(item.subject)).endswith(word)]
    return found if len(found) == 1 else []


def _of_those(per: str, known: tuple[Quantity, ...], deep: int = _DEEPEST) -> tuple[str, Mapping[str, Quantity]] | None:
    """Return how many there are of what each of others has: "90 sites, three halls per site, four doors per hall"."""
    for item in known:
        if item.role == "factor" and item.per and same_head(item.subject, per) and not same_head(item.per, per):
            stock = next((one for one in known if _is_stock(one) and same_head(one.subject, item.per)), None)
            chained = _of_those(item.per, known, deep - 1) if stock is None and deep else None
            whole = chained if stock is None else (stock.name, {stock.name: stock})
            if whole is not None and item.name not in whole[1]:
                return f"{whole[0]} * {item.name}", {**whole[1], item.name: item}
    return None


def _is_stock(item: Quantity) -> bool:
    return item.role in {"stock", "copies"} and item.unit == "count" and item.value > 0


def _for_each_of(known: tuple[Quantity, ...], loads: tuple[Load, ...]) -> Iterator[Load]:
    """Yield the rates of things that come so many times for each of another: "ten views of each"."""
    for item in known:
        if item.role != "factor" or not item.per or not item.subject:
            continue
        if (head(item.per) in ACTORS and how_many(item.per, known) is not None) or _is_of_a_day(item.per, known):
            continue
        base = next((load for load in loads if same_head(load.last.subject, item.per) and load.stat == "mean"), None)
        if base is not None:
            thing = plural(head(item.subject))
            inputs = {**base.inputs, item.name: item}
            yield Load(thing, f"{base.formula} * {item.name}", inputs, f"{thing}/s", "mean", item)


def _reads_and_writes(known: tuple[Quantity, ...], loads: tuple[Load, ...]) -> Iterator[Load]:
    """Yield reads from writes and a stated ratio, or writes from reads; both from a rate of all requests."""
    ratio = next((item for item in known if item.name.startswith("read_write_ratio") and item.value > 0), None)
    rates = [load for load in loads if load.unit != "bytes/s" and load.stat == "mean" and not load.last.per]
    if ratio is None or len(rates) != 1:
        return
    base, inputs, name = rates[0], {**rates[0].inputs, ratio.name: ratio}, ratio.name
    if base.thing in _READS:
        yield Load("writes", f"{base.formula} / {name}", inputs, "writes/s", "mean", ratio)
    elif base.thing in _ALL:
        yield Load("reads", f"{base.formula} * {name} / ({name} + 1)", inputs, "reads/s", "mean", ratio)
        yield Load("writes", f"{base.formula} / ({name} + 1)", inputs, "writes/s", "mean", ratio)
    else:
        yield Load("reads", f"{base.formula} * {name}", inputs, "reads/s", "mean", ratio)


def _in_a_rush(known: tuple[Quantity, ...], loads: tuple[Load, ...]) -> Iterator[Load]:
    """Yield peaks: a share of all that comes in a year, or of all that there are, in the time into which it falls."""
    for share, window in pairwise(known):
        if not window.name.startswith("rush_window") or share.role != "share" or window.value <= 0:
            continue
        thing = plural(head(share.subject))
        inputs = {share.name: share, window.name: window}
        base = next(
            (load for load in loads if same_head(load.last.subject, share.subject) and load.stat == "mean"), None
        )
        there = next(
            (one for one in known if _is_stock(one) and one.value >= _MANY and same_head(one.subject, share.subject)),
            None,
        )
        if base is not None and (whole := scale_of(base.last)) > window.value:
            formula = f"{base.formula} * {whole:.0f} * {share.name} / {window.name}"
            yield Load(thing, formula, {**base.inputs, **inputs}, f"{thing}/s", "peak", window)
        elif base is None and there is not None:
            formula = f"{there.name} * {share.name} / {window.name}"
            yield Load(thing, formula, {there.name: there, **inputs}, f"{thing}/s", "peak", window)


def is_read(thing: str) -> bool:
    """Tell whether a thing that comes is looked at rather than stored."""
    return thing in _READS or thing in {"requests", "calls", "arrivals"}


def head(phrase: str) -> str:
    """Return the last word of a noun phrase."""
    return phrase.rsplit(" ", 1)[-1]


def plural(noun: str) -> str:
    """Return an English noun with a plural ending, as part of a name.

    >>> plural("reading"), plural("reports")
    ('readings', 'reports')
    """
    plain = slugify(noun, fallback="things").replace("-", "_")
    return plain if plain.endswith("s") else f"{plain}s"


def same_head(one: str, two: str) -> bool:
    """Tell whether two noun phrases end in the same word, one or many of it."""
    return bool(one and two) and singular(head(one)) == singular(head(two))
