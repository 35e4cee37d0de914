"""Words that belong to the name of who acts, though they are verbs as often, and verbs right behind such names."""

from __future__ import annotations

from designer.brief.dictation.relations import NOUN_TOO, relation_of
from designer.brief.dictation.tagging.context import NOMINAL, SMALL, is_s_form
from designer.brief.dictation.tagging.fronting import Fronting
from designer.brief.dictation.words import ABSTRACT, GENERIC_HEADS, PAYLOAD, singular
from designer.brief.phrases import stem

_BULLETS = frozenset("-*•–·▪◦+")
_STANDS = frozenset("in on at inside along aboard".split())
_LONGEST_LABEL = 3
_LONGEST_BRACKET = 8
_LONGEST_PHRASE = 10


class Subjects(Fronting):
    """Tells who acts from what he does where his name ends in, or begins with, a word that may be a verb."""

    def _heads_item(self, index: int, word: str) -> bool:
        """Tell "stop lights:", "Launch desk (Qt) starts": a line that begins with the name of what it is about."""
        opens = not self._inside(index, index - 1) or (
            self._tokens[index - 1].text in _BULLETS and not self._inside(index, index - 2)
        )
        if not opens or is_s_form(word) or not self._inside(index, index + 2):
            return False
        after = index + 1
        while self._inside(index, after) and after - index <= _LONGEST_LABEL and self._is_plain_noun(after):
            after += 1
        head = singular(self._lower(after - 1))
        if after == index + 1 or not self._inside(index, after) or head in GENERIC_HEADS | PAYLOAD | ABSTRACT:
            return False
        if self._tokens[after].text == ":":
            return True
        return self._tokens[after].text == "(" and self._acts_behind_bracket(after)

    def _ends_name(self, index: int, word: str) -> bool:
        """Tell "register" in "the seed register imports it": the verb stands right before the pronoun it governs."""
        follows, after = self._lower(index + 1), self._lower(index + 2)
        if is_s_form(word) or after not in {"it", "them"} or not self._inside(index, index + 2):
            return False
        acts = is_s_form(follows) and relation_of(follows) is not None
        return acts and bool(self._tags) and self._tags[index - 1] in NOMINAL and self._inside(index, index - 1)

    def _is_plain_noun(self, index: int) -> bool:
        token = self._tokens[index]
        return token.is_word and token.lower not in SMALL and self._hit[index] != "product"

    def _acts_behind_bracket(self, opening: int) -> bool:
        """Tell whether a verb of one who acts follows a bracket."""
        for other in range(opening + 1, opening + _LONGEST_BRACKET):
            if not self._inside(opening, other + 1):
                return False
            if self._tokens[other].text == ")":
                follows = self._lower(other + 1)
                return is_s_form(follows) and relation_of(follows) is not None
        return False

    def _acts_at_last(self, index: int, noun_too: bool) -> bool:
        """Tell "send" in "bee keepers send photographs of": hardly a noun, behind the plural of who acts."""
        before, word = self._lower(index - 1), self._lower(index)
        if noun_too or self._is_object or is_s_form(word) or not self._inside(index, index - 1):
            return False
        return self._tags[index - 1] in NOMINAL and singular(before) != before and self._tokens[index].text.islower()

    def _stands_somewhere(self, index: int, word: str) -> bool:
        """Tell "probes" in "level probes in the silos publish readings": a plural with a place before its verb."""
        if not is_s_form(word) or self._is_object or self._lower(index + 1) not in _STANDS:
            return False
        for other in range(index + 2, index + _LONGEST_PHRASE):
            if not self._inside(index, other) or not self._tokens[other].is_word:
                return False
            base = self._lower(other)
            if base in SMALL:
                continue
            known = relation_of(base)
            only_verb = known is not None and stem(base) not in NOUN_TOO and not base.endswith(("s", "ed", "ing"))
            if only_verb and not self._hit[other] and not self._hit[other - 1]:
                return self._lower(other - 1) not in SMALL
        return False
