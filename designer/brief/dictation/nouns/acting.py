"""Nouns for things that a text has act: "the harvest cloud stores them", "a tablet view that talks to the backend"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.relations import Frame, relation_of
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import PAYLOAD, RELATIVE, SUBORDINATORS, singular
from designer.brief.lexer import Token

_DOES = frozenset({Frame.PUT, Frame.TAKE, Frame.HEAR, Frame.SEND, Frame.CALL, Frame.EMIT})
_MOVED = frozenset(
    "hits reaches passes returns carries brings triggers starts wakes falls lands touches opens holds keeps contains gets takes "
    "includes follows routes uses works leaves updates sets access accesses reports signals notifies pages alerts tells handles "
    "processes attaches leans relies depends switches targets controls commands spreads registers records remembers rolls tail "
    "watches monitors charges visits bounces posts".split()
)
"""Verbs that are said of what travels or is kept, too: "the request hits the API", "the log keeps all changes"."""
_OPENS = frozenset({",", ";", ":", ".", "—", "and", "but", "then", "while", "whereas"})
_NEVER = frozenset(
    "event message data order request record result update notification payment email reading click price change response call "
    "alert thing information push command query error".split()
)
_THINGS = PAYLOAD | {"cloud"}
_LONGEST = 4
Acting = frozenset[tuple[str, str]]


def acting_things(tokens: Sequence[Token], tags: Sequence[Tag], clauses: Sequence[int]) -> Acting:
    """Return the last two words of the noun phrases for things that do what only a part of a system does."""
    found: set[tuple[str, str]] = set()
    for index, tag in enumerate(tags):
        if tag != Tag.VERB or index < 2:
            continue
        word = tokens[index].lower
        relation = relation_of(word)
        if relation is None or relation.frame not in _DOES or word in _MOVED or not word.endswith("s"):
            continue
        last = index - 1
        while last > 0 and tags[last] == Tag.ADVERB:
            last -= 1
        tells = tokens[last].lower in {"that", "which"}
        last -= tells + (tells and last > 0 and tokens[last - 1].text == ",")
        if (pair := _pair(tokens, tags, clauses, last, index, tells=tells)) is not None:
            found.add(pair)
    return frozenset(found)


def _pair(
    tokens: Sequence[Token], tags: Sequence[Tag], clauses: Sequence[int], last: int, verb: int, *, tells: bool
) -> tuple[str, str] | None:
    """Return the last two words of a subject, where it is a compound whose head means a thing."""
    head = tokens[last].lower
    if tags[last] != Tag.NOUN or head not in _THINGS or singular(head) != head or head in _NEVER:
        return None
    first = last
    while first > 0 and last - first < _LONGEST and tags[first - 1] == Tag.NOUN and clauses[first - 1] == clauses[verb]:
        first -= 1
    if first == last or first == 0 or clauses[first - 1] != clauses[verb]:
        return None
    lead = tokens[first - 1].lower
    before = tokens[first - 2] if first > 1 and clauses[first - 2] == clauses[verb] else None
    opens = before is None or before.text in _OPENS or before.lower in _OPENS | SUBORDINATORS | RELATIVE
    if (lead in {"the", "our"} and opens) or (tells and lead in {"a", "an", "the", "our"}):
        return tokens[last - 1].lower, head
    return None
