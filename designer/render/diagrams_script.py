"""View to a Python script for the package `diagrams`, which runs as it is and writes a PNG beside itself.

Texts are Python literals, and Graphviz reads them as plain text; a sequence becomes numbered arrows.
Source: mingrammer, Diagrams, https://diagrams.mingrammer.com/docs/guides/diagram
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from designer.model.base import slugify
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView, SequenceView, View, ViewEdge, ViewNode
from designer.render.diagrams_classes import CLASSES
from designer.render.escape import one_line
from designer.render.outline import (
    PAINT,
    TEXT_LIMIT,
    Event,
    Mark,
    card_lines,
    edge_text,
    group_name,
    message_text,
    node_keys,
    row_line,
    view_title,
    walk,
)

_DEEPEST = 15
"""Python nests no more than 20 blocks."""

_OWN = frozenset({"Diagram", "Cluster", "Edge"})
_FLOWCHART = "diagrams.programming.flowchart"
_GENERAL = "diagrams.aws.general"

KIND_CLASSES: dict[Kind, tuple[str, str]] = {
    Kind.PERSON: ("diagrams.onprem.client", "User"),
    Kind.WEB_CLIENT: ("diagrams.onprem.client", "Client"),
    Kind.MOBILE_CLIENT: ("diagrams.generic.device", "Mobile"),
    Kind.CLIENT_SDK: (_GENERAL, "GenericSDK"),
    Kind.DEVICE: ("diagrams.generic.device", "Tablet"),
    Kind.DNS: ("diagrams.onprem.network", "Internet"),
    Kind.CDN: ("diagrams.onprem.network", "Internet"),
    Kind.LOAD_BALANCER: ("diagrams.generic.network", "Switch"),
    Kind.API_GATEWAY: ("diagrams.generic.network", "Router"),
    Kind.WAF: ("diagrams.generic.network", "Firewall"),
    Kind.SERVICE: ("diagrams.onprem.compute", "Server"),
    Kind.WORKER: ("diagrams.generic.compute", "Rack"),
    Kind.FUNCTION: (_FLOWCHART, "Action"),
    Kind.SCHEDULER: (_FLOWCHART, "Delay"),
    Kind.WORKFLOW_ENGINE: (_FLOWCHART, "Preparation"),
    Kind.STREAM_PROCESSOR: (_FLOWCHART, "Merge"),
    Kind.BATCH_JOB: (_FLOWCHART, "PredefinedProcess"),
    Kind.MODEL_SERVER: ("diagrams.onprem.compute", "Server"),
    Kind.RELATIONAL_DB: ("diagrams.generic.database", "SQL"),
    Kind.DOCUMENT_DB: (_FLOWCHART, "Database"),
    Kind.WIDE_COLUMN_DB: (_FLOWCHART, "Database"),
    Kind.KEY_VALUE_STORE: (_FLOWCHART, "Database"),
    Kind.GRAPH_DB: (_FLOWCHART, "Database"),
    Kind.TIME_SERIES_DB: (_FLOWCHART, "Database"),
    Kind.SEARCH_INDEX: (_FLOWCHART, "Database"),
    Kind.VECTOR_INDEX: (_FLOWCHART, "Database"),
    Kind.CACHE: (_FLOWCHART, "InternalStorage"),
    Kind.OBJECT_STORE: ("diagrams.generic.storage", "Storage"),
    Kind.DATA_WAREHOUSE: (_FLOWCHART, "StoredData"),
    Kind.FEATURE_STORE: (_FLOWCHART, "StoredData"),
    Kind.QUEUE: (_FLOWCHART, "InputOutput"),
    Kind.EVENT_LOG: (_FLOWCHART, "InputOutput"),
    Kind.IDENTITY_PROVIDER: (_GENERAL, "GenericSamlToken"),
    Kind.SECRET_STORE: (_GENERAL, "SslPadlock"),
    Kind.CONFIG_SERVICE: (_FLOWCHART, "Document"),
    Kind.COORDINATION_SERVICE: (_FLOWCHART, "SummingJunction"),
    Kind.OBSERVABILITY: (_FLOWCHART, "Display"),
    Kind.EXTERNAL_SYSTEM: (_GENERAL, "GenericOfficeBuilding"),
}
"""Module and class for a part whose product has no icon of its own in the package."""

_STYLES: dict[Mode, tuple[tuple[str, str], ...]] = {
    Mode.SYNC: (),
    Mode.ASYNC: (("style", "dashed"), ("color", PAINT[Family.MESSAGING].line)),
    Mode.REPLICATION: (("style", "bold"), ("color", PAINT[Family.DATA].line)),
}


class _Class(NamedTuple):
    module: str
    name: str
    alias: str

    @property
    def imported(self) -> str:
        """How an import names it."""
        return self.name if self.alias == self.name else f"{self.name} as {self.alias}"


def render_diagrams(view: AnyView) -> str:
    """Return a view as a Python script, with a final newline."""
    nodes = view.participants if isinstance(view, SequenceView) else view.nodes
    classes = _classes(nodes)
    body = [*(_sequence(view, classes) if isinstance(view, SequenceView) else _container(view, classes))]
    file = slugify(view.id, fallback="diagram")
    title = _literal(view_title(view.title))
    direction = "LR" if isinstance(view, SequenceView) else "TB"
    return "\n".join(
        [
            '"""Draws a picture with the package diagrams, which needs Graphviz: python -m pip install diagrams."""',
            "",
            "from diagrams import Cluster, Diagram, Edge",
            *_imports(classes.values()),
            "",
            f"LOOKS = {_LOOKS}",
            "",
            f'with Diagram({title}, filename="{file}", direction="{direction}", show=False, graph_attr=LOOKS):',
            *(body or ["    pass"]),
            "",
        ]
    )


_LOOKS = '{"splines": "spline", "nodesep": "0.8", "ranksep": "1.1"}'


def _imports(classes: Iterable[_Class]) -> list[str]:
    """Return one import for each module, sorted."""
    modules: dict[str, set[str]] = {}
    for found in classes:
        modules.setdefault(found.module, set()).add(found.imported)
    return [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(modules.items())]


def class_of(node: ViewNode) -> tuple[str, str]:
    """Return module and class of a card: those of its product's icon, otherwise those of its kind."""
    return CLASSES.get(node.icon or "") or KIND_CLASSES[node.kind]


def _classes(nodes: Iterable[ViewNode]) -> dict[str, _Class]:
    """Return the class of each card by the card's id; names that two modules share get their module's name before."""
    wanted = {node.id: class_of(node) for node in nodes}
    modules: dict[str, set[str]] = {}
    for module, name in wanted.values():
        modules.setdefault(name, set()).add(module)
    found = {}
    for key, (module, name) in wanted.items():
        is_shared = len(modules[name]) > 1 or name in _OWN
        alias = f"{module.removeprefix('diagrams.').replace('.', '_')}_{name}" if is_shared else name
        found[key] = _Class(module, name, alias)
    return found


def _container(view: View, classes: dict[str, _Class]) -> Iterator[str]:
    events = list(walk(view))
    for event, after in zip_longest(events, events[1:]):
        yield from _event(event, classes)
        if _opens_block(event) and not (after is not None and (after.node is not None or _opens_block(after))):
            yield "    " * (event.depth + 2) + "pass"
    keys = node_keys(view.nodes)
    for edge in view.edges:
        if edge.source in keys and edge.target in keys:
            yield f"    {keys[edge.source]} >> {_edge(edge)} >> {keys[edge.target]}"


def _event(event: Event, classes: dict[str, _Class]) -> Iterator[str]:
    indent = "    " * (min(event.depth, _DEEPEST) + 1)
    if event.node is not None:
        yield f"{indent}{_node(event.key, event.node, classes[event.node.id])}"
    elif event.mark is Mark.OPEN and event.group is not None:
        if event.depth >= _DEEPEST:
            yield f"{indent}# A deeper boundary, {event.key}, is left out: Python nests no more than 20 blocks."
            return
        # The cluster is named by its key: two boundaries of the same name would become one.
        label = _literal(group_name(event.group))
        yield f'{indent}with Cluster("{event.key}", graph_attr={{"label": {label}}}):'


def _opens_block(event: Event) -> bool:
    return event.mark is Mark.OPEN and event.depth < _DEEPEST


def _node(key: str, node: ViewNode, found: _Class) -> str:
    facts = [node.kind.value, f"replicas {node.replicas}", "critical" if node.is_critical else "", node.mark]
    about = ", ".join(fact for fact in facts if fact)
    described = one_line(node.description, TEXT_LIMIT)
    tooltip = _literal(f"{about}: {described}" if described else about)
    return f'{key} = {found.alias}({_literal(*card_lines(node), *map(row_line, node.rows))}, nodeid="{key}", tooltip={tooltip})'


def _edge(edge: ViewEdge) -> str:
    text = edge_text(edge)
    given = [f"label={_literal(text)}"] if text else []
    given += [f'{name}="{value}"' for name, value in _STYLES[edge.mode]]
    if edge.is_critical:
        given.append('penwidth="2.5"')
    tooltip = ", ".join(word for word in (edge.mode.value, edge.mark) if word)
    return f"Edge({', '.join([*given, f'tooltip={_literal(tooltip)}'])})"


def _sequence(view: SequenceView, classes: dict[str, _Class]) -> Iterator[str]:
    keys = node_keys(view.participants, "p")
    for node in view.participants:
        yield f"    {_node(keys[node.id], node, classes[node.id])}"
    for number, message in enumerate(view.messages, start=1):
        if message.source not in keys or message.target not in keys:
            continue
        style = ', style="dashed"' if message.is_async or message.is_reply else ""
        # A reply that took part in the ranking would put the caller to the right of what it calls.
        free = ', constraint="false"' if message.is_reply else ""
        label = _literal(f"{number}. {message_text(message)}".rstrip())
        yield f"    {keys[message.source]} >> Edge(label={label}{style}{free}) >> {keys[message.target]}"


def _literal(*lines: str) -> str:
    r"""Return lines as one Python literal that Graphviz reads as plain text: no markup, no escapes, no entities.

    >>> print(_literal("a <b>", "c\\d"))
    'a &lt;b&gt;\nc\\\\d'
    """
    return repr("\n".join(_plain(line) for line in lines))


def _plain(text: str) -> str:
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\\": "\\\\"}
    return "".join(marks.get(character, character) for character in text)
