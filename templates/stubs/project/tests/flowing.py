"""Compares what the components heard with the steps of a flow."""

from __future__ import annotations

from collections.abc import Sequence

from app.runtime.tracing import Event

Steps = Sequence[tuple[str, str, str]]


def assert_follows(events: Sequence[Event], steps: Steps, strands: Sequence[Sequence[int]]) -> None:
    """Check that each step was heard once, from and by whom the design says, in order within each strand."""
    heard = [(event.source, event.target, event.text) for event in events]
    missing = [step for step in steps if heard.count(step) < list(steps).count(step)]
    surplus = [one for one in heard if heard.count(one) > list(steps).count(one)]
    assert not missing, f"the system did not take {missing}"
    assert not surplus, f"the system took {surplus} too often, or though no step says so"
    order = [event.step for event in events]
    for strand in strands:
        assert [step for step in order if step in strand] == list(strand)
