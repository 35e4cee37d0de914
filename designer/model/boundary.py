"""A trust, network or team line around components."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from designer.model.base import Frozen, Slug
from designer.model.origin import Origin


class Boundary(Frozen):
    """A line around components; boundaries nest through `parent`."""

    id: Slug
    name: str = Field(min_length=1)
    parent: Slug | None = None
    type: Literal["system", "trust", "network", "region", "zone", "team"] = "system"
    origin: Origin = Origin(by="user")
