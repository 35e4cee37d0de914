"""What is done so often in a period: "opened 500,000 times a day", "members come 1.4 times a week"."""

from __future__ import annotations

from designer.brief.figures.load import rate
from designer.brief.figures.nouns import is_plural, singular, subject_before
from designer.brief.figures.owners import each_before, per_thing
from designer.brief.figures.periods import nearby_period, period_at, period_before
from designer.brief.figures.recurring import occurring
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number
from designer.brief.units import ACTORS, PEOPLE
from designer.brief.vocabulary import CONTENT_VERBS, VERBS

_MOST_TIMES = 200
"""So often at most does one person or device what is said of all of them; "opened a million times a day" is a total."""
_NEXT = 3
_DONE = frozenset({"read", "written", "taken", "shot", "sent"})
_DEEDS = {"come": "visits", "visit": "visits", "enter": "entries", "open": "opens", "log": "logins", "order": "orders",
          "pay": "payments", "write": "writes", "post": "posts", "call": "calls", "look": "views", "check": "checks",
          "sampled": "samples", "measured": "measurements", "scanned": "scans", "polled": "polls"}  # fmt: skip


_BESIDE_DEEDS = frozenset(
    "up to about around roughly some on average it them at most least over more than the app".split()
)


def times_done(scan: Scan, index: int, end: int, number: Number, seen: Seen) -> Reading | None:
    """Read "opened 500,000 times a day", "each opens the app 8x a day": the verb says what is counted."""
    before = period_before(scan, index)
    period = period_at(scan, end) or nearby_period(scan, end) or (None if before is None else (before, end))
    if period is None:
        return None
    if (thing := occurring(scan, index)) != "":
        return rate(scan, index, period[1], thing, number.value, period[0])
    each = each_before(scan, index, seen) or _acting(scan, index, seen) or _of_each_part(scan, index, seen)
    many = "" if each or number.value > _MOST_TIMES else _who_do(scan, index)
    noun = subject_before(scan, index)
    is_device = bool(each or many) and (each or many) not in PEOPLE and singular(noun) != singular(each or many)
    done = (
        "" if is_device and noun else _verb_after_each(scan, index) if each else _verb_of(scan, index) if many else ""
    )
    each = each or many
    done = _deed(scan, index) or done or _done_to_those(scan, index, noun, seen)
    thing = done or ("requests" if _asks(scan, index) else noun) or seen.subject or "requests"
    quantity, after = rate(scan, index, period[1], thing, number.value, period[0])
    if not each and scan.lower(after) in {"each", "apiece"}:
        each, after = per_thing(scan, after, seen)
    return (quantity.model_copy(update={"per": each}), after) if each else (quantity, after)


def _of_each_part(scan: Scan, index: int, seen: Seen) -> str:
    """Return what "sampled ten times a second" is said of in "engines with 40 channels each, sampled ten times a second"."""
    gap = range(seen.factor_end, index)
    is_next = seen.factor is not None and seen.factor.unit == "count" and 1 <= len(gap) <= _NEXT
    words = [scan.lower(place) for place in gap] if is_next else []
    is_done = words[:1] == [","] and len(words) > 1 and (words[1].endswith("ed") or words[1] in _DONE)
    return seen.factor.subject if seen.factor is not None and is_done else ""


def _done_to_those(scan: Scan, index: int, noun: str, seen: Seen) -> str:
    """Return what is done in "the farm clones the same 300 archives 55 times a second": they are there, and do not come."""
    words = [scan.lower(place) for place in range(max(0, seen.counted_end - 8), seen.counted_end)]
    is_same = bool(seen.counted) and scan.clause(seen.counted_end - 1) == scan.clause(index)
    if not is_same or noun != seen.counted or index - seen.counted_end > 2:
        return ""
    start = seen.counted_end - len(seen.counted_phrase.split()) - 1
    while scan.lower(start) in _BESIDE_DEEDS | {"same", "all", "our", "these", "those"} or scan.tokens[start].is_number:
        start -= 1
    word = scan.lower(start)
    is_verb = word.endswith("s") and is_plural(word) and bool(words) and scan.clause(start) == scan.clause(index)
    return word if is_verb else "requests"


def _asks(scan: Scan, index: int) -> bool:
    """Tell whether somebody asks something so often: in "the till asks our price list 900 times a second" the list is no sum."""
    return bool(
        {"ask", "asks", "queries", "query", "hits", "hit"}
        & set(scan.until_mark(range(index - 1, max(-1, index - 8), -1)))
    )


def _who_do(scan: Scan, index: int) -> str:
    """Return who do something so often: the people or devices in "members come 1.4 times a week"."""
    words = scan.until_mark(range(index - 1, max(-1, index - 7), -1))
    return next((word for word in words if word in ACTORS and is_plural(word)), "")


def _verb_of(scan: Scan, index: int) -> str:
    """Return what is done so often, as a noun: "come" are visits."""
    words = scan.until_mark(range(index - 1, max(-1, index - 4), -1))
    return next((_DEEDS[word] for word in words if word in _DEEDS), "")


def _deed(scan: Scan, index: int) -> str:
    """Return what is done so often when the word before says it: "they change up to 8,000 times", "opened 500 times"."""
    words = scan.until_mark(range(index - 1, max(-1, index - 6), -1))
    word = next((word for word in words if word not in _BESIDE_DEEDS), "")
    if word.endswith("ed"):
        return _DEEDS.get(word, word)
    plain = word.removesuffix("s") if word in CONTENT_VERBS | VERBS else ""
    return _DEEDS.get(plain, f"{plain}s" if plain else "")


def _acting(scan: Scan, index: int, seen: Seen) -> str:
    """Return who acts when a clause speaks of "each": "each opens the app 8x a day"."""
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    return seen.actor if "each" in before else ""


def _verb_after_each(scan: Scan, index: int) -> str:
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    if "each" not in before:
        return ""
    position = index - 1 - before.index("each")
    verbs = [scan.lower(item) for item in range(position + 1, index) if is_plural(scan.lower(item))]
    return verbs[0] if verbs else ""
