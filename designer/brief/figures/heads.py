"""The head of a noun phrase that the words right behind a number do not end with: "28 seismic and tidal probes"."""

from __future__ import annotations

from designer.brief.figures.nouns import is_plural, noun_at
from designer.brief.figures.periods import nearby_period, period_at
from designer.brief.figures.scan import Scan, Seen
from designer.brief.figures.unnamed import said_last
from designer.brief.numbers import Number
from designer.brief.units import ACTORS, COPIES
from designer.brief.vocabulary import CONTENT_VERBS, FUNCTION_WORDS, VERBS

_CLAUSES = 2
_EACH_OF_THE = {("each", "of", "the"), ("each", "of", "our"), ("each", "of", "these")}
_UNCOUNTED = frozenset(
    "people staff men women children data media police personnel criteria series species aircraft sheep fish cattle "
    "equipment hardware software traffic information".split()
)
"""Words that are many without an s."""


def and_another(scan: Scan, end: int) -> tuple[str, int] | None:
    """Return the second noun of "40,000 lots and pallets a day", where the period belongs to both."""
    if scan.lower(end) not in {"and", "or", "&", "/"}:
        return None
    noun, after = noun_at(scan, end + 1)
    is_modifier = is_plural(noun) and not is_plural(scan.lower(end - 1)) and nearby_period(scan, after) is not None
    return (noun, after) if noun and (is_modifier or period_at(scan, after) is not None) else None


def with_its_head(scan: Scan, noun: str, end: int, number: Number) -> tuple[str, int]:
    """Return the noun of "28 seismic and tidal probes" and "190 foreign posts", where a singular is no head of so many."""
    is_head = " " in noun or is_plural(noun) or noun in _UNCOUNTED | ACTORS | COPIES or number.value <= 1
    if is_head or scan.clause(end) != scan.clause(end - 1):
        return noun, end
    if scan.lower(end) in {"and", "or"}:
        other, after = noun_at(scan, end + 1)
        other, after = _with_a_verb_form(scan, other, after) if other else (other, after)
        is_pair = is_plural(other) and scan.clause(end + 1) == scan.clause(end)
        both = f"{noun} {scan.lower(end)} {other}"
        return (both, after) if is_pair and not scan.tokens[end + 1].is_number else (noun, end)
    return _with_a_verb_form(scan, noun, end)


def _with_a_verb_form(scan: Scan, noun: str, end: int) -> tuple[str, int]:
    """Return a noun with a plural behind it that is a verb elsewhere: "foreign posts", "cold stores"."""
    word, follows = scan.lower(end), scan.token(end + 1)
    is_closed = follows is None or not follows.is_word or follows.lower in FUNCTION_WORDS
    is_noun = word in VERBS and is_plural(word) and not is_plural(noun) and is_closed
    return (f"{noun} {word}", end + 1) if is_noun else (noun, end)


def of_which_kind(scan: Scan, index: int, number: Number, seen: Seen) -> str:
    """Return what "ones" stands for: what there are more of, counted a clause or a few before."""
    is_near = bool(seen.counted) and scan.clause(index) - scan.clause(seen.counted_end - 1) <= _CLAUSES
    return seen.counted if is_near and number.value <= seen.counted_value else "ones"


def each_of_so_many(scan: Scan, index: int, noun: str, end: int, number: Number) -> str:
    """Return who "each of the 48 streams video" means: the word behind is what each does, the sentence before names them."""
    is_each = (scan.lower(index - 3), scan.lower(index - 2), scan.lower(index - 1)) in _EACH_OF_THE
    following = scan.token(end)
    is_object = following is not None and following.is_word and scan.clause(end) == scan.clause(index)
    if not is_each or number.value <= 1 or " " in noun or not is_plural(noun) or not is_object:
        return ""
    word = scan.lower(end)
    is_verb = noun in VERBS | CONTENT_VERBS
    if word in FUNCTION_WORDS | VERBS | CONTENT_VERBS or (not is_verb and word.endswith(("s", "ed", "ing", "ly"))):
        return ""  # "each of the 19 kitchens has", "cooks", "also"
    return said_last(scan, index)
