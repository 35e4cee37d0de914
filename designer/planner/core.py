"""The services at the heart of a composition: what each owns, whom it asks, and whose events it acts on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.model.base import Scalar
from designer.model.brief import Brief
from designer.model.domain import DomainService
from designer.model.kinds import Kind
from designer.model.origin import Origin
from designer.planner.domain import first_place, services_in, subject_of
from designer.planner.sketch import Sketch

EVENTS_NAME = "Domain events"
EVENTS_TEXT = (
    "What happened in each service, a topic for each kind of event, for whoever has to act on it; kept for a week and "
    "read again after errors."
)
_ASKED: dict[str, Scalar] = {"encrypted": True, "timeout_s": 0.8, "circuit_breaker": True}
_EVENTS: dict[str, Scalar] = {"delivery": "at-least-once"}


@dataclass(frozen=True)
class Owned:
    """A service, the store that it owns, and what it keeps there; `places` are the words that call for it."""

    service: str
    store: str
    entity: str
    fields: tuple[str, ...]
    places: tuple[tuple[int, int], ...] = ()
    domain: DomainService | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """The first words that call for the service."""
        return self.places[0] if self.places else None

    def distance(self, span: tuple[int, int]) -> int:
        """Return how many characters lie between a span and the nearest words for the service."""
        return min((abs(place[0] - span[0]) for place in self.places), default=0)

    def is_one_of(self, domains: Iterable[str]) -> bool:
        """Tell whether the service is one of some domain services."""
        return self.domain is not None and self.domain.id in domains


class Core:
    """The services of a composition, in order of their words."""

    def __init__(self, sketch: Sketch, text: StemmedText, brief: Brief, catalog: Catalog) -> None:
        self._sketch = sketch
        covered = {key for block in catalog.blocks if first_place(text, block.says) for key in block.covers}
        every = services_in(text, catalog)
        found = [item for item in every if item.service.id not in covered] or every
        parts = [
            self._add(item.service.name, item.service.entity, item.service.fields, item.places, item.service)
            for item in found
        ]
        self.owned: tuple[Owned, ...] = tuple(parts) or (self._subject(text, brief),)
        self._relate()

    def nearest(self, span: tuple[int, int], serves: Iterable[str] = ()) -> Owned:
        """Return the service whose words stand nearest to a span: among those that are served, where one is there."""
        wanted = [owned for owned in self.owned if owned.is_one_of(frozenset(serves))] or list(self.owned)
        return min(wanted, key=lambda owned: owned.distance(span))

    def present(self) -> tuple[Owned, ...]:
        """Return the services that are still in the sketch."""
        return tuple(owned for owned in self.owned if owned.service in self._sketch.components)

    def _add(
        self,
        name: str,
        entity: str,
        fields: tuple[str, ...],
        places: tuple[tuple[int, int], ...],
        domain: DomainService | None = None,
    ) -> Owned:
        origin = Origin.brief(*places[0]) if places else Origin.default("composition/service")
        thing = entity.lower()
        service = self._sketch.add(
            name, Kind.SERVICE, origin=origin, description=f"Owns every {thing} and the rules about it."
        )
        store = self._sketch.add(
            f"{entity} store", Kind.RELATIONAL_DB, origin=origin, description=f"Keeps {thing} data."
        )
        self._sketch.connect(service, store, origin=origin, label="reads and writes", properties={"timeout_s": 1})
        return Owned(service, store, entity, fields, places, domain)

    def _subject(self, text: StemmedText, brief: Brief) -> Owned:
        subject = subject_of(text, brief)
        noun, span = subject if subject else ("core", None)
        name = noun[:1].upper() + noun[1:]
        return self._add(f"{name} service", name, ("owner", "status"), (span,) if span else ())

    def _relate(self) -> None:
        """Connect services that wait for each other's answers or act on each other's events."""
        for asking, asked in self._pairs("asks"):
            self._sketch.connect(
                asking.service,
                asked.service,
                origin=Origin.default("composition/asks"),
                label=f"asks about {asked.entity.lower()}",
                properties=_ASKED,
            )
        for following, followed in self._pairs("follows"):
            self.publish(followed)
            log = self._sketch.of_kind(Kind.EVENT_LOG)[0]
            self._sketch.connect(
                log,
                following.service,
                origin=Origin.default("composition/events"),
                label=f"{followed.entity.lower()} events",
                properties=_EVENTS,
            )
            self._sketch.grant(following.service, {"idempotent": True, "tracing": True})

    def followed(self) -> Iterator[tuple[Owned, Owned]]:
        """Yield each service that acts on another's events, after that other one."""
        for following, followed in self._pairs("follows"):
            yield followed, following

    def publish(self, owned: Owned) -> None:
        """Let a service publish its events to the log that all share."""
        origin = Origin.default("composition/events")
        logs = self._sketch.of_kind(Kind.EVENT_LOG)
        log = logs[0] if logs else self._sketch.add(EVENTS_NAME, Kind.EVENT_LOG, origin=origin, description=EVENTS_TEXT)
        label = f"{owned.entity.lower()} events"
        self._sketch.connect(owned.service, log, origin=origin, label=label, properties=_EVENTS)
        self._sketch.grant(owned.service, {"outbox": True, "tracing": True})

    def _pairs(self, relation: str) -> Iterator[tuple[Owned, Owned]]:
        for one in self.owned:
            for other in self.owned:
                wanted = getattr(one.domain, relation, ()) if one.domain else ()
                if one is not other and other.is_one_of(wanted):
                    yield one, other
