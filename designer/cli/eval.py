"""`designer eval`: score the planner, or a model, on briefs with known expectations."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from designer.cli.console import Console, plain, table
from designer.cli.options import add_catalog_option, add_json_option, settings_of
from designer.errors import DesignerError, InputError

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog
    from designer.evaluation.load import Case
    from designer.evaluation.run import Score
    from designer.evaluation.totals import Baseline, Regression, Total
    from designer.model.design import Design
    from designer.settings import Settings

KINDS = ("catalog", "beyond", "dictated", "mixed", "other")
_EVERY = 20


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "sets", nargs="+", type=Path, metavar="SET", help="an evaluation set (.yaml), or a folder of them"
    )
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="score this brief; may be repeated")
    parser.add_argument("--kind", choices=KINDS, help="score the sets of this kind")
    parser.add_argument("--misses", action="store_true", help="list what each brief missed, sealed ones included")
    parser.add_argument("--totals", action="store_true", help="print the totals alone")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="end with 1 when a total is worse than there")
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="write the totals to compare with later")
    parser.add_argument(
        "--model", metavar="NAME", help="offline (the default), or provider:model to score a language model"
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="add the model's answers to this file; --model replay:FILE plays it"
    )
    parser.add_argument("--jobs", metavar="N", help="briefs worked on at a time, 1 by default")
    add_catalog_option(parser)
    add_json_option(parser)


class _Outcome(NamedTuple):
    scores: Sequence[Score]
    totals: Sequence[Total]
    worse: Sequence[Regression]


def run(options: Namespace, console: Console) -> int:
    """Score every brief and print the tables; end with 1 at a regression or a brief that failed."""
    settings = settings_of(options)
    _refuse_part_of_a_baseline(options)

    from designer.evaluation.load import read_cases
    from designer.evaluation.totals import Comparison, baseline_of, baseline_text, compare, totals_of

    cases = _chosen(read_cases(options.sets), options)
    baseline = _baseline(options.baseline)
    if options.record and settings.jobs != 1:
        fix = "leave out --jobs"
        raise InputError("answers are recorded one by one", where="designer eval: --record", fix=fix)
    scores = _scored(cases, settings, options.record, console)
    totals = totals_of(scores)
    compared = compare(totals, baseline) if baseline else Comparison((), ())
    if options.write_baseline:
        options.write_baseline.write_text(baseline_text(baseline_of(totals)), encoding="utf-8")
    outcome = _Outcome(scores, totals, compared.worse)
    if options.json:
        _print_json(outcome, options, console)
    else:
        _print(outcome, options, console)
    for group in compared.uncompared:
        console.tell(f"note: not compared: {group}")
    return _exit_code(outcome)


def _refuse_part_of_a_baseline(options: Namespace) -> None:
    if options.only and (options.baseline or options.write_baseline):
        fix = "leave out --only: a baseline holds the totals of whole sets"
        raise InputError("one brief cannot be compared with a total", where="designer eval: --only", fix=fix)


def _chosen(cases: Sequence[Case], options: Namespace) -> list[Case]:
    """Return the cases that the options ask for; a sealed brief stands alone only where its misses may be seen."""
    for name in options.only:
        if not any(case.brief.id == name and (options.misses or not case.is_sealed) for case in cases):
            fix = "name one of an open set, or add --misses to look into a sealed one"
            raise InputError(f"there is no brief {plain(name, 60)!r}", where="designer eval: --only", fix=fix)
    found = [
        case
        for case in cases
        if (not options.kind or case.kind == options.kind)
        and (not options.only or (case.brief.id in options.only and (options.misses or not case.is_sealed)))
    ]
    if not found:
        raise InputError("no brief is left to score", where="designer eval", fix="leave out --kind or --only")
    return found


def _baseline(path: Path | None) -> Baseline | None:
    if path is None:
        return None
    from designer.evaluation.totals import read_baseline

    try:
        data = path.read_bytes()
    except OSError as error:
        fix = "write one first with --write-baseline"
        raise InputError(f"the baseline cannot be read: {error.strerror}", where=str(path), fix=fix) from error
    return read_baseline(data, name=str(path))


def _scored(cases: Sequence[Case], settings: Settings, record: Path | None, console: Console) -> list[Score]:
    from designer.api import OFFLINE
    from designer.batch import executor
    from designer.evaluation.run import evaluate

    if settings.model != OFFLINE:
        from designer.adapters.llm import open_model

        # A wrong name or a missing key is one error here, not one of each brief.
        open_model(settings.model)
    elif settings.jobs == 1:
        # The first design loads the catalog, which is no part of any brief's time.
        with suppress(DesignerError):
            design_brief(cases[0].brief.text, {}, settings=settings)
    design = partial(design_brief, settings=settings, record=record)
    scores: list[Score] = []
    try:
        for score in evaluate(cases, design, write_document, executor(settings.jobs, len(cases))):
            scores.append(score)
            if console.err.isatty() or len(scores) % _EVERY == 0:
                console.progress(f"[{len(scores)}/{len(cases)}]")
    finally:
        console.end_progress()
    return scores


def design_brief(text: str, answers: Mapping[str, str], *, settings: Settings, record: Path | None = None) -> Design:
    """Return the design of one brief; a module's function, so that it reaches other processes."""
    from designer.api import design

    return design(
        text,
        model=settings.model,
        answers=answers,
        catalog=_catalog(settings.catalog),
        on_model_failure=settings.on_model_failure,
        model_budget=settings.model_budget,
        model_cache=settings.model_cache,
        model_record=record,
    )


@cache
def _catalog(packs: tuple[Path, ...]) -> Catalog:
    from designer.api import default_catalog, open_catalog

    return open_catalog(packs) if packs else default_catalog()


def write_document(made: Design) -> str:
    """Return the design document as Markdown."""
    from designer.rendering import document_text

    return document_text(made, "md")


def _shown(outcome: _Outcome, options: Namespace) -> list[Score]:
    """Return the scores whose details may be printed."""
    return [score for score in outcome.scores if options.misses or not score.case.is_sealed]


def _print(outcome: _Outcome, options: Namespace, console: Console) -> None:
    from designer.evaluation.asked import model_lines, model_total
    from designer.evaluation.report import brief_rows, miss_lines, regression_line, total_rows

    shown = _shown(outcome, options)
    if options.misses and not options.totals:
        for line in miss_lines(shown):
            console.say(plain(line) if line[0] != " " else f"  {plain(line)}")
        console.say()
    elif shown and not options.totals:
        console.say(table(brief_rows(shown)))
        console.say()
    console.say(table(total_rows(outcome.totals)))
    if (told := model_total(outcome.scores)) is not None:
        console.say()
        for line in model_lines(told):
            console.say(line)
    if not options.misses:
        for score in shown:
            if score.failure is not None and score.has_failed:
                console.tell(f"{score.case.brief.id}: {plain(str(score.failure), 300)}")
    for found in outcome.worse:
        console.fail(f"worse than the baseline: {regression_line(found)}")


def _print_json(outcome: _Outcome, options: Namespace, console: Console) -> None:
    from designer.evaluation.asked import model_data, model_total
    from designer.evaluation.report import regression_data, score_data, total_data

    shown = [] if options.totals else _shown(outcome, options)
    told = model_total(outcome.scores)
    console.say_json(
        {
            "schema_version": "1",
            "briefs": [score_data(score, with_misses=options.misses) for score in shown],
            "totals": [total_data(total) for total in outcome.totals],
            "model": model_data(told) if told is not None else None,
            "regressions": [regression_data(found) for found in outcome.worse],
        }
    )


def _exit_code(outcome: _Outcome) -> int:
    from designer.errors import LanguageModelError

    if any(isinstance(score.failure, LanguageModelError) for score in outcome.scores):
        return LanguageModelError.exit_code
    return 1 if outcome.worse or any(score.has_failed for score in outcome.scores) else 0
