"""The words sent to a language model: the stable part first, the user's text last and fenced as data.

Templates only place what is prepared here; no text of a user, a model or a catalog is ever a template.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from designer.agent.edits import EDIT_TYPES, MAX_EDITS, AddBoundary, AlternativeEdit, FieldEdit, Refusal, StepEdit
from designer.agent.text import clip_line, clip_middle, fence, join_within
from designer.model import Blueprint, Draft, Finding, Kind, Mode
from designer.model.entity import FieldType
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
    request = _render(
        "edit_request.md.j2",
        blueprints=[_extract(blueprint) for blueprint in blueprints[:MAX_BLUEPRINTS]],
        draft=fence("DRAFT", join_within(_draft_lines(draft), separator="\n", limit=MAX_DRAFT)),
        findings=fence("FINDINGS", "\n".join(_finding_lines(findings))) if findings else "",
        brief=fence("BRIEF", clip_middle(draft.brief.text, MAX_BRIEF)),
        instruction=fence("INSTRUCTION", clip_middle(instruction, MAX_BRIEF)) if instruction else "",
    )
    return (ChatMessage("system", system_prompt()), ChatMessage("user", request))


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
    return _render(
        "edit_system.md.j2",
        max_edits=MAX_EDITS,
        operations=[_operation(kind) for kind in EDIT_TYPES],
        kinds=" ".join(Kind),
        modes=" ".join(Mode),
        boundary_types=" ".join(get_args(AddBoundary.model_fields["type"].annotation)),
        component_properties=_vocabulary(COMPONENT_PROPERTIES.items()),
        connection_properties=_vocabulary(CONNECTION_PROPERTIES.items()),
        field_types=" ".join(get_args(FieldType)),
        example=json.dumps({"edits": _EXAMPLE}),
    )


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


def _extract(blueprint: Blueprint) -> _BlueprintExtract:
    roles = (f"{key}{'' if role.required else '?'} {role.kind}" for key, role in sorted(blueprint.roles.items()))
    links = (
        f"{link.source}>{link.target}{'' if link.mode is Mode.SYNC else f' {link.mode}'}"
        for link in blueprint.connections
    )
    options = (
        f"{key} {{{', '.join(_choices(option.default, option.choices))}}}"
        for key, option in sorted(blueprint.options.items())
    )
    parameters = (f"{key} {clip_line(spec.unit, 40)}" for key, spec in sorted(blueprint.parameters.items()))
    return _BlueprintExtract(
        id=blueprint.id,
        title=clip_line(blueprint.title, 80),
        roles=join_within(roles, separator="; ", limit=700),
        connections=join_within(links, separator="; ", limit=900),
        options=join_within(options, separator="; ", limit=500),
        parameters=join_within(parameters, separator="; ", limit=500),
    )


def _choices(default: str | tuple[str, ...], choices: Iterable[str]) -> list[str]:
    first = [default] if isinstance(default, str) else list(default)
    return [*first, *sorted(set(choices) - set(first))]


def _draft_lines(draft: Draft) -> Iterator[str]:
    """Yield the draft, one JSON object a line; descriptions are left out."""
    yield _line("system", title=clip_line(draft.title, 120))
    for boundary in draft.graph.boundaries:
        yield _line("boundary", id=boundary.id, name=_short(boundary.name), parent=boundary.parent)
    for part in draft.graph.components:
        yield _line(
            "component",
            id=part.id,
            name=_short(part.name),
            kind=part.kind.value,
            technology=_short(part.technology),
            boundary=part.boundary,
            replicas=part.replicas if part.replicas > 1 else None,
            properties=_short_properties(part.properties),
        )
    for link in draft.graph.connections:
        yield _line(
            "connection",
            id=link.id,
            source=link.source,
            target=link.target,
            label=_short(link.label),
            mode=link.mode.value if link.mode is not Mode.SYNC else None,
            properties=_short_properties(link.properties),
        )
    for flow in draft.flows:
        path = [f"{step.source}>{step.target}" for step in flow.steps]
        yield _line("flow", id=flow.id, steps=" ".join(path))
    for entity in draft.entities:
        names = (_short(field.name) for field in entity.fields)
        yield _line("entity", id=entity.id, store=entity.store, fields=" ".join(names))
    for decision in draft.decisions:
        yield _line("decision", title=clip_line(decision.title, 80))
    for question in draft.questions[:10]:
        yield _line("question", text=clip_line(question.text, 120))


def _finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in sorted(findings, key=Finding.sort_key)[:MAX_FINDINGS]:
        yield _line(
            finding.severity.value,
            rule=finding.rule,
            message=clip_line(finding.message, 200),
            subjects=list(finding.subjects[:6]),
            fix=clip_line(finding.fix, 200),
        )


def _line(what: str, **fields: Any) -> str:
    stated = {name: value for name, value in fields.items() if value not in (None, "", {}, [])}
    return f"{what} {json.dumps(stated, ensure_ascii=False, separators=(',', ':'))}"


def _short(text: str) -> str:
    return clip_line(text, 60)


def _short_properties(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: _short(value) if isinstance(value, str) else value for name, value in properties.items()}
