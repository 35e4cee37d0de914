"""The steps in order, composition only: read this file first.

    text -> understand -> Brief -> plan -> Plan -> build -> Draft -> size -> SizedDraft -> check -> Design
    Design -> views -> pictures and text -> Artifacts -> bundle

`pipeline_with_model` lets a language model edit the draft in between; it stands apart because its import costs time.

Nothing here touches the disk, the network or the clock; what does comes in as an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.estimate.size import size
from designer.model.design import Design, Draft, SizedDraft
from designer.model.estimate import Parameter
from designer.model.finding import Finding
from designer.model.plan import Plan
from designer.model.triage import Policy
from designer.planner.draft import draft
from designer.planner.own_words import restored
from designer.planner.plan import plan
from designer.rules.registry import ALL, run_rules
from designer.rules.rule import Rule
from designer.rules.triage import triaged

__all__ = ["check", "design_offline", "findings_of", "parameters_of", "plan_and_size", "recheck"]


def plan_and_size(text: str, catalog: Catalog, *, answers: Mapping[str, str] | None = None) -> SizedDraft:
    """Return what the planner makes of a brief, with its figures and without findings.

    Raises:
        BriefError: the text is empty, or describes nothing that can be designed.
    """
    brief = understand(text, catalog, answers=answers or {})
    made = plan(brief, catalog)
    return size(draft(made, catalog), parameters_of(made), catalog)


def check(sized: SizedDraft) -> Design:
    """Return the design: the sized draft with the findings of all rules."""
    fields = {name: getattr(sized, name) for name in SizedDraft.model_fields}
    return Design(**fields, findings=findings_of(sized))


def findings_of(
    sized: SizedDraft, *, rules: Sequence[Rule] = (), policy: Policy | None = None, today: date | None = None
) -> tuple[Finding, ...]:
    """Return what the built-in rules and `rules` find, under a project's decisions and the design's own."""
    found = run_rules(sized, (*ALL, *rules))
    if policy is None and not sized.acceptances:
        return found
    names = {rule.name: rule.code for rule in (*ALL, *rules)}
    return triaged(found, sized, policy or Policy(), names, today=today)


def recheck(edited: Draft, parameters: Sequence[Parameter], catalog: Catalog) -> Design:
    """Return a design of a draft that somebody edited: sized and checked again."""
    return check(size(edited, parameters, catalog))


def parameters_of(made: Plan) -> tuple[Parameter, ...]:
    """Return the bound parameters of all blueprints of a plan."""
    return tuple(restored(item, made.brief) for choice in made.choices for item in choice.parameters)


def design_offline(text: str, catalog: Catalog, *, answers: Mapping[str, str] | None = None) -> Design:
    """Return the design of a brief, without a language model."""
    return check(plan_and_size(text, catalog, answers=answers))
