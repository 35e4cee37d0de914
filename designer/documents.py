"""The design document in every format: Markdown, one HTML file, PDF and Word; with its pictures, from one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from designer import __version__
from designer.bundle import DESIGN, DOCUMENT
from designer.catalog.catalog import Catalog
from designer.docs.agreement import disagreements
from designer.docs.decisions import FOLDER, Earlier, numbered, numbers_of, read_records, write_decisions
from designer.docs.document import write_document
from designer.docs.facts import decision_key
from designer.docs.kept import Kept, kept_regions, with_kept
from designer.docs.markdown import md
from designer.docs.profiles import DEFAULT, PROFILE_FILE, Profile, profile_named, read_profile
from designer.docs.prose import grounds, is_prose, refused_in, still_true
from designer.docs.templates import SHIPPED, load_asset, load_own_templates, load_templates, read_own
from designer.drawing import page_views, pictures_here
from designer.errors import DesignerError, DesignError, SettingsError
from designer.model.artifact import Artifact, Bundle
from designer.model.design import Design
from designer.model.finding import Finding, Severity
from designer.model.view import AnyView, View, ViewKind
from designer.views import build_bundle_views

AGREEMENT = "DOC001"
"""The code of the findings that say where a document and its design disagree."""

_MOST_RECORDS = 2000
_WORD_SCALE = 1.5
_EXTRA = (ViewKind.CONTEXT,)
_LARGE_EXTRA = (ViewKind.CONTEXT, ViewKind.DEPLOYMENT, ViewKind.HEAT, ViewKind.THREATS)
_PAPER = ("pdf", "docx")
_PARTS_HEADING = re.compile(r"^#{2,4} Components and connections$", re.MULTILINE)
_PICTURE_LINE = re.compile(r"^!\[([^\]\n]*)\]\(diagrams/([a-z0-9-]+)\.svg\)$", re.MULTILINE)
_FILE_LINK = re.compile(r"(?<!\\)\[((?:[^\]\\\n]|\\.)*)\]\((?:diagrams|adr|api)/[^)\n]*\)")


class Template(NamedTuple):
    """How a document is laid out: the templates, where they stand, and the profile."""

    texts: Mapping[str, str]
    where: str
    profile: Profile


def template_of(profile: str | None, folder: Path | None) -> Template:
    """Return the shipped templates or a user's own, and the profile that is asked for.

    A `profile.toml` in the user's folder says which chapters there are, unless a profile is named.

    Raises:
        SettingsError: there is no such profile or folder, or the folder's profile is broken.
    """
    if folder is None:
        return Template(load_templates(), SHIPPED, profile_named(profile or DEFAULT))
    texts = load_own_templates(folder)
    own = folder / PROFILE_FILE
    if profile is None and own.is_file():
        return Template(texts, str(folder), read_profile(read_own(own), texts, where=str(own)))
    return Template(texts, str(folder), profile_named(profile or DEFAULT))


def document_views(design: Design, catalog: Catalog) -> tuple[AnyView, ...]:
    """Return the views that a bundle draws: those of its own choice, and what the document shows beside them."""
    found = build_bundle_views(design, catalog)
    return (*found, *_more(design, catalog, found, _EXTRA))


def _more(
    design: Design, catalog: Catalog, known: tuple[AnyView, ...], kinds: tuple[ViewKind, ...]
) -> tuple[AnyView, ...]:
    from designer.views.views import ROWS

    ids = {view.id for view in known}
    found = (view for row in ROWS if row.kind in kinds for view in row.build(design, catalog))
    return tuple(view for view in found if view.id not in ids)


def numbers_in(folder: Path) -> dict[str, int]:
    """Return the numbers that decisions have in the records of a bundle's folder; none when it is no bundle."""
    if not (folder / FOLDER).is_dir():
        return {}
    paths = sorted((folder / FOLDER).glob("*.md"))[:_MOST_RECORDS]
    texts = ((f"{FOLDER}{path.name}", path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    return numbers_of(read_records(texts))


def regions_in(folder: Path) -> tuple[Kept, ...]:
    """Return the regions that people keep in the document of a bundle's folder."""
    place = folder / DOCUMENT
    return kept_regions(place.read_text(encoding="utf-8", errors="replace")) if place.is_file() else ()


def document_findings(path: Path, design: Design, catalog: Catalog) -> tuple[Finding, ...]:
    """Return where a bundle's document and its design disagree, in order of the lines.

    Raises:
        DesignError: the document cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DesignError("the document cannot be read", where=str(path), fix="save it as UTF-8") from error
    expected = str(document(design, "md", catalog=catalog, numbers=numbers_in(path.parent)))
    told = (item.message for item in disagreements(text, expected))
    return tuple(
        Finding(
            rule=AGREEMENT,
            severity=Severity.ERROR,
            message=message,
            why="who reads the document builds something else than what was checked.",
            fix="put the line back, or change the design and write the bundle anew; your own words go between "
            "<!-- keep: name --> and <!-- /keep -->",
        )
        for message in (*told, *_untrue(text, design, expected, catalog))
    )


def _untrue(text: str, design: Design, expected: str, catalog: Catalog) -> Iterator[str]:
    """Yield what a model's sentences in a document say that its design does not."""
    regions = [item for item in kept_regions(text) if is_prose(item)]
    known = grounds(design, expected, catalog) if regions else {}
    for region in regions:
        for line, _, reason in refused_in(region, known):
            yield f"line {line}, {region.name}: {reason}"


def bundle_document(design: Design, *, catalog: Catalog, earlier: Bundle | None) -> tuple[str, tuple[Artifact, ...]]:
    """Return the document of a bundle and its decision records, which go on from those of an earlier bundle.

    Raises:
        SettingsError: a template is broken.
    """
    before = _earlier(earlier)
    old = next((item for item in earlier.artifacts if item.path == DOCUMENT), None) if earlier else None
    regions = kept_regions(old.data.decode("utf-8", errors="replace")) if old else ()
    text = document(design, "md", catalog=catalog, numbers=numbered(design, before), regions=regions)
    return str(text), write_decisions(design, templates=load_templates(), earlier=before)


def _earlier(bundle: Bundle | None) -> Earlier:
    """Return the decision records of an earlier bundle; none when it cannot be read."""
    files = {item.path: item.data.decode("utf-8", errors="replace") for item in bundle.artifacts} if bundle else {}
    try:
        before = Design.model_validate_json(files.get(DESIGN, ""))
    except (ValidationError, DesignerError):
        return Earlier()
    return Earlier(read_records(files.items()), {decision_key(item): item for item in before.decisions})


def document(
    design: Design,
    format: str,
    *,
    catalog: Catalog,
    template: Template | None = None,
    variant: str = "",
    numbers: Mapping[str, int] | None = None,
    regions: Sequence[Kept] = (),
) -> str | bytes:
    """Return the design document.

    Args:
        design: the checked design.
        format: md, html, pdf or docx.
        catalog: where its blueprints stand.
        template: how it is laid out; the shipped design document when it is left out.
        variant: of Markdown: "" links to the files of a bundle, "mermaid" has its diagrams inside, "plain" has
            neither diagrams nor links to files.
        numbers: the numbers that decisions have from an earlier version.
        regions: what people wrote into an earlier document and keep.

    Raises:
        SettingsError: there is no such format, a template is broken, or an optional package is not installed.
        LayoutError: a picture cannot be drawn.
    """
    if format not in WRITERS:
        raise SettingsError(
            f"there is no document format {format[:40]!r}", where="format", fix=f"use {', '.join(WRITERS)}"
        )
    laid_out = template or template_of(None, None)
    views = document_views(design, catalog)
    if format != "md":
        views = (*views, *_more(design, catalog, views, _LARGE_EXTRA))
    # A short profile ("two pages for those who decide") has no room for a second set of pictures.
    takes_more = format in _PAPER and laid_out.profile.has_contents
    pages = page_views(design, catalog, pictures_here()) if takes_more else ()
    views = (*views, *pages)
    text = write_document(
        design,
        templates=laid_out.texts,
        version=__version__,
        profile=laid_out.profile,
        catalog=catalog,
        pictures=frozenset(view.id for view in views),
        numbers=numbers,
        where=laid_out.where,
    )
    text = _with_pages(text, pages)
    if any(is_prose(item) for item in regions):
        regions = still_true(regions, grounds(design, text, catalog))
    if regions:
        text = with_kept(text, regions, marks=format == "md" and not variant)
    return WRITERS[format](_Job(design, text, MappingProxyType({view.id: view for view in views}), variant))


def _with_pages(text: str, pages: Sequence[View]) -> str:
    """Return a document that shows its main picture again in parts that can be read on a page.

    An overview follows the picture; the parts stand where the components are told, so that the first pages stay short.
    """
    shown = [f"![{md(view.title)} ({md(view.subtitle)})](diagrams/{view.id}.svg)" for view in pages]
    has_place = _PARTS_HEADING.search(text) is not None
    beside, later = (shown[:1], shown[1:]) if has_place else (shown, [])

    def follow(found: re.Match[str]) -> str:
        return "\n\n".join([found[0], *beside]) if found[2] == ViewKind.CONTAINER else found[0]

    told = _PICTURE_LINE.sub(follow, text) if shown else text
    return _PARTS_HEADING.sub(lambda found: "\n\n".join([found[0], *later]), told, count=1) if later else told


class _Job(NamedTuple):
    """A document that is to be written: its text, and the views that it may show."""

    design: Design
    text: str
    views: Mapping[str, AnyView]
    variant: str


def _markdown(job: _Job) -> str:
    if not job.variant:
        return job.text
    if job.variant == "plain":
        text = _PICTURE_LINE.sub("", job.text)
    else:
        from designer.render.mermaid import render_mermaid

        def drawn(found: re.Match[str]) -> str:
            view = job.views.get(found[2])
            return f"```mermaid\n{render_mermaid(view).strip()}\n```" if view else ""

        text = _PICTURE_LINE.sub(drawn, job.text)
    return re.sub(r"\n{3,}", "\n\n", _FILE_LINK.sub(r"\1", text))


def _html(job: _Job) -> str:
    from designer.docs.web_page import Drawing, web_page

    linked = dict.fromkeys(re.findall(r"\]\(diagrams/([a-z0-9-]+)\.svg\)", job.text))
    light, dark = (_drawings(job, linked, theme) for theme in ("light", "dark"))
    drawings = {name: Drawing(svg, dark[name]) for name, svg in light.items()}
    return web_page(job.text, drawings, style=load_asset("page.css"), language="en")


def _pdf(job: _Job) -> bytes:
    from designer.adapters.document.pdf import write_pdf
    from designer.docs.blocks import parse, pictures_in

    blocks = parse(job.text, "pdf")
    return write_pdf(blocks, _drawings(job, pictures_in(blocks)), layout=load_asset("document.typ"))


def _docx(job: _Job) -> bytes:
    from designer.adapters.document.word import write_word
    from designer.adapters.image.raster import fitting_scale
    from designer.adapters.image.sheet import TypstRasteriser
    from designer.docs.blocks import parse, pictures_in

    blocks = parse(job.text, "docx")
    rasteriser = TypstRasteriser("docx")
    drawn = _drawings(job, pictures_in(blocks))
    return write_word(
        blocks, {name: rasteriser.png(svg, scale=fitting_scale(svg, _WORD_SCALE)) for name, svg in drawn.items()}
    )


def _drawings(job: _Job, names: Iterable[str], theme: str = "light") -> dict[str, str]:
    """Return the SVGs of those views of a document that there are, in the order of their names here."""
    pictures = pictures_here()
    return {name: pictures.svg(job.views[name], theme=theme) for name in names if name in job.views}


WRITERS: Mapping[str, Callable[[_Job], str | bytes]] = MappingProxyType(
    {"md": _markdown, "html": _html, "pdf": _pdf, "docx": _docx}
)
"""The formats of the document, and what writes each."""
