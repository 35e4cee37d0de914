"""Members of a group that takes from a queue, log or store: "two consumers, A and B", "two services read it: A updates"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.known.counted import Counted
from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.nouns.nominal import names_a_part
from designer.brief.dictation.reading.verbs import Verbs
from designer.brief.dictation.words import singular
from designer.model.kinds import BROKER_KINDS

LISTENERS = frozenset("consumer subscriber listener reader".split())


class Groups(Verbs):
    """Links the members of groups that only a number and what they do was said of."""

    def _link_members(self, group: Ref, members: Sequence[int]) -> None:
        """Read "From Kafka there are two consumers, A and B", "Two readers: A and B": who takes from what came before."""
        noun = group.nominal
        bare = noun is not None and noun.technology is None and " " not in noun.name
        if noun is None or not bare or singular(noun.head) not in LISTENERS or self._act is not None:
            return
        fronted = [ref for role in ("from", "at", "with") for ref in self._fronted.get(role, ())]
        sources = [key for key in self.frames.keys(fronted) if not self.memory.acts(key)]
        sources = sources or self.memory.last(members, stores=True)
        self._fronted = {}
        for source in sources[:1]:
            takes = self.memory.parts[source].kind in BROKER_KINDS
            for key in members:
                self.frames.link(*((source, key) if takes else (key, source)), "send" if takes else "call")

    def _name_subjects(self) -> None:
        """Read "two services read it: the indexer updates A, and the biller calls B": who is counted acts in turn."""
        counted = self.memory.counted
        if self._act is None or not isinstance(counted, Counted) or self._act.subject != [counted.ref]:
            return
        members: list[int] = []
        named = [place for place in range(self._position + 1, len(self._events)) if self._is_subject_at(place)]
        if len(named) != counted.count:
            return
        self._close()
        for place in named:
            nominal = self._events[place].nominal
            if nominal is not None:
                members += self.frames.key(self._ref(nominal, self._events[place].index), unknown=True)
        for gone in counted.name(members, self.book):
            self.memory.forget(gone)
            self.book.drop(gone)

    def _is_subject_at(self, place: int) -> bool:
        """Tell whether a noun that names a part opens a sentence of its own."""
        nominal, before = self._events[place].nominal, self._events[place - 1]
        opens = before.type in {"colon", "join"} and nominal is not None and names_a_part(nominal)
        return opens and self._is_verb_at(self._next(place))
