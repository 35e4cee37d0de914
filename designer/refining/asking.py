"""Questions about a design, answered from what it holds: origins, decisions and the failure walk-through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from designer.edits.text import clip_line
from designer.model.component import Component
from designer.model.decision import Decision
from designer.model.figures import human
from designer.model.origin import Origin
from designer.model.outage import Outage
from designer.refining.change import Bench, Change, unclear
from designer.refining.figures import find_figures
from designer.refining.naming import find_parts, links_between, parts_of, unknown
from designer.refining.products import product_named
from designer.refining.words import listed, stems, without_article
from designer.rules.outages import outages

_MOST_PARTS = 6
_MOST_FLOWS = 12
_WORDS = {"stopped": "stops", "degraded": "goes on with less", "delayed": "is delayed", "slower": "is slower"}


def why(bench: Bench, found: re.Match[str]) -> Change | None:
    """Say why a part, a product, a connection or a choice is there; None when the words name none of them."""
    said = re.sub(r"\s+(?:here|there|in (?:here|this|the) ?(?:design|system)?|at all|needed|used)$", "", found["a"])
    parts = find_parts(bench, said)
    if parts:
        return _reply(_whys(bench, parts), parts)
    if decisions := _decisions_about(bench, said):
        return _reply(line for decision in decisions[:3] for line in _decided(decision))
    product = product_named(said, bench.catalog)
    if product is None:
        raise unknown(bench, said)
    instead = [part for part in bench.design.graph.components if part.kind in product.kinds and part.technology]
    lines = [f"There is no {product.name} in the design."]
    for part in instead[:_MOST_PARTS]:
        reason = _reason(bench, part)
        lines.append(f"  {part.name} could be: it is {part.technology}. {reason}".rstrip())
    return _reply(lines)


def why_not(bench: Bench, found: re.Match[str]) -> Change | None:
    """Say why one product was taken and another was not; None when the words name no part."""
    parts = find_parts(bench, found["a"])
    if not parts:
        return None
    other = without_article(found["b"])
    lines = list(_whys(bench, parts))
    subjects = {part.id for part in parts}
    about = [item for item in bench.design.decisions if subjects & set(item.subjects)]
    named = [
        one for item in about for one in item.alternatives if set(stems(other)) <= set(stems(f"{one.name} {one.when}"))
    ]
    lines += [f"  {one.name} would be better when {one.when}." for one in named if one.when]
    if not any(other.casefold() in line.casefold() for line in lines):
        lines.append(
            f"  Nothing in the design speaks of {other}: 'what if we used {other} instead' tells what would change."
        )
    return _reply(lines, parts)


def why_connected(bench: Bench, found: re.Match[str]) -> Change | None:
    """Say why two parts are connected, or that they are not."""
    ones, others = find_parts(bench, found["a"]), find_parts(bench, found["b"])
    if len(ones) != 1 or len(others) != 1:
        return None
    one, other = ones[0], others[0]
    graph = bench.design.graph
    links = (*links_between(graph, one.id, other.id), *links_between(graph, other.id, one.id))
    if not links:
        return Change(reply=f"{one.name} and {other.name} are not connected.")
    lines = []
    for link in links:
        ends = f"{graph.by_id[link.source].name} to {graph.by_id[link.target].name}"
        lines.append(
            f"{ends}: {link.label or 'no label'} ({', '.join(filter(None, (link.protocol, link.mode.value)))})."
        )
        lines.append(f"  It comes from {_origin(link.origin, bench, link.id)}.")
        names = [
            flow.name
            for flow in bench.design.flows
            if any({s.source, s.target} == {link.source, link.target} for s in flow.steps)
        ]
        if names:
            lines.append(f"  Flows over it: {listed(names[:_MOST_FLOWS])}.")
    both = {one.id, other.id}
    lines += [text for item in bench.design.decisions if both <= set(item.subjects) for text in _decided(item)]
    return _reply(lines)


def explain(bench: Bench, found: re.Match[str]) -> Change | None:
    """Say what a part is, does and comes from; else what an estimate, a decision or a finding says."""
    said = found["a"]
    parts = find_parts(bench, said)
    if parts:
        return _reply(_explained(bench, parts), parts)
    lines = [line for decision in _decisions_about(bench, said)[:3] for line in _decided(decision)]
    key = without_article(said).casefold()
    for finding in bench.design.findings:
        if finding.rule.casefold() == key:
            lines += [
                f"{finding.severity.value} {finding.rule}: {finding.message}",
                f"  Why: {finding.why}",
                f"  Fix: {finding.fix}",
            ]
    for item in bench.design.capacity.estimates:
        if key in (item.name, item.title.casefold(), item.name.replace("_", " ")):
            where = (
                bench.design.graph.by_id[item.subject].name
                if item.subject in bench.design.graph.by_id
                else "the system"
            )
            lines.append(f"{item.title or item.name} of {where}: {human(item.value, item.unit)} = {item.formula}")
            lines += [f"  {item.why}"] if item.why else []
    if not lines:
        lines = [f"{item.title}: {human(item.value, item.unit)}." for item in find_figures(bench, said)]
    if not lines:
        raise unknown(bench, said)
    return _reply(lines)


def what_if_lost(bench: Bench, found: re.Match[str]) -> Change:
    """Say what becomes of every flow when a part is gone."""
    said = found["a"]
    graph = bench.design.graph
    walked = {item.subject: item for item in outages(bench.design)}
    place = re.sub(r"\s+(?:boundary|zone|network|region)$", "", without_article(said), flags=re.I)
    places = [one for one in graph.boundaries if stems(place) in (stems(one.name), stems(one.id.replace("-", " ")))]
    if places and places[0].id in walked and not find_parts(bench, said):
        return _reply(_lost(bench, walked[places[0].id]))
    parts = parts_of(bench, said)
    lines: list[str] = []
    for part in parts[:_MOST_PARTS]:
        if part.id not in walked:
            raise unclear(f"{part.name} is a client, and no part of the system", "name a part that the system runs")
        lines += _lost(bench, walked[part.id])
    return _reply(lines, parts)


def _lost(bench: Bench, item: Outage) -> Iterator[str]:
    names = {flow.id: flow for flow in bench.design.flows}
    copies = f" (all {item.copies} copies)" if item.copies > 1 else ""
    if not any(flow.steps for flow in bench.design.flows if flow.kind == "normal"):
        yield f"Without {item.name}{copies}: the design has no flows, so that nothing can be said."
        return
    if not item.flows:
        yield f"Without {item.name}{copies}: no flow notices."
    else:
        yield f"Without {item.name}{copies}:"
    for effect in item.flows[:_MOST_FLOWS]:
        flow = names[effect.flow]
        critical = ", critical" if flow.critical else ""
        how = f": {effect.how}" if effect.how else ""
        yield f"  “{flow.name}”{critical} {_WORDS.get(effect.effect, effect.effect)}{how}."
    if len(item.flows) > _MOST_FLOWS:
        yield f"  and {len(item.flows) - _MOST_FLOWS} more flows"
    if item.copies > 1 and item.flows:
        yield f"  The loss of one copy stops nothing: {item.copies - 1} more are there."
    for text in item.expected:
        yield f"  Known: {text}."


def _whys(bench: Bench, parts: tuple[Component, ...]) -> Iterator[str]:
    for part in parts[:_MOST_PARTS]:
        product = f" ({part.technology})" if part.technology else ""
        yield f"{part.name}{product}: {part.description or part.kind.label + '.'}"
        yield f"  It comes from {_origin(part.origin, bench, part.id)}."
        if reason := _reason(bench, part):
            yield f"  {part.technology or part.name}: {reason}"
        for decision in bench.design.decisions:
            if part.id in decision.subjects:
                yield from (f"  {line}" for line in _decided(decision))
    if len(parts) > _MOST_PARTS:
        yield f"and {len(parts) - _MOST_PARTS} more parts"


def _explained(bench: Bench, parts: tuple[Component, ...]) -> Iterator[str]:
    graph = bench.design.graph
    for part in parts[:_MOST_PARTS]:
        yield from _whys(bench, (part,))
        copies = f"{part.replicas} {'copy' if part.replicas == 1 else 'copies'}"
        yield f"  It is a {part.kind.label.lower()}, in {copies}."
        callers = sorted({graph.by_id[link.source].name for link in graph.incoming[part.id]})
        called = sorted({graph.by_id[link.target].name for link in graph.outgoing[part.id]})
        if callers:
            yield f"  Called by {listed(callers)}."
        if called:
            yield f"  Calls {listed(called)}."
        for item in bench.design.capacity.estimates:
            if item.subject == part.id:
                yield f"  {item.title or item.name}: {human(item.value, item.unit)}."
        for finding in bench.design.findings:
            if part.id in finding.subjects:
                yield f"  {finding.severity.value} {finding.rule}: {finding.message}"


def _reason(bench: Bench, part: Component) -> str:
    """Return why the blueprint takes the product that a part has, where it says so and still has that one."""
    for name in part.roles:
        owner, _, role = name.partition("/")
        blueprint = bench.catalog.by_id.get(owner)
        spec = blueprint.roles.get(role) if blueprint is not None else None
        if spec is not None and spec.technology is not None and spec.technology.default == part.technology:
            others = f" Others that fit: {', '.join(spec.technology.options)}." if spec.technology.options else ""
            return f"{spec.technology.why}{others}"
    return ""


def _decisions_about(bench: Bench, words: str) -> list[Decision]:
    wanted = set(stems(words))
    if not wanted:
        return []
    said = [(item, set(stems(f"{item.title} {item.choice}"))) for item in bench.design.decisions]
    return [item for item, text in said if wanted <= text]


def _decided(decision: Decision) -> Iterator[str]:
    yield f"Decision “{decision.title}”: {clip_line(f'{decision.context} {decision.choice}', 600)}"
    for other in decision.alternatives[:4]:
        yield f"  Rather {other.name}, when {other.when}." if other.when else f"  Not taken: {other.name}."


def _origin(origin: Origin, bench: Bench, key: str) -> str:
    if origin.by == "user":
        asked = bench.design.asked_by(key)
        return f"you: “{clip_line(asked, 200)}”" if asked else "you"
    text = bench.design.brief.text
    words = f"the brief: “{clip_line(text[slice(*origin.span)], 120)}”" if origin.span else ""
    by = {"blueprint": "the blueprint", "rule": "the rule", "model": "the language model", "default": "the default"}
    behind = f"{by.get(origin.by, 'the role')} {origin.ref}" if origin.ref else ""
    return ", ".join(part for part in (words, behind) if part) or "you"


def _reply(lines: Iterable[str], parts: Iterable[Component] = ()) -> Change:
    return Change(reply="\n".join(lines), about=tuple(part.id for part in parts))
