"""From the roles of a verb to links: who calls, sends to, reads from, feeds or copies whom.

A reader fills the roles (subject, object, "to", "from", "by", "via", "with"); when the verb's phrase ends, its frame
says which links they make. Plain nouns become parts here, where a frame asks for a part, and nowhere else.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from designer.brief.dictation.memory import Memory
from designer.brief.dictation.model import Link, Manner
from designer.brief.dictation.nominals import Nominal, is_people, names_a_part
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.words import ABSTRACT, HOSTS, LANGUAGE_KINDS, TOWNS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

MAX_LINKS = 4000
_MOST_REFS = 400
_CLIENTS = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.PERSON, Kind.DEVICE})
_SCREENS = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT})
_RUN = frozenset("run operated maintained managed owned provided hosted made written developed".split())
_MESHES = frozenset({"Istio", "Dapr"})
_ENDS = frozenset("end ends land lands".split())
_STARTED = frozenset("run runs execute executes".split())
_STAYS = frozenset("stays stay remains remain runs run sits lives relies".split())
_SHOWN = frozenset(
    "show shows display displays visualise visualises visualize visualizes plot plots graph graphs".split()
)
_LABEL_ENDS = frozenset("to from with in on into onto through via against".split())
_LABEL_SKIPS = frozenset("a an the each every this that also then".split())
_LABEL_GAP = 4
_TAPS = frozenset("tail tails tailing tailed capture captures captured capturing".split())
_TOLD_BEFORE = 30
_LONGEST_LABEL = 60
_LOOKS_AFTER = frozenset("check checks test tests ping pings control controls".split())
_WATCHES = frozenset("follow follows poll polls polling scrape scrapes scraping monitor monitors watch watches".split())
_PUBLISHES = frozenset("publish publishes pub pubs emit emits produce produces".split())
_QUEUE_LIKE = frozenset({Kind.CACHE, Kind.KEY_VALUE_STORE})
_WORK = frozenset("job task message event command".split())
_GETS = frozenset("get gets got getting receive receives".split())
_ANNOUNCED = frozenset("alert event notification webhook signal callback push alarm".split())


@dataclass(eq=False)
class Ref:
    """Something the text speaks of: parts, or a noun that may become one. `known` is a part of the noun's name.

    A pronoun in the place of an object has `queue`, the queue or log it may mean, and `other`, the part.
    """

    keys: list[int] = field(default_factory=list)
    nominal: Nominal | None = None
    known: int | None = None
    is_exact: bool = False
    index: int = 0
    is_pronoun: bool = False
    is_joined: bool = False
    place: str = ""
    queue: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Act:
    """A verb and its roles so far; `path` keeps the order of "from A through B to C"."""

    relation: Relation
    word: str
    index: int
    passive: bool = False
    subject: list[Ref] = field(default_factory=list)
    roles: dict[str, list[Ref]] = field(default_factory=dict)
    path: list[tuple[str, Ref]] = field(default_factory=list)
    back: list[Ref] = field(default_factory=list)
    role: str = "direct"
    protocol: str = ""
    waits: bool | None = None
    schedule: str = ""
    place: str = ""
    each: bool = False
    goes_on: bool = False
    us: bool = False
    refused: bool = False
    closed: bool = False
    implied: list[int] = field(default_factory=list)

    def take(self, ref: Ref) -> None:
        """Put something into the role that is open."""
        if len(self.path) < _MOST_REFS:
            self.roles.setdefault(self.role, []).append(ref)
            self.path.append((self.role, ref))

    def has(self, *roles: str) -> bool:
        """Tell whether any of some roles is filled."""
        return any(self.roles.get(role) for role in roles)


class LinkBook:
    """The links so far, one for each pair of parts."""

    def __init__(self) -> None:
        self.links: dict[tuple[int, int], Link] = {}

    def add(self, link: Link) -> None:
        """Add a link; one between the same parts only learns the protocol and schedule of the second."""
        ends = (link.source, link.target)
        there = self.links.get(ends)
        if there is None:
            if len(self.links) < MAX_LINKS:
                self.links[ends] = link
            return
        self.links[ends] = there.model_copy(
            update={
                "protocol": there.protocol or link.protocol,
                "schedule": there.schedule or link.schedule,
                "waits": link.waits if there.waits is None else there.waits,
                "manner": link.manner if there.manner == "unknown" else there.manner,
            }
        )

    def change(self, ends: Iterable[tuple[int, int]], **fields: object) -> None:
        """Change fields of links."""
        for pair in ends:
            if pair in self.links:
                self.links[pair] = self.links[pair].model_copy(update=fields)

    def replace(self, key: int, others: list[int]) -> None:
        """Let the links of a part be those of others."""
        for ends, link in list(self.links.items()):
            if key not in ends:
                continue
            del self.links[ends]
            for other in others:
                update = {"source": other} if ends[0] == key else {"target": other}
                self.add(link.model_copy(update=update))


class Frames:
    """Makes links of finished acts."""

    def __init__(self, memory: Memory, book: LinkBook) -> None:
        self.memory = memory
        self.book = book
        self.made: list[tuple[int, int]] = []
        self.moved_to: list[int] = []
        self.origin: list[int] = []
        self.mover: Act | None = None
        self._frames: Mapping[Frame, Callable[[Act], None]] = {
            Frame.CALL: self._call, Frame.PUT: self._put, Frame.SEND: self._put, Frame.EMIT: self._put,
            Frame.TAKE: self._take, Frame.HEAR: self._take, Frame.COPY: self._copy, Frame.FILL: self._fill,
            Frame.FRONT: self._front, Frame.BACK: self._back, Frame.SERVE: self._serve, Frame.HAVE: self._have,
            Frame.SHARE: self._share, Frame.MOVE: self._move, Frame.OTHER: self._other, Frame.BUILD: self._build,
        }  # fmt: skip

    def close(self, act: Act) -> None:
        """Make the links of an act, once."""
        if act.closed or act.refused:
            return
        act.closed = True
        self.made = []
        if act.goes_on and self._goes_further(act):
            return
        frame = self._frames.get(act.relation.frame)
        if frame is not None:
            frame(act)
        served = act.roles.get("direct", []) if act.relation.frame == Frame.SERVE else []
        self.memory.faint = {*self._via(act), *self.keys(served)} if self.made else set()

    def _goes_further(self, act: Act) -> bool:
        """Read "enters through A, hits B and is balanced across C": what moves goes from each to the next."""
        if self.keys(act.subject) or act.relation.frame not in {Frame.CALL, Frame.PUT, Frame.SEND}:
            return False
        found = self._direct(act, unknown=False) if not act.passive else []
        targets = (
            found or self.keys(self._role(act, "to")) or self.keys(self._role(act, "via")) or self._named(act, "at")
        )
        starts = [key for key in self.moved_to if key in self.memory.parts and key not in targets]
        if not targets or not starts:
            return False
        self._each(starts, targets, "call", act)
        self.moved_to, self.mover = targets, act
        return True

    # -- parts --------------------------------------------------------------------------------------------------

    def keys(self, refs: Iterable[Ref], *, unknown: bool = False) -> list[int]:
        """Return the parts that refs stand for; with `unknown`, plain nouns become parts."""
        found: dict[int, None] = {}
        for ref in itertools.islice(refs, _MOST_REFS):
            found.update(dict.fromkeys(self.key(ref, unknown=unknown)))
        return list(found)

    def key(self, ref: Ref, *, unknown: bool) -> list[int]:
        """Return the parts that one ref stands for."""
        if ref.keys:
            return [key for key in ref.keys if key in self.memory.parts]
        nominal = ref.nominal
        if nominal is None:
            return [key for key in ref.other if key in self.memory.parts] if unknown else []
        if (
            ref.known is not None
            and ref.known in self.memory.parts
            and (unknown or (ref.is_exact and not nominal.is_payload))
        ):
            return [ref.known]
        if nominal.is_explicit or (unknown and names_a_part(nominal)):
            key = self.memory.find(nominal)
            if key is None:
                key = self.memory.add(nominal)
            if key is not None:
                ref.keys = [key]
                if ref.place and not self.memory.parts[key].place:
                    self.memory.set(key, place=ref.place)
                self.memory.mention([key], ref.index)
        return ref.keys

    def subject(self, act: Act) -> list[int]:
        """Return who acts: the subject, or whoever acted last where the text names nobody."""
        keys = self.keys(act.subject, unknown=True)
        if not keys and (act.us or not act.subject) and act.relation.frame not in {Frame.HAVE, Frame.MOVE, Frame.OTHER}:
            source = [key for key in self.keys(act.roles.get("from", ())) if self.memory.acts(key)]
            return source if act.us and source else act.implied
        return keys

    def _kind(self, key: int) -> Kind:
        return self.memory.parts[key].kind

    def _is_broker(self, key: int) -> bool:
        return self._kind(key) in BROKER_KINDS

    def _is_store(self, key: int) -> bool:
        return self._kind(key) in DATASTORE_KINDS

    def _no_people(self, keys: Iterable[int]) -> list[int]:
        return [key for key in keys if self._kind(key) != Kind.PERSON]

    # -- links --------------------------------------------------------------------------------------------------

    def link(self, source: int, target: int, manner: Manner, act: Act | None = None, *, at: Ref | None = None) -> None:
        """Add a link between two parts, if they are two."""
        if source == target or source not in self.memory.parts or target not in self.memory.parts:
            return
        if self._is_host(target) or (self._is_host(source) and self.memory.parts[source].technology not in _MESHES):
            return
        start, end = self._span(target, act, at)
        self.book.add(
            Link(
                source=source, target=target, label=self._label(act), manner=manner, span=(start, end),
                protocol=act.protocol if act else "", waits=act.waits if act else None,
                schedule=act.schedule if act else "",
            )
        )  # fmt: skip
        self.made.append((source, target))
        self.memory.goal = target

    def _is_host(self, key: int) -> bool:
        """Tell what parts run on, named as such: "Kubernetes", not "the Cloud Run service"."""
        part = self.memory.parts[key]
        return part.technology in HOSTS and part.name == part.technology

    def _span(self, target: int, act: Act | None, at: Ref | None) -> tuple[int, int]:
        tokens = self.memory.marked.tokens
        if act is None:
            return self.memory.parts[target].span if at is None else (tokens[at.index].start, tokens[at.index].end)
        ends = [tokens[act.index].start, tokens[act.index].end]
        if at is not None:
            last = at.nominal.after - 1 if at.nominal else at.index
            ends += [tokens[at.index].start, tokens[min(last, len(tokens) - 1)].end]
        elif abs(self.memory.parts[target].span[0] - ends[0]) < 400:
            ends += self.memory.parts[target].span
        return min(ends), max(ends)

    def _label(self, act: Act | None) -> str:
        """Return the words of the verb: "keeps its state in", "drops event on", "consumes"."""
        if act is None or not act.word:
            return ""
        tokens = self.memory.marked.tokens
        direct = act.roles.get("direct", ())
        payload = next((ref.nominal for ref in direct if ref.nominal is not None and not ref.keys), None)
        after = act.index + 1
        if payload is not None and 0 < payload.first - act.index <= _LABEL_GAP:
            after = min(payload.after, payload.first + _LABEL_GAP)
        if after < len(tokens) and tokens[after].lower in _LABEL_ENDS:
            after += 1
        words = [tokens[index].text for index in range(act.index, after) if tokens[index].is_word]
        return " ".join(word for word in words if word.lower() not in _LABEL_SKIPS)[:_LONGEST_LABEL]

    def _each(
        self, sources: Iterable[int], targets: Iterable[int], manner: Manner, act: Act, via: list[int] | None = None
    ) -> None:
        """Link every source with every target, through the parts between them where there are any."""
        for source in list(sources):
            for target in list(targets):
                stops = [source, *(item for item in via or () if item not in (source, target)), target]
                for one, two in itertools.pairwise(stops):
                    self.link(one, two, manner, act)

    def _via(self, act: Act) -> list[int]:
        found: dict[int, None] = {}
        for ref in act.roles.get("via", ()):
            found.update(dict.fromkeys(self.key(ref, unknown=ref.nominal is not None and self._is_proper(ref.nominal))))
        return list(found)

    def _is_proper(self, nominal: Nominal) -> bool:
        """Tell a name of its own: "through WireGuard"."""
        tokens = self.memory.marked.tokens
        inside = [token for token in tokens[nominal.first : nominal.after] if token.is_word]
        return not nominal.is_payload and bool(inside) and inside[-1].text[:1].isupper() and len(inside[-1].text) > 2

    # -- frames -------------------------------------------------------------------------------------------------

    def _call(self, act: Act) -> None:
        if act.passive:
            self._passive_call(act)
            return
        subject, via = self.subject(act), self._via(act)
        takes = act.relation.takes_part
        if act.word in {"call", "calls", "calling", "talk", "talks", "talking", "speaks", "depends"}:
            self._trust(act)
        names = (takes and not act.has("of")) or self._opens_client(act) or self._looks_after(act)
        targets = self._direct(act, unknown=names)
        owners = self.keys(self._role(act, "of"))
        if owners and not any(
            ref.keys and ref.nominal and ref.nominal.is_explicit for ref in self._role(act, "direct")
        ):
            targets = owners
        targets += self.keys(self._role(act, "to"), unknown=True)
        targets += [key for key in self._named(act, "at") if key not in targets]
        targets += [key for key in self.keys(self._role(act, "from"), unknown=True) if key not in subject]
        stores = [key for key in self.keys(self._role(act, "with")) if key not in targets]
        if targets and all(self._is_store(key) for key in stores) and stores:
            # "uses MongoDB with a Redis cache" gives both to who uses them; "calls the API with a cache" gives it to the API.
            owners_of = subject if self._is_store(targets[-1]) else targets[-1:]
            self._each(owners_of, stores, "call", act)
        else:
            unknown = not targets
            targets += [key for key in self.keys(self._role(act, "with"), unknown=unknown) if key not in targets]
        if not targets and not via:
            targets = self.keys(self._role(act, "by"))
        targets = self._callable(targets, act)
        if not subject and len(targets) > 1 and self._is_a_way(act):
            for one, two in itertools.pairwise(targets):
                self.link(one, two, "call", act)
            return
        if not targets and via:
            targets, via = via, []
        direct = self._named_after_the_way(act) if via else []
        self._each(subject, [key for key in targets if key not in direct], "call", act, via)
        self._each(subject, direct, "call", act)

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
        return bool(starts) and all("then" in [token.lower for token in tokens[first - 2 : first]] for first in starts)

    def _looks_after(self, act: Act) -> bool:
        """Tell "checks the stock loader" from "checks the price": whoever does something can be checked."""
        direct = [ref.nominal for ref in self._role(act, "direct") if ref.nominal is not None]
        return (
            bool(direct)
            and act.word in _LOOKS_AFTER
            and all(
                item.article == "the" and not item.is_payload and singular(item.head).endswith(("er", "or"))
                for item in direct
            )
        )

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
        patient = self.keys(act.subject)
        callers = self.keys(self._role(act, "by"), unknown=True) + self.keys(self._role(act, "from"), unknown=True)
        if not patient and callers:
            patient = self._places_of(act)
        if not patient and act.subject and callers:
            patient = self.keys(act.subject, unknown=True)
        targets = self.keys(self._role(act, "to"), unknown=True) if not callers else []
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

    def _role(self, act: Act, role: str) -> list[Ref]:
        return act.roles.get(role, [])

    def _named(self, act: Act, role: str) -> list[int]:
        """Return the parts of a role that hardly is one ("in", "on"): only products and parts known before."""
        found: list[int] = []
        for ref in self._role(act, role):
            nominal = ref.nominal
            if ref.is_pronoun and ref.other:
                found += ref.other
            elif (
                ref.keys
                or nominal is None
                or nominal.is_explicit
                or (ref.known is not None and not nominal.is_payload)
                or (nominal.name.isupper() and 2 < len(nominal.name) < 12 and not nominal.is_payload)
                or nominal.head in {"log", "database", "system"}
                or nominal.role
                or nominal.is_store
                or self._is_channel(act, nominal)
                or (
                    role == "at"
                    and (
                        self._is_kept_at(act, nominal)
                        or ((act.has("direct") or act.passive) and self._is_name(nominal))
                    )
                )
                or (nominal.kind.family == Family.CLIENT and nominal.kind != Kind.PERSON and self._is_by_people(act))
            ):
                found += self.key(ref, unknown=True)
        return found

    def _is_channel(self, act: Act, nominal: Nominal) -> bool:
        """Tell "publishes ticks on Aeron": what is announced on a thing with a name of its own."""
        tokens = self.memory.marked.tokens
        if act.relation.frame not in {Frame.EMIT, Frame.SEND} or nominal.first == 0 or nominal.is_payload:
            return False
        is_named = tokens[nominal.after - 1].text[:1].isupper() and singular(nominal.head) not in ABSTRACT
        return is_named and tokens[nominal.first - 1].lower == "on"

    def _is_kept_at(self, act: Act, nominal: Nominal) -> bool:
        """Tell "stores contracts in the document vault" from "stores files in batches"."""
        is_kept = act.relation.frame == Frame.PUT and act.has("direct") and names_a_part(nominal)
        return is_kept and nominal.article == "the" and not nominal.is_plural and nominal.kind != Kind.PERSON

    def _is_by_people(self, act: Act) -> bool:
        return any(ref.nominal is not None and is_people(ref.nominal) for ref in act.subject)

    def _direct(self, act: Act, *, unknown: bool) -> list[int]:
        found: list[int] = []
        refs = self._role(act, "direct")
        names_one = any(ref.keys for ref in refs)
        for ref in refs:
            if ref.is_pronoun:
                found += ref.other if unknown else []
            else:
                # "reads from the API and the historian": what is joined to a part is one too.
                joined = names_one and ref.is_joined and ref.nominal is not None and names_a_part(ref.nominal)
                found += [key for key in self.key(ref, unknown=unknown or joined) if key not in found]
        return found

    def _put(self, act: Act) -> None:
        """Somebody writes to, sends to or tells somebody."""
        manner: Manner = {Frame.PUT: "call", Frame.EMIT: "emit"}.get(act.relation.frame, "send")  # type: ignore[assignment]
        targets = self._put_targets(act)
        if act.passive:
            self._passive_put(act, targets, manner)
            return
        subject, via = self.subject(act), self._via(act)
        if targets:
            via += [key for key in self.keys(self._role(act, "by")) if key not in via and key not in targets]
        sources = [
            key for key in self.keys(self._role(act, "from"), unknown=bool(targets or subject)) if key not in subject
        ]
        direct = self._direct(act, unknown=act.relation.takes_part and not targets)
        moved = direct if targets and (self._moves_stores(act)) else []
        if not targets:
            targets = direct
        if not subject and sources and targets:
            self._each(sources, targets, manner, act, via)
            return
        for source in [*sources, *moved]:
            self._take_from(subject, source, act)
        targets = self._no_people(targets)
        if not targets and via:
            targets, via = via, []
        if not targets:
            targets = self.keys(self._role(act, "with")) or self._usual_place(act)
        if manner == "send" and targets and all(self._is_store(key) for key in [*subject, *targets]):
            manner = "copy"
        self._hand_out(act, subject, targets)
        self._each(subject, targets, manner, act, via)
        self._remember(act, targets or via)

    def _hand_out(self, act: Act, subject: list[int], targets: list[int]) -> None:
        """Read "meters send readings to EMQX. A bridge writes them to Kafka": the bridge has them from the broker."""
        pronoun = next((ref for ref in self._role(act, "direct") if ref.is_pronoun or self._is_one(ref)), None)
        goal = self.memory.goal
        if pronoun is None or goal is None or not self._is_broker(goal) or goal in targets:
            return
        if pronoun.is_pronoun and goal not in pronoun.queue:
            return
        for key in subject:
            if self.memory.acts(key) and targets and (key, goal) not in self.book.links:
                self.link(goal, key, "send", act)

    def _is_one(self, ref: Ref) -> bool:
        """Tell "the urgent ones"."""
        return ref.nominal is not None and not ref.keys and ref.nominal.head in {"one", "ones"}

    def _usual_place(self, act: Act) -> list[int]:
        """Return where what is sent is read from elsewhere: "emits the stock events"."""
        if act.word in _PUBLISHES and not any(act.roles.values()):
            return self.memory.only_broker()
        for ref in self._role(act, "direct"):
            if ref.nominal is not None and act.relation.frame in {Frame.EMIT, Frame.SEND}:
                key = self.memory.place_of(ref.nominal.name.casefold().split())
                if key is not None and self._is_broker(key):
                    return [key]
        return []

    def _moves_stores(self, act: Act) -> bool:
        return act.word.rstrip("esing") in {
            "load",
            "export",
            "import",
            "dump",
            "stream",
            "archiv",
            "transfer",
            "push",
            "ship",
            "mov",
        }

    def _put_targets(self, act: Act) -> list[int]:
        """Return where something is put: the object of "to", "in" or "on"."""
        found = self.keys(self._role(act, "to"), unknown=True)
        found += [key for key in self._named(act, "at") if key not in found]
        return self._no_people(found)

    def _passive_put(self, act: Act, targets: list[int], manner: Manner) -> None:
        agents = self.keys(self._role(act, "by"), unknown=True)
        sources = self.keys(self._role(act, "from")) or (self.origin if agents else [])
        self.origin = []
        via = self._via(act)
        patient = [key for key in self.keys(act.subject) if not self._is_payload(act)]
        actors = agents or ([] if sources else act.implied)
        if agents and patient and via and not targets:
            self._each(agents, patient, manner, act, via)
            return
        if not targets and via:
            targets, via = via, []
        if agents and not targets and patient:
            # "Postgres is updated by the importer", "the Lambda is triggered by S3"
            self._each(agents, patient, manner, act)
        elif sources and not agents:
            self._each(sources, targets or patient, manner, act, via)
        elif not agents and patient and targets and not all(self._is_payload_kind(key) for key in patient):
            self._each(patient, targets, manner, act, via)
        elif patient and not targets and not agents and act.relation.takes_part:
            return
        else:
            for source in [*sources, *(key for key in patient if agents and self._is_store(key))]:
                self._take_from(actors, source, act)
            self._each(actors, targets, manner, act, via)
        self._remember(act, targets)

    def _is_payload(self, act: Act) -> bool:
        return all(ref.nominal is not None and ref.nominal.is_payload and not ref.keys for ref in act.subject)

    def _is_payload_kind(self, key: int) -> bool:
        return False

    def _remember(self, act: Act, targets: list[int]) -> None:
        """Note where the things went that were put somewhere."""
        stores = [key for key in targets if not self.memory.acts(key)]
        if not stores:
            return
        refs = act.subject if act.passive else self._role(act, "direct")
        for ref in refs:
            if ref.nominal is not None and not ref.keys:
                self.memory.put(ref.nominal.name.casefold().split(), stores[-1])

    def _take_from(self, takers: Iterable[int], source: int, act: Act) -> None:
        """Link somebody with what he takes from: a queue hands out, a store is asked."""
        for taker in list(takers):
            if self._is_broker(source) or self._queues_at(act, source) or self._is_told_by(act, source):
                self.link(source, taker, "send", act)
            elif act.relation.frame == Frame.HEAR and not self._is_store(source):
                self.link(source, taker, "emit", act)
            elif act.word in _TAPS and self._is_store(source):
                self.link(source, taker, "send", act)
            elif self._is_store(taker) and self._is_store(source):
                self.link(source, taker, "copy", act)
            else:
                self.link(taker, source, "call", act)

    def _queues_at(self, act: Act, key: int) -> bool:
        """Tell "takes jobs from Redis": a store that hands out work stands for a queue."""
        return self._kind(key) in _QUEUE_LIKE and any(
            ref.nominal is not None and not ref.keys and singular(ref.nominal.head) in _WORK
            for ref in self._role(act, "direct")
        )

    def _is_told_by(self, act: Act, source: int) -> bool:
        """Tell "gets alerts from Prometheus": what is announced comes by itself."""
        return (
            act.word in _GETS
            and self.memory.acts(source)
            and any(
                ref.nominal is not None and not ref.keys and singular(ref.nominal.head) in _ANNOUNCED
                for ref in self._role(act, "direct")
            )
        )

    def _take(self, act: Act) -> None:
        if act.passive:
            self._passive_take(act)
            return
        subject, via = self.subject(act), self._via(act)
        sources = self._sources(act, subject)
        hears = act.relation.frame == Frame.HEAR
        into = (
            []
            if hears
            else [key for key in self.keys(self._role(act, "to"), unknown=bool(sources)) if key not in sources]
        )
        hands_out = any(self._is_broker(key) for key in via) or (
            hears and any(self.memory.acts(key) for key in sources)
        )
        if via and sources and hands_out:
            self._each(sources, subject, "send", act, via)
            self._each(subject, self._no_people(into), "call", act)
            return
        if via:
            if not sources and self._is_broker(via[0]):
                self._each(via[:1], subject, "send", act)
                return
            for ends in [[source] for source in sources] or [[]]:
                for one, two in itertools.pairwise([*via, *ends]):
                    self.link(one, two, "call", act)
            self._each(subject, via[:1], "call", act)
            return
        for source in sources:
            self._take_from(subject, source, act)
            if self._is_broker(source):
                for ref in [*self._role(act, "direct"), *(self._role(act, "to") if hears else ())]:
                    if ref.nominal is not None and not ref.keys:
                        self.memory.put(ref.nominal.name.casefold().split(), source)
        self._each(subject, self._no_people(into), "call", act)

    def _sources(self, act: Act, subject: list[int]) -> list[int]:
        """Return where somebody takes from: "from", else the object, else where the object was put before."""
        hears = act.relation.frame == Frame.HEAR
        found = [
            key
            for ref in self._role(act, "from")
            for key in (ref.queue if ref.is_pronoun and ref.queue else self.key(ref, unknown=True))
            if key not in subject and key in self.memory.parts
        ]
        if hears:
            found += self.keys(self._role(act, "to"), unknown=True)
        if hears or not found:
            found += [key for key in self._named(act, "at") if key not in found and key not in subject]
        if not found:
            follows = act.word in _WATCHES
            found = [key for key in self._direct(act, unknown=follows) if key not in subject]
            found = found or [key for key in self._proper(act, "direct") if key not in subject]
        if not found:
            found = [key for key in self.keys(self._role(act, "of")) if key not in subject]
        found = found or self._held(act) or self._where_it_is(act, subject)
        takes_all = hears or act.word.startswith("consum")
        if takes_all and not found and not any(act.roles.values()):
            found = [key for key in self.memory.last_broker() if key == self.memory.goal] or self.memory.only_broker()
        return found

    def _held(self, act: Act) -> list[int]:
        """Return the store of "processes the S3 files", "consumes the Kafka events"."""
        found: list[int] = []
        for ref in self._role(act, "direct"):
            nominal = ref.nominal
            if (
                nominal is None
                or nominal.holder is None
                or nominal.holder.kinds[0] not in DATASTORE_KINDS | BROKER_KINDS
            ):
                continue
            product = nominal._replace(
                name=nominal.holder.name, kind=nominal.holder.kinds[0], technology=nominal.holder, is_explicit=True,
                is_strong=True, is_payload=False, replicas=None,
            )  # fmt: skip
            key = self.memory.find(product)
            key = self.memory.add(product) if key is None else key
            found += [key] if key is not None else []
        return found

    def _where_it_is(self, act: Act, subject: list[int]) -> list[int]:
        """Return the place of what is taken: "consumes the events", "listens to these events", "picks it up"."""
        hears = act.relation.frame == Frame.HEAR
        for ref in [*self._role(act, "direct"), *(self._role(act, "to") if hears else [])]:
            if ref.is_pronoun:
                return [key for key in ref.queue or ref.other if key not in subject and not self.memory.acts(key)][:1]
            if ref.nominal is not None:
                key = self.memory.place_of(ref.nominal.name.casefold().split())
                if key is not None and key not in subject:
                    return [key]
        return []

    def _passive_take(self, act: Act) -> None:
        agents = self.keys(self._role(act, "by"), unknown=True)
        patient = self.keys(act.subject)
        sources = patient or self.keys(self._role(act, "from"), unknown=bool(agents))
        if not sources and agents:
            sources = self._places_of(act)
        if not agents and patient and act.has("from"):
            return
        for source in sources:
            self._take_from([agent for agent in agents if agent != source], source, act)

    def _places_of(self, act: Act) -> list[int]:
        """Return where the subject was put before: "stock is held in Hana and is looked up by the shop"."""
        names = [ref.nominal.name.casefold().split() for ref in act.subject if ref.nominal is not None and not ref.keys]
        return [key for name in names if (key := self.memory.place_of(name)) is not None]

    def _copy(self, act: Act) -> None:
        """Something is kept twice: a store copies itself, or somebody copies from one to the other."""
        targets = self.keys(self._role(act, "to"), unknown=True) + self._named(act, "at")
        if not act.passive:
            targets = [key for key in targets if key not in self.keys(act.subject)]
        sources = self.keys(self._role(act, "from"), unknown=True)
        if act.passive:
            agents = self.keys(self._role(act, "by"), unknown=True)
            sources = self.keys(act.subject, unknown=bool(targets)) or sources
            if not targets and act.place:
                targets = self._copies_at(act.place, sources)
            self._copy_with(agents, sources, targets, act)
            return
        subject = self.subject(act)
        direct = self._named(act, "direct")
        if not targets:
            targets = [key for key in self.keys(self._role(act, "with"), unknown=True) if key not in direct]
            if not targets and direct and not sources:
                targets, direct = direct, []
        sources = sources or direct
        if not targets and act.place:
            targets = self._copies_at(act.place, [*sources, *subject])
        if subject and not sources and not any(self._copies_for_others(key) for key in subject):
            if act.word.startswith("mirror") and not act.place and not act.has("to", "at"):
                self._each(targets, subject, "copy", act)
            else:
                self._each(subject, targets, "copy", act)
        elif subject:
            self._copy_with(subject, [key for key in sources if key not in subject], targets, act)
        else:
            self._copy_with([], sources, targets, act)

    def _copies_at(self, place: str, sources: list[int]) -> list[int]:
        """Return the copy that "Aurora replicates to us-east-1" speaks of without naming it."""
        stores = [key for key in sources if self._is_store(key) or self._is_broker(key)]
        if not stores:
            return []
        key = self.memory.copy_of(stores[0], place)
        return [key] if key is not None else []

    def _copies_for_others(self, key: int) -> bool:
        """Tell a job that copies from a store or service that copies itself."""
        part = self.memory.parts[key]
        return part.kind in {
            Kind.WORKER,
            Kind.BATCH_JOB,
            Kind.SCHEDULER,
            Kind.FUNCTION,
            Kind.STREAM_PROCESSOR,
            Kind.WORKFLOW_ENGINE,
        }

    def _copy_with(self, actors: list[int], sources: list[int], targets: list[int], act: Act) -> None:
        if not actors:
            self._each(sources, targets, "copy", act)
            return
        for source in sources:
            self._take_from(actors, source, act)
        self._each(actors, targets, "call", act)

    def _fill(self, act: Act) -> None:
        if act.passive:
            agents = self.keys(
                self._role(act, "by") or self._role(act, "from") or self._role(act, "with"), unknown=True
            )
            patient = self.keys(act.subject, unknown=bool(agents))
            if act.has("by") and act.has("from"):
                for source in self.keys(self._role(act, "from"), unknown=True):
                    self._take_from(agents, source, act)
            if via := self._via(act):
                self._each(agents, patient, "send", act, via)
                return
            for one in agents:
                for two in patient:
                    self.link(
                        one,
                        two,
                        "send" if not self.memory.acts(one) else "call" if self._is_store(two) else "send",
                        act,
                    )
            return
        subject, via = self.subject(act), self._via(act)
        targets = self.keys(self._role(act, "to"), unknown=True) or self._direct(act, unknown=True)
        if via:
            self._each(subject, targets, "send", act, via)
            return
        for one in subject:
            for two in targets:
                self.link(one, two, "call" if self._is_store(two) and self.memory.acts(one) else "send", act)
        for source in self.keys(self._role(act, "from"), unknown=True):
            self._take_from(subject, source, act)

    def _front(self, act: Act) -> None:
        if act.passive:
            self._each(
                self.keys(self._role(act, "by") + self._role(act, "with"), unknown=True),
                self.keys(act.subject, unknown=act.has("by")),
                "call",
                act,
            )
        else:
            self._each(self.subject(act), self._direct(act, unknown=False), "call", act)

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

    def _serve(self, act: Act) -> None:
        if act.passive:
            servers = self.keys(self._role(act, "by") + self._role(act, "from"), unknown=True)
            if not servers:
                self._each(self._via(act), self.keys(act.subject), "call", act)
                return
            self._each(self.keys(act.subject), servers, "call", act, self._via(act))
            return
        for source in self.keys(self._role(act, "from")):
            self._take_from(self.subject(act), source, act)
        served = [
            key
            for ref in self._role(act, "to")
            for key in self.key(ref, unknown=ref.nominal is not None and ref.nominal.kind.family == Family.CLIENT)
        ]
        for one in self.subject(act):
            for two in self._direct(act, unknown=False) + served:
                asks = self._kind(two) in _CLIENTS and self._kind(one).family != Family.EDGE
                self.link(*((two, one) if asks else (one, two)), "call", act)

    def _have(self, act: Act) -> None:
        """Somebody has a store, a queue or a copy of one."""
        owners = self.keys(act.subject, unknown=True)
        for key in self.keys(self._role(act, "direct")):
            if self.memory.acts(key):
                self._each([key], self._stores(act, "with"), "call", act)
        places = self._stores(act, "at")
        if places and not any(ref.keys for ref in self._role(act, "direct")):
            self._each([key for key in owners if self.memory.acts(key)], places, "call", act)
        for ref in self._role(act, "direct"):
            nominal = ref.nominal
            if nominal is not None and (nominal.is_own or act.each) and len(owners) > 1 and nominal.is_explicit:
                self._own(owners, ref, act)
                continue
            for key in self.key(ref, unknown=False):
                if self.memory.acts(key) and nominal is not None and not nominal.role:
                    continue
                replica = nominal is not None and nominal.role == "replica"
                for owner in owners:
                    if self._kind(owner) == Kind.PERSON and self._is_store(key):
                        self.memory.set(owner, kind=Kind.SERVICE)
                    self.link(owner, key, "copy" if replica and self._is_store(owner) else "call", act)
                for reader in self.keys(self._role(act, "to"), unknown=True):
                    self.link(key, reader, "send", act)

    def _own(self, owners: list[int], ref: Ref, act: Act) -> None:
        """Give every owner a part of its own: "each has its own Postgres"."""
        nominal = ref.nominal
        if nominal is None:
            return
        shared = [key for key in ref.keys if key in self.memory.parts and not self.is_linked(key)]
        what = (
            nominal.technology.name if nominal.technology is not None and not nominal.has_kind else nominal.name.lower()
        )
        own: list[int] = []
        for owner in owners:
            name = self.memory.parts[owner].name.removesuffix(" service")
            key = self.memory.add(nominal, name=f"{name} {what}")
            if key is not None:
                own.append(key)
                self.link(owner, key, "call", act)
        for key in shared:
            self.memory.forget(key)
        ref.keys = own

    def is_linked(self, key: int) -> bool:
        """Tell whether a link starts or ends at a part."""
        return any(key in ends for ends in self.book.links)

    def _share(self, act: Act) -> None:
        owners = self.keys(act.subject, unknown=True)
        self._each(owners, self._direct(act, unknown=False) or self._via(act) or self._named(act, "at"), "call", act)

    def _move(self, act: Act) -> None:
        """Something goes from one part through others to the last, and maybe from there on."""
        legs: list[list[tuple[str, Ref]]] = [[]]
        for role, ref in act.path:
            if role == "from" and any(item != "from" for item, _ in legs[-1]):
                legs.append([])
            legs[-1].append((role, ref))
        for leg in legs:
            self._leg(act, leg)

    def _leg(self, act: Act, path: list[tuple[str, Ref]]) -> None:
        heads = self._move_heads(act, path)
        stages = self._stages(act, path, heads)
        if not stages and heads and act.back:
            self._each(heads, [key for key in self.keys(act.back, unknown=True) if self.memory.acts(key)], "call", act)
            return
        if not stages:
            self.origin = heads if any(role == "from" for role, _ in path) else []
            return
        if not heads and act.goes_on and self.moved_to and self.moved_to[0] not in stages[0]:
            heads = [key for key in self.moved_to if key in self.memory.parts]
        if not heads and self._keeps_failed(stages[0]):
            heads = [key for key in self.memory.last_broker(stages[0]) if key not in stages[0]]
        if heads:
            stages = [heads, *stages]
        for sources, targets in itertools.pairwise(stages):
            for one in sources:
                for two in targets:
                    self.link(one, two, "send" if not act.subject or not self.memory.acts(one) else "call", act)
        self.moved_to, self.mover = stages[-1], act
        self._remember_moved(act, stages[-1])

    def _keeps_failed(self, keys: Iterable[int]) -> bool:
        """Tell a dead-letter queue."""
        names = [self.memory.parts[key].name.casefold().replace("-", " ") for key in keys]
        return bool(names) and all(name.startswith(("dead letter", "dlq")) for name in names)

    def _move_heads(self, act: Act, path: list[tuple[str, Ref]]) -> list[int]:
        starts = [ref for role, ref in path if role == "from"]
        if not starts:
            starts = [
                ref
                for ref in act.subject
                if ref.keys
                or (ref.nominal is not None and (is_people(ref.nominal) or ref.nominal.kind in _SCREENS))
                or self._is_sender(ref)
            ]
        tokens = self.memory.marked.tokens
        goes_on = act.index + 1 < len(tokens) and tokens[act.index + 1].lower in {"on", "onwards", "onward"}
        if not starts and goes_on and self.memory.goal in self.memory.parts:
            return [key for key in [self.memory.goal] if key is not None]
        if not starts and any(self._belongs(ref) for ref in act.subject):
            return [key for key in self.memory.actor if key in self.memory.parts]
        to_broker = any(role == "to" and any(self._is_broker(key) for key in ref.keys) for role, ref in path)
        topic = [key for key in self.memory.topic if self.memory.acts(key)] if to_broker and not starts else []
        if topic and all(ref.nominal is not None and ref.nominal.is_plural for ref in act.subject):
            return topic
        if not starts and any(self._was_told(ref) for ref in act.subject):
            return [key for key in act.implied if key in self.memory.parts]
        return self.keys(starts, unknown=True)

    def _was_told(self, ref: Ref) -> bool:
        """Tell whether the words right before spoke of what moves: it comes from who dealt with it there."""
        if ref.nominal is None or ref.keys or not ref.nominal.is_plural:
            return False
        first = ref.nominal.first
        before = self.memory.marked.tokens[max(0, first - _TOLD_BEFORE) : first]
        return singular(ref.nominal.head) in {singular(token.lower) for token in before}

    def _is_sender(self, ref: Ref) -> bool:
        """Tell "documents go to Alfresco" where a document service is known: what it deals with stands for it."""
        if ref.known is None or not self.memory.acts(ref.known) or ref.nominal is None or not ref.nominal.is_plural:
            return False
        ref.keys = [ref.known]
        return True

    def _belongs(self, ref: Ref) -> bool:
        """Tell "its metadata", which comes from who acted last."""
        first = ref.nominal.first if ref.nominal is not None else 0
        return first > 0 and self.memory.marked.tokens[first - 1].lower in {"its", "their"}

    def _stages(self, act: Act, path: list[tuple[str, Ref]], heads: list[int]) -> list[list[int]]:
        """Return the parts on a way, stage by stage: what "to A and B" joins is one stage, every "via" is its own."""
        stages: list[tuple[str, list[int]]] = []
        for role, ref in path:
            if role not in {"to", "via", "by", "direct"} and not (role == "at" and (not stages or act.word in _ENDS)):
                continue
            keys = [key for key in self.key(ref, unknown=role in {"to", "via"}) if key not in heads]
            if keys and ref.is_joined and role == "to" and stages and stages[-1][0] == "to":
                stages[-1][1].extend(key for key in keys if key not in stages[-1][1])
            elif keys:
                stages.append((role, keys))
        if len(stages) > 1 and stages[0][0] == "to" and all(role in {"via", "by"} for role, _ in stages[1:]):
            stages = [*stages[1:], stages[0]]
        return [keys for _, keys in stages]

    def _remember_moved(self, act: Act, path: list[int]) -> None:
        if path and not self.memory.acts(path[-1]):
            for ref in act.subject:
                if ref.nominal is not None and not ref.keys:
                    self.memory.put(ref.nominal.name.casefold().split(), path[-1])

    def _other(self, act: Act) -> None:
        """Other verbs connect only by a preposition that leaves no doubt: "sinks into", "runs on top of"."""
        if act.passive and act.word in _RUN:
            self._forget_owners(act)
            return
        if act.passive:
            agents = self.keys(self._role(act, "by"))
            patient = self.keys(act.subject)
            self._each(patient, agents, "call", act)
            if act.goes_on and agents and not patient:
                self._each([key for key in self.moved_to if key in self.memory.parts], agents, "call", act)
                self.moved_to, self.mover = agents, act
            if not agents:
                self._each(act.implied if not patient else [], self._stores(act, "to", "at"), "call", act)
            return
        shows = act.word in _SHOWN and bool(self._stores(act, "at", "from", "direct"))
        keeps = act.word in _STAYS and bool(self._stores(act, "at"))
        single = keeps and all(ref.nominal is not None and not ref.nominal.is_plural for ref in act.subject)
        hands_out = any(self._is_broker(key) for key in self.keys(self._role(act, "from")))
        subject = self.keys(act.subject, unknown=shows or single or hands_out)
        if not subject:
            return
        if shows or (act.word in _SHOWN and any(self.memory.parts[key].technology for key in subject)):
            for ref in self._role(act, "direct"):
                ref.queue = ref.other
            self._take(act)
            return
        if act.word in _STARTED:
            self._each(subject, [key for key in self._direct(act, unknown=False) if self.memory.acts(key)], "call", act)
        targets = self._stores(act, "to", "at") + [
            key for key in self.keys(self._role(act, "with")) if key not in subject
        ] + [key for key in self.keys(self._role(act, "to")) if self.memory.acts(key) and self._kind(key) != Kind.PERSON]  # fmt: skip
        self._hand_over(act, subject)
        if act.has("direct"):
            targets += [key for key in self.keys(self._role(act, "at")) if self._kind(key) == Kind.EXTERNAL_SYSTEM]
            targets += self._proper(act, "at", "with")
        self._each([key for key in subject if key not in targets], dict.fromkeys(targets), "call", act)
        for source in self.keys(self._role(act, "from")):
            self._take_from(subject, source, act)

    def _hand_over(self, act: Act, subject: list[int]) -> None:
        """Read "events go into Kinesis; Flink enriches them": Flink has them from there."""
        pronoun = next((ref for ref in self._role(act, "direct") if ref.is_pronoun), None)
        goal = self.memory.goal
        if pronoun is None or goal is None or goal not in pronoun.queue or not self._is_broker(goal):
            return
        for key in subject:
            if self.memory.acts(key) and (key, goal) not in self.book.links:
                self.link(goal, key, "send", act)

    def _proper(self, act: Act, *roles: str) -> list[int]:
        """Return what only a name of its own names: "opens the account in Mambu"."""
        named = [ref for role in roles for ref in self._role(act, role) if ref.nominal is not None]
        return self.keys([ref for ref in named if ref.nominal and self._is_name(ref.nominal)], unknown=True)

    def _is_name(self, nominal: Nominal) -> bool:
        """Tell "Mambu" in the middle of a clause; a town is no part."""
        tokens = self.memory.marked.tokens
        inside = [token for token in tokens[nominal.first : nominal.after] if token.is_word]
        if not inside or nominal.is_payload or nominal.first == 0 or inside[-1].lower in TOWNS:
            return False
        before = tokens[nominal.first - 1]
        if not (before.is_word and before.text.islower()):
            return False
        return all(token.text[:1].isupper() for token in inside) and len(inside[-1].text) > 2

    def _forget_owners(self, act: Act) -> None:
        """Leave out who runs something: "is operated by a third party" is no connection."""
        for key in self.keys(self._role(act, "by")):
            if not self.is_linked(key) and self.memory.parts[key].technology is None:
                self.memory.forget(key)

    def _stores(self, act: Act, *roles: str) -> list[int]:
        return [key for role in roles for key in self.keys(self._role(act, role)) if not self.memory.acts(key)]

    def _build(self, act: Act) -> None:
        """Learn what a part is built with: "written in Go", "built on Postgres"."""
        for ref in self._role(act, "at") + self._role(act, "with") + self._role(act, "to"):
            nominal = ref.nominal
            if nominal is None or nominal.technology is None:
                continue
            for key in self.keys(act.subject):
                if nominal.technology.kinds[0] in LANGUAGE_KINDS and nominal.technology.name not in HOSTS:
                    self.memory.describe(key, nominal)
                elif nominal.is_store:
                    for store in self.key(ref, unknown=False):
                        self.link(key, store, "call", act)
