"""The document of a bundle is written while the layout engine works; the pictures wait for both."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import pytest

import designer
from designer import documents
from designer.adapters.image import Pictures
from designer.errors import LayoutError
from designer.model.view import AnyView
from designer.rendering import design_artifacts
from tests.support.catalogs import shipped

BRIEF = "A URL shortener for 100 million users"


def test_the_document_is_written_while_pictures_are_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    started, written = threading.Event(), threading.Event()
    prepare, write = Pictures.prepare, documents.bundle_document

    def laid_out(self: Pictures, views: Iterable[AnyView]) -> None:
        started.set()
        assert written.wait(60)
        prepare(self, views)

    def document(*arguments: object, **named: object) -> object:
        assert started.wait(60)
        found = write(*arguments, **named)  # type: ignore[arg-type]
        written.set()
        return found

    made = designer.design(BRIEF)
    usual = design_artifacts(made, formats=["svg"], theme="light", catalog=shipped())
    monkeypatch.setattr(Pictures, "prepare", laid_out)
    monkeypatch.setattr(documents, "bundle_document", document)
    assert design_artifacts(made, formats=["svg"], theme="light", catalog=shipped()) == usual


def test_a_layout_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: Pictures, views: Iterable[AnyView]) -> None:
        raise LayoutError("no room", where="layout engine", fix="draw fewer parts")

    monkeypatch.setattr(Pictures, "prepare", failing)
    with pytest.raises(LayoutError, match="no room"):
        design_artifacts(designer.design(BRIEF), formats=["svg"], theme="light", catalog=shipped())
