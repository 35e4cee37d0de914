"""Score a dictated architecture: the parts and the directed links that the text names, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.evaluation.assignment import assign
from designer.evaluation.expectation import BriefExpectation, LinkExpectation
from designer.evaluation.tally import Metric, Miss, Sheet
from designer.model.connection import Mode
from designer.model.graph import Graph

Pair = tuple[str, str]


def score_dictated(brief: BriefExpectation, graph: Graph, sheet: Sheet) -> None:
    """Write down recall and precision of nodes and edges, and whether the modes are right."""
    drawn = {(link.source, link.target) for link in graph.connections}

    def met(component_of: Mapping[str, str]) -> int:
        return sum(not drawn.isdisjoint(_pairs(link, component_of)) for link in brief.links)

    component_of = assign(brief.parts, brief.optional, graph.components, value=met)
    if brief.parts:
        _score_nodes(brief, graph, component_of, sheet)
    if brief.links:
        _score_edges(brief, graph, component_of, sheet)


def _score_nodes(brief: BriefExpectation, graph: Graph, component_of: Mapping[str, str], sheet: Sheet) -> None:
    for key in brief.parts:
        sheet.mark(Metric.NODE_RECALL, key in component_of, key)
    used = set(component_of.values())
    extra = [item for item in graph.components if item.id not in used]
    right = sum(key in component_of for key in brief.parts)
    sheet.count(Metric.NODE_PRECISION, right, right + len(extra))
    sheet.misses += (Miss(Metric.NODE_PRECISION, f"extra {item.name} ({item.kind})") for item in extra)


def _score_edges(brief: BriefExpectation, graph: Graph, component_of: Mapping[str, str], sheet: Sheet) -> None:
    modes: dict[Pair, set[Mode]] = {}
    for link in graph.connections:
        modes.setdefault((link.source, link.target), set()).add(link.mode)
    right: set[Pair] = set()
    allowed: set[Pair] = set()
    for expected in brief.links:
        there = _pairs(expected, component_of) & modes.keys()
        if expected.optional or (not there and _rests_on_absent(expected, brief, component_of)):
            allowed |= there
            continue
        right |= there
        sheet.mark(Metric.EDGE_RECALL, bool(there), _missed(expected, component_of, modes.keys()))
        if there and expected.mode is not None:
            got = {mode for pair in there for mode in modes[pair]}
            sheet.mark(Metric.MODES, expected.mode in got, f"{expected.text}: is {', '.join(sorted(got))}")
    free = {component_of[key] for key in brief.optional if key in component_of}
    extra = [pair for pair in modes if pair not in right | allowed and free.isdisjoint(pair)]
    sheet.count(Metric.EDGE_PRECISION, len(right), len(right) + len(extra))
    part_of = {component: part for part, component in component_of.items()}
    for source, target in sorted(extra):
        what = f"extra {part_of.get(source, f'[{source}]')} -> {part_of.get(target, f'[{target}]')}"
        sheet.misses.append(Miss(Metric.EDGE_PRECISION, what))


def _pairs(link: LinkExpectation, component_of: Mapping[str, str]) -> set[Pair]:
    return {
        (component_of[source], component_of[target])
        for source in link.sources
        for target in link.targets
        if source in component_of and target in component_of
    }


def _rests_on_absent(link: LinkExpectation, brief: BriefExpectation, component_of: Mapping[str, str]) -> bool:
    """Tell whether every way to draw a link needs an optional part that is not there."""
    absent = brief.optional.keys() - component_of.keys()
    return all(source in absent or target in absent for source in link.sources for target in link.targets)


def _missed(link: LinkExpectation, component_of: Mapping[str, str], drawn: Iterable[Pair]) -> str:
    pairs = _pairs(link, component_of)
    if not pairs:
        return f"{link.text}: no such part"
    return f"{link.text}: drawn the other way" if {pair[::-1] for pair in pairs} & set(drawn) else link.text
