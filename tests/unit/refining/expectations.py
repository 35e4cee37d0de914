"""What an instruction should come to, as small facts that are checked on the design after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from designer.model.component import Component
from designer.model.design import Design

Fact = Callable[[Design, Design], bool]


class Case(NamedTuple):
    """An instruction to one of the designs, and what must hold between the designs before and after."""

    design: str
    text: str
    facts: tuple[Fact, ...]


def case(design: str, text: str, *facts: Fact) -> Case:
    """Return a case."""
    return Case(design, text, facts)


def _part(design: Design, key: str) -> Component:
    return design.graph.by_id[key]


def has(key: str) -> Fact:
    """There is a new part with this id."""
    return lambda old, new: key in new.graph.by_id and key not in old.graph.by_id


def gone(key: str) -> Fact:
    """A part that was there is gone."""
    return lambda old, new: key in old.graph.by_id and key not in new.graph.by_id


def new_kind(kind: str) -> Fact:
    """There is exactly one new part, of this kind."""
    return lambda old, new: [p.kind.value for p in new.graph.components if p.id not in old.graph.by_id] == [kind]


def product(key: str, name: str) -> Fact:
    """A part has this product."""
    return lambda old, new: _part(new, key).technology == name


def no_product(name: str) -> Fact:
    """No part has this product."""
    return lambda old, new: all(name not in p.technology for p in new.graph.components)


def kind(key: str, name: str) -> Fact:
    """A part is of this kind."""
    return lambda old, new: _part(new, key).kind.value == name


def copies(key: str, number: int) -> Fact:
    """A part runs in so many copies."""
    return lambda old, new: _part(new, key).replicas == number


def more_copies(key: str) -> Fact:
    """A part runs in more copies than before."""
    return lambda old, new: _part(new, key).replicas > _part(old, key).replicas


def name(key: str, said: str) -> Fact:
    """A part has this name."""
    return lambda old, new: _part(new, key).name == said


def prop(key: str, field: str, value: object) -> Fact:
    """A part states a property."""
    return lambda old, new: _part(new, key).prop(field) == value


def link(source: str, target: str, mode: str = "") -> Fact:
    """Two parts are connected, in this mode where one is said."""
    return lambda old, new: any(
        one.target == target and mode in ("", one.mode.value) for one in new.graph.outgoing.get(source, ())
    )


def no_link(source: str, target: str) -> Fact:
    """Two parts are not connected (any more)."""
    return lambda old, new: all(one.target != target for one in new.graph.outgoing.get(source, ()))


def protocol(source: str, target: str, said: str) -> Fact:
    """The connection of two parts speaks this."""
    return lambda old, new: [o.protocol for o in new.graph.outgoing[source] if o.target == target] == [said]


def link_prop(source: str, target: str, field: str, value: object) -> Fact:
    """The connection of two parts states a property."""
    return lambda old, new: [o.prop(field) for o in new.graph.outgoing[source] if o.target == target] == [value]


def figure(field: str, value: float) -> Fact:
    """A figure that the design is planned with has this value."""
    return lambda old, new: any(
        abs(item.value - value) <= 1e-6 * value for item in new.capacity.parameters if item.name == field
    )


def times(field: str, factor: float) -> Fact:
    """A figure is this many times what it was."""

    def holds(old: Design, new: Design) -> bool:
        before = {item.name: item.value for item in old.capacity.parameters}
        return figure(field, before[field] * factor)(old, new)

    return holds


def stated(words: str) -> Fact:
    """The brief says these words now, and did not before."""
    return lambda old, new: words in new.brief.text and words not in old.brief.text


def quantity(field: str, value: float) -> Fact:
    """The brief states a figure of this name and value."""
    return lambda old, new: any(q.name == field and abs(q.value - value) < 1e-9 for q in new.brief.quantities)


def same_graph(old: Design, new: Design) -> bool:
    """No part and no connection changed."""
    return old.graph == new.graph


def boundary(key: str) -> Fact:
    """There is a new boundary."""
    return lambda old, new: key in {b.id for b in new.graph.boundaries} - {b.id for b in old.graph.boundaries}
