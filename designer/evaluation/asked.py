"""What a language model did over all briefs: how often it was right at once, what was refused, what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from designer.evaluation.run import Score
from designer.evaluation.totals import quantile
from designer.model.base import Frozen


class ModelTotal(Frozen):
    """Over all briefs that a model was asked about; tokens and seconds are of one design, `usd` of all.

    `kept` designs hold something of its answer; `first_try` of its first answers needed no repair. `refused` counts edits
    that could not be applied, by operation; `added` the parts that it put into designs.
    """

    asked: int
    kept: int
    first_try: int
    calls: int
    requests: int
    cached: int
    added: int
    refused: dict[str, int]
    median_input_tokens: float
    median_output_tokens: float
    median_seconds: float
    usd: float | None


def model_total(scores: Iterable[Score]) -> ModelTotal | None:
    """Return what a model did; None when none was asked."""
    used = [(score, score.use) for score in scores if score.use is not None]
    if not used:
        return None
    refused: Counter[str] = Counter()
    for _, use in used:
        refused.update(use.refused)
    priced = [use.spent.usd for _, use in used if use.spent.usd is not None]
    return ModelTotal(
        asked=len(used),
        kept=sum(use.is_kept for _, use in used),
        first_try=sum(use.is_first_try for _, use in used),
        calls=sum(use.spent.calls for _, use in used),
        requests=sum(use.spent.requests for _, use in used),
        cached=sum(use.spent.cached for _, use in used),
        added=sum(score.added for score, _ in used),
        refused=dict(sorted(refused.items())),
        median_input_tokens=quantile(sorted(float(use.spent.input_tokens) for _, use in used), 0.5),
        median_output_tokens=quantile(sorted(float(use.spent.output_tokens) for _, use in used), 0.5),
        median_seconds=quantile(sorted(score.seconds for score, _ in used), 0.5),
        usd=sum(priced) if priced else None,
    )


def model_lines(total: ModelTotal) -> Iterable[str]:
    """Yield what a model did, a line each."""
    share = total.first_try / total.asked
    yield f"model: asked about {total.asked} briefs, {total.calls} questions, {total.requests} requests, {total.cached} from the cache"
    yield f"  first answer without repair {total.first_try} ({share:.0%}); something of it kept in {total.kept} designs; {total.added} parts added"
    refused = ", ".join(f"{operation} {count}" for operation, count in total.refused.items())
    yield f"  edits refused: {sum(total.refused.values())}{f' ({refused})' if refused else ''}"
    cost = f"{total.usd:.4f} dollars in all" if total.usd is not None else "cost unknown: set DESIGNER_MODEL_PRICE"
    tokens = f"{total.median_input_tokens:.0f} tokens in and {total.median_output_tokens:.0f} out"
    yield f"  of one design, median: {tokens}, {total.median_seconds:.2f} s; {cost}"


def model_data(total: ModelTotal) -> dict[str, Any]:
    """Return what a model did, for JSON."""
    return total.model_dump(mode="json")
