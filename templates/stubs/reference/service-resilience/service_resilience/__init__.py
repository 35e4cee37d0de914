"""A service that answers within its deadline while what it depends on is slow, half broken or gone.

`deadlines`, `budget`, `breaker` and `bulkhead` are the four guards, `dependency` puts them around every call. `orders`
is a service built with them: it asks what it must, leaves out what it may, and puts the rest into a durable outbox.
"""

from .breaker import Breaker, State
from .budget import RetryBudget
from .bulkhead import Bulkhead
from .deadlines import Deadline
from .dependency import Dependency, Policy
from .errors import BreakerOpen, BulkheadFull, DeadlineOver, DependencyFailed, Unanswered
from .fallback import LastGood
from .orders import Orders, OutboxWorker

__all__ = [
    "Breaker",
    "BreakerOpen",
    "Bulkhead",
    "BulkheadFull",
    "Deadline",
    "DeadlineOver",
    "Dependency",
    "DependencyFailed",
    "LastGood",
    "Orders",
    "OutboxWorker",
    "Policy",
    "RetryBudget",
    "State",
    "Unanswered",
]
