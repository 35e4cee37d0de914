"""Verbs that no table holds: what stands around a word tells "the beacon squirts frames into MinIO" from a noun."""

from __future__ import annotations

from designer.brief.dictation.relations import PREPOSITIONS, relation_of
from designer.brief.dictation.tagging.context import NOMINAL, is_s_form
from designer.brief.dictation.tagging.finite import POINTING, FiniteVerbs
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import ARTICLES, COPULA, MODALS, RELATIVE, SUBORDINATORS, singular

DETERMINERS = (ARTICLES | frozenset("no every each any some another own of several many new existing old".split())) - {
    "this", "that", "these", "those", "each", "all", "both",
}  # fmt: skip
_PASSIVE_GOES_ON = frozenset("by with to in into from through on".split())
_LEADS_TO = frozenset("to into onto at from over with".split())
_LONGEST_PHRASE = 16


class UnlistedVerbs(FiniteVerbs):
    """Decides about words that are no verb of any table."""

    def _unknown(self, index: int, word: str) -> Tag:
        """Tell "the API embeds the question" from a noun: an s-form between a noun and a determiner."""
        if word.endswith("ed") and self._inside(index, index + 1) and self._lead(index) in COPULA:
            return Tag.PASSIVE if self._lower(index + 1) in _PASSIVE_GOES_ON else Tag.NOUN
        if word.endswith("ing") and len(word) >= 5 and self._lead(index) in COPULA and self._inside(index, index + 1):
            return Tag.GERUND if self._lower(index + 1) in _PASSIVE_GOES_ON | ARTICLES else Tag.NOUN
        if self._lower(index - 1) == "to" and not self._inside(index, index - 2) and word.islower() and (
            self._lower(index + 1) in {"up", "the", "a", "an", "this", "that", "it", "begin", "start"}
        ):  # fmt: skip
            return Tag.ADVERB
        if word.endswith("ed") and self._lower(index + 1) in _PASSIVE_GOES_ON and self._goes_on_passive(index):
            return Tag.PASSIVE
        if self._opens_with_plural(index) or self._is_let_do(index, word):
            return Tag.VERB
        if word.endswith("ed") and self._lead(index) in RELATIVE and self._previous(index) == Tag.SMALL and (
            self._lower(index + 1) in ARTICLES and self._inside(index, index + 1) and not self._points(index)
        ):  # fmt: skip
            # "a job that recomputed the table"
            return Tag.VERB
        if not self._inside(index, index - 1) or not is_s_form(word) or self._hyphenated(index):
            return Tag.NOUN
        if self._goes_on_with(index):
            return Tag.VERB
        if self._lead(index) in {"it", "which", "who", "latter", "former"} and not self._ends(index):
            if self._is_before_be(index, word):
                return Tag.NOUN
            return Tag.NOUN if self._lower(index - 2) in PREPOSITIONS and self._inside(index, index - 2) else Tag.VERB
        follows = self._lower(index + 1) if self._inside(index, index + 1) else ""
        if self._lead(index) == "one" and self._lower(index - 2) in {"that", "this"} and follows in ARTICLES:
            # "that one files the plans in MinIO"
            return Tag.VERB
        previous = self._previous(index)
        if self._is_object or previous not in NOMINAL or singular(self._lower(index - 1)) != self._lower(index - 1):
            return Tag.NOUN
        if self._is_missed(index):
            return Tag.VERB
        governs = self._inside(index, index + 1) and self._hit[index + 1] == "product"
        return (
            Tag.VERB
            if governs or follows in (DETERMINERS - {"of"}) | POINTING | {"it", "them", "into", "to"}
            else Tag.NOUN
        )

    def _is_missed(self, index: int) -> bool:
        """Tell the verb of "the beacon squirts frames into MinIO": without it the clause would have none."""
        other, governs = index + 1, False
        while self._inside(index, other) and other - index < _LONGEST_PHRASE:
            word = self._lower(other)
            if self._tokens[other].text in {",", ";", ":", "(", "—"} or word in RELATIVE | SUBORDINATORS | {
                "and",
                "but",
            }:
                break
            known = relation_of(word)
            if word in COPULA | MODALS | {"n't"} or (
                known is not None and self._hit[other] in {"", "verb"} and not word.endswith("ing")
            ):
                return False
            governs = governs or word in _LEADS_TO
            other += 1
        return governs and not self._inside_aside(index)

    def _inside_aside(self, index: int) -> bool:
        """Tell whether a preposition opens the phrase before a word: "from the scanner events"."""
        other = index - 1
        while self._inside(index, other) and self._tags[other] in NOMINAL | {Tag.NUMBER, Tag.ADVERB}:
            other -= 1
        if self._inside(index, other) and self._lower(other) in ARTICLES:
            other -= 1
        return self._inside(index, other) and self._lower(other) in PREPOSITIONS | {"no", "not"}

    def _opens_with_plural(self, index: int) -> bool:
        """Tell "Members scan a code": a word between a plural that opens the clause and an article."""
        word, before = self._lower(index), self._lower(index - 1)
        if self._is_object or is_s_form(word) or not self._inside(index, index - 1) or self._inside(index, index - 3):
            return False
        opens = not self._inside(index, index - 2) or self._lower(index - 2) in {"the", "all", "our"}
        is_plural = singular(before) != before and self._tags[index - 1] in NOMINAL
        plain = self._tokens[index].is_word and word.islower() and not word.endswith(("ed", "ing", "ly"))
        return opens and is_plural and plain and self._lower(index + 1) in {"a", "an", "the", "their", "its", "our"}
