"""Ids of connections."""

from __future__ import annotations

from designer.model.base import slugify


def connection_id(source: str, target: str) -> str:
    """Return the id of the connection from `source` to `target`."""
    return slugify(f"{source[:30]}-to-{target[:30]}")
