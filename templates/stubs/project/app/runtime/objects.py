"""An object store in a local folder."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path


class LocalFolder:
    """One file an object. Its name on disk is a digest, so that no object's name can lead out of the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes, whole or not at all."""
        place = self._place(name)
        draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)

    def get(self, name: str) -> bytes | None:
        """Return the bytes, or None."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError:
            return None

    def drop(self, name: str) -> None:
        """Remove the bytes."""
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self.root / hashlib.sha256(name.encode()).hexdigest()
