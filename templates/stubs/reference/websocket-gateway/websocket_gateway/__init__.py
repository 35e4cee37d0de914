"""A WebSocket gateway: nodes hold connections and nothing else of value, so any of them may restart at any moment.

`session` is one connection on a node, `gateway` a node with its sessions and its drain, `router` numbers messages and
wakes the node of the receiver, `client` comes back by itself. `embedded` and `redis` keep what must not be lost.
"""

from .client import Client
from .gateway import Gateway
from .ports import Delivery, MessageStore, NodeDown, Nodes, Said, Socket, StoreDown
from .router import Router
from .tokens import BadToken, Tokens

__all__ = [
    "BadToken",
    "Client",
    "Delivery",
    "Gateway",
    "MessageStore",
    "NodeDown",
    "Nodes",
    "Router",
    "Said",
    "Socket",
    "StoreDown",
    "Tokens",
]
