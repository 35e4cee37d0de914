"""One instruction followed by a language model: it answers typed edits, code applies, sizes and checks them.

Apart from `refine`, because the offline path should not pay for its import.
"""

from __future__ import annotations

from designer.agent.propose import Proposal, propose
from designer.catalog.catalog import Catalog
from designer.edits.apply import apply_edits, as_draft, change_draft
from designer.edits.words import in_words
from designer.errors import InputError
from designer.model.blueprint import Blueprint
from designer.model.design import Design
from designer.model.origin import Origin
from designer.pipeline import recheck
from designer.ports import LanguageModel
from designer.refining.change import Refined, unclear
from designer.refining.following import conforming, finished, new_errors, with_both
from designer.refining.reading import checked_text
from designer.refining.refine import Judge, answered, refine
from designer.refining.replan import replanned


def refine_with_model(design: Design, text: str, catalog: Catalog, model: LanguageModel, *, judge: Judge) -> Refined:
    """Return a design as a language model changes it on one instruction; a question that the design answers costs nothing.

    The model sees the design, its blueprints and its findings. What it asks that does not fit is refused and told, and
    errors that its edits bring go back to it. Edits that bring more errors than there were are left out, and so is a
    design written anew; the grammar that needs no model then has its turn.

    Raises:
        InputError: the instruction is empty or too long, or neither the model nor the grammar can follow it.
        LanguageModelError: the server failed.
    """
    said = checked_text(text)
    if (answer := answered(design, said, catalog, judge=judge)) is not None:
        return answer
    proposal = propose(
        as_draft(design),
        blueprints=_blueprints(design, catalog),
        findings=design.findings,
        model=model,
        check=lambda draft: recheck(draft, design.capacity.parameters, catalog).findings,
        instruction=said,
        on_failure="raise",
    )
    bound = {item.name: f"{item.value:.12g}" for item in proposal.parameters}
    bound |= {item.option: item.choice for item in proposal.options}
    if proposal.is_whole or not (proposal.edits or bound):
        return _without_model(design, said, catalog, proposal, judge)
    changed = _changed(design, proposal, bound, catalog, model.name)
    now = judge(finished(design, changed, said, catalog))
    both = with_both(design, now)
    done = (
        *(in_words(edit, both) for edit in proposal.edits),
        *(f"set {name} to {bound[name]}" for name in sorted(bound)),
    )
    return Refined(now, done, new_errors(design, now), refused=proposal.notices)


def _without_model(design: Design, said: str, catalog: Catalog, proposal: Proposal, judge: Judge) -> Refined:
    """Return what the grammar makes of an instruction, and why the model's answer was left out."""
    written_anew = ("the model wrote the design anew instead of changing it, which was left out",)
    notices = proposal.notices or (written_anew if proposal.is_whole else ("the model proposed no change",))
    try:
        return refine(design, said, catalog, judge=judge)._replace(refused=notices)
    except InputError as error:
        raise unclear(notices[0], error.problems[0].fix) from error


def _changed(design: Design, proposal: Proposal, bound: dict[str, str], catalog: Catalog, model: str) -> Design:
    draft, parameters = proposal.draft, design.capacity.parameters
    if bound:
        planned, parameters = replanned(design, bound, catalog)
        edited = apply_edits(planned, proposal.edits, origin=Origin(by="model", ref=model)).draft
        draft = change_draft(edited, model=model)
    return recheck(conforming(draft, catalog), parameters, catalog)


def _blueprints(design: Design, catalog: Catalog) -> tuple[Blueprint, ...]:
    return tuple(catalog.by_id[match.id] for match in design.blueprints if match.id in catalog.by_id)
