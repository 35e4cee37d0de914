"""Designs for the dialects that hold a whole model: one a blueprint, and some whose every text tries to become syntax."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import designer
from designer.importing.imported import Imported
from designer.importing.registry import import_source
from designer.importing.source import Source
from designer.model import Boundary, Component, Connection, Flow, Graph, Kind, Mode, Step
from designer.model.brief import Brief
from designer.model.design import Design, Draft
from designer.render.registry import FORMATS, format_named
from designer.views import build_views
from tests.support.catalogs import shipped
from tests.unit.render_text.sample_views import HOSTILE, MARKS

DIALECTS = tuple(row.name for row in FORMATS if row.write_model is not None)
IDS = ("this", "it", "self", "model", "element", "person", "include", "end", "group", "system", "views", "workspace")
"""Ids that are words of some dialect."""

NAMES = (
    # A lone surrogate is no text, and the model refuses it.
    *(name for name in HOSTILE if name.encode("utf-8", "replace").decode() == name),
    *MARKS,
    *IDS,
    "*/",
    "/* open",
    "// comment",
    "# comment",
    "!include /etc/passwd",
    "!script groovy",
    "!docs .",
    "!identifiers hierarchical",
    "${HOME}",
    "$${HOME}",
    "${A-b_c.1}",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "->",
    "-/>",
    "--https->",
    "-[async]->",
    "a -> b",
    "}",
    "{",
    "= x",
    "C:\\new\\table",
    "ends in \\",
    "two \\\\",
    '\\"',
    '\\\\"',
    "\\n",
    "it's",
    "'''",
    '"""',
    "a/b",
    "a.b",
    "AB",
    "ab",
    "~",
    "a~b",
    "100 % %41 %2",
    "a=b, c=d",
    "שלום עולם",
    "مرحبا",
    "👩‍👩‍👧 family",
    "e\u0301",
    "softwareSystem x { }",
    "\nmodel {\n",
    "  padded  ",
    "\u200b",
)
"""Names that try to become syntax in one of the dialects."""


def text_of(design: Design, dialect: str) -> str:
    """Return a design in a dialect."""
    write = format_named(dialect).write_model
    assert write is not None
    return write(design, build_views(design, shipped()))


def read_back(text: str, dialect: str) -> Imported:
    """Return what our own importer reads; the file's name gives no hint but its suffix."""
    name = f"model{format_named(dialect).extension}"
    return import_source(Source(name, {name: text}), shipped())


def kept(draft: Draft) -> dict[str, object]:
    """Return what a round trip must keep: everything of graph and flows but where it came from."""
    graph = draft.graph
    things = {"components": graph.components, "connections": graph.connections, "boundaries": graph.boundaries}
    found: dict[str, object] = {
        name: [item.model_dump(exclude={"origin"}) for item in items] for name, items in things.items()
    }
    flows = sorted(draft.flows, key=lambda flow: flow.id)
    return {**found, "flows": [flow.model_dump(exclude={"origin"}) for flow in flows], "title": draft.title}


@cache
def of_blueprints() -> dict[str, Design]:
    """Return the design of each blueprint's first example."""
    return {item.id: designer.design(item.examples[0].brief) for item in shipped().blueprints}


def named(names: Sequence[str]) -> Design:
    """Return a design in which every name stands wherever a text of a user may stand.

    Kinds and modes take turns, boundaries nest, some are empty, and flows hold steps along connections, back over them,
    from a part to itself, and between parts that nothing connects.
    """
    kinds, modes = tuple(Kind), tuple(Mode)
    boundaries = tuple(
        Boundary(
            id=_id(number),
            name=name,
            parent=_id(number - 1) if number % 4 else None,
            type=("system", "network", "team")[number % 3],
        )
        for number, name in enumerate(names)
    )
    components = tuple(
        Component(
            id=_id(number),
            name=name,
            kind=kinds[number % len(kinds)],
            technology=name,
            description=name,
            tags=(name, "plain"),
            role=name,
            also_plays=(name, "x/y"),
            replicas=number + 1,
            existing=number % 2 == 0,
            boundary=_id(number) if number % 3 else None,
            properties={"shard_key": name, "stateless": number % 2 == 0, "retention_s": number * 0.5},
        )
        for number, name in enumerate(names)
    )
    ends = [(number, (number * 7 + 1) % len(names)) for number in range(len(names))]
    ends += [(0, 0), *ends[:3]]
    connections = tuple(
        Connection(
            id=f"{_id(number)[:40]}-link-{number}",
            source=_id(source),
            target=_id(target),
            label=names[number % len(names)],
            protocol=names[number % len(names)],
            mode=modes[number % len(modes)],
            properties={"fallback": names[number % len(names)], "timeout_s": 0.25},
        )
        for number, (source, target) in enumerate(ends)
    )
    flows = tuple(
        Flow(
            id=_id(number),
            name=name,
            kind="failure" if number % 2 else "normal",
            critical=number % 3 == 0,
            steps=tuple(
                Step(source=_id(source), target=_id(target), message=name)
                for source, target in (ends[number], ends[number][::-1], (number, number), (0, 0))
            ),
        )
        for number, name in enumerate(names)
    )
    graph = Graph(components=components, connections=connections, boundaries=boundaries)
    return Design(title=names[0], summary=names[-1], brief=Brief(text="A test."), graph=graph, flows=flows)


def _id(number: int) -> str:
    return IDS[number] if number < len(IDS) else f"part-{number}"
