"""The edited document of a bundle's folder, and the design that it is read back into."""

from __future__ import annotations

import hashlib
from pathlib import Path

from designer.bundle import DESIGN, DOCUMENT, MANIFEST, read_manifest
from designer.catalog.catalog import Catalog
from designer.design_file import read_design
from designer.documents import document, numbers_in
from designer.errors import InputError, OutputError
from designer.syncing.sync import Judge, Synced, sync

_LARGEST = 20_000_000


def sync_folder(folder: Path, catalog: Catalog, *, judge: Judge) -> Synced:
    """Return the design of a bundle's folder as the tables of its edited document have it; nothing is written.

    Raises:
        InputError: the folder is no bundle, design.json was edited as well, or an edit cannot be read back.
    """
    for name in (DESIGN, DOCUMENT, MANIFEST):
        if not (folder / name).is_file():
            fix = "name a folder that `designer new` wrote"
            raise InputError(f"this is no bundle: it has no {name}", where=str(folder), fix=fix)
    design = read_design(folder)
    text = _text(folder / DOCUMENT)
    edited = _edited(folder)
    if DOCUMENT not in edited:
        return Synced(design)
    if DESIGN in edited:
        fix = f"keep one of the two: put {DOCUMENT} or {DESIGN} back as it was"
        raise InputError(f"both {DOCUMENT} and {DESIGN} were edited", where=str(folder), fix=fix)
    expected = str(document(design, "md", catalog=catalog, numbers=numbers_in(folder)))
    return sync(design, text, expected, catalog, judge=judge, where=str(folder / DOCUMENT))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) <= _LARGEST:
            return data.decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the document cannot be read", where=str(path), fix="save it as UTF-8") from error
    raise InputError("the document is too large", where=str(path), fix=f"keep it below {_LARGEST:,} bytes")


def _edited(folder: Path) -> set[str]:
    """Return which of the files that the manifest lists are not as they were written."""
    try:
        listed = read_manifest((folder / MANIFEST).read_bytes(), where=str(folder / MANIFEST)).files
        wanted = {item.path: item.sha256 for item in listed if item.path in (DESIGN, DOCUMENT)}
        return {
            path
            for path, digest in wanted.items()
            if hashlib.sha256((folder / path).read_bytes()).hexdigest() != digest
        }
    except OSError as error:
        raise OutputError("the folder cannot be read", where=str(folder), fix="check its rights") from error
