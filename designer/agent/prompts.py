"""The words sent to a language model: the stable part first, the user's text last and fenced as data.

A prompt takes no more tokens than there is room for: details are left out in the order of `Cut`. Templates only place
what is prepared here; no text of a user, a model or a catalog is ever a template.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from designer.agent.cuts import Cut
from designer.agent.draft_table import draft_table, quoted, words
from designer.agent.extract import extract
from designer.agent.reply import MAX_EDITS, EditReply
from designer.agent.room import MAX_PROMPT, MAX_PROMPT_BEYOND
from designer.agent.strict_schema import schema_of, schema_text
from designer.agent.tokens import tokens_of
from designer.edits.edits import EDIT_TYPES, AddBoundary, AlternativeEdit, FieldEdit, StepEdit
from designer.edits.refusal import Refusal
from designer.edits.text import clip_line, clip_middle, fence, join_within
from designer.model import Blueprint, Draft, Finding, Kind, Mode
from designer.model.entity import FieldType
from designer.model.properties import COMPONENT_PROPERTIES, CONNECTION_PROPERTIES, PropertySpec
from designer.ports import ChatMessage
from designer.resources import templates_root

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_BLUEPRINTS = 3
MAX_FINDINGS = 12
FEWEST_FINDINGS = 4
MAX_BRIEF = 6000
MAX_DRAFT = 60_000
_EXAMPLE = [
    {"op": "add_component", "id": "view-events", "name": "View events", "kind": "queue",
     "properties": [{"name": "dead_letter", "value": True}]},
    {"op": "add_component", "id": "view-counter", "name": "View counter", "kind": "worker", "replicas": 2},
    {"op": "connect", "source": "page-service", "target": "view-events", "label": "publish view", "mode": "async"},
    {"op": "connect", "source": "view-events", "target": "view-counter", "label": "count views", "mode": "async"},
]  # fmt: skip


class Prompt(NamedTuple):
    """Messages, the tokens that they and their schema take, as we estimate them, and what was left out for want of room."""

    messages: tuple[ChatMessage, ...]
    tokens: int
    cuts: tuple[Cut, ...] = ()


class Shown(NamedTuple):
    """What a prompt is about: a draft, the best blueprints first, what was found, and what a user wants changed now.

    `stated` are parameters whose figures the brief states, and which nobody needs to bind.
    """

    draft: Draft
    blueprints: Sequence[Blueprint] = ()
    findings: Sequence[Finding] = ()
    instruction: str = ""
    stated: Collection[str] = ()


def build_messages(
    draft: Draft,
    *,
    blueprints: Sequence[Blueprint],
    findings: Sequence[Finding],
    instruction: str = "",
    stated: Collection[str] = (),
) -> tuple[ChatMessage, ...]:
    """Return the conversation that asks for edits of `draft`: a system message and a user message.

    `blueprints` are the best first; three are shown. `instruction` is what a user wants changed now, `stated` are
    parameters whose figures the brief states.
    """
    return build_prompt(Shown(draft, blueprints, findings, instruction, stated)).messages


def build_prompt(shown: Shown, *, room: int | None = None) -> Prompt:
    """Return the conversation that asks for edits, with no more left out than it takes to fit into `room` tokens.

    Where even the shortest is longer, it is returned, and longer.
    """
    text, tokens, cuts = _fitted(partial(_request, shown), fixed=_fixed_tokens(), room=_room(shown, room))
    return Prompt((ChatMessage("system", system_prompt()), ChatMessage("user", text)), tokens, cuts)


def _room(shown: Shown, given: int | None) -> int:
    """Return how many tokens a prompt may take: what is given, or else what any first question may."""
    if given is not None:
        return given
    return MAX_PROMPT if shown.draft.blueprints else MAX_PROMPT_BEYOND


def left_out(shown: Shown, *, before: Prompt, now: Prompt) -> tuple[str, ...]:
    """Return in words what a prompt leaves out that the one before held."""
    return _missed(partial(_request, shown), len(before.cuts), len(now.cuts))


def _missed(write: Callable[[Collection[Cut]], str], first: int, last: int) -> tuple[str, ...]:
    """Return in words the cuts of a range that take anything away."""
    every = tuple(Cut)
    return tuple(every[at].value for at in range(first, last) if write(every[:at]) != write(every[: at + 1]))


def _fitted(write: Callable[[Collection[Cut]], str], *, fixed: int, room: int) -> tuple[str, int, tuple[Cut, ...]]:
    """Return what `write` writes with the fewest cuts that fit into `room` beside `fixed` tokens, or with all of them."""
    every = tuple(Cut)

    @cache
    def written(count: int) -> tuple[str, int]:
        text = write(every[:count])
        return text, fixed + tokens_of(text)

    fits = written(0)[1] <= room
    count = 0 if fits else bisect_left(range(len(every)), True, lo=1, key=lambda number: written(number)[1] <= room)
    return (*written(count), every[:count])


@cache
def _fixed_tokens() -> int:
    """Return the tokens of what every question holds: the first message and the schema of the answer."""
    return tokens_of(system_prompt()) + tokens_of(schema_text(schema_of(EditReply)))


def _request(shown: Shown, cuts: Collection[Cut]) -> str:
    draft = shown.draft
    nearest = shown.blueprints[:MAX_BLUEPRINTS]
    used = {match.id for match in draft.blueprints} or {one.id for one in nearest[:1]}
    extracts = [extract(one, draft, cuts=cuts, stated=shown.stated) for one in nearest if one.id in used]
    others = [one for one in nearest if one.id not in used and Cut.RIVALS not in cuts]
    return _render(
        "edit_request.md.j2",
        blueprints=extracts,
        others="; ".join(f"{one.id} ({clip_line(one.title, 80)})" for one in others),
        draft=fence("DRAFT", join_within(draft_table(draft, cuts=cuts), separator="\n", limit=MAX_DRAFT)),
        findings=fence("FINDINGS", "\n".join(_finding_lines(shown.findings, cuts))) if shown.findings else "",
        brief=fence("BRIEF", clip_middle(draft.brief.text, MAX_BRIEF)),
        instruction=fence("INSTRUCTION", clip_middle(shown.instruction, MAX_BRIEF)) if shown.instruction else "",
    )


def agent_messages(
    shown: Shown, *, is_question: bool, room: int | None = None, fixed: int = 0
) -> tuple[str, str, tuple[str, ...]]:
    """Return what an agent with tools is told first, stable for all designs, its request, and in words what it lacks.

    The instruction of `shown` is what the user wants changed, or asks. Details are left out until both fit into `room`
    tokens beside `fixed` ones, or nothing more can be left out; without it, the room is that of any first question.
    """
    system, write = agent_prompt(), partial(_agent_request, shown, is_question=is_question)
    text, _, cuts = _fitted(write, fixed=fixed + tokens_of(system), room=_room(shown, room))
    return system, text, _missed(write, 0, len(cuts))


def _agent_request(shown: Shown, cuts: Collection[Cut], *, is_question: bool) -> str:
    draft, said = shown.draft, clip_middle(shown.instruction, MAX_BRIEF)
    return _render(
        "agent_request.md.j2",
        blueprints=[(one.id, clip_line(one.title, 80)) for one in shown.blueprints[:MAX_BLUEPRINTS]],
        draft=fence("DESIGN", join_within(draft_table(draft, cuts=cuts), separator="\n", limit=MAX_DRAFT)),
        findings=fence("FINDINGS", "\n".join(_finding_lines(shown.findings, cuts))) if shown.findings else "",
        said=fence("QUESTION" if is_question else "INSTRUCTION", said),
        is_question=is_question,
    )


def agent_repair(*, objection: str, unknown: Sequence[str], findings: Sequence[Finding]) -> str:
    """Return what an agent is told when its result cannot be kept as it is."""
    citations = "; ".join(clip_line(one, 80) for one in unknown[:MAX_FINDINGS])
    return _render(
        "agent_repair.md.j2",
        objection=objection,
        unknown=fence("CITATIONS", citations) if citations else "",
        findings=fence("FINDINGS", "\n".join(_finding_lines(findings))) if findings else "",
    )


@cache
def agent_prompt() -> str:
    """Return the stable first message of an agent with tools."""
    return _render("agent_system.md.j2", **_vocabularies())


def repair_message(*, accepted: int, refused: Sequence[Refusal], findings: Sequence[Finding]) -> ChatMessage:
    """Return the message that tells a model what was refused and which errors are new, in the user's words."""
    reasons = [clip_line(str(refusal), 400) for refusal in refused[:MAX_FINDINGS]]
    text = _render(
        "edit_repair.md.j2",
        accepted=accepted,
        refused=fence("REFUSED", "\n".join(reasons)) if reasons else "",
        findings=fence("FINDINGS", "\n".join(_finding_lines(findings))) if findings else "",
    )
    return ChatMessage("user", text)


@cache
def system_prompt() -> str:
    """Return the stable first message: the same for every brief."""
    return _render("edit_system.md.j2", example=json.dumps({"start": "draft", "edits": _EXAMPLE}), **_vocabularies())


def _vocabularies() -> dict[str, Any]:
    """Return the words that edits are written in."""
    return {
        "max_edits": MAX_EDITS,
        "operations": [_operation(kind) for kind in EDIT_TYPES],
        "kinds": " ".join(Kind),
        "modes": " ".join(Mode),
        "boundary_types": " ".join(get_args(AddBoundary.model_fields["type"].annotation)),
        "component_properties": _vocabulary(COMPONENT_PROPERTIES.items()),
        "connection_properties": _vocabulary(CONNECTION_PROPERTIES.items()),
        "field_types": " ".join(get_args(FieldType)),
    }


@cache
def _environment() -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader(templates_root() / "prompts"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _render(name: str, **context: Any) -> str:
    return _environment().get_template(name).render(**context).strip() + "\n"


def render_prompt(name: str, **context: Any) -> str:
    """Return a prompt's template filled with values that are data: prepared, shortened and fenced."""
    return _render(name, **context)


def _operation(kind: type[Any]) -> str:
    """Return an edit as `op(field, field?)`, with the fields of its parts in brackets."""
    return f"{kind.model_fields['op'].default}({_fields(kind)}): {kind.__doc__}"


def _fields(kind: type[Any]) -> str:
    parts = {"steps": StepEdit, "fields": FieldEdit, "alternatives": AlternativeEdit}
    return ", ".join(
        name + ("" if field.is_required() else "?") + (f" [{_fields(parts[name])}]" if name in parts else "")
        for name, field in kind.model_fields.items()
        if name != "op"
    )


def _vocabulary(specs: Iterable[tuple[str, PropertySpec]]) -> str:
    return " ".join(name + _domain(spec) for name, spec in specs)


def _domain(spec: PropertySpec) -> str:
    """Return what a property takes; nothing for true or false, the most usual."""
    if spec.choices:
        return f"({'|'.join(spec.choices)})"
    return {bool: "", float: "(number)", str: "(text)"}[spec.type]


def _finding_lines(findings: Iterable[Finding], cuts: Container[Cut] = ()) -> Iterator[str]:
    most = FEWEST_FINDINGS if Cut.FINDINGS in cuts else MAX_FINDINGS
    for finding in sorted(findings, key=Finding.sort_key)[:most]:
        subjects = quoted(", ".join(finding.subjects[:4]), 200)
        told = (quoted(finding.message, 200), f"at={subjects}", f"fix={quoted(finding.fix, 160)}")
        yield words(finding.severity.value, finding.rule, *told)
