"""Clauses that stand for a noun, and openings in which only somebody speaks: "whoever is on call", "I found that"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import EXISTING, NEW
from designer.brief.lexer import Token

_FREE = frozenset("whatever whoever whomever whichever".split())
_FOUND = frozenset(
    "found find saw see noticed notice observed observe learned learnt noted note established confirmed discovered "
    "say said think assume believe know realised realized".split()
)
_ASKING = frozenset(
    "ask asks report reports tell tells know knows decide decides show shows see sees say says check checks find finds learn "
    "learns compute computes determine determines".split()
)
_TELLING = frozenset("report reports tell tells say says".split())
_ACCESS = frozenset("access permission permissions rights".split())
_ARRIVED = frozenset({"added", "planned", "coming", "today", "now"}) | EXISTING | NEW
_FARTHEST_OPENING = 8
_LABELS = frozenset("deliverable item component module package part phase lot element finding".split())
_CLOSES = frozenset({"join", "close", "dash", "colon"})
_BEHIND_VERB = frozenset({"nominal", "pronoun", "us"})


def without_free_clauses(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return the events of a clause without the clauses inside it that name no part, and without who only speaks."""
    events = _without_speakers(_without_heads(_without_labels(events, tokens), tokens), tokens)
    events = _without_questions(_without_whatever(_without_refusals(events)), tokens)
    events = _with_readers(events)
    return _with_fillers(_with_inversion(_with_what_is_looked_at(_with_access(_without_results(events)))), tokens)


def _without_speakers(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events without "I found that", and none of "let me go through the plant"."""
    if len(events) > 1 and events[0].word == "let" and events[1].type == "us":
        return events if _names_kind(events) else []
    for position, event in enumerate(events[1:_FARTHEST_OPENING], start=1):
        says = tokens[event.index - 1].lower in _FOUND and tokens[event.index].lower == "that"
        if says and position > 1 and events[position - 2].type == "us" and not _names_kind(events[:position]):
            return events[position + 1 :]
    return events


def _names_kind(events: Sequence[Event]) -> bool:
    return any(event.nominal is not None and event.nominal.is_explicit for event in events)


def _without_heads(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "existing: the roster" for "existing but moving to new hardware: the roster", and no "who talks to whom:"."""
    colon = next((place for place, event in enumerate(events) if event.type == "colon"), 0)
    before = events[:colon]
    if not before or _names_kind(before):
        return events
    verb = any(event.type == "verb" for event in before)
    if verb and tokens[before[0].index].lower in _ARRIVED:
        return [before[0], *events[colon:]]
    asks = [place for place, event in enumerate(before) if event.type == "which" and event.word in {"who", "what"}]
    if verb and any(event.type == "subordinate" and event.word == "how" for event in before[:3]):
        # "here is how it hangs together: the tills report to"
        return events[colon + 1 :]
    opens = bool(asks) and asks[0] < 2 and all(event.type != "verb" for event in before[: asks[0]])
    return events[colon + 1 :] if opens and verb else events


def _with_readers(events: list[Event]) -> list[Event]:
    """Return "a replica that the reporting job reads" for "a replica that's only there for the reporting job"."""
    for position in range(1, len(events) - 3):
        which, there, way, who = events[position : position + 4]
        be = there.type == "be"
        if which.type != "which" or way.word != "for" or who.nominal is None:
            be = be and len(events) > position + 4 and events[position + 2].type in {"pronoun", "there-is"}
            there, way, who = events[position + 2 : position + 5] if be else (there, way, who)
        says = which.type == "which" and there.word == "there" and way.word == "for" and who.nominal is not None
        before = events[position - 1].nominal
        if (
            says
            and before is not None
            and not before.is_payload
            and who.nominal is not None
            and not who.nominal.is_payload
        ):
            reads = Event("verb", way.index, way.after, "reads", relation=Relation(Frame.TAKE), tag=Tag.VERB)
            return [*events[: position + 1], who, reads, *events[position + 4 + be :]]
    return events


def _without_labels(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "the loan desk queries" for "deliverable C is the loan desk, which queries", "item 2, the desk, queries"."""
    noun = events[0].nominal if events else None
    if (
        noun is None
        or tokens[noun.first].lower not in _LABELS
        or not 1 <= noun.after - noun.first <= 2
        or len(events) < 3
    ):
        return events
    behind = tokens[noun.first + 1].text if noun.first + 1 < len(tokens) else ""
    lettered = len(behind) == 1 and (behind.isupper() or behind.isdigit())
    if not lettered or events[2].nominal is None or (events[1].type not in {"be", "colon"} and events[1].word != ","):
        return events
    named, rest = events[2]._replace(nominal=events[2].nominal._replace(article="the")), events[3:]
    colon = next((place for place, event in enumerate(rest) if event.type == "colon"), len(rest))
    if [event.word for event in rest[colon + 1 : colon + 2]] == ["it"]:
        rest = [*rest[: colon + 1], named, *rest[colon + 2 :]]
    kinds = [event.type for event in rest[:4]]
    if events[1].type == "be" and kinds == ["join", "nominal", "preposition", "nominal"] and rest[2].word == "at":
        # "is the catalogue, a Django application on PostgreSQL"
        return [named, events[1], *rest[1:]]
    closes = events[1].word == "," and rest and rest[0].word == ","
    return [named, *(rest[1:] if closes else rest)]


def _without_refusals(events: list[Event]) -> list[Event]:
    """Return events without the ", never the pictures," of "uploads the counts, never the pictures, to the cloud"."""
    for position in range(1, len(events) - 3):
        if events[position].word != "," or events[position + 1].type != "refused":
            continue
        end = position + 1
        while end < len(events) and events[end].type == "refused":
            end += 1
        rest = events[end : end + 2]
        if [item.type for item in rest] == ["join", "preposition"] and rest[0].word == "," and rest[1].word == "to":
            return [*events[:position], *events[end + 1 :]]
    return events


def _without_whatever(events: list[Event]) -> list[Event]:
    """Return events without the "is on call" of "rings whoever is on call", the "fails its checks" of "whatever fails"."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        event = events[position]
        position += 1
        if event.nominal is None or event.nominal.head not in _FREE:
            found.append(event)
            continue
        opens = not found or found[-1].type in {"join", "subordinate"}
        end = _free_end(events, position)
        if found and found[-1].word == "for":
            # "asks for whatever belongs to the room"
            end = next((place for place in range(end, len(events)) if events[place].type in _CLOSES), len(events))
        who, after = events[position : position + 1], events[end : end + 2]
        if opens and who and who[0].type == "pronoun" and [item.type for item in after] == ["be", "verb"]:
            # "Whatever it gets is appended to a file": it appends.
            found += [who[0], after[1]._replace(tag=Tag.VERB)]
            position = end + 2
            continue
        found.append(event._replace(nominal=event.nominal._replace(is_payload=True, is_explicit=False)))
        position = end if found[:-1] or end > position + 1 else position
    return found


def _free_end(events: Sequence[Event], start: int) -> int:
    """Return where the clause of a "whatever" ends, which begins right behind it."""
    kinds = [event.type for event in events[start : start + 3]]
    if kinds[:2] in (["pronoun", "verb"], ["nominal", "verb"], ["us", "verb"]):
        return start + 2
    if kinds[:1] == ["verb"]:
        return start + 1 + (len(kinds) > 1 and kinds[1] in _BEHIND_VERB)
    if kinds[:1] == ["be"]:
        return start + (3 if kinds[1:] == ["preposition", "nominal"] else 2)
    return start


def _without_questions(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events without the "which spots to show" of "asks the planner which spots to show", which says what for."""
    for position, event in enumerate(events[:-2]):
        noun, before = events[position + 1].nominal, events[position - 1 if position else 0]
        if event.type != "which" or event.word not in {"which", "what"} or before.type not in {"nominal", "verb"}:
            continue
        if noun is None or noun.article or noun.first != event.after or tokens[event.index - 1].text == ",":
            continue
        verb = next((item for item in reversed(events[:position]) if item.type == "verb"), None)
        if verb is None or verb.word not in _ASKING:
            continue
        end = _question_end(events, position + 2, tells=verb.word in _TELLING)
        return [*events[:position], *events[end:]]
    return events


def _question_end(events: Sequence[Event], start: int, *, tells: bool) -> int:
    """Return where an indirect question ends: before a mark or "and", or before "to the tracker", which is told."""
    depth = 0
    for position in range(start, len(events)):
        event = events[position]
        depth += (event.type == "open") - (event.type == "close")
        to_whom = tells and event.word == "to" and position > start and position + 1 < len(events)
        if not depth and (event.type in {"join", "colon", "dash"} or (to_whom and events[position + 1].nominal)):
            return position
    return len(events)


def _without_results(events: list[Event]) -> list[Event]:
    """Return events without the "into fields" of "has the message turned into fields by OpenAI"."""
    for position in range(len(events) - 5):
        has, what, done, way, result, by = events[position : position + 6]
        kinds = [has.type, what.type, done.tag, way.word, result.type, by.word]
        if kinds == ["verb", "nominal", Tag.PASSIVE, "to", "nominal", "by"] and has.relation == Relation(Frame.HAVE) and (
            result.nominal is not None and not result.nominal.is_explicit and not result.nominal.article
        ):  # fmt: skip
            return [*events[: position + 3], *events[position + 5 :]]
    return events


def _with_access(events: list[Event]) -> list[Event]:
    """Return "the desk accesses the archive" for "the desk has read access to the archive"."""
    found: list[Event] = []
    for position, event in enumerate(events):
        noun, following = event.nominal, events[position + 1 : position + 2]
        has = found and found[-1].type == "verb" and found[-1].relation is not None
        if has and noun is not None and noun.head in _ACCESS and found[-1].relation == Relation(Frame.HAVE) and (
            following and following[0].type == "preposition" and following[0].word in {"to", "at"}
        ):  # fmt: skip
            found[-1] = found[-1]._replace(word="accesses", relation=Relation(Frame.CALL))
            continue
        found.append(event)
    return found


def _with_what_is_looked_at(events: list[Event]) -> list[Event]:
    """Return "the bidder looks at those counters" for "those counters are what the bidder looks at"."""
    for position in range(len(events) - 4):
        if position and events[position - 1].type not in {"join", "subordinate"}:
            continue
        thing, be, what, who, verb = events[position : position + 5]
        kinds = [thing.type, be.type, what.type, who.type, verb.type]
        if kinds != ["nominal", "be", "which", "nominal", "verb"] or what.word != "what" or verb.tag != Tag.VERB:
            continue
        rest = events[position + 5 :]
        after = rest[1:] if rest and rest[0].type == "preposition" else rest
        if not after or after[0].type in {"join", "close", "dash"}:
            takes = verb._replace(relation=Relation(Frame.TAKE)) if len(after) < len(rest) else verb
            return [*events[:position], who, takes, thing, *after]
    return events


def _with_inversion(events: list[Event]) -> list[Event]:
    """Return "A and B listen there" for "listening there are A and B"."""
    be = next((place for place, event in enumerate(events) if event.type == "be"), 0)
    if not be or events[0].type != "verb" or events[0].tag != Tag.GERUND:
        return events
    rest = events[be + 1 :]
    way = [
        event._replace(type="pronoun", word="there") if event.type == "there-is" else event for event in events[1:be]
    ]
    plain = bool(rest) and all(event.type in {"nominal", "join"} for event in rest)
    return [*rest, events[0]._replace(tag=Tag.VERB), *way] if plain and way else events


def _with_fillers(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "with its own H2" for "with H2 as its database"."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        event, rest = events[position], events[position + 1 : position + 3]
        noun, before = event.nominal, found[-1] if found else None
        role = rest[1].nominal if len(rest) == 2 and rest[0].word == "as" else None
        plain = role is not None and role.technology is None and role.is_store
        whose = role is not None and tokens[role.first - 1].lower in {"its", "their", "a", "the"}
        if before is not None and before.word == "with" and noun is not None and noun.is_store and plain and whose:
            owner = found[-3].nominal if len(found) > 3 and found[-2].word == "," else None
            if owner is not None and owner.is_explicit and not owner.is_store and found[-4].type == "verb":
                # "calls the meals service, with H2 as its database"
                found.pop(-2)
            found.append(event._replace(nominal=noun._replace(is_own=True)))
            position += 3
            continue
        found.append(event)
        position += 1
    return found
