"""A team's own rules as data: a condition of `designer.rules.language`, and the words for what it finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from designer.model.base import Frozen
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.flow import Flow
from designer.rules.facts import Facts
from designer.rules.language import Element, holds, parse_condition
from designer.rules.rule import Found, Rule

_Text = Annotated[str, StringConstraints(min_length=3, max_length=600)]
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,11}[0-9]{3}$")]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$", max_length=60)]
_PLACE = re.compile(r"\{(\w{1,40})\}")


class DeclaredTest(Frozen):
    """A small design in which the rule must find something (`finds`: ids of the subjects), or nothing."""

    name: str = Field(min_length=1)
    graph: dict[str, Any]
    finds: tuple[tuple[str, ...], ...] = ()


class DeclaredRule(Frozen):
    """A rule as data. `about` says of what `where` speaks; `finds` may name fields: "{name} has no owner"."""

    code: _Code
    name: _Name
    severity: Severity = Severity.WARNING
    about: Literal["component", "connection", "flow", "design"] = "component"
    where: _Text
    finds: _Text
    why: _Text
    fix: _Text
    source: str = ""
    tests: tuple[DeclaredTest, ...] = ()


class DeclaredRules(Frozen):
    """A file of rules."""

    schema_version: Literal["1", 1]
    rules: tuple[DeclaredRule, ...] = Field(min_length=1)


def rule_of(declared: DeclaredRule) -> Rule:
    """Return the rule that a declaration describes.

    Raises:
        InputError: its condition is broken.
    """
    tree = parse_condition(declared.where, declared.about)

    def check(facts: Facts) -> Iterator[Found]:
        for element in _elements(declared.about, facts):
            if holds(tree, element, facts):
                about = () if isinstance(element, Facts) else (element,)
                yield Found.at(_message(declared.finds, element, facts), *about)

    return Rule(
        code=declared.code,
        name=declared.name,
        severity=declared.severity,
        summary=declared.finds,
        why=declared.why,
        fix=declared.fix,
        source=declared.source,
        check=check,
    )


def _elements(about: str, facts: Facts) -> Iterable[Element]:
    if about == "component":
        return facts.components
    if about == "connection":
        return facts.links
    return facts.sized.flows if about == "flow" else (facts,)


def _message(text: str, element: Element, facts: Facts) -> str:
    """Return the words for a finding; names of parts are data, and braces that name nothing stay as they are."""
    known: dict[str, str] = {}
    if isinstance(element, Connection):
        known = {"source": facts.component(element.source).name, "target": facts.component(element.target).name}
        known["label"] = element.label
    elif isinstance(element, Component):
        known = {"name": element.name, "kind": element.kind.label, "technology": element.technology, "id": element.id}
    elif isinstance(element, Flow):
        known = {"name": element.name}
    return _PLACE.sub(lambda match: known.get(match.group(1), match.group()), text)
