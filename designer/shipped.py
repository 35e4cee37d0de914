"""The catalog that ships with the package, read once and kept compiled in the user's cache folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from designer.catalog.catalog import Catalog
from designer.catalog.load import load_catalog
from designer.resources import catalog_root


@cache
def default_catalog() -> Catalog:
    """Return the catalog that ships with the package, loaded once."""
    return open_catalog(())


def open_catalog(packs: Sequence[Path]) -> Catalog:
    """Return the shipped catalog together with packs of the user's own.

    Raises:
        BlueprintError: a pack is broken.
    """
    return load_catalog([catalog_root(), *packs], cache_dir=cache_folder())


def cache_folder() -> Path | None:
    """Return where what is compiled or answered once is kept; None where there is no such place."""
    if (own := os.environ.get("DESIGNER_CACHE_DIR")) is not None:
        return Path(own) if own else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "designer"
    except RuntimeError:
        return None
