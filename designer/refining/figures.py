"""Instructions about figures and open questions: planned anew, with everything else kept as it stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from designer.brief.quantities import quantities_in
from designer.edits.text import clip_line
from designer.model.brief import Brief
from designer.model.estimate import Parameter
from designer.model.figures import human
from designer.model.quantity import Quantity
from designer.planner.bind import bind
from designer.refining.change import Bench, Change, unclear
from designer.refining.naming import nearest
from designer.refining.words import number_in, stems, without_article

_CHOICE = 88
_LONGEST = 200


class Known(NamedTuple):
    """A figure of a design that can be set: a parameter of a blueprint, or a figure of the brief."""

    name: str
    title: str
    value: float
    unit: str
    is_parameter: bool
    role: str = ""

    def changed_to(self, value: float) -> Change:
        """Return the change of this figure."""
        value = float(f"{value:.12g}")
        if value == self.value:
            return Change(says=(f"{self.title} is {human(self.value, self.unit)} already; nothing changed",))
        says = (f"{self.title}: {human(self.value, self.unit)} -> {human(value, self.unit)}",)
        if self.is_parameter:
            return Change(says=says, answers={self.name: f"{value:.12g}"})
        return Change(says=says, figures={self.name: value})


def set_figure(bench: Bench, found: re.Match[str]) -> Change | None:
    """Set a figure that is named to a value: "peak factor to 5"; None when no such figure is meant."""
    known = find_figures(bench, found["f"])
    if not known:
        return None
    figure = _only(found["f"], known)
    return figure.changed_to(_value_of(figure, found["v"]))


def state_figure(bench: Bench, found: re.Match[str]) -> Change | None:
    """Set the figure that a quantity states: "10,000 orders a second"; None when the words state none."""
    said = found["q"]
    stated = quantities_in(said)
    if len(stated) != 1:
        return None
    quantity = stated[0]
    bound = tuple(_bound(bench, said, quantity))
    if bound:
        known = {figure.name: figure for figure in figures_of(bench) if figure.is_parameter}
        return joined([known[item.name].changed_to(item.value) for item in bound])
    same = [item for item in bench.design.brief.quantities if _is_same(item, quantity)]
    if len(same) == 1:
        item = same[0]
        return Known(item.name, _title(item), item.value, item.unit, False).changed_to(quantity.value)
    named = [figure for figure in find_figures(bench, quantity.subject) if figure.unit == quantity.unit]
    if len(named) == 1:
        return named[0].changed_to(quantity.value)
    if quantity.role == "load" and any(question.id == "load" for question in bench.design.questions):
        return Change(says=(f"the load is {human(quantity.value, quantity.unit)}",), answers={"load": said[:_LONGEST]})
    return None


def _bound(bench: Bench, said: str, quantity: Quantity) -> Iterator[Parameter]:
    """Yield the parameters that take a figure, as they would have taken it from the brief."""
    brief = Brief(text=said, quantities=(quantity,))
    names = {item.name for item in bench.design.capacity.parameters}
    seen: set[str] = set()
    for match in bench.design.blueprints:
        blueprint = bench.catalog.by_id.get(match.id)
        for item in bind(blueprint, brief) if blueprint is not None else ():
            if item.span is not None and item.name in names and item.name not in seen:
                seen.add(item.name)
                yield item


def _is_same(item: Quantity, quantity: Quantity) -> bool:
    one, other = item.unit.endswith("/s"), quantity.unit.endswith("/s")
    same_unit = item.unit == quantity.unit or (one and other)
    return same_unit and bool(item.subject) and stems(item.subject)[-1:] == stems(quantity.subject)[-1:]


def the_figure(bench: Bench, words: str) -> Known:
    """Return the one figure that words name.

    Raises:
        InputError: they name none or several.
    """
    found = find_figures(bench, words)
    if not found:
        raise unclear(f"there is no figure {clip_line(without_article(words), 60)!r} in the design", _fix(bench, words))
    return _only(words, found)


def _only(words: str, found: tuple[Known, ...]) -> Known:
    if len(found) > 1:
        named = ", ".join(f"{figure.title} ({figure.name})" for figure in found[:6])
        raise unclear(
            f"{clip_line(without_article(words), 60)!r} may be {named}", "say which one, by its title or name"
        )
    return found[0]


def find_figures(bench: Bench, words: str) -> tuple[Known, ...]:
    """Return the figures that words may name, the surest way of naming them first."""
    plain = re.sub(r"^(?:the|our|its|all)\s+", "", words.strip().strip("\"'“”"), flags=re.I)
    return _figures_named(bench, plain) or _figures_named(bench, without_article(words))


def _figures_named(bench: Bench, said: str) -> tuple[Known, ...]:
    wanted = set(stems(said.replace("_", " ")))
    known = tuple(figures_of(bench))
    if not wanted:
        return ()
    nouns = {item.name: _nouns(bench, item.name) for item in known if item.is_parameter}
    low = said.casefold()
    spelt = {item.name: item.name.replace("_", " ") for item in known}
    near = {item.name: max(fuzz.ratio(low, item.title.casefold()), fuzz.ratio(low, spelt[item.name])) for item in known}
    for hits in (
        [item for item in known if low in (item.name, item.title.casefold(), spelt[item.name])],
        [item for item in known if wanted in (set(stems(spelt[item.name])), set(stems(item.title)))],
        [item for item in known if frozenset(wanted) in nouns.get(item.name, ())],
        [item for item in known if wanted <= set(stems(f"{spelt[item.name]} {item.title}"))],
        [item for item in known if near[item.name] >= _CHOICE],
    ):
        if hits:
            return tuple(hits)
    return ()


def figures_of(bench: Bench) -> Iterator[Known]:
    """Yield the parameters, then the figures of the brief that none of them took; each name once."""
    seen: set[str] = set()
    spans = set()
    values: list[tuple[str, float]] = []
    for item in bench.design.capacity.parameters:
        spans.add(item.span)
        values.append((item.unit, item.value))
        if item.name not in seen:
            seen.add(item.name)
            yield Known(item.name, item.title or item.name, item.value, item.unit, True, _role(bench, item))
    for quantity in bench.design.brief.quantities:
        is_taken = quantity.span in spans or any(
            unit == quantity.unit and math.isclose(value, quantity.value, rel_tol=1e-9) for unit, value in values
        )
        if quantity.name not in seen and not is_taken:
            seen.add(quantity.name)
            yield Known(quantity.name, _title(quantity), quantity.value, quantity.unit, False, quantity.role)


def _role(bench: Bench, item: Parameter) -> str:
    owner = bench.catalog.by_id.get(item.ref.partition("/")[0])
    spec = owner.parameters.get(item.name) if owner is not None else None
    return spec.role if spec is not None else ""


def _title(quantity: Quantity) -> str:
    return (quantity.subject or quantity.name.replace("_", " ")).capitalize()


def _nouns(bench: Bench, name: str) -> frozenset[frozenset[str]]:
    specs = (
        blueprint.parameters[name]
        for match in bench.design.blueprints
        if (blueprint := bench.catalog.by_id.get(match.id)) is not None and name in blueprint.parameters
    )
    return frozenset(frozenset(stems(noun)) for spec in specs for noun in spec.nouns)


def _value_of(figure: Known, words: str) -> float:
    """Return the value that words give a figure, in its unit.

    Raises:
        InputError: they give none.
    """
    unit = figure.unit
    for item in quantities_in(words):
        if item.unit == unit or (
            item.unit.endswith("/s") and unit.endswith("/s") and "bytes/s" not in (item.unit, unit)
        ):
            return item.value
    percent = re.fullmatch(r"([\d.,]+)\s*(?:%|percent)", words.strip(), re.I)
    value = _number(percent[1] if percent else words.strip())
    if value is None and unit in ("count", "ratio"):
        value = next((item.value for item in quantities_in(f"{words} items") if item.unit == "count"), None)
    if value is None:
        example = human(figure.value, unit)
        raise unclear(
            f"{clip_line(words, 60)!r} is no figure in {unit}", f"write it like {example}, or {figure.value:g}"
        )
    return value / 100 if percent else value


def _fix(bench: Bench, words: str) -> str:
    titles = [figure.title for figure in figures_of(bench)]
    near = nearest(words, titles)
    return f"the figures are {', '.join(near)}" if near else "the design has no figures that can be set"


def joined(changes: Sequence[Change]) -> Change:
    """Return changes of figures as one."""
    answers = {name: value for change in changes for name, value in change.answers.items()}
    figures = {name: value for change in changes for name, value in change.figures.items()}
    return Change(says=tuple(text for change in changes for text in change.says), answers=answers, figures=figures)


def _number(words: str) -> float | None:
    whole = number_in(words)
    if whole is not None:
        return float(whole)
    try:
        return float(words.replace(",", ""))
    except ValueError:
        return None
