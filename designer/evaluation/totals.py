"""Totals of scores by part and kind, and their comparison with a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import ValidationError

from designer.errors import InputError, Problem
from designer.evaluation.run import Score
from designer.evaluation.tally import FEWER_IS_BETTER, Metric, Tally
from designer.model.base import Frozen, canonical_json

TOLERANCE = 0.005
"""How much a share may fall before it is a regression; counts of what must not be may not rise at all."""


class Total(NamedTuple):
    """The pooled counts of a group of briefs, and the time of a design in milliseconds."""

    group: str
    briefs: int
    tallies: Mapping[Metric, Tally]
    median_ms: float
    p95_ms: float


class Regression(NamedTuple):
    """A total that is worse than its baseline."""

    group: str
    metric: Metric
    before: Tally
    now: Tally


class GroupBaseline(Frozen):
    """The totals of one group in an earlier run: how many briefs, and hit and asked by metric."""

    briefs: int
    metrics: dict[Metric, tuple[int, int]]


class Baseline(Frozen):
    """The totals of an earlier run by group; times depend on the machine and stay out."""

    schema_version: Literal["1"] = "1"
    totals: dict[str, GroupBaseline]


class Comparison(NamedTuple):
    """What is worse than in the baseline, and why some groups could not be compared."""

    worse: tuple[Regression, ...]
    uncompared: tuple[str, ...]


def totals_of(scores: Iterable[Score]) -> tuple[Total, ...]:
    """Return the totals of each part (`open`, `sealed`) and of each kind within it, parts first, sorted by name."""
    groups: dict[str, list[Score]] = {}
    for score in scores:
        groups.setdefault(score.case.part, []).append(score)
        groups.setdefault(f"{score.case.part}/{score.case.kind}", []).append(score)
    return tuple(_total(group, groups[group]) for group in sorted(groups))


def _total(group: str, scores: list[Score]) -> Total:
    tallies: dict[Metric, Tally] = {}
    for score in scores:
        for metric, tally in score.tallies.items():
            tallies[metric] = tallies.get(metric, Tally()).plus(tally)
    times = sorted(score.seconds * 1000 for score in scores)
    ordered = {metric: tallies[metric] for metric in Metric if metric in tallies}
    return Total(group, len(scores), ordered, quantile(times, 0.5), quantile(times, 0.95))


def quantile(ordered: list[float], share: float) -> float:
    """Return the smallest of some ordered values that `share` of them do not exceed.

    >>> quantile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.0
    """
    return ordered[min(len(ordered) - 1, max(0, -int(-len(ordered) * share // 1) - 1))]


def baseline_of(totals: Iterable[Total]) -> Baseline:
    """Return totals as a baseline."""
    return Baseline(
        totals={
            total.group: GroupBaseline(
                briefs=total.briefs, metrics={key: tuple(it) for key, it in total.tallies.items()}
            )
            for total in totals
        }
    )


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as canonical JSON."""
    return canonical_json(baseline.model_dump(mode="json"))


def read_baseline(data: bytes, *, name: str) -> Baseline:
    """Return the baseline in the bytes of a file.

    Raises:
        InputError: it is not JSON, or no baseline; all problems at once.
    """
    try:
        return Baseline.model_validate_json(data)
    except ValidationError as error:
        fix = "write it anew with --write-baseline"
        places = (("/".join(map(str, item["loc"])), item["msg"]) for item in error.errors(include_url=False))
        problems = [
            Problem(f"not a baseline: {what}", f"{name}: /{place}" if place else name, fix) for place, what in places
        ]
        raise InputError(problems=problems) from error


def compare(totals: Iterable[Total], baseline: Baseline) -> Comparison:
    """Return where totals are worse than their baseline; a group of other briefs than then is not compared.

    Raises:
        InputError: no group can be compared.
    """
    worse: list[Regression] = []
    uncompared: list[str] = []
    scored = {total.group: total for total in totals}
    for group in sorted(scored.keys() | baseline.totals.keys()):
        now, before = scored.get(group), baseline.totals.get(group)
        if now is None:
            uncompared.append(f"{group}: not scored now")
        elif before is None:
            uncompared.append(f"{group}: not in the baseline")
        elif now.briefs != before.briefs:
            uncompared.append(f"{group}: {before.briefs} briefs in the baseline, {now.briefs} now")
        else:
            worse += _regressions(now, before)
    if len(uncompared) == len(scored.keys() | baseline.totals.keys()):
        fix = "score the sets it was written from, or write it anew with --write-baseline"
        raise InputError(f"nothing can be compared: {'; '.join(uncompared)}", where="the baseline", fix=fix)
    return Comparison(tuple(worse), tuple(uncompared))


def _regressions(now: Total, before: GroupBaseline) -> Iterator[Regression]:
    for metric in Metric:
        if metric in now.tallies and metric in before.metrics:
            was = Tally(*before.metrics[metric])
            if _is_worse(metric, was, now.tallies[metric]):
                yield Regression(now.group, metric, was, now.tallies[metric])


def _is_worse(metric: Metric, before: Tally, now: Tally) -> bool:
    if metric in FEWER_IS_BETTER:
        return now.hit > before.hit
    if before.share is None or now.share is None:
        return False
    return now.share < before.share - TOLERANCE
