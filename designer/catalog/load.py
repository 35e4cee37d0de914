"""The catalog of one or more folders, through a compiled copy that notices every change of their files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from designer.catalog.catalog import Catalog
from designer.catalog.source_files import cache_key, catalog_files, keep, kept
from designer.model.base import Frozen
from designer.model.block import Block
from designer.model.blueprint import Blueprint
from designer.model.domain import DomainService
from designer.model.kinds import Kind
from designer.model.language import Language
from designer.model.outline import Outline
from designer.model.technology import Technology
from designer.model.wording import Wording


class _Compiled(Frozen):
    """A catalog as it is kept: all fields of it, checked when they are read."""

    blueprints: tuple[Blueprint, ...]
    technologies: tuple[Technology, ...]
    blocks: tuple[Block, ...]
    outlines: tuple[Outline, ...]
    kind_words: dict[Kind, tuple[str, ...]]
    domain: tuple[DomainService, ...]
    synonyms: tuple[tuple[str, ...], ...]
    wordings: tuple[Wording, ...]
    languages: tuple[Language, ...]
    word_counts: dict[str, dict[str, int]]
    version: str


def load_catalog(roots: Sequence[Path], *, cache_dir: Path | None = None) -> Catalog:
    """Return the catalog that the folders `roots` hold together.

    With `cache_dir`, a compiled copy is kept there and used while no source file has changed.

    Raises:
        BlueprintError: any file is broken, or two files claim the same id; all problems at once.
    """
    files = [file for root in roots for file in catalog_files(root)]
    key = cache_key(files)
    if cache_dir is not None and (cached := _from_cache(kept(cache_dir, "catalog", key))) is not None:
        return cached
    # What reads and checks the sources takes time to load, and is not needed as long as they stay as they are.
    from designer.catalog.read import read_catalog

    catalog = read_catalog(files)
    if cache_dir is not None:
        compiled = _Compiled.model_validate({field.name: getattr(catalog, field.name) for field in fields(catalog)})
        keep(cache_dir, "catalog", key, json.dumps(compiled.model_dump(mode="json", by_alias=True)))
    return catalog


def _from_cache(path: Path) -> Catalog | None:
    try:
        return Catalog(**dict(_Compiled.model_validate_json(path.read_bytes())))
    except (OSError, ValueError):
        return None
