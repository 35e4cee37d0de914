"""Which components of a generated project the mechanism goes into."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping, Sequence

from app.runtime.nodes import Node

from .face import make_app, open_messages
from .gateway import Gateway
from .router import Router
from .tokens import Tokens


class _Here:
    """The one node of this process; with several, `HttpNodes` takes its place."""

    gateway: Gateway

    async def wake(self, node: str, clients: Sequence[str]) -> None:
        """Tell it that there is something new for clients."""
        self.gateway.wake(clients)


def gateway(component: Node) -> None:
    """Let the component hold connections. APP_TOKEN_SECRET signs tokens; without one nobody outside can make them."""
    file = component.around.settings.data_dir / "gateway" / "messages.sqlite"
    store = open_messages(os.environ.get("APP_MESSAGE_STORE", str(file)))
    nodes = _Here()
    nodes.gateway = Gateway(component.id, store, Router(store, nodes))
    tokens = Tokens(os.environ.get("APP_TOKEN_SECRET", secrets.token_hex(32)).encode())
    component.serve(make_app(nodes.gateway, tokens))

    async def drain() -> None:
        await nodes.gateway.drain(min(1.0, component.around.settings.drain_s))
        await store.close()

    component.stopping.append(drain)


ROLES: Mapping[str, Callable[[Node], None]] = {"gateway": gateway}
