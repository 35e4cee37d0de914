"""An ordered path over connections."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from designer.model.base import Frozen, Slug
from designer.model.origin import Origin


class Step(Frozen):
    """One message of a flow, along a connection or back over it."""

    source: Slug
    target: Slug
    message: str = ""


class Flow(Frozen):
    """An ordered path through the system: how one thing that matters happens, or how one failure is survived."""

    id: Slug
    name: str = Field(min_length=1)
    kind: Literal["normal", "failure"] = "normal"
    steps: tuple[Step, ...] = ()
    critical: bool = False
    origin: Origin = Origin(by="user")
