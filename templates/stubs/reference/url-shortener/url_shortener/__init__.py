"""Short links: codes without collisions, redirects from a cache, clicks counted beside the redirect.

The core (`codes`, `leases`, `shortening`, `redirecting`, `clicks`) knows only the ports; `embedded` gives them on SQLite
and memory, `face` speaks HTTP, `roles` puts both into the components of a generated project.
"""

from __future__ import annotations

from .clicks import ClickBuffer
from .codes import Snowflake, base62
from .embedded import MemoryCache, SqliteClicks, SqliteLeases, SqliteLinks
from .leases import LeaseKeeper
from .ports import Link
from .redirecting import Redirector
from .shortening import Shortener

__all__ = [
    "ClickBuffer",
    "LeaseKeeper",
    "Link",
    "MemoryCache",
    "Redirector",
    "Shortener",
    "Snowflake",
    "SqliteClicks",
    "SqliteLeases",
    "SqliteLinks",
    "base62",
]
