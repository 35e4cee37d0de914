"""A pytest plugin: the tests that prove a claim say what they measured."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Figure = int | float | str
Proved = Callable[..., None]


@pytest.fixture
def proved(request: pytest.FixtureRequest) -> Proved:
    """Return the function by which a test says what it measured: `proved("no-collision", codes=10, collisions=0)`.

    The figures are printed (`pytest -s` shows them), and added as one JSON line to the file that CLAIMS_OUT names.
    """

    def say(claim: str, **figures: Figure) -> None:
        shown = "; ".join(f"{name.replace('_', ' ')} {_text(value)}" for name, value in figures.items())
        print(f"proved {claim}: {shown}")
        if out := os.environ.get("CLAIMS_OUT"):
            line = json.dumps({"claim": claim, "test": request.node.nodeid, "figures": figures})
            with Path(out).open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    return say


def _text(value: Figure) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else value
