"""One instruction or question that goes beyond the grammar, handed to a language model; code applies, sizes and checks.

The grammar has its turn first: what it reads costs nothing and is always the same. Then an agent with tools; a server
without function calls is asked for its edits, or its answer, in one reply. Apart from `refine`, because the offline
path should not pay for its import.
"""

from __future__ import annotations

from designer.agent.loop import Limits
from designer.agent.propose import Proposal, propose
from designer.agent.talking import NoToolsError, TalkingModel
from designer.catalog.catalog import Catalog
from designer.edits.apply import apply_edits, as_draft, change_draft
from designer.edits.words import in_words
from designer.errors import InputError
from designer.model.blueprint import Blueprint
from designer.model.design import Design, Draft
from designer.model.finding import Finding
from designer.model.origin import Origin
from designer.pipeline import recheck
from designer.ports import LanguageModel
from designer.refining.change import Refined, unclear
from designer.refining.following import conforming, finished, new_errors, with_both
from designer.refining.reading import checked_text, is_question
from designer.refining.refine import Judge, answered, refine
from designer.refining.replan import replanned
from designer.refining.straying import strayed
from designer.refining.with_agent import ASK_BY_NAME, answer_once, refine_with_agent

_DEFAULT = Limits()


def refine_with_model(
    design: Design, text: str, catalog: Catalog, model: LanguageModel, *, judge: Judge, limits: Limits = _DEFAULT
) -> Refined:
    """Return a design as one instruction changes it, or with the answer to a question.

    What the grammar reads costs nothing. For the rest the model sees the design, its blueprints and its findings. What
    it asks that does not fit is refused and told, and errors that its edits bring go back to it. Edits that bring more
    errors than there were, or lead away from a blueprint unasked, are left out, and so is a design written anew.

    Raises:
        InputError: the instruction is empty or too long, or neither the model nor the grammar can follow it.
        LanguageModelError: the server failed.
    """
    said = checked_text(text)
    try:
        understood = _by_grammar(design, said, catalog, judge)
    except InputError as error:
        why = error
    else:
        if understood is not None:
            return understood
        why = unclear("the instruction says no change", "name the parts that should change")
    try:
        if isinstance(model, TalkingModel):
            return refine_with_agent(design, said, catalog, model, judge=judge, limits=limits)
    except NoToolsError:
        pass  # asked in another way below
    except InputError as error:
        raise _advised(error, why, said) from error
    if is_question(said):
        return answer_once(design, said, catalog, model, judge=judge)
    return _in_one_reply(design, said, catalog, model, judge, why)


def _advised(error: InputError, why: InputError, said: str) -> InputError:
    """Return an error of the agent, with the advice of the grammar where it has none of its own."""
    if error.fix != ASK_BY_NAME or is_question(said):
        return error
    return unclear(error.what, why.fix)


def _by_grammar(design: Design, said: str, catalog: Catalog, judge: Judge) -> Refined | None:
    """Return what the grammar makes of an instruction or a question; None where all it has is advice, or no answer.

    Raises:
        InputError: it does not understand.
    """
    if (answer := answered(design, said, catalog, judge=judge)) is not None:
        return answer
    if is_question(said):
        return None
    found = refine(design, said, catalog, judge=judge)
    # "Make it cheaper" changes nothing by itself: a model may know what to do.
    return None if found.reply else found


def _in_one_reply(
    design: Design, said: str, catalog: Catalog, model: LanguageModel, judge: Judge, why: InputError
) -> Refined:
    parameters = design.capacity.parameters

    def check(draft: Draft) -> tuple[Finding, ...]:
        return (*recheck(draft, parameters, catalog).findings, *strayed(design, draft, said, catalog))

    proposal = propose(
        as_draft(design),
        blueprints=_blueprints(design, catalog),
        findings=design.findings,
        model=model,
        check=check,
        instruction=said,
        on_failure="raise",
        stated=frozenset(item.name for item in parameters if item.stated),
    )
    bound = {item.name: f"{item.value:.12g}" for item in proposal.parameters}
    bound |= {item.option: item.choice for item in proposal.options}
    if proposal.is_whole or not (proposal.edits or bound):
        raise unclear(_left_out(proposal), why.problems[0].fix)
    changed = _changed(design, proposal, bound, catalog, model.name)
    now = judge(finished(design, changed, said, catalog))
    both = with_both(design, now)
    done = (
        *(in_words(edit, both) for edit in proposal.edits),
        *(f"set {name} to {bound[name]}" for name in sorted(bound)),
    )
    return Refined(now, done, new_errors(design, now), refused=proposal.notices)


def _left_out(proposal: Proposal) -> str:
    """Return why nothing of a model's answer was taken."""
    if proposal.is_whole:
        return "the model wrote the design anew instead of changing it, which was left out"
    return "; ".join(proposal.notices[:3]) or "the model proposed no change"


def _changed(design: Design, proposal: Proposal, bound: dict[str, str], catalog: Catalog, model: str) -> Design:
    draft, parameters = proposal.draft, design.capacity.parameters
    if bound:
        planned, parameters = replanned(design, bound, catalog)
        edited = apply_edits(planned, proposal.edits, origin=Origin(by="model", ref=model)).draft
        draft = change_draft(edited, model=model)
    return recheck(conforming(draft, catalog), parameters, catalog)


def _blueprints(design: Design, catalog: Catalog) -> tuple[Blueprint, ...]:
    return tuple(catalog.by_id[match.id] for match in design.blueprints if match.id in catalog.by_id)
