"""Who put an element into a design."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator

from designer.model.base import Frozen


class Origin(Frozen):
    """Where an element comes from: words of the brief, a blueprint's role, a rule, a model, a user, a default.

    `span` is a half-open range of characters in the brief's text. A role that the brief itself names keeps
    both: `by` is "brief", `span` the words, `ref` the role.
    """

    by: Literal["brief", "blueprint", "rule", "model", "user", "default"]
    ref: str | None = None
    span: tuple[int, int] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.by == "brief" and self.span is None:
            raise ValueError("an origin by the brief needs the span of its words")
        if self.by in {"blueprint", "rule", "model", "default"} and not self.ref:
            raise ValueError(f"an origin by {self.by} needs a ref")
        return self

    @model_serializer(mode="wrap")
    def _drop_absent(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value is not None}

    @classmethod
    def brief(cls, start: int, end: int, ref: str | None = None) -> Origin:
        """Return the origin of an element that the brief's own words put there."""
        return cls(by="brief", span=(start, end), ref=ref)

    @classmethod
    def blueprint(cls, blueprint_id: str, role: str) -> Origin:
        """Return the origin of an element taken from a blueprint."""
        return cls(by="blueprint", ref=f"{blueprint_id}/{role}")

    @classmethod
    def default(cls, ref: str) -> Origin:
        """Return the origin of an element that nobody asked for by name; `ref` says which default it is."""
        return cls(by="default", ref=ref)
