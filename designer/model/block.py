"""The schema of a building block: a part with typed ports, from which systems outside the catalog are composed."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen, Scalar, Slug
from designer.model.blueprint import (
    ConnectionSpec,
    Cues,
    DecisionSpec,
    EntitySpec,
    FailureModeSpec,
    FlowSpec,
    FormulaSpec,
    InterfaceSpec,
    Name,
    ParameterSpec,
    Phrases,
    RoleSpec,
    Source,
    Text,
)
from designer.model.kinds import Kind
from designer.model.quantity import Quantity, QuantityRole


class PortSpec(Frozen):
    """What a block needs from around it: a component of one of these kinds.

    `grants` are properties which the component gets by playing the port. An optional port that nothing fits
    leaves out the connections which end at it. With `every`, the connections of a port for services or their stores
    are drawn for all of them.
    """

    kinds: tuple[Kind, ...] = Field(min_length=1)
    text: Text
    optional: bool = False
    every: bool = False
    grants: dict[str, Scalar] = {}


class FigureCall(Frozen):
    """A figure of a brief that calls for a block: one of a role, in base units, from `at_least` up to `at_most`."""

    role: QuantityRole
    subject: str = ""
    at_least: float = 0
    at_most: float = 1e300

    def holds_for(self, quantity: Quantity) -> bool:
        """Tell whether a figure is one of those that call."""
        same = quantity.role == self.role and (not self.subject or quantity.subject == self.subject)
        return same and self.at_least <= quantity.value <= self.at_most


class Block(Frozen):
    """A composable part. Connections and flows name roles of the block or its ports.

    `says` are the words that call for it; "=pay a" stands for these very forms side by side, and one of `cues` for one
    word of each of its groups close together in any order ("told|informed + when|before"). `serves` are the domain services it belongs to when one of them is there;
    otherwise it goes to the service whose words stand nearest. `offers` are the roles that ports of other blocks
    with the same name bind to; a needed port brings in the block that offers it. `instead_of` lists the kinds of
    store that the block's first offered role takes the place of, at the service it belongs to. `stands_for` are the
    kinds that the block is the usual way to add, when a brief only names the kind or a product. `covers` are the
    blocks whose work this one does as well, so that words for both in one breath call for this one only, and the
    domain services that it makes superfluous. `on_figures` are figures that call for it without its words. In names, texts and messages `{entity}` and `{Entity}` stand for what that service owns ("order", "Order").
    """

    id: Slug
    title: Text
    family: Slug
    summary: Text
    says: Phrases = Field(min_length=4)
    cues: Cues = ()
    needs: dict[Slug, PortSpec] = {}
    offers: tuple[Slug, ...] = ()
    serves: tuple[Slug, ...] = ()
    instead_of: tuple[Kind, ...] = ()
    stands_for: tuple[Kind, ...] = ()
    covers: tuple[Slug, ...] = ()
    on_figures: tuple[FigureCall, ...] = ()
    roles: dict[Slug, RoleSpec] = Field(min_length=1)
    connections: tuple[ConnectionSpec, ...] = Field(min_length=1)
    flows: dict[Slug, FlowSpec] = {}
    entities: dict[Slug, EntitySpec] = {}
    interfaces: tuple[InterfaceSpec, ...] = ()
    parameters: dict[Name, ParameterSpec] = {}
    capacity: dict[Name, FormulaSpec] = {}
    decisions: tuple[DecisionSpec, ...] = Field(min_length=1)
    failure_modes: tuple[FailureModeSpec, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def ref(self) -> str:
        """How origins name it."""
        return f"blocks/{self.id}"
