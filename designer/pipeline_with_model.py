"""The pipeline with a language model: it edits the planner's draft, code plans, checks and counts.

Composition only, like `pipeline`; apart from it because the offline path should not pay for its import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from designer.agent.propose import Proposal, propose
from designer.brief.phrases import stemmed
from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.catalog.conformance import conformance, named
from designer.edits.apply import apply_edits
from designer.estimate.kept import with_retention
from designer.estimate.size import size
from designer.model.blueprint import Blueprint
from designer.model.brief import Brief
from designer.model.design import Design, Draft
from designer.model.finding import Finding, Severity
from designer.model.origin import Origin
from designer.model.plan import Plan
from designer.pipeline import check, parameters_of, recheck
from designer.planner.draft import draft
from designer.planner.match import rank, ranker_of
from designer.planner.plan import plan
from designer.ports import LanguageModel
from designer.rules.registry import ALL, run_rules
from designer.rules.rule import Category

STRAYED = "CONFORMANCE"
"""The rule, as a model is told, that edits may not lead away from the blueprints of the draft."""

UNMET = frozenset(rule.code for rule in ALL if rule.category is Category.BRIEF)
"""Rules that say what the brief states and the design does not do."""

_MOST_LOST = 4


def design_with_model(
    text: str,
    catalog: Catalog,
    model: LanguageModel,
    *,
    answers: Mapping[str, str] | None = None,
    on_failure: Literal["draft", "raise"] = "raise",
    progress: Callable[[Design], None] = lambda design: None,
    tell: Callable[[Proposal], None] = lambda proposal: None,
) -> Design:
    """Return the design of a brief that a language model edited: its proposals applied, numbers still from code.

    Figures and choices the model proposes are bound by the planner as if they had been answered; a stated figure
    of the brief stands. `progress` gets the offline draft at once, and then the design; `tell` gets what came of asking.

    Raises:
        BriefError: the text is empty, or describes nothing that can be designed.
        LanguageModelError: the server failed and `on_failure` is "raise".
    """
    asked = answers or {}
    brief = understand(text, catalog, answers=asked)
    made = plan(brief, catalog)
    offline = check(size(with_retention(draft(made, catalog)), parameters_of(made), catalog))
    progress(offline)
    proposal = propose(
        offline,
        blueprints=_nearest(brief, made, catalog),
        findings=offline.findings,
        model=model,
        check=lambda edited: _findings(edited, offline, made, catalog),
        on_failure=on_failure,
        unmet=UNMET,
        stated=_stated(made),
    )
    tell(proposal)
    made_of = _design_of(proposal, offline, made, text, asked, catalog, model)
    progress(made_of)
    return made_of


def _design_of(
    proposal: Proposal,
    offline: Design,
    made: Plan,
    text: str,
    asked: Mapping[str, str],
    catalog: Catalog,
    model: LanguageModel,
) -> Design:
    """Return the design that a proposal comes to, planned anew where the model binds figures or takes options."""
    if proposal.is_whole:
        return recheck(_noted(proposal.draft, proposal.notices), (), catalog)
    bound = _bindings(proposal, made)
    if not bound:
        return recheck(_noted(proposal.draft, proposal.notices), parameters_of(made), catalog)
    again = _credited(plan(understand(text, catalog, answers={**bound, **asked}), catalog), bound, model.name)
    edited = apply_edits(draft(again, catalog), proposal.edits, origin=Origin(by="model", ref=model.name)).draft
    named = edited.model_copy(update={"brief": offline.brief, "model": proposal.draft.model})
    return recheck(_noted(named, proposal.notices), parameters_of(again), catalog)


def _findings(edited: Draft, offline: Design, made: Plan, catalog: Catalog) -> tuple[Finding, ...]:
    """Return what the rules find in an edited draft, and where it no longer follows a blueprint as it did.

    A draft that a model wrote from nothing rests on no blueprint, and so has none of their parameters.
    """
    parameters = parameters_of(made) if edited.blueprints else ()
    return (*run_rules(size(edited, parameters, catalog)), *_strayed(edited, offline, catalog))


def _strayed(edited: Draft, offline: Design, catalog: Catalog) -> Iterator[Finding]:
    for match in edited.blueprints:
        blueprint = catalog.blueprint(match.id)
        found, known = conformance(edited.graph, blueprint), named(conformance(offline.graph, blueprint))
        # A part that is new and looks like an optional role of the blueprint owes it nothing.
        new = {item.role for item in found.matched if item.component not in offline.graph.by_id}
        lost = [
            item
            for item in (*found.missing, *found.wrong)
            if item.subject not in known and new.isdisjoint(_roles_of(item.subject))
        ]
        for item in lost[:_MOST_LOST]:
            words = f"the graph follows the blueprint {match.id} less than before: {item.text}"
            fix = "put it back, unless the brief rules it out"
            yield Finding(rule=STRAYED, severity=Severity.ERROR, message=words, subjects=item.components, fix=fix)


def _roles_of(subject: str) -> tuple[str, ...]:
    """Return the roles of what deviates: itself, the ends of "from>to", or the role of "role.property"."""
    return tuple(part.partition(".")[0] for part in subject.split(">"))


def _nearest(brief: Brief, made: Plan, catalog: Catalog) -> tuple[Blueprint, ...]:
    """Return the blueprints a model should see: those taken, then the next best, three in all."""
    ranked = [fit.id for fit in rank(stemmed(brief.text), ranker_of(catalog), catalog)]
    names = dict.fromkeys([*(choice.id for choice in made.choices), *ranked])
    return tuple(catalog.blueprint(name) for name in list(names)[:3])


def _bindings(proposal: Proposal, made: Plan) -> dict[str, str]:
    """Return what a model proposes for parameters and options, except where the brief itself states the figure."""
    stated = _stated(made)
    bound = {item.name: f"{item.value:.12g}" for item in proposal.parameters if item.name not in stated}
    return bound | {item.option: item.choice for item in proposal.options}


def _stated(made: Plan) -> frozenset[str]:
    """Return the parameters whose figures the brief itself states."""
    return frozenset(item.name for item in parameters_of(made) if item.stated)


def _credited(made: Plan, bound: Mapping[str, str], model: str) -> Plan:
    """Return the plan with the figures that a model proposed marked as its own, not as stated."""
    choices = tuple(
        choice.model_copy(
            update={
                "parameters": tuple(
                    item.model_copy(update={"stated": False, "source": f"proposed by {model}: check it"})
                    if item.name in bound
                    else item
                    for item in choice.parameters
                )
            }
        )
        for choice in made.choices
    )
    return made.model_copy(update={"choices": choices})


def _noted(edited: Draft, notices: Sequence[str]) -> Draft:
    return edited.model_copy(update={"notes": (*edited.notes, *notices)}) if notices else edited
