"""Words of place: "behind", "in front of", "on top of", "between", and prepositions behind a noun."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import Nominal, is_listener, names_a_part, only_describes
from designer.brief.dictation.reading.standing import Standing
from designer.brief.dictation.reading.state import Location
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import HOSTS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

_THEIRS = frozenset({"its", "their"})
_LOGINS = frozenset("login sign-in signin logon authentication".split())
_PASSES_ON = frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.CDN})
_THERE = frozenset({",", "sits", "stands", "sit", "stand", "lies", "runs"})
_POINTING = frozenset({"that", "this", "it", "those", "these", "them"})


class Locations(Standing):
    """Reads where parts stand in a chain."""

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
        if self._points_back() or self._fronts_nouns():
            self._close()
            self._subject = []
            self._location, self._anchors = Location(event.type, ()), []
            return
        if event.type == "top" and self._came("nominal") and self._last is not None and self._last.keys:
            left = [self._last]
        elif act is not None and act.has("direct") and act.relation.frame not in {Frame.OTHER}:
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
        if act.relation.frame not in {Frame.OTHER, Frame.BUILD} or last is None or last.nominal is None:
            return False
        if self._is_host(last.nominal) and act.role == "at" and bool(self._subject):
            return True
        if last.keys:
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
        while after + 1 < len(self._events) and (
            self._events[after].word in _THERE or self._events[after].type in {"be", "there-is"}
        ):
            after = self._next(after)
        return pronoun.type == "pronoun" and pronoun.word in _POINTING and self._events[after].type == "nominal"

    def _fronts_nouns(self) -> bool:
        """Tell "and behind Keycloak an OpenLDAP": what follows the first noun stands there."""
        following = self._next(self._position)
        after = self._next(following)
        if not self._came("join") or after >= len(self._events):
            return False
        one, two = self._events[following], self._events[after]
        if one.type == "nominal" and two.type in {"be", "there-is"}:
            return True
        return one.type == two.type == "nominal" and two.nominal is not None and two.nominal.article == "a"

    def _locate(self, ref: Ref) -> None:
        """Put something behind, in front of or between other things."""
        location = self._location
        if location is None:
            return
        ref = self._pointed_at(ref)
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
            self._done = self._done or self._act is None

    def _pointed_at(self, ref: Ref) -> Ref:
        """Return whom the second "it" means in "in front of it stands A, and behind it B": whom the first one meant."""
        if self._events[self._position].word != "it":
            return ref
        if (served := self._served_by_front(ref)) is not None:
            return served
        self._standing = self._standing or ref
        return self._standing

    def _served_by_front(self, ref: Ref) -> Ref | None:
        """Return the slot service of "is on Postgres. HAProxy goes in front of it": no gateway goes before a store."""
        location = self._location
        if location is None or location.type != "front" or not location.left:
            return None
        nouns = [item.nominal for item in location.left]
        fronts = self.frames.keys(location.left)
        pools = any(
            noun is not None and noun.technology is not None and noun.technology.protocol == "SQL" for noun in nouns
        )
        meant = [key for key in ref.keys or ref.other if key in self.memory.parts]
        is_store = bool(meant) and all(self.memory.parts[key].kind in DATASTORE_KINDS for key in meant)
        if pools or not is_store or not fronts or any(self.memory.parts[key].kind not in _PASSES_ON for key in fronts):
            return None
        acting = [key for key in self.memory.last_acting(fronts) if self.memory.parts[key].kind != Kind.EXTERNAL_SYSTEM]
        return Ref(keys=acting, index=ref.index) if acting else None

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
        return after < len(self._events) and self._events[after].type in {"behind", "front", "ahead", "astern"}

    def _introduce(self, ref: Ref) -> None:
        """Read "behind it are A and B", "in front of Postgres there is PgBouncer"."""
        self._link_location(Location(self._anchor_type, (ref,)), self._anchors)
        self._subject = [*self._subject, ref] if self._came("join") and self._subject else [ref]
        self._listed = list(self._subject)
        goes_on = self._joined_next() and not self._is_located_next()
        if not (goes_on or (self._is_anchored and self._next_is_listed())):
            self._anchors, self._is_anchored = [], False
            if self._act is not None and self._act.relation.frame in {Frame.OTHER, Frame.BE, Frame.HAVE}:
                self._act = None

    def _next_is_listed(self) -> bool:
        """Tell whether "and" and a noun come next."""
        following = self._next(self._position)
        after = self._next(following)
        types = [self._events[item].type for item in (following, after) if item < len(self._events)]
        return types == ["join", "nominal"]

    def _attached(self, ref: Ref) -> None:
        """Read a preposition behind a noun without a verb: "a service on MySQL", "an API with a cache", "in Go"."""
        role, self._attach = self._attach, ""
        nominal = ref.nominal
        left = self._subject
        if self._act is not None and self._last is not None:
            left = [self._last]
        if role == "with" and self._act is None and nominal is not None and (whose := self._owner_before(nominal)):
            left = whose
        if not left:
            self._fronted.setdefault(role, []).append(ref)
            return
        if role == "via" and self._act is None and nominal is not None and nominal.technology is not None and (
            left[-1].nominal is not None and not left[-1].keys and self._is_verb_at(self._next(self._position))
        ):  # fmt: skip
            # "CDC via Debezium captures": what a product does is done by the product.
            self._subject = [ref]
            return
        if (
            role == "at"
            and nominal is not None
            and nominal.head in {"node", "nodes", "host", "hosts", "machine", "machines", "premises"}
        ):
            return
        if role in {"at", "with"} and nominal is not None and only_describes(nominal):
            if nominal.technology is not None and nominal.technology.name not in HOSTS:
                for key in self.frames.keys(left[-1:]):
                    self.memory.describe(key, nominal)
            return
        if role == "with" and nominal is not None and is_listener(nominal):
            for broker in [key for key in self.frames.keys(left[-1:]) if self.memory.parts[key].kind in BROKER_KINDS]:
                for key in self.frames.key(ref, unknown=True):
                    self.frames.link(broker, key, "send")
            return
        is_copy = nominal is not None and nominal.role == "replica" and bool(self._stores_of(left))
        keys = ref.keys if role != "with" or nominal is None else self.frames.key(ref, unknown=is_copy)
        noun = left[-1].nominal
        if noun is not None and singular(noun.head) in _LOGINS and keys and self._main and (
            self.memory.parts[keys[0]].kind == Kind.IDENTITY_PROVIDER
        ):  # fmt: skip
            for owner in self.frames.keys(self._main):
                self.frames.link(owner, keys[0], "call")
            return
        if role in {"at", "with"}:
            lies = role == "at" and bool(keys) and self._only_lies(left[-1]) and not self._owner_of(left[-1])
            if lies and not any(self.memory.acts(key) for key in keys):
                noun = left[-1].nominal
                self.memory.put(noun.name.casefold().split() if noun is not None else (), keys[-1])
                self._done = True
                return
            if (
                role == "at"
                and keys
                and self._is_kept_there(left[-1])
                and not any(self.memory.acts(key) for key in keys)
            ):
                left[-1].keys = list(keys)
                return
            noun = left[-1].nominal
            if (
                role == "at"
                and keys
                and noun is not None
                and noun.is_payload
                and noun.holder is not None
                and not left[-1].keys
            ):
                # "Harbor's blobs are on StorageGRID": whose they are keeps them there.
                owners = self.frames.holders(left[-1:]) if self._came_to_be() else []
            else:
                owners = self._owner_of(left[-1]) if keys and self._came_to_be() else []
                owners = owners or self.frames.keys(left, unknown=bool(keys))
            if role == "at" and not owners and noun is not None and noun.is_payload and noun.holder is None:
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

    def _owner_of(self, thing: Ref) -> list[int]:
        """Return whose "the core's own store", "Fastly's origin", "its rules" are: the part named by a genitive or meant by "its"."""
        noun, tokens = thing.nominal, self.memory.marked.tokens
        if noun is None or noun.is_explicit or (thing.keys and noun.holder is None):
            return []
        if thing.keys:
            return list(thing.keys)
        if noun.first and tokens[noun.first - 1].lower in _THEIRS:
            event = Event(
                "pronoun", noun.first - 1, noun.first, "it" if tokens[noun.first - 1].lower == "its" else "they"
            )
            ref = self._pronoun_ref(event, is_object=False)
            return [key for key in ref.keys or ref.other if self.memory.acts(key)]
        words = [token.text for token in tokens[noun.first : noun.after]]
        place = next((number for number, word in enumerate(words) if word.lower().endswith(("'s", "’s"))), -1)
        if not 0 <= place < len(words) - 1:
            return []
        owner = noun._replace(after=noun.first + place + 1, name=" ".join(words[: place + 1])[:-2], is_payload=False)
        owner = owner._replace(head=owner.name.split()[-1].casefold(), kind=Kind.SERVICE, is_plural=False)
        known = self.memory.named(owner.name)
        if known is None and noun.article == "the" and names_a_part(owner):
            known = self.memory.add(owner)
        return [known] if known is not None else []

    def _owner_before(self, nominal: Nominal) -> list[Ref]:
        """Return whose Oracle it is in a sentence of its own, "With its Oracle.", "Yes, with its Oracle."."""
        says_nothing = all(ref.nominal is not None and ref.nominal.is_payload and not ref.keys for ref in self._subject)
        lead = self.memory.marked.tokens[nominal.first - 1].lower if nominal.first else ""
        if not says_nothing or lead not in {"its", "their"} or not nominal.is_store:
            return []
        spoken, topic = self.memory.spoken, [key for key in self.memory.topic if self.memory.acts(key)]
        if isinstance(spoken, Ref):
            return [spoken]
        return [Ref(keys=topic)] if topic else []

    def _came_to_be(self) -> bool:
        return any(event.type == "be" for event in self._events[: self._position])

    def _is_kept_there(self, ref: Ref) -> bool:
        """Tell "every artefact in Nexus is mirrored": what is done to it is done to the store."""
        following = self._next(self._position)
        after = self._next(following)
        if after >= len(self._events) or self._events[following].type != "be" or self._events[after].relation is None:
            return False
        noun, relation = ref.nominal, self._events[after].relation
        moved = relation is not None and relation.frame in {Frame.COPY, Frame.TAKE, Frame.SEND, Frame.MOVE}
        return noun is not None and not noun.is_explicit and ref.known is None and moved

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
