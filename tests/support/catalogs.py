"""The shipped catalog, read once a test run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from designer.catalog.catalog import Catalog
from designer.catalog.load import load_catalog

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def shipped() -> Catalog:
    """Return the catalog of this checkout."""
    return load_catalog([ROOT / "catalog"])
