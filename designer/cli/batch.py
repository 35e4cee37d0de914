"""`designer batch`: many briefs to as many bundles."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.console import Console, plain, table
from designer.cli.options import add_design_options, answers_of, settings_of
from designer.errors import InputError

if TYPE_CHECKING:
    from designer.batch import Made

DEFAULT_OUT = Path("out")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a folder of .md and .txt files, or a .jsonl, .csv or .yaml file with `id` and `brief`",
    )
    add_design_options(parser)
    parser.add_argument("--jobs", metavar="N", help="briefs worked on at a time, 1 by default")
    parser.add_argument("--engine", choices=("local",), default="local", help="where the work runs")


def run(options: Namespace, console: Console) -> int:
    """Make every bundle that is not there yet; end with 1 when a brief failed."""
    settings = settings_of(options)
    answers = answers_of(options.answer)
    if options.ask:
        fix = "give answers that hold for all briefs with --answer"
        raise InputError("a batch does not wait for answers", where="designer batch: --ask", fix=fix)

    from designer.batch import make_bundles
    from designer.briefs import read_briefs
    from designer.rendering import check_formats

    check_formats(settings.formats)
    briefs = read_briefs(options.paths)
    results: list[Made] = []
    try:
        for result in make_bundles(briefs, settings.out or DEFAULT_OUT, settings, answers):
            results.append(result)
            console.progress(f"[{len(results)}/{len(briefs)}] {result.id}: {_outcome(result)}")
    finally:
        console.end_progress()
    if options.json:
        console.say_json([_row(result) for result in results])
    else:
        _print(results, console)
    return 1 if any(result.error for result in results) else 0


def _outcome(result: Made) -> str:
    if result.error is not None:
        return f"failed: {plain(str(result.error), 200)}"
    counts = ", ".join(f"{number} {level}" for level, number in result.findings.items() if number)
    done = "kept" if result.is_kept else "done"
    return f"{done}, {result.components} components, {counts or 'no findings'}"


def _print(results: list[Made], console: Console) -> None:
    failed = [result for result in results if result.error is not None]
    kept = sum(result.is_kept for result in results)
    console.say(f"{len(results) - len(failed)} of {len(results)} briefs done, {kept} of them earlier")
    if failed:
        console.say(f"{len(failed)} failed:")
        console.say(table([("id", "why"), *((result.id, plain(str(result.error))) for result in failed)]))


def _row(result: Made) -> dict[str, Any]:
    return {
        "id": result.id,
        "folder": str(result.folder) if result.folder else None,
        "kept": result.is_kept,
        "components": result.components,
        "findings": dict(result.findings),
        "error": [problem._asdict() for problem in result.error.problems] if result.error else None,
    }
