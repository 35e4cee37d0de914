"""All importers, and the choice of the one that a file is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.calm import is_calm, read_calm
from designer.importing.compose import is_compose, read_compose
from designer.importing.drawio import is_drawio, read_drawio
from designer.importing.imported import Imported
from designer.importing.kubernetes import is_kubernetes, read_kubernetes
from designer.importing.likec4 import is_likec4, read_likec4
from designer.importing.mermaid import is_mermaid, read_mermaid
from designer.importing.source import Source
from designer.importing.structurizr import is_structurizr, read_structurizr
from designer.importing.terraform import is_terraform, read_terraform


class Importer(NamedTuple):
    """A format: how its files are recognised, and how they are read."""

    id: str
    title: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, Catalog], Imported]


IMPORTERS: tuple[Importer, ...] = (
    Importer("compose", "Docker Compose", is_compose, read_compose),
    Importer("kubernetes", "Kubernetes manifests", is_kubernetes, read_kubernetes),
    Importer("terraform", "Terraform plan as JSON", is_terraform, read_terraform),
    Importer("structurizr", "Structurizr DSL or JSON", is_structurizr, read_structurizr),
    Importer("calm", "FINOS CALM", is_calm, read_calm),
    Importer("drawio", "draw.io", is_drawio, read_drawio),
    Importer("likec4", "LikeC4", is_likec4, read_likec4),
    Importer("mermaid", "Mermaid flowchart", is_mermaid, read_mermaid),
)
"""Every importer; the first that recognises a file reads it."""


def import_source(source: Source, catalog: Catalog) -> Imported:
    """Return what a file, or a folder of files, describes.

    Raises:
        DesignError: no importer recognises it, or it is broken; with file, line and column.
    """
    for importer in IMPORTERS:
        if importer.recognises(source):
            return importer.read(source, catalog)
    known = ", ".join(importer.title for importer in IMPORTERS)
    raise DesignError(
        "no format that can be imported is recognised", where=source.main, fix=f"name a design.json, or one of: {known}"
    )
