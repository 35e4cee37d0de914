"""Whom "it" means by what was said right before: who was asked, what somebody has, the store that was read."""

from __future__ import annotations

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import is_people, names_a_part
from designer.brief.dictation.reading.referents import Referents
from designer.brief.dictation.reading.state import LOOK_AHEAD, QUIET, Asking
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.tagging.tags import Tag
from designer.model.kinds import Family, Kind

_REPLIES = frozenset("answer answers reply replies respond responds".split())
_RENEWED = frozenset("updated loaded indexed maintained warmed synced".split())
_ASKED_IN = ("direct", "to", "from", "with")
_ASKING = frozenset({Frame.CALL, Frame.TAKE})
_NAMING = frozenset({Frame.HAVE, Frame.BUILD, Frame.OTHER})
_NAMES = frozenset({"nominal", "join", "preposition"})
_AGAIN = frozenset({"it", "she", "he", "this", "that", "they", "these"})
_POINTING = frozenset({"this", "that"})


class Antecedents(Referents):
    """Finds whom a pronoun means by the verb before it."""

    def _asked(self, event: Event) -> Ref | None:
        """Return the pass service of "the turnstiles ask the pass service. It looks in Redis"."""
        agents = self._act.roles.get("by", []) if self._act is not None and self._act.passive else []
        if agents and event.word in _POINTING:
            return agents[-1]
        opens = self._outer is None and all(item.type != "subordinate" for item in self._events[: self._position])
        before = self._asking or (self._asked_before if opens else None)
        asks_now = self._act is not None and self._act.relation.frame in _ASKING
        asking = Asking(self._act) if self._act is not None and asks_now else before
        if asking is None or asking.act.passive or asking.act.relation.frame not in _ASKING:
            return None
        one, two = self._ends(asking.act)
        if one is None or two is None or event.word not in {"it", *_POINTING}:
            return None
        if event.word in _POINTING and (self._act is not None or self._came("colon", "join")):
            return two
        if asking.described is not None and self._outer is None:
            return asking.described
        if one.nominal is not None and one.nominal.is_plural:
            return two
        following = self._next(self._position)
        verb = self._events[following] if following < len(self._events) else event
        if verb.word in _REPLIES:
            return two
        looks = verb.relation is not None and verb.relation.frame in _ASKING and self._opens_store()
        by_screen = self._kind_of(one).family == Family.CLIENT
        return two if looks and (by_screen or asking.is_question) else None

    def _asked_for(self, ref: Ref | None) -> Ref | None:
        """Return the route service of "asks the route service for a way, which looks in Neo4j"."""
        following = self._next(self._position)
        if ref is None or ref.keys or self._act is None or ref not in self._act.roles.get("for", ()):
            return None
        relation = self._events[following].relation if self._is_verb_at(following) else None
        does = relation is not None and relation.frame in {Frame.CALL, Frame.TAKE, Frame.PUT}
        return self._ends(self._act)[1] if does and self._act.relation.frame == Frame.CALL else None

    def _ends(self, act: Act) -> tuple[Ref | None, Ref | None]:
        """Return who asks whom, where one asks one that can do something about it."""
        roles = ("from",) if act.has("from") else _ASKED_IN
        asked = [ref for role, ref in act.path if role in roles and self._can_act(ref, act)]
        asker = [ref for ref in act.subject if self._can_act(ref, act)]
        return (asker[-1], asked[-1]) if len(asked) == len(asker) == 1 else (None, None)

    def _can_act(self, ref: Ref, act: Act) -> bool:
        keys = ref.keys or ([ref.known] if ref.known is not None else [])
        if keys:
            return all(self.memory.acts(key) for key in keys)
        nominal = ref.nominal
        if nominal is None or nominal.is_payload or nominal.is_store or act.closed:
            return False
        return names_a_part(nominal)

    def _acts(self, ref: Ref) -> bool:
        return bool(ref.keys) and all(key in self.memory.parts and self.memory.acts(key) for key in ref.keys)

    def _kind_of(self, ref: Ref) -> Kind:
        """Return what somebody is, known as a part or not."""
        keys = [key for key in self.frames.keys([ref]) if key in self.memory.parts]
        if keys:
            return self.memory.parts[keys[-1]].kind
        return ref.nominal.kind if ref.nominal is not None else Kind.SERVICE

    def _opens_store(self) -> bool:
        """Tell "it looks in Redis": the first part that the next verb speaks of keeps data."""
        for event in self._events[self._position + 1 : self._position + LOOK_AHEAD]:
            nominal = event.nominal
            if nominal is not None and (nominal.is_explicit or names_a_part(nominal)):
                return nominal.is_store
        return False

    def _note(self, act: Act) -> None:
        """Remember what a finished verb says of whom the text may go on about."""
        if self._relative:
            # "Drivers use the app, which asks the API. It looks in Redis": a screen has no store to look in
            asker = self._ends(act)[0] if self.frames.made and act.relation.frame in _ASKING else None
            if asker is not None and self._kind_of(asker).family == Family.CLIENT:
                self._asking = Asking(act)
            return
        if self.frames.made:
            self._asking = Asking(act)
            given = act.roles.get("to", [])[-1:] if act.relation.frame == Frame.SEND and not act.passive else []
            self._handed = next((ref for ref in given if self._can_act(ref, act) or self._acts(ref)), None)
        if (introduced := self._introduces(act)) is not None:
            self._introduced = introduced
        elif self.frames.made and self._introduced is not None:
            ends = {end for pair in self.frames.made for end in pair}
            self._introduced = self._introduced if ends & set(self._introduced.keys) else None

    def _describe(self, ref: Ref | None) -> None:
        """Remember that a clause about who was asked follows."""
        if self._asking is not None and self._is_comma(1) and any(ref is asked for _, asked in self._asking.act.path):
            self._asking = self._asking._replace(described=ref)

    def _introduces(self, act: Act) -> Ref | None:
        """Return the box of "each lift has an edge box", the hub of "we add a results hub"."""
        refs = act.roles.get("direct", [])
        if act.passive or len(refs) != 1 or act.relation.frame not in _NAMING:
            return None
        nominal = refs[0].nominal
        if nominal is None or (act.relation.frame != Frame.HAVE and not act.us):
            return None
        is_one = nominal.article == "a" and not nominal.is_plural and not nominal.is_store and not is_people(nominal)
        is_named = " " in nominal.name or nominal.kind != Kind.SERVICE or nominal.is_explicit
        return refs[0] if is_one and is_named and names_a_part(nominal) and nominal.technology is None else None

    def _said_again(self, event: Event) -> Ref | None:
        """Return the box of "the cellar box, she publishes", "the probes, they are 180, send"."""
        before = self._events[: self._position]
        only_names = all(item.type in _NAMES or item.type in QUIET for item in before)
        if not only_names or not self._is_comma(1) or len(self._subject) != 1 or event.word not in _AGAIN:
            return None
        ref = self._subject[0]
        is_many = event.word in {"they", "these"}
        named = ref.nominal is not None and names_a_part(ref.nominal) and ref.nominal.is_plural == is_many
        return ref if named else None

    def _parallel(self, event: Event) -> Ref | None:
        """Return the same as before in "It sends letters to Pingen, who print them. It keeps a copy"."""
        opened = self._opened_before if self._position == 0 and event.word == "it" else None
        if opened is None or len(opened.keys) != 1 or self._kind_of(opened) == Kind.PERSON:
            return None
        return Ref(keys=list(opened.keys), index=event.index)

    def _done_after(self, event: Event) -> Ref | None:
        """Return the core of "the core asks the ledger, and after this publishes": "this" is what was done."""
        before, doers = self._before(), self._resumed or self._main
        says_when = before is not None and before.type == "subordinate" and before.word in {"after", "before"}
        return doers[-1] if says_when and event.word in _POINTING and doers else None

    def _introduced_now(self) -> Ref | None:
        """Return what was brought in right before, and does something next: "it publishes to EMQX"."""
        ref = self._introduced or (self._introduced_before if self._outer is None and self._act is None else None)
        if ref is not None:
            ref.acts = True
        return ref

    def _renewed_store(self) -> list[int]:
        """Return the Solr of "reads from Solr. It is filled by the indexer": what is filled is no reader."""
        last, following = self.memory.last(), self._next(self._position)
        if following < len(self._events) and self._events[following].type == "be":
            following = self._next(following)
        if not last or self.memory.acts(last[0]) or following >= len(self._events):
            return []
        event = self._events[following]
        if event.tag != Tag.PASSIVE:
            return []
        fills = event.relation is not None and event.relation.frame == Frame.FILL
        return last if fills or event.word in _RENEWED else []
