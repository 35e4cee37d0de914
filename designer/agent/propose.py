"""Ask a language model for edits of a draft, send back what is wrong, keep what is no worse."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal, NamedTuple

from designer.agent.carried import carry_over
from designer.agent.dialogue import Dialogue
from designer.agent.prompts import Shown, repair_message
from designer.agent.reply import EditReply, read_edits
from designer.agent.requests import refuse_impossible
from designer.agent.wording import subjects_of, words_of
from designer.edits.apply import Applied, apply_edits, as_draft, change_draft
from designer.edits.edits import ChooseOption, Edit, SetParameter
from designer.edits.refusal import Refusal
from designer.edits.text import clip_line
from designer.errors import LanguageModelError
from designer.model import Blueprint, Draft, Finding, Frozen, Origin, Severity
from designer.ports import LanguageModel, Usage
from designer.progress import Checked, EditApplied, EditRefused, RepairTurn, tell

Check = Callable[[Draft], tuple[Finding, ...]]
MAX_NOTICES = 10
MAX_REPAIRS = 2
"""How often what is wrong is sent back."""


class Proposal(Frozen):
    """What came of asking a model.

    `draft` is the model's when it was kept, else the one given; `edits` made it so. `parameters` and `options`
    are for the planner to bind. `notices` are for the user; `calls` is how often the model was asked. `is_whole` says
    that nothing of the draft given stayed: the model wrote the whole graph. `refused` are the edits refused in any
    of its replies; `is_first_try` says that the first one needed no repair.
    """

    draft: Draft
    notices: tuple[str, ...] = ()
    usage: Usage = Usage()
    calls: int = 0
    parameters: tuple[SetParameter, ...] = ()
    options: tuple[ChooseOption, ...] = ()
    edits: tuple[Edit, ...] = ()
    is_whole: bool = False
    refused: tuple[Refusal, ...] = ()
    is_first_try: bool = False


class _Try(NamedTuple):
    """The edits of one or two replies, applied, and what the checker says of the result."""

    applied: Applied
    errors: tuple[Finding, ...]
    new_errors: tuple[Finding, ...]
    is_whole: bool = False

    @property
    def needs_repair(self) -> bool:
        return bool(self.applied.refused or self.new_errors)


def propose(
    draft: Draft,
    *,
    blueprints: Sequence[Blueprint],
    findings: Sequence[Finding],
    model: LanguageModel,
    check: Check,
    instruction: str = "",
    on_failure: Literal["draft", "raise"] = "draft",
    unmet: Collection[str] = (),
    stated: Collection[str] = (),
) -> Proposal:
    """Return the draft as the model edited it, or as it was, with a notice that says why.

    The model is asked once, and up to `MAX_REPAIRS` times more while edits are refused or errors are new. Its result
    is kept only when it has no more errors than `findings`, which is what `check` says of `draft`. Findings of the
    rules `unmet` count as errors, whatever their severity: what the brief states and the graph does not do. `stated` are
    parameters whose figures the brief states.

    Raises:
        LanguageModelError: the server failed, nothing usable came before, and `on_failure` is "raise".
        SettingsError: the model's key or name is wrong.
    """
    turn = _Turn(as_draft(draft), blueprints, _grave(findings, unmet), model, check, unmet)
    dialogue = Dialogue(Shown(draft, blueprints, findings, instruction, stated), model)
    try:
        reply = dialogue.ask()
    except LanguageModelError as error:
        if on_failure == "raise":
            raise
        return Proposal(draft=turn.draft, notices=(_failed(model, error),), calls=dialogue.calls)
    tries = [turn.take(reply)]
    # What is refused goes back once; only a design that got worse is worth a third question.
    while (tries[-1].needs_repair if len(tries) == 1 else tries[-1].new_errors) and len(tries) <= MAX_REPAIRS:
        last = tries[-1]
        tell(RepairTurn(number=len(tries), reasons=tuple(_reasons(last))))
        words = repair_message(accepted=last.applied.accepted, refused=last.applied.refused, findings=last.new_errors)
        try:
            reply = dialogue.ask(words)
        except LanguageModelError as error:
            if on_failure == "raise" and not any(turn.is_kept(attempt) for attempt in tries):
                raise
            return turn.close(tries, dialogue, also=(_failed(model, error),))
        tries.append(turn.take(reply, before=last))
        if not reply.edits:
            # It has nothing more to say: asking again would cost the same and bring the same.
            break
    return turn.close(tries, dialogue)


class _Turn(NamedTuple):
    """What stays the same while a model is asked."""

    draft: Draft
    blueprints: Sequence[Blueprint]
    errors: tuple[Finding, ...]
    model: LanguageModel
    check: Check
    unmet: Collection[str]

    def take(self, reply: EditReply, *, before: _Try | None = None) -> _Try:
        """Return the try that `reply` makes of the draft, of nothing, or on top of the try `before`."""
        is_new = reply.start == "empty" and bool(reply.edits)
        is_whole = is_new or (before is not None and before.is_whole)
        base = empty_draft(self.draft) if is_new else before.applied.draft if before is not None else self.draft
        edits = refuse_impossible(read_edits(reply), blueprints=() if is_whole else self.blueprints)
        applied = apply_edits(base, edits, origin=Origin(by="model", ref=self.model.name))
        tell_edits(edits, applied)
        if before is not None and not is_new:
            applied = _join(before.applied, applied)
        errors = _grave(self.check(applied.draft), self.unmet)
        known = {finding.sort_key() for finding in self.errors}
        new = tuple(one for one in errors if one.sort_key() not in known)
        tell(Checked(errors=len(errors), new=tuple(clip_line(one.message, 200) for one in new)))
        return _Try(applied, errors, new, is_whole)

    def is_kept(self, attempt: _Try) -> bool:
        """Whether the result has no more errors than the draft, and something in it."""
        return len(attempt.errors) <= len(self.errors) and bool(attempt.applied.draft.graph.components)

    def close(self, tries: Sequence[_Try], dialogue: Dialogue, *, also: tuple[str, ...] = ()) -> Proposal:
        """Return the try with the fewest errors if it can be kept, the later of equals, or the draft."""
        told = self._close(tries, also=(*dialogue.notices, *also))
        refused = tuple(item for attempt in tries for item in attempt.applied.refused)
        return told.model_copy(
            update={
                "refused": refused,
                "is_first_try": not tries[0].needs_repair,
                "usage": dialogue.usage,
                "calls": dialogue.calls,
            }
        )

    def _close(self, tries: Sequence[_Try], *, also: tuple[str, ...]) -> Proposal:
        best = min(reversed(tries), key=lambda attempt: (not self.is_kept(attempt), len(attempt.errors)))
        if self.is_kept(best):
            return self._keep(best, also=also)
        words = _listed(f"{clip_line(one.message, 200)} ({one.rule})" for one in best.new_errors)
        more = len(best.errors) - len(self.errors)
        why = f"they bring {more} more errors" if more > 0 else "nothing was left of the design"
        notice = f"{self.model.name}: its edits were left out, {why}"
        return Proposal(draft=self.draft, notices=(notice, *words, *also))

    def _keep(self, attempt: _Try, *, also: tuple[str, ...]) -> Proposal:
        draft, applied = self.draft, attempt.applied
        notices = (*_listed(str(refusal) for refusal in applied.refused), *also)
        if applied.accepted:
            written = carry_over(self.draft, applied.draft) if attempt.is_whole else applied.draft
            draft = change_draft(written, model=self.model.name)
        else:
            notices = (f"{self.model.name}: it changed nothing", *notices)
        return Proposal(
            draft=draft,
            notices=notices,
            parameters=applied.parameters,
            options=applied.options,
            edits=applied.edits,
            is_whole=attempt.is_whole and bool(applied.accepted),
        )


def tell_edits(edits: Sequence[Edit | Refusal], applied: Applied) -> None:
    """Tell of edits one by one, in their order: each as applied, or as refused with the reason."""
    why = {refusal.index: refusal for refusal in reversed(applied.refused)}
    for index, edit in enumerate(edits):
        refusal = edit if isinstance(edit, Refusal) else why.get(index)
        if refusal is not None:
            tell(EditRefused(op=refusal.op, why=refusal.what, fix=refusal.fix))
        elif not isinstance(edit, Refusal):
            tell(EditApplied(op=edit.op, words=words_of(edit, applied.draft), subjects=subjects_of(edit)))


def _reasons(attempt: _Try) -> Iterable[str]:
    yield from (clip_line(str(one), 200) for one in attempt.applied.refused)
    yield from (clip_line(one.message, 200) for one in attempt.new_errors)


def empty_draft(draft: Draft) -> Draft:
    """Return a draft with the title and the brief of another, and nothing in it."""
    return Draft(title=draft.title, brief=draft.brief, notes=draft.notes, acceptances=draft.acceptances)


def _join(before: Applied, after: Applied) -> Applied:
    """Return both as one; of requests for the same thing the last one stands, at its own place."""
    asked = {edit.name for edit in after.parameters}
    chosen = {(edit.option, edit.choice) for edit in after.options}
    return Applied(
        draft=after.draft,
        refused=after.refused,
        parameters=(*(edit for edit in before.parameters if edit.name not in asked), *after.parameters),
        options=(*(e for e in before.options if (e.option, e.choice) not in chosen), *after.options),
        accepted=before.accepted + after.accepted,
        edits=(*before.edits, *after.edits),
    )


def _grave(findings: Iterable[Finding], unmet: Collection[str]) -> tuple[Finding, ...]:
    found = (item for item in findings if item.severity is Severity.ERROR or item.rule in unmet)
    return tuple(sorted(found, key=Finding.sort_key))


def _failed(model: LanguageModel, error: LanguageModelError) -> str:
    return clip_line(f"{model.name} did not help: {error}", 400)


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    every = [clip_line(one, 400) for one in words]
    rest = len(every) - MAX_NOTICES
    return (*every[:MAX_NOTICES], f"and {rest} more") if rest > 0 else tuple(every)
