"""The schema of an outline: a kind of system that everybody in the field knows, sketched for composition."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from designer.model.base import Slug
from designer.model.block import Block
from designer.model.blueprint import Phrases
from designer.model.domain import DomainService
from designer.model.kinds import Kind


class Outline(Block):
    """What a known kind of system is made of, where no blueprint tells it in full.

    It is a building block around `services` of its own: its connections and flows name its roles, its ports, a service
    by its key ("sync") or that service's store ("sync-store"). `keeps` are services of the domain that it always has,
    `blocks` the building blocks for the problems it always has; `covers` makes others superfluous. One of `says`
    calls for it as what a text is about, or together with one of `hints`, and so do four of these. `entrance` names its way in, where "API gateway" would say too little. Words
    of a brief add no further services to one that `is_closed`: the "machines" of a metrics system are no domain.
    """

    family: Slug = "outline"
    hints: Phrases = ()
    entrance: str = ""
    services: dict[Slug, DomainService] = Field(min_length=1)
    keeps: tuple[Slug, ...] = ()
    blocks: tuple[Slug, ...] = ()
    is_closed: bool = False

    @property
    def ref(self) -> str:
        """How origins name it."""
        return f"outlines/{self.id}"

    @property
    def ends(self) -> frozenset[str]:
        """What connections may name besides roles and ports: services and their stores."""
        return frozenset(name for key in self.services for name in (key, store_of(key)))

    def implied_links(self) -> Iterator[tuple[str, str]]:
        """Yield the connections that every composition draws: the way in to services, to their stores, who asks whom."""
        for key, service in self.services.items():
            yield key, store_of(key)
            yield from ((key, other) for other in service.asks)
            yield from ((port, key) for port, need in self.needs.items() if Kind.API_GATEWAY in need.kinds)


ENOUGH = 3
"""What the name of an outline weighs in a text; a hint weighs one."""


def store_of(service: str) -> str:
    """Return the name by which an outline's connections speak of a service's store."""
    return f"{service}-store"
