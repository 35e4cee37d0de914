"""design.json to a design; what is wrong in it is named by JSON pointer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from designer.errors import DesignError, Problem
from designer.model.design import DESIGN_FILE, SCHEMA_VERSION, Design, Layout

LAYOUT = "layout.json"
"""The user's own file in a bundle: where cards stand."""


def is_design(path: Path) -> bool:
    """Tell whether a path is meant as a design of ours: a bundle's folder, or JSON with a schema version or broken.

    Everything else is for the importers. A path that does not exist is a design that is missing.
    """
    if path.is_dir():
        return (path / DESIGN_FILE).exists() or not any(path.iterdir())
    if path.suffix.lower() != ".json" or path.name == DESIGN_FILE:
        return path.name == DESIGN_FILE or not path.exists()
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return True
    return not isinstance(data, dict) or "schema_version" in data or "graph" in data


def read_design(path: Path) -> Design:
    """Return the design in a bundle's folder or in a design.json.

    Raises:
        DesignError: the file is missing or no design; see `parse_design`.
    """
    place = path / DESIGN_FILE if path.is_dir() else path
    try:
        data = place.read_bytes()
    except OSError as error:
        what = "the folder holds no design.json" if path.is_dir() else f"the file cannot be read: {error.strerror}"
        fix = "name a design.json, or a folder that `designer new` wrote"
        raise DesignError(what, where=str(path), fix=fix) from error
    found = parse_design(data, where=str(place))
    return _with_layout(found, path / LAYOUT) if path.is_dir() and (path / LAYOUT).is_file() else found


def _with_layout(design: Design, place: Path) -> Design:
    """Return a design with the positions of the file beside it, which go before its own."""
    try:
        layout = Layout.model_validate_json(place.read_bytes())
    except OSError as error:
        fix = "check its rights, or remove it"
        raise DesignError(f"the file cannot be read: {error.strerror}", where=str(place), fix=fix) from error
    except ValidationError as error:
        raise DesignError(problems=_schema_problems(error, place.read_bytes(), str(place))) from error
    merged = Layout(positions={**design.positions, **layout.positions})
    return design.model_copy(update={"layout": merged})


def parse_design(data: bytes, *, where: str) -> Design:
    """Return the design that JSON text holds.

    Args:
        data: the bytes of the file, UTF-8.
        where: the file's name, for errors.

    Raises:
        DesignError: it is not JSON, of another schema version, or no design; all problems by JSON pointer.
    """
    try:
        found = Design.model_validate_json(data)
    except ValidationError as error:
        raise DesignError(problems=_schema_problems(error, data, where)) from error
    except DesignError as error:
        # Raised by the graph's own checks, which know ids; a pointer into the file needs positions.
        document = json.loads(data)
        problems = [
            Problem(problem.what, f"{where}#{_positions(problem.where, document)}", problem.fix)
            for problem in error.problems
        ]
        raise DesignError(problems=problems) from error
    if found.schema_version != SCHEMA_VERSION:
        raise DesignError(
            f"schema version {found.schema_version!r} is not {SCHEMA_VERSION!r}",
            where=f"{where}#/schema_version",
            fix="use the version of designer that wrote the file",
        )
    return found


def _schema_problems(error: ValidationError, data: bytes, where: str) -> Iterator[Problem]:
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        if item["type"] == "json_invalid":
            yield _json_problem(data, where, item["msg"])
        elif item["type"] == "extra_forbidden":
            yield Problem("unknown key", f"{where}#{_pointer(item['loc'])}", "remove it or correct its name")
        else:
            what = item["msg"].removeprefix("Value error, ")
            yield Problem(what, f"{where}#{_pointer(item['loc'])}", "correct the value")


def _json_problem(data: bytes, where: str, what: str) -> Problem:
    if not data.strip():
        return Problem("the file is empty", where, "name a file that holds a design")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(f"the file is not UTF-8: {error.reason}", where, "save it as UTF-8")
    return Problem(what.replace("Invalid JSON", "not valid JSON"), where, "correct the syntax there")


def _pointer(path: Sequence[Any]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _positions(path: str, document: Any) -> str:
    """Return a path of keys and ids as a JSON pointer: an id of a list's item becomes its position."""
    found: list[Any] = []
    for part in path.split("/")[1:]:
        if isinstance(document, list):
            step: Any = int(part) if part.isdecimal() else _position(part, document)
            document = document[step] if isinstance(step, int) and step < len(document) else None
        else:
            step = part
            document = document.get(part) if isinstance(document, dict) else None
        found.append(step)
    return _pointer(found)


def _position(wanted: str, items: list[Any]) -> int | str:
    for position, item in enumerate(items):
        if isinstance(item, dict) and item.get("id") == wanted:
            return position
    return wanted
