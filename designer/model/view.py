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

Tone = Literal["", "good", "info", "warn", "bad", "low", "fair", "busy", "hot", "over"]
"""What a colour says: how well something stands, or (the last five) how much of what it can carry it carries."""

Stage = Literal["", "start", "state", "end"]
"""What a card is in a state machine: where it begins, a state, or a state that nothing leaves."""


class Badge(Frozen):
    """A short word or number on a card; the colour repeats what it says."""

    text: str
    tone: Tone = "info"


class ViewRow(Frozen):
    """One field of an entity's card; `mark` says whether it is a key (PK, FK) and `tag` how sensitive it is."""

    name: str
    type: str
    mark: Literal["", "PK", "FK", "PK FK"] = ""
    tag: str = ""
    tone: Tone = ""


class Note(Frozen):
    """A line below a picture: what a number on its cards stands for."""

    mark: str
    title: str
    text: str = ""
    tone: Tone = "info"


class Key(Frozen):
    """An entry of the legend: what a tone means in this picture."""

    text: str
    tone: Tone


class ViewNode(Frozen):
    """A card: `icon` is a path below the `diagrams` package's resources, or None for the kind's glyph.

    What a view adds to it: `badges` stand before the technology, `figure` takes the place of the icon in the colour of
    `tone`, a muted card is only context, `link` is the id of the view that shows what is inside, `rows` make it an
    entity's card and `stage` a state. `at` is the place that a user pinned it to, in units of the grid.
    """

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
    badges: tuple[Badge, ...] = ()
    figure: str = ""
    tone: Tone = ""
    is_muted: bool = False
    link: str = ""
    rows: tuple[ViewRow, ...] = ()
    stage: Stage = ""
    at: tuple[int, int] | None = None

    @property
    def family(self) -> Family:
        """The family, which gives colour and shape."""
        return self.kind.family


class ViewEdge(Frozen):
    """A line. `count` is above 1 where parallel connections are drawn as one; a muted line is only context."""

    id: str
    source: str
    target: str
    label: str = ""
    protocol: str = ""
    mode: Mode = Mode.SYNC
    count: int = 1
    is_critical: bool = False
    mark: Mark = ""
    tone: Tone = ""
    is_muted: bool = False


class ViewGroup(Frozen):
    """A line around nodes; `parent` nests. At a trust boundary, what comes in is not believed without a check."""

    id: str
    name: str
    parent: str | None = None
    is_trust: bool = False


class View(Frozen):
    """A picture of nodes, lines and groups; every order is the drawing order.

    `keys` explain the tones that occur, `notes` the numbers. An entity picture (kind `entities`) has cards with rows
    and its lines run from the field that refers to what it refers to; in a state machine (kind `state`) cards are
    states and lines are transitions.
    """

    id: str
    kind: ViewKind
    title: str
    subtitle: str = ""
    nodes: tuple[ViewNode, ...] = ()
    edges: tuple[ViewEdge, ...] = ()
    groups: tuple[ViewGroup, ...] = ()
    keys: tuple[Key, ...] = ()
    notes: tuple[Note, ...] = ()


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
