"""The parts of a text, indexed as they are added and learnt of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from designer.brief.dictation.known.names import bare_name, can_have, head_of
from designer.brief.dictation.model import Part
from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.nouns.nominal import ORDINALS, Nominal
from designer.brief.dictation.relations import AT
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import LANGUAGE_KINDS, OTHER
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

MAX_PARTS = 1000
MOST_PLACED = 24
_MODULE = re.compile(r"\s[A-Z]{2,4}-[A-Z]{1,4}$")
_GATHERED = frozenset("ring farm ensemble quorum".split())
LEFT_OUT = frozenset("cluster topic bucket table index exchange stream collection instance".split())
"""Words that a product's name goes without, and that speak of it later: "a Cassandra cluster", "the cluster"."""
TO_STORE = DATASTORE_KINDS | BROKER_KINDS


@dataclass
class Known:
    """Parts by key, and indexes of them."""

    marked: Marked
    parts: dict[int, Part] = field(default_factory=dict)
    recent: list[int] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)
    actor: list[int] = field(default_factory=list)
    keeper: list[int] = field(default_factory=list)
    _compounds: dict[str, list[tuple[int, str]]] | None = None
    plural: list[int] = field(default_factory=list)
    goal: int | None = None
    copies: list[int] = field(default_factory=list)
    faint: set[int] = field(default_factory=set)
    topic: list[int] = field(default_factory=list)
    spoken: object = None
    counted: object = None
    told: list[int] = field(default_factory=list)
    _by_name: dict[str, int] = field(default_factory=dict)
    _by_head: dict[str, list[int]] = field(default_factory=dict)
    _by_product: dict[str, list[int]] = field(default_factory=dict)
    _by_kind: dict[Kind, list[int]] = field(default_factory=dict)
    _heads: dict[int, str] = field(default_factory=dict)
    _first_words: dict[str, list[int]] = field(default_factory=dict)
    _payload: dict[str, int] = field(default_factory=dict)
    _next: int = 0

    def add(self, nominal: Nominal, *, name: str = "", kind: Kind | None = None, place: str = "") -> int | None:
        """Add a part and return its key, or None when there are too many."""
        if len(self.parts) >= MAX_PARTS:
            return None
        key, self._next = self._next, self._next + 1
        tokens = self.marked.tokens
        own = kind or nominal.kind
        if nominal.role and nominal.technology is None and (store := self._last_store()) is not None:
            own = self.parts[store].kind
            nominal = nominal._replace(kind=own)
        self.parts[key] = Part(
            key=key, name=name or self._fuller(nominal) or self._another(nominal) or nominal.name or own.label, kind=own,
            technology=nominal.technology.name if nominal.technology else None,
            span=(tokens[nominal.first].start, tokens[min(nominal.after, len(tokens)) - 1].end),
            replicas=nominal.replicas, existing=nominal.existing, is_explicit=nominal.is_explicit or bool(nominal.role),
            is_strong=nominal.is_strong, place=place,
        )  # fmt: skip
        self._index(key)
        if nominal.alias:
            self.name_also(key, nominal.alias)
        if nominal.technology is not None and nominal.head in LEFT_OUT:
            self._by_name[nominal.head] = key
        last = tokens[min(nominal.after, len(tokens)) - 1].lower
        if nominal.technology is not None and last in _GATHERED:
            # "a Cassandra ring", and then "this ring"
            self.name_also(key, last)
        return key

    def _fuller(self, nominal: Nominal) -> str:
        """Return "Publication site" for "the site" where the words before speak of one such site and no other."""
        head = nominal.name.casefold()
        if nominal.article != "the" or nominal.technology is not None or not head.isalpha() or nominal.is_plural:
            return ""
        if self._compounds is None:
            self._compounds = _compounds(self.marked)
        found = {name.casefold(): name for first, name in self._compounds.get(head, ()) if first < nominal.first}
        return next(iter(found.values())) if len(found) == 1 else ""

    def _another(self, nominal: Nominal) -> str:
        """Return "Second MySQL" for "a second MySQL" beside the first one, which only the number tells from it."""
        if not nominal.is_other or nominal.technology is None or bare_name(nominal.name) not in self._by_name:
            return ""
        lead = self.marked.tokens[max(0, nominal.first - 2) : nominal.first + 1]
        if self.marked.tokens[nominal.after : nominal.after + 1] and self.marked.tokens[nominal.after].lower in AT and (
            OTHER.isdisjoint(token.lower for token in lead)
        ):  # fmt: skip
            # "mirrored to a MongoDB in Oslo": the place tells it apart.
            return ""
        ordinal = next((token.lower for token in lead if token.lower in ORDINALS), ORDINALS[0])
        return f"{ordinal.capitalize()} {nominal.name}"

    def at_place(self, key: int, place: str) -> int | None:
        """Return the part that is called like another and stands at a place, if there is one."""
        alike = self._by_head.get(self._heads[key], ())[-MOST_PLACED:]
        return next((item for item in alike if item in self.parts and self.parts[item].place == place), None)

    def copy_of(self, key: int, place: str, *, name: str = "") -> int | None:
        """Add a copy of a part in another place, and return its key."""
        if len(self.parts) >= MAX_PARTS:
            return None
        part, copy, self._next = self.parts[key], self._next, self._next + 1
        self.parts[copy] = part.model_copy(
            update={
                "key": copy,
                "name": name or f"{part.name} replica",
                "place": place,
                "replicas": None,
                "existing": False,
            }
        )
        self._index(copy)
        return copy

    def _last_store(self) -> int | None:
        stores = [key for key in self.recent[-12:] if key in self.parts and self.parts[key].kind in DATASTORE_KINDS]
        return stores[-1] if stores else None

    def _index(self, key: int) -> None:
        part = self.parts[key]
        bare = bare_name(part.name)
        self._by_name.setdefault(bare, key)
        head = head_of(bare)
        self._heads[key] = head
        if not _MODULE.search(part.name):
            self._by_head.setdefault(head, []).append(key)
        first, *others = bare.split() or [bare]
        for word in dict.fromkeys([first, *(others if part.technology == part.name else ())]) if others else ():
            self._first_words.setdefault(word, []).append(key)
        if part.technology:
            self._by_product.setdefault(part.technology, []).append(key)
        self._by_kind.setdefault(part.kind, []).append(key)

    def of_head(self, head: str) -> list[int]:
        """Return the parts whose name ends in a word, in order of mention."""
        return [key for key in self._by_head.get(head, ()) if key in self.parts]

    def named(self, name: str) -> int | None:
        """Return the part of a name, or of a name that ends in a word, if there is one."""
        bare = bare_name(name)
        alike = self.of_head(head_of(bare))
        return self._by_name.get(bare, alike[-1] if len(alike) == 1 else None)

    def name_also(self, key: int, name: str) -> None:
        """Let a part be found by a further name."""
        self._by_name.setdefault(bare_name(name), key)

    def learn(self, key: int, nominal: Nominal) -> None:
        """Add what a later mention says: the product, the copies, that it exists already."""
        part = self.parts[key]
        update: dict[str, object] = {}
        if part.technology is None and nominal.technology is not None and can_have(part.kind, nominal):
            update["technology"] = nominal.technology.name
            self._by_product.setdefault(nominal.technology.name, []).append(key)
        if part.replicas is None and nominal.replicas is not None:
            update["replicas"] = nominal.replicas
        if nominal.existing and not part.existing:
            update["existing"] = True
        if nominal.is_explicit and not part.is_explicit:
            update |= {
                "is_explicit": True,
                "kind": nominal.kind if nominal.has_kind or nominal.technology else part.kind,
            }
        if nominal.is_strong and not part.is_strong:
            update["is_strong"] = True
        if update:
            self.parts[key] = part.model_copy(update=update)

    def describe(self, key: int, nominal: Nominal) -> None:
        """Add what "the gateway is Kong", "orders: Node service" say of a part: product and kind."""
        part = self.parts[key]
        keeps_kind = part.is_explicit and part.kind != Kind.RELATIONAL_DB
        self.learn(key, nominal._replace(existing=nominal.existing))
        if nominal.is_explicit and not keeps_kind:
            kind = nominal.kind
            is_language = nominal.technology is not None and not nominal.has_kind and kind in LANGUAGE_KINDS
            if is_language and part.kind in LANGUAGE_KINDS:
                kind = part.kind
            self.parts[key] = self.parts[key].model_copy(update={"kind": kind, "is_strong": True, "is_explicit": True})
            self._by_kind.setdefault(kind, []).append(key)
        if nominal.technology is not None and self.parts[key].technology is None:
            self.parts[key] = self.parts[key].model_copy(
                update={"technology": nominal.technology.name, "is_strong": True}
            )
            self._by_product.setdefault(nominal.technology.name, []).append(key)

    def set(self, key: int, **fields: object) -> None:
        """Change fields of a part."""
        self.parts[key] = self.parts[key].model_copy(update=fields)

    def forget(self, key: int) -> None:
        """Remove a part, as if it was never mentioned."""
        part = self.parts.pop(key)
        for name in [name for name, named in self._by_name.items() if named == key]:
            del self._by_name[name]
        if self.goal == key:
            self.goal = None
        for index in (
            self._by_head.get(self._heads[key], []),
            self._by_product.get(part.technology or "", []),
            self._by_kind.get(part.kind, []),
        ):
            if key in index[-8:]:
                index.remove(key)
        kept = [(item, place) for item, place in zip(self.recent, self._places, strict=True) if item != key]
        self.recent, self._places = [item for item, _ in kept], [place for _, place in kept]
        self.actor = [item for item in self.actor if item != key]
        self.keeper = [item for item in self.keeper if item != key]

    def acts(self, key: int) -> bool:
        """Tell whether a part does things on its own, as no store, queue or outside system does."""
        return key in self.parts and self.parts[key].kind not in TO_STORE


def _compounds(marked: Marked) -> dict[str, list[tuple[int, str]]]:
    """Return the names of two words that a text holds, by their last word, each with where it stands."""
    found: dict[str, list[tuple[int, str]]] = {}
    tokens, tags = marked.tokens, marked.tags
    for index in range(1, len(tokens)):
        before, last = tokens[index - 1], tokens[index]
        joined = marked.clauses[index - 1] == marked.clauses[index] and before.is_word and last.is_word
        alone = index < 2 or tags[index - 2] not in {Tag.NOUN, Tag.HIT}
        if joined and alone and tags[index - 1] == Tag.NOUN and tags[index] in {Tag.NOUN, Tag.HIT}:
            name = f"{before.text[:1].upper()}{before.text[1:]} {last.text}"
            found.setdefault(last.lower, []).append((index - 1, name))
    return found
