"""Runnable projects as folders: what we wrote and nobody changed is replaced, everything else stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from designer.adapters.store.file import write_file
from designer.errors import OutputError
from designer.model.artifact import Artifact
from designer.stubs.lock import LOCK, read_lock

_MOST_COMPARED = 1_000_000


class Saved(NamedTuple):
    """What became of a project's files, by path, each sorted.

    `differences` are unified diffs from what was kept to what would have been written, in the order of `kept`.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    differences: tuple[str, ...] = ()


def save_project(folder: Path, files: tuple[Artifact, ...]) -> Saved:
    """Write a project to `folder`.

    A file that is as we wrote it is replaced, or removed when the project has it no more. One that somebody changed,
    or that was there before, is kept. designer.lock is written last, so that a run cut short can be repeated.

    Raises:
        OutputError: the folder holds files and no designer.lock of ours, or cannot be written.
    """
    try:
        return _save(folder, files)
    except OSError as error:
        what = f"the folder cannot be written: {error.strerror}"
        raise OutputError(what, where=str(folder), fix="check the path and its rights, or choose another") from error


def _save(folder: Path, files: tuple[Artifact, ...]) -> Saved:
    ours = _listed(folder)
    written, kept = [], []
    for item in files:
        if item.path == LOCK:
            continue
        if _is_free(folder, item, ours.get(item.path)):
            place = folder / item.path
            place.parent.mkdir(parents=True, exist_ok=True)
            write_file(place, item.data)
            written.append(item.path)
        else:
            kept.append(item.path)
    removed = []
    for path in sorted(ours.keys() - {item.path for item in files}):
        place = folder / path
        if _passes_link(folder, place) or not place.is_file():
            continue
        if _digest(place) == ours[path]:
            place.unlink()
            removed.append(path)
        else:
            kept.append(path)
    for item in files:
        if item.path == LOCK:
            write_file(folder / LOCK, item.data)
    kept.sort()
    new = {item.path: item.data for item in files}
    told = (_difference(folder, path, new[path]) for path in kept if path in new)
    return Saved(tuple(sorted(written)), tuple(kept), tuple(removed), tuple(text for text in told if text))


def _difference(folder: Path, path: str, new: bytes) -> str:
    """Return how a file that was kept differs from the new one; empty for what is no text or lies outside."""
    place = folder / path
    if _passes_link(folder, place) or not place.is_file() or place.stat().st_size > _MOST_COMPARED:
        return ""
    try:
        before, after = place.read_bytes().decode("utf-8"), new.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    lines = unified_diff(before.splitlines(), after.splitlines(), f"{path} (yours)", f"{path} (new)", lineterm="", n=2)
    return "\n".join(lines)


def _listed(folder: Path) -> dict[str, str]:
    """Return the digests of what we wrote into a folder before.

    Raises:
        OutputError: it is a file, or holds files that are no project of ours.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError("this is a file, not a folder", where=str(folder), fix="choose another folder")
    lock = folder / LOCK
    if lock.is_file() and not lock.is_symlink():
        listed = read_lock(lock.read_bytes(), where=str(lock)).files
        return {item.path: listed[item.path] for item in _inside(listed)}
    if folder.exists() and any(folder.iterdir()):
        raise OutputError(
            "the folder holds files that are no project of designer's",
            where=str(folder),
            fix="choose a new or empty folder",
        )
    return {}


def _inside(paths: dict[str, str]) -> Iterator[Artifact]:
    """Yield the paths of a lock, checked: a lock is a file that anybody may have written."""
    for path in sorted(paths):
        yield Artifact(path=path, data=b"")


def _is_free(folder: Path, item: Artifact, ours: str | None) -> bool:
    """Whether a file may be written: nothing is there, or what we wrote, or the same bytes."""
    place = folder / item.path
    if _passes_link(folder, place):
        return False
    if not place.exists():
        return True
    return place.is_file() and _digest(place) in (ours, item.sha256)


def _passes_link(folder: Path, place: Path) -> bool:
    """Whether the way to a file leads over a link or a file, and so perhaps out of the folder."""
    if place.is_symlink():
        return True
    above = place.parent
    while above != folder:
        if above.is_symlink() or (above.exists() and not above.is_dir()):
            return True
        above = above.parent
    return False


def _digest(place: Path) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()
