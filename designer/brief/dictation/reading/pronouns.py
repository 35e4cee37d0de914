"""Whom a pronoun means."""

from __future__ import annotations

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.nouns.nominal import Nominal, is_people, names_a_part
from designer.brief.dictation.reading.antecedents import Antecedents
from designer.brief.dictation.relations import Frame
from designer.brief.numbers import number_at
from designer.model.kinds import DATASTORE_KINDS, Kind

ASKS = frozenset("ask asks query queries check checks verify verifies consult consults looks look validates".split())
OUTSIDE = frozenset({Kind.EXTERNAL_SYSTEM, Kind.IDENTITY_PROVIDER, Kind.OBSERVABILITY, Kind.SECRET_STORE})
"""Kinds of which a text seldom goes on to speak."""
_ONE = frozenset({"it", "that", "this", "she", "he"})
_GROUPED = frozenset({"they", "them", "both", "these", "those", "all", "each"})


class Pronouns(Antecedents):
    """Finds whom pronouns mean."""

    def _pronoun_ref(self, event: Event, *, is_object: bool) -> Ref:
        """Return whom a pronoun means."""
        if not is_object and (again := self._said_again(event) or self._done_after(event)) is not None:
            return again
        if event.word == "they" and not self._position and self._asked_about is not None:
            # "Passengers? They have the tracking page."
            nominal, self._asked_about = self._asked_about, None
            return self._ref(nominal, event.index)
        if self._is_that_one(event) and not is_object and (last := self.memory.last_acting()):
            return Ref(keys=last, index=event.index)
        if event.word == "they" and not is_object and (things := self._things_spoken_of()) is not None:
            return things
        skip = self.frames.keys(self._subject) if is_object else []
        memory = self.memory
        if event.word in {"latter", "former"}:
            if (named := self._named_last(last=event.word == "latter")) is not None:
                return named
            group = self._last_group()
            pair = (
                group
                if len(group) == 2
                else memory.last_two(acting=True)
                if self._pairs_act()
                else memory.last_two(skip)
            )
            pair, self._pair = (self._pair, []) if len(self._pair) == 2 else (self._just_linked() or pair, pair)
            keys = pair[-1:] if event.word == "latter" else pair[:1]
            return Ref(keys=keys, index=event.index)
        if event.word == "there":
            ways = [ref for role, ref in self._act.path if role == "to"] if self._act is not None else []
            if ways and (keys := self.frames.keys(ways[-1:])):
                return Ref(keys=keys, index=event.index)
            if (seen := self._seen_in()) and self._came("preposition"):
                return Ref(keys=seen, index=event.index)
            if self._act is not None and self._act.relation.frame == Frame.CALL and self._head is not None:
                return Ref(keys=self.frames.keys([self._head]), index=event.index)
            goal = [memory.goal] if memory.goal in memory.parts and memory.goal is not None else []
            stores = memory.last(skip, stores=True)
            from_there = self._attach == "from" or (self._act is not None and self._act.role == "from")
            found = (goal or stores or memory.last(skip)) if from_there else (stores or goal)
            return Ref(keys=found, index=event.index)
        count = self._count_in(event) if event.word == "all" else 0
        if event.word == "both" and self._act is not None and self._act.relation.frame == Frame.CALL:
            count = 2
        if count and (acting := self._acting_group(count)):
            return Ref(keys=acting, index=event.index)
        if count and len(self._last_group()) != count:
            return Ref(keys=memory.last_few(count, skip), index=event.index)
        two = [ref for ref in self._subject if ref.nominal is not None and names_a_part(ref.nominal)]
        if (
            event.word == "both"
            and not is_object
            and len(two) == len(self._subject) == 2
            and self._came("colon", "nominal")
        ):
            return Ref(keys=self.frames.keys(two, unknown=True), index=event.index)
        if event.word in _GROUPED:
            keys = self._group_of(event)
            is_counted = event.word == "all" and 1 < count == len(keys)
            if keys and (is_counted or not (is_object and event.word in {"them", "these", "those", "all"})):
                return Ref(keys=keys, index=event.index)
        if event.word in _ONE and not is_object and (screen := self._screen()) is not None:
            return screen
        if event.word == "it" and not is_object and self._came("which") and (own := self._own_of_outer()):
            return Ref(keys=own, index=event.index)
        if event.word == "it" and not is_object and (receiver := self._receiver()) is not None:
            return receiver
        if not is_object and (asked := self._asked(event)) is not None:
            return asked
        if event.word in _ONE and not is_object and (introduced := self._introduced_now()) is not None:
            return introduced
        if not is_object and (parallel := self._parallel(event)) is not None:
            return parallel
        if event.word == "it" and is_object and self._introduced is not None:
            return self._introduced
        if not is_object:
            follows = self.memory.marked.tokens[event.index + 1 : event.index + 2]
            if event.word == "it" and not self._position and follows and follows[0].lower == "also" and memory.actor:
                return Ref(keys=list(memory.actor), index=event.index)
            keys = (
                self._copied_store()
                or self._renewed_store()
                or self._topic(single=event.word == "it")
                or memory.last_broker()
            )
            if event.word == "they" and not keys and (many := self._many_spoken_of()) is not None:
                return Ref(nominal=many, index=event.index)
            spoken = self._last if self._last is not None and self._came("nominal", "schedule") else self._spoken_of()
            if (
                (event.word == "it" or (event.word == "that" and not self._position))
                and isinstance(spoken, Ref)
                and not spoken.keys
                and spoken.nominal is not None
            ):
                is_new = not keys or (self.memory.spoken is spoken and not self.memory.topic)
                if is_new and names_a_part(spoken.nominal) and not is_people(spoken.nominal):
                    return Ref(nominal=spoken.nominal, index=event.index, acts=True)
            return Ref(keys=keys, index=event.index)
        other = memory.last(skip)
        calls = self._act is not None and self._act.word in {"call", "calls"} and event.word == "it"
        if calls and other and not memory.acts(other[0]):
            other = memory.last_acting(skip) or other
        told = [key for key in memory.told if key in memory.parts and key not in skip]
        if event.word == "it" and other and told and not memory.acts(other[0]) and not memory.acts(told[0]):
            other = told
        if event.word == "both" and self._act is not None and self._act.relation.frame == Frame.COPY:
            stores = memory.last_of(DATASTORE_KINDS, 2)
            return (
                Ref(keys=stores, index=event.index) if stores else Ref(index=event.index, is_pronoun=True, other=other)
            )
        if event.word == "all":
            other = memory.last_acting(skip) or other
        if event.word in {"them", "these", "those", "both"}:
            other = [key for key in memory.plural if key in memory.parts and key not in skip] or other
        queue = memory.last_broker() or memory.last(skip, stores=True)
        return Ref(index=event.index, is_pronoun=True, queue=[key for key in queue if key not in skip], other=other)

    def _before_condition(self) -> list[int]:
        """Return the service of "the service needs a database, and whenever a toy comes back it tells"."""
        outer = self._outer
        if outer is None or outer is self._act or outer.passive or len(outer.subject) != 1 or not self._came("verb"):
            return []
        inner = self.frames.keys(self._subject)
        started = next((item.index for item in self._events if item.type == "subordinate"), -1)
        if inner or started < outer.index:
            return []
        kept = {*OUTSIDE, Kind.PERSON}
        own = self.frames.keys(outer.subject)
        return [key for key in own if self.memory.acts(key) and self.memory.parts[key].kind not in kept]

    def _own_of_outer(self) -> list[int]:
        """Return the worker of "it makes a PDF, which it puts in S3": one goes on about what one made."""
        outer = self._outer
        if outer is None or outer.passive or self._gap is None or len(outer.subject) != 1:
            return []
        return [key for key in self.frames.keys(outer.subject) if self.memory.acts(key)]

    def _receiver(self) -> Ref | None:
        """Return the text service of "hand the text to the text service; it keeps that in MySQL": who has what was handed."""
        following = self._next(self._position)
        after = self._events[following + 1] if following + 1 < len(self._events) else None
        relation = self._events[following].relation if self._is_verb_at(following) else None
        keeps = relation is not None and relation.frame == Frame.PUT
        is_that = after is not None and after.type == "pronoun" and after.word in {"that", "those", "these", "this"}
        return self._handed if keeps and is_that and not self._position else None

    def _seen_in(self) -> list[int]:
        """Return the calendar of "they see their day in Google Calendar, so the service writes the visits in there"."""
        places = self._outer.roles.get("at", ()) if self._outer is not None and self._outer is not self._act else ()
        return [key for key in self.frames.keys(places) if self.memory.parts[key].kind == Kind.EXTERNAL_SYSTEM]

    def _just_linked(self) -> list[int]:
        """Return who did something to whom in "Sidekiq fills Meilisearch, and the site queries the latter"."""
        act = self._outer
        if act is None or act.passive or act is self._act:
            return []
        ends = [*self.frames.keys(act.subject), *self.frames.keys(act.roles.get("direct", ()))]
        return ends if len(ends) == len(set(ends)) == 2 else []

    def _screen(self) -> Ref | None:
        """Return the workspace of "lawyers search documents in the review workspace; it queries Solr"."""
        act = self._act or (self._outer if self._came("colon", "join") else None)
        screen = self.frames.screen_of(act) if not self._relative else None
        if screen is not None:
            screen.acts = True
        return screen

    def _spoken_of(self) -> object:
        """Return whom the clause before spoke of, as long as nobody has done anything in this one."""
        return self.memory.spoken if self._act is None and self._outer is None else None

    def _is_that_one(self, event: Event) -> bool:
        """Tell "that one stores them", which opens a sentence about who was named last, from "that"."""
        spoken = self.memory.spoken
        is_new = isinstance(spoken, Ref) and not spoken.keys and spoken.known is None
        return event.word in {"that", "this"} and event.after - event.index == 2 and not self._position and not is_new

    def _things_spoken_of(self) -> Ref | None:
        """Return the recipes of "recipes come the other way: they are kept in SAP", which are no part."""
        nominal = self._events[0].nominal if self._came("colon") else None
        if nominal is None or nominal.is_explicit or not nominal.is_payload or not nominal.is_plural:
            return None
        return Ref(nominal=nominal, index=self._events[0].index)

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
        if relation is None or relation.frame != Frame.COPY or not last:
            return []
        if self.memory.acts(last[0]):
            kept = self.memory.last(stores=True)
            return kept if self._events[following].word.startswith("replicat") else []
        return last

    def _named_last(self, *, last: bool) -> Ref | None:
        """Return the computer of "a printer and a board computer; the latter sends": plain nouns that are no parts yet."""
        pair = self._groups[-1] if self._groups else []
        if len(pair) != 2 or any(ref.keys or ref.nominal is None or not names_a_part(ref.nominal) for ref in pair):
            return None
        return pair[-1 if last else 0]

    def _pairs_act(self) -> bool:
        """Tell whether "the former" and "the latter" can be the two parts that did something last."""
        return len(self.memory.last_two(acting=True)) == 2

    def _acting_group(self, count: int) -> list[int]:
        """Return the last group of so many that do something: "routes to all three"."""
        for group in reversed(self._groups):
            keys = self.frames.keys(group)
            if len(keys) == count and all(self.memory.acts(key) for key in keys):
                return keys
        return []

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
        if event.word == "both" and self._act is not None and self._act.relation.frame == Frame.OTHER:
            return self.memory.last_few(2, self.frames.keys(self._subject))
        if event.word == "both":
            return self.memory.last_two(acting=self._act is None and not self._is_passive_next())
        return [key for key in self.memory.plural if event.word in {"they", "each", "all"} and self.memory.acts(key)]

    def _put_last(self) -> list[int]:
        """Return the queue or log that something was put into last."""
        return [key for key in self.memory.last_broker() if key == self.memory.goal]

    def _topic(self, *, single: bool = False) -> list[int]:
        """Return who "it" is as a subject: the part mentioned last that acts, with `single` one named in the singular."""
        if self._subject and not self._came("subordinate"):
            verb = self._act or self._outer
            takes = verb is not None and single and verb.relation.frame == Frame.TAKE
            asks = verb is not None and (takes or verb.word in ASKS) and self._came("join")
            asks_part = asks or (single and self._does_something())
            own = [key for key in self.frames.keys(self._subject, unknown=asks_part) if self.memory.acts(key)]
            again = self._subject[-1].nominal is None and self._came("join") and self._act is not None
            asks = asks or again
            asks = asks and all(self.memory.parts[key].kind != Kind.PERSON for key in own)
            noun = self._last.nominal if single and self._last is not None else None
            is_plural = noun is not None and noun.is_plural
            last = self.frames.keys([self._last]) if self._last is not None and not is_plural else []
            if own and self._is_condition() and all(self.memory.parts[key].kind in OUTSIDE for key in own) and (
                met := [key for key in self.memory.actor if key not in own]
            ):  # fmt: skip
                return met
            if own and (asks or not [key for key in last if self.memory.acts(key) and key not in own]):
                return own
        if single and self._resumed and self._came("subordinate", "verb"):
            # "queries the store, and if it suspects a leak it calls", "and whenever a rate changes it publishes"
            own = [key for key in self.frames.keys(self._resumed) if self.memory.acts(key)]
            if len(own) == 1 and self.memory.parts[own[0]].kind not in OUTSIDE | {Kind.PERSON}:
                return own
        if self._main and self._came("subordinate"):
            main = [key for key in self.frames.keys(self._main[-1:]) if self.memory.acts(key)]
            if main and self.memory.parts[main[0]].kind != Kind.PERSON:
                return main
        if single and (own := self._before_condition()):
            return own
        if topic := [key for key in self.memory.topic if self.memory.acts(key)]:
            return topic
        many = [key for key in self.memory.recent if single and self.memory.is_many(key)]
        last_one = self.memory.last_acting(many)
        if last_one and self.memory.actor and self.memory.parts[last_one[0]].kind == Kind.EXTERNAL_SYSTEM:
            actor = [
                key
                for key in self.memory.actor
                if self.memory.parts[key].kind not in {Kind.PERSON, Kind.EXTERNAL_SYSTEM}
            ]
            if actor and any((one, last_one[0]) in self.book.links for one in actor):
                # "calls three insurers. Before that it looks in Memcached": a text goes on about what is its own.
                return actor
        return self.memory.last_acting(many) or self.memory.last_acting() or self.memory.actor

    def _does_something(self) -> bool:
        """Tell "the head-end collects the profiles, and it delivers them": one plain noun that acts, and goes on to."""
        act, nominal = self._act, self._subject[0].nominal
        if act is None or act.passive or len(self._subject) != 1 or nominal is None or not self._came("join", "path"):
            return False
        does = act.relation.frame in {Frame.CALL, Frame.PUT, Frame.SEND, Frame.EMIT, Frame.TAKE, Frame.HEAR}
        return does and nominal.article == "the" and names_a_part(nominal) and not is_people(nominal) and (
            not nominal.is_plural
        )  # fmt: skip

    def _is_condition(self) -> bool:
        """Tell "should Adyen be down, it falls back": what stands before the comma is a condition."""
        says_state = any(event.type == "be" for event in self._events[: self._position])
        return self._events[0].type == "subordinate" and self._is_comma(1) and says_state

    def _one_there(self, event: Event) -> Ref | None:
        """Return what "one in Singapore" means: the like of what was spoken of, in another place."""
        following = self._position + 1
        if (
            event.word not in {"one", "the", "those", "ones"}
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
