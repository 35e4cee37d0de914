"""Which words of a text are nouns, verbs or neither, from left to right: enough grammar to find who does what to whom.

Many words of the trade are both ("queue", "index", "orders"). What stands before and after decides.
"""

from __future__ import annotations

from designer.brief.dictation.relations import (
    NOUN_TOO,
    PARTICIPLES,
    PREPOSITIONS,
    SIMPLE_PASTS,
    Frame,
    relation_of,
)
from designer.brief.dictation.tagging.context import NOMINAL, SMALL, is_capital_name, is_s_form
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.tagging.unlisted import DETERMINERS, UnlistedVerbs
from designer.brief.dictation.words import (
    ABSTRACT,
    ADVERBS,
    ARTICLES,
    COPULA,
    JOINS,
    MODALS,
    PAYLOAD,
    RELATIVE,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    singular,
)
from designer.brief.phrases import stem

_IRREGULAR = frozenset(
    "bought sold met heard left begun said thought meant won lent found broken chosen seen known".split()
)
_UNBENT = frozenset(PARTICIPLES.values()) - frozenset("read put set split hit look run show come go lose fall".split())
"""Verbs whose participle has a form of its own."""
_READ_WHAT = frozenset("access replica replicas permission permissions rights".split())
_PREFIXES = frozenset("bulk batch re pre auto cross double up hot".split())
_SCALES = frozenset("hundred thousand million billion trillion dozen lakh crore mn bn".split())
_ON_WHAT = frozenset("call board chain demand device duty site".split())
_CONTRACTIONS = frozenset(
    "you've you'll you're we've i've we'll we'd i'll they've they'll that's it's there's who's what's they're we're let's here's doesn't don't didn't isn't "
    "aren't wasn't weren't won't wouldn't can't couldn't shouldn't mustn't hasn't haven't".split()
)
_SETTING = frozenset("when whenever if once while after before until".split())
_ADVERBIAL_LEADS = ADVERBS | MODALS | frozenset({"n't"})


_TOLD_FRAMES = frozenset({Frame.CALL, Frame.PUT, Frame.SEND, Frame.EMIT, Frame.TAKE, Frame.HEAR})
_LONGEST_PHRASE = 16
_LY_NOUNS = frozenset("tally supply family assembly reply anomaly rally monopoly".split())


class Tagger(UnlistedVerbs):
    """Tags the tokens of a text once."""

    def tags(self) -> list[Tag]:
        """Return the tag of each token."""
        for index in range(len(self._tokens)):
            if index == 0 or self._clauses[index] != self._clauses[index - 1]:
                self._is_object = self._is_base = self._is_aside = False
                self._front(index)
            elif self._tokens[index - 1].text == ":":
                self._front(index)
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

    def _tag(self, index: int) -> Tag:
        token = self._tokens[index]
        if index in self._proper or index in self.fronted:
            return Tag.NOUN
        if index in self.fronting:
            return Tag.VERB
        if self._hit[index] and not (self._hit[index] == "verb" and self._verb(index) in VERBAL):
            return Tag.HIT
        if token.is_word and (self._is_dotted(index) or self._is_initials_tied(index)):
            return Tag.NOUN
        if token.lower.replace("’", "'") in _CONTRACTIONS:
            return Tag.SMALL
        if token.kind == "symbol":
            return Tag.SYMBOL
        if token.is_number or (token.lower in _SCALES and index and self._tags[index - 1] == Tag.NUMBER):
            return Tag.NUMBER
        if self._is_file(index):
            return Tag.NOUN
        says_be = index > 0 and (self._lower(index - 1) in MODALS or self._tokens[index - 1].text == "TO")
        if token.text in {"FE", "BE"} and not says_be:
            return Tag.NOUN
        if token.lower == "r" and self._lower(index + 1) == "/" and self._lower(index + 2) == "w":
            return Tag.VERB
        if token.lower == "till" and (
            self._lower(index + 1) in {"in", "at", "of"} or relation_of(self._lower(index + 1)) is not None
            if not self._inside(index, index - 1) else self._lower(index - 1) in ARTICLES
        ):  # fmt: skip
            return Tag.NOUN
        if token.lower in {"back", "front"} and self._lower(index + 1) in {"office", "end", "desk", "door"}:
            return Tag.NOUN
        if token.lower in {"back", "front", "out"} and self._ties_on(index):
            return Tag.NOUN
        if token.lower == "next" and self._lower(index + 1) == "to":
            return Tag.SMALL
        if token.lower == "having" and self._lower(index + 1).endswith("ed"):
            return Tag.ADVERB
        if token.lower == "people" and self._next_is_kind(index):
            return Tag.NOUN
        if token.lower in SMALL and index > 1 and self._is_tied(index):
            return Tag.NOUN
        if token.lower in SMALL and self._is_in_product(index):
            return Tag.NOUN
        if token.lower in {"one", "two", "all", "both"} and self._ties_on(index):
            return Tag.NOUN
        if token.lower in ADVERBS and self._ties_on(index) and index and self._lower(index - 1) in ARTICLES:
            return Tag.NOUN
        if token.lower == "on" and self._ties_on(index) and self._lower(index + 2) in _ON_WHAT:
            return Tag.NOUN
        if token.lower in SMALL:
            return Tag.ADVERB if token.lower in ADVERBS else Tag.SMALL
        if (
            token.lower in {"fresh", "alone", "warm"}
            and index
            and self._tags[index - 1] in NOMINAL
            and self._inside(index, index - 1)
        ):
            return Tag.ADVERB
        if token.lower in _PREFIXES and self._inside(index, index + 2) and self._lower(index + 1) == "-" and (
            index and (self._tags[index - 1] in NOMINAL or self._lower(index - 1) in SUBJECT_PRONOUNS) and relation_of(self._lower(index + 2)) is not None and is_s_form(self._lower(index + 2))
        ):  # fmt: skip
            return Tag.ADVERB
        if self._is_called_like_an_adverb(index):
            return Tag.NOUN
        if token.lower in ADVERBS or (
            token.lower.endswith("ly") and len(token.lower) > 4 and token.lower not in _LY_NOUNS
        ):
            return Tag.ADVERB
        return self._verb(index)

    def _is_dotted(self, index: int) -> bool:
        """Tell both words of "order.created": the name of an event."""
        for dot, other in ((index + 1, index + 2), (index - 1, index - 2)):
            if not self._inside(index, other) or self._tokens[dot].text != "." or not self._tokens[other].is_word:
                continue
            first, last = self._tokens[min(index, other)], self._tokens[max(index, other)]
            touches = first.end == self._tokens[dot].start and self._tokens[dot].end == last.start
            if touches and first.text.islower() and last.text.islower() and len(first.text) > 1:
                return True
        return False

    def _is_initials_tied(self, index: int) -> bool:
        """Tell the "IS" of "SAP IS-U"."""
        token = self._tokens[index]
        return token.text.isupper() and len(token.text) > 1 and token.lower in SMALL and self._ties_on(index)

    def _is_in_product(self, index: int) -> bool:
        """Tell the "ME" of "SAP ME": two capitals right behind a product's name, in a text that spares them."""
        token = self._tokens[index]
        if (
            not token.text.isupper()
            or len(token.text) < 2
            or not self._inside(index, index - 1)
            or not self._hit[index - 1]
        ):
            return False
        after = self._tokens[index + 1] if self._inside(index, index + 1) else None
        return after is None or (after.text != "-" and (not after.is_word or after.text.islower()))

    def _is_called_like_an_adverb(self, index: int) -> bool:
        """Tell "Ledgerly listens" from "Finally the worker listens"."""
        token, after = self._tokens[index], self._lower(index + 1)
        is_name = token.lower.endswith("ly") and token.lower not in ADVERBS and token.text[:1].isupper()
        return is_name and self._inside(index, index + 1) and is_s_form(after) and relation_of(after) is not None

    def _verb(self, index: int) -> Tag:
        word = self._lower(index)
        if self._is_in_name(index) or is_capital_name(self._tokens, self._clauses, index):
            return Tag.NOUN
        if relation_of(word) is None:
            return self._unknown(index, word)
        before = self._lower(index - 1) if self._inside(index, index - 1) else ""
        if self._lead(index) in COPULA and (word in _IRREGULAR or self._is_unbent(index, word)):
            return Tag.PASSIVE
        if self._is_verb_with_prefix(index, word):
            return Tag.VERB
        if word == "own" and (before.endswith(("'s", "’s")) or self._lower(index - 1) == ":"):
            return Tag.NOUN
        if (before in DETERMINERS and index - 1 not in self._proper) or self._hyphenated(index):
            return Tag.NOUN
        if self._is_before_be(index, word) or self._is_quoted(index):
            return Tag.NOUN
        if word == "read" and self._lower(index + 1) in _READ_WHAT and self._previous(index) not in NOMINAL:
            return Tag.NOUN
        if before == "each" and index > 1 and (
            (self._tags[index - 2] == Tag.VERB and stem(word) in NOUN_TOO)
            or self._lower(index - 2) in PREPOSITIONS - {"of"}
        ):  # fmt: skip
            # "reports each turn to the bridge", "for each repair"
            return Tag.NOUN
        if word.endswith("ing") and word not in {"ping", "ring"}:
            return self._gerund(index, before)
        if word.endswith("ings") and word not in {"brings", "pings", "rings"}:
            return Tag.NOUN
        if (word.endswith("ed") and word not in {"feed", "need", "embed"}) or word in PARTICIPLES:
            return self._past(index, word, before)
        return self._finite(index, word, before)

    def _is_unbent(self, index: int, word: str) -> bool:
        """Tell "is write in Go", "are keep in Redis", as people say it whose mother tongue is another."""
        is_base = word in _UNBENT and self._lower(index + 1) in PREPOSITIONS and self._inside(index, index + 1)
        return is_base and self._lower(index - 1) in COPULA

    def _is_verb_with_prefix(self, index: int, word: str) -> bool:
        """Tell "the importer bulk-loads files"."""
        if not is_s_form(word) or self._lower(index - 1) != "-" or self._lower(index - 2) not in _PREFIXES:
            return False
        return self._tags[index - 2] == Tag.ADVERB and self._inside(index, index + 1)

    def _gerund(self, index: int, before: str) -> Tag:
        previous = self._previous(index)
        lead = self._lead(index)
        if lead in COPULA:
            return Tag.GERUND
        if self._ends(index) or self._next_is_verb(index) or self._next_is_kind(index) or previous in VERBAL:
            return Tag.NOUN
        if self._lower(index) in PAYLOAD and before.endswith("ed") and previous in NOMINAL:
            return Tag.NOUN
        if previous == Tag.SYMBOL and not lead.isalpha() and self._names_subject(index):
            return Tag.NOUN
        if lead in {"on", "upon"} and not self._inside(index, index - 2) and self._lower(index + 1) in ARTICLES:
            return Tag.GERUND
        if previous == Tag.SMALL and lead in PREPOSITIONS - {"by", "for", "of", "as", "like"}:
            return Tag.NOUN
        if previous == Tag.NOUN and self._inside(index, index + 1) and self._lower(index + 1) not in SMALL:
            return Tag.NOUN if not self._hit[index + 1] else Tag.GERUND
        return Tag.GERUND

    def _names_subject(self, index: int) -> bool:
        """Tell "booking site goes", "parking meters report", where the first word belongs to the name of who acts."""
        noun, after = self._lower(index + 1), self._lower(index + 2)
        if not self._inside(index, index + 3) or noun in SMALL or self._hit[index + 2] or relation_of(after) is None:
            return False
        is_plural = singular(noun) != noun
        if is_plural is is_s_form(after) or (relation_of(noun) is not None and stem(noun) not in NOUN_TOO):
            return False
        return self._opens_object(index + 3, index)

    def _past(self, index: int, word: str, before: str) -> Tag:
        lead, previous = self._lead(index), self._previous(index)
        if word == "got" and before.endswith(("'ve", "’ve")):
            return Tag.VERB
        if (word in {"called", "named"} and previous in NOMINAL) or self._is_had_done(index):
            return Tag.PASSIVE
        if before == "having":
            return Tag.GERUND
        if self._is_told_in_past(index, word) or (word in SIMPLE_PASTS and lead in SUBJECT_PRONOUNS):
            return Tag.VERB
        if lead == "each" and self._lower(index - 2) in COPULA:
            return Tag.PASSIVE
        if lead in {"each", "every", "these", "those"} and not self._ends(index):
            return Tag.NOUN
        base_form = word in {"read", "put", "set", "split", "hit", "run"}
        follows = self._lower(index + 1) if self._inside(index, index + 1) else ""
        if follows == "there" and self._lower(index + 2) == "by":
            return Tag.PASSIVE
        if (
            word == "kept"
            and previous in NOMINAL
            and follows in {"up", "in", "fresh", "current"}
            and lead not in SUBJECT_PRONOUNS
        ):
            return Tag.PASSIVE
        if lead in COPULA | {"get", "gets", "got"} or lead.endswith(("'re", "’re", "it's", "it’s")):
            return Tag.PASSIVE
        if base_form and (
            self._is_plain_subject(index)
            or lead in _ADVERBIAL_LEADS | {"to", "which", "that", "we", "they", "both", "all", "", ":"}
        ):
            return self._finite(index, word, before)
        if follows in PREPOSITIONS - {"of"}:
            return Tag.PASSIVE
        if follows in {"every", "each", "once"} and self._goes_on_passive(index):
            return Tag.PASSIVE
        if previous in NOMINAL and not self._ends(index):
            return (
                Tag.VERB if follows in SMALL or (self._inside(index, index + 1) and self._hit[index + 1]) else Tag.NOUN
            )
        if lead in JOINS | SUBJECT_PRONOUNS | RELATIVE and not self._ends(index):
            return Tag.VERB
        return Tag.NOUN

    def _is_told_in_past(self, index: int, word: str) -> bool:
        """Tell "the API wrote to Postgres", and in a text told in the past "the shop talked to the API"."""
        lead, follows = self._lead(index), self._lower(index + 1)
        starts = self._previous(index) in NOMINAL or lead in SUBJECT_PRONOUNS | RELATIVE | JOINS | {","}
        if lead in COPULA | {"has", "have", "had", "get", "gets", "got"} or not starts or self._ends(index):
            return False
        if word in SIMPLE_PASTS:
            return True
        relation = relation_of(word)
        if not self._is_narrative or relation is None or follows in {"by", "off"} or word in PARTICIPLES:
            return False
        if word == "used" or (relation.frame not in _TOLD_FRAMES and follows in PREPOSITIONS):
            return False
        if self._goes_on_in_past(index):
            return True
        opens = not self._is_object or self._opens_run(index)
        return opens and self._is_somebody(index - 1) and not self._verb_comes(index)

    def _goes_on_in_past(self, index: int) -> bool:
        """Tell the second verb of "it looked at A, fell back on B and asked C"."""
        if self._lead(index) not in JOINS | {","}:
            return False
        for other in range(index - 1, max(-1, index - _LONGEST_PHRASE), -1):
            if not self._inside(index, other):
                return False
            if self._tags[other] in VERBAL:
                word = self._lower(other)
                return self._tags[other] == Tag.VERB and (word in SIMPLE_PASTS or word.endswith("ed"))
        return False

    def _is_somebody(self, index: int) -> bool:
        """Tell whether a noun that does something stands before a verb: "the pricing engine", and no orders."""
        word = self._lower(index)
        if self._hit[index] in {"kind", "verb", "product"}:
            return True
        plain = self._tags[index] == Tag.NOUN and singular(word) not in PAYLOAD | ABSTRACT
        return word in SUBJECT_PRONOUNS or (plain and singular(word) == word)

    def _verb_comes(self, index: int) -> bool:
        """Tell whether a form that can only be a verb follows before the next comma."""
        for other in range(index + 1, index + _LONGEST_PHRASE):
            if not self._inside(index, other) or self._tokens[other].text in {",", ";", ":", "(", "—"}:
                return False
            word = self._lower(other)
            if word in RELATIVE | SUBORDINATORS | {"where", "and"}:
                return False
            if word in COPULA | MODALS - {"also"}:
                return True
        return False

    def _is_plain_subject(self, index: int) -> bool:
        return self._previous(index) in NOMINAL
