"""`designer check`: the findings of designs, for people and for other programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.options import add_catalog_option, add_design_argument, add_fail_option, answers_of, settings_of
from designer.errors import DesignError, InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.cli.reports.checked import Checked
    from designer.model.blueprint import Blueprint
    from designer.model.finding import Finding
    from designer.policy_file import Project

FORMATS = ("text", "json", "sarif", "junit")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser, many=True)
    parser.add_argument("--format", choices=FORMATS, default="text", help="text by default")
    parser.add_argument("--against", metavar="ID", help="a blueprint that the design must follow as well")
    parser.add_argument(
        "--failures",
        action="store_true",
        help="take each part away in turn and say which flows stop, and which go on how",
    )
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="ID=VALUE",
        help="answer a rule's question for this check; may be given several times",
    )
    parser.add_argument("--questions", action="store_true", help="print what the rules ask instead of the findings")
    add_fail_option(parser)
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Print the findings; end with 1 when one is as bad as --fail-on says."""
    settings = settings_of(options)
    if options.failures:
        return _walk(options, console)
    from designer.policy_file import load_project

    checked = _check(
        options.file, _pattern(options.against, settings.catalog), load_project(), _answers(options.answer)
    )
    if options.questions:
        return _ask(checked, console, options.format)

    from importlib import import_module

    report = import_module(f"designer.cli.reports.{options.format}")
    console.say(report.write(checked, console, settings.fail_on))
    if options.format == "json" and (open_ones := sum(len(item.questions) for item in checked)):
        noun = "question" if open_ones == 1 else "questions"
        console.tell(f"note: {open_ones} open {noun}, no findings; --questions prints them")
    from designer.cli.reports.checked import is_at_least

    failed = any(is_at_least(finding, settings.fail_on) for item in checked for finding in item.all_findings)
    return 1 if failed else 0


def _walk(options: Namespace, console: Console) -> int:
    """Print what the loss of each part does to the flows, as text or JSON.

    Raises:
        InputError: another format was asked for.
    """
    from designer.cli.reports import failures

    if options.format not in failures.FORMATS:
        fix = f"use --format {' or '.join(failures.FORMATS)}"
        raise InputError("the failure walk-through has no such format", where="designer check --failures", fix=fix)
    from designer.policy_file import Project

    checked = _check(options.file, None, Project(), {})
    console.say(failures.write(checked, console, options.format))
    return 0


def _answers(pairs: Sequence[str]) -> dict[str, str]:
    """Return answers to the questions of rules.

    Raises:
        InputError: one is not of the form id=value, or no rule asks such a question.
    """
    from designer.pipeline import ASKED_BY_RULES

    answers = answers_of(pairs)
    for name in answers:
        if name not in ASKED_BY_RULES:
            fix = f"use one of {', '.join(sorted(ASKED_BY_RULES))}"
            raise InputError(f"no rule asks {plain(name, 60)!r}", where="--answer", fix=fix)
    return answers


def _ask(checked: Sequence[Checked], console: Console, format: str) -> int:
    """Print what the rules ask about each design, as text or JSON.

    Raises:
        InputError: another format was asked for.
    """
    rows = [{"file": str(item.file), **one.model_dump(mode="json")} for item in checked for one in item.questions]
    if format == "json":
        console.say_json(rows)
        return 0
    if format != "text":
        raise InputError("questions have no such format", where="designer check --questions", fix="use text or json")
    for row in rows:
        console.say(f"{row['id']}: {plain(row['text'])} [{plain(row['default'])}]  {plain(row['changes'])}")
    return 0


def _pattern(name: str | None, packs: Sequence[Path]) -> Blueprint | None:
    if name is None:
        return None
    from designer.api import open_catalog

    return open_catalog(packs).blueprint(name)


def _check(
    paths: Sequence[Path], pattern: Blueprint | None, project: Project, answers: Mapping[str, str]
) -> list[Checked]:
    """Return what the rules and the team's own rules say of each design, under the project's decisions.

    Raises:
        DesignError: a file is no design; the problems of all files at once.
    """
    from designer.api import check, default_catalog, load, questions
    from designer.catalog.conformance import conformance
    from designer.cli.reports.checked import Checked

    checked: list[Checked] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            design = load(_design_of(path))
            disagreeing: tuple[Finding, ...] = ()
            if _is_document(path):
                from designer.documents import document_findings

                disagreeing = document_findings(path, design, default_catalog())
        except DesignError as error:
            problems += error.problems
        else:
            followed = conformance(design.graph, pattern) if pattern is not None else None
            found = (*disagreeing, *check(design, project=project, answers=answers))
            asked = questions(design, rules=project.rules, answers=answers)
            checked.append(Checked(path, design, found, followed, asked))
    if problems:
        raise DesignError(problems=problems)
    return checked


def _is_document(path: Path) -> bool:
    """Return whether a path names the document of a bundle: Markdown with its design beside it."""
    return path.suffix.lower() == ".md" and path.is_file() and (path.parent / "design.json").is_file()


def _design_of(path: Path) -> Path:
    return path.parent / "design.json" if _is_document(path) else path
