"""A draft as a prompt shows it: a table a kind of element, one element a line, what most elements share said once.

All free text stands in quotes or is plain words; whoever sends it puts a fence around the whole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from designer.agent.cuts import Cut
from designer.edits.text import clip_line
from designer.model import Component, Connection, Draft, Entity, Flow, Mode, Scalar
from designer.model.base import slugify
from designer.model.ids import connection_id

_PLAIN = re.compile(r"[\w+#./-]+(?: [\w+#./-]+)*", re.ASCII)
_SHARED = 0.6
"""The share of elements from which on a property is said once for all, and its lack for the others."""
_LONG_TEXT = 60
_SHORT_TEXT = 24
_MOST_QUESTIONS = 10


def draft_table(draft: Draft, *, cuts: Container[Cut] = ()) -> Iterator[str]:
    """Yield the lines of a draft; `cuts` are the details to leave out."""
    yield f"system {quoted(draft.title, 120)}"
    yield from _boundaries(draft)
    yield from _components(draft.graph.components, cuts)
    yield from _connections(draft.graph.connections, cuts)
    yield from _list("flows", (_flow(flow, cuts) for flow in draft.flows))
    yield from _list("entities", (_entity(entity, cuts) for entity in draft.entities))
    if Cut.DECISIONS not in cuts:
        yield from _list("decisions", [_joined(quoted(one.title, 80) for one in draft.decisions)])
        questions = draft.questions[:_MOST_QUESTIONS]
        yield from _list("open questions", [_joined(quoted(one.text, 120) for one in questions)])


def quoted(text: str, limit: int = _LONG_TEXT) -> str:
    """Return a text on one line in quotes, at most `limit` characters of it."""
    return json.dumps(clip_line(text, limit), ensure_ascii=False)


def words(*given: str | bool | None) -> str:
    """Return what there is of some words as a line."""
    return " ".join(word for word in given if isinstance(word, str) and word)


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = [line for line in lines if line]
    if found:
        yield f"{title}:"
        yield from found


def _joined(items: Iterable[str]) -> str:
    return "; ".join(items)


def _plain(text: str, limit: int = _LONG_TEXT) -> str:
    """Return a text bare where it is a few plain words, else in quotes."""
    line = clip_line(text, limit)
    return line if _PLAIN.fullmatch(line) else quoted(line, limit)


def _named(key: str, name: str) -> str:
    """Return the name in quotes where the id does not say it already."""
    return "" if slugify(name) == key else quoted(name)


def _boundaries(draft: Draft) -> Iterator[str]:
    lines = (
        words(one.id, _named(one.id, one.name), one.parent and f"in {one.parent}") for one in draft.graph.boundaries
    )
    return _list("boundaries", lines)


def _components(parts: Sequence[Component], cuts: Container[Cut]) -> Iterator[str]:
    shared = _shared([part.properties for part in parts])
    title = f"components, all {' '.join(shared)}" if shared and Cut.PROPERTIES not in cuts else "components"
    lines = []
    by_boundary = sorted(parts, key=lambda part: (part.boundary or "", part.id))
    for boundary, inside in groupby(by_boundary, key=lambda part: part.boundary):
        lines += [f"in {boundary}:"] if boundary else []
        lines += [_component(part, shared, cuts) for part in inside]
    return _list(title, lines)


def _component(part: Component, shared: Sequence[str], cuts: Container[Cut]) -> str:
    stated = () if Cut.PROPERTIES in cuts else _stated(part.properties, shared, cuts)
    return words(
        part.id,
        part.kind.value,
        _named(part.id, part.name),
        part.technology and f"({_plain(part.technology)})",
        part.replicas > 1 and f"x{part.replicas}",
        *stated,
    )


def _connections(links: Sequence[Connection], cuts: Container[Cut]) -> Iterator[str]:
    shared = _shared([link.properties for link in links])
    hides = Cut.LINK_PROPERTIES in cuts
    title = f"connections, all {' '.join(shared)}" if shared and not hides else "connections"
    lines = []
    for source, out in groupby(sorted(links, key=lambda link: link.source), key=lambda link: link.source):
        lines.append(f"{source}")
        lines += [_connection(link, () if hides else _stated(link.properties, shared, cuts)) for link in out]
    return _list(title, lines)


def _connection(link: Connection, stated: Iterable[str]) -> str:
    own_id = link.id != connection_id(link.source, link.target) and f"id={link.id}"
    mode = link.mode is not Mode.SYNC and link.mode.value
    return words(f">{link.target}", own_id, mode, link.label and quoted(link.label), *stated)


def _shared(stated: Sequence[Mapping[str, Scalar]]) -> tuple[str, ...]:
    """Return the properties that are true for most, sorted."""
    counts = Counter(name for one in stated for name, value in one.items() if value is True)
    return tuple(sorted(name for name, count in counts.items() if count > max(1, _SHARED * len(stated))))


def _stated(properties: Mapping[str, Scalar], shared: Sequence[str], cuts: Container[Cut]) -> Iterator[str]:
    """Yield properties: the name alone where it is true, and what the others share and this one lacks with a minus."""
    for name in shared:
        if properties.get(name) is not True:
            yield f"-{name}"
    for name, value in properties.items():
        if value is True:
            if name not in shared:
                yield name
        elif not isinstance(value, str):
            yield f"{name}={json.dumps(value)}"
        elif _PLAIN.fullmatch(value) and " " not in value:
            yield f"{name}={clip_line(value, _LONG_TEXT)}"
        else:
            yield f"{name}={quoted(value, _SHORT_TEXT if Cut.TEXTS in cuts else _LONG_TEXT)}"


def _flow(flow: Flow, cuts: Container[Cut]) -> str:
    return flow.id if Cut.FLOWS in cuts else words(f"{flow.id}:", _path(flow))


def _path(flow: Flow) -> str:
    """Return the steps as `a>b>c`, with a space where one does not start at the end of the one before."""
    path = ""
    at = None
    for step in flow.steps:
        path += f">{step.target}" if step.source == at else f" {step.source}>{step.target}"
        at = step.target
    return path.strip()


def _entity(entity: Entity, cuts: Container[Cut]) -> str:
    fields = () if Cut.FIELDS in cuts else (_plain(field.name, 40) for field in entity.fields)
    return words(entity.id, entity.store and f"@{entity.store}", *fields)
