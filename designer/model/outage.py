"""What happens to the flows when a part, or all parts inside a boundary, are gone."""

from __future__ import annotations

from typing import Literal

from designer.model.base import Frozen, Slug

Effect = Literal["unaffected", "slower", "delayed", "degraded", "stopped"]
"""What a lost part does to a flow, from nothing to all."""


class FlowEffect(Frozen):
    """What becomes of one flow: `how` says where it stops, what takes over or what waits."""

    flow: Slug
    effect: Effect
    how: str = ""


class Outage(Frozen):
    """A part or boundary that is gone: the flows that notice, the worst first, and what its blueprint expects.

    `copies` is how many copies the part has: with two or more, the loss of one is no outage.
    """

    subject: Slug
    name: str
    kind: Literal["component", "boundary"]
    copies: int = 1
    flows: tuple[FlowEffect, ...] = ()
    expected: tuple[str, ...] = ()

    @property
    def stopped(self) -> tuple[FlowEffect, ...]:
        """The flows that stop."""
        return tuple(item for item in self.flows if item.effect == "stopped")
