"""`designer show`: a picture of a design in the terminal."""

from __future__ import annotations

import shutil
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from designer.cli.console import Console
from designer.cli.options import add_catalog_option, add_design_argument, settings_of
from designer.errors import DesignerError, InputError

_PAUSE_S = 0.4
_WIDTHS = range(20, 1001)
_ASCII = str.maketrans(
    {
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰┏┓┛┗┯┷╔╗╝╚╤╧╒╕╛╘╓╖╜╙╵╶╷╴", "+"),
        **dict.fromkeys("─━═╌┄", "-"),
        **dict.fromkeys("│┃║╎┊┆", "|"),
        "▲": "^", "▼": "v", "◀": "<", "▶": ">", "→": ">", "×": "x", "…": ".", "·": "-", "●": "o", "■": "*",
    }
)  # fmt: skip


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument(
        "--view", default="container", metavar="V", help="as for `designer render`: container by default, sequence, ..."
    )
    parser.add_argument("--width", type=int, metavar="N", help="columns to fill; by default those of the terminal")
    parser.add_argument("--watch", action="store_true", help="draw again whenever the file changes; Ctrl-C ends it")
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Draw the picture, and with `--watch` again after every change until Ctrl-C."""
    if options.width is not None and options.width not in _WIDTHS:
        raise InputError(f"{options.width} columns are no width", where="--width", fix="use a number from 20 to 1000")
    settings = settings_of(options)
    if not options.watch:
        console.say(_drawn(options, settings.catalog, console))
        return 0
    known: object = None
    while True:
        state = _state(options.file)
        if state != known:
            known = state
            _again(options, settings.catalog, console)
        time.sleep(_PAUSE_S)


def _again(options: Namespace, catalog: tuple[Path, ...], console: Console) -> None:
    """Draw once more in place of what the terminal shows; a file that is broken for now is told and waited for."""
    try:
        text = _drawn(options, catalog, console)
    except DesignerError as error:
        console.fail(str(error.problems[0]))
        return
    if console.out.isatty():
        print("\033[H\033[2J", end="", file=console.out)
    console.say(text)
    console.out.flush()


def _drawn(options: Namespace, catalog: tuple[Path, ...], console: Console) -> str:
    from designer.adapters.image.terminal import terminal_text
    from designer.api import load, open_catalog
    from designer.rendering import view_named

    width = options.width or max(shutil.get_terminal_size((80, 24)).columns, _WIDTHS[0])
    view = view_named(load(options.file), options.view, open_catalog(catalog))
    text = terminal_text(view, width).rstrip("\n")
    return text if _takes_boxes(console) else text.translate(_ASCII)


def _takes_boxes(console: Console) -> bool:
    """Return whether the terminal's encoding has the characters of boxes."""
    try:
        "┌─▼║".encode(getattr(console.out, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _state(path: Path) -> tuple[tuple[int, int], ...]:
    """Return what changes with the content of the design's files; empty while there are none."""
    files = sorted(path.glob("design.json")) if path.is_dir() else [path]
    found = []
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            continue
        found.append((stat.st_mtime_ns, stat.st_size))
    return tuple(found)
