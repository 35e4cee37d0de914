"""What a text gives up: what a verdict falls on, be it its subject, its object, the thought before or what a heading names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from designer.brief.english import is_only_verb
from designer.brief.lexer import Token
from designer.brief.reach import STOPS, VERBS, backward, forward, one_phrase
from designer.brief.verdicts import (
    APPROVED,
    ASKS,
    BE,
    CHOICES,
    GONE_IN_THE_PAST,
    LEADS,
    PREDICATES,
    ends,
    following,
    gives_up,
    gone_after,
    gone_at,
    longest_at,
    person_before,
)

_ANAPHORS = frozenset("it this that them those these they both".split())
_CONTRACTED = frozenset({"it's", "that's", "they're"})
_IDEAS = frozenset(
    "plan planned asked wanted talk talked talks thought considered discussed looked evaluated tried tested had suggested "
    "proposed preferred question originally first earlier once prototype prototyped list idea initially mentioned demo pilot "
    "demanded requested pitched recommended toyed wish wished hoped meant brochure vendor consultant consultants".split()
)
"""Words of a thought that speaks of what might have been."""
_THOUGHTS = frozenset("idea thought proposal plan suggestion notion talk wish request".split())
_CONNECTORS = frozenset(
    "and but so then finally now also however though yet still in the end for well therefore meanwhile of course no sorry".split()
)
_SUBORDINATING = frozenset("when if while until once unless whenever where".split())
_PARTS_END = frozenset({",", ";", ":", "—", "–", "(", ")", "?"})
_JOINS = frozenset({"but", "and", "so"})
_BULLETS = frozenset("-*•–·▪◦+")
_FAR_BACK = 400
_LONGEST_THOUGHT = 40
_LONGEST_VERB = 3
"""Tokens of a verdict that is a verb alone, "are taken down"; a longer one has nouns, "will be put out to pasture"."""
_LONGEST_SUBJECT = 12
_LONGEST_FRONT = 6
_LONGEST_HEAD = 20
_LONGEST_REST = 16
_LONGEST_BRACKET = 8
_HEADING_WORDS = frozenset(
    "also and or ideas idea options option alternatives alternative components parts tools products things technologies "
    "candidates proposals what we that explicitly deliberately considered discussed evaluated but since last in by for the our "
    "scope do does please this all after before now finally as of were was are been have has systems items list so far yet at a to from here".split()
)
_HEADED_GONE = frozenset("absent avoided missing undesired unwanted".split())
"""What heads a list of things that are not there; in a sentence it says so of people and records."""
_AT_SOME_TIME = frozenset("since after before in during from at".split())
_NOTS = frozenset({"not", "won't", "don't", "never"})
_NOT_SO = APPROVED | {"do", "doing", "have", "having", "use", "using", "build", "in"}
_LEFT_TO_SAY = (("do", "not", "draw"), ("don't", "draw"), ("not", "to", "be"), ("out", "of", "scope"), ("won't", "do"))


def given_up(tokens: Sequence[Token], clauses: Sequence[int], text: str) -> set[int]:
    """Return the tokens that a text gives up."""
    found: set[int] = set()
    for index in range(len(tokens)):
        if size := gives_up(tokens, clauses, index):
            found.update(_by_people(tokens, clauses, index, size))
        elif end := gone_after(tokens, index) or _predicate_end(tokens, index):
            subject = _subject(tokens, clauses, index)
            found.update((*subject, *(range(index, end) if subject and end - index > _LONGEST_VERB else ())))
        elif tokens[index].lower.replace("’", "'") in _CONTRACTED and gone_at(tokens, index + 1):
            found.update(_thought_before(tokens, clauses, index))
        if behind := _names_behind(tokens, index):
            found.update(_rest(tokens, clauses, index, behind))
        if (size := gone_at(tokens, index)) and _stands_alone(tokens, clauses, index, index + size):
            found.update(_thought_before(tokens, clauses, index, only_ideas=True))
        if longest_at(tokens, index, CHOICES):
            found.update(_not_chosen(tokens, clauses, index))
        elif tokens[index].text == "(" and _says_gone(tokens, index + 1):
            found.update(_noun_before(tokens, clauses, index))
    for first, after in _headed(tokens, clauses, text):
        found.update(range(first, after))
    return found


def _predicate_end(tokens: Sequence[Token], index: int) -> int:
    size = longest_at(tokens, index, PREDICATES)
    is_short = 0 < index < len(tokens) and tokens[index - 1].is_word and tokens[index - 1].text[:1].isupper()
    if not size and is_short and following(tokens, index, 2) == ("no", "more") and ends(tokens, index + 2):
        size = 2
    goes_on = size and tokens[index + size - 1].lower in {"go", "goes"} and not ends(tokens, index + size)
    return index + size if size and not goes_on else 0


def _by_people(tokens: Sequence[Token], clauses: Sequence[int], index: int, size: int) -> Iterable[int]:
    """Return what people give up by a verb: its object, what stands in front of them, or the thought before."""
    after = index + size
    if after < len(tokens) and clauses[after] == clauses[index] and not ends(tokens, after):
        if tokens[after].lower in _ANAPHORS and ends(tokens, after + 1 + (size == 1 and not ends(tokens, after + 1))):
            is_asked = person_before(tokens, clauses, index) < 0
            front = _front(tokens, clauses, index)
            return front or _thought_before(tokens, clauses, index, only_ideas=is_asked)
        object_ = one_phrase(tokens, forward(tokens, clauses, after))
        return [*object_, *_named_before(tokens, object_)]
    front = _front(tokens, clauses, index)
    return front or _thought_before(tokens, clauses, index)


def _stands_alone(tokens: Sequence[Token], clauses: Sequence[int], index: int, after: int) -> bool:
    """Tell the verdict of "Tunde wanted Splunk, rejected, too expensive"."""
    opens = index > 0 and clauses[index - 1] == clauses[index] and tokens[index - 1].text in {",", "-", "—", "–", "("}
    return opens and ends(tokens, after)


def _front(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> list[int]:
    """Return the object of "Druid we threw out", which stands in front of those who do it."""
    person = person_before(tokens, clauses, index)
    first = _part_start(tokens, clauses, index if person < 0 else person)
    if person < 0 or person - first > _LONGEST_FRONT:
        return []
    words = [item for item in range(first, person) if tokens[item].lower not in _CONNECTORS]
    if not words or tokens[words[0]].lower in _ANAPHORS | STOPS | {"as"}:
        return []
    return list(range(words[0], person))


def _subject(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> Iterable[int]:
    """Return what "is out" or "fell through" at a token is said of."""
    first = _part_start(tokens, clauses, index)
    if tokens[first].lower in _SUBORDINATING:
        return ()
    words = [item for item in range(first, index) if tokens[item].lower not in _CONNECTORS]
    if words and all(tokens[item].lower in _ANAPHORS for item in words):
        return _thought_before(tokens, clauses, index)
    is_aside = (
        first > 0
        and tokens[first - 1].text == ","
        and tokens[_part_start(tokens, clauses, first - 1)].lower in {"which", "that"}
    )
    if not words and first > 1 and clauses[first - 2] == clauses[index] and not is_aside:
        # "was part of this once, and is no more"
        return range(_part_start(tokens, clauses, first - 2), index)
    thought = next((item for item in range(first, index) if tokens[item].lower in _THOUGHTS), -1)
    if thought >= 0:
        return range(first, index)
    reached = backward(tokens, clauses, index)
    if words and all(tokens[item].lower in {"which", "that"} for item in words):
        return list(_thought_before(tokens, clauses, index, only_ideas=True)) or reached
    cut = next((item for item in reached if tokens[item].text == "," and _has_verb(tokens, clauses, item)), -1)
    return [item for item in reached if item > cut]


def _has_verb(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell whether the part before a mark says something of its own: "the shop asks the API, the site is not involved"."""
    part = range(_part_start(tokens, clauses, index), index)
    return any(_is_verb(tokens[item]) for item in part)


def _is_verb(token: Token) -> bool:
    return token.lower in VERBS | BE | LEADS or (is_only_verb(token.lower) and token.text.islower())


def _thought_before(
    tokens: Sequence[Token], clauses: Sequence[int], index: int, *, only_ideas: bool = False
) -> Iterable[int]:
    """Return the thought before a verdict that says "it", "that" or nothing of what it falls on.

    It is what the sentence says of plans and ideas, else the part right before; else the sentence before, where that
    speaks of such.
    """
    end = _part_start(tokens, clauses, index)
    last = end
    while end > 0 and clauses[end - 1] == clauses[index] and index - end < _LONGEST_THOUGHT:
        end -= 1
        if tokens[end].lower in _IDEAS:
            first = _part_start(tokens, clauses, end)
            after = next((item for item in range(first, last) if _ends_part(tokens, item)), last)
            words = {token.lower for token in tokens[first:after]}
            if tokens[first].lower not in _ANAPHORS and words - _ANAPHORS - _IDEAS - _CONNECTORS:
                return range(first, last)
    if last > end and not only_ideas:
        closes = last - 1
        while closes > end and (_ends_part(tokens, closes) or tokens[closes].lower in _CONNECTORS):
            closes -= 1
        return range(_part_start(tokens, clauses, closes), closes + 1)
    if last > end:
        return ()
    if end and tokens[end - 1].text == ";" and not only_ideas:
        return range(_part_start(tokens, clauses, end - 1), end)
    first = end
    while first > 0 and clauses[first - 1] == clauses[end - 1] and end - first < _LONGEST_THOUGHT:
        first -= 1
    idea = next((item for item in range(first, end) if tokens[item].lower in _IDEAS), -1)
    return range(_part_start(tokens, clauses, idea), end) if idea >= 0 else ()


def _not_chosen(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> list[int]:
    """Return what else the sentence before asked for where this one says "EMQX is enough"."""
    first = index
    while first and clauses[first - 1] == clauses[index] and index - first < _LONGEST_SUBJECT:
        first -= 1
    asked = next(
        (item for item in range(first - 1, max(0, first - _LONGEST_SUBJECT), -1) if tokens[item].lower in ASKS), -1
    )
    if asked < 0 or clauses[asked] not in {clauses[first] - 1, clauses[first] - 2}:
        return []
    chosen = {token.lower for token in tokens[first : index + _LONGEST_SUBJECT]}
    return [item for item in range(asked, first) if tokens[item].lower not in chosen]


def _ends_part(tokens: Sequence[Token], index: int) -> bool:
    """Tell a mark or word that parts thoughts of one sentence, and no hyphen."""
    if tokens[index].text == "-":
        return 0 < index < len(tokens) - 1 and tokens[index - 1].end < tokens[index].start
    return tokens[index].text in _PARTS_END or tokens[index].lower in _JOINS


def _part_start(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> int:
    """Return where the part of a sentence starts that a token stands in."""
    first = index
    while first and clauses[first - 1] == clauses[index] and not _ends_part(tokens, first - 1):
        first -= 1
    return first


def _named_before(tokens: Sequence[Token], given: Sequence[int]) -> list[int]:
    """Return the earlier words for names given up for good: not those given up "for sessions"."""
    if not given or not ends(tokens, given[-1] + 1) or any(
        tokens[item].lower in {"for", "in", "from", "to", "on", "at"} for item in given
    ):  # fmt: skip
        return []
    found: list[int] = []
    for name in _names(tokens, given):
        size = len(name)
        for item in range(max(0, given[0] - _FAR_BACK), given[0] - size + 1):
            if tokens[item].text == name[0] and [token.text for token in tokens[item : item + size]] == name:
                found += range(item, item + size)
    return found


def _names(tokens: Sequence[Token], given: Sequence[int]) -> list[list[str]]:
    """Return the names among some tokens, each as its words: "Redis Pub/Sub", "Twilio"."""
    names: list[list[str]] = []
    last = -2
    for item in range(given[0], given[-1] + 1):
        joins = tokens[item].text == "/" and last == item - 1
        if not joins and not (tokens[item].is_word and tokens[item].text[:1].isupper() and len(tokens[item].text) > 2):
            continue
        if last == item - 1:
            names[-1].append(tokens[item].text)
        else:
            names.append([tokens[item].text])
        last = item
    return names


def _says_gone(tokens: Sequence[Token], index: int) -> bool:
    """Tell the bracket of "Jaeger (retired in May)" from "orders (cancelled or paid)"."""
    size = gone_at(tokens, index)
    if not size or (size == 1 and tokens[index].lower in GONE_IN_THE_PAST | {"cancelled"}):
        return False
    closes = next(
        (item for item in range(index, min(len(tokens), index + _LONGEST_BRACKET)) if tokens[item].text == ")"), 0
    )
    return closes > 0 and ends(tokens, index + size)


def _names_behind(tokens: Sequence[Token], index: int) -> int:
    """Return where the words begin that "thrown out: Datadog, Jaeger" and "3 (deleted) Lotus Notes" give up, or 0."""
    after = index + gone_at(tokens, index)
    if after == index or after + 1 >= len(tokens) or tokens[after].text not in {":", ")"}:
        return 0
    return after + 1 if tokens[after].text == ":" or (index and tokens[index - 1].text == "(") else 0


def _rest(tokens: Sequence[Token], clauses: Sequence[int], first: int, starts: int) -> range:
    """Return what a verdict at `first` names behind it: the rest of its clause."""
    end = starts
    while end < len(tokens) and end - starts < _LONGEST_REST and clauses[end] == clauses[starts]:
        end += 1
    return range(first, end)


def _noun_before(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> list[int]:
    """Return the noun phrase right before a bracket."""
    first = index
    while first and clauses[first - 1] == clauses[index] and not _ends_part(tokens, first - 1) and index - first < 4 and (
        tokens[first - 1].lower not in VERBS | BE | LEADS | STOPS | {"the", "to", "of", "with", "from", "in", "on"}
    ):  # fmt: skip
        first -= 1
    return list(range(first, index))


def _headed(tokens: Sequence[Token], clauses: Sequence[int], text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands under headings that give something up, with the heading: "## Rejected", "Not authorised: A. B."."""
    lines = [
        index for index in range(len(tokens)) if not index or "\n" in text[tokens[index - 1].end : tokens[index].start]
    ]
    bounds = [*lines, len(tokens)]
    for number, start in enumerate(lines):
        end = bounds[number + 1]
        is_title = tokens[start].text == "#"
        head = next((item for item in range(start, min(end, start + _LONGEST_HEAD)) if tokens[item].text == ":"), end)
        is_above = head + 1 >= end < len(tokens) and tokens[end].text in _BULLETS
        is_head = head - start <= _LONGEST_HEAD and (head < end or is_title or is_above)
        if not is_head or not _gives_up_heading(tokens, start, head):
            continue
        if is_title:
            yield start, next((item for item in lines[number + 1 :] if tokens[item].text == "#"), len(tokens))
        elif head + 1 < end:
            yield start, _verbless_until(tokens, clauses, head + 1, end)
        else:
            yield start, _list_end(tokens, text, lines, number)
    for mark in range(1, len(tokens)):
        first = _part_start(tokens, clauses, mark) if tokens[mark].text == ":" else mark
        if mark - first > 1 and (first == 0 or clauses[first - 1] != clauses[first]) and mark - first <= _LONGEST_HEAD and (
            _gives_up_heading(tokens, first, mark)
        ):  # fmt: skip
            rest = _rest(tokens, clauses, first, min(mark + 1, len(tokens) - 1))
            yield rest.start, rest.stop
    struck = [index for index in range(1, len(tokens)) if tokens[index].text == tokens[index - 1].text == "~"]
    yield from zip(struck[::2], struck[1::2], strict=False)


def _gives_up_heading(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell "Old world (gone after cut-over)", "Ideas we dropped", "not authorised" from "Rejected orders"."""
    opens = next((item for item in range(start, end) if tokens[item].text == "("), end)
    closes = next((item for item in range(opens, end) if tokens[item].text == ")"), end)
    words = [following(tokens, item, 3) for item in range(opens + 1, closes)]
    if (opens < closes and gone_at(tokens, opens + 1)) or any(
        word[: len(say)] == say for word in words for say in _LEFT_TO_SAY
    ):
        return True
    has_verdict = False
    index = start
    while index < end:
        if opens <= index <= closes:
            index = closes + 1
            continue
        size = gone_at(tokens, index) or int(tokens[index].lower in _HEADED_GONE)
        if (
            not size
            and tokens[index].lower.replace("’", "'") in _NOTS
            and index + 1 < end
            and tokens[index + 1].lower in _NOT_SO
        ):
            size = 2
        if size:
            has_verdict = True
        elif has_verdict and tokens[index].lower in _AT_SOME_TIME:
            return True
        elif tokens[index].is_word and tokens[index].lower not in _HEADING_WORDS:
            return False
        index += size or 1
    return has_verdict


def _verbless_until(tokens: Sequence[Token], clauses: Sequence[int], first: int, end: int) -> int:
    """Return where what a heading names ends within its line: its own sentence, and more of them that have no verb."""
    after = first
    while after < end:
        sentence = after
        while after < end and clauses[after] == clauses[sentence]:
            after += 1
        if sentence > first and any(_is_verb(token) for token in tokens[sentence:after]):
            return sentence
    return after


def _list_end(tokens: Sequence[Token], text: str, lines: Sequence[int], number: int) -> int:
    """Return where the list ends that stands under a heading: at a blank line, or at the first line without its bullet."""
    if number + 1 >= len(lines):
        return len(tokens)
    mark = tokens[lines[number + 1]].text
    for line in lines[number + 1 :]:
        gap = text[tokens[line - 1].end : tokens[line].start]
        is_item = tokens[line].text == mark or (tokens[line].is_number and mark.isdigit())
        if (gap.count("\n") > 1 and line != lines[number + 1]) or not (is_item and not tokens[line].is_word):
            return line
    return len(tokens)
