"""What an answer of a language model rests on: each citation must name something that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.edits.text import clean_text, clip_line
from designer.model.design import Design
from designer.model.ids import connection_id

_MOST_LINES = 40
_LONGEST = 4000
_MOST_CITED = 12
_CITED = re.compile(r"\[([^\[\]\n]{1,200})\](?:\([^()\n]*\))?")
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_PREFIX = re.compile(r"^(?:component|connection|flow|decision|blueprint|rule|finding|entity|boundary)s?[:/ ]\s*", re.I)


class Cited(NamedTuple):
    """An answer with its citations checked.

    `parts` are the ids of components that it cites, `blueprints` those of blueprints, `others` what else exists, each
    once and in order; `unknown` is what does not exist and was taken out of the text, `invented` are figures that were
    taken out with their sentences.
    """

    text: str
    parts: tuple[str, ...] = ()
    blueprints: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()

    @property
    def is_grounded(self) -> bool:
        """Whether it says something and cites the design or a blueprint."""
        return bool(self.text and (self.parts or self.blueprints or self.others))


def cited(answer: str, design: Design, catalog: Catalog) -> Cited:
    """Return an answer with what it cites in square brackets; what names nothing is taken out."""
    text = clean_text(_THOUGHTS.sub("", answer)).strip()[:_LONGEST]
    known = _known(design)
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}

    def checked(match: re.Match[str]) -> str:
        good = []
        for item in match[1].split(","):
            key = _PREFIX.sub("", item.strip().strip("`'\"").strip())
            key = connection_id(*key.split(">", 1)) if key.count(">") == 1 else key
            if key in known or key in catalog.by_id:
                found.setdefault(key)
                good.append(key)
            elif key:
                unknown.setdefault(clip_line(item.strip(), 60))
        return f"[{', '.join(good)}]" if good else ""

    said = _CITED.sub(checked, text)
    lines = [re.sub(r"[ \t]+([.,;:])", r"\1", line).rstrip() for line in said.splitlines()]
    shown = "\n".join(line for line in lines if line.strip())
    parts = tuple(key for key in found if key in design.graph.by_id)
    blueprints = tuple(key for key in found if key in catalog.by_id and key not in parts)
    others = tuple(key for key in found if key not in parts and key not in blueprints)
    return Cited("\n".join(shown.splitlines()[:_MOST_LINES]), parts, blueprints, others, tuple(unknown))


def sources(answer: Cited, design: Design, catalog: Catalog) -> Iterator[str]:
    """Yield what an answer rests on, in words: the parts by name, and the blueprints, also those of the parts."""
    graph = design.graph
    if answer.parts:
        named = ", ".join(f"{graph.by_id[key].name} ({key})" for key in answer.parts[:_MOST_CITED])
        yield f"  It rests on {named}."
    behind = dict.fromkeys(answer.blueprints)
    behind.update(dict.fromkeys(role.partition("/")[0] for key in answer.parts for role in graph.by_id[key].roles))
    names = [f"{catalog.by_id[key].title} ({key})" for key in behind if key in catalog.by_id]
    if names:
        yield f"  {'Blueprint' if len(names) == 1 else 'Blueprints'}: {', '.join(names[:_MOST_CITED])}."


def _known(design: Design) -> frozenset[str]:
    graph = design.graph
    ids = {item.id for items in (graph.components, graph.connections, graph.boundaries) for item in items}
    ids |= {item.id for items in (design.flows, design.entities, design.decisions, design.questions) for item in items}
    ids |= {item.rule for item in design.findings}
    ids |= {item.name for item in design.capacity.estimates} | {item.name for item in design.capacity.parameters}
    return frozenset(ids) - {""}
