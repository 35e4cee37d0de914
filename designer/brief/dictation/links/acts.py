"""A verb with its roles, as a clause fills them."""

from __future__ import annotations

from dataclasses import dataclass, field

from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.relations import Relation

MOST_REFS = 400


@dataclass(eq=False)
class Ref:
    """Something the text speaks of: parts, or a noun that may become one. `known` is a part of the noun's name.

    A pronoun in the place of an object has `queue`, the queue or log it may mean, and `other`, the part.
    """

    keys: list[int] = field(default_factory=list)
    nominal: Nominal | None = None
    known: int | None = None
    is_exact: bool = False
    index: int = 0
    is_pronoun: bool = False
    is_joined: bool = False
    acts: bool = False
    place: str = ""
    queue: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Act:
    """A verb and its roles so far; `path` keeps the order of "from A through B to C"."""

    relation: Relation
    word: str
    index: int
    passive: bool = False
    subject: list[Ref] = field(default_factory=list)
    roles: dict[str, list[Ref]] = field(default_factory=dict)
    path: list[tuple[str, Ref]] = field(default_factory=list)
    back: list[Ref] = field(default_factory=list)
    role: str = "direct"
    protocol: str = ""
    waits: bool | None = None
    schedule: str = ""
    place: str = ""
    each: bool = False
    goes_on: bool = False
    us: bool = False
    refused: bool = False
    closed: bool = False
    guessed: bool = False
    relative: bool = False
    implied: list[int] = field(default_factory=list)

    def take(self, ref: Ref) -> None:
        """Put something into the role that is open."""
        if len(self.path) < MOST_REFS:
            self.roles.setdefault(self.role, []).append(ref)
            self.path.append((self.role, ref))

    def has(self, *roles: str) -> bool:
        """Tell whether any of some roles is filled."""
        return any(self.roles.get(role) for role in roles)
