"""Citations: what blueprints cite is listed in sources.yaml, and what is listed stands in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from designer.catalog.read import read_file
from designer.resources import catalog_root

COMMON_KNOWLEDGE = "common knowledge"
SOURCES = read_file(catalog_root() / "sources.yaml").data
DOCUMENTS: dict[str, dict[str, Any]] = SOURCES["documents"]
STANDARDS: dict[str, dict[str, Any]] = SOURCES["standards"]
CITABLE = DOCUMENTS | STANDARDS
BLUEPRINTS = sorted((catalog_root() / "blueprints").rglob("*.yaml"))
ORIGINALS = catalog_root().parent.parent / "shared" / "sources"

# "002 Design a Rate Limiter", "000-05: Handling Failures": how a field named `source` names a document.
_CITED = re.compile(r"(\d{3}(?:-\d{2})?)\b")


def headings(document: str) -> set[str]:
    """What may be cited of a document or standard."""
    entry = CITABLE[document]
    return {entry["title"], *entry["headings"]}


def remarks(value: Any) -> Iterator[str]:
    """The text of every field named `source`, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield inner
            else:
                yield from remarks(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from remarks(inner)


def original(document: str) -> str:
    """The text of a source document."""
    found = list(ORIGINALS.glob(f"{document}-*.md"))
    # 000-01 must not be found for 000, nor 001 for 000-01: the rest of the name starts with a letter.
    (path,) = [path for path in found if re.fullmatch(rf"{document}-[a-z].*", path.stem)]
    return path.read_text(encoding="utf-8")


def test_the_list_has_a_version_and_all_documents() -> None:
    assert SOURCES["schema_version"] == 1
    assert set(DOCUMENTS) == {*(f"000-{number:02}" for number in range(1, 13)), "001", "002", "003"}


def test_every_document_has_a_title_and_distinct_headings() -> None:
    for document, entry in CITABLE.items():
        assert set(entry) == {"title", "headings"}, document
        assert entry["title"] and entry["headings"], document
        assert all(isinstance(heading, str) and heading.strip() == heading for heading in entry["headings"])
        assert len(entry["headings"]) == len(set(entry["headings"])), document


def test_a_standard_is_named_by_its_number_and_title() -> None:
    for key, entry in STANDARDS.items():
        assert key == entry["title"]
        assert re.match(r"RFC [1-9]\d*, \S", key), key


def test_calls_to_action_and_advertisements_are_no_sources() -> None:
    listed = {heading for document in DOCUMENTS for heading in headings(document)}
    assert not listed & {"Watch the Full Design Process", "Try It Yourself"}
    assert not [heading for heading in listed if "Sponsored" in heading]


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_a_blueprint_cites_only_listed_documents_and_headings(path: Path) -> None:
    wrong = []
    for source in read_file(path).data["sources"]:
        document, heading = source["document"], source.get("heading", "")
        if document == COMMON_KNOWLEDGE:
            continue
        if document not in CITABLE or heading not in headings(document):
            wrong.append((document, heading))
    assert wrong == []


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_a_source_field_that_names_a_document_names_a_listed_one(path: Path) -> None:
    named = [match[1] for remark in remarks(read_file(path).data) if (match := _CITED.match(remark))]
    assert [document for document in named if document not in DOCUMENTS] == []


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the source documents are not beside this checkout")
@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_each_listed_heading_stands_in_its_document(document: str) -> None:
    text = original(document)
    assert [heading for heading in sorted(headings(document)) if heading not in text] == []


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the source documents are not beside this checkout")
@pytest.mark.parametrize("document", [key for key in sorted(DOCUMENTS) if key.startswith("000-")])
def test_each_markdown_heading_of_a_document_is_listed(document: str) -> None:
    found = set(re.findall(r"^#{1,6} +(.*\S)", original(document), re.MULTILINE))
    assert found - {"Watch the Full Design Process", "Try It Yourself"} == headings(document)
