"""The schema of a catalog blueprint: a reference architecture as data, with its sources.

References inside a blueprint (roles, boundaries, options, parameters) are checked by `designer.catalog.check`,
which knows the line of every key.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from designer.model.base import Frozen, Scalar, Slug
from designer.model.connection import Mode
from designer.model.entity import EntityField
from designer.model.interface import Operation
from designer.model.kinds import Kind
from designer.model.quantity import QuantityRole

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Phrases = tuple[Annotated[str, StringConstraints(min_length=2, max_length=120)], ...]
Cues = tuple[Annotated[str, StringConstraints(min_length=3, max_length=600)], ...]


class Source(Frozen):
    """A document and heading; `common knowledge` where no source document tells it."""

    document: Text
    heading: str = ""
    used_for: tuple[str, ...] = ()


class ParameterSpec(Frozen):
    """A figure that sizes the system.

    A figure of a brief binds to it when the unit fits, and its noun or the words around it are among `nouns`
    and `says`. `assumed` marks a default that nobody measured.
    """

    title: Text
    unit: Text
    default: float
    min: float
    max: float
    nouns: Phrases = ()
    says: Phrases = ()
    role: QuantityRole = "load"
    stat: str = ""
    question: str = ""
    source: str = ""
    assumed: bool = False


class TechnologyChoice(Frozen):
    """The product a role takes by default, what else fits, and why."""

    default: Text
    options: tuple[str, ...] = ()
    why: str = ""


class RoleSpec(Frozen):
    """A part that the pattern needs or offers.

    `when` are the words that call for an optional role. `words` are other names a graph may give the part.
    `or_kinds` may play the role as well. Replicas default to `min_replicas`.
    """

    name: Text
    kind: Kind
    or_kinds: tuple[Kind, ...] = ()
    required: bool = True
    when: Phrases = ()
    words: Phrases = ()
    technology: TechnologyChoice | None = None
    description: Text
    duties: tuple[str, ...] = ()
    boundary: Slug | None = None
    min_replicas: int = Field(default=1, ge=1)
    replicas: int | None = Field(default=None, ge=1)
    properties: dict[str, Scalar] = {}
    shares_with: tuple[Slug, ...] = ()
    many: bool = False
    source: str = ""


class ConnectionSpec(Frozen):
    """A link between two roles; it exists when both roles do."""

    model_config = ConfigDict(populate_by_name=True)

    source: Slug = Field(alias="from")
    target: Slug = Field(alias="to")
    label: Text
    protocol: Text
    mode: Mode = Mode.SYNC
    required: bool = True
    properties: dict[str, Scalar] = {}


class BoundarySpec(Frozen):
    """A line around roles."""

    name: Text
    parent: Slug | None = None
    type: Literal["system", "trust", "network", "region", "zone", "team"] = "system"


class StepSpec(Frozen):
    """One message between roles, along a connection or back over it."""

    model_config = ConfigDict(populate_by_name=True)

    source: Slug = Field(alias="from")
    target: Slug = Field(alias="to")
    message: Text


class FlowSpec(Frozen):
    """How one thing that matters happens; dropped when a role in `needs` is absent."""

    name: Text
    kind: Literal["normal", "failure"] = "normal"
    critical: bool = False
    needs: tuple[Slug, ...] = ()
    steps: tuple[StepSpec, ...] = Field(min_length=2)


class EntitySpec(Frozen):
    """A thing the system keeps, and the role that owns it."""

    name: Text
    store: Slug
    description: str = ""
    fields: tuple[EntityField, ...] = Field(min_length=1)
    retention: str = ""
    consistency: str = ""


class InterfaceSpec(Frozen):
    """The operations that a role offers."""

    role: Slug
    name: Text
    protocol: Literal["http", "grpc", "websocket", "events", "graphql", "smpp", "sip", "mcp", "library"] = "http"
    operations: tuple[Operation, ...] = Field(min_length=1)


class TransitionSpec(Frozen):
    """One arrow of a state machine."""

    model_config = ConfigDict(populate_by_name=True)

    source: Text = Field(alias="from")
    target: Text = Field(alias="to")
    on: Text


class StateMachineSpec(Frozen):
    """The life of one entity."""

    name: Text
    entity: Slug | None = None
    initial: Text
    transitions: tuple[TransitionSpec, ...] = Field(min_length=1)


class WorkedExample(Frozen):
    """A formula worked by hand: `inputs` override defaults, `gives` is the answer."""

    inputs: dict[str, float] = {}
    gives: float


class FormulaSpec(Frozen):
    """A capacity formula over parameters and earlier formulas; `subject` is the role it sizes."""

    title: Text
    subject: Slug | None = None
    formula: Text
    unit: Text
    why: str = ""
    source: str = ""
    replicas: bool = False
    example: WorkedExample


class ChoiceSpec(Frozen):
    """One answer of an option point. Roles listed by any choice are present only when theirs is taken."""

    name: Text
    says: Phrases = ()
    roles: tuple[Slug, ...] = ()
    technology: dict[Slug, str] = {}
    changes: Text


class OptionSpec(Frozen):
    """A point where the pattern forks. `one-of` takes one choice, `any-of` takes any number."""

    question: Text
    kind: Literal["one-of", "any-of"] = "one-of"
    default: Slug | tuple[Slug, ...]
    choices: dict[Slug, ChoiceSpec] = Field(min_length=2)


class AlternativeSpec(Frozen):
    """What was not chosen, and when it would be better."""

    name: Text
    when: Text


class DecisionSpec(Frozen):
    """A choice of the pattern; `roles` are the parts it is about."""

    title: Text
    context: Text
    choice: Text
    alternatives: tuple[AlternativeSpec, ...] = Field(min_length=1)
    consequences: tuple[Text, ...] = Field(min_length=1)
    roles: tuple[Slug, ...] = ()
    source: str = ""


class FailureModeSpec(Frozen):
    """What can fail, its effect, how it is seen, what limits it."""

    what: Text
    role: Slug | None = None
    effect: Text
    detection: Text
    mitigation: Text
    source: str = ""


class DemandSpec(Frozen):
    """A property the pattern cannot do without; exactly one of `role` and `connection` ("from>to") is given.

    The value demanded is the one that the role or connection states; `replicas` demands `min_replicas`.
    """

    text: Text
    role: Slug | None = None
    connection: str | None = None
    property: Text


class ExampleSpec(Frozen):
    """A brief that must lead to this blueprint, and facts of the graph that it leads to."""

    class Facts(Frozen):
        """Roles that must be there or not, numbers (within 1 %), options and technologies taken."""

        roles: tuple[Slug, ...] = ()
        absent: tuple[Slug, ...] = ()
        numbers: dict[str, float] = {}
        options: dict[Slug, Slug] = {}
        technologies: dict[Slug, str] = {}

    style: Literal["sentence", "paragraph", "bullets", "email", "notes", "story", "terse"]
    brief: Text
    leads_to: Facts


class Blueprint(Frozen):
    """A reference architecture: roles, how they connect, how it behaves, how it fails, and what it costs."""

    schema_version: Literal[1]
    id: Slug
    title: Text
    summary: Text
    problem: Text
    aliases: Phrases = Field(min_length=1)
    says: Phrases = Field(min_length=5)
    sources: tuple[Source, ...] = Field(min_length=1)
    parameters: dict[Name, ParameterSpec] = Field(min_length=1)
    boundaries: dict[Slug, BoundarySpec] = {}
    roles: dict[Slug, RoleSpec] = Field(min_length=2)
    connections: tuple[ConnectionSpec, ...] = Field(min_length=1)
    flows: dict[Slug, FlowSpec] = Field(min_length=1)
    entities: dict[Slug, EntitySpec] = {}
    interfaces: tuple[InterfaceSpec, ...] = ()
    state_machines: dict[Slug, StateMachineSpec] = {}
    capacity: dict[Name, FormulaSpec] = {}
    options: dict[Slug, OptionSpec] = {}
    demands: tuple[DemandSpec, ...] = ()
    decisions: tuple[DecisionSpec, ...] = Field(min_length=1)
    failure_modes: tuple[FailureModeSpec, ...] = ()
    trade_offs: tuple[Text, ...] = ()
    claims: tuple[Text, ...] = Field(min_length=1)
    questions: tuple[str, ...] = ()
    examples: tuple[ExampleSpec, ...] = Field(min_length=1)
