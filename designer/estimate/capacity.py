"""Blueprint formulas applied to bound parameters: every figure with its arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.catalog.formula import evaluate, names_in
from designer.errors import BlueprintError
from designer.model.blueprint import Blueprint
from designer.model.estimate import Estimate, Input, Parameter


def blueprint_estimates(
    blueprint: Blueprint, parameters: Sequence[Parameter], components: Mapping[str, str]
) -> tuple[Estimate, ...]:
    """Return one estimate per capacity formula, in the order of the blueprint.

    Args:
        blueprint: the pattern whose formulas are applied.
        parameters: its bound parameters; one that is missing takes the blueprint's default.
        components: ids of components by role; a formula about an absent role sizes nothing and is left out.
    """
    inputs = {
        name: Input(value=spec.default, unit=spec.unit, stated=False, source=spec.source or "blueprint default")
        for name, spec in blueprint.parameters.items()
    }
    inputs |= {
        item.name: Input(value=item.value, unit=item.unit, stated=item.stated, source=item.source)
        for item in parameters
        if item.name in blueprint.parameters
    }
    found: list[Estimate] = []
    for name, spec in blueprint.capacity.items():
        used = {key: inputs[key] for key in sorted(names_in(spec.formula)) if key in inputs}
        try:
            value = evaluate(spec.formula, {key: item.value for key, item in used.items()})
        except BlueprintError:
            # Figures that contradict each other (a zero rate) leave this estimate unknown; a rule reports it.
            continue
        inputs[name] = Input(
            value=value, unit=spec.unit, stated=all(item.stated for item in used.values()), source=f"estimate {name}"
        )
        if spec.subject is not None and spec.subject not in components:
            continue
        found.append(
            Estimate(
                name=name,
                subject=components[spec.subject] if spec.subject else None,
                value=value,
                unit=spec.unit,
                formula=spec.formula,
                inputs=used,
                source=spec.source or f"blueprint {blueprint.id}",
                why=spec.why,
                title=spec.title,
            )
        )
    return tuple(found)


def replica_counts(blueprint: Blueprint, estimates: Sequence[Estimate]) -> dict[str, int]:
    """Return the copies each role needs by the formulas marked `replicas`, at least its `min_replicas`."""
    counts: dict[str, int] = {}
    by_name = {estimate.name: estimate for estimate in estimates}
    for name, spec in blueprint.capacity.items():
        if spec.replicas and spec.subject is not None and name in by_name:
            needed = max(blueprint.roles[spec.subject].min_replicas, int(by_name[name].value))
            counts[spec.subject] = max(counts.get(spec.subject, 1), min(needed, 1_000_000))
    return counts
