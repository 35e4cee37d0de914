"""Who puts messages into a queue or log, and who takes them out."""

from __future__ import annotations

from functools import cached_property

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.kinds import Kind
from designer.rules.index import Index, is_sync
from designer.rules.wording import DEAD_LETTER_WORDS, READ_WORDS, WRITE_WORDS, says, words_of

NOT_A_PARTY = frozenset({Kind.COORDINATION_SERVICE, Kind.CONFIG_SERVICE, Kind.SECRET_STORE, Kind.IDENTITY_PROVIDER})
"""Kinds that set others up or look after them, and neither send nor take their data."""

_TELEMETRY = frozenset("otlp prometheus statsd metric metrics lag depth health trace traces telemetry".split())


class Messages(Index):
    """The queues and logs of a design, with their producers and consumers."""

    @cached_property
    def brokers(self) -> tuple[Component, ...]:
        """The queues and logs."""
        return tuple(one for one in self.components if one.is_broker)

    def takes_from(self, link: Connection) -> bool:
        """Return whether a connection between a broker and a part takes messages out of the broker."""
        if not self._carries_messages(link):
            return False
        if self.source(link).is_broker:
            return True
        if link.prop("reads") is not None or link.prop("writes") is not None:
            return link.prop("reads") is True
        polls = is_sync(link) or says(link.label, WRITE_WORDS)  # "fetch outcome" is what a producer says
        return polls and says(link.label, READ_WORDS)

    def gives_to(self, link: Connection) -> bool:
        """Return whether a connection puts messages into the broker it leads to."""
        if not (self.target(link).is_broker and self._carries_messages(link)):
            return False
        if self.source(link).is_broker or link.prop("writes") is True or says(link.label, WRITE_WORDS):
            return True
        return not self.takes_from(link)

    def _carries_messages(self, link: Connection) -> bool:
        ends = (self.source(link), self.target(link))
        if any(end.kind in NOT_A_PARTY for end in ends) or not any(end.is_broker for end in ends):
            return False
        watches = any(end.kind is Kind.OBSERVABILITY for end in ends)
        return not (watches and not _TELEMETRY.isdisjoint(words_of(f"{link.protocol} {link.label}")))

    def is_dead_letters(self, component: Component) -> bool:
        """Return whether a component is the place for messages that could not be handled."""
        return says(component.name, DEAD_LETTER_WORDS)

    def consumers(self, broker: Component) -> tuple[Component, ...]:
        """Return the components that take messages from a broker, in order of name."""
        return self._consumers[broker.id]

    def producers(self, broker: Component) -> tuple[Component, ...]:
        """Return the components that put messages into a broker, in order of name."""
        return self._producers[broker.id]

    @cached_property
    def consuming(self) -> frozenset[str]:
        """Ids of the components that take messages from any broker."""
        return frozenset(one.id for consumers in self._consumers.values() for one in consumers)

    @cached_property
    def _consumers(self) -> dict[str, tuple[Component, ...]]:
        found: dict[str, set[str]] = {broker.id: set() for broker in self.brokers}
        for link in self.links:
            if self.takes_from(link):
                broker, consumer = (link.source, link.target) if link.source in found else (link.target, link.source)
                found[broker].add(consumer)
        return self._in_order(found)

    @cached_property
    def _producers(self) -> dict[str, tuple[Component, ...]]:
        found: dict[str, set[str]] = {broker.id: set() for broker in self.brokers}
        for link in self.links:
            if self.gives_to(link):
                found[link.target].add(link.source)
        return self._in_order(found)

    def _in_order(self, found: dict[str, set[str]]) -> dict[str, tuple[Component, ...]]:
        return {one: tuple(self.component(other) for other in self.ordered(ids)) for one, ids in found.items()}
