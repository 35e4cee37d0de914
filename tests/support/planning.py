"""What a brief must lead to, compared with what the planner makes of it."""

from __future__ import annotations

from collections.abc import Callable

from designer.brief.phrases import StemmedText
from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.estimate.size import size
from designer.model.blueprint import Blueprint, ExampleSpec
from designer.model.brief import Brief
from designer.model.plan import BlueprintChoice, Plan
from designer.planner.build import build

Choose = Callable[[Blueprint, float, Brief, StemmedText], BlueprintChoice]


def facts_missed(blueprint: Blueprint, example: ExampleSpec, catalog: Catalog, choose: Choose) -> list[str]:
    """Return one line for each fact of an example that the plan does not meet."""
    brief = understand(example.brief, catalog, answers={})
    choice = choose(blueprint, 1.0, brief, StemmedText(example.brief))
    draft = build(Plan(title=blueprint.title, brief=brief, choices=(choice,)), catalog)
    capacity = size(draft, choice.parameters, catalog).capacity
    values = {item.name: item.value for item in (*capacity.parameters, *capacity.estimates)}
    facts = example.leads_to
    missed = [f"role {role} is missing" for role in facts.roles if role not in choice.roles]
    missed += [f"role {role} should be absent" for role in facts.absent if role in choice.roles]
    for name, value in facts.numbers.items():
        if name not in values or abs(values[name] - value) > 0.01 * abs(value):
            missed.append(f"{name} is {values.get(name)}, not {value}")
    missed += [
        f"option {key} is {choice.options[key]}, not {wanted}"
        for key, wanted in facts.options.items()
        if wanted not in choice.options[key]
    ]
    for role, product in facts.technologies.items():
        component = draft.graph.by_id.get(role)
        if component is None or component.technology != product:
            missed.append(f"{role} is {component and component.technology}, not {product}")
    return missed
