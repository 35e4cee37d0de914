"""Designs with one thing wrong, and what `fix` must keep to on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from designer.catalog.catalog import Catalog
from designer.catalog.conformance import conformance
from designer.fixing import fix
from designer.model.blueprint import Blueprint
from designer.model.design import Design, SizedDraft
from designer.model.finding import Finding, Severity
from designer.pipeline import check
from tests.support.references import Mutation, mutations, reference
from tests.support.seeded import Seeded, beside, hosts

Make = Callable[[], Design]


def mutated(blueprint: Blueprint, catalog: Catalog) -> Iterator[tuple[str, Make]]:
    """Yield the name and the making of each design of a blueprint with a required thing removed or reversed."""
    whole = reference(blueprint, catalog)
    fields = {name: getattr(whole, name) for name in SizedDraft.model_fields}

    def make(mutation: Mutation) -> Design:
        known = mutation.graph.by_id
        kept = {
            "graph": mutation.graph,
            "flows": tuple(
                flow
                for flow in whole.flows
                if all(step.source in known and step.target in known for step in flow.steps)
            ),
            "entities": tuple(item for item in whole.entities if item.store is None or item.store in known),
            "interfaces": tuple(item for item in whole.interfaces if item.component in known),
        }
        return check(SizedDraft(**{**fields, **kept}))

    for mutation in mutations(blueprint, whole.graph):
        yield f"{blueprint.id}-{mutation.subject}", partial(make, mutation)


def seeded(seed: Seeded) -> Iterator[tuple[str, Make]]:
    """Yield the name and the making of every sound design with a rule's weakness beside it."""
    for name, host in hosts():
        yield f"{name}-{seed.rule.code}", partial(lambda host: check(beside(host, seed.fragment)), host)


def broken_promises(design: Design, catalog: Catalog) -> list[str]:
    """Return what `fix` did not keep to on a design: no error left, nothing worse, and a second run changes nothing."""
    fixed = fix(design, catalog)
    after = fixed.design
    found = [f"error left: {item.message}" for item in after.findings if item.severity is Severity.ERROR]
    known = _seen(design.findings)
    found += [f"new: {item.message}" for item in after.findings if _is_bad(item) and not _seen([item]) <= known]
    for match in after.blueprints:
        pattern = catalog.by_id[match.id]
        before, now = conformance(design.graph, pattern).score, conformance(after.graph, pattern).score
        if now < before:
            found.append(f"conformance to {match.id} fell from {before} to {now}")
        if fixed.mended and match.conformance != now:
            found.append(f"conformance to {match.id} is told as {match.conformance} and is {now}")
    again = fix(after, catalog)
    if again.mended or again.design != after:
        found.append(f"a second run changes {[change for item in again.mended for change in item.changes]}")
    return found


def _is_bad(item: Finding) -> bool:
    return item.severity is not Severity.INFO


def _seen(findings: list[Finding] | tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(item.rule, subject) for item in findings for subject in (item.subjects or ("",))}
