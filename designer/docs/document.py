"""The design document: one template a section, nothing empty, nothing that the design does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from designer.catalog.catalog import Catalog
from designer.docs.facts import Facts
from designer.docs.markdown import anchor, md
from designer.docs.profiles import DEFAULT, PROFILES, Chapter, Profile
from designer.docs.sections.registry import SECTION_OF
from designer.docs.templates import fill
from designer.model.design import Design
from designer.model.finding import Severity
from designer.views.subtitle import count

DOCUMENT_TEMPLATE = "document.md.j2"
_DEEPER = re.compile(r"^(#{3,5}) ", re.MULTILINE)


class Written(NamedTuple):
    """A chapter that has something to say."""

    title: str
    anchor: str
    text: str


class Page(NamedTuple):
    """Everything that the document's own template places."""

    title: str
    facts: tuple[str, ...]
    blueprints: tuple[str, ...]
    sections: tuple[Written, ...]
    has_contents: bool
    version: str
    planner: str


def write_document(
    design: Design,
    *,
    templates: Mapping[str, str],
    version: str,
    profile: Profile | None = None,
    catalog: Catalog | None = None,
    pictures: frozenset[str] | None = None,
    numbers: Mapping[str, int] | None = None,
    where: str = "templates/docs",
) -> str:
    """Return the design document as Markdown; the same design gives the same bytes.

    Args:
        design: the checked design; every name and number of the document comes from it.
        templates: template texts by name; see `load_templates`.
        version: the version of the program, for the last line.
        profile: which sections; the design document when it is left out.
        catalog: where the blueprints of the design stand; without it, what only they say is left out.
        pictures: ids of the views that stand in diagrams/ beside the document; by default the container view and
            the sequences, which every bundle has.
        numbers: the numbers that decisions have from an earlier version; see `decision_key`.
        where: the folder of the templates, for errors.

    Raises:
        SettingsError: a template is missing or broken.
    """
    facts = Facts(design, catalog, pictures, numbers or {})
    chosen = profile or PROFILES[DEFAULT]
    chapters = (_chapter(item, facts, templates, where) for item in chosen.chapters)
    page = Page(
        title=design.title,
        facts=tuple(_headline(design)),
        blueprints=tuple(match.id for match in design.blueprints),
        sections=tuple(written for written in chapters if written is not None),
        has_contents=chosen.has_contents,
        version=version,
        planner="offline" if design.model == "offline" else f"with {design.model}",
    )
    return fill(templates, DOCUMENT_TEMPLATE, where=where, page=page)


def _chapter(chapter: Chapter, facts: Facts, templates: Mapping[str, str], where: str) -> Written | None:
    """Return a chapter with the sections that have content; several get headings of their own."""
    found = list(_parts(chapter, facts, templates, where))
    if not found:
        return None
    if len(chapter.parts) == 1:
        text = found[0][1]
    else:
        # The text of users cannot start a heading, so that only our own ones move a level down.
        text = "\n\n".join(f"### {md(title)}\n\n" + _DEEPER.sub(r"#\1 ", body) for title, body in found)
    return Written(chapter.title, anchor(chapter.title), text)


def _parts(chapter: Chapter, facts: Facts, templates: Mapping[str, str], where: str) -> Iterator[tuple[str, str]]:
    for name in chapter.parts:
        section = SECTION_OF.get(name)
        content: Any = section.build(facts) if section else facts.design.model_dump(mode="json")
        if content is not None:
            values = {"section": content} if section else {"design": content}
            text = fill(templates, f"{name}.md.j2", where=where, **values).strip()
            if text:
                yield section.title if section else name.replace("-", " ").capitalize(), text


def _headline(design: Design) -> list[str]:
    """Return what a reader wants to know first: how large the design is, how sound, how settled."""
    sizes = (
        (len(design.graph.components), "component"),
        (len(design.graph.connections), "connection"),
        (len(design.flows), "flow"),
        (len(design.decisions), "decision"),
        *((sum(item.severity == severity and item.is_open for item in design.findings), severity.value)
          for severity in (Severity.ERROR, Severity.WARNING)),
        (len(design.questions), "open question"),
    )  # fmt: skip
    counted = [count(number, noun) for number, noun in sizes if number]
    return counted if design.findings or not counted else [*counted, "no findings"]
