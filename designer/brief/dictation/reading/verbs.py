"""A verb in a clause: who does it, and what was open before."""

from __future__ import annotations

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.frames import STAYS
from designer.brief.dictation.namings import ALSO
from designer.brief.dictation.nouns.nominal import names_a_part
from designer.brief.dictation.reading.descriptions import DOERS
from designer.brief.dictation.reading.nouns import Nouns
from designer.brief.dictation.reading.state import LOOK_AHEAD
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import ROLLING_OUT, singular
from designer.model.kinds import BROKER_KINDS, Kind

_STATES = frozenset("keeps holds has owns lives sits knows remembers".split())
_STAYING = frozenset("running sitting living residing standing".split())
_CAUSES = frozenset("has have had having let lets letting make makes made making".split())
PUTTING = frozenset({Frame.PUT, Frame.SEND, Frame.EMIT, Frame.MOVE})


class Verbs(Nouns):
    """Reads verbs and forms of to be."""

    def _on_verb(self, event: Event) -> None:
        relation = event.relation
        if relation is None or self._position == self._passed:
            return
        if relation.frame == Frame.NAME and event.tag == Tag.PASSIVE and self._came("nominal"):
            self._naming, self._names_also = True, event.word == ALSO
            return
        if event.word == "using" and self._act is not None and self._act.has("to") and self._next_is_broker():
            self._act.role = "via"
            return
        if self._is_hosted(event):
            self._hosting = True
            return
        if self._is_had_done(event):
            return
        self._is_caused(event)
        subject = self._done_later(event) or self._subject_of(event)
        self._roll_out(subject, relation, event)
        for ref in subject:
            if ref.nominal is not None and ref.nominal.is_explicit and not self._is_host(ref.nominal):
                self.frames.key(ref, unknown=True)
        open_agents = self._agents_of(self._act) if event.tag == Tag.PASSIVE and not self._by_follows() else []
        whose = (
            self.frames.keys([self._whose], unknown=True)
            if self._whose is not None
            and (event.tag == Tag.PASSIVE or event.word in STAYS or relation.frame == Frame.MOVE)
            else []
        )
        handed = relation.frame == Frame.TAKE and event.tag == Tag.PASSIVE
        if whose and (event.word in STAYS or relation.frame == Frame.MOVE or handed):
            subject = [Ref(keys=whose, index=event.index)]
        implied = whose or open_agents or self._agent or self.memory.actor or self.memory.last_acting()
        closed = self._act
        self._close()
        if open_agents and closed is not None:
            # What the verb before meant is known now: "checked by A and saved" may be said of who has it checked.
            open_agents = implied = self.frames.keys(closed.roles.get("by", ()), unknown=True)
        self._copula = self._defines = False
        self._attach = ""
        if self._location is not None and not self._location.left and self._anchors:
            self._anchor_type = self._location.type
        self._location = None
        act = Act(
            relation, event.word, event.index, passive=event.tag == Tag.PASSIVE, subject=subject, each=self._each, us=self._us,
            implied=[key for key in implied if self.memory.acts(key)][:1], protocol=self._protocol, schedule=self._schedule,
            waits=self._waits,
        )  # fmt: skip
        if (
            event.tag == Tag.GERUND
            and relation.frame == Frame.MOVE
            and self._came("nominal")
            and self._outer is not None
        ):
            act.back = self._outer.subject
            self._focus = self.frames.keys(act.back, unknown=True)
        act.relative = self._relative
        self._verbs_within += 1
        outer = self._outer
        act.goes_on = outer is not None and outer.subject is subject and outer is self.frames.mover
        if open_agents and event.word in {"shown", "displayed", "visualised", "visualized", "plotted"}:
            act.roles["held"] = [Ref(keys=open_agents, index=event.index)]
        if open_agents and relation.frame in PUTTING:
            act.roles["by"] = [Ref(keys=open_agents, index=event.index)]
        self._each = False
        self._protocol, self._waits = "", None
        for role, refs in self._fronted.items():
            for ref in refs:
                is_setting = (
                    role == "at"
                    and relation.frame != Frame.HAVE
                    and ref.nominal is not None
                    and not ref.nominal.is_store
                    and not (ref.keys and relation.frame != Frame.CALL)
                )
                act.role = "skip" if is_setting else role
                act.take(ref)
        self._fronted = {}
        act.role = "direct"
        self._act = act
        if event.tag == Tag.GERUND:
            self._gerund_subject = subject

    def _is_hosted(self, event: Event) -> bool:
        """Tell "to ECS tasks running the Rails app": what runs is meant."""
        is_place = self._last is not None and self._last.nominal is not None and not self._last.keys
        return event.word in {"running", "hosting"} and self._act is not None and is_place and self._came("nominal")

    def _is_caused(self, event: Event) -> None:
        """Read "has Claude write a summary": whoever has it done asks who does it, and is spoken of again behind "and"."""
        act, last = self._act, self._last
        is_base = event.tag == Tag.VERB and not event.word.endswith("s")
        if act is None or act.passive or act.word not in _CAUSES or not is_base or not self._came("nominal"):
            return
        if last is None or not act.subject or self._listed[-1:] != [last] or last not in act.roles.get("direct", ()):
            return
        act.relation = Relation(Frame.CALL, takes_part=True)
        self._main, self._caused = list(act.subject), True

    def _roll_out(self, subject: list[Ref], relation: Relation, event: Event) -> None:
        """Take Argo CD for a part in "Argo CD polls Gitea": what rolls others out is one where it does something itself."""
        if event.tag != Tag.VERB or relation.frame not in {
            Frame.TAKE,
            Frame.COPY,
            Frame.CALL,
            Frame.SEND,
            Frame.PUT,
            Frame.EMIT,
        }:
            return
        for ref in subject:
            nominal = ref.nominal
            if ref.keys or nominal is None or nominal.technology is None or nominal.technology.name not in ROLLING_OUT:
                continue
            known = self.memory.find(nominal)
            key = self.memory.add(nominal) if known is None else known
            if key is not None:
                ref.keys = [key]
                self.frames.rolling.add(key)
                self.memory.mention([key], event.index)

    def _is_had_done(self, event: Event) -> bool:
        """Read "has the texts classified by the OpenAI API": whoever has it done asks who does it."""
        act = self._act
        if (
            act is None
            or act.passive
            or act.word not in _CAUSES
            or event.tag != Tag.PASSIVE
            or not self._came("nominal", "pronoun")
        ):
            return False
        following = self._next(self._position)
        if (
            following >= len(self._events)
            or self._events[following].word not in {"by", "with"}
            or act.role not in {"direct", "of"}
        ):
            return False
        act.relation, act.roles, act.path, act.role = Relation(Frame.CALL, takes_part=True), {}, [], "skip"
        return True

    def _done_later(self, event: Event) -> list[Ref]:
        """Return the API of "having asked A, the API submits", "fed by A, the API writes": who is named behind the comma."""
        before = self._before()
        opens = before is None or (before.type == "subordinate" and self._before(2) is None)
        if not opens or event.tag not in {Tag.GERUND, Tag.PASSIVE} or self._subject:
            return []
        for position in range(self._position + 1, min(len(self._events) - 2, self._position + LOOK_AHEAD)):
            nominal = self._events[position + 1].nominal
            if self._events[position].word != "," or nominal is None:
                continue
            named = names_a_part(nominal) and self._is_verb_at(self._next(position + 1))
            return [self._ref(nominal, nominal.first)] if named else []
        return []

    def _by_follows(self) -> bool:
        """Tell "is done by a Lambda, started by the API", where the second verb has a doer of its own."""
        following = self._next(self._position)
        if self._act is None or self._act.relation.frame != Frame.OTHER:
            return False
        return following < len(self._events) and self._events[following].word == "by"

    def _agents_of(self, act: Act | None) -> list[int]:
        """Return by whom the verb before was done, which goes on for "captured by A and put on B"."""
        before = self._before(2) if self._came("be") else self._before()
        if act is None or not act.passive or before is None or before.type != "join":
            return []
        return self.frames.keys(act.roles.get("by", ()), unknown=True)

    def _subject_of(self, event: Event) -> list[Ref]:
        """Return who does what a verb says."""
        if event.word in {"each", "both", "all"}:
            many = self._listed if len(self._listed) > 1 else [Ref(keys=self._last_group(), index=event.index)]
            return many if self.frames.keys(many) and self._act is not None else self._subject
        before = self._before()
        if event.tag == Tag.VERB and before is not None and before.type == "join":
            if before.word == "," and self._aside_of is not None and self._act is not None:
                self._subject, self._relative, self._gap_read, self._aside_of = [self._aside_of], False, False, None
                return self._subject
            if self._resumed and before.word in {",", "then"}:
                self._subject, self._resumed = self._resumed, []
                return self._subject
            if (
                self._main
                and before.word in ({"and", "then", ","} if self._caused else {"and"})
                and self._agrees_with_main(event)
            ):
                self._subject, self._main, self._caused = self._main, [], False
                return self._subject
            if self._defined and self._head is not None and not self._relative:
                self._subject, self._us = [self._head], False
                return self._subject
            if before.word == "," and self._relative and self._act is not None and self._outer is not None and (
                self._act.word in _STATES and event.word not in _STATES and event.word.endswith("s") and self._verbs_within == 1
            ):  # fmt: skip
                self._relative = self._gap_read = False
                self._subject = list(self._outer.subject)
                return self._subject
            is_over = self._relative and (
                not self._verbs_within if self._act is None else self._act.passive or self._verbs_within == 1
            )
            if (self._gap_read or is_over) and self._outer is not None and before.word == "and" and self._is_comma(2):
                self._relative = self._gap_read = False
                self._subject = list(self._outer.subject)
                return self._subject
        if event.tag == Tag.GERUND:
            if before is not None and before.type == "subordinate" and self._main:
                return self._main
            if before is not None and before.type == "nominal" and self._last is not None:
                return [self._last]
            if event.word in _STAYING and self._is_comma(1) and self._last is not None and self._act is not None:
                return [self._last]
            if self._is_comma(1) and self._hands_on(event):
                return [self._last] if self._last is not None else []
            if self._is_comma(1) and self._is_left_to(self._last):
                self._gerund_subject = [self._last] if self._last is not None else []
                return self._gerund_subject
            if before is not None and before.type == "join" and self._act is not None and self._gerund_subject:
                return self._gerund_subject
            return self._subject
        if (
            event.tag == Tag.PASSIVE
            and before is not None
            and self._last is not None
            and (
                before.type == "nominal"
                or (before.word == "," and self._act is not None and (not self._act.passive or self._by_follows()))
            )
        ):
            return [self._last]
        if before is not None and before.type in {"nominal", "place"} and event.tag == Tag.VERB and self._relative_of is not None and (
            self._relative and self._act is not None and self._act.subject == [self._relative_of]
        ):  # fmt: skip
            self._subject, self._relative, self._relative_of = [self._relative_of], False, None
            return self._subject
        if before is not None and before.word == "but" and before.type == "subordinate" and self._main:
            return self._main
        if before is not None and before.type == "nominal" and self._act is not None and event.tag == Tag.VERB:
            if self._act.passive and (self._act.relation.frame == Frame.BUILD or self._is_reduced(self._act)):
                self._subject, self._us = list(self._act.subject), False
                return self._subject
            last = self._last
            if last is not None and last not in self._subject:
                self._subject, self._us = [last], False
                return self._subject
        return self._subject

    def _is_reduced(self, act: Act) -> bool:
        """Tell "an auditor run by the state consumes": a participle right behind its noun, which the next verb is of."""
        place = next((number for number, event in enumerate(self._events) if event.index == act.index), 0)
        behind = place > 0 and self._events[place - 1].type == "nominal"
        return behind and len(act.subject) == 1 and act.subject[0].nominal is self._events[place - 1].nominal

    def _hands_on(self, event: Event) -> bool:
        """Tell "publishes to Kafka, feeding the mailer": what was put into a queue or log comes from there."""
        act, last = self._act, self._last
        if act is None or last is None or act.relation.frame not in PUTTING or event.relation is None:
            return False
        put_there = last in [ref for role in ("to", "at") for ref in act.roles.get(role, ())]
        brokers = [key for key in self.frames.keys([last]) if self.memory.parts[key].kind in BROKER_KINDS]
        tells = event.relation.frame == Frame.FILL or (event.relation.frame == Frame.EMIT and event.relation.takes_part)
        return put_there and bool(brokers) and tells

    def _is_left_to(self, last: Ref | None) -> bool:
        """Tell "that's left to a nightly task, reading the donations": who does it stands behind "to" or "by"."""
        act = self._act
        if act is None or last is None or last.nominal is None or act.role not in {"to", "by"}:
            return False
        return act.relation.frame == Frame.OTHER and last.nominal.article == "a" and last in act.roles.get(act.role, ())

    def _agrees_with_main(self, event: Event) -> bool:
        """Tell "a job reads the ledger when polls close and posts the result": the polls would post."""
        if self._caused and event.word.endswith("s"):
            return True
        inner = self._subject[-1].nominal if len(self._subject) == 1 else None
        outer = self._main[-1].nominal if len(self._main) == 1 else None
        if inner is None or outer is None or not event.word.endswith("s") or event.word.endswith("ss"):
            return False
        return inner.is_plural and not inner.is_explicit and not outer.is_plural

    def _on_be(self, event: Event) -> None:
        """Read a form of to be: a description, unless a verb or a place follows."""
        following = self._next(self._position)
        kind = self._events[following].type if following < len(self._events) else ""
        if kind == "verb":
            if (
                self._act is not None
                and self._came("nominal")
                and self._last is not None
                and self._last not in self._subject
            ) and self._act.relation.frame not in {Frame.OTHER}:
                self._close()
                self._subject = [self._last]
            return
        if self._act is not None:
            last = self._last
            self._close()
            if self._came("nominal") and last is not None:
                self._subject = [last]
        if self._whose is not None and kind == "preposition":
            # "a server, whose data is in PostgreSQL"
            self._subject, self._whose = [self._whose], None
        if self._location is not None:
            self._anchor_type = self._location.type
            self._location = None
        if self._anchors:
            return
        if kind == "nominal" and (owner := self._has_origin()) is not None:
            self._whose = owner
            return
        noun = self._subject[-1].nominal if len(self._subject) == 1 else None
        told = self.frames.keys(self._fronted.get("skip", ()))
        if noun is not None and told and kind == "nominal" and (frame := DOERS.get(singular(noun.head))) is not None:
            for key in self._subject[-1].keys:
                # "another consumer of the same stream is": who that is, is said behind it.
                if (
                    key in self.memory.parts
                    and singular(noun.head) in DOERS
                    and " " not in noun.name.replace("Another ", "")
                ):
                    self.memory.forget(key)
                    self.book.drop(key)
            self._doer, self._fronted, self._subject = (frame, told), {}, []
            return
        if self._lists_listeners() and kind == "nominal":
            self._act = Act(Relation(Frame.FILL), "", event.index, subject=[Ref(keys=self.memory.last_broker())])
            self._subject = []
            return
        self._copula = bool(self._subject) and kind in {"nominal", "existing"}

    def _has_origin(self) -> Ref | None:
        """Return the CDN of "from Cloudflare CDN, origin is R2"."""
        last = self._subject[-1] if self._subject else self._last
        if last is None or last.nominal is None or last.nominal.head != "origin" or last.keys or last.nominal.article:
            return None
        network = [
            key
            for key in self.memory.recent[-2:]
            if key in self.memory.parts and self.memory.parts[key].kind == Kind.CDN
        ]
        return Ref(keys=network[-1:], index=last.index) if network else None

    def _lists_listeners(self) -> bool:
        """Tell "subscribers are A, B and C"."""
        first = self._subject[-1].nominal if len(self._subject) == 1 else None
        if first is None or first.technology is not None or " " in first.name or not self.memory.last_broker():
            return False
        if first.head not in {"subscribers", "consumers", "listeners"}:
            return False
        for key in self._subject[-1].keys:
            self.book.drop(key)
            self.memory.forget(key)
        return True

    def _on_refused(self, event: Event) -> None:
        """Swallow what is said not to be so."""
        if event.after > event.index + 1 or self._events[self._position].nominal is not None:
            return
        self._close()
        self._act = Act(Relation(Frame.OTHER), "", event.index, refused=True)
