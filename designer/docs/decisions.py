"""Decision records in the form of MADR 4: one file each, numbered in order."""

from __future__ import annotations

from collections.abc import Mapping

from designer.docs.facts import Facts
from designer.docs.sections.judgement import decisions
from designer.docs.templates import fill
from designer.model.artifact import Artifact
from designer.model.design import Design

RECORD_TEMPLATE = "adr.md.j2"


def write_decisions(design: Design, *, templates: Mapping[str, str]) -> tuple[Artifact, ...]:
    """Return one record for each decision of a design, `adr/0001-<slug>.md` and so on.

    Raises:
        SettingsError: a template is missing or broken.
    """
    found = decisions(Facts(design))
    return tuple(
        Artifact.text(part.href, fill(templates, RECORD_TEMPLATE, record=part), "text/markdown")
        for part in (found.parts if found else ())
    )
