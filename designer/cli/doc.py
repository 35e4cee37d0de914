"""`designer doc`: the design document."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from designer.cli.console import Console
from designer.cli.options import add_catalog_option, add_design_argument, settings_of
from designer.cli.output import write_result
from designer.errors import InputError

_SUFFIXES = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument("--format", metavar="F", help="md, html, pdf or docx; by default what --out ends in, or md")
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file to write; stdout when it is left out")
    parser.add_argument("--profile", metavar="P", help="design-doc, the default; brief, arc42, rfc, adr-only")
    parser.add_argument(
        "--templates",
        type=Path,
        metavar="DIR",
        help="a folder with templates of your own (*.md.j2), and a profile.toml if you wish",
    )
    variant = parser.add_mutually_exclusive_group()
    variant.add_argument("--plain", action="store_true", help="Markdown without pictures and links to other files")
    variant.add_argument(
        "--mermaid", action="store_true", help="Markdown with its diagrams inside, as GitHub shows them"
    )
    add_catalog_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Write the document."""
    settings = settings_of(options)
    format = options.format or _SUFFIXES.get(options.out.suffix.lower() if options.out else "", "md")
    variant = "plain" if options.plain else "mermaid" if options.mermaid else ""
    if variant and format != "md":
        raise InputError(f"--{variant} is for Markdown", where="designer doc", fix="leave it out, or use --format md")

    from designer.api import load, open_catalog
    from designer.documents import document, numbers_in, regions_in, template_of

    folder = options.file if options.file.is_dir() else options.file.parent
    written = document(
        load(options.file),
        format,
        catalog=open_catalog(settings.catalog),
        template=template_of(options.profile, options.templates),
        variant=variant,
        numbers=numbers_in(folder),
        regions=regions_in(folder) if options.file.is_dir() else (),
    )
    write_result(written, options.out, console)
    return 0
