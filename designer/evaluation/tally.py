"""Counts of what was expected and what was there, and what was missed."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Metric(StrEnum):
    """What is counted, in the order of the report."""

    CONCEPTS = "concepts"
    CONNECTIONS = "connections"
    FACTS = "facts"
    NUMBERS = "numbers"
    NODE_RECALL = "node-recall"
    NODE_PRECISION = "node-precision"
    EDGE_RECALL = "edge-recall"
    EDGE_PRECISION = "edge-precision"
    MODES = "modes"
    FORBIDDEN = "forbidden"
    BLUEPRINT_FIRST = "blueprint-first"
    BLUEPRINTS = "blueprints"
    SAYS = "says"
    FAILED = "failed"


FEWER_IS_BETTER = frozenset({Metric.FORBIDDEN, Metric.FAILED})


class Tally(NamedTuple):
    """`hit` of `asked`."""

    hit: int = 0
    asked: int = 0

    @property
    def share(self) -> float | None:
        """Return the share that was hit, or None when nothing was asked."""
        return self.hit / self.asked if self.asked else None

    def plus(self, other: Tally) -> Tally:
        """Return the sum of both."""
        return Tally(self.hit + other.hit, self.asked + other.asked)


class Miss(NamedTuple):
    """One thing that counted against a design, in words."""

    metric: Metric
    what: str


class Sheet:
    """What scoring one brief writes down."""

    def __init__(self) -> None:
        self.tallies: dict[Metric, Tally] = {}
        self.misses: list[Miss] = []

    def mark(self, metric: Metric, is_hit: bool, missed: str) -> None:
        """Count one thing asked; when it was not hit, note what was missed."""
        self.count(metric, int(is_hit), 1)
        if is_hit == (metric in FEWER_IS_BETTER):
            self.misses.append(Miss(metric, missed))

    def count(self, metric: Metric, hit: int, asked: int) -> None:
        """Add to a tally."""
        self.tallies[metric] = self.tallies.get(metric, Tally()).plus(Tally(hit, asked))
