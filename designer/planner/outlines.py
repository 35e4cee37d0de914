"""Which known kinds of systems a text is about: those whose own words call for them, the clearest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.model.domain import DomainService
from designer.model.outline import ENOUGH, Outline
from designer.planner.calls import Span, outlining
from designer.planner.names import head_of


class Outlined(NamedTuple):
    """An outline, the first words that call for it, how much all of them weigh, and where its very name stands."""

    outline: Outline
    span: Span
    weight: int
    names: tuple[Span, ...] = ()


def outlines_in(text: StemmedText, catalog: Catalog) -> tuple[Outlined, ...]:
    """Return the outline that most words of a text call for, alone: what a text says beyond it has words of its own."""
    head = head_of(text)
    found = [
        Outlined(
            catalog.outlines[number],
            min(span for span, _ in places),
            sum(weight for _, weight in places),
            tuple(span for span, weight in places if weight == ENOUGH),
        )
        for number, places in sorted(outlining(text, catalog).items())
        if _is_meant(places, head)
    ]
    return tuple(sorted(found, key=lambda item: (-item.weight, item.span, item.outline.id))[:1])


def _is_meant(places: Iterable[tuple[Span, int]], head: int) -> bool:
    """Tell whether words call for an outline: its name as what the text is about, or a name with something beside it."""
    weight = sum(weight for _, weight in places)
    return weight > ENOUGH or any(item == ENOUGH and span[1] <= head for span, item in places)


def services_of(outlined: Outlined, catalog: Catalog) -> Iterable[DomainService]:
    """Return the services of an outline: its own, then those of the domain that it always has."""
    known = {service.id: service for service in catalog.domain}
    own = outlined.outline.services
    return (*own.values(), *(known[key] for key in outlined.outline.keeps if key in known and key not in own))
