"""A product that can play a kind."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen, Slug
from designer.model.kinds import Kind


class NodeCapacity(Frozen):
    """A citable per-node figure; there is none where nobody published one under stated conditions."""

    value: float
    unit: str
    conditions: str = Field(min_length=8)
    source: str = Field(min_length=8)


class Technology(Frozen):
    """A product: the words for it, the kinds it can play, and how it is spoken to, run and drawn.

    `icon` is a path below the `diagrams` package's resources, `onprem/database/postgresql.png`.
    `kinds` lists the most usual first. `generic` aliases are too common a word to be taken alone.
    """

    id: Slug
    name: str
    aliases: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = Field(min_length=1)
    icon: str | None = None
    protocol: str = ""
    port: int | None = Field(default=None, ge=1, le=65535)
    image: str | None = None
    vendor: str = ""
    managed: bool = False
    capacity: NodeCapacity | None = None
    ambiguous: tuple[str, ...] = ()
