"""Where the mechanism sits in a generated project; with APP_BROKER_URL it speaks to that broker, else to a SQLite file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from app.runtime.nodes import Node

from .connect import open_broker
from .face import Bridge, make_app
from .ports import Broker

_SPOKEN = ("amqp://", "amqps://", "nats://", "kafka://")


def bridge(component: Node) -> None:
    """Publish, receive and redrive over HTTP."""
    shared = Bridge(_opened(component))
    component.serve(make_app(shared))
    component.stopping.append(shared.close)


def _opened(component: Node) -> Callable[[], Awaitable[Broker]]:
    settings = component.around.settings
    path = settings.data_dir / "message-queue-platform" / "broker.sqlite"
    # The other brokers that a project may have carry no groups.
    spoken = settings.broker_url if settings.broker_url.startswith(_SPOKEN) else ""
    return lambda: open_broker(spoken or f"sqlite:{path}")


ROLES: Mapping[str, Callable[[Node], None]] = {
    "http-bridge": bridge,
    "producer": bridge,
    "workers": bridge,
    "subscribers": bridge,
    "redrive-desk": bridge,
}
