"""Instructions that ask for an ability of parts rather than for a part: rate limits, backups, encryption, sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from designer.brief.quantities import quantities_in
from designer.edits.edits import ChangeComponent, ChangeConnection, Edit
from designer.model.base import Scalar
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.kinds import BROKER_KINDS, Family, Kind
from designer.refining.change import Bench, Change, unclear
from designer.refining.changing import with_product
from designer.refining.naming import part_of, parts_of
from designer.refining.placing import add_observability, add_sign_in
from designer.refining.products import Wanted, product_named
from designer.refining.words import without_article
from designer.rules.facts import Facts

_ALL = re.compile(r"^(?:all|every|any|each|both)\s+(?:of\s+)?(?:the\s+)?|^everything$|^everywhere$", re.I)


_CALL = re.compile(r"(?:\s+(?:calls?|connections?|requests?|integration))+$", re.I)
_TRAFFIC = re.compile(
    r"(?:the |all |our )*(?:traffic|connections?|calls|communication|data in (?:transit|flight))(?: between .*)?", re.I
)


class Ability(NamedTuple):
    """What can be asked for: its words, and what is stated of which parts or connections.

    `part` and `link` tell for which parts and connections it makes sense; `default` names the parts that are meant
    when the instruction names none.
    """

    name: str
    words: str
    states: Mapping[str, Scalar]
    part: Callable[[Component], bool] | None = None
    link: Callable[[Bench, Connection], bool] | None = None
    default: Callable[[Bench], Iterable[Component]] | None = None
    also: Callable[[Bench], Change] | None = None
    copies: int = 0


def _entrances(bench: Bench) -> tuple[Component, ...]:
    return tuple(part for part in Facts(bench.design).entrances if not part.is_datastore and part.kind is not Kind.DNS)


def _behind_entrances(bench: Bench) -> tuple[Component, ...]:
    """Return the services that an entrance leads to, or is."""
    graph = bench.design.graph
    found = {part.id for part in _entrances(bench) if part.family is Family.COMPUTE}
    for part in _entrances(bench):
        found |= {o.target for o in graph.outgoing[part.id] if graph.by_id[o.target].family is Family.COMPUTE}
    return tuple(part for part in graph.components if part.id in found)


def _is_run(part: Component) -> bool:
    return part.family not in (Family.CLIENT, Family.EXTERNAL)


def _computes(part: Component) -> bool:
    return part.family is Family.COMPUTE


def _answers(part: Component) -> bool:
    return part.family in (Family.EDGE, Family.COMPUTE) and part.kind is not Kind.DNS


def _keeps(part: Component) -> bool:
    return part.is_datastore and part.prop("rebuildable") is not True and part.kind is not Kind.CACHE


def _is_store(part: Component) -> bool:
    return part.is_datastore or part.is_broker


def _scales(part: Component) -> bool:
    return part.family is Family.COMPUTE and part.kind not in (Kind.SCHEDULER, Kind.BATCH_JOB, Kind.WORKFLOW_ENGINE)


def _waits(bench: Bench, link: Connection) -> bool:
    """Tell whether one of our own parts waits for the answer of another over a connection."""
    return link.mode is Mode.SYNC and _is_run(bench.design.graph.by_id[link.source])


def _writes(bench: Bench, link: Connection) -> bool:
    if link.mode is Mode.REPLICATION or not _is_run(bench.design.graph.by_id[link.source]):
        return False
    target = bench.design.graph.by_id[link.target]
    changes = target.is_datastore and target.kind is not Kind.CACHE and link.prop("reads") is not True
    return link.prop("writes") is True or link.prop("retries") is not None or changes


def _writes_twice(bench: Bench) -> tuple[Component, ...]:
    """Return the parts that change a store and tell a broker."""
    graph = bench.design.graph
    found = []
    for part in graph.components:
        targets = [graph.by_id[link.target] for link in graph.outgoing[part.id]]
        if any(one.is_broker for one in targets) and any(
            one.is_datastore and one.kind is not Kind.CACHE for one in targets
        ):
            found.append(part)
    return tuple(found)


ABILITIES: tuple[Ability, ...] = (
    Ability("rate limiting", r"(?:api )?rate[- ]?limit(?:s|ing|er|ers)?|throttling|request (?:limits|throttling)|quotas?(?: per (?:user|client|caller))?|abuse protection",
            {"rate_limited": True}, part=_answers, default=_entrances),
    Ability("authentication", r"(?:user )?authentication|auth|authn|log[- ]?in|sign[- ]?in|sign[- ]?on|single sign[- ]on|sso|oauth(?: ?2(?:\.0)?)?|oidc|openid connect|user accounts?|jwt(?: authentication| auth)?",
            {"authenticates": True}, part=_answers, default=_entrances, also=add_sign_in),
    Ability("authorisation", r"authori[sz]ation|authz|access control|permissions?|rbac|role[- ]based access(?: control)?|object[- ]level (?:authori[sz]ation|checks)",
            {"authorises": True}, part=_computes, default=_behind_entrances),
    Ability("encryption at rest", r"(?:disk |data )?encryption at rest|at[- ]rest encryption|encrypted (?:storage|disks)",
            {"encrypted_at_rest": True}, part=_is_store),
    Ability("encryption in transit", r"(?:tls|ssl|https|mtls|mutual tls|encryption in transit|transport encryption|in[- ]transit encryption)(?: everywhere| on (?:all|every) connections?)?",
            {"encrypted": True}, link=lambda bench, link: True),
    Ability("encryption", r"encryption", {"encrypted_at_rest": True}, part=_is_store),
    Ability("backups", r"(?:regular |daily |nightly |automatic |hourly )?back[- ]?ups?|point[- ]in[- ]time recovery|pitr|snapshots?", {"backup": True}, part=_keeps),
    Ability("dead letters", r"(?:a )?dead[- ]?letter(?:ing|s)?(?: (?:queue|topic|exchange)s?)?|dlqs?|poison[- ]message handling", {"dead_letter": True}, part=lambda part: part.kind in BROKER_KINDS),
    Ability("health checks", r"health[- ]?checks?|liveness (?:checks|probes)|heartbeats?|probes", {"health_check": True}, part=_answers),
    Ability("autoscaling", r"auto[- ]?scal(?:ing|e)|horizontal (?:pod )?auto[- ]?scal(?:ing|er)|elastic scaling|hpa", {"autoscaled": True}, part=_scales),
    Ability("tracing", r"(?:distributed |request )?trac(?:ing|es)|opentelemetry", {"tracing": True}, part=_answers, also=add_observability),
    Ability("monitoring", r"monitoring|metrics|observability|telemetry|alerting|alerts|logging|(?:a )?dashboards?", {"metrics": True}, part=_answers, also=add_observability),
    Ability("input validation", r"(?:input|request|schema) validation", {"validates_input": True}, part=_computes, default=_behind_entrances),
    Ability("an audit trail", r"(?:an? )?audit(?:ing| log| logs| trail| logging)?", {"audited": True}, part=_computes, default=_behind_entrances),
    Ability("circuit breakers", r"circuit[- ]?breakers?", {"circuit_breaker": True}, link=_waits),
    Ability("retries", r"(?:retries|retry(?:ing)?)(?: logic| policy)?(?: with (?:exponential )?backoff(?: and jitter)?)?|exponential backoff", {"retries": 2, "backoff": "exponential", "jitter": True}, link=_waits),
    Ability("timeouts", r"time[- ]?outs?|deadlines?", {"timeout_s": 2}, link=lambda bench, link: _waits(bench, link) and link.prop("timeout_s") is None),
    Ability("idempotency", r"idempotency(?: keys?)?|idempotent (?:writes|requests|consumers)|deduplication", {"idempotency_key": True}, link=_writes),
    Ability("an outbox", r"(?:an? )?(?:transactional )?outbox(?:es)?(?: pattern| table)?", {"outbox": True}, part=_computes, default=_writes_twice),
    Ability("automatic failover", r"(?:automatic |auto[- ]?)?fail[- ]?over", {"failover": "automatic"}, part=_keeps, copies=2),
    Ability("several zones", r"(?:multi[- ]?(?:az|zone)|(?:multiple|several|two|three|2|3) (?:availability )?zones|zone redundancy|az redundancy)(?: deployment| support)?", {"multi_zone": True}, part=lambda part: _is_run(part) and part.kind not in (Kind.SCHEDULER, Kind.BATCH_JOB), copies=2),
    Ability("high availability", r"high[- ]availability|ha|redundancy|fault[- ]tolerance", {"multi_zone": True}, part=lambda part: _is_run(part) and part.kind not in (Kind.SCHEDULER, Kind.BATCH_JOB), copies=2),
)  # fmt: skip

WORDS = "|".join(f"(?:{one.words})" for one in ABILITIES)


def ability_named(words: str) -> Ability | None:
    """Return the ability that all of the words mean, or None."""
    said = without_article(words)
    return next((one for one in ABILITIES if re.fullmatch(one.words, said, re.I)), None)


def give(bench: Bench, found: re.Match[str]) -> Change | None:
    """Give an ability to the parts named, or to those that it is for; None for words that mean no ability."""
    ability = ability_named(found["what"])
    return give_ability(bench, ability, found.groupdict().get("a") or "") if ability is not None else None


def give_ability(bench: Bench, ability: Ability, where: str) -> Change:
    """Return the change that gives parts an ability.

    Raises:
        InputError: no part can have it.
    """
    parts = tuple(_meant(bench, ability, where))
    before = tuple(_stated(bench, ability, parts))
    change = ability.also(bench) if ability.also is not None and not where else Change()
    edits = (*before, *change.edits)
    if not edits and ability.link is not None and not _has_place(bench, ability):
        raise unclear(f"{ability.name} makes sense for no connection of the design", "name one, as in 'connect A to B'")
    if not edits:
        names = ", ".join(part.name for part in parts[:3]) + (" and more" if len(parts) > 3 else "")
        return Change(says=(f"{ability.name} is there already{f': {names}' if names else ''}; nothing changed",))
    return Change(edits, change.says)


def _has_place(bench: Bench, ability: Ability) -> bool:
    links = bench.design.graph.connections
    return ability.link is not None and (ability.name == "timeouts" or any(ability.link(bench, link) for link in links))


def _meant(bench: Bench, ability: Ability, where: str) -> Iterator[Component]:
    fits = ability.part or (lambda part: True)
    where = _CALL.sub("", where)
    if where and (said := _ALL.sub("", where).strip()):
        named = parts_of(bench, said) if _ALL.match(where) else (part_of(bench, said),)
        fitting = [part for part in named if fits(part)]
        if not fitting:
            raise unclear(f"{ability.name} makes no sense for {named[0].name}", "name another part, or none")
        yield from fitting
        return
    default = ability.default(bench) if ability.default is not None and not where else bench.design.graph.components
    found = [part for part in default if fits(part)]
    if not found and ability.link is None:
        raise unclear(f"no part of the design can have {ability.name}", "name the part that should")
    yield from found


def _stated(bench: Bench, ability: Ability, parts: Iterable[Component]) -> Iterator[Edit]:
    chosen = {part.id for part in parts}
    if ability.link is None:
        for part in parts:
            new: dict[str, Scalar | None] = {k: v for k, v in ability.states.items() if part.prop(k) != v}
            more = ability.copies if part.replicas < ability.copies else None
            if new or more:
                yield ChangeComponent(id=part.id, properties=new, replicas=more)
        return
    for link in bench.design.graph.connections:
        states: dict[str, Scalar | None] = {k: v for k, v in ability.states.items() if link.prop(k) != v}
        if states and ability.link(bench, link) and chosen & {link.source, link.target}:
            yield ChangeConnection(id=link.id, properties=states)


def make_reliable(bench: Bench, found: re.Match[str]) -> Change:
    """Make a part, or all of them, highly available: two copies or more in several zones."""
    ability = next(one for one in ABILITIES if one.name == "high availability")
    said = without_article(found["a"])
    is_all = re.fullmatch(r"it|this|that|everything|(?:whole )?(?:system|design|thing|architecture)", said, re.I)
    return give_ability(bench, ability, "" if is_all else said)


def shard(bench: Bench, found: re.Match[str]) -> Change:
    """Split a store or broker by a key."""
    part = part_of(bench, found["a"])
    if not _is_store(part):
        raise unclear(f"{part.name} keeps no data that could be split", "name a store or a broker")
    key = (found["key"] or "").strip().strip("\"'`")[:80]
    name = "partition_key" if part.is_broker else "shard_key"
    states: dict[str, Scalar | None] = {"sharded": True, **({name: key} if key else {})}
    if all(part.prop(k) == v for k, v in states.items()):
        return Change(says=(f"{part.name} is split so already; nothing changed",))
    return Change((ChangeComponent(id=part.id, properties=states),))


_VERBS = {
    "ratelimit": "rate limiting", "throttle": "rate limiting", "backup": "backups", "encrypt": "encryption", "authenticate": "authentication",
    "monitor": "monitoring", "trace": "tracing", "autoscale": "autoscaling", "audit": "audit", "healthcheck": "health checks",
}  # fmt: skip


def give_by_verb(bench: Bench, found: re.Match[str]) -> Change | None:
    """Give an ability that a verb says: "back up the link store"; None for words that mean no part."""
    name = _VERBS[re.sub(r"[^a-z]", "", found["what"].casefold())]
    said, how = re.fullmatch(r"(.*?)(?:\s*\b(at rest|in transit|on the wire))?", found["a"], re.I | re.S).groups()  # type: ignore[union-attr]
    if name == "encryption" and _TRAFFIC.fullmatch(said):
        said, how = "", "in transit"
    if name == "encryption" and how and how.casefold() != "at rest":
        name = "encryption in transit"
    ability = ability_named(name)
    return give_ability(bench, ability, said) if ability is not None else None


_STATES: Mapping[str, tuple[str, Callable[[Component], bool]]] = {
    "stateless": ("stateless", _computes), "idempotent": ("idempotent", _computes), "durable": ("durable", _is_store),
    "append-only": ("append_only", _is_store), "transactional": ("transactional", _is_store), "public": ("public", _answers),
    "internal": ("public", _answers), "private": ("public", _answers), "audited": ("audited", _is_run),
}  # fmt: skip


def state_of(bench: Bench, found: re.Match[str]) -> Change:
    """State one property of a part: "make the redirect service stateless"."""
    word = found["what"].casefold().replace(" ", "-")
    name, fits = _STATES[word]
    value = word not in ("internal", "private")
    part = part_of(bench, found["a"])
    if not fits(part):
        raise unclear(f"{part.kind.label} {part.name} cannot be {word}", "name another part")
    if part.prop(name) is value:
        return Change(says=(f"{part.name} is {word} already; nothing changed",))
    return Change((ChangeComponent(id=part.id, properties={name: value}),))


def _whole(seconds: float) -> float:
    return int(seconds) if seconds.is_integer() else seconds


def set_ttl(bench: Bench, found: re.Match[str]) -> Change | None:
    """Let entries of a cache or store expire after a time; None for words that mean no time."""
    seconds = [item.value for item in quantities_in(found["time"]) if item.unit == "s"]
    if len(seconds) != 1 or seconds[0] <= 0:
        return None
    part = part_of(bench, found["a"])
    if not _is_store(part):
        raise unclear(f"{part.name} keeps no entries that could expire", "name a cache or a store")
    return Change((ChangeComponent(id=part.id, properties={"ttl_s": _whole(seconds[0])}),))


def set_timeout(bench: Bench, found: re.Match[str]) -> Change | None:
    """Let the callers of a part give up after a time; None for words that mean no time."""
    seconds = [item.value for item in quantities_in(found["time"]) if item.unit == "s"]
    if len(seconds) != 1 or seconds[0] <= 0:
        return None
    part = part_of(bench, _CALL.sub("", found["a"]))
    links = [link for link in bench.design.graph.incoming[part.id] if link.mode is Mode.SYNC]
    if not links:
        raise unclear(f"nothing waits for {part.name}", "name a part that is called")
    edits = [
        ChangeConnection(id=o.id, properties={"timeout_s": _whole(seconds[0])})
        for o in links
        if o.prop("timeout_s") != seconds[0]
    ]
    return Change(tuple(edits), () if edits else ("it is so already; nothing changed",))


def sign_in(bench: Bench, found: re.Match[str]) -> Change | None:
    """Let users sign in, with a product where one is named."""
    ability = next(one for one in ABILITIES if one.name == "authentication")
    product = product_named(found["what"], bench.catalog) if found["what"] else None
    if product is None or Kind.IDENTITY_PROVIDER not in product.kinds:
        return give_ability(bench, ability, "")
    there = [part for part in bench.design.graph.components if part.kind is Kind.IDENTITY_PROVIDER]
    if there:
        return with_product(bench, there[:1], product)
    return add_sign_in(bench, Wanted(Kind.IDENTITY_PROVIDER, product.name, product.name))
