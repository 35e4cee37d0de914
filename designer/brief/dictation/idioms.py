"""Turns of phrase of several words that mean one thing: "up to date", "the first is", "each with its own"."""

from __future__ import annotations

from designer.brief.dictation.event import Event
from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.nouns.phrases import NominalReader
from designer.brief.dictation.places import regions
from designer.brief.dictation.relations import SCHEDULES, Frame, Relation
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import ARTICLES, COPULA, singular
from designer.brief.numbers import number_at

_PERIODS = frozenset("night day hour minute week month morning evening second weekend quarter".split())
_ORDINALS = frozenset("first second third fourth fifth last other".split())
_ORDINALS_ALONE = frozenset("one another".split())
_BEFORE_ORDINAL = frozenset({",", ";", ":", "—", "–", "-", "(", "and", "while", "whereas"})
_STATES = frozenset("low high full empty ready late down slow due done free stale short".split())
_SCREENS = frozenset("screen screens desk desks display displays".split())
_MEMBERS = frozenset(
    "consumer subscriber reader listener worker service instance queue topic part job store database".split()
)


class Idioms:
    """Looks at the words around a token for turns of phrase."""

    def __init__(self, marked: Marked) -> None:
        self._m = marked
        self._nominals = NominalReader(marked)
        self._regions = regions(marked)

    def _lower(self, index: int) -> str:
        return self._m.tokens[index].lower if index < len(self._m.tokens) else ""

    def _ordinal(self, index: int) -> Event | None:
        """Read "the first is", "one is", "the other consumer, A,": one of a group."""
        m = self._m
        opens = index == 0 or m.clauses[index - 1] != m.clauses[index] or self._lower(index - 1) in _BEFORE_ORDINAL
        place = index + (self._lower(index) == "the")
        word = self._lower(place)
        if not opens or word not in (_ORDINALS if place > index else _ORDINALS_ALONE):
            return None
        after = place + 1
        if self._lower(after) == "of" and self._lower(after + 1) in {"them", "these", "those"}:
            after += 2
        elif self._lower(after) == "one" or singular(self._lower(after)) in _MEMBERS:
            after += 1
        if after >= len(m.tokens) or m.clauses[after] != m.clauses[index]:
            return None
        follows = self._lower(after) in {"is", "are", "was"} or m.tags[after] == Tag.VERB
        names = m.tokens[after].text in {",", "("} and (place > index or word == "another")
        gapped = word == "other" and place > index and self._lower(after) in {"the", "a", "an", "our"}
        return Event("ordinal", index, after, word) if follows or names or gapped else None

    def _schedule(self, index: int, word: str) -> Event | None:
        m = self._m
        if word in SCHEDULES:
            return Event("schedule", index, index + 1, word) if m.tags[index] != Tag.HIT else None
        after = index + 1
        while self._lower(after) in {"a", "an", "per", "few", "couple", "every", "each"} and after < index + 4:
            after += 1
        if (after < len(m.tokens) and m.tags[after] == Tag.NUMBER) or self._lower(after) in {
            "five",
            "ten",
            "two",
            "other",
        }:
            after += 1
        period = self._lower(after)
        if period in _PERIODS or period.rstrip("s") in _PERIODS or period in {"h", "min", "s", "ms"}:
            after = self._clock_end(after + 1) or after + 1
            words = " ".join(m.tokens[item].text for item in range(index, after))
            return Event("schedule", index, after, words)
        if after := self._clock_end(index):
            return Event("schedule", index, after, " ".join(m.tokens[item].text for item in range(index, after)))
        return None

    def _clock_end(self, index: int) -> int:
        """Return the token after "at two", "at 02:30", or 0: a time of day, and no number of things."""
        m, after = self._m, index + 2
        if self._lower(index) != "at" or after > len(m.tokens) or number_at(m.tokens, index + 1) is None:
            return 0
        if after + 1 < len(m.tokens) and m.tokens[after].text == ":" and m.tokens[after + 1].is_number:
            return after + 2
        if self._lower(after) in {"am", "pm", "o'clock"}:
            return after + 1
        counts = after < len(m.tokens) and m.tags[after] in {Tag.NOUN, Tag.HIT, Tag.NUMBER, Tag.SYMBOL}
        return 0 if counts and m.tokens[after].text not in {",", ")"} else after

    def _around_every(self, index: int) -> Event | None:
        """Read "before every shift": when something happens."""
        nominal = self._nominals.at(index + 2)
        if nominal is None or nominal.is_explicit:
            return Event("subordinate", index, index + 1, self._lower(index))
        words = " ".join(token.text for token in self._m.tokens[index : nominal.after])
        return Event("schedule", index, nominal.after, words)

    def _is_fresh(self, index: int) -> int:
        """Return how many tokens say "up to date" at a token, or 0."""
        words = [self._lower(item) for item in range(index, index + 5)]
        if words[:3] == ["up", "to", "date"]:
            return 3
        if words == ["up", "-", "to", "-", "date"]:
            return 5
        return 1 if words[:1] == ["fresh"] else 0

    def _says_fresh(self, index: int, end: int) -> bool:
        """Tell whether "up to date" or the like follows an object: "keeps the index up to date"."""
        for other in range(index, min(end, index + 7)):
            if self._m.tags[other] in VERBAL:
                return False
            if self._is_fresh(other):
                return True
        return False

    def _is_denied(self, index: int) -> bool:
        """Tell "must not touch the database", "doesn't call it", but not "not only reads"."""
        other = index - 1
        while other > 0 and self._m.tags[other] == Tag.ADVERB and self._lower(other) not in {"only", "just"}:
            other -= 1
        if other < 0 or self._m.clauses[other] != self._m.clauses[index]:
            return False
        other -= self._lower(other) == "else" and other > 0
        return self._lower(other) in {"not", "never", "cannot", "nobody", "none", "neither"} or self._lower(
            other
        ).replace("’", "'").endswith("n't")

    def _backs_up(self, index: int, end: int) -> int:
        """Return where the "up" of "backs the registry up to B2" stands, or 0."""
        for other in range(index, min(end, index + 7)):
            if self._lower(other) == "up":
                return other
            if self._m.tags[other] in VERBAL or self._m.tokens[other].kind == "symbol":
                return 0
        return 0

    def _is_left_out(self, after: int) -> bool:
        """Tell ", lockers not.", "and the mailer does not.": what is said of the others is not so of these."""
        m = self._m
        after += self._lower(after) in {"do", "does", "did", "is", "are", "has", "have"}
        if self._lower(after) != "not" and not self._lower(after).replace("’", "'").endswith("n't"):
            return False
        ends = after + 1 >= len(m.tokens) or m.clauses[after + 1] != m.clauses[after]
        return ends or m.tokens[after + 1].text in {".", ",", ";", ")"}

    def _turn(self, index: int) -> Event | None:
        """Read turns of three words: "whatever comes out", "thanks to", "one of the", "so does", "does nothing but"."""
        m = self._m
        word, following, third = self._lower(index), self._lower(index + 1), self._lower(index + 2)
        if word == "whatever" and following in {"comes", "is", "remains"} and third in {"out", "left"}:
            return Event("everything", index, index + 3)
        plain = m.tags[index + 2 : index + 3] == (Tag.NOUN,)
        if word == "out" and following == "of" and plain and index and self._lower(index - 1) in COPULA:
            # "is out of limits"
            return Event("path", index, index + 3)
        if word == "on" and third in _SCREENS and index and self._lower(index - 1) in {"has", "have", "got"}:
            # "the master has on the screen the profile editor"
            return Event("path", index, index + 3)
        if word in {"on", "for"} and following in {"its", "their"} and third == "part":
            return Event("path", index, index + 3)
        if word == "whence":
            return Event("where", index, index + 1, "from")
        if word == "thanks" and following == "to":
            return Event("preposition", index, index + 2, "via")
        if self._is_the_two(index):
            return Event("pronoun", index, index + 2, "both")
        if word == "one" and following == "of" and (third in ARTICLES or number_at(m.tokens, index + 2) is not None):
            return Event("path", index, index + 2)
        if word == "so" and following in {"do", "does", "did", "has", "have", "is", "are"}:
            return Event("likewise", index, index + 2)
        if word in {"do", "does", "did"} and following == "nothing" and third in {"but", "else"}:
            return Event("path", index, index + 3 + (third == "else"))
        return None

    def _is_the_two(self, index: int) -> bool:
        """Tell "between the two" from "between the two services"."""
        m, after = self._m, index + 2
        if (
            self._lower(index) != "the"
            or self._lower(index + 1) != "two"
            or self._lower(index - 1 if index else 0) != "between"
        ):
            return False
        return (
            after >= len(m.tokens) or m.clauses[after] != m.clauses[index] or m.tags[after] not in {Tag.NOUN, Tag.HIT}
        )

    def _stands_alone(self, index: int) -> int:
        """Return how many words say "in front" or "at the very back" with nothing behind them, or 0."""
        if self._lower(index) not in {"in", "at", "up", "on"}:
            return 0
        after = index + 1
        if self._lower(index) == "on" and self._lower(after) != "top":
            return 0
        while self._lower(after) in {"the", "very", "far"}:
            after += 1
        if self._lower(after) not in {"front", "back", "top"} or (self._lower(after) == "back" and after == index + 1):
            return 0
        m = self._m
        ends = after + 1 >= len(m.tokens) or m.clauses[after + 1] != m.clauses[index] or (
            m.tokens[after + 1].text in {",", ";", ")", ".", "!"} or self._lower(after + 1) in {"and", "which", "for"}
        )  # fmt: skip
        return after + 1 - index if ends else 0

    def _names_language(self, index: int) -> bool:
        hit = self._m.hits[index] if index < len(self._m.hits) else None
        return hit is not None and hit.word.technology is not None and hit.word.kind.family != "data"

    def _own_follows(self, index: int) -> bool:
        """Tell "each with its own database", "all with a Redis": what each of those named before has."""
        m = self._m
        lead = m.tokens[index - 1].text if index else ""
        opens = lead in {",", "-", "–", "—", "(", ")"} or (index > 0 and m.tags[index - 1] in {Tag.NOUN, Tag.HIT})
        is_store = index + 2 < len(m.hits) and m.hits[index + 2] is not None and self._lower(index + 1) == "on"
        return opens and (is_store or self._lower(index + 2) in {"its", "their", "a", "an", "own", "one", "the"})

    def _is_acronym(self, index: int) -> bool:
        """Tell "over FIX": capitals that nothing else is known of, and that no noun follows, are a protocol."""
        m = self._m
        if index >= len(m.tokens) or m.hits[index] is not None:
            return False
        text = m.tokens[index].text
        while index + 2 < len(m.tokens) and m.tokens[index + 1].text == "-" and m.tokens[index + 2].text.isupper():
            index += 2
        alone = index + 1 >= len(m.tokens) or m.tags[index + 1] not in {Tag.NOUN, Tag.HIT}
        return text.isupper() and text.isalpha() and 2 <= len(text) <= 8 and alone

    def _is_coined(self, index: int) -> bool:
        """Tell "over SeedLink", "over Zigbee": a name that stands nowhere else in the text and is no known part."""
        m, after = self._m, index + 1
        if index >= len(m.tokens) or m.hits[index] is not None or not m.tokens[index].text[:1].isupper():
            return False
        alone = after >= len(m.tokens) or m.clauses[after] != m.clauses[index] or not m.tokens[after].is_word or (
            m.tags[after] not in {Tag.NOUN, Tag.HIT}
        )  # fmt: skip
        return alone and sum(token.lower == m.tokens[index].lower for token in m.tokens) == 1

    def _measure(self, index: int) -> Event | None:
        """Read "one computer per location": what follows only measures."""
        nominal = self._nominals.at(index + 1) if index + 1 < len(self._m.tokens) else None
        plain = nominal is not None and not nominal.is_explicit and self._m.clauses[index + 1] == self._m.clauses[index]
        return Event("path", index, nominal.after) if nominal is not None and plain else None

    def _is_path(self, index: int, start: int, end: int) -> bool:
        """Tell "/checkout" from "A / B" and "A/B"."""
        tokens = self._m.tokens
        opens = index == start or tokens[index - 1].end < tokens[index].start or tokens[index - 1].text in "(\"'`"
        return opens and index + 1 < end and tokens[index].end == tokens[index + 1].start

    def _path_end(self, index: int, end: int) -> int:
        tokens = self._m.tokens
        after = index + 1
        while (
            after < end and tokens[after].start == tokens[after - 1].end and tokens[after].text not in {",", ")", ";"}
        ):
            after += 1
        return after

    def _shares_out(self, index: int) -> bool:
        """Tell "distributes them between A and B" from "stands between A and B"."""
        words = [token.lower for token in self._m.tokens[max(0, index - 5) : index]]
        return any(word.rstrip("s") in {"distribute", "balance", "split", "spread", "share", "route"} for word in words)

    def _is_state(self, index: int, end: int) -> bool:
        """Tell "when stock is low linen-api puts": how something is, and then somebody does something."""
        m, after = self._m, index + 2
        if after >= end or m.tokens[index + 1].lower not in _STATES:
            return False
        opens = m.tags[after] in {Tag.NOUN, Tag.HIT} or m.tokens[after].lower in ARTICLES
        return opens and any(m.tags[item] in VERBAL for item in range(after + 1, end))

    def _have(self, index: int, end: int) -> Event | None:
        if index in self._m.negated:
            return Event("refused", index, index + 1)
        follows = self._lower(index + 1)
        if index + 1 < end and (self._m.tags[index + 1] in VERBAL or follows in {"to", "been"}):
            return None
        return Event("verb", index, index + 1, self._lower(index), relation=Relation(Frame.HAVE), tag=Tag.VERB)
