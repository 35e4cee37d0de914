"""YAML as people write it for other tools: anchors, merge keys, tags, several documents; bounded, with every line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from designer.errors import DesignError

MAX_BYTES = 5_000_000
MAX_VALUES = 300_000
MAX_DEPTH = 60
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRUE = frozenset({"true", "True", "TRUE", "yes", "Yes", "on", "On"})
_FALSE = frozenset({"false", "False", "FALSE", "no", "No", "off", "Off"})

Path = tuple[str | int, ...]


class Tree(NamedTuple):
    """Plain data of one document, and the line of each value by its path; lines count from 1."""

    data: Any
    lines: dict[Path, int]

    def line(self, *path: str | int) -> int:
        """Return the line of the value at `path`, or of the nearest parent that is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load_trees(text: str, *, name: str) -> tuple[Tree, ...]:
    """Return the documents of a YAML text.

    Raises:
        DesignError: it is malformed, too large or deep, or unfolds to too many values; with line and column.
    """
    if len(text) > MAX_BYTES:
        raise DesignError(f"the file is larger than {MAX_BYTES:,} bytes", where=name, fix="split it")
    try:
        # A form feed or another control character is an error of the reader, not of the parser.
        nodes = list(yaml.compose_all(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark is not None else name
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "malformed"
        raise DesignError(f"not valid YAML: {what}", where=where, fix="correct the syntax there") from error
    except RecursionError as error:
        raise DesignError("values are nested too deep", where=name, fix="flatten the file") from error
    return tuple(_tree(node, name) for node in nodes if node is not None)


def _tree(node: Any, name: str) -> Tree:
    builder = _Builder(name)
    return Tree(builder.build(node, ()), builder.lines)


class _Builder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.count = 0

    def build(self, node: Any, path: Path) -> Any:
        self.count += 1
        if self.count > MAX_VALUES or len(path) > MAX_DEPTH:
            what = "the file unfolds to too many values" if self.count > MAX_VALUES else "values are nested too deep"
            where = f"{self.name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"
            raise DesignError(what, where=where, fix="write less, without anchors inside anchors")
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, number)) for number, item in enumerate(node.value)]
        return self.mapping(node, path)

    def mapping(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key == "<<" and key_node.tag.endswith("merge"):
                for part in self.merges(value_node, path):
                    merged = {**part, **merged}
                continue
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            found[key] = self.build(value_node, (*path, key))
        return {**merged, **found}

    def merges(self, node: Any, path: Path) -> Iterator[dict[str, Any]]:
        """Yield the mappings that a merge key brings in; of several the first one wins."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in nodes:
            if isinstance(item, yaml.MappingNode):
                yield self.build(item, path)


def _scalar(node: Any) -> Any:
    text: str = node.value
    if node.style in ("'", '"', "|", ">") or node.tag.endswith(":str"):
        return text
    if node.tag.endswith(":null"):
        return None
    if node.tag.endswith(":bool"):
        return True if text in _TRUE else False if text in _FALSE else text
    if node.tag.endswith(":int"):
        try:
            # "22:22" is a port mapping, and no number to the base of sixty.
            return int(text.replace("_", ""), 0) if ":" not in text else text
        except ValueError:
            return text
    if node.tag.endswith(":float"):
        try:
            return float(text) if ":" not in text else text
        except ValueError:
            return text
    return text
