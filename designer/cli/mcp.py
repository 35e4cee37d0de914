"""`designer mcp`: the design tools for an assistant, over standard input and output."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from designer.cli.console import Console
from designer.errors import InputError


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--root", type=Path, metavar="DIR", help="the only folder whose files it may read and write; none by default"
    )


def run(options: Namespace, console: Console) -> int:
    """Serve until the assistant hangs up."""
    if options.root is not None and not options.root.is_dir():
        raise InputError("there is no such folder", where=str(options.root), fix="make it first, or leave --root out")
    from designer.mcp.server import build_server

    server = build_server(options.root)
    console.tell("serving on standard input and output; Ctrl-C ends it")
    server.run("stdio")
    return 0
