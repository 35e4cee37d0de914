"""Every blueprint's document in every format, read back by other programs; LibreOffice opens the Word files where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from designer.docs.profiles import PROFILES
from designer.documents import document, template_of
from designer.model import Design
from designer.pipeline import design_offline
from tests.support.catalogs import shipped
from tests.support.documents import check_docx, check_html, check_pdf, squeezed, text_of

pytestmark = pytest.mark.slow

CATALOG = shipped()
BLUEPRINTS = [item.id for item in CATALOG.blueprints]


def design_of(blueprint: str) -> Design:
    return design_offline(CATALOG.blueprint(blueprint).examples[0].brief, CATALOG)


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_every_design_has_a_page_a_pdf_and_a_word_file(blueprint: str) -> None:
    design = design_of(blueprint)
    names = [part.name for part in design.graph.components]
    check_html(str(document(design, "html", catalog=CATALOG)), names)
    pdf, word = document(design, "pdf", catalog=CATALOG), document(design, "docx", catalog=CATALOG)
    assert isinstance(pdf, bytes) and isinstance(word, bytes)
    check_pdf(pdf, names)
    check_docx(word, names)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_has_every_format(profile: str) -> None:
    design = design_of("payment-system")
    for format in ("html", "pdf", "docx"):
        assert len(document(design, format, catalog=CATALOG, template=template_of(profile, None))) > 5000


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_brief_of_every_design_has_two_pages(blueprint: str) -> None:
    data = document(design_of(blueprint), "pdf", catalog=CATALOG, template=template_of("brief", None))
    assert isinstance(data, bytes)
    assert len(check_pdf(data, []).pages) <= 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_file(tmp_path: Path) -> None:
    design = design_of("payment-system")
    data = document(design, "docx", catalog=CATALOG)
    assert isinstance(data, bytes)
    (tmp_path / "a.docx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "pdf",
        "a.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    made = (tmp_path / "a.pdf").read_bytes()
    shown = squeezed(text_of(made, pypdf.PdfReader(io.BytesIO(made))))
    assert not [part.name for part in design.graph.components if squeezed(part.name) not in shown]
