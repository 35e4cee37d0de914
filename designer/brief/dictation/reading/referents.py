"""Whom a noun phrase means: a part known before, a new one, several at once."""

from __future__ import annotations

from designer.brief.dictation.known.counted import Counted
from designer.brief.dictation.known.names import bare_name
from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.nouns.nominal import Nominal, names_a_part, only_describes
from designer.brief.dictation.reading.state import State
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import LANGUAGE_KINDS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.technology import Technology

_MOST_COMPARED = 500  # links looked through for an owner, so that long texts stay linear


_LISTENERS = frozenset("consumer subscriber listener reader".split())
_MOST_COUNTED = 9
GOES_BY = frozenset({"workflow", "pipeline"})
_KEPT = {
    "database": Kind.RELATIONAL_DB,
    "db": Kind.RELATIONAL_DB,
    "store": Kind.KEY_VALUE_STORE,
    "cache": Kind.CACHE,
    "datastore": Kind.RELATIONAL_DB,
}
_INSIDE = {
    "table": DATASTORE_KINDS, "collection": DATASTORE_KINDS, "schema": DATASTORE_KINDS, "index": DATASTORE_KINDS,
    "file": frozenset({Kind.OBJECT_STORE, Kind.DATA_WAREHOUSE}), "folder": frozenset({Kind.OBJECT_STORE}),
}  # fmt: skip
"""What stores hold, by which a text points back at them, and the kinds of those stores."""
_FACES = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT})
_SORTS = {
    "store": DATASTORE_KINDS, "datastore": DATASTORE_KINDS, "database": DATASTORE_KINDS, "db": DATASTORE_KINDS,
    "queue": BROKER_KINDS, "topic": BROKER_KINDS, "broker": BROKER_KINDS, "backend": LANGUAGE_KINDS, "channel": _FACES, "front-end": _FACES,
}  # fmt: skip
"""Words for sorts of parts that a text may speak of by number: "both stores"."""


class Referents(State):
    """Finds whom noun phrases mean."""

    def _ref(self, nominal: Nominal, index: int) -> Ref:
        """Return what a phrase stands for; a product or kind word is a part at once."""
        if (store := self._possessed(nominal) or self._inside_of_store(nominal)) is not None:
            return store
        before = self._before()
        joined = before is not None and before.type == "join" and before.word != "then"
        if before is not None and before.type == "preposition":
            joined = (
                (join := self._before(2)) is not None and join.type == "join" and join.word in {"and", "or", "plus"}
            )
        ref = Ref(nominal=nominal, index=index, is_joined=joined)
        if group := self._several(nominal):
            self.memory.mention(group, index)
            self.memory.plural = list(group)
            return Ref(keys=group, nominal=nominal, index=index)
        known = self.memory.find(nominal)
        if known is None and nominal.technology is None and (owner := self._owner(nominal)) is not None:
            self.memory.mention([owner], index)
            return Ref(keys=[owner], nominal=nominal, index=index, is_joined=joined)
        if nominal.is_explicit and not only_describes(nominal):
            whose = self._owner_of_another(nominal, known)
            if whose and nominal.technology is not None:
                known = self.memory.add(nominal, name=f"{whose} {nominal.technology.name}")
            elif known is None:
                known = self.memory.add(nominal, place=self._place)
            else:
                self.memory.learn(known, nominal)
            ref.keys = [known] if known is not None else []
            self._keep_for_owner(nominal, ref)
            last = self.memory.marked.tokens[nominal.after - 1].lower
            if known is not None and nominal.technology is not None and last in GOES_BY:
                self.memory.name_also(known, last)
            if known is not None and self._existing and self._position_is_existing():
                self.memory.set(known, existing=True)
        else:
            ref.known = known
            ref.is_exact = known is not None and (
                self.memory.is_named(known, nominal.name) or self._is_that_store(known, nominal)
            )
            if known is not None and nominal.is_payload and self._is_that_copy(ref, nominal):
                ref.keys = [known]
        if nominal.is_plural and nominal.technology is None and 1 < (nominal.replicas or 0) <= _MOST_COUNTED:
            self.memory.counted = Counted(ref, nominal.replicas or 0)
        if nominal.is_other and singular(nominal.head) in _LISTENERS and ref.keys:
            for broker in self.memory.last_broker():
                self.frames.link(broker, ref.keys[0], "send")
        if nominal.alias and (keys := ref.keys or ([known] if known is not None else [])):
            self.memory.name_also(keys[0], nominal.alias)
        if nominal.keeps_in is not None:
            self._keep_in(ref, nominal.keeps_in)
        if nominal.behind is not None:
            self._put_behind(ref, nominal, nominal.behind)
        shown = ref.keys or ([known] if known is not None and not nominal.is_payload else [])
        self.memory.mention(shown, index)
        if shown and (nominal.is_plural or nominal.replicas):
            self.memory.plural = list(shown)
        return ref

    def _inside_of_store(self, nominal: Nominal) -> Ref | None:
        """Return the store of "that table", "these files": the inside of the store that was spoken of last."""
        lead = self.memory.marked.tokens[nominal.first - 1].lower if nominal.first else ""
        inside = _INSIDE.get(singular(nominal.head))
        if inside is None or lead not in {"that", "these", "those"} or nominal.is_explicit or " " in nominal.name:
            return None
        if not nominal.is_payload or self._act is None:
            return None
        known = self.memory.find(nominal)
        last = self.memory.last(stores=True) if known is None else [known]
        stores = [key for key in last if self.memory.parts[key].kind in inside]
        if stores:
            self.memory.mention(stores[:1], nominal.first)
        return Ref(keys=stores[:1], nominal=nominal, index=nominal.first) if stores else None

    def _is_that_copy(self, ref: Ref, nominal: Nominal) -> bool:
        """Tell "the copy", "the vault copy" that is a part of the picture from one that travels."""
        return (
            nominal.article == "the" and ref.known in self.memory.copies and (ref.is_exact or " " not in nominal.name)
        )

    def _keep_for_owner(self, nominal: Nominal, ref: Ref) -> None:
        """Read "the reservation service's MySQL database": whose it is keeps things there."""
        tokens = self.memory.marked.tokens[nominal.first : nominal.after]
        place = next((number for number, token in enumerate(tokens) if token.lower.endswith(("'s", "’s"))), -1)
        if place < 1 or not nominal.is_store or nominal.technology is None or not ref.keys:
            return
        owner = self.memory.named(" ".join(token.text for token in tokens[: place + 1])[:-2])
        if owner is not None and owner not in ref.keys and self.memory.acts(owner):
            self.frames.link(owner, ref.keys[0], "call")

    def _possessed(self, nominal: Nominal) -> Ref | None:
        """Read "Nakama's database": a store that a product has, and is not."""
        tokens = self.memory.marked.tokens
        owns = tokens[nominal.first].lower.endswith(("'s", "’s")) and nominal.after - nominal.first == 2
        if not owns or nominal.technology is None or nominal.head not in _KEPT:
            return None
        if self.memory.marked.hits[nominal.first] is None or nominal.technology.kinds[0] in DATASTORE_KINDS:
            return None
        name = nominal.technology.name
        product = nominal._replace(
            name=name, head=name.casefold(), kind=nominal.technology.kinds[0], has_kind=False, is_strong=True, is_explicit=True,
            after=nominal.first + 1,
        )  # fmt: skip
        owner = self.memory.find(product)
        owner = self.memory.add(product) if owner is None else owner
        if owner is None:
            return None
        store = nominal._replace(technology=None, has_kind=True, kind=_KEPT[nominal.head], is_explicit=True)
        key = self.memory.find(store)
        if key is None or key == owner:
            key = self.memory.add(store, name=f"{self.memory.parts[owner].name} {nominal.head}")
        if key is None:
            return None
        self.frames.link(owner, key, "call")
        self.memory.mention([key], nominal.first)
        return Ref(keys=[key], nominal=store, index=nominal.first)

    def _is_that_store(self, known: int, nominal: Nominal) -> bool:
        """Tell "the ledger" where an immutable ledger is known."""
        part = self.memory.parts[known]
        tokens = self.memory.marked.tokens[nominal.first : nominal.after]
        if part.technology and len(tokens) > 1 and all(token.text[:1].isupper() for token in tokens):
            return part.name.casefold().endswith(nominal.name.casefold())
        is_store = part.kind in DATASTORE_KINDS | BROKER_KINDS and part.is_explicit
        is_head = part.name.casefold().split()[-1] == nominal.head
        return (is_store or is_head) and nominal.article == "the" and not nominal.is_payload and not nominal.is_plural

    def _keep_in(self, ref: Ref, product: Technology) -> None:
        """Link a part with the store that the bracket behind it names: "the core system (runs on Db2)"."""
        if ref.nominal is None:
            return
        store = ref.nominal._replace(
            name=product.name, head=product.name.casefold(), kind=product.kinds[0], technology=product, has_kind=False,
            is_explicit=True, is_strong=True, keeps_in=None, replicas=None, existing=False, article="", is_own=False,
        )  # fmt: skip
        known = self.memory.find(store)
        key = self.memory.add(store) if known is None else known
        for owner in self.frames.key(ref, unknown=True):
            if key is not None:
                self.frames.link(owner, key, "call")

    def _put_behind(self, ref: Ref, nominal: Nominal, product: Technology) -> None:
        """Link a part with the proxy that the bracket behind it names: "the API (behind Traefik)"."""
        front = nominal._replace(
            name=product.name, head=product.name.casefold(), kind=product.kinds[0], technology=product, has_kind=False,
            is_explicit=True, is_strong=True, keeps_in=None, behind=None, replicas=None, existing=False, article="",
            is_own=False,
        )  # fmt: skip
        known = self.memory.find(front)
        key = self.memory.add(front) if known is None else known
        for served in self.frames.key(ref, unknown=True):
            if key is not None and key != served:
                self.frames.link(key, served, "call")

    def _owner_of_another(self, nominal: Nominal, known: int | None) -> str:
        """Return who has "its own Redis", where the one named before belongs to others."""
        if known is None or not nominal.is_own or nominal.technology is None or len(self._subject) != 1:
            return ""
        if len(self.book.links) > _MOST_COMPARED:
            return ""
        keys = self.frames.keys(self._subject, unknown=True)
        others = [ends for ends in self.book.links if known in ends]
        if len(keys) != 1 or not others or any(keys[0] in ends for ends in others) or self._each:
            return ""
        return self.memory.parts[keys[0]].name.removesuffix(" service")

    def _owner(self, nominal: Nominal) -> int | None:
        """Return the part in "the monolith's outbox", where what it owns is no part of its own."""
        tokens = self.memory.marked.tokens[nominal.first : nominal.after]
        place = next((number for number, token in enumerate(tokens) if token.lower.endswith(("'s", "’s"))), -1)
        if place < 0:
            return None
        if names_a_part(nominal) and nominal.head not in {
            "api",
            "apis",
            "endpoint",
            "endpoints",
            "interface",
            "webservice",
        }:
            return None
        return self.memory.named(" ".join(token.text for token in tokens[: place + 1])[:-2])

    def _several(self, nominal: Nominal) -> list[int]:
        """Return the parts that "both APIs", "the two services", "all workers" mean."""
        bare = bare_name(nominal.name).split()
        is_function = nominal.technology is not None and nominal.technology.kinds[0] == Kind.FUNCTION
        if is_function and nominal.is_plural:
            # "all three Lambdas"
            bare = bare[-1:]
        if len(bare) == 1 and bare[0] in _SORTS and nominal.is_plural and self.memory.points_back(nominal):
            count = 2 if self.memory.says_both(nominal) else nominal.replicas or 0
            if count > 1 and len(self.memory.of_head(bare[0])) < count:
                return self.memory.last_of(_SORTS[bare[0]], count)
        is_plural = nominal.is_plural or self.memory.says_each(nominal)
        alike = len(bare) == 1 and len(self.memory.of_head(bare[0])) > 1
        is_group = is_plural and (nominal.is_explicit or alike) and (nominal.technology is None or is_function)
        if not is_group or len(bare) != 1 or not self.memory.points_back(nominal):
            return []
        known = self.memory.of_head(bare[0])
        count = 2 if self.memory.says_both(nominal) else nominal.replicas or len(known)
        return known[-count:] if 1 < count <= len(known) else []

    def _position_is_existing(self) -> bool:
        return self._act is None or self._act.relation.frame in {Frame.HAVE, Frame.OTHER}
