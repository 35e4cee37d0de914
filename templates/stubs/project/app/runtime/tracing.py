"""Trace context (W3C traceparent) and the record of which component heard what from which."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from contextvars import ContextVar
from dataclasses import dataclass, field

_HEADER = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_MOST_TRACES = 2000
_MOST_EVENTS = 5000


@dataclass(frozen=True, slots=True)
class Trace:
    """Where in which trace the running code stands."""

    trace_id: str
    span_id: str

    @classmethod
    def new(cls) -> Trace:
        """Return the start of a new trace."""
        return cls(secrets.token_hex(16), secrets.token_hex(8))

    @classmethod
    def of(cls, header: str | None) -> Trace:
        """Return the context of a traceparent header, or a new trace when there is none that can be read."""
        return cls.heard(header) or cls.new()

    @classmethod
    def heard(cls, header: str | None) -> Trace | None:
        """Return the context of a traceparent header, or None when there is none that can be read."""
        found = _HEADER.fullmatch((header or "").strip())
        if found is None or set(found[1]) == {"0"} or set(found[2]) == {"0"}:
            return None
        return cls(found[1], found[2])

    def child(self) -> Trace:
        """Return the context of a call made from here."""
        return Trace(self.trace_id, secrets.token_hex(8))

    @property
    def header(self) -> str:
        """The value of the traceparent header."""
        return f"00-{self.trace_id}-{self.span_id}-01"


_CURRENT: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current_trace() -> Trace | None:
    """Return the trace of the running code, or None outside of any."""
    return _CURRENT.get()


def enter_trace(trace: Trace) -> None:
    """Make `trace` the one of the running task."""
    _CURRENT.set(trace)


@dataclass(frozen=True, slots=True)
class Event:
    """One message as its receiver saw it; `step` is its number in the flow."""

    source: str
    target: str
    text: str
    flow: str
    step: int


@dataclass(slots=True)
class Recorder:
    """Keeps the events of the latest traces, in the order in which they were heard."""

    traces: OrderedDict[str, list[Event]] = field(default_factory=OrderedDict)

    def add(self, trace: Trace, event: Event) -> None:
        """Keep an event."""
        events = self.traces.setdefault(trace.trace_id, [])
        if len(events) < _MOST_EVENTS:
            events.append(event)
        while len(self.traces) > _MOST_TRACES:
            self.traces.popitem(last=False)

    def events(self, trace: Trace) -> tuple[Event, ...]:
        """Return the events of a trace."""
        return tuple(self.traces.get(trace.trace_id, ()))
