"""Which words of a text are nouns, verbs or neither, from left to right: enough grammar to find who does what to whom.

Many words of the trade are both ("queue", "index", "orders"). What stands before and after decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from designer.brief.dictation.relations import NOUN_TOO, PARTICIPLES, PREPOSITIONS, PROTOCOLS, relation_of
from designer.brief.dictation.words import (
    ADVERBS,
    ARTICLES,
    COPULA,
    JOINS,
    MODALS,
    PAYLOAD,
    RELATIVE,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    US,
    singular,
)
from designer.brief.lexer import Token
from designer.brief.phrases import stem
from designer.brief.vocabulary import FUNCTION_WORDS


class Tag(StrEnum):
    """The part of speech of a token, as far as it matters; HIT is a word that the catalog knows."""

    NOUN = "noun"
    HIT = "hit"
    VERB = "verb"
    PASSIVE = "passive"
    GERUND = "gerund"
    NUMBER = "number"
    ADVERB = "adverb"
    SMALL = "small"
    SYMBOL = "symbol"


VERBAL = frozenset({Tag.VERB, Tag.PASSIVE, Tag.GERUND})
_NOMINAL = frozenset({Tag.NOUN, Tag.HIT})
_DETERMINERS = (ARTICLES | frozenset("no every each any some another own of several many new existing old".split())) - {
    "this", "that", "these", "those", "each", "all", "both",
}  # fmt: skip
_POINTING = frozenset("this that these those each all both".split())
_SMALL = (
    FUNCTION_WORDS | ARTICLES | PREPOSITIONS | JOINS | SUBORDINATORS | RELATIVE | SUBJECT_PRONOUNS | US | COPULA | MODALS
    | frozenset("latter former there here nothing everything them".split())
) - {"online", "read", "s", "ms", "sec", "min", "peak", "average", "max", "maximum", "total", "use", "uses", "used", "using",
     "get", "gets", "go", "goes", "come", "comes", "on-line"}  # fmt: skip
_MOST_LISTED = 40
_AGENT_NOUNS = frozenset("agents servers jobs workers runners nodes clients services scripts bots".split())
_PASSIVE_GOES_ON = frozenset("by with to in into from through on".split())
_CONTRACTIONS = frozenset(
    "we've i've we'll we'd i'll they've they'll that's it's there's who's what's they're we're let's here's".split()
)
_SETTING = frozenset("when whenever if once while after before until".split())
_QUOTES = frozenset("\"'`“”*_")
_SKIPPED = _QUOTES | {"(", "["}
_SYSTEMS = frozenset("service svc api worker job function lambda app microservice gateway engine consumer".split())
_GOVERNED = frozenset("to into onto in on from via through by with at over as".split())
_VERBS_FIRST = frozenset(
    "uploads upload downloads download writes write reads read pushes push calls call queries query loads load stores store publishes polls searches copies "
    "caches archives exports imports streams forwards posts reports logs".split()
)
_PLAIN_VERBS = frozenset("writes reads pushes calls queries loads stores polls searches talks".split())
_ADVERBIAL_LEADS = ADVERBS | MODALS | frozenset({"n't"})


def _is_s_form(word: str) -> bool:
    """Tell "reads" from "process"."""
    return word.endswith("s") and not word.endswith("ss")


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
        small = any(tokens[other].lower in _SMALL - {"and", "or"} for other in words)
        if len(items) > 1 and plain and alone and not small and len(words) < _MOST_LISTED - 1:
            found.update(items)
    return frozenset(found)


def _is_capital_name(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "Dispatch" in "forwards to Dispatch": a verb with a capital letter within a clause is a name."""
    text = tokens[index].text
    if not (text[:1].isupper() and text[1:].islower()) or index == 0 or clauses[index - 1] != clauses[index]:
        return False
    before = tokens[index - 1]
    return before.text == "," or (before.is_word and before.text.islower())


def _capital_names(tokens: Sequence[Token], clauses: Sequence[int]) -> frozenset[str]:
    return frozenset(token.lower for index, token in enumerate(tokens) if _is_capital_name(tokens, clauses, index))


class Tagger:
    """Tags the tokens of a text once; `hit` tells which tokens the catalog's words cover."""

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
                and tokens[index + 1].lower in _SYSTEMS
            )
        )

    def tags(self) -> list[Tag]:
        """Return the tag of each token."""
        for index in range(len(self._tokens)):
            if index == 0 or self._clauses[index] != self._clauses[index - 1]:
                self._is_object = self._is_base = self._is_aside = False
            tag = self._tag(index)
            self._is_aside = self._is_aside or self._lower(index) in _SETTING
            self._tags.append(tag)
            if tag == Tag.VERB:
                self._is_base = not self._lower(index).endswith("s")
            if tag in VERBAL:
                self._is_object = True
            elif self._tokens[index].text == "," and self._is_aside:
                self._is_object = self._is_aside = False
            elif self._lower(index) in RELATIVE | SUBORDINATORS | {"where"} or self._tokens[index].text in {
                ":",
                ";",
                "—",
            }:
                self._is_object = False
        return self._tags

    def _lower(self, index: int) -> str:
        """Return a token's word, or "" outside the text and its clause's neighbours."""
        return self._tokens[index].lower if 0 <= index < len(self._tokens) else ""

    def _inside(self, index: int, other: int) -> bool:
        return 0 <= other < len(self._tokens) and self._clauses[other] == self._clauses[index]

    def _tag(self, index: int) -> Tag:
        token = self._tokens[index]
        if index in self._proper:
            return Tag.NOUN
        if self._hit[index] and not (self._hit[index] == "verb" and self._verb(index) in VERBAL):
            return Tag.HIT
        if token.lower.replace("’", "'") in _CONTRACTIONS:
            return Tag.SMALL
        if token.kind == "symbol":
            return Tag.SYMBOL
        if token.is_number:
            return Tag.NUMBER
        if token.text in {"FE", "BE"} and (not index or self._lower(index - 1) not in MODALS | {"to"}):
            return Tag.NOUN
        if token.lower == "r" and self._lower(index + 1) == "/" and self._lower(index + 2) == "w":
            return Tag.VERB
        if token.lower == "till" and index and self._lower(index - 1) in ARTICLES:
            return Tag.NOUN
        if token.lower == "back" and self._lower(index + 1) in {"office", "end"}:
            return Tag.NOUN
        if token.lower == "next" and self._lower(index + 1) == "to":
            return Tag.SMALL
        if token.lower in _SMALL and index > 1 and self._is_tied(index):
            return Tag.NOUN
        if token.lower in _SMALL:
            return Tag.ADVERB if token.lower in ADVERBS else Tag.SMALL
        if self._is_called_like_an_adverb(index):
            return Tag.NOUN
        if token.lower in ADVERBS or (token.lower.endswith("ly") and len(token.lower) > 4):
            return Tag.ADVERB
        return self._verb(index)

    def _is_called_like_an_adverb(self, index: int) -> bool:
        """Tell "Ledgerly listens" from "Finally the worker listens"."""
        token, after = self._tokens[index], self._lower(index + 1)
        is_name = token.lower.endswith("ly") and token.lower not in ADVERBS and token.text[:1].isupper()
        return is_name and self._inside(index, index + 1) and _is_s_form(after) and relation_of(after) is not None

    def _is_tied(self, index: int) -> bool:
        """Tell the "in" of "check-in" and the "of" of "point-of-sale"."""
        dash, word = self._tokens[index - 1], self._tokens[index - 2]
        touches = word.end == dash.start and dash.end == self._tokens[index].start
        return touches and dash.text == "-" and word.is_word and self._inside(index, index - 2)

    def _verb(self, index: int) -> Tag:
        word = self._lower(index)
        if self._is_in_name(index) or _is_capital_name(self._tokens, self._clauses, index):
            return Tag.NOUN
        if relation_of(word) is None:
            return self._unknown(index, word)
        before = self._lower(index - 1) if self._inside(index, index - 1) else ""
        if (before in _DETERMINERS and index - 1 not in self._proper) or self._hyphenated(index):
            return Tag.NOUN
        if word.endswith("ing"):
            return self._gerund(index, before)
        if word.endswith("ings"):
            return Tag.NOUN
        if (word.endswith("ed") and word not in {"feed", "need", "embed"}) or word in PARTICIPLES:
            return self._past(index, word, before)
        return self._finite(index, word, before)

    def _is_in_name(self, index: int) -> bool:
        """Tell "Mirth Connect": a capital word behind a capital word, neither at the start of a clause."""
        if not self._inside(index, index - 2) or not self._tokens[index].text[:1].isupper():
            return False
        before = self._tokens[index - 1]
        return before.is_word and before.text[:1].isupper() and self._tags[index - 1] == Tag.NOUN

    def _unknown(self, index: int, word: str) -> Tag:
        """Tell "the API embeds the question" from a noun: an s-form between a noun and a determiner."""
        if word.endswith("ed") and self._inside(index, index + 1) and self._lead(index) in COPULA:
            return Tag.PASSIVE if self._lower(index + 1) in _PASSIVE_GOES_ON else Tag.NOUN
        if not self._inside(index, index - 1) or not _is_s_form(word) or self._hyphenated(index):
            return Tag.NOUN
        if self._lead(index) in {"it", "which", "who"} and not self._ends(index):
            return Tag.VERB
        follows = self._lower(index + 1) if self._inside(index, index + 1) else ""
        previous = self._previous(index)
        if self._is_object or previous not in _NOMINAL or self._lower(index - 1).endswith("s"):
            return Tag.NOUN
        governs = self._inside(index, index + 1) and self._hit[index + 1] == "product"
        return Tag.VERB if governs or follows in _DETERMINERS | _POINTING | {"it", "them", "into", "to"} else Tag.NOUN

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
        if relation is None or self._hit[other] or word.endswith("ing"):
            return False
        if stem(word) not in NOUN_TOO and word not in self._names:
            return True
        if self._lower(index).endswith("s") and not _is_s_form(word) and self._governs_part(other):
            return True
        if self._previous(index) in _NOMINAL or not self._opens_object(other + 1, index):
            return False
        return _is_s_form(word) or self._lower(index).endswith("s")

    def _governs_part(self, other: int) -> bool:
        """Tell "requests hit Elasticsearch": a product follows the word at once."""
        return self._inside(other, other + 1) and self._hit[other + 1] == "product"

    def _opens_object(self, other: int, index: int) -> bool:
        """Tell whether an object or a phrase begins at a token: an article, a noun, a preposition."""
        if not self._inside(index, other):
            return False
        word = self._lower(other)
        if word == "that":
            return self._inside(other, other + 1) and bool(self._hit[other + 1])
        if self._tokens[other].text == "BE":
            return True
        if word in COPULA | JOINS | MODALS | RELATIVE or self._tokens[other].kind == "symbol":
            return word in {"not", '"', "`", "“", "/", "'", "*"}
        return True

    def _ends(self, index: int) -> bool:
        """Tell whether nothing that a verb could govern follows."""
        return not self._opens_object(index + 1, index)

    def _next_is_kind(self, index: int) -> bool:
        return self._inside(index, index + 1) and self._hit[index + 1] in {"kind", "verb"}

    def _gerund(self, index: int, before: str) -> Tag:
        previous = self._previous(index)
        lead = self._lead(index)
        if lead in COPULA:
            return Tag.GERUND
        if self._ends(index) or self._next_is_verb(index) or self._next_is_kind(index) or previous in VERBAL:
            return Tag.NOUN
        if previous == Tag.SYMBOL and not lead.isalpha() and self._names_subject(index):
            return Tag.NOUN
        if previous == Tag.SMALL and lead in PREPOSITIONS - {"by", "for", "of", "as", "like"}:
            return Tag.NOUN
        if previous == Tag.NOUN and self._inside(index, index + 1) and self._lower(index + 1) not in _SMALL:
            return Tag.NOUN if not self._hit[index + 1] else Tag.GERUND
        return Tag.GERUND

    def _names_subject(self, index: int) -> bool:
        """Tell "booking site goes", "parking meters report", where the first word belongs to the name of who acts."""
        noun, after = self._lower(index + 1), self._lower(index + 2)
        if not self._inside(index, index + 3) or noun in _SMALL or self._hit[index + 2] or relation_of(after) is None:
            return False
        is_plural = singular(noun) != noun
        if is_plural is _is_s_form(after) or (relation_of(noun) is not None and stem(noun) not in NOUN_TOO):
            return False
        return self._opens_object(index + 3, index)

    def _past(self, index: int, word: str, before: str) -> Tag:
        lead, previous = self._lead(index), self._previous(index)
        if word in {"called", "named"} and previous in _NOMINAL:
            return Tag.PASSIVE
        if lead in {"each", "every", "these", "those"} and not self._ends(index):
            return Tag.NOUN
        base_form = word in {"read", "put", "set", "split", "hit", "run"}
        if lead in COPULA | {"get", "gets", "got"} or lead.endswith(("'re", "’re", "it's", "it’s")):
            return Tag.PASSIVE
        if base_form and (
            self._is_plain_subject(index)
            or lead in _ADVERBIAL_LEADS | {"to", "which", "that", "we", "they", "both", "all", "", ":"}
        ):
            return self._finite(index, word, before)
        follows = self._lower(index + 1) if self._inside(index, index + 1) else ""
        if follows in PREPOSITIONS - {"of"}:
            return Tag.PASSIVE
        if previous in _NOMINAL and not self._ends(index):
            return (
                Tag.VERB if follows in _SMALL or (self._inside(index, index + 1) and self._hit[index + 1]) else Tag.NOUN
            )
        if lead in JOINS | SUBJECT_PRONOUNS | RELATIVE and not self._ends(index):
            return Tag.VERB
        return Tag.NOUN

    def _is_plain_subject(self, index: int) -> bool:
        return self._previous(index) in _NOMINAL

    def _finite(self, index: int, word: str, before: str) -> Tag:
        """Decide between verb and noun for a base form or an s-form."""
        noun_too = stem(PARTICIPLES.get(word, word)) in NOUN_TOO or word in self._names
        if self._is_told_of_head(index, word) or (word in {"end", "ends"} and self._lower(index + 1) == "up"):
            return Tag.VERB
        if self._lower(index + 1) == "of" and self._inside(index, index + 1):
            return Tag.NOUN
        if self._is_listed(index) or self._is_counted_noun(index, word) or self._opens_compound(index, word):
            return Tag.NOUN
        lead, previous = self._lead(index), self._previous(index)
        if lead in RELATIVE | {"it", "they", "we", "he", "she"} and not self._points(index):
            return Tag.VERB
        if (
            word in _VERBS_FIRST
            and self._is_object
            and lead in JOINS | {","}
            and self._opens_plainly(index, word, lead)
        ):
            return Tag.VERB
        if self._is_base and not _is_s_form(word) and lead in {",", "and"} and word in _VERBS_FIRST:
            return Tag.NOUN if self._ends(index) else Tag.VERB
        is_base = not _is_s_form(word) and (previous in _NOMINAL or lead in ARTICLES)
        if (noun_too or is_base) and self._next_is_verb(index):
            return Tag.NOUN
        is_new = word in _PLAIN_VERBS and previous in _NOMINAL and self._opens_run(index)
        if self._next_is_kind(index) and noun_too and (previous not in _NOMINAL or self._is_object) and not is_new:
            return Tag.NOUN if lead not in {"which", "that", "who", "it", "they", "we"} else Tag.VERB
        if lead == "to":
            return Tag.NOUN if noun_too and (self._ends(index) or self._lower(index + 1) in PREPOSITIONS) else Tag.VERB
        if lead in PREPOSITIONS and previous not in _NOMINAL:
            return Tag.NOUN
        if lead in SUBJECT_PRONOUNS | RELATIVE | MODALS | {"latter", "former"} and not self._points(index):
            return Tag.NOUN if noun_too and self._ends(index) and lead in _POINTING else Tag.VERB
        if previous in VERBAL or self._points(index):
            return Tag.NOUN
        if previous in _NOMINAL or previous == Tag.NUMBER:
            return self._after_noun(index, word, noun_too)
        if not noun_too:
            return Tag.VERB
        return self._after_mark(index, word, lead)

    def _is_told_of_head(self, index: int, word: str) -> bool:
        """Tell the verb of "web: Next.js, calls the BFF", which belongs to the word before the colon."""
        if self._lower(index - 1) != "," or not _is_s_form(word) or word not in _VERBS_FIRST | _PLAIN_VERBS:
            return False
        if self._ends(index) or self._next_is_verb(index):
            return False
        start = index
        while self._inside(index, start - 1) and index - start < 40:
            start -= 1
        return any(self._tokens[other].text == ":" for other in range(start, min(index, start + 6)))

    def _is_listed(self, index: int) -> bool:
        """Tell "pay" in "calls three services: menu, pay and print"."""
        return index in self._listed

    def _is_counted_noun(self, index: int, word: str) -> bool:
        """Tell "a command queue" from "the sensors queue": one of something never stands before a base form."""
        if _is_s_form(word):
            return False
        other = index - 1
        while self._inside(index, other) and index - other < 4 and self._tags[other] == Tag.NOUN:
            other -= 1
        if other == index - 1 or not self._inside(index, other):
            return False
        names_system = self._lower(index + 1) in _SYSTEMS | {"system", "platform", "server", "manager"}
        return self._lower(other) in {"a", "an", "another", "one"} or (names_system and self._lower(other) == "the")

    def _opens_compound(self, index: int, word: str) -> bool:
        """Tell "Build agents push", "Open Match assigns": a base form in front of a subject and its verb."""
        opens = (
            not self._inside(index, index - 1)
            or self._lower(index - 1) in JOINS
            or self._tokens[index - 1].text in {",", "-", "*", "•", "–"}
        )
        if not opens or _is_s_form(word) or not self._inside(index, index + 2):
            return False
        noun, after = self._tokens[index + 1], self._lower(index + 2)
        if noun.lower in _AGENT_NOUNS and after in {"in", "at", "on", "of"}:
            return True
        if not noun.is_word or noun.lower in _SMALL or self._hit[index + 1] == "product" or relation_of(after) is None:
            return False
        named = self._tokens[index].text[:1].isupper() and noun.text[:1].isupper() and _is_s_form(after)
        plural = singular(noun.lower) != noun.lower and not _is_s_form(after) and after not in _SMALL
        single = singular(noun.lower) == noun.lower and not _is_s_form(noun.lower) and _is_s_form(after)
        return (named or plural or single) and not self._hit[index + 2] and self._opens_object(index + 3, index)

    def _opens_plainly(self, index: int, word: str, lead: str) -> bool:
        """Tell "and writes text to B" from "and reads flow to B", where "reads" are what flows."""
        follows = self._lower(index + 1)
        if self._ends(index) or (follows not in _GOVERNED and singular(follows) not in PAYLOAD):
            return False
        return (singular(follows) in PAYLOAD and _is_s_form(word)) or self._says_a_verb(index, word, follows, lead)

    def _says_a_verb(self, index: int, word: str, follows: str, lead: str) -> bool:
        """Tell "and writes to Aurora", "inventory reads from MongoDB" from "handles reads and writes from the API"."""
        if word not in _VERBS_FIRST or follows not in _GOVERNED:
            return False
        if lead not in {"and", "then", "or", "&", ","}:
            return True
        other = index - 1
        while self._inside(index, other) and (self._lower(other) == lead or self._tags[other] == Tag.ADVERB):
            other -= 1
        return self._tags[other] != Tag.NOUN or singular(self._lower(other)) not in {"read", "write", "query", "call"}

    def _points(self, index: int) -> bool:
        """Tell "from that queue", where "that" is an article."""
        lead = self._lower(index - 1)
        if lead != "that" or not self._inside(index, index - 2):
            return False
        return self._lower(index - 2) in PREPOSITIONS or self._tags[index - 2] in VERBAL

    def _after_noun(self, index: int, word: str, noun_too: bool) -> Tag:
        if self._names_who_acts(index, word):
            return Tag.NOUN
        if not noun_too:
            return Tag.VERB
        if self._ends(index) and not self._pairs(index, word):
            return Tag.VERB if self._closes_relative(index) else Tag.NOUN
        follows = self._lower(index + 1)
        if self._pairs(index, word):
            return Tag.VERB
        governs = follows in ARTICLES | {"it", "them"} or bool(self._hit[index + 1])
        governs = governs or (word in {"use", "call"} and self._tokens[index + 1].text[:1].isupper())
        if self._is_object and self._tags[index - 1] == Tag.HIT and not _is_s_form(word) and self._opens_run(index):
            return Tag.VERB if governs or follows in _GOVERNED else Tag.NOUN
        if self._is_object:
            opens = self._opens_run(index) and (
                follows not in PREPOSITIONS or (word in _PLAIN_VERBS and follows in _GOVERNED)
            )
            return Tag.VERB if governs or opens else Tag.NOUN
        plural = singular(self._lower(index - 1)) != self._lower(index - 1)
        if _is_s_form(word):
            is_plain = word in _PLAIN_VERBS and follows in _GOVERNED
            return Tag.VERB if not plural or governs or is_plain or follows not in PREPOSITIONS else Tag.NOUN
        if plural or self._joined_subject(index):
            return Tag.VERB
        bare = follows in _GOVERNED or governs or follows in PROTOCOLS
        return Tag.VERB if bare and not self._is_object and not self._verb_follows(index) else Tag.NOUN

    def _names_who_acts(self, index: int, word: str) -> bool:
        """Tell "the edge relay calls B": a base form behind one thing, with an s-form behind it, is no verb."""
        before, after = self._lower(index - 1), self._lower(index + 1)
        if _is_s_form(word) or singular(before) != before or (self._joined_subject(index) and not self._is_object):
            return False
        is_s_form = _is_s_form(after) and relation_of(after) is not None and not self._hit[index + 1]
        return is_s_form and self._inside(index, index + 2) and self._opens_object(index + 2, index)

    def _verb_follows(self, index: int) -> bool:
        """Tell whether a form that can only be a verb comes before the next comma: "the data read from A is kept in B"."""
        for other in range(index + 1, index + 14):
            if not self._inside(index, other) or self._tokens[other].text in {",", ";", ":", "(", "—"}:
                return False
            word = self._lower(other)
            if word in RELATIVE | SUBORDINATORS | JOINS:
                return False
            if word in COPULA | MODALS or self._hit[other]:
                if word in COPULA | MODALS:
                    return True
                continue
            if relation_of(word) is not None and not word.endswith(("ing", "ed")) and stem(word) not in NOUN_TOO:
                return True
        return False

    def _closes_relative(self, index: int) -> bool:
        """Tell "from which the worker reads", "where the job listens": the relative clause needs its verb."""
        for other in range(index - 1, max(-1, index - 8), -1):
            if not self._inside(index, other) or self._tags[other] in VERBAL or self._tokens[other].text in {",", ":"}:
                return False
            if self._lower(other) in {"which", "where", "whom"}:
                return other < index - 1
            if self._lower(other) == "that" and self._inside(index, other - 1):
                return other < index - 1 and self._tags[other - 1] in _NOMINAL
        return False

    def _pairs(self, index: int, word: str) -> bool:
        """Tell "reads and writes Postgres": two verbs share an object."""
        if not self._inside(index, index + 2) or self._lower(index + 1) not in {"and", "or", ",", "/"}:
            return False
        other = self._lower(index + 2)
        same = _is_s_form(word) == other.endswith("s")
        return (
            relation_of(other) is not None
            and same
            and not self._hit[index + 2]
            and self._opens_object(index + 3, index)
        )

    def _opens_run(self, index: int) -> bool:
        """Tell whether only a noun phrase stands between "and" or a comma and a word: "and the billing API calls"."""
        other = index - 1
        while (
            index - other < 6
            and self._inside(index, other)
            and (self._tags[other] in _NOMINAL or self._lower(other) in ARTICLES)
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

    def _after_mark(self, index: int, word: str, lead: str) -> Tag:
        """Decide at the start of a clause, behind a comma or "and"."""
        if self._ends(index):
            return Tag.NOUN
        follows = self._lower(index + 1)
        if self._says_a_verb(index, word, follows, lead):
            return Tag.VERB
        opens = not self._inside(index, index - 1)
        if opens and _is_s_form(word) and follows in {"from", "of", "for"} and self._verb_follows(index):
            return Tag.NOUN
        is_listed = self._is_object and follows in PREPOSITIONS and singular(word) in PAYLOAD
        if is_listed or follows in SUBORDINATORS:
            return Tag.NOUN
        if not _is_s_form(word) and lead in JOINS | {","} and self._hit[index + 1] == "" and follows not in _SMALL:
            return Tag.NOUN
        return Tag.VERB
