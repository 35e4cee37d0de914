"""Which words of a text stand inside a negation."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.given_up import given_up
from designer.brief.lexer import Token
from designer.brief.reach import NOBODY, REACH, STOPS, forward, nobody_at, one_phrase
from designer.brief.verdicts import ANSWERED, ANSWERS, person_before

NEGATORS = frozenset(
    "no not without never nor neither avoid avoids skip drop dropping exclude excluding don't doesn't dont doesnt "
    "won't wont can't cannot shouldn't needn't isn't aren't ohne kein keine sin sans pas don’t doesn’t won’t "
    "shouldn’t needn’t isn’t aren’t can’t ditch dump replaces replacing dropped ditched abandoned".split()
)
_MOST_FIRST = 4
_MOST_TALK = 9
_TALKING = frozenset("talk talked lure lured push pushed sell sold rush rushed".split())
_TALKED = frozenset("you us me them him her anyone anybody somebody people".split())
_MAY = frozenset("may must shall should can will ever be is gets get".split())
_GOES = frozenset(
    "go goes leave leaves sent given handed shipped uploaded written stored kept lies lie live lives".split()
)
_MOVES = frozenset({"drop", "dump", "dropping", "dropped"})
_ARTICLES = frozenset("a an the our its their this that each every nightly daily weekly".split())
_BEFORE_VERB = frozenset("to and or but please then also not we just now so let us will can should must may do".split())
_WHEN = frozenset(
    "spring summer autumn fall winter january february march april may june july august september october november december "
    "q1 q2 q3 q4 favour favor last".split()
)
_TWO_WORDS = frozenset({("instead", "of"), ("rather", "than"), ("get", "rid"), ("moving", "off"), ("away", "from"),
                        ("migrate", "off"), ("in", "place"), ("leave", "out"), ("leaving", "out"), ("ruled", "out"), ("rule", "out"),
                        ("opted", "against"), ("decided", "against"), ("voted", "against"), ("anything", "but"), ("ignore", "the"), ("left", "out"), ("leaves", "out"), ("threw", "out"), ("throw", "out"), ("throwing", "out"), ("kicked", "out"), ("stopped", "with"), ("advise", "against"), ("advised", "against"), ("recommend", "against"), ("away", "with"), ("do", "without"), ("does", "without"), ("did", "without"), ("stop", "asking"), ("stopped", "using"), ("stop", "using"), ("except", "for"), ("other", "than")})  # fmt: skip
_NOT_NEGATING = frozenset(
    {("not", "only"), ("no", "more"), ("no", "less"), ("no", "later"), ("not", "just"), ("no", "longer"),
     ("no", "matter"), ("no", ","), ("not", "ours"), ("cannot", "be"), ("cannot", "handle"), ("cannot", "process"), ("cannot", "deliver"), ("cannot", "parse"), ("can't", "be"), ("can't", "handle"), ("can't", "process"), ("not", "mine"), ("not", "our"), ("not", "sure"), ("no", "one"), ("not", "yet"), ("no", "wonder"), ("without", "losing"),
     ("without", "slowing"), ("no", "doubt"), ("not", "necessarily"), ("never", "lose"), ("never", "lost"),
     ("not", "lose"), ("without", "touching"), ("not", "touch"), ("not", "slow"), ("never", "touch"),
     ("not", "block"), ("not", "wait"), ("never", "wait"), ("never", "block"), ("not", "overload"),
     ("without", "overloading"), ("not", "go"), ("without", "waiting"), ("not", "hit"), ("without", "hitting")}
)  # fmt: skip
_HAS_TO = {
    **dict.fromkeys("needs need ought".split(), frozenset({"to"})),
    **dict.fromkeys("is are".split(), frozenset("to supposed allowed meant installed".split())),
    **dict.fromkeys("gets get".split(), frozenset("installed added bought built rolled changed".split())),
    **dict.fromkeys("should shall must".split(), frozenset("ever be type enter copy have need touch".split())),
}
"""Verbs by which nobody is bound to do something, by the words that may follow."""
_HAD = frozenset("rented bought hosted leased licensed stored kept hired borrowed run made built".split())
_HAD_FROM = frozenset({"from", "by", "at", "on", "in", "with"})
_MUST = frozenset("may must shall should can will".split())
_TRAVELS = frozenset("go travel leave flow pass move wander".split())
_JOINING = frozenset({"and", "but"})
_ADVISES = frozenset("advise advised advises recommend recommended decided voted argued".split())


def negated_tokens(tokens: Sequence[Token], clauses: Sequence[int], text: str) -> frozenset[int]:
    """Return the indices of the tokens of a text that stand inside a negation, or that the text gives up.

    "no queue, cache or search" negates all three; "we do not use Redis but Memcached" only the first;
    "analytics are out of scope" reaches back.
    """
    found = {*_asked_and_denied(tokens, clauses), *_named_first(tokens, clauses), *given_up(tokens, clauses, text)}
    for index, token in enumerate(tokens):
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if (token.lower, following) in _TWO_WORDS:
            found.update(one_phrase(tokens, forward(tokens, clauses, index + 2)))
        elif (token.lower in NOBODY or (token.lower, following) == ("no", "one")) and _need_not(tokens, index):
            found.update(nobody_at(tokens, clauses, index))
        elif token.lower in {"into", "on"} and _talked_into(tokens, clauses, index):
            found.update(forward(tokens, clauses, index + 1))
        elif token.lower == "nothing" and (starts := _goes_nowhere(tokens, clauses, index)):
            found.update(forward(tokens, clauses, starts))
        elif index + 6 < len(tokens) and (starts := _none_goes(tokens, clauses, index)):
            found.update(one_phrase(tokens, forward(tokens, clauses, starts)))
        elif token.lower == "not" and following == "to" and index + 2 < len(tokens):
            found.update(forward(tokens, clauses, index + 3))
        elif token.lower == "against" and _advised(tokens, clauses, index):
            found.update(one_phrase(tokens, forward(tokens, clauses, index + 1)))
        elif token.lower == "replaced":
            found.update(_until(tokens, clauses, index + 1, frozenset({"with", "by"})))
        elif (
            token.lower in NEGATORS
            and ((token.lower, following) not in _NOT_NEGATING or _says_no_more_of(tokens, index))
            and not (token.lower in _MOVES and _hands_over(tokens, clauses, index))
            and not (token.lower in _MOVES and _is_thing(tokens, clauses, index))
        ):
            found.update(forward(tokens, clauses, index + 1))
    return frozenset(found)


def _need_not(tokens: Sequence[Token], index: int) -> bool:
    """Tell "nobody needs to type" and "nothing gets installed" from "nobody misses a payment", which says what for."""
    words = [token.lower for token in tokens[index + 1 : index + REACH]]
    verb = next((at for at, word in enumerate(words) if word in _HAS_TO), len(words))
    return verb + 1 < len(words) and (words[verb + 1] in _HAS_TO[words[verb]])


def _talked_into(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "don't let anybody talk you into microservices", "we will not be talked into Kafka"."""
    near = range(max(0, index - _MOST_TALK), index)
    words = [tokens[item].lower for item in near if clauses[item] == clauses[index]]
    told = words[:-1] if words[-1:] and words[-1] in _TALKED else words
    return bool(told) and told[-1] in _TALKING and not (NEGATORS | {"nobody"}).isdisjoint(words)


def _goes_nowhere(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> int:
    """Return where the words begin to which "nothing may go to", "nothing is sent out to", "nothing rented from" leads, or 0."""
    words = [token.lower for token in tokens[index + 1 : index + REACH]]
    if words[:1] and words[0] in _HAD and words[1:2] and words[1] in _HAD_FROM:
        return index + 3
    verb = next((at for at, word in enumerate(words) if word not in _MAY), len(words))
    if verb >= len(words) or words[verb] not in _GOES:
        return 0
    led = next((at for at in range(verb + 1, min(verb + 3, len(words))) if words[at] in {"to", "into", "in", "on"}), 0)
    return index + led + 2 if led and clauses[index + led + 1] == clauses[index] else 0


def _none_goes(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> int:
    """Return where the words begin to which "not one line of it may travel to", "no record must ever leave for" leads, or 0."""
    if tokens[index].lower not in {"no", "not"} or (tokens[index].lower == "not" and tokens[index + 1].lower != "one"):
        return 0
    last = min(index + REACH, len(tokens) - 3)
    may = next((at for at in range(index + 2, last) if tokens[at].lower in _MUST), 0)
    verb = may + 1 + (may > 0 and tokens[may + 1].lower == "ever")
    if not may or clauses[verb] != clauses[index] or tokens[verb].lower not in _TRAVELS:
        return 0
    led = next((at for at in range(verb + 1, min(verb + 4, len(tokens) - 1)) if tokens[at].lower in {"to", "for"}), 0)
    # A product: "no two jobs may go to the same printer" refuses no printer.
    is_name = led > 0 and tokens[led + 1].text[:1].isupper()
    return led + 1 if is_name and clauses[led] == clauses[index] else 0


def _is_thing(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "the drop", "an FTP drop" from "drop the cache", "we drop it"."""
    if not index or clauses[index - 1] != clauses[index]:
        return False
    before = tokens[index - 1].lower
    if tokens[index].lower in {"drop", "dump"} and tokens[index - 1].is_word:
        return before not in _BEFORE_VERB and person_before(tokens, clauses, index) < 0
    return before in _ARTICLES


def _says_no_more_of(tokens: Sequence[Token], index: int) -> bool:
    """Tell "no more cron jobs" from "no more than 5 ms"."""
    words = [token.lower for token in tokens[index : index + 3]]
    return (
        words[:2] == ["no", "more"] and len(words) > 2 and tokens[index + 2].is_word and words[2] not in {"than", "or"}
    )


def _hands_over(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "drop the files into a bucket" from "drop the cache"."""
    for position in range(index + 1, min(len(tokens), index + 1 + REACH)):
        if clauses[position] != clauses[index] or tokens[position].text in {",", "(", ":"}:
            return False
        if tokens[position].lower in {"into", "onto", "in", "on", "to"}:
            if position + 1 < len(tokens) and (tokens[position + 1].lower in _WHEN or tokens[position + 1].is_number):
                return False
            return position > index + 1 or tokens[index].lower == "dropped"
    return False


def _until(tokens: Sequence[Token], clauses: Sequence[int], start: int, ends: frozenset[str]) -> list[int]:
    """Return the words up to one that ends them, or none where no such word follows: "replaced RabbitMQ with"."""
    for position in range(start, min(len(tokens), start + REACH)):
        if clauses[position] != clauses[start - 1]:
            break
        if tokens[position].lower in ends:
            return list(range(start, position))
    return []


def _asked_and_denied(tokens: Sequence[Token], clauses: Sequence[int]) -> list[int]:
    """Return the words of "Kafka? No.", a question of a few words that the next one denies."""
    found: list[int] = []
    for index in range(1, len(tokens) - 1):
        first = index + 1
        if tokens[index].text != "?" and clauses[index] != clauses[index - 1]:
            continue
        if tokens[index].text == "?" and [token.lower for token in tokens[first : first + 2]] == ["a", ":"]:
            first += 2
        answer = tuple(token.lower for token in tokens[first : first + 2])
        ends = first + 1 >= len(tokens) or tokens[first + 1].text in {".", ",", ";", "!"} or (
            clauses[first + 1] != clauses[first]
        )  # fmt: skip
        refuses = (
            answer[:1] in (("nein",), ("forget",)) or answer in ANSWERS or (answer[:1] and answer[0] in ANSWERED)
            if tokens[index].text == "?"
            else answer in ANSWERS or (ends and answer[:1] and answer[0] in ANSWERED)
        )
        if tokens[index].text in {"?", ":", "-", "–", "—"} and refuses:
            found += [item for item in range(max(0, index - REACH), index) if clauses[item] == clauses[index - 1]]
    return found


def _named_first(tokens: Sequence[Token], clauses: Sequence[int]) -> list[int]:
    """Return the words of "Elasticsearch we don't have": what is refused stands first."""
    found: list[int] = []
    for index in range(1, len(tokens) - 2):
        words = [token.lower.replace("’", "'") for token in tokens[index : index + 4]]
        denies = words[1] in {"don't", "dont"} or words[1:3] == ["do", "not"]
        verb = words[2:3] if words[1] in {"don't", "dont"} else words[3:4]
        if (
            words[0] not in {"we", "i"}
            or not denies
            or verb[:1] not in (["have"], ["use"], ["need"], ["want"], ["run"])
        ):
            continue
        first = index
        while (
            first and clauses[first - 1] == clauses[index] and tokens[first - 1].is_word and index - first < _MOST_FIRST
        ):
            first -= 1
        opens = not first or clauses[first - 1] != clauses[index] or tokens[first - 1].text == ","
        first += opens and first + 1 < index and tokens[first].lower in _JOINING
        if opens and tokens[first].lower not in STOPS | _JOINING | {"this", "so", "as"}:
            found += range(first, index)
    return found


def _advised(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "we advise against an ESB and, specifically, against MuleSoft" from "checked against the registry"."""
    return any(
        tokens[item].lower in _ADVISES and clauses[item] == clauses[index] for item in range(max(0, index - 12), index)
    )
