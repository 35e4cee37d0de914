"""Formulas of blocks over stated figures."""

from __future__ import annotations

from designer.estimate.blocks import size_blocks
from designer.model.estimate import Parameter
from tests.support.catalogs import shipped

SESSIONS = next(block for block in shipped().blocks if block.id == "sessions")
PARTS = {"session-store": "session-store", "identity": "identity"}


def _stated(**values: float) -> list[Parameter]:
    return [
        Parameter(name=name, value=value, unit=SESSIONS.parameters[name].unit, stated=True, source="stated")
        for name, value in values.items()
    ]


def test_a_block_is_sized_by_stated_figures() -> None:
    (memory,) = size_blocks(SESSIONS, _stated(active_sessions=1000, session_size=200), PARTS)
    assert (memory.value, memory.unit, memory.subject) == (200_000, "bytes", "session-store")
    assert all(item.stated for item in memory.inputs.values())


def test_assumed_figures_size_nothing() -> None:
    assert size_blocks(SESSIONS, [], PARTS) == ()
    assert size_blocks(SESSIONS, _stated(session_size=200), PARTS) == ()


def test_a_formula_about_an_absent_part_is_left_out() -> None:
    assert size_blocks(SESSIONS, _stated(active_sessions=1000, session_size=200), {}) == ()
