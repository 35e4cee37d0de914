"""Reads clauses as a state machine, one method an event: who is spoken of, which verb is open, what fills its roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.brief.dictation.events import Event
from designer.brief.dictation.frames import Act, Frames, LinkBook, Ref
from designer.brief.dictation.memory import Memory, bare_name
from designer.brief.dictation.nominals import Nominal, is_people, names_a_part
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagger import Tag
from designer.brief.dictation.words import ABSORBED, COUNTED, GENERIC_HEADS, HOSTS, LANGUAGE_KINDS, SITES, singular
from designer.brief.numbers import number_at
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.technology import Technology

_LOOK_AHEAD = 8
_MOST_SUBJECTS = 200
_MOST_COMPARED = 500  # links looked through for an owner, so that long texts stay linear
_LOCATIONS = frozenset({"behind", "front", "between", "top"})
_QUIET = frozenset({"path", "protocol", "schedule", "waits", "place", "existing", "distributive"})
_POINTING = frozenset({"that", "this", "it", "those", "these", "them"})
_PUTTING = frozenset({Frame.PUT, Frame.SEND, Frame.EMIT, Frame.MOVE})
_NUMBERED = frozenset("stage step phase tier layer part".split())
_QUANTIFIERS = frozenset({"both", "all", "each"})
_OUTSIDE = frozenset("external saas third-party third partner vendor".split())
_GATHERINGS = frozenset(
    "set pool fleet group bunch number range series array row pair couple family farm handful".split()
)
_DOERS = {
    "caller": Frame.CALL, "client": Frame.CALL, "user": Frame.CALL, "consumer": Frame.TAKE, "reader": Frame.TAKE,
    "subscriber": Frame.HEAR, "writer": Frame.PUT, "producer": Frame.EMIT, "publisher": Frame.EMIT, "owner": Frame.HAVE,
}  # fmt: skip
_ASKS = frozenset("ask asks query queries check checks verify verifies consult consults looks look validates".split())
_GROUPED = frozenset({"they", "them", "both", "these", "those", "all", "each"})


def _is_ticket(name: str) -> bool:
    """Tell the number of a ticket: "JIRA-2291"."""
    project, _, number = name.rpartition("-")
    return project.isupper() and number.isdigit()


class Location(NamedTuple):
    """An open "behind", "in front of", "on top of" or "between": what stands left of it, and what followed so far."""

    type: str
    left: tuple[Ref, ...]


class Reader:
    """Reads one clause after the other; what it learns stays in the memory and the book of links."""

    def __init__(self, memory: Memory, book: LinkBook) -> None:
        self.memory = memory
        self.frames = Frames(memory, book)
        self.book = book
        self._reset()
        self._groups: list[list[Ref]] = []
        self._verb_before: Act | None = None
        self._pair: list[int] = []

    def _reset(self) -> None:
        self._events: Sequence[Event] = ()
        self._position = 0
        self._subject: list[Ref] = []
        self._act: Act | None = None
        self._last: Ref | None = None
        self._listed: list[Ref] = []
        self._fronted: dict[str, list[Ref]] = {}
        self._attach = ""
        self._location: Location | None = None
        self._anchors: list[Ref] = []
        self._anchor_type = "behind"
        self._copula = False
        self._defines = self._defined = False
        self._gap: tuple[str, Ref] | None = None
        self._us = False
        self._naming = False
        self._place = ""
        self._mute = 0
        self._existing = False
        self._each = False
        self._protocol = ""
        self._schedule = ""
        self._waits: bool | None = None
        self._agent: list[int] = []
        self._passive_topic: list[int] = []
        self._gerund_subject: list[Ref] = []
        self._outer: Act | None = None
        self._relative = False
        self._done = False
        self._head: Ref | None = None
        self._gap_read = self._is_anchored = False
        self._resumed: list[Ref] = []
        self._spoken_to: list[int] = []
        self._is_measure = False
        self._whose: Ref | None = None
        self._passed = -1
        self._opening: Ref | None = None
        self._doer: tuple[Frame, list[int]] | None = None
        self._focus: list[int] = []

    def clause(self, events: Sequence[Event], *, head: Sequence[Ref] = ()) -> None:
        """Read the events of one clause; `head` is who a list item belongs to."""
        self._reset()
        self._events = events
        self._subject = list(head)
        self._existing = any(event.type == "existing" for event in events)
        for position in range(len(events)):
            self._position, event = position, self._events[position]
            if self._mute and event.type not in _QUIET | {"close", "open"}:
                continue
            getattr(self, f"_on_{event.type.replace('-', '_')}")(event)
        self._finish()

    def defined(self) -> list[Ref]:
        """Return whom the clause read last defines: "web" in "web: uses the API"."""
        return [self._head] if self._defined and self._head is not None else []

    def last_subject(self) -> list[Ref]:
        """Return the subject of the clause read last."""
        return list(self._subject)

    def _finish(self) -> None:
        self._close()
        self.memory.topic = self._topic_of_clause() or self._focus
        self.memory.spoken = self._spoken()
        if self._fronted.get("from") and self._fronted.get("to"):
            self._elliptic()
        self._gapped()
        self._flush_list()

    def _gapped(self) -> None:
        """Read "orders by Postgres", which leaves out the verb of the clause before."""
        types = [event.type for event in self._events if event.type not in _QUIET]
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
        if acts or first is None or self._events[0].type not in {"nominal", "pronoun"}:
            return []
        key = self.memory.find(first)
        return [key] if key is not None and self.memory.acts(key) else []

    def _elliptic(self) -> None:
        """Read "and from Pulsar to the occupancy service", which leaves out its verb."""
        act = Act(Relation(Frame.MOVE), "", self._fronted["from"][0].index)
        act.path = [("from", ref) for ref in self._fronted["from"]] + [("to", ref) for ref in self._fronted["to"]]
        self.frames.close(act)

    # -- looking around -----------------------------------------------------------------------------------------

    def _before(self, back: int = 1) -> Event | None:
        """Return an event before the current one; adverbials do not count."""
        position = self._position
        while back and position > 0:
            position -= 1
            if self._events[position].type not in _QUIET:
                back -= 1
        return self._events[position] if not back and position < self._position else None

    def _came(self, *types: str) -> bool:
        before = self._before()
        return before is not None and before.type in types

    def _next(self, position: int) -> int:
        """Return the position of the next event that is no adverbial."""
        position += 1
        while position < len(self._events) and self._events[position].type in _QUIET:
            position += 1
        return position

    def _is_verb_at(self, position: int) -> bool:
        """Tell whether a finite verb stands at a position."""
        if position >= len(self._events):
            return False
        event = self._events[position]
        if event.type in {"be", "refused"}:
            return event.type == "be"
        return event.type == "verb" and event.tag == Tag.VERB and event.relation is not None

    def _starts_anew(self) -> bool:
        """Tell "A writes to B and C" (another object) from "A writes to B and C reads D" (a new subject)."""
        position = self._next(self._position)
        steps, listed = 0, False
        while position < len(self._events) and steps < _LOOK_AHEAD:
            event = self._events[position]
            if self._is_verb_at(position):
                return (
                    not listed
                    or (event.type == "be" and event.word not in {"is", "was"})
                    or not event.word.endswith("s")
                )
            if event.type in {"colon"} or self._is_parallel(event):
                return True
            following = self._events[position + 1] if position + 1 < len(self._events) else None
            if (
                event.type in {"join", "preposition"}
                and following is not None
                and following.type in {"nominal", "place"}
            ):
                listed = listed or event.type == "join"
                if event.type == "preposition" and event.word not in {"of", "at", "for"}:
                    return False
                position = self._next(position)
            elif event.type in {"behind", "front"} and self._act is not None and not listed:
                return not self._act.has("direct") or True
            else:
                return False
            position = self._next(position)
            steps += 1
        return False

    def _is_parallel(self, event: Event) -> bool:
        """Tell the second of "an API writing to A, a worker reading from B"."""
        return event.type == "verb" and event.tag == Tag.GERUND and self._act is not None and bool(self._gerund_subject)

    # -- who is meant -------------------------------------------------------------------------------------------

    def _ref(self, nominal: Nominal, index: int) -> Ref:
        """Return what a phrase stands for; a product or kind word is a part at once."""
        before = self._before()
        joined = before is not None and before.type == "join" and before.word != "then"
        ref = Ref(nominal=nominal, index=index, is_joined=joined)
        if group := self._several(nominal):
            self.memory.mention(group, index)
            self.memory.plural = list(group)
            return Ref(keys=group, nominal=nominal, index=index)
        known = self.memory.find(nominal)
        if known is None and nominal.technology is None and (owner := self._owner(nominal)) is not None:
            self.memory.mention([owner], index)
            return Ref(keys=[owner], nominal=nominal, index=index, is_joined=joined)
        if nominal.is_explicit and not self._only_describes(nominal):
            whose = self._owner_of_another(nominal, known)
            if whose and nominal.technology is not None:
                known = self.memory.add(nominal, name=f"{whose} {nominal.technology.name}")
            elif known is None:
                known = self.memory.add(nominal, place=self._place)
            else:
                self.memory.learn(known, nominal)
            ref.keys = [known] if known is not None else []
            if known is not None and self._existing and self._position_is_existing():
                self.memory.set(known, existing=True)
        else:
            ref.known = known
            ref.is_exact = known is not None and self.memory.is_named(known, nominal.name)
        if nominal.alias and (keys := ref.keys or ([known] if known is not None else [])):
            self.memory.name_also(keys[0], nominal.alias)
        if nominal.keeps_in is not None:
            self._keep_in(ref, nominal.keeps_in)
        shown = ref.keys or ([known] if known is not None and not nominal.is_payload else [])
        self.memory.mention(shown, index)
        if shown and (nominal.is_plural or nominal.replicas):
            self.memory.plural = list(shown)
        return ref

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
        if not tokens or not tokens[0].lower.endswith(("'s", "’s")) or names_a_part(nominal):
            return None
        return self.memory.named(tokens[0].text[:-2])

    def _several(self, nominal: Nominal) -> list[int]:
        """Return the parts that "both APIs", "the two services", "all workers" mean."""
        bare = bare_name(nominal.name).split()
        is_plural = nominal.is_plural or self.memory.says_each(nominal)
        is_group = is_plural and nominal.is_explicit and nominal.technology is None
        if not is_group or len(bare) != 1 or not self.memory.points_back(nominal):
            return []
        known = self.memory.of_head(bare[0])
        count = 2 if self.memory.says_both(nominal) else nominal.replicas or len(known)
        return known[-count:] if 1 < count <= len(known) else []

    def _position_is_existing(self) -> bool:
        return self._act is None or self._act.relation.frame in {Frame.HAVE, Frame.OTHER}

    def _only_describes(self, nominal: Nominal) -> bool:
        """Tell a product that says how or where a part runs, and is one itself only where something is said of it."""
        technology = nominal.technology
        if technology is None or nominal.has_kind:
            return False
        if technology.name in HOSTS:
            return True
        is_bare = nominal.name == technology.name
        return is_bare and technology.kinds[0] in LANGUAGE_KINDS and technology.kinds[0] != Kind.FUNCTION

    def _is_host(self, nominal: Nominal) -> bool:
        return nominal.technology is not None and nominal.technology.name in HOSTS

    def _pronoun_ref(self, event: Event, *, is_object: bool) -> Ref:
        """Return whom a pronoun means."""
        skip = self.frames.keys(self._subject) if is_object else []
        memory = self.memory
        if event.word in {"latter", "former"}:
            group = self._last_group()
            pair = (
                group if len(group) == 2 else memory.last_two(acting=True) if self._pairs_act() else memory.last_two()
            )
            pair, self._pair = (self._pair, []) if len(self._pair) == 2 else (pair, pair)
            keys = pair[-1:] if event.word == "latter" else pair[:1]
            return Ref(keys=keys, index=event.index)
        if event.word == "there":
            ways = [ref for role, ref in self._act.path if role == "to"] if self._act is not None else []
            if ways and (keys := self.frames.keys(ways[-1:])):
                return Ref(keys=keys, index=event.index)
            goal = [memory.goal] if memory.goal in memory.parts and memory.goal is not None else []
            stores = memory.last(skip, stores=True)
            from_there = self._attach == "from" or (self._act is not None and self._act.role == "from")
            return Ref(keys=(goal or stores) if from_there else (stores or goal), index=event.index)
        count = self._count_in(event) if event.word == "all" else 0
        if count and len(self._last_group()) != count:
            return Ref(keys=memory.last_few(count, skip), index=event.index)
        if event.word in _GROUPED:
            keys = self._group_of(event)
            is_counted = event.word == "all" and 1 < count == len(keys)
            if keys and (is_counted or not (is_object and event.word in {"them", "these", "those", "all"})):
                return Ref(keys=keys, index=event.index)
        if not is_object:
            keys = self._copied_store() or self._topic()
            if event.word == "they" and not keys and (many := self._many_spoken_of()) is not None:
                return Ref(nominal=many, index=event.index)
            spoken = self._last if self._last is not None and self._came("nominal", "schedule") else self.memory.spoken
            if event.word == "it" and isinstance(spoken, Ref) and not spoken.keys and spoken.nominal is not None:
                is_new = not keys or (self.memory.spoken is spoken and not self.memory.topic)
                if is_new and names_a_part(spoken.nominal) and not is_people(spoken.nominal):
                    return Ref(nominal=spoken.nominal, index=event.index)
            return Ref(keys=keys, index=event.index)
        other = memory.last(skip)
        if event.word == "all":
            other = memory.last_acting(skip) or other
        if event.word in {"them", "these", "those", "both"}:
            other = [key for key in memory.plural if key in memory.parts and key not in skip] or other
        queue = memory.last_broker() or memory.last(skip, stores=True)
        return Ref(index=event.index, is_pronoun=True, queue=[key for key in queue if key not in skip], other=other)

    def _many_spoken_of(self) -> Nominal | None:
        """Return the plain plural right before "they": "we have turnstiles, they ask"."""
        nominal = self._last.nominal if self._last is not None and not self._last.keys and self._is_comma(1) else None
        return (
            nominal
            if nominal is not None and nominal.is_plural and names_a_part(nominal) and not is_people(nominal)
            else None
        )

    def _copied_store(self) -> list[int]:
        """Return the store in "writes to Postgres; it replicates to": stores copy themselves."""
        following = self._next(self._position)
        relation = self._events[following].relation if following < len(self._events) else None
        last = self.memory.last()
        if relation is None or relation.frame != Frame.COPY or not last or self.memory.acts(last[0]):
            return []
        return last

    def _pairs_act(self) -> bool:
        """Tell whether "the former" and "the latter" can be the two parts that did something last."""
        return len(self.memory.last_two(acting=True)) == 2

    def _count_in(self, event: Event) -> int:
        """Return the number in "all three", else 0."""
        tokens = self.memory.marked.tokens
        numbers = (number_at(tokens, index) for index in range(event.index + 1, event.after))
        return next((int(number.value) for number in numbers if number is not None), 0)

    def _group_of(self, event: Event) -> list[int]:
        group = self._widest_group() if event.word == "all" else self._last_group()
        acting = [key for key in group if self.memory.acts(key)]
        if event.word in {"both", "each", "all"} and group:
            return group
        if len(acting) > 1:
            return acting
        if event.word == "both":
            return self.memory.last_two(acting=self._act is None and not self._is_passive_next())
        return [key for key in self.memory.plural if event.word in {"they", "each", "all"} and self.memory.acts(key)]

    def _is_passive_next(self) -> bool:
        following = self._next(self._position)
        after = self._next(following)
        return (
            after < len(self._events)
            and self._events[following].type == "be"
            and self._events[after].tag == Tag.PASSIVE
        )

    def _is_taken_next(self) -> bool:
        """Tell "they are picked up by": what is taken is no part, but what was put somewhere."""
        if not self._is_passive_next():
            return False
        relation = self._events[self._next(self._next(self._position))].relation
        return relation is not None and relation.frame == Frame.TAKE

    def _put_last(self) -> list[int]:
        """Return the queue or log that something was put into last."""
        return [key for key in self.memory.last_broker() if key == self.memory.goal]

    def _topic(self) -> list[int]:
        """Return who "it" is as a subject: the part mentioned last that acts."""
        if self._subject and not self._came("subordinate"):
            own = [key for key in self.frames.keys(self._subject) if self.memory.acts(key)]
            last = self.frames.keys([self._last]) if self._last is not None else []
            if own and not [key for key in last if self.memory.acts(key) and key not in own]:
                return own
        if topic := [key for key in self.memory.topic if self.memory.acts(key)]:
            return topic
        return self.memory.last_acting() or self.memory.actor

    # -- events: nominals ---------------------------------------------------------------------------------------

    def _on_nominal(self, event: Event) -> None:
        nominal = event.nominal
        if nominal is None:
            return
        if self._naming:
            self._name(nominal)
            return
        if (self._defines or (self._defined and self._act is None and self._came("join"))) and self._stores_in(nominal):
            return
        if self._defines and self._stands_for(nominal):
            return
        if self._whose is not None and self._is_whose(nominal):
            return
        if self._whose is not None and not nominal.is_explicit and self._came("which"):
            return
        if (self._copula or self._defines) and self._describes(nominal):
            self._done = True
            return
        if self._copula and self._acts_for(nominal):
            return
        if self._act is None and self._is_comma(1) and self._subject and self._acts_for(nominal):
            return
        if self._doer is not None and self._is_doer(nominal):
            return
        if self._copula and self._subject and not nominal.is_explicit:
            self._copula, self._done = False, True
            if not _OUTSIDE.isdisjoint(nominal.name.casefold().replace("-", " ").split()):
                for key in self.frames.keys(self._subject[-1:], unknown=True):
                    self.memory.set(key, kind=Kind.EXTERNAL_SYSTEM, is_explicit=True)
            return
        if self._gathers(nominal):
            return
        if self._act is not None and self._act.relation.frame == Frame.COPY and nominal.head in SITES:
            self._act.place = self._act.place or (f"Second {nominal.head}" if nominal.is_other else nominal.name)
            return
        if self._is_aside(nominal) or self._explains(nominal):
            return
        if self._counts(nominal) or self._is_built_in(nominal):
            return
        if self._apposes(nominal) or self._specifies(nominal) or self._is_copied(nominal):
            return
        if self._belongs_to(nominal) or self._sums_up(nominal) or self._is_whose(nominal):
            return
        self._slot(self._ref(nominal, event.index))

    def _slot(self, ref: Ref) -> None:
        """Put a ref where the grammar wants it: a place, a role of the open verb, the list of subjects."""
        copula, self._copula, self._defines = self._copula, False, False
        if self._location is not None:
            self._locate(ref)
        elif self._anchors:
            self._introduce(ref)
        elif self._attach:
            self._attached(ref)
        elif self._act is not None:
            self._object(ref)
        elif self._came("join") and (role := self._fronted_role()):
            self._fronted[role].append(ref)
        elif self._came("join") and self._subject and not copula and not self._done:
            if len(self._subject) < _MOST_SUBJECTS:
                self._subject.append(ref)
                self._listed.append(ref)
        elif self._fronted and not self._fronted.get("_open"):
            self._subject = [ref]
            self._listed = [ref]
        else:
            self._subject = [ref]
            self._listed = [ref]
            self._us = self._done = False
        self._last = ref
        self._assign_place(ref)

    def _fronted_role(self) -> str:
        """Return the role of "data from A and B": what "and" joins to a phrase that stands before the verb."""
        following = self._next(self._position)
        is_be = following < len(self._events) and self._events[following].type == "be"
        if not is_be or self._last is None or not self._subject:
            return ""
        return next((role for role, refs in self._fronted.items() if refs and refs[-1] is self._last), "")

    def _assign_place(self, ref: Ref) -> None:
        for key in ref.keys:
            if self._place and not self.memory.parts[key].place:
                self.memory.set(key, place=self._place)

    def _object(self, ref: Ref) -> None:
        act = self._act
        if act is None:
            return
        if self._came("join") and self._rejoins(ref):
            return
        if act.role == "with" and self._is_copy(ref):
            act.role = "direct" if act.has("direct") or not act.has("to") else "to"
            return
        is_bare = not act.roles and self._is_comma(1)
        if (
            self._came("join")
            and (act.roles or is_bare or act.relation.frame in {Frame.OTHER, Frame.BE})
            and self._starts_anew()
        ):
            self._close()
            self._subject, self._listed, self._us = [ref], [ref], False
            return
        if self._came("join") and self._repeats(ref):
            self._close()
            self._act = Act(act.relation, act.word, act.index, act.passive, [ref])
            self._subject = [ref]
            return
        if self._came("join") and (self._carries(ref) or self._goes_back(ref)):
            act.role = "direct"
        if self._came("join") or self._repeats_role():
            self._listed = [*self._listed, ref] if self._listed else [ref]
        else:
            self._flush_list()
            self._listed = [ref]
        act.take(ref)

    def _repeats_role(self) -> bool:
        """Tell "to A and to B", which is a list as much as "to A and B"."""
        before, join = self._before(), self._before(2)
        is_same = before is not None and before.type == "preposition" and self._act is not None
        return is_same and join is not None and join.type == "join" and len(self._act.path if self._act else ()) > 0

    def _repeats(self, ref: Ref) -> bool:
        """Read "A sends users to B, B to C": the second leaves out its verb."""
        act, following = self._act, self._next(self._position)
        if act is None or following >= len(self._events) or not ref.keys:
            return False
        event = self._events[following]
        return (
            event.type == "preposition"
            and event.word == act.role
            and act.has(act.role)
            and (act.role in {"to", "via"} or (act.role in {"from", "at"} and self.memory.acts(ref.keys[0])))
        )

    def _carries(self, ref: Ref) -> bool:
        """Read "reads features from A and its model from B": the noun is what travels."""
        act, following = self._act, self._next(self._position)
        if act is None or following >= len(self._events) or ref.keys or ref.nominal is None or ref.nominal.is_explicit:
            return False
        event = self._events[following]
        return event.type == "preposition" and event.word in {"from", "to", "at"} and act.role in {"from", "to", "at"}

    def _goes_back(self, ref: Ref) -> bool:
        """Read "uses Redis for sessions and Postgres for trips": a store behind a purpose is a further object."""
        act, nominal = self._act, ref.nominal
        return act is not None and act.role == "skip" and act.has("direct") and nominal is not None and nominal.is_store

    def _is_copy(self, ref: Ref) -> bool:
        """Read "uses Aurora with two read replicas": a copy belongs to what stands before "with"."""
        last = self._last
        if ref.nominal is None or ref.nominal.role != "replica" or last is None:
            return False
        owners = [key for key in self.frames.keys([last]) if self.memory.parts[key].kind in DATASTORE_KINDS]
        for owner in owners:
            for key in self.frames.key(ref, unknown=True):
                self.frames.link(owner, key, "copy")
        return bool(owners)

    def _rejoins(self, ref: Ref) -> bool:
        """Read "calls A, which stores users in B, and C": C belongs to the verb before the relative clause."""
        act, outer = self._act, self._outer
        if not self._relative or act is None or outer is None or ref.nominal is None or not ref.keys:
            return False
        filled = [key for refs in act.roles.values() for key in self.frames.keys(refs)]
        if not filled or any(self.memory.acts(key) for key in filled) or not self.memory.acts(ref.keys[0]):
            return False
        if self._starts_anew():
            return False
        self._close()
        self._relative = False
        again = Act(outer.relation, outer.word, outer.index, outer.passive, list(outer.subject), role=outer.role)
        self._act = again
        again.take(ref)
        self._listed = [ref]
        return True

    def _flush_list(self) -> None:
        """Note what was named in one breath, for "both", "they" and "the latter"."""
        if len(self._listed) > 1 or any(len(ref.keys) > 1 for ref in self._listed):
            self._groups = [*self._groups[-3:], list(self._listed)]

    def _last_group(self) -> list[int]:
        for group in reversed(self._groups):
            keys = self.frames.keys(group)
            if len(keys) > 1:
                return keys
        return []

    def _stands_for(self, nominal: Nominal) -> bool:
        """Read "A: the web shop": a letter that the text uses for a part."""
        subject = self._subject[-1] if self._subject else None
        if subject is None or subject.nominal is None or len(subject.nominal.name) != 1 or subject.keys:
            return False
        ref = self._ref(nominal, nominal.first)
        keys = self.frames.key(ref, unknown=True)
        if len(keys) != 1:
            return False
        self.memory.name_also(keys[0], subject.nominal.name)
        self._subject, self._last, self._defines = [ref], ref, False
        return True

    def _stores_in(self, nominal: Nominal) -> bool:
        """Read "catalog service: Postgres": a service that has a store, and is none itself."""
        subject = self._subject[-1] if self._subject else None
        if subject is None or not subject.keys or not nominal.is_store or subject.nominal is None:
            return False
        part = self.memory.parts.get(subject.keys[0])
        if part is None or part.kind not in LANGUAGE_KINDS or not part.is_explicit or not subject.nominal.has_kind:
            return False
        self._defines = False
        self._act = Act(Relation(Frame.HAVE), "", subject.index, subject=[subject])
        self._slot(self._ref(nominal, nominal.first))
        return True

    def _widest_group(self) -> list[int]:
        groups = [self.frames.keys(group) for group in self._groups]
        return max(reversed(groups), key=len, default=[])

    def _describes(self, nominal: Nominal) -> bool:
        """Read "the gateway is Kong", "orders: Node service": what follows says what the subject is."""
        subject = self._subject[-1] if self._subject else None
        if (
            subject is None
            or (self._copula and nominal.article == "the")
            or not (nominal.is_explicit or nominal.existing)
        ):
            return False
        if subject.nominal is not None and subject.nominal.is_payload and not subject.keys and self._copula:
            return False
        if subject.nominal is not None and not names_a_part(subject.nominal) and not subject.keys:
            return False
        keys = subject.keys or self.frames.key(subject, unknown=True)
        if len(keys) != 1 or nominal.role == "replica":
            return False
        part = self.memory.parts[keys[0]]
        if (
            part.technology is not None
            and nominal.technology is not None
            and part.technology != nominal.technology.name
        ):
            return False
        if part.is_explicit and part.technology is not None and nominal.technology is None and not nominal.existing:
            return False
        self.memory.describe(keys[0], nominal)
        if nominal.technology is not None and nominal.name == nominal.technology.name:
            self.memory.name_also(keys[0], nominal.name)
        self._last = subject
        self._copula = False
        self._defines = False
        return True

    def _is_aside(self, nominal: Nominal) -> bool:
        """Read "Sparrow, another in-house tool, reads": what stands between the commas says what the name is."""
        before, last = self._before(), self._last
        following = self._next(self._position)
        if before is None or before.word != "," or last is None or last.nominal is None or last.nominal.is_explicit:
            return False
        closes = following < len(self._events) and self._events[following].word == ","
        is_one = nominal.article == "a" or nominal.is_other
        if not (closes and is_one and self._act is None and len(self._subject) == 1 and nominal.technology is None):
            return False
        return self._is_verb_at(self._next(following))

    def _explains(self, nominal: Nominal) -> bool:
        """Read "calls Plato, our API gateway.", "ATPCO Store, a Postgres database that": what a name of its own is."""
        last, tokens = self._last, self.memory.marked.tokens
        if not self._is_comma(1) or last is None or last.nominal is None or last.nominal.is_explicit:
            return False
        if not (
            nominal.is_explicit
            and (tokens[last.nominal.first].text[:1].isupper() or "-" in last.nominal.name)
            and last.nominal.first != nominal.first
        ):
            return False
        if tokens[max(0, nominal.first - 1)].lower not in {"our", "a", "an"} or last.nominal.is_payload:
            return False
        following = self._next(self._position)
        ends = following >= len(self._events) or self._events[following].word == ","
        if not ends and self._events[following].type != "which":
            return False
        for key in self.frames.key(last, unknown=True):
            self.memory.describe(key, nominal)
        return True

    def _counts(self, nominal: Nominal) -> bool:
        """Read "two replicas of the API": the phrase behind "of" is what is meant, and carries the count."""
        following = self._next(self._position)
        if not (nominal.replicas and nominal.technology is None and nominal.head in COUNTED):
            return False
        return following < len(self._events) and self._events[following].word == "of"

    def _is_built_in(self, nominal: Nominal) -> bool:
        """Read "the backend in Laravel", "a service in Go": how it is built."""
        before = self._before()
        last = self._last
        if before is None or before.type != "preposition" or before.word not in {"at", "with"} or last is None:
            return False
        left = self._before(2)
        if left is None or left.type != "nominal" or nominal.technology is None:
            return False
        if self._is_kept_in(last, nominal) or self._is_part_of(last, nominal):
            return True
        if not self._only_describes(nominal):
            return False
        if nominal.technology.name in HOSTS or not (last.keys or self._act is None):
            return False
        keys = self.frames.key(last, unknown=True)
        if not keys or self.memory.parts[keys[0]].kind not in LANGUAGE_KINDS:
            return False
        self.memory.describe(keys[0], nominal)
        self._attach = ""
        if self._act is not None:
            self._act.role = "skip"
        return True

    def _is_part_of(self, last: Ref, nominal: Nominal) -> bool:
        """Read "a rule on IoT Core", "a table in DynamoDB": the product is meant."""
        first, product = last.nominal, nominal.technology
        if first is None or product is None or last.keys or first.is_explicit or product.kinds[0] in LANGUAGE_KINDS:
            return False
        if first.head not in ABSORBED or self._act is not None:
            return False
        last.keys = self._ref(nominal, nominal.first).keys
        self._attach = ""
        return bool(last.keys)

    def _belongs_to(self, nominal: Nominal) -> bool:
        """Read "the MySQL binlog of the loyalty service": the store is meant, and who has it is a part too."""
        before, last = self._before(), self._last
        if before is None or before.word != "of" or last is None or last.nominal is None or len(last.keys) != 1:
            return False
        if not nominal.is_explicit and last.nominal.technology is not None and self._act is not None:
            return True
        if (
            not last.nominal.is_store
            or last.nominal.kind in BROKER_KINDS
            or not nominal.is_explicit
            or nominal.is_store
        ):
            return False
        for owner in self.frames.key(self._ref(nominal, nominal.first), unknown=True):
            if self.memory.acts(owner) and self.memory.parts[owner].kind != Kind.PERSON:
                self.frames.link(owner, last.keys[0], "call")
        self._attach = ""
        return True

    def _sums_up(self, nominal: Nominal) -> bool:
        """Read "offers and bookings, two Quarkus services": what the names before stand for."""
        if (
            self._act is not None
            or not self._is_comma(1)
            or nominal.replicas != len(self._subject)
            or not nominal.is_explicit
        ):
            return False
        if self._next(self._position) < len(self._events):
            return False
        for ref in self._subject:
            if ref.nominal is not None:
                ref.nominal = ref.nominal._replace(is_payload=False)
            for key in self.frames.key(ref, unknown=True):
                self.memory.describe(key, nominal._replace(replicas=None))
        return True

    def _is_whose(self, nominal: Nominal) -> bool:
        """Read "Bunny CDN, whose origin is Wasabi", "Feast, whose online store is Redis": a part that the first one has."""
        owner = self._whose
        if owner is None or not self._came("be") or not nominal.is_explicit:
            return False
        self._whose, self._copula = None, False
        for one in self.frames.key(owner, unknown=True):
            for two in self.frames.key(self._ref(nominal, nominal.first), unknown=True):
                self.frames.link(one, two, "call")
        return True

    def _acts_for(self, nominal: Nominal) -> bool:
        """Read "the widget is the only caller of the assistant" as "the widget calls the assistant"."""
        following = self._next(self._position)
        frame = _DOERS.get(singular(nominal.head))
        of = following < len(self._events) and self._events[following].word in {"of", "to"}
        if frame is None or (nominal.is_explicit and nominal.technology is not None) or not of:
            return False
        self._act = Act(Relation(frame, True), "", self._events[self._position].index, subject=list(self._subject))
        self._copula, self._is_measure = False, self._events[following].word == "of"
        return True

    def _is_doer(self, nominal: Nominal) -> bool:
        """Read "the clients of Kong are the iOS app and the Android app": who does what the noun says."""
        if self._doer is None or not (self._came("be") or self._came("join")):
            return False
        frame, targets = self._doer
        for one in self.frames.key(self._ref(nominal, nominal.first), unknown=True):
            for two in targets:
                takes = frame in {Frame.TAKE, Frame.HEAR} and not self.memory.acts(two)
                self.frames.link(*((two, one) if takes else (one, two)), "send" if takes else "call")
        return True

    def _gathers(self, nominal: Nominal) -> bool:
        """Read "a set of functions", "a fleet of workers": what is meant stands behind "of"."""
        following = self._next(self._position)
        if nominal.is_explicit or nominal.head not in _GATHERINGS or following + 1 >= len(self._events):
            return False
        if self._events[following].word != "of" or self._events[self._next(following)].type != "nominal":
            return False
        self._is_measure = True
        return True

    def _is_copied(self, nominal: Nominal) -> bool:
        """Read "a read replica of MySQL": the copy is meant, and what it copies is a part too."""
        before, last = self._before(), self._last
        if before is None or before.word != "of" or last is None or last.nominal is None or not nominal.is_store:
            return False
        if last.nominal.role != "replica" or last.nominal.technology is not None:
            return False
        for owner in self.frames.key(self._ref(nominal, nominal.first), unknown=True):
            for key in self.frames.key(last, unknown=True):
                part = self.memory.parts[owner]
                self.memory.set(key, kind=part.kind, technology=part.technology)
                self.frames.link(owner, key, "copy")
        self._attach = ""
        return True

    def _is_kept_in(self, last: Ref, nominal: Nominal) -> bool:
        """Read "a landing bucket on S3", "an orders topic on Kafka": the product that a store or queue is part of."""
        first, product = last.nominal, nominal.technology
        if first is None or product is None or first.technology is not None or not first.has_kind or nominal.has_kind:
            return False
        kinds = set(product.kinds)
        fits = first.kind in kinds or (first.kind in BROKER_KINDS and bool(kinds & BROKER_KINDS)) or (
            first.kind in DATASTORE_KINDS - {Kind.CACHE, Kind.OBJECT_STORE} and bool(kinds & (DATASTORE_KINDS - {Kind.CACHE, Kind.OBJECT_STORE}))
        )  # fmt: skip
        fits = fits or (first.kind == Kind.DATA_WAREHOUSE and Kind.OBJECT_STORE in kinds and first.head == "lake")
        if (
            not first.is_store
            or not fits
            or len(last.keys) != 1
            or self.memory.find(nominal) not in {None, last.keys[0]}
        ):
            return False
        self.memory.describe(last.keys[0], nominal)
        self._attach = ""
        return True

    def _apposes(self, nominal: Nominal) -> bool:
        """Read "the leader, a Postgres in zone A": a product with an article behind a plain noun."""
        last = self._last
        if (
            not self._came("join")
            or last is None
            or last.nominal is None
            or nominal.article != "a"
            or not nominal.is_explicit
        ):
            return False
        before = self._before()
        if before is None or before.word != "," or last.nominal.technology is not None:
            return False
        owner = self.memory.last(self.frames.keys([last]), stores=True)
        if last.nominal.role == "replica" and owner and self.memory.parts[owner[0]].technology not in {
            None, nominal.technology.name if nominal.technology is not None else None
        }:  # fmt: skip
            return False
        if last.nominal.is_explicit and nominal.technology is None:
            return False
        if not (
            last.nominal.role or (nominal.technology is not None and last.nominal.article == "the" and nominal.has_kind)
        ):
            return False
        for key in self.frames.key(last, unknown=True):
            self.memory.describe(key, nominal)
        return True

    def _specifies(self, nominal: Nominal) -> bool:
        """Read "a second service, the print service, fetches": the second name replaces the first."""
        last = self._last
        if (
            not self._came("join")
            or last is None
            or last.nominal is None
            or self._act is not None
            or len(self._subject) != 1
        ):
            return False
        first = last.nominal
        is_bare = first.is_explicit and first.technology is None and " " not in first.name.replace("A second ", "")
        if not is_bare or nominal.article != "the" or first.head != nominal.head or first.article != "a":
            return False
        for key in last.keys:
            if key in self.memory.parts and not self.frames.is_linked(key):
                self.memory.forget(key)
        self._subject = [self._ref(nominal, nominal.first)]
        self._last, self._done = self._subject[0], True
        return True

    def _name(self, nominal: Nominal) -> None:
        """Read "a queue called enriched"."""
        self._naming = False
        for key in self.frames.keys([self._last], unknown=True) if self._last is not None else []:
            part = self.memory.parts[key]
            self.memory.name_also(key, nominal.name)
            self.memory.name_also(key, f"{nominal.name} {part.kind.value.split('-')[-1]}")
            self.memory.set(key, name=nominal.name)

    # -- events: places -----------------------------------------------------------------------------------------

    def _on_behind(self, event: Event) -> None:
        self._open_location(event)

    _on_front = _on_behind
    _on_between = _on_behind
    _on_top = _on_behind

    def _open_location(self, event: Event) -> None:
        left: list[Ref] = []
        act = self._act
        if event.type == "behind" and act is None and self._next_is_join() and len(self._subject) > 1:
            self._link_location(Location("front", tuple(self._subject[-2:-1])), self._subject[-1:])
            return
        if self._points_back():
            self._close()
            self._subject = []
            self._location, self._anchors = Location(event.type, ()), []
            return
        if act is not None and act.has("direct") and act.relation.frame not in {Frame.OTHER}:
            left = act.roles["direct"][-1:]
            if event.type == "behind" and act.relation.frame == Frame.HAVE:
                left = act.roles["direct"]
        elif act is not None and act.has("direct"):
            left = self._listed or act.roles["direct"]
        elif act is not None and self._is_at_a_place(act):
            left = list(self._subject)
        elif self._last is not None and self._came("nominal", "place") and act is not None and act.roles:
            left = [self._last]
        elif self._subject:
            left = list(self._subject)
            if act is None and len(left) > 1 and self._comes_behind_comma():
                left = left[-1:]
        if (
            act is not None
            and act.relation.frame in {Frame.PUT, Frame.CALL}
            and act.has("direct")
            and self._is_ours(act)
        ):
            act.refused = True
        self._location = Location(event.type, tuple(left))
        self._anchors = []

    def _comes_behind_comma(self) -> bool:
        """Tell "nginx, two servers behind it", where the last of a list stands alone."""
        before = self._before(2)
        return before is not None and before.word == ","

    def _is_ours(self, act: Act) -> bool:
        """Tell "we put A in front of B": nobody in the picture does that."""
        return act.us or not act.subject

    def _is_at_a_place(self, act: Act) -> bool:
        """Tell "the service runs in Frankfurt behind": the town is no part."""
        last = self._last
        if act.relation.frame not in {Frame.OTHER, Frame.BUILD} or last is None or last.keys or last.nominal is None:
            return False
        return act.role == "at" and not last.nominal.is_explicit and bool(self._subject)

    def _next_is_join(self) -> bool:
        following = self._next(self._position)
        return following >= len(self._events) or self._events[following].type == "join"

    def _points_back(self) -> bool:
        """Tell ", behind that two servers": what follows the pronoun is new, and stands behind what came before."""
        following = self._next(self._position)
        after = self._next(following)
        if not self._came("join") or after >= len(self._events):
            return False
        pronoun = self._events[following]
        if self._events[after].word == "," and after + 1 < len(self._events):
            after = self._next(after)
        return pronoun.type == "pronoun" and pronoun.word in _POINTING and self._events[after].type == "nominal"

    def _locate(self, ref: Ref) -> None:
        """Put something behind, in front of or between other things."""
        location = self._location
        if location is None:
            return
        if not location.left or (
            location.type == "between" and len(self._anchors) < 2 and not self._link_now(location)
        ):
            self._anchors.append(ref)
            before_last = location.type == "between" and len(self._anchors) < 2
            self._location = location if before_last or self._joined_next() else None
            if self._location is None and location.left:
                self._link_location(location, self._anchors)
                self._anchors = []
            elif self._location is None:
                self._anchor_type = location.type
            return
        self._link_location(location, [ref])
        if not self._joined_next() or self._is_located_next():
            self._location = None
            self._done = self._done or self._act is None
            self._after_location(location)

    def _link_now(self, location: Location) -> bool:
        return location.type != "between"

    def _after_location(self, location: Location) -> None:
        if self._act is not None and self._act.relation.frame in {Frame.OTHER, Frame.BE}:
            self._close()

    def _joined_next(self) -> bool:
        """Tell whether "and" and a further noun follow that no verb claims."""
        position = self._next(self._position)
        if position + 1 >= len(self._events) or self._events[position].type != "join":
            return False
        if self._events[self._next(position)].type != "nominal" if self._next(position) < len(self._events) else True:
            return False
        return not self._is_verb_at(self._next(self._next(position)))

    def _is_located_next(self) -> bool:
        """Tell "A behind B, C behind D": the next noun has a place of its own."""
        after = self._next(self._next(self._next(self._position)))
        return after < len(self._events) and self._events[after].type in {"behind", "front"}

    def _introduce(self, ref: Ref) -> None:
        """Read "behind it are A and B", "in front of Postgres there is PgBouncer"."""
        self._link_location(Location(self._anchor_type, (ref,)), self._anchors)
        self._subject = [*self._subject, ref] if self._came("join") and self._subject else [ref]
        self._listed = list(self._subject)
        if not (self._joined_next() or (self._is_anchored and self._next_is_listed())):
            self._anchors, self._is_anchored = [], False
            if self._act is not None and self._act.relation.frame in {Frame.OTHER, Frame.BE, Frame.HAVE}:
                self._act = None

    def _next_is_listed(self) -> bool:
        """Tell whether "and" and a noun come next."""
        following = self._next(self._position)
        after = self._next(following)
        types = [self._events[item].type for item in (following, after) if item < len(self._events)]
        return types == ["join", "nominal"]

    def _link_location(self, location: Location, right: Sequence[Ref]) -> None:
        frames = self.frames
        left = frames.keys(location.left, unknown=True)
        others = frames.keys(right, unknown=True) or [key for ref in right for key in ref.other]
        if location.type == "between":
            self._link_between(left, others)
            return
        for one in left:
            for two in others:
                ends = (two, one) if location.type == "behind" else (one, two)
                if (
                    self.memory.parts[ends[0]].kind in DATASTORE_KINDS
                    and location.type == "behind"
                    and not self.memory.acts(two)
                ):
                    ends = (one, two)
                frames.link(*ends, "call")

    def _link_between(self, middle: Sequence[int], ends: Sequence[int]) -> None:
        if len(ends) < 2:
            return
        for one in middle:
            self.frames.link(ends[0], one, "call")
            for other in ends[1:]:
                self.frames.link(one, other, "call")

    def _attached(self, ref: Ref) -> None:
        """Read a preposition behind a noun without a verb: "a service on MySQL", "an API with a cache", "in Go"."""
        role, self._attach = self._attach, ""
        nominal = ref.nominal
        left = self._subject
        if self._act is not None and self._last is not None:
            left = [self._last]
        if not left:
            self._fronted.setdefault(role, []).append(ref)
            return
        if (
            role == "at"
            and nominal is not None
            and nominal.head in {"node", "nodes", "host", "hosts", "machine", "machines", "premises"}
        ):
            return
        if role in {"at", "with"} and nominal is not None and self._only_describes(nominal):
            if nominal.technology is not None and nominal.technology.name not in HOSTS:
                for key in self.frames.keys(left[-1:]):
                    self.memory.describe(key, nominal)
            return
        is_copy = nominal is not None and nominal.role == "replica" and bool(self._stores_of(left))
        keys = ref.keys if role != "with" or nominal is None else self.frames.key(ref, unknown=is_copy)
        if role in {"at", "with"}:
            if role == "at" and keys and self._only_lies(left[-1]) and not any(self.memory.acts(key) for key in keys):
                noun = left[-1].nominal
                self.memory.put(noun.name.casefold().split() if noun is not None else (), keys[-1])
                return
            owners = self.frames.keys(left, unknown=bool(keys))
            if role == "at" and not owners and left[-1].nominal is not None and left[-1].nominal.is_payload:
                left[-1].keys = [key for key in keys if not self.memory.acts(key)]
            for owner in owners:
                for key in keys:
                    replica = nominal is not None and nominal.role == "replica"
                    is_store = not self.memory.acts(key)
                    if replica and self.memory.parts[owner].kind in DATASTORE_KINDS:
                        self.frames.link(owner, key, "copy")
                    elif (is_store or role == "with") and self.memory.acts(owner):
                        self.frames.link(owner, key, "call")
            return
        if role == "via" and self._done and ref.keys and any(event.type == "be" for event in self._events):
            for owner in self.frames.keys(left):
                for key in ref.keys:
                    self.frames.link(owner, key, "call")
            return
        self._fronted.setdefault(role, []).append(ref)

    def _only_lies(self, ref: Ref) -> bool:
        """Tell "balances are in FoundationDB": things that lie somewhere, and do nothing."""
        noun = ref.nominal
        is_said = any(event.type == "be" for event in self._events[: self._position])
        return (
            is_said
            and noun is not None
            and not ref.keys
            and noun.is_plural
            and not noun.is_explicit
            and ref.known is None
        )

    def _stores_of(self, refs: Sequence[Ref]) -> list[int]:
        return [key for key in self.frames.keys(refs) if self.memory.parts[key].kind in DATASTORE_KINDS]

    # -- events: verbs ------------------------------------------------------------------------------------------

    def _on_verb(self, event: Event) -> None:
        relation = event.relation
        if relation is None or self._position == self._passed:
            return
        if relation.frame == Frame.NAME and event.tag == Tag.PASSIVE and self._came("nominal"):
            self._naming = True
            return
        if event.word == "using" and self._act is not None and self._act.has("to") and self._next_is_broker():
            self._act.role = "via"
            return
        if self._is_hosted(event):
            return
        subject = self._subject_of(event)
        for ref in subject:
            if ref.nominal is not None and ref.nominal.is_explicit and not self._is_host(ref.nominal):
                self.frames.key(ref, unknown=True)
        open_agents = self._agents_of(self._act) if event.tag == Tag.PASSIVE else []
        whose = (
            self.frames.keys([self._whose], unknown=True)
            if self._whose is not None and event.tag == Tag.PASSIVE
            else []
        )
        implied = whose or open_agents or self._agent or self.memory.actor or self.memory.last_acting()
        self._close()
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
        outer = self._outer
        act.goes_on = outer is not None and outer.subject is subject and outer is self.frames.mover
        if open_agents and relation.frame in _PUTTING:
            act.roles["by"] = [Ref(keys=open_agents, index=event.index)]
        self._each = False
        self._protocol, self._waits = "", None
        for role, refs in self._fronted.items():
            for ref in refs:
                act.role = role
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

    def _is_comma(self, back: int) -> bool:
        """Tell whether a comma stands some events before."""
        before = self._before(back)
        return before is not None and before.type == "join" and before.word == ","

    def _agents_of(self, act: Act | None) -> list[int]:
        """Return by whom the verb before was done, which goes on for "captured by A and put on B"."""
        before = self._before(2) if self._came("be") else self._before()
        if act is None or not act.passive or before is None or before.type != "join":
            return []
        return self.frames.keys(act.roles.get("by", ()), unknown=True)

    def _subject_of(self, event: Event) -> list[Ref]:
        """Return who does what a verb says."""
        before = self._before()
        if event.tag == Tag.VERB and before is not None and before.type == "join":
            if self._resumed and before.word == ",":
                self._subject, self._resumed = self._resumed, []
                return self._subject
            if self._defined and self._head is not None and not self._relative:
                self._subject, self._us = [self._head], False
                return self._subject
            is_over = self._act is not None and self._act.passive and self._relative
            if (self._gap_read or is_over) and self._outer is not None and before.word == "and" and self._is_comma(2):
                self._relative = self._gap_read = False
                self._subject = list(self._outer.subject)
                return self._subject
        if event.tag == Tag.GERUND:
            if before is not None and before.type == "nominal" and self._last is not None:
                return [self._last]
            if before is not None and before.type == "join" and self._act is not None and self._gerund_subject:
                return self._gerund_subject
            return self._subject
        if (
            event.tag == Tag.PASSIVE
            and before is not None
            and self._last is not None
            and (before.type == "nominal" or (before.word == "," and self._act is not None))
        ):
            return [self._last]
        if before is not None and before.type == "nominal" and self._act is not None and event.tag == Tag.VERB:
            last = self._last
            if last is not None and last not in self._subject:
                self._subject, self._us = [last], False
                return self._subject
        return self._subject

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
        if self.frames.made:
            self._focus = self._stays(act)
        if act.passive:
            if not self._relative:
                self._passive_topic = self.frames.keys(act.subject)
            agents = self.frames.keys(act.roles.get("by", ()))
            self._agent = agents or self._agent
            if agents:
                self.memory.actor = agents
            return
        self._agent, self._passive_topic = [], []
        acting = [key for key in self.frames.keys(act.subject) if self.memory.acts(key)]
        if acting and self.frames.made:
            self.memory.actor = acting

    def _stays(self, act: Act) -> list[int]:
        """Return who is spoken of next after "asks B for a price": whoever asks, and not whom he asked."""
        keys = self.frames.keys(act.subject)
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
        outside = bool(targets) and all(kind == Kind.EXTERNAL_SYSTEM for kind in targets)
        return keys if outside or act.word in _ASKS or act.relation.frame == Frame.TAKE else []

    def _spoken(self) -> Ref | None:
        """Return the plain noun that a clause spoke of, and that no link made a part of."""
        if len(self._subject) != 1 or self._subject[0].keys or self._subject[0].nominal is None:
            return None
        nominal = self._subject[0].nominal
        return self._subject[0] if names_a_part(nominal) and not nominal.is_plural else None

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
        if self._location is not None:
            self._anchor_type = self._location.type
            self._location = None
        if self._anchors:
            return
        noun = self._subject[-1].nominal if len(self._subject) == 1 else None
        told = self.frames.keys(self._fronted.get("skip", ()))
        if noun is not None and told and kind == "nominal" and (frame := _DOERS.get(singular(noun.head))) is not None:
            self._doer, self._fronted, self._subject = (frame, told), {}, []
            return
        if self._lists_listeners() and kind == "nominal":
            self._act = Act(Relation(Frame.FILL), "", event.index, subject=[Ref(keys=self.memory.last_broker())])
            self._subject = []
            return
        self._copula = bool(self._subject) and kind in {"nominal", "existing"}

    def _lists_listeners(self) -> bool:
        """Tell "subscribers are A, B and C"."""
        first = self._subject[-1].nominal if len(self._subject) == 1 else None
        if first is None or first.technology is not None or " " in first.name or not self.memory.last_broker():
            return False
        if first.head not in {"subscribers", "consumers", "listeners"}:
            return False
        for key in self._subject[-1].keys:
            if not self.frames.is_linked(key):
                self.memory.forget(key)
        return True

    def _on_refused(self, event: Event) -> None:
        """Swallow what is said not to be so."""
        if event.after > event.index + 1 or self._events[self._position].nominal is not None:
            return
        self._close()
        self._act = Act(Relation(Frame.OTHER), "", event.index, refused=True)

    # -- events: small words ------------------------------------------------------------------------------------

    def _on_preposition(self, event: Event) -> None:
        word = event.word
        if word == "of" and self._is_measure:
            self._is_measure = False
            return
        self._location = None
        self._copula = self._defines = False
        if self._act is not None and word == "with" and self._came("join") and self._next_is_store():
            self._close()
        if self._act is not None:
            if word in {"to", "from", "at", "via", "by", "with"}:
                self._act.role = word
            elif word == "of":
                self._act.role = self._act.role if self._act.role != "direct" else "of"
            else:
                self._act.role = "skip"
            if word == "with" and self._next_is_store() and self._act.has("direct", "to") and self._last is not None:
                self._attach_in_act(event)
        elif word in {"at", "with", "from", "to", "via"}:
            self._attach = word
        elif word == "of" and self._subject and self._measures(self._subject[-1]):
            self._subject.pop()
        else:
            self._attach = "skip"

    def _measures(self, ref: Ref) -> bool:
        """Tell "a pool of workers", "a set of API servers": what is meant stands behind "of"."""
        return ref.nominal is not None and not ref.keys and ref.nominal.is_payload

    def _attach_in_act(self, event: Event) -> None:
        """Leave "with" to the verb; its frame decides whether it means the object or the tool."""

    def _next_is_store(self) -> bool:
        following = self._next(self._position)
        if following >= len(self._events):
            return False
        nominal = self._events[following].nominal
        return nominal is not None and nominal.is_store

    def _next_is_broker(self) -> bool:
        following = self._next(self._position)
        nominal = self._events[following].nominal if following < len(self._events) else None
        return nominal is not None and nominal.kind in BROKER_KINDS

    def _on_join(self, event: Event) -> None:
        if event.word == "," and self._came("nominal") and self._lists_group() and self._expands():
            return
        if event.word == ",":
            self._attach = ""
        if self._act is not None and self._act.role in {"skip", "of"} and event.word == ",":
            self._act.role = "direct" if not self._act.has("direct") else self._act.role

    def _lists_group(self) -> bool:
        """Tell "two services, A and B": as many names follow as were counted, and then the clause ends or a mark."""
        nominal = self._last.nominal if self._last is not None else None
        items = self._items()
        if nominal is None or not nominal.replicas or len(items) != nominal.replicas or len(items) < 2:
            return False
        after = self._events.index(items[-1]) + 1
        return after >= len(self._events) or self._events[after].word == ","

    def _on_which(self, event: Event) -> None:
        """Let what follows be said of what came last."""
        anchor = self._last
        role = "direct"
        if self._location is not None and self._came("behind", "front") and anchor is not None:
            self._anchor_type, self._location = self._location.type, None
            self._close()
            self._anchors, self._subject, self._is_anchored = [anchor], [], True
            return
        if self._came("preposition"):
            before = self._before()
            role = before.word if before is not None else "direct"
        self._close()
        self._relative = True
        self._attach = ""
        self._location = None
        self._copula = self._defines = False
        if anchor is None and self.memory.recent:
            anchor = Ref(keys=self.memory.last(), index=event.index)
        if anchor is None:
            return
        following = self._next(self._position)
        is_object = following < len(self._events) and self._events[following].type in {"nominal", "pronoun", "us"}
        if event.word == "whose":
            self._whose = anchor
            return
        if is_object:
            self._gap, self._gap_read = (role, anchor), True
            self._subject = []
        else:
            self._subject = [anchor]
        self._us = False

    def _on_where(self, event: Event) -> None:
        anchor = self._last
        from_there = self._came("preposition")
        self._close()
        if anchor is not None:
            self._gap = ("from" if from_there else "at", anchor)
            if not from_there:
                self._gap = ("direct", anchor) if self._takes_next() else ("at", anchor)
        self._subject = []

    def _takes_next(self) -> bool:
        for position in range(self._position + 1, min(len(self._events), self._position + 6)):
            relation = self._events[position].relation
            if relation is not None:
                return relation.frame in {Frame.TAKE, Frame.HEAR, Frame.CALL}
        return False

    def _on_path(self, event: Event) -> None:
        """Leave out the path of a URL, and what was read before."""

    def _one_there(self, event: Event) -> Ref | None:
        """Return what "one in Singapore" means: the like of what was spoken of, in another place."""
        following = self._position + 1
        if (
            event.word not in {"one", "the"}
            or following >= len(self._events)
            or self._events[following].type != "place"
        ):
            return None
        place = self._events[following].word
        like = self._last or (self.memory.spoken if isinstance(self.memory.spoken, Ref) else None)
        keys = self.frames.key(like, unknown=True) if like is not None else []
        if len(keys) != 1 or like is None:
            return None
        if like.place and not self.memory.parts[keys[0]].place:
            self.memory.set(keys[0], place=like.place)
        key = self.memory.at_place(keys[0], place)
        if key is None:
            key = self.memory.copy_of(keys[0], place, name=self.memory.parts[keys[0]].name)
        return Ref(keys=[key], index=event.index) if key is not None else None

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
        if event.word in _QUANTIFIERS and self._act is None and self._subject and self._came("nominal", "close"):
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
        if is_subject and self._gap is not None and event.word in {"they", "it"} and self._is_passive_next():
            self._gap = ("from", self._gap[1])
            self._subject, self._us = [], False
            return
        if is_subject and self._is_taken_next():
            self._close()
        if is_subject and self._is_taken_next() and (broker := self._put_last()):
            self._subject, self._us = [Ref(keys=broker, index=event.index)], False
            return
        if is_subject:
            keys_first = self._pronoun_ref(event, is_object=False)
            if self._position == 0:
                self._opening = keys_first
            self._close()
            self._subject, self._us = [keys_first], False
            self._each = event.word == "each"
            return
        ref = self._pronoun_ref(event, is_object=True)
        if event.word in {"latter", "former"} and self._act is not None and self._came("join") and self._repeats(ref):
            act = self._act
            self._close()
            self._subject = [ref]
            self._act = Act(act.relation, act.word, act.index, act.passive, [ref])
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
            if event.word == "there" and self._act.role == "direct" and self._act.relation.frame in _PUTTING:
                self._act.role = "to"
            self._act.take(ref)

    def _on_us(self, event: Event) -> None:
        if self._act is None or (self._came("join", "subordinate") and self._is_verb_at(self._next(self._position))):
            self._close()
            self._subject, self._us = [], True

    def _on_everything(self, event: Event) -> None:
        if self._act is None:
            self._subject = []
        elif self._act.role == "direct":
            self._act.take(Ref(index=event.index))

    def _on_subordinate(self, event: Event) -> None:
        is_within = event.word == "whether" or (
            self._came("join") and event.word in {"whenever", "when", "if", "once", "before", "after"}
        )
        self._resumed = list(self._subject) if is_within else []
        self._close()
        self._subject, self._us = [], False
        self._location = None
        self._attach = ""
        self._copula = self._defines = False

    def _on_distributive(self, event: Event) -> None:
        self._each = True

    def _on_it_is(self, event: Event) -> None:
        self._close()
        self._subject, self._us = [Ref(keys=self._topic(), index=event.index)], False
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
        if self._came("nominal") and self._last is not None and not keys:
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

    def _there(self, keys: Sequence[int], place: str) -> list[int]:
        """Return the part that "the Kafka cluster in Virginia" means where the one known stands elsewhere."""
        part = self.memory.parts[keys[0]]
        if len(keys) != 1 or not part.place or part.place == place:
            return []
        known = self.memory.at_place(keys[0], place)
        if known is None:
            known = self.memory.copy_of(keys[0], place, name=part.name)
        return [known] if known is not None else []

    # -- events: lists and definitions --------------------------------------------------------------------------

    def _on_colon(self, event: Event) -> None:
        self._relative = False
        if self._act is None and self._lists_listeners():
            self._act = Act(Relation(Frame.FILL), "", event.index, subject=[Ref(keys=self.memory.last_broker())])
            self._subject = []
            self._trust_items()
            return
        if self._expands():
            return
        if self._act is not None and self._act.relation.frame != Frame.OTHER and self._sentence_follows():
            self._close()
            self._subject, self._us = [], False
            return
        subject = self._subject[-1] if self._subject else None
        if self._act is not None or subject is None or subject.nominal is None:
            return
        following = self._next(self._position)
        commands = self._is_verb_at(following) and not self._events[following].word.endswith("s")
        if _is_ticket(subject.nominal.name) or (commands and not subject.keys and not subject.nominal.is_explicit):
            self._subject = []
            self._us = commands
            return
        if not subject.keys and not subject.nominal.is_explicit and self._sentence_follows() and self._is_own_subject():
            self._subject = []
            return
        if self._is_heading(subject) and subject.keys:
            for key in subject.keys:
                if key in self.memory.parts and not self.frames.is_linked(key):
                    self.memory.forget(key)
            self._subject = []
            return
        numbered = subject.nominal.name.split()[0].casefold() in _NUMBERED
        if not subject.keys and (numbered or singular(subject.nominal.head) in GENERIC_HEADS):
            self._subject = []
            self._existing = self._existing or subject.nominal.head in {"existing", "legacy"}
            return
        if not subject.keys:
            subject.nominal = subject.nominal._replace(is_payload=False)
        self._defines = self._defined = True
        self._head = subject

    def _sentence_follows(self) -> bool:
        """Tell whether a noun and its verb come next."""
        following = self._next(self._position)
        if following >= len(self._events) or self._events[following].type not in {"nominal", "us", "pronoun"}:
            return False
        after = self._behind_aside(self._next(following))
        for _ in range(_LOOK_AHEAD):
            if after + 1 >= len(self._events):
                return False
            event, beyond = self._events[after], self._next(after)
            is_noun = beyond < len(self._events) and self._events[beyond].type == "nominal"
            if event.type == "preposition" or (event.type == "join" and event.word == "and" and is_noun):
                after = self._next(beyond)
            elif event.type == "pronoun" and event.word in _QUANTIFIERS:
                after = beyond
            else:
                break
        return self._is_verb_at(after)

    def _behind_aside(self, position: int) -> int:
        """Return where a clause goes on behind ", a BentoML service behind Kong,"."""
        events = self._events
        if position + 1 >= len(events) or events[position].word != "," or events[position + 1].type != "nominal":
            return position
        for other in range(position + 1, min(len(events), position + _LOOK_AHEAD)):
            if events[other].type == "verb":
                break
            if events[other].word == ",":
                return other + 1
        return position

    def _is_own_subject(self) -> bool:
        """Tell "Ingest: Fluent Bit ships logs" from "Mailer: Python worker sends mails"."""
        nominal = self._events[self._next(self._position)].nominal
        if nominal is None:
            return True
        technology = nominal.technology
        return bool(nominal.article) or technology is None or technology.kinds[0] not in LANGUAGE_KINDS

    def _is_heading(self, subject: Ref) -> bool:
        nominal = subject.nominal
        return (
            nominal is not None
            and nominal.is_plural
            and " " not in nominal.name
            and singular(nominal.head) in GENERIC_HEADS
        )

    def _on_dash(self, event: Event) -> None:
        first = self._events[0].nominal is not None and self._before(2) is None
        if first and self._act is None and self._subject:
            self._on_colon(event)

    def _on_open(self, event: Event) -> None:
        if self._expands():
            return
        self._mute += 1

    def _on_close(self, event: Event) -> None:
        self._mute = max(0, self._mute - 1)

    def _expands(self) -> bool:
        """Read "three services: orders, billing and shipping": the list says who the group is."""
        items = self._items()
        group = self._group_ref(len(items))
        if group is None or len(items) < 2:
            return False
        keys: list[int] = []
        for item in items:
            nominal = item.nominal
            if nominal is None:
                return False
            keys += self._item(nominal, group)
        for key in group.keys:
            if key in self.memory.parts and key not in keys:
                self.book.replace(key, keys)
                self.memory.forget(key)
        group.keys = keys
        self.memory.mention(keys, items[0].index)
        self._groups = [*self._groups[-3:], [Ref(keys=keys)]]
        self._skip_items(items)
        return True

    def _item(self, nominal: Nominal, group: Ref) -> list[int]:
        """Return the part of an item of a group; a plain noun is of the group's kind."""
        known = self.memory.find(nominal)
        if known is not None and known not in group.keys:
            return [known]
        like = self.memory.parts[group.keys[0]] if group.keys else None
        whole = group.nominal
        if not nominal.is_explicit and whole is not None:
            product = whole.technology
            nominal = nominal._replace(
                kind=like.kind if like else whole.kind, technology=product, is_explicit=True, is_strong=True
            )
        key = self.memory.add(
            nominal._replace(replicas=None) if nominal.replicas else nominal, name=self._item_name(nominal, whole)
        )
        if key is not None:
            self.memory.name_also(key, nominal.name)
        return [key] if key is not None else []

    def _item_name(self, nominal: Nominal, whole: Nominal | None) -> str:
        """Return "Catalog API" for "catalog" in "two APIs, catalog and cart"; a name of its own stays."""
        written = self.memory.marked.tokens[nominal.first].text
        if (
            whole is None
            or singular(nominal.head) == singular(whole.head)
            or not written.islower()
            or " " in nominal.name
        ):
            return ""
        kind_word = next(
            (
                token.text
                for token in self.memory.marked.tokens[whole.first : whole.after]
                if token.lower == whole.head and whole.has_kind
            ),
            "",
        )
        one = singular(kind_word.lower())
        return f"{nominal.name} {one.upper() if kind_word[:2].isupper() else one}" if kind_word else ""

    def _items(self) -> list[Event]:
        """Return the nouns of the list that follows: nouns and joins, and nothing else between them."""
        found: list[Event] = []
        for position in range(self._position + 1, min(len(self._events), self._position + 40)):
            event = self._events[position]
            if event.type == "nominal":
                found.append(event)
            elif event.type in {"close", "dash"} and found:
                break
            elif event.type not in {"join"}:
                if event.type in {"verb", "be", "which", "preposition", "colon", "dash"}:
                    return []
                break
        return found

    def _trust_items(self) -> None:
        """Take "stock" in "three consumers: pricing, stock and billing" for a part: the list names nothing else."""
        items = set(self._items())
        self._events = [
            event._replace(nominal=event.nominal._replace(is_payload=False))
            if event in items and event.nominal
            else event
            for event in self._events
        ]

    def _group_ref(self, count: int) -> Ref | None:
        """Return the group that a list of a length spells out."""
        candidates = [*(self._subject[-1:]), *([self._last] if self._last is not None else [])]
        if self._act is not None:
            candidates += [ref for refs in self._act.roles.values() for ref in refs]
        for ref in candidates:
            nominal = ref.nominal
            if nominal is None:
                continue
            is_built = nominal.technology is None or (
                nominal.has_kind and nominal.technology.kinds[0] in LANGUAGE_KINDS
            )
            if nominal.replicas == count or (nominal.is_plural and nominal.is_explicit and is_built):
                return ref
        return None

    def _skip_items(self, items: Sequence[Event]) -> None:
        """Leave out the list that was read already."""
        done = set(items)
        self._events = [
            event if event not in done else event._replace(type="path", nominal=None) for event in self._events
        ]
