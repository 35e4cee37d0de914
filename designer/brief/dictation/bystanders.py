"""Clauses beside the one that tells who does what: when something happens, what is asked, what a line is about."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.nouns.nominal import Nominal, is_people, names_a_part
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import GENERIC_HEADS, singular
from designer.brief.lexer import Token
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

_WHEN = frozenset("when whenever once if until unless because since while as after before".split())
_ASKED = frozenset("how whether if".split())
_ASKING = frozenset("ask asks asked tell tells query queries know knows demand demands enquire enquires".split())
_LONGEST_CLAUSE = 9
_LONGEST_ASIDE = 8
_USES = frozenset("use uses open opens".split())
_UNTOLD = frozenset({Kind.SERVICE, Kind.PERSON})
_SPEAKS = frozenset("us verb which pronoun be it-is there-is".split())
_LANE = ("nominal", "preposition", "nominal", "join")
_LANES = frozenset({"to", "at"})


def without_bystanders(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return the events of a clause without those of its clauses in which no part does anything."""
    events = _without_asked(_without_when(_without_reasons(_without_hesitation(events))), tokens)
    events = _with_users_tools(_with_lanes(events), tokens)
    return _with_makes(_with_plain_apposition(_named_again(_without_topic(events))))


def _without_hesitation(events: list[Event]) -> list[Event]:
    """Return events without the ", what's it called," of "writes to, what's it called, Redis", where a noun must follow."""
    for place in range(len(events) - 3):
        opens = [event.type for event in events[place : place + 2]] == ["preposition", "join"]
        if not opens or events[place + 1].word != ",":
            continue
        end = next((item for item in range(place + 2, len(events)) if events[item].word == ","), 0)
        closes = 0 < end < len(events) - 1 and events[end + 1].nominal is not None and end - place <= _LONGEST_ASIDE
        inside = events[place + 2 : end]
        speaks = any(event.type in _SPEAKS for event in inside) and all(
            event.type in _SPEAKS or (event.nominal is not None and not event.nominal.is_explicit) for event in inside
        )
        if closes and speaks:
            return [*events[: place + 1], *events[end + 1 :]]
    return events


def _with_lanes(events: list[Event]) -> list[Event]:
    """Return "the server puts meshes in Ceph, puts tags in Redis" for "server: meshes to Ceph, tags to Redis"."""
    if len(events) < 5 or events[0].nominal is None or events[1].type != "colon" or not names_a_part(events[0].nominal):
        return events
    lanes = events[2:]
    types = [event.type for event in lanes]
    if len(lanes) % 4 != 3 or any(kind != _LANE[place % 4] for place, kind in enumerate(types)):
        return events
    ways = lanes[1::4]
    goals = [event.nominal for event in lanes[2::4]]
    things = [event.nominal for event in lanes[::4]]
    moved = all(noun is not None and not noun.is_explicit and not noun.article for noun in things)
    if len(lanes) < 7 and not events[0].nominal.is_explicit:
        return events
    if not moved or any(way.word not in _LANES for way in ways) or not all(goal and goal.is_explicit for goal in goals):
        return events
    found = [events[0]]
    for place in range(0, len(lanes), 4):
        verb = Event(
            "verb", lanes[place].index, lanes[place].index, "sends", relation=Relation(Frame.PUT), tag=Tag.VERB
        )
        found += [*([lanes[place - 1]] if place else []), verb, *lanes[place : place + 3]]
    return found


def _with_users_tools(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return "use the portal, which reserves" for "use the portal to reserve": what people do so, the portal does."""
    for place in range(len(events) - 4):
        who, uses, tool, to, verb = events[place : place + 5]
        if who.nominal is None or tool.nominal is None or uses.word not in _USES or tokens[to.index].lower != "to":
            continue
        is_purpose = verb.type == "verb" and verb.tag == Tag.VERB and verb.index == to.index + 1
        is_tool = tool.nominal.kind.family == Family.CLIENT and tool.nominal.kind != Kind.PERSON
        people = is_people(who.nominal) or (who.nominal.is_plural and not who.nominal.is_explicit)
        from_part = any(item.word == "from" and item.type == "preposition" for item in events[place + 5 :])
        if is_purpose and is_tool and people and from_part and tool.nominal.article:
            return [*events[: place + 3], to._replace(type="which", word="which"), *events[place + 4 :]]
    return events


def _is_plain(events: Sequence[Event]) -> bool:
    """Tell whether events name no part by a word of its kind or a product, and nobody by a pronoun."""
    return all(
        not (event.nominal is not None and event.nominal.is_explicit)
        and event.type not in {"which", "colon", "dash", "where"}
        for event in events
    )


def _is_finite(event: Event) -> bool:
    return event.type == "verb" and event.tag == Tag.VERB


def _without_reasons(events: list[Event]) -> list[Event]:
    """Return events without the opening of "as a lone match may draw a crowd, the service"."""
    if len(events) < 5 or events[0].type != "subordinate" or events[0].word not in _WHEN:
        return events
    comma = next((place for place, event in enumerate(events) if event.word == ","), 0)
    inside, rest = events[1:comma], events[comma + 1 :]
    first = inside[0].nominal if inside else None
    if first is None or first.article != "a" or first.is_payload or not _is_plain(inside) or len(rest) < 2:
        return events
    said = any(event.type == "verb" for event in inside) and not any(event.type == "preposition" for event in inside)
    return rest if said and rest[0].nominal is not None and rest[1].type in {"verb", "refused"} else events


def _without_when(events: list[Event]) -> list[Event]:
    """Return events without the "when the cow passes" of "reads the tag when the cow passes, dials in to the server"."""
    verbs = [place for place, event in enumerate(events) if _is_finite(event)]
    for place in range(2, len(events) - 3):
        event = events[place]
        is_aside = events[place - 1].type == "join"
        if event.type != "subordinate" or event.word not in _WHEN or is_aside or not verbs or verbs[0] > place:
            continue
        end = next((item for item in range(place, len(events)) if events[item].word in {",", "and"}), 0)
        inside = events[place + 1 : end]
        after = next((item for item in range(end, len(events)) if events[item].type != "join"), 0)
        goes_on = bool(end) and bool(after) and _is_finite(events[after]) and events[verbs[0]].word.endswith("s")
        said = (
            bool(inside) and inside[0].nominal is not None and any(item.type in {"verb", "be"} for item in inside[1:])
        )
        if (
            goes_on
            and events[after].word.endswith("s")
            and said
            and len(inside) <= _LONGEST_CLAUSE
            and _is_plain(inside)
        ):
            return [*events[:place], *events[end:]]
    return events


def _without_asked(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events without the "how the price is" of "asks the tariffs how the price is and sends the plan to"."""
    for place in range(2, len(events) - 1):
        event = events[place]
        before = tokens[event.index - 1].text if event.index else ""
        if event.type != "subordinate" or event.word not in _ASKED or before in {",", "and", "but"}:
            continue
        verb = next((item for item in reversed(events[:place]) if item.type == "verb"), None)
        if verb is None or verb.word not in _ASKING:
            continue
        end = _end_of_question(events, place + 1)
        if not _is_plain(events[place + 1 : end]):
            return events
        rest = events[end:]
        if len(rest) > 1 and rest[1].nominal is not None and rest[1].nominal.head == "something":
            # "whether it fits, something only the tailor knows"
            rest = rest[next((item for item in range(2, len(rest)) if rest[item].type == "subordinate"), len(rest)) :]
        return [*events[:place], *rest]
    return events


def _end_of_question(events: Sequence[Event], start: int) -> int:
    """Return where an indirect question ends: at a mark, or at an "and" behind its own verb with a verb behind it."""
    said = False
    for place in range(start, len(events)):
        event = events[place]
        said = said or event.type in {"be", "verb"}
        goes_on = place + 1 < len(events) and _is_finite(events[place + 1])
        if event.type in {"colon", "dash", "close"} or event.word == "," or (event.word == "and" and said and goes_on):
            return place
    return len(events)


def _without_topic(events: list[Event]) -> list[Event]:
    """Return "Odoo emits reminders" for "Dunning: Odoo emits reminders": the line tells who does it himself."""
    types = [event.type for event in events[:4]]
    if types[:2] != ["nominal", "colon"] or types[2:] != ["nominal", "verb"] or not _is_finite(events[3]):
        return events
    topic, who = events[0].nominal, events[2].nominal
    if topic is None or who is None or topic.is_explicit or topic.article or " " in topic.name:
        return events
    acts = events[3].relation is not None and events[3].relation.frame not in {Frame.OTHER, Frame.HAVE}
    named = who.technology is not None or who.article == "the"
    return events[2:] if acts and named and events[3].word.endswith("s") and not who.is_payload else events


def _named_again(events: list[Event]) -> list[Event]:
    """Return "the soil probe gives" for "the probe, the soil probe, gives"."""
    for place in range(len(events) - 4):
        one, comma, two, close, verb = events[place : place + 5]
        if one.nominal is None or two.nominal is None or (comma.word, close.word) != (",", ","):
            continue
        same = two.nominal.name.casefold().endswith(f" {one.nominal.name.casefold()}")
        if same and two.nominal.article == "the" and verb.type in {"verb", "be"}:
            return [*events[:place], two, *events[place + 4 :]]
    return events


def _with_plain_apposition(events: list[Event]) -> list[Event]:
    """Return "the solver, which the desk calls" for "the solver, a separate service that the desk calls"."""
    for place in range(len(events) - 4):
        one, comma, two, which, who = events[place : place + 5]
        if one.nominal is None or two.nominal is None or comma.word != "," or which.type != "which":
            continue
        generic = two.nominal.article == "a" and two.nominal.technology is None and (
            singular(two.nominal.head) in GENERIC_HEADS and " " not in two.nominal.name
        )  # fmt: skip
        if generic and one.nominal.technology is None and not one.nominal.is_payload and who.nominal is not None:
            return [*events[: place + 2], which._replace(word="which"), *events[place + 4 :]]
    return events


def _with_makes(events: list[Event]) -> list[Event]:
    """Return "the valve box (a Raspberry Pi)" for "the valve box, a Raspberry Pi down in the cellar,"."""
    for place in range(len(events) - 2):
        one, comma, two = events[place : place + 3]
        if one.nominal is None or two.nominal is None or comma.word != "," or not _is_make(one.nominal, two.nominal):
            continue
        end = place + 3
        where = events[end : end + 2]
        if len(where) == 2 and (where[0].type, where[0].word) == ("preposition", "at") and where[1].nominal is not None:
            end += 2
        if end < len(events) and events[end].word != ",":
            continue
        made = one.nominal._replace(
            technology=two.nominal.technology,
            kind=two.nominal.kind if one.nominal.kind in _UNTOLD else one.nominal.kind,
            is_explicit=True,
            has_kind=True,
        )
        found = [*events[:place], one._replace(nominal=made)]
        source = where[1].nominal if end > place + 3 else None
        if source is not None and source.is_store:
            takes = Event("verb", where[0].index, where[0].index, "takes", relation=Relation(Frame.TAKE), tag=Tag.VERB)
            which, way = comma._replace(type="which", word="which"), where[0]._replace(word="from")
            return [*found, comma, which, takes, way, *events[end - 1 :]]
        behind = events[end:]
        is_closed = len(behind) > 1 and behind[1].type in {"verb", "be", "join"}
        return [*found, *(behind[1:] if is_closed else behind)]
    return events


def _is_make(one: Nominal, two: Nominal) -> bool:
    """Tell whether a phrase says of the one before what it is built with."""
    product = two.technology
    if product is None or two.article != "a" or two.kind in DATASTORE_KINDS | BROKER_KINDS | {Kind.EXTERNAL_SYSTEM}:
        return False
    plain = one.technology is None and one.article == "the" and " " in one.name and not one.is_payload
    return plain and not one.is_plural and not two.is_plural
