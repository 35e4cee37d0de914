"""The catalog as a value: blueprints and technologies, with look-up by id and by the words for a product."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from designer.errors import BlueprintError

if TYPE_CHECKING:
    from designer.model.block import Block
    from designer.model.blueprint import Blueprint
    from designer.model.domain import DomainService
    from designer.model.kinds import Kind
    from designer.model.language import Language
    from designer.model.outline import Outline
    from designer.model.technology import Technology
    from designer.model.wording import Wording


@dataclass(frozen=True, eq=False)
class Catalog:
    """Blueprints, building blocks and technologies, each sorted by id, the words for kinds, and how people ask for systems.

    `word_counts` is what the texts teach about which words ask for which blueprint, counted when they are read.
    `version` is a digest of the source files. Catalogs compare and hash by it. What its parts are is checked where they
    are read: to draw a picture takes a few products, and none of the types of the rest.
    """

    blueprints: tuple[Blueprint, ...] = ()
    technologies: tuple[Technology, ...] = ()
    blocks: tuple[Block, ...] = ()
    outlines: tuple[Outline, ...] = ()
    kind_words: dict[Kind, tuple[str, ...]] = field(default_factory=dict)
    domain: tuple[DomainService, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    wordings: tuple[Wording, ...] = ()
    languages: tuple[Language, ...] = ()
    word_counts: dict[str, dict[str, int]] = field(default_factory=dict)
    version: str = ""

    @cached_property
    def by_id(self) -> dict[str, Blueprint]:
        """Blueprints by id."""
        return {blueprint.id: blueprint for blueprint in self.blueprints}

    @cached_property
    def technology_by_word(self) -> dict[str, Technology]:
        """Technologies by each of their names, lower case."""
        found: dict[str, Technology] = {}
        for technology in self.technologies:
            for word in (technology.id, technology.name, *technology.aliases):
                found.setdefault(word.casefold(), technology)
        return found

    def __hash__(self) -> int:
        """Return the hash of the version: the whole catalog is too large to hash at each look-up."""
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        """Tell whether two catalogs come from the same source files."""
        return isinstance(other, Catalog) and self.version == other.version

    def blueprint(self, blueprint_id: str) -> Blueprint:
        """Return a blueprint.

        Raises:
            BlueprintError: there is none with this id.
        """
        if blueprint_id not in self.by_id:
            raise BlueprintError(
                f"there is no blueprint {blueprint_id!r}",
                where="catalog",
                fix=f"use one of {', '.join(sorted(self.by_id))}",
            )
        return self.by_id[blueprint_id]

    def technology(self, word: str) -> Technology | None:
        """Return the product that a word names, or None."""
        return self.technology_by_word.get(word.casefold())
