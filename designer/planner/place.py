"""Place the blocks that a text calls for: roles become parts, ports are bound, connections drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from designer.brief.phrases import StemmedText, stem
from designer.catalog.catalog import Catalog
from designer.model.block import Block
from designer.model.blueprint import ConnectionSpec, RoleSpec
from designer.model.brief import Brief, Mention
from designer.model.connection import Mode
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.origin import Origin
from designer.model.outline import Outline, store_of
from designer.planner.calls import first_place, refused_of, said_of
from designer.planner.core import Core, Owned
from designer.planner.defaults import DEFAULTS
from designer.planner.dictate import doing_the_job_of, is_ordinary, names_product
from designer.planner.outlines import Outlined
from designer.planner.ports import bind_ports, is_shared, shared, told
from designer.planner.sketch import Sketch

_ONE_BREATH = 120
"""Characters between two phrases that are still about the same thing."""


_A_LINE = 20
"""Words of a brief that is one line, which ends in so many parts at most, unless its words ask for more:"""
_PARTS_OF_A_LINE = 13
_FEW = 3
_A_SENTENCE = 5
_PARTS_BY_WORDS = ((20, 17), (30, 30), (45, 48))
_ALL = 1_000


_WAYS_IN = frozenset({Kind.SERVICE})
_FORMS = frozenset(map(stem, ("app", "web", "console", "portal", "client", "page")))
"""Words for the form of a client, which do not tell whose it is."""


class Placement(NamedTuple):
    """A block in its place: `parts` are the ids of the parts that play its roles and ports."""

    block: Block
    parts: dict[str, str]
    owned: Owned

    def told(self, text: str) -> str:
        """Return a text of the block in the words of the service that it belongs to."""
        return told(text, self.owned.entity)


class _Call(NamedTuple):
    """A block and the words that call for it; `is_said` tells them from those of a service that always needs it."""

    block: Block
    span: tuple[int, int]
    is_said: bool = True


def place_blocks(
    sketch: Sketch, core: Core, text: StemmedText, brief: Brief, catalog: Catalog, outlines: Sequence[Outlined] = ()
) -> tuple[Placement, ...]:
    """Add the blocks a text calls for and return each in its place.

    Those that change the kind of a service's own store come first, then those that the text calls for in order of their
    words, then those that a service always needs; a block
    that offers what another one needs comes before it. Last come the blocks for kinds of parts that the brief names
    and nothing plays yet.
    """
    placer = _Placer(sketch, core, text, brief, catalog, outlines)
    placer.place_outlines()
    placer.place_called()
    placer.place_named(brief.mentions)
    return placer.placed


class _Placer:
    """Places each block once."""

    def __init__(
        self,
        sketch: Sketch,
        core: Core,
        text: StemmedText,
        brief: Brief,
        catalog: Catalog,
        outlines: Sequence[Outlined],
    ) -> None:
        self._outlines = outlines
        self._brief = brief
        self._words = core.terms.words
        self._sketch = sketch
        self._core = core
        self._text = text
        self._catalog = catalog
        self._calls = {call.block.id: call for call in sorted(self._called(), key=_rank)}
        self._begun: set[str] = set()
        self._offers: dict[str, str] = {}
        self._standing = {kind: block for block in catalog.blocks for kind in block.stands_for}
        self._placed: list[Placement] = []

    def _called(self) -> Iterator[_Call]:
        """Yield the blocks whose words stand in the text, and those that a service of the domain always needs."""
        brought = {key: owned.span for owned in self._core.owned if owned.domain for key in owned.domain.brings}
        said = said_of(self._text, self._catalog)
        usual = {key: item.span for item in self._outlines for key in item.outline.blocks}
        covered = {key for item in self._outlines for key in item.outline.covers} - usual.keys()
        covered |= refused_of(self._text, self._catalog)
        for block in self._catalog.blocks:
            if block.id in covered:
                continue
            called = said.get(block.id) or usual.get(block.id) or self._figure(block) or self._machine(block)
            span = called or (brought.get(block.id) if self._affords(block) else None)
            others = (said.get(other.id) for other in self._catalog.blocks if block.id in other.covers)
            if span is not None and not any(other and abs(other[0] - span[0]) <= _ONE_BREATH for other in others):
                yield _Call(block, span, called is not None)

    def _affords(self, block: Block) -> bool:
        """Tell whether a few words leave room for a block that none of them calls for."""
        called = 2 * len(self._core.owned) + _FEW
        return self._words > _A_LINE or called + len(block.roles) <= _PARTS_OF_A_LINE

    def _most_parts(self) -> int:
        """Return how many parts a text of this length may call for; a page may call for all."""
        return next((most for length, most in _PARTS_BY_WORDS if self._words <= length), _ALL)

    def _machine(self, block: Block) -> tuple[int, int] | None:
        """Return the words for the first thing that sends something, for the block that stands for devices."""
        if Kind.DEVICE not in block.stands_for:
            return None
        # What another block takes in from them has its own way in: positions need no telemetry.
        if any(
            set(other.needs) & set(block.offers) and other.id in said_of(self._text, self._catalog)
            for other in self._catalog.blocks
        ):
            return None
        return next((item.span for item in self._core.terms.machines), None)

    def _figure(self, block: Block) -> tuple[int, int] | None:
        """Return the words of the first figure that calls for a block."""
        figures = self._brief.quantities if block.on_figures else ()
        return next((item.span for item in figures if any(call.holds_for(item) for call in block.on_figures)), None)

    @property
    def placed(self) -> tuple[Placement, ...]:
        """The blocks so far, in the order in which they were placed."""
        return tuple(self._placed)

    def place_outlines(self) -> None:
        """Place the parts of known systems around their services; who uses them enters at the gateway."""
        for outline, span, *_ in self._outlines:
            owned = {one.domain.id: one for one in self._core.owned if one.domain is not None}
            first = next(owned[key] for key in outline.services if key in owned)
            parts = bind_ports(outline, self._sketch, self._core, owned=first, span=span, offers=self._offers) or {}
            for key in outline.services.keys() & owned.keys():
                parts |= {key: owned[key].service, store_of(key): owned[key].store}
            placement = Placement(outline, parts, first)
            self._join(placement, span)
            self._guard(placement)

    def _guard(self, placement: Placement) -> None:
        """Grant what a way in must do, and what must bear the same message twice."""
        for link in placement.block.connections:
            for source, target in self._ends(placement, link) if self._is_there(placement, link) else ():
                start, end = self._sketch.components[source], self._sketch.components[target]
                ends = [(start, end)] if link.mode != Mode.ASYNC else [(start, end), (end, start)]
                for who, entered in ends:
                    if who.family == Family.CLIENT and entered.kind in _WAYS_IN | BROKER_KINDS:
                        self._sketch.grant(entered.id, {"authenticates": True, "rate_limited": True})
                if start.kind in BROKER_KINDS and end.kind in _WAYS_IN | {
                    Kind.WORKER,
                    Kind.STREAM_PROCESSOR,
                    Kind.BATCH_JOB,
                }:
                    self._sketch.grant(end.id, {"idempotent": True})

    @staticmethod
    def _is_there(placement: Placement, link: ConnectionSpec) -> bool:
        return link.source in placement.parts and link.target in placement.parts

    def place_called(self) -> None:
        """Place every block whose words stand in the text, as long as its length deserves that many parts."""
        outlined = {key for item in self._outlines for key in item.outline.blocks}
        for call in self._calls.values():
            fits = len(self._sketch.components) + len(call.block.roles) <= self._most_parts()
            if fits or call.block.id in outlined or self._is_said_by_itself(call.span):
                self._place(call)

    def _is_said_by_itself(self, span: tuple[int, int]) -> bool:
        """Tell whether a sentence says this and nothing else: "GDPR.", "No single point of failure."."""
        text = self._text
        clauses = {text.clauses[at] for at, token in enumerate(text.tokens) if span[0] <= token.start < span[1]}
        words = sum(1 for at, token in enumerate(text.tokens) if token.is_word and text.clauses[at] in clauses)
        return words <= _A_SENTENCE

    def place_named(self, mentions: Iterable[Mention]) -> None:
        """Place the usual block for each kind of part that is named and that nothing plays."""
        for mention in mentions:
            if mention.negated or mention.kind is None or is_ordinary(mention):
                continue
            block = self._standing.get(mention.kind)
            if mention.kind == Kind.EXTERNAL_SYSTEM and mention.technology:
                block = self._listing(mention.technology)
            elif block is None or self._sketch.of_kind(*doing_the_job_of(mention.kind)):
                continue
            # Tools that build and deploy are of these kinds as well, and are no part of what users use.
            is_tool = mention.kind in {Kind.WORKFLOW_ENGINE, Kind.CONFIG_SERVICE, Kind.WORKER} and mention.technology
            if block and (not is_tool or _lists(block, mention.technology)):
                self._place(_Call(block, mention.span))

    def _listing(self, product: str) -> Block | None:
        """Return the block that has a role for an outside product: Stripe means payments."""
        return next(
            (
                block
                for block in self._catalog.blocks
                for role in block.roles.values()
                if role.kind == Kind.EXTERNAL_SYSTEM and names_product(role, product)
            ),
            None,
        )

    def _place(self, call: _Call) -> None:
        block, span = call.block, call.span
        if block.id in self._begun:
            return
        self._begun.add(block.id)
        for provider in self._needed_first(block, span):
            self._place(provider)
        owned = self._core.nearest(span, block.serves, block.id)
        parts = bind_ports(block, self._sketch, self._core, owned=owned, span=span, offers=self._offers)
        if parts is None:
            return
        self._join(Placement(block, parts, owned), span)

    def _join(self, placement: Placement, span: tuple[int, int]) -> None:
        """Add what a block is made of and connect it."""
        block, parts = placement.block, placement.parts
        self._add_roles(placement, span)
        for link in block.connections:
            self._connect(placement, link, span)
        for port, need in block.needs.items():
            for key in self._all(placement, port) if port in parts else ():
                self._sketch.grant(key, need.grants)
        self._offers.update({role: parts[role] for role in block.offers if role in parts})
        self._placed.append(placement)

    def _needed_first(self, block: Block, span: tuple[int, int]) -> Iterator[_Call]:
        """Yield the blocks that offer what this one needs: called for as well, or else, for a needed port, the smallest."""
        for port, need in block.needs.items():
            providers = [one for one in self._catalog.blocks if port in one.offers and one is not block]
            called = [self._calls[one.id] for one in providers if one.id in self._calls]
            if called:
                yield from called
            elif providers and not need.optional:
                yield _Call(min(providers, key=lambda one: (len(one.roles), one.id)), span)

    def _add_roles(self, placement: Placement, span: tuple[int, int]) -> None:
        for role, spec in placement.block.roles.items():
            if spec.required or first_place(self._text, (*spec.when, placement.told(spec.name))) is not None:
                placement.parts[role] = self._part(placement, role, span)

    def _part(self, placement: Placement, role: str, span: tuple[int, int]) -> str:
        """Return the part that plays a role: shared, the service's own store made into it, or added."""
        sketch, spec, own = self._sketch, placement.block.roles[role], placement.owned.store
        own_log = isinstance(placement.block, Outline) and spec.kind in BROKER_KINDS
        if not own_log and is_shared(spec.kind, spec.properties) and (there := shared(sketch, spec.kind)):
            sketch.grant(there[0], spec.properties)
            return there[0]
        reference = f"{placement.block.ref}/{role}"
        same = self._of_that_name(placement.told(spec.name), spec.kind) or self._client_like(spec)
        if same is not None:
            sketch.change(same, role=reference)
            sketch.grant(same, spec.properties)
            return same
        if role == next(iter(placement.block.offers), None) and self._takes_the_place_of(placement, own):
            sketch.remake(
                own,
                kind=spec.kind,
                technology=spec.technology.default if spec.technology else None,
                description=placement.told(spec.description),
                role=reference,
                origin=Origin.brief(*span, ref=reference),
                replicas=_replicas(spec),
                properties=spec.properties,
            )
            return own
        return sketch.add(
            placement.told(spec.name),
            spec.kind,
            origin=Origin.brief(*span, ref=reference),
            technology=spec.technology.default if spec.technology else None,
            description=placement.told(spec.description),
            role=reference,
            replicas=_replicas(spec),
            properties=spec.properties,
        )

    def _of_that_name(self, name: str, kind: Kind) -> str | None:
        """Return the part that the domain has under the very name of a role already, and that plays no other."""
        return next(
            (
                key
                for key, part in self._sketch.components.items()
                if part.name.casefold() == name.casefold() and part.kind == kind and part.role is None
            ),
            None,
        )

    def _client_like(self, spec: RoleSpec) -> str | None:
        """Return the client that the brief names in other words: the "couriers" of a role "Driver app"."""
        if spec.kind.family != Family.CLIENT:
            return None
        wanted = {stem(word) for name in (spec.name, *spec.words) for word in name.lower().split()} - _FORMS
        return next(
            (
                key
                for key, part in self._sketch.components.items()
                if part.kind.family == Family.CLIENT
                and part.role is None
                and wanted & ({stem(word) for word in part.name.lower().split()} - _FORMS)
            ),
            None,
        )

    def _takes_the_place_of(self, placement: Placement, store: str) -> bool:
        """Tell whether a block changes the store of its service: of any, or of those that it is made for."""
        block, owned = placement.block, placement.owned
        fits = not block.serves or owned.is_one_of(block.serves)
        component = self._sketch.components[store]
        return fits and component.role is None and component.kind in block.instead_of

    def _connect(self, placement: Placement, link: ConnectionSpec, span: tuple[int, int]) -> None:
        if link.source not in placement.parts or link.target not in placement.parts:
            return
        reference = f"{placement.block.ref}/{link.source}>{link.target}"
        for source, target in self._ends(placement, link):
            ends = (self._sketch.components[source], self._sketch.components[target])
            spoken = any(end.kind in DATASTORE_KINDS | BROKER_KINDS for end in ends) and link.mode != Mode.REPLICATION
            self._sketch.connect(
                source,
                target,
                origin=Origin.brief(*span, ref=reference),
                label=placement.told(link.label),
                protocol="" if spoken else link.protocol,  # a store or broker speaks its product's protocol
                mode=link.mode,
                properties=link.properties,
            )

    def _ends(self, placement: Placement, link: ConnectionSpec) -> Iterator[tuple[str, str]]:
        """Yield the pairs of parts that a connection stands for: more than one at a port for every service."""
        for source in self._all(placement, link.source):
            for target in self._all(placement, link.target):
                start, end = self._sketch.components[source], self._sketch.components[target]
                if start.family == Family.CLIENT and end.family == Family.EDGE and start.role is None:
                    # Whoever uses the same kind of client enters at the same place.
                    alike = [
                        key for key in self._sketch.of_kind(start.kind) if self._sketch.components[key].role is None
                    ]
                    yield from ((key, target) for key in alike)
                else:
                    yield source, target

    def _all(self, placement: Placement, name: str) -> list[str]:
        """Return the part that plays a role or port, or all of them where the port asks for every one."""
        key, need = placement.parts[name], placement.block.needs.get(name)
        if need is None or not need.every or key not in (placement.owned.service, placement.owned.store):
            return [key]
        present = self._core.present()
        keys = [one.service if key == placement.owned.service else one.store for one in present]
        return [
            one for one in keys if one in self._sketch.components and self._sketch.components[one].kind in need.kinds
        ]


def _rank(call: _Call) -> tuple[bool, bool, tuple[int, int], str]:
    """Return what calls are ordered by: those that remake a store first, then what is said before what is usual."""
    return (not call.block.instead_of, not call.is_said, call.span, call.block.id)


def _lists(block: Block, product: str | None) -> bool:
    return any(names_product(role, product) for role in block.roles.values())


def _replicas(spec: RoleSpec) -> int:
    return spec.replicas or max(spec.min_replicas, DEFAULTS[spec.kind].replicas)
