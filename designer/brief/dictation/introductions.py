"""Sentences that bring somebody in and go on about him: "you've got the booking site, it's Remix, it calls HAProxy"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.nouns.nominal import Nominal, is_people, names_a_part
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import COPULA, EXISTING, NEW
from designer.brief.lexer import Token
from designer.model.kinds import Family

_STANDS = frozenset("lies lie stands stand sits sit lives live hangs hang runs run works".split())
_WHERE = frozenset("at under above near".split())
_ABOUT = frozenset("it they this that he she".split())
_SINGULAR = frozenset("it this that he she".split())
_NAMES_IT = frozenset({"it-is", "there-is"})
_SETTING = frozenset({"preposition", "place", "schedule", "path"})
_FAR = 10
_APPS = frozenset("app apps application applications".split())
_COUNTED = frozenset("copies instances replicas".split())


def with_introductions(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events in which whoever a clause brings in stands where "it" is said of him."""
    return _named_again(_further(_in_usual_order(_counted(_to_come(events), tokens), tokens)))


def _to_come(events: list[Event]) -> list[Event]:
    """Return "that's MariaDB" for "that's going to be MariaDB"."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        following = [(event.type, event.word) for event in events[position : position + 3]]
        is_be = bool(found) and found[-1].type in {"be", *_NAMES_IT}
        if is_be and following == [("verb", "going"), ("preposition", "to"), ("be", "be")]:
            position += 3
            continue
        found.append(events[position])
        position += 1
    return found


def _counted(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "there's the sailing service" for "there's two copies of the sailing service", "are N instances of it"."""
    for position in range(1, len(events) - 2):
        noun, what = events[position].nominal, events[position + 2].nominal
        of = events[position + 1]
        opens = events[position - 1].type in {"be", "there-is"} or events[position - 1].relation is not None
        if not opens or noun is None or what is None or (of.type, of.word) != ("preposition", "of"):
            continue
        if noun.head in _COUNTED and " " not in noun.name and not what.is_store and not what.is_payload:
            return [*events[:position], *events[position + 2 :]]
    return events


def _in_usual_order(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "there is a reader" for "on the stand lies a reader" and "new are the robots"."""
    first = events[0] if events else None
    if first is None or len(events) < 3:
        return events
    is_place = first.type == "preposition" and first.word in _WHERE and events[1].nominal is not None
    if is_place and len(events) > 3 and not _is_part(events[1].nominal):
        verb, noun = events[2], events[3].nominal
        stands = (verb.type == "verb" and verb.word in _STANDS) or (verb.type == "be" and verb.word in {"is", "are"})
        new = noun is not None and noun.article == "a" and _may_act(noun) and not noun.is_store
        if stands and new and not any(event.type in {"behind", "front", "top"} for event in events):
            return [verb._replace(type="there-is", word="there", relation=None, tag=None), *events[3:]]
    said = first.nominal
    if said is not None and said.after - said.first == 1 and said.head in NEW | EXISTING and events[1].type == "be" and (
        events[2].nominal is not None and any(event.type == "which" for event in events[3:5])
    ):  # fmt: skip
        return [events[1]._replace(type="there-is", word="there"), *events[2:]]
    return _copies(events)


def _further(events: list[Event]) -> list[Event]:
    """Return events in which ", and a collector that polls" brings in one more: "there are robots, which report, and a"."""
    if not events or events[0].type != "there-is":
        return events
    for position in range(4, len(events) - 3):
        comma, joined, said, which = events[position : position + 4]
        is_next = comma.word == "," and joined.word == "and" and which.type == "which"
        if is_next and said.nominal is not None and said.nominal.article == "a":
            there = joined._replace(type="there-is", word="there")
            return [*events[:position], comma, there, *events[position + 2 :]]
    return events


def _copies(events: list[Event]) -> list[Event]:
    """Return "there is a read replica in Nairobi" for "a read replica of it stands in Nairobi"."""
    for position in range(len(events) - 3):
        noun = events[position].nominal
        of, it, verb = events[position + 1 : position + 4]
        is_it = (of.type, of.word, it.type, it.word) == ("preposition", "of", "pronoun", "it")
        if noun is None or noun.role != "replica" or not is_it or verb.word not in _STANDS | {"is", "are"}:
            continue
        if position and events[position - 1].type not in {"join", "subordinate"}:
            continue
        there = verb._replace(type="there-is", word="there", relation=None, tag=None)
        return [*events[:position], there, events[position], *events[position + 4 :]]
    return events


def _named_again(events: list[Event]) -> list[Event]:
    """Return events in which ", it calls" and ", that's a Raspberry Pi," name who was brought in right before."""
    start, noun = _introduced(events)
    if noun is None:
        return events
    found, position = list(events[: start + 1]), start + 1
    while position < len(events):
        event, before = events[position], found[-1]
        after = events[position + 1] if position + 1 < len(events) else None
        starts = before.type == "join" or (before.type == "subordinate" and before.word in {"so", "but"})
        again = events[start]._replace(index=event.index, after=event.after, nominal=noun)
        if starts and event.type in _NAMES_IT and event.word in _ABOUT and _describes(after):
            found += [again, Event("be", event.index, event.after, "is")]
        elif starts and event.type == "pronoun" and event.word in _ABOUT and _acts(after):
            if (event.word in _SINGULAR) is noun.is_plural:
                return events
            return [*found, again, *events[position + 1 :]]
        elif event.type == "verb" or (event.type == "be" and before is not found[start]):
            return events
        else:
            found.append(event)
        position += 1
    return events


def _introduced(events: Sequence[Event]) -> tuple[int, Nominal | None]:
    """Return where the clause brings somebody in, and his noun as it is said again: "there is A", "we have A"."""
    for position, event in enumerate(events[:_FAR]):
        noun = event.nominal
        if noun is None or not position:
            continue
        before, earlier = events[position - 1], events[position - 2] if position > 1 else None
        is_there = before.type == "there-is" or (
            before.type == "be" and earlier is not None and earlier.type == "there-is"
        )
        has = before.type == "verb" and before.relation is not None and before.relation.frame == Frame.HAVE
        ours = has and earlier is not None and earlier.type == "us"
        theirs = has and earlier is not None and earlier.nominal is not None and _is_app(noun)
        if before.word == "that" and is_there:
            return 0, None
        if (is_there or ours or theirs) and _may_act(noun) and not noun.is_store:
            return position, noun._replace(article="the", replicas=None)
        if event.type == "nominal" and before.type not in _SETTING | {"join", "subordinate"}:
            return 0, None
    return 0, None


def _may_act(noun: Nominal) -> bool:
    return names_a_part(noun) and not noun.is_payload and (noun.is_plural or not is_people(noun))


def _is_app(noun: Nominal) -> bool:
    return noun.kind.family == Family.CLIENT or noun.head in _APPS


def _is_part(noun: Nominal | None) -> bool:
    return noun is not None and (noun.is_explicit or noun.technology is not None)


def _describes(event: Event | None) -> bool:
    """Tell whether a product or kind of part follows "it's"."""
    return event is not None and event.nominal is not None and event.nominal.is_explicit and not event.nominal.is_store


def _acts(event: Event | None) -> bool:
    """Tell whether a verb follows, as it does behind a subject."""
    if event is None or event.word in COPULA:
        return False
    return event.type == "verb" and event.tag == Tag.VERB
