"""Telling people something once: in order of urgency, within limits, again after a failure, never against their wish.

`intake.py` accepts, `dispatcher.py` sends; both work over the ports of `ports.py`.
"""

from .backoff import Backoff
from .dispatcher import Dispatcher, Outcome, run_workers
from .intake import Intake, KeyReused, UnknownKind
from .messages import Channel, Kind, Request, Send, Status, Urgency
from .ports import Limit, Provider, ProviderDown, Rejected, SendStore, StoreDown

__all__ = [
    "Backoff",
    "Channel",
    "Dispatcher",
    "Intake",
    "KeyReused",
    "Kind",
    "Limit",
    "Outcome",
    "Provider",
    "ProviderDown",
    "Rejected",
    "Request",
    "Send",
    "SendStore",
    "Status",
    "StoreDown",
    "UnknownKind",
    "Urgency",
    "run_workers",
]
