"""`designer doc`: the design document."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.console import Console, plain
from designer.cli.options import add_catalog_option, add_design_argument, settings_of
from designer.cli.output import write_result
from designer.errors import InputError

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog
    from designer.docs.kept import Kept
    from designer.model.design import Design

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
    parser.add_argument(
        "--prose",
        metavar="MODEL",
        help="let a language model (provider:model) add a few sentences to some sections; each is checked, and what it "
        "says beyond the design is refused",
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
    design, catalog, numbers = load(options.file), open_catalog(settings.catalog), numbers_in(folder)
    template = template_of(options.profile, options.templates)
    regions = regions_in(folder) if options.file.is_dir() else ()
    if options.prose:
        text = str(document(design, "md", catalog=catalog, template=template, numbers=numbers))
        regions = _with_prose(regions, design, text, options.prose, catalog, console)
    written = document(
        design, format, catalog=catalog, template=template, variant=variant, numbers=numbers, regions=regions
    )
    write_result(written, options.out, console)
    return 0


def _with_prose(
    regions: tuple[Kept, ...], design: Design, text: str, model: str, catalog: Catalog, console: Console
) -> tuple[Kept, ...]:
    """Return what people keep, with new sentences of a model in place of those that an earlier one wrote."""
    from designer.adapters.llm import open_model
    from designer.docs.prose import is_prose
    from designer.prose import tell

    told = tell(design, text, open_model(model), catalog)
    for note in told.notes:
        console.tell(f"note: {plain(note, 300)}")
    console.tell(f"prose: {told.usage.input_tokens:,} tokens read, {told.usage.output_tokens:,} written")
    return (*(region for region in regions if not is_prose(region)), *told.regions)
