"""Selling a few items to very many people: a waiting room in order of arrival, holds that end, items sold once.

`room.py` lets people in, `shop.py` holds and sells; both work over the ports of `ports.py`.
"""

from .ports import Counts, Hold, Payments, Place, Queue, Stock, StoreDown
from .room import Admission, ChancePassed, NotYet, WaitingRoom
from .shop import Declined, HoldEnded, NothingFree, Shop
from .tickets import BadTicket, Signer, Ticket

__all__ = [
    "Admission",
    "BadTicket",
    "ChancePassed",
    "Counts",
    "Declined",
    "Hold",
    "HoldEnded",
    "NotYet",
    "NothingFree",
    "Payments",
    "Place",
    "Queue",
    "Shop",
    "Signer",
    "Stock",
    "StoreDown",
    "Ticket",
    "WaitingRoom",
]
