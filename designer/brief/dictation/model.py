"""What a dictating text says: parts and links, with the words behind each."""

from __future__ import annotations

from typing import Literal

from designer.model.base import Frozen
from designer.model.kinds import Kind

Manner = Literal["call", "send", "emit", "copy", "unknown"]
"""How the ends of a link relate: somebody asks and waits, hands something over, announces, keeps a copy."""


class Part(Frozen):
    """A part the text names; `key` is its own within the text, `is_explicit` when a product or kind word names it.

    `place` is where the text puts it ("eu-west-1", "DMZ"), if it says so.
    """

    key: int
    name: str
    kind: Kind
    technology: str | None
    span: tuple[int, int]
    replicas: int | None = None
    existing: bool = False
    is_explicit: bool = True
    is_strong: bool = True
    place: str = ""


class Link(Frozen):
    """Data or calls go from `source` to `target`; `label` are the words that say so.

    `waits` tells whether the source waits for an answer, when the text says so. `schedule` is when it happens.
    """

    source: int
    target: int
    label: str
    manner: Manner
    span: tuple[int, int]
    protocol: str = ""
    waits: bool | None = None
    schedule: str = ""


class Dictation(Frozen):
    """All parts in order of first mention, and all links in order of statement.

    `is_architecture` tells whether the text is one, rather than the description of a product that names a part or two,
    and `evidence` by what (see `verdict.Evidence`).
    """

    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    is_architecture: bool = False
    evidence: tuple[float, ...] = ()
