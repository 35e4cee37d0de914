"""Figures that follow from what a brief states, where no blueprint says more: rates, peaks, traffic, storage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from designer.catalog.formula import evaluate
from designer.model.estimate import Estimate, Input
from designer.model.quantity import Quantity

_SOURCE = "arithmetic over the brief's figures"


def stated_estimates(quantities: Iterable[Quantity]) -> tuple[Estimate, ...]:
    """Return what follows from the figures of a brief, each with its formula over their names.

    >>> from designer.brief.quantities import quantities_in
    >>> [(e.name, e.value, e.unit) for e in stated_estimates(quantities_in("86,400 rides a day, 2 KB per ride"))]
    [('rides_rate', 1.0, 'rides/s'), ('rides_traffic', 2000.0, 'bytes/s')]
    """
    known = tuple(quantities)
    people = max(
        (item for item in known if item.role == "stock" and item.unit == "count"),
        key=lambda item: item.value,
        default=None,
    )
    found: dict[str, Estimate] = {}
    for load in known:
        if load.role == "load" and load.unit.endswith("/s") and load.unit != "bytes/s":
            for estimate in _of_load(load, known, people):
                found.setdefault(estimate.name, estimate)
    return tuple(found.values())


def _of_load(load: Quantity, known: tuple[Quantity, ...], people: Quantity | None) -> Iterator[Estimate]:
    thing = load.unit.removesuffix("/s").replace("-", "_")
    inputs = {load.name: load}
    rate = load.name
    if load.per and people is not None:
        inputs[people.name] = people
        rate = f"{load.name} * {people.name}"
    kind = "peak" if load.stat == "peak" else "rate"
    title = (
        f"{thing.replace('_', ' ').capitalize()} at peak" if kind == "peak" else thing.replace("_", " ").capitalize()
    )
    yield _estimate(f"{thing}_{kind}", title, rate, load.unit, inputs)
    factor = next((item for item in known if item.name == "peak_factor"), None)
    if factor is not None and kind == "rate":
        yield _estimate(
            f"{thing}_peak", f"{title} at peak", f"{rate} * {factor.name}", load.unit, {**inputs, factor.name: factor}
        )
    size = _size_of(load, known)
    if size is not None:
        inputs = {**inputs, size.name: size}
        yield _estimate(f"{thing}_traffic", f"Traffic of {title.lower()}", f"{rate} * {size.name}", "bytes/s", inputs)
    kept = next((item for item in known if item.role == "retention"), None)
    if kept is not None and kind == "rate":
        inputs = {**inputs, kept.name: kept}
        if size is not None:
            formula = f"{rate} * {size.name} * {kept.name}"
            yield _estimate(f"{thing}_storage", f"Storage of {title.lower()}, one copy", formula, "bytes", inputs)
        else:
            yield _estimate(f"{thing}_kept", f"{title} kept", f"{rate} * {kept.name}", "count", inputs)


def _size_of(load: Quantity, known: tuple[Quantity, ...]) -> Quantity | None:
    """Return the size of what a load counts: the one of the same thing, else the only size there is."""
    sizes = [item for item in known if item.role == "size"]
    head = load.subject.rsplit(" ", 1)[-1].rstrip("s")
    same = [item for item in sizes if head and item.subject.rsplit(" ", 1)[-1].rstrip("s") == head]
    return same[0] if same else sizes[0] if len(sizes) == 1 else None


def _estimate(name: str, title: str, formula: str, unit: str, inputs: Mapping[str, Quantity]) -> Estimate:
    return Estimate(
        name=name,
        value=evaluate(formula, {key: item.value for key, item in inputs.items()}),
        unit=unit,
        formula=formula,
        inputs={
            key: Input(value=item.value, unit=item.unit, stated=True, source=f'stated: "{item.text}"')
            for key, item in sorted(inputs.items())
        },
        source=_SOURCE,
        title=title,
    )
