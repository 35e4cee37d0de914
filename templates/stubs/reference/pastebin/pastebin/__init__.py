"""Pastes: text that ends at its time, body and metadata apart, bounded before it is read whole.

The core (`writing`, `reading`, `sweeping`) knows only the ports; `embedded` gives them on SQLite, a folder and memory,
`face` speaks HTTP, `roles` puts all of it into the components of a generated project.
"""

from __future__ import annotations

from .embedded import FolderBodies, MemoryCache, SqlitePastes
from .ports import Mark, Paste
from .reading import Reader
from .sweeping import Sweeper
from .writing import Writer

__all__ = ["FolderBodies", "Mark", "MemoryCache", "Paste", "Reader", "SqlitePastes", "Sweeper", "Writer"]
