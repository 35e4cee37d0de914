"""YAML read strictly: no aliases, no duplicate keys, no surprises, and the line of every value.

Plain scalars follow the YAML 1.2 core schema, so `NO` stays text. Size and depth are bounded before anything
is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from designer.errors import BlueprintError, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000

_INT = re.compile(r"[-+]?[0-9][0-9_]*\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")
_CONSTANTS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "true": True, "True": True, "false": False, "False": False,
}  # fmt: skip
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


class Document(NamedTuple):
    """Plain data, and the (line, column) of each value by its path; both count from 1."""

    data: Any
    marks: dict[Path, tuple[int, int]]

    def where(self, path: Path) -> tuple[int, int]:
        """Return line and column of the value at `path`, or of the nearest parent that is known."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))


class _Builder:
    def __init__(self, events: Iterator[Any], name: str) -> None:
        self.events = events
        self.name = name
        self.marks: dict[Path, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self.count = 0

    def place(self, event: Any) -> str:
        mark = event.start_mark
        return f"{self.name}:{mark.line + 1}:{mark.column + 1}"

    def stop(self, what: str, event: Any, fix: str) -> BlueprintError:
        return BlueprintError(what, where=self.place(event), fix=fix)

    def build(self, event: Any, path: Path) -> Any:
        self.count += 1
        if self.count > MAX_NODES:
            raise self.stop(f"the file holds more than {MAX_NODES} values", event, "split it")
        if len(path) > MAX_DEPTH:
            raise self.stop(f"values are nested more than {MAX_DEPTH} deep", event, "flatten the file")
        self.marks.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.stop("anchors and aliases are not allowed", event, "write the value out")
        if getattr(event, "tag", None) and not event.implicit[0] and event.tag != "!":
            raise self.stop(f"the tag {event.tag!r} is not allowed", event, "write plain data")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0] or event.style:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.match(text) and len(text) < 25:
            return int(text.replace("_", ""))
        if _FLOAT.match(text) and len(text) < 40:
            return float(text.replace("_", ""))
        return text

    def sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.build(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.stop("a key must be plain text", event, "quote it")
            key: str = event.value
            if key in found:
                self.problems.append(Problem(f"the key {key!r} stands twice", self.place(event), "keep one of them"))
            mark: Any = event.start_mark
            self.marks[(*path, key)] = (mark.line + 1, mark.column + 1)
            found[key] = self.build(next(self.events), (*path, key))
        return found


def load_yaml(data: bytes, *, name: str) -> Document:
    """Return the plain data of one YAML document and where each value stands.

    Args:
        data: the bytes of the file, UTF-8, at most `MAX_BYTES`.
        name: the file's name, for errors.

    Raises:
        BlueprintError: it is not UTF-8, too large or deep, malformed, or uses anchors, tags or a key twice.
    """
    if len(data) > MAX_BYTES:
        raise BlueprintError(f"the file is larger than {MAX_BYTES} bytes", where=name, fix="split it")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BlueprintError(f"the file is not UTF-8: {error.reason}", where=name, fix="save it as UTF-8") from error
    try:
        return _read(text, name)
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark is not None else name
        what = getattr(error, "problem", None) or str(error)
        raise BlueprintError(f"not valid YAML: {what}", where=place, fix="correct the syntax there") from error


def _read(text: str, name: str) -> Document:
    events = yaml.parse(text, Loader=_LOADER)
    builder = _Builder(events, name)
    data: Any = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise builder.stop("the file holds more than one document", event, "keep one document a file")
            data = builder.build(next(events), ())
    if builder.problems:
        raise BlueprintError(problems=builder.problems)
    return Document(data, builder.marks)
