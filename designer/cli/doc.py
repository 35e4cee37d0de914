"""`designer doc`: the design document."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from designer.cli.console import Console
from designer.cli.options import add_design_argument
from designer.cli.output import write_result


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument("--format", default="md", metavar="F", help="md, the default")
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file to write; stdout when it is left out")


def run(options: Namespace, console: Console) -> int:
    """Write the document."""
    from designer.api import load

    write_result(load(options.file).document(options.format), options.out, console)
    return 0
