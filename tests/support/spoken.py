"""Designs whose interface files are judged: every blueprint, composed ones, one that was dictated, hostile names."""

from __future__ import annotations

from functools import cache

import designer
from designer.model.design import Design
from tests.support.catalogs import shipped
from tests.support.composed import composed, composed_briefs
from tests.support.stub_designs import hostile_design, wide_design

DICTATED = (
    "A React frontend calls an API gateway, which calls an order service and a user service. The order service writes "
    "to Postgres and publishes to Kafka; a shipping worker consumes from Kafka and calls the carrier's API."
)
_COMPOSED = 8


def names() -> tuple[str, ...]:
    """Return the names of the designs."""
    return (*(item.id for item in shipped().blueprints), *_mixed(), "dictated", "hostile", "wide")


def _mixed() -> list[str]:
    return list(composed_briefs())[:_COMPOSED]


@cache
def spoken(name: str) -> Design:
    """Return one of the designs."""
    if name == "hostile":
        return hostile_design()
    if name == "wide":
        return wide_design()
    if name == "dictated":
        return designer.design(DICTATED, catalog=shipped())
    if name in _mixed():
        return composed(name)
    return designer.design(shipped().blueprint(name).examples[0].brief, catalog=shipped())
