"""One contract for message brokers, kept by an embedded broker, RabbitMQ, NATS JetStream and Kafka.

`ports.py` states the contract, `consuming.py` works by it, and `connect.py` opens a broker by its URL.
"""

from .connect import open_broker
from .consuming import consume, redrive
from .ports import Broker, BrokerDown, Delivery, Subscription, Topic, partition_of

__all__ = [
    "Broker",
    "BrokerDown",
    "Delivery",
    "Subscription",
    "Topic",
    "consume",
    "open_broker",
    "partition_of",
    "redrive",
]
