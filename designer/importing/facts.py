"""Facts: what a model says that another tool's format has no place for, as short texts in its properties or metadata.

Exporters in `designer.render` write them, importers read them. A fact adds to what the file itself says or gives a text
exactly where the format could only show it tidied. A fact that makes no sense, say after an edit by hand, is left out.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from designer.model.base import Scalar, slugify
from designer.model.connection import Mode
from designer.model.flow import Flow, Step
from designer.model.kinds import Kind
from designer.model.origin import Origin
from designer.model.properties import COMPONENT_PROPERTIES, CONNECTION_PROPERTIES, PropertySpec, property_problem

PREFIX = "designer"
BOUNDARY_TYPES = ("system", "trust", "network", "region", "zone", "team")
MAX_REPLICAS = 1_000_000

Facts = Mapping[str, str]

# No mark that is syntax in any dialect, no comma (lists) and no percent sign (the escape itself).
_PLAIN = frozenset(" ._-:;()/+?@&~")


def packed(text: str) -> str:
    r"""Return `text` with every mark that is syntax anywhere written as `%` and two digits.

    >>> packed('say "hi" ${HOME}')
    'say %22hi%22 %24%7BHOME%7D'
    """
    return "".join(one if one.isalnum() or one in _PLAIN else quote(one, safe="", errors="replace") for one in text)


def unpacked(text: str) -> str:
    """Return what was packed.

    >>> unpacked(packed("a,b"))
    'a,b'
    """
    return unquote(text, errors="replace")


def packed_list(texts: Iterable[str]) -> str:
    """Return texts as one fact, with commas between them."""
    return ",".join(packed(text) for text in texts)


def part_fields(facts: Facts) -> dict[str, object]:
    """Return the fields of a component that facts give."""
    found: dict[str, object] = {}
    if facts.get("kind") in set(Kind):
        found["kind"] = Kind(facts["kind"])
    if (replicas := facts.get("replicas", "")).isascii() and replicas.isdigit() and len(replicas) <= 7:
        found["replicas"] = max(1, min(int(replicas), MAX_REPLICAS))
    for name in ("name", "technology", "description", "role"):
        if name in facts and (facts[name] or name not in ("name", "role")):
            found[name] = unpacked(facts[name])
    for name in ("also_plays", "tags"):
        if name in facts:
            found[name] = tuple(unpacked(text) for text in facts[name].split(","))
    if facts.get("existing") in ("true", "false"):
        found["existing"] = facts["existing"] == "true"
    if properties := _properties(facts, COMPONENT_PROPERTIES):
        found["properties"] = properties
    return found


def link_fields(facts: Facts) -> dict[str, object]:
    """Return the fields of a connection that facts give."""
    found: dict[str, object] = {}
    if facts.get("mode") in set(Mode):
        found["mode"] = Mode(facts["mode"])
    for name in ("label", "protocol"):
        if name in facts:
            found[name] = unpacked(facts[name])
    if properties := _properties(facts, CONNECTION_PROPERTIES):
        found["properties"] = properties
    return found


def boundary_fields(facts: Facts) -> dict[str, object]:
    """Return the fields of a boundary that facts give."""
    found: dict[str, object] = {}
    if facts.get("type") in BOUNDARY_TYPES:
        found["type"] = facts["type"]
    if facts.get("name"):
        found["name"] = unpacked(facts["name"])
    return found


def flow_of(
    facts: Facts, *, key: str, name: str, steps: Iterable[Step], parts: Mapping[str, str], where: str
) -> Flow | None:
    """Return the flow that a file shows with the steps that only its facts hold; None when no step is left.

    Args:
        facts: `id`, `kind`, `critical`, `name`; `step.3` is a whole step, `step.3.message` the exact message of one
            that is shown.
        key: what the file calls it, for want of an id.
        name: what the file shows as its name.
        steps: the steps that the file shows, in order; they take the numbers that no fact takes.
        parts: the id of each component by the id that facts know it by.
        where: the place in the file.
    """
    told: dict[int, Step] = {}
    messages: dict[int, str] = {}
    for fact, text in facts.items():
        word, _, rest = fact.partition(".")
        digits, _, field = rest.partition(".")
        if word != "step" or not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
            continue
        if field == "message":
            messages[int(digits)] = unpacked(text)
        elif not field and len(ends := [*text.split(" ", 2), ""]) > 2 and ends[0] in parts and ends[1] in parts:
            told[int(digits)] = Step(source=parts[ends[0]], target=parts[ends[1]], message=unpacked(ends[2]))
    shown = deque(steps)
    ordered: list[Step] = []
    for number in sorted(told):
        while shown and len(ordered) + 1 < number:
            ordered.append(_said(shown.popleft(), messages.get(len(ordered) + 1)))
        ordered.append(told[number])
    while shown:
        ordered.append(_said(shown.popleft(), messages.get(len(ordered) + 1)))
    if not ordered and "id" not in facts:
        return None
    return Flow(
        id=slugify(facts.get("id") or key, fallback="flow"),
        name=unpacked(facts.get("name", "")) or " ".join(name.split()) or key,
        kind="failure" if facts.get("kind") == "failure" else "normal",
        critical=facts.get("critical") == "true",
        steps=tuple(ordered),
        origin=Origin(by="user", ref=where),
    )


def by_id(facts: Facts, what: str) -> dict[str, dict[str, str]]:
    """Return the facts `what.ID.NAME` by id; `what.ID` itself has the empty name."""
    found: dict[str, dict[str, str]] = {}
    for fact, text in facts.items():
        word, _, rest = fact.partition(".")
        key, _, name = rest.partition(".")
        if word == what and key:
            found.setdefault(key, {})[name] = text
    return found


def _said(step: Step, message: str | None) -> Step:
    return step if message is None else step.model_copy(update={"message": message})


def _properties(facts: Facts, known: Mapping[str, PropertySpec]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    for fact, text in facts.items():
        word, _, name = fact.partition(".")
        if word != "property" or name not in known:
            continue
        value: Scalar = unpacked(text)
        if known[name].type is not str:
            try:
                value = json.loads(text)
            except ValueError:
                continue
        if property_problem(name, value, known) is None:
            found[name] = value
    return found
