"""Steps 4 and 5 with the outside world attached: a design to pictures, documents and a bundle on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from designer import __version__
from designer.adapters.image import Pictures
from designer.adapters.image.page import interactive_page
from designer.adapters.store.folder import FolderStore
from designer.bundle import DESIGN, DOCUMENT, Recipe, pack, undone
from designer.catalog.catalog import Catalog
from designer.difference import difference
from designer.docs.noted import with_explanation
from designer.drawing import pictures_here, pictures_of
from designer.errors import OutputError, SettingsError
from designer.matching import renamed_parts, with_ids
from designer.model.artifact import Artifact, Bundle
from designer.model.design import Design
from designer.model.finding import Severity
from designer.model.view import AnyView
from designer.picture import draw, draw_pages, lost_positions, render_view, view_named
from designer.render.registry import Format, format_named
from designer.render.theme import Theme, theme_mark
from designer.views import build_bundle_views
from designer.views.overlay import build_diff_view

__all__ = [
    "check_formats",
    "design_artifacts",
    "document_text",
    "drawing_notes",
    "has_stubs",
    "keep_explanation",
    "make_bundle",
    "recipe_of",
    "render_difference",
    "render_view",
    "save_design",
    "stub_artifacts",
    "undo_design",
    "view_named",
]

ALWAYS = "svg"
STUBS = "stubs"


def render_difference(
    before: Design, after: Design, format: str, *, theme: str | Theme, catalog: Catalog
) -> str | bytes:
    """Return the picture of what changed from one design to another.

    Raises:
        SettingsError: there is no such format, or it holds a whole model.
        LayoutError: it cannot be drawn.
    """
    row = format_named(format)
    if row.write_model is not None or row.is_whole:
        fix = "use svg, png, mermaid, d2 or dot"
        raise SettingsError(f"{row.name} holds a whole model and no difference", where="format", fix=fix)
    changed = {
        change.id
        for change in difference(before, after)
        if change.what in ("component", "connection") and change.how not in ("added", "removed")
    }
    later = with_ids(after, renamed_parts(before, after))
    return draw(build_diff_view(before, later, changed, catalog), row, theme, pictures_here())


def check_formats(names: Iterable[str]) -> None:
    """Refuse unknown formats before any work is done.

    Raises:
        SettingsError: there is no such format.
    """
    for name in names:
        format_named(name)


def document_text(design: Design, format: str, *, catalog: Catalog | None = None) -> str:
    """Return the design document in a format of text: Markdown as in a bundle, or HTML.

    Raises:
        SettingsError: there is no such format, or it is none of text.
        LayoutError: a picture cannot be drawn.
    """
    # Templates cost as much to load as a picture costs to draw, and `render` needs none.
    from designer.documents import document

    written = document(design, format, catalog=catalog or Catalog())
    if isinstance(written, bytes):
        raise SettingsError(f"{format} is no text", where="format", fix="use md or html, or write it to a file")
    return written


def design_artifacts(
    design: Design, *, formats: Iterable[str], theme: str | Theme, catalog: Catalog, earlier: Bundle | None = None
) -> tuple[Artifact, ...]:
    """Return every file of a design's bundle but the manifest.

    Decisions keep the numbers they had in `earlier`, and what stands in its pictures stays there.

    Raises:
        SettingsError: there is no such format.
        LayoutError: a picture cannot be drawn.
    """
    from designer.documents import bundle_document, document_views
    from designer.interfaces import write_interfaces

    rows = [format_named(name) for name in sorted({ALWAYS, *formats})]
    views, pictures = document_views(design, catalog), pictures_here(pictures_of(earlier))
    # The layout engine is a process of its own: while it works, the document is written.
    with ThreadPoolExecutor(max_workers=1) as pool:
        arranged = pool.submit(pictures.prepare, views)
        text, records = bundle_document(design, catalog=catalog, earlier=earlier)
        interfaces = write_interfaces(design)
        arranged.result()
    return (
        Artifact.text(DESIGN, design.to_json(), "application/json"),
        Artifact.text(DOCUMENT, text, "text/markdown"),
        *records,
        *interfaces,
        *_diagrams(design, views, rows, theme, catalog, pictures),
    )


def stub_artifacts(design: Design, *, force: bool, catalog: Catalog) -> tuple[Artifact, ...]:
    """Return every file of a design's runnable project.

    Raises:
        DesignError: the design has open findings of severity error, and `force` is not given.
    """
    from designer.stubs import refuse_errors, write_project

    refuse_errors(design, force=force)
    diagram = str(render_view(design, "container", "mermaid", theme="light", catalog=catalog))
    return write_project(design, version=__version__, diagram=diagram)


def has_stubs(design: Design) -> bool:
    """Whether a bundle has a runnable project of a design: not of one with open findings of severity error."""
    return not any(item.severity is Severity.ERROR and item.is_open for item in design.findings)


def recipe_of(
    text: str,
    *,
    answers: Mapping[str, str],
    model: str,
    formats: Iterable[str],
    theme: str | Theme,
    catalog: Catalog,
    project: str = "",
    stubs: bool = False,
) -> Recipe:
    """Return what identifies the bundle of a brief under some settings; `project` marks a team's decisions."""
    decided = {**({"project": project} if project else {}), **({"stubs": "yes"} if stubs else {})}
    return Recipe.of(
        text,
        designer=__version__,
        catalog=catalog.version,
        options={
            "formats": ",".join(sorted({ALWAYS, *formats})),
            "model": model,
            "theme": theme_mark(theme),
            **decided,
        },
        answers=answers,
    )


def make_bundle(
    design: Design,
    *,
    recipe: Recipe,
    formats: Iterable[str],
    theme: str | Theme,
    catalog: Catalog,
    earlier: Bundle | None,
    stubs: bool = False,
    whole: bool = False,
) -> Bundle:
    """Return the bundle of a design: its files, the manifest, and what `earlier` held that would be lost.

    With `stubs`, the runnable project is one of them, unless the design has open findings of severity error. With
    `whole`, all that `earlier` held is kept, so that it can be restored.

    Raises:
        SettingsError: there is no such format.
        LayoutError: a picture cannot be drawn.
    """
    artifacts = design_artifacts(design, formats=formats, theme=theme, catalog=catalog, earlier=earlier)
    if stubs and has_stubs(design):
        project = stub_artifacts(design, force=False, catalog=catalog)
        artifacts += tuple(item.model_copy(update={"path": f"{STUBS}/{item.path}"}) for item in project)
    use = getattr(design, "model_use", None)
    spent = use.spent if use is not None else None
    return pack(artifacts, recipe, model=design.model, spent=spent, earlier=earlier, whole=whole)


def save_design(
    design: Design,
    folder: Path,
    *,
    formats: Iterable[str],
    theme: str | Theme,
    catalog: Catalog,
    stubs: bool = False,
    whole: bool = False,
) -> Path:
    """Write a design's bundle to `folder`, all or nothing, and return the folder.

    With `whole`, the bundle that is there is kept below history/, so that `undo_design` brings it back.

    Raises:
        SettingsError: there is no such format.
        LayoutError: a picture cannot be drawn.
        OutputError: the folder cannot be written, or holds files that are no bundle of ours.
    """
    place = folder.resolve()
    store = FolderStore(place.parent)
    store.sweep()
    earlier = store.load(place.name)
    wanted = tuple(formats)
    recipe = recipe_of(
        design.brief.text,
        answers=design.brief.answers,
        model=design.model,
        formats=wanted,
        theme=theme,
        catalog=catalog,
        stubs=stubs,
    )
    bundle = make_bundle(
        design,
        recipe=recipe,
        formats=wanted,
        theme=theme,
        catalog=catalog,
        earlier=earlier,
        stubs=stubs,
        whole=whole,
    )
    store.save(place.name, bundle)
    return folder


def undo_design(folder: Path, *, dry: bool = False) -> bytes:
    """Bring back the bundle before the last refinement, byte for byte, and return its design.json.

    Raises:
        OutputError: the folder holds no earlier version, cannot be written, or is no bundle of ours.
    """
    place = folder.resolve()
    store = FolderStore(place.parent)
    now = store.load(place.name)
    before = undone(now) if now is not None else None
    found = next((item.data for item in before.artifacts if item.path == DESIGN), None) if before is not None else None
    if before is None or found is None:
        fix = "a version is kept by each `designer refine`"
        raise OutputError("there is no earlier version to go back to", where=str(folder), fix=fix)
    if not dry:
        store.save(place.name, before)
    return found


def keep_explanation(folder: Path, *, question: str, answer: str, part: str, name: str) -> None:
    """Write a question and its answer into the document of a bundle, under the component that it is about.

    Raises:
        OutputError: the folder cannot be written, or holds no bundle with a document.
    """
    place = folder.resolve()
    store = FolderStore(place.parent)
    now = store.load(place.name)
    old = next((item for item in now.artifacts if item.path == DOCUMENT), None) if now is not None else None
    if now is None or old is None:
        raise OutputError(f"there is no {DOCUMENT} to keep it in", where=str(folder), fix="write the bundle anew")
    text = with_explanation(
        old.data.decode("utf-8", errors="replace"), question=question, answer=answer, part=part, name=name
    )
    new = old.model_copy(update={"data": text.encode()})
    store.save(place.name, Bundle(artifacts=tuple(new if item is old else item for item in now.artifacts)))


def drawing_notes(design: Design, catalog: Catalog) -> tuple[str, ...]:
    """Return what had to be left out to draw a design's pictures, in words for the user; usually nothing."""
    pictures = pictures_here()
    return lost_positions(design) + tuple(
        f"{view.id}: {note}" for view in build_bundle_views(design, catalog) for note in pictures.notes(view)
    )


def _diagrams(
    design: Design,
    views: tuple[AnyView, ...],
    rows: Iterable[Format],
    theme: str | Theme,
    catalog: Catalog,
    pictures: Pictures,
) -> Iterator[Artifact]:
    formats = tuple(rows)
    for row in formats:
        if row.write_model is not None:
            text = row.write_model(design, views)
            yield Artifact.text(f"diagrams/container{row.extension}", text, row.media_type)
        if row.write_pages is not None:
            text = draw_pages(views, row.write_pages, pictures)
            yield Artifact.text(f"diagrams/container{row.extension}", text, row.media_type)
        if row.is_whole:
            yield Artifact.text(
                f"diagrams/container{row.extension}",
                interactive_page(design, catalog, theme=theme, pictures=pictures),
                row.media_type,
            )
    for view in views:
        for row in formats:
            if row.write_model is not None or row.write_pages is not None or row.is_whole:
                continue
            drawn = draw(view, row, theme, pictures)
            data = drawn.encode("utf-8") if isinstance(drawn, str) else drawn
            yield Artifact(path=f"diagrams/{view.id}{row.extension}", data=data, media_type=row.media_type)
