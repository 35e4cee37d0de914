"""designer.lock: what a project was made from, and every file as it was written, so that a changed one is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pydantic import ConfigDict, ValidationError

from designer.errors import OutputError
from designer.model.artifact import Artifact
from designer.model.base import Frozen, canonical_json
from designer.model.design import Design

LOCK = "designer.lock"


class Lock(Frozen):
    """The content of designer.lock; `files` are digests by path, without the lock itself."""

    model_config = ConfigDict(extra="ignore")

    schema_version: str = "1"
    designer: str
    templates: str
    design_sha256: str
    files: dict[str, str] = {}


def lock_of(design: Design, files: Iterable[Artifact], *, version: str, templates: str) -> Artifact:
    """Return the lock of a project's files."""
    made = Lock(
        designer=version,
        templates=templates,
        design_sha256=hashlib.sha256(design.to_json().encode("utf-8")).hexdigest(),
        files={item.path: item.sha256 for item in files},
    )
    return Artifact.text(LOCK, canonical_json(made.model_dump(mode="json")), "application/json")


def read_lock(data: bytes, *, where: str) -> Lock:
    """Return the lock that bytes hold.

    Raises:
        OutputError: they are none of ours.
    """
    try:
        return Lock.model_validate_json(data)
    except ValidationError as error:
        fix = "choose another folder, or restore the file"
        raise OutputError("the folder's designer.lock is not one of designer's", where=where, fix=fix) from error
