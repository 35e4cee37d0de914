"""`designer render`: one picture, or one text diagram."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.options import add_catalog_option, add_design_argument, add_theme_option, settings_of
from designer.cli.output import write_result
from designer.errors import InputError

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog
    from designer.model.design import Design
    from designer.render.earlier import Earlier


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument(
        "--view",
        default="container",
        metavar="V",
        help="container by default; context, component, data-flow, sequence, deployment, entities, state, heat, failures, threats, "
        "or the id of one of them, such as component-edge",
    )
    parser.add_argument(
        "--format",
        metavar="F",
        help="calm, d2, diagrams, dot, drawio, excalidraw, graphml, html (all views, to pan, zoom and search), likec4, "
        "mermaid, mermaid-architecture, mermaid-c4, pdf, plantuml, png, structurizr, svg or webp; by default what --out ends in, or svg",
    )
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file to write; stdout when it is left out")
    parser.add_argument("--scale", type=int, choices=(1, 2), default=1, help="of png and webp: 2 for fine screens")
    parser.add_argument(
        "--after",
        type=Path,
        metavar="EARLIER",
        help="an earlier version, as a bundle's folder, a design or an SVG: what it shows stays where it stands there",
    )
    add_theme_option(parser)
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Draw the picture and write it."""
    settings = settings_of(options)

    from designer.picture import moves_of, render_view, view_notes

    format = options.format or _format_of(options.out)
    design = _design(options.file)
    catalog = _catalog(settings.catalog, options.view, format, design)
    after = _earlier(options.after, options.view, catalog) if options.after is not None else {}
    drawn = render_view(
        design, options.view, format, theme=settings.theme, catalog=catalog, scale=options.scale, after=after
    )
    write_result(drawn, options.out, console)
    for note in view_notes(design, options.view, after=after, catalog=catalog):
        console.tell(f"note: {plain(note)}")
    if options.after is not None:
        moves = moves_of(design, options.view, after=after, catalog=catalog)
        console.tell(str(moves) if moves else "the earlier version has no such picture to keep to")
    return 0


def _catalog(packs: Sequence[Path], view: str, format: str, design: Design) -> Catalog:
    """Return the catalog, or what a drawing that every design has needs of it: the products that the design names."""
    from designer.picture import shows_products_only
    from designer.shipped import open_catalog, open_products

    if not shows_products_only(view, format):
        return open_catalog(packs)
    return open_products(packs, (component.technology for component in design.graph.components))


def _design(path: Path) -> Design:
    """Return the design in a file; only what has to be imported needs the planner, whose loading takes a while."""
    from designer.design_file import is_design, read_design

    if is_design(path):
        return read_design(path)
    from designer.api import load

    return load(path)


def _earlier(path: Path, view: str, catalog: Catalog) -> dict[str, Earlier]:
    """Return where the cards of an earlier version stand, by the id of the view."""
    from designer.picture import earlier_picture, pictures_in, svg_picture

    if path.suffix.lower() == ".svg":
        return svg_picture(path, view)
    drawn = pictures_in(path) if path.is_dir() else {}
    return drawn or earlier_picture(_design(path), view, catalog=catalog)


def _format_of(path: Path | None) -> str:
    if path is None or not path.suffix:
        return "svg"
    from designer.picture import DRAWN

    if (plain_format := path.suffix.lower().removeprefix(".")) in DRAWN:
        return plain_format
    from designer.render.registry import FORMATS, format_of_file

    if (row := format_of_file(path.name)) is not None:
        return row.name
    known = ", ".join(row.extension for row in FORMATS)
    raise InputError(
        f"no format is written to {path.suffix} files", where="--out", fix=f"use one of {known}, or --format"
    )
