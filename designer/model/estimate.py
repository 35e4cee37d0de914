"""Computed figures: value, unit, formula, inputs and source, always together."""

from __future__ import annotations

from pydantic import field_validator

from designer.model.base import Frozen, Slug, tidy_number


class Input(Frozen):
    """A value that went into a formula, and who said it.

    `stated` is true when the brief gave it, or when it follows from figures that the brief gave.
    """

    value: float
    unit: str = ""
    stated: bool = False
    source: str = ""

    @field_validator("value")
    @classmethod
    def _tidy(cls, value: float) -> float:
        return tidy_number(value)


class Estimate(Frozen):
    """A computed figure in base units; `subject` is the id of a component or connection, or None for the system."""

    name: str
    subject: Slug | None = None
    value: float
    unit: str
    formula: str
    inputs: dict[str, Input] = {}
    source: str = ""
    why: str = ""
    title: str = ""

    @field_validator("value")
    @classmethod
    def _tidy(cls, value: float) -> float:
        return tidy_number(value)


class Parameter(Frozen):
    """A blueprint's parameter, bound: the brief's figure or the blueprint's default.

    `stated` is true when the brief gave the value; `span` are its words. `ref` is `blueprint/name`.
    """

    name: str
    title: str = ""
    value: float
    unit: str
    stated: bool = False
    span: tuple[int, int] | None = None
    source: str = ""
    ref: str = ""


class Capacity(Frozen):
    """All estimates of a design, sorted by name and subject, and the parameters they rest on."""

    estimates: tuple[Estimate, ...] = ()
    parameters: tuple[Parameter, ...] = ()
