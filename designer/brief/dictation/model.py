"""What a dictating text says: parts and links, with the words behind each."""

from __future__ import annotations

from typing import Literal

from designer.model.base import Frozen
from designer.model.kinds import Kind

Manner = Literal["call", "send", "copy", "unknown"]


class Part(Frozen):
    """A part the text names; `key` is its own within the text, `is_explicit` when a product or kind word names it."""

    key: int
    name: str
    kind: Kind
    technology: str | None
    span: tuple[int, int]
    replicas: int | None = None
    existing: bool = False
    is_explicit: bool = True


class Link(Frozen):
    """Data or calls go from `source` to `target`; `label` are the words that say so."""

    source: int
    target: int
    label: str
    manner: Manner
    span: tuple[int, int]
    protocol: str = ""


class Dictation(Frozen):
    """All parts in order of first mention, and all links in order of statement."""

    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
