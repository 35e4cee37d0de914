"""Reads drawings in text: "web -> api -> Postgres", "A, B --> C: label", pasted Mermaid."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.clauses import Arrow, arrows_in
from designer.brief.dictation.event import Event
from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.model import Link
from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.nouns.phrases import NominalReader
from designer.brief.dictation.relations import FILE_SERVERS, NOT_WAITING, PROTOCOLS, SCHEDULES, WAITING
from designer.model.kinds import Kind

_SEPARATORS = frozenset({",", "&", "+", ";"})
_OPENERS = {"[": "]", "(": ")", "{": "}"}
_CUTS = frozenset("for with to from via over by when which that as where who if because so using".split())
_ADVERBIAL = frozenset("on at after upon during in".split())
_MOST_WORDS = 7
_IN_TIME = NOT_WAITING | WAITING | {"sync"}
_REMARKS = (
    _IN_TIME
    | SCHEDULES
    | frozenset("must may should shall can cannot never not no only is are without because since once".split())
)
"""Words that begin what is said of an arrow, and no part."""
_REMARKS_WITHOUT_PART = _ADVERBIAL | frozenset("every each per so if when encrypted optional read reads".split())
_MARKS = frozenset("[](){}\"'`*|_“”«»/<>")


class ArrowReader:
    """Reads clauses with arrows; every word between two arrows names a part."""

    def __init__(self, marked: Marked, memory: Memory, book: LinkBook) -> None:
        self._m = marked
        self._memory = memory
        self._book = book
        self._nominals = NominalReader(marked)
        self._aliases: dict[str, int] = {}

    def clause(self, start: int, end: int) -> None:
        """Read a clause of tokens `start` to `end` that holds an arrow."""
        arrows = arrows_in(self._m.tokens, start, end)
        if arrows[0].first == start:
            # A legend: "→ is a synchronous call".
            return
        arrows = self._merge_labels(arrows, boxed=self._is_boxed(start, arrows[0].first))
        left: list[int] = []
        floor = start
        separate = self._are_statements(arrows, start, end)
        for number, arrow in enumerate(arrows):
            if number == 0:
                left = self.nodes(self._head_start(floor, arrow.first), arrow.first)
            stop = arrows[number + 1].first if number + 1 < len(arrows) else end
            right, label, floor = self._right(arrow, stop)
            is_last = number + 1 == len(arrows)
            goes_on = not is_last and (separate or self._restarts(arrow.after, arrows[number + 1].first))
            for one in left:
                for two in right[:-1] if goes_on and len(right) > 1 else right:
                    self._link(*((two, one) if arrow.backwards else (one, two)), arrow, label)
            left = self._starts_again(number, arrows, left) or (right[-1:] if goes_on else right)

    def _starts_again(self, number: int, arrows: Sequence[Arrow], left: list[int]) -> list[int]:
        """Return the A of "A -> B for orders, -> C for history", where nothing stands between comma and arrow."""
        following = arrows[number + 1].first if number + 1 < len(arrows) else 0
        again = following and self._m.tokens[following - 1].text in {",", ";", "&", "+"} | {"and"}
        return left if again else []

    def pair(self, ends: tuple[Event, Event], after: int) -> None:
        """Link the two parts that an item without a verb names: "scanner to controller: tag number"."""
        one, two = ends
        for source in self.nodes(one.index, one.after):
            for target in self.nodes(two.index, two.after):
                self._link(source, target, Arrow(one.after, two.index, backwards=False), self._words(two.after, after))

    def _are_statements(self, arrows: Sequence[Arrow], start: int, end: int) -> bool:
        """Tell "A -> B, C -> D, E -> F", where a comma stands between any two arrows, from "A -> B, C"."""
        tokens = self._m.tokens
        bounds = [start, *(arrow.after for arrow in arrows)]
        stops = [*(arrow.first for arrow in arrows), end]
        commas = [
            sum(1 for index in range(one, two) if tokens[index].text == ",")
            for one, two in zip(bounds, stops, strict=True)
        ]
        return len(arrows) > 1 and commas[0] == 0 == commas[-1] and all(count == 1 for count in commas[1:-1])

    def _restarts(self, first: int, after: int) -> bool:
        """Tell "A -> B, A -> C": what stands before the next arrow was the start of an arrow before."""
        tokens = self._m.tokens
        comma = max((index for index in range(first, after) if tokens[index].lower in {",", "and"}), default=-1)
        if comma < 0:
            return False
        nominal = self._nominal(comma + 1, after)
        known = self._memory.find(nominal) if nominal is not None else None
        return known is not None and any(known == source for source, _ in self._book.links)

    def _is_boxed(self, start: int, end: int) -> bool:
        """Tell whether the first node stands in brackets, as all nodes of such a drawing do."""
        tokens = self._m.tokens
        return start < end and tokens[start].text in _OPENERS and tokens[end - 1].text in _OPENERS.values()

    def _merge_labels(self, arrows: Sequence[Arrow], *, boxed: bool) -> list[Arrow]:
        """Read "-> (MQTT) ->" as one arrow with a label."""
        found: list[Arrow] = []
        for arrow in arrows:
            if found and found[-1].after + 1 == arrow.first and self._names_protocol(found[-1].after):
                last = found[-1]
                found[-1] = last._replace(after=arrow.after, label_first=last.after, label_after=arrow.first)
            elif (
                found and found[-1].after < arrow.first and self._is_bracket(found[-1].after, arrow.first, boxed=boxed)
            ):
                last = found[-1]
                found[-1] = last._replace(after=arrow.after, label_first=last.after + 1, label_after=arrow.first - 1)
            else:
                found.append(arrow)
        return found

    def _names_protocol(self, index: int) -> bool:
        """Tell "-> REST ->" from a queue or file server between two arrows."""
        word = self._m.tokens[index].lower
        return word in PROTOCOLS and self._m.hits[index] is None and word not in FILE_SERVERS | {"webhook", "webhooks"}

    def _is_bracket(self, first: int, after: int, *, boxed: bool) -> bool:
        """Tell "-> (orders) ->", a label, from the box in "[web] -> [api] -> [store]"."""
        tokens = self._m.tokens
        encloses = tokens[first].text in {"(", "["} and tokens[after - 1].text in {")", "]"} and after - first <= 6
        return encloses and (not boxed or tokens[first + 1].lower in PROTOCOLS)

    def _head_start(self, first: int, after: int) -> int:
        """Return where the first node starts: behind a bullet, a number, or the last colon."""
        tokens = self._m.tokens
        start = first
        for index in range(first, after):
            if tokens[index].text == ":":
                start = index + 1
        if tokens[start].lower in _ADVERBIAL and tokens[start + 2 : start + 3] and tokens[start + 2].text == ",":
            start += 3
        while start < after and (tokens[start].text in {"-", "*", "•", "–", "+", ")", "."} or tokens[start].is_number):
            start += 1
        return start

    def _right(self, arrow: Arrow, stop: int) -> tuple[list[int], str, int]:
        """Return the parts right of an arrow, its label, and where they end."""
        tokens = self._m.tokens
        colon = next((index for index in range(arrow.after, stop) if tokens[index].text == ":"), stop)
        label = self._words(arrow.label_first, arrow.label_after) or self._words(colon + 1, stop)
        label = label or next((word for word in self._words(arrow.after, stop).split() if word.lower() in _IN_TIME), "")
        return self.nodes(arrow.after, min(colon, stop)), label, stop

    def _words(self, first: int, after: int) -> str:
        tokens = self._m.tokens
        return " ".join(tokens[index].text for index in range(first, after) if tokens[index].kind != "symbol")[:60]

    def nodes(self, first: int, after: int) -> list[int]:
        """Return the parts that stand between two arrows, separated by commas."""
        tokens = self._m.tokens
        found: list[int] = []
        start, depth = first, 0
        for index in range(first, after + 1):
            if start == index < after and tokens[index].text == "{" and depth == 0:
                continue
            if index < after and tokens[index].text in _OPENERS:
                depth += 1
            elif index < after and tokens[index].text in _OPENERS.values():
                depth -= 1
            is_end = index == after or (
                depth <= 0
                and (tokens[index].text in _SEPARATORS or tokens[index].lower == "and" or self._is_spaced_slash(index))
            )
            if is_end:
                key = self._node(start, index) if not found or not self._is_remark(start, index) else None
                if key is not None and key not in found:
                    found.append(key)
                start = index + 1
        self._memory.mention(found, first)
        return found

    def _is_remark(self, first: int, after: int) -> bool:
        """Tell the "sync, must not be queued" behind the part that an arrow leads to from one more part."""
        tokens = self._m.tokens
        if first >= after or not tokens[first].is_word:
            return False
        word = tokens[first].lower
        is_part = any(self._m.hits[index] is not None for index in range(first, after))
        return word in _REMARKS or (word in _REMARKS_WITHOUT_PART and not is_part)

    def _is_spaced_slash(self, index: int) -> bool:
        """Tell "SendGrid / Twilio" from "TCP/IP"."""
        tokens = self._m.tokens
        if tokens[index].text != "/" or not 0 < index < len(tokens) - 1:
            return False
        return tokens[index - 1].end < tokens[index].start and tokens[index].end < tokens[index + 1].start

    def _node(self, first: int, after: int) -> int | None:
        """Return the part that a run of tokens names: "client[Web client]", "API (Go)", `Lambda "restock"`."""
        tokens = self._m.tokens
        while first < after and (
            tokens[first].kind == "symbol"
            or (first + 1 < after and len(tokens[first].text) == 1 and tokens[first + 1].text == ")")
        ):
            first += 1
        while after > first and (tokens[after - 1].text in {".", "!", "?", "`"} or self._is_loose(first, after)):
            after -= 1
        if first >= after:
            return None
        after = next((index for index in range(first + 1, after) if tokens[index].lower in _CUTS), after)
        opener = next((index for index in range(first, after) if tokens[index].text in _OPENERS), after)
        glued = first < opener < after and tokens[opener - 1].end == tokens[opener].start
        if glued and opener == first + 1:
            return self._with_id(first, opener, after)
        known = self._aliases.get(tokens[first].lower) if opener == first + 1 else None
        if known is not None:
            return known
        nominal = self._nominal(first, opener)
        if nominal is None or any(item in self._m.negated for item in range(nominal.first, min(nominal.after, after))):
            return None
        if nominal.after <= opener < after:
            nominal = self._nominals.bracketed(nominal._replace(after=opener))
        return self._keep(nominal)

    def _is_loose(self, first: int, after: int) -> bool:
        """Tell a bracket that closes what was opened before the node."""
        tokens = self._m.tokens
        openers = {closer: opener for opener, closer in _OPENERS.items()}
        opener = openers.get(tokens[after - 1].text)
        return opener is not None and all(tokens[index].text != opener for index in range(first, after))

    def _with_id(self, first: int, opener: int, after: int) -> int | None:
        """Read the node of a pasted diagram: an id, and its label in brackets."""
        tokens = self._m.tokens
        start, end = opener, after
        while start < end and tokens[start].text in _MARKS:
            start += 1
        while end > start and tokens[end - 1].text in _MARKS:
            end -= 1
        nominal = self._nominal(start, end) if start < end else None
        key = self._keep(nominal) if nominal is not None else None
        if key is not None:
            self._aliases[tokens[first].lower] = key
        return key

    def _nominal(self, first: int, after: int) -> Nominal | None:
        """Return a whole run as one phrase; a long one is prose, of which the last phrase counts."""
        tokens = self._m.tokens
        count = sum(1 for index in range(first, after) if tokens[index].is_word)
        if count > _MOST_WORDS:
            last = None
            index = first
            while index < after:
                nominal = self._nominals.at(index)
                if nominal is not None and nominal.after <= after:
                    last = nominal
                    index = nominal.after
                else:
                    index += 1
            return last
        while first < after - 1 and tokens[first].lower in {"the", "a", "an", "our"}:
            first += 1
        return self._nominals.whole(first, after)

    def _keep(self, nominal: Nominal) -> int | None:
        """Return the part of a node; one that only marks are left of is none."""
        if nominal.technology is None and not any(letter.isalnum() for letter in nominal.name):
            return None
        key = self._memory.find(nominal)
        if key is None:
            return self._memory.add(nominal._replace(is_payload=False, is_strong=True))
        self._memory.learn(key, nominal)
        return key

    def _link(self, source: int, target: int, arrow: Arrow, label: str) -> None:
        if source == target:
            return
        tokens = self._m.tokens
        parts = self._memory.parts
        spans = (parts[source].span, parts[target].span, (tokens[arrow.first].start, tokens[arrow.after - 1].end))
        protocol = PROTOCOLS.get(label.lower().split()[0], "") if label else ""
        copies = {parts[source].kind, parts[target].kind} <= {
            Kind.RELATIONAL_DB,
            Kind.DOCUMENT_DB,
        } and "repl" in label.lower()
        self._book.add(
            Link(
                source=source, target=target, label="" if protocol and len(label.split()) == 1 else label,
                manner="copy" if copies else "unknown", span=spans[2], protocol=protocol,
                waits=False if "async" in label.lower() else True if label.lower() in WAITING | {"sync"} else None,
            )
        )  # fmt: skip
