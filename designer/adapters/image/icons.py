"""Technology icons from the `diagrams` package, made small and turned into data URIs."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Protocol

from designer.adapters.image.raster import shrunk
from designer.errors import LayoutError
from designer.resources import icons_root

PIXELS = 64
_MAX_BYTES = 2_000_000
_URI = "data:image/png;base64,"


class IconSource(Protocol):
    """Gives icons by their path."""

    def icons(self, paths: Iterable[str]) -> dict[str, str]:
        """Return data URIs of PNG images by path; what is unknown is left out."""


class DiagramsIcons:
    """The icons of the `diagrams` package; without the package there are none."""

    def icons(self, paths: Iterable[str]) -> dict[str, str]:
        """Return data URIs of PNG images by path; what is unknown or unreadable is left out."""
        root = icons_root()
        if root is None:
            return {}
        found = ((path, _icon(root, path)) for path in sorted(set(paths)))
        return {path: icon for path, icon in found if icon is not None}


@lru_cache(maxsize=512)
def _icon(root: Path, path: str) -> str | None:
    """Return one icon, or None; a path that leaves the folder is unknown."""
    parts = PurePosixPath(path).parts
    if not path.endswith(".png") or path.startswith("/") or ".." in parts or "\\" in path or "\0" in path:
        return None
    try:
        with (root / path).open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        # Most icons have 256 pixels a side: shrunk once they look smoother and weigh a tenth.
        return _URI + _base64(shrunk(_URI + _base64(data), PIXELS)) if len(data) <= _MAX_BYTES else None
    except (OSError, LayoutError):
        return None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
