"""Clauses said more plainly: their events without what a reader need not know, and in the order of a plain sentence."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from designer.brief.dictation.bystanders import without_bystanders
from designer.brief.dictation.event import Event
from designer.brief.dictation.free_clauses import without_free_clauses
from designer.brief.dictation.introductions import with_introductions
from designer.brief.dictation.namings import with_names
from designer.brief.dictation.prepositions import in_usual_order
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.lexer import Token
from designer.model.kinds import BROKER_KINDS, Family

_LONGEST_ASIDE = 8
_BESIDES = frozenset({"besides", "apart", "aside", "addition"})
_OURS = frozenset("our the their a".split())
_GATHERINGS = frozenset("set collection bunch family group suite handful".split())
_HANGING = frozenset("hang hangs sit sits listen depend feed live".split())
_HANGERS = frozenset("consumers subscribers readers listeners workers services things parts".split())
_CLIENTS = frozenset("client consumer subscriber caller user".split())
_DOORS = frozenset("api interface endpoint endpoints".split())


def reworded(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return the events of a clause as a plainer sentence has them."""
    events = without_bystanders(without_free_clauses(_with_stacks(events, tokens), tokens), tokens)
    events = _with_tools(_with_clients(_without_one(_without_links(events))), tokens)
    events = with_introductions(_with_hangers(events), tokens)
    events = _with_gapped_verbs(
        _without_names(_without_purpose(in_usual_order(with_names(events, tokens)), tokens), tokens), tokens
    )
    events = _with_opener(_as_well(events, tokens), tokens)
    plain = _without_own_doors(_without_clefts(_without_doubts(_with_colon(events, tokens))), tokens)
    return _without_asides(_without_opening(_without_adjuncts(_with_owners(plain, tokens)), tokens))


def _without_links(events: list[Event]) -> list[Event]:
    """Return events without the "of" of "behind of it", and without "After that" at the start."""
    if len(events) > 3 and [event.type for event in events[:3]] == ["subordinate", "pronoun", "nominal"] and (
        events[0].word in {"after", "before"} and events[1].word in {"that", "this"}
    ):  # fmt: skip
        events = events[2:]
    for place, event in enumerate(events[:-1]):
        following = events[place + 1]
        is_below = (event.type, event.word) == ("preposition", "under") and following.type == "pronoun"
        noun = events[place - 1].nominal if place else None
        if is_below and following.word in {"it", "them", "that"} and noun is not None and noun.is_store:
            # "with FileMaker under it"
            events = [*events[:place], event._replace(type="behind", word=""), *events[place + 1 :]]
    return [
        event
        for place, event in enumerate(events)
        if not (place and (event.type, event.word) == ("preposition", "of") and events[place - 1].type == "behind")
    ]


def _without_one(events: list[Event]) -> list[Event]:
    """Return events without ", the SITA one," behind a name, which only tells what is meant."""
    for place in range(1, len(events) - 2):
        comma, noun, one = events[place], events[place + 1].nominal, events[place + 2]
        closes = place + 3 >= len(events) or events[place + 3].type == "join"
        is_said = comma.word == "," and noun is not None and noun.article == "the" and not noun.is_explicit
        if is_said and closes and events[place - 1].type == "nominal" and (one.type, one.word) == ("pronoun", "one"):
            return [*events[:place], *events[place + 3 :]]
    return events


def _with_clients(events: list[Event]) -> list[Event]:
    """Return ", which is a client of the API" for the apposition ", a client of the API"."""
    for place in range(1, len(events) - 3):
        comma, said, of, what = events[place : place + 4]
        noun, named = said.nominal, what.nominal
        is_said = (
            events[place - 1].type == "nominal" and comma.word == "," and (of.type, of.word) == ("preposition", "of")
        )
        if not is_said or noun is None or named is None or noun.article != "a" or noun.technology is not None:
            continue
        closes = place + 4 >= len(events) or events[place + 4].word == ","
        if noun.head in _CLIENTS and " " not in noun.name and named.is_explicit and closes:
            which = comma._replace(type="which", word="which")
            return [*events[:place], comma, which, Event("be", said.index, said.index, "is"), *events[place + 1 :]]
    return events


def _with_tools(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "the catalogue uses ORCID" for a line that says "ORCID for the login of the catalogue"."""
    types = [event.type for event in events]
    if types != ["nominal", "preposition", "nominal", "preposition", "nominal"]:
        return events
    tool, what, whose = events[0].nominal, events[2].nominal, events[4].nominal
    if tool is None or what is None or whose is None or (events[1].word, events[3].word) != ("for", "of"):
        return events
    if tool.technology is None or what.is_explicit or whose.article != "the" or whose.technology is not None:
        return events
    uses = Event("verb", events[1].index, events[1].after, "uses", relation=Relation(Frame.CALL), tag=Tag.VERB)
    return [events[4], uses, events[0]]


def _with_stacks(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "the desk has Flask, has Postgres" for "desk = Flask + Postgres", which says what it is made of."""
    if len(events) < 3 or events[0].nominal is None or tokens[events[1].index].text not in {"=", ":"}:
        return events
    marks = {place for place, event in enumerate(events) if event.type == "join" and tokens[event.index].text == "+"}
    if not marks:
        return events
    found = [events[0], events[1]._replace(type="be", word="is")]
    for place, event in enumerate(events[2:], 2):
        noun = event.nominal
        has = noun is not None and noun.is_store and (place == 2 or place - 1 in marks)
        if has:
            verb = Event("verb", event.index, event.index, "has", relation=Relation(Frame.HAVE), tag=Tag.VERB)
            found = [*(found[:-1] if found[-1].type in {"join", "be"} else found), verb]
        found.append(event)
    return found


def _with_hangers(events: list[Event]) -> list[Event]:
    """Return "Kafka feeds: A and B" for "two consumers hang on Kafka: A and B", with "which" where it is named before."""
    colon = next((place for place, event in enumerate(events) if event.type == "colon"), 0)
    if (out := _out_of(events, colon)) is not None:
        return out
    if colon < 3:
        return events
    if (there := _listening_there(events, colon)) is not None:
        return there
    if colon < 4:
        return events
    who, verb, on, what = events[colon - 4 : colon]
    hangs = verb.type == "verb" and verb.word in _HANGING and on.type == "preposition"
    noun = who.nominal
    if not hangs or noun is None or noun.technology is not None or noun.head not in _HANGERS or " " in noun.name:
        return events
    feeds = verb._replace(word="feeds", relation=Relation(Frame.FILL), tag=Tag.VERB)
    before, rest = events[: colon - 4], _told_apart(events[colon + 1 :])
    if what.nominal is not None:
        return [*before, what, feeds, *rest]
    while before and before[-1].type == "join":
        before.pop()
    if not before or before[-1].nominal is None or before[-1].nominal.kind not in BROKER_KINDS:
        return events
    return [
        *before,
        who._replace(type="join", word=",", nominal=None),
        on._replace(type="which", word="which"),
        feeds,
        *rest,
    ]


def _out_of(events: list[Event], colon: int) -> list[Event] | None:
    """Return "the bus feeds: a worker and a mailer" for "from the bus: a worker and a mailer"."""
    start = 1 if events and events[0].type == "join" else 0
    if colon != start + 2 or (events[start].type, events[start].word) != ("preposition", "from"):
        return None
    source, first = events[start + 1], events[colon + 1] if colon + 1 < len(events) else None
    second = events[colon + 2] if colon + 2 < len(events) else None
    if (
        source.nominal is None
        or first is None
        or first.nominal is None
        or (second is not None and second.type == "verb")
    ):
        return None
    feeds = Event("verb", source.after, source.after, "feeds", relation=Relation(Frame.FILL), tag=Tag.VERB)
    return [*events[:start], source, feeds, *_told_apart(events[colon + 1 :])]


def _listening_there(events: list[Event], colon: int) -> list[Event] | None:
    """Return "there feeds: A and B" for "three things listen there: A and B", which says to whom the queue hands on."""
    who, verb, there = events[colon - 3 : colon]
    noun = who.nominal
    listens = verb.type == "verb" and verb.word in _HANGING and (there.type, there.word) == ("pronoun", "there")
    if not listens or noun is None or noun.technology is not None or noun.head not in _HANGERS or " " in noun.name:
        return None
    feeds = verb._replace(word="feeds", relation=Relation(Frame.FILL), tag=Tag.VERB)
    return [*events[: colon - 3], there._replace(index=who.index), feeds, *_told_apart(events[colon + 1 :])]


def _told_apart(events: list[Event]) -> list[Event]:
    """Return "A and B, A stores, B mails" for "A, which stores, and B, which mails"."""
    heads = [
        place for place, event in enumerate(events[:-2])
        if event.nominal is not None and events[place + 1].word == "," and events[place + 2].type == "which"
    ]  # fmt: skip
    if len(heads) < 2 or heads[0]:
        return events
    comma = events[1]
    found = [events[heads[0]]]
    end = len(events)
    closing = [event.type if event.word != "and" else "and" for event in events[-3:]]
    if closing == ["join", "and", "nominal"] and end - 3 > heads[-1] + 3 and events[-3].word == ",":
        # "A, which stores, B, which mails, and C"
        end -= 3
    for place in [*heads[1:], *([len(events) - 1] if end < len(events) else [])]:
        found += [comma._replace(word="and"), events[place]]
    for place, after in itertools.pairwise([*heads, end]):
        said = events[place + 3 : after]
        while said and said[-1].type == "join":
            said.pop()
        found += [comma, events[place], *said]
    return found


def _with_colon(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events in which "two things, namely A and B" spells out a list as a colon does."""
    return [
        event._replace(type="colon", word="")
        if event.word == "," and event.after < len(tokens) and tokens[event.after].lower == "namely"
        else event
        for event in events
    ]


def _without_names(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events without what only says another name: ", our name for X", ", a set of COBOL programs,"."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        event, noun = events[position], events[position].nominal
        if event.word == "but" and event.type == "subordinate" and found and _next_is_place(events, position):
            # "not directly but through the proxy"
            position += 1
            continue
        says_name = noun is not None and noun.head in {"name", "term", "word"} and tokens[noun.first - 1].lower in _OURS
        gathers = noun is not None and noun.head in _GATHERINGS and noun.article == "a" and not noun.is_explicit
        following = [item.type for item in events[position + 1 : position + 3]]
        behind = [item.type for item in found[-2:]]
        if (says_name or gathers) and following == ["preposition", "nominal"] and behind == ["nominal", "join"] and (
            events[position + 1].word == ("for" if says_name else "of") and found[-1].word == ","
        ):  # fmt: skip
            found.pop()
            position += 3
            continue
        found.append(event)
        position += 1
    return found


def _next_is_place(events: Sequence[Event], position: int) -> bool:
    """Tell "but" before a phrase that takes the place of one said not to be so."""
    following = events[position + 1] if position + 1 < len(events) else None
    return following is not None and following.type == "preposition" and following.word in {"via", "from", "to", "at"}


def _with_gapped_verbs(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "the API has a Postgres, the worker has a Redis" for a sentence that leaves out its second verb."""
    found: list[Event] = []
    for position, event in enumerate(events):
        found.append(event)
        pair = events[position - 1 : position + 2] if position else []
        if [item.type for item in pair] != ["join", "nominal", "nominal"]:
            continue
        who, what = pair[1].nominal, pair[2].nominal
        if who is None or what is None:
            continue
        verb = next((item for item in reversed(found[:-1]) if item.type in {"verb", "be", "which"}), None)
        said = verb is not None and verb.tag == Tag.VERB and verb.relation is not None and (
            verb.relation.frame == Frame.HAVE or verb.word in {"use", "uses"}
        )  # fmt: skip
        if said and verb is not None and who.article == "the" and who.technology is None and (
            what.technology is not None and tokens[what.first - 1].lower in {"a", "an"}
        ):  # fmt: skip
            found.append(verb._replace(index=what.first, after=what.first))
    return found


def _without_purpose(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events without "To know where the ship is," at the start, which says what for."""
    types = [event.type for event in events[:2]]
    if types != ["preposition", "verb"] or tokens[events[0].index].lower != "to":
        return events
    kinds = [(event.type, event.tag) for event in events[2:5]]
    if len(events) > 5 and [kind for kind, _ in kinds] == ["nominal", "nominal", "verb"] and kinds[2][1] == Tag.VERB:
        # "To open the door the rental service calls"
        return events if _names_product(events[2]) else events[3:]
    comma = next((place for place, event in enumerate(events) if event.word == ","), 0)
    following = [event.type for event in events[comma + 1 : comma + 3]]
    goes_on = following[:1] in (["nominal"], ["pronoun"]) and len(following) > 1
    said = any(_names_product(event) for event in events[:comma])
    return events[comma + 1 :] if comma and goes_on and not said else events


def _as_well(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events in which ", and the manifest service as well" says who does the same."""
    for place, event in enumerate(events):
        if event.type != "join" or tokens[event.index].lower != "as" or place < 3:
            continue
        noun, before = events[place - 1].nominal, events[place - 2]
        closes = place + 1 >= len(events) or events[place + 1].word == ","
        verb = next((item for item in range(place - 2, -1, -1) if events[item].type == "verb"), -1)
        if noun is None or before.word != "and" or not closes or verb < 0 or events[verb].tag != Tag.VERB:
            continue
        inside = [item.nominal for item in events[verb + 1 : place - 2] if item.nominal is not None]
        if (
            noun.article == "the"
            and noun.is_explicit
            and not noun.is_store
            and not any(item.is_explicit for item in inside)
        ):
            again = before._replace(type="likewise", word="")
            return [*events[: place - 2], again, events[place - 1], *events[place + 1 :]]
    return events


def _with_opener(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "the API uses Redis and Postgres" for "besides Postgres, the API also uses Redis"."""
    start = next((place for place, event in enumerate(events[:3]) if event.nominal is not None), 0)
    first = tokens[events[0].index - 1].lower if events and events[0].index else ""
    noun = events[start].nominal if start < len(events) else None
    before = tokens[noun.first - 2 : noun.first] if noun is not None and noun.first > 1 else []
    opens = {token.lower for token in before} & _BESIDES or first in _BESIDES
    types = [event.type for event in events[start + 1 : start + 4]]
    if not opens or noun is None or types != ["join", "nominal", "verb"] or not noun.is_explicit:
        return events
    rest, joined = events[start + 2 :], events[start + 1]._replace(word="and")
    goal = next((place for place, event in enumerate(rest) if place > 1 and event.nominal is not None), 0)
    if noun.kind.family == Family.CLIENT or not goal:
        return [rest[0], joined, events[start], *rest[1:]]
    return [*rest[: goal + 1], joined, events[start], *rest[goal + 1 :]]


def _without_doubts(events: list[Event]) -> list[Event]:
    """Return events without "whether we used Spark", which says nothing of what there is."""
    for position, event in enumerate(events[:-1]):
        if event.word == "whether" and event.type == "subordinate" and events[position + 1].type == "us":
            end = next((item for item in range(position, len(events)) if events[item].word == ","), len(events))
            return [*events[:position], *events[end:]]
    return events


def _without_clefts(events: list[Event]) -> list[Event]:
    """Return "the ledger writes" for "it is the ledger that writes", "the ledger is what writes" and "is the one writing"."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        position += _pointer(events, position)
        event = events[position]
        found.append(event)
        position += 1
        if event.nominal is None:
            continue
        gap = _copula_of_cleft(events, position)
        position += gap
        relative = position < len(events) and events[position].type == "which" and (gap or len(found) < position)
        if relative and position + 1 < len(events) and events[position + 1].type == "verb":
            position += 1
    return found


def _pointer(events: Sequence[Event], position: int) -> int:
    """Return how many events say "it is" before the part that a relative clause tells of, at the start of a sentence."""
    before = events[position - 1] if position else None
    if before is not None and before.type not in {"join", "subordinate", "colon", "dash"}:
        return 0
    types = [event.type for event in events[position : position + 4]]
    size = 1 if types[:1] == ["it-is"] else 2 if types[:2] == ["pronoun", "be"] else 0
    if not size or (size == 2 and events[position].word != "it") or types[size : size + 2] != ["nominal", "which"]:
        return 0
    noun = events[position + size].nominal
    if noun is None or (noun.article == "a" and size == 2):
        # "It is an application that dispatchers use" says what it is.
        return 0
    is_close = events[position + size + 1].word in {"that", "who"}
    return size if is_close and events[position + size].after == events[position + size + 1].index else 0


def _copula_of_cleft(events: Sequence[Event], position: int) -> int:
    """Return how many events "is what" and "is the one" take before a verb, but for the "what" itself."""
    types = [event.type for event in events[position : position + 3]]
    words = [event.word for event in events[position : position + 3]]
    if types[:2] == ["be", "which"] and words[1] == "what":
        return 1
    if types == ["be", "where", "everything"]:
        end = next((place for place in range(position, len(events)) if events[place].type in {"colon", "join"}), 0)
        return max(1, end - position)
    if types[:2] == ["be", "where"]:
        return 1
    names_one = types[:2] == ["be", "pronoun"] and words[1] in {"one", "ones", "the"} and len(types) == 3
    return 2 if names_one and (types[2] == "which" or events[position + 2].tag == Tag.GERUND) else 0


def _without_own_doors(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events without "via its REST API": the door of a part is the part."""
    found: list[Event] = []
    for event in events:
        noun, before = event.nominal, found[-1] if found else None
        is_way = before is not None and before.type == "preposition" and before.word in {"via", "with"}
        own = noun is not None and noun.first > 0 and tokens[noun.first - 1].lower in {"its", "their"}
        if noun is not None and is_way and own and noun.technology is None and noun.head in _DOORS:
            found[-1] = event._replace(type="path", nominal=None, word="")
            continue
        found.append(event)
    return found


def _without_adjuncts(events: list[Event]) -> list[Event]:
    """Return events without ", for the admins," where a list or sentence goes on behind it."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        words = [(event.type, event.word) for event in events[position : position + 4]]
        is_adjunct = len(words) == 4 and words[0] == ("join", ",") == words[3] and words[1] == ("preposition", "for")
        if is_adjunct and words[2][0] == "nominal" and not _names_product(events[position + 2]):
            position += 3 if found and found[-1].type != "join" else 4
            continue
        found.append(events[position])
        position += 1
    return found


def _with_owners(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events in which "a database of their own" says whose it is."""
    for position, event in enumerate(events[1:], start=1):
        before = events[position - 1]
        if event.type == "path" and tokens[event.index].lower == "of" and before.nominal is not None:
            events[position - 1] = before._replace(nominal=before.nominal._replace(is_own=True))
    return events


def _without_opening(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events without "After landing," or "Upon delivery," at the start, which names no part."""
    kinds = [event.type for event in events[:2]]
    at_time = kinds == ["preposition", "nominal"] and tokens[events[0].index].lower in {"upon", "on"}
    if at_time and len(events) > 3 and tokens[events[0].index].lower == "upon" and _says_when(events):
        return events[2:]
    opens = (kinds == ["subordinate", "nominal"] or at_time) and len(events) > 3
    if not opens or events[2].word != "," or events[3].type not in {"nominal", "pronoun", "us"}:
        return events
    nominal = events[1].nominal
    return events if nominal is None or nominal.is_explicit or nominal.article else events[3:]


def _says_when(events: Sequence[Event]) -> bool:
    """Tell "upon publication the API stores", where no comma stands."""
    said, who = events[1].nominal, events[2].nominal
    plain = said is not None and not said.is_explicit and not said.article
    return plain and who is not None and who.article == "the" and events[3].type == "verb"


def _without_asides(events: list[Event]) -> list[Event]:
    """Return events without ", once it is clean," between "and" and what it joins: "to A and, once it is clean, to B"."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        found.append(events[position])
        position += 1
        opens = [event.type for event in events[position : position + 2]] == ["join", "subordinate"]
        if found[-1].type != "join" or found[-1].word == "," or not opens or events[position].word != ",":
            continue
        inside = itertools.takewhile(lambda event: event.word != ",", events[position + 1 :])
        aside = list(inside)
        closed = position + 1 + len(aside) < len(events)
        if closed and len(aside) <= _LONGEST_ASIDE and not any(_names_product(event) for event in aside):
            position += len(aside) + 2
    return found


def _names_product(event: Event) -> bool:
    return event.nominal is not None and event.nominal.technology is not None
