"""What rules ask of a design: where it starts, who waits for whom, who keeps data, who feeds whom.

Every fact is computed once, on first use, in linear or n log n time. An absent property means "unknown": facts
that end in a certain answer rest on what somebody stated, or on the words of a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.flow import Flow
from designer.model.kinds import Family, Kind
from designer.rules.index import Index, is_call, is_sync
from designer.rules.paths import Neighbours, cut_points, reach, strong_groups
from designer.rules.wording import (
    DEAD_LETTER_WORDS,
    IDENTITY_WORDS,
    ON_DEVICE_WORDS,
    READ_WORDS,
    WRITE_WORDS,
    is_vendor_replicated,
    says,
    words_of,
)

SENSITIVE = ("health", "payment", "secret", "personal")
"""Classes of data that must not get out, the worst first."""

PRIMARY_KINDS = frozenset(
    {
        Kind.RELATIONAL_DB,
        Kind.DOCUMENT_DB,
        Kind.WIDE_COLUMN_DB,
        Kind.KEY_VALUE_STORE,
        Kind.GRAPH_DB,
        Kind.TIME_SERIES_DB,
        Kind.OBJECT_STORE,
    }
)
DERIVED_KINDS = frozenset({Kind.SEARCH_INDEX, Kind.VECTOR_INDEX, Kind.FEATURE_STORE, Kind.DATA_WAREHOUSE})
"""Kinds that usually hold a copy of what another store or a stream says."""

_STARTS_ITSELF = frozenset({Kind.SCHEDULER, Kind.BATCH_JOB, Kind.WORKFLOW_ENGINE, Kind.EXTERNAL_SYSTEM})
_PULLS = frozenset({Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.FUNCTION})
_NOT_A_PARTY = frozenset({Kind.COORDINATION_SERVICE, Kind.CONFIG_SERVICE, Kind.SECRET_STORE, Kind.IDENTITY_PROVIDER})
_TELEMETRY = frozenset("otlp prometheus statsd metric metrics lag depth health trace traces telemetry".split())
_ENGINES = frozenset({Kind.WORKFLOW_ENGINE, Kind.SCHEDULER})
_WAITED_FOR = frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.WAF, Kind.IDENTITY_PROVIDER})
_RUN_BY_VENDOR = frozenset({Kind.FUNCTION, Kind.SCHEDULER, Kind.BATCH_JOB})


class Facts(Index):
    """A design with the facts that rules share."""

    # where it starts ------------------------------------------------------------------------------------------

    @cached_property
    def clients(self) -> tuple[Component, ...]:
        """The people, apps and devices that use the system."""
        return self.of_family(Family.CLIENT)

    @cached_property
    def users(self) -> tuple[Component, ...]:
        """The clients that come from outside; a client library runs inside a program that may be ours."""
        return tuple(client for client in self.clients if client.kind is not Kind.CLIENT_SDK)

    @cached_property
    def entries(self) -> frozenset[str]:
        """Ids of the parts where something starts: clients, public parts, schedules, outside systems and the like."""
        flow_starts = {flow.steps[0].source for flow in self.sized.flows if flow.steps and flow.kind == "normal"}
        return frozenset(one.id for one in self.components if one.id in flow_starts or self._starts(one))

    def _starts(self, one: Component) -> bool:
        if one.family in (Family.CLIENT, Family.OPERATIONS) or one.kind in _STARTS_ITSELF or one.existing:
            return True
        if one.prop("public") or one.prop("admin") or one.prop("schedule") is not None:
            return True
        if one.is_datastore or one.is_broker:
            return not any(self._feeds(link) for link in self.incoming[one.id])
        return one.kind in _PULLS and any(self.fetches(link) for link in self.outgoing[one.id])

    def fetches(self, link: Connection) -> bool:
        """Return whether the source gets its work over this connection: it polls a store, a broker or a system."""
        target = self.target(link)
        if target.is_broker:
            return self.takes_from(link)
        holds_work = target.is_datastore or target.kind is Kind.EXTERNAL_SYSTEM
        return holds_work and (link.prop("reads") is True or says(link.label, READ_WORDS))

    @cached_property
    def reachable(self) -> set[str]:
        """Ids of the parts that something which starts leads to."""
        forward = {one: list(others) for one, others in self.neighbours(lambda link: True).items()}
        for link in self.links:
            if self.fetches(link):
                forward[link.target].append(link.source)
        return reach(sorted(self.entries), forward)

    @cached_property
    def stray_groups(self) -> tuple[tuple[Component, ...], ...]:
        """The parts which nothing leads to: one group for each place where they begin, most often a single part."""
        stray = {one.id for one in self.components if one.id not in self.reachable and any(self.links_at(one))}
        inside = self.neighbours(lambda link: link.source in stray and link.target in stray, backward=True)
        groups = strong_groups({one: inside[one] for one in self.ordered(stray)})
        first = [group for group in groups if all(set(inside[one]) <= set(group) for one in group)]
        return tuple(tuple(self.component(one) for one in self.ordered(group)) for group in first)

    @cached_property
    def entrances(self) -> tuple[Component, ...]:
        """The parts that users call directly, or that are stated to be public."""
        called = {link.target for user in self.users for link in self.outgoing[user.id]}
        return tuple(
            one
            for one in self.components
            if one.family not in (Family.CLIENT, Family.EXTERNAL) and (one.id in called or one.prop("public") is True)
        )

    # who waits for whom ---------------------------------------------------------------------------------------

    @cached_property
    def sync_parts(self) -> set[str]:
        """Ids of the parts that a client waits for, directly or through others; the clients included."""
        starts = [one.id for one in (*self.clients, *self.entrances)]
        return reach(starts, self.neighbours(is_sync))

    @cached_property
    def calls(self) -> Neighbours:
        """Which compute parts wait for an answer of which; engines that only start work are left out."""
        return self.neighbours(lambda link: is_call(link) and self._calls(link.source) and self._calls(link.target))

    def _calls(self, component_id: str) -> bool:
        component = self.component(component_id)
        return component.family is Family.COMPUTE and component.kind not in _ENGINES

    @cached_property
    def critical_flows(self) -> tuple[Flow, ...]:
        """The flows that must work, in order of name; how a failure is survived is not one of them."""
        wanted = (flow for flow in self.sized.flows if flow.critical and flow.kind == "normal" and flow.steps)
        return tuple(sorted(wanted, key=lambda flow: (flow.name, flow.id)))

    def flow_links(self, flow: Flow) -> Iterator[Connection]:
        """Yield the connections that a flow's steps go along; an answer goes back and is not one."""
        for step in flow.steps:
            yield from self.between(step.source, step.target)

    @cached_property
    def critical_connections(self) -> frozenset[str]:
        """Ids of the connections that critical flows go along."""
        return frozenset(link.id for flow in self.critical_flows for link in self.flow_links(flow))

    @cached_property
    def cut_points(self) -> set[str]:
        """Ids of the parts without which the parts that call each other fall apart."""
        return cut_points(self._sync_both_ways)

    @cached_property
    def _sync_both_ways(self) -> Neighbours:
        return self.neighbours(is_sync, both=True)

    def keeps_copies(self, component: Component) -> bool:
        """Return whether another copy is there when one is lost; unknown for what exists already."""
        return component.replicas > 1 or component.existing or is_vendor_replicated(component.technology)

    @cached_property
    def single_parts(self) -> frozenset[str]:
        """Ids of the parts that answer callers with their only copy, where there is no way round them."""
        return frozenset(one.id for one in self.components if self._is_single_point(one))

    def _is_single_point(self, component: Component) -> bool:
        if component.kind in _RUN_BY_VENDOR or self.keeps_copies(component):
            return False
        if component.family is not Family.COMPUTE and component.kind not in _WAITED_FOR:
            return False
        callers = [link for link in self.incoming[component.id] if is_sync(link)]
        if callers and all(link.prop("fallback") is not None for link in callers):
            return False
        return component.id in self.cut_points or len(self._sync_both_ways[component.id]) <= 1

    def single_points(self, flow: Flow) -> list[Component]:
        """Return the parts of a flow whose only copy somebody waits for, in order of name."""
        ends = {end for link in self.flow_links(flow) if is_sync(link) for end in (link.source, link.target)}
        return [self.component(one) for one in self.ordered(ends & self.sync_parts & self.single_parts)]

    # who keeps data -------------------------------------------------------------------------------------------

    @cached_property
    def stores(self) -> tuple[Component, ...]:
        """The parts that keep data, caches included."""
        return tuple(one for one in self.components if one.is_datastore)

    def is_on_device(self, store: Component) -> bool:
        """Return whether a store is part of a client: only clients use it, and its name or product says so."""
        only_clients = all(one.family is Family.CLIENT for one in self.neighbours_of(store))
        return only_clients and says(f"{store.name} {store.technology}", ON_DEVICE_WORDS)

    def may_write(self, link: Connection) -> bool:
        """Return whether a connection changes its target, as far as anybody said."""
        if link.prop("writes") is not None:
            return link.prop("writes") is True
        if link.mode is Mode.REPLICATION or says(link.label, WRITE_WORDS):
            return True
        only_reads = self.source(link).kind is Kind.CDN or link.prop("reads") is True
        return not only_reads and not says(link.label, READ_WORDS)

    def surely_writes(self, link: Connection) -> bool:
        """Return whether somebody said that a connection changes its target."""
        if link.prop("writes") is not None:
            return link.prop("writes") is True
        return link.mode is not Mode.REPLICATION and says(link.label, WRITE_WORDS)

    def writers(self, store: Component) -> list[Component]:
        """Return the components that may change a store, in order of name."""
        ids = {link.source for link in self.incoming[store.id] if self._feeds(link) and self.may_write(link)}
        return [self.component(one) for one in self.ordered(ids)]

    def _feeds(self, link: Connection) -> bool:
        return self.source(link).kind not in (*_NOT_A_PARTY, Kind.OBSERVABILITY)

    @cached_property
    def authoritative_stores(self) -> tuple[Component, ...]:
        """The stores that hold the only true copy: stated so, or written, of a fitting kind and not said to be else."""
        return tuple(store for store in self.stores if self._is_authoritative(store))

    @cached_property
    def authoritative(self) -> frozenset[str]:
        """Ids of the authoritative stores."""
        return frozenset(store.id for store in self.authoritative_stores)

    @cached_property
    def single_stores(self) -> tuple[Component, ...]:
        """The authoritative stores that are written and keep one copy; an unnamed object store is a vendor's."""
        return tuple(
            store
            for store in self.authoritative_stores
            if not self.keeps_copies(store)
            and self.writers(store)
            and (store.kind is not Kind.OBJECT_STORE or store.technology)
        )

    def _is_authoritative(self, store: Component) -> bool:
        if store.prop("source_of_truth") is not None:
            return store.prop("source_of_truth") is True and not self.is_on_device(store)
        if store.kind not in PRIMARY_KINDS or store.prop("rebuildable") or store.prop("ttl_s") is not None:
            return False
        return bool(self.writers(store)) and not self.is_on_device(store)

    @cached_property
    def sensitive(self) -> dict[str, str]:
        """The most sensitive class of data of each store or broker that keeps any, by id."""
        found: dict[str, set[str]] = {}
        for entity in self.sized.entities:
            if entity.store is not None:
                found.setdefault(entity.store, set()).update(field.data_class for field in entity.fields)
        for one in self.components:
            found.setdefault(one.id, set()).add(str(one.prop("data_class")))
        worst = {one: next((word for word in SENSITIVE if word in found[one]), "") for one in self.ordered(found)}
        return {one: word for one, word in worst.items() if word and self._keeps_data(one)}

    def _keeps_data(self, component_id: str) -> bool:
        component = self.component(component_id)
        return component.is_datastore or component.is_broker

    # who feeds whom -------------------------------------------------------------------------------------------

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
        if any(end.kind in _NOT_A_PARTY for end in ends) or not any(end.is_broker for end in ends):
            return False
        watches = any(end.kind is Kind.OBSERVABILITY for end in ends)
        return not (watches and not _TELEMETRY.isdisjoint(words_of(f"{link.protocol} {link.label}")))

    def is_dead_letters(self, component: Component) -> bool:
        """Return whether a component is the place for messages that could not be handled."""
        return component.is_broker and says(component.name, DEAD_LETTER_WORDS)

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

    # who is outside -------------------------------------------------------------------------------------------

    def is_outside(self, component: Component) -> bool:
        """Return whether a component is a client or an outside system."""
        return component.family in (Family.CLIENT, Family.EXTERNAL)

    def crosses_boundary(self, link: Connection) -> bool:
        """Return whether a connection leaves a boundary, or comes from or goes to the outside."""
        source, target = self.source(link), self.target(link)
        if source.family is Family.CLIENT and target.family is Family.CLIENT:
            return False
        return source.boundary != target.boundary or self.is_outside(source) or self.is_outside(target)

    @cached_property
    def external_calls(self) -> tuple[Connection, ...]:
        """The calls of our own parts to outside systems that wait for an answer."""
        return tuple(
            link
            for link in self.links
            if is_call(link)
            and self.target(link).family is Family.EXTERNAL
            and (self.source(link).family is Family.COMPUTE or self.source(link).kind is Kind.API_GATEWAY)
        )

    def knows_caller(self, component: Component) -> bool:
        """Return whether a component finds out who its caller is, itself or by asking one that does."""
        return component.id in self._knowing

    @cached_property
    def _knowing(self) -> frozenset[str]:
        return frozenset(one.id for one in self.components if self._finds_out(one))

    def _finds_out(self, component: Component) -> bool:
        if component.prop("verifies_signatures") is True:
            return True
        if component.prop("authenticates") is not None:
            return component.prop("authenticates") is True
        if component.kind is Kind.LOAD_BALANCER:
            return False
        return self.is_identity(component) or any(
            self.is_identity(self.target(link)) for link in self.outgoing[component.id]
        )

    def is_identity(self, component: Component) -> bool:
        """Return whether a component's work is to find out who somebody is."""
        if component.kind is Kind.IDENTITY_PROVIDER:
            return True
        return component.family is Family.COMPUTE and says(component.name, IDENTITY_WORDS)
