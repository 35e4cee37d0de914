"""Somebody reads, consumes or listens."""

from __future__ import annotations

import itertools

from designer.brief.dictation.links.acts import Act
from designer.brief.dictation.links.putting import Putting
from designer.brief.dictation.relations import Frame
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

_CHOOSES = frozenset("take took pick picked".split())
_WATCHES = frozenset("follow follows poll polls polling scrape scrapes scraping monitor monitors watch watches".split())
_OBEYS = frozenset("obey obeys heed heeds".split())
_POLLED = frozenset("polled sampled interrogated".split())
"""What is done to things that answer, and to nothing that travels."""
_DOES = frozenset("handle handles process processes".split())
_SERVING = frozenset({Kind.EXTERNAL_SYSTEM, Kind.IDENTITY_PROVIDER, Kind.SECRET_STORE})


class Taking(Putting):
    """Makes links of what is taken."""

    def _take(self, act: Act) -> None:
        if act.passive and not (act.relation.frame == Frame.HEAR and not act.has("by")):
            self._passive_take(act)
            return
        if self._chooses(act):
            return
        subject, via = self.subject(act), self._via(act)
        if act.word in _DOES and not via and not act.has("from") and (served := self._served(act, subject)):
            self._each(served, subject, "call", act)
            return
        sources = self._sources(act, subject)
        hears = act.relation.frame == Frame.HEAR
        into = (
            []
            if hears
            else [key for key in self.keys(self._role(act, "to"), unknown=bool(sources)) if key not in sources]
        )
        hands_out = any(self._is_broker(key) or self._queues_at(act, key) for key in via) or (
            hears and any(self.memory.acts(key) for key in sources)
        )
        if via and sources and hands_out:
            self._each(sources, subject, "send", act, via)
            self._each(subject, self._no_people(into), "call", act)
            return
        if via:
            if not sources and self._is_broker(via[0]):
                self._each(via[:1], subject, "send", act)
                return
            direct = self._before_the_way(act, sources)
            for source in direct:
                self._take_from(subject, source, act)
            sources = [source for source in sources if source not in direct]
            for ends in [[source] for source in sources] or [[]]:
                for one, two in itertools.pairwise([*via, *ends]):
                    self.link(one, two, "call", act)
            self._each(subject, via[:1], "call", act)
            return
        if not sources and not act.has("from"):
            tools = [key for key in self.keys(self._role(act, "with")) if self.memory.acts(key)]
            tools += [key for key in self.keys(self._role(act, "by")) if self._kind(key) == Kind.EXTERNAL_SYSTEM]
            self._each(subject, tools, "call", act)
        for source in sources:
            self._take_from(subject, source, act)
            if self._is_broker(source):
                for ref in [*self._role(act, "direct"), *(self._role(act, "to") if hears else ())]:
                    if ref.nominal is not None and not ref.keys:
                        self.memory.put(ref.nominal.name.casefold().split(), source)
        self._each(subject, self._no_people(into), "call", act)

    def _served(self, act: Act, subject: list[int]) -> list[int]:
        """Return the portal of "Auth0 handles login for the portal", who asks for it."""
        if not subject or any(self._kind(key) not in _SERVING for key in subject):
            return []
        refs = [
            ref
            for ref in self._role(act, "for")
            if ref.keys or ref.known is not None or (ref.nominal and ref.nominal.is_explicit)
        ]
        return [
            key
            for key in self._no_people(self.keys(refs, unknown=True))
            if self.memory.acts(key) and key not in subject
        ]

    def _before_the_way(self, act: Act, sources: list[int]) -> list[int]:
        """Return A of "reads x from A and y from B through C", which needs no way."""
        refs = [ref for role, ref in act.path if role == "from"]
        if len(refs) < 2 or refs[-1].is_joined:
            return []
        last = self.keys(refs[-1:])
        return [source for source in sources if source not in last]

    def _sources(self, act: Act, subject: list[int]) -> list[int]:
        """Return where somebody takes from: "from", else the object, else where the object was put before."""
        hears = act.relation.frame == Frame.HEAR
        found = [
            key
            for ref in self._role(act, "from")
            for key in (ref.queue if ref.is_pronoun and ref.queue else self.key(ref, unknown=True))
            if key not in subject and key in self.memory.parts
        ]
        if hears:
            for ref in self._role(act, "to"):
                place = (
                    self.memory.place_of(ref.nominal.name.casefold().split()) if ref.nominal and not ref.keys else None
                )
                if place is not None and ref.known is None and self._is_broker(place):
                    found.append(place)
                    continue
                found += ref.queue if ref.is_pronoun and ref.queue else self.key(ref, unknown=True)
        if hears or not found:
            found += [key for key in self._named(act, "at") if key not in found and key not in subject]
        if not found:
            follows = act.word in _WATCHES | _OBEYS
            found = [key for key in self._direct(act, unknown=follows) if key not in subject]
            found = found or [key for key in self._proper(act, "direct") if key not in subject]
            found = found or self._feeds(self._role(act, "direct"))
        if not found:
            found = [key for key in self.keys(self._role(act, "of")) if key not in subject]
        if hears and not found:
            found = [key for ref in self._role(act, "for") if ref.is_pronoun for key in ref.queue if key not in subject]
        if hears and not found:
            found = self._held_in(act, "to", DATASTORE_KINDS | BROKER_KINDS)
            found = found or self._held_in(
                act, "for", DATASTORE_KINDS | BROKER_KINDS | {Kind.EXTERNAL_SYSTEM, Kind.SERVICE}
            )
        found = found or self._held_in(act, "direct", DATASTORE_KINDS | BROKER_KINDS) or self._where_it_is(act, subject)
        takes_all = hears or act.word.startswith("consum")
        only_things = all(
            ref.nominal is not None and not ref.keys and ref.nominal.is_plural for ref in self._role(act, "direct")
        )
        if (
            takes_all
            and not found
            and only_things
            and not any(refs for role, refs in act.roles.items() if role != "direct")
        ):
            found = [key for key in self.memory.last_broker() if key == self.memory.goal] or self.memory.only_broker()
        return found

    def _where_it_is(self, act: Act, subject: list[int]) -> list[int]:
        """Return the place of what is taken: "consumes the events", "listens to these events", "picks it up"."""
        hears = act.relation.frame == Frame.HEAR
        for ref in [*self._role(act, "direct"), *(self._role(act, "to") if hears else [])]:
            if ref.is_pronoun:
                told = [key for key in ref.queue or ref.other if key not in subject and not self.memory.acts(key)]
                return [key for key in self.kept_at if key in self.memory.parts] or told[:1]
            if ref.nominal is not None:
                key = self.memory.place_of(ref.nominal.name.casefold().split())
                if key is not None and key not in subject:
                    return [key]
        return []

    def _chooses(self, act: Act) -> bool:
        """Tell "we take Memcached because the team knows it", which says what is chosen, and not who asks it."""
        return act.us and act.word in _CHOOSES and not any(refs for role, refs in act.roles.items() if role != "direct")

    def _passive_take(self, act: Act) -> None:
        agents = self.keys(self._role(act, "by"), unknown=True)
        devices = [
            ref
            for ref in act.subject
            if ref.nominal is not None
            and (ref.nominal.kind == Kind.DEVICE or (act.word in _POLLED and not ref.nominal.is_payload))
        ]
        patient = self.keys(act.subject) or (self.keys(devices, unknown=True) if agents and not act.has("from") else [])
        if agents and not patient and not act.has("from"):
            patient = self._feeds(act.subject)
        if agents and act.has("from") and not any(self._is_store(key) or self._is_broker(key) for key in patient):
            # "Firmware is fetched by the devices from a bucket"
            patient = [key for key in patient if self.is_linked(key) and not act.has("from")]
        if agents and (via := self._via(act)) and not patient:
            self._each(agents, self.keys(self._role(act, "from"), unknown=True), "call", act, via)
            return
        sources = patient or self.keys(self._role(act, "from"), unknown=bool(agents))
        if agents and not sources and self.origin:
            # "orders leave the shop and are received by the ERP"
            self._each([key for key in self.origin if key in self.memory.parts], agents, "send", act)
            self.origin = []
            return
        if not sources and agents:
            sources = self._places_of(act)
        if not agents and patient and act.has("from"):
            return
        for source in sources:
            self._take_from([agent for agent in agents if agent != source], source, act)
