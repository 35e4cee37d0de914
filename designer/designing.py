"""A design with a language model's help: the model opened, counted and, where the caller wants, done without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from designer import pipeline
from designer.adapters.llm.asking import AUTO, Chosen, choose, metered
from designer.agent.propose import Proposal
from designer.catalog.catalog import Catalog
from designer.errors import LanguageModelError, SettingsError
from designer.model.design import Design
from designer.model.spending import Budget, ModelUse, Spent
from designer.pipeline_with_model import design_with_model
from designer.refining import Refined, refine
from designer.refining.with_model import refine_with_model


class Made(NamedTuple):
    """A design, and what the model had to do with it."""

    design: Design
    use: ModelUse


def design_by_model(
    text: str,
    catalog: Catalog,
    *,
    model: str,
    answers: Mapping[str, str],
    on_failure: str,
    budget: Budget | None = None,
    cache: Path | None = None,
    caches_local: bool = False,
    record: Path | None = None,
    progress: Callable[[Design], None] = lambda design: None,
) -> Made:
    """Return the design of a brief that a model edited.

    Args:
        text: the brief.
        catalog: what it is planned with.
        model: "provider:model", or "auto" for what the environment names.
        answers: answers to open questions, by question id.
        on_failure: "error" to raise when the model fails, "draft" to return the offline draft, "auto" to return it
            whatever is wrong, settings included.
        budget: ceilings of tokens and money.
        cache: the folder in which answers of models are kept; None keeps none.
        caches_local: whether those of servers on this machine are kept as well.
        record: a file of transcripts to which the model's answers are added.
        progress: called with the offline draft, and with the design.

    Raises:
        BriefError: the text is empty or nothing that can be designed.
        LanguageModelError: the model's server failed after its retries.
        SettingsError: there is no such model, or it has no usable key or price.
    """
    spec = model
    if model == AUTO:
        chosen = choose()
        if chosen.model is None:
            return _offline(text, catalog, answers, chosen.why, progress)
        spec = chosen.model
    try:
        asked = metered(spec, budget=budget or Budget(), cache=cache, caches_local=caches_local, record=record)
        failure: Literal["draft", "raise"] = "raise" if on_failure == "error" else "draft"
        told: list[Proposal] = []
        made = design_with_model(
            text, catalog, asked, answers=answers, on_failure=failure, progress=progress, tell=told.append
        )
    except (LanguageModelError, SettingsError) as error:
        if on_failure != "auto":
            raise
        return _offline(text, catalog, answers, str(error.problems[0]), progress)
    return Made(made, _use(told[-1], asked.spent))


def refine_by_model(
    design: Design,
    text: str,
    catalog: Catalog,
    *,
    model: str,
    judge: Callable[[Design], Design],
    budget: Budget | None = None,
    cache: Path | None = None,
    caches_local: bool = False,
) -> Refined:
    """Return a design as a model changes it on one instruction; `auto` does without one where there is none or it fails.

    Raises:
        InputError: the instruction is empty or too long, or nobody can follow it.
        LanguageModelError: the model's server failed after its retries.
        SettingsError: there is no such model, or it has no usable key or price.
    """
    chosen = choose() if model == AUTO else Chosen(model)
    try:
        if chosen.model is None:
            raise SettingsError(chosen.why, where="model", fix="work offline")
        asked = metered(chosen.model, budget=budget or Budget(), cache=cache, caches_local=caches_local)
        return refine_with_model(design, text, catalog, asked, judge=judge)
    except (LanguageModelError, SettingsError) as error:
        if model != AUTO:
            raise
        found = refine(design, text, catalog, judge=judge)
        return found._replace(says=(*found.says, f"followed offline: {error.problems[0].what}"))


def _use(proposal: Proposal, spent: Spent) -> ModelUse:
    return ModelUse(
        spent=spent,
        notices=proposal.notices,
        is_first_try=proposal.is_first_try,
        is_kept=proposal.draft.model != "offline",
        refused=dict(sorted(Counter(item.op for item in proposal.refused).items())),
    )


def _offline(
    text: str, catalog: Catalog, answers: Mapping[str, str], why: str, progress: Callable[[Design], None]
) -> Made:
    made = pipeline.design_offline(text, catalog, answers=answers)
    progress(made)
    return Made(made, ModelUse(spent=Spent(), notices=(f"designed offline: {why}",)))
