"""What stands beside a noun and says what it is: "Plato, our API gateway", "a topic on Kafka", "the binlog of"."""

from __future__ import annotations

from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.nouns.nominal import Nominal, names_a_part, only_describes
from designer.brief.dictation.reading.namesakes import Namesakes
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import ABSORBED, HOSTS, LANGUAGE_KINDS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.technology import Technology

_PLACES_OF_THINGS = frozenset(
    "store archive lake vault repository registry history ledger catalog catalogue library".split()
)

_WHAT = frozenset(
    "page program tool script system form screen site box device process piece thing module program utility".split()
)
_BESIDE = frozenset({",", "and", "&", "plus"})


class Appositions(Namesakes):
    """Reads what stands beside nouns."""

    def _renames(self, nominal: Nominal, index: int) -> bool:
        """Read "calls a second Cloud Run service, the render worker, which": the second words name the part."""
        last, act = self._last, self._act
        if act is None or not self._is_comma(1) or last is None or last.nominal is None or not nominal.is_explicit:
            return False
        first, following = last.nominal, self._next(self._position)
        ends = (
            following >= len(self._events)
            or self._events[following].type == "which"
            or self._events[following].word == ","
        )
        hosted = first.technology is not None and first.technology.name in HOSTS
        bare = (
            (hosted or (first.technology is None and " " not in first.name))
            and first.is_explicit
            and first.article == "a"
        )
        if (
            not ends
            or not bare
            or nominal.article != "the"
            or nominal.technology is not None
            or self.memory.find(nominal) is not None
        ):
            return False
        for key in last.keys:
            if key in self.memory.parts and not self.frames.is_linked(key):
                self.memory.forget(key)
        last.nominal, last.keys, last.known = nominal, self._ref(nominal, index).keys, None
        return True

    def _is_aside(self, nominal: Nominal) -> bool:
        """Read "Sparrow, another in-house tool, reads": what stands between the commas says what the name is."""
        before, last = self._before(), self._last
        following = self._next(self._position)
        if before is None or before.word != "," or last is None or last.nominal is None:
            return False
        if last.nominal.is_explicit and self._act is None:
            return False
        closes = following < len(self._events) and self._events[following].word == ","
        if (
            closes
            and self._act is not None
            and nominal.article == "a"
            and nominal.technology is None
            and not nominal.is_explicit
        ):
            after = self._next(following)
            return after < len(self._events) and self._events[after].type == "which"
        if self._act is not None and self._is_what_it_is(last.nominal, nominal):
            return True
        is_one = nominal.article == "a" or nominal.is_other
        if not (closes and is_one and self._act is None and len(self._subject) == 1 and nominal.technology is None):
            return False
        return self._is_verb_at(self._next(following))

    def _is_what_it_is(self, first: Nominal, nominal: Nominal) -> bool:
        """Tell "fills in the application form, a public page that submits": what the thing right before is."""
        following = self._next(self._position)
        behind = [event.tag for event in self._events[following + 1 : following + 2]]
        tells = behind == [Tag.VERB] and self._events[following].type == "which"
        plain = nominal.article == "a" and not nominal.has_kind and nominal.technology is None
        named = first.article == "the" and not first.is_plural and not first.is_payload and not first.is_store
        return tells and plain and named and singular(nominal.head) in _WHAT

    def _explains(self, nominal: Nominal) -> bool:
        """Read "calls Plato, our API gateway.", "ATPCO Store, a Postgres database that": what a name of its own is."""
        last, tokens = self._last, self.memory.marked.tokens
        if not self._is_comma(1) or last is None or last.nominal is None:
            return False
        if nominal.article == "a" and nominal.technology is None and nominal.head in {"saas", "product"}:
            for key in self.frames.key(last, unknown=True):
                self.memory.set(key, kind=Kind.EXTERNAL_SYSTEM)
            return True
        if self._is_product_named(last, nominal) or self._closes_with_kind(last, nominal):
            return True
        if self._says_what_it_is(last, nominal):
            return True
        product = last.nominal.technology
        if product is not None and nominal.article == "a" and nominal.technology is None and nominal.has_kind:
            return (
                nominal.kind in product.kinds
                and not nominal.is_other
                and self.memory.find(nominal) in {None, *last.keys}
            )
        if product is not None and nominal.article == "a" and not nominal.is_explicit and last.nominal.is_store:
            following = self._next(self._position)
            tells = following < len(self._events) and self._events[following].type == "which"
            return tells and singular(nominal.head) in ABSORBED
        if last.nominal.is_explicit:
            return False
        if not (
            nominal.is_explicit
            and (
                tokens[last.nominal.first].text[:1].isupper()
                or "-" in last.nominal.name
                or (
                    last.nominal.article == "the"
                    and nominal.technology is not None
                    and (nominal.has_kind or nominal.technology.kinds[0] == Kind.FUNCTION)
                )
                or self._is_told_aside(last.nominal, nominal)
            )
            and last.nominal.first != nominal.first
        ):
            return False
        following = self._next(self._position)
        articles = {"our", "a", "an"} | ({"the"} if following >= len(self._events) else set())
        if tokens[max(0, nominal.first - 1)].lower not in articles or last.nominal.is_payload:
            return False
        ends = following >= len(self._events) or self._events[following].word == ","
        if not ends and self._events[following].type not in {"which", "behind", "front"} and (
            self._events[following].tag != Tag.PASSIVE
        ):  # fmt: skip
            return False
        for key in self.frames.key(last, unknown=True):
            self.memory.describe(key, nominal)
        return True

    def _is_told_aside(self, first: Nominal, nominal: Nominal) -> bool:
        """Tell "the planner, a Lambda function started by EventBridge, looks at": an aside with a passive of its own."""
        following = self._next(self._position)
        if self._act is not None or first.article != "the" or first.is_plural or not names_a_part(first):
            return False
        if nominal.technology is not None or following >= len(self._events) or len(self._subject) != 1:
            return False
        closes = any(
            self._events[other].word == "," and self._is_verb_at(self._next(other))
            for other in range(following + 1, len(self._events))
        )
        return self._events[following].tag == Tag.PASSIVE and closes

    def _closes_with_kind(self, last: Ref, nominal: Nominal) -> bool:
        """Read "into HISinOne, the campus management system.": what a product is, at the end of a sentence."""
        first, act = last.nominal, self._act
        if first is None or act is None or first.technology is None or first.article or first.is_store:
            return False
        closes = self._next(self._position) >= len(self._events) and nominal.article == "the" and not nominal.is_plural
        alone = [ref for ref in act.roles.get(act.role, ()) if ref.keys or ref.nominal is not None] == [last]
        plain = nominal.technology is None and not nominal.is_payload and names_a_part(nominal)
        if not (closes and alone and plain) or len(last.keys) != 1 or self.memory.find(nominal) is not None:
            return False
        self.memory.name_also(last.keys[0], nominal.name)
        return True

    def _is_product_named(self, last: Ref, nominal: Nominal) -> bool:
        """Read "informs the property system, Oracle Opera, by means of": the product of what stands before the comma."""
        first, following = last.nominal, self._next(self._position)
        after = self._next(following)
        if first is None or nominal.technology is None or nominal.article or first.technology is not None:
            return False
        if first.article != "the" or first.is_plural or first.is_payload or following >= len(self._events):
            return False
        closes = self._events[following].word == "," and after < len(self._events)
        goes_on = closes and self._events[after].type in {"verb", "be", "which", "preposition"}
        if not (goes_on or self._events[following].type == "which") or not (first.is_explicit or names_a_part(first)):
            return False
        for key in self.frames.key(last, unknown=True):
            part = self.memory.parts[key]
            if part.technology is not None or (nominal.is_store and self.memory.acts(key)):
                return False
            self.memory.describe(key, nominal)
            self.memory.name_also(key, nominal.name)
        return True

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
        if not only_describes(nominal):
            return False
        is_said = self._act is None or (self._act.relation.frame == Frame.HAVE and self._act.us)
        if nominal.technology.name in HOSTS or not (last.keys or is_said):
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
        goals = (
            [ref for role in ("to", "from") for ref in self._act.roles.get(role, ())] if self._act is not None else []
        )
        is_place = product.kinds[0] in DATASTORE_KINDS | BROKER_KINDS and last.known is None and last in goals
        is_had = self._before_word() == "with" and self._is_possessed(nominal)
        if first.head not in ABSORBED or is_had or (self._act is not None and not is_place):
            return False
        last.keys = self._ref(nominal, nominal.first).keys
        self._attach = ""
        return bool(last.keys)

    def _before_word(self) -> str:
        before = self._before()
        return before.word if before is not None else ""

    def _is_possessed(self, nominal: Nominal) -> bool:
        """Tell "with its Db2", which somebody has."""
        lead = self.memory.marked.tokens[nominal.first - 1].lower if nominal.first else ""
        return lead in {"its", "their", "his", "her"} or nominal.is_own

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

    def _has_copies(self, nominal: Nominal) -> bool:
        """Read "writes to PostgreSQL, two replicas", "Aurora plus a read replica": copies of the store right before."""
        before, last = self._before(), self._last
        if before is None or before.word not in _BESIDE or last is None or nominal.role != "replica":
            return False
        following = self._next(self._position)
        acts = self._is_verb_at(following)
        goes_on = (
            following < len(self._events)
            and not acts
            and self._events[following].type not in {"join", "nominal", "which"}
        )
        if nominal.technology is not None or nominal.article not in {"", "a", "an"} or goes_on:
            return False
        owners = [key for key in last.keys if self.memory.parts[key].kind in DATASTORE_KINDS]
        for owner in owners:
            for key in self.frames.key(self._ref(nominal, nominal.first), unknown=True):
                self.memory.set(key, kind=self.memory.parts[owner].kind, technology=self.memory.parts[owner].technology)
                self.frames.link(owner, key, "copy")
        return bool(owners) and not acts

    def _is_kept_in(self, last: Ref, nominal: Nominal) -> bool:
        """Read "a landing bucket on S3", "an orders topic on Kafka": the product that a store or queue is part of."""
        first, product = last.nominal, nominal.technology
        if first is not None and product is not None and self._is_place_on(last, first, product):
            for key in self.frames.key(last, unknown=True):
                self.memory.describe(key, nominal)
                self.memory.set(key, kind=product.kinds[0])
            self._attach = ""
            return True
        if first is None or product is None or first.technology is not None or not first.has_kind or nominal.has_kind:
            return False
        kinds = set(product.kinds)
        if first.head in {"api", "endpoint", "route"} and product.kinds[0] == Kind.API_GATEWAY and len(last.keys) == 1:
            self.memory.describe(last.keys[0], nominal)
            self._attach = ""
            return True
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

    def _is_place_on(self, last: Ref, first: Nominal, product: Technology) -> bool:
        """Tell "the product store on S3": a plain noun for a place of things, on a product that keeps things."""
        plain = not first.is_explicit and first.technology is None and first.head in _PLACES_OF_THINGS
        return plain and product.kinds[0] in DATASTORE_KINDS and self._last is last and " " in first.name

    def _is_called(self, nominal: Nominal) -> bool:
        """Read "a Python worker, the smoke detector, dequeues": what it is called stands behind what it is."""
        last, following = self._last, self._next(self._position)
        if last is None or last.nominal is None or not self._is_comma(1) or following >= len(self._events):
            return False
        first, closes = last.nominal, self._events[following].word == ","
        called = (
            nominal.article == "the" and not nominal.is_explicit and not nominal.is_payload and not nominal.is_plural
        )
        is_kind = first.article == "a" and first.technology is not None and first.technology.kinds[0] in LANGUAGE_KINDS
        if not (closes and called and is_kind and len(last.keys) == 1) or self.memory.find(nominal) is not None:
            return False
        self.memory.name_also(last.keys[0], nominal.name)
        self.memory.set(last.keys[0], name=nominal.name)
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
        listens = singular(first.head) in {"consumer", "subscriber", "listener"} and nominal.article == "the"
        brokers = self.memory.last_broker() if listens else []
        if not brokers and (
            not is_bare or nominal.article != "the" or first.head != nominal.head or first.article != "a"
        ):
            return False
        for key in last.keys:
            if key in self.memory.parts and (brokers or not self.frames.is_linked(key)):
                self.memory.forget(key)
                self.book.drop(key)
        self._subject = [self._ref(nominal, nominal.first)]
        self._last, self._done = self._subject[0], True
        for broker in brokers:
            for key in self.frames.key(self._subject[0], unknown=True):
                self.frames.link(broker, key, "send")
        return True
