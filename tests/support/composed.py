"""Designs that are composed of several blueprints or of none, from the open briefs of the evaluation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from designer.model import Design
from designer.pipeline import check, plan_and_size
from tests.support.catalogs import shipped

_SETS = Path(__file__).parents[1] / "eval"
_FILES = ("mixed.yaml", "mixed-b.yaml", "beyond.yaml")
COUNT = 50


def composed_briefs() -> dict[str, str]:
    """Return the texts of the first open briefs by their id: those that mix products first."""
    found: dict[str, str] = {}
    for name in _FILES:
        data = yaml.safe_load((_SETS / name).read_text(encoding="utf-8"))
        found |= {brief["id"]: brief["text"] for brief in data["briefs"]}
    return dict(list(found.items())[:COUNT])


@cache
def composed(key: str) -> Design:
    """Return the design of one of the briefs."""
    return check(plan_and_size(composed_briefs()[key], shipped()))
