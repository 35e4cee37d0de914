"""What a text says by the way of what something is called: "a service we named Needle", "(the crew calls it Otto)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.brief.dictation.event import Event
from designer.brief.dictation.nouns.nominal import is_people, only_describes
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.lexer import Token

ALSO = "also called"
"""The word of a name that a part goes by beside its own."""
_NAMING = frozenset(
    "call calls called name names named dub dubs dubbed nickname nicknames nicknamed christen christened baptised".split()
)
_OPENERS = frozenset({"join", "open", "dash"})
_QUIET = frozenset({"place", "schedule", "protocol"})
_QUOTES = frozenset("\"'“”„«»`")
_CREWS = frozenset(
    "guys folks crew team staff people everybody everyone colleagues lads devs ops operators users".split()
)


class _Naming(NamedTuple):
    """How many events say that something is called so, and the place of the name among them."""

    size: int
    name: int
    word: str


def with_names(events: list[Event], tokens: Sequence[Token]) -> list[Event]:
    """Return events in which "a service we named Needle" and "(they call it Otto)" read like "called Needle"."""
    found: list[Event] = []
    position = 0
    while position < len(events):
        naming = (
            _naming_at(events, position) or _by_name(events, position) or _coined(events, position, tokens)
            if _has_noun(found) or _has_one(found)
            else None
        )
        if naming is None:
            found.append(events[position])
            position += 1
            continue
        name = events[position + naming.name]
        said = found[-1].nominal
        built = [event.nominal for event in events[position + 3 :]]
        if said is not None and events[position].word == "," and naming.size == 2 and len(built) == 1 and built[0] is not None and (
            only_describes(built[0])
        ):  # fmt: skip
            # "one back end, "planner", FastAPI"
            found[-1] = found[-1]._replace(nominal=said._replace(technology=built[0].technology, is_strong=True))
            events = events[: position + 2]
        if _has_one(found):
            noun = (
                name.nominal._replace(is_explicit=True, is_payload=False, article="a")
                if name.nominal is not None
                else None
            )
            found[-2:] = [name._replace(nominal=noun)]
            position += naming.size
            continue
        found += [
            Event("verb", name.index, name.index, naming.word, relation=Relation(Frame.NAME), tag=Tag.PASSIVE),
            name,
        ]
        position += naming.size
    return found


def _coined(events: Sequence[Event], position: int, tokens: Sequence[Token]) -> _Naming | None:
    """Return the remark of "one back end, "planner"," and "a tile server, pg_tileserv,": a name of its own between commas."""
    if events[position].word != "," or not position or position + 1 >= len(events):
        return None
    said, name = events[position - 1].nominal, events[position + 1].nominal
    after = events[position + 2] if position + 2 < len(events) else None
    if said is None or name is None or said.technology is not None or not said.has_kind or said.is_plural:
        return None
    if said.article == "the" or " " in said.name.replace(said.head, "").strip() or name.is_explicit:
        return None
    quoted = name.first > 0 and tokens[name.first - 1].text in _QUOTES
    coined = quoted or tokens[name.first].text in _QUOTES or "_" in name.name
    closes = after is None or after.word == ","
    return (
        _Naming(2 + (after is not None and _says_verb(events, position + 3)), 1, "called")
        if coined and closes
        else None
    )


def _says_verb(events: Sequence[Event], position: int) -> bool:
    """Tell whether the verb of the sentence follows behind the comma."""
    return position < len(events) and events[position].type in {"verb", "be"}


def _by_name(events: Sequence[Event], position: int) -> _Naming | None:
    """Return the remark of "a function by the name of level-writer", "a service under the name Otto"."""
    first, said = events[position], events[position + 1].nominal if position + 1 < len(events) else None
    if (
        first.type != "preposition"
        or first.word not in {"by", "under", "with"}
        or said is None
        or said.name.casefold() != "name"
    ):
        return None
    is_of = position + 2 < len(events) and (events[position + 2].type, events[position + 2].word) == (
        "preposition",
        "of",
    )
    name = position + 2 + is_of
    if name >= len(events) or events[name].type != "nominal":
        return None
    return _Naming(name + 1 - position, name - position, "called")


def _has_noun(found: Sequence[Event]) -> bool:
    """Tell whether a noun stands right before, but for where and when."""
    last = next((event for event in reversed(found) if event.type not in _QUIET), None)
    return last is not None and last.type == "nominal"


def _has_one(found: Sequence[Event]) -> bool:
    """Tell "has its own one", which the name behind stands for."""
    own = found[-2].nominal if len(found) > 1 else None
    return own is not None and own.head == "own" and (found[-1].type, found[-1].word) == ("pronoun", "one")


def _naming_at(events: Sequence[Event], position: int) -> _Naming | None:
    """Return the remark that starts at an event and only names what stands before it."""
    opener = events[position].type if events[position].type in _OPENERS else ""
    place = position + bool(opener)
    if opener and events[position].type == "join" and events[position].word != ",":
        return None
    if opener and _types(events, place, 2) == ["us", "verb"] and events[place + 1].word not in _NAMING:
        # "(I think they call it Otto)"
        place += 2
    if place + 2 >= len(events) or not _names(events[place], is_bracket=opener in {"open", "dash"}):
        return None
    if events[place + 1].type != "verb" or events[place + 1].word not in _NAMING:
        return None
    is_object = events[place + 2].type == "pronoun" and events[place + 2].word in {"it", "them", "that", "this"}
    name = place + 2 + is_object
    if name >= len(events) or events[name].type != "nominal" or is_object != bool(opener):
        return None
    after = name + 1
    if opener == "join" and after < len(events) and events[after].type not in {"join", "which", "place"}:
        return None
    if opener in {"open", "dash"}:
        if after < len(events) and events[after].type not in {"close", "dash"}:
            return None
        after += after < len(events)
    elif opener and after < len(events) and events[after].word == ",":
        after += after + 1 < len(events) and events[after + 1].type in {"verb", "be"}
    return _Naming(after - position, name - position, ALSO if is_object else "called")


def _types(events: Sequence[Event], place: int, count: int) -> list[str]:
    return [event.type for event in events[place : place + count]]


def _names(event: Event, *, is_bracket: bool) -> bool:
    """Tell somebody who gives names, and no part: "we", "they", "the crew"."""
    if event.type in {"us", "pronoun"}:
        return event.type == "us" or event.word == "they"
    noun = event.nominal
    if noun is None or noun.is_explicit:
        return False
    return is_bracket or noun.head in _CREWS or is_people(noun)
