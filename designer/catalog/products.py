"""The part of a catalog that a drawing needs: the products that it names, with their icons.

The whole catalog is large, and reading it takes longer than drawing a picture.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from designer.catalog.catalog import Catalog
from designer.catalog.source_files import cache_key, catalog_files, keep, kept
from designer.model.technology import Technology

_SORT = "products"
_SHOWN = ("id", "name", "aliases", "kinds", "icon")


def load_products(roots: Sequence[Path], named: Iterable[str], *, cache_dir: Path | None) -> Catalog:
    """Return a catalog of only the products that one of the texts `named` mentions, and of nothing else.

    It gives the same icon for these texts as the whole catalog does. What is compiled is kept in `cache_dir` and used
    while no source file has changed; without one, the whole catalog is read.

    Raises:
        BlueprintError: any file is broken; all problems at once.
    """
    key = cache_key([file for root in roots for file in catalog_files(root)])
    compiled = _compiled(kept(cache_dir, _SORT, key)) if cache_dir is not None else None
    if compiled is None:
        compiled = _compile(roots, cache_dir)
        if cache_dir is not None:
            keep(cache_dir, _SORT, key, json.dumps(compiled))
    text = "\n".join(" ".join(one.split()) for one in named).casefold()
    found = [item for words, item in compiled if any(word in text for word in words.split("\n"))]
    return Catalog(technologies=tuple(map(Technology.model_validate_json, found)), version=key)


def _compiled(path: Path) -> list[tuple[str, str]] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, list) else None


def _compile(roots: Sequence[Path], cache_dir: Path | None) -> list[tuple[str, str]]:
    """Return each product as JSON with the words for it, one a line, in the order of the catalog.

    Most are never asked for: as text they take the least to read.
    """
    from designer.catalog.load import load_catalog

    return [
        (
            "\n".join(word.casefold() for word in (item.id, item.name, *item.aliases)),
            item.model_dump_json(include={*_SHOWN}),
        )
        for item in load_catalog(roots, cache_dir=cache_dir).technologies
    ]
