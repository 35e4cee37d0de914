"""Designs of every sort that instructions are given to: of blueprints, composed, and dictated."""

from __future__ import annotations

from functools import cache

import designer

BRIEFS = {
    "shortener": "A URL shortener for 100 million new links a month",
    "video": "A video streaming service for 2 million viewers",
    "feed": "A news feed for 50 million daily users",
    "tables": "Customers book tables at restaurants on the web, restaurants see and confirm their bookings, and guests get "
    "reminders by SMS. 2,000 bookings a day.",
    "orders": "React app -> nginx load balancer -> Orders API (FastAPI, 3 replicas) -> PostgreSQL. The Orders API publishes to "
    "Kafka. A Billing worker consumes from Kafka and calls Stripe. The Orders API reads from a Redis cache. No MongoDB.",
}


@cache
def design_of(key: str) -> designer.Design:
    """Return one of the designs, made once."""
    return designer.design(BRIEFS[key])
