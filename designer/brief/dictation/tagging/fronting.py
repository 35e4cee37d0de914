"""Objects that stand before their subject: "product pictures the shop takes from the image server"."""

from __future__ import annotations

from designer.brief.dictation.relations import NOUN_TOO, relation_of
from designer.brief.dictation.tagging.context import SMALL, Context, is_s_form
from designer.brief.dictation.words import PAYLOAD, singular
from designer.brief.phrases import stem

_OPENS_SUBJECT = frozenset("the our its their a an each every".split())
_GOVERNED = frozenset("to into onto in on from via through at off out".split())
_LONGEST_OBJECT = 3
_LONGEST_SUBJECT = 5


class Fronting(Context):
    """Finds objects at the start of a clause, which would else be read as its subject and verb."""

    def _front(self, index: int) -> None:
        """Note the nouns of an object that opens a clause, and the verb that governs it."""
        for last in range(index, index + _LONGEST_OBJECT):
            if not self._inside(index, last) or not self._is_plain_word(last):
                return
            verb = self._governing(last) if self._is_of_things(index, last) else 0
            if verb:
                self.fronted.update(range(index, last + 1))
                self.fronting.add(verb)
                self.breaks.add(last + 1)
                return

    def _is_plain_word(self, index: int) -> bool:
        token = self._tokens[index]
        return token.is_word and not self._hit[index] and token.lower not in SMALL

    def _is_of_things(self, first: int, last: int) -> bool:
        """Tell a plural of things from a verb: "exchange rates", "orders", but not "the scheduler starts"."""
        word = self._lower(last)
        if singular(word) == word:
            return False
        return relation_of(word) is None or singular(word) in PAYLOAD or (
            first < last and stem(word) in NOUN_TOO and not is_s_form(self._lower(last - 1))
            and self._tokens[first].text[:1].isupper() and relation_of(self._lower(last - 1)) is not None
        )  # fmt: skip

    def _governing(self, last: int) -> int:
        """Return the verb of "the shop takes from": behind a subject of its own, and before a preposition; or 0."""
        start = last + 1
        if not self._inside(last, start + 1):
            return 0
        if self._lower(start) in _OPENS_SUBJECT:
            start += 1
        elif self._hit[start] != "product" and not self._tokens[start].text[:1].isupper():
            return 0
        for verb in range(start + 1, min(start + _LONGEST_SUBJECT, len(self._tokens) - 1)):
            if not self._inside(last, verb + 1) or not self._tokens[verb].is_word or self._lower(verb) in SMALL:
                return 0
            word, before = self._lower(verb), self._lower(verb - 1)
            agrees = is_s_form(word) is (singular(before) == before)
            if relation_of(word) is not None and agrees and not word.endswith(("ed", "ing")) and not self._hit[verb]:
                return verb if self._lower(verb + 1) in _GOVERNED else 0
        return 0
