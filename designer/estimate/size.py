"""A draft made into a sized draft: the formulas of its blueprints over the bound parameters."""

from __future__ import annotations

from collections.abc import Sequence

from designer.catalog.catalog import Catalog
from designer.estimate.capacity import blueprint_estimates
from designer.estimate.stated import stated_estimates
from designer.model.design import Draft, SizedDraft
from designer.model.estimate import Capacity, Estimate, Parameter


def size(draft: Draft, parameters: Sequence[Parameter], catalog: Catalog) -> SizedDraft:
    """Return the draft with its estimates, sorted by name and subject.

    Parameters belong to a blueprint through their `ref` ("blueprint/name"). A blueprint of the draft that the
    catalog no longer has contributes no figures. Without a blueprint the figures are those that follow from the brief.
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
    if not draft.blueprints:
        found |= {(item.name, ""): item for item in stated_estimates(draft.brief.quantities)}
    ordered = tuple(found[key] for key in sorted(found))
    fields = {name: getattr(draft, name) for name in Draft.model_fields}
    return SizedDraft(**fields, capacity=Capacity(estimates=ordered, parameters=tuple(parameters)))
