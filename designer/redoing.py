"""Undo and redo of a bundle's folder, byte for byte.

What an undo takes away is kept beside the folder, in `.NAME.redo`, each version as one archive. It holds only onto the
very files that the undo left: a later change of any of them, whoever makes it, ends it.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from designer.adapters.store.folder import FolderStore
from designer.bundle import DESIGN, undone
from designer.errors import OutputError
from designer.model.artifact import Artifact, Bundle
from designer.model.base import Frozen, canonical_json
from designer.rendering import undo_design

_INDEX = "index.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOST_KEPT = 50


class _Index(Frozen):
    """What an archive holds onto, and what it brings back: digests by path."""

    onto: dict[str, str]
    files: dict[str, str]


class _Kept(NamedTuple):
    """An archive that fits what is in the folder now, and the bundle that it brings back."""

    path: Path
    bundle: Bundle


def undo_bundle(folder: Path, *, dry: bool = False) -> bytes:
    """Bring back the bundle before the last change, keep the one that it takes away, and return the design.json.

    Raises:
        OutputError: the folder holds no earlier version, cannot be written, or is no bundle of ours.
    """
    store, name = _store(folder)
    now = None if dry else store.load(name)
    before = undone(now) if now is not None else None
    if now is None or before is None:
        return undo_design(folder, dry=dry)
    if _fitting(folder, now) is None:
        forget(folder)
    path = _keep(folder, now, onto=before)
    try:
        return undo_design(folder)
    except BaseException:
        # Ctrl-C as well: what was not undone cannot be redone.
        path.unlink(missing_ok=True)
        raise


def redo_bundle(folder: Path, *, dry: bool = False) -> bytes:
    """Bring back, byte for byte, what the last undo took away, and return its design.json.

    Raises:
        OutputError: nothing was undone, something was changed since, or the folder cannot be written.
    """
    store, name = _store(folder)
    now = store.load(name)
    kept = _fitting(folder, now) if now is not None else None
    if kept is None:
        fix = "only what `undo` took away comes back, and only while nothing else was changed"
        raise OutputError("there is nothing to redo", where=str(folder), fix=fix)
    data = next(item.data for item in kept.bundle.artifacts if item.path == DESIGN)
    if not dry:
        store.save(name, kept.bundle)
        kept.path.unlink(missing_ok=True)
        with suppress(OSError):
            _place(folder).rmdir()
    return data


def forget(folder: Path) -> None:
    """Drop what could be redone: something else was changed."""
    shutil.rmtree(_place(folder), ignore_errors=True)


def _store(folder: Path) -> tuple[FolderStore, str]:
    place = folder.resolve()
    return FolderStore(place.parent), place.name


def _place(folder: Path) -> Path:
    place = folder.resolve()
    return place.with_name(f".{place.name}.redo")


def _archives(folder: Path) -> list[Path]:
    place = _place(folder)
    found = place.glob("*.zip") if place.is_dir() else ()
    return sorted((path for path in found if path.stem.isdecimal()), key=lambda path: int(path.stem))


def _digests(bundle: Bundle) -> dict[str, str]:
    return {item.path: item.sha256 for item in bundle.artifacts}


def _keep(folder: Path, bundle: Bundle, *, onto: Bundle) -> Path:
    """Write what a bundle has beyond another one; return the archive.

    Raises:
        OutputError: it cannot be written.
    """
    there = _digests(onto)
    index = _Index(onto=there, files=_digests(bundle))
    archives = _archives(folder)
    number = int(archives[-1].stem) + 1 if archives else 1
    path = _place(folder) / f"{number:04}.zip"
    data = {item.path: item.data for item in bundle.artifacts if there.get(item.path) != item.sha256}
    try:
        path.parent.mkdir(exist_ok=True)
        for old in archives[: max(0, len(archives) + 1 - _MOST_KEPT)]:
            old.unlink(missing_ok=True)
        path.write_bytes(_zipped(index, data))
    except OSError as error:
        fix = "check the rights of the folder above"
        raise OutputError(f"what is undone cannot be kept: {error.strerror}", where=str(path), fix=fix) from error
    return path


def _zipped(index: _Index, data: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(_INDEX, _EPOCH), canonical_json(index.model_dump(mode="json")))
        for number, path in enumerate(sorted(data)):
            # By number, not by name: no name in an archive is ever a path on the disk.
            archive.writestr(zipfile.ZipInfo(f"{number}", _EPOCH), data[path])
    return buffer.getvalue()


def _fitting(folder: Path, now: Bundle) -> _Kept | None:
    """Return the last archive if it holds onto exactly what is there now; None for one that does not, or is broken."""
    archives = _archives(folder)
    if not archives:
        return None
    try:
        with zipfile.ZipFile(archives[-1]) as archive:
            index = _Index.model_validate(json.loads(archive.read(_INDEX)))
            if index.onto != _digests(now):
                return None
            new = sorted(path for path, digest in index.files.items() if index.onto.get(path) != digest)
            data = {item.path: item.data for item in now.artifacts}
            data |= {path: archive.read(f"{number}") for number, path in enumerate(new)}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, ValidationError):
        return None
    if any(hashlib.sha256(data[path]).hexdigest() != digest for path, digest in index.files.items()):
        return None
    artifacts = tuple(Artifact(path=path, data=data[path]) for path in sorted(index.files))
    return _Kept(archives[-1], Bundle(artifacts=artifacts)) if DESIGN in index.files else None
