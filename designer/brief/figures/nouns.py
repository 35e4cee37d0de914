"""The thing that a figure counts: behind it, before it, or spoken of one by one."""

from __future__ import annotations

from designer.brief.figures.scan import Scan, Seen
from designer.brief.numbers import is_scale, number_at
from designer.brief.units import (
    ABBREVIATED_NOUNS,
    ACTORS,
    ADVERBS,
    BYTE_RATES,
    BYTES,
    COPIES,
    MONEY,
    PEOPLE,
    PER_WORDS,
    PERIODS,
    TIMES,
)
from designer.brief.vocabulary import (
    AVAILABILITY_CUES,
    CONTENT_VERBS,
    EVENTS,
    GROWTH_CUES,
    LATENCY_CUES,
    LEAD_ADJECTIVES,
    MONTHS,
    NOT_NOUN,
    PEAK_CUES,
    RECOVERY_CUES,
    RETENTION_CUES,
    SIZE_CUES,
    USUAL,
    VERBS,
    WEEKDAYS,
)

_CUE_WORDS = (
    LATENCY_CUES | RETENTION_CUES | RECOVERY_CUES | AVAILABILITY_CUES | PEAK_CUES | GROWTH_CUES | SIZE_CUES
    | LEAD_ADJECTIVES | (USUAL - {"mean"}) | CONTENT_VERBS | MONTHS | WEEKDAYS | {"roughly", "approximately", "nearly", "almost", "least", "between", "rate", "limit", "must",
                         "nor", "neither", "avg", "latest", "earliest", "nothing", "free", "give", "gives", "tells", "tell", "leave", "leaves", "inside", "outside", "working", "ever", "again", "later", "earlier", "walk", "wait", "waits", "hold", "holds", "open", "larger", "bigger", "greater", "longer", "mean", "kept", "wants", "want"}
)  # fmt: skip
_GERUND_NOUNS = frozenset({"feed", "seed", "bed", "listing", "booking", "reading", "building", "meeting", "recording",
                           "listings", "bookings", "overbooking", "sampling"})  # fmt: skip
_FILLERS = frozenset(
    "about around roughly approximately up to on an at average least most some typically usually also then will may "
    "can only between exactly ~ ≈ the out in over is are was be has have gets get there come comes we you expect holds has".split()
)
_ANYBODY = frozenset({"somebody", "someone", "whoever", "everybody", "everyone", "anybody", "anyone"})
_WITH = frozenset({"with", "has", "have", "having", "holding", "containing"})
_OF_THEM = frozenset("of the our these those its their".split())
_SKIPPED = frozenset("online used such other different separate additional further".split())
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "gets", "got", "not"})
_MOST_WORDS = 5
_FAR = 24
_ACTING_ALONE = frozenset("one it he she who that which nobody everybody somebody anybody someone everyone".split())
"""Behind these a word with an s is what somebody does: "one chooses a day"."""
_COMING = frozenset("come comes arrive arrives reach pour flow go run".split())
_LEADING = frozenset("to from into onto in on at with by via through over for against between of".split())
_MODALS = frozenset({"shall", "might", "cannot", "can't", "won't", "must"})
_PLURAL_MODIFIERS = frozenset(
    "sales sports goods news systems operations customs logistics arms claims savings".split()
)
"""Plurals that stand before another noun: "sales orders"; behind any other plural comes a verb ("meters report")."""
_DETERMINERS = frozenset({"the", "our", "all", "these", "those", "them", "my", "its", "their"})


def is_actor(noun: str) -> bool:
    """Tell whether a noun names people or devices, who each do something."""
    return noun.rsplit(" ", 1)[-1] in ACTORS


def is_plural(word: str) -> bool:
    """Tell whether a word looks like an English plural.

    >>> is_plural("meters"), is_plural("status"), is_plural("access")
    (True, False, False)
    """
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


def singular(noun: str) -> str:
    """Return an English noun without its plural ending.

    >>> singular("entries"), singular("users"), singular("address")
    ('entry', 'user', 'address')
    >>> singular("buses"), singular("boxes"), singular("houses")
    ('bus', 'box', 'house')
    """
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("xes", "ches", "shes", "sses")) or (
        noun.endswith("uses") and noun[-5:-4] not in {"o", "a", "r", ""}
    ):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def noun_at(scan: Scan, index: int) -> tuple[str, int]:
    """Return the noun phrase that starts at a token (at most four words) and the index behind it."""
    words: list[str] = []
    while scan.lower(index) in _SKIPPED and scan.clause(index) == scan.clause(index + 1):
        index += 1
    after = index
    while after < len(scan.tokens) and len(words) < _MOST_WORDS:
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
    is_first = all(word in LEAD_ADJECTIVES for word in words)
    is_noun = token.lower not in NOT_NOUN or (is_first and token.lower in VERBS and token.lower.endswith("s"))
    is_inside = scan.is_glued(after) and scan.lower(after + 1) == "-" and scan.is_glued(after + 1)
    is_noun = is_noun or (bool(words) and is_inside and scan.lower(after - 1) == "-")
    is_noun = is_noun or (token.lower == "no" and scan.lower(after - 1) == "-" and scan.is_glued(after))
    is_noun = is_noun or (token.lower == "read" and scan.lower(after + 1) in COPIES)
    is_noun = is_noun or (not words and scan.lower(after + 1) == "-" and scan.is_glued(after + 1))
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
    if words and token.lower in _MODALS:
        return False
    if words and words[-1] in {"postgres", "redis", "kubernetes"} and token.lower == "read":
        return True
    is_pair = bool(words) and (words[-1] in _PLURAL_MODIFIERS or token.lower in COPIES) and is_plural(token.lower)
    return not words or not _is_complete(words[-1]) or is_pair


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


def coming_before(scan: Scan, index: int) -> str:
    """Return what comes at a rate that names nothing: "clicks" of "the SDK sends clicks to Kafka, 9,000 a second".

    It is the nearest plural that nothing leads to ("to Kafka and the clients"), a label at the head of the clause
    ("Clicks at peak: 7,500 a second"), or else the nearest noun.
    """
    here = scan.clause(index)
    first = index
    while first and scan.clauses[first - 1] == here and index - first < _FAR:
        first -= 1
    nearest, is_led = "", False
    for position in range(first, index):
        word = scan.lower(position)
        if word not in {"a", "an", "one"} and number_at(scan.tokens, position) is not None:
            nearest = nearest if is_led else ""
            continue
        is_name = scan.tokens[position].text[:1].isupper() and position > first
        if word in _LEADING:
            is_led = True
        elif word in VERBS and not is_plural(word):
            is_led = False
        elif word in {",", ";", "("}:
            is_led &= scan.lower(position + 1) in {"and", "or"}
        is_comer = _is_label(scan, position + 1) or scan.lower(position + 1) in VERBS | _COMING
        if position == first and word in EVENTS and is_comer:
            nearest = word
        is_verb = position > 0 and scan.lower(position - 1) in _ACTING_ALONE
        if not (is_led or is_name or is_verb) and is_plural(word) and is_subject(scan, position):
            nearest = word
    return nearest or subject_before(scan, index)


def _is_label(scan: Scan, index: int) -> bool:
    """Tell whether a word before is a label: its colon follows, at once or after "at peak", "per day"."""
    return any(
        scan.lower(item) == ":" and scan.clause(item) == scan.clause(index - 1) for item in range(index, index + 4)
    )


def plural_before(scan: Scan, index: int) -> str:
    """Return the nearest plural noun before a token in its clause, or an empty string."""
    here = scan.clause(index)
    position = index - 1
    while position >= 0 and scan.clauses[position] == here and index - position < 14:
        if is_plural(scan.lower(position)) and is_subject(scan, position):
            of = position - 1 - (scan.lower(position - 1) in _DETERMINERS)
            is_whose = scan.lower(of) == "of" and is_plural(scan.lower(of - 1)) and is_subject(scan, of - 1)
            return scan.lower(of - 1) if is_whose else scan.lower(position)
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
        and not (token.lower.endswith("ed") and scan.lower(position - 1) in _BE)
    )


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
    index += scan.lower(index) in {"from", "by", "to"} and scan.lower(index + 1) in {"each", "every"}
    if scan.lower(index) == "each" and scan.lower(index + 1) == "of":
        many = number_at(scan.tokens, index + 2 + (scan.lower(index + 2) in _DETERMINERS))
        if many is not None and (named := noun_at(scan, many.after))[0]:
            return named
    if scan.lower(index) in {"per", "each", "every", "/", "pro", "por", "par"} and scan.lower(index + 1) not in PERIODS:
        noun, end = noun_at(scan, index + 1)
        if noun and scan.lower(index + 1) not in {"way", "other"} and not _acts(scan, index, end):
            return noun, end
        if scan.lower(index) == "each" and not noun and number_at(scan.tokens, index + 1) is None:
            return _alone(scan, index, seen)
    if scan.lower(index) in {"a", "an"} and scan.lower(index + 1) in PEOPLE:
        return scan.lower(index + 1), index + 2
    if scan.lower(index) == "and" and scan.lower(index - 1) in PERIODS and scan.lower(index + 1) in ACTORS:
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
    is_near = (
        seen.counted and 0 <= index - seen.counted_end <= 2 and scan.clause(index) == scan.clause(seen.counted_end - 1)
    )
    return seen.counted if is_near else seen.actor


def _one_who(words: list[str]) -> str:
    """Return who a clause speaks of as one of many: "a customer places two orders a month"."""
    for place, word in enumerate(words[:-1]):
        if word in {"a", "an", "one"} and singular_actor(words[place + 1]):
            behind = [item for item in words[place + 2 :] if item not in _FILLERS]
            return words[place + 1] if 0 < len(behind) <= 2 else ""
        if word in {"a", "an"} and (owner := _owner(words[place + 1 :])):
            return owner
    return ""


def _owner(words: list[str]) -> str:
    """Return what has so many in "a wallet has at most", "an average basket has"."""
    place = next(
        (place for place, word in enumerate(words) if word in {"has", "gets", "holds", "contains", "makes"}), 0
    )
    is_near = 0 < place <= 2 and all(word in _FILLERS | {"has"} for word in words[place + 1 :])
    return words[place - 1] if is_near and not is_plural(words[place - 1]) and words[place - 1].isalpha() else ""


def singular_actor(word: str) -> bool:
    """Tell whether a word names one person or device."""
    return (word in ACTORS or f"{word}s" in ACTORS) and not is_plural(word)


def _each(words: list[str], lead: str, actor: str) -> str:
    content = [word for word in words if word not in _FILLERS]
    if set(words) <= _OF_THEM:
        return ""  # "each of the 19 kitchens" says how many there are
    if words and words[0] in _WITH and lead == "each":
        return actor if len(content) <= 2 else ""
    if not content or words[0] in PERIODS:
        return ""
    if words[:2] == ["of", "them"] and lead == "each":
        return actor
    if lead == "each" and words[:1] == ["of"]:
        named = next((word for word in content if word in ACTORS), "")
        return (named or actor) if len(content) <= 3 else ""
    first = words[0]
    if singular_actor(first):
        return first
    if first == "one" and lead in {"each", "every"}:
        return actor
    if lead == "each" and (is_plural(first) or (first.endswith("ing") and first not in _GERUND_NOUNS)):
        return actor if len(content) <= 2 else ""
    is_deed = first in VERBS and words[1:2] in (["there"], ["we"], ["you"])
    if (first in NOT_NOUN and not is_deed) or first == "one" or len(content) > 2 or not first[:1].isalpha():
        return ""
    return first


def full(noun: str) -> str:
    """Return a noun phrase with its head written out: "req" is "requests"."""
    head = noun.rsplit(" ", 1)[-1]
    return " ".join([*noun.split()[:-1], ABBREVIATED_NOUNS.get(head, head)])
