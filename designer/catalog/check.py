"""Check one blueprint's data against its schema and itself: every problem with its line, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from designer.catalog.formula import evaluate, names_in
from designer.catalog.strict_yaml import Document, Path
from designer.errors import BlueprintError, Problem
from designer.model.base import Scalar
from designer.model.block import Block
from designer.model.blueprint import Blueprint
from designer.model.outline import Outline
from designer.model.properties import (
    COMPONENT_PROPERTIES,
    CONNECTION_PROPERTIES,
    PropertySpec,
    property_problem,
)

_Pattern = Blueprint | Block
_Found = tuple[Path, str, str]
TOLERANCE = 0.01
_UNITS = frozenset({"bytes", "bytes/s", "s", "ratio", "count", "usd", "usd/month"})


def read_blueprint(document: Document, *, name: str) -> Blueprint:
    """Return the blueprint that a YAML document holds.

    Raises:
        BlueprintError: one problem for each thing that is wrong, with `file:line:column`.
    """
    try:
        blueprint = Blueprint.model_validate(document.data)
    except ValidationError as error:
        raise BlueprintError(problems=list(schema_problems(error, document, name))) from error
    problems = [Problem(what, place(document, path, name), fix) for path, what, fix in _reference_problems(blueprint)]
    if problems:
        raise BlueprintError(problems=problems)
    return blueprint


def read_block(document: Document, *, name: str) -> Block:
    """Return the building block that a YAML document holds.

    Raises:
        BlueprintError: one problem for each thing that is wrong, with `file:line:column`.
    """
    try:
        block = Block.model_validate(document.data)
    except ValidationError as error:
        raise BlueprintError(problems=list(schema_problems(error, document, name))) from error
    problems = [Problem(what, place(document, path, name), fix) for path, what, fix in _block_problems(block)]
    if problems:
        raise BlueprintError(problems=problems)
    return block


def read_outline(document: Document, *, name: str) -> Outline:
    """Return the outline that a YAML document holds.

    Raises:
        BlueprintError: one problem for each thing that is wrong, with `file:line:column`.
    """
    data = document.data
    services = data.get("services") if isinstance(data, dict) else None
    if isinstance(services, dict):
        named = {key: {"id": key, **item} if isinstance(item, dict) else item for key, item in services.items()}
        data = {**data, "services": named}
    try:
        outline = Outline.model_validate(data)
    except ValidationError as error:
        raise BlueprintError(problems=list(schema_problems(error, document, name))) from error
    problems = [Problem(what, place(document, path, name), fix) for path, what, fix in _block_problems(outline)]
    if problems:
        raise BlueprintError(problems=problems)
    return outline


def place(document: Document, path: Path, name: str) -> str:
    """Return `file:line:column` of the value at `path`."""
    line, column = document.where(path)
    return f"{name}:{line}:{column}"


def schema_problems(error: ValidationError, document: Document, name: str) -> Iterator[Problem]:
    """Yield one problem for each violation of the schema."""
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        path = tuple(item["loc"])
        dotted = ".".join(str(part) for part in path)
        what = f"unknown key {dotted!r}" if item["type"] == "extra_forbidden" else f"{dotted}: {item['msg']}"
        fix = "remove it or correct its name" if item["type"] == "extra_forbidden" else "correct the value"
        yield Problem(what, place(document, path, name), fix)


def _reference_problems(blueprint: Blueprint) -> Iterator[_Found]:
    yield from _role_problems(blueprint, blueprint.boundaries)
    yield from _boundary_problems(blueprint)
    yield from _connection_problems(blueprint, frozenset(blueprint.roles))
    yield from _flow_problems(blueprint, frozenset(blueprint.roles))
    if not any(flow.kind == "failure" for flow in blueprint.flows.values()):
        yield ("flows",), "there is no failure flow", "add a flow with kind: failure"
    yield from _data_problems(blueprint)
    yield from _state_problems(blueprint)
    yield from _option_problems(blueprint)
    yield from _demand_problems(blueprint)
    yield from _formula_problems(blueprint)
    yield from _example_problems(blueprint)


def _block_problems(block: Block) -> Iterator[_Found]:
    names = frozenset(block.roles) | frozenset(block.needs)
    if isinstance(block, Outline):
        names |= block.ends
    yield from _role_problems(block, {})
    yield from _connection_problems(block, names)
    yield from _flow_problems(block, names)
    yield from _data_problems(block)
    yield from _formula_problems(block)
    for key in block.needs.keys() & block.roles.keys():
        yield ("needs", key), f"{key!r} is a role as well", "rename the port"
    for key, port in block.needs.items():
        for name, value in port.grants.items():
            if problem := property_problem(name, value, COMPONENT_PROPERTIES):
                yield ("needs", key, "grants", name), problem, "see designer/model/properties.py"
    for key in block.offers:
        yield from _known(("offers",), key, frozenset(block.roles))


def _role(pattern: _Pattern, path: Path, role: str | None) -> Iterator[_Found]:
    ends = pattern.ends if isinstance(pattern, Outline) else frozenset()
    yield from _known(path, role, frozenset(pattern.roles) | ends)


def _known(path: Path, name: str | None, names: frozenset[str]) -> Iterator[_Found]:
    if name is not None and name not in names:
        yield path, f"{name!r} is not a role", f"use one of {', '.join(sorted(names))}"


def _properties(path: Path, properties: dict[str, Scalar], known: dict[str, PropertySpec]) -> Iterator[_Found]:
    for key, value in properties.items():
        if problem := property_problem(key, value, known):
            yield (*path, "properties", key), problem, "see designer/model/properties.py"


def _role_problems(blueprint: _Pattern, boundaries: Mapping[str, object]) -> Iterator[_Found]:
    linked = {end for link in blueprint.connections for end in (link.source, link.target)}
    for key, role in blueprint.roles.items():
        path: Path = ("roles", key)
        if role.boundary is not None and role.boundary not in boundaries and boundaries:
            yield (*path, "boundary"), f"{role.boundary!r} is not a boundary", "declare it under boundaries"
        for other in role.shares_with:
            yield from _role(blueprint, (*path, "shares_with"), other)
        if key not in linked:
            yield path, f"role {key!r} is connected to nothing", "connect it or remove it"
        if role.replicas is not None and role.replicas < role.min_replicas:
            yield (*path, "replicas"), "replicas is below min_replicas", "raise it"
        yield from _properties(path, role.properties, dict(COMPONENT_PROPERTIES))


def _boundary_problems(blueprint: Blueprint) -> Iterator[_Found]:
    for key, boundary in blueprint.boundaries.items():
        if boundary.parent is not None and boundary.parent not in blueprint.boundaries:
            yield ("boundaries", key, "parent"), f"{boundary.parent!r} is not a boundary", "declare it"


def _connection_problems(blueprint: _Pattern, names: frozenset[str]) -> Iterator[_Found]:
    seen: set[tuple[str, str]] = set()
    for index, link in enumerate(blueprint.connections):
        path: Path = ("connections", index)
        yield from _known((*path, "from"), link.source, names)
        yield from _known((*path, "to"), link.target, names)
        if (link.source, link.target) in seen:
            yield path, f"{link.source}>{link.target} stands twice", "say it in one connection"
        seen.add((link.source, link.target))
        yield from _properties(path, link.properties, dict(CONNECTION_PROPERTIES))


def _flow_problems(blueprint: _Pattern, names: frozenset[str]) -> Iterator[_Found]:
    links = {(link.source, link.target) for link in blueprint.connections}
    links |= set(blueprint.implied_links()) if isinstance(blueprint, Outline) else set()
    for key, flow in blueprint.flows.items():
        for role in flow.needs:
            yield from _known(("flows", key, "needs"), role, names)
        for index, step in enumerate(flow.steps):
            path: Path = ("flows", key, "steps", index)
            yield from _known((*path, "from"), step.source, names)
            yield from _known((*path, "to"), step.target, names)
            ends = (step.source, step.target)
            if ends not in links and ends[::-1] not in links and ends[0] != ends[1]:
                yield path, f"no connection between {ends[0]!r} and {ends[1]!r}", "connect them or change the step"


def _data_problems(blueprint: _Pattern) -> Iterator[_Found]:
    for key, entity in blueprint.entities.items():
        yield from _role(blueprint, ("entities", key, "store"), entity.store)
        for index, field in enumerate(entity.fields):
            if field.references is not None and field.references not in blueprint.entities:
                path: Path = ("entities", key, "fields", index, "references")
                yield path, f"{field.references!r} is not an entity", "declare it under entities"
    for index, interface in enumerate(blueprint.interfaces):
        yield from _role(blueprint, ("interfaces", index, "role"), interface.role)
    for index, mode in enumerate(blueprint.failure_modes):
        yield from _role(blueprint, ("failure_modes", index, "role"), mode.role)
    for index, decision in enumerate(blueprint.decisions):
        for role in decision.roles:
            yield from _role(blueprint, ("decisions", index, "roles"), role)


def _state_problems(blueprint: Blueprint) -> Iterator[_Found]:
    for key, machine in blueprint.state_machines.items():
        if machine.entity is not None and machine.entity not in blueprint.entities:
            yield ("state_machines", key, "entity"), f"{machine.entity!r} is not an entity", "declare it"


def _option_problems(blueprint: Blueprint) -> Iterator[_Found]:
    for key, option in blueprint.options.items():
        path: Path = ("options", key)
        defaults = (option.default,) if isinstance(option.default, str) else option.default
        for default in defaults:
            if default not in option.choices:
                yield (*path, "default"), f"{default!r} is not a choice", f"use one of {', '.join(option.choices)}"
        if option.kind == "one-of" and len(defaults) != 1:
            yield (*path, "default"), "a one-of option has one default", "name one choice"
        for name, choice in option.choices.items():
            for role in (*choice.roles, *choice.technology):
                yield from _role(blueprint, (*path, "choices", name), role)
    for question in blueprint.questions:
        if question not in blueprint.options and question not in blueprint.parameters:
            yield ("questions",), f"{question!r} is neither an option nor a parameter", "name one of them"


def _demand_problems(blueprint: Blueprint) -> Iterator[_Found]:
    links = {f"{link.source}>{link.target}": link for link in blueprint.connections}
    for index, demand in enumerate(blueprint.demands):
        path: Path = ("demands", index)
        if (demand.role is None) == (demand.connection is None):
            yield path, "a demand names a role or a connection", "give exactly one of the two"
        elif demand.role is not None:
            yield from _role(blueprint, (*path, "role"), demand.role)
            role = blueprint.roles.get(demand.role)
            if role and demand.property != "replicas" and demand.property not in role.properties:
                yield path, f"role {demand.role!r} does not state {demand.property!r}", "state it under properties"
            if role and demand.property == "replicas" and role.min_replicas < 2:
                yield path, f"role {demand.role!r} has min_replicas 1", "set min_replicas to 2 or more"
        elif demand.connection not in links:
            yield path, f"{demand.connection!r} is not a connection", "write it as from>to"
        elif demand.property not in links[demand.connection].properties:
            yield path, f"{demand.connection} does not state {demand.property!r}", "state it under properties"


def _unit_problems(blueprint: _Pattern) -> Iterator[_Found]:
    for section in ("parameters", "capacity"):
        for key, spec in getattr(blueprint, section).items():
            if spec.unit not in _UNITS and not spec.unit.endswith("/s"):
                fix = f"use one of {', '.join(sorted(_UNITS))}, or a counted thing a second such as links/s"
                yield (section, key, "unit"), f"{spec.unit!r} is not a base unit", fix


def _formula_problems(blueprint: _Pattern) -> Iterator[_Found]:
    yield from _unit_problems(blueprint)
    known = set(blueprint.parameters)
    for key, spec in blueprint.parameters.items():
        if not spec.min <= spec.default <= spec.max:
            yield ("parameters", key, "default"), "the default is outside min and max", "correct one of the three"
    for key, formula in blueprint.capacity.items():
        path: Path = ("capacity", key)
        yield from _role(blueprint, (*path, "subject"), formula.subject)
        if key in known:
            yield path, f"{key!r} is a parameter or stands twice", "rename it"
        try:
            unknown = names_in(formula.formula) - known
        except BlueprintError as error:
            yield (*path, "formula"), error.what, error.fix
            continue
        for name in sorted(unknown):
            yield (*path, "formula"), f"{name!r} is neither a parameter nor an earlier formula", "declare it above"
        known.add(key)
        if not unknown:
            yield from _example_value_problems(blueprint, key, path)


def _example_value_problems(blueprint: _Pattern, key: str, path: Path) -> Iterator[_Found]:
    formula = blueprint.capacity[key]
    for name in formula.example.inputs:
        if name not in blueprint.parameters and name not in blueprint.capacity:
            yield (*path, "example"), f"{name!r} is not a parameter", "name a parameter or a formula"
            return
    try:
        value = worked_value(blueprint, key)
    except BlueprintError as error:
        yield (*path, "example"), error.what, error.fix
        return
    gives = formula.example.gives
    if abs(value - gives) > TOLERANCE * max(abs(gives), 1e-12):
        yield (*path, "example"), f"the formula gives {value:g}, the example says {gives:g}", "correct one of them"


def worked_value(blueprint: Blueprint | Block, key: str) -> float:
    """Return what the formula `key` gives for the inputs of its worked example."""
    values = {name: spec.default for name, spec in blueprint.parameters.items()}
    inputs = blueprint.capacity[key].example.inputs
    values.update({name: value for name, value in inputs.items() if name in blueprint.parameters})
    for name, formula in blueprint.capacity.items():
        values[name] = inputs[name] if name in inputs and name != key else evaluate(formula.formula, values)
        if name == key:
            break
    return values[key]


def _example_problems(blueprint: Blueprint) -> Iterator[_Found]:
    for index, example in enumerate(blueprint.examples):
        path: Path = ("examples", index, "leads_to")
        for role in (*example.leads_to.roles, *example.leads_to.absent, *example.leads_to.technologies):
            yield from _role(blueprint, path, role)
        for number in example.leads_to.numbers:
            if number not in blueprint.capacity and number not in blueprint.parameters:
                yield path, f"{number!r} is neither a formula nor a parameter", "name one of them"
        for key, choice in example.leads_to.options.items():
            if key not in blueprint.options or choice not in blueprint.options[key].choices:
                yield path, f"{key}: {choice} is not an option and choice", "name one that exists"
