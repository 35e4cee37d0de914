"""The place of a noun in its clause: a role of the open verb, a list, the subject."""

from __future__ import annotations

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import is_people
from designer.brief.dictation.reading.locations import Locations
from designer.brief.dictation.reading.state import LOOK_AHEAD
from designer.brief.dictation.relations import Frame, Relation
from designer.model.kinds import DATASTORE_KINDS

_MOST_SUBJECTS = 200


class Slots(Locations):
    """Puts nouns where the grammar wants them."""

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
        elif self._came("join") and self._subject and self._is_its_store(ref):
            for one in self.frames.key(self._subject[-1], unknown=True):
                for two in self.frames.key(ref, unknown=True):
                    self.frames.link(one, two, "call")
        elif self._came("join") and self._subject and not copula and not self._done and not self._follows_state():
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

    def _follows_state(self) -> bool:
        """Tell "if the API is down, the connector opens", where another subject begins."""
        before = self._before(2)
        at_state = before is not None and before.type == "be"
        at_path = self._position > 1 and self._events[self._position - 2].type == "path"
        if not (self._is_comma(1) and (at_state or at_path)):
            return False
        lately = self._events[max(0, self._position - LOOK_AHEAD) : self._position]
        return any(event.type == "subordinate" for event in lately)

    def _is_its(self, ref: Ref) -> bool:
        """Read "keep Magento and its MySQL": a store of the object before it."""
        last, nominal = self._last, ref.nominal
        if last is None or last.nominal is None or nominal is None or not nominal.is_store or not nominal.is_explicit:
            return False
        if (
            nominal.is_own
            or last.nominal.is_store
            or not last.keys
            or self.memory.marked.tokens[nominal.first - 1].lower not in {"its", "their"}
        ):
            return False
        for one in last.keys:
            for two in self.frames.key(ref, unknown=True):
                self.frames.link(one, two, "call")
        return True

    def _is_its_store(self, ref: Ref) -> bool:
        """Tell "the site, its MySQL": a store of what was named before it."""
        nominal = ref.nominal
        if nominal is None or not nominal.is_store or not nominal.is_explicit or not nominal.first:
            return False
        owner = self._subject[-1].nominal
        owns = owner is not None and not owner.is_store
        return owns and self.memory.marked.tokens[nominal.first - 1].lower in {"its", "their"}

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
        if self._gap is not None and self._gap[0] == "direct" and self._is_next_of_list(ref):
            # "a classifier that the job calls, and a connector": the second is called by nobody here.
            self._close()
            self._subject, self._listed, self._us, self._relative = [ref], [ref], False, False
            return
        if self._came("join") and (self._rejoins(ref) or self._called_too(ref)):
            return
        if self._came("join") and self._is_its(ref):
            return
        if self._follows_fronted():
            role, fronted = act.role, act.roles[act.role].pop()
            act.path.pop()
            self._close()
            self._fronted = {role: [fronted]}
            self._subject, self._listed, self._us = [ref], [ref], False
            return
        if act.role == "with" and self._has_own(ref):
            return
        if act.role == "at" and self._stands_on(ref):
            return
        if act.role == "with" and self._is_copy(ref):
            act.role = "direct" if act.has("direct") or not act.has("to") else "to"
            return
        is_bare = not act.roles and self._is_comma(1)
        if (
            self._came("join")
            and (act.roles or act.place or is_bare or act.relation.frame in {Frame.OTHER, Frame.BE})
            and self._starts_anew()
        ):
            self._close()
            self._subject, self._listed, self._us = [ref], [ref], False
            return
        if self._came("join") and self._repeats(ref):
            act = self._act or act
            self._close()
            self._act = Act(act.relation, act.word, act.index, act.passive, [ref])
            self._subject = [ref]
            return
        if self._came("join") and self._keeps_beside(ref):
            act = self._act or act
        elif self._came("join") and self._carries(ref):
            act.role = "direct"
        elif self._came("join") and self._goes_back(ref):
            act.role = next(role for role, _ in reversed(act.path) if role not in {"skip", "of", "for"})
        if self._came("join") or self._repeats_role():
            self._listed = [*self._listed, ref] if self._listed else [ref]
        else:
            self._flush_list()
            self._listed = [ref]
        act.take(ref)

    def _is_next_of_list(self, ref: Ref) -> bool:
        """Tell ", and a connector, which" behind a relative clause whose object stands before it."""
        following = self._next(self._position)
        tells = following < len(self._events) and (
            self._events[following].word == "," or self._events[following].type == "which"
        )
        is_one = ref.nominal is not None and ref.nominal.article == "a"
        return is_one and tells and self._came("join") and not self._is_comma(1) and self._is_comma(2)

    def _follows_fronted(self) -> bool:
        """Tell ", and from the bucket a parser takes them", where a new clause begins with a phrase of place."""
        act, noun, preposition, join = self._act, self._before(), self._before(2), self._before(3)
        if act is None or noun is None or preposition is None or join is None or len(act.path) < 2:
            return False
        kinds = (noun.type, preposition.type, join.type)
        if kinds != ("nominal", "preposition", "join") or join.word == ",":
            return False
        return bool(act.roles.get(act.role)) and self._is_verb_at(self._next(self._position))

    def _repeats_role(self) -> bool:
        """Tell "to A and to B", which is a list as much as "to A and B"."""
        before, join = self._before(), self._before(2)
        is_same = before is not None and before.type == "preposition" and self._act is not None
        return is_same and join is not None and join.type == "join" and len(self._act.path if self._act else ()) > 0

    def _repeats(self, ref: Ref) -> bool:
        """Read "A sends users to B, B to C": the second leaves out its verb."""
        act, following = self._act, self._next(self._position)
        if act is not None and self._relative and self._outer is not None and self._outer.passive and self._outer.has("by") and (
            self._is_comma(1) and following < len(self._events) and self._events[following].word == "by"
        ):  # fmt: skip
            # "is read by the indexer that updates Solr, the push queue by the sender"
            self._close()
            self._relative, self._act = False, self._outer
            act, act.role = self._outer, "by"
        people = (
            act is not None and act.relation.frame == Frame.MOVE and ref.nominal is not None and is_people(ref.nominal)
        )
        if act is None or following >= len(self._events) or not (ref.keys or people):
            return False
        event = self._events[following]
        before = self.memory.marked.tokens[ref.nominal.first - 1].lower if ref.nominal and ref.nominal.first else ""
        if before in {"its", "their"} and ref.nominal is not None and ref.nominal.technology is None:
            return False
        if (
            event.type == "nominal"
            and event.nominal is not None
            and self._is_comma(1)
            and act.relation.frame == Frame.HAVE
        ):
            return act.has("direct") and event.nominal.article == "a" and self.memory.acts(ref.keys[0])
        return (
            event.type == "preposition"
            and event.word == act.role
            and act.has(act.role)
            and (
                act.role in {"to", "via"}
                or (act.role == "by" and act.passive)
                or (act.role in {"from", "at"} and self.memory.acts(ref.keys[0]))
            )
        )

    def _keeps_beside(self, ref: Ref) -> bool:
        """Read "publishes orders on NATS, state in MySQL": what somebody keeps beside what he sends."""
        act, following = self._act, self._next(self._position)
        noun = ref.nominal
        if act is None or act.passive or noun is None or ref.keys or not self._is_comma(1):
            return False
        if noun.is_explicit or noun.article or " " in noun.name:
            return False
        if act.relation.frame not in {Frame.EMIT, Frame.SEND, Frame.HEAR} or following + 1 >= len(self._events):
            return False
        place, store = self._events[following], self._events[following + 1].nominal
        is_store = store is not None and store.technology is not None and store.kind in DATASTORE_KINDS
        if not is_store or (place.type, place.word) != ("preposition", "at"):
            return False
        subject = list(act.subject)
        self._close()
        self._act = Act(Relation(Frame.PUT), "keeps", ref.index, subject=subject, role="direct")
        return True

    def _carries(self, ref: Ref) -> bool:
        """Read "reads features from A and its model from B": the noun is what travels."""
        act, following = self._act, self._next(self._position)
        if act is None or following >= len(self._events) or ref.nominal is None:
            return False
        event, noun = self._events[following], ref.nominal
        if noun.is_explicit and event.word == "from" == act.role and noun.is_plural and noun.technology is None:
            # "its secrets from A and its feature flags from B": a kind of part that somebody gets is none.
            before = self.memory.marked.tokens[noun.first - 1 : noun.first]
            if before and before[0].lower in {"its", "their"}:
                for key in ref.keys:
                    if key in self.memory.parts and not self.frames.is_linked(key):
                        self.memory.forget(key)
                ref.keys, ref.nominal = [], noun._replace(is_explicit=False, is_payload=True)
        if ref.keys or ref.nominal.is_explicit:
            return False
        return event.type == "preposition" and event.word in {"from", "to", "at"} and act.role in {"from", "to", "at"}

    def _goes_back(self, ref: Ref) -> bool:
        """Read "uses Redis for sessions and Postgres for trips": a store behind a purpose is a further object."""
        act, nominal = self._act, ref.nominal
        if act is None or act.role not in {"skip", "for"} or nominal is None:
            return False
        following = self._next(self._position)
        for_too = following < len(self._events) and self._events[following].word == "for" == act.role
        named = nominal.technology is not None or (nominal.article == "the" and nominal.is_explicit)
        if for_too and named and act.relation.frame == Frame.CALL and act.relation.takes_part:
            # "asks A for the hours and B for the salaries"
            return True
        if not nominal.is_store and not (act.role == "skip" and self._skips_owner and nominal.article):
            return False
        return any(role not in {"skip", "of", "for"} and (taken.keys or self._skips_owner) for role, taken in act.path)

    def _stands_on(self, ref: Ref) -> bool:
        """Read "work in a Retool app on Cosmos DB": the store belongs to the app right before it."""
        last, nominal, before = self._last, ref.nominal, self._before(2)
        if last is None or nominal is None or not nominal.is_store or nominal.technology is None or before is None:
            return False
        if (
            before.type != "nominal"
            or self._act is None
            or last in self._act.subject
            or last not in self._act.roles.get("at", ())
        ):
            return False
        owners = [key for key in last.keys if key in self.memory.parts and self.memory.acts(key)]
        for owner in owners:
            for key in self.frames.key(ref, unknown=True):
                self.frames.link(owner, key, "call")
        return bool(owners)

    def _has_own(self, ref: Ref) -> bool:
        """Read "in a comment service with its own MongoDB": the store belongs to what stands before "with"."""
        last, nominal = self._last, ref.nominal
        act = self._act
        if (
            nominal is None
            or not nominal.is_store
            or not nominal.is_explicit
            or last is None
            or not last.keys
            or act is None
        ):
            return False
        names_its = self.memory.marked.tokens[nominal.first - 1].lower in {"its", "their"} and last.is_exact is not None
        if names_its and act.relation.frame == Frame.OTHER and last not in act.subject and self._came("preposition"):
            before = self._before(2)
            nominal = nominal._replace(is_own=before is not None and before.type == "nominal")
        moves = act.relation.frame in {Frame.COPY, Frame.PUT, Frame.SEND, Frame.EMIT, Frame.MOVE} and not act.passive
        if not nominal.is_own and not (moves and last not in act.subject):
            return False
        owners = [key for key in last.keys if key in self.memory.parts and self.memory.acts(key)]
        for owner in owners:
            for key in self.frames.key(ref, unknown=True):
                self.frames.link(owner, key, "call")
        return bool(owners)

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

    def _called_too(self, ref: Ref) -> bool:
        """Read "calls the feed controller to stop the feeding and also PagerDuty": a product behind a purpose."""
        act, outer, nominal = self._act, self._outer, ref.nominal
        if act is None or outer is None or nominal is None or nominal.technology is None or nominal.is_store:
            return False
        calls = outer.relation.frame == Frame.CALL and outer.relation.takes_part and outer.subject == act.subject
        if act.relation.frame != Frame.OTHER or not calls or act.word.endswith("s") or outer.passive or not ref.keys:
            return False
        again = Act(outer.relation, outer.word, outer.index, subject=list(outer.subject))
        again.take(ref)
        self.frames.close(again)
        return True

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
