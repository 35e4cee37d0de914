"""Where the design comes from."""

from __future__ import annotations

from typing import NamedTuple

from designer.docs.facts import Facts


class Source(NamedTuple):
    """A document and heading, and what was taken from it."""

    document: str
    heading: str
    used_for: str


class Sources(NamedTuple):
    """The documents that the design rests on."""

    rows: tuple[Source, ...]


def sources(facts: Facts) -> Sources | None:
    """Return the documents that the design rests on; None when it names none."""
    rows = tuple(Source(item.document, item.heading, ", ".join(item.used_for)) for item in facts.design.references)
    return Sources(rows) if rows else None
