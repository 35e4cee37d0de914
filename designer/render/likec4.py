"""Design to LikeC4: an element of its kind for each component, nested in its boundaries, and a view for each flow.

Source: LikeC4, "DSL: specification", "DSL: model" and "DSL: dynamic views", https://likec4.dev/dsl/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designer.importing.facts import PREFIX, packed
from designer.model.boundary import Boundary
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
    subtitles,
)
from designer.render.outline import PAINT

SHAPES: dict[Kind, str] = {
    Kind.PERSON: "person",
    Kind.WEB_CLIENT: "browser",
    Kind.MOBILE_CLIENT: "mobile",
    Kind.CLIENT_SDK: "component",
    Kind.DEVICE: "mobile",
    Kind.DNS: "rectangle",
    Kind.CDN: "rectangle",
    Kind.LOAD_BALANCER: "rectangle",
    Kind.API_GATEWAY: "rectangle",
    Kind.WAF: "rectangle",
    Kind.SERVICE: "rectangle",
    Kind.WORKER: "rectangle",
    Kind.FUNCTION: "rectangle",
    Kind.SCHEDULER: "rectangle",
    Kind.WORKFLOW_ENGINE: "rectangle",
    Kind.STREAM_PROCESSOR: "rectangle",
    Kind.BATCH_JOB: "rectangle",
    Kind.RELATIONAL_DB: "cylinder",
    Kind.DOCUMENT_DB: "cylinder",
    Kind.WIDE_COLUMN_DB: "cylinder",
    Kind.KEY_VALUE_STORE: "cylinder",
    Kind.GRAPH_DB: "cylinder",
    Kind.TIME_SERIES_DB: "cylinder",
    Kind.SEARCH_INDEX: "cylinder",
    Kind.VECTOR_INDEX: "cylinder",
    Kind.CACHE: "cylinder",
    Kind.OBJECT_STORE: "storage",
    Kind.DATA_WAREHOUSE: "storage",
    Kind.QUEUE: "queue",
    Kind.EVENT_LOG: "queue",
    Kind.IDENTITY_PROVIDER: "rectangle",
    Kind.SECRET_STORE: "rectangle",
    Kind.CONFIG_SERVICE: "rectangle",
    Kind.COORDINATION_SERVICE: "rectangle",
    Kind.MODEL_SERVER: "rectangle",
    Kind.FEATURE_STORE: "cylinder",
    Kind.OBSERVABILITY: "rectangle",
    Kind.EXTERNAL_SYSTEM: "rectangle",
}
"""LikeC4's shape of an element, by kind."""

BOUNDARY = "boundary"
_ARROWS: dict[Mode, str] = {Mode.SYNC: "->", Mode.ASYNC: "-[async]->", Mode.REPLICATION: "-[replication]->"}
_LINES: dict[Mode, str] = {
    Mode.ASYNC: "line dashed; color designer-messaging",
    Mode.REPLICATION: "line solid; color designer-data",
}


def likec4_string(shown: str) -> str:
    r"""Return a text of one line as a quoted string.

    >>> likec4_string("it's C:\\")
    "'it\\'s C:\\\\'"
    """
    return "'" + shown.replace("\\", "\\\\").replace("'", "\\'") + "'"


def render_likec4(design: Design, views: tuple[AnyView, ...]) -> str:
    """Return the model and the views of a design in LikeC4's language, with a final newline."""
    return "\n".join(_Model(design, views).lines()) + "\n"


class _Model:
    """Where each element stands, and the lines made with that."""

    def __init__(self, design: Design, views: tuple[AnyView, ...]) -> None:
        self.design, self.graph = design, design.graph
        self.subtitles = subtitles(views)
        self.paths: dict[str, str] = {}
        above: list[str] = []
        for entry in nested(self.graph, self.graph.components, keeps_empty=True):
            if entry.component is not None:
                own = identifier(entry.component.id, "c")
                self.paths[entry.component.id] = ".".join([*above, own])
            elif entry.boundary is not None:
                above.append(identifier(entry.boundary.id, "b"))
            else:
                above.pop()

    def lines(self) -> Iterator[str]:
        title = one_line(self.design.title, NAME_LIMIT)
        yield _comment("title", {"shown": packed(title), **exact(title=(self.design.title, title))})
        yield from _block("specification", self.specification())
        yield from _block("model", self.model())
        yield from _block("views", self.views())

    def specification(self) -> Iterator[str]:
        for family in sorted({part.family for part in self.graph.components} | {Family.DATA, Family.MESSAGING}):
            yield f"color {PREFIX}-{family} {PAINT[family].line}"
        for kind in sorted({part.kind for part in self.graph.components}):
            border = "; border dashed" if kind.family is Family.EXTERNAL else ""
            style = f"style {{ shape {SHAPES[kind]}; color {PREFIX}-{kind.family}{border} }}"
            yield from _block(f"element {kind}", (f"notation {likec4_string(kind.label)}", style))
        yield f"element {BOUNDARY} {{ style {{ border dashed; opacity 10%; color muted }} }}"
        for mode, line in _LINES.items():
            yield f"relationship {mode} {{ {line} }}"
        yield "tag critical"
        yield "tag failure"

    # -- the model -----------------------------------------------------------------------------------------------

    def model(self) -> Iterator[str]:
        for entry in nested(self.graph, self.graph.components, keeps_empty=True):
            if entry.component is not None:
                yield from _indented(entry.depth, self.element(entry.component))
            elif entry.boundary is not None:
                yield from _indented(entry.depth, self.open(entry.boundary))
            else:
                yield "  " * entry.depth + "}"
        for item in self.graph.connections:
            yield from self.relationship(item)

    def open(self, boundary: Boundary) -> Iterator[str]:
        name = one_line(boundary.name, NAME_LIMIT)
        facts = {"boundary": "true", **boundary_facts(boundary, name=name)}
        yield f"{identifier(boundary.id, 'b')} = {BOUNDARY} {likec4_string(name)} {{"
        yield from _indented(1, _metadata(facts))

    def element(self, part: Component) -> Iterator[str]:
        name, technology = one_line(part.name, NAME_LIMIT) or part.kind.label, one_line(part.technology, NAME_LIMIT)
        description = one_line(part.description, TEXT_LIMIT)
        yield f"{identifier(part.id, 'c')} = {part.kind} {likec4_string(name)} {{"
        if technology:
            yield f"  technology {likec4_string(technology)}"
        if description:
            yield f"  description {likec4_string(description)}"
        if part.replicas > 1:
            yield "  style { multiple true }"
        facts = part_facts(part, name=name, technology=technology, description=description)
        yield from _indented(1, _metadata(facts))
        yield "}"

    def relationship(self, item: Connection) -> Iterator[str]:
        label, protocol = one_line(item.label, TEXT_LIMIT), one_line(item.protocol, NAME_LIMIT)
        facts = link_facts(item, label=label, protocol=protocol)
        if item.source == item.target:
            # LikeC4 knows no relationship of an element with itself.
            told = {"label": packed(item.label), "protocol": packed(item.protocol)}
            yield _comment("connection", {**facts, "source": item.source, "target": item.target, **told})
            return
        title = f" {likec4_string(label)}" if label else ""
        yield f"{self.paths[item.source]} {_ARROWS[item.mode]} {self.paths[item.target]}{title} {{"
        if protocol:
            yield f"  technology {likec4_string(protocol)}"
        yield from _indented(1, _metadata(facts))
        yield "}"

    # -- the views -----------------------------------------------------------------------------------------------

    def views(self) -> Iterator[str]:
        yield "view index {"
        yield f"  title {likec4_string(one_line(self.design.title, NAME_LIMIT))}"
        if subtitle := self.subtitles.get("container"):
            yield f"  description {likec4_string(subtitle)}"
        yield "  include *"
        for boundary in self.graph.boundaries:
            yield f"  include {self.boundary_path(boundary)}.*"
        yield "}"
        for flow in self.design.flows:
            yield from self.dynamic(flow)

    def boundary_path(self, boundary: Boundary) -> str:
        parents = {item.id: item.parent for item in self.graph.boundaries}
        found, above = [identifier(boundary.id, "b")], boundary.parent
        while above is not None:
            found.append(identifier(above, "b"))
            above = parents[above]
        return ".".join(reversed(found))

    def dynamic(self, flow: Flow) -> Iterator[str]:
        name, key = one_line(flow.name, NAME_LIMIT) or flow.id, identifier(flow.id, "flow")
        messages = {number: one_line(step.message, TEXT_LIMIT) for number, step in enumerate(flow.steps, start=1)}
        yield _comment("flow", {"view": key, **flow_facts(flow, name=name, messages=messages)})
        yield f"dynamic view {key} {{"
        if flow.critical:
            yield "  #critical"
        if flow.kind == "failure":
            yield "  #failure"
        yield f"  title {likec4_string(name)}"
        if subtitle := self.subtitles.get(f"sequence-{flow.id}"):
            yield f"  description {likec4_string(subtitle)}"
        for number, step in enumerate(flow.steps, start=1):
            message = f" {likec4_string(messages[number])}" if messages[number] else ""
            yield f"  {self.paths[step.source]} -> {self.paths[step.target]}{message}"
        yield "}"


def _comment(about: str, facts: Facts) -> str:
    """Return facts as a comment; packed texts hold no line break."""
    return f"// {PREFIX}.{about} " + ", ".join(f"{name}={text}" for name, text in facts.items())


def _metadata(facts: Facts) -> Iterator[str]:
    yield "metadata {"
    for name, text in facts.items():
        if text:
            yield f"  {PREFIX}-{name.replace('.', '-', 1)} {likec4_string(text)}"
    yield "}"


def _block(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{head} {{"
    yield from _indented(1, lines)
    yield "}"


def _indented(depth: int, lines: Iterable[str]) -> Iterator[str]:
    return ("  " * depth + line for line in lines)
