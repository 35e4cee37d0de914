"""A directed, typed link between two components."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from designer.model.base import Frozen, Scalar, Slug
from designer.model.origin import Origin
from designer.model.properties import CONNECTION_PROPERTIES, property_problem


class Mode(StrEnum):
    """How the two ends relate in time."""

    SYNC = "sync"
    ASYNC = "async"
    REPLICATION = "replication"


class Connection(Frozen):
    """A directed link: `source` starts it. A worker that polls a queue is the target of queue -> worker."""

    id: Slug
    source: Slug
    target: Slug
    label: str = ""
    protocol: str = ""
    mode: Mode = Mode.SYNC
    origin: Origin = Origin(by="user")
    properties: dict[str, Scalar] = {}

    @model_validator(mode="after")
    def _known_properties(self) -> Self:
        for name, value in self.properties.items():
            if problem := property_problem(name, value, CONNECTION_PROPERTIES):
                raise ValueError(problem)
        return self

    def prop(self, name: str) -> Scalar | None:
        """Return a stated property, or None when nobody stated it."""
        return self.properties.get(name)
