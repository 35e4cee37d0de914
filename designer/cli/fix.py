"""`designer fix`: the findings mended whose rules know what to do."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.options import add_catalog_option, add_design_argument, add_json_option, settings_of

if TYPE_CHECKING:
    from designer.fixing import Fixed

_WIDTH = 200


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change no file")
    parser.add_argument(
        "--only", action="append", default=[], metavar="CODE", help="mend this rule only; may be given several times"
    )
    add_catalog_option(parser)
    add_json_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Print each edit with the rule behind it, and write the design back unless --dry-run."""
    from designer.api import fix_steps, load, open_catalog

    settings = settings_of(options)
    design = load(options.file)
    fixed = fix_steps(design, only=options.only, catalog=open_catalog(settings.catalog))
    if fixed.mended and not options.dry_run:
        _write(options.file, fixed)
    if options.json:
        console.say_json([item.model_dump(mode="json") for item in fixed.mended])
        return 0
    for item in fixed.mended:
        console.say(f"{item.rule} {item.name}: {plain(item.message, _WIDTH)}")
        for change in item.changes:
            console.say(f"    {plain(change, _WIDTH)}")
    _sum_up(fixed, console, dry=options.dry_run)
    return 0


def _write(path: Path, fixed: Fixed) -> None:
    """Write a bundle's folder anew, its earlier version kept in history, or the one file."""
    from designer.api import Design

    design = Design.of(fixed.design)
    if path.is_dir():
        design.save(path, formats=_formats(path))
        return
    from designer.adapters.store.file import write_file

    write_file(path, design.to_json().encode("utf-8"))


def _formats(folder: Path) -> tuple[str, ...]:
    """Return the formats that the folder's diagrams have."""
    from designer.render.registry import format_of_file
    from designer.settings import FORMATS

    found = (format_of_file(path.name) for path in (folder / "diagrams").glob("*.*"))
    return tuple(sorted({row.name for row in found if row is not None})) or FORMATS


def _sum_up(fixed: Fixed, console: Console, *, dry: bool) -> None:
    left = sum(finding.is_open for finding in fixed.design.findings)
    done = len(fixed.mended)
    verb = "would be mended" if dry else "mended"
    noun = "finding" if done == 1 else "findings"
    rest = f"; {left} left, for which only a person can tell" if left else ""
    console.say(f"{done} {noun} {verb}{rest}" if done else f"nothing that a rule can mend{rest}")
