"""Bind the figures of a brief to the parameters of a blueprint: by unit, noun, words around and role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from designer.brief.lexer import Token, clause_bounds, tokens_of
from designer.brief.phrases import stem, stems_of
from designer.brief.quantities import quantities_in
from designer.errors import BriefError
from designer.estimate.loads import loads_of
from designer.model.base import tidy_number
from designer.model.blueprint import Blueprint, ParameterSpec
from designer.model.brief import Brief
from designer.model.estimate import Parameter
from designer.model.figures import human
from designer.model.quantity import Quantity

_NEEDED = 2.5
_ONLY = 0.5
_CONTEXT = 70
_COMMAS = frozenset(",()")
_TIME_STEMS = frozenset(
    stem(word) for word in ("second", "minute", "hour", "day", "week", "month", "year", "of", "the")
)


class _Context(NamedTuple):
    """The stems around a figure: up to the next comma, and in the whole clause."""

    near: frozenset[str]
    wide: frozenset[str]


class _Figure(NamedTuple):
    """A figure that may bind: stated, or derived from two stated ones; `source` says how.

    `per` is the stem of the thing that it is counted for ("tenant"), where it is counted for each.
    """

    quantity: Quantity
    source: str
    context: _Context
    nouns: tuple[str, ...]
    per: str = ""


def bind(blueprint: Blueprint, brief: Brief) -> tuple[Parameter, ...]:
    """Return every parameter of a blueprint, bound to the brief's figure or to its default, in order.

    Each figure binds at most one parameter, the best fit first. A peak figure binds to a parameter of the mean
    divided by the peak factor, and says so.
    """
    figures = tuple(_figures(brief))
    alone = _roles_alone(blueprint)
    pairs = sorted(
        (
            (-score, position, number, name)
            for position, (name, spec) in enumerate(blueprint.parameters.items())
            for number, figure in enumerate(figures)
            if (score := _score(name, spec, figure, alone)) >= _NEEDED
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
    return tuple(
        _answered(blueprint, name, brief.answers[name])
        if name in brief.answers
        else _parameter(blueprint, name, taken.get(name), peak)
        for name in blueprint.parameters
    )


def _roles_alone(blueprint: Blueprint) -> frozenset[str]:
    """Return the telling roles that a single parameter has: a stated latency can only be that one."""
    counts = Counter(spec.role for spec in blueprint.parameters.values())
    return frozenset(role for role in ("availability", "budget", "latency", "retention") if counts[role] == 1)


def bound_quantities(parameters: Iterable[Parameter]) -> frozenset[tuple[int, int]]:
    """Return the spans of the figures that parameters took."""
    return frozenset(parameter.span for parameter in parameters if parameter.span is not None)


def _figures(brief: Brief) -> Iterator[_Figure]:
    for quantity in brief.quantities:
        context = _context(brief.text, quantity)
        nouns = tuple(stem(word) for word in quantity.subject.casefold().split())
        yield _Figure(quantity, f'stated: "{quantity.text}"', context, nouns, _per_stem(quantity))
        if quantity.unit.endswith("/s") and " every " in quantity.text and quantity.value > 0:
            # "one request every 5 seconds" is a pause of 5 seconds as well
            pause = quantity.model_copy(
                update={"value": tidy_number(1 / quantity.value), "unit": "s", "role": "period"}
            )
            yield _Figure(pause, f'stated: "{quantity.text}"', context, nouns)
    for load in loads_of(brief.quantities):
        if load.is_derived and not load.last.name.startswith("read_write_ratio"):
            # "40 messages a day each", "200,000 users": their product is the system's rate
            update = {"value": tidy_number(load.value), "unit": load.unit, "subject": load.thing.replace("_", " "),
                      "role": "load", "stat": load.stat, "per": "", "name": f"{load.thing}_rate"}  # fmt: skip
            total = load.last.model_copy(update=update)
            nouns = tuple(stem(word) for word in f"{load.last.subject} {total.subject}".casefold().split())
            yield _Figure(total, f"follows from {load.words}: {load.formula}", _context(brief.text, load.last), nouns)


def _per_stem(quantity: Quantity) -> str:
    return stem(quantity.per.casefold().rsplit(" ", 1)[-1]) if quantity.per else ""


def _context(text: str, quantity: Quantity) -> _Context:
    """Return the words around a figure in its clause; a line break that only wraps the text ends nothing."""
    start, end = quantity.span
    left, right = max(0, start - 2 * _CONTEXT), min(len(text), end + 2 * _CONTEXT)
    around = text[left:right]
    tokens = tokens_of(around)
    clauses = clause_bounds(around, tokens)
    inside = [number for number, token in enumerate(tokens) if token.end > start - left and token.start < end - left]
    if not inside:
        return _Context(frozenset(), frozenset())
    first, last = inside[0], inside[-1]
    wide = [
        number
        for number, token in enumerate(tokens)
        if clauses[first] <= clauses[number] <= clauses[last]
        and start - left - _CONTEXT <= token.start <= end - left + _CONTEXT
    ]
    before = max((number for number in wide if number < first and tokens[number].text in _COMMAS), default=-1)
    behind = min((number for number in wide if number > last and tokens[number].text in _COMMAS), default=len(tokens))
    near = [number for number in wide if before < number < behind]
    return _Context(near=_stems(tokens, near), wide=_stems(tokens, wide))


def _stems(tokens: Sequence[Token], numbers: Iterable[int]) -> frozenset[str]:
    return frozenset(stem(tokens[number].lower) for number in numbers if tokens[number].kind != "symbol")


def _dimension(unit: str) -> str:
    if unit in {"bytes", "bytes/s", "s", "ratio", "usd/month", "usd"}:
        return unit
    return "rate" if unit.endswith("/s") else "count"


def _score(name: str, spec: ParameterSpec, figure: _Figure, alone: frozenset[str]) -> float:
    """Return how well a figure fits a parameter; 0 when it cannot be one."""
    quantity = figure.quantity
    if not _units_fit(spec.unit, quantity) or not spec.min <= quantity.value <= spec.max:
        return 0.0
    if _dimension(spec.unit) == "rate" and bool(figure.per) != _is_for_each(spec, figure.per):
        return 0.0
    score = 3.0 if _same_name(name, quantity.name) else 0.0
    score += _noun_score(spec, figure)
    near = _cues(spec, figure.context.near)
    score += 0.75 * min(near, 3) + 0.3 * min(max(_cues(spec, figure.context.wide) - near, 0), 2)
    score += _role_score(spec, quantity)
    if spec.role == quantity.role and spec.role in alone:
        score += _ONLY
    if quantity.subject in {"times", "requests", "things", "operations"} and near:
        score += 1
    if _dimension(spec.unit) == "rate" and stem(spec.unit.removesuffix("/s")) in figure.nouns:
        score += 1
    fits = _dimension(spec.unit) == _dimension(quantity.unit) or quantity.role == "factor"
    return score if fits else score - 0.5


def _units_fit(unit: str, quantity: Quantity) -> bool:
    wanted, stated = _dimension(unit), _dimension(quantity.unit)
    # "25 receivers on average" and "4 people per document" may be the ratio that a pattern counts with.
    return wanted == stated or (wanted == "ratio" and stated == "count" and quantity.role in {"stock", "factor"})


def _same_name(name: str, stated: str) -> bool:
    return set(name.split("_")) - {"of"} == set(stated.split("_")) - {"of"}


def _noun_score(spec: ParameterSpec, figure: _Figure) -> float:
    nouns = [stems for noun in spec.nouns if (stems := stems_of(noun))]
    own = set(figure.nouns)
    if any(stems[-1] in own and set(stems) <= own for stems in nouns):
        return 3.0
    if any(stems[-1] in figure.nouns[-1:] for stems in nouns):
        return 2.5
    return 1.25 if any(set(stems) <= figure.context.near for stems in nouns) else 0.0


def _cues(spec: ParameterSpec, context: frozenset[str]) -> int:
    return sum(1 for phrase in spec.says if (stems := stems_of(phrase)) and set(stems) <= context)


def _is_for_each(spec: ParameterSpec, per: str) -> bool:
    """Tell whether a parameter is counted for each of something: "messages per connection", "limit of one caller"."""
    told = _one_by_one(spec.title)
    return bool(told) if not per else bool(told) or per in _one_by_one(" ".join((*spec.says, *spec.nouns)))


def _one_by_one(text: str) -> frozenset[str]:
    """Return the stems of what a text speaks of one by one: "per connection", "of one caller"."""
    words = [token.lower for token in tokens_of(text)]
    follows = {
        stem(words[index + 1]) for index, word in enumerate(words[:-1]) if word in {"per", "each", "one", "every"}
    }
    return frozenset(follows - _TIME_STEMS)


def _role_score(spec: ParameterSpec, quantity: Quantity) -> float:
    if spec.role == quantity.role and spec.role in {"availability", "retention", "latency", "recovery", "budget"}:
        same = 0.5 if spec.stat and spec.stat == quantity.stat else 0.0
        return (2.25 if spec.role != "recovery" else 1.0) + same
    if spec.role == "factor" and quantity.role == "factor":
        is_peak = quantity.stat == "peak"
        wants_peak = any("peak" in word for word in (*spec.nouns, *spec.says)) or "peak" in spec.title.casefold()
        return 3.0 if is_peak and wants_peak else (-3.0 if is_peak != wants_peak else 1.0)
    if spec.role == quantity.role:
        return 0.75
    if {spec.role, quantity.role} & {"availability", "retention", "latency", "recovery", "growth", "period"}:
        return -1.0
    return 0.0


def _peak_factor(blueprint: Blueprint, taken: dict[str, _Figure]) -> float:
    for name, spec in blueprint.parameters.items():
        if spec.role == "factor" and "peak" in name:
            return taken[name].quantity.value if name in taken else spec.default
    return 1.0


def _answered(blueprint: Blueprint, name: str, answer: str) -> Parameter:
    """Return a parameter bound to an answer: a figure with a unit, or a bare number in base units.

    Raises:
        BriefError: the answer is no figure of the parameter's dimension.
    """
    spec = blueprint.parameters[name]
    value = next((item.value for item in quantities_in(answer) if _units_fit(spec.unit, item)), _bare(answer))
    if value is None:
        raise BriefError(
            f"{answer!r} is no figure in {spec.unit}",
            where=f"answer {name}",
            fix=f"write it like {human(spec.default, spec.unit)}, or {spec.default:g}",
        )
    if not spec.min <= value <= spec.max:
        raise BriefError(
            f"{answer!r} is out of range", where=f"answer {name}", fix=f"stay within {spec.min:g} and {spec.max:g}"
        )
    return Parameter(
        name=name,
        title=spec.title,
        value=tidy_number(value),
        unit=spec.unit,
        stated=True,
        source=f'answered: "{answer}"',
        ref=f"{blueprint.id}/{name}",
    )


def _bare(answer: str) -> float | None:
    """Return a number without a unit ("1,000", "2.5e6", "50 million"), or None."""
    try:
        return float(answer.replace(",", "").replace("_", ""))
    except ValueError:
        counted = [item.value for item in quantities_in(f"{answer} items") if item.unit == "count"]
        return counted[0] if len(counted) == 1 else None


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
