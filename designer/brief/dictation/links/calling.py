"""Somebody asks somebody and waits: calls, stands in front of, serves."""

from __future__ import annotations

import itertools

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.things import WAYS, Things
from designer.brief.dictation.nouns.nominal import Nominal, names_a_part
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import ABSTRACT, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

_CLIENTS = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.PERSON, Kind.DEVICE})
_LOOKS_AFTER = frozenset("check checks test tests ping pings control controls".split())


_JOINED = frozenset("connected attached wired plugged soldered hooked linked".split())
_HAS_DONE = frozenset("has have had having gets get lets let makes make".split())
_CHECKED = frozenset("checked verified validated authorised authorized".split())
_ASKED = frozenset("asked requested queried checked verified validated booked looked".split())
_SIGNS = frozenset("sign signs log logs".split())
_TOUCHES = frozenset("touch touches access accesses query queries".split())


class Calling(Things):
    """Makes links of calls."""

    def _call(self, act: Act) -> None:
        if act.passive:
            self._passive_call(act)
            return
        if act.word in {"reach", "reaches"} and act.has("from") and self._moves(act):
            starts, ends = self.keys(self._role(act, "from"), unknown=True), self._direct(act, unknown=True)
            self._each(starts, ends, "call", act, self._via(act))
            return
        if act.word in {"reach", "reaches"} and (queues := self.keys(self._role(act, "from"))) and (
            all(self._is_broker(key) for key in queues)
        ):  # fmt: skip
            # "puts picks on Pulsar. From Pulsar they reach the locator"
            self._each(queues, self._direct(act, unknown=True), "send", act)
            return
        subject, via = self.subject(act), self._via(act)
        queues = via or self.keys(self._role(act, "from"))
        if act.word in {"work", "works"} and queues and all(self._is_broker(key) for key in queues):
            self._each(queues, subject, "send", act)
            return
        takes = act.relation.takes_part
        if act.word in {"call", "calls", "calling", "talk", "talks", "talking", "speaks", "depends"}:
            self._trust(act)
        if act.word in {"ask", "asks"} and act.protocol:
            self._trust(act)
        names = (
            (act.word in _TOUCHES and not act.has("at", "to"))
            or (takes and not act.has("of"))
            or self._opens_client(act)
            or self._looks_after(act)
            or self._speaks_to(act)
            or self._names_way(act)
        )
        targets = self._direct(act, unknown=names)
        owners = self.keys(self._role(act, "of"))
        if owners and not any(
            ref.keys and ref.nominal and ref.nominal.is_explicit for ref in self._role(act, "direct")
        ):
            targets = owners
        targets += self.keys(self._role(act, "to"), unknown=True)
        targets += [key for key in self._named(act, "at") if key not in targets]
        targets += [key for key in self.keys(self._role(act, "from"), unknown=True) if key not in subject]
        if act.word in _SIGNS:
            self._each([key for key in targets if self.memory.acts(key)], self._identity(act), "call", act)
        tools = [
            key
            for key in self.keys(self._role(act, "with"))
            if key not in targets and (self.memory.acts(key) or act.word in _TOUCHES)
        ]
        if (
            tools
            and targets
            and act.subject
            and act.word not in _SIGNS
            and all(self._kind(key) == Kind.PERSON for key in subject)
        ):
            self._each(subject, tools, "call", act)
            self._each(tools, self._no_people(targets), "call", act)
            return
        if tools and not targets and act.subject and all(self._kind(key) == Kind.PERSON for key in subject):
            # "analysts query the files with Trino", which were put into MinIO
            words = [
                ref.nominal.name.casefold().split() for ref in self._role(act, "direct") if ref.nominal is not None
            ]
            places = [key for key in map(self.memory.place_of, words) if key is not None and key not in tools]
            self._each(tools, places, "call", act)
        stores = [key for key in self.keys(self._role(act, "with")) if key not in targets]
        if targets and all(self._is_store(key) for key in stores) and stores:
            # "uses MongoDB with a Redis cache" gives both to who uses them; "calls the API with a cache" gives it to the API.
            owners_of = subject if self._is_store(targets[-1]) else targets[-1:]
            self._each(owners_of, stores, "call", act)
        else:
            unknown = not targets
            targets += [key for key in self.keys(self._role(act, "with"), unknown=unknown) if key not in targets]
        if not targets and not via:
            targets = self.keys(self._role(act, "by"), unknown=act.word in _HAS_DONE)
        if not targets and not via and act.word in {"use", "uses", "using"}:
            targets = self._held_in(act, "direct", DATASTORE_KINDS | BROKER_KINDS)
        targets = self._callable(targets, act)
        if not subject and len(targets) > 1 and self._is_a_way(act):
            for one, two in itertools.pairwise(targets):
                self.link(one, two, "call", act)
            return
        if not targets and via:
            targets, via = via, []
        direct = self._named_after_the_way(act) if via else []
        via = via or self._same_way(act, targets)
        self._each(subject, [key for key in targets if key not in direct], "call", act, via)
        self._each(subject, direct, "call", act)

    def _same_way(self, act: Act, targets: list[int]) -> list[int]:
        """Return the nginx of "sits behind nginx. The tablets reach it that way"."""
        if len(targets) != 1 or not self._names_way(act):
            return []
        fronts = [link.source for link in self.book.links_of(targets[0]) if link.target == targets[0]]
        return [key for key in fronts if self._kind(key).family == Family.EDGE][:1]

    def _names_way(self, act: Act) -> bool:
        """Tell "reach it that way", "call it the same way"."""
        return any(ref.nominal is not None and ref.nominal.head in WAYS for ref in self._role(act, "direct"))

    def _identity(self, act: Act) -> list[int]:
        """Return Auth0 of "growers sign in to the portal with Auth0", whom the portal asks."""
        found = self.keys(self._role(act, "with"))
        return [key for key in found if self._kind(key) == Kind.IDENTITY_PROVIDER]

    def _moves(self, act: Act) -> bool:
        """Tell "from the gateway the packets reach the network": things that travel, and do nothing."""
        nouns = [ref.nominal for ref in act.subject if ref.nominal is not None]
        if not act.subject and not act.us and act.relative:
            return True
        return (
            bool(nouns)
            and all(noun.is_plural and not noun.is_explicit for noun in nouns)
            and not self.keys(act.subject)
        )

    def _named_after_the_way(self, act: Act) -> list[int]:
        """Return B of "talks to A through a proxy, and to B", which needs no proxy."""
        found: list[int] = []
        roles = [role for role, _ in act.path]
        if "via" not in roles or "to" not in roles[: roles.index("via")]:
            return []
        for role, ref in act.path[roles.index("via") :]:
            if role == "to":
                found += self.keys([ref])
        return found

    def _is_a_way(self, act: Act) -> bool:
        """Tell "traffic hits A, then B, then C" from "calls A, B and C"."""
        tokens = self.memory.marked.tokens
        starts = [ref.nominal.first for ref in self._role(act, "direct")[1:] if ref.nominal is not None]
        return bool(starts) and all(
            "then" in [token.lower for token in tokens[max(0, first - 5) : first]] for first in starts
        )

    def _looks_after(self, act: Act) -> bool:
        """Tell "checks the stock loader" from "checks the price": whoever does something can be checked."""
        direct = [ref.nominal for ref in self._role(act, "direct") if ref.nominal is not None]
        return (
            bool(direct)
            and act.word in _LOOKS_AFTER
            and not act.has("at")
            and all(
                item.article == "the" and not item.is_payload and singular(item.head).endswith(("er", "or"))
                for item in direct
            )
        )

    def _speaks_to(self, act: Act) -> bool:
        """Tell "flashes the hearing aid over Bluetooth", "switches the fans by Modbus": who is spoken to is no person."""
        direct = self._role(act, "direct")
        nouns = [ref.nominal for ref in direct if ref.nominal is not None and not ref.nominal.is_payload]
        if not act.protocol or len(nouns) != len(direct) or any(noun.article != "the" for noun in nouns):
            return False
        for ref in direct:
            if ref.nominal is not None and ref.nominal.kind == Kind.PERSON and not ref.keys:
                ref.nominal = ref.nominal._replace(kind=Kind.DEVICE)
        return bool(nouns)

    def _opens_client(self, act: Act) -> bool:
        """Tell "customers open the web shop" from "opens doors"."""
        direct = [ref.nominal for ref in self._role(act, "direct") if ref.nominal is not None]
        return bool(direct) and all(item.kind in {Kind.WEB_CLIENT, Kind.MOBILE_CLIENT} for item in direct)

    def _trust(self, act: Act) -> None:
        """Take "posts" in "calls users, posts and comments" for a service: nobody calls what travels."""
        for ref in [*self._role(act, "direct"), *self._role(act, "to")]:
            if ref.nominal is not None and not ref.nominal.article and singular(ref.nominal.head) not in ABSTRACT:
                ref.nominal = ref.nominal._replace(is_payload=False)

    def _callable(self, targets: list[int], act: Act) -> list[int]:
        """Leave out people; services named like people ("calls users and posts") are called by other services."""
        people = [key for key in targets if self._kind(key) == Kind.PERSON]
        if not people or act.relation.frame != Frame.CALL or not act.relation.takes_part:
            return self._no_people(targets)
        for key in people:
            nominal = next(
                (ref.nominal for ref in act.roles.get("direct", ()) if key in ref.keys and ref.nominal), None
            )
            if nominal is not None and not nominal.article and nominal.is_plural and len(targets) > 1:
                self.memory.set(key, kind=Kind.SERVICE)
        return self._no_people(targets)

    def _passive_call(self, act: Act) -> None:
        if (
            act.has("by", "from")
            and act.has("to")
            and not any(ref.nominal is not None and ref.nominal.is_explicit for ref in act.subject)
        ):
            self._each(
                self.keys(self._role(act, "by") or self._role(act, "from"), unknown=True),
                self._no_people(self.keys(self._role(act, "to"), unknown=True)),
                "call",
                act,
            )
            return
        if act.has("by") and act.has("at") and (asked := self._asked_there(act)):
            self._each(self.keys(self._role(act, "by"), unknown=True), asked, "call", act)
            return
        patient = self.keys(act.subject, unknown=act.word in _JOINED)
        callers = self.keys(self._role(act, "by"), unknown=True) + self.keys(self._role(act, "from"), unknown=True)
        outside = bool(callers) and all(self._is_product(key) for key in callers)
        nouns = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys]
        if callers and not patient and act.has("with", "at") and act.word in _CHECKED:
            asked = self.keys(self._role(act, "with"), unknown=True) + self.keys(self._role(act, "at"))
            self._each(callers, asked, "call", act)
            return
        handed = act.word in _CHECKED and len(nouns) == 1 and nouns[0].is_payload
        if handed and (kin := [key for key in self.memory.kin(nouns[0]) if key not in callers]) and callers:
            # "Every score is checked by the anti-cheat service": the score API asks it.
            self._each(kin, callers, "call", act)
            act.roles["by"] = [Ref(keys=kin, index=act.index)]
            return
        if outside and not patient and len(nouns) == 1 and (kin := self.memory.kin(nouns[0])):
            # "Comments are checked by Akismet": by whoever deals with comments, who has it done.
            self._each(kin, callers, "call", act)
            act.roles["by"] = [Ref(keys=kin, index=act.index)]
            return
        if not patient and callers:
            patient = self._places_of(act)
        if not patient and act.subject and callers:
            patient = self.keys(act.subject, unknown=True)
        targets = self.keys(self._role(act, "to"), unknown=True) if not callers else []
        if not callers and act.word in _JOINED:
            targets += [key for key in self.keys(self._role(act, "with"), unknown=True) if key not in targets]
        self._each(callers, patient, "call", act, self._via(act))
        if targets and patient:
            # "is connected to", "are attached to"
            for one in patient:
                for two in targets:
                    if self._is_broker(two) and self.memory.acts(one):
                        self.link(two, one, "send", act)
                    else:
                        self.link(one, two, "call", act)
        elif targets and act.implied:
            self._each(act.implied, targets, "call", act)

    def _asked_there(self, act: Act) -> list[int]:
        """Return the rating service of "ratings are asked for by the game server at the rating service"."""
        nouns = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys]
        if len(nouns) != len(act.subject) or act.word not in _ASKED or any(noun.is_explicit for noun in nouns):
            return []
        there = [ref for ref in self._role(act, "at") if ref.nominal is not None and ref.nominal.article != "a"]
        return [key for key in self.keys(there, unknown=True) if self.memory.acts(key)]

    def _is_product(self, key: int) -> bool:
        """Tell a product, or a single name that nothing is said of: "Akismet"."""
        part = self.memory.parts[key]
        return part.technology is not None or (not part.is_explicit and part.name.isalpha() and part.name[:1].isupper())

    def _front(self, act: Act) -> None:
        if act.passive and (guards := self._guards(act)):
            self._each(self.keys(act.subject, unknown=True), guards, "call", act)
        elif act.passive:
            edges = self.keys(self._role(act, "by") + self._role(act, "with"), unknown=True)
            fronted = self.keys(act.subject, unknown=act.has("by"))
            self._each(edges, fronted, "call", act)
            if act.relative and len(edges) == 1 and self._kind(edges[0]).family == Family.EDGE:
                # "talks to an API that is fronted by nginx": the call goes through what stands in front.
                for one, two in self.made_before:
                    if two in fronted and one != edges[0]:
                        self.book.lead_through(one, two, edges[0])
        else:
            self._each(self.subject(act), self._direct(act, unknown=False), "call", act)

    def _guards(self, act: Act) -> list[int]:
        """Return Okta of "a page protected by Okta": who says who somebody is, and passes nothing on."""
        found = self.keys(self._role(act, "by"))
        return found if found and all(self._kind(key) == Kind.IDENTITY_PROVIDER for key in found) else []

    def _back(self, act: Act) -> None:
        if act.passive:
            self._each(
                self.keys(act.subject, unknown=True),
                self.keys(self._role(act, "by") + self._role(act, "with")),
                "call",
                act,
            )
        else:
            self._each(self._direct(act, unknown=False), self.subject(act), "call", act)

    def _is_face(self, nominal: Nominal) -> bool:
        """Tell the app of "the parents' app is served by", and no person."""
        named = names_a_part(nominal) and not nominal.is_payload
        return named and nominal.kind.family == Family.CLIENT and nominal.kind != Kind.PERSON

    def _serve(self, act: Act) -> None:
        if act.passive:
            if act.has("by") and act.has("from"):
                for source in self.keys(self._role(act, "from"), unknown=True):
                    self._take_from(self.keys(self._role(act, "by"), unknown=True), source, act)
                return
            servers = self.keys(self._role(act, "by") + self._role(act, "from"), unknown=True)
            if not servers:
                self._each(self._via(act), self.keys(act.subject), "call", act)
                return
            if all(self._is_broker(key) for key in servers):
                self._each(servers, self.keys(act.subject, unknown=True), "send", act)
                return
            faces = [ref for ref in act.subject if ref.nominal is not None and self._is_face(ref.nominal)]
            self._each(self.keys(act.subject) or self.keys(faces, unknown=True), servers, "call", act, self._via(act))
            whom = [ref for ref in self._role(act, "to") if ref.nominal is not None and self._is_face(ref.nominal)]
            self._each(self.keys(whom, unknown=True), servers, "call", act)
            return
        for source in self.keys(self._role(act, "from")):
            self._take_from(self.subject(act), source, act)
        served = [
            key
            for ref in self._role(act, "to")
            for key in self.key(ref, unknown=ref.nominal is not None and ref.nominal.kind.family == Family.CLIENT)
        ]
        servers = self.subject(act)
        stored = bool(servers) and all(self._is_store(key) for key in servers) and not act.has("to", "from")
        for one in servers:
            for two in self._direct(act, unknown=stored) + served:
                asks = (
                    two in served or stored or (self._kind(two) in _CLIENTS and self._kind(one).family != Family.EDGE)
                )
                self.link(*((two, one) if asks else (one, two)), "call", act)
