"""Decision records in the form of MADR 4: one file each, numbered in order."""

from __future__ import annotations

from collections.abc import Mapping

from designer.docs.context import decision_records, origin_in_words
from designer.docs.templates import environment_of
from designer.model.artifact import Artifact
from designer.model.design import Design


def write_decisions(design: Design, *, templates: Mapping[str, str]) -> tuple[Artifact, ...]:
    """Return one record for each decision of a design, `adr/0001-<slug>.md` and so on."""
    template = environment_of(templates).get_template("adr.md.j2")
    names = {key: component.name for key, component in design.graph.by_id.items()}
    return tuple(
        Artifact.text(
            path,
            template.render(
                decision=decision,
                subjects=[names[key] for key in decision.subjects if key in names],
                origin=origin_in_words(design, decision.origin),
            ).rstrip()
            + "\n",
            "text/markdown",
        )
        for path, decision in decision_records(design.decisions)
    )
