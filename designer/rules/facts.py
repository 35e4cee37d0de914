"""What rules ask of a design: where it starts, who waits for whom, who keeps data, who feeds whom.

Every fact is computed once, on first use, in linear or n log n time. An absent property means "unknown": facts
that end in a certain answer rest on what somebody stated, or on the words of a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.flow import Flow
from designer.model.kinds import Family, Kind
from designer.rules.index import is_call, is_sync
from designer.rules.paths import Neighbours, cut_points, reach, strong_groups
from designer.rules.stores import Stores
from designer.rules.wording import FETCH_WORDS, IDENTITY_WORDS, says

_STARTS_ITSELF = frozenset({Kind.SCHEDULER, Kind.BATCH_JOB, Kind.WORKFLOW_ENGINE, Kind.EXTERNAL_SYSTEM})
_PULLS = frozenset({Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.FUNCTION})
_ENGINES = frozenset({Kind.WORKFLOW_ENGINE, Kind.SCHEDULER})
_WAITED_FOR = frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.WAF, Kind.IDENTITY_PROVIDER})
_RUN_BY_VENDOR = frozenset({Kind.FUNCTION, Kind.SCHEDULER, Kind.BATCH_JOB})


class Facts(Stores):
    """A design with the facts that rules share: where it starts, who waits for whom, and who is outside."""

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
        return one.kind in _PULLS and any(self.fetches(link) for link in self.outgoing[one.id])

    def fetches(self, link: Connection) -> bool:
        """Return whether the source gets its work over this connection: it polls a broker, a store or another part."""
        target = self.target(link)
        if target.is_broker:
            return self.takes_from(link)
        asks = link.prop("reads") is True or says(link.label, FETCH_WORDS)
        return asks and target.family is not Family.OPERATIONS

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
        inside = self.neighbours(lambda link: link.target in stray, backward=True)
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
