"""The part that a noun phrase means, if it was mentioned before."""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.dictation.known.index import LEFT_OUT, MOST_PLACED, TO_STORE, Known
from designer.brief.dictation.known.names import bare_name, head_of
from designer.brief.dictation.model import Part
from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.words import PAYLOAD, REPLICAS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

_SETTING = 40
_COPIES = REPLICAS | {"copy", "twin", "backup"}
_STANDINGS = frozenset("primary secondary standby leader master".split())


class Finding(Known):
    """Finds parts again; every look-up takes constant time."""

    def find(self, nominal: Nominal) -> int | None:
        """Return the part that a phrase means, or None when it was not mentioned before."""
        if nominal.is_other and not (nominal.is_plural and nominal.article == "the"):
            return self._by_name.get(bare_name(nominal.name)) if nominal.article == "the" else None
        bare = bare_name(nominal.name)
        key = self._by_name.get(bare)
        if key is not None and not (
            nominal.has_kind and key in self.parts and self.parts[key].kind == Kind.PERSON != nominal.kind
        ):
            return key
        if (key := self._of_place(bare)) is not None:
            return key
        if bare in _COPIES and nominal.article == "the" and (key := self._copy()) is not None:
            return key
        if bare in _STANDINGS and nominal.article == "the" and (key := self._of_standing(bare)) is not None:
            return key
        product = nominal.technology.name if nominal.technology else ""
        if product and (not nominal.has_kind or nominal.kind in TO_STORE or self._is_that(product, nominal)):
            found = self._of_product(product, nominal, bare)
            if found is not None:
                return found
        found = self._of_head(nominal, bare)
        return self._of_setting(nominal, bare) if found is None else found

    def _of_setting(self, nominal: Nominal, bare: str) -> int | None:
        """Find "the depot broker" again, where a Mosquitto broker "in the depot" was named."""
        words = bare.split()
        if len(words) != 2 or nominal.article != "the" or not nominal.is_explicit or nominal.technology is not None:
            return None
        for key in self.recent[-MOST_PLACED:]:
            part = self.parts.get(key)
            if part is None or (part.kind != nominal.kind and not {part.kind, nominal.kind} <= BROKER_KINDS):
                continue
            end, own = part.span[1], self.marked.tokens[nominal.first].start
            # Only what stands between counts: "the game server at the rating service" are two.
            behind = (
                self.marked.text[end : min(end + _SETTING, own) if own > end else end + _SETTING].casefold().split()
            )
            if behind[:1] in (["in"], ["at"], ["on"]) and words[0] in {word.strip(".,;") for word in behind[1:4]}:
                return key
        return None

    def _of_standing(self, word: str) -> int | None:
        """Find "the primary Aurora cluster" again in "the primary"."""
        for key in reversed(self.recent[-MOST_PLACED:]):
            part = self.parts.get(key)
            if part is not None and part.kind in DATASTORE_KINDS and word in part.name.casefold().split():
                return key
        return None

    def _copy(self) -> int | None:
        """Find the store that "that replica", "the copy" speak of."""
        return next((key for key in reversed(self.copies[-MOST_PLACED:]) if key in self.parts), None)

    def _of_place(self, bare: str) -> int | None:
        """Find "the Virginia cluster" again, where a part stands in Virginia."""
        place, _, head = bare.partition(" ")
        if not head:
            there = [key for key, part in self.placed() if bare_name(part.place) == place]
            return there[0] if len(there) == 1 else None
        for key in self.recent[-MOST_PLACED:]:
            part = self.parts.get(key)
            if part is not None and part.place and bare_name(part.place) == place:
                words = {*bare_name(part.name).split(), self._heads[key], *(LEFT_OUT if part.technology else ())}
                if head in words:
                    return key
        return None

    def placed(self) -> list[tuple[int, Part]]:
        """Return the parts spoken of lately whose place the text names, each once."""
        found = {
            key: self.parts[key] for key in self.recent[-MOST_PLACED:] if key in self.parts and self.parts[key].place
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
        last = self.parts[known[-1]]
        same_kind = {singular(nominal.head)} if last.kind == nominal.kind and last.name == product else set()
        if own and own <= same_kind:
            return known[-1]
        if nominal.kind not in TO_STORE and own and not own <= set(bare_name(last.name).split()):
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
        head = head_of(bare)
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
            elif known is None and not nominal.is_plural and len(head) > 4:
                known = self._by_first_word(head)
                known = known if known is not None and self._is_short_for(known, nominal) else None
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
            key for key in self._first_words.get(word, ())[:MOST_PLACED] if key in self.parts and word not in PAYLOAD
        ]
        return found[0] if len(found) == 1 else None

    def _is_short_for(self, key: int, nominal: Nominal) -> bool:
        """Tell "mirth" for "Mirth Connect", "the splitter" for "the splitter lambda"."""
        part = self.parts[key]
        if part.technology is not None and part.technology == part.name:
            return True
        return (
            nominal.article == "the"
            and part.name.count(" ") == 1
            and self.acts(key)
            and (part.is_strong or part.kind != Kind.SERVICE)
        )

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
            "instances",
            "client",
            "ui",
            "portal",
            "queue",
            "cluster",
            "controller",
            "platform",
            "node",
            "agent",
            "collector",
            "processor",
            "display",
            "recorder",
            "store",
            "tool",
            "site",
            "server",
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
                if key in self.parts
            ]
        return max(found) if found else None

    def is_named(self, key: int, name: str) -> bool:
        """Tell whether a part has a name, as its own or as a further one."""
        bare = bare_name(name)
        return bare_name(self.parts[key].name) == bare or self._by_name.get(bare) == key or self._of_place(bare) == key
