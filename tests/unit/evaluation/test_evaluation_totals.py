"""Totals pool counts; a baseline notices each that fell, and nothing else."""

from __future__ import annotations

import pytest

from designer.adapters.execution.inline import Inline
from designer.errors import BriefError, InputError
from designer.evaluation.load import Case
from designer.evaluation.report import brief_rows, miss_lines, total_rows
from designer.evaluation.run import Score, evaluate
from designer.evaluation.tally import Metric, Tally
from designer.evaluation.totals import baseline_of, baseline_text, compare, quantile, read_baseline, totals_of
from designer.model.design import Design
from tests.unit.evaluation.designs import a_design, an_expectation, without


def case(name: str, *, kind: str = "dictated", is_sealed: bool = False) -> Case:
    return Case("set.yaml", kind, is_sealed, an_expectation(id=name, text=name))  # type: ignore[arg-type]


def score(name: str, tallies: dict[Metric, Tally], seconds: float = 0.01) -> Score:
    return Score(case(name), tallies, (), seconds)


def planner(text: str, answers: object) -> Design:
    if text == "broken":
        raise BriefError("nothing to design")
    if text == "bug":
        raise ZeroDivisionError
    return without("nats") if text == "half" else a_design()


CASES = [case("full"), case("half", is_sealed=True), case("broken", kind="other"), case("bug", kind="other")]


def scores(cases: list[Case] = CASES) -> list[Score]:
    return list(evaluate(cases, planner, lambda design: "The fare ledger.", Inline()))


def test_every_brief_gets_a_score_whatever_becomes_of_it() -> None:
    found = scores()
    assert [item.case.brief.id for item in found] == ["full", "half", "broken", "bug"]
    assert [item.tallies[Metric.FAILED].hit for item in found] == [0, 0, 1, 1]
    assert [bool(item.failure) for item in found] == [False, False, True, True]
    assert "ZeroDivisionError" in str(found[3].failure)


def test_totals_are_pooled_by_part_and_kind() -> None:
    totals = {total.group: total for total in totals_of(scores())}
    assert list(totals) == ["open", "open/dictated", "open/other", "sealed", "sealed/dictated"]
    assert totals["open"].tallies[Metric.CONCEPTS] == (4, 12)
    assert totals["open/dictated"].tallies[Metric.CONCEPTS] == (4, 4)
    assert totals["sealed"].tallies[Metric.CONCEPTS] == (3, 4)
    assert totals["open"].tallies[Metric.FAILED] == (2, 3)


@pytest.mark.parametrize(("share", "value"), [(0.5, 10.0), (0.95, 19.0), (1.0, 20.0), (0.0, 1.0)])
def test_quantiles_are_values_that_were_measured(share: float, value: float) -> None:
    assert quantile([float(number) for number in range(1, 21)], share) == value


@pytest.mark.parametrize(
    ("metric", "before", "now", "is_worse"),
    [
        (Metric.CONCEPTS, (900, 1000), (900, 1000), False),
        (Metric.CONCEPTS, (900, 1000), (950, 1000), False),
        (Metric.CONCEPTS, (900, 1000), (896, 1000), False),
        (Metric.CONCEPTS, (900, 1000), (894, 1000), True),
        (Metric.EDGE_PRECISION, (90, 100), (90, 110), True),
        (Metric.FORBIDDEN, (1, 1000), (2, 1000), True),
        (Metric.FORBIDDEN, (2, 1000), (1, 1000), False),
        (Metric.FAILED, (0, 1000), (1, 1000), True),
        (Metric.NUMBERS, (0, 0), (0, 5), False),
    ],
)
def test_a_total_that_fell_beyond_the_tolerance_is_a_regression(
    metric: Metric, before: tuple[int, int], now: tuple[int, int], is_worse: bool
) -> None:
    baseline = baseline_of(totals_of([score("a", {metric: Tally(*before)})]))
    found = compare(totals_of([score("a", {metric: Tally(*now)})]), baseline)
    assert [item.metric for item in found.worse] == ([metric] * 2 if is_worse else [])
    assert found.uncompared == ()


def test_groups_of_other_briefs_are_not_compared_but_told() -> None:
    one = {Metric.CONCEPTS: Tally(1, 1)}
    baseline = baseline_of(totals_of([score("a", one), Score(case("b", kind="mixed"), one, (), 0.1)]))
    found = compare(totals_of([score("a", {Metric.CONCEPTS: Tally(0, 1)})]), baseline)
    assert [item.group for item in found.worse] == ["open/dictated"]
    assert found.uncompared == ("open: 2 briefs in the baseline, 1 now", "open/mixed: not scored now")


def test_nothing_to_compare_is_an_error() -> None:
    baseline = baseline_of(totals_of([score("a", {})]))
    with pytest.raises(InputError, match="nothing can be compared"):
        compare(totals_of([score("a", {}), score("b", {})]), baseline)


def test_a_baseline_round_trips() -> None:
    baseline = baseline_of(totals_of(scores()))
    assert read_baseline(baseline_text(baseline).encode(), name="b.json") == baseline


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b'{"totals": {"open": {"briefs": 1, "metrics": {"speed": [1, 2]}}}}']
)
def test_a_broken_baseline_is_told(data: bytes) -> None:
    with pytest.raises(InputError, match=r"b\.json.*not a baseline"):
        read_baseline(data, name="b.json")


def test_rows_show_counts_of_briefs_and_shares_of_groups() -> None:
    found = scores()
    rows = brief_rows(found[:2])
    assert rows[0][:3] == ("brief", "concept", "connect")
    assert rows[2][:3] == ("half", "3/4", "1/2")
    assert "failed" not in rows[0]
    assert "failed" in brief_rows(found)[0]
    totals = total_rows(totals_of(found))
    assert totals[-1][:4] == ("sealed/dictated", "1", "75.0%", "50.0%")


def test_misses_name_what_is_missing_and_what_is_extra() -> None:
    assert list(miss_lines(scores([case("half")]))) == [
        "half  (set.yaml)",
        "  concept   broker (kind:queue)",
        "  connect   prices - broker: no broker",
        "  node-r    nats",
        "  edge-r    pricing ~> nats: no such part",
        "  edge-r    nats ~> ledger: no such part",
    ]
