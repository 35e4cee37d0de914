"""Ask a language model for edits of a draft once, send back once what is wrong, keep what is no worse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from designer.agent.prompts import build_messages, repair_message
from designer.agent.reply import EditReply, read_edits
from designer.agent.requests import refuse_impossible
from designer.edits.apply import Applied, apply_edits, as_draft, change_draft
from designer.edits.edits import ChooseOption, Edit, SetParameter
from designer.edits.text import clean_text, clip_line
from designer.errors import LanguageModelError
from designer.model import Blueprint, Draft, Finding, Frozen, Origin, Severity
from designer.ports import Answer, ChatMessage, LanguageModel, Usage

Check = Callable[[Draft], tuple[Finding, ...]]
MAX_NOTICES = 10


class Proposal(Frozen):
    """What came of asking a model.

    `draft` is the model's when it was kept, else the one given; `edits` made it so. `parameters` and `options`
    are for the planner to bind. `notices` are for the user; `calls` is how often the model was asked.
    """

    draft: Draft
    notices: tuple[str, ...] = ()
    usage: Usage = Usage()
    calls: int = 0
    parameters: tuple[SetParameter, ...] = ()
    options: tuple[ChooseOption, ...] = ()
    edits: tuple[Edit, ...] = ()


class _Try(NamedTuple):
    """The edits of one or two replies, applied, and what the checker says of the result."""

    applied: Applied
    errors: tuple[Finding, ...]
    new_errors: tuple[Finding, ...]

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
) -> Proposal:
    """Return the draft as the model edited it, or as it was, with a notice that says why.

    The model is asked once, and once more when edits were refused or errors are new. Its result is kept
    only when it has no more errors than `findings`, which is what `check` says of `draft`.

    Raises:
        LanguageModelError: the server failed, nothing usable came before, and `on_failure` is "raise".
        SettingsError: the model's key or name is wrong.
    """
    turn = _Turn(as_draft(draft), blueprints, _errors(findings), model, check)
    messages = build_messages(draft, blueprints=blueprints, findings=findings, instruction=instruction)
    try:
        answer = model.answer(messages, into=EditReply)
    except LanguageModelError as error:
        if on_failure == "raise":
            raise
        return Proposal(draft=turn.draft, notices=(_failed(model, error),), calls=1)
    first = turn.take(turn.draft, answer.value)
    if not first.needs_repair:
        return turn.close((first,), usage=answer.usage, calls=1)
    repair = repair_message(accepted=first.applied.accepted, refused=first.applied.refused, findings=first.new_errors)
    try:
        second = model.answer((*messages, _as_message(answer), repair), into=EditReply)
    except LanguageModelError as error:
        if on_failure == "raise" and not turn.is_kept(first):
            raise
        return turn.close((first,), usage=answer.usage, calls=2, also=(_failed(model, error),))
    repaired = turn.take(first.applied.draft, second.value, before=first.applied)
    return turn.close((repaired, first), usage=answer.usage + second.usage, calls=2)


class _Turn(NamedTuple):
    """What stays the same while a model is asked."""

    draft: Draft
    blueprints: Sequence[Blueprint]
    errors: tuple[Finding, ...]
    model: LanguageModel
    check: Check

    def take(self, draft: Draft, reply: EditReply, *, before: Applied | None = None) -> _Try:
        """Return the try that `reply` makes on top of `draft`, with the requests of the reply `before`."""
        edits = refuse_impossible(read_edits(reply), blueprints=self.blueprints)
        applied = apply_edits(draft, edits, origin=Origin(by="model", ref=self.model.name))
        if before is not None:
            applied = _join(before, applied)
        errors = _errors(self.check(applied.draft))
        known = {finding.sort_key() for finding in self.errors}
        return _Try(applied, errors, tuple(one for one in errors if one.sort_key() not in known))

    def is_kept(self, attempt: _Try) -> bool:
        """Whether the result has no more errors than the draft."""
        return len(attempt.errors) <= len(self.errors)

    def close(self, tries: Sequence[_Try], *, usage: Usage, calls: int, also: tuple[str, ...] = ()) -> Proposal:
        """Return the try with the fewest errors if it can be kept, the later of equals, or the draft."""
        best = min(tries, key=lambda attempt: len(attempt.errors))
        if self.is_kept(best):
            return self._keep(best.applied, usage=usage, calls=calls, also=also)
        words = _listed(f"{clip_line(one.message, 200)} ({one.rule})" for one in best.new_errors)
        more = len(best.errors) - len(self.errors)
        notice = f"{self.model.name}: its edits were left out, they bring {more} more errors"
        return Proposal(draft=self.draft, notices=(notice, *words, *also), usage=usage, calls=calls)

    def _keep(self, applied: Applied, *, usage: Usage, calls: int, also: tuple[str, ...]) -> Proposal:
        draft = self.draft
        notices = (*_listed(str(refusal) for refusal in applied.refused), *also)
        if applied.accepted:
            draft = change_draft(applied.draft, model=self.model.name)
        else:
            notices = (f"{self.model.name}: it changed nothing", *notices)
        return Proposal(
            draft=draft,
            notices=notices,
            usage=usage,
            calls=calls,
            parameters=applied.parameters,
            options=applied.options,
            edits=applied.edits,
        )


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


def _errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    found = (finding for finding in findings if finding.severity is Severity.ERROR)
    return tuple(sorted(found, key=Finding.sort_key))


def _as_message(answer: Answer[EditReply]) -> ChatMessage:
    # Not pydantic's own JSON: a reply may hold lone surrogates, which that cannot write.
    return ChatMessage("assistant", clean_text(json.dumps({"edits": answer.value.edits}, ensure_ascii=False)))


def _failed(model: LanguageModel, error: LanguageModelError) -> str:
    return clip_line(f"{model.name} did not help: {error}", 400)


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    every = [clip_line(one, 400) for one in words]
    rest = len(every) - MAX_NOTICES
    return (*every[:MAX_NOTICES], f"and {rest} more") if rest > 0 else tuple(every)
