"""What a text is about in its own words: the things that somebody records, books or reviews, for any domain.

Just enough grammar, from left to right: a run of content words is a noun phrase, its last word the thing; a verb of
everyday work between two of them says who does what with it. No dictionary of nouns is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from designer.brief.english import cannot_be_noun, is_only_verb
from designer.brief.lexer import Token
from designer.brief.people import ACTORS, ORGANISATIONS, SOMETIMES, is_agent
from designer.brief.phrases import StemmedText, stem
from designer.brief.vocabulary import FUNCTION_WORDS
from designer.planner.nouns import (
    ABOUT,
    ADJECTIVES,
    COURTESY,
    CRAFT,
    DOING,
    HUMAN,
    MACHINE,
    MACHINES,
    NOT_THINGS,
    PARTICIPLES,
    PARTITIVES,
    STATE,
    WORK,
    WORK_STEMS,
    infinitive,
    singular,
)

_MOST_WORDS = 3
_MOST_CHARACTERS = 40
_MOST_TERMS = 60
_MOST_PLACES = 50
_FAR = 12
_DIRECT = 3
"""What a thing weighs that somebody does something with; one that is only named weighs one."""
_DETERMINERS = frozenset(
    "a an the our their its his her your my this that these those each every another both all some any no several many "
    "one two three four five six seven eight nine ten hundreds thousands millions own".split()
)
_BREAKS = (
    FUNCTION_WORDS | _DETERMINERS
    | frozenset("whose whom us them him me himself themselves itself there here etc e.g i.e via onto upon among like unlike "
                "given such towards toward behind beside besides near inside outside whether unless although though "
                "however therefore per versus vs please everybody everyone somebody someone anybody anyone nobody "
                "everything something anything nothing others back down away together how why what whatever whichever "
                "shall will would should must may might can could cannot always never ever forever often altogether perhaps maybe "
                "already sometimes again soon still yet too also instead else afterwards anyway everywhere".split())
)  # fmt: skip
_PERSONAL = frozenset("we they you i he she it who which that".split())
_MODALS = frozenset("can could will would shall should must may might to cannot".split())
_PREPOSITIONS = frozenset("of per about by from in at within on into to for with between during after before".split())
_ATTACHED = frozenset("in of at from on with for".split())
_PASSED = _ATTACHED | _DETERMINERS | ADJECTIVES
_CONTRACTED = ("n't", "n’t", "'d", "’d", "'re", "’re", "'ll", "’ll", "'ve", "’ve")
_TOWARDS = frozenset("in to on for with at up out off back below above from over through by until without".split())
_WHEN = frozenset("during within before until since till".split())
_WHEREABOUTS = _WHEN | frozenset("in at inside outside over near under after".split())
_NAMING = frozenset("whose which what of for per by".split())
_COUNTS = frozenset("two three four five six seven eight nine ten hundreds thousands millions several many".split())
_COPULA = frozenset("is are was were be been being".split())


Span = tuple[int, int]


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
    """A thing that the text speaks of: what it is called, where, who deals with it, and what it belongs to.

    `heads` are the places of the noun alone; `is_noun` tells that its form or the word before it says it is one.
    """

    name: str
    weight: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)
    heads: list[tuple[int, int]] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    doings: list[str] = field(default_factory=list)
    is_noun: bool = False


class Actor(NamedTuple):
    """Somebody who does something in the text: the noun alone, and with the words that tell which."""

    word: str
    name: str
    verb: str
    span: tuple[int, int]


class Act(NamedTuple):
    """A verb of everyday work that somebody does, or that is done: its infinitive, where it stands, and what it is done with."""

    word: str
    span: tuple[int, int]
    about: str = ""


class Terms:
    """The things and actors of a text, found once, in time linear in its length."""

    def __init__(self, text: StemmedText, closed: Collection[int] = frozenset()) -> None:
        """Read a text; `closed` are the indices of tokens that belong to products and kinds of parts."""
        self._text = text
        self._tokens: Sequence[Token] = text.tokens
        self._closed = closed
        self._terms: dict[str, Term] = {}
        self.actors: list[Actor] = []
        self.machines: list[Actor] = []
        self.phrases: list[Phrase] = []
        self.acts: list[Act] = []
        self._act_at: dict[int, int] = {}
        self._read()

    @property
    def words(self) -> int:
        """The number of words in the clauses that are more than courtesy ("thank you and kind regards")."""
        told = [(self._text.clauses[index], token.lower) for index, token in enumerate(self._tokens) if token.is_word]
        telling = {clause for clause, word in told if word not in COURTESY}
        return sum(1 for clause, _ in told if clause in telling)

    def ranked(self) -> list[Term]:
        """Return the things that deserve a part of their own, the most spoken of first."""
        found = [term for term in self._terms.values() if term.weight > 1]
        return sorted(found, key=lambda term: (-term.weight, term.places[0]))[:_MOST_TERMS]

    def kept(self) -> list[Term]:
        """Return every thing that is a noun by its form or its article, in order of appearance."""
        return [term for term in self._terms.values() if term.is_noun][:_MOST_TERMS]

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
                    subject = self._who(last, anchor)
                    self._note_subject(subject, index)
                    self._note_fellows(last, index)
                verb, has_verb, last = index, True, None
                self._note_act(index)
                index += 1
                continue
            phrase = self._phrase(index)
            if phrase is None:
                if token.lower in _COPULA and anchor is not None and (at := self._passive(index)) is not None:
                    done = self._lower(at)
                    self._note_act(at, anchor)
                    self._add(anchor, _DIRECT, None, f"{anchor.head} {done}")
                    if _acts(anchor.head):
                        self._note_actor(anchor, done)
                    self._note_further(at, anchor)
                    has_verb = True
                elif token.lower in _PERSONAL and self._is_past(index + 1):
                    self._note_act(index + 1)
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
        lead = self._lead(phrase.start)
        if verb is None and lead == "for" and singular(phrase.head) != phrase.head and phrase.head in ORGANISATIONS:
            self._note_actor(phrase, "uses")
        if lead == "by" and self._was_done(phrase.start) and _acts(phrase.head):
            self._note_actor(phrase, "does")
        is_direct = verb is not None and self._is_object(phrase, verb)
        if verb is not None and is_direct:
            self._note_object(verb, phrase)
        inner = self._inner(phrase)
        if inner is not None:
            self._add(inner, _DIRECT, subject if is_direct else None)
        elif verb is not None and is_direct:
            self._add(phrase, _DIRECT, subject, self._doing(verb, phrase))
        else:
            self._add(phrase, 1, subject if verb is not None and lead not in _PREPOSITIONS else None)
        term = self._terms.get(self._key(last)) if last is not None and lead in {"of", "for"} else None
        if term is not None:
            term.about.append(_shown(phrase))

    def _who(self, last: Phrase, anchor: Phrase | None) -> Phrase:
        """Return who does what follows: "scouts in stadiums enter goals" is about scouts."""
        behind = anchor is not None and anchor.end < last.start and self._lead(last.start) in _ATTACHED
        whole = behind and all(self._lower(at) in _PASSED for at in range(anchor.end if anchor else 0, last.start))
        plural = anchor is not None and singular(anchor.head) != anchor.head
        return (
            anchor if anchor is not None and whole and (plural or _acts(anchor.head)) and not _acts(last.head) else last
        )

    def _note_act(self, index: int, about: Phrase | None = None) -> None:
        """Note what is done, unless the text refuses it."""
        token = self._tokens[index]
        if index not in self._text.negated and len(self.acts) < _MOST_PLACES:
            self._act_at[index] = len(self.acts)
            self.acts.append(Act(infinitive(token.lower), (token.start, token.end)))
            if about is not None:
                self._note_object(index, about)

    def _note_object(self, verb: int, phrase: Phrase) -> None:
        """Note what a verb is about, once."""
        at = self._act_at.get(verb)
        if at is not None and not self.acts[at].about:
            self.acts[at] = self.acts[at]._replace(about=" ".join(phrase.words[-2:]))

    def _note_further(self, at: int, about: Phrase) -> None:
        """Note what is done as well: "is passed on, renamed and finally retired"."""
        for index in range(at + 1, min(at + _FAR, len(self._tokens))):
            if self._text.clauses[index] != self._text.clauses[at] or self._is_verb(index, None, has_verb=True):
                return
            last = self._lower(index - 1)
            lead = self._lower(index - 2) if last.endswith("ly") or last == "then" else last
            if lead in {"and", "or", ","} and self._is_past(index):
                self._note_act(index, about)

    def _is_past(self, index: int) -> bool:
        """Tell whether a word is a past form of a verb of work: "found", "excused"."""
        word = self._lower(index)
        return word in PARTICIPLES or (word.endswith("ed") and infinitive(word) != word)

    def _note_actor(self, phrase: Phrase, verb: str) -> None:
        """Note somebody who does something; `verb` is what."""
        token = self._tokens[phrase.end - 1]
        if len(self.actors) < _MOST_PLACES:
            self.actors.append(Actor(phrase.head, " ".join(phrase.words[-2:]), verb, (token.start, token.end)))

    def _inner(self, phrase: Phrase) -> Phrase | None:
        """Return what a phrase is about, where its last words only say in which form: "vaccine stock records"."""
        end = len(phrase.words)
        while end > 1 and phrase.words[end - 1] in ABOUT:
            end -= 1
        if end == len(phrase.words) or not _is_thing(phrase._replace(words=phrase.words[:end])):
            return None
        last = phrase.start + end
        return Phrase(phrase.words[:end], phrase.start, last, (phrase.span[0], self._tokens[last - 1].end))

    def _is_next_subject(self, phrase: Phrase) -> bool:
        """Tell whether a new thought starts: "..., mechanics record inspections"."""
        opens = self._lead(phrase.start) in {",", "and", "", ";", ":", "while", "when", "if", "where"}
        return opens and self._is_verb(phrase.end, phrase, has_verb=False)

    def _note_subject(self, phrase: Phrase, verb: int) -> None:
        head = phrase.head
        if _acts(head) or (self._lower(verb) in HUMAN and singular(head) != head and _is_thing(phrase)):
            self._note_actor(phrase, self._lower(verb))
        elif (
            self._lower(verb) in MACHINE
            and singular(head) != head
            and (_is_thing(phrase) or singular(head) in MACHINES)
        ):
            self.machines.append(Actor(head, " ".join(phrase.words[-2:]), self._lower(verb), phrase.span))
        elif singular(head) != head or self._lower(phrase.start - 1) in {"each", "every"}:
            self._add(phrase, 2)

    def _note_fellows(self, last: Phrase, verb: int) -> None:
        """Note who else is named in one list with those who do something: "actors, drivers and cooks check in"."""
        start = last.start
        for number in range(len(self.phrases) - 2, -1, -1):
            phrase = self.phrases[number]
            between = [self._lower(at) for at in range(phrase.end, start)]
            if not {"and", "or", ","}.issuperset(between) or not between or not _acts(phrase.head):
                return
            self._note_actor(phrase, self._lower(verb))
            start = phrase.start

    def _add(self, phrase: Phrase, weight: int, subject: Phrase | None = None, doing: str = "") -> None:
        if not _is_thing(phrase) or not self._text.negated.isdisjoint(range(phrase.start, phrase.end)):
            return
        term = self._terms.setdefault(self._key(phrase), Term(_shown(phrase)))
        if len(term.places) < _MOST_PLACES:
            term.places.append(phrase.span)
            term.heads.append((self._tokens[phrase.end - 1].start, phrase.span[1]))
        term.weight += weight
        term.is_noun |= self._is_named(phrase)
        if len(_shown(phrase)) > len(term.name):
            term.name = _shown(phrase)
        if subject is not None and subject.head in ACTORS | ORGANISATIONS:
            term.actors.append(singular(subject.head))
        if doing and doing not in term.doings:
            term.doings.append(doing)

    def _is_named(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is a noun by its form or the word before it, and more than a place or a time."""
        first, lead = phrase.start, self._lead(phrase.start)
        while self._lower(first - 1) in ADJECTIVES:
            first -= 1
        is_counted = first > 0 and (self._tokens[first - 1].is_number or self._lower(first - 1) in _COUNTS)
        is_noun = singular(phrase.head) != phrase.head or self._lower(first - 1) in _DETERMINERS | _NAMING
        return (
            is_noun
            and not cannot_be_noun(singular(phrase.head))
            and lead not in (_WHEN if is_counted else _WHEREABOUTS)
        )

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
        return len(between) <= _FAR and all(self._passes(index, verb) for index in between)

    def _passes(self, index: int, verb: int) -> bool:
        """Tell whether a word may stand between a verb and what the verb is about."""
        word = self._lower(index)
        if word == "for":
            return index - verb <= 2 and self._lower(index - 1) in WORK | {"up", "in"}
        if word == "of":
            return self._lower(index - 1) in PARTITIVES
        joins = word in _DETERMINERS or word in {",", "and", "or", "up", "out", "off", "more", "online"}
        return joins or self._tokens[index].is_number or word in ADJECTIVES or self._is_nominal(index)

    def _is_nominal(self, index: int) -> bool:
        token = self._tokens[index]
        return token.is_word and token.lower not in _BREAKS

    def _is_verb(self, index: int, last: Phrase | None, *, has_verb: bool) -> bool:
        if index >= len(self._tokens):
            return False
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
        is_work = word in WORK or is_only_verb(word)
        if word in STATE and self._is_state(index, last):
            return True
        if not is_work or word.endswith("ed") or word in PARTICIPLES or word in _COPULA:
            return False
        before, after = self._lower(index - 1), self._lower(index + 1)
        if self._is_imperative(index):
            return True
        if after in _COPULA | {"of", ""} or (after in {".", ";", ":"} and word not in DOING):
            return False
        if before in _MODALS | _PERSONAL:
            return True
        opens = after in _DETERMINERS or after in {
            "us",
            "them",
            "him",
            "me",
            "you",
            "it",
            "in",
            "to",
            "on",
            "for",
            "with",
            "at",
            "up",
            "out",
            "when",
            "what",
        }
        if before in {"and", "or", ",", "then"}:
            return (has_verb and not word.endswith("s") and (opens or self._is_nominal(index + 1))) or (
                word.endswith("s") and after in _DETERMINERS
            )
        if last is None or last.end != index:
            return False
        head = last.head
        if head.endswith(("'s", "’s", "s'", "s’")):
            return False
        if word.endswith("s") and not word.endswith("ss"):
            return singular(head) == head and (
                opens or self._is_nominal(index + 1) or (_acts(head) and after in {",", ".", "and"})
            )
        plural = singular(head) != head or head in {"people", "staff", "children", "police"}
        return plural and (word in DOING or opens or self._is_nominal(index + 1))

    def _is_imperative(self, index: int) -> bool:
        """Tell whether a clause opens with something to be done: "Photograph each", "Tag the boxes"."""
        opens = index == 0 or self._text.clauses[index - 1] != self._text.clauses[index]
        return opens and self._lower(index + 1) in _DETERMINERS | {"it", "them"}

    def _is_state(self, index: int, last: Phrase | None) -> bool:
        """Tell whether a word that may be a noun too says what becomes of the thing before it: "stones lean"."""
        if last is None or last.end != index or last.head.endswith(("'s", "’s", "s'", "s’")):
            return False
        is_plural = singular(last.head) != last.head
        if not self._lower(index).endswith("s"):
            return is_plural
        after = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        return not is_plural and after is not None and (after.is_number or after.lower in _DETERMINERS | _TOWARDS)

    def _was_done(self, index: int) -> bool:
        """Tell whether a participle stands before the "by" in front of a phrase: "counted by a committee"."""
        words = [self._lower(other) for other in range(max(0, index - 5), index)]
        return any(word.endswith("ed") or word in PARTICIPLES for word in words)

    def _passive(self, index: int) -> int | None:
        """Return where the participle behind "are" or "must be" stands, or None."""
        for other in range(index + 1, min(index + 4, len(self._tokens))):
            word = self._lower(other)
            if self._text.clauses[other] != self._text.clauses[index]:
                return None
            if word in PARTICIPLES or (word.endswith("ed") and (stem(word) in WORK_STEMS or not cannot_be_noun(word))):
                return other
            if word not in _COPULA | {"not", "then", "also", "always", "never"} and not word.endswith("ly"):
                return None
        return None

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
            and not (token.lower.endswith(("'s", "’s")) and token.lower[:-2] in _BREAKS)
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


def _acts(head: str) -> bool:
    return head in ACTORS or head in ORGANISATIONS or head in SOMETIMES or is_agent(head)


def _is_adjective(word: str) -> bool:
    return word in ADJECTIVES or word.endswith(("able", "ible", "ous", "ful", "less", "ed", "est"))


def _is_thing(phrase: Phrase) -> bool:
    head = phrase.head.removesuffix("'s").removesuffix("’s")
    return (
        len(head) > 2
        and not head.endswith(_CONTRACTED)
        and head not in NOT_THINGS
        and singular(head) not in NOT_THINGS
        and head not in ACTORS
        and head not in ORGANISATIONS
        and not is_agent(head)
        and not _is_adjective(head)
        and not (head.endswith("ing") and len(phrase.words) == 1)
        and singular(head) not in _VERBS_ONLY
    )


_VERBS_ONLY = (
    WORK
    - CRAFT
    - frozenset(
        "record report order request review plan design test sample draft file claim loan transfer trade match note bill "
        "check exchange stock visit vote call quote offer lease rent deposit pledge grant schedule survey inspection "
        "shift import export issue register repair audit budget forecast permit licence license booking "
        "harvest answer brew build charge chart comment commission contact cook count estimate exhibit guide hire interview invoice "
        "mark measure message park plant post present print produce purchase query queue rank rate refund release rescue score "
        "search ship block recall pool correct show sponsor study switch tag track train transport trigger view walk benchmark trace".split()
    )
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
