"""Views that the tests of the text dialects draw."""

from __future__ import annotations

import string

from designer.model import Kind, Message, Mode, SequenceView, View, ViewEdge, ViewGroup, ViewKind, ViewNode

HOSTILE = (
    'say "hi" \\" \\N \\',
    "<b>bold</b><script>alert(1)</script>",
    "end",
    "two\nlines\r\n\ttabbed",
    "graph TD; a-->b",
    "%%{init: {'theme': 'dark'}}%%",
    "${injected} $x$ $$y$$",
    "a | b || c",
    "#quot; &lt; &#60; #35;",
    "`code` **bold** _under_ [link](https://example.org) ![i](x)",
    "1. first",
    "- item",
    "../../etc/passwd",
    "fa:fa-ban :::data @{ shape: cyl }",
    "style n0 fill:#fff; click n0 href",
    "Café 日本語 🙂 ﬂ°°60¶ß",
    "right\u202eleft\u200f \x00\x1b[31m",
    "A->>B: x; loop",
    "wrap:text nowrap:text",
    "{ } [ ] ( ) < > ; : , ' * ~ ^ ! ?",
    "p0 as admin",
    "---",
    "null",
    "|md # title |",
    "x" * 10_000,
    "\ud800 lone",
)
"""Names that try to become syntax somewhere."""

MARKS = tuple(string.punctuation)
"""Every mark of ASCII, alone."""


def sample_view() -> View:
    """Return a small system with nested groups and every mode of connection."""
    return View(
        id="container",
        kind=ViewKind.CONTAINER,
        title="URL shortener",
        nodes=(
            ViewNode(id="browser", name="Browser", kind=Kind.WEB_CLIENT),
            ViewNode(id="gateway", name="API gateway", kind=Kind.API_GATEWAY, technology="Kong", group="edge", replicas=2),
            ViewNode(id="redirect", name="Redirect service", kind=Kind.SERVICE, technology="Go", group="core", replicas=3),
            ViewNode(id="links", name="Link store", kind=Kind.RELATIONAL_DB, technology="PostgreSQL", group="data"),
            ViewNode(id="copy", name="Link copy", kind=Kind.RELATIONAL_DB, technology="PostgreSQL", group="data"),
            ViewNode(id="clicks", name="Click events", kind=Kind.EVENT_LOG, technology="Kafka", group="core", replicas=3),
            ViewNode(id="mail", name="Mail provider", kind=Kind.EXTERNAL_SYSTEM),
        ),
        edges=(
            ViewEdge(id="e1", source="browser", target="gateway", label="open link", protocol="HTTPS", is_critical=True),
            ViewEdge(id="e2", source="gateway", target="redirect", label="route", protocol="HTTPS", is_critical=True),
            ViewEdge(id="e3", source="redirect", target="links", label="look up code", protocol="SQL"),
            ViewEdge(id="e4", source="links", target="copy", mode=Mode.REPLICATION, protocol="WAL"),
            ViewEdge(id="e5", source="redirect", target="clicks", label="clicked", mode=Mode.ASYNC, protocol="Kafka", count=2),
            ViewEdge(id="e6", source="clicks", target="mail", mode=Mode.ASYNC),
        ),
        groups=(
            ViewGroup(id="edge", name="Public edge"),
            ViewGroup(id="core", name="Core"),
            ViewGroup(id="data", name="Data", parent="core"),
        ),
    )  # fmt: skip


def sample_sequence() -> SequenceView:
    """Return a sequence with a call, a reply, a message nobody waits for and a call to oneself."""
    return SequenceView(
        id="sequence-open",
        title="Open a link",
        participants=(
            ViewNode(id="reader", name="Reader", kind=Kind.PERSON),
            ViewNode(id="redirect", name="Redirect service", kind=Kind.SERVICE, technology="Go"),
            ViewNode(id="clicks", name="Click events", kind=Kind.EVENT_LOG),
        ),
        messages=(
            Message(source="reader", target="redirect", text="GET /abc", protocol="HTTPS"),
            Message(source="redirect", target="redirect", text="decode"),
            Message(source="redirect", target="clicks", text="clicked", protocol="Kafka", is_async=True),
            Message(source="redirect", target="reader", text="301", is_reply=True),
        ),
    )


def view_named(*names: str) -> View:
    """Return a view whose nodes, group, connections and title carry the names."""
    nodes = tuple(
        ViewNode(id=f"a{number}", name=name, kind=Kind.SERVICE, technology=name, group="g", description=name)
        for number, name in enumerate(names)
    )
    edges = tuple(
        ViewEdge(id=f"e{number}", source="a0", target=node.id, label=node.name) for number, node in enumerate(nodes)
    )
    groups = (ViewGroup(id="g", name=names[0]),)
    return View(id="v", kind=ViewKind.CONTAINER, title=names[0], nodes=nodes, edges=edges, groups=groups)


def sequence_named(*names: str) -> SequenceView:
    """Return a sequence whose participants and messages carry the names."""
    nodes = tuple(ViewNode(id=f"a{number}", name=name, kind=Kind.SERVICE) for number, name in enumerate(names))
    messages = tuple(Message(source="a0", target=node.id, text=node.name) for node in nodes)
    return SequenceView(id="s", title=names[0], participants=nodes, messages=messages)


def every_kind(replicas: int = 2) -> View:
    """Return one node of each kind."""
    nodes = tuple(ViewNode(id=kind.value, name=kind.label, kind=kind, replicas=replicas) for kind in Kind)
    return View(id="kinds", kind=ViewKind.CONTAINER, title="Kinds", nodes=nodes)
