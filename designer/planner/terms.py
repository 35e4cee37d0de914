"""What a text is about in its own words: the things that somebody records, books or reviews, for any domain.

Just enough grammar, from left to right: a run of content words is a noun phrase, its last word the thing; a verb of
everyday work between two of them says who does what with it. No dictionary of nouns is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText, stem
from designer.brief.vocabulary import FUNCTION_WORDS
from designer.planner.nouns import (
    ABOUT,
    ADJECTIVES,
    DOING,
    NOT_THINGS,
    PARTICIPLES,
    WORK,
    WORK_STEMS,
    singular,
)
from designer.planner.people import ACTORS, ORGANISATIONS, is_agent

_MOST_WORDS = 3
_MOST_CHARACTERS = 40
_MOST_TERMS = 60
_DETERMINERS = frozenset(
    "a an the our their its his her your my this that these those each every another both all some any no several many "
    "one two three four five six seven eight nine ten hundreds thousands millions own".split()
)
_BREAKS = (
    FUNCTION_WORDS | _DETERMINERS
    | frozenset("whose whom us them him me himself themselves itself there here etc e.g i.e via onto upon among like unlike "
                "given such towards toward behind beside besides near inside outside whether unless although though "
                "however therefore per versus vs please everybody everyone somebody someone anybody anyone nobody "
                "everything something anything nothing others back away together".split())
)  # fmt: skip
_PERSONAL = frozenset("we they you i he she it who which that".split())
_MODALS = frozenset("can could will would shall should must may might to cannot".split())
_PREPOSITIONS = frozenset("of per about by from in at within on into to for with between during after before".split())
_COPULA = frozenset("is are was were be been being".split())


class Phrase(NamedTuple):
    """A noun phrase: its words without articles, and the half-open ranges of tokens and characters."""

    words: tuple[str, ...]
    start: int
    end: int
    span: tuple[int, int]

    @property
    def head(self) -> str:
        """The noun that tells what it is."""
        return self.words[-1]


@dataclass
class Term:
    """A thing that the text speaks of: what it is called, where, who deals with it, and what it belongs to."""

    name: str
    weight: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    doings: list[str] = field(default_factory=list)


class Actor(NamedTuple):
    """Somebody who does something in the text."""

    word: str
    verb: str
    span: tuple[int, int]


class Terms:
    """The things and actors of a text, found once, in time linear in its length."""

    def __init__(self, text: StemmedText, closed: Collection[int] = frozenset()) -> None:
        """Read a text; `closed` are the indices of tokens that belong to products and kinds of parts."""
        self._text = text
        self._tokens: Sequence[Token] = text.tokens
        self._closed = closed
        self._terms: dict[str, Term] = {}
        self.actors: list[Actor] = []
        self.phrases: list[Phrase] = []
        self._read()

    def ranked(self) -> list[Term]:
        """Return the things that deserve a part of their own, the most spoken of first."""
        found = [term for term in self._terms.values() if term.weight > 1]
        return sorted(found, key=lambda term: (-term.weight, term.places[0]))[:_MOST_TERMS]

    def at(self, span: tuple[int, int]) -> Term | None:
        """Return the thing whose words overlap a span."""
        return next(
            (
                term
                for term in self._terms.values()
                if any(start < span[1] and span[0] < end for start, end in term.places)
            ),
            None,
        )

    def _read(self) -> None:
        subject: Phrase | None = None
        verb: int | None = None
        last: Phrase | None = None
        anchor: Phrase | None = None
        clause = -1
        index = 0
        has_verb = False
        while index < len(self._tokens):
            token = self._tokens[index]
            if self._text.clauses[index] != clause:
                clause, has_verb = self._text.clauses[index], False
                subject, verb, last, anchor = None, None, None, None
            if self._is_verb(index, last, has_verb=has_verb):
                if last is not None and (self._is_next_subject(last) or not self._is_object(last, verb)):
                    subject = last
                    self._note_subject(subject, index)
                verb, has_verb, last = index, True, None
                index += 1
                continue
            phrase = self._phrase(index)
            if phrase is None:
                if token.lower in _COPULA and anchor is not None and (done := self._passive(index)):
                    self._add(anchor, 3, None, f"{done}")
                    has_verb = True
                elif token.text in {":", ";", "("} or token.lower in {"when", "while", "if", "because", "so", "where"}:
                    verb, subject = None, subject if token.text == "(" else None
                    has_verb = token.text != ":" and has_verb
                index += 1
                continue
            index = phrase.end
            self.phrases.append(phrase)
            self._take(phrase, subject, verb, last)
            last = phrase
            if self._lead(phrase.start) not in _PREPOSITIONS:
                anchor = phrase

    def _take(self, phrase: Phrase, subject: Phrase | None, verb: int | None, last: Phrase | None) -> None:
        if self._is_next_subject(phrase):
            return
        before = self._lower(phrase.start - 1)
        lead = self._lead(phrase.start)
        if phrase.head in ABOUT and len(phrase.words) > 1:
            # "vaccine management", "beehive monitoring": what comes before is what it is about.
            start = self._tokens[phrase.start]
            inner = Phrase(
                phrase.words[:-1], phrase.start, phrase.end - 1, (start.start, self._tokens[phrase.end - 2].end)
            )
            self._add(inner, 3)
        elif verb is not None and lead not in {
            "of",
            "per",
            "about",
            "by",
            "from",
            "in",
            "at",
            "within",
            "on",
            "into",
            "to",
        }:
            is_direct = self._is_object(phrase, verb)
            self._add(phrase, 3 if is_direct else 1, subject, self._doing(verb, phrase) if is_direct else "")
        elif before in {"of", "for"} or lead in {"of", "for"}:
            self._add(phrase, 1)
            if last is not None and (term := self._terms.get(self._key(last))) is not None:
                term.about.append(_shown(phrase))
        else:
            self._add(phrase, 1)

    def _is_next_subject(self, phrase: Phrase) -> bool:
        """Tell whether a new thought starts: "..., mechanics record inspections"."""
        opens = self._lead(phrase.start) in {",", "and", "", ";", ":", "while", "when", "if", "where"}
        return opens and self._is_verb(phrase.end, phrase, has_verb=False)

    def _note_subject(self, phrase: Phrase, verb: int) -> None:
        head = phrase.head
        if head in ACTORS or head in ORGANISATIONS or is_agent(head):
            token = self._tokens[phrase.end - 1]
            self.actors.append(Actor(head, self._lower(verb), (token.start, token.end)))
        elif singular(head) != head or self._lower(phrase.start - 1) in {"each", "every"}:
            self._add(phrase, 2)

    def _add(self, phrase: Phrase, weight: int, subject: Phrase | None = None, doing: str = "") -> None:
        if not _is_thing(phrase) or not self._text.negated.isdisjoint(range(phrase.start, phrase.end)):
            return
        term = self._terms.setdefault(self._key(phrase), Term(_shown(phrase)))
        if phrase.span not in term.places:
            term.places.append(phrase.span)
        term.weight += weight
        if len(_shown(phrase)) > len(term.name):
            term.name = _shown(phrase)
        if subject is not None and subject.head in ACTORS | ORGANISATIONS:
            term.actors.append(singular(subject.head))
        if doing and doing not in term.doings:
            term.doings.append(doing)

    def _key(self, phrase: Phrase) -> str:
        return stem(phrase.head)

    def _doing(self, verb: int, phrase: Phrase) -> str:
        words = [self._lower(verb), *phrase.words]
        return " ".join(words)[:_MOST_CHARACTERS]

    def _is_object(self, phrase: Phrase, verb: int | None) -> bool:
        """Tell whether nothing but articles, numbers and adjectives, or a list, stands between a verb and a phrase."""
        if verb is None or phrase.start <= verb:
            return False
        between = range(verb + 1, phrase.start)
        if self._lower(verb + 1) == ",":
            return False
        return (
            all(
                self._lower(index)
                in _DETERMINERS | {",", "and", "or", "out", "up", "in", "off", "more", "their", "online"}
                or self._tokens[index].is_number
                or self._lower(index) in ADJECTIVES
                or self._is_nominal(index)
                for index in between
            )
            and len(between) <= 12
        )

    def _is_nominal(self, index: int) -> bool:
        token = self._tokens[index]
        return token.is_word and token.lower not in _BREAKS

    def _is_verb(self, index: int, last: Phrase | None, *, has_verb: bool) -> bool:
        token = self._tokens[index]
        word = token.lower
        if not token.is_word or index in self._closed or word in _BREAKS:
            return False
        if word.endswith("ing"):
            if self._lower(index - 1) == "for" and self._lower(index - 2) in WORK:
                return False
            return stem(word) in WORK_STEMS and self._lower(index - 1) in {
                "for",
                "to",
                "of",
                "by",
                "start",
                "when",
                "while",
            }
        if word not in WORK or word.endswith("ed") or word in PARTICIPLES:
            return False
        before, after = self._lower(index - 1), self._lower(index + 1)
        if after in _COPULA | {"of", ""} or (after in {".", ";", ":"} and word not in DOING):
            return False
        if before in _MODALS | _PERSONAL:
            return True
        opens = after in _DETERMINERS or after in {"in", "to", "on", "for", "with", "at", "up", "out", "when", "what"}
        if before in {"and", "or", ",", "then"}:
            return (has_verb and not word.endswith("s") and (opens or self._is_nominal(index + 1))) or (
                word.endswith("s") and after in _DETERMINERS
            )
        if last is None or last.end != index:
            return False
        head = last.head
        if word.endswith("s") and not word.endswith("ss"):
            return singular(head) == head and (opens or self._is_nominal(index + 1))
        plural = singular(head) != head or head in {"people", "staff", "children", "police"}
        return plural and (word in DOING or opens or self._is_nominal(index + 1))

    def _passive(self, index: int) -> str:
        """Return the participle behind "are" or "must be", or nothing."""
        for other in range(index + 1, min(index + 4, len(self._tokens))):
            word = self._lower(other)
            if self._text.clauses[other] != self._text.clauses[index]:
                return ""
            if (word.endswith("ed") and stem(word) in WORK_STEMS) or word in PARTICIPLES:
                return word
            if word not in _COPULA | {"not", "then", "also", "always", "never"} and not word.endswith("ly"):
                return ""
        return ""

    def _phrase(self, index: int) -> Phrase | None:
        """Return the noun phrase that starts at a token, or None."""
        words: list[str] = []
        start = end = index
        for other in range(index, len(self._tokens)):
            token = self._tokens[other]
            if self._text.clauses[other] != self._text.clauses[index] or not self._is_part(other, words):
                break
            if words and self._would_be_verb(other, words, start):
                break
            words.append(token.lower)
            end = other + 1
        if not words:
            return None
        kept = words[-_MOST_WORDS:]
        while len(kept) > 1 and _is_adjective(kept[0]):
            kept = kept[1:]
        start = end - len(kept)
        return Phrase(tuple(kept), start, end, (self._tokens[start].start, self._tokens[end - 1].end))

    def _is_part(self, index: int, words: Sequence[str]) -> bool:
        token = self._tokens[index]
        return (
            token.is_word
            and index not in self._closed
            and token.lower not in _BREAKS
            and (token.text.isascii() or token.text.isalpha())
            and not token.lower.endswith("ly")
            and not (token.lower in PARTICIPLES and not words)
        )

    def _would_be_verb(self, index: int, words: Sequence[str], start: int) -> bool:
        last = Phrase(tuple(words), start, index, (0, 0))
        return self._is_verb(index, last, has_verb=False)

    def _lower(self, index: int) -> str:
        return self._tokens[index].lower if 0 <= index < len(self._tokens) else ""

    def _lead(self, index: int) -> str:
        """Return the word before the articles, numbers and adjectives in front of a phrase."""
        other = index - 1
        while other >= 0 and (
            self._lower(other) in _DETERMINERS or self._lower(other) in ADJECTIVES or self._tokens[other].is_number
        ):
            other -= 1
        return self._lower(other)


def _is_adjective(word: str) -> bool:
    return word in ADJECTIVES or word.endswith(("able", "ible", "ous", "ful", "less", "ed", "est"))


def _is_thing(phrase: Phrase) -> bool:
    head = phrase.head
    return (
        len(head) > 2
        and head not in NOT_THINGS
        and singular(head) not in NOT_THINGS
        and head not in ACTORS
        and head not in ORGANISATIONS
        and not is_agent(head)
        and not _is_adjective(head)
        and not (head.endswith("ing") and len(phrase.words) == 1)
        and singular(head) not in _VERBS_ONLY
    )


_VERBS_ONLY = WORK - frozenset(
    "record report order request review plan design test sample draft file claim loan transfer trade match note bill "
    "check exchange stock visit vote call quote offer lease rent deposit pledge grant schedule survey inspection "
    "shift import export issue register repair audit budget forecast permit licence license booking".split()
)


def _shown(phrase: Phrase) -> str:
    words = [word.removesuffix("'s").removesuffix("’s") for word in phrase.words[-2:]]
    if len(words) > 1 and (words[0] in NOT_MODIFIERS or words[0] in ACTORS):
        words = words[1:]
    return " ".join([*words[:-1], singular(words[-1])])[:_MOST_CHARACTERS]


NOT_MODIFIERS = NOT_THINGS | ORGANISATIONS


def tokens_at(text: StemmedText, spans: Iterator[tuple[int, int]]) -> frozenset[int]:
    """Return the indices of the tokens that stand inside some spans."""
    starts = {token.start: index for index, token in enumerate(text.tokens)}
    found: set[int] = set()
    for start, end in spans:
        index = starts.get(start)
        while index is not None and index < len(text.tokens) and text.tokens[index].start < end:
            found.add(index)
            index += 1
    return frozenset(found)
