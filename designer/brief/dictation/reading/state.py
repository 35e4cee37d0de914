"""The state of reading a clause, and looking around in its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.brief.dictation.event import Event
from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.links.frames import Frames
from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import HOSTS
from designer.model.kinds import BROKER_KINDS

LOOK_AHEAD = 8
QUIET = frozenset({"path", "protocol", "schedule", "waits", "place", "existing", "distributive"})


class Location(NamedTuple):
    """An open "behind", "in front of", "on top of" or "between": what stands left of it, and what followed so far."""

    type: str
    left: tuple[Ref, ...]


class Asking(NamedTuple):
    """A verb that asks somebody.

    `is_question` tells "asks whether"; `described` is who is asked, where a clause about it follows: "the API, which is".
    """

    act: Act
    is_question: bool = False
    described: Ref | None = None


class State:
    """What a reader knows in the middle of a clause."""

    def __init__(self, memory: Memory, book: LinkBook) -> None:
        self.memory = memory
        self.frames = Frames(memory, book)
        self.book = book
        self._asking: Asking | None = None
        self._introduced: Ref | None = None
        self._opening: Ref | None = None
        self._handed: Ref | None = None
        self._reset()
        self._groups: list[list[Ref]] = []
        self._verb_before: Act | None = None
        self._pair: list[int] = []
        self._question: tuple[Event, ...] = ()
        self._asked_about: Nominal | None = None

    def _reset(self) -> None:
        self._asked_before: Asking | None = self._asking
        self._introduced_before: Ref | None = self._introduced
        self._asking = self._introduced = None
        self._events: Sequence[Event] = ()
        self._position = 0
        self._subject: list[Ref] = []
        self._act: Act | None = None
        self._last: Ref | None = None
        self._listed: list[Ref] = []
        self._fronted: dict[str, list[Ref]] = {}
        self._attach = ""
        self._location: Location | None = None
        self._anchors: list[Ref] = []
        self._anchor_type = "behind"
        self._standing: Ref | None = None
        self._copula = False
        self._described = -1
        self._names_member = self._hosting = self._skips_owner = False
        self._asides: list[tuple[object, ...]] = []
        self._defines = self._defined = False
        self._gap: tuple[str, Ref] | None = None
        self._us = False
        self._naming = self._names_also = False
        self._place = ""
        self._mute = 0
        self._existing = False
        self._each = False
        self._protocol = ""
        self._schedule = ""
        self._waits: bool | None = None
        self._agent: list[int] = []
        self._passive_topic: list[int] = []
        self._gerund_subject: list[Ref] = []
        self._outer: Act | None = None
        self._relative = False
        self._done = False
        self._head: Ref | None = None
        self._gap_read = self._is_anchored = False
        self._resumed: list[Ref] = []
        self._main: list[Ref] = []
        self._caused = False
        self._aside_of: Ref | None = None
        self._relative_of: Ref | None = None
        self._which: Ref | None = None
        self._verbs_within = 0
        self._spoken_to: list[int] = []
        self._is_measure = False
        self._whose: Ref | None = None
        self._passed = -1
        self._opened_before: Ref | None = self._opening
        self._opening = None
        self._doer: tuple[Frame, list[int]] | None = None
        self._focus: list[int] = []
        self._keeper: list[int] = []

    def defined(self) -> list[Ref]:
        """Return whom the clause read last defines: "web" in "web: uses the API"."""
        return [self._head] if self._defined and self._head is not None else []

    def last_subject(self) -> list[Ref]:
        """Return the subject of the clause read last."""
        return list(self._subject)

    def _before(self, back: int = 1) -> Event | None:
        """Return an event before the current one; adverbials do not count."""
        position = self._position
        while back and position > 0:
            position -= 1
            if self._events[position].type not in QUIET:
                back -= 1
        return self._events[position] if not back and position < self._position else None

    def _came(self, *types: str) -> bool:
        before = self._before()
        return before is not None and before.type in types

    def _next(self, position: int) -> int:
        """Return the position of the next event that is no adverbial."""
        position += 1
        while position < len(self._events) and self._events[position].type in QUIET:
            position += 1
        return position

    def _is_comma(self, back: int) -> bool:
        """Tell whether a comma stands some events before."""
        before = self._before(back)
        return before is not None and before.type == "join" and before.word == ","

    def _is_verb_at(self, position: int) -> bool:
        """Tell whether a finite verb stands at a position."""
        if position >= len(self._events):
            return False
        event = self._events[position]
        if event.type in {"be", "refused"}:
            return event.type == "be"
        return event.type == "verb" and event.tag == Tag.VERB and event.relation is not None

    def _starts_anew(self) -> bool:
        """Tell "A writes to B and C" (another object) from "A writes to B and C reads D" (a new subject)."""
        position = self._next(self._position)
        steps, listed = 0, False
        while position < len(self._events) and steps < LOOK_AHEAD:
            event = self._events[position]
            if self._is_verb_at(position):
                return (
                    not listed
                    or (event.type == "be" and event.word not in {"is", "was"})
                    or not event.word.endswith("s")
                )
            if event.type in {"colon"} or self._is_parallel(event):
                return True
            if event.relation is not None and event.relation.frame == Frame.NAME and event.tag == Tag.PASSIVE:
                # "and a function called Otto reads"
                position = self._next(self._next(position))
                continue
            if not listed and self._names_behind(position):
                return True
            if self._which_follows(position) and not listed and (closing := self._closing_comma(position)):
                position = self._next(closing)
                continue
            following = self._events[position + 1] if position + 1 < len(self._events) else None
            if (
                event.type in {"join", "preposition"}
                and following is not None
                and following.type in {"nominal", "place"}
            ):
                listed = listed or event.type == "join"
                if event.type == "preposition" and event.word not in {"of", "at", "for"}:
                    return False
                position = self._next(position)
            elif event.type == "pronoun" and event.word in {"each", "both", "all"} and following is not None:
                pass
            elif event.type in {"behind", "front"} and self._act is not None and not listed:
                return not self._act.has("direct") or True
            else:
                return False
            position = self._next(position)
            steps += 1
        return False

    def _names_behind(self, position: int) -> bool:
        """Tell the comma of "and the reporting tool, Metabase, reads": a name between commas, behind "and"."""
        events, following = self._events, self._events[position + 1 : position + 4]
        if events[position].word != "," or len(following) < 3 or not self._came("join") or self._is_comma(1):
            return False
        closes = following[0].type == "nominal" and following[1].word == ","
        return closes and following[2].word.endswith("s") and self._is_verb_at(position + 3)

    def _which_follows(self, position: int) -> bool:
        """Tell the comma of "the locator, which consumes them, writes"."""
        following = position + 1
        return (
            self._events[position].word == ","
            and following < len(self._events)
            and self._events[following].type == "which"
        )

    def _closing_comma(self, position: int) -> int:
        """Return where the comma stands that closes a relative clause, with a verb right behind it, or 0."""
        for other in range(position + 2, min(len(self._events), position + 2 + LOOK_AHEAD)):
            if self._events[other].word == "," and self._is_verb_at(self._next(other)):
                return other
        return 0

    def _is_parallel(self, event: Event) -> bool:
        """Tell the second of "an API writing to A, a worker reading from B"."""
        return event.type == "verb" and event.tag == Tag.GERUND and self._act is not None and bool(self._gerund_subject)

    def _is_passive_next(self) -> bool:
        following = self._next(self._position)
        after = self._next(following)
        return (
            after < len(self._events)
            and self._events[following].type == "be"
            and self._events[after].tag == Tag.PASSIVE
        )

    def _is_taken_next(self) -> bool:
        """Tell "they are picked up by": what is taken is no part, but what was put somewhere."""
        if not self._is_passive_next():
            return False
        relation = self._events[self._next(self._next(self._position))].relation
        return relation is not None and relation.frame == Frame.TAKE

    def _next_is_store(self) -> bool:
        following = self._next(self._position)
        if following >= len(self._events):
            return False
        nominal = self._events[following].nominal
        return nominal is not None and nominal.is_store

    def _next_is_broker(self) -> bool:
        following = self._next(self._position)
        nominal = self._events[following].nominal if following < len(self._events) else None
        return nominal is not None and nominal.kind in BROKER_KINDS

    def _is_host(self, nominal: Nominal) -> bool:
        return nominal.technology is not None and nominal.technology.name in HOSTS

    def _flush_list(self) -> None:
        """Note what was named in one breath, for "both", "they" and "the latter"."""
        if len(self._listed) > 1 or any(len(ref.keys) > 1 for ref in self._listed):
            self._groups = [*self._groups[-3:], list(self._listed)]

    def _last_group(self) -> list[int]:
        for group in reversed(self._groups):
            keys = self.frames.keys(group)
            if len(keys) > 1:
                return keys
        return []

    def _widest_group(self) -> list[int]:
        groups = [self.frames.keys(group) for group in self._groups]
        return max(reversed(groups), key=len, default=[])
