"""Counts of people and devices by what they do or what state they are in: "35,000 registered", "3,800 listening at once"."""

from __future__ import annotations

from designer.brief.figures.nouns import is_actor, is_plural, is_subject, plural_before, singular
from designer.brief.figures.periods import nearby_period, period_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number, number_at
from designer.brief.units import ABBREVIATED_NOUNS, ADVERBS, DAY, MONTH, WEEK
from designer.brief.vocabulary import AT_ONCE, FUNCTION_WORDS, PEAK_CUES, VERBS
from designer.model.base import slugify

_STATES = {
    **dict.fromkeys("registered enrolled subscribed licensed sold installed shipped fitted deployed issued".split(), "total"),
    **dict.fromkeys("concurrent simultaneous online connected".split(), "concurrent"),
    "active": "active",
}  # fmt: skip
"""What so many of them are, and which of them that makes."""
_IN_STATE = {"use": "active", "service": "active", "operation": "active", "circulation": "total"}
_GOES_ON = FUNCTION_WORDS | {"mostly", "weekly", "monthly", "daily"}
_STAT_OF = {DAY: "daily", WEEK: "weekly", MONTH: "monthly"}
_NO_VERBS = frozenset(
    "people staff men women children data media aircraft sheep fish cattle series species police personnel offspring new "
    "hardware software equipment luggage mail traffic feet teeth mice geese".split()
)
_NOUNS = _NO_VERBS | FUNCTION_WORDS | ABBREVIATED_NOUNS.keys() | ADVERBS.keys()
_A_FEW = 10
_NEAR = 12
_MOST_WORDS = 7


def in_a_state(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "users, 35,000 registered and 6,000 active daily", "(125,000 sold, 9,400 in use)": so many of what is named."""
    after = number.after
    word = scan.lower(after)
    is_in = word == "in" and scan.lower(after + 1) in _IN_STATE
    state = _IN_STATE[scan.lower(after + 1)] if is_in else _STATES.get(word, "")
    end = after + 1 + is_in
    if not state or number.value < _A_FEW or not _is_left(scan, index, end):
        return None
    who = _who(scan, index, number, seen)
    if not who:
        return None
    said, end = _when(scan, end)
    stat = said or {"active": "concurrent" if is_in else "daily"}.get(state, state)
    if state == "total" and is_actor(who):
        stat = "total"
    elif state == "total":
        stat = ""
    return _counted(scan, index, end, number, who, stat or word)


def doing(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "3,800 listening at the busiest moment", "of our members 900 swim on any day": so many of those do it then."""
    verb = scan.token(number.after)
    if verb is None or not verb.is_word or number.value < _A_FEW or scan.clause(number.after) != scan.clause(index):
        return None
    is_gerund = verb.lower.endswith("ing") and len(verb.text) > 4
    is_plain = verb.text.islower() and not verb.lower.endswith(("s", "ed", "ing")) and verb.lower not in _NOUNS
    following = scan.token(number.after + 1)
    is_closed = following is not None and following.is_word and following.lower in FUNCTION_WORDS | ADVERBS.keys()
    if not ((is_gerund or is_plain) and is_closed):
        return None  # "12 training rounds a week"
    stat, end = _when(scan, number.after + 1)
    who = _who(scan, index, number, seen) if stat else ""
    return _counted(scan, index, end, number, who, stat) if who else None


def of_whom(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "12,400 readers, 1,700 of whom drop by daily": so many of those, at once or a day."""
    if (scan.lower(number.after), scan.lower(number.after + 1)) != ("of", "whom") or not seen.counted:
        return None
    stat, end = _when(scan, number.after + 2)
    return _counted(scan, index, end, number, seen.counted, stat or "some")


def _counted(scan: Scan, index: int, end: int, number: Number, who: str, stat: str) -> Reading:
    name = f"{stat}_{slugify(who).replace('-', '_')}" if stat else slugify(who).replace("-", "_")
    known = stat if stat in {"daily", "weekly", "monthly", "concurrent", "total"} else ""
    return scan.quantity(index, end, name=name, value=number.value, unit="count", role="stock", subject=who, stat=known)


def _is_left(scan: Scan, index: int, end: int) -> bool:
    """Tell "35,000 registered and", where nobody is named behind, from "35,000 registered voters"."""
    following = scan.token(end)
    is_end = following is None or following.kind == "symbol" or scan.clause(end) != scan.clause(index)
    return is_end or scan.lower(end) in _GOES_ON - {"to", "by", "with"} or scan.lower(end) in ADVERBS


def _when(scan: Scan, end: int) -> tuple[str, int]:
    """Return "concurrent" or "daily" by what the next words say, and the index behind: "at the same moment", "every day"."""
    words = scan.until_mark(range(end, min(end + _MOST_WORDS, len(scan.tokens))))
    for distance, _ in enumerate(words):
        if number_at(scan.tokens, end + distance) is not None and words[distance] not in {"a", "an", "one"}:
            words = words[:distance]
            break
    near = set(words)
    if (
        near & AT_ONCE
        or near & PEAK_CUES
        or ({"same", "one", "any", "given"} & near and {"time", "moment", "instant"} & near)
    ):
        return "concurrent", end
    period = period_at(scan, end) or nearby_period(scan, end)
    if period is not None:
        return _STAT_OF.get(period[0], ""), period[1] if period[0] in _STAT_OF else end
    return "daily" if "on" in near and near & {"day", "days"} else "", end


def _who(scan: Scan, index: int, number: Number, seen: Seen) -> str:
    """Return of whom so many are meant: what was counted in the clause or the one before, else the plural before."""
    is_other = bool(seen.counted) and not is_actor(seen.counted) and scan.clause(index) - seen.actor_clause in {0, 1}
    if is_other and seen.actor and scan.lower(number.after) not in _STATES:
        return seen.actor  # "60 nurses enter 800 readings; 15 work at the same time"
    near = plural_before(scan, index, farthest=_NEAR)
    is_same = bool(seen.counted) and scan.clause(seen.counted_end - 1) == scan.clause(index)
    is_part = number.value <= seen.counted_value
    if near and is_same and singular(near) != singular(seen.counted) and not (is_actor(seen.counted) and is_part):
        return near if _is_open_to(scan, index, near) else seen.counted if is_part else ""
    if is_same and is_part:
        return seen.counted
    if near:
        return near
    is_next = bool(seen.counted) and scan.clause(index) - scan.clause(seen.counted_end - 1) == 1
    return seen.counted if is_next and is_part else ""


def _is_open_to(scan: Scan, index: int, word: str) -> bool:
    """Tell whether a plural stands right before a figure: "users, 35,000 registered", "messengers (9,400 in use"."""
    place = index - 1
    while place >= 0 and (
        scan.lower(place) in FUNCTION_WORDS | VERBS | {"some"} or scan.tokens[place].kind == "symbol"
    ):
        place -= 1
    return scan.lower(place) == word and is_plural(word) and is_subject(scan, place)
