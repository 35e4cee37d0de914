"""`designer site`: a static site of many designs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.options import add_catalog_option, settings_of
from designer.errors import InputError

if TYPE_CHECKING:
    from designer.site import Source

_DEEPEST = 3


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "dirs",
        type=Path,
        metavar="DIR",
        nargs="+",
        help="a folder that `designer new` or `designer batch` wrote, or one that holds such folders",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="the folder to write")
    parser.add_argument("--title", metavar="WORDS", default="Designs", help="the title of the site")
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Write the site, and say where it begins."""
    from designer import __version__
    from designer.adapters.store.folder import FolderStore
    from designer.api import open_catalog
    from designer.bundle import Recipe, pack
    from designer.site import build_site

    settings = settings_of(options)
    catalog = open_catalog(settings.catalog)
    target: Path = options.out.resolve()
    found = list(dict.fromkeys(place for folder in options.dirs for place in _bundles(folder, without=target)))
    store = FolderStore(target.parent)
    # Before any work is done: a folder that is none of ours is not written to.
    store.load(target.name)
    files = build_site(
        [_source(place) for place in found],
        catalog,
        title=options.title,
        progress=lambda name: console.tell(f"  {plain(name, 80)}"),
    )
    recipe = Recipe.of("", designer=__version__, catalog=catalog.version, options={"kind": "site"}, answers={})
    # A site is made anew from its designs, so that nothing of an earlier one is kept.
    store.save(target.name, pack(files, recipe, earlier=None))
    console.say(str(options.out / "index.html"))
    return 0


def _bundles(folder: Path, *, without: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the folders with a design, in order of their names, those below `folder` included.

    Raises:
        InputError: there is none.
    """
    from designer.bundle import DESIGN

    if (folder / DESIGN).is_file():
        yield folder
        return
    inside = sorted(item for item in folder.iterdir() if item.is_dir()) if folder.is_dir() else []
    known = [item for item in inside if not item.name.startswith(".") and item.resolve() != without]
    found = [place for item in known if depth < _DEEPEST for place in _bundles(item, without=without, depth=depth + 1)]
    if not found and depth == 0:
        fix = "name folders that `designer new` or `designer batch` wrote"
        raise InputError("there is no design in it", where=str(folder), fix=fix)
    yield from found


def _source(folder: Path) -> Source:
    from designer.api import load
    from designer.documents import numbers_in, regions_in
    from designer.site import Source

    return Source(load(folder), numbers_in(folder), regions_in(folder))
