"""The files of a catalog, and a key that changes with them: what is compiled from them is kept under it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from designer.errors import BlueprintError

FORMAT = "3"
_FOLDERS = (
    ("blueprints", "blueprints/**/*.yaml"),
    ("technologies", "technologies/**/*.yaml"),
    ("blocks", "blocks/**/*.yaml"),
    ("outlines", "outlines/*.yaml"),
    ("kinds", "kinds.yaml"),
    ("domain", "domain.yaml"),
    ("synonyms", "synonyms.yaml"),
    ("wordings", "wordings/*.yaml"),
    ("languages", "languages/*.yaml"),
)
_READERS = ("load.py", "read.py", "classifier.py", "lessons.py", "search.py")
_MODELS = ("blueprint.py", "block.py", "domain.py", "outline.py")


class SourceFile(NamedTuple):
    """A catalog file and what a change of it would alter."""

    path: Path
    kind: str
    stamp: tuple[int, int, int]


def catalog_files(root: Path) -> tuple[SourceFile, ...]:
    """Return the catalog files below `root`, sorted by path.

    Raises:
        BlueprintError: `root` is not a folder that holds blueprints or technologies.
    """
    if not root.is_dir():
        raise BlueprintError("the catalog folder does not exist", where=str(root), fix="name an existing folder")
    found: list[SourceFile] = []
    for kind, pattern in _FOLDERS:
        for path in sorted(root.glob(pattern)):
            stat = path.stat()
            found.append(SourceFile(path, kind, (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)))
    return tuple(found)


def cache_key(files: Iterable[SourceFile]) -> str:
    """Return a key that changes with the files, and with the modules that read them."""
    lines = [FORMAT, *(f"{file.path}\0{file.kind}\0{file.stamp}" for file in files)]
    here = Path(__file__).parent
    schema = [*(here / name for name in _READERS), *(here.parent / "model" / name for name in _MODELS)]
    lines += [str(path.stat().st_mtime_ns) for path in schema]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24]


def keep(folder: Path, sort: str, key: str, text: str) -> None:
    """Keep what was compiled under a key, in place of what older files gave; a folder that cannot be written is let be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob(f"{sort}-*.json"):
            stale.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(kept(folder, sort, key))
    except OSError:
        # A cache that cannot be written costs time, not the design.
        return


def kept(folder: Path, sort: str, key: str) -> Path:
    """Return where something of a sort is kept under a key."""
    return folder / f"{sort}-{key}.json"
