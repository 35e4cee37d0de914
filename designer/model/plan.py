"""What the planner chose before anything is built."""

from __future__ import annotations

from designer.model.base import Frozen, Scalar
from designer.model.brief import Brief, Mention
from designer.model.estimate import Parameter


class BlueprintChoice(Frozen):
    """A blueprint taken: its roles, bound parameters and option choices, with the words behind each.

    `roles` maps a role to the span of the words that named it, or None. `technologies` maps a role to the
    product the brief dictates.
    """

    id: str
    score: float
    roles: dict[str, tuple[int, int] | None]
    options: dict[str, tuple[str, ...]] = {}
    parameters: tuple[Parameter, ...] = ()
    technologies: dict[str, str] = {}
    replicas: dict[str, int] = {}


class Plan(Frozen):
    """The planner's choices: blueprints, parts named beyond them, and what stayed open.

    `dictated`: the brief says what the parts are and how they connect; that is the design, and no blueprint is taken.
    """

    title: str
    brief: Brief
    choices: tuple[BlueprintChoice, ...] = ()
    extra: tuple[Mention, ...] = ()
    notes: tuple[str, ...] = ()
    facts: dict[str, Scalar] = {}
    dictated: bool = False
