"""Design every brief of some cases and score it; what fails is counted and told, and ends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import NamedTuple

from designer.errors import DesignerError
from designer.evaluation.load import Case
from designer.evaluation.score import score_design, score_failure
from designer.evaluation.tally import Metric, Miss, Tally
from designer.model.design import Design
from designer.model.spending import ModelUse
from designer.ports import Executor

Designer = Callable[[str, Mapping[str, str]], Design]
Writer = Callable[[Design], str]


class Score(NamedTuple):
    """What became of one brief: its counts, what was missed, and how long its design took.

    `failure` is why there is no design; see `has_failed` for whether that counts against it. `use` is what a language
    model had to do with it, and `added` how many of its parts the model put there.
    """

    case: Case
    tallies: Mapping[Metric, Tally]
    misses: tuple[Miss, ...]
    seconds: float
    failure: DesignerError | None = None
    use: ModelUse | None = None
    added: int = 0

    @property
    def has_failed(self) -> bool:
        """Return whether there is no design, and no refusal in the words that were expected either."""
        return self.tallies[Metric.FAILED].hit > 0


def evaluate(cases: Sequence[Case], design: Designer, write: Writer, executor: Executor) -> Iterator[Score]:
    """Yield one score per case, in the order of the cases.

    Args:
        cases: the briefs and what is expected of them.
        design: makes the design of a text and answers; with several processes it must pickle.
        write: returns the design document.
        executor: where the work runs.
    """
    function = partial(score_case, design=design, write=write)
    for case, outcome in zip(cases, executor.run(function, cases), strict=True):
        yield _failed(case, outcome, 0.0) if isinstance(outcome, DesignerError) else outcome


def score_case(case: Case, *, design: Designer, write: Writer) -> Score:
    """Return the score of one brief; a design that fails is a score as well."""
    brief = case.brief
    start = perf_counter()
    try:
        made = design(brief.text, brief.answers)
    except DesignerError as error:
        return _failed(case, error, perf_counter() - start)
    seconds = perf_counter() - start
    document = write(made) if brief.facts else ""
    sheet = score_design(brief, made, document)
    sheet.count(Metric.FAILED, 0, 1)
    added = sum(item.origin.by == "model" for item in made.graph.components)
    use = getattr(made, "model_use", None)
    return Score(case, sheet.tallies, tuple(sheet.misses), seconds, use=use, added=added)


def _failed(case: Case, error: DesignerError, seconds: float) -> Score:
    sheet = score_failure(case.brief, str(error))
    return Score(case, sheet.tallies, tuple(sheet.misses), seconds, error)
