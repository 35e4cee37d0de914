"""The words sent to a language model: the stable part first, the user's text last and fenced as data.

Templates only place what is prepared here; no text of a user, a model or a catalog is ever a template.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from designer.agent.reply import MAX_EDITS
from designer.edits.edits import EDIT_TYPES, AddBoundary, AlternativeEdit, FieldEdit, StepEdit
from designer.edits.refusal import Refusal
from designer.edits.text import clip_line, clip_middle, fence, join_within
from designer.model import Blueprint, Draft, Finding, Flow, Kind, Mode, Scalar
from designer.model.entity import FieldType
from designer.model.ids import connection_id
from designer.model.properties import COMPONENT_PROPERTIES, CONNECTION_PROPERTIES, PropertySpec
from designer.ports import ChatMessage
from designer.resources import templates_root

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_BLUEPRINTS = 3
MAX_FINDINGS = 12
MAX_BRIEF = 6000
MAX_DRAFT = 60_000
_EXAMPLE = [
    {"op": "add_component", "id": "view-events", "name": "View events", "kind": "queue",
     "properties": [{"name": "dead_letter", "value": True}]},
    {"op": "add_component", "id": "view-counter", "name": "View counter", "kind": "worker", "replicas": 2},
    {"op": "connect", "source": "page-service", "target": "view-events", "label": "publish view", "mode": "async"},
    {"op": "connect", "source": "view-events", "target": "view-counter", "label": "count views", "mode": "async"},
]  # fmt: skip


class _BlueprintExtract(NamedTuple):
    """What a prompt says of a blueprint, each a line."""

    id: str
    title: str
    roles: str
    connections: str
    options: str
    parameters: str


def build_messages(
    draft: Draft, *, blueprints: Sequence[Blueprint], findings: Sequence[Finding], instruction: str = ""
) -> tuple[ChatMessage, ...]:
    """Return the conversation that asks for edits of `draft`: a system message and a user message.

    `blueprints` are the best first; three are shown. `instruction` is what a user wants changed now.
    """
    used = {match.id for match in draft.blueprints}
    request = _render(
        "edit_request.md.j2",
        blueprints=[_extract(blueprint, draft, is_rival=bool(used)) for blueprint in blueprints[:MAX_BLUEPRINTS]],
        draft=fence("DRAFT", join_within(_draft_lines(draft), separator="\n", limit=MAX_DRAFT)),
        findings=fence("FINDINGS", "\n".join(_finding_lines(findings))) if findings else "",
        brief=fence("BRIEF", clip_middle(draft.brief.text, MAX_BRIEF)),
        instruction=fence("INSTRUCTION", clip_middle(instruction, MAX_BRIEF)) if instruction else "",
    )
    return (ChatMessage("system", system_prompt()), ChatMessage("user", request))


def agent_messages(
    draft: Draft, *, blueprints: Sequence[Blueprint], findings: Sequence[Finding], text: str, is_question: bool
) -> tuple[str, str]:
    """Return what an agent with tools is told first, stable for all designs, and its request.

    `text` is what the user wants changed, or asks.
    """
    request = _render(
        "agent_request.md.j2",
        blueprints=[(one.id, clip_line(one.title, 80)) for one in blueprints[:MAX_BLUEPRINTS]],
        draft=fence("DESIGN", join_within(_draft_lines(draft), separator="\n", limit=MAX_DRAFT)),
        findings=fence("FINDINGS", "\n".join(_finding_lines(findings))) if findings else "",
        said=fence("QUESTION" if is_question else "INSTRUCTION", clip_middle(text, MAX_BRIEF)),
        is_question=is_question,
    )
    return agent_prompt(), request


def agent_repair(*, objection: str, unknown: Sequence[str], findings: Sequence[Finding]) -> str:
    """Return what an agent is told when its result cannot be kept as it is."""
    words = "; ".join(clip_line(one, 80) for one in unknown[:MAX_FINDINGS])
    return _render(
        "agent_repair.md.j2",
        objection=objection,
        unknown=fence("CITATIONS", words) if words else "",
        findings=fence("FINDINGS", "\n".join(_finding_lines(findings))) if findings else "",
    )


@cache
def agent_prompt() -> str:
    """Return the stable first message of an agent with tools."""
    return _render("agent_system.md.j2", **_vocabularies())


def repair_message(*, accepted: int, refused: Sequence[Refusal], findings: Sequence[Finding]) -> ChatMessage:
    """Return the message that tells a model what was refused and which errors are new, in the user's words."""
    words = [clip_line(str(refusal), 400) for refusal in refused[:MAX_FINDINGS]]
    text = _render(
        "edit_repair.md.j2",
        accepted=accepted,
        refused=fence("REFUSED", "\n".join(words)) if words else "",
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


def _extract(blueprint: Blueprint, draft: Draft, *, is_rival: bool) -> _BlueprintExtract:
    """Return what a model should know of a blueprint.

    Of one that the draft is built from, it is what the draft does not show: roles left out, options, parameters. With
    `is_rival`, any other one is only there to be recognised.
    """
    is_used = any(match.id == blueprint.id for match in draft.blueprints)
    played = {role for part in draft.graph.components for role in part.roles} if is_used else frozenset[str]()
    roles = (
        f"{key}{'' if role.required else '?'} {role.kind}"
        for key, role in sorted(blueprint.roles.items())
        if f"{blueprint.id}/{key}" not in played
    )
    links = (
        f"{link.source}>{link.target}{'' if link.mode is Mode.SYNC else f' {link.mode}'}"
        for link in blueprint.connections
    )
    options = (
        f"{key} {{{', '.join(_choices(option.default, option.choices))}}}"
        for key, option in sorted(blueprint.options.items())
    )
    parameters = (f"{key} {clip_line(spec.unit, 40)}" for key, spec in sorted(blueprint.parameters.items()))
    is_named_only = is_rival and not is_used
    return _BlueprintExtract(
        id=blueprint.id,
        title=clip_line(blueprint.title, 80),
        roles=join_within(roles, separator="; ", limit=300 if is_named_only else 700),
        connections="" if is_rival else join_within(links, separator="; ", limit=900),
        options="" if is_named_only else join_within(options, separator="; ", limit=500),
        parameters="" if is_named_only else join_within(parameters, separator="; ", limit=500),
    )


def _choices(default: str | tuple[str, ...], choices: Iterable[str]) -> list[str]:
    first = [default] if isinstance(default, str) else list(default)
    return [*first, *sorted(set(choices) - set(first))]


def _draft_lines(draft: Draft) -> Iterator[str]:
    """Yield the draft, one element a line; descriptions are left out, all free text stands in quotes."""
    yield f"system {_quoted(draft.title, 120)}"
    for boundary in draft.graph.boundaries:
        yield _words("boundary", boundary.id, _quoted(boundary.name), boundary.parent and f"in={boundary.parent}")
    for part in draft.graph.components:
        yield _words(
            "component",
            part.id,
            part.kind.value,
            _quoted(part.name),
            part.technology and f"technology={_quoted(part.technology)}",
            part.boundary and f"in={part.boundary}",
            part.replicas > 1 and f"replicas={part.replicas}",
            *_stated(part.properties),
        )
    for link in draft.graph.connections:
        yield _words(
            "connection",
            f"{link.source}>{link.target}",
            link.id != connection_id(link.source, link.target) and f"id={link.id}",
            link.mode is not Mode.SYNC and link.mode.value,
            _quoted(link.label),
            *_stated(link.properties),
        )
    for flow in draft.flows:
        yield _words("flow", flow.id, _path(flow))
    for entity in draft.entities:
        fields = (_quoted(field.name, 40) for field in entity.fields)
        yield _words("entity", entity.id, entity.store and f"store={entity.store}", *fields)
    for decision in draft.decisions:
        yield f"decision {_quoted(decision.title, 80)}"
    for question in draft.questions[:10]:
        yield f"question {_quoted(question.text, 120)}"


def _words(*words: str | bool | None) -> str:
    return " ".join(word for word in words if isinstance(word, str) and word)


def _quoted(text: str, limit: int = 60) -> str:
    return json.dumps(clip_line(text, limit), ensure_ascii=False)


def _stated(properties: Mapping[str, Scalar]) -> Iterator[str]:
    """Yield properties as a prompt says them: the name alone where it is true."""
    for name, value in properties.items():
        if value is True:
            yield name
        else:
            yield f"{name}={_quoted(value) if isinstance(value, str) else json.dumps(value)}"


def _path(flow: Flow) -> str:
    """Return the steps as `a>b>c`, with a space where one does not start at the end of the one before."""
    path = ""
    at = None
    for step in flow.steps:
        path += f">{step.target}" if step.source == at else f" {step.source}>{step.target}"
        at = step.target
    return path.strip()


def _finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in sorted(findings, key=Finding.sort_key)[:MAX_FINDINGS]:
        subjects = _quoted(", ".join(finding.subjects[:4]), 200)
        words = (_quoted(finding.message, 200), f"at={subjects}", f"fix={_quoted(finding.fix, 160)}")
        yield _words(finding.severity.value, finding.rule, *words)
