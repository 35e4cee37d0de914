"""Questions about a design as a whole: what stands alone, what is full first, what is weak, what it costs, who calls whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from designer.edits.edits import AddComponent
from designer.estimate.utilisation import utilisations
from designer.model.component import Component
from designer.model.figures import human
from designer.model.kinds import DATASTORE_KINDS, Family
from designer.refining.change import Bench, Change
from designer.refining.copies import survive_region
from designer.refining.naming import part_of
from designer.refining.products import kind_named
from designer.refining.words import listed, stems, without_article
from designer.rules.facts import Facts
from designer.rules.outages import outages
from designer.rules.registry import ALL
from designer.rules.reliability.single_point_of_failure import single_point_of_failure

_MOST = 10
_EXAMPLES = 3


def single_points(bench: Bench, found: re.Match[str]) -> Change:
    """Name the parts that some critical flow cannot do without, and what their loss stops."""
    known = bench.design.graph.by_id
    keys = {
        key: None
        for finding in single_point_of_failure.findings(Facts(bench.design))
        for key in finding.subjects
        if key in known
    }
    if not keys:
        return Change(
            reply="No part is a single point of failure: each that critical flows need has another copy or way."
        )
    lost = {item.subject: item for item in outages(bench.design)}
    names = {flow.id: flow.name for flow in bench.design.flows}

    def lines() -> Iterator[str]:
        yield f"{len(keys)} of {len(known)} parts {'is a single point' if len(keys) == 1 else 'are single points'} of failure:"
        for key in keys:
            stopped = [names[one.flow] for one in (lost[key].flows if key in lost else ()) if one.effect == "stopped"]
            what = f": without it, {listed([f'“{name}”' for name in stopped[:_EXAMPLES]])} stops" if stopped else ""
            yield f"  {known[key].name}, {known[key].replicas} copy{what}."
        yield f"  To change that, say 'run 2 replicas of {known[next(iter(keys))].name}'."

    return _reply(lines())


def bottlenecks(bench: Bench, found: re.Match[str]) -> Change:
    """Name the parts that are nearest to what they can carry."""
    design = bench.design
    blueprints = [bench.catalog.by_id[match.id] for match in design.blueprints if match.id in bench.catalog.by_id]
    full = sorted(utilisations(design, blueprints), key=lambda item: (-item.share, item.component))
    if not full:
        return Change(
            reply="No part states how much it can carry, so nothing tells what is full first.\n"
            "  Measure it, and state capacity_per_node in design.json."
        )
    known = design.graph.by_id
    lines = ["The parts nearest to what they can carry, at peak:"]
    lines += [f"  {known[item.component].name}: {item.share:.0%}, {item.words}." for item in full[:_MOST]]
    return _reply(lines)


def weaknesses(bench: Bench, found: re.Match[str]) -> Change:
    """Name the open findings, worst first."""
    open_ones = [item for item in bench.design.findings if item.is_open]
    if not open_ones:
        return Change(reply="No finding is open.")
    lines = [f"{len(open_ones)} {'finding is' if len(open_ones) == 1 else 'findings are'} open:"]
    for item in open_ones[:_MOST]:
        lines += [f"  {item.severity.value} {item.rule}: {item.message}.", f"    Fix: {item.fix}"]
    if len(open_ones) > _MOST:
        lines.append(f"  and {len(open_ones) - _MOST} more; `designer check` lists them all")
    return _reply(lines)


def quality(bench: Bench, said: str) -> Change:
    """Say what tells about a quality as a whole, and which instructions would raise it; nothing is changed."""
    word = said.casefold()
    category, forms = next(((where, said) for stem, where, said in _QUALITIES if stem in word), _QUALITIES[-1][1:])
    codes = {rule.code for rule in ALL if rule.category.value in category}
    hits = [item for item in bench.design.findings if item.is_open and item.rule in codes]
    number = f"{len(hits)} open findings bear" if len(hits) > 1 else f"{'One' if hits else 'No'} open finding bears"
    lines = [f"{number} on that; nothing was changed."]
    for item in hits[:_MOST]:
        lines += [f"  {item.severity.value} {item.rule}: {item.message}.", f"    Fix: {item.fix}"]
    if hits:
        lines.append("  `designer fix` mends those that it can.")
    lines.append("What would raise it, each an instruction of its own:")
    lines += [f"  '{text}'" for text in forms]
    return _reply(lines)


_QUALITIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("secur", ("security",), ("add authentication", "add rate limiting", "encrypt everything at rest", "add a WAF")),
    ("saf", ("security",), ("add authentication", "add rate limiting", "encrypt everything at rest", "add a WAF")),
    ("availab", ("reliability",), ("make it highly available", "make it survive a region", "availability must be 99.95 %")),
    ("uptime", ("reliability",), ("make it highly available", "make it survive a region", "availability must be 99.95 %")),
    ("relia", ("reliability",), ("make it highly available", "add circuit breakers", "make it survive a region")),
    ("resil", ("reliability",), ("make it highly available", "add circuit breakers", "make it survive a region")),
    ("", ("scale", "structure"), ("add a cache in front of X", "make the call from A to B asynchronous", "add a read replica of X",
                                  "run N replicas of X", "shard X by KEY")),
)  # fmt: skip
"""Part of a word, the categories of the rules that bear on it, and forms of instruction that raise it."""


def cost(bench: Bench, found: re.Match[str]) -> Change:
    """Say what a design costs as far as it is computed, what drives it, and what would lower it; nothing is changed."""
    return _reply(_of_cost(bench))


def _of_cost(bench: Bench) -> Iterator[str]:
    design = bench.design
    priced = [item for item in design.capacity.estimates if item.unit.startswith("usd")]
    if priced:
        yield "What it costs, as far as it is computed:"
        yield from (f"  {item.title or item.name}: {human(item.value, item.unit)}." for item in priced[:_MOST])
    else:
        yield "The design computes no cost, so nothing could show that a change lowers it; nothing was changed."
    ours = [part for part in design.graph.components if part.family not in (Family.CLIENT, Family.EXTERNAL)]
    copies = sum(part.replicas for part in ours)
    if not ours:
        return
    yield f"What drives it: {copies} copies of {len(ours)} parts."
    for part in sorted(ours, key=lambda part: (-part.replicas, part.id))[:_EXAMPLES]:
        yield f"  {part.name}: {part.replicas} {'copy' if part.replicas == 1 else 'copies'} of {part.technology or part.kind.label}."
    stored = sorted(
        (item for item in design.capacity.estimates if item.unit == "bytes"), key=lambda item: (-item.value, item.name)
    )
    for item in stored[:_EXAMPLES]:
        yield f"  {item.title or item.name}: {human(item.value, item.unit)}."
    yield "What would lower it, each an instruction of its own:"
    yield from (f"  '{text}'" for text in _savings(bench, ours))


def _savings(bench: Bench, ours: list[Component]) -> Iterator[str]:
    """Yield instructions that leave less to run or to keep."""
    most = max(ours, key=lambda part: (part.replicas, part.id))
    if most.replicas > 2:
        yield f"run {max(2, most.replicas // 2)} replicas of {most.name}"
    for item in bench.design.capacity.parameters:
        if item.name.endswith("retention") and item.value > 0:
            yield f"set {item.name} to {human(item.value / 2, item.unit)}"
            break
    for part in ours:
        if part.prop("rebuildable") is True and not _is_required(bench, part):
            yield f"remove {part.name}"
            break
    yield "20 % less traffic"


def _is_required(bench: Bench, part: Component) -> bool:
    return any(
        (owner := bench.catalog.by_id.get(name.partition("/")[0])) is not None
        and (role := owner.roles.get(name.partition("/")[2])) is not None
        and role.required
        for name in part.roles
    )


def open_questions(bench: Bench, found: re.Match[str]) -> Change:
    """Name the open questions, the answers taken, and the others."""
    asked = bench.design.questions
    if not asked:
        return Change(reply="No question is open.")
    lines = [f"{len(asked)} {'question is' if len(asked) == 1 else 'questions are'} open:"]
    for one in asked:
        others = [option for option in one.options if option != one.default]
        lines.append(f"  {one.id}: {one.text} Taken: {one.default or 'nothing'}.")
        lines += [f"    Others: {'; '.join(others)}."] if others else []
    lines.append(f"  To answer one, say '{asked[0].id}: ANSWER'.")
    return _reply(lines)


def survives_region(bench: Bench, found: re.Match[str]) -> Change:
    """Say whether a second region stands by, as far as the design tells."""
    change = survive_region(bench, found)
    if not change.edits:
        return Change(reply="Yes, as far as the design tells: a second region stands by.")
    missing = [edit.name for edit in change.edits if isinstance(edit, AddComponent)]
    what = f", among them {listed(missing[:4])}" if missing else ""
    return Change(
        reply=f"No: {len(change.edits)} changes would be needed{what}.\n  'make it survive a region' makes them."
    )


def callers(bench: Bench, found: re.Match[str]) -> Change:
    """Say who calls a part, and what it calls."""
    part = part_of(bench, found["a"])
    graph = bench.design.graph
    is_in = found.groupdict().get("into") is not None
    links = graph.incoming[part.id] if is_in else graph.outgoing[part.id]
    others = [(graph.by_id[link.source if is_in else link.target].name, link) for link in links]
    if not others:
        return Change(reply=f"Nothing calls {part.name}." if is_in else f"{part.name} calls nothing.")
    lines = [f"{part.name} is called by:" if is_in else f"{part.name} calls:"]
    lines += [
        f"  {name}: {link.label or 'no label'} ({', '.join(filter(None, (link.protocol, link.mode.value)))})."
        for name, link in sorted(others, key=lambda pair: (pair[0], pair[1].id))
    ]
    return _reply(lines)


def list_parts(bench: Bench, found: re.Match[str]) -> Change | None:
    """Name the parts of a kind, or all; None for words that name no kind."""
    said = without_article(found["a"]).casefold()
    parts = bench.design.graph.components
    if re.fullmatch(r"(?:components|parts|services and stores|everything|pieces|building blocks)", said):
        chosen = list(parts)
    elif re.fullmatch(r"(?:databases?|stores?|data ?stores?)", said):
        chosen = [part for part in parts if part.kind in DATASTORE_KINDS]
    else:
        kind = kind_named(said, bench.catalog)
        if kind is None:
            return None
        chosen = [part for part in parts if part.kind is kind]
    if not chosen:
        return Change(reply=f"There is no {said.removesuffix('s')} in the design.")
    lines = [f"{len(chosen)} of {len(parts)} parts:"]
    for part in chosen:
        facts = [part.kind.label, part.technology, f"{part.replicas} {'copy' if part.replicas == 1 else 'copies'}"]
        lines.append(f"  {part.name}: {', '.join(fact for fact in facts if fact)}.")
    return _reply(lines)


def numbers(bench: Bench, found: re.Match[str]) -> Change | None:
    """Name the figures whose titles have the words that are said, or all; None where no figure has."""
    said = set(stems(found["a"]))
    is_all = bool(said & set(stems("numbers figures estimates capacity")))
    known = bench.design.graph.by_id
    hits = [
        item for item in bench.design.capacity.estimates
        if is_all or (said and said <= set(stems(f"{item.title} {item.name.replace('_', ' ')}")))
    ]  # fmt: skip
    if not hits:
        return None
    lines = [f"{len(hits)} {'figure' if len(hits) == 1 else 'figures'}:"]
    for item in hits[:_MOST]:
        where = f" of {known[item.subject].name}" if item.subject in known else ""
        lines.append(f"  {item.title or item.name}{where}: {human(item.value, item.unit)} = {item.formula}.")
    if len(hits) > _MOST:
        lines.append(f"  and {len(hits) - _MOST} more; `designer doc` shows them all")
    return _reply(lines)


def how_many(bench: Bench, found: re.Match[str]) -> Change:
    """Say in how many copies a part runs, and by which formula where one counts them."""
    part = part_of(bench, found["a"])
    lines = [f"{part.name} runs in {part.replicas} {'copy' if part.replicas == 1 else 'copies'}."]
    lines += [
        f"  {item.title or item.name}: {human(item.value, item.unit)} = {item.formula}."
        for item in bench.design.capacity.estimates
        if item.subject == part.id and item.unit == "count"
    ]
    return _reply(lines)


def _reply(lines: Iterable[str]) -> Change:
    return Change(reply="\n".join(lines))
