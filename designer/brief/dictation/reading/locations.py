"""Words of place: "behind", "in front of", "on top of", "between", and prepositions behind a noun."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import is_listener
from designer.brief.dictation.reading.closing import Closing
from designer.brief.dictation.reading.state import Location
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import HOSTS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

_LOGINS = frozenset("login sign-in signin logon authentication".split())
_CALLING = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT})
_LINES = frozenset("connection link line traffic communication interface".split())
_POINTING = frozenset({"that", "this", "it", "those", "these", "them"})


class Locations(Closing):
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
        if self._events[after].word == "," and after + 1 < len(self._events):
            after = self._next(after)
        if self._events[after].type == "be" and after + 1 < len(self._events):
            after = self._next(after)
        return pronoun.type == "pronoun" and pronoun.word in _POINTING and self._events[after].type == "nominal"

    def _fronts_nouns(self) -> bool:
        """Tell "and behind Keycloak an OpenLDAP": what follows the first noun stands there."""
        following = self._next(self._position)
        after = self._next(following)
        if not self._came("join") or after >= len(self._events):
            return False
        one, two = self._events[following], self._events[after]
        if one.type == "nominal" and two.type == "be":
            return True
        return one.type == two.type == "nominal" and two.nominal is not None and two.nominal.article == "a"

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
            self._done = self._done or self._act is None

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
        is_line = location.type == "between" and self._is_connection(location.left)
        left = [] if is_line else frames.keys(location.left, unknown=True)
        others = frames.keys(right, unknown=True) or [key for ref in right for key in ref.other]
        if is_line:
            for other in others[1:]:
                frames.link(others[0], other, "call")
            return
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
                if location.type == "behind":
                    self._lead_through(one, two)
                self._lead_clients(*ends)

    def _lead_clients(self, edge: int, inner: int) -> None:
        """Read "the booking page calls the app. Caddy is in front of the app": the page calls through Caddy."""
        kinds = self.memory.parts
        if kinds[edge].kind.family != Family.EDGE or kinds[inner].kind.family == Family.EDGE:
            return
        for link in self.book.links_of(inner):
            if link.target == inner and kinds[link.source].kind in _CALLING and link.source != edge:
                self.book.lead_through(link.source, inner, edge)

    def _is_connection(self, left: Sequence[Ref]) -> bool:
        """Tell "the connection between the pacer and Redis", which is no part of its own."""
        nouns = [ref.nominal for ref in left if ref.nominal is not None and not ref.keys]
        return bool(nouns) and all(noun.head in _LINES and not noun.is_explicit for noun in nouns)

    def _lead_through(self, inner: int, edge: int) -> None:
        """Read "the app calls the API, which sits behind Kong": the call goes through what stands in front."""
        if self.memory.parts[edge].kind.family != Family.EDGE:
            return
        act = self._act if self._act is not None and self._act.relation.frame != Frame.OTHER else self._outer
        if (
            act is None
            or act.passive
            or act.relation.frame not in {Frame.CALL, Frame.SEND}
            or self.memory.parts[inner].kind.family == Family.EDGE
        ):
            return
        callers = self.frames.keys(act.subject, unknown=True)
        if inner in callers or edge in callers:
            return
        for refs in act.roles.values():
            refs[:] = [Ref(keys=[edge], index=ref.index) if ref.keys == [inner] else ref for ref in refs]
        act.path = [(role, Ref(keys=[edge], index=ref.index) if ref.keys == [inner] else ref) for role, ref in act.path]
        for caller in callers:
            if (caller, inner) in self.frames.made:
                self.book.lead_through(caller, inner, edge)

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
        if role in {"at", "with"} and nominal is not None and self._only_describes(nominal):
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
            if role == "at" and keys and self._only_lies(left[-1]) and not any(self.memory.acts(key) for key in keys):
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
                owners = self.frames.keys(left, unknown=bool(keys))
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
