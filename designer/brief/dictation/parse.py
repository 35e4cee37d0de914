"""From text to parts and links, one clause after the other, left to right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from designer.brief.dictation.model import Dictation, Link, Manner, Part
from designer.brief.dictation.parts import Chunk, chunks_in, domain_chunk
from designer.brief.dictation.relations import (
    BEHIND,
    FED,
    INTO,
    NAMES_PARTS,
    OUT_OF,
    PROTOCOLS,
    RECEIVING,
    THROUGH,
    VERBS,
    Relation,
)
from designer.brief.phrases import StemmedText, stem
from designer.catalog.catalog import Catalog
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

_BE = frozenset("is are was were be been being gets get got".split())
_PRONOUNS = frozenset("it they them this that these those he she both".split())
_RELATIVE = frozenset("which that who where".split())
_ARROWS = frozenset({"->", "=>", "→"})
_WE = frozenset("we i you one somebody people users".split())


class _Event(NamedTuple):
    """Something that matters for links: a part, a verb, a preposition, a pronoun, a join."""

    type: str
    index: int
    chunk: Chunk | None = None
    relation: Relation | None = None
    word: str = ""
    passive: bool = False


def dictation_in(text: StemmedText, catalog: Catalog) -> Dictation:
    """Return the parts and links that a text dictates; negated ones are left out."""
    return _Reader(text, catalog).read()


class _Reader:
    """Reads clause by clause; remembers parts by name, and who was spoken of last."""

    def __init__(self, text: StemmedText, catalog: Catalog) -> None:
        self.text = text
        self.chunks = {chunk.first: chunk for chunk in chunks_in(text, catalog)}
        self._chunk_ends = {chunk.after - 1 for chunk in self.chunks.values()}
        self.aliases = _aliases(self.chunks.values())
        self.parts: list[Part] = []
        self.links: dict[tuple[int, int], Link] = {}
        self.last: list[int] = []
        self.actor: list[int] = []
        self.mentioned: list[int] = []

    def read(self) -> Dictation:
        start = 0
        tokens, clauses = self.text.tokens, self.text.clauses
        while start < len(tokens):
            end = start
            while end < len(tokens) and clauses[end] == clauses[start]:
                end += 1
            self._clause(self._events(start, end))
            start = end
        return Dictation(parts=tuple(self.parts), links=tuple(self.links.values()))

    # -- events -------------------------------------------------------------------------------------------------

    def _events(self, start: int, end: int) -> list[_Event]:
        """Return the events of the tokens `start` to `end`."""
        events: list[_Event] = []
        index = start
        while index < end:
            if (chunk := self.chunks.get(index)) is not None:
                if index not in self.text.negated:
                    events.append(_Event("part", index, chunk=chunk))
                else:
                    events.append(_Event("refused", index))
                index = max(index + 1, chunk.after)
                continue
            event = self._event(index, end)
            if event is not None:
                events.append(event)
                if event.type == "part" and event.chunk is not None:
                    index = max(index + 1, event.chunk.after)
                    continue
            index += 1
        return events

    def _event(self, index: int, end: int) -> _Event | None:
        token = self.text.tokens[index]
        word = token.lower
        following = self.text.tokens[index + 1].lower if index + 1 < end else ""
        if token.text in _ARROWS:
            return _Event("arrow", index)
        if token.text == ":":
            return _Event("colon", index)
        if word in BEHIND:
            return _Event("behind", index)
        if word == "front" and following == "of":
            return _Event("front", index)
        if word == "between":
            return _Event("between", index)
        if word in THROUGH:
            return _Event("through", index, word=word)
        if (word == "over" and following in PROTOCOLS) or word in PROTOCOLS:
            return _Event("protocol", index, word=PROTOCOLS.get(word, PROTOCOLS.get(following, "")))
        if word in OUT_OF:
            return _Event("out-of", index)
        if word in {"with", "plus"}:
            return _Event("with", index)
        if word == "by":
            return _Event("by", index)
        if word in INTO:
            return _Event("into", index, word=word)
        if token.text == "," or word in {"and", "or", "then"}:
            return _Event("and", index, word=token.text)
        if word in {"latter", "former"}:
            return _Event(word, index)
        if word in _RELATIVE and index > 0 and self._follows_part(index):
            return _Event("which", index)
        if word in {"it", "them", "this", "that"} and following in INTO and self._is_verb_at(index - 1):
            return None
        if word in _PRONOUNS and (
            following in _BE or stem(following) in VERBS or word in {"it", "they", "them", "both"}
        ):
            return _Event("pronoun", index, word=word)
        if word in _WE:
            return _Event("we", index)
        if word in self.aliases and self._calls_by_name(index):
            return _Event("part", index, chunk=self.aliases[word]._replace(first=index, after=index + 1))
        return self._verb(index, word)

    def _follows_part(self, index: int) -> bool:
        previous = self.text.tokens[index - 1].text
        return previous in {",", ")"} or (index - 1) in self._chunk_ends or self.text.tokens[index].lower == "which"

    def _calls_by_name(self, index: int) -> bool:
        """Tell whether a short name stands where a part must: "talks to [payments] and [inventory]", "checkout: ..."."""
        behind = self.text.tokens[index + 1].text if index + 1 < len(self.text.tokens) else ""
        if behind == ":":
            return True
        words = [self.text.tokens[item].lower for item in range(max(0, index - 4), index)]
        return any(stem(word) in NAMES_PARTS for word in words)

    def _is_verb_at(self, index: int) -> bool:
        """Tell whether a token is a verb of transfer ("saves them in": "them" is what is saved)."""
        if index < 0:
            return False
        relation = VERBS.get(stem(self.text.tokens[index].lower))
        return relation is not None and relation.way == "to"

    def _verb(self, index: int, word: str) -> _Event | None:
        relation = VERBS.get(stem(word))
        if relation is None or not self.text.tokens[index].is_word or word.endswith("ings"):
            return None
        if index and index - 1 not in self._chunk_ends and self._verb(index - 1, self.text.tokens[index - 1].lower):
            # "stores charges", "sends reports": the second is what is sent
            return None
        before = [self.text.tokens[item].lower for item in range(max(0, index - 3), index)]
        if before and before[-1] in {"a", "an", "the", "of", "our", "their", "its", "this", "every", "each"}:
            return None
        if index in self.text.negated:
            return _Event("refused", index)
        passive = word.endswith(("ed", "en", "t", "d", "d", "n")) and any(item in _BE for item in before[-2:])
        passive = passive or (
            word in {"fed", "read", "put", "sent", "kept", "held"} and any(i in _BE for i in before[-2:])
        )
        followed_by = self.text.tokens[index + 1].lower if index + 1 < len(self.text.tokens) else ""
        passive = (
            passive
            or (word.endswith("ed") and followed_by in {"by"})
            or (word == "fed" and followed_by in {"by", "from"})
        )
        return _Event("verb", index, relation=relation, word=word, passive=passive)

    # -- clauses ------------------------------------------------------------------------------------------------

    def _clause(self, events: list[_Event]) -> None:
        """Link the parts of one clause."""
        subject: list[int] = []
        verb: _Event | None = None
        relation_word = ""
        direction = ""
        objects: list[int] = []
        made: list[tuple[int, int]] = []
        position = 0
        events = self._with_domain_subjects(events)
        while position < len(events):
            event = events[position]
            following = events[position + 1] if position + 1 < len(events) else None
            if event.type in {"part", "pronoun", "latter", "former"}:
                if self._describes(event, events, position):
                    position += 1
                    continue
                is_object = verb is not None and (following is None or following.type != "verb")
                part = self._resolve(event, subject if is_object else None)
                if not part:
                    position += 1
                    continue
                if relation_word == "lead":
                    subject, relation_word, verb = part, "front", None
                    self._note(part, is_subject=True)
                    position += 1
                    continue
                if objects and position and events[position - 1].word == "then" and verb is not None:
                    subject = objects[-1:]
                if relation_word or verb is not None:
                    if self._starts_anew(events, position) and objects:
                        subject, verb, relation_word, direction, objects = part, None, "", "", []
                        self._note(part, is_subject=True)
                        position += 1
                        continue
                    new = self._link(subject, part, verb, relation_word, direction, objects, event, made)
                    made = new or made
                    objects = [*objects, *part] if new else objects
                    if relation_word in {"arrow"}:
                        subject, objects = part, []
                    if relation_word in {"through", "behind", "front", "with", "between"}:
                        if relation_word != "between" or len(objects) > 1:
                            relation_word = (
                                "" if verb is not None or relation_word in {"through", "between"} else relation_word
                            )
                    self._note(part, is_subject=False)
                elif self._joins_subject(events, position) and subject:
                    subject = [*subject, *part]
                    self._note(part, is_subject=True)
                else:
                    subject = part
                    self._note(part, is_subject=True)
            elif event.type == "verb" and relation_word in {"lead", "front"} and not objects:
                pass
            elif event.type == "verb":
                previous = events[position - 1] if position else None
                if not subject and not (event.passive and following is not None and following.type == "by"):
                    subject = self._implied()
                if objects and previous is not None and previous.type == "part" and event.relation is not None:
                    # "asks the pricing service looks in" never happens; "X feeds Y writes" reads on from Y
                    subject = [objects[-1]]
                verb, relation_word, direction, objects = event, "", "", []
            elif event.type == "which":
                anchor = objects or self.last
                subject = anchor[-1:] if anchor else subject
                verb, relation_word, direction, objects = None, "", "", []
            elif event.type == "behind" and not subject:
                relation_word = "lead"
            elif event.type in {"arrow", "behind", "front", "through", "between"}:
                relation_word = event.type
                if event.type == "arrow":
                    subject = objects[-1:] or subject or self.last[-1:]
                    verb, objects = None, []
                elif event.type != "through" and objects:
                    subject, verb, objects = objects[-1:], None, []
                elif event.type == "between":
                    objects = []
            elif event.type == "with" and verb is None and subject:
                relation_word = "with"
            elif event.type == "with" and objects and self._next_part_is_store(events, position):
                subject, verb, relation_word, objects = objects[-1:], None, "with", []
            elif event.type == "out-of":
                direction = "out"
            elif event.type == "into":
                direction = "in" if event.word in {"to", "into", "onto"} or direction != "out" else direction
                if event.word in {"to", "into"}:
                    direction = "in"
            elif event.type == "by":
                direction = "by"
            elif event.type == "protocol":
                self._say_protocol(made, event.word)
            elif event.type == "colon" and subject and verb is None:
                relation_word = "colon"
            elif event.type in {"refused"}:
                verb, relation_word, objects = None, "", []
            elif event.type == "we":
                subject = []
            position += 1

    def _with_domain_subjects(self, events: list[_Event]) -> list[_Event]:
        """Put in domain nouns that stand where a part must: before a verb, or after a verb that calls."""
        found: list[_Event] = []
        for number, event in enumerate(events):
            previous = events[number - 1] if number else None
            if event.type == "verb" and (previous is None or previous.type in {"and", "which", "we", "refused"}):
                if previous is None or previous.type == "and":
                    low = (previous.index + 1) if previous is not None else self._clause_start(event.index)
                    chunk = self._domain_before(low, event)
                    if chunk is not None:
                        found.append(_Event("part", chunk.first, chunk=chunk))
            if event.type == "arrow":
                low = previous.index + 1 if previous is not None and previous.type != "part" else None
                if previous is None:
                    low = self._clause_start(event.index)
                if low is not None and (chunk := domain_chunk(self.text, low, event.index)) is not None:
                    found.append(_Event("part", chunk.first, chunk=chunk))
            found.append(event)
            if event.type in {"verb", "arrow"} and self._wants_domain_object(event, events, number):
                chunk = self._domain_after(event, events, number)
                if chunk is not None:
                    found.append(_Event("part", chunk.first, chunk=chunk))
        return found

    def _clause_start(self, index: int) -> int:
        start = index
        while start > 0 and self.text.clauses[start - 1] == self.text.clauses[index]:
            start -= 1
        return start

    def _domain_before(self, low: int, event: _Event) -> Chunk | None:
        """Return the domain noun right before a verb: "[the kiosk] asks"."""
        first = event.index
        while first > low and first - 1 >= low and self.text.tokens[first - 1].is_word:
            first -= 1
        while first < event.index and self.text.tokens[first].lower in {
            "and",
            "then",
            "when",
            "if",
            "so",
            "but",
            "also",
            "where",
        }:
            first += 1
        if event.index - first > 5 or first >= event.index:
            return None
        if any(
            self.text.tokens[item].lower in {"to", "of", "can", "must", "should", "will", "not"}
            for item in range(first, event.index)
        ):
            last_modal = max(
                item for item in range(first, event.index)
                if self.text.tokens[item].lower in {"to", "of", "can", "must", "should", "will", "not"}
            )  # fmt: skip
            if self.text.tokens[last_modal].lower in {"to", "of"}:
                return None
            return self._trim(first, last_modal)
        return self._trim(first, event.index)

    def _trim(self, first: int, after: int) -> Chunk | None:
        while after > first and self.text.tokens[after - 1].lower in {
            *_BE,
            "also",
            "then",
            "directly",
            "simply",
            "only",
            "always",
        }:
            after -= 1
        return domain_chunk(self.text, first, after) if after > first else None

    def _wants_domain_object(self, event: _Event, events: list[_Event], number: int) -> bool:
        following = events[number + 1] if number + 1 < len(events) else None
        if following is not None and following.type == "part" and following.chunk is not None:
            between = range(event.index + 1, following.chunk.first)
            return False if len(between) < 3 else False
        if event.type == "arrow":
            return following is None or following.type in {"arrow", "and", "protocol"}
        return (
            event.relation is not None
            and event.relation.manner == "call"
            and event.word.rstrip("s")
            in {"call", "ask", "querie", "query", "invoke", "notify", "contact", "consult", "front", "hit"}
            and (following is None or following.type in {"and", "which"})
        )

    def _domain_after(self, event: _Event, events: list[_Event], number: int) -> Chunk | None:
        following = events[number + 1] if number + 1 < len(events) else None
        first = event.index + 1
        after = first
        limit = following.index if following is not None else len(self.text.tokens)
        while (
            after < limit
            and self.text.tokens[after].is_word
            and self.text.clauses[after] == self.text.clauses[event.index]
        ):
            after += 1
        return domain_chunk(self.text, first, after) if after > first else None

    # -- parts --------------------------------------------------------------------------------------------------

    def _resolve(self, event: _Event, subject: list[int] | None) -> list[int]:
        """Return the part an event stands for; a pronoun behind a verb is not the verb's own subject."""
        if event.type == "part" and event.chunk is not None:
            return [self._part(event.chunk)]
        if event.type == "latter":
            return self.mentioned[-1:]
        if event.type == "former":
            return self.mentioned[-2:-1]
        if event.word in {"they", "them", "both", "these", "those"} and len(self.last) > 1:
            return list(self.last)
        if subject is not None:
            return [key for key in self.mentioned if key not in subject][-1:]
        acting = [key for key in self.mentioned if self.parts[key].kind not in BROKER_KINDS | DATASTORE_KINDS]
        return acting[-1:] or self.mentioned[-1:]

    def _part(self, chunk: Chunk) -> int:
        """Return the key of the part that a chunk names, a new one when it was not named before."""
        known = self._known(chunk)
        if known is not None:
            return known
        key = len(self.parts)
        tokens = self.text.tokens
        self.parts.append(
            Part(
                key=key, name=chunk.name, kind=chunk.kind, technology=chunk.technology,
                span=(tokens[chunk.first].start, tokens[chunk.after - 1].end), replicas=chunk.replicas,
                existing=chunk.existing, is_explicit=chunk.is_explicit,
            )
        )  # fmt: skip
        return key

    def _known(self, chunk: Chunk) -> int | None:
        """Find the part that a later mention means: the same name, "the queue", "Kafka" for "the Kafka topic"."""
        name = _bare(chunk.name)
        for part in reversed(self.parts):
            if _bare(part.name) == name and (
                part.technology == chunk.technology or not (part.technology and chunk.technology)
            ):
                self._learn(part, chunk)
                return part.key
        if chunk.technology is not None and name in {_bare(chunk.technology), ""}:
            same = [part for part in self.parts if part.technology == chunk.technology]
            if same:
                return same[-1].key
        words = name.split()
        if chunk.has_article and words:
            for part in reversed(self.parts):
                own = _bare(part.name).split()
                same_kind = part.kind == chunk.kind or {part.kind, chunk.kind} <= BROKER_KINDS
                if own and own[-1] == words[-1] and set(words) <= set(own):
                    return part.key
                if same_kind and len(words) == 1 and chunk.is_explicit and chunk.technology is None and part.kind.family in {
                    Family.DATA, Family.MESSAGING, Family.EDGE
                }:  # fmt: skip
                    return part.key
        return None

    def _learn(self, part: Part, chunk: Chunk) -> None:
        """Add what a later mention says: the product, the number of copies."""
        update: dict[str, object] = {}
        if part.technology is None and chunk.technology is not None:
            update["technology"] = chunk.technology
        if part.replicas is None and chunk.replicas is not None:
            update["replicas"] = chunk.replicas
        if update:
            self.parts[part.key] = part.model_copy(update=update)

    def _note(self, part: list[int], *, is_subject: bool) -> None:
        self.mentioned += part
        self.last = part
        if is_subject:
            self.actor = part

    def _implied(self) -> list[int]:
        """Return who acts in a clause that names nobody: "Then writes to S3", "results are stored in Postgres"."""
        acting = [key for key in self.mentioned if self.parts[key].kind not in BROKER_KINDS | DATASTORE_KINDS]
        return acting[-1:]

    def _describes(self, event: _Event, events: list[_Event], position: int) -> bool:
        """Read "the user database is PostgreSQL": the product belongs to the part before."""
        previous = events[position - 1] if position else None
        if event.chunk is None or previous is None or previous.type != "part" or previous.chunk is None:
            return False
        between = [self.text.tokens[item].lower for item in range(previous.chunk.after, event.chunk.first)]
        if (
            not between
            or not set(between) <= _BE | {"a", "an", "the", "on", "in", "our", ","}
            or not set(between) & (_BE | {"on", "in"})
        ):
            return False
        if event.chunk.technology is None or previous.chunk.technology is not None:
            return False
        key = self._part(previous.chunk)
        kinds = {event.chunk.kind, previous.chunk.kind}
        kind = (
            event.chunk.kind
            if previous.chunk.kind == Kind.RELATIONAL_DB and kinds <= DATASTORE_KINDS
            else previous.chunk.kind
        )
        self.parts[key] = self.parts[key].model_copy(update={"technology": event.chunk.technology, "kind": kind})
        return True

    # -- reading order ------------------------------------------------------------------------------------------

    def _starts_anew(self, events: list[_Event], position: int) -> bool:
        """Tell "A writes to B and C" (another object) from "A writes to B and C reads D" (a new subject)."""
        previous = events[position - 1] if position else None
        if previous is None or previous.type not in {"and", "part"}:
            return False
        for event in events[position + 1 :]:
            if event.type == "verb":
                return not event.passive or True
            if event.type in {"which", "and", "part"}:
                return event.type == "which" and False
            if event.type in {"behind", "front", "between"}:
                return True
        return False

    def _joins_subject(self, events: list[_Event], position: int) -> bool:
        return position > 0 and events[position - 1].type == "and"

    def _next_part_is_store(self, events: list[_Event], position: int) -> bool:
        for event in events[position + 1 :]:
            if event.type == "part" and event.chunk is not None:
                return event.chunk.kind in DATASTORE_KINDS
            if event.type in {"verb", "and"}:
                return False
        return False

    # -- links --------------------------------------------------------------------------------------------------

    def _link(
        self, subject: list[int], part: list[int], verb: _Event | None, word: str, direction: str, objects: list[int],
        event: _Event, made: list[tuple[int, int]],
    ) -> list[tuple[int, int]]:  # fmt: skip
        """Add the links that a verb or preposition makes between a subject and a part; return them."""
        if word == "through" and made:
            return self._reroute(made, part)
        if word == "behind":
            return self._add(part, subject, "call", "in front of", event)
        if word == "front":
            return self._add(subject, part, "call", "in front of", event)
        if word == "between":
            if not objects:
                return self._add(part, subject, "call", "through", event)
            return self._add(subject, part, "call", "through", event)
        if word in {"arrow", "with", "colon"}:
            if word == "colon" and not self._is_store_like(part):
                return []
            return self._add(subject, part, "unknown" if word == "arrow" else "call", "", event)
        if verb is None or verb.relation is None or not subject:
            return []
        return self._by_verb(subject, part, verb, direction, objects, event)

    def _by_verb(
        self, subject: list[int], part: list[int], verb: _Event, direction: str, objects: list[int], event: _Event
    ) -> list[tuple[int, int]]:
        relation = verb.relation
        if relation is None:
            return []
        label = self._label(verb, event)
        broker = all(self.parts[key].kind in BROKER_KINDS for key in part)
        if (verb.passive and direction in {"by", "out"}) or (verb.passive and stem(verb.word) in FED):
            return self._passive(subject, part, relation, label, event)
        if verb.passive and direction == "in":
            source = subject if self._acts(subject) else self._implied() or subject
            return self._add(source, part, relation.manner, label, event)
        if direction == "out" and relation.way == "to":
            # "copies rows from Postgres into BigQuery": the subject takes from here
            if relation.manner == "copy" or self._acts(subject):
                return (
                    self._add(part, subject, "copy" if relation.manner == "copy" else "send", label, event)
                    if broker or (relation.manner in {"copy", "send"})
                    else self._add(subject, part, "call", label, event)
                )
            return self._add(part, subject, relation.manner, label, event)
        if relation.way == "pull":
            receives = broker or (stem(verb.word) in RECEIVING and direction in {"out", "in", ""})
            if receives:
                return self._add(part, subject, "send", label, event)
            return self._add(subject, part, "call", label, event)
        if relation.way == "to" and objects and direction == "" and relation.manner == "copy":
            return self._add(subject, part, relation.manner, label, event)
        return self._add(subject, part, relation.manner, label, event)

    def _passive(
        self, subject: list[int], part: list[int], relation: Relation, label: str, event: _Event
    ) -> list[tuple[int, int]]:
        """Link "X is called by Y" (Y to X), "the queue is read by Y" (queue to Y), "X is fed by Y" (Y to X)."""
        broker = all(self.parts[key].kind in BROKER_KINDS for key in subject)
        if broker and relation.way == "pull":
            return self._add(subject, part, "send", label, event)
        return self._add(part, subject, relation.manner if relation.manner != "unknown" else "call", label, event)

    def _acts(self, keys: list[int]) -> bool:
        return all(self.parts[key].kind not in BROKER_KINDS | DATASTORE_KINDS for key in keys)

    def _is_store_like(self, keys: list[int]) -> bool:
        return all(self.parts[key].kind in BROKER_KINDS | DATASTORE_KINDS for key in keys)

    def _add(
        self, sources: list[int], targets: list[int], manner: Manner, label: str, event: _Event
    ) -> list[tuple[int, int]]:
        made: list[tuple[int, int]] = []
        for source in sources:
            for target in targets:
                if source == target:
                    continue
                token = self.text.tokens[event.index]
                link = Link(source=source, target=target, label=label, manner=manner, span=(token.start, token.end))
                self.links.setdefault((source, target), link)
                made.append((source, target))
        return made

    def _reroute(self, made: list[tuple[int, int]], through: list[int]) -> list[tuple[int, int]]:
        """Read "sends to B via Kafka": the link goes through the part named last."""
        middle = through[0]
        new: list[tuple[int, int]] = []
        for source, target in made:
            if middle in (source, target):
                continue
            link = self.links.pop((source, target), None)
            if link is None:
                continue
            for ends in ((source, middle), (middle, target)):
                self.links.setdefault(ends, link.model_copy(update={"source": ends[0], "target": ends[1]}))
                new.append(ends)
        return new

    def _say_protocol(self, made: list[tuple[int, int]], protocol: str) -> None:
        for ends in made:
            if ends in self.links:
                self.links[ends] = self.links[ends].model_copy(update={"protocol": protocol})

    def _label(self, verb: _Event, event: _Event) -> str:
        """Return at most four words from the verb to the preposition: "drops event"."""
        words: list[str] = []
        for index in range(verb.index, event.index):
            token = self.text.tokens[index]
            if index in self.chunks or (
                words and token.lower in INTO | OUT_OF | THROUGH | BEHIND | {"by", "with", "over", "and"}
            ):
                break
            if token.is_word and token.lower not in {"a", "an", "the", "its", "their", "them", "it"}:
                words.append(token.text)
        return " ".join(words[:4])


def _aliases(chunks: Iterable[Chunk]) -> dict[str, Chunk]:
    """Return the short names of services: "payments" for "payments service"."""
    found: dict[str, Chunk] = {}
    for chunk in chunks:
        words = chunk.name.casefold().split()
        if chunk.kind in {Kind.SERVICE, Kind.WORKER, Kind.FUNCTION} and len(words) == 2 and chunk.technology is None:
            found.setdefault(words[0], chunk)
    return found


def _bare(name: str) -> str:
    words = [
        word
        for word in name.casefold().replace("-", " ").split()
        if word not in {"the", "a", "an", "our", "existing", "legacy"}
    ]
    return " ".join(
        word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word for word in words
    )
