"""Check what a model asks of the planner: a parameter or option must exist and fit its blueprint."""

from __future__ import annotations

from collections.abc import Sequence

from designer.edits.edits import ChooseOption, Edit, SetParameter
from designer.edits.lookup import suggest
from designer.edits.refusal import Refusal
from designer.errors import Problem
from designer.model import Blueprint
from designer.model.blueprint import ParameterSpec


def refuse_impossible(
    edits: Sequence[Edit | Refusal], *, blueprints: Sequence[Blueprint]
) -> tuple[Edit | Refusal, ...]:
    """Return `edits`, with a refusal in place of each request that no blueprint can meet."""
    checked: list[Edit | Refusal] = []
    for index, edit in enumerate(edits):
        problem = None
        if isinstance(edit, SetParameter):
            problem = _parameter_problem(edit, blueprints)
        elif isinstance(edit, ChooseOption):
            problem = _option_problem(edit, blueprints)
        checked.append(Refusal.of(index, edit.op, problem) if problem else edit)
    return tuple(checked)


def _parameter_problem(edit: SetParameter, blueprints: Sequence[Blueprint]) -> Problem | None:
    specs = [blueprint.parameters[edit.name] for blueprint in blueprints if edit.name in blueprint.parameters]
    if not specs:
        known = {name for blueprint in blueprints for name in blueprint.parameters}
        return Problem(f"{edit.name!r} is not a parameter", "/name", suggest(edit.name, known))
    problems = [_figure_problem(edit, spec) for spec in specs]
    return None if None in problems else problems[0]


def _figure_problem(edit: SetParameter, spec: ParameterSpec) -> Problem | None:
    if edit.unit != spec.unit:
        return Problem(f"{edit.name!r} is not given in {edit.unit!r}", "/unit", f"give it in {spec.unit}")
    if not spec.min <= edit.value <= spec.max:
        return Problem(
            f"{edit.name!r} cannot be {edit.value:g}", "/value", f"stay within {spec.min:g} and {spec.max:g}"
        )
    return None


def _option_problem(edit: ChooseOption, blueprints: Sequence[Blueprint]) -> Problem | None:
    options = [blueprint.options[edit.option] for blueprint in blueprints if edit.option in blueprint.options]
    if not options:
        known = {name for blueprint in blueprints for name in blueprint.options}
        return Problem(f"{edit.option!r} is not an option", "/option", suggest(edit.option, known))
    choices = {choice for option in options for choice in option.choices}
    if edit.choice not in choices:
        return Problem(f"{edit.choice!r} is not a choice", "/choice", suggest(edit.choice, choices))
    return None
