"""What a picture shows. Views choose; renderers draw."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from designer.model.base import Frozen
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind


class ViewKind(StrEnum):
    """The pictures of a design."""

    CONTEXT = "context"
    CONTAINER = "container"
    COMPONENT = "component"
    DATA_FLOW = "data-flow"
    SEQUENCE = "sequence"
    DEPLOYMENT = "deployment"
    ENTITIES = "entities"
    STATE = "state"
    HEAT = "heat"
    FAILURES = "failures"
    THREATS = "threats"
    DIFF = "diff"


Mark = Literal["", "added", "removed", "changed"]
"""What happened to an element between two designs, in a picture of their difference."""


class ViewNode(Frozen):
    """A card: `icon` is a path below the `diagrams` package's resources, or None for the kind's glyph."""

    id: str
    name: str
    kind: Kind
    technology: str = ""
    group: str | None = None
    replicas: int = 1
    icon: str | None = None
    description: str = ""
    is_critical: bool = False
    mark: Mark = ""

    @property
    def family(self) -> Family:
        """The family, which gives colour and shape."""
        return self.kind.family


class ViewEdge(Frozen):
    """A line. `count` is above 1 where parallel connections are drawn as one."""

    id: str
    source: str
    target: str
    label: str = ""
    protocol: str = ""
    mode: Mode = Mode.SYNC
    count: int = 1
    is_critical: bool = False
    mark: Mark = ""


class ViewGroup(Frozen):
    """A line around nodes; `parent` nests."""

    id: str
    name: str
    parent: str | None = None


class View(Frozen):
    """A picture of nodes, lines and groups; every order is the drawing order."""

    id: str
    kind: ViewKind
    title: str
    subtitle: str = ""
    nodes: tuple[ViewNode, ...] = ()
    edges: tuple[ViewEdge, ...] = ()
    groups: tuple[ViewGroup, ...] = ()


class Message(Frozen):
    """One arrow of a sequence; `is_reply` goes back over the connection, `is_async` does not wait."""

    source: str
    target: str
    text: str
    protocol: str = ""
    is_async: bool = False
    is_reply: bool = False


class SequenceView(Frozen):
    """Participants from left to right, and messages from top to bottom."""

    id: str
    kind: ViewKind = ViewKind.SEQUENCE
    title: str
    subtitle: str = ""
    participants: tuple[ViewNode, ...] = ()
    messages: tuple[Message, ...] = ()
    is_failure: bool = False


AnyView = View | SequenceView
