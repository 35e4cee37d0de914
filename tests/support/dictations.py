"""Dictated briefs with what they must lead to, and how near a draft comes to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import yaml

from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import Draft
from designer.model.plan import Plan
from designer.planner.dictated import AS_DICTATED, draft_as_dictated, is_taken_as_dictated, title_of
from tests.support.catalogs import ROOT

_MODES = {"->": "sync", "~>": "async", "=>": "replication", "o>": ""}


class Score(NamedTuple):
    """Counts over one or more briefs."""

    nodes: int = 0
    nodes_found: int = 0
    components: int = 0
    components_wanted: int = 0
    edges: int = 0
    edges_found: int = 0
    connections: int = 0
    connections_wanted: int = 0
    modes: int = 0
    modes_right: int = 0
    forbidden: int = 0
    facts: int = 0
    facts_right: int = 0
    briefs: int = 0
    taken: int = 0

    def plus(self, other: Score) -> Score:
        """Return the sum of two scores."""
        return Score(*(one + two for one, two in zip(self, other, strict=True)))

    def shares(self) -> dict[str, float]:
        """Return the measures that count, each from 0 to 1, and the number of violations."""
        return {
            "node recall": self.nodes_found / max(1, self.nodes),
            "node precision": self.components_wanted / max(1, self.components),
            "edge recall": self.edges_found / max(1, self.edges),
            "edge precision": self.connections_wanted / max(1, self.connections),
            "mode accuracy": self.modes_right / max(1, self.modes),
            "facts": self.facts_right / max(1, self.facts),
            "taken as dictated": self.taken / max(1, self.briefs),
            "forbidden": float(self.forbidden),
        }


@cache
def dictated_briefs(name: str) -> dict[str, dict[str, Any]]:
    """Return the briefs of a file in tests/data/dictated."""
    text = (ROOT / "tests" / "data" / "dictated" / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def draft_of(text: str, catalog: Catalog) -> Draft:
    """Return the draft of a text taken as dictated, whatever the planner would decide."""
    brief = understand(text, catalog, answers={})
    return draft_as_dictated(
        Plan(title=title_of(brief, catalog), brief=brief, notes=(AS_DICTATED,), dictated=True), catalog
    )


def score(case: dict[str, Any], catalog: Catalog) -> tuple[Score, list[str]]:
    """Return the score of a brief, and a line for each miss."""
    draft = draft_of(case["text"], catalog)
    components = list(draft.graph.components)
    nodes: dict[str, str] = {key: str(names) for key, names in case["nodes"].items()}
    optional: dict[str, str] = case.get("optional", {})
    found = _assign({**nodes, **optional}, components)
    misses = [f"missing {key}" for key in nodes if key not in found]
    extra = [item.name for item in components if item.id not in found.values()]
    misses += [f"not asked for: {name}" for name in extra]
    edges, modes = _edges(case, found, list(draft.graph.connections), misses)
    forbidden = [word for word in case.get("forbidden", ()) if _names(word, components)]
    misses += [f"forbidden: {word}" for word in forbidden]
    facts, right = _facts(case, found, draft, misses)
    brief = understand(case["text"], catalog, answers={})
    taken = is_taken_as_dictated(brief, catalog)
    misses += [] if taken else ["not taken as dictated"]
    return (
        Score(
            nodes=len(nodes), nodes_found=sum(1 for key in nodes if key in found), components=len(components),
            components_wanted=len(components) - len(extra), edges=edges[0], edges_found=edges[1], connections=edges[2],
            connections_wanted=edges[3], modes=modes[0], modes_right=modes[1], forbidden=len(forbidden), facts=facts,
            facts_right=right, briefs=1, taken=int(taken),
        ),
        misses,
    )  # fmt: skip


def _plain(text: str) -> str:
    words = text.casefold().replace("-", " ").replace("/", " / ").split()
    return " ".join(
        word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us")) else word
        for word in words
    )


def _fit(names: str, component: Component) -> int:
    """Return how well one of the names fits a component: 3 the same, 2 the product, 1 part of the name, 0 not at all."""
    name, product_name = _plain(component.name), _plain(component.technology)
    best = 0
    for place, synonym in enumerate(names.split("|")):
        wanted = _plain(synonym)
        if wanted == name:
            best = max(best, 30 - place)
        elif wanted == product_name or f" {wanted} " in f" {product_name} ":
            best = max(best, 20 - place)
        elif f" {wanted} " in f" {name} ":
            best = max(best, 10 - place)
    return best


def _assign(nodes: dict[str, str], components: list[Component]) -> dict[str, str]:
    """Return the component of each node: the best fits first, each component once."""
    fits = sorted(
        ((_fit(names, item), key, item.id) for (key, names), item in product(nodes.items(), components)),
        key=lambda fit: (-fit[0], fit[1], fit[2]),
    )
    found: dict[str, str] = {}
    for value, key, component in fits:
        if value and key not in found and component not in found.values():
            found[key] = component
    return found


def _edges(
    case: dict[str, Any], found: dict[str, str], connections: list[Connection], misses: list[str]
) -> tuple[tuple[int, int, int, int], tuple[int, int]]:
    by_ends = {(item.source, item.target): item for item in connections}
    wanted: set[tuple[str, str]] = set()
    total = hits = modes = right = 0
    for line in [*case["edges"], *(f"({edge})" for edge in case.get("optional_edges", ()))]:
        is_optional = line.startswith("(")
        readings = list(_readings(line.strip("()"), found))
        ends = [pair for pair, _ in readings]
        hit = next(((pair, mode) for pair, mode in readings if pair in by_ends and pair not in wanted), None)
        wanted.update(ends if "|" in line and is_optional else [hit[0]] if hit else [])
        if is_optional:
            continue
        total += 1
        if hit is None:
            misses.append(f"no edge {line}")
            continue
        hits += 1
        if hit[1]:
            modes += 1
            right += by_ends[hit[0]].mode == hit[1]
            if by_ends[hit[0]].mode != hit[1]:
                misses.append(f"{line} is {by_ends[hit[0]].mode}")
    extra = [item for item in connections if (item.source, item.target) not in wanted]
    misses += [f"edge not asked for: {item.source} -> {item.target} ({item.label})" for item in extra]
    return (total, hits, len(connections), len(connections) - len(extra)), (modes, right)


def _readings(line: str, found: dict[str, str]) -> Iterable[tuple[tuple[str, str], str]]:
    """Return the pairs of components that satisfy an edge: "a -> b|c", "a o> b|b o> a"."""
    parts = line.split("|")
    if sum(1 for part in parts if " " in part) > 1:
        for part in parts:
            yield from _readings(part, found)
        return
    source, arrow, target = line.split(" ", 2)
    for one, two in product(source.split("|"), target.split("|")):
        if one in found and two in found:
            yield (found[one], found[two]), _MODES[arrow]


def _names(word: str, components: list[Component]) -> bool:
    wanted = _plain(word)
    return any(
        f" {wanted} " in f" {_plain(text)} "
        for item in components
        for text in (item.name, item.technology, item.kind.value)
    )


def _facts(case: dict[str, Any], found: dict[str, str], draft: Draft, misses: list[str]) -> tuple[int, int]:
    """Count the copies, existing parts and titles that are as they should be."""
    checks: list[tuple[str, bool]] = []
    for key, count in case.get("replicas", {}).items():
        component = draft.graph.by_id.get(found.get(key, ""))
        checks.append(
            (
                f"{key} has {component and component.replicas} copies",
                component is not None and component.replicas == count,
            )
        )
    for key in case.get("existing", ()):
        component = draft.graph.by_id.get(found.get(key, ""))
        checks.append((f"{key} is not marked as existing", component is not None and component.existing))
    if "title" in case:
        checks.append((f"title is {draft.title!r}", draft.title == case["title"]))
    misses += [text for text, right in checks if not right]
    return len(checks), sum(1 for _, right in checks if right)
