"""The catalog that ships with the package, read once and kept compiled in the user's cache folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from designer.resources import cache_folder as cache_folder
from designer.resources import catalog_root

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog


@cache
def default_catalog() -> Catalog:
    """Return the catalog that ships with the package, loaded once."""
    return open_catalog(())


def catalog_at_hand(named: Iterable[str]) -> Catalog:
    """Return the shipped catalog where it is loaded already, else only the products of it that texts mention."""
    return default_catalog() if default_catalog.cache_info().currsize else _default_products(tuple(named))


@lru_cache(64)
def _default_products(named: tuple[str, ...]) -> Catalog:
    return open_products((), named)


def open_catalog(packs: Sequence[Path]) -> Catalog:
    """Return the shipped catalog together with packs of the user's own.

    Raises:
        BlueprintError: a pack is broken.
    """
    from designer.catalog.load import load_catalog

    return load_catalog([catalog_root(), *packs], cache_dir=cache_folder())


def open_products(packs: Sequence[Path], named: Iterable[str]) -> Catalog:
    """Return only the products that texts mention, of the shipped catalog and of packs of the user's own.

    Raises:
        BlueprintError: a pack is broken.
    """
    # What reads the whole catalog takes longer to load than this takes.
    from designer.catalog.products import load_products

    return load_products([catalog_root(), *packs], named, cache_dir=cache_folder())
