"""`designer render`: one picture, or one text diagram."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from designer.cli.console import Console
from designer.cli.options import add_catalog_option, add_design_argument, add_theme_option, settings_of
from designer.cli.output import write_result
from designer.errors import InputError


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
        "mermaid, pdf, plantuml, png, structurizr, svg or webp; by default what --out ends in, or svg",
    )
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file to write; stdout when it is left out")
    parser.add_argument("--scale", type=int, choices=(1, 2), default=1, help="of png and webp: 2 for fine screens")
    add_theme_option(parser)
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Draw the picture and write it."""
    settings = settings_of(options)

    from designer.api import load, open_catalog
    from designer.rendering import render_view

    format = options.format or _format_of(options.out)
    catalog = open_catalog(settings.catalog)
    design = load(options.file)
    drawn = render_view(design, options.view, format, theme=settings.theme, catalog=catalog, scale=options.scale)
    write_result(drawn, options.out, console)
    return 0


def _format_of(path: Path | None) -> str:
    from designer.render.registry import FORMATS

    if path is None or not path.suffix:
        return "svg"
    for row in FORMATS:
        if path.name.lower().endswith(row.extension):
            return row.name
    known = ", ".join(row.extension for row in FORMATS)
    raise InputError(
        f"no format is written to {path.suffix} files", where="--out", fix=f"use one of {known}, or --format"
    )
