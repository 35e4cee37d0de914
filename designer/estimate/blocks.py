"""The formulas of building blocks over figures that the brief states: what nobody stated stays unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.catalog.formula import evaluate, names_in
from designer.errors import BlueprintError
from designer.model.block import Block
from designer.model.estimate import Estimate, Input, Parameter


def size_blocks(block: Block, parameters: Sequence[Parameter], components: Mapping[str, str]) -> tuple[Estimate, ...]:
    """Return the estimates of a placed block, in its order: those that rest on at least one stated figure.

    A formula over assumed defaults alone, or over an assumption about load, would be an invented figure and is left
    out; a measured default (one with a source, not `assumed`) may stand beside stated figures.

    Args:
        block: the block whose formulas are applied.
        parameters: its bound parameters; `stated` tells those that the brief gave or that follow from it.
        components: ids of components by the block's roles; a formula about an absent role is left out.
    """
    inputs = {
        name: Input(value=spec.default, unit=spec.unit, stated=False, source=spec.source or f"block {block.id}")
        for name, spec in block.parameters.items()
        if not spec.assumed and spec.role not in {"load", "stock"}
    }
    inputs |= {
        item.name: Input(value=item.value, unit=item.unit, stated=True, source=item.source)
        for item in parameters
        if item.stated and item.name in block.parameters
    }
    found: list[Estimate] = []
    for name, spec in block.capacity.items():
        names = sorted(names_in(spec.formula))
        if not all(key in inputs for key in names):
            continue
        used = {key: inputs[key] for key in names}
        try:
            value = evaluate(spec.formula, {key: item.value for key, item in used.items()})
        except BlueprintError:
            continue  # figures that contradict each other leave it unknown; a rule reports them
        is_stated = any(item.stated for item in used.values())
        inputs[name] = Input(value=value, unit=spec.unit, stated=is_stated, source=f"estimate {name}")
        if not is_stated or (spec.subject is not None and spec.subject not in components):
            continue
        found.append(
            Estimate(
                name=name,
                subject=components[spec.subject] if spec.subject else None,
                value=value,
                unit=spec.unit,
                formula=spec.formula,
                inputs=used,
                source=spec.source or f"block {block.id}",
                why=spec.why,
                title=spec.title,
            )
        )
    return tuple(found)
