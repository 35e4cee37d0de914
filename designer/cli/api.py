"""`designer api`: the interface files of a design."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from designer.cli.console import Console, plain
from designer.cli.options import add_design_argument, add_json_option
from designer.errors import OutputError


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder to write; without it the files are listed")
    add_json_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Write the files, or list them."""
    from designer.api import load
    from designer.interfaces import FOLDER, interface_files

    design = load(options.file)
    listed = interface_files(design)
    if options.out is not None:
        files = {item.path.removeprefix(f"{FOLDER}/"): item.data for item in design.api_files()}
        _write(options.out, files)
    if options.json:
        console.say_json([{"id": item.path, "component": item.component or None, "what": item.what} for item in listed])
        return 0
    for item in listed:
        name = design.graph.by_id[item.component].name if item.component else ""
        console.say(f"{item.path:<48} {item.what}{f', {plain(name, 60)}' if name else ''}")
    if not listed:
        console.tell("the design names no interface, no entity and no messages, so that there is no such file")
    return 0


def _write(folder: Path, files: dict[str, bytes]) -> None:
    from designer.adapters.store.file import write_file

    for path, data in files.items():
        place = folder / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fix = "name another folder"
            raise OutputError(f"the folder cannot be made: {error.strerror}", where=str(folder), fix=fix) from error
        write_file(place, data)
