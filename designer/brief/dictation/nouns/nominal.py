"""A noun phrase, and whether it may name a part."""

from __future__ import annotations

import re
from typing import NamedTuple

from designer.brief.dictation.words import (
    ABSTRACT,
    COMPOUND_HEADS,
    HOSTS,
    LANGUAGE_KINDS,
    is_person,
    singular,
)
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.technology import Technology

ORDINALS = ("second", "third", "fourth")
_OFFICES = frozenset({"back office", "front office", "back-office", "backoffice", "box office", "ticket office"})
_LISTENERS = frozenset("consumer subscriber listener reader".split())
_REGION = re.compile(
    r"(?:us|eu|ap|sa|ca|me|af|il)-(?:gov-)?(?:north|south|east|west|central){1,2}-[0-9]", re.IGNORECASE
)


class Nominal(NamedTuple):
    """A noun phrase: tokens `first` to `after`; `head` is its last word, lower case.

    `is_explicit`: a product or kind word names it. `is_strong`: the words mean a part of a system and nothing else.
    `is_payload`: something that travels. `has_article` tells "the", `is_other` "a second".
    """

    first: int
    after: int
    name: str
    head: str
    kind: Kind
    technology: Technology | None = None
    replicas: int | None = None
    existing: bool = False
    is_explicit: bool = False
    is_strong: bool = False
    is_payload: bool = False
    article: str = ""
    is_other: bool = False
    is_own: bool = False
    is_plural: bool = False
    has_kind: bool = False
    role: str = ""
    alias: str = ""
    holder: Technology | None = None
    keeps_in: Technology | None = None
    behind: Technology | None = None

    @property
    def is_store(self) -> bool:
        """Whether it keeps data or carries messages."""
        return self.kind in DATASTORE_KINDS | BROKER_KINDS


def is_region(text: str) -> bool:
    """Tell a cloud region's code.

    >>> is_region("eu-west-1"), is_region("eu-banana-1")
    (True, False)
    """
    return _REGION.fullmatch(text) is not None


def names_a_part(nominal: Nominal) -> bool:
    """Tell whether a phrase may name a part where the grammar asks for one."""
    if nominal.is_explicit:
        return True
    if singular(nominal.head) in COMPOUND_HEADS and " " in nominal.name and not nominal.is_payload:
        return True
    if nominal.name.casefold() in _OFFICES or (
        nominal.head == "page" and " " in nominal.name and not nominal.is_payload
    ):
        return True
    return not nominal.is_payload and len(nominal.head) > 1 and singular(nominal.head) not in ABSTRACT


def is_listener(nominal: Nominal) -> bool:
    """Tell whether a phrase means several who take from a queue or log, and says no more: "two consumers"."""
    return (
        nominal.technology is None
        and nominal.is_plural
        and singular(nominal.head) in _LISTENERS
        and " " not in nominal.name
    )


def is_people(nominal: Nominal) -> bool:
    """Tell whether a phrase means people."""
    return not nominal.is_explicit and is_person(nominal.head) and nominal.kind == Kind.PERSON


def only_describes(nominal: Nominal) -> bool:
    """Tell a product that says how or where a part runs, and is one itself only where something is said of it."""
    technology = nominal.technology
    if technology is None or nominal.has_kind:
        return False
    if technology.name in HOSTS:
        return True
    is_bare = nominal.name == technology.name
    return is_bare and technology.kinds[0] in LANGUAGE_KINDS and technology.kinds[0] != Kind.FUNCTION
