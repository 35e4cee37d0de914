"""An object store in a local folder."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from app.runtime.errors import Refused

MOST_KEY_BYTES = 900


def key_of(name: str) -> str:
    """Return a name as letters, digits and `_.-~%`: no store takes a part of it for a folder, and lists sort by it.

    Raises:
        Refused: 422 for one that S3 has no room for.
    """
    key = quote(name, safe="")
    if len(key) > MOST_KEY_BYTES:
        raise Refused(422, "Invalid request", "the name of the object is too long")
    return key


@contextmanager
def _written(place: Path, data: bytes) -> Iterator[Path]:
    """Give a file beside a place that has these bytes, on the disk; it is gone at the end, unless it was moved."""
    draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


class LocalFolder:
    """One file an object. Its name on disk is a digest, so that no object's name can lead out of the folder.

    Beside it lies the name itself, for lists.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        root.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes, whole or not at all."""
        place = self._place(name)
        with _written(place, data) as draft, self._lock:
            if not place.with_suffix(".name").exists():
                with _written(place, name.encode()) as own:
                    own.replace(place.with_suffix(".name"))
            draft.replace(place)

    def get(self, name: str) -> bytes | None:
        """Return the bytes, or None."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError:
            return None

    def drop(self, name: str) -> None:
        """Remove the bytes."""
        place = self._place(name)
        with self._lock:
            place.unlink(missing_ok=True)
            place.with_suffix(".name").unlink(missing_ok=True)

    def names(self, *, after: str = "", limit: int = 1000) -> list[str]:
        """Return names of objects in the order of their keys, those after `after`."""
        with self._lock:
            # A crash may leave a name without its object, never an object without its name.
            kept = [path.read_bytes().decode() for path in self.root.glob("*.name") if path.with_suffix("").exists()]
        from_here = key_of(after)
        return sorted((name for name in kept if not after or key_of(name) > from_here), key=key_of)[:limit]

    def ping(self) -> None:
        """Raise when the folder cannot be used."""
        self.root.stat()

    def close(self) -> None:
        """Nothing is held."""

    def _place(self, name: str) -> Path:
        key_of(name)
        return self.root / hashlib.sha256(name.encode()).hexdigest()
