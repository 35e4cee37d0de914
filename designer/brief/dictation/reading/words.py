"""Small words: prepositions, relatives, pronouns."""

from __future__ import annotations

import itertools

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import names_a_part
from designer.brief.dictation.reading.lists import QUANTIFIERS, Lists
from designer.brief.dictation.reading.pronouns import ASKS
from designer.brief.dictation.reading.state import LOOK_AHEAD
from designer.brief.dictation.reading.verbs import PUTTING
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import ABSORBED, singular
from designer.model.kinds import BROKER_KINDS, Kind

_REACHES = frozenset("reach reaches go goes flow flows travel get gets".split())


class SmallWords(Lists):
    """Reads the small words that structure a clause."""

    def _on_preposition(self, event: Event) -> None:
        word = event.word
        if word in {"of", "for", "around"} and self._is_measure:
            self._is_measure = False
            return
        self._location = None
        self._copula = self._defines = False
        if self._act is not None and word == "with" and self._came("join") and self._next_is_store():
            self._close()
        if self._act is None and self._goes_on_to(word):
            return
        hosting, self._hosting = self._hosting, False
        if self._act is not None:
            if hosting and word == "at":
                self._act.role = "skip"
            elif word in {"to", "from", "at", "via", "by", "with"}:
                self._act.role = word
            elif word == "of":
                self._act.role = self._role_behind_of(self._act)
            else:
                self._act.role = "for" if word == "for" else "skip"
            if word == "with" and self._next_is_store() and self._act.has("direct", "to") and self._last is not None:
                self._attach_in_act(event)
        elif word in {"at", "with", "from", "to", "via"}:
            self._attach = word
        elif word == "of" and self._subject and self._measures(self._subject[-1]):
            self._subject.pop()
        else:
            self._attach = "skip"

    def _goes_on_to(self, word: str) -> bool:
        """Read "writes to the cache, which is Redis, and to S3": the verb before the aside governs this too."""
        outer = self._outer
        if not self._relative or outer is None or outer.passive or word not in {"to", "from"} or not outer.has(word):
            return False
        if not self._came("join") or not self._is_comma(2):
            return False
        self._act = Act(outer.relation, outer.word, outer.index, subject=list(outer.subject), role=word)
        self._relative = False
        return True

    def _role_behind_of(self, act: Act) -> str:
        """Return the role of what stands behind "of": who owns a part of its own is no target beside it."""
        noun = self._last.nominal if self._last is not None else None
        if act.role == "direct" and not (
            noun is not None and noun.article == "the" and names_a_part(noun) and not noun.is_explicit and not noun.is_plural
            and singular(noun.head) not in ABSORBED and act.relation.frame == Frame.CALL and act.relation.takes_part
        ):  # fmt: skip
            return "of"
        self._skips_owner = True
        owned = noun is not None and names_a_part(noun) and not noun.is_explicit and singular(noun.head) not in ABSORBED
        return "skip" if owned and act.role in {"to", "from", "at", "via", "direct"} else act.role

    def _measures(self, ref: Ref) -> bool:
        """Tell "a pool of workers", "a set of API servers": what is meant stands behind "of"."""
        return ref.nominal is not None and not ref.keys and ref.nominal.is_payload

    def _attach_in_act(self, event: Event) -> None:
        """Leave "with" to the verb; its frame decides whether it means the object or the tool."""

    def _on_which(self, event: Event) -> None:
        """Let what follows be said of what came last."""
        anchor = self._in_front_of_host()
        role = "direct"
        if self._location is not None and self._came("behind", "front") and anchor is not None:
            self._anchor_type, self._location = self._location.type, None
            self._close()
            self._anchors, self._subject, self._is_anchored = [anchor], [], True
            return
        if self._came("preposition"):
            before = self._before()
            role = before.word if before is not None else "direct"
            anchor = (self._put_in_act() if role == "from" else None) or anchor
        act = self._act
        anchor = self._asked_for(anchor) or anchor
        if event.word == "which" and self._came("join") and not self._is_comma(1) and self._which is not None:
            # "which is started by the planner whenever stock runs low, and which then orders"
            anchor = self._which
        self._which = anchor
        self._close()
        if role == "at" and act is not None and act.relation.frame == Frame.BUILD and not act.subject:
            # "Build a storage system in which": what is to be built is the whole.
            self._subject, self._last = [], None
            return
        self._describe(anchor)
        self._relative, self._verbs_within = True, 0
        self._attach = ""
        self._location = None
        self._copula = self._defines = False
        if anchor is None and self.memory.recent:
            anchor = Ref(keys=self.memory.last(), index=event.index)
        if anchor is None:
            return
        if event.word in {"both", "each", "all"}:
            many = self.memory.last_two() if event.word == "both" else self._last_group()
            anchor = Ref(keys=many or list(anchor.keys), index=event.index)
        following = self._next(self._position)
        is_object = following < len(self._events) and self._events[following].type in {"nominal", "pronoun", "us"}
        if event.word == "whose":
            self._whose = anchor
            return
        if is_object:
            self._gap, self._gap_read = (role, anchor), True
            is_part = bool(anchor.keys) or (
                anchor.nominal is not None and names_a_part(anchor.nominal) and not anchor.nominal.is_plural
            )
            opens = self._outer is None and not self._came("preposition") and self._is_comma(1)
            self._aside_of = anchor if opens and is_part else None
            self._subject = []
        else:
            self._subject = [anchor]
            names = anchor.nominal is not None and not anchor.nominal.is_payload
            self._relative_of = anchor if names and self._outer is None and not self._came("join") else None
        self._us = False

    def _in_front_of_host(self) -> Ref | None:
        """Return the API of "calls the permit API on App Service, which": where it runs does nothing."""
        last = self._last
        if last is None or last.nominal is None or last.keys or not self._is_host(last.nominal) or self._act is None:
            return last
        before = [ref for _, ref in self._act.path if ref is not last and (ref.keys or ref.nominal is not None)]
        return (before or self._act.subject or [last])[-1]

    def _on_where(self, event: Event) -> None:
        from_there = self._came("preposition") or event.word == "from"
        anchor = (self._put_in_act() if from_there else None) or self._last
        self._close()
        if anchor is not None:
            self._gap = ("from" if from_there else "at", anchor)
            if not from_there:
                hands_out = any(self.memory.parts[key].kind in BROKER_KINDS for key in self.frames.keys([anchor]))
                works = hands_out and self._works_next()
                self._gap = ("direct", anchor) if self._takes_next() else ("from", anchor) if works else ("at", anchor)
        self._subject = []

    def _put_in_act(self) -> Ref | None:
        """Return the queue of "are put into a queue by A, from where"."""
        path = self._act.path if self._act is not None and self._act.passive else []
        stores = [
            ref for role, ref in path if role in {"to", "at"} and ref.nominal is not None and ref.nominal.is_store
        ]
        return stores[-1] if stores else None

    def _works_next(self) -> bool:
        """Tell "to Event Hubs, where a job aggregates them": what is worked on comes from there."""
        for position in range(self._position + 1, min(len(self._events), self._position + 6)):
            event = self._events[position]
            if event.relation is not None:
                return event.relation.frame == Frame.OTHER and event.tag == Tag.VERB
        return False

    def _takes_next(self) -> bool:
        for position in range(self._position + 1, min(len(self._events), self._position + 6)):
            relation = self._events[position].relation
            if relation is not None:
                return relation.frame in {Frame.TAKE, Frame.HEAR, Frame.CALL}
        return False

    def _on_path(self, event: Event) -> None:
        """Leave out the path of a URL, and what was read before."""

    def _is_what_was_found(self, event: Event) -> bool:
        """Tell "pushes URLs it finds into Kafka": a clause without "that" about the object, and then the verb goes on."""
        following = self._next(self._position)
        after = self._next(following)
        if (
            event.word not in {"it", "they", "we"}
            or self._act is None
            or not self._came("nominal")
            or self._act.role != "direct"
        ):
            return False
        if (
            after >= len(self._events)
            or self._events[following].type != "verb"
            or self._events[after].type != "preposition"
        ):
            return False
        return self._events[following].tag == Tag.VERB and self._events[after].word in {"to", "at"}

    def _on_pronoun(self, event: Event) -> None:
        if self._is_what_was_found(event):
            self._passed = self._next(self._position)
            return
        if (there := self._one_there(event)) is not None:
            self.memory.mention(there.keys, event.index)
            self._slot(there)
            return
        if event.word in QUANTIFIERS and self._act is None and self._subject and self._came("nominal", "close"):
            self._each = event.word == "each"
            return
        following = self._next(self._position)
        next_type = self._events[following].type if following < len(self._events) else ""
        is_subject = next_type in {"verb", "be", "refused"} and not (
            next_type == "verb" and self._events[following].tag in {Tag.GERUND, Tag.PASSIVE} and self._act is not None
        )
        if self._location is not None or self._attach or (self._came("preposition") and not self._act):
            is_subject = False
        if event.word == "each" and self._act is not None and not is_subject:
            return
        if (
            is_subject
            and self._gap is not None
            and self._gap[0] != "by"
            and event.word in {"they", "it"}
            and (self._is_passive_next() or (self._gap[0] == "from" and self._events[following].word in _REACHES))
        ):
            self._gap = ("from", self._gap[1])
            self._subject, self._us = [], False
            return
        if is_subject and self._is_taken_next():
            self._close()
        if is_subject and self._is_taken_next() and (broker := self._put_last()):
            self._subject, self._us = [Ref(keys=broker, index=event.index)], False
            return
        if is_subject and event.word in {"that", "this"} and self._announces_next() and (goal := self._put_last_in()):
            self._close()
            self._subject, self._us = [Ref(keys=goal, index=event.index)], False
            return
        if is_subject and event.word in {"latter", "former"}:
            self._close()
        if is_subject:
            keys_first = self._told_later(event) or self._pronoun_ref(event, is_object=False)
            if self._position == 0:
                self._opening = keys_first
            self._close()
            self._subject, self._us = [keys_first], False
            self._each = event.word == "each"
            return
        ref = self._pronoun_ref(event, is_object=True)
        if event.word == "it" and self._act is not None and self._act.passive and self._act.role == "by":
            ref = self._done_by_before() or Ref(keys=self.memory.last_acting(), index=event.index)
        if event.word == "it" and self._act is not None and self._act.word in ASKS and self._only_watches(ref):
            ref = Ref(keys=list(self.memory.actor), index=event.index)
        if event.word in {"latter", "former"} and self._act is not None and self._came("join") and self._repeats(ref):
            act = self._act
            self._close()
            self._subject = [ref]
            self._act = Act(act.relation, act.word, act.index, act.passive, [ref])
            return
        if self._location is not None and self._location.type == "between" and event.word in {"them", "both", "these"}:
            self._between_them()
            return
        if self._location is not None:
            left = self.frames.keys(self._location.left)
            nearest = ref.keys or self.memory.last(left)
            if self._location.type == "behind" and nearest and not self.memory.acts(nearest[0]):
                nearest = self.memory.last_acting(left) or nearest
            other = [key for key in nearest if key not in left]
            if other and not ref.keys and self.memory.parts[other[0]].kind == Kind.EXTERNAL_SYSTEM:
                other = self.memory.last([*left, *other])
            self._locate(Ref(keys=other, index=event.index))
        elif self._attach:
            role, self._attach = self._attach, ""
            self._fronted.setdefault(role, []).append(Ref(keys=ref.keys or ref.queue or ref.other, index=event.index))
        elif self._act is not None:
            if event.word == "it" and self._act.role in {"direct", "to"} and self._act.relation.frame == Frame.CALL:
                self._spoken_to = list(ref.other)
            if event.word == "there" and self._act.role == "direct" and self._act.relation.frame in PUTTING:
                self._act.role = "to"
            self._act.take(ref)

    def _between_them(self) -> None:
        """Read "a job that sits between the two": what was linked right before is linked through it."""
        location, self._location = self._location, None
        middle = self.frames.keys(location.left, unknown=True) if location is not None else []
        goes_through = any(one in middle for one, _ in self.book.links) and any(
            two in middle for _, two in self.book.links
        )
        ends = [] if goes_through else [pair for pair in self.book.links if not set(pair) & set(middle)][-1:]
        for (one, two), inner in itertools.product(ends, middle):
            link = self.book.links.pop((one, two))
            self.book.add(link.model_copy(update={"target": inner}))
            self.book.add(link.model_copy(update={"source": inner}))
        self._done = True

    def _told_later(self, event: Event) -> Ref | None:
        """Return the API of "before it creates an order, the API verifies": who is named behind the comma."""
        if event.word != "it" or self._position != 1 or self._events[0].type != "subordinate":
            return None
        for position in range(2, min(len(self._events) - 2, LOOK_AHEAD + 2)):
            nominal = self._events[position + 1].nominal
            if self._events[position].word == "," and nominal is not None:
                named = (
                    nominal.article == "the" and names_a_part(nominal) and self._is_verb_at(self._next(position + 1))
                )
                return self._ref(nominal, nominal.first) if named else None
        return None

    def _done_by_before(self) -> Ref | None:
        """Return the camera of "taken by a camera, and the images are passed by it"."""
        before = self._outer if self._outer is not self._act else None
        agents = before.roles.get("by", []) if before is not None and before.passive else []
        return agents[-1] if agents and agents[-1].nominal is not None else None

    def _only_watches(self, ref: Ref) -> bool:
        """Tell "sends its logs to Loki. Both ask it": nobody asks what keeps logs, but who was spoken of."""
        kinds = {self.memory.parts[key].kind for key in ref.other[:1] if key in self.memory.parts}
        return kinds == {Kind.OBSERVABILITY} and bool(self.memory.actor)

    def _announces_next(self) -> bool:
        """Tell "that raises an event", said of what was just put somewhere."""
        following = self._next(self._position)
        relation = self._events[following].relation if following < len(self._events) else None
        return relation is not None and relation.frame == Frame.EMIT

    def _put_last_in(self) -> list[int]:
        """Return the store that something was put into last."""
        goal = self.memory.goal
        return [goal] if goal is not None and goal in self.memory.parts and not self.memory.acts(goal) else []

    def _on_us(self, event: Event) -> None:
        if self._act is None or (self._came("join", "subordinate") and self._is_verb_at(self._next(self._position))):
            self._close()
            self._subject, self._us = [], True

    def _on_everything(self, event: Event) -> None:
        if self._act is not None and self._came("join"):
            self._close()
        if self._act is None:
            following = self._next(self._position)
            relation = self._events[following].relation if following < len(self._events) else None
            moves = relation is not None and relation.frame == Frame.MOVE and bool(self.memory.actor)
            self._subject = [Ref(keys=list(self.memory.actor), index=event.index)] if moves else []
        elif self._act.role == "direct":
            self._act.take(Ref(index=event.index))

    def _on_subordinate(self, event: Event) -> None:
        is_within = (
            event.word == "whether"
            or (event.word == "if" and self._act is not None)
            or (self._came("join") and event.word in {"whenever", "when", "if", "once", "before", "after"})
        )
        self._resumed = list(self._subject) if is_within else []
        self._main = list(self._subject) if not is_within and self._act is not None else []
        self._close()
        if event.word in {"whether", "if"} and self._asking is not None:
            self._asking = self._asking._replace(is_question=True)
        self._subject, self._us = [], False
        self._location = None
        if event.word == "but":
            self._anchors = []
        self._attach = ""
        self._copula = self._defines = False
