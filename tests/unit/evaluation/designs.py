"""Designs built by hand, and one brief that the perfect one of them meets in full."""

from __future__ import annotations

from typing import Any

from designer.evaluation.expectation import BriefExpectation
from designer.evaluation.score import score_design
from designer.evaluation.tally import Metric, Sheet, Tally
from designer.model.design import Design

COMPONENTS = {
    "kiosk": ("Kiosk", "web-client", ""),
    "pricing": ("Pricing service", "service", "Go"),
    "nats": ("NATS", "queue", "NATS"),
    "ledger": ("Fare ledger", "relational-db", "PostgreSQL"),
}
LINKS = (
    ("kiosk", "pricing", "sync"), ("pricing", "nats", "async"), ("nats", "ledger", "async"), ("pricing", "ledger", "sync")
)  # fmt: skip


def a_design(
    *,
    components: dict[str, tuple[str, str, str]] = COMPONENTS,
    links: tuple[tuple[str, str, str], ...] = LINKS,
    rate: float = 40.0,
    **fields: Any,
) -> Design:
    """Return a design of some components and links, with one stated rate."""
    graph = {
        "components": [
            {"id": key, "name": name, "kind": kind, "technology": technology}
            for key, (name, kind, technology) in components.items()
        ],
        "connections": [
            {"id": f"{source}-to-{target}-{number}", "source": source, "target": target, "mode": mode}
            for number, (source, target, mode) in enumerate(links)
            if {source, target} <= components.keys()
        ],
    }
    quantity = {
        "name": "rides_rate",
        "value": rate,
        "unit": "rides/s",
        "span": (0, 1),
        "subject": "rides",
        "role": "load",
    }
    brief = {"text": "fares", "quantities": [quantity]}
    return Design.model_validate({"title": "Fares", "brief": brief, "graph": graph, **fields})


def without(component: str) -> Design:
    """Return the perfect design without one component."""
    return a_design(components={key: value for key, value in COMPONENTS.items() if key != component})


def an_expectation(**fields: Any) -> BriefExpectation:
    """Return what the perfect design meets; `fields` replace parts of it."""
    return BriefExpectation.model_validate(
        {
            "id": "fares",
            "text": "fares",
            "blueprints": [],
            "concepts": {
                "prices": ["price", "pricing"], "broker": ["kind:queue"], "book": ["tech:postgresql"], "screen": ["kiosk"]
            },
            "connections": [["prices", "broker"], ["screen", "book"]],
            "facts": [["fare ledgers"]],
            "numbers": [{"any": ["ride"], "value": 40, "unit": "trips/s"}],
            "forbidden": ["redis", "kind:cache"],
            "parts": {"kiosk": "kiosk", "pricing": "pricing service | prices", "nats": "nats", "ledger": "fare ledger"},
            "links": ["kiosk -> pricing", "pricing ~> nats", "nats ~> ledger", "pricing -> ledger"],
            **fields,
        }
    )  # fmt: skip


def score(design: Design, *, document: str = "The fare ledger is kept.", **fields: Any) -> Sheet:
    """Return the sheet of a design against the expectation."""
    return score_design(an_expectation(**fields), design, document)


def got(design: Design, metric: Metric, **fields: Any) -> tuple[int, int]:
    """Return hit and asked of one metric."""
    return tuple(score(design, **fields).tallies.get(metric, Tally()))
