"""Members of a group that was counted before: "the first is the fraud scorer", "the other, billing, writes"."""

from __future__ import annotations

from designer.brief.dictation.event import Event
from designer.brief.dictation.known.counted import Counted
from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.nouns.nominal import Nominal, names_a_part
from designer.brief.dictation.reading.adverbials import Adverbials


class Members(Adverbials):
    """Names the members of counted groups."""

    def _on_ordinal(self, event: Event) -> None:
        counted = self.memory.counted
        if not isinstance(counted, Counted) or not counted.is_open:
            group = self._last_group() if event.word in {"first", "last"} else []
            if event.word == "one":
                self._on_pronoun(event)
            elif len(group) > 1:
                # "A, B and C listen; the last of these pushes"
                self._close()
                key = group[-1] if event.word == "last" else group[0]
                self._subject, self._us, self._location = [Ref(keys=[key], index=event.index)], False, None
            return
        self._close()
        self._subject, self._us, self._location = [], False, None
        following = self._next(self._position)
        self._names_member = following < len(self._events) and self._events[following].type != "verb"
        if not self._names_member:
            self._subject = [counted.ref]

    def _on_nominal(self, event: Event) -> None:
        counted, names, self._names_member = self.memory.counted, self._names_member, False
        nominal = event.nominal
        if names and isinstance(counted, Counted) and nominal is not None and names_a_part(nominal):
            self._name_member(counted, nominal, event.index)
            return
        super()._on_nominal(event)

    def _name_member(self, counted: Counted, nominal: Nominal, index: int) -> None:
        ref = self._ref(nominal, index)
        keys = self.frames.key(ref, unknown=True)
        for gone in counted.name(keys, self.book):
            self.memory.forget(gone)
            self.book.drop(gone)
        self._subject = self._listed = [ref]
        self._last, self._done, self._copula = ref, True, False
        self._focus = keys
