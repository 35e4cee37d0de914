"""Technology icons from the `diagrams` package, made small and turned into data URIs."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Protocol

from designer.adapters.image.raster import shrunk
from designer.errors import LayoutError
from designer.resources import cache_folder, icons_root

PIXELS = 64
_MAX_BYTES = 2_000_000
_URI = "data:image/png;base64,"
_SORT = "icon"
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


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
        return _URI + _base64(_small(data)) if len(data) <= _MAX_BYTES else None
    except (OSError, LayoutError):
        return None


def _small(data: bytes) -> bytes:
    """Return an image of few pixels: most icons have 256 a side, and shrunk once they look smoother and weigh a tenth.

    It is kept by its content, since shrinking the icons of a picture takes as long as drawing half of it.
    """
    folder = cache_folder()
    place = folder / f"{_SORT}-{hashlib.sha256(data).hexdigest()[:32]}-{PIXELS}.png" if folder is not None else None
    if place is not None and (known := _read(place)).startswith(_PNG) and known.endswith(_PNG_END):
        return known
    made = shrunk(_URI + _base64(data), PIXELS)
    if place is not None:
        _keep(place, made)
    return made


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""


def _keep(place: Path, data: bytes) -> None:
    """Keep a file whole or not at all; a folder that cannot be written costs time, not the picture."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(place)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
