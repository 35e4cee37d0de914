"""What a text speaks of and does not mean: what may come later, what was thought of, what was given up."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from designer.brief.dictation.clauses import CONTINUING, OPEN_ENDS
from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText
from designer.brief.reach import nobody_at
from designer.brief.verdicts import ASKS, GONE, GONE_IN_THE_PAST, TAKES_BACK

_LATER = (
    ("earlier", "we", "had"), ("in", "the", "future"), ("phase", "two"), ("phase", "2"), ("someday",), ("nice", "to", "have"), ("might", "add"),
    ("may", "add"), ("might", "use"), ("could", "add"), ("thought", "about"), ("later", "we"), ("might", "later"),
    ("later", "on", "we"), ("next", "version"), ("some", "day"), ("considered",), ("not", "wanted"), ("we", "might"),
    ("next", "year"), ("possibly", "later"), ("maybe", "later"),
    ("old", "setup", "had"), ("old", "system", "had"), ("old", "setup", "used"), ("old", "system", "used"),
    ("previous", "setup"), ("previously",), ("formerly",), ("in", "the", "past"),
    ("old", "architecture", "had"), ("old", "version", "had"), ("used", "to", "use"), ("used", "to", "have"), ("used", "to", "run"), ("used", "to", "write"), ("used", "to", "read"),
    ("as", "-", "is", ":"), ("as", "is", ":"), ("backlog", ":"), ("later", ":"), ("future", ":"),
    ("postponed",), ("undecided",), ("no", "decision"), ("open", "point"), ("open", "question"), ("not", "decided"),
    ("later", "maybe"), ("maybe", "we"), ("perhaps", "we"), ("first", "idea"),
 ("first", "thought"), ("original", "idea"), ("initial", "idea"),
    ("we", "thought", "of"), ("could", "later"), ("used", "to", "be"), ("used", "to", "call"), ("used", "to", "send"), ("used", "to", "go"), ("used", "to", "store"),
    ("are", "evaluating"), ("looked", "at"), ("we", "evaluated"),
)  # fmt: skip


_LONGEST_NAME = 4
_TOLD = frozenset({"decided", "looked", "thought"})
_AS_IS = re.compile(
    r"^[ \t#*]{0,8}(?:as[ -]is|current (?:state|situation)|before|today)[ \t:*]{0,4}$", re.IGNORECASE | re.MULTILINE
)
_TO_BE = re.compile(
    r"^[ \t#*]{0,8}(?:to[ -]be|target (?:state|picture|architecture)|future state|after|tomorrow)[ \t:*]{0,4}$",
    re.IGNORECASE | re.MULTILINE,
)
_FAR_BACK = 400
_NEAR = 3
_PEOPLE = frozenset("we i they he she you team people somebody someone everybody nobody also briefly".split())
_SLIPS = frozenset("actually no sorry wait mean rather correction".split())
_BY_FIRST_WORD = {phrase[0]: tuple(item for item in _LATER if item[0] == phrase[0]) for phrase in _LATER}
_TURNS = frozenset({"but", "now", "today", "currently", "instead", "however", ";", "—"})


def hedged_tokens(text: StemmedText, clauses: Sequence[int]) -> frozenset[int]:
    """Return the tokens of clauses that speak of what may come later, or of what is gone.

    "but", "for now" and "today" end such a thought within its clause.
    """
    hedged: set[int] = set()
    tokens = text.tokens
    for index in range(1, len(tokens)):
        if tokens[index].lower == "longer" and tokens[index - 1].lower in {"no", "any"}:
            hedged.update(item for item in _thought_around(tokens, clauses, index, 1) if item >= index)
    for index, token in enumerate(tokens):
        for phrase in _BY_FIRST_WORD.get(token.lower, ()):
            if phrase[0] in {"looked", "considered"} and not _is_said_of_people(tokens, clauses, index):
                continue
            if tuple(item.lower for item in tokens[index : index + len(phrase)]) == phrase:
                thought = _thought_around(tokens, clauses, index, len(phrase), is_told=phrase[0] in _TOLD)
                hedged.update(item for item in thought if item >= index or phrase[:2] != ("used", "to"))
        hedged.update(nobody_at(tokens, clauses, index))
    hedged |= _as_it_was(text) | _thought_of(tokens, clauses) | refused_for_good(tokens, text.negated)
    return frozenset(hedged | _refused_too(text, clauses) | _given_up(tokens, clauses) | _switched(tokens, clauses))


def _is_said_of_people(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "we looked at Kafka" from "the pricing service looked at the counts in Redis"."""
    before = [tokens[item] for item in range(max(0, index - _NEAR), index) if clauses[item] == clauses[index]]
    is_name = len(before) == 1 and before[0].text.istitle()
    return not before or is_name or any(token.lower in _PEOPLE for token in before)


def _as_it_was(text: StemmedText) -> set[int]:
    """Return the tokens between a heading "As is" and a heading "To be": what is not meant to stay so."""
    was, will = _AS_IS.search(text.text), _TO_BE.search(text.text)
    if was is None or will is None or was.end() > will.start():
        return set()
    return {index for index, token in enumerate(text.tokens) if was.start() <= token.start < will.start()}


def said_instead(tokens: Sequence[Token], clauses: Sequence[int]) -> frozenset[int]:
    """Return what stands behind "actually not vonage" in one breath, and holds: "messagebird"."""
    return frozenset(
        item
        for index in range(1, len(tokens) - 2)
        if tokens[index].lower == "not" and tokens[index - 1].lower in _SLIPS
        for item in range(index + 2, min(len(tokens), index + 9))
        if clauses[item] == clauses[index]
    )


def _given_up(tokens: Sequence[Token], clauses: Sequence[int]) -> set[int]:
    """Return what the clause before asked for where this one says "decided against it" or "was dropped"."""
    found: set[int] = set()
    for index in range(1, len(tokens) - 1):
        words = (*(token.lower for token in tokens[index : index + 3]), "")
        opens = clauses[index] != clauses[index - 1]
        if (
            words[0] == "want"
            and words[1] in {"it", "that", "them"}
            and tokens[index - 1].lower in {"not", "don't", "never"}
        ):
            # "We had Kafka once and do not want it back".
            found.update(range(_start_of_clause(clauses, index), index))
            continue
        if words[:2] == ("decided", "against") and words[2] in {"it", "that", "this", ".", ";"}:
            start = _start_of_clause(clauses, index)
            turn = next((item for item in range(index, start, -1) if tokens[item].lower == "but"), start)
            if turn > start:
                found.update(range(start, turn))
                continue
        elif opens and (
            (words[0] in {"was", "were"} and words[1] in GONE | GONE_IN_THE_PAST)
            or (words[0] in GONE | GONE_IN_THE_PAST and words[1] in {".", "!"})
        ):
            start = index
        else:
            continue
        found.update(item for item in range(max(0, start - 40), start) if start and clauses[item] == clauses[start - 1])
    return found


def _start_of_clause(clauses: Sequence[int], index: int) -> int:
    """Return where a clause starts, or a token some way back where it is long."""
    floor = max(0, index - _FAR_BACK)
    return next((item for item in range(index, floor, -1) if clauses[item - 1] != clauses[index]), floor)


def _switched(tokens: Sequence[Token], clauses: Sequence[int]) -> set[int]:
    """Return the earlier words for what a slip of the tongue takes back: "vonage, actually not vonage", "forget the sheet"."""
    found: set[int] = set()
    for index in range(1, len(tokens) - 1):
        word, before = tokens[index].lower, tokens[index - 1].lower
        after = index + 1
        takes_back = word in TAKES_BACK and (
            tokens[after].lower in {"the", "about"} or tokens[after].text[:1].isupper()
        )
        if not ((word == "not" and before in _SLIPS) or takes_back):
            continue
        after += tokens[after].lower in {"the", "about", "a"}
        if after < len(tokens) and clauses[after] == clauses[index]:
            size = 1
            while takes_back and size < _LONGEST_NAME and after + size < len(tokens) and clauses[after + size] == clauses[index] and (
                tokens[after + size].is_word and tokens[after + size].lower not in OPEN_ENDS | CONTINUING
            ):  # fmt: skip
                size += 1
            gone = [token.lower for token in tokens[after : after + size]]
            for item in range(max(0, after - _FAR_BACK), after + 1):
                if [token.lower for token in tokens[item : item + size]] == gone:
                    found.update(range(item, item + size))
    return found


def _thought_of(tokens: Sequence[Token], clauses: Sequence[int]) -> set[int]:
    """Return what somebody "had in mind", and what else was asked for where one says "Postgres it is"."""
    found: set[int] = set()
    for index in range(1, len(tokens) - 1):
        words = (tokens[index].lower, tokens[index + 1].lower)
        if words == ("in", "mind"):
            floor = max(0, index - _LONGEST_NAME - 2)
            had = next((item for item in range(index, floor, -1) if tokens[item].lower in {"had", "have"}), index)
            found.update(range(had, index) if clauses[had] == clauses[index] else ())
        elif words == ("it", "is") and (index + 2 >= len(tokens) or not tokens[index + 2].is_word):
            chosen = tokens[index - 1]
            first = _start_of_clause(clauses, index)
            asked = next((item for item in range(first, index - 1) if tokens[item].lower in ASKS), index)
            others = range(asked, index - 1 if chosen.is_word else asked)
            found.update(item for item in others if tokens[item].lower != chosen.lower)
    return found


def refused_for_good(tokens: Sequence[Token], refused: Collection[int]) -> set[int]:
    """Return the earlier words for what a text does without in the end: "we had Hazelcast; now there is no Hazelcast"."""
    found: set[int] = set()
    for index in range(1, len(tokens)):
        name = tokens[index]
        before = tokens[index - 1].lower
        closes = index + 1 >= len(tokens) or tokens[index + 1].text in {".", ",", ";", "!"} or (
            [token.lower for token in tokens[index + 1 : index + 3]] in (["any", "more"], ["any", "longer"])
        )  # fmt: skip
        if before == "no" and index in refused and closes and name.text[:1].isupper() and len(name.text) > 2:
            found.update(item for item in range(max(0, index - _FAR_BACK), index) if tokens[item].text == name.text)
    return found


def _thought_around(
    tokens: Sequence[Token], clauses: Sequence[int], index: int, size: int, *, is_told: bool = False
) -> range:
    """Return the tokens of the thought that a token stands in."""
    first, after = index, index + size
    while (
        first and clauses[first - 1] == clauses[index] and tokens[first - 1].lower not in _TURNS and index - first < 40
    ):
        first -= 1
    while (
        after < len(tokens)
        and clauses[after] == clauses[index]
        and tokens[after].lower not in _TURNS
        and not (is_told and tokens[after].text == ":")
        and not (tokens[after].lower == "for" and after + 1 < len(tokens) and tokens[after + 1].lower == "now")
        and after - index < 60
    ):
        after += 1
    return range(first, after)


def _refused_too(text: StemmedText, clauses: Sequence[int]) -> set[int]:
    """Read "analytics is out of scope, and so is the warehouse"."""
    found: set[int] = set()
    last = -1
    for index, token in enumerate(text.tokens):
        if index in text.negated:
            last = index
        says_so = token.lower in {"so", "neither"} and index + 1 < len(text.tokens)
        if says_so and text.tokens[index + 1].lower in {"is", "are"} and last >= 0 and clauses[last] == clauses[index]:
            end = index
            while end < len(text.tokens) and clauses[end] == clauses[index]:
                found.add(end)
                end += 1
    return found
