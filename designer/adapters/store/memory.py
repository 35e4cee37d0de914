"""Bundles in memory."""

from __future__ import annotations

from designer.model.artifact import Bundle


class MemoryStore:
    """A store that lives as long as the object."""

    def __init__(self) -> None:
        self._bundles: dict[str, Bundle] = {}

    def save(self, name: str, bundle: Bundle) -> None:
        """Keep a bundle under `name`."""
        self._bundles[name] = bundle

    def load(self, name: str) -> Bundle | None:
        """Return the bundle kept under `name`, or None when there is none."""
        return self._bundles.get(name)
