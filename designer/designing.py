"""A design with a language model's help: the model opened, counted and, where the caller wants, done without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from designer import pipeline
from designer.adapters.llm.asking import AUTO, Chosen, choose, metered
from designer.adapters.llm.meter import MeteredModel
from designer.agent.loop import Limits
from designer.agent.propose import Proposal
from designer.catalog.catalog import Catalog
from designer.errors import LanguageModelError, SettingsError
from designer.model.design import Design
from designer.model.spending import Budget, ModelUse, Spent
from designer.pipeline_with_model import design_with_model
from designer.progress import DraftReady, Listener, listening, tell
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
    progress: Listener | None = None,
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
        progress: told of the offline draft, of each edit as it is proposed, applied or refused, and of what goes back to be mended.

    Raises:
        BriefError: the text is empty or nothing that can be designed.
        LanguageModelError: the model's server failed after its retries.
        SettingsError: there is no such model, or it has no usable key or price.
    """
    with listening(progress):
        return _made(
            text,
            catalog,
            model=model,
            answers=answers,
            on_failure=on_failure,
            opened=lambda spec: metered(
                spec, budget=budget or Budget(), cache=cache, caches_local=caches_local, record=record
            ),
        )


def _made(
    text: str,
    catalog: Catalog,
    *,
    model: str,
    answers: Mapping[str, str],
    on_failure: str,
    opened: Callable[[str], MeteredModel],
) -> Made:
    spec = model
    if model == AUTO:
        chosen = choose()
        if chosen.model is None:
            return _offline(text, catalog, answers, chosen.why)
        spec = chosen.model
    try:
        asked = opened(spec)
        failure: Literal["draft", "raise"] = "raise" if on_failure == "error" else "draft"
        told: list[Proposal] = []
        made = design_with_model(
            text, catalog, asked, answers=answers, on_failure=failure, progress=_draft_once(), tell=told.append
        )
    except (LanguageModelError, SettingsError) as error:
        if on_failure != "auto":
            raise
        return _offline(text, catalog, answers, str(error.problems[0]))
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
    limits: Limits | None = None,
) -> Refined:
    """Return a design as a model changes it on one instruction; `auto` does without one where there is none or it fails.

    `limits` say how long an agent may work on it.

    Raises:
        InputError: the instruction is empty or too long, or nobody can follow it.
        LanguageModelError: the model's server failed after its retries.
        SettingsError: there is no such model, or it has no usable key or price.
    """
    chosen, asked = choose() if model == AUTO else Chosen(model), None
    try:
        if chosen.model is None:
            raise SettingsError(chosen.why, where="model", fix="work offline")
        asked = metered(chosen.model, budget=budget or Budget(), cache=cache, caches_local=caches_local)
        found = refine_with_model(design, text, catalog, asked, judge=judge, limits=limits or Limits())
        return found._replace(spent=asked.spent) if asked.spent.calls else found
    except (LanguageModelError, SettingsError) as error:
        if model != AUTO:
            raise
        found = refine(design, text, catalog, judge=judge)
        spent = asked.spent if asked is not None and asked.spent.calls else found.spent
        return found._replace(says=(*found.says, f"followed offline: {error.problems[0].what}"), spent=spent)


def _use(proposal: Proposal, spent: Spent) -> ModelUse:
    guessed = ("tokens and cost are estimates: the model's server did not count",) if spent.is_estimated else ()
    return ModelUse(
        spent=spent,
        notices=(*proposal.notices, *guessed),
        is_first_try=proposal.is_first_try,
        is_kept=proposal.draft.model != "offline",
        refused=dict(sorted(Counter(item.op for item in proposal.refused).items())),
    )


def _draft_once() -> Callable[[Design], None]:
    """Return what tells of the first design that it gets, the offline draft; the last one is the caller's to tell."""
    is_told = False

    def heard(design: Design) -> None:
        nonlocal is_told
        if not is_told:
            tell(DraftReady(design=design))
        is_told = True

    return heard


def _offline(text: str, catalog: Catalog, answers: Mapping[str, str], why: str) -> Made:
    made = pipeline.design_offline(text, catalog, answers=answers)
    return Made(made, ModelUse(spent=Spent(), notices=(f"designed offline: {why}",)))
