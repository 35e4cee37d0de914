"""The parts mentioned so far, found again by name, by the last word of the name, by product and by kind."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from designer.brief.dictation.model import Part
from designer.brief.dictation.nominals import Marked, Nominal
from designer.brief.dictation.words import LANGUAGE_KINDS, PAYLOAD, REPLICAS, singular
from designer.brief.phrases import stem
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

MAX_PARTS = 1000
_MOST_RECENT = 128
_MOST_PLACED = 24
_NO_NAME = frozenset(
    "the a an our their its existing legacy new old this that said same own main local central".split()
)
_LEFT_OUT = frozenset("cluster topic bucket table index exchange stream collection instance".split())
"""Words that a product's name goes without, and that speak of it later: "a Cassandra cluster", "the cluster"."""
_TO_STORE = DATASTORE_KINDS | BROKER_KINDS
_SAME: dict[str, str] = {"svc": "service", "svcs": "service", "gw": "gateway", "db": "database", "wkr": "worker",
                         "dbs": "database", "app": "application", "adaptor": "adapter", "lb": "balancer"}  # fmt: skip


@dataclass
class Memory:
    """Parts by key, and who was spoken of; every look-up takes constant time."""

    marked: Marked
    parts: dict[int, Part] = field(default_factory=dict)
    recent: list[int] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)
    actor: list[int] = field(default_factory=list)
    plural: list[int] = field(default_factory=list)
    goal: int | None = None
    faint: set[int] = field(default_factory=set)
    topic: list[int] = field(default_factory=list)
    spoken: object = None
    _by_name: dict[str, int] = field(default_factory=dict)
    _by_head: dict[str, list[int]] = field(default_factory=dict)
    _by_product: dict[str, list[int]] = field(default_factory=dict)
    _by_kind: dict[Kind, list[int]] = field(default_factory=dict)
    _heads: dict[int, str] = field(default_factory=dict)
    _first_words: dict[str, list[int]] = field(default_factory=dict)
    _payload: dict[str, int] = field(default_factory=dict)
    _next: int = 0

    # -- finding ------------------------------------------------------------------------------------------------

    def find(self, nominal: Nominal) -> int | None:
        """Return the part that a phrase means, or None when it was not mentioned before."""
        if nominal.is_other and not (nominal.is_plural and nominal.article == "the"):
            return self._by_name.get(bare_name(nominal.name)) if nominal.article == "the" else None
        bare = bare_name(nominal.name)
        key = self._by_name.get(bare)
        if key is not None:
            return key
        if (key := self._of_place(bare)) is not None:
            return key
        product = nominal.technology.name if nominal.technology else ""
        if product and (not nominal.has_kind or nominal.kind in _TO_STORE or self._is_that(product, nominal)):
            found = self._of_product(product, nominal, bare)
            if found is not None:
                return found
        return self._of_head(nominal, bare)

    def _of_place(self, bare: str) -> int | None:
        """Find "the Virginia cluster" again, where a part stands in Virginia."""
        place, _, head = bare.partition(" ")
        if not head:
            there = [key for key, part in self.placed() if bare_name(part.place) == place]
            return there[0] if len(there) == 1 else None
        for key in self.recent[-_MOST_PLACED:]:
            part = self.parts.get(key)
            if part is not None and part.place and bare_name(part.place) == place:
                words = {*bare_name(part.name).split(), self._heads[key], *(_LEFT_OUT if part.technology else ())}
                if head in words:
                    return key
        return None

    def placed(self) -> list[tuple[int, Part]]:
        """Return the parts spoken of lately whose place the text names, each once."""
        found = {
            key: self.parts[key] for key in self.recent[-_MOST_PLACED:] if key in self.parts and self.parts[key].place
        }
        return list(found.items())

    def _of_product(self, product: str, nominal: Nominal, bare: str) -> int | None:
        """Find "Kafka" again in "the Kafka topic", and the one Postgres in "orders database (Postgres)"."""
        known = [key for key in self._by_product.get(product, ())[-3:] if key in self.parts]
        known = [key for key in known if not self._is_replica(key)]
        if not known or nominal.role == "replica":
            return None
        aliases = nominal.technology.aliases if nominal.technology is not None else ()
        own = set(bare.split()) - {word for name in (product, *aliases) for word in bare_name(name).split()}
        if nominal.kind not in _TO_STORE and own and not own <= set(bare_name(self.parts[known[-1]].name).split()):
            return None
        if own and nominal.article != "the":
            names = set(bare_name(self.parts[known[-1]].name).split())
            return known[-1] if own <= names | {"database", "cluster", "db", "primary"} else None
        if own and not own <= set(bare_name(self.parts[known[-1]].name).split()) | {"database", "cluster", "topic", "queue", "cache",
                                                                                    "primary", "table", "bucket", "index"}:  # fmt: skip
            return None
        if nominal.kind != self.parts[known[-1]].kind and nominal.has_kind and self.parts[known[-1]].technology:
            same = {nominal.kind, self.parts[known[-1]].kind} <= BROKER_KINDS
            return known[-1] if same or not own else None
        primaries = [key for key in known if "replica" not in bare_name(self.parts[key].name)]
        return (primaries or known)[-1]

    def _is_that(self, product: str, nominal: Nominal) -> bool:
        """Tell "the Celery workers" where Celery was named alone."""
        known = [key for key in self._by_product.get(product, ())[-1:] if key in self.parts]
        return any(self.parts[key].name == product and self.parts[key].kind == nominal.kind for key in known)

    def _is_replica(self, key: int) -> bool:
        return not REPLICAS.isdisjoint(bare_name(self.parts[key].name).split())

    def _of_head(self, nominal: Nominal, bare: str) -> int | None:
        """Find "the queue" in "orders queue", "checkout" in "checkout service", "orders service" in "orders"."""
        words = bare.split()
        if not words:
            return None
        head = _head_of(bare)
        if nominal.article == "the" or not nominal.is_explicit or (len(words) > 1 and nominal.article != "a"):
            for key in reversed(self._by_head.get(head, ())[-8:]):
                own = bare_name(self.parts[key].name).split() if key in self.parts else []
                if own and set(words) <= set(own):
                    return key
        if len(words) == 1 and nominal.is_explicit and nominal.technology is None and nominal.article != "a":
            alike = self.of_head(head)
            same_number = not nominal.is_plural or (alike and self._is_plural(alike[0]))
            if len(alike) == 1 and same_number and self._is_own_word(alike[0], head):
                return alike[0]
            return self._of_kind(nominal.kind)
        if len(words) == 1 and not nominal.is_explicit:
            known = self._by_name.get(f"{head} service")
            if known is None:
                known = next(iter(self._starting(head)), None)
            if known is None and not nominal.is_plural and self.marked.tokens[nominal.first].text[:1].isupper():
                known = self._by_first_word(head)
            return known
        if len(words) > 1 and not nominal.is_explicit and (known := self._by_name.get(f"{bare} service")) is not None:
            return known
        if len(words) == 2 and words[1] in {"service", "api", "server", "system", "application", "function", "worker"}:
            known = self._by_name.get(words[0])
            if known is not None and not self.parts[known].is_strong:
                return known
        return None

    def _by_first_word(self, word: str) -> int | None:
        """Find "Mirth Connect" again in "Mirth", where no other name begins so."""
        found = [
            key for key in self._first_words.get(word, ())[:_MOST_PLACED] if key in self.parts and word not in PAYLOAD
        ]
        return found[0] if len(found) == 1 else None

    def of_head(self, head: str) -> list[int]:
        """Return the parts whose name ends in a word, in order of mention."""
        return [key for key in self._by_head.get(head, ()) if key in self.parts]

    def _is_own_word(self, key: int, head: str) -> bool:
        """Tell whether a part's name says its kind with a word that a bare mention of it may mean."""
        return head not in {"service", "worker", "job", "function", "db", "database", "device"} or self.acts(key)

    def _is_plural(self, key: int) -> bool:
        last = self.parts[key].name.split()[-1].lower()
        return singular(last) != last

    def says_both(self, nominal: Nominal) -> bool:
        """Tell whether "both" stands before a phrase."""
        return "both" in self._before(nominal)

    def says_each(self, nominal: Nominal) -> bool:
        """Tell whether "each" stands before a phrase."""
        return not {"each", "every"}.isdisjoint(self._before(nominal))

    def points_back(self, nominal: Nominal) -> bool:
        """Tell whether a phrase speaks of parts that were named before: "both APIs", "the workers"."""
        return nominal.article == "the" or not {"both", "all", "each", "every"}.isdisjoint(self._before(nominal))

    def _before(self, nominal: Nominal) -> list[str]:
        start = max(0, nominal.first - 3)
        return [token.lower for token in self.marked.tokens[start : nominal.first + 1]]

    def _starting(self, word: str) -> Iterable[int]:
        for kind in (
            "api",
            "worker",
            "function",
            "application",
            "job",
            "system",
            "server",
            "database",
            "gateway",
            "host",
            "app",
            "engine",
            "client",
            "ui",
            "portal",
            "queue",
            "cluster",
            "controller",
            "platform",
        ):
            key = self._by_name.get(f"{word} {kind}")
            if key is not None:
                yield key

    def _of_kind(self, kind: Kind) -> int | None:
        kinds = BROKER_KINDS if kind in BROKER_KINDS else {kind}
        if kind.family not in {Family.DATA, Family.MESSAGING, Family.EDGE}:
            return None
        found = [key for item in sorted(kinds) for key in self._by_kind.get(item, ())[-1:] if key in self.parts]
        if not found and kind == Kind.RELATIONAL_DB:
            found = [
                key
                for item in sorted(DATASTORE_KINDS - {Kind.CACHE, Kind.OBJECT_STORE})
                for key in self._by_kind.get(item, ())[-1:]
            ]
        return max(found) if found else None

    # -- adding -------------------------------------------------------------------------------------------------

    def add(self, nominal: Nominal, *, name: str = "", kind: Kind | None = None, place: str = "") -> int | None:
        """Add a part and return its key, or None when there are too many."""
        if len(self.parts) >= MAX_PARTS:
            return None
        key, self._next = self._next, self._next + 1
        tokens = self.marked.tokens
        own = kind or nominal.kind
        if nominal.role and nominal.technology is None and (store := self._last_store()) is not None:
            own = self.parts[store].kind
            nominal = nominal._replace(kind=own)
        self.parts[key] = Part(
            key=key, name=name or nominal.name or own.label, kind=own,
            technology=nominal.technology.name if nominal.technology else None,
            span=(tokens[nominal.first].start, tokens[min(nominal.after, len(tokens)) - 1].end),
            replicas=nominal.replicas, existing=nominal.existing, is_explicit=nominal.is_explicit or bool(nominal.role),
            is_strong=nominal.is_strong, place=place,
        )  # fmt: skip
        self._index(key)
        if nominal.technology is not None and nominal.head in _LEFT_OUT:
            self._by_name[nominal.head] = key
        return key

    def at_place(self, key: int, place: str) -> int | None:
        """Return the part that is called like another and stands at a place, if there is one."""
        alike = self._by_head.get(self._heads[key], ())[-_MOST_PLACED:]
        return next((item for item in alike if item in self.parts and self.parts[item].place == place), None)

    def copy_of(self, key: int, place: str, *, name: str = "") -> int | None:
        """Add a copy of a part in another place, and return its key."""
        if len(self.parts) >= MAX_PARTS:
            return None
        part, copy, self._next = self.parts[key], self._next, self._next + 1
        self.parts[copy] = part.model_copy(
            update={
                "key": copy,
                "name": name or f"{part.name} replica",
                "place": place,
                "replicas": None,
                "existing": False,
            }
        )
        self._index(copy)
        return copy

    def _last_store(self) -> int | None:
        stores = [key for key in self.recent[-12:] if key in self.parts and self.parts[key].kind in DATASTORE_KINDS]
        return stores[-1] if stores else None

    def _index(self, key: int) -> None:
        part = self.parts[key]
        bare = bare_name(part.name)
        self._by_name.setdefault(bare, key)
        head = _head_of(bare)
        self._heads[key] = head
        self._by_head.setdefault(head, []).append(key)
        first, _, rest = bare.partition(" ")
        if rest:
            self._first_words.setdefault(first, []).append(key)
        if part.technology:
            self._by_product.setdefault(part.technology, []).append(key)
        self._by_kind.setdefault(part.kind, []).append(key)

    def named(self, name: str) -> int | None:
        """Return the part of a name, or of a name that ends in a word, if there is one."""
        bare = bare_name(name)
        alike = self.of_head(_head_of(bare))
        return self._by_name.get(bare, alike[-1] if len(alike) == 1 else None)

    def name_also(self, key: int, name: str) -> None:
        """Let a part be found by a further name."""
        self._by_name.setdefault(bare_name(name), key)

    def is_named(self, key: int, name: str) -> bool:
        """Tell whether a part has a name, as its own or as a further one."""
        bare = bare_name(name)
        return bare_name(self.parts[key].name) == bare or self._by_name.get(bare) == key or self._of_place(bare) == key

    def learn(self, key: int, nominal: Nominal) -> None:
        """Add what a later mention says: the product, the copies, that it exists already."""
        part = self.parts[key]
        update: dict[str, object] = {}
        if part.technology is None and nominal.technology is not None and _can_have(part.kind, nominal):
            update["technology"] = nominal.technology.name
            self._by_product.setdefault(nominal.technology.name, []).append(key)
        if part.replicas is None and nominal.replicas is not None:
            update["replicas"] = nominal.replicas
        if nominal.existing and not part.existing:
            update["existing"] = True
        if nominal.is_explicit and not part.is_explicit:
            update |= {
                "is_explicit": True,
                "kind": nominal.kind if nominal.has_kind or nominal.technology else part.kind,
            }
        if nominal.is_strong and not part.is_strong:
            update["is_strong"] = True
        if update:
            self.parts[key] = part.model_copy(update=update)

    def describe(self, key: int, nominal: Nominal) -> None:
        """Add what "the gateway is Kong", "orders: Node service" say of a part: product and kind."""
        part = self.parts[key]
        keeps_kind = part.is_explicit and part.kind != Kind.RELATIONAL_DB
        self.learn(key, nominal._replace(existing=nominal.existing))
        if nominal.is_explicit and not keeps_kind:
            kind = nominal.kind
            is_language = nominal.technology is not None and not nominal.has_kind and kind in LANGUAGE_KINDS
            if is_language and part.kind in LANGUAGE_KINDS:
                kind = part.kind
            self.parts[key] = self.parts[key].model_copy(update={"kind": kind, "is_strong": True, "is_explicit": True})
            self._by_kind.setdefault(kind, []).append(key)
        if nominal.technology is not None and self.parts[key].technology is None:
            self.parts[key] = self.parts[key].model_copy(
                update={"technology": nominal.technology.name, "is_strong": True}
            )
            self._by_product.setdefault(nominal.technology.name, []).append(key)

    def set(self, key: int, **fields: object) -> None:
        """Change fields of a part."""
        self.parts[key] = self.parts[key].model_copy(update=fields)

    def forget(self, key: int) -> None:
        """Remove a part, as if it was never mentioned."""
        part = self.parts.pop(key)
        bare = bare_name(part.name)
        if self._by_name.get(bare) == key:
            del self._by_name[bare]
        for index in (
            self._by_head.get(self._heads[key], []),
            self._by_product.get(part.technology or "", []),
            self._by_kind.get(part.kind, []),
        ):
            if key in index[-8:]:
                index.remove(key)
        kept = [(item, place) for item, place in zip(self.recent, self._places, strict=True) if item != key]
        self.recent, self._places = [item for item, _ in kept], [place for _, place in kept]
        self.actor = [item for item in self.actor if item != key]

    # -- who was spoken of --------------------------------------------------------------------------------------

    def mention(self, keys: Sequence[int], index: int) -> None:
        """Note that parts were mentioned at a token, which may lie before others noted already."""
        position = bisect_right(self._places, index)
        for key in keys:
            self.recent.insert(position, key)
            self._places.insert(position, index)
        if len(self.recent) > _MOST_RECENT:
            del self.recent[: _MOST_RECENT // 2], self._places[: _MOST_RECENT // 2]

    def acts(self, key: int) -> bool:
        """Tell whether a part does things on its own, as no store, queue or outside system does."""
        return key in self.parts and self.parts[key].kind not in _TO_STORE

    def last_acting(self, skip: Sequence[int] = ()) -> list[int]:
        """Return the part mentioned last that acts."""
        for among in (self.faint, ()):
            for key in reversed(self.recent):
                if key not in self.parts or key in skip or key in among:
                    continue
                if self.acts(key) and self.parts[key].kind != Kind.PERSON:
                    return [key]
        return []

    def last(self, skip: Sequence[int] = (), *, stores: bool = False) -> list[int]:
        """Return the part mentioned last."""
        for key in reversed(self.recent):
            if key in self.parts and key not in skip and (not stores or not self.acts(key)):
                return [key]
        return []

    def last_broker(self, skip: Sequence[int] = ()) -> list[int]:
        """Return the queue or log mentioned last."""
        for key in reversed(self.recent):
            if key in self.parts and key not in skip and self.parts[key].kind in BROKER_KINDS:
                return [key]
        return []

    def only_broker(self) -> list[int]:
        """Return the queue or log of a text that names one."""
        every = (key for kind in sorted(BROKER_KINDS) for key in self._by_kind.get(kind, ())[:_MOST_PLACED])
        found = [key for key in every if key in self.parts]
        return found if len(found) == 1 else []

    def last_two(self, *, acting: bool = False) -> list[int]:
        """Return the last two different parts, in order of mention; with `acting` only those that do things."""
        found: list[int] = []
        for key in reversed(self.recent):
            if key in self.parts and key not in found and (not acting or self.parts[key].kind in LANGUAGE_KINDS):
                found.append(key)
            if len(found) == 2:
                break
        return found[::-1]

    def last_few(self, count: int, skip: Sequence[int] = ()) -> list[int]:
        """Return the last different parts, so many, in order of mention: of those that act, or those that do not."""
        acting: list[int] = []
        stores: list[int] = []
        for key in reversed(self.recent):
            alike = acting if self.acts(key) else stores
            if key not in self.parts or key in alike or key in skip:
                continue
            alike.append(key)
            if len(alike) == count and (alike is acting or len(acting) < 2):
                return alike[::-1]
        return (acting if len(acting) == count else [])[::-1]

    # -- what travels -------------------------------------------------------------------------------------------

    def put(self, words: Iterable[str], key: int) -> None:
        """Note that something was put into a store or queue: the words for it now stand for that place."""
        for word in words:
            self._payload[stem(word)] = key

    def place_of(self, words: Iterable[str]) -> int | None:
        """Return where something was put that words name."""
        for word in reversed(list(words)):
            key = self._payload.get(stem(word))
            if key is not None and key in self.parts:
                return key
        return None


def _can_have(kind: Kind, nominal: Nominal) -> bool:
    if nominal.technology is None:
        return False
    kinds = set(nominal.technology.kinds)
    return kind in kinds or (kind in LANGUAGE_KINDS and bool(kinds & LANGUAGE_KINDS)) or (
        kind in DATASTORE_KINDS and bool(kinds & DATASTORE_KINDS)
    ) or (kind in BROKER_KINDS and bool(kinds & BROKER_KINDS)) or kind in {Kind.EXTERNAL_SYSTEM, Kind.API_GATEWAY, Kind.LOAD_BALANCER}  # fmt: skip


def _head_of(bare: str) -> str:
    """Return the word of a name that says what the part is: "queue" in "orders queue", "service" in "service of orders"."""
    words = bare.split()
    if "of" in words[1:]:
        return words[words.index("of") - 1]
    return words[-1] if words else ""


def bare_name(name: str) -> str:
    """Return a name for comparing: lower case, singular, without articles, abbreviations written out.

    >>> bare_name("The Profile-svc"), bare_name("API servers")
    ('profile service', 'api server')
    """
    every = name.casefold().replace("-", " ").replace("_", " ").split()
    words = [word for word in every[:-1] if word not in _NO_NAME] + every[-1:]
    return " ".join(_SAME.get(one, one) for one in map(singular, words))
