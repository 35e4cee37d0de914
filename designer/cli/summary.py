"""A design in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from designer.cli.console import Console
from designer.cli.figures import figure

if TYPE_CHECKING:
    from designer.model.design import Design
    from designer.model.estimate import Estimate
    from designer.model.finding import Finding

_MOST = 5


def headline_figures(design: Design) -> list[str]:
    """Return the figures that say how large the system is: peaks, then stored bytes, traffic and the rest."""
    ranked = sorted(design.capacity.estimates, key=_rank)
    return [f"{_title(item)} {figure(item.value, item.unit)}" for item in ranked[:_MOST]]


def _rank(estimate: Estimate) -> tuple[bool, int, float]:
    order = ("bytes", "bytes/s", "usd/month")
    position = order.index(estimate.unit) if estimate.unit in order else len(order)
    return (not estimate.name.startswith("peak"), position, -estimate.value)


def _title(estimate: Estimate) -> str:
    title = estimate.title or estimate.name.replace("_", " ")
    return title[:1].lower() + title[1:]


def severity_counts(findings: Iterable[Finding], console: Console) -> str:
    """Return how many findings there are of each severity, coloured where there are some."""
    from designer.batch import count_by_severity

    words = {"error": "errors", "warning": "warnings", "info": "notes"}
    shown = []
    for level, number in count_by_severity(findings).items():
        text = f"{number} {words[level] if number != 1 else words[level].removesuffix('s')}"
        shown.append(console.paint(text, level) if number else text)
    return ", ".join(shown)
