"""Reads clauses as a state machine, one method an event: who is spoken of, which verb is open, what fills its roles."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.reading.fragments import Fragments
from designer.brief.dictation.reading.state import QUIET


class Reader(Fragments):
    """Reads one clause after the other; what it learns stays in the memory and the book of links."""

    def clause(self, events: Sequence[Event], *, head: Sequence[Ref] = ()) -> None:
        """Read the events of one clause; `head` is who a list item belongs to."""
        self._reset()
        self._events = events
        self._subject = list(head)
        self._existing = any(event.type == "existing" for event in events)
        for position in range(len(events)):
            self._position, event = position, self._events[position]
            if self._mute and event.type not in QUIET | {"close", "open"}:
                continue
            getattr(self, f"_on_{event.type.replace('-', '_')}")(event)
        self._finish()
