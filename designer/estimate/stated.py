"""Figures that follow from what a brief states, whatever the design: rates, peaks, traffic, storage, downtime."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from designer.brief.figures.nouns import singular
from designer.brief.units import DAY, MONTH, PEOPLE, YEAR
from designer.catalog.formula import MAX_LENGTH, evaluate
from designer.errors import BlueprintError
from designer.estimate.loads import MOST_FIGURES, Load, head, how_many, is_read, loads_of, same_head
from designer.estimate.recorded import Recorded, recorded_of
from designer.model.base import slugify
from designer.model.estimate import Estimate, Input
from designer.model.quantity import Quantity

SOURCE = "arithmetic over the brief's figures"

_FEW = 10
_FAMILIES = (
    "photo picture image snapshot",
    "position location track ping fix",
    "event record entry impression click",
    "message text chat",
    "video recording clip film episode original",
    "reading measurement sample value point metric",
    "study scan",
    "paper document file",
    "row change",
)
_KIN = {word: frozenset(family.split()) - {word} for family in _FAMILIES for word in family.split()}
"""Words that people use for the same thing in one brief."""
_MEASURED = _KIN["reading"] | {"reading", "telemetry", "state", "status", "report"}
"""What the messages of devices hold, where nothing says what they send."""
_ALL_KEPT = frozenset(
    "data datum record history everything all it them event log message file thing item entry information".split()
)
"""Words for whatever a system keeps."""


class Sized(NamedTuple):
    """How large one thing is: a formula over the brief's figures, and what `part` of it the brief calls so large."""

    formula: str
    inputs: Mapping[str, Quantity]
    part: str


def stated_estimates(quantities: Iterable[Quantity]) -> tuple[Estimate, ...]:
    """Return what follows from the figures of a brief, each with its formula over their names.

    >>> from designer.brief.quantities import quantities_in
    >>> [(e.name, e.value, e.unit) for e in stated_estimates(quantities_in("86,400 rides a day, 2 KB per ride"))][:2]
    [('rides_rate', 1.0, 'rides/s'), ('rides_traffic', 2000.0, 'bytes/s')]
    """
    known = tuple(quantities)[:MOST_FIGURES]
    found: dict[str, Estimate] = {}
    loads = loads_of(known)
    made = (
        *(item for load in loads for item in _of_load(load, known, loads)),
        *_of_stocks(known),
        *_of_parts(known),
        *_of_shares(known, loads),
        *_of_availability(known),
        *(_of_recording(item) for item in recorded_of(known)),
    )
    for estimate in made:
        if estimate is not None:
            found.setdefault(estimate.name, estimate)
    return tuple(found.values())


def _of_load(load: Load, known: tuple[Quantity, ...], loads: tuple[Load, ...]) -> Iterator[Estimate | None]:
    kind = "peak" if load.stat == "peak" else "rate"
    label = _label(load)
    title = f"{label} at peak" if kind == "peak" else label
    if load.unit == "bytes/s":
        yield from _of_traffic(load, known, title)
        return
    yield _estimate(f"{load.thing}_{kind}", title, load.formula, load.unit, load.inputs)
    has_peak = any(other.thing == load.thing and other.stat == "peak" for other in loads)
    factor = next((item for item in known if item.name.startswith("peak_factor")), None)
    if factor is not None and kind == "rate" and not has_peak:
        inputs = {**load.inputs, factor.name: factor}
        yield _estimate(f"{load.thing}_peak", f"{title} at peak", _times(load.formula, factor.name), load.unit, inputs)
    size = _sized(load, known)
    yield from _of_size(load, size, title, kind)
    if kind == "rate":
        yield from _over_time(load, size, known, title)


def _sized(load: Load, known: tuple[Quantity, ...]) -> Sized | None:
    """Return how large one of what comes is: as the brief says, or by its stream and how long that runs."""
    said = _matching(load, [item for item in known if item.role == "size" and not _is_of_another(item, load, known)])
    if said is not None:
        return Sized(said.name, {said.name: said}, said.subject if said.per else "")
    thing = singular(head(load.thing.replace("_", " ")))
    made = next((item for item in recorded_of(known) if item.lasting.role == "other" and item.thing == thing), None)
    return None if made is None else Sized(made.formula, made.inputs, "")


def _label(load: Load) -> str:
    """Return what comes, and from whom where that is counted: "Positions of trucks"."""
    thing = load.thing.replace("_", " ").capitalize()
    if load.last.name.startswith("rollout_window"):
        return f"{thing} reached by the roll-out"
    return f"{thing} of {load.last.per}" if load.last.role == "period" and load.last.per else thing


def _of_traffic(load: Load, known: tuple[Quantity, ...], title: str) -> Iterator[Estimate | None]:
    if load.is_derived:
        yield _estimate("total_bandwidth", "Bandwidth of all", load.formula, "bytes/s", load.inputs)
    hits = next((item for item in known if item.role == "share" and item.name.startswith("cache_")), None)
    if hits is not None and load.last.per:
        inputs = {**load.inputs, hits.name: hits}
        yield _estimate("origin_bandwidth", "Bandwidth of the origin, of what the cache misses",
                        f"{_times(load.formula)} * (1 - {hits.name})", "bytes/s", inputs)  # fmt: skip
    kept = [item for item in known if item.role == "retention"]
    if load.stat == "mean" and len(kept) == 1 and not load.last.name.startswith("bandwidth"):
        inputs = {**load.inputs, kept[0].name: kept[0]}
        formula = _times(load.formula, kept[0].name)
        yield _estimate("data_storage", "Storage of the data, one copy", formula, "bytes", inputs)


def _of_size(load: Load, size: Sized | None, title: str, kind: str) -> Iterator[Estimate | None]:
    if size is None:
        return
    suffix = "traffic" if kind == "rate" else "peak_traffic"
    inputs = {**load.inputs, **size.inputs}
    formula = _times(load.formula, size.formula)
    yield _estimate(f"{load.thing}_{suffix}", f"Traffic of {title.lower()}, bandwidth", formula, "bytes/s", inputs)
    if kind == "rate":
        volume = _times(load.formula, size.formula, f"{DAY:.0f}")
        yield _estimate(f"{load.thing}_volume_day", f"Data volume of {title.lower()} in a day", volume, "bytes", inputs)


def _over_time(load: Load, size: Sized | None, known: tuple[Quantity, ...], title: str) -> Iterator[Estimate | None]:
    """Yield what a rate comes to over a month, over the time that it is kept, and at one moment."""
    if "month" not in load.last.text.casefold():
        yield _estimate(
            f"{load.thing}_month", f"{title} in a month", f"{load.formula} * {MONTH:.0f}", "count", load.inputs
        )
    times = [item for item in known if item.role == "retention"]
    rows = [item for item in times if size is not None and size.part and same_head(item.subject, size.part)]
    held = [item for item in times if _may_hold(item, load, is_only=len(times) == 1)]
    kept = _matching(load, held) or next(iter(rows), None)
    if kept is not None and not is_read(load.thing):
        inputs = {**load.inputs, kept.name: kept}
        formula = _times(load.formula, kept.name)
        if size is not None:
            both = {**inputs, **size.inputs}
            name, label = f"{load.thing}_storage", f"Storage of {title.lower()}, one copy"
            yield _estimate(name, label, _times(load.formula, size.formula, kept.name), "bytes", both)
        else:
            yield _estimate(f"{load.thing}_kept", f"{title} kept", formula, "count", inputs)
    lasting = next((item for item in known if _lasts(item, load)), None)
    if lasting is not None:
        # Source: Little, A Proof for the Queuing Formula L = lambda W (1961).
        inputs = {**load.inputs, lasting.name: lasting}
        formula = _times(load.formula, lasting.name)
        yield _estimate(f"{load.thing}_at_once", f"{title} at the same time", formula, "count", inputs)


def _lasts(item: Quantity, load: Load) -> bool:
    is_duration = item.role == "other" and item.unit == "s" and "duration" in item.name
    return is_duration and bool(item.subject) and _same_thing(item, load)


def _of_stocks(known: tuple[Quantity, ...]) -> Iterator[Estimate | None]:
    """Yield the bytes of what is there: "12 million photos of 2 MB each"."""
    sizes = [item for item in known if item.role == "size" and item.stat != "max" and item.subject]
    for item in known:
        is_few = item.value < _FEW and head(item.subject) in PEOPLE  # "if two people change a file"
        if item.role == "stock" and item.unit == "count" and item.subject and not is_few:
            size = next((one for one in sizes if singular(head(one.subject)) == singular(head(item.subject))), None)
            if size is not None:
                thing = slugify(item.subject, fallback="things").replace("-", "_")
                inputs = {item.name: item, size.name: size}
                title = f"Storage of all {item.subject}, one copy"
                yield _estimate(f"{thing}_total_size", title, _times(item.name, size.name), "bytes", inputs)


def _of_parts(known: tuple[Quantity, ...]) -> Iterator[Estimate | None]:
    """Yield how many there are in all: "6,500 stations with 40 compartments each"."""
    for item in known:
        if item.role == "factor" and item.unit == "count" and item.per and item.subject:
            who = how_many(item.per, known)
            if who is not None and item.name not in who[1]:
                thing = slugify(item.subject, fallback="things").replace("-", "_")
                title = f"{item.subject.capitalize()} in all"
                yield _estimate(f"all_{thing}", title, f"{item.name} * {who[0]}", "count", {item.name: item, **who[1]})


def _of_shares(known: tuple[Quantity, ...], loads: tuple[Load, ...]) -> Iterator[Estimate | None]:
    """Yield how many a share comes to: "6 million phones, one in eight connected", "one in 400 is clicked"."""
    for item in known:
        if item.role != "share" or not item.subject or not 0 < item.value < 1:
            continue
        words = item.name.removesuffix("_share").removeprefix("share_of_")
        for one in known:
            is_many = one.role == "stock" and one.unit == "count" and one.value >= _FEW
            if is_many and one.subject == item.subject:
                name = f"{item.stat}_{one.name}" if item.stat else f"part_of_{words}"
                title = f"{item.subject.capitalize()}, {item.text}"
                yield _estimate(name, title, _times(one.name, item.name), "count", {one.name: one, item.name: item})
        for load in loads:
            if (
                load.unit != "bytes/s"
                and load.stat == "mean"
                and same_head(load.last.subject, item.subject)
                and not item.stat
            ):
                inputs = {**load.inputs, item.name: item}
                title = f"{_label(load)}, {item.text} of them"
                yield _estimate(f"{words}_part_rate", title, _times(load.formula, item.name), load.unit, inputs)


def _of_recording(item: Recorded) -> Estimate | None:
    return _estimate(item.name, item.title, item.formula, "bytes", item.inputs)


def _of_availability(known: tuple[Quantity, ...]) -> Iterator[Estimate | None]:
    for size in (YEAR, MONTH):
        name = "outage_year" if size == YEAR else "outage_month"
        if (down := next((one for one in known if one.name == name and 0 < one.value < size), None)) is not None:
            formula = f"1 - {down.name} / {size:.0f}"
            yield _estimate("availability_needed", "Availability, uptime needed", formula, "ratio", {down.name: down})
    item = next((one for one in known if one.role == "availability" and 0 < one.value < 1), None)
    if item is not None:
        for name, title, size in (("month", "in 30 days", MONTH), ("year", "in a year", YEAR)):
            formula = f"(1 - {item.name}) * {size:.0f}"
            yield _estimate(f"downtime_allowed_{name}", f"Downtime allowed {title}", formula, "s", {item.name: item})


def _matching(load: Load, candidates: list[Quantity]) -> Quantity | None:
    """Return the figure of what a load counts: the one of the same thing, else the only one there is."""
    same = [item for item in candidates if _same_thing(item, load)]
    if same and same[0].role == "retention":
        return max(same, key=lambda item: item.value)
    only = [item for item in candidates if item.stat != "max"]
    return same[0] if same else only[0] if len(only) == len(candidates) == 1 else None


def _is_of_another(size: Quantity, load: Load, known: tuple[Quantity, ...]) -> bool:
    """Tell a size of something else that is counted: "12 photos of 4 MB, 3,000 claims a day"."""
    counted = (
        item.subject for item in known if item.role in {"stock", "factor", "load", "period"} and item.unit != "bytes/s"
    )
    return not _same_thing(size, load) and any(same_head(size.subject, thing) for thing in counted)


def _may_hold(kept: Quantity, load: Load, *, is_only: bool = False) -> bool:
    """Tell a time that things are kept from one that is said of others: "400 jobs a day, seven years of invoices"."""
    thing = singular(head(kept.subject))
    if is_only and load.thing == "messages" and load.last.role == "period" and thing in _MEASURED:
        return True  # "every minute each logger sends 96 bytes; readings are kept for a year"
    is_another = thing != head(kept.subject)  # a plural names things of its own; "Kafka keeps 7 days" does not
    return not kept.subject or thing in _ALL_KEPT or _same_thing(kept, load) or (is_only and not is_another)


def _same_thing(item: Quantity, load: Load) -> bool:
    things = {singular(head(load.thing.replace("_", " "))), singular(head(load.last.subject))} - {""}
    if item.role == "size" and item.per and singular(head(item.per)) in things:
        return True  # "a row of 180 bytes for each"
    return singular(head(item.subject)) in things | {word for thing in things for word in _KIN.get(thing, ())}


def _times(formula: str, *names: str) -> str:
    return " * ".join((f"({formula})" if " + " in formula or " - " in formula else formula, *names))


def _estimate(name: str, title: str, formula: str, unit: str, inputs: Mapping[str, Quantity]) -> Estimate | None:
    """Return an estimate, or None where the figures contradict each other; a rule reports those."""
    if len(formula) > MAX_LENGTH:
        return None
    try:
        value = evaluate(formula, {key: item.value for key, item in inputs.items()})
    except BlueprintError:
        return None
    return Estimate(
        name=name,
        value=value,
        unit=unit,
        formula=formula,
        inputs={
            key: Input(value=item.value, unit=item.unit, stated=True, source=f'stated: "{item.text}"')
            for key, item in sorted(inputs.items())
        },
        source=SOURCE,
        title=title,
    )
