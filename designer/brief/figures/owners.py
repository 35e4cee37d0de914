"""Whom or what a figure is counted for: "per user", "each of them", "a customer places two orders"."""

from __future__ import annotations

from designer.brief.figures.nouns import DETERMINERS, GERUND_NOUNS, is_plural, noun_at, singular
from designer.brief.figures.periods import is_every_nth
from designer.brief.figures.scan import Scan, Seen
from designer.brief.numbers import number_at
from designer.brief.units import ACTORS, PEOPLE, PERIODS
from designer.brief.vocabulary import NOT_NOUN, VERBS

_FILLERS = frozenset(
    "about around roughly approximately up to on an at average least most some typically usually also then will may "
    "can only between exactly ~ ≈ the out in over is are was be has have gets get there come comes we you expect holds has".split()
)
_BRINGS = frozenset("has gets holds contains makes means causes triggers spawns".split())
_ONE_BRINGS = _BRINGS | frozenset("produces generates brings creates yields needs costs".split())
"""What one of many brings with it; "a centre produces 60 genomes a day" may be the only centre."""
_ANYBODY = frozenset({"somebody", "someone", "whoever", "everybody", "everyone", "anybody", "anyone"})
_WITH = frozenset({"with", "has", "have", "having", "holding", "containing", "at"})
_OF_THEM = frozenset("of the our these those its their".split())
_HELD = 7


def per_thing(scan: Scan, index: int, seen: Seen) -> tuple[str, int]:
    """Return the thing after "per", "a" or "each" when it is no period ("per user"), and the index behind it.

    A bare "each" at the end of a part ("12 messages each") means who was counted before.
    """
    if scan.lower(index) == "for" and scan.lower(index + 1) in {"every", "each"}:
        if not noun_at(scan, index + 2)[0] and scan.lower(index + 2) not in PERIODS:
            return seen.subject, index + 2
        index += 1
    if scan.lower(index) in {"of", "for"} and scan.lower(index + 1) == "each":
        noun, end = noun_at(scan, index + 2)
        return (noun, end) if noun else (seen.subject, index + 2)
    index += scan.lower(index) in {"from", "by", "to", "on", "in", "at"} and scan.lower(index + 1) in {"each", "every"}
    is_inside = scan.lower(index) in {"in", "on"} and scan.lower(index + 1) in {"a", "an"}
    index += is_inside and _is_one_of_known(scan, index + 2, seen)
    if scan.lower(index) == "each" and scan.lower(index + 1) == "of":
        many = number_at(scan.tokens, index + 2 + (scan.lower(index + 2) in DETERMINERS))
        if many is not None and (named := noun_at(scan, many.after))[0]:
            return named
    if (
        scan.lower(index) in {"per", "each", "every", "/", "pro", "por", "par"}
        and scan.lower(index + 1) not in PERIODS
        and not is_every_nth(scan, index)
    ):
        noun, end = noun_at(scan, index + 1)
        if noun and scan.lower(index + 1) not in {"way", "other"} and not _acts(scan, index, end):
            return noun, end
        if scan.lower(index) == "each" and not noun and number_at(scan.tokens, index + 1) is None:
            return _alone(scan, index, seen)
    if scan.lower(index) == "apiece":
        return _alone(scan, index, seen)
    if scan.lower(index) in {"a", "an"} and (
        scan.lower(index + 1) in PEOPLE or _is_one_of_known(scan, index + 1, seen)
    ):
        return scan.lower(index + 1), index + 2
    word = scan.lower(index + 1)
    is_who = word in ACTORS or singular_actor(word) or (word in seen.known and word not in PERIODS)
    if scan.lower(index) == "and" and scan.lower(index - 1) in PERIODS and is_who:
        return scan.lower(index + 1), index + 2
    return "", index


def _acts(scan: Scan, index: int, end: int) -> bool:
    """Tell "4 million meters each report a reading", where a verb follows, from "4 GB each file"."""
    following = scan.token(end)
    is_open = following is not None and following.is_word and scan.clause(end) == scan.clause(index)
    return scan.lower(index) == "each" and is_plural(scan.lower(index - 1)) and is_open


def _is_one_of_known(scan: Scan, index: int, seen: Seen) -> bool:
    """Tell "60 flights a week, 1,400 pictures a flight": one of what came or was counted before."""
    word = scan.lower(index)
    come = singular(seen.load.subject.rsplit(" ", 1)[-1]) if seen.load is not None else ""
    many = singular(seen.factor.subject.rsplit(" ", 1)[-1]) if seen.factor is not None else ""
    return word not in PERIODS and not is_plural(word) and word in {*seen.known, come, many} - {""}


def _alone(scan: Scan, index: int, seen: Seen) -> tuple[str, int]:
    """Return who a bare "each" means: who was counted in the same clause."""
    if seen.load is not None and seen.load_clause == scan.clause(index) and 0 <= index - seen.load_end <= 6:
        return seen.load.subject, index + 1  # "5 million cars a day, two photos each"
    is_same = bool(seen.actor) and seen.actor_clause == scan.clause(index)
    is_counted = bool(seen.counted) and scan.clause(seen.counted_end - 1) == scan.clause(index)
    who = seen.counted if is_counted and index - seen.counted_end <= 14 else seen.actor if is_same else ""
    return (who, index + 1) if who else ("", index)


def each_before(scan: Scan, index: int, seen: Seen) -> str:
    """Return the thing that the words before a figure speak of one by one: "each user sends 40 messages".

    Between the thing and the figure stand a verb and fillers at most; a comma or another noun ends it. In "each
    watches 12 clips" and "each of them pulls 3 Mbit/s" it is who was counted before.
    """
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    for distance, word in enumerate(before):
        if word in {"each", "every", "per"}:
            words = list(reversed(before[:distance]))
            if words and words[0] in seen.known and words[0] not in PERIODS:
                return words[0]
            return _each(words, word, whose(scan, index - 1 - distance, seen))
    if set(before) & _ANYBODY and seen.topic:
        return seen.topic
    return _one_who(list(reversed(before)))


def whose(scan: Scan, index: int, seen: Seen) -> str:
    """Return who a lone "each" at a token means: what was counted right before it, else who acts."""
    here = scan.clause(index)
    load = seen.load
    if (
        load is not None
        and load.unit != "bytes/s"
        and seen.load_clause == here
        and seen.counted_end < seen.load_end <= index
    ):
        return load.subject  # "2 million visitors a year, each plays 18 clips"
    is_same = bool(seen.counted) and seen.counted_end <= index and scan.clause(seen.counted_end - 1) == here
    if is_same and index - seen.counted_end <= 2:
        return seen.counted
    is_acting = bool(seen.actor) and (seen.actor_clause == here or not is_same)
    return seen.actor if is_acting else seen.counted if is_same else seen.topic


def _one_who(words: list[str]) -> str:
    """Return who a clause speaks of as one of many: "a customer places two orders a month"."""
    if len(words) == 3 and words[0] == "one" and words[2] == "to" and not is_plural(words[1]):
        return words[1]  # "one booking to 250 views"
    for place, word in enumerate(words[:-1]):
        if word in {"a", "an", "one"} and singular_actor(words[place + 1]):
            behind = [item for item in words[place + 2 :] if item not in _FILLERS]
            return words[place + 1] if 0 < len(behind) <= 2 else ""
        if word in {"a", "an", "one"} and (
            owner := _owner(words[place + 1 :], _ONE_BRINGS if word == "one" else _BRINGS)
        ):
            return owner
    return ""


def _owner(words: list[str], verbs: frozenset[str]) -> str:
    """Return what has so many in "a wallet has at most", "an average basket has"."""
    place = next((place for place, word in enumerate(words) if word in verbs), 0)
    is_near = 0 < place <= 2 and all(word in _FILLERS | {"has"} for word in words[place + 1 :])
    owner = words[place - 1]
    is_thing = owner.isalpha() and owner not in NOT_NOUN and owner not in PERIODS
    return owner if is_near and is_thing and not is_plural(owner) else ""


def singular_actor(word: str) -> bool:
    """Tell whether a word names one person or device."""
    return (word in ACTORS or f"{word}s" in ACTORS) and not is_plural(word)


def _each(words: list[str], lead: str, actor: str) -> str:
    content = [word for word in words if word not in _FILLERS]
    if set(words) <= _OF_THEM:
        return ""  # "each of the 19 kitchens" says how many there are
    if words and words[0] in _WITH and lead == "each":
        return actor if len(content) <= _HELD else ""
    if not content or words[0] in PERIODS:
        return ""
    if words[:2] == ["of", "them"] and lead == "each":
        return actor
    if lead == "each" and words[:1] == ["of"]:
        named = next((word for word in content if word in ACTORS), "")
        said = [word for word in content if word != "of" and not word[:1].isdigit()]
        return (named or actor) if len(said) <= 2 else ""
    first = words[0]
    if singular_actor(first):
        return first
    if first == "one" and lead in {"each", "every"}:
        return actor
    if lead == "each" and (is_plural(first) or (first.endswith("ing") and first not in GERUND_NOUNS)):
        return actor if len(content) <= 2 else ""
    is_deed = first in VERBS and words[1:2] in (["there"], ["we"], ["you"])
    if (first in NOT_NOUN and not is_deed) or first == "one" or len(content) > 2 or not first[:1].isalpha():
        return ""
    return first
