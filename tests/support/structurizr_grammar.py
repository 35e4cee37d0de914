r"""A strict reading of Structurizr's DSL, for want of its own parser outside Java's registry.

Written from the language's documentation and the observed behaviour of its parser: one statement a line, words or quoted
texts apart by white space, `\"` and `\n` the only escapes, `${NAME}` replaced everywhere, and quotes forgotten before a
word's meaning is looked up. Only what our exporter writes is allowed, so a text that became syntax is an error here.

Source: Structurizr, "DSL basics", https://docs.structurizr.com/dsl/basics; "DSL language reference",
https://docs.structurizr.com/dsl/language
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SHAPES = frozenset(
    "Box RoundedBox Circle Ellipse Hexagon Diamond Cylinder Bucket Pipe Person Robot Folder WebBrowser Window Terminal Shell "
    "MobileDevicePortrait MobileDeviceLandscape Component".split()
)
CHILDREN: dict[str, frozenset[str]] = {
    "": frozenset({"workspace"}),
    "workspace": frozenset({"model", "views"}),
    "model": frozenset({"properties", "group", "person", "softwareSystem", "->"}),
    "group": frozenset({"group", "person", "softwareSystem", "container"}),
    "person": frozenset({"properties"}),
    "softwareSystem": frozenset({"properties", "group", "container"}),
    "container": frozenset({"properties"}),
    "->": frozenset({"properties"}),
    "views": frozenset({"systemContext", "container view", "dynamic", "styles"}),
    "systemContext": frozenset({"include", "autoLayout"}),
    "container view": frozenset({"include", "autoLayout"}),
    "dynamic": frozenset({"title", "->", "autoLayout", "properties"}),
    "styles": frozenset({"element", "relationship"}),
    "element": frozenset({"shape", "background", "stroke", "color", "border"}),
    "relationship": frozenset({"color", "style", "thickness"}),
}
_WORDS = {"person": 3, "softwareSystem": 3, "container": 4}


class NotStructurizrError(Exception):
    """A line that Structurizr would refuse, or take for something else."""


@dataclass
class Workspace:
    """What the text says: names of elements by identifier, ends of relationships, dynamic views and their steps."""

    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    relationships: list[tuple[str, str, str]] = field(default_factory=list)
    steps: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)


def tokens_of(line: str) -> list[str]:
    r"""Return the words of a line as Structurizr's tokenizer does.

    >>> tokens_of(r'a -> b "say \"hi\"" "C:\\dir"')
    ['a', '->', 'b', 'say "hi"', 'C:\\\\dir']
    """
    found, place = [], 0
    while place < len(line):
        if line[place].isspace():
            place += 1
            continue
        if line[place] != '"':
            end = place
            while end < len(line) and not line[end].isspace():
                end += 1
            found.append(line[place:end])
            place = end
            continue
        text, place = "", place + 1
        while place < len(line) and line[place] != '"':
            if line[place] == "\\" and line[place + 1 : place + 2] in ('"', "n"):
                text += '"' if line[place + 1] == '"' else "\n"
                place += 1
            else:
                text += line[place]
            place += 1
        if place >= len(line):
            raise NotStructurizrError(f"a quote stays open: {line[:80]}")
        found.append(text)
        place += 1
    return found


def read_structurizr_strictly(text: str) -> Workspace:
    """Return what a workspace says.

    Raises:
        NotStructurizrError: a line is refused, or says something that no line of ours says.
    """
    found, contexts = Workspace(), [""]
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            _statement(found, contexts, line)
        except NotStructurizrError as error:
            raise NotStructurizrError(f"line {number}: {error}") from error
    _require(contexts == [""], "a block stays open")
    return found


def _statement(found: Workspace, contexts: list[str], line: str) -> None:
    _require(not line.endswith("\\") and not re.match(r"\s*(//|#|/\*)", line), "a comment or a continued line")
    tokens = tokens_of(line)
    _require(not any(re.search(r"\$\{[a-zA-Z0-9._-]+}", token) for token in tokens), "a text that is replaced")
    if tokens[0] == "}":
        _require(len(tokens) == 1 and len(contexts) > 1, "a stray brace")
        contexts.pop()
        return
    opens, context = tokens[-1] == "{", contexts[-1]
    if context == "properties":
        _require(len(tokens) == 2 and not opens, "a property takes a name and a value")
        found.properties.append((tokens[0], tokens[1]))
        return
    identifier = ""
    if len(tokens) >= 3 and tokens[1] == "=":
        identifier, tokens = tokens[0], tokens[2:]
        _require(re.fullmatch(r"\w[a-zA-Z0-9_-]*", identifier) is not None, "an identifier with other marks")
    word = "->" if len(tokens) > 2 and _is_arrow(tokens[1]) else tokens[0]
    if context == "views" and word == "container":
        word = "container view"
    _require(word in CHILDREN.get(context, ()), f"{word[:40]!r} in {context or 'the file'!r}")
    arguments = tokens[1 : -1 if opens else None]
    _CHECKS.get(word, lambda *_: None)(found, context, identifier, tokens[0], arguments)
    if opens:
        contexts.append(word)


def _is_arrow(token: str) -> bool:
    return token.startswith("-") and token.endswith("->")


def _element(found: Workspace, context: str, identifier: str, word: str, arguments: list[str]) -> None:
    _require(bool(identifier) and identifier.casefold() not in found.names, "an identifier that is missing or taken")
    _require(1 <= len(arguments) <= _WORDS[word], "too many words")
    name = arguments[0]
    _require(bool(name.strip()), "a name is empty")
    canonical = re.sub(r"[/.]", "", name)
    _require(canonical not in {re.sub(r"[/.]", "", other) for other in found.names.values()}, f"{name!r} is taken")
    found.names[identifier.casefold()], found.kinds[identifier.casefold()] = name, word


def _relationship(found: Workspace, context: str, identifier: str, source: str, arguments: list[str]) -> None:
    target, said = arguments[1].casefold(), arguments[2:]
    source = source.casefold()
    _require({source, target} <= found.names.keys(), "an end that is not there")
    if context == "dynamic":
        _require(len(said) <= 2, "too many words")
        known = {(one, other) for one, other, _ in found.relationships}
        _require((source, target) in known or (target, source) in known, "a step along no relationship")
        list(found.steps.values())[-1].append((source, target, said[0] if said else ""))
        return
    _require(len(said) <= 3, "too many words")
    made = (source, target, said[0] if said else "")
    _require(made not in found.relationships, "the relationship exists already")
    found.relationships.append(made)


def _dynamic(found: Workspace, context: str, identifier: str, word: str, arguments: list[str]) -> None:
    _require(found.kinds.get(arguments[0]) == "softwareSystem" and len(arguments) <= 3, "the scope of a view")
    _require(re.fullmatch(r"[\w-]+", arguments[1]) is not None and arguments[1] not in found.steps, "the key of a view")
    found.steps[arguments[1]] = []


def _group(found: Workspace, context: str, identifier: str, word: str, arguments: list[str]) -> None:
    _require(len(arguments) == 1 and bool(arguments[0].strip()) and not identifier, "a group takes a name")
    nests = ("structurizr.groupSeparator", "~") in found.properties
    _require("~" not in arguments[0] and (context != "group" or nests), "nested groups need a separator")
    found.groups.append(arguments[0])


def _colour(found: Workspace, context: str, identifier: str, word: str, arguments: list[str]) -> None:
    _require(re.fullmatch(r"#[0-9a-fA-F]{6}", arguments[0]) is not None and len(arguments) == 1, "a colour")


def _shape(found: Workspace, context: str, identifier: str, word: str, arguments: list[str]) -> None:
    _require(len(arguments) == 1 and arguments[0] in SHAPES, "a shape")


_CHECKS = {
    "person": _element,
    "softwareSystem": _element,
    "container": _element,
    "->": _relationship,
    "dynamic": _dynamic,
    "group": _group,
    "background": _colour,
    "stroke": _colour,
    "color": _colour,
    "shape": _shape,
}


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise NotStructurizrError(what)
