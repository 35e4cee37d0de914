"""Files and folders that describe a system in another tool's format, read for the importers."""

from __future__ import annotations

from pathlib import Path

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.imported import Imported
from designer.importing.registry import import_source
from designer.importing.source import Source

_SUFFIXES = frozenset(
    {
        ".yml",
        ".yaml",
        ".json",
        ".env",
        ".dsl",
        ".c4",
        ".likec4",
        ".like-c4",
        ".drawio",
        ".xml",
        ".mmd",
        ".mermaid",
        ".md",
    }
)
_MOST_BYTES = 5_000_000
_MOST_FILES = 500


def read_import(path: Path, catalog: Catalog) -> Imported:
    """Return what a file, or all files of a folder, describe.

    Raises:
        DesignError: it cannot be read, is not UTF-8, or is in no format that can be imported.
    """
    return import_source(_source(path), catalog)


def _source(path: Path) -> Source:
    if path.is_dir():
        found = sorted(item for item in path.rglob("*") if item.is_file() and _is_read(item))[:_MOST_FILES]
        files = {item.relative_to(path).as_posix(): _text(item) for item in found}
        if not files:
            fix = "name a folder with manifests, or a file"
            raise DesignError("the folder holds nothing that can be imported", where=str(path), fix=fix)
        return Source(str(path), files)
    files = {str(path): _text(path)}
    # What stands beside a file completes it: variables, and the files that services name.
    for item in sorted(path.parent.glob("*.env")) + sorted(path.parent.glob(".env*")):
        if item.is_file() and item.stat().st_size < _MOST_BYTES:
            files[item.name] = _text(item)
    return Source(str(path), files)


def _is_read(path: Path) -> bool:
    return (path.suffix.lower() in _SUFFIXES or path.name.startswith(".env")) and path.stat().st_size < _MOST_BYTES


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}"
        raise DesignError(what, where=str(path), fix="check the path and its rights") from error
    if len(data) > _MOST_BYTES:
        raise DesignError(f"the file is larger than {_MOST_BYTES:,} bytes", where=str(path), fix="split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"the text is not UTF-8: {error.reason} at byte {error.start}"
        raise DesignError(what, where=str(path), fix="save it as UTF-8") from error
