"""Prometheus metrics: requests by component, and what the links and brokers of a system are like when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.runtime.kinds import Channel

if TYPE_CHECKING:
    from app.runtime.system import System

# By component, never by path: a path holds ids, and each would be a time series of its own.
REQUESTS = Counter("app_requests", "Requests answered", ("component", "method", "status"))
SECONDS = Histogram("app_request_seconds", "Time to the last byte of an answer", ("component",))


class SystemState(Collector):
    """Breakers, tries and dead letters, read when somebody asks."""

    def __init__(self, system: System) -> None:
        self.system = system

    def collect(self) -> Iterable[Metric]:
        """Yield the gauges."""
        yield from self._links()
        dead = GaugeMetricFamily("app_dead_letters", "Messages set aside", labels=["broker"])
        for id, component in self.system.components.items():
            if isinstance(component, Channel):
                dead.add_metric([id], len(getattr(component.broker, "dead", ())))
        yield dead

    def _links(self) -> Iterator[Metric]:
        tries = GaugeMetricFamily("app_link_tries", "Calls tried over a link", labels=["source", "target"])
        breakers = GaugeMetricFamily(
            "app_breaker_open", "1 while a breaker lets nothing through", labels=["source", "target"]
        )
        for id, component in self.system.components.items():
            for target, link in component.links.items():
                tries.add_metric([id, target], link.caller.tries)
                if link.caller.breaker is not None:
                    breakers.add_metric([id, target], float(link.caller.breaker.state == "open"))
        yield tries
        yield breakers


def exposition(system: System) -> bytes:
    """Return all metrics as Prometheus reads them."""
    own = CollectorRegistry()
    own.register(SystemState(system))
    return generate_latest(REGISTRY) + generate_latest(own)
