"""`designer refine`: an existing design changed by one instruction, or a question about it answered."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.diff import say_changes
from designer.cli.options import add_catalog_option, add_theme_option, settings_of
from designer.errors import InputError

if TYPE_CHECKING:
    from designer.agent.loop import Limits
    from designer.catalog.catalog import Catalog
    from designer.model.spending import Spent
    from designer.progress import Event
    from designer.refining import Refined
    from designer.settings import Settings

FORMATS = ("text", "json", "markdown")
_WIDTH = 400


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("dir", type=Path, metavar="DIR", help="a folder that `designer new` wrote")
    parser.add_argument(
        "text",
        metavar="TEXT",
        help='the instruction, a question ("why Kafka here?"), undo for the version before, or redo',
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how the difference is printed; text by default"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the answer to a question in DESIGN.md, under its component"
    )
    parser.add_argument("--dry-run", action="store_true", help="print the difference, and change no file")
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="offline (the default), or provider:model to let a language model follow or answer what the grammar does not read",
    )
    parser.add_argument(
        "--max-calls",
        dest="model_max_calls",
        metavar="N",
        help="how often a language model may be asked for one instruction; 8 by default",
    )
    add_theme_option(parser)
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Change the design, print the difference, and write the bundle anew unless --dry-run."""
    from designer.refining.reading import is_redo, is_undo

    settings = settings_of(options)
    folder: Path = options.dir
    _refuse_no_bundle(folder)
    limits = _limits(settings)
    if is_undo(options.text) or is_redo(options.text):
        return _back_or_forth(folder, options, console, is_back=is_undo(options.text))
    from designer.api import OFFLINE, load, open_catalog, refine_steps
    from designer.difference import difference

    before = load(folder)
    catalog = open_catalog(settings.catalog)
    try:
        refined = refine_steps(
            before,
            options.text,
            model=settings.model,
            model_budget=settings.model_budget,
            model_cache=settings.model_cache,
            catalog=catalog,
            model_limits=limits,
            progress=None if settings.model == OFFLINE else partial(_show, console),
        )
    finally:
        if settings.model != OFFLINE:
            console.end_progress()
    if refined.spent is not None:
        console.tell(_took(refined.spent))
    if refined.reply:
        for text in refined.refused:
            console.tell(f"refused: {plain(text, _WIDTH)}")
        _reply(refined.reply, options.format, console)
        if options.keep and not options.dry_run:
            _keep(refined, folder, options.text, console)
        return 0
    changed = refined.design != before
    if changed and not options.dry_run:
        _write(refined, folder, settings, catalog, is_themed=options.theme is not None)
    _tell(refined, folder, console, dry=options.dry_run, changed=changed)
    say_changes(difference(before, refined.design), options.format, console)
    return 0


def _refuse_no_bundle(folder: Path) -> None:
    from designer.bundle import DESIGN, MANIFEST

    if not (folder / DESIGN).is_file() or not (folder / MANIFEST).is_file():
        fix = "name a folder that `designer new` wrote"
        raise InputError("this is no bundle: a design.json and a manifest.json are missing", where=str(folder), fix=fix)


def _limits(settings: Settings) -> Limits | None:
    """Return the limits that the settings state; None for the usual ones."""
    if settings.model_max_calls is None:
        return None
    from designer.agent.loop import Limits

    return Limits(calls=settings.model_max_calls)


def _show(console: Console, event: Event) -> None:
    """Show what a language model is doing, as it does it."""
    from designer.progress import in_words

    if line := in_words(event):
        console.progress(plain(line, _WIDTH))


def _took(spent: Spent) -> str:
    cached = f", {spent.cached} of them from the cache" if spent.cached else ""
    money = f", {spent.usd:.4f} dollars" if spent.usd is not None else ""
    return f"the model was asked {spent.calls} times{cached}: {spent.tokens} tokens{money}"


def _back_or_forth(folder: Path, options: Namespace, console: Console, *, is_back: bool) -> int:
    from designer.api import load
    from designer.design_file import parse_design
    from designer.difference import difference
    from designer.redoing import redo_bundle, undo_bundle

    now = load(folder)
    data = (undo_bundle if is_back else redo_bundle)(folder, dry=options.dry_run)
    then = parse_design(data, where=str(folder))
    verb = "would bring" if options.dry_run else "brought"
    console.tell(f"{verb} back the version {'before' if is_back else 'that was undone'}")
    say_changes(difference(now, then), options.format, console)
    return 0


def _write(refined: Refined, folder: Path, settings: Settings, catalog: Catalog, *, is_themed: bool) -> None:
    """Write the bundle with the pictures, theme and project that it has; the version before is kept."""
    from designer.bundle import MANIFEST, read_manifest
    from designer.redoing import forget
    from designer.rendering import save_design
    from designer.settings import THEMES

    options = read_manifest((folder / MANIFEST).read_bytes(), where=str(folder)).options
    formats = tuple(name for name in options.get("formats", "").split(",") if name) or settings.formats
    mark = options.get("theme", "light")
    theme = settings.theme if is_themed or mark not in THEMES else mark
    save_design(
        refined.design,
        folder,
        formats=formats,
        theme=theme,
        catalog=catalog,
        stubs=options.get("stubs") == "yes",
        whole=True,
    )
    forget(folder)


def _tell(refined: Refined, folder: Path, console: Console, *, dry: bool, changed: bool) -> None:
    for text in refined.done:
        console.tell(plain(text, _WIDTH))
    for text in refined.refused:
        console.tell(f"refused: {plain(text, _WIDTH)}")
    for text in refined.says:
        for line in text.splitlines():
            console.tell(f"note: {plain(line, _WIDTH)}")
    if changed and not dry:
        console.tell(
            f"written to {plain(str(folder), _WIDTH)}; `designer refine {plain(str(folder), 80)} undo` takes it back"
        )


def _keep(refined: Refined, folder: Path, question: str, console: Console) -> None:
    from designer.bundle import DOCUMENT
    from designer.rendering import keep_explanation

    part = refined.about[0] if refined.about else ""
    name = refined.design.graph.by_id[part].name if part else ""
    keep_explanation(folder, question=question, answer=refined.reply, part=part, name=name)
    where = f", at {plain(name, 120)}" if name else ""
    console.tell(f"kept in {plain(str(folder / DOCUMENT), _WIDTH)}{where}")


def _reply(text: str, format: str, console: Console) -> None:
    if format == "json":
        console.say_json({"reply": text})
        return
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        console.say(" " * indent + plain(line, 2000))
