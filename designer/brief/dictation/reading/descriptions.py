"""What a noun says of another: "the gateway is Kong", "orders: Node service", "the clients of Kong are"."""

from __future__ import annotations

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import Nominal, names_a_part, only_describes
from designer.brief.dictation.reading.slots import Slots
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.words import COUNTED, GENERIC_HEADS, HOSTS, LANGUAGE_KINDS, singular

_GATHERINGS = frozenset(
    "set pool fleet group bunch number range series array row pair couple family farm handful".split()
)
_COMMON_KINDS = frozenset("service server app application worker job function client page".split())
_ASKED = frozenset("origin backend upstream source".split())
NAMED_DOERS = frozenset("job task script process program routine thing".split())
DOERS = {
    "caller": Frame.CALL, "client": Frame.CALL, "user": Frame.CALL, "consumer": Frame.TAKE, "reader": Frame.TAKE,
    "facade": Frame.CALL, "wrapper": Frame.CALL, "shim": Frame.CALL, "adapter": Frame.CALL,
    "subscriber": Frame.HEAR, "writer": Frame.PUT, "producer": Frame.EMIT, "publisher": Frame.EMIT, "owner": Frame.HAVE,
}  # fmt: skip


class Descriptions(Slots):
    """Reads what nouns say of the subject."""

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
        if subject is None or not nominal.is_store or subject.nominal is None:
            return False
        if (
            not subject.keys
            and subject.known is not None
            and not subject.nominal.is_payload
            and self.memory.acts(subject.known)
        ):
            # "Catalog: Postgres", where the catalog service is known.
            subject.keys = [subject.known]
            self._defines = False
            self._act = Act(Relation(Frame.HAVE), "", subject.index, subject=[subject])
            self._slot(self._ref(nominal, nominal.first))
            return True
        if not subject.keys:
            return False
        part = self.memory.parts.get(subject.keys[0])
        if part is None or part.kind not in LANGUAGE_KINDS or not part.is_explicit:
            return False
        if not subject.nominal.has_kind and not (self._came("join") and part.technology is not None):
            return False
        self._defines = False
        self._act = Act(Relation(Frame.HAVE), "", subject.index, subject=[subject])
        self._slot(self._ref(nominal, nominal.first))
        return True

    def _is_built_of(self, nominal: Nominal) -> bool:
        """Read "case desk: internal web app, Django": how the thing is built that the label names."""
        product, keys = nominal.technology, self.frames.keys(self._subject[-1:])
        if product is None or not only_describes(nominal) or product.name in HOSTS or not self._is_comma(1):
            return False
        if self._act is not None or len(keys) != 1 or not self._came("join"):
            return False
        part = self.memory.parts[keys[0]]
        if part.technology is not None or part.kind not in LANGUAGE_KINDS:
            return False
        self.memory.describe(keys[0], nominal)
        return True

    def _describes(self, nominal: Nominal) -> bool:
        """Read "the gateway is Kong", "orders: Node service": what follows says what the subject is."""
        subject = self._subject[-1] if self._subject else None
        if subject is None or not (nominal.is_explicit or nominal.existing):
            return False
        if self._copula and nominal.article == "the":
            return self._is_known_as(subject, nominal)
        built = nominal.technology is not None and only_describes(nominal) and nominal.technology.name not in HOSTS
        if built and subject.nominal is not None and " " in subject.nominal.name and not subject.nominal.is_plural:
            # "Locker cloud is Kotlin": nothing that travels is built with anything.
            subject.nominal = subject.nominal._replace(is_payload=False, is_explicit=True)
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
        if self._defines and self._only_labels(subject, nominal):
            # "Certificates: PADI API", which says what for
            self.memory.set(keys[0], name=nominal.name)
            self.memory.name_also(keys[0], nominal.name)
        if nominal.technology is not None and nominal.name == nominal.technology.name:
            self.memory.name_also(keys[0], nominal.name)
        elif nominal.has_kind and nominal.technology is not None and nominal.head not in GENERIC_HEADS | _COMMON_KINDS:
            # "it's a Django monolith", and then "the monolith"
            self.memory.name_also(keys[0], nominal.head)
        self._last = subject
        self._copula = False
        self._defines = False
        return True

    def _only_labels(self, subject: Ref, nominal: Nominal) -> bool:
        """Tell a label in the plural before a part with a name of its own, written in capitals."""
        label, first = subject.nominal, self.memory.marked.tokens[nominal.first].text
        plain = label is not None and label.is_plural and not label.is_explicit and " " not in label.name
        return plain and " " in nominal.name and nominal.technology is None and first[:2].isupper()

    def _is_known_as(self, subject: Ref, nominal: Nominal) -> bool:
        """Read "web is the SvelteKit front end", "Otto is the tracking service": what a name of its own stands for."""
        name, known = subject.nominal, self.memory.find(nominal)
        if name is None or name.article or name.is_explicit or name.is_plural or nominal.is_plural or subject.keys:
            return False
        if " " in name.name or not names_a_part(name) or nominal.is_store:
            return False
        if known is not None:
            self.memory.name_also(known, name.name)
            subject.keys = [known]
        else:
            for key in self.frames.key(subject, unknown=True):
                self.memory.describe(key, nominal)
                self.memory.name_also(key, nominal.name)
        self._last, self._copula, self._defines = subject, False, False
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
        named = nominal.is_explicit or (bool(nominal.article) and names_a_part(nominal))
        if owner is None or not self._came("be") or not named:
            return False
        self._whose, self._copula = None, False
        ref = self._ref(nominal, nominal.first)
        for one in self.frames.key(owner, unknown=True):
            for two in self.frames.key(ref, unknown=True):
                self.frames.link(one, two, "call")
        self._subject, self._last, self._done = [ref], ref, True
        return True

    def _is_had_by(self, nominal: Nominal) -> bool:
        """Read "the core's own store is Neo4j", "Fastly's origin is the stitcher": what a part keeps things in, or asks."""
        thing = self._subject[-1] if len(self._subject) == 1 else None
        if thing is None or thing.nominal is None or not self._came("be") or nominal.is_payload:
            return False
        asked = thing.nominal.head in _ASKED and (
            nominal.is_explicit or (bool(nominal.article) and names_a_part(nominal))
        )
        if not asked and not (nominal.is_store and nominal.technology is not None):
            return False
        owners = self._owner_of(thing)
        if not owners:
            return False
        ref = self._ref(nominal, nominal.first)
        for owner in owners:
            for key in self.frames.key(ref, unknown=True):
                self.frames.link(owner, key, "call")
        self._subject, self._last, self._copula, self._done = [ref], ref, False, True
        return True

    def _acts_for(self, nominal: Nominal) -> bool:
        """Read "the widget is the only caller of the assistant" as "the widget calls the assistant"."""
        following = self._next(self._position)
        frame = DOERS.get(singular(nominal.head))
        of = following < len(self._events) and self._events[following].word in {"of", "to", "for", "around"}
        if frame is None or (nominal.is_explicit and nominal.technology is not None) or not of:
            return False
        self._act = Act(Relation(frame, True), "", self._events[self._position].index, subject=list(self._subject))
        self._copula, self._is_measure = False, self._events[following].word in {"of", "for", "around"}
        return True

    def _takes_too(self, nominal: Nominal) -> bool:
        """Read "fraud-watch is the second consumer": of the queue or log mentioned last."""
        following = self._next(self._position)
        ends = following >= len(self._events) or self._events[following].type in {"join", "which"}
        if (
            singular(nominal.head) not in {"consumer", "subscriber", "listener"}
            or nominal.technology is not None
            or not ends
        ):
            return False
        brokers = self.memory.last_broker()
        takers = [key for key in self.frames.key(self._subject[-1], unknown=True) if key not in brokers]
        for one in brokers if len(self._subject) == 1 else ():
            for two in takers:
                self.frames.link(one, two, "send")
        self._copula = False
        return bool(brokers and takers)

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

    def _counts(self, nominal: Nominal) -> bool:
        """Read "two replicas of the API": the phrase behind "of" is what is meant, and carries the count."""
        following = self._next(self._position)
        is_host = nominal.technology is None or nominal.technology.name in HOSTS
        if not (nominal.replicas and is_host and nominal.head in COUNTED):
            return False
        if following >= len(self._events) or self._events[following].word != "of":
            return False
        self._is_measure = self._act is None
        return True

    def _name(self, nominal: Nominal) -> None:
        """Read "a queue called enriched", "the tracker (they call it Otto)", which keeps the first name."""
        also, self._naming, self._names_also = self._names_also, False, False
        if self._last is not None and self._last.nominal is not None and not self._last.keys and (
            singular(self._last.nominal.head) in {"thing", "something", "one"}
        ):  # fmt: skip
            ref = self._ref(nominal, nominal.first)
            if self._act is None:
                self._slot(ref)
            else:
                # "has its own one, we call it resdb"
                self._last.nominal, self._last.keys = nominal, ref.keys
            return
        noun = self._last.nominal if self._last is not None else None
        if self._last is not None and noun is not None and noun.is_payload and singular(noun.head) in NAMED_DOERS:
            self._last.nominal = noun._replace(is_payload=False)
        for key in self.frames.keys([self._last], unknown=True) if self._last is not None else []:
            part = self.memory.parts[key]
            self.memory.name_also(key, nominal.name)
            self.memory.name_also(key, f"{nominal.name} {part.kind.value.split('-')[-1]}")
            if self._last is not None and self._last.nominal is not None:
                self.memory.name_also(key, f"{nominal.name} {self._last.nominal.head}")
                if self._last.nominal.technology is not None and " " in self._last.nominal.name:
                    # "an EventBridge bus called orders", and then "the bus"
                    self.memory.name_also(key, self._last.nominal.head)
            first = self._last.nominal if self._last is not None else None
            if not also or first is None or first.article != "the" or " " not in part.name:
                self.memory.set(key, name=nominal.name)
