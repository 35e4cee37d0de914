"""Read the sources of a catalog: blueprints, blocks, technologies and words from YAML, all problems told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from designer.catalog.catalog import Catalog
from designer.catalog.check import place, read_block, read_blueprint, read_outline, schema_problems
from designer.catalog.classifier import counted
from designer.catalog.lessons import lessons
from designer.catalog.source_files import SourceFile
from designer.catalog.strict_yaml import Document, load_yaml
from designer.errors import BlueprintError, Problem
from designer.model.base import Frozen, Slug
from designer.model.block import Block
from designer.model.blueprint import Blueprint
from designer.model.domain import DomainService
from designer.model.kinds import Kind
from designer.model.language import Language
from designer.model.outline import Outline
from designer.model.technology import Technology
from designer.model.wording import Wording

_Item = TypeVar("_Item", Blueprint, Block, Outline, Technology)
_File = TypeVar("_File", bound=Frozen)


class _TechnologyFile(Frozen):
    """A file of technologies, by id."""

    schema_version: int
    technologies: dict[Slug, dict[str, Any]]


class _KindFile(Frozen):
    """The words for each kind of part."""

    schema_version: int
    kinds: dict[Kind, tuple[str, ...]]


class _DomainFile(Frozen):
    """The services that a domain's words call for."""

    schema_version: int
    services: dict[Slug, dict[str, Any]]


class _SynonymFile(Frozen):
    """Groups of words that stand for each other."""

    schema_version: int
    groups: tuple[tuple[str, ...], ...]


class _WordingFile(Wording):
    """How people ask for one blueprint, or for none."""

    schema_version: int


class _LanguageFile(Language):
    """The terms of a language."""

    schema_version: int


def read_file(path: Path) -> Document:
    """Return the strict YAML of a file.

    Raises:
        BlueprintError: it cannot be read, or is not strict YAML.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BlueprintError(
            f"the file cannot be read: {error.strerror}", where=str(path), fix="check path and rights"
        ) from error
    return load_yaml(data, name=path.name)


def _as(form: type[_File], document: Document, path: Path) -> _File:
    """Return what a file holds in its form, or raise `BlueprintError` with all that is wrong."""
    try:
        return form.model_validate(document.data)
    except ValidationError as error:
        raise BlueprintError(problems=list(schema_problems(error, document, path.name))) from error


def load_blueprint(path: Path) -> Blueprint:
    """Return the blueprint in one file.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    return read_blueprint(read_file(path), name=path.name)


def load_block(path: Path) -> Block:
    """Return the building block in one file.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    return read_block(read_file(path), name=path.name)


def load_outline(path: Path) -> Outline:
    """Return the outline in one file.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    return read_outline(read_file(path), name=path.name)


def load_technologies(path: Path) -> tuple[Technology, ...]:
    """Return the technologies in one file, sorted by id.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    document = read_file(path)
    raw = _as(_TechnologyFile, document, path)
    found: list[Technology] = []
    problems: list[Problem] = []
    for key, stated in sorted(raw.technologies.items()):
        try:
            found.append(Technology.model_validate({"id": key, **stated}))
        except ValidationError as error:
            for item in error.errors(include_url=False, include_context=False, include_input=False):
                where = place(document, ("technologies", key, *item["loc"]), path.name)
                dotted = ".".join(str(part) for part in item["loc"])
                problems.append(Problem(f"{key}: {dotted}: {item['msg']}", where, "correct the value"))
    if problems:
        raise BlueprintError(problems=problems)
    return tuple(found)


def load_kind_words(path: Path) -> dict[Kind, tuple[str, ...]]:
    """Return the words for each kind in one file.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    return _as(_KindFile, read_file(path), path).kinds


def load_domain(path: Path) -> tuple[DomainService, ...]:
    """Return the domain services in one file, in its order.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    document = read_file(path)
    try:
        raw = _DomainFile.model_validate(document.data)
        return tuple(DomainService.model_validate({"id": key, **stated}) for key, stated in raw.services.items())
    except ValidationError as error:
        raise BlueprintError(problems=list(schema_problems(error, document, path.name))) from error


def load_synonyms(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the groups of words that stand for each other in one file.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    return _as(_SynonymFile, read_file(path), path).groups


def load_wording(path: Path) -> Wording:
    """Return how people ask for one blueprint, from one file.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    raw = _as(_WordingFile, read_file(path), path)
    return Wording(blueprint=raw.blueprint, briefs=raw.briefs, part_of=raw.part_of, cues=raw.cues)


def load_language(path: Path) -> Language:
    """Return the terms of a language, from one file.

    Raises:
        BlueprintError: the file is broken; all problems at once.
    """
    raw = _as(_LanguageFile, read_file(path), path)
    return Language.model_validate(raw.model_dump(exclude={"schema_version"}))


def read_catalog(files: Iterable[SourceFile]) -> Catalog:
    """Return the catalog that files hold together.

    Raises:
        BlueprintError: any file is broken, or two files claim the same id; all problems at once.
    """
    blueprints: dict[str, Blueprint] = {}
    technologies: dict[str, Technology] = {}
    blocks: dict[str, Block] = {}
    outlines: dict[str, Outline] = {}
    kind_words: dict[Kind, tuple[str, ...]] = {}
    domain: tuple[DomainService, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    wordings: list[Wording] = []
    languages: list[Language] = []
    problems: list[Problem] = []
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.path.read_bytes())
        try:
            if file.kind == "blueprints":
                problems += _add(blueprints, (load_blueprint(file.path),), file.path.name)
            elif file.kind == "blocks":
                problems += _add(blocks, (load_block(file.path),), file.path.name)
            elif file.kind == "outlines":
                problems += _add(outlines, (load_outline(file.path),), file.path.name)
            elif file.kind == "technologies":
                problems += _add(technologies, load_technologies(file.path), file.path.name)
            elif file.kind == "domain":
                domain += load_domain(file.path)
            elif file.kind == "synonyms":
                synonyms += load_synonyms(file.path)
            elif file.kind == "wordings":
                wordings.append(load_wording(file.path))
            elif file.kind == "languages":
                languages.append(load_language(file.path))
            else:
                kind_words |= load_kind_words(file.path)
        except BlueprintError as error:
            problems += error.problems
    if problems:
        raise BlueprintError(problems=problems)
    catalog = Catalog(
        blueprints=tuple(blueprints[key] for key in sorted(blueprints)),
        technologies=tuple(technologies[key] for key in sorted(technologies)),
        blocks=tuple(blocks[key] for key in sorted(blocks)),
        outlines=tuple(outlines[key] for key in sorted(outlines)),
        kind_words=kind_words,
        domain=domain,
        synonyms=synonyms,
        wordings=tuple(wordings),
        languages=tuple(languages),
        version=digest.hexdigest()[:12],
    )
    return replace(catalog, word_counts=counted(lessons(catalog)))


def _add(known: dict[str, _Item], items: Iterable[_Item], name: str) -> list[Problem]:
    """Add items by id and return a problem for each id that exists already."""
    problems = []
    for item in items:
        if item.id in known:
            problems.append(Problem(f"id {item.id!r} exists already", name, "choose another id"))
        known[item.id] = item
    return problems
