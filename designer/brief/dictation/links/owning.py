"""Somebody has a store, shares one, or is built on one."""

from __future__ import annotations

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.copying import Copying
from designer.brief.dictation.words import HOSTS, LANGUAGE_KINDS, singular
from designer.model.kinds import Kind

_CARRIED = frozenset({Kind.MOBILE_CLIENT, Kind.CLIENT_SDK})


class Owning(Copying):
    """Makes links of what parts have."""

    def _call(self, act: Act) -> None:
        """Read "both use their own Postgres" as "each has its own"."""
        own = [
            ref
            for ref in self._role(act, "direct")
            if ref.nominal is not None and ref.nominal.is_own and ref.nominal.is_store
        ]
        owners = self.keys(act.subject) if own and not act.passive else []
        if len(owners) < 2 or len(own) != len(self._role(act, "direct")):
            super()._call(act)
            return
        for ref in own:
            self._own(owners, ref, act)

    def _have(self, act: Act) -> None:
        """Somebody has a store, a queue or a copy of one."""
        if act.passive:
            self._each(self.keys(self._role(act, "by"), unknown=True), self.keys(act.subject), "call", act)
            return
        owners = self.keys(act.subject, unknown=True)
        if any(self._kind(key) in _CARRIED for key in self.keys(self._role(act, "direct"))):
            for key in owners:
                if not self.memory.parts[key].is_explicit and not self.is_linked(key):
                    self.memory.set(key, kind=Kind.PERSON)
        for key in self.keys(self._role(act, "direct")):
            if self.memory.acts(key):
                self._each([key], self._stores(act, "with"), "call", act)
                for source in self.keys(self._role(act, "from")) if act.us else ():
                    # "off Kinesis we had Flink"
                    self._take_from([key], source, act)
        places = self._stores(act, "at")
        if places and not any(ref.keys for ref in self._role(act, "direct")):
            self._each([key for key in owners if self.memory.acts(key)], places, "call", act)
        if owners and self._has_listeners(act, owners):
            return
        if act.each and self._named_for_each(owners, act):
            return
        for ref in self._role(act, "direct"):
            nominal = ref.nominal
            if nominal is not None and (nominal.is_own or act.each) and len(owners) > 1 and nominal.is_explicit:
                self._own(owners, ref, act)
                continue
            is_copy = nominal is not None and nominal.role == "replica" and any(map(self._is_store, owners))
            for key in self.key(ref, unknown=is_copy):
                if self.memory.acts(key) and nominal is not None and not nominal.role:
                    continue
                replica = nominal is not None and nominal.role == "replica"
                for owner in owners:
                    if self._kind(owner) == Kind.PERSON and self._is_store(key):
                        self.memory.set(owner, kind=Kind.SERVICE)
                    self.link(owner, key, "copy" if replica and self._is_store(owner) else "call", act)
                for reader in self.keys(self._role(act, "to"), unknown=True):
                    self.link(key, reader, "send", act)

    def _named_for_each(self, owners: list[int], act: Act) -> bool:
        """Read "A and B each have a BFF of their own, a-bff and b-bff": one for each, by name."""
        direct = self._role(act, "direct")
        if len(owners) < 2 or len(direct) != len(owners) + 1:
            return False
        first, *named = direct
        if first.nominal is None or first.nominal.article != "a" or any(len(ref.keys) != 1 for ref in named):
            return False
        for key in first.keys:
            if key in self.memory.parts and not self.is_linked(key):
                self.memory.forget(key)
        for owner, ref in zip(owners, named, strict=True):
            self.link(owner, ref.keys[0], "call", act)
        return True

    def _has_listeners(self, act: Act, owners: list[int]) -> bool:
        """Read "each have their own consumer on it": who listens to a queue or log."""
        heads = [singular(ref.nominal.head) for ref in self._role(act, "direct") if ref.nominal is not None]
        if not heads or heads[0] not in {"consumer", "subscription", "subscriber", "listener"}:
            return False
        places = [
            key
            for ref in self._role(act, "at") + self._role(act, "to")
            for key in (ref.queue if ref.is_pronoun else self.key(ref, unknown=False))
        ]
        brokers = [key for key in places if self._is_broker(key)]
        if any(self._is_broker(key) for key in owners) or not brokers:
            return False
        for ref in self._role(act, "direct"):
            for key in ref.keys:
                if key in self.memory.parts and not self.is_linked(key):
                    self.memory.forget(key)
        self._each(brokers[:1], owners, "send", act)
        return True

    def _own(self, owners: list[int], ref: Ref, act: Act) -> None:
        """Give every owner a part of its own: "each has its own Postgres"."""
        nominal = ref.nominal
        if nominal is None:
            return
        shared = [key for key in ref.keys if key in self.memory.parts and not self.is_linked(key)]
        what = (
            nominal.technology.name if nominal.technology is not None and not nominal.has_kind else nominal.name.lower()
        )
        own: list[int] = []
        for owner in owners:
            name = self.memory.parts[owner].name.removesuffix(" service").removesuffix(" microservice")
            key = self.memory.add(nominal, name=f"{name} {what}")
            if key is not None:
                own.append(key)
                self.link(owner, key, "call", act)
        for key in shared:
            self.memory.forget(key)
        ref.keys = own

    def _back(self, act: Act) -> None:
        """Read "are each backed by a database of their own"."""
        owners = self.keys(act.subject, unknown=True) if act.passive else []
        own = [ref for ref in self._role(act, "by") if ref.nominal is not None and ref.nominal.is_own]
        if len(owners) < 2 or not own:
            super()._back(act)
            return
        for ref in own:
            self._own(owners, ref, act)

    def _share(self, act: Act) -> None:
        owners = self.keys(act.subject, unknown=True)
        self._each(owners, self._direct(act, unknown=False) or self._via(act) or self._named(act, "at"), "call", act)

    def _build(self, act: Act) -> None:
        """Learn what a part is built with: "written in Go", "built on Postgres"."""
        for ref in self._role(act, "at") + self._role(act, "with") + self._role(act, "to"):
            nominal = ref.nominal
            if nominal is None or nominal.technology is None:
                continue
            for key in self.keys(act.subject):
                draws = nominal.technology.kinds[0] == Kind.OBSERVABILITY and self._kind(key) == Kind.WEB_CLIENT
                if draws:
                    for shown in ref.keys:
                        if shown in self.memory.parts and not self.is_linked(shown):
                            self.memory.forget(shown)
                if draws or (nominal.technology.kinds[0] in LANGUAGE_KINDS and nominal.technology.name not in HOSTS):
                    self.memory.describe(key, nominal)
                elif nominal.is_store:
                    for store in self.key(ref, unknown=False):
                        self.link(key, store, "call", act)
