"""Bind the figures of a brief to the parameters of a blueprint: by unit, noun, words around and role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designer.brief.lexer import tokens_of
from designer.brief.phrases import stem, stems_of
from designer.model.base import tidy_number
from designer.model.blueprint import Blueprint, ParameterSpec
from designer.model.brief import Brief
from designer.model.estimate import Parameter
from designer.model.quantity import Quantity

_NEEDED = 3.0
_CONTEXT = 70


class _Figure(NamedTuple):
    """A figure that may bind: stated, or derived from two stated ones; `source` says how."""

    quantity: Quantity
    source: str
    context: frozenset[str]
    nouns: tuple[str, ...]


def bind(blueprint: Blueprint, brief: Brief) -> tuple[Parameter, ...]:
    """Return every parameter of a blueprint, bound to the brief's figure or to its default, in order.

    Each figure binds at most one parameter, the best fit first. A peak figure binds to a parameter of the mean
    divided by the peak factor, and says so.
    """
    figures = tuple(_figures(brief))
    pairs = sorted(
        (
            (-score, position, number, name)
            for position, (name, spec) in enumerate(blueprint.parameters.items())
            for number, figure in enumerate(figures)
            if (score := _score(name, spec, figure)) >= _NEEDED
        ),
    )
    taken: dict[str, _Figure] = {}
    used: set[tuple[int, int]] = set()
    for _, _, number, name in pairs:
        figure = figures[number]
        if name not in taken and figure.quantity.span not in used:
            taken[name] = figure
            used.add(figure.quantity.span)
    peak = _peak_factor(blueprint, taken)
    return tuple(_parameter(blueprint, name, taken.get(name), peak) for name in blueprint.parameters)


def bound_quantities(parameters: Iterable[Parameter]) -> frozenset[tuple[int, int]]:
    """Return the spans of the figures that parameters took."""
    return frozenset(parameter.span for parameter in parameters if parameter.span is not None)


def _figures(brief: Brief) -> Iterator[_Figure]:
    people = _people(brief.quantities)
    for quantity in brief.quantities:
        context = _context(brief.text, quantity)
        nouns = tuple(stem(word) for word in quantity.subject.casefold().split())
        if quantity.per and quantity.unit.endswith("/s") and people is not None:
            # "40 messages a day each", "200,000 users": their product is the system's rate
            total = quantity.model_copy(update={"value": tidy_number(quantity.value * people.value), "per": ""})
            yield _Figure(total, f'"{quantity.text}" times "{people.text}"', context, nouns)
        else:
            yield _Figure(quantity, f'stated: "{quantity.text}"', context, nouns)


def _people(quantities: Iterable[Quantity]) -> Quantity | None:
    """Return the figure that counts who acts: daily users before others, else the largest count."""
    counts = [item for item in quantities if item.role == "stock" and item.unit == "count"]
    ranked = sorted(counts, key=lambda item: (item.stat != "daily", item.stat != "concurrent", -item.value, item.span))
    return ranked[0] if ranked else None


def _context(text: str, quantity: Quantity) -> frozenset[str]:
    start, end = quantity.span
    left = max(text.rfind(mark, 0, start) for mark in ".;\n")
    right = min((place for mark in ".;\n" if (place := text.find(mark, end)) >= 0), default=len(text))
    near = text[max(left + 1, start - _CONTEXT) : min(right, end + _CONTEXT)]
    return frozenset(stem(token.lower) for token in tokens_of(near) if token.kind != "symbol")


def _dimension(unit: str) -> str:
    if unit in {"bytes", "bytes/s", "s", "ratio", "usd/month", "usd"}:
        return unit
    return "rate" if unit.endswith("/s") else "count"


def _score(name: str, spec: ParameterSpec, figure: _Figure) -> float:
    quantity = figure.quantity
    if _dimension(spec.unit) != _dimension(quantity.unit) or not spec.min <= quantity.value <= spec.max:
        return 0.0
    if quantity.per and spec.unit.endswith("/s"):
        return 0.0
    nouns = [stems_of(noun) for noun in spec.nouns]
    score = 0.0
    if quantity.name == name:
        score += 3
    if any(stems and stems[-1] in figure.nouns and set(stems) <= set(figure.nouns) for stems in nouns):
        score += 3
    elif any(stems and stems[-1] in figure.nouns[-1:] for stems in nouns):
        score += 2.5
    elif any(stems and set(stems) <= figure.context for stems in nouns):
        score += 1.25
    cues = sum(1 for phrase in spec.says if (stems := stems_of(phrase)) and set(stems) <= figure.context)
    score += min(cues, 3) * 0.75
    score += _role_score(spec, quantity)
    unit_noun = stem(spec.unit.removesuffix("/s"))
    if _dimension(spec.unit) == "rate" and unit_noun in figure.nouns:
        score += 1
    return score


def _role_score(spec: ParameterSpec, quantity: Quantity) -> float:
    if spec.role == quantity.role and spec.role in {"availability", "retention", "latency", "recovery", "budget"}:
        return 2.0 if spec.role != "recovery" else 1.0
    if spec.role == "factor" and quantity.role == "factor":
        is_peak = quantity.stat == "peak"
        wants_peak = any("peak" in word for word in (*spec.nouns, *spec.says)) or "peak" in spec.title.casefold()
        return 3.0 if is_peak and wants_peak else (-3.0 if is_peak != wants_peak else 1.0)
    if spec.role == quantity.role:
        return 0.75
    if {spec.role, quantity.role} & {"availability", "retention", "latency", "recovery", "growth", "period"}:
        return -3.0
    return 0.0


def _peak_factor(blueprint: Blueprint, taken: dict[str, _Figure]) -> float:
    for name, spec in blueprint.parameters.items():
        if spec.role == "factor" and "peak" in name:
            return taken[name].quantity.value if name in taken else spec.default
    return 1.0


def _parameter(blueprint: Blueprint, name: str, figure: _Figure | None, peak: float) -> Parameter:
    spec = blueprint.parameters[name]
    ref = f"{blueprint.id}/{name}"
    if figure is None:
        source = spec.source or "blueprint default"
        return Parameter(name=name, title=spec.title, value=spec.default, unit=spec.unit, source=source, ref=ref)
    value, source = figure.quantity.value, figure.source
    wants_peak = spec.stat == "peak" or "peak" in name
    if figure.quantity.stat == "peak" and spec.role == "load" and not wants_peak and peak > 1:
        value, source = value / peak, f"{source}, a peak, divided by the peak factor {peak:g}"
    return Parameter(
        name=name,
        title=spec.title,
        value=tidy_number(value),
        unit=spec.unit,
        stated=True,
        span=figure.quantity.span,
        source=source,
        ref=ref,
    )
