"""What an operation carries, from its words: an entity, a list of them, named parts, or only words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designer.interfaces.names import plural
from designer.model.base import slugify
from designer.model.entity import Entity, EntityField

_LIST = re.compile(r"^(?:an? )?list of (?:the )?", re.IGNORECASE)
_MORE = re.compile(r"^(.+?) (?:with|and the next) .+$", re.IGNORECASE)
_SPLIT = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_PHRASE = re.compile(r"^[A-Za-z][\w-]*(?: [\w-]+){0,2}$", re.ASCII)
_OPTIONAL = re.compile(r"^optional(?:ly)? ", re.IGNORECASE)
_LINKING = frozenset(
    "a an the at by each for from how in is it its not of on one or own same so than that then to used what which who whose with without yes no".split()
)
_MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a payload; `field` says its type where an entity of the design has such a field."""

    name: str
    words: str
    is_optional: bool
    field: EntityField | None = None
    entity: Entity | None = None
    is_many: bool = False


@dataclass(frozen=True, slots=True)
class Payload:
    """What is carried: `words` as the design has them, and what can be made of them.

    `is_more` says that the words name something beside the entity.
    """

    words: str
    entity: Entity | None = None
    is_many: bool = False
    is_more: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the words were understood."""
        return self.entity is not None or bool(self.parts)


class Vocabulary:
    """The entities of a design, to be found by the words that interfaces use for them."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = tuple(entities)
        self._one: dict[str, Entity] = {}
        self._many: dict[str, Entity] = {}
        for entity in self.entities:
            for slug in (entity.id, slugify(entity.name, fallback="")):
                if slug:
                    self._one.setdefault(slug, entity)
                    self._many.setdefault(plural(slug), entity)
        self._fields = _fields(self.entities)

    def payload(self, words: str, *, near: Entity | None = None, is_sent: bool = False) -> Payload | None:
        """Return what some words carry; None when there are none.

        Args:
            words: as an interface has them.
            near: the entity whose fields are meant first.
            is_sent: whether a caller sends it; then the name of one field alone is that field, and no text in words.
        """
        said = " ".join(words.split())
        if not said:
            return None
        entity, many = self._entity(said)
        if entity is not None:
            return Payload(said, entity, many)
        if (more := _MORE.match(said)) and not _SPLIT.search(more[1]):
            entity, many = self._entity(more[1])
            if entity is not None:
                return Payload(said, entity, many, is_more=True)
        return Payload(said, parts=self._parts(said, near, is_sent=is_sent))

    def _entity(self, said: str) -> tuple[Entity | None, bool]:
        bare = _LIST.sub("", said)
        slug = slugify(bare, fallback="")
        if slug in self._one:
            return self._one[slug], bare != said
        return self._many.get(slug), True

    def _parts(self, said: str, near: Entity | None, *, is_sent: bool) -> tuple[Part, ...]:
        """Return the parts that a list of plain names has; none when it is no such list."""
        phrases = [phrase.strip() for phrase in _SPLIT.split(said) if phrase.strip()]
        if len(phrases) == 1 and is_sent:
            part = self._part(_OPTIONAL.sub("", said), is_optional=False, near=near)
            return (part,) if part is not None and part.field is not None else ()
        if not 2 <= len(phrases) <= _MOST_PARTS:
            return ()
        found: dict[str, Part] = {}
        is_optional = False
        for phrase in phrases:
            bare = _OPTIONAL.sub("", phrase)
            # "optional alias and expires_at": what is said of the first holds for what is joined to it.
            is_optional = is_optional or bare != phrase
            part = self._part(bare, is_optional=is_optional, near=near)
            if part is None or part.name in found:
                return ()
            found[part.name] = part
        return tuple(found.values())

    def _part(self, bare: str, *, is_optional: bool, near: Entity | None) -> Part | None:
        entity, many = self._entity(bare)
        plain = _LIST.sub("", bare)
        if not _PHRASE.match(plain) or (_LINKING & set(plain.lower().split())):
            return None
        name = slugify(plain).replace("-", "_")
        own = next((field for field in near.fields if field.name == name), None) if near else None
        return Part(name, bare, is_optional, own or self._fields.get(name), entity, many and entity is not None)


def _fields(entities: Iterable[Entity]) -> Mapping[str, EntityField]:
    """Return the fields by name whose type is the same wherever they stand."""
    found: dict[str, EntityField | None] = {}
    for entity in entities:
        for field in entity.fields:
            known = found.setdefault(field.name, field)
            if known is not None and (known.type, known.values) != (field.type, field.values):
                found[field.name] = None
    return {name: field for name, field in found.items() if field is not None}
