"""Bits of sentences that say where something stands: "a Rails app, nginx in front", "and Postgres at the very back"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import is_people, names_a_part
from designer.brief.dictation.reading.members import Members
from designer.model.kinds import DATASTORE_KINDS

_STANDS = frozenset("sits sit stands stand".split())
_NOBODY = frozenset("nobody none noone neither".split())


class Fragments(Members):
    """Reads places that no further noun follows, and answers to questions."""

    def ask(self, events: Sequence[Event]) -> None:
        """Note a question, which says nothing by itself: "who reads Cassandra?", "what does the backend need?"."""
        events = list(itertools.dropwhile(lambda event: event.type == "join", events))
        types = [event.type for event in events]
        nominal = events[0].nominal if types == ["nominal"] else None
        if nominal is not None and nominal.is_plural and is_people(nominal):
            self._asked_about = nominal
        if types[:1] in (["which"], ["where"]) and "verb" in types[1:3]:
            self._question = tuple(events)

    def answer(self, events: Sequence[Event]) -> list[Event]:
        """Return the sentence that an answer to the question before makes: "only the meter API", "Postgres"."""
        question, types = self._question, [event.type for event in events]
        asks_who = len(question) > 1 and question[1].type == "verb"
        bits = {"nominal", "join", "preposition", "protocol", "schedule", "path", "place"}
        size = next((place for place, kind in enumerate(types) if kind not in bits), len(types))
        nobody = any(event.nominal is not None and event.nominal.head in _NOBODY for event in events[:size])
        if not question or not types or nobody or "nominal" not in types[:size]:
            self._question = ()
            return []
        says_why = size > 1 and (events[size - 1].word, events[size - 2].word) == ("to", ",")
        if size < len(types) and types[size] not in {"which", "dash"} and not says_why:
            self._question = ()
            return []
        said = list(events[:size])
        while said and said[-1].type == "join":
            said.pop()
        while said and said[0].type == "join":
            said.pop(0)
        if not asks_who:
            self._question = ()
            return [*question[1:], *said]
        who = list(itertools.takewhile(lambda event: event.type in {"nominal", "join"}, said))
        while who and who[-1].type == "join":
            who.pop()
        return [*who, *question[1:]]

    def _on_likewise(self, event: Event) -> None:
        """Read "and so does the cart service": who does the same as was said of somebody else."""
        self._close()
        model = self._outer or self._verb_before
        position = self._position + 1
        who: list[Ref] = []
        while position < len(self._events) and self._events[position].type in {"nominal", "join"}:
            nominal = self._events[position].nominal
            if nominal is not None and names_a_part(nominal):
                who.append(self._ref(nominal, nominal.first))
            position += 1
        if model is None or model.passive or not who:
            return
        again = Act(
            model.relation, model.word, model.index, subject=who, path=list(model.path), protocol=model.protocol
        )
        again.roles = {role: list(refs) for role, refs in model.roles.items()}
        self.frames.close(again)
        self._subject, self._last, self._done = who, who[-1], True
        gone = range(self._position + 1, position)
        self._events = [
            item._replace(type="path", nominal=None) if place in gone else item
            for place, item in enumerate(self._events)
        ]

    def _on_ahead(self, event: Event) -> None:
        """Read "nginx in front": of what was spoken of before it; a cache in front is asked by that."""
        self._stand(event, is_ahead=True)

    def _on_astern(self, event: Event) -> None:
        """Read "Postgres at the very back": behind what was spoken of before it."""
        self._stand(event, is_ahead=False)

    def _stand(self, event: Event, *, is_ahead: bool) -> None:
        says_where = self._came("be") or (self._came("verb") and self._act is not None and self._act.word in _STANDS)
        ref = self._subject[-1] if says_where and self._subject else self._last
        if ref is None or ref.nominal is None or not (says_where or self._came("nominal", "close")):
            return
        if self._act is not None and not says_where and not self._takes_back(ref, event):
            return
        own = self.frames.key(ref, unknown=ref.nominal.article == "the")
        if len(own) != 1:
            return
        others = [key for key in self.frames.keys(self._subject) if key not in own]
        is_top = self.memory.marked.tokens[event.after - 1].lower == "top"
        goal = self.memory.goal if is_top and self.memory.goal in self.memory.parts else None
        if is_top and not others and goal is not None and not self.memory.acts(goal):
            others = [goal]
        others = [key for key in others if is_top or self.memory.acts(key)] or self._spoken_before(own) or others
        for other in others[:1]:
            asks = is_top or (is_ahead and self.memory.parts[own[0]].kind not in DATASTORE_KINDS)
            self.frames.link(*((own[0], other) if asks else (other, own[0])), "call")
        rest = [item for item in self._subject if item is not ref]
        self._subject = rest or self._subject
        self._listed = [item for item in self._listed if item is not ref]
        self._copula, self._done = False, not rest

    def _takes_back(self, ref: Ref, event: Event) -> bool:
        """Tell "Prometheus scrapes the API, Grafana on top", where the last noun is no object of the verb."""
        is_top = self.memory.marked.tokens[event.after - 1].lower == "top"
        act = self._act
        refs = act.roles.get(act.role, []) if act is not None else []
        if act is None or len(refs) < 2 or refs[-1] is not ref or not self._is_comma(2):
            return False
        refs.pop()
        act.path.pop()
        self._close()
        kept = [item for item in refs[-1:] if is_top and item.nominal is not None and item.nominal.is_store]
        self._subject = kept or list(act.subject)
        return True

    def _spoken_before(self, own: list[int]) -> list[int]:
        """Return what acts and was spoken of last, but for a part itself."""
        topic = [key for key in self.memory.topic if key in self.memory.parts and key not in own]
        return topic or self.memory.last_acting(own)
