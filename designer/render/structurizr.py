r"""Design to Structurizr DSL: one software system with containers, its neighbours, and a dynamic view for each flow.

Source: Structurizr, "DSL language reference", https://docs.structurizr.com/dsl/language. Inside quotes `\"` is a quote,
`\n` a line break and every other backslash itself; `${NAME}` is replaced wherever it stands, and whether a word was
quoted is forgotten before its meaning is looked up. So text that would be syntax gets a space, and a property has it
exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from designer.importing.facts import PREFIX, packed
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Design
from designer.model.flow import Flow
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView
from designer.render.escape import one_line
from designer.render.model_facts import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Facts,
    boundary_facts,
    exact,
    flow_facts,
    identifier,
    link_facts,
    nested,
    part_facts,
    step_fits,
    subtitles,
)
from designer.render.outline import INK, LINE, PAINT

SHAPES: dict[Kind, str] = {
    Kind.PERSON: "Person",
    Kind.WEB_CLIENT: "WebBrowser",
    Kind.MOBILE_CLIENT: "MobileDevicePortrait",
    Kind.CLIENT_SDK: "Component",
    Kind.DEVICE: "MobileDeviceLandscape",
    Kind.DNS: "Hexagon",
    Kind.CDN: "Hexagon",
    Kind.LOAD_BALANCER: "Hexagon",
    Kind.API_GATEWAY: "Hexagon",
    Kind.WAF: "Hexagon",
    Kind.SERVICE: "RoundedBox",
    Kind.WORKER: "RoundedBox",
    Kind.FUNCTION: "RoundedBox",
    Kind.SCHEDULER: "Circle",
    Kind.WORKFLOW_ENGINE: "RoundedBox",
    Kind.STREAM_PROCESSOR: "RoundedBox",
    Kind.BATCH_JOB: "RoundedBox",
    Kind.RELATIONAL_DB: "Cylinder",
    Kind.DOCUMENT_DB: "Cylinder",
    Kind.WIDE_COLUMN_DB: "Cylinder",
    Kind.KEY_VALUE_STORE: "Cylinder",
    Kind.GRAPH_DB: "Cylinder",
    Kind.TIME_SERIES_DB: "Cylinder",
    Kind.SEARCH_INDEX: "Cylinder",
    Kind.VECTOR_INDEX: "Cylinder",
    Kind.CACHE: "Cylinder",
    Kind.OBJECT_STORE: "Folder",
    Kind.DATA_WAREHOUSE: "Cylinder",
    Kind.QUEUE: "Pipe",
    Kind.EVENT_LOG: "Pipe",
    Kind.IDENTITY_PROVIDER: "Box",
    Kind.SECRET_STORE: "Box",
    Kind.CONFIG_SERVICE: "Box",
    Kind.COORDINATION_SERVICE: "Box",
    Kind.MODEL_SERVER: "RoundedBox",
    Kind.FEATURE_STORE: "Cylinder",
    Kind.OBSERVABILITY: "Box",
    Kind.EXTERNAL_SYSTEM: "Box",
}
"""Structurizr's shape of an element, by kind."""

SYSTEM = "system"
SEPARATOR = "~"
_TAGS: dict[Mode, str] = {Mode.SYNC: "", Mode.ASYNC: "Asynchronous", Mode.REPLICATION: "Replication"}
_LINES: dict[str, str] = {
    "Asynchronous": f"style dashed|color {PAINT[Family.MESSAGING].line}",
    "Replication": f"thickness 4|color {PAINT[Family.DATA].line}",
}
_ARROW_LIKE = re.compile(r"-.*->")


def structurizr_text(text: str, limit: int = TEXT_LIMIT) -> str:
    r"""Return `text` on one line without anything that the DSL reads as syntax or replaces, inside quotes or not.

    >>> structurizr_text("${HOME} ends in C:\\new\\")
    '$ {HOME} ends in C:\\ new\\ '
    """
    line = one_line(text, limit).replace("${", "$ {")
    line = re.sub(r'\\(?=["n]|$)', r"\\ ", line)
    is_syntax = bool(line) and (not any(one.isalnum() for one in line) or _ARROW_LIKE.fullmatch(line) is not None)
    return f"{line} " if is_syntax and not line.endswith(" ") else line


def structurizr_string(shown: str) -> str:
    r"""Return a text from `structurizr_text` as a quoted string.

    >>> structurizr_string('say "hi"')
    '"say \\"hi\\""'
    """
    return '"' + shown.replace('"', '\\"') + '"'


def render_structurizr(design: Design, views: tuple[AnyView, ...]) -> str:
    """Return the workspace of a design in Structurizr's DSL, with a final newline."""
    return "\n".join(_Workspace(design, views).lines()) + "\n"


class _Workspace:
    """The names that are shown, which Structurizr wants to be unique, and the lines made with them."""

    def __init__(self, design: Design, views: tuple[AnyView, ...]) -> None:
        self.design, self.graph = design, design.graph
        self.subtitles = subtitles(views)
        self.container = next((view for view in views if view.id == "container"), None)
        taken: set[str] = set()
        self.title = _unique(design.title, taken, fallback="System")
        self.names = {part.id: _unique(part.name, taken, fallback=part.kind.label) for part in self.graph.components}
        groups: set[str] = set()
        self.groups = {
            item.id: _unique(item.name.replace(SEPARATOR, "-"), groups, fallback="Boundary")
            for item in self.graph.boundaries
        }

    def lines(self) -> Iterator[str]:
        yield f"workspace {structurizr_string(self.title)} {_quoted(self.design.summary)} {{"
        yield "    model {"
        yield from _indented(2, self.model())
        yield "    }"
        yield "    views {"
        yield from _indented(2, self.views())
        yield "    }"
        yield "}"

    # -- the model -----------------------------------------------------------------------------------------------

    def model(self) -> Iterator[str]:
        yield from _block("properties", self.model_properties())
        outside = [part for part in self.graph.components if _is_outside(part)]
        inside = [part for part in self.graph.components if not _is_outside(part)]
        yield from self.elements(outside)
        yield f"{SYSTEM} = softwareSystem {structurizr_string(self.title)} {_quoted(self.design.summary)} {{"
        yield from _indented(1, _block("properties", _properties({"system": "true"})))
        yield from _indented(1, self.elements(inside))
        yield "}"
        yield from self.relationships()

    def model_properties(self) -> Iterator[str]:
        if any(item.parent for item in self.graph.boundaries):
            yield f'"structurizr.groupSeparator" "{SEPARATOR}"'
        yield from _properties(exact(title=(self.design.title, self.title)))
        for item in self.graph.boundaries:
            facts = boundary_facts(item, name=self.groups[item.id])
            yield f'"{PREFIX}.boundary.{facts.pop("id")}" "{packed(self.groups[item.id])}"'
            if item.parent is not None:
                facts["parent"] = item.parent
            yield from _properties({f"boundary.{item.id}.{name}": text for name, text in facts.items()})
        # A flow without a step that Structurizr can show would be an empty picture.
        for flow in self.design.flows:
            if not any(step_fits(step, self.graph) for step in flow.steps):
                facts = flow_facts(flow, name="", messages={})
                yield from _properties({f"flow.{flow.id}.{name}": text for name, text in facts.items()})

    def elements(self, parts: list[Component]) -> Iterator[str]:
        for entry in nested(self.graph, parts, keeps_empty=False):
            if entry.component is not None:
                yield from _indented(entry.depth, self.element(entry.component))
            elif entry.boundary is not None:
                yield "    " * entry.depth + f"group {structurizr_string(self.groups[entry.boundary.id])} {{"
            else:
                yield "    " * entry.depth + "}"

    def element(self, part: Component) -> Iterator[str]:
        name, description = self.names[part.id], structurizr_text(part.description)
        technology = structurizr_text(part.technology, NAME_LIMIT)
        tags = ",".join([part.kind.label, *(structurizr_text(tag.replace(",", " ")) for tag in part.tags)])
        word, texts = "container", [name, description, technology, tags]
        if _is_outside(part):
            word = "person" if part.kind is Kind.PERSON else "softwareSystem"
            texts, technology = [name, description, tags], ""
        said = " ".join(structurizr_string(text) for text in texts)
        yield f"{identifier(part.id, 'c')} = {word} {said} {{"
        facts = part_facts(part, name=name, technology=technology, description=description)
        yield from _indented(1, _block("properties", _properties(facts)))
        yield "}"

    def relationships(self) -> Iterator[str]:
        taken: dict[tuple[str, str], set[str]] = {}
        for item in self.graph.connections:
            label = structurizr_text(item.label)
            others = taken.setdefault((item.source, item.target), set())
            # Two relationships between the same ends need different descriptions.
            number, first = 1, label
            while label in others:
                number += 1
                label = f"{first.rstrip() or item.mode} ({number})"
            others.add(label)
            yield from self.relationship(item, label)

    def relationship(self, item: Connection, label: str) -> Iterator[str]:
        protocol = structurizr_text(item.protocol, NAME_LIMIT)
        texts = [label, protocol, *([_TAGS[item.mode]] if _TAGS[item.mode] else [])]
        said = " ".join(structurizr_string(text) for text in texts)
        yield f"{identifier(item.source, 'c')} -> {identifier(item.target, 'c')} {said} {{"
        yield from _indented(1, _block("properties", _properties(link_facts(item, label=label, protocol=protocol))))
        yield "}"

    # -- the views -----------------------------------------------------------------------------------------------

    def views(self) -> Iterator[str]:
        yield from _block(f'systemContext {SYSTEM} "context"', ("include *", "autoLayout lr"))
        subtitle = _quoted(self.subtitles.get("container", ""))
        if any(not _is_outside(part) for part in self.graph.components):
            yield from _block(f'container {SYSTEM} "container" {subtitle}', ("include *", "autoLayout tb"))
        for flow in self.design.flows:
            if any(step_fits(step, self.graph) for step in flow.steps):
                yield from self.dynamic(flow)
        yield from _block("styles", self.styles())

    def dynamic(self, flow: Flow) -> Iterator[str]:
        name = structurizr_text(flow.name) or flow.id
        messages = {
            number: structurizr_text(step.message)
            for number, step in enumerate(flow.steps, start=1)
            if step_fits(step, self.graph)
        }
        subtitle = _quoted(self.subtitles.get(f"sequence-{flow.id}", ""))
        yield f'dynamic {SYSTEM} "flow_{flow.id}" {subtitle} {{'
        yield f"    title {structurizr_string(name)}"
        for number, step in enumerate(flow.steps, start=1):
            ends = f"{identifier(step.source, 'c')} -> {identifier(step.target, 'c')}"
            if number in messages:
                yield f"    {ends} {structurizr_string(messages[number])}"
        yield "    autoLayout lr"
        yield from _indented(1, _block("properties", _properties(flow_facts(flow, name=name, messages=messages))))
        yield "}"

    def styles(self) -> Iterator[str]:
        for kind in sorted({part.kind for part in self.graph.components}):
            paint = PAINT[kind.family]
            border = ("border dashed",) if kind.family is Family.EXTERNAL else ()
            colours = (f"background {paint.fill}", f"stroke {paint.line}", f"color {INK}")
            yield from _block(f'element "{kind.label}"', (f"shape {SHAPES[kind]}", *colours, *border))
        yield from _block('relationship "Relationship"', (f"color {LINE}",))
        for tag in sorted({_TAGS[item.mode] for item in self.graph.connections} - {""}):
            yield from _block(f'relationship "{tag}"', _LINES[tag].split("|"))


def _is_outside(part: Component) -> bool:
    return part.kind in (Kind.PERSON, Kind.EXTERNAL_SYSTEM)


def _unique(text: str, taken: set[str], *, fallback: str) -> str:
    """Return a text that no other is like: Structurizr compares names without slashes and full stops."""
    name = structurizr_text(text, NAME_LIMIT) or fallback
    number, candidate = 1, name
    while (key := re.sub(r"[/.]", "", candidate).strip().casefold()) in taken or not key:
        number += 1
        candidate = f"{name.rstrip()} ({number})"
    taken.add(key)
    return candidate


def _quoted(text: str) -> str:
    return structurizr_string(structurizr_text(text))


def _properties(facts: Facts) -> Iterator[str]:
    return (f'"{PREFIX}.{name}" "{text}"' for name, text in facts.items())


def _block(head: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a block; nothing when it would be empty."""
    inner = tuple(lines)
    if inner:
        yield f"{head} {{"
        yield from _indented(1, inner)
        yield "}"


def _indented(depth: int, lines: Iterable[str]) -> Iterator[str]:
    return ("    " * depth + line for line in lines)
