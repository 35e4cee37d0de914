"""The domain of a brief that no blueprint fits: who uses it, and which services its words call for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from designer.brief.people import ACTORS, AT_DESK, ON_THE_MOVE, ORGANISATIONS
from designer.brief.phrases import StemmedText, stem
from designer.brief.vocabulary import NOT_NOUN
from designer.brief.wordlists import word_list
from designer.catalog.catalog import Catalog
from designer.catalog.search import words_of
from designer.model.brief import Brief
from designer.model.domain import DomainService
from designer.model.kinds import Family, Kind
from designer.planner.calls import called_by_words, place_of
from designer.planner.nouns import NOT_THINGS, singular
from designer.planner.terms import Act, Actor

_MOST_SERVICES = 12
_MOST_CLIENTS = 5
_MOST_DEVICES = 3
_MOST_CHARACTERS = 40


# Things that are devices in any brief, and things that are when they report or obey.
_DEVICES = word_list(
    "beacon beacons camera cameras charger chargers collar collars gauge gauges kiosk kiosks logger loggers probe probes "
    "scanner scanners terminal terminals thermostat thermostats tracker trackers wearable wearables wristband wristbands "
    "drone drones locker lockers lock locks meter meters robot robots till tills turbine "
    "turbines turnstile turnstiles antenna antennas radar radars barrier barriers siren sirens valve valves buoy buoys inverter inverters "
    "thermometer thermometers hydrant hydrants sprinkler sprinklers fridge fridges freezer freezers detector detectors "
    "dongle dongles transponder transponders bracelet bracelets earmark earmarks scale scales weighbridge weighbridges "
    "seismometer seismometers geophone geophones hygrometer hygrometers loudspeaker loudspeakers analyser analysers analyzer analyzers"
)
_PAIRS = (
    "weather stations",
    "measuring stations",
    "charging points",
    "charging stations",
    "charge points",
    "parcel lockers",
    "card readers",
    "cash registers",
)
_VEHICLES = word_list(
    "bike bikes bus buses car cars container containers machine machines plane planes pump pumps scooter scooters ship "
    "ships tag tags chip chips screen screens display displays sign signs sequencer sequencers instrument instruments station stations tractor tractors train trains tram trams truck trucks van vans vehicle vehicles vessel vessels"
)
_REPORTING = word_list(
    "report reports reporting reading readings measurement measurements temperature temperatures send sends sending transmit transmits connect connects connected unlock stream streams emit emits measure measures upload uploads play plays show shows read reads"
)
# "Camera towers", "sensor nodes": what carries many of a device.
_MOUNTS = word_list("towers poles nodes stations traps units boxes points buoys masts")
# "Polling stations", "petrol stations": places with people in them.
_PLACES = word_list("polling police fire petrol gas railway train radio tv vantage")
_REACH = 8
_BY_MEANS_OF = frozenset({"in", "on", "with", "by", "from", "through", "via", "using"})
_ON_THE_GO = frozenset("app apps phone phones mobile mobiles smartphone smartphones tablet tablets".split())
_WALLS = word_list("hall halls corridor corridors lobby foyer concourse")
_SHOWING = word_list("show shows shown screen screens display displays displayed board boards monitor monitors")
# What an organisation does that has a system built, rather than uses it.
_SETTING = frozenset(
    "want wants need needs run runs operate operates own owns like likes plan plans have keep host hosts".split()
)
_IDIOMS = (
    "=in order to", "=in the order", "=in order of", "=order of magnitude", "=out of order", "=in the event", "=on track",
    "=track record", "=stock trading", "=stock market", "=stock markets", "=stock prices", "=stock price", "=stock options", "=in any case", "=fair order", "=round trip", "=test cases", "=use cases", "=edge cases", "=most cases", "=some cases", "=in case", "=trip time", "=book value", "=trading venue", "=in batches", "=in cases", "=hot standby", "=data feed", "=data feeds", "=rss feed", "=server pools", "=connection pool", "=connection pools", "=walking order", "=running order", "=in which order", "=alphabetical order", "=in this order", "=right order", "=same order", "=any order", "=polling stations", "=polling station",
)  # fmt: skip
_ANY_DEVICE = frozenset({"device", "devices", "iot device", "iot devices", "edge device", "edge devices"})
_GENERIC = word_list(
    "app application apps system systems platform software tool solution website site service services thing things "
    "data time times way ways lot day month year week hour second minute user users people customer customers company "
    "business team number list page pages information work kind type part parts place places name something everything "
    "version feature features backend frontend server servers database architecture design request requests online "
    "million thousand billion hundred average peak internet web mobile phone laptop email project plan need needs"
)


class Found(NamedTuple):
    """A domain service, the first words that call for it, and every place where such words stand."""

    service: DomainService
    span: tuple[int, int]
    places: tuple[tuple[int, int], ...]


class _Hit(NamedTuple):
    """A place in the text that belongs to a service, or to an idiom that is about none."""

    service: DomainService | None
    span: tuple[int, int]


class Client(NamedTuple):
    """Who or what uses the system."""

    name: str
    kind: Kind
    span: tuple[int, int] | None
    technology: str = ""


def services_in(text: StemmedText, catalog: Catalog, acts: Iterable[Act] = ()) -> tuple[Found, ...]:
    """Return the domain services a text calls for, in order of appearance, at most twelve, each span once.

    `acts` are what is done in the text; they call for the services that have such a verb. Where the words of one service stand inside those of another ("order" in "purchase order"), the longer ones win.
    """
    worded = [_Hit(service, span) for service, span in called_by_words(text, catalog)]
    hits = (*_done(tuple(acts), catalog, {hit.service.id for hit in worded if hit.service}), *worded)
    idioms = [_Hit(None, span) for span in _idioms(text)]
    taken: list[_Hit] = []
    for hit in sorted((*hits, *idioms), key=lambda hit: (hit.span[0] - hit.span[1], hit.span)):
        if not any(_overlap(hit.span, other.span) and other.service is not hit.service for other in taken):
            taken.append(hit)
    places: dict[str, list[tuple[int, int]]] = {}
    services = {hit.service.id: hit.service for hit in taken if hit.service is not None}
    for hit in sorted(taken, key=lambda hit: hit.span):
        if hit.service is not None:
            places.setdefault(hit.service.id, []).append(hit.span)
    found = [Found(services[key], spans[0], tuple(spans)) for key, spans in places.items()]
    return tuple(found[:_MOST_SERVICES])


def _done(acts: tuple[Act, ...], catalog: Catalog, worded: Collection[str]) -> Iterator[_Hit]:
    """Yield what is done, as places of the services that do it; of several, the one that has other words there too."""
    verbs = _verbs(catalog.domain)
    for act in acts:
        services = verbs.get(stem(act.word), ())
        if services:
            yield _Hit(next((one for one in services if one.id in worded), services[0]), act.span)


def _verbs(domain: Iterable[DomainService]) -> dict[str, tuple[DomainService, ...]]:
    """Return the services that do something, by the stem of the verb."""
    found: dict[str, tuple[DomainService, ...]] = {}
    for service in domain:
        for verb in service.verbs:
            found[stem(verb)] = (*found.get(stem(verb), ()), service)
    return found


def _idioms(text: StemmedText) -> list[tuple[int, int]]:
    return [span for idiom in _IDIOMS if (span := place_of(text, idiom)) is not None]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def clients_in(
    text: StemmedText, brief: Brief, actors: Iterable[Actor] = (), machines: Iterable[Actor] = ()
) -> tuple[Client, ...]:
    """Return who uses the system by the brief's words: devices first, then people, else the apps that it names.

    `actors` are those who do something in the text; organisations among them use the system through a portal.
    `machines` are things that send something.
    """
    named = [
        Client(_title(mention.text), mention.kind, mention.span, mention.technology or "")
        for mention in brief.mentions
        if mention.kind is not None and mention.kind.family == Family.CLIENT and not mention.negated
    ]
    devices = [client for client in named if client.kind == Kind.DEVICE] or list(_things(text))
    devices = devices or [Client(_title(item.name), Kind.DEVICE, item.span) for item in machines]
    particular = [client for client in devices if client.name.casefold() not in _ANY_DEVICE]
    apps = [client for client in named if client.kind != Kind.DEVICE]
    acting = [client for actor in actors if (client := _acting(text, actor)) is not None]
    ordered = sorted((*_people(text), *acting, *_displays(text)), key=lambda client: client.span or (0, 0))
    people = [_with_product(client, apps) for client in ordered]
    unique: dict[str, Client] = {}
    for client in (*(particular or devices)[:_MOST_DEVICES], *(people or apps)):
        unique.setdefault(" ".join(stem(word) for word in client.name.casefold().split()), client)
    found = tuple(unique.values())[:_MOST_CLIENTS]
    # Things do not use a system for themselves: somebody has the app that the text speaks of.
    alone = all(client.kind == Kind.DEVICE for client in found) and _is_mobile(text)
    return (*found, _anybody(text)) if alone or not found else found


def _with_product(client: Client, apps: Iterable[Client]) -> Client:
    """Return a person's app with the product that the brief names for that kind of app."""
    named = (app.technology for app in apps if app.kind == client.kind and app.technology)
    return client._replace(technology=next(named, ""))


def subject_of(text: StemmedText, brief: Brief) -> tuple[str, tuple[int, int]] | None:
    """Return the noun that a text speaks of most, in the singular, and its first place; None when nothing stands out.

    Products and kinds of parts ("a queue") are not what a system is about, and neither are idioms ("in order to").
    """
    parts = [mention.span for mention in brief.mentions] + _idioms(text)
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for index, token in enumerate(text.tokens):
        word = token.lower
        if not token.is_word or not words_of(word) or word in _GENERIC or word in ACTORS or word in NOT_NOUN:
            continue
        if len(word) < 4 or word.endswith(("ly", "ing", "ed")) or index in text.negated:
            continue
        if any(start <= token.start < end for start, end in parts):
            continue
        counts[stem(word)] += 1
        first.setdefault(stem(word), index)
    if not counts:
        return None
    best = min(counts, key=lambda item: (-counts[item], first[item]))
    token = text.tokens[first[best]]
    return singular(token.lower)[:_MOST_CHARACTERS], (token.start, token.end)


def _anybody(text: StemmedText) -> Client:
    return (
        Client("User app", Kind.MOBILE_CLIENT, None) if _is_mobile(text) else Client("Web app", Kind.WEB_CLIENT, None)
    )


def _people(text: StemmedText) -> Iterator[Client]:
    for index, token in enumerate(text.tokens):
        word = token.lower
        if not token.is_word or word not in ACTORS or index in text.negated or _is_broker_of_messages(text, index):
            continue
        name, span = _title(singular(word)), (token.start, token.end)
        if word in AT_DESK and not _has_an_app(text, index):
            yield Client(f"{name} console", Kind.WEB_CLIENT, span)
        elif word in AT_DESK or word in ON_THE_MOVE or _is_mobile(text):
            yield Client(f"{name} app", Kind.MOBILE_CLIENT, span)
        else:
            yield Client(f"{name} web app", Kind.WEB_CLIENT, span)


def _has_an_app(text: StemmedText, person: int) -> bool:
    """Tell whether a clause gives people at a desk an app all the same: "instructors see their day in an app"."""
    for index in range(person + 1, min(person + 1 + _REACH, len(text.tokens) - 1)):
        word = text.tokens[index].lower
        if text.clauses[index] != text.clauses[person] or word == "," or word in ACTORS:
            return False
        if word in _BY_MEANS_OF:
            means = {token.lower for token in text.tokens[index + 1 : index + 4]}
            if not _ON_THE_GO.isdisjoint(means):
                return True
    return False


def _acting(text: StemmedText, actor: Actor) -> Client | None:
    """Return the client of an organisation, or of people whose trade no list knows, that do something in the text."""
    word = actor.word
    one = singular(word) == word
    before = [token.lower for token in text.tokens if token.end <= actor.span[0]][-2:]
    if (
        word in ACTORS
        or word in _DEVICES | _VEHICLES
        or (word in ORGANISATIONS and (actor.verb in _SETTING or (one and "the" not in before)))
    ):
        return None
    name = _title(singular(word))
    if word in ORGANISATIONS:
        whose, _, noun = actor.name.rpartition(" ")
        name = name if not whose or whose in NOT_THINGS else _title(f"{whose} {singular(noun)}")
        return Client(f"{name} portal", Kind.WEB_CLIENT, actor.span)
    kind = Kind.MOBILE_CLIENT if _is_mobile(text) else Kind.WEB_CLIENT
    return Client(f"{name} {'app' if kind is Kind.MOBILE_CLIENT else 'web app'}", kind, actor.span)


def _is_broker_of_messages(text: StemmedText, index: int) -> bool:
    before = text.tokens[index - 1].lower if index else ""
    return text.tokens[index].lower == "brokers" and before in {"message", "event", "mqtt", "kafka", "queue"}


def _displays(text: StemmedText) -> Iterator[Client]:
    """Yield the screen on the wall that something is shown on: "show the timetable in the hall"."""
    for index, token in enumerate(text.tokens):
        if token.lower in _WALLS and index not in text.negated:
            near = range(max(0, index - _REACH), min(index + _REACH, len(text.tokens)))
            same = [text.tokens[other].lower for other in near if text.clauses[other] == text.clauses[index]]
            if not _SHOWING.isdisjoint(same):
                yield Client(f"{_title(singular(token.lower))} display", Kind.WEB_CLIENT, (token.start, token.end))
                return


def _things(text: StemmedText) -> Iterator[Client]:
    """Yield the things of a text that are devices, or that report something within the same clause."""
    pairs = [Client(_title(pair), Kind.DEVICE, span) for pair in _PAIRS if (span := text.find(pair)) is not None]
    if pairs:
        yield pairs[0]
        return
    for index, token in enumerate(text.tokens):
        before = text.tokens[index - 1].lower if index else ""
        many = token.lower.endswith("s")
        if before in _PLACES:
            continue
        after = text.tokens[index + 1].lower if index + 1 < len(text.tokens) else ""
        single = before in {"a", "an", "the", "each", "every"} or (after.endswith("s") and after in _MOUNTS)
        is_device = token.lower in _DEVICES and (many or single)
        moves = token.lower in _VEHICLES and (many or before in {"each", "every"}) and _reports(text, index)
        if (is_device or moves) and index not in text.negated:
            word = token.lower if many else f"{token.lower}s"
            yield Client(_title(word), Kind.DEVICE, (token.start, token.end))


def _reports(text: StemmedText, index: int) -> bool:
    following = range(index + 1, min(index + 1 + _REACH, len(text.tokens)))
    same = [text.tokens[other] for other in following if text.clauses[other] == text.clauses[index]]
    return any(token.lower in _REPORTING for token in same)


def _is_mobile(text: StemmedText) -> bool:
    words = {word for word in ("app", "phone", "mobile", "smartphone") if text.has_stem(word)}
    said = (token.lower for index, token in enumerate(text.tokens) if index not in text.negated)
    return bool(words) and any(stem(word) in words for word in said)


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words[:1].upper() + words[1:]
