"""`designer sync`: the edited tables of a design document, read back into the design."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.diff import say_changes
from designer.cli.options import add_catalog_option, settings_of

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog
    from designer.model.design import Design
    from designer.settings import Settings

FORMATS = ("text", "json", "markdown")
_WIDTH = 400


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "dir", type=Path, metavar="DIR", help="a folder that `designer new` wrote, its DESIGN.md edited"
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how the difference is printed; text by default"
    )
    parser.add_argument("--dry-run", action="store_true", help="print the difference, and change no file")
    parser.add_argument(
        "--yes", action="store_true", help="write it without asking; nobody is asked outside a terminal"
    )
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Print what the document changes, and write the bundle anew when that is wanted."""
    from designer.api import load, open_catalog, sync_steps
    from designer.difference import difference

    settings = settings_of(options)
    folder: Path = options.dir
    catalog = open_catalog(settings.catalog)
    synced = sync_steps(folder, catalog=catalog)
    if not synced.done:
        console.tell("the document says what the design says; nothing is to be done")
        say_changes((), options.format, console)
        return 0
    for text in synced.done:
        console.tell(plain(text, _WIDTH))
    for text in synced.says:
        console.tell(f"note: {plain(text, _WIDTH)}")
    say_changes(difference(load(folder), synced.design), options.format, console)
    if options.dry_run:
        return 0
    if not options.yes and not _is_wanted(console):
        console.tell("nothing is written")
        return 0
    _write(synced.design, folder, settings, catalog)
    console.tell(
        f"written to {plain(str(folder), _WIDTH)}; `designer refine {plain(str(folder), 80)} undo` takes it back"
    )
    return 0


def _is_wanted(console: Console) -> bool:
    """Return whether a person at the terminal wants it; nobody is asked where nobody can answer."""
    if not sys.stdin.isatty() or not console.err.isatty():
        return True
    print("write it? [y/N] ", end="", file=console.err, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _write(design: Design, folder: Path, settings: Settings, catalog: Catalog) -> None:
    """Write the bundle with the pictures, theme and project that it has; the version before is kept."""
    from designer.bundle import MANIFEST, read_manifest
    from designer.rendering import save_design
    from designer.settings import THEMES

    options = read_manifest((folder / MANIFEST).read_bytes(), where=str(folder)).options
    formats = tuple(name for name in options.get("formats", "").split(",") if name) or settings.formats
    mark = options.get("theme", "light")
    theme = mark if mark in THEMES else settings.theme
    stubs = options.get("stubs") == "yes"
    save_design(design, folder, formats=formats, theme=theme, catalog=catalog, stubs=stubs, whole=True)
