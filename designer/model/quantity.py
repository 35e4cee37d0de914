"""Figures that a brief states."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from designer.model.base import Frozen, tidy_number

QuantityRole = Literal[
    "load",
    "stock",
    "size",
    "latency",
    "availability",
    "retention",
    "recovery",
    "share",
    "factor",
    "budget",
    "growth",
    "copies",
    "period",
    "other",
]


class Quantity(Frozen):
    """One figure of a brief in base units, with the words that say it.

    `unit` is `bytes`, `bytes/s`, `s`, `ratio`, `count`, `usd/month`, or a counted thing a second (`links/s`).
    `subject` is the thing counted or measured in the brief's words ("links"), `stat` which value of it, `per`
    what it is counted for when that is no time ("user" in "3 posts a user a day"), `text` its words.
    `span` is a half-open range of characters in the brief's text.
    """

    name: str
    value: float
    unit: str
    span: tuple[int, int]
    subject: str = ""
    role: QuantityRole = "other"
    stat: Literal[
        "mean",
        "peak",
        "total",
        "p50",
        "p90",
        "p95",
        "p99",
        "p999",
        "max",
        "min",
        "daily",
        "monthly",
        "weekly",
        "concurrent",
        "",
    ] = ""
    per: str = ""
    text: str = ""

    @field_validator("value")
    @classmethod
    def _tidy(cls, value: float) -> float:
        return tidy_number(value)
