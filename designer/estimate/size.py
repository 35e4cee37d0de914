"""A draft made into a sized draft: the formulas of its blueprints over the bound parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence

from designer.brief.quantities import quantities_in
from designer.catalog.catalog import Catalog
from designer.estimate.capacity import blueprint_estimates
from designer.estimate.stated import stated_estimates
from designer.model.brief import Brief
from designer.model.design import Draft, SizedDraft
from designer.model.estimate import Capacity, Estimate, Parameter
from designer.model.quantity import Quantity


def size(draft: Draft, parameters: Sequence[Parameter], catalog: Catalog) -> SizedDraft:
    """Return the draft with its estimates, sorted by name and subject.

    Parameters belong to a blueprint through their `ref` ("blueprint/name"). A blueprint of the draft that the
    catalog no longer has contributes no figures. What follows from the brief's own figures is added where no formula
    of a blueprint says the same.
    """
    found: dict[tuple[str, str], Estimate] = {}
    for match in draft.blueprints:
        blueprint = catalog.by_id.get(match.id)
        if blueprint is None:
            continue
        prefix = f"{match.id}/"
        components = {
            role.removeprefix(prefix): component.id
            for component in draft.graph.components
            for role in component.roles
            if role.startswith(prefix)
        }
        own = [parameter for parameter in parameters if parameter.ref.startswith(prefix)]
        for estimate in blueprint_estimates(blueprint, own, components):
            key = (estimate.name, estimate.subject or "")
            if key in found and found[key].inputs != estimate.inputs:
                estimate = estimate.model_copy(update={"name": f"{match.id.replace('-', '_')}_{estimate.name}"})
            found.setdefault((estimate.name, estimate.subject or ""), estimate)
    for item in stated_estimates(_figures(draft.brief)):
        if not any(_is_same(item, other) for other in found.values()):
            name = item.name if (item.name, "") not in found else f"stated_{item.name}"
            found[name, ""] = item.model_copy(update={"name": name})
    ordered = tuple(found[key] for key in sorted(found))
    fields = {name: getattr(draft, name) for name in Draft.model_fields}
    return SizedDraft(**fields, capacity=Capacity(estimates=ordered, parameters=tuple(parameters)))


def _figures(brief: Brief) -> tuple[Quantity, ...]:
    """Return the figures of a brief and of the answers to its questions, which count as if the text had said them."""
    known = {item.name: item for item in brief.quantities}
    for key in sorted(brief.answers):
        for item in quantities_in(brief.answers[key]):
            name = item.name if item.name not in known else f"{item.name}_answered"
            known.setdefault(name, item.model_copy(update={"name": name}))
    return tuple(known.values())


def _is_same(one: Estimate, other: Estimate) -> bool:
    """Tell whether two estimates are the same figure: the value, and bytes, seconds or a rate alike."""
    units = [item.unit if item.unit in {"bytes", "bytes/s", "s"} else item.unit[-2:] for item in (one, other)]
    return units[0] == units[1] and math.isclose(one.value, other.value, rel_tol=1e-6)
