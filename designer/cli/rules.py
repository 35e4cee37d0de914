"""`designer rules`: what is checked, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from designer.cli.console import Console, table
from designer.cli.options import add_json_option
from designer.cli.parser import add_actions

if TYPE_CHECKING:
    from designer.rules.rule import Rule


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = add_actions(parser, {"list": "all rules, sorted by code", "show": "one rule: why, fix and source"})
    actions["show"].add_argument("code", metavar="CODE", help="the rule's code or name")
    for action in actions.values():
        add_json_option(action)


def run(options: Namespace, console: Console) -> int:
    """Print the rules, or one of them."""
    from designer.rules.registry import ALL, rule_named

    if options.action == "show":
        _show(rule_named(options.code), options.json, console)
    elif options.json:
        console.say_json([_row(rule) for rule in ALL])
    else:
        rows = [(rule.code, str(rule.severity), str(rule.category), rule.name) for rule in ALL]
        console.say(table([("code", "severity", "category", "name"), *rows]))
    return 0


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
