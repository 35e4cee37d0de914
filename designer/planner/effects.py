"""What another answer to an open question would change: parts, products, copies and figures, computed and not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from typing import NamedTuple

from designer.catalog.formula import evaluate, names_in
from designer.errors import BlueprintError
from designer.model.base import tidy_number
from designer.model.blueprint import Blueprint
from designer.model.figures import human
from designer.model.plan import BlueprintChoice
from designer.model.question import Effect, NumberChange

_TEN_TIMES = 10.0
_MOST_NUMBERS = 3
_MOST_NAMES = 4


class _State(NamedTuple):
    """A blueprint under one set of answers: names and products of its parts, their copies, and its figures."""

    products: dict[str, str]
    copies: dict[str, int]
    figures: dict[str, float]


def option_effects(blueprint: Blueprint, key: str, choice: BlueprintChoice) -> tuple[Effect, ...]:
    """Return what each other choice at an option point would change, in the order of the choices."""
    option = blueprint.options[key]
    figures = _figures(blueprint, _values(blueprint, choice))
    taken = choice.options[key]
    before = _state(blueprint, choice, choice.roles, figures)
    found = []
    for name, spec in option.choices.items():
        if name in taken:
            continue
        options = {**choice.options, key: (name,)}
        other = choice.model_copy(update={"options": options})
        roles = _roles_with(blueprint, choice, options)
        found.append(_difference(blueprint, spec.name, before, _state(blueprint, other, roles, figures)))
    return tuple(found)


def parameter_effect(blueprint: Blueprint, name: str, choice: BlueprintChoice) -> Effect:
    """Return what ten times a parameter's value (or the most that it can be) would change."""
    spec = blueprint.parameters[name]
    values = _values(blueprint, choice)
    larger = min(values[name] * _TEN_TIMES, spec.max)
    before = _state(blueprint, choice, choice.roles, _figures(blueprint, values))
    after = _state(blueprint, choice, choice.roles, _figures(blueprint, {**values, name: larger}))
    return _difference(blueprint, human(larger, spec.unit), before, after)


def weight(effects: Iterable[Effect]) -> float:
    """Return how much the answers change the graph: parts first, then products and copies, then figures."""
    return max(
        (
            20 * (len(effect.adds) + len(effect.removes)) + len(effect.alters) + 0.25 * len(effect.numbers)
            for effect in effects
        ),
        default=0.0,
    )


def sentence(effect: Effect) -> str:
    """Return an effect in words, the exact parts and figures.

    >>> sentence(Effect(answer="Two regions", adds=("Standby",)))
    'Two regions: adds Standby.'
    """
    parts = []
    if effect.adds:
        parts.append(f"adds {_listed(effect.adds)}")
    if effect.removes:
        parts.append(f"removes {_listed(effect.removes)}")
    parts += effect.alters[:_MOST_NAMES]
    parts += [_figure(number) for number in effect.numbers[:_MOST_NUMBERS]]
    more = len(effect.alters[_MOST_NAMES:]) + len(effect.numbers[_MOST_NUMBERS:])
    if more:
        parts.append(f"{more} more figures" if more > 1 else "one more figure")
    return f"{effect.answer}: {'; '.join(parts)}." if parts else f"{effect.answer}: no part and no figure changes."


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _figure(number: NumberChange) -> str:
    title = number.title or number.name
    if number.before is None or number.after is None:
        return f"{title} falls away" if number.after is None else f"{title} comes"
    return f"{title} {human(number.before, number.unit)} → {human(number.after, number.unit)}"


def _values(blueprint: Blueprint, choice: BlueprintChoice) -> dict[str, float]:
    values = {name: spec.default for name, spec in blueprint.parameters.items()}
    return values | {item.name: item.value for item in choice.parameters if item.name in values}


def _figures(blueprint: Blueprint, values: Mapping[str, float]) -> dict[str, float]:
    """Return every formula's value; one that cannot be computed is left out, as in the design itself."""
    known = dict(values)
    found: dict[str, float] = {}
    for name, spec in blueprint.capacity.items():
        used = names_in(spec.formula)
        if not used <= known.keys():
            continue
        try:
            found[name] = known[name] = tidy_number(evaluate(spec.formula, {key: known[key] for key in used}))
        except BlueprintError:
            continue
    return found


def _roles_with(
    blueprint: Blueprint, choice: BlueprintChoice, options: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Return the roles that are present under other options: those that options gate follow, the others stay."""
    gated = {role for option in blueprint.options.values() for item in option.choices.values() for role in item.roles}
    called = {
        role
        for point, option in blueprint.options.items()
        for name in options[point]
        for role in option.choices[name].roles
    }
    stay = {role for role in choice.roles if role not in gated}
    return frozenset(role for role in blueprint.roles if role in stay or role in called)


def _state(blueprint: Blueprint, choice: BlueprintChoice, roles: Iterable[str], figures: Mapping[str, float]) -> _State:
    present = set(roles)
    copies: dict[str, int] = {}
    for name, spec in blueprint.capacity.items():
        if spec.replicas and spec.subject in present and name in figures:
            least = blueprint.roles[spec.subject].min_replicas
            copies[spec.subject] = max(copies.get(spec.subject, 1), least, ceil(figures[name]))
    kept = {
        name: value
        for name, value in figures.items()
        if blueprint.capacity[name].subject is None or blueprint.capacity[name].subject in present
    }
    products = {role: product_of(blueprint, choice, role) for role in blueprint.roles if role in present}
    return _State(products, copies, kept)


def product_of(blueprint: Blueprint, choice: BlueprintChoice, role: str) -> str:
    """Return the product of a role: the brief's, else that of an option taken, else the blueprint's default."""
    if role in choice.technologies:
        return choice.technologies[role]
    for option, taken in choice.options.items():
        for name in taken:
            if role in (chosen := blueprint.options[option].choices[name].technology):
                return chosen[role]
    spec = blueprint.roles[role].technology
    return spec.default if spec else ""


def _difference(blueprint: Blueprint, answer: str, before: _State, after: _State) -> Effect:
    names = {role: spec.name for role, spec in blueprint.roles.items()}
    return Effect(
        answer=answer,
        adds=tuple(names[role] for role in after.products if role not in before.products),
        removes=tuple(names[role] for role in before.products if role not in after.products),
        alters=tuple(_alterations(names, before, after)),
        numbers=tuple(_number_changes(blueprint, before.figures, after.figures)),
    )


def _alterations(names: Mapping[str, str], before: _State, after: _State) -> Iterator[str]:
    for role, product in after.products.items():
        if role in before.products and before.products[role] != product:
            yield f"{names[role]} {before.products[role]} → {product}"
    for role, count in after.copies.items():
        if role in before.copies and before.copies[role] != count:
            yield f"{names[role]} {before.copies[role]:,} → {count:,} copies"


def _number_changes(
    blueprint: Blueprint, before: Mapping[str, float], after: Mapping[str, float]
) -> Iterator[NumberChange]:
    for name, spec in blueprint.capacity.items():
        if spec.replicas or before.get(name) == after.get(name):
            continue
        yield NumberChange(name=name, title=spec.title, unit=spec.unit, before=before.get(name), after=after.get(name))
