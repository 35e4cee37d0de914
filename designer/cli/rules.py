"""`designer rules`: what is checked, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.console import Console, table
from designer.cli.options import add_json_option
from designer.cli.parser import add_actions

if TYPE_CHECKING:
    from designer.rules.rule import Rule


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = add_actions(
        parser,
        {
            "list": "all rules, sorted by code",
            "show": "one rule: why, fix and source",
            "test": "run the tests that a file of your own rules holds",
        },
    )
    actions["show"].add_argument("code", metavar="CODE", help="the rule's code or name")
    actions["test"].add_argument("file", type=Path, metavar="FILE", help="a YAML file of rules")
    for action in actions.values():
        add_json_option(action)


def run(options: Namespace, console: Console) -> int:
    """Print the rules, or one of them."""
    from designer.rules.registry import ALL, rule_named

    if options.action == "test":
        return _test(options.file, options.json, console)
    if options.action == "show":
        _show(rule_named(options.code), options.json, console)
    elif options.json:
        console.say_json([_row(rule) for rule in ALL])
    else:
        rows = [(rule.code, str(rule.severity), str(rule.category), rule.name) for rule in ALL]
        console.say(table([("code", "severity", "category", "name"), *rows]))
    return 0


def _test(path: Path, as_json: bool, console: Console) -> int:
    """Print what each test of a file gives; end with 1 when one fails or a rule has none."""
    from designer.rule_files import read_declared, try_rules

    tried = list(try_rules(path))
    untested = sorted({rule.code for rule in read_declared(path) if not rule.tests})
    if as_json:
        console.say_json([item._asdict() | {"passed": item.passed} for item in tried])
    else:
        for item in tried:
            console.say(f"{'passed' if item.passed else 'FAILED'}  {item.rule}  {item.name}")
            if not item.passed:
                console.say(f"        must find {_subjects(item.wanted)}, found {_subjects(item.found)}")
        for code in untested:
            console.say(f"UNTESTED  {code}")
    return 0 if all(item.passed for item in tried) and not untested else 1


def _subjects(found: tuple[tuple[str, ...], ...]) -> str:
    return "; ".join(" ".join(subjects) or "the design" for subjects in found) or "nothing"


def _show(rule: Rule, as_json: bool, console: Console) -> None:
    if as_json:
        console.say_json(_row(rule) | {"why": rule.why, "fix": rule.fix, "source": rule.source})
        return
    console.say(f"{console.paint(rule.code, 'strong')} {rule.name} ({rule.severity}, {rule.category})")
    console.say(rule.summary)
    for name, text in (("why", rule.why), ("fix", rule.fix), ("source", rule.source)):
        console.say(f"  {name:<7}{text}")


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "category": str(rule.category),
        "summary": rule.summary,
    }
