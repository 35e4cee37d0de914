"""The tools of an agent: they see the working design and the catalog, and nothing else."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from designer.agent.flat_schema import edits_schema
from designer.agent.loop import Tool
from designer.agent.talking import ToolSpec
from designer.edits.text import clip_line
from designer.errors import InputError
from designer.model.base import Frozen
from designer.progress import Checked, EditRefused, Looked
from designer.refining.change import Bench, unclear
from designer.refining.desk import Desk
from designer.refining.looking import found, shown
from designer.refining.refine import answered

_MOST_FINDINGS = 12
_LONGEST = 300


class _Words(Frozen):
    """What to look for, or to ask."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(min_length=1, max_length=_LONGEST)


class _Key(Frozen):
    """What to show."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=_LONGEST)


class _Figure(Frozen):
    """A figure to plan with."""

    model_config = ConfigDict(extra="ignore")

    name: str
    value: float
    unit: str


class _Edits(Frozen):
    """Edits, not yet read one by one."""

    model_config = ConfigDict(extra="ignore")

    edits: list[Any]


class _Nothing(Frozen):
    """No arguments."""


def tools_of(desk: Desk, *, is_question: bool) -> tuple[Tool, ...]:
    """Return the tools of an agent that works at a desk; for a question, none that changes the design."""
    return tuple(_remembered(desk, tool) for tool in _tools(desk, is_question=is_question))


def _remembered(desk: Desk, tool: Tool) -> Tool:
    """Return a tool whose answers are noted as what the agent was shown."""

    def run(given: dict[str, Any]) -> str:
        text = tool.run(given)
        desk.shown.append(text)
        return text

    return tool._replace(run=run)


def _tools(desk: Desk, *, is_question: bool) -> tuple[Tool, ...]:
    looking = (
        _tool("find", "Find parts of the design, and blueprints, blocks and technologies of the catalog, by words for name or purpose.",
              _Words, lambda given: found(_bench(desk), _noted(desk, "find", _Words(**given).text))),
        _tool("show", "Show one component, connection, flow, decision, blueprint, block or technology by its id.",
              _Key, lambda given: shown(_bench(desk), _noted(desk, "show", _Key(**given).id))),
        _tool("explain", "Answer a question about the design from what it holds: 'why X', 'explain X', 'who calls X', 'what breaks if X dies', "
              "'which parts are single points of failure', 'what is the bottleneck', 'what does it cost', 'what is weak'.",
              _Words, lambda given: _explained(desk, _Words(**given).text)),
        _tool("what_if", "Say what would change in parts, figures and findings, were an instruction followed, as in 'replace Redis by Memcached' "
              "or '10x the traffic'; nothing is changed.", _Words, lambda given: _supposed(desk, _Words(**given).text)),
        _tool("check", "Check the design as it is now: the findings, and which errors are new.", _Nothing, lambda given: _checked(desk)),
    )  # fmt: skip
    if is_question:
        return looking
    return (
        *looking,
        _tool("start_over", "Take back all of your edits: the design is as it was before.", _Nothing,
              lambda given: _started_over(desk)),
        Tool(
            ToolSpec("propose_edits", "Apply typed edits to the design, in order; each is applied, or refused with the reason.",
                     edits_schema()),
            lambda given: _taken(desk, given),
        ),
        _tool("set_parameter", "Set a figure that the design is sized with, by the name and in the unit of the parameter.",
              _Figure, lambda given: desk.take([{"op": "set_parameter", **_Figure(**given).model_dump()}])),
    )  # fmt: skip


def _tool(name: str, description: str, takes: type[Frozen], run: Any) -> Tool:
    schema = {**takes.model_json_schema(), "title": name}

    def checked(given: dict[str, Any]) -> str:
        try:
            return str(run(given))
        except ValidationError as error:
            raise _misfit(name, error) from error

    return Tool(ToolSpec(name, description, schema), checked)


def _misfit(name: str, error: ValidationError) -> InputError:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = clip_line(".".join(str(part) for part in first["loc"]) or "the arguments", 60)
    return unclear(f"{name}: {place}: {first['msg']}", "give the arguments that the tool takes")


def _bench(desk: Desk) -> Bench:
    return Bench(desk.design(), desk.catalog)


def _noted(desk: Desk, tool: str, words: str) -> str:
    desk.events.append(Looked(tool=tool, asked=clip_line(words, 120)))
    return words


def _taken(desk: Desk, given: dict[str, Any]) -> str:
    try:
        items = _Edits(**given).edits
    except ValidationError as error:
        desk.events.append(EditRefused(op="propose_edits", why="no list of edits"))
        raise _misfit("propose_edits", error) from error
    return desk.take(items)


def _explained(desk: Desk, question: str) -> str:
    answer = answered(desk.design(), _noted(desk, "explain", question), desk.catalog, judge=desk.judge)
    if answer is None:
        raise unclear("this is no question that can be answered by code", "ask it like 'why X', or find and show")
    return answer.reply


def _supposed(desk: Desk, words: str) -> str:
    said = _noted(desk, "what_if", words)
    asked = said if said.casefold().startswith(("what", "can ", "does ")) else f"what if we {said}"
    answer = answered(desk.design(), asked, desk.catalog, judge=desk.judge)
    if answer is None:
        raise unclear("this cannot be supposed", "say an instruction, as in 'replace Redis by Memcached'")
    return answer.reply


def _started_over(desk: Desk) -> str:
    desk.events.append(Looked(tool="start_over"))
    return desk.start_over()


def _checked(desk: Desk) -> str:
    now, new = desk.design(), desk.new_errors()
    errors = desk.errors()
    desk.events.append(Checked(errors=len(errors), new=tuple(clip_line(one.message, 200) for one in new)))
    lines = [f"{len(errors)} errors, {len(new)} of them new"]
    lines += [f"new error {one.rule}: {one.message}. Fix: {one.fix}" for one in new[:_MOST_FINDINGS]]
    others = [one for one in now.findings if one.is_open and one not in new]
    lines += [
        f"{one.severity.value} {one.rule}: {one.message}. Fix: {clip_line(one.fix, 160)}"
        for one in others[:_MOST_FINDINGS]
    ]
    if len(others) > _MOST_FINDINGS:
        lines.append(f"and {len(others) - _MOST_FINDINGS} more")
    return "\n".join(lines)
