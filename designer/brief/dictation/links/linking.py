"""What all frames need: the parts that roles stand for, and links between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.links.acts import MOST_REFS, Act, Ref
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.model import Link, Manner
from designer.brief.dictation.nouns.nominal import names_a_part
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import ABSTRACT, HOSTS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

_MESHES = frozenset({"Istio", "Dapr"})
_DOERS = frozenset("job task script process program".split())
_OF_A_BROKER = frozenset("rule subscription binding".split())
_LABEL_ENDS = frozenset("to from with in on into onto through via against".split())
_LABEL_SKIPS = frozenset("a an the each every this that also then".split())
_LABEL_GAP = 4
_LONGEST_LABEL = 60


class Linking:
    """Finds the parts behind roles, and links them."""

    def __init__(self, memory: Memory, book: LinkBook) -> None:
        self.memory = memory
        self.book = book
        self.made: list[tuple[int, int]] = []
        self.made_before: list[tuple[int, int]] = []
        self.moved_to: list[int] = []
        self.origin: list[int] = []
        self.mover: Act | None = None
        self.rolling: set[int] = set()

    def keys(self, refs: Iterable[Ref], *, unknown: bool = False) -> list[int]:
        """Return the parts that refs stand for; with `unknown`, plain nouns become parts."""
        found: dict[int, None] = {}
        for ref in itertools.islice(refs, MOST_REFS):
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
        if (
            nominal.technology is not None
            and nominal.technology.name in HOSTS
            and nominal.name == nominal.technology.name
        ):
            return []
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
        self._stand_for_broker(act.subject)
        self._trust_doers(act.subject)
        keys = self.keys(act.subject, unknown=True)
        if (
            keys
            and len(act.subject) > 1
            and not act.word.endswith("s")
            and not any(self._kind(key) == Kind.PERSON for key in keys)
        ):
            keys = self._with_equals(act.subject, keys)
        if not keys and (act.us or not act.subject) and act.relation.frame not in {Frame.HAVE, Frame.MOVE, Frame.OTHER}:
            source = [key for key in self.keys(act.roles.get("from", ())) if self.memory.acts(key)]
            return source if act.us and source else act.implied
        return keys

    def _trust_doers(self, refs: Iterable[Ref]) -> None:
        """Take "a job" of "is rebuilt by a job", "a job reads" for a part: what does something does not travel."""
        for ref in refs:
            noun = ref.nominal
            one = noun is not None and (noun.replicas is not None or not noun.is_plural)
            if noun is not None and one and not ref.keys and noun.is_payload and singular(noun.head) in _DOERS:
                ref.nominal = noun._replace(is_payload=False)

    def _stand_for_broker(self, refs: Iterable[Ref]) -> None:
        """Read "puts them on EventBridge; two rules forward to": the bus does what its rules do."""
        goal = self.memory.goal
        for ref in refs:
            noun = ref.nominal
            if noun is None or ref.keys or ref.known is not None or singular(noun.head) not in _OF_A_BROKER:
                continue
            if goal in self.memory.parts and goal is not None and self._is_broker(goal) and " " not in noun.name:
                ref.keys = [goal]
            elif noun.is_other and (broker := self.memory.last_broker()):
                ref.keys = broker

    def _with_equals(self, refs: list[Ref], keys: list[int]) -> list[int]:
        """Take "orders" in "orders, refunds and shipments emit" for a part: what is joined to parts acts like them."""
        for ref in refs:
            nominal = ref.nominal
            if nominal is not None and not ref.keys and nominal.is_payload and singular(nominal.head) not in ABSTRACT:
                ref.nominal = nominal._replace(is_payload=False)
        return self.keys(refs, unknown=True) or keys

    def _kind(self, key: int) -> Kind:
        return self.memory.parts[key].kind

    def _is_broker(self, key: int) -> bool:
        return self._kind(key) in BROKER_KINDS

    def _is_store(self, key: int) -> bool:
        return self._kind(key) in DATASTORE_KINDS

    def _no_people(self, keys: Iterable[int]) -> list[int]:
        return [key for key in keys if self._kind(key) != Kind.PERSON]

    def link(self, source: int, target: int, manner: Manner, act: Act | None = None, *, at: Ref | None = None) -> None:
        """Add a link between two parts, if they are two."""
        if source == target or source not in self.memory.parts or target not in self.memory.parts:
            return
        if self._is_host(target) or (self._is_host(source) and self.memory.parts[source].technology not in _MESHES):
            return
        start, end = self._span(target, act, at)
        link = Link(
            source=source, target=target, label=self._label(act), manner=manner, span=(start, end),
            protocol=act.protocol if act else "", waits=act.waits if act else None,
            schedule=act.schedule if act else "",
        )  # fmt: skip
        self.memory.goal = target
        if manner == "copy" and not self.memory.acts(target):
            self.memory.copies.append(target)
        if act is not None and act.guessed:
            self.book.suggest(link)
            return
        self.book.add(link)
        self.made.append((source, target))

    def _is_host(self, key: int) -> bool:
        """Tell what parts run on, named as such: "Kubernetes", not "the Cloud Run service"."""
        part = self.memory.parts[key]
        return part.technology in HOSTS and part.name == part.technology and key not in self.rolling

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

    def is_linked(self, key: int) -> bool:
        """Tell whether a link starts or ends at a part."""
        return any(key in ends for ends in self.book.links)
