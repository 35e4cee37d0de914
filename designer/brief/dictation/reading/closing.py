"""The end of a verb's phrase and of a clause: its links are made, and who is spoken of next."""

from __future__ import annotations

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import is_people, names_a_part
from designer.brief.dictation.reading.pronouns import ASKS, OUTSIDE, Pronouns
from designer.brief.dictation.reading.state import QUIET
from designer.brief.dictation.relations import Frame, Relation
from designer.model.kinds import Family, Kind

_WORKING = frozenset({Frame.PUT, Frame.TAKE, Frame.CALL, Frame.OTHER})


class Closing(Pronouns):
    """Finishes verbs and clauses."""

    def _close(self) -> None:
        """Finish the open verb."""
        act, self._act = self._act, None
        if act is None:
            return
        if not self._relative:
            self._outer = act
        if self._gap is not None:
            role, ref = self._gap
            if not self.frames.keys(act.roles.get(role, ())):
                act.role = role
                act.take(ref)
            self._gap = None
        self.frames.close(act)
        self._note(act)
        if self.frames.made:
            same = self._focus if self._focus == self.frames.keys(act.subject) else []
            self._focus = self._stays(act) or same
        if act.passive:
            if not self._relative:
                self._passive_topic = self.frames.keys(act.subject)
            agents = self.frames.keys(act.roles.get("by", ()))
            self._agent = agents or self._agent
            if agents:
                self.memory.actor = agents
            return
        acting = [key for key in self.frames.keys(act.subject) if self.memory.acts(key)]
        if not self.frames.made and self._works_alone(act, acting):
            self.memory.actor = acting
        if self._main:
            return
        self._agent, self._passive_topic = [], []
        if acting and self.frames.made:
            self.memory.actor = acting
            if act.relation.frame == Frame.PUT and not any(self.memory.acts(two) for _, two in self.frames.made):
                self._keeper = acting

    def _works_alone(self, act: Act, acting: list[int]) -> bool:
        """Tell "the auction server keeps the bids in memory. Accepted bids are written": it goes on, though nothing is linked."""
        nominal = act.subject[-1].nominal if len(acting) == 1 and act.subject else None
        does = (
            act.relation.frame in _WORKING and not self._relative and nominal is not None and nominal.article == "the"
        )
        return does and self.memory.parts[acting[0]].kind.family == Family.COMPUTE

    def _begin_aside(self) -> None:
        """Put what is open aside, for a bracket that is a sentence of its own about what came last."""
        self._asides.append((
            self._act, self._subject, self._last, self._listed, self._outer, self._gap, self._relative, self._fronted, self._attach,
        ))  # fmt: skip
        within = [self._gap[1]] if self._gap is not None else []
        self._act, self._gap, self._relative, self._fronted, self._attach = None, None, False, {}, ""
        told = self._events[self._position + 1] if self._position + 1 < len(self._events) else None
        noun = self._last.nominal if self._last is not None else None
        is_other = told is not None and told.word == "it" and noun is not None and noun.is_plural
        self._subject = [self._last] if self._last is not None and self._came("nominal") and not is_other else []
        self._subject = within if is_other else self._subject

    def _end_aside(self) -> None:
        """Finish the sentence in brackets, and go on with the one around it."""
        self._close()
        (
            self._act, self._subject, self._last, self._listed, self._outer, self._gap, self._relative, self._fronted, self._attach,
        ) = self._asides.pop()  # type: ignore[assignment]  # fmt: skip

    def _stays(self, act: Act) -> list[int]:
        """Return who is spoken of next after "asks B for a price": whoever asks, and not whom he asked."""
        keys = self.frames.keys(act.subject)
        if self.frames.screen:
            return self.frames.screen
        if act.back:
            return self.frames.keys(act.back)
        if (
            act.passive
            or len(keys) != 1
            or not self.memory.acts(keys[0])
            or self.memory.parts[keys[0]].kind == Kind.PERSON
        ):
            return []
        targets = [
            self.memory.parts[two].kind for one, two in self.frames.made if one == keys[0] and two in self.memory.parts
        ]
        outside = bool(targets) and all(kind in OUTSIDE for kind in targets)
        return keys if outside or act.word in ASKS or act.relation.frame == Frame.TAKE else []

    def _spoken(self) -> Ref | None:
        """Return the plain noun that a clause spoke of, and that no link made a part of."""
        if (seller := self._done_through()) is not None:
            return seller
        if len(self._subject) != 1 or self._subject[0].keys or self._subject[0].nominal is None:
            return None
        nominal = self._subject[0].nominal
        return self._subject[0] if names_a_part(nominal) and not nominal.is_plural else None

    def _done_through(self) -> Ref | None:
        """Return the ticket shop of "passes are sold through the ticket shop", of which the text goes on to speak."""
        act, last = self._outer, self._last
        if act is None or not act.passive or last is None or last.nominal is None or last.keys or self._relative:
            return None
        things = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys]
        noun, plural = last.nominal, bool(things) and all(item.is_plural for item in things)
        through = last in [ref for role in ("via", "by", "at") for ref in act.roles.get(role, ())]
        named = noun.article == "the" and not noun.is_plural and names_a_part(noun) and " " in noun.name
        return last if plural and through and named and not is_people(noun) else None

    def _finish(self) -> None:
        while self._asides:
            self._end_aside()
        self._close()
        self.memory.topic = self._topic_of_clause() or self._focus
        self.memory.spoken = self._spoken()
        self.memory.keeper, self._keeper = self._keeper, []
        self.memory.told = self._passive_topic[:1] if not self._relative else []
        if self._fronted.get("from") and self._fronted.get("to"):
            self._elliptic()
        self._gapped()
        self._flush_list()

    def _gapped(self) -> None:
        """Read "orders by Postgres", which leaves out the verb of the clause before."""
        types = [event.type for event in self._events if event.type not in QUIET]
        if types == ["preposition", "nominal", "join", "nominal"] and self._gapped_purpose():
            return
        if types[:3] != ["nominal", "preposition", "nominal"] or set(types[3:]) - {"join", "nominal"}:
            if any(event.type == "verb" for event in self._events):
                self._verb_before = self._outer
            return
        model, refs = self._verb_before, [ref for found in self._fronted.values() for ref in found]
        role = next(event.word for event in self._events if event.type == "preposition")
        if model is None or not model.has(role) or not self._subject or not refs:
            return
        act = Act(model.relation, model.word, model.index, passive=model.passive, subject=self._subject[:1], role=role)
        for ref in refs:
            act.take(ref)
        self.frames.close(act)

    def _gapped_purpose(self) -> bool:
        """Read "for search the shop asks Algolia; for mail, SendGrid"."""
        model, said = self._verb_before, [event for event in self._events if event.type not in QUIET]
        nominal = said[3].nominal
        if model is None or nominal is None or nominal.technology is None or model.passive:
            return False
        if self.memory.marked.tokens[said[0].index].lower != "for" or model.relation.frame != Frame.CALL:
            return False
        act = Act(model.relation, model.word, model.index, subject=list(model.subject))
        act.take(self._ref(nominal, nominal.first))
        self.frames.close(act)
        return True

    def _topic_of_clause(self) -> list[int]:
        """Return whom a clause describes that says what or where something is, and does not tell what it does."""
        if self._spoken_to:
            return [key for key in self._spoken_to if self.memory.acts(key)]
        if not any(event.type in {"be", "behind", "front", "between", "top"} for event in self._events):
            return []
        acts = any(
            event.relation is not None
            and event.relation.frame not in {Frame.OTHER, Frame.HAVE, Frame.BUILD, Frame.NAME}
            for event in self._events
        )
        first = next((event.nominal for event in self._events if event.nominal is not None), None)
        if self._passive_topic:
            return [key for key in self._passive_topic if self.memory.acts(key)]
        if self._opening is not None and len(self._events) > 1 and self._events[1].type == "be":
            return [key for key in self.frames.keys([self._opening]) if self.memory.acts(key)]
        if self._events[0].type == "pronoun" and self._opening is not None and not acts:
            # "It sits behind Cloudflare. It calls"
            return [key for key in self.frames.keys([self._opening]) if self.memory.acts(key)]
        if acts or first is None or self._events[0].type not in {"nominal", "pronoun"}:
            return []
        key = self.memory.find(first)
        return [key] if key is not None and self.memory.acts(key) else []

    def _elliptic(self) -> None:
        """Read "and from Pulsar to the occupancy service", which leaves out its verb."""
        act = Act(Relation(Frame.MOVE), "", self._fronted["from"][0].index)
        act.path = [("from", ref) for ref in self._fronted["from"]] + [("to", ref) for ref in self._fronted["to"]]
        self.frames.close(act)
