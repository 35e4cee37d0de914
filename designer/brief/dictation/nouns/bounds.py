"""Where one noun phrase ends and the next begins."""

from __future__ import annotations

from designer.brief.dictation.nouns.brackets import Brackets
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import ABSTRACT, PAYLOAD, singular

_FEW = frozenset("two three four five six seven eight nine ten several".split())


class Bounds(Brackets):
    """Tells where a run of nouns breaks."""

    def _counts_others(self, index: int) -> bool:
        """Tell where "two applications" begin in "out of Kinesis two applications are fed"."""
        m = self._m
        after = index + 1
        if m.tags[index] != Tag.NUMBER and m.tokens[index].lower not in _FEW:
            return False
        plural = after < len(m.tokens) and m.clauses[after] == m.clauses[index] and m.tags[after] in {Tag.NOUN, Tag.HIT}
        hit = m.hits[index - 1]
        is_product = hit is not None and hit.word.technology is not None and m.hits[index] is None
        one = singular(m.tokens[after].lower) if plural else ""
        return is_product and plural and one != m.tokens[after].lower and one not in ABSTRACT | PAYLOAD

    def _breaks(self, index: int) -> bool:
        """Tell whether a new line starts a new phrase."""
        m = self._m
        gap = m.text[m.tokens[index - 1].end : m.tokens[index].start]
        return gap.count("\n") > 1

    def _begins_next(self, first: int, index: int) -> bool:
        """Tell where the second name begins in "feed svc user svc", "edge node edge node", said without a pause."""
        m = self._m
        before, after = m.tokens[index - 1].lower, index + 1
        if after >= len(m.tokens) or m.clauses[after] != m.clauses[index] or before != m.tokens[after].lower:
            return False
        is_name = m.hits[index - 1] is not None and m.hits[index - 1] is not m.hits[index] and m.hits[index] is None
        return index - first > 1 and (
            is_name or (index - 2 >= first and m.tokens[index - 2].lower == m.tokens[index].lower)
        )

    def _is_for_product(self, first: int, index: int) -> bool:
        """Tell where the product begins in "for background jobs Celery": behind what it is for."""
        m = self._m
        hit, before = m.hits[index], m.tokens[index - 1].lower
        is_product = hit is not None and hit.word.technology is not None and hit is not m.hits[index - 1]
        lead = m.tokens[first - 1].lower if first and m.clauses[first - 1] == m.clauses[first] else ""
        return is_product and lead == "for" and singular(before) != before
