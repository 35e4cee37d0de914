"""No total of the evaluation set falls below its baseline; of sealed sets, nothing but totals is ever shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from designer.adapters.execution.inline import Inline
from designer.api import design
from designer.evaluation.load import read_cases
from designer.evaluation.report import regression_line
from designer.evaluation.run import evaluate
from designer.evaluation.tally import Metric
from designer.evaluation.totals import Total, compare, read_baseline, totals_of
from designer.model.design import Design
from designer.rendering import document_text

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
REWRITE = "designer eval tests/eval --totals --write-baseline tests/eval/baseline.json"


def _planned(text: str, answers: Mapping[str, str]) -> Design:
    return design(text, answers=answers)


def _written(made: Design) -> str:
    return document_text(made, "md")


@pytest.fixture(scope="module")
def totals() -> tuple[Total, ...]:
    return totals_of(evaluate(read_cases([HERE]), _planned, _written, Inline()))


def test_no_total_is_worse_than_the_baseline(totals: tuple[Total, ...]) -> None:
    found = compare(totals, read_baseline(BASELINE.read_bytes(), name=BASELINE.name))
    assert not found.uncompared, f"{'; '.join(found.uncompared)}. The sets have changed: {REWRITE}"
    assert not found.worse, "\n".join(map(regression_line, found.worse))


def test_every_brief_gets_a_design_or_the_refusal_it_expects(totals: tuple[Total, ...]) -> None:
    assert {total.group: total.tallies[Metric.FAILED].hit for total in totals} == {total.group: 0 for total in totals}
