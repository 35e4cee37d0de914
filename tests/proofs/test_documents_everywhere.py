"""Every blueprint's document in every profile and every format, read back by other programs than those which wrote it.

LibreOffice opens the Word files, where it is installed: many in one run, since starting it takes longer than a file.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pypdf
import pytest

from designer.docs.markdown import md
from designer.docs.profiles import DEFAULT, PROFILES
from designer.documents import document, template_of
from designer.model import Design
from designer.pipeline import design_offline
from tests.support.catalogs import shipped
from tests.support.documents import check_docx, check_html, check_pdf, squeezed, text_of

pytestmark = pytest.mark.slow

CATALOG = shipped()
BLUEPRINTS = [item.id for item in CATALOG.blueprints]
WHOLE = ("llm-serving-system", "payment-system")
OPENED = {
    "every profile of one design": [("url-shortener", profile) for profile in PROFILES],
    "the whole document of some": [(blueprint, DEFAULT) for blueprint in WHOLE],
    "the brief of every design": [(blueprint, "brief") for blueprint in BLUEPRINTS],
}
"""The Word files that LibreOffice opens, by what they show: blueprints with profiles."""

LONG = {DEFAULT, "arc42", "rfc"}
"""The profiles that name every component in their text, not only in a picture."""


@cache
def design_of(blueprint: str) -> Design:
    return design_offline(CATALOG.blueprint(blueprint).examples[0].brief, CATALOG)


def names_in(blueprint: str, profile: str) -> list[str]:
    """Return the names of components that the Markdown of a profile tells: every other format must tell them too."""
    design = design_of(blueprint)
    text = document(design, "md", catalog=CATALOG, template=template_of(profile, None))
    assert isinstance(text, str)
    named = [part.name for part in design.graph.components if md(part.name) in text]
    assert profile not in LONG or len(named) == len(design.graph.components)
    return named


def written(blueprint: str, profile: str, format: str) -> bytes:
    made = document(design_of(blueprint), format, catalog=CATALOG, template=template_of(profile, None))
    return made.encode() if isinstance(made, str) else made


# The longest first, so that no worker is left with them at the end.
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("which", OPENED)
def test_libreoffice_opens_the_word_files(which: str, tmp_path: Path) -> None:
    names = {f"{blueprint}-{profile}": names_in(blueprint, profile) for blueprint, profile in OPENED[which]}
    for blueprint, profile in OPENED[which]:
        (tmp_path / f"{blueprint}-{profile}.docx").write_bytes(written(blueprint, profile, "docx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", *(f"{name}.docx" for name in names)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    for name, expected in names.items():
        made = (tmp_path / f"{name}.pdf").read_bytes()
        shown = squeezed(text_of(made, pypdf.PdfReader(io.BytesIO(made))))
        assert shown and not [word for word in expected if squeezed(word) not in shown]


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
@pytest.mark.parametrize("profile", PROFILES)
def test_every_design_has_every_format_in_every_profile(blueprint: str, profile: str) -> None:
    names = names_in(blueprint, profile)
    check_html(written(blueprint, profile, "html").decode(), names)
    reader = check_pdf(written(blueprint, profile, "pdf"), names)
    if profile == "brief":
        assert len(reader.pages) <= 2
    check_docx(written(blueprint, profile, "docx"), names)
