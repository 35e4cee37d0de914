"""`designer stubs`: the runnable project of a design."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from designer.cli.console import Console, plain
from designer.cli.options import add_design_argument, add_json_option

_MOST_NAMED = 20
_MOST_LINES = 200


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="the folder to write")
    parser.add_argument("--force", action="store_true", help="write it in spite of findings of severity error")
    add_json_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Write the project, and say how to start it."""
    from designer.api import load

    saved = load(options.file).save_stubs(options.out, force=options.force)
    for path in saved.kept[:_MOST_NAMED]:
        console.tell(f"kept: {plain(path)} is changed, or not ours; it was not overwritten")
    if len(saved.kept) > _MOST_NAMED:
        console.tell(f"kept: and {len(saved.kept) - _MOST_NAMED} more files")
    lines = [line for text in saved.differences for line in text.splitlines()]
    for line in lines[:_MOST_LINES]:
        console.tell(f"  {plain(line)}")
    if len(lines) > _MOST_LINES:
        console.tell(f"  ... and {len(lines) - _MOST_LINES} more lines; --json has all of them")
    if options.json:
        console.say_json({"folder": str(options.out), **{name: list(paths) for name, paths in saved._asdict().items()}})
        return 0
    console.say(plain(str(options.out)))
    console.say(f"  files     {len(saved.written)} written, {len(saved.kept)} kept, {len(saved.removed)} removed")
    console.say("  start it  make run, in that folder; make test runs its tests")
    return 0
