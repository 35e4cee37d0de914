"""What the grammar cannot read, done by a language model with tools: it looks up, edits, checks and answers.

The model speaks; code decides. Edits are kept only where the design is no worse, and an answer only where it cites what
exists.
"""

from __future__ import annotations

from collections.abc import Callable

from designer.agent.asking import ask_once
from designer.agent.loop import Limits, Talk, converse
from designer.agent.prompts import Shown, agent_messages, agent_repair
from designer.agent.room import PromptTooLongError
from designer.agent.talking import TalkingModel, no_tools
from designer.agent.tokens import tokens_of
from designer.catalog.catalog import Catalog
from designer.edits.text import clip_line
from designer.model.design import Design
from designer.ports import LanguageModel
from designer.progress import Checked, RepairTurn, tell
from designer.refining.change import Refined, unclear
from designer.refining.citing import Cited, cited, sources
from designer.refining.desk import Desk, bound_or_dropped
from designer.refining.figures_said import without_invented
from designer.refining.following import finished, new_errors
from designer.refining.reading import is_question
from designer.refining.refine import Judge
from designer.refining.tools import tools_of

ASK_BY_NAME = "ask about a part by its name"
_MOST_REFUSED = 10
_MOST_TOLD = 3


def refine_with_agent(
    design: Design, said: str, catalog: Catalog, model: TalkingModel, *, judge: Judge, limits: Limits
) -> Refined:
    """Return a design as an agent changes it, or with its answer to a question.

    Raises:
        NoToolsError: the model cannot be given tools.
        InputError: the agent came to nothing that can be kept; the reason is told.
        LanguageModelError: the server failed.
    """
    desk = Desk(design, said, catalog, model=model.name, judge=judge)
    asks = is_question(said)
    talk, left_out = _talk(desk, model, limits, asks=asks)
    notices = (*left_out, *bound_or_dropped(desk))
    answer = _read(desk, talk.text)
    if not (talk.called or desk.is_changed or answer.is_grounded):
        # Some servers take tools without a word and never tell the model of them.
        raise no_tools(model.name)
    if talk.stopped:
        notices += (f"{model.name} was stopped: {talk.stopped}",)
    if asks or not desk.is_changed:
        return _answered(desk, answer, notices)
    return _changed(desk, answer, notices)


def _talk(desk: Desk, model: TalkingModel, limits: Limits, *, asks: bool) -> tuple[Talk, tuple[str, ...]]:
    """Return a conversation at a desk, and what the model was not shown because its context is short.

    Where the prompt does not fit, and nothing was changed yet, it begins again with a shorter one, once.
    """
    tools = tools_of(desk, is_question=asks)
    shown = Shown(desk.draft, desk.blueprints, desk.before.findings, desk.said)
    offered = sum(tokens_of(f"{tool.spec.description} {dict(tool.spec.parameters)}") for tool in tools)
    system, request, _ = agent_messages(shown, is_question=asks, fixed=offered)

    def talk(request: str) -> Talk:
        desk.shown += [desk.said, request]
        return converse(
            model,
            system=system,
            request=request,
            tools=tools,
            limits=limits,
            review=_reviewer(desk, asks=asks),
            heard=lambda: _told(desk),
        )

    try:
        return talk(request), ()
    except PromptTooLongError as error:
        room = error.room_for(offered + tokens_of(system) + tokens_of(request))
        _, shorter, left_out = agent_messages(shown, is_question=asks, room=room, fixed=offered)
        if desk.is_changed or len(shorter) >= len(request):
            raise
    return talk(shorter), (f"{model.name}: its context is short, and it was not shown {', '.join(left_out)}",)


def answer_once(design: Design, said: str, catalog: Catalog, model: LanguageModel, *, judge: Judge) -> Refined:
    """Return the answer of a model without tools to a question.

    Raises:
        InputError: the answer cites nothing that exists.
        LanguageModelError: the server failed.
    """
    desk = Desk(design, said, catalog, model=model.name, judge=judge)
    shown = Shown(desk.draft, desk.blueprints, design.findings, said)
    _, request, _ = agent_messages(shown, is_question=True)
    desk.shown += [said, request]
    return _answered(desk, _read(desk, ask_once(request, model)), ())


def _read(desk: Desk, text: str) -> Cited:
    """Return what a model said, without sentences whose figures nobody computed, and with its citations checked."""
    kept, invented = without_invented(text, desk.shown)
    return cited(kept, desk.design(), desk.catalog)._replace(invented=invented)


def _told(desk: Desk) -> None:
    """Tell what happened at a desk since the last time, where and as the caller runs."""
    events, desk.events = desk.events, []
    for event in events:
        tell(event)


def _reviewer(desk: Desk, *, asks: bool) -> Callable[[str], str]:
    """Return what says why a result cannot be kept as it is; it speaks up while that can be mended."""
    turns = 0

    def review(text: str) -> str:
        nonlocal turns
        dropped = bound_or_dropped(desk)
        answer = _read(desk, text)
        new = desk.new_errors() if desk.is_changed else ()
        objection = "; ".join((*dropped, *((desk.objection(),) if new and desk.objection() else ())))
        if not turns and not answer.is_grounded and (asks or not desk.is_changed):
            objection = objection or "the answer cites nothing of the design or the catalog"
        unknown = (*answer.unknown, *answer.invented) if asks and not turns else ()
        if desk.is_changed:
            desk.events.append(Checked(errors=len(desk.errors()), new=tuple(one.message for one in new)))
        if not (objection or new or unknown):
            return ""
        turns += 1
        reasons = (*((objection,) if objection else ()), *(one.message for one in new), *unknown)
        desk.events.append(RepairTurn(number=turns, reasons=tuple(clip_line(one, 200) for one in reasons)))
        return agent_repair(objection=objection, unknown=unknown, findings=new)

    return review


def _refused(desk: Desk, notices: tuple[str, ...], answer: Cited) -> tuple[str, ...]:
    lines = [clip_line(str(one), 400) for one in desk.refused[:_MOST_REFUSED]]
    if len(desk.refused) > _MOST_REFUSED:
        lines.append(f"and {len(desk.refused) - _MOST_REFUSED} more")
    if answer.unknown:
        lines.append(f"citations of what does not exist were taken out: {', '.join(answer.unknown[:_MOST_REFUSED])}")
    if answer.invented:
        lines.append(
            f"sentences with figures that nobody computed were taken out: {', '.join(answer.invented[:_MOST_REFUSED])}"
        )
    return (*lines, *notices)


def _answered(desk: Desk, answer: Cited, notices: tuple[str, ...]) -> Refined:
    refused = _refused(desk, notices, answer)
    if not answer.is_grounded:
        why = notices[-1] if notices else f"{desk.model}: its answer cites nothing that exists, and was left out"
        raise unclear(why, ASK_BY_NAME)
    lines = [*answer.text.splitlines(), *sources(answer, desk.before, desk.catalog), f"  Said by {desk.model}."]
    return Refined(desk.before, reply="\n".join(lines), refused=refused, about=answer.parts)


def _changed(desk: Desk, answer: Cited, notices: tuple[str, ...]) -> Refined:
    refused = _refused(desk, notices, answer)
    if objection := desk.objection():
        errors = "; ".join(f"{clip_line(one.message, 200)} ({one.rule})" for one in desk.new_errors()[:_MOST_TOLD])
        what = f"{desk.model}: its edits were left out, {objection}"
        raise unclear(f"{what}: {errors}" if errors else what, "say which parts may change, or change them yourself")
    now = desk.judge(finished(desk.before, desk.design(), desk.said, desk.catalog))
    said = tuple(f"{desk.model}: {line}" for line in answer.text.splitlines())
    return Refined(now, desk.done(), (*said, *new_errors(desk.before, now)), refused=refused, about=answer.parts)
