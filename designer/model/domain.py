"""What a domain's verbs and nouns become when no blueprint fits."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen, Slug
from designer.model.blueprint import Cues, Phrases, Text
from designer.model.kinds import Kind


class DomainService(Frozen):
    """A service of a domain: the words that call for it, the entity that it keeps, and the entity's attributes.

    A phrase that starts with "=" stands for these very forms side by side ("=booking" is not found in "books"). `asks` are the
    services whose answer it waits for, `follows` those whose events it acts on; both count when they are there.
    `cues` call for it by one word of each of their groups close together in any order.
    `does` says in a sentence what it is there for.
    `verbs` call for it where somebody does them, or where they are done ("book" is not found in "a book").
    `brings` are the building blocks for the problem that such a service always has,
    `store` the kind of its own store.
    """

    id: Slug
    name: Text
    entity: Text
    does: str = ""
    words: Phrases = ()
    cues: Cues = ()
    verbs: tuple[str, ...] = ()
    fields: tuple[str, ...] = Field(min_length=1)
    asks: tuple[Slug, ...] = ()
    follows: tuple[Slug, ...] = ()
    brings: tuple[Slug, ...] = ()
    store: Kind = Kind.RELATIONAL_DB
