"""What an evaluation reports: rows of tables and plain data for JSON; details of sealed briefs only on request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from designer.evaluation.run import Score
from designer.evaluation.tally import FEWER_IS_BETTER, Metric, Tally
from designer.evaluation.totals import Regression, Total

HEADINGS = {
    Metric.CONCEPTS: "concept", Metric.CONNECTIONS: "connect", Metric.FACTS: "fact", Metric.NUMBERS: "number",
    Metric.NODE_RECALL: "node-r", Metric.NODE_PRECISION: "node-p", Metric.EDGE_RECALL: "edge-r",
    Metric.EDGE_PRECISION: "edge-p", Metric.MODES: "mode", Metric.FORBIDDEN: "forbid",
    Metric.BLUEPRINT_FIRST: "bp-first", Metric.BLUEPRINTS: "bp-all", Metric.SAYS: "says", Metric.FAILED: "failed",
}  # fmt: skip


def brief_rows(scores: Sequence[Score]) -> list[tuple[str, ...]]:
    """Return a heading and one row per brief: `hit/asked` of each metric that any of them asks."""
    metrics = _metrics(score.tallies for score in scores)
    if not any(score.has_failed for score in scores):
        metrics.remove(Metric.FAILED)
    rows = [("brief", *(HEADINGS[metric] for metric in metrics), "ms")]
    for score in scores:
        cells = (_counts(score.tallies.get(metric, Tally())) for metric in metrics)
        rows.append((score.case.brief.id, *cells, f"{score.seconds * 1000:.0f}"))
    return rows


def total_rows(totals: Sequence[Total]) -> list[tuple[str, ...]]:
    """Return a heading and one row per group: shares in percent, and counts of what must not be."""
    metrics = _metrics(total.tallies for total in totals)
    rows = [("total", "briefs", *(HEADINGS[metric] for metric in metrics), "ms-median", "ms-p95")]
    for total in totals:
        cells = (_share(metric, total.tallies.get(metric, Tally())) for metric in metrics)
        rows.append((total.group, str(total.briefs), *cells, f"{total.median_ms:.0f}", f"{total.p95_ms:.0f}"))
    return rows


def miss_lines(scores: Iterable[Score]) -> Iterator[str]:
    """Yield what each brief missed: a line with its id and file, then one line per miss."""
    for score in scores:
        if score.misses:
            yield f"{score.case.brief.id}  ({score.case.file})"
            yield from (f"  {HEADINGS[miss.metric]:<8}  {miss.what}" for miss in score.misses)


def regression_line(found: Regression) -> str:
    """Return one regression as a line."""
    before, now = _full(found.metric, found.before), _full(found.metric, found.now)
    return f"{found.group}: {found.metric} was {before}, is {now}"


def score_data(score: Score, *, with_misses: bool) -> dict[str, Any]:
    """Return one brief's score for JSON."""
    data: dict[str, Any] = {
        "id": score.case.brief.id,
        "file": score.case.file,
        "part": score.case.part,
        "kind": score.case.kind,
        "metrics": _tallies_data(score.tallies.items()),
        "ms": round(score.seconds * 1000, 3),
        "error": [problem._asdict() for problem in score.failure.problems] if score.failure else None,
    }
    if with_misses:
        data["misses"] = [{"metric": str(miss.metric), "what": miss.what} for miss in score.misses]
    return data


def total_data(total: Total) -> dict[str, Any]:
    """Return one total for JSON."""
    return {
        "id": total.group,
        "briefs": total.briefs,
        "metrics": _tallies_data(total.tallies.items()),
        "median_ms": round(total.median_ms, 3),
        "p95_ms": round(total.p95_ms, 3),
    }


def regression_data(found: Regression) -> dict[str, Any]:
    """Return one regression for JSON."""
    return {
        "group": found.group,
        "metric": str(found.metric),
        "before": _tally_data(found.before),
        "now": _tally_data(found.now),
    }


def _metrics(tallies: Iterable[Any]) -> list[Metric]:
    asked = {metric for item in tallies for metric, tally in item.items() if tally.asked}
    return [metric for metric in Metric if metric in asked]


def _counts(tally: Tally) -> str:
    return f"{tally.hit}/{tally.asked}" if tally.asked else "-"


def _share(metric: Metric, tally: Tally) -> str:
    if tally.share is None:
        return "-"
    return str(tally.hit) if metric in FEWER_IS_BETTER else f"{tally.share:.1%}"


def _full(metric: Metric, tally: Tally) -> str:
    return f"{_share(metric, tally)} ({_counts(tally)})"


def _tallies_data(items: Iterable[tuple[Metric, Tally]]) -> dict[str, Any]:
    known = dict(items)
    return {str(metric): _tally_data(known[metric]) for metric in Metric if metric in known and known[metric].asked}


def _tally_data(tally: Tally) -> dict[str, Any]:
    return {"hit": tally.hit, "asked": tally.asked, "share": tally.share}
