"""The pages of a site: templates that escape whatever they place."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from designer.resources import templates_root
from designer.site.entries import Entry, Group

_FOLDER = "site"


def index_page(found: Sequence[Entry], *, title: str) -> str:
    """Return the page that lists and searches all designs."""
    data = [
        {
            "id": entry.slug,
            "words": entry.words,
            "system": [tag.id for tag in entry.systems],
            "technology": [tag.id for tag in entry.technologies],
            "finding": sorted({item.rule for item in entry.findings}),
        }
        for entry in found
    ]
    return _filled("index.html.j2", title=title, page="index", entries=found, data=data, facets=_facets(found))


def _facets(found: Sequence[Entry]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what designs can be chosen by: the name of a field, its label, and its values."""
    systems = {tag.id: tag.words for entry in found for tag in entry.systems if tag.id}
    technologies = {tag.id: tag.words for entry in found for tag in entry.technologies}
    rules = {item.rule: f"{item.rule} {item.name}".strip() for entry in found for item in entry.findings}
    fields = (("system", "System", systems), ("technology", "Technology", technologies), ("finding", "Finding", rules))
    return [
        (name, label, sorted(values.items(), key=lambda item: item[1].casefold()))
        for name, label, values in fields
        if values
    ]


def group_page(groups: Sequence[Group], *, title: str, page: str, heading: str, about: str) -> str:
    """Return a page that lists designs under what they share."""
    return _filled("groups.html.j2", title=title, page=page, groups=groups, heading=heading, about=about)


def with_way_back(document: str) -> str:
    """Return a document's page with a link to the list of all designs, and to its pictures."""
    mark = '<nav aria-label="Contents">'
    links = '<p><a href="../../index.html">← All designs</a></p><p><a href="pictures.html">All pictures</a></p>'
    return document.replace(mark, f"{mark}{links}", 1)


def _filled(name: str, **values: Any) -> str:
    style, script = _text("site.css"), _text("site.js")
    policy = (
        f"default-src 'none'; img-src 'self' data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return _environment().get_template(name).render(style=style, script=script, policy=policy, **values)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _text(name: str) -> str:
    return (templates_root() / _FOLDER / name).read_text(encoding="utf-8").strip()


@cache
def _environment() -> SandboxedEnvironment:
    made = SandboxedEnvironment(
        loader=FunctionLoader(_text), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return made
