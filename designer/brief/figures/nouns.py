"""The thing that a figure counts: behind it, before it, or spoken of one by one."""

from __future__ import annotations

from designer.brief.figures.scan import Scan
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
                         "nor", "neither", "avg", "latest", "earliest", "afternoon", "afternoons", "noon", "lunchtime", "midnight", "nothing", "free", "give", "gives", "tells", "tell", "leave", "leaves", "inside", "outside", "working", "ever", "again", "later", "earlier", "walk", "wait", "waits", "hold", "holds", "open", "larger", "bigger", "greater", "longer", "mean", "kept", "wants", "want"}
)  # fmt: skip
GERUND_NOUNS = frozenset({"feed", "seed", "bed", "listing", "booking", "reading", "building", "meeting", "recording",
                           "listings", "bookings", "overbooking", "sampling"})  # fmt: skip
_SKIPPED = frozenset("online used such other different separate additional further".split())
_IRREGULAR = {
    "people": "person",
    "children": "child",
    "theses": "thesis",
    "analyses": "analysis",
    "men": "man",
    "women": "woman",
}
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
DETERMINERS = frozenset({"the", "our", "all", "these", "those", "them", "my", "its", "their"})


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
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("xes", "ches", "shes", "sses")) or (
        noun.endswith("uses") and noun[-5:-4] not in {"o", "a", "r", ""}
    ):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def plural(noun: str) -> str:
    """Return an English noun phrase with a plural ending.

    >>> plural("recording"), plural("voice message"), plural("entry"), plural("orders")
    ('recordings', 'voice messages', 'entries', 'orders')
    """
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("ss", "x", "ch", "sh")) else f"{noun}s"


def noun_at(scan: Scan, index: int) -> tuple[str, int]:
    """Return the noun phrase that starts at a token (at most four words) and the index behind it."""
    words: list[str] = []
    if index and scan.clause(index) != scan.clause(index - 1):
        return "", index  # the next item of a list begins with a noun of its own
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
    while words and words[-1].endswith(("ed", "ing")) and words[-1] not in GERUND_NOUNS:
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
    is_noun = is_noun or (is_first and token.lower in LEAD_ADJECTIVES and _counts(scan, after + 1))
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


def _counts(scan: Scan, index: int) -> bool:
    """Tell "open connections" and "live streams", where an adjective that is a verb elsewhere leads to what is counted."""
    return is_plural(scan.lower(index)) and scan.lower(index) not in NOT_NOUN | _CUE_WORDS | PERIODS.keys()


def _is_complete(word: str) -> bool:
    """Tell whether a noun phrase ends with this word: what follows a plural is a verb ("meters report")."""
    return is_plural(word) or (word in {"people", "staff"}) or (word in PEOPLE | COPIES and word.endswith("s"))


def noun_behind(scan: Scan, index: int) -> tuple[str, int]:
    """Return the noun behind "of": "of the loyalty calls", and the index behind it."""
    while scan.lower(index) in DETERMINERS:
        index += 1
    return noun_at(scan, index)


def subject_before(scan: Scan, index: int) -> str:
    """Return the nearest noun before a token in its clause, or an empty string."""
    here = scan.clause(index)
    position, is_aside = index - 1, False
    while position >= 0 and scan.clauses[position] == here and index - position < 14:
        if scan.tokens[position].text in "()":
            is_aside = scan.tokens[position].text == ")"  # "products (2 % of the volume) are kept"
        elif not is_aside and is_subject(scan, position):
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
        text = scan.tokens[position].text
        is_name = text[:1].isupper() and position > first and not (text[-1] == "s" and text[:-1].isupper())
        if word in _LEADING and scan.lower(position + 1) not in {"most", "least"}:
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


def plural_before(scan: Scan, index: int, *, farthest: int = 14) -> str:
    """Return the nearest plural noun before a token in its clause, or an empty string."""
    here = scan.clause(index)
    position = index - 1
    while position >= 0 and scan.clauses[position] == here and index - position < farthest:
        if is_plural(scan.lower(position)) and is_subject(scan, position):
            of = position - 1 - (scan.lower(position - 1) in DETERMINERS)
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


def full(noun: str) -> str:
    """Return a noun phrase with its head written out: "req" is "requests"."""
    head = noun.rsplit(" ", 1)[-1]
    return " ".join([*noun.split()[:-1], ABBREVIATED_NOUNS.get(head, head)])
