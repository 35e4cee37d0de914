"""What most fixes are: a property stated on the parts or connections that a finding is about, more copies, or less."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from designer.edits.edits import ChangeComponent, ChangeConnection, Disconnect, Edit, RemoveComponent
from designer.model.base import Scalar
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Finding
from designer.rules.facts import Facts

Mend = Callable[[Facts, Finding], Iterator[Edit]]
_Chooses = Callable[[Facts, Component], bool]
_ChoosesLink = Callable[[Facts, Connection], bool]


def _any(facts: Facts, item: object) -> bool:
    return True


def parts_state(*, where: _Chooses = _any, **properties: Scalar) -> Mend:
    """Return a fix that states properties on the finding's parts for which `where` holds."""

    def mend(facts: Facts, finding: Finding) -> Iterator[Edit]:
        for part in parts_of(facts, finding):
            missing: dict[str, Scalar | None] = {
                key: value for key, value in properties.items() if part.prop(key) != value
            }
            if missing and where(facts, part):
                yield ChangeComponent(id=part.id, properties=missing)

    return mend


def links_state(*, where: _ChoosesLink = _any, **properties: Scalar) -> Mend:
    """Return a fix that states properties on the finding's connections for which `where` holds."""

    def mend(facts: Facts, finding: Finding) -> Iterator[Edit]:
        for link in links_of(facts, finding):
            missing: dict[str, Scalar | None] = {
                key: value for key, value in properties.items() if link.prop(key) != value
            }
            if missing and where(facts, link):
                yield ChangeConnection(id=link.id, properties=missing)

    return mend


def copies(least: int, *, where: _Chooses = _any, **properties: Scalar) -> Mend:
    """Return a fix that runs the finding's parts in at least `least` copies, and states properties of them."""

    def mend(facts: Facts, finding: Finding) -> Iterator[Edit]:
        for part in parts_of(facts, finding):
            if where(facts, part) and part.replicas < least:
                known: dict[str, Scalar | None] = {
                    key: value for key, value in properties.items() if part.prop(key) is None
                }
                yield ChangeComponent(id=part.id, replicas=least, properties=known)

    return mend


def links_go(facts: Facts, finding: Finding) -> Iterator[Edit]:
    """Yield the removal of the finding's connections."""
    for link in links_of(facts, finding):
        yield Disconnect(id=link.id)


def all_but_first_link_go(facts: Facts, finding: Finding) -> Iterator[Edit]:
    """Yield the removal of the finding's connections except the first by id."""
    for link in sorted(links_of(facts, finding), key=lambda link: link.id)[1:]:
        yield Disconnect(id=link.id)


def parts_go(facts: Facts, finding: Finding) -> Iterator[Edit]:
    """Yield the removal of the finding's parts."""
    for part in parts_of(facts, finding):
        yield RemoveComponent(id=part.id)


def parts_of(facts: Facts, finding: Finding) -> Iterator[Component]:
    """Yield the parts a finding is about, in the order of its subjects."""
    known = facts.sized.graph.by_id
    return (known[key] for key in finding.subjects if key in known)


def links_of(facts: Facts, finding: Finding) -> Iterator[Connection]:
    """Yield the connections a finding is about, in the order of its subjects."""
    known = {link.id: link for link in facts.links}
    return (known[key] for key in finding.subjects if key in known)
