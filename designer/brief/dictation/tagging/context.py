"""What stands around a word: its neighbours, whether a verb, an object or a kind of part follows."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.relations import NOUN_TOO, PREPOSITIONS, relation_of
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import (
    ADVERBS,
    ARTICLES,
    COPULA,
    FILE_ENDS,
    JOINS,
    MODALS,
    RELATIVE,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    US,
)
from designer.brief.lexer import Token
from designer.brief.phrases import stem
from designer.brief.vocabulary import FUNCTION_WORDS

NOMINAL = frozenset({Tag.NOUN, Tag.HIT})
SMALL = (
    FUNCTION_WORDS | ARTICLES | PREPOSITIONS | JOINS | SUBORDINATORS | RELATIVE | SUBJECT_PRONOUNS | US | COPULA | MODALS
    | frozenset("latter former there here nothing everything them".split())
) - {"online", "read", "s", "ms", "sec", "min", "peak", "average", "max", "maximum", "total", "use", "uses", "used", "using",
     "get", "gets", "go", "goes", "come", "comes", "on-line"}  # fmt: skip
_MOST_LISTED = 40
_QUOTES = frozenset("\"'`“”*_")
_SKIPPED = _QUOTES | {"(", "["}
_OPENING = frozenset("\"'`“„")
_CLOSING = frozenset("\"'`”“")
_LONGEST_QUOTE = 5
_PASTS = frozenset("was were had did went wrote took gave fell".split())
SYSTEMS = frozenset("service svc api worker job function lambda app microservice gateway engine consumer".split())


def is_s_form(word: str) -> bool:
    """Tell "reads" from "process", "thesis" and "core's"."""
    return word.endswith("s") and not word.endswith(("ss", "is", "'s", "’s"))


def _listed_places(tokens: Sequence[Token], clauses: Sequence[int]) -> frozenset[int]:
    """Return the words of plain lists behind a colon: "four services: menu, cart, pay and print"."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if token.text != ":":
            continue
        words = [
            other
            for other in range(index + 1, min(len(tokens), index + _MOST_LISTED))
            if clauses[other] == clauses[index]
        ]
        items = [other for other in words if tokens[other].is_word and tokens[other].lower not in {"and", "or"}]
        plain = all(tokens[other].is_word or tokens[other].text in {",", "&", "."} for other in words)
        alone = all(other + 1 not in items for other in items)
        small = any(tokens[other].lower in SMALL - {"and", "or"} for other in words)
        if len(items) > 1 and plain and alone and not small and len(words) < _MOST_LISTED - 1:
            found.update(items)
    return frozenset(found)


def is_capital_name(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "Dispatch" in "forwards to Dispatch": a verb with a capital letter within a clause is a name."""
    text = tokens[index].text
    if not (text[:1].isupper() and text[1:].islower()) or index == 0 or clauses[index - 1] != clauses[index]:
        return False
    before = tokens[index - 1]
    return before.text == "," or (before.is_word and before.text.islower())


def _capital_names(tokens: Sequence[Token], clauses: Sequence[int]) -> frozenset[str]:
    return frozenset(token.lower for index, token in enumerate(tokens) if is_capital_name(tokens, clauses, index))


_GOVERNED_PLAINLY = frozenset("via through into onto".split())
_OPENS_NOUN = frozenset("the a an its their our your his her each every any another it them".split())


class Context:
    """The words of a text, the tags given so far, and what stands around each."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        clauses: tuple[int, ...],
        hit: Sequence[str],
        names: frozenset[int] = frozenset(),
    ) -> None:
        self._proper = names
        self._tokens = tokens
        self._clauses = clauses
        self._hit = hit
        self._tags: list[Tag] = []
        self._is_object = False
        self._is_base = False
        self._is_aside = False
        self.fronted: set[int] = set()
        self.fronting: set[int] = set()
        self.breaks: set[int] = set()
        self._is_narrative = any(token.lower in _PASTS for token in tokens)
        self._listed = _listed_places(tokens, clauses)
        self._names = (
            frozenset(tokens[index].lower for index in self._listed)
            | _capital_names(tokens, clauses)
            | frozenset(
                token.lower
                for index, token in enumerate(tokens[:-1])
                if hit[index + 1] in {"kind", "verb"}
                and not hit[index]
                and relation_of(token.lower) is not None
                and not token.lower.endswith(("s", "ed", "ing"))
                and clauses[index] == clauses[index + 1]
                and tokens[index + 1].lower in SYSTEMS
            )
        )

    def _lower(self, index: int) -> str:
        """Return a token's word, or "" outside the text and its clause's neighbours."""
        return self._tokens[index].lower if 0 <= index < len(self._tokens) else ""

    def _inside(self, index: int, other: int) -> bool:
        return 0 <= other < len(self._tokens) and self._clauses[other] == self._clauses[index]

    def _is_quoted(self, index: int) -> bool:
        """Tell the words of a "badge printed" event, which are its name."""
        first = index - 1
        while self._inside(index, first) and index - first < _LONGEST_QUOTE and self._tokens[first].is_word:
            first -= 1
        opens = self._inside(index, first - 1) and self._tokens[first].text in _OPENING
        if not opens or self._lower(first - 1) not in ARTICLES:
            return False
        last = index + 1
        while self._inside(index, last) and last - index < _LONGEST_QUOTE and self._tokens[last].is_word:
            last += 1
        return self._inside(index, last) and self._tokens[last].text in _CLOSING

    def _is_tied(self, index: int) -> bool:
        """Tell the "in" of "check-in" and the "of" of "point-of-sale"."""
        dash, word = self._tokens[index - 1], self._tokens[index - 2]
        touches = word.end == dash.start and dash.end == self._tokens[index].start
        return touches and dash.text == "-" and word.is_word and self._inside(index, index - 2)

    def _is_file(self, index: int) -> bool:
        """Tell the "fetch" of "fetch.py"."""
        if not self._inside(index, index + 2) or self._tokens[index + 1].text != ".":
            return False
        dot, after = self._tokens[index + 1], self._tokens[index + 2]
        return self._tokens[index].end == dot.start and dot.end == after.start and after.lower in FILE_ENDS

    def _ties_on(self, index: int) -> bool:
        """Tell the "one" of "one-way"."""
        if not self._inside(index, index + 2) or self._tokens[index + 1].text != "-":
            return False
        dash = self._tokens[index + 1]
        return self._tokens[index].end == dash.start and dash.end == self._tokens[index + 2].start

    def _is_in_name(self, index: int) -> bool:
        """Tell "Mirth Connect": a capital word behind a capital word, neither at the start of a clause."""
        if not self._inside(index, index - 2) or not self._tokens[index].text[:1].isupper():
            return False
        before = self._tokens[index - 1]
        is_name = self._tags[index - 1] == Tag.NOUN or (self._hit[index - 1] == "product" and before.text.isupper())
        return before.is_word and before.text[:1].isupper() and is_name

    def _hyphenated(self, index: int) -> bool:
        """Tell a part of a compound: "read-only", "sign-up page"."""
        for other in (index - 1, index + 1):
            if self._lower(index) in {"mail", "mails"} and self._lower(index - 2) == "e":
                return False
            if self._inside(index, other) and self._tokens[other].text in {"-", "–", "/"}:
                near = self._tokens[other].end if other < index else self._tokens[other].start
                if near == (self._tokens[index].start if other < index else self._tokens[index].end):
                    return True
        return False

    def _previous(self, index: int) -> Tag:
        """Return the tag before, adverbs skipped; SYMBOL at the start of a clause."""
        other = index - 1
        while self._inside(index, other):
            if self._tokens[other].text in {")", "]"}:
                other = self._opener(other)
            if not (self._tags[other] == Tag.ADVERB or self._tokens[other].text in _SKIPPED):
                break
            other -= 1
        return self._tags[other] if self._inside(index, other) else Tag.SYMBOL

    def _opener(self, closing: int) -> int:
        """Return the bracket that a closing one belongs to, or the closing one itself."""
        for other in range(closing - 1, max(-1, closing - 16), -1):
            if not self._inside(closing, other):
                break
            if self._tokens[other].text in {"(", "["}:
                return other
        return closing

    def _lead(self, index: int) -> str:
        """Return the word before, adverbs skipped; "" at the start of a clause or after a mark."""
        other = index - 1
        while self._inside(index, other):
            if self._tokens[other].text in {")", "]"}:
                other = self._opener(other) - 1
                continue
            if self._tags[other] != Tag.ADVERB:
                break
            other -= 1
        return self._lower(other) if self._inside(index, other) else ""

    def _next_is_verb(self, index: int) -> bool:
        """Tell whether a word that is hardly a noun, or a form of to be, comes next."""
        other = index + 1
        while self._inside(index, other) and self._lower(other) in ADVERBS | {"each", "all"}:
            other += 1
        if not self._inside(index, other):
            return False
        word = self._lower(other)
        if (word in COPULA and self._tokens[other].text != "BE") or word in {
            "must",
            "can",
            "should",
            "will",
            "has",
            "have",
            "does",
            "do",
            "did",
            "may",
        }:
            return True
        relation = relation_of(word)
        if relation is None or self._hit[other] or word.endswith("ing") or self._is_adjective(other):
            return False
        if stem(word) not in NOUN_TOO and word not in self._names:
            return True
        if self._lower(index).endswith("s") and not is_s_form(word) and self._governs_part(other):
            return True
        if self._previous(index) in NOMINAL or not self._opens_object(other + 1, index):
            return False
        return is_s_form(word) or self._lower(index).endswith("s")

    def _is_adjective(self, index: int) -> bool:
        """Tell the "live" of "live updates": as a verb a place follows it."""
        if self._lower(index) != "live" or not self._inside(index, index + 1):
            return False
        return self._tokens[index + 1].is_word and self._lower(index + 1) not in SMALL

    def _governs_part(self, other: int) -> bool:
        """Tell "requests hit Elasticsearch": a product follows the word at once."""
        return self._inside(other, other + 1) and self._hit[other + 1] == "product"

    def _opens_object(self, other: int, index: int) -> bool:
        """Tell whether an object or a phrase begins at a token: an article, a noun, a preposition."""
        if not self._inside(index, other):
            return False
        word = self._lower(other)
        if word == "that" and self._tokens[other + 1 : other + 2] and self._tokens[other + 1].text in {".", ",", ";"}:
            # "the studio service calls that."
            return True
        if word == "that":
            return self._inside(other, other + 1) and (bool(self._hit[other + 1]) or self._points_at_noun(other + 1))
        if self._tokens[other].text == "BE":
            return True
        if word in COPULA | JOINS | MODALS | RELATIVE or self._tokens[other].kind == "symbol":
            return word in {"not", "what", '"', "`", "“", "/", "'", "*"}
        return True

    def _points_at_noun(self, other: int) -> bool:
        """Tell "polls that share and" and "looks that up in" from "a job that reads"."""
        word, after = self._lower(other), self._lower(other + 1)
        if word in {"up", "down", "back", "over", "out"}:
            return True
        plain = (
            word not in SMALL
            and self._tokens[other].is_word
            and not is_s_form(word)
            and not word.endswith(("ed", "ing"))
        )
        closes = (
            not self._inside(other, other + 1) or not self._tokens[other + 1].is_word or after in JOINS | PREPOSITIONS
        )
        return (
            plain and closes and is_s_form(self._lower(other - 2)) and relation_of(self._lower(other - 2)) is not None
        )

    def _ends(self, index: int) -> bool:
        """Tell whether nothing that a verb could govern follows."""
        return not self._opens_object(index + 1, index)

    def _next_is_kind(self, index: int) -> bool:
        return self._inside(index, index + 1) and self._hit[index + 1] in {"kind", "verb"}

    def _opens_run(self, index: int) -> bool:
        """Tell whether only a noun phrase stands between "and" or a comma and a word: "and the billing API calls"."""
        other = index - 1
        while (
            index - other < 6
            and self._inside(index, other)
            and (
                self._tags[other] in NOMINAL | {Tag.ADVERB}
                or self._lower(other) in ARTICLES
                or self._is_file(other - 1)
            )
        ):
            other -= 1
        return self._inside(index, other) and (self._lower(other) in JOINS or self._tokens[other].text == ",")

    def _joined_subject(self, index: int) -> bool:
        """Tell whether "and" joins nouns before: "A and B report to"."""
        for other in range(index - 1, max(-1, index - 12), -1):
            if not self._inside(index, other) or self._tags[other] in VERBAL:
                return False
            if self._lower(other) == "and":
                return True
        return False

    def _goes_on_with(self, index: int) -> bool:
        """Tell "writes to A and marks the video": no noun stands between "and" and an article."""
        if not self._is_object or not is_s_form(self._lower(index)) or not self._inside(index, index + 1):
            return False
        before, follows = self._lower(index - 1), self._lower(index + 1)
        while self._inside(index, index - 1) and before in ADVERBS:
            index -= 1
            before = self._lower(index - 1)
        if not self._inside(index, index - 1) or before not in {"and", ",", "or", "then", "&"}:
            return False
        if follows in _OPENS_NOUN:
            return True
        after_part = self._inside(index, index - 2) and (
            self._hit[index - 2]
            or self._lower(index - 2) in {"it", "them"}
            or self._lower(index - 3) in {"from", "to", "into"}
        )
        return before == "and" and bool(after_part) and follows in _GOVERNED_PLAINLY

    def _points(self, index: int) -> bool:
        """Tell "from that queue", where "that" is an article."""
        lead = self._lower(index - 1)
        if lead != "that" or not self._inside(index, index - 2):
            return False
        return self._lower(index - 2) in PREPOSITIONS or self._tags[index - 2] in VERBAL
