"""One output file, and the set of all of them."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Self

from pydantic import model_validator

from designer.errors import DesignError
from designer.model.base import Frozen


class Artifact(Frozen):
    """One output file: a relative POSIX path inside the bundle, and its bytes."""

    path: str
    data: bytes
    media_type: str = "application/octet-stream"

    @model_validator(mode="after")
    def _stay_inside(self) -> Self:
        parts = PurePosixPath(self.path).parts
        if not parts or self.path.startswith("/") or ".." in parts or "\\" in self.path or "\0" in self.path:
            raise DesignError(f"artifact path {self.path!r} leaves the bundle", where="bundle")
        return self

    @classmethod
    def text(cls, path: str, content: str, media_type: str = "text/plain") -> Artifact:
        """Return an artifact of UTF-8 text."""
        return cls(path=path, data=content.encode("utf-8"), media_type=media_type)

    @property
    def sha256(self) -> str:
        """The hex digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


class Bundle(Frozen):
    """All output files of one design, sorted by path."""

    artifacts: tuple[Artifact, ...] = ()
