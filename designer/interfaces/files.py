"""Every interface file of a design: OpenAPI, AsyncAPI, Protocol Buffers and JSON Schema, as artifacts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.interfaces.asyncapi import asyncapi_document
from designer.interfaces.channels import channels
from designer.interfaces.offers import offers
from designer.interfaces.openapi import http_routes, openapi_document
from designer.interfaces.proto import proto_text
from designer.interfaces.schemas import DIALECT, entity_schema
from designer.interfaces.text import visible
from designer.interfaces.yaml_text import yaml_text
from designer.model.artifact import Artifact
from designer.model.base import canonical_json
from designer.model.design import Design

FOLDER = "api"
SCHEMA = "JSON Schema"
_YAML = "application/yaml"


class InterfaceFile(NamedTuple):
    """One file that a design has: its path, the component it is about (none for all of them), and what it is."""

    path: str
    component: str
    what: str


def interface_files(design: Design) -> tuple[InterfaceFile, ...]:
    """Return which interface files a design has, sorted by path; nothing is written."""
    found = [
        InterfaceFile(f"{FOLDER}/openapi-{key}.yaml", key, "OpenAPI 3.1")
        for key, offer in offers(design).items()
        if http_routes(design, design.graph.by_id[key], offer)
    ]
    if channels(design):
        found.append(InterfaceFile(f"{FOLDER}/asyncapi.yaml", "", "AsyncAPI 3.0"))
    spoken = sorted({item.component for item in design.interfaces if item.protocol == "grpc" and item.operations})
    found += [InterfaceFile(f"{FOLDER}/{key}.proto", key, "Protocol Buffers") for key in spoken]
    found += [InterfaceFile(f"{FOLDER}/schemas/{item.id}.json", "", SCHEMA) for item in design.entities]
    return tuple(sorted(found))


def write_interfaces(design: Design) -> tuple[Artifact, ...]:
    """Return every interface file of a design, sorted by path; the same design gives the same bytes."""
    return tuple(sorted(_files(design), key=lambda item: item.path))


def _files(design: Design) -> Iterator[Artifact]:
    graph = design.graph
    for key, offer in offers(design).items():
        if (document := openapi_document(design, graph.by_id[key], offer)) is not None:
            yield Artifact.text(f"{FOLDER}/openapi-{key}.yaml", yaml_text(document), _YAML)
    if (document := asyncapi_document(design)) is not None:
        yield Artifact.text(f"{FOLDER}/asyncapi.yaml", yaml_text(document), _YAML)
    for component in graph.components:
        if (text := proto_text(design, component)) is not None:
            yield Artifact.text(f"{FOLDER}/{component.id}.proto", text, "text/plain")
    for entity in design.entities:
        schema = {"$schema": DIALECT, **entity_schema(entity)}
        yield Artifact.text(
            f"{FOLDER}/schemas/{entity.id}.json", visible(canonical_json(schema)), "application/schema+json"
        )
