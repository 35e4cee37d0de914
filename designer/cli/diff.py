"""`designer diff`: what two designs differ in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.options import add_design_argument

if TYPE_CHECKING:
    from designer.difference import Change

FORMATS = ("text", "json", "markdown", "svg")
_WIDTH = 60
_SIGNS = {"added": "+", "removed": "-"}


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser, "BEFORE")
    add_design_argument(parser, "AFTER")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text by default")


def run(options: Namespace, console: Console) -> int:
    """Print the changes."""
    from designer.api import load
    from designer.difference import difference

    before, after = load(options.before), load(options.after)
    if options.format == "svg":
        from designer.api import default_catalog
        from designer.rendering import render_difference

        console.say(str(render_difference(before, after, "svg", theme="light", catalog=default_catalog())))
        return 0
    say_changes(difference(before, after), options.format, console)
    return 0


def say_changes(changes: Sequence[Change], format: str, console: Console) -> None:
    """Print changes as text, json or markdown."""
    if format == "json":
        console.say_json([change.model_dump(mode="json") for change in changes])
    elif format == "markdown":
        console.say("\n".join(_markdown(changes)))
    elif changes:
        for change in changes:
            console.say(f"{_SIGNS.get(change.how, '~')} {change.what} {change.id}{_told(change)}")
    else:
        console.say("no difference")


def _told(change: Change) -> str:
    before, after = plain(change.before, _WIDTH), plain(change.after, _WIDTH)
    if change.how in _SIGNS:
        return f"  {before or after}".rstrip()
    return f"  {change.how}: {before or 'none'} -> {after or 'none'}"


def _markdown(changes: Iterable[Change]) -> Iterable[str]:
    from designer.docs.markdown import cell

    yield "| what | id | change | before | after |"
    yield "|---|---|---|---|---|"
    for change in changes:
        cells = (change.what, change.id, change.how, change.before, change.after)
        yield f"| {' | '.join(cell(text) for text in cells)} |"
