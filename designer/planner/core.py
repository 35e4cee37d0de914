"""The services at the heart of a composition: what each owns, whom it asks, and whose events it acts on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designer.brief.phrases import StemmedText, stem
from designer.catalog.catalog import Catalog
from designer.model.base import Scalar
from designer.model.brief import Brief
from designer.model.domain import DomainService
from designer.model.kinds import Kind
from designer.model.origin import Origin
from designer.planner.calls import all_said, is_refused, said_of
from designer.planner.domain import Found, services_in, subject_of
from designer.planner.outlines import Outlined, services_of
from designer.planner.outside import outside_of, spans_of
from designer.planner.sketch import Sketch
from designer.planner.terms import Term, Terms

_MOST_DOINGS = 3
_LONGEST_SAID = 40
# Services that a brief of so many words deserves: few words say little, and nobody splits a small system in ten.
_DESERVED = ((12, 2), (20, 3), (30, 5), (45, 7), (80, 8))
_MOST_DESERVED = 9
_LEAST = 2
_OWN_OF = 3
"""Of so many services that a brief deserves, one at least keeps a thing of its own words, where it has such."""
_GRACE = 3
"""Services beyond that, when the text names them in the words of the field."""
_DIRECT = 3
"""What a thing weighs that somebody does something with."""

_MARKS = ",;:.\n"
_MARK_IS = 40
"""Characters that a mark between two words is worth."""
_BEHIND = 1.5
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

    def distance(self, span: tuple[int, int], text: str = "") -> int:
        """Return how far the nearest words for the service are from a span, in characters.

        Each mark between them counts as many characters more, and what was spoken of before is meant sooner than what
        comes after: "samples are taken and photographed, a map shows the lakes".
        """
        return min((_away(place, span, text) for place in self.places), default=0)

    def is_one_of(self, domains: Iterable[str]) -> bool:
        """Tell whether the service is one of some domain services."""
        return self.domain is not None and self.domain.id in domains


class Core:
    """The services of a composition, in order of their words."""

    def __init__(
        self,
        sketch: Sketch,
        text: StemmedText,
        brief: Brief,
        catalog: Catalog,
        terms: Terms,
        outlines: Iterable[Outlined] = (),
    ) -> None:
        self._sketch = sketch
        self._text = text
        self.terms = terms
        # What measures and obeys is a part already, and no service keeps it under its own name.
        self._devices = {
            stem(part.name.lower().split()[-1]) for part in sketch.components.values() if part.kind == Kind.DEVICE
        }
        called = said_of(text, catalog)
        covered = {key for block in catalog.blocks if block.id in called for key in block.covers}
        covered |= {key for item in outlines for key in item.outline.covers}
        every = services_in(text, catalog, terms.acts)
        outlined = tuple(_outlined(outlines, catalog, every))
        is_closed = any(item.outline.is_closed for item in outlines)
        self._most_derived = 0 if is_closed else 1 if outlined else _MOST_DESERVED
        found = [item for item in every if item.service.id not in covered and not is_closed]
        found = [*outlined, *found] if outlined else found or list(every)
        found = [item for item in found if not _is_refused(text, item.service)]
        found = list({item.service.id: item for item in reversed(found)}.values())[::-1]
        found = list({item.service.entity: item for item in reversed(found)}.values())[::-1]
        found = found[: max(self._deserved() + _GRACE, len(outlined) + _LEAST)]
        parts = [
            self._add(item.service.name, item.service.entity, item.service.fields, item.places, item.service)
            for item in found
        ]
        self.outside = outside_of(text, terms)
        parts += [self._derived(term) for term in self._further(found, every)]
        self.owned: tuple[Owned, ...] = tuple(parts) or (self._subject(text, brief),)
        self._relate()

    def _further(self, found: list[Found], every: Iterable[Found]) -> list[Term]:
        """Return things of the text that no service of the domain keeps, as many as its length deserves."""
        taken = [span for item in every for span in item.places] + list(spans_of(self.outside))
        known = {key for item in found for key in _stems_of(item)} | self._devices
        said = all_said(self._text, self._sketch.catalog)
        free = [
            term
            for term in self.terms.ranked()
            if not _overlaps(term.places, taken) and stem(term.name.split()[-1]) not in known
        ]
        least = _DIRECT if self._most_derived > 1 else 2 * _DIRECT
        strong = [term for term in free if term.weight >= least and not _within(term.places, said)]
        done = {act.span for act in self.terms.acts}
        kept = [item for item in found if not done.issuperset(item.places)]
        wanted = max(self._deserved() - len(kept), self._deserved() // _OWN_OF)
        wanted = min(wanted, self._most_derived)
        return sorted(strong[:wanted] or (free[:1] if not found else []), key=lambda term: term.places[0])

    def _deserved(self) -> int:
        """Return how many services a text of this length deserves."""
        return next((most for length, most in _DESERVED if self.terms.words <= length), _MOST_DESERVED)

    def _derived(self, term: Term) -> Owned:
        name = term.name[:1].upper() + term.name[1:]
        people = list(dict.fromkeys(term.actors))[:1]
        about = [word for word in dict.fromkeys(term.about) if word != term.name][:2]
        return self._add(f"{name} service", name, (*about, *people, "status"), tuple(sorted(term.places)))

    def nearest(self, span: tuple[int, int], serves: Iterable[str] = (), block: str = "") -> Owned:
        """Return the service whose words stand nearest to a span.

        It is one of those that are served and always need the block, else one that is served, else one that needs it.
        """
        needs = [owned for owned in self.owned if owned.domain is not None and block in owned.domain.brings]
        served = [owned for owned in self.owned if owned.is_one_of(frozenset(serves))]
        wanted = [owned for owned in served if owned in needs] or served or needs or list(self.owned)
        return min(wanted, key=lambda owned: owned.distance(span, self._text.text))

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
        does = f"{domain.does} " if domain is not None and domain.does else ""
        service = self._sketch.add(
            name,
            Kind.SERVICE,
            origin=origin,
            description=f"{does}Owns every {thing} and the rules about it{self._doings(places)}.{self._said(places, name)}",
        )
        store = self._sketch.add(
            f"{entity} store",
            domain.store if domain is not None else Kind.RELATIONAL_DB,
            origin=origin,
            description=f"Keeps {thing} data.",
        )
        self._sketch.connect(service, store, origin=origin, label="reads and writes", properties={"timeout_s": 1})
        return Owned(service, store, entity, fields, places, domain)

    def _doings(self, places: Iterable[tuple[int, int]]) -> str:
        """Return what the text does with a thing, to stand behind what the service owns."""
        terms = [term for place in places if (term := self.terms.at(place)) is not None]
        said = list(dict.fromkeys(doing for term in terms for doing in term.doings))[:_MOST_DOINGS]
        return f" ({', '.join(said)})" if said else ""

    def _said(self, places: Iterable[tuple[int, int]], name: str) -> str:
        """Return the words of the text that call for a service, where its name does not say them: "In the brief: grave, vault."."""
        known = {stem(word) for word in name.lower().split()}
        terms = ((self.terms.at(place), self._text.text[slice(*place)]) for place in places)
        phrases = [term.name if term is not None else words.casefold()[:_LONGEST_SAID] for term, words in terms]
        new = [phrase for phrase in dict.fromkeys(phrases) if not known.issuperset(map(stem, phrase.split()))]
        return f" In the brief: {', '.join(new[:_MOST_DOINGS])}." if new else ""

    def _subject(self, text: StemmedText, brief: Brief) -> Owned:
        subject = subject_of(text, brief)
        noun, span = subject if subject else ("core", None)
        name = noun[:1].upper() + noun[1:]
        return self._add(f"{name} service", name, ("owner", "status"), (span,) if span else ())

    def _relate(self) -> None:
        """Connect services that wait for each other's answers or act on each other's events."""
        for asking, asked in self._pairs("asks"):
            self._ask(asking, asked)
        for asking, asked in self._belongings():
            self._ask(asking, asked)
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

    def _ask(self, asking: Owned, asked: Owned) -> None:
        """Let a service ask another one, unless that one waits for its answers already."""
        reached, waiting = {asked.service}, [asked.service]
        while waiting:
            new = [key for key in self._sketch.leading_from(waiting.pop()) if key not in reached]
            reached.update(new)
            waiting += new
        if asking.service not in reached:
            self._sketch.connect(
                asking.service,
                asked.service,
                origin=Origin.default("composition/asks"),
                label=f"asks about {asked.entity.lower()}",
                properties=_ASKED,
            )

    def _belongings(self) -> Iterator[tuple[Owned, Owned]]:
        """Yield pairs of which the first is of or for the second: "vaccinations of animals"."""
        for one in self.owned:
            terms = [term for place in one.places if (term := self.terms.at(place)) is not None]
            about = {stem(word.split()[-1]) for term in terms for word in term.about}
            for other in self.owned:
                if one is not other and stem(other.entity.lower().split()[-1]) in about:
                    yield one, other

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


def _is_refused(text: StemmedText, service: DomainService) -> bool:
    """Tell whether a text refuses what a service is named after: "deliberately no chat"."""
    name = service.name.removesuffix(" service").casefold()
    return " " not in name and is_refused(text, name)


def _outlined(outlines: Iterable[Outlined], catalog: Catalog, every: Iterable[Found]) -> Iterator[Found]:
    """Yield the services of outlines, at the words of their own where the text has such."""
    places = {item.service.id: item.places for item in every}
    for outlined in outlines:
        for service in services_of(outlined, catalog):
            own = places.get(service.id, (outlined.span,))
            yield Found(service, own[0], own)


def _stems_of(found: Found) -> Iterator[str]:
    """Yield the stems of what a service is called by, so that no second one is made for the same thing."""
    service = found.service
    phrases = (
        service.entity,
        service.name.removesuffix(" service"),
        *(word for word in service.words if " " not in word),
    )
    for phrase in phrases:
        yield stem(phrase.removeprefix("=").lower().split()[-1])


def _away(place: tuple[int, int], span: tuple[int, int], text: str) -> int:
    """Return how far a place is from a span; one behind it counts more."""
    is_before = place[0] <= span[0]
    start, end = (place[0], span[0]) if is_before else (span[0], place[0])
    marks = sum(text.count(mark, start, end) for mark in _MARKS)
    return int((end - start) * (1 if is_before else _BEHIND)) + marks * _MARK_IS


def _overlaps(places: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]) -> bool:
    spans = list(taken)
    return any(start < other[1] and other[0] < end for start, end in places for other in spans)


def _within(places: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]) -> bool:
    """Tell whether all places of a thing stand in words for something else."""
    return all(_overlaps([place], taken) for place in places)
