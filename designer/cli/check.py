"""`designer check`: the findings of designs, for people and for other programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console
from designer.cli.options import add_catalog_option, add_design_argument, add_fail_option, settings_of
from designer.errors import DesignError, InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.cli.reports.checked import Checked
    from designer.model.blueprint import Blueprint
    from designer.model.triage import Policy
    from designer.rules.rule import Rule

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
    add_fail_option(parser)
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Print the findings; end with 1 when one is as bad as --fail-on says."""
    settings = settings_of(options)
    if options.failures:
        return _walk(options, console)
    from designer.policy_file import load_policy

    policy, files = load_policy()
    checked = _check(options.file, _pattern(options.against, settings.catalog), policy, team_rules(files))

    from importlib import import_module

    report = import_module(f"designer.cli.reports.{options.format}")
    console.say(report.write(checked, console, settings.fail_on))
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
    from designer.model.triage import Policy

    checked = _check(options.file, None, Policy(), ())
    console.say(failures.write(checked, console, options.format))
    return 0


def team_rules(files: Sequence[Path]) -> tuple[Rule, ...]:
    """Return the team's own rules: from the files that designer.toml names, and from installed packages."""
    from designer.rule_files import installed_rules, read_rules

    return (*installed_rules(), *(rule for path in files for rule in read_rules(path)))


def _pattern(name: str | None, packs: Sequence[Path]) -> Blueprint | None:
    if name is None:
        return None
    from designer.api import open_catalog

    return open_catalog(packs).blueprint(name)


def _check(paths: Sequence[Path], pattern: Blueprint | None, policy: Policy, team: Sequence[Rule]) -> list[Checked]:
    """Return what the rules and the team's own rules say of each design, under the project's decisions.

    Raises:
        DesignError: a file is no design; the problems of all files at once.
    """
    from datetime import UTC, datetime

    from designer.api import check, load
    from designer.catalog.conformance import conformance
    from designer.cli.reports.checked import Checked

    checked: list[Checked] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            design = load(path)
        except DesignError as error:
            problems += error.problems
        else:
            followed = conformance(design.graph, pattern) if pattern is not None else None
            today = datetime.now(UTC).date()
            found = check(design, rules=team, policy=policy, today=today)
            checked.append(Checked(path, design, found, followed))
    if problems:
        raise DesignError(problems=problems)
    return checked
