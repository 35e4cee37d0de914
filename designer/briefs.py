"""Many briefs from files: a folder of texts, or rows of a .jsonl, .csv or .yaml file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from designer.errors import BriefError, DesignerError, Problem
from designer.model.base import slugify

MAX_BYTES = 1_000_000
_TEXTS = (".md", ".txt")
_TEXT_KEYS = ("brief", "text")


class NamedBrief(NamedTuple):
    """A brief under the id of its bundle's folder; `text` is the error where it could not be read.

    `where` is the file and, for rows, the line or number.
    """

    id: str
    text: str | DesignerError
    where: str


def read_briefs(paths: Iterable[Path]) -> tuple[NamedBrief, ...]:
    """Return the briefs in some folders and files, in the order of the paths, files sorted by name.

    Raises:
        BriefError: a path is missing or of an unknown type, a file is broken as a whole, there is no brief, or
            two briefs have the same id; all problems at once.
    """
    found: list[NamedBrief] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found += _briefs_at(path)
        except BriefError as error:
            problems += error.problems
    problems += _collisions(found)
    if not found and not problems:
        problems.append(Problem("there is no brief", _names(paths), "name .md, .txt, .jsonl, .csv or .yaml files"))
    if problems:
        raise BriefError(problems=problems)
    return tuple(found)


def read_text(path: Path) -> str:
    """Return the brief in a text file.

    Raises:
        BriefError: it is missing, too large or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        fix = "check the path and its rights"
        raise BriefError(f"the file cannot be read: {error.strerror}", where=str(path), fix=fix) from error
    return decode_brief(data, where=str(path))


def decode_brief(data: bytes, *, where: str) -> str:
    """Return the text of a brief's bytes.

    Raises:
        BriefError: they are more than `MAX_BYTES`, not UTF-8, or blank.
    """
    if len(data) > MAX_BYTES:
        raise BriefError("the brief is longer than 1 MB", where=where, fix="shorten it to the essentials")
    text = _decoded(data, where)
    if not text.strip():
        raise BriefError("the brief is empty", where=where, fix="describe the system in a sentence or more")
    return text


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"the text is not UTF-8: {error.reason} at byte {error.start}"
        raise BriefError(what, where=where, fix="save it as UTF-8") from error


def _briefs_at(path: Path) -> list[NamedBrief]:
    if path.is_dir():
        files = sorted(item for item in path.iterdir() if item.suffix.lower() in _TEXTS and item.is_file())
        return [_brief_in(file, number) for number, file in enumerate(files, start=1) if file.name[0] != "."]
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return [_brief_in(path, 1)]
    if suffix not in _ROW_READERS:
        known = ", ".join((*_TEXTS, *_ROW_READERS))
        what = "briefs are not read from this type of file" if path.exists() else "there is no such file or folder"
        raise BriefError(what, where=str(path), fix=f"name a folder, or a file that ends in {known}")
    try:
        data = path.read_bytes()
    except OSError as error:
        fix = "check the path and its rights"
        raise BriefError(f"the file cannot be read: {error.strerror}", where=str(path), fix=fix) from error
    rows = _ROW_READERS[suffix](_decoded(data, str(path)), path)
    return [_brief_of(row, path, number) for number, row in enumerate(rows, start=1)]


def _brief_in(path: Path, number: int) -> NamedBrief:
    name = slugify(path.stem, fallback=f"brief-{number}")
    try:
        return NamedBrief(name, read_text(path), str(path))
    except BriefError as error:
        return NamedBrief(name, error, str(path))


def _brief_of(row: Any, path: Path, number: int) -> NamedBrief:
    where = f"{path}: row {number}"
    unnamed = f"{slugify(path.stem, fallback='brief')[:50]}-{number}"
    if isinstance(row, DesignerError):
        return NamedBrief(unnamed, row, where)
    given = row.get("id") if isinstance(row, Mapping) else None
    name = unnamed if given in (None, "") else slugify(str(given), fallback=unnamed)
    text = next((row[key] for key in _TEXT_KEYS if key in row), None) if isinstance(row, Mapping) else row
    if not isinstance(text, str):
        fix = f"give each row an `id` and a `{_TEXT_KEYS[0]}`"
        return NamedBrief(name, BriefError("the row holds no brief", where=where, fix=fix), where)
    try:
        return NamedBrief(name, decode_brief(text.encode("utf-8", "surrogatepass"), where=where), where)
    except BriefError as error:
        return NamedBrief(name, error, where)


def _json_lines(text: str, path: Path) -> Iterator[Any]:
    for line in filter(str.strip, text.split("\n")):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as error:
            yield BriefError(f"not valid JSON: {error}", where=str(path), fix="write one JSON object a line")


def _csv_rows(text: str, path: Path) -> Iterator[Any]:
    csv.field_size_limit(MAX_BYTES + 1)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if not set(reader.fieldnames or ()) & set(_TEXT_KEYS):
            fix = f"name the columns `id` and `{_TEXT_KEYS[0]}` in the first line"
            raise BriefError("the file has no column of briefs", where=f"{path}: line 1", fix=fix)
        yield from reader
    except csv.Error as error:
        where = f"{path}: line {reader.line_num}"
        raise BriefError(f"not valid CSV: {error}", where=where, fix="correct the quotes there") from error


def _yaml_rows(text: str, path: Path) -> Sequence[Any]:
    from designer.catalog.strict_yaml import load_yaml

    try:
        data = load_yaml(text.encode("utf-8", "surrogatepass"), name=str(path)).data
    except DesignerError as error:
        raise BriefError(problems=error.problems) from error
    if isinstance(data, Mapping):
        return [{"id": key, "brief": value} for key, value in data.items()]
    if isinstance(data, list):
        return data
    fix = "write a list of rows with `id` and `brief`, or a mapping from ids to briefs"
    raise BriefError("the file holds no list of briefs", where=str(path), fix=fix)


_ROW_READERS = {".jsonl": _json_lines, ".csv": _csv_rows, ".yaml": _yaml_rows, ".yml": _yaml_rows}


def _collisions(briefs: Iterable[NamedBrief]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for brief in briefs:
        if brief.id in first:
            what = f"the id {brief.id!r} is taken by {first[brief.id]}"
            yield Problem(what, brief.where, "give each brief an id of its own")
        first.setdefault(brief.id, brief.where)


def _names(paths: Iterable[Path]) -> str:
    return ", ".join(str(path) for path in paths)
