"""The name of a part: the words of the text, without the small ones before them."""

from __future__ import annotations

from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import (
    ABSORBED,
    ABSTRACT,
    NOT_IN_NAME,
    PAYLOAD,
    REPLICAS,
    singular,
)
from designer.model.kinds import Kind
from designer.model.technology import Technology

QUOTES = frozenset("\"'`“”„‘’*_«»")
INITIALS = {"FE": Kind.WEB_CLIENT, "BE": Kind.SERVICE}
_SAID_KINDS = frozenset("cdn gateway bot monolith job app service backend worker api server site".split())
_MOST_WORDS = 6


_NAMES_FIRST = frozenset("archive account layer rule workflow subject channel log copy set file".split())
_LONG_NAME = 6
_ALIKE = 4
_VENDORS = frozenset("aws amazon azure google gcp apache microsoft ms ibm oracle cloud cluster db database sql".split())


def bare_words(name: str) -> frozenset[str]:
    """Return the words of a product's name, in lower case."""
    return frozenset(name.casefold().replace("-", " ").replace("/", " ").split())


def _is_like(word: str, known: frozenset[str]) -> bool:
    """Tell "postgres" beside "postgresql", "mongo" beside "mongodb"."""
    return any(word[:_ALIKE] == other[:_ALIKE] or word in other for other in known)


_TIED = frozenset("single now next one two three".split())


class Naming:
    """Takes names out of a marked text."""

    def __init__(self, marked: Marked) -> None:
        self._m = marked

    def _lead(self, first: int) -> list[str]:
        """Return up to four words before a run, in lower case."""
        m = self._m
        if first > 2 and m.tokens[first - 1].lower == "house" and m.tokens[first - 2].text == "-":
            first -= 3
        start = first
        while (
            start
            and first - start < 4
            and m.clauses[start - 1] == m.clauses[first]
            and m.tokens[start - 1].kind != "symbol"
        ):
            start -= 1
        lead = [m.tokens[item].lower for item in range(start, first)]
        while lead and m.tags[first - len(lead)] in VERBAL:
            lead.pop(0)
        return lead

    def _named_so(self, base: Nominal, place: int) -> str:
        """Return the name of its own in "the service Falcon", "our tool Falcon", or nothing."""
        m = self._m
        last = m.tokens[base.after - 1]
        is_name = last.text[:1].isupper() and not last.text.isupper() and last.is_word
        if not is_name or place != base.after - 2 or not m.tokens[place].text.islower():
            return ""
        return "" if singular(last.lower) in ABSTRACT | PAYLOAD else last.text

    def _is_name(self, base: Nominal) -> bool:
        """Tell "Order" in "routes to Offer and Order": one capital word within a clause, no plural."""
        m = self._m
        is_tied = base.after - base.first == 3 and m.tokens[base.first + 1].text == "-"
        if is_tied and m.tokens[base.first].text[:1].isupper() and m.tokens[base.after - 1].text.islower():
            return m.tokens[base.first + 1].start == m.tokens[base.first].end
        if base.after - base.first != 1 or base.first == 0 or m.clauses[base.first - 1] != m.clauses[base.first]:
            return False
        text, before = m.tokens[base.first].text, m.tokens[base.first - 1]
        is_capital = text[:1].isupper() and text[1:].islower() and singular(text) == text
        is_within = before.text == "," or (before.is_word and before.text.islower())
        return is_capital and is_within and singular(text.lower()) in PAYLOAD

    def _ties_on(self, index: int) -> bool:
        """Tell the "single" of "single-page app", the "now" of "now-playing service"."""
        m = self._m
        if index + 1 >= len(m.tokens) or not m.tokens[index].is_word or m.tokens[index + 1].text != "-":
            return False
        return m.tokens[index].lower in _TIED and m.tokens[index].end == m.tokens[index + 1].start

    def _words(self, first: int, after: int) -> str:
        """Return the words of a name as the text has them, without small words before them and marks around them."""
        m = self._m
        start = first
        while (
            start < after - 1
            and m.hits[start] is None
            and m.tokens[start].text not in INITIALS
            and not self._ties_on(start)
            and (
                (m.tokens[start].lower in NOT_IN_NAME and not self._is_modifier(start))
                or m.tags[start] in {Tag.NUMBER, Tag.SYMBOL}
                or m.tokens[start].text in QUOTES
                or (m.tokens[start].lower == "x" and start > 0 and m.tokens[start - 1].is_number)
            )
        ):
            start += 1
        end = after
        while end > start + 1 and m.tokens[end - 1].text in QUOTES:
            end -= 1
        if end - start > 2 * _MOST_WORDS:
            start = end - _MOST_WORDS
        written = m.text[m.tokens[start].start : m.tokens[end - 1].end]
        name = " ".join(written.translate({ord(mark): None for mark in '"`*“”„«»'}).split())[:80]
        return name[:1].upper() + name[1:]

    def _is_modifier(self, index: int) -> bool:
        """Tell the "pool" of "the pool console" from the one of "a pool of workers", "two pool workers"."""
        m = self._m
        lead = m.tokens[index - 1].lower if index else ""
        is_one = m.tokens[index].lower in {"pool", "pair"} and lead in {"the", "our"} and index + 1 < len(m.tags)
        return (
            is_one
            and m.tags[index + 1] == Tag.NOUN
            and singular(m.tokens[index + 1].lower) == m.tokens[index + 1].lower
        )

    def _name(
        self,
        base: Nominal,
        technology: Technology | None,
        places: list[int],
        *,
        has_kind: bool,
        quoted_from: int | None,
    ) -> str:
        m = self._m
        if quoted_from is not None:
            return self._words(quoted_from, base.after)
        inside = [item for item in range(base.first, base.after) if m.tokens[item].is_word and m.hits[item] is None]
        extra = [
            m.tokens[item].lower
            for item in inside
            if m.tokens[item].lower not in NOT_IN_NAME | ABSORBED - {"primary", "leader"} - REPLICAS
            or (m.tokens[item].lower in _NAMES_FIRST and item < places[0])
        ]
        if technology is not None and not has_kind and not extra and not self._says_kind(base, technology):
            return self._as_said(base, technology) if self._says_more(base, technology) else technology.name
        return self._words(base.first, base.after)

    def _as_said(self, base: Nominal, technology: Technology) -> str:
        """Return a product's name in the words of the text, spelt as the catalog spells them."""
        said = self._words(base.first, base.after)
        return next((alias for alias in technology.aliases if alias.casefold() == said.casefold()), said)

    def _says_more(self, base: Nominal, technology: Technology) -> bool:
        """Tell "Twilio Flex", "SAP ECC" and "Galera", whose words the product's name lacks, from "Postgres" and "S3"."""
        m = self._m
        words = [
            m.tokens[item].lower
            for item in range(base.first, base.after)
            if m.hits[item] is not None and m.tokens[item].is_word
        ]
        known = bare_words(technology.name)
        if technology.kinds[0] == Kind.EXTERNAL_SYSTEM and self._is_own_name(base, technology, known):
            return True
        own = [
            word
            for word in words
            if word not in known and not _is_like(word, known) and word not in ABSORBED | _VENDORS
        ]
        initials = "".join(word[0] for word in technology.name.casefold().split() if word)
        return bool(own) and (len(words) > 1 or len(words[0]) >= _LONG_NAME or words[0] in {initials, initials[1:]})

    def _is_own_name(self, base: Nominal, technology: Technology, known: frozenset[str]) -> bool:
        """Tell "OpenWeather", as a vendor calls itself too, from "SES", a word of the product's whole name."""
        said = self._words(base.first, base.after).casefold()
        return said in {alias.casefold() for alias in technology.aliases} and not bare_words(said) <= known

    def _says_kind(self, base: Nominal, technology: Technology) -> bool:
        """Tell "the Rails monolith", "a cron job", whose alias says more than the product's name."""
        last = self._m.tokens[base.after - 1].lower
        return base.after - base.first > 1 and last in _SAID_KINDS and last not in technology.name.casefold()
