"""The thing that a figure counts: behind it, before it, or spoken of one by one."""

from __future__ import annotations

from designer.brief.figures.scan import Scan, Seen
from designer.brief.numbers import is_scale, number_at
from designer.brief.units import ACTORS, ADVERBS, BYTE_RATES, BYTES, COPIES, MONEY, PEOPLE, PER_WORDS, PERIODS, TIMES
from designer.brief.vocabulary import (
    AVAILABILITY_CUES,
    GROWTH_CUES,
    LATENCY_CUES,
    LEAD_ADJECTIVES,
    NOT_NOUN,
    PEAK_CUES,
    RECOVERY_CUES,
    RETENTION_CUES,
    SIZE_CUES,
    VERBS,
)

_CUE_WORDS = (
    LATENCY_CUES | RETENTION_CUES | RECOVERY_CUES | AVAILABILITY_CUES | PEAK_CUES | GROWTH_CUES | SIZE_CUES
    | LEAD_ADJECTIVES | {"roughly", "approximately", "nearly", "almost", "least", "between", "rate", "limit", "must",
                         "nor", "neither", "avg", "latest", "earliest", "nothing", "free", "give", "gives", "tells", "tell", "leave", "leaves", "inside", "outside", "working", "ever", "again", "later", "earlier", "walk", "wait", "waits", "hold", "holds", "open", "larger", "bigger", "greater", "longer", "mean", "kept", "wants", "want"}
)  # fmt: skip
_GERUND_NOUNS = frozenset({"feed", "seed", "bed", "listing", "booking", "reading", "building", "meeting", "recording",
                           "listings", "bookings", "overbooking", "sampling"})  # fmt: skip
_FILLERS = frozenset(
    "about around roughly approximately up to on an at average least most some typically usually also then will may "
    "can only between exactly ~ ≈ the out in over is are was be has have gets".split()
)
_OF_THEM = frozenset("of the our these those its their".split())
_SKIPPED = frozenset("online used such other different separate additional further".split())
_DETERMINERS = frozenset({"the", "our", "all", "these", "those", "them", "my", "its", "their"})


def is_actor(noun: str) -> bool:
    """Tell whether a noun names people or devices, who each do something."""
    return noun.rsplit(" ", 1)[-1] in ACTORS


def is_plural(word: str) -> bool:
    """Tell whether a word looks like an English plural.

    >>> is_plural("meters"), is_plural("status"), is_plural("access")
    (True, False, False)
    """
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def noun_at(scan: Scan, index: int) -> tuple[str, int]:
    """Return the noun phrase that starts at a token (at most four words) and the index behind it."""
    words: list[str] = []
    while scan.lower(index) in _SKIPPED and scan.clause(index) == scan.clause(index + 1):
        index += 1
    after = index
    while after < len(scan.tokens) and len(words) < 4:
        token = scan.tokens[after]
        if token.text in {"-", "–"} and words and scan.is_glued(after):
            after += 1
            continue
        if not _may_join(scan, index, after, words):
            break
        words.append(token.lower)
        after += 1
    while words and words[-1].endswith(("ed", "ing")) and words[-1] not in _GERUND_NOUNS:
        words.pop()
        after -= 1
    while after > index and scan.tokens[after - 1].text in {"-", "–"}:
        after -= 1
    return " ".join(words), after


def _may_join(scan: Scan, index: int, after: int, words: list[str]) -> bool:
    token = scan.tokens[after]
    if token.text[:1].isupper() and after and "\n" in scan.text[scan.tokens[after - 1].end : token.start]:
        return False  # a new line of a list without marks
    is_noun = token.lower not in NOT_NOUN or (not words and token.lower in VERBS and token.lower.endswith("s"))
    if not token.is_word or not is_noun or scan.clauses[after] != scan.clause(index):
        return False
    if token.lower in MONEY or token.lower in PER_WORDS:
        return False
    if words and token.lower not in LEAD_ADJECTIVES and (token.lower in PERIODS or token.lower in ADVERBS):
        return False
    if words and token.lower in {"daily", "monthly", "weekly", "concurrently", "simultaneously"}:
        return False
    if not words and (token.lower in PERIODS or token.lower in TIMES):
        return False
    return not (words and _is_complete(words[-1]) and not is_plural(token.lower))


def _is_complete(word: str) -> bool:
    """Tell whether a noun phrase ends with this word: what follows a plural is a verb ("meters report")."""
    return is_plural(word) or (word in {"people", "staff"}) or (word in PEOPLE | COPIES and word.endswith("s"))


def noun_behind(scan: Scan, index: int) -> tuple[str, int]:
    """Return the noun behind "of": "of the loyalty calls", and the index behind it."""
    while scan.lower(index) in _DETERMINERS:
        index += 1
    return noun_at(scan, index)


def subject_before(scan: Scan, index: int) -> str:
    """Return the nearest noun before a token in its clause, or an empty string."""
    here = scan.clause(index)
    position = index - 1
    while position >= 0 and scan.clauses[position] == here and index - position < 14:
        if is_subject(scan, position):
            return scan.tokens[position].lower
        position -= 1
    return ""


def is_subject(scan: Scan, position: int) -> bool:
    """Tell whether a token is a word that a figure can be about."""
    token = scan.tokens[position]
    return (
        token.is_word
        and len(token.text) > 2
        and not is_scale(token.lower)
        and number_at(scan.tokens, position, ranges=False) is None
        and token.lower not in NOT_NOUN
        and token.lower not in _CUE_WORDS
        and token.lower not in PERIODS
        and token.lower not in ADVERBS
        and token.lower not in MONEY
        and token.lower not in BYTES
        and token.lower not in BYTE_RATES
    )


def per_thing(scan: Scan, index: int, seen: Seen) -> tuple[str, int]:
    """Return the thing after "per", "a" or "each" when it is no period ("per user"), and the index behind it.

    A bare "each" at the end of a part ("12 messages each") means who was counted before.
    """
    if scan.lower(index) == "for" and scan.lower(index + 1) in {"every", "each"}:
        index += 1
    if scan.lower(index) in {"of", "for"} and scan.lower(index + 1) == "each":
        return seen.subject, index + 2
    if scan.lower(index) in {"per", "each", "every", "/", "pro", "por", "par"} and scan.lower(index + 1) not in PERIODS:
        noun, end = noun_at(scan, index + 1)
        if noun and scan.lower(index + 1) not in {"way", "other"} and not _acts(scan, index, end):
            return noun, end
        if scan.lower(index) == "each" and not noun and number_at(scan.tokens, index + 1) is None:
            return _alone(scan, index, seen)
    if scan.lower(index) in {"a", "an"} and scan.lower(index + 1) in PEOPLE:
        return scan.lower(index + 1), index + 2
    return "", index


def _acts(scan: Scan, index: int, end: int) -> bool:
    """Tell "4 million meters each report a reading", where a verb follows, from "4 GB each file"."""
    following = scan.token(end)
    is_open = following is not None and following.is_word and scan.clause(end) == scan.clause(index)
    return scan.lower(index) == "each" and is_plural(scan.lower(index - 1)) and is_open


def _alone(scan: Scan, index: int, seen: Seen) -> tuple[str, int]:
    """Return who a bare "each" means: who was counted in the same clause."""
    is_same = bool(seen.actor) and seen.actor_clause == scan.clause(index)
    return (seen.actor, index + 1) if is_same else ("", index)


def each_before(scan: Scan, index: int, seen: Seen) -> str:
    """Return the thing that the words before a figure speak of one by one: "each user sends 40 messages".

    Between the thing and the figure stand a verb and fillers at most; a comma or another noun ends it. In "each
    watches 12 clips" and "each of them pulls 3 Mbit/s" it is who was counted before.
    """
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    for distance, word in enumerate(before):
        if word in {"each", "every", "per"}:
            return _each(list(reversed(before[:distance])), word, seen)
    return ""


def _each(words: list[str], lead: str, seen: Seen) -> str:
    content = [word for word in words if word not in _FILLERS]
    if set(words) <= _OF_THEM:
        return ""  # "each of the 19 kitchens" says how many there are
    if not content or words[0] in PERIODS:
        return ""
    if lead == "each" and words[:1] == ["of"]:
        return seen.actor if len(content) <= 3 else ""
    first = words[0]
    if lead == "each" and (is_plural(first) or (first.endswith("ing") and first not in _GERUND_NOUNS)):
        return seen.actor if len(content) <= 2 else ""
    if first in NOT_NOUN or first == "one" or len(content) > 2 or not first[:1].isalpha():
        return ""
    return first
