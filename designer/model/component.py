"""A part of the system."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from designer.model.base import Frozen, Scalar, Slug
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.origin import Origin
from designer.model.properties import COMPONENT_PROPERTIES, property_problem


class Component(Frozen):
    """A part of the system.

    `replicas` is the number of running copies, at least 1. `role` is `blueprint/role` when a blueprint
    plays it; `also_plays` lists the roles of further blueprints that it plays as well. `properties` holds only what somebody stated; see `designer.model.properties`.
    """

    id: Slug
    name: str = Field(min_length=1)
    kind: Kind
    technology: str = ""
    description: str = ""
    boundary: Slug | None = None
    role: str | None = None
    also_plays: tuple[str, ...] = ()
    replicas: int = Field(default=1, ge=1, le=1_000_000)
    origin: Origin = Origin(by="user")
    existing: bool = False
    tags: tuple[str, ...] = ()
    properties: dict[str, Scalar] = {}

    @model_validator(mode="after")
    def _known_properties(self) -> Self:
        for name, value in self.properties.items():
            if problem := property_problem(name, value, COMPONENT_PROPERTIES):
                raise ValueError(problem)
        return self

    @property
    def roles(self) -> tuple[str, ...]:
        """All blueprint roles that it plays, its own first."""
        return (*((self.role,) if self.role else ()), *self.also_plays)

    @property
    def family(self) -> Family:
        """The family of the component's kind."""
        return self.kind.family

    @property
    def is_datastore(self) -> bool:
        """Whether it keeps data, caches included."""
        return self.kind in DATASTORE_KINDS

    @property
    def is_broker(self) -> bool:
        """Whether it carries messages from producers to consumers."""
        return self.kind in BROKER_KINDS

    def prop(self, name: str) -> Scalar | None:
        """Return a stated property, or None when nobody stated it."""
        return self.properties.get(name)
