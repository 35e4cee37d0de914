"""Where, when and how something happens."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.places import PLACE_HEADS
from designer.brief.dictation.reading.words import SmallWords
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import singular
from designer.model.kinds import DATASTORE_KINDS


class Adverbials(SmallWords):
    """Reads places, schedules, protocols and the like."""

    def _on_distributive(self, event: Event) -> None:
        self._each = True

    def _on_it_is(self, event: Event) -> None:
        spoken = self._subject[0] if len(self._subject) == 1 and not self._subject[0].keys else None
        self._close()
        if spoken is None or spoken.nominal is None or not spoken.acts:
            spoken = self._pronoun_ref(event, is_object=False)
        self._subject, self._us = [spoken], False
        self._copula = True

    def _on_there_is(self, event: Event) -> None:
        self._close()
        following = self._next(self._position)
        for event_after in self._events[following : following + 2]:
            nominal = event_after.nominal
            if nominal is not None and nominal.role == "replica":
                self._replicate(nominal)
        if not self._anchors and self._location is None:
            self._subject = []
            if event.word == "that" and following < len(self._events) and self._events[following].type == "preposition":
                self._subject = [Ref(keys=self.memory.last(), index=event.index)]
            named = self._events[following].nominal if following < len(self._events) else None
            if event.word == "that" and named is not None and named.technology is not None and named.is_store:
                self._subject, self._copula = [Ref(keys=self.memory.last(stores=True), index=event.index)], True

    def _replicate(self, nominal: Nominal) -> None:
        """Read "there is a read replica": of the store named last."""
        stores = [key for key in self.memory.last(stores=True) if self.memory.parts[key].kind in DATASTORE_KINDS]
        for owner in stores:
            for key in self.frames.key(self._ref(nominal, nominal.first), unknown=True):
                self.frames.link(owner, key, "copy")
                if self._place and not self.memory.parts[key].place:
                    self.memory.set(key, place=self._place)

    def _on_existing(self, event: Event) -> None:
        if self._subject and self._act is None:
            for key in self.frames.keys(self._subject):
                self.memory.set(key, existing=True)

    def _on_protocol(self, event: Event) -> None:
        act = self._act
        if act is not None and not act.closed:
            act.protocol = act.protocol or event.word
        elif self.frames.made:
            self.book.change(self.frames.made, protocol=event.word)
        else:
            self._protocol = event.word

    def _on_schedule(self, event: Event) -> None:
        if self._came("preposition"):
            self._attach = ""
        if self._act is not None:
            self._act.schedule = self._act.schedule or event.word
        else:
            self._schedule = event.word

    def _on_waits(self, event: Event) -> None:
        if self._act is not None:
            self._act.waits = event.word == "yes"
        else:
            self._waits = event.word == "yes"

    def _on_place(self, event: Event) -> None:
        keys = self.frames.keys([self._last]) if self._last is not None and self._came("nominal") else []
        before = self._before(2)
        if self._came("join") and before is not None and before.type == "place":
            return
        noun = self._events[self._position - 1].nominal if self._position and keys else None
        if (
            noun is not None
            and self._last is not None
            and noun is not self._last.nominal
            and self._is_placed_copy(keys)
        ):
            # "mirrored to a PostGIS copy at the university in Graz"
            return
        if self._stands_in_places():
            for key in self.frames.keys(self._subject):
                self.memory.set(key, place=self.memory.parts[key].place or event.word)
        elif self._came("nominal") and self._last is not None and not keys:
            self._last.place = event.word
        elif (
            self._act is not None
            and self._act.relation.frame == Frame.COPY
            and keys
            and keys == self.frames.keys(self._act.subject)
        ) or (self._act is not None and self._act.place):
            self._act.place = event.word
        elif keys and self._last is not None and (there := self._there(keys, event.word)):
            self._last.keys = there
        elif keys:
            for key in keys:
                self.memory.set(key, place=event.word)
        elif self._act is not None and self._act.relation.frame == Frame.COPY:
            self._act.place = self._act.place or event.word
        elif self._act is not None and self._act.relation.frame == Frame.OTHER:
            for key in self.frames.keys(self._subject):
                self.memory.set(key, place=event.word)
        else:
            self._place = event.word

    def _is_placed_copy(self, keys: Sequence[int]) -> bool:
        """Tell a copy whose place was said already."""
        copies = self._act is not None and self._act.relation.frame == Frame.COPY
        return copies and all(self.memory.parts[key].place for key in keys)

    def _stands_in_places(self) -> bool:
        """Tell "runs in three regions, Vienna, Graz and Linz": where the subject stands."""
        noun = self._last.nominal if self._last is not None else None
        act = self._act
        is_said = noun is not None and not noun.is_explicit and singular(noun.head) in PLACE_HEADS
        return is_said and act is not None and act.relation.frame in {Frame.OTHER, Frame.BUILD} and act.role == "at"

    def _there(self, keys: Sequence[int], place: str) -> list[int]:
        """Return the part that "the Kafka cluster in Virginia" means where the one known stands elsewhere."""
        part = self.memory.parts[keys[0]]
        if len(keys) != 1 or not part.place or part.place == place:
            return []
        known = self.memory.at_place(keys[0], place)
        if known is None:
            known = self.memory.copy_of(keys[0], place, name=part.name)
        return [known] if known is not None else []
