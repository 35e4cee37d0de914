"""Command lines: the list of commands, and a parser that says in one line what is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from designer.errors import InputError


class Command(NamedTuple):
    """What a command does, in one line, and a real example of it."""

    does: str
    example: str


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "new": Command(
            "design a system from a description and write the bundle",
            'designer new "A URL shortener for 100 million new links a month" --out shortener',
        ),
        "batch": Command(
            "design many systems, one folder each; goes on where it stopped",
            "designer batch briefs/ more.jsonl --out designs --jobs 4",
        ),
        "refine": Command(
            "change a design by one instruction, or ask about it; keeps the earlier version",
            'designer refine shortener "add a read replica in a second region"',
        ),
        "check": Command(
            "report the weaknesses of a design",
            "designer check shortener --format sarif --fail-on warning > findings.sarif",
        ),
        "fix": Command(
            "mend what the rules can mend, and say what was done and why",
            "designer fix shortener --dry-run",
        ),
        "render": Command(
            "draw one picture of a design",
            "designer render shortener --view sequence --format svg --out shorten.svg",
        ),
        "show": Command(
            "draw a design in the terminal",
            "designer show shortener --width 100 --watch",
        ),
        "doc": Command(
            "write the design document",
            "designer doc shortener --format md --out DESIGN.md",
        ),
        "sync": Command(
            "read the edited tables of a design document back into its design",
            "designer sync shortener --dry-run",
        ),
        "site": Command(
            "write a static, searchable site of many designs",
            "designer site designs/ --out site --title 'Our systems'",
        ),
        "api": Command(
            "write the interface files: OpenAPI, AsyncAPI, Protocol Buffers, JSON Schema",
            "designer api shortener --out api",
        ),
        "stubs": Command(
            "write a runnable project with a test for each flow",
            "designer stubs shortener --out shortener-app",
        ),
        "explain": Command(
            "say where a component, connection, number or finding comes from",
            "designer explain shortener link-store",
        ),
        "diff": Command(
            "compare two designs: elements, findings, numbers",
            "designer diff before after --format markdown",
        ),
        "catalog": Command(
            "list, show, search and check blueprints",
            'designer catalog search "sell tickets to a crowd"',
        ),
        "rules": Command(
            "list the rules, or show one with why, fix and source",
            "designer rules show REL003",
        ),
        "eval": Command(
            "score the planner, or a model, on briefs with known expectations",
            "designer eval tests/eval --misses --jobs 2",
        ),
        "doctor": Command(
            "say what is installed, which model is set, and what is missing",
            "designer doctor --json",
        ),
        "app": Command(
            "open the web app on this machine",
            "designer app --port 8501",
        ),
        "mcp": Command(
            "serve the design tools to an assistant (Model Context Protocol)",
            "designer mcp --root designs",
        ),
    }
)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are ours: what, where, how to fix it."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the arguments.

        Raises:
            InputError: always.
        """
        raise InputError(message, where=self.prog, fix=f"see `{self.prog} --help`")


def parser_of(name: str) -> Parser:
    """Return an empty parser for a command, with its help and example."""
    command = COMMANDS[name]
    return Parser(
        prog=f"designer {name}",
        description=f"{command.does[0].upper()}{command.does[1:]}.",
        epilog=f"example:\n  {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_actions(parser: argparse.ArgumentParser, actions: Mapping[str, str]) -> dict[str, argparse.ArgumentParser]:
    """Add the second words that a command takes, with what each does, and return their parsers."""
    group = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    return {
        name: group.add_parser(
            name,
            help=does,
            description=f"{does[0].upper()}{does[1:]}.",
            epilog=parser.epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        for name, does in actions.items()
    }


def overview() -> str:
    """Return the help of the executable itself."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.does}" for name, command in COMMANDS.items()]
    return "\n".join(
        (
            "usage: designer COMMAND ...",
            "",
            "From a plain-English description of a system to a checked, drawn and documented architecture.",
            "",
            "commands:",
            *lines,
            "",
            "`designer COMMAND --help` explains one; `designer --version` prints the version.",
            "",
            "example:",
            f"  {COMMANDS['new'].example}",
        )
    )
