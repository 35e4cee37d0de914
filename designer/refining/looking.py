"""What an agent may look up: parts of a design, and blueprints, blocks and technologies of the catalog."""

from __future__ import annotations

from collections.abc import Iterator

from designer.brief.phrases import stemmed
from designer.edits.text import clip_line
from designer.errors import InputError
from designer.model.block import Block
from designer.model.blueprint import Blueprint, DecisionSpec, ParameterSpec, RoleSpec
from designer.model.technology import Technology
from designer.planner.match import rank, ranker_of
from designer.refining.change import Bench, unclear
from designer.refining.naming import find_parts, nearest
from designer.refining.reading import question_answered
from designer.refining.words import stems

_MOST = 6
_MOST_LINES = 40


def found(bench: Bench, words: str) -> str:
    """Return what has some words for its name or its purpose: parts of the design first, then the catalog."""
    lines = [*_parts(bench, words), *_blueprints(bench, words), *_blocks(bench, words), *_technologies(bench, words)]
    return "\n".join(lines) or "nothing in the design and the catalog is called so"


def shown(bench: Bench, key: str) -> str:
    """Return what is known of one thing, by its id.

    Raises:
        InputError: there is none with this id.
    """
    graph = bench.design.graph
    if key in graph.by_id:
        change = question_answered(bench, f"explain {key}")
        return change.reply if change is not None else key
    for link in graph.connections:
        if link.id == key:
            stated = ", ".join(f"{name}={value}" for name, value in link.properties.items())
            return f"connection {key}: {link.source} > {link.target}, {link.mode.value}, {link.protocol}, {link.label}; {stated}"
    for flow in bench.design.flows:
        if flow.id == key:
            steps = (f"  {step.source} > {step.target}: {step.message}" for step in flow.steps)
            return "\n".join((f"flow {key}: {flow.name}, {flow.kind}", *steps))
    for decision in bench.design.decisions:
        if decision.id == key:
            rather = (f"  rather {one.name}, when {one.when}" for one in decision.alternatives)
            return "\n".join((f"decision {key}: {decision.title}. {decision.context} {decision.choice}", *rather))
    if (blueprint := bench.catalog.by_id.get(key)) is not None:
        return "\n".join(_blueprint(blueprint))
    if (block := next((one for one in bench.catalog.blocks if one.id == key), None)) is not None:
        return "\n".join(_block(block))
    if (technology := bench.catalog.technology(key)) is not None:
        return "\n".join(_technology(technology))
    known = [*graph.by_id, *bench.catalog.by_id, *(one.id for one in bench.catalog.blocks)]
    near = nearest(key, known)
    raise unclear(f"there is nothing with the id {clip_line(key, 60)!r}", f"use one of {', '.join(near)}, or find it")


def _parts(bench: Bench, words: str) -> Iterator[str]:
    try:
        parts = find_parts(bench, words)
    except InputError:
        parts = ()
    for part in parts[:_MOST]:
        yield f"component {part.id}: {part.name}, {part.kind.value}, {part.technology or 'no product stated'}"


def _blueprints(bench: Bench, words: str) -> Iterator[str]:
    wanted = set(stems(words))
    fits = [one.id for one in rank(stemmed(words), ranker_of(bench.catalog), bench.catalog)[:_MOST]] if wanted else []
    named = [one.id for one in bench.catalog.blueprints if wanted and wanted <= set(stems(f"{one.id} {one.title}"))]
    for key in list(dict.fromkeys([*named, *fits]))[:_MOST]:
        blueprint = bench.catalog.by_id[key]
        yield f"blueprint {key}: {blueprint.title}. {clip_line(blueprint.summary, 160)}"


def _blocks(bench: Bench, words: str) -> Iterator[str]:
    wanted = set(stems(words))
    hits = [
        (len(wanted & set(stems(f"{one.id} {one.title} {' '.join(one.says)}"))), one) for one in bench.catalog.blocks
    ]
    for count, block in sorted(hits, key=lambda hit: (-hit[0], hit[1].id))[:_MOST]:
        if count:
            yield f"block {block.id}: {block.title}. {clip_line(block.summary, 160)}"


def _technologies(bench: Bench, words: str) -> Iterator[str]:
    exact = bench.catalog.technology(words.strip())
    wanted = set(stems(words))
    alike = [
        one
        for one in bench.catalog.technologies
        if wanted & set(stems(one.name)) or any(words.strip().casefold() == kind.value for kind in one.kinds)
    ]
    for one in list(dict.fromkeys(([exact] if exact else []) + alike))[:_MOST]:
        yield f"technology {one.id}: {one.name}, plays {', '.join(one.kinds)}"


def _blueprint(one: Blueprint) -> Iterator[str]:
    yield f"blueprint {one.id}: {one.title}. {one.summary}"
    yield from _of(one.roles, one.parameters, one.decisions)
    for key, option in sorted(one.options.items()):
        yield f"  option {key}: {option.question} {', '.join(sorted(option.choices))}"
    yield from (f"  trade-off: {text}" for text in one.trade_offs[:_MOST])


def _block(one: Block) -> Iterator[str]:
    yield f"block {one.id}: {one.title}. {one.summary}"
    yield from _of(one.roles, one.parameters, one.decisions)
    for link in one.connections:
        yield f"  connection {link.source} > {link.target}: {link.mode.value}, {link.label}"


def _of(
    roles: dict[str, RoleSpec], parameters: dict[str, ParameterSpec], decisions: tuple[DecisionSpec, ...]
) -> Iterator[str]:
    for key, role in sorted(roles.items())[:_MOST_LINES]:
        product = f", {role.technology.default}" if role.technology is not None else ""
        yield f"  role {key}: {role.name}, {role.kind.value}{product}{'' if role.required else ', optional'}"
    for key, spec in sorted(parameters.items())[:_MOST_LINES]:
        yield f"  parameter {key}: {spec.title}, {spec.unit}, {spec.min:g} to {spec.max:g}, by default {spec.default:g}"
    for decision in decisions[:_MOST]:
        yield f"  decision: {decision.title}. {clip_line(decision.choice, 240)}"


def _technology(one: Technology) -> Iterator[str]:
    managed = ", managed" if one.managed else ""
    yield f"technology {one.id}: {one.name}, plays {', '.join(one.kinds)}, speaks {one.protocol or 'no stated protocol'}{managed}"
    if one.capacity is not None:
        yield f"  capacity of a node: {one.capacity.value:g} {one.capacity.unit}, {one.capacity.conditions}"
