"""Compose a draft when no blueprint fits: clients, an edge, a service for each demand of the domain, and blocks.

Every part has the words that call for it as origin, or says which default put it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from designer.brief.phrases import StemmedText, stemmed
from designer.catalog.catalog import Catalog
from designer.model.base import Scalar
from designer.model.brief import Brief, RewrittenBrief
from designer.model.design import Draft
from designer.model.kinds import Family, Kind
from designer.model.origin import Origin
from designer.model.outline import Outline
from designer.model.question import Question
from designer.planner.core import Core
from designer.planner.dictate import attach_outside, dictate, drop_refused, is_ordinary
from designer.planner.domain import Client, clients_in
from designer.planner.duties import share_out
from designer.planner.narrate import (
    decisions_of,
    entities_of,
    failure_modes_of,
    flows_of,
    interfaces_of,
    references_of,
)
from designer.planner.on_site import keep_on_site
from designer.planner.opening import opening_of
from designer.planner.outlines import Outlined, outlines_in
from designer.planner.place import Placement, place_blocks
from designer.planner.questions import MOST
from designer.planner.sketch import PLAIN_USE, Sketch
from designer.planner.terms import Terms, tokens_at

_SERVERS = (Kind.SERVICE, Kind.WORKER, Kind.FUNCTION, Kind.STREAM_PROCESSOR, Kind.MODEL_SERVER)
_FRONTS = (Kind.WAF, Kind.LOAD_BALANCER)
_TLS: Mapping[str, Scalar] = {"encrypted": True}
_FORMS: Mapping[Kind, str] = {
    Kind.WEB_CLIENT: "A portal in the browser.",
    Kind.MOBILE_CLIENT: "An app on the phone.",
    Kind.DEVICE: "Sends what it measures or sees, and obeys.",
}
_MANY_ROLES = 2
_SIGN_IN = "Identity provider"
_SIGN_IN_TEXT = "Signs people in and says by role what each may see and do; services check the role in the token."
_NOTE = (
    "No blueprint of the catalog fits this brief, so the design is composed from the services its words call for and "
    "from building blocks. Read it as a first draft: the open questions change it most."
)


def compose(brief: Brief, catalog: Catalog, *, notes: tuple[str, ...] = ()) -> Draft:
    """Return a draft made of the domain's services and the blocks that a brief calls for."""
    text = stemmed(brief.text)
    sketch = Sketch(catalog)
    terms = Terms(text, tokens_at(text, (mention.span for mention in brief.mentions if not is_ordinary(mention))))
    outlines = outlines_in(text, catalog)
    named = clients_in(text, brief, terms.actors, terms.machines)
    clients = [_client(sketch, client) for client in named if client.span or not _clients_of(outlines)]
    entrance = next((item.outline.entrance for item in outlines if item.outline.entrance), "API gateway")
    gateway = sketch.add(entrance, Kind.API_GATEWAY, origin=Origin.default("composition/edge"))
    for client in clients:
        sketch.connect(client, gateway, origin=sketch.components[client].origin, label=PLAIN_USE, properties=_TLS)
    core = Core(sketch, text, brief, catalog, terms, outlines)
    for owned in core.owned:
        origin = sketch.components[owned.service].origin
        sketch.connect(gateway, owned.service, origin=origin, label="calls", properties={**_TLS, "timeout_s": 2})
    placed = place_blocks(sketch, core, text, brief, catalog, outlines)
    clients += _entering(sketch, gateway, placed)
    dictate(sketch, core, brief)
    attach_outside(sketch, core)
    drop_refused(sketch, brief)
    share_out(sketch, core, text)
    keep_on_site(sketch, text, brief)
    clients = [key for key in clients if key in sketch.components] or [_somebody(sketch, gateway)]
    _sign_in(sketch, brief, gateway, clients)
    entry = _entry(sketch, gateway, clients)
    _deliver(sketch, gateway)
    _observe(sketch)
    return Draft(
        title=_title(brief, text, core, sketch, outlines),
        summary=_summary(core, sketch, placed, outlines),
        brief=brief,
        graph=sketch.graph(),
        flows=tuple(flows_of(entry, clients, core, sketch, placed)),
        entities=tuple(entities_of(core, sketch, placed)),
        interfaces=tuple(interfaces_of(sketch, placed)),
        decisions=tuple(decisions_of(core, sketch, placed)),
        failure_modes=tuple(failure_modes_of(sketch, placed)),
        questions=_questions(brief),
        references=tuple(references_of(placed)),
        notes=(_NOTE, *notes),
    )


def _clients_of(outlines: Iterable[Outlined]) -> bool:
    """Tell whether known systems bring those who use them."""
    return any(role.kind.family == Family.CLIENT for item in outlines for role in item.outline.roles.values())


def _entering(sketch: Sketch, gateway: str, placed: Iterable[Placement]) -> list[str]:
    """Let the clients of known systems in at the gateway, where nothing says otherwise; return their ids."""
    roles = [(item, name) for item in placed if isinstance(item.block, Outline) for name in item.block.roles]
    keys = [item.parts[name] for item, name in roles if name in item.parts]
    found = [key for key in dict.fromkeys(keys) if sketch.components[key].kind.family == Family.CLIENT]
    for key in found:
        if not sketch.leading_from(key) and not sketch.leading_to(key):
            origin = sketch.components[key].origin
            sketch.connect(key, gateway, origin=origin, label=PLAIN_USE, properties=_TLS)
    return [key for key in found if sketch.are_connected(key, gateway)]


def _client(sketch: Sketch, client: Client) -> str:
    origin = Origin.brief(*client.span) if client.span else Origin.default("composition/client")
    return sketch.add(
        client.name, client.kind, origin=origin, technology=client.technology, description=_FORMS.get(client.kind, "")
    )


def _somebody(sketch: Sketch, gateway: str) -> str:
    """Add users in a browser, where the brief refused every client that its words called for; return their id."""
    origin = Origin.default("composition/client")
    key = sketch.add("Web app", Kind.WEB_CLIENT, origin=origin)
    if gateway in sketch.components:
        sketch.connect(key, gateway, origin=origin, label=PLAIN_USE, properties=_TLS)
    return key


def _sign_in(sketch: Sketch, brief: Brief, gateway: str, clients: Iterable[str]) -> None:
    """Let the gateway ask who somebody is, where people of more than one kind use the system with rights of their own."""
    people = [key for key in clients if sketch.components[key].kind != Kind.DEVICE]
    refused = any(item.kind == Kind.IDENTITY_PROVIDER and item.negated for item in brief.mentions)
    if len(people) < _MANY_ROLES or refused or gateway not in sketch.components:
        return
    origin = Origin.default("composition/identity")
    there = sketch.of_kind(Kind.IDENTITY_PROVIDER)
    key = there[0] if there else sketch.add(_SIGN_IN, Kind.IDENTITY_PROVIDER, origin=origin, description=_SIGN_IN_TEXT)
    if not sketch.leading_to(key):
        sketch.connect(gateway, key, origin=origin, label="checks tokens", properties={**_TLS, "timeout_s": 1})


def _entry(sketch: Sketch, gateway: str, clients: Iterable[str]) -> list[str]:
    """Put firewall and balancer in front of the gateway, one behind the other; return the way in.

    A device that enters elsewhere does not use the gateway, as long as somebody else does.
    """
    here = [key for key in clients if key in sketch.components]
    users = [key for key in here if not _enters_elsewhere(sketch, key, gateway)] or here
    for key in set(here) - set(users):
        sketch.disconnect(key, gateway)
    fronts = [
        key
        for kind in _FRONTS
        for key in sketch.of_kind(kind)
        if gateway in sketch.components and sketch.are_connected(key, gateway)
    ]
    way = [*fronts, gateway] if gateway in sketch.components else fronts
    for key in users if fronts else ():
        for other in way[1:]:
            sketch.disconnect(key, other)
        sketch.connect(key, way[0], origin=sketch.components[key].origin, label=PLAIN_USE, properties=_TLS)
    for one, two in pairwise(way):
        for other in way[way.index(two) + 1 :]:
            sketch.disconnect(one, other)
        sketch.connect(one, two, origin=sketch.components[one].origin, label="forwards", properties=_TLS)
    return way


def _deliver(sketch: Sketch, gateway: str) -> None:
    """Let content delivery fetch pages and answers that change from the gateway, on a miss."""
    for key in sketch.of_kind(Kind.CDN) if gateway in sketch.components else ():
        if not sketch.are_connected(gateway, key) and not sketch.are_connected(key, gateway):
            origin = sketch.components[key].origin
            properties: Mapping[str, Scalar] = {**_TLS, "timeout_s": 2, "reads": True}
            sketch.connect(key, gateway, origin=origin, label="fetches pages on a miss", properties=properties)


def _enters_elsewhere(sketch: Sketch, key: str, gateway: str) -> bool:
    """Tell whether a device has another way in, and no block that uses the gateway."""
    is_device = sketch.components[key].kind == Kind.DEVICE
    return is_device and len(sketch.leading_from(key)) > 1 and sketch.label(key, gateway) == PLAIN_USE


def _observe(sketch: Sketch) -> None:
    """Let every service report to one place that watches, unless the brief forbade it."""
    watchers = sketch.of_kind(Kind.OBSERVABILITY)
    origin = Origin.default("composition/observability")
    watcher = watchers[0] if watchers else sketch.add("Metrics and traces", Kind.OBSERVABILITY, origin=origin)
    for key in sketch.of_kind(*_SERVERS):
        sketch.connect(key, watcher, origin=origin, label="metrics, traces")


def _questions(brief: Brief) -> tuple[Question, ...]:
    roles = {quantity.role for quantity in brief.quantities}
    stats = {quantity.subject for quantity in brief.quantities}
    found: list[Question] = []
    if "load" not in roles:
        found.append(
            Question(
                id="load",
                text="How much of the main thing happens a second on average, and how much at peak?",
                default="unknown",
                changes="Sizes every service, store and queue; without it the design carries no figures.",
            )
        )
    if "availability" not in roles and "regions" not in stats:
        found.append(
            Question(
                id="availability",
                text="How long may the system be down, and does it have to survive the loss of a region?",
                default="99.9 %, one region",
                options=("99.9 %, one region", "99.99 %, two regions"),
                changes="Two regions double every stateful part and add replication between them.",
            )
        )
    if "retention" not in roles:
        found.append(
            Question(
                id="retention",
                text="How long must data be kept?",
                default="unknown",
                changes="Decides on archives and the size of every store.",
            )
        )
    return tuple(item for item in found if item.id not in brief.answers)[:MOST]


def _title(brief: Brief, text: StemmedText, core: Core, sketch: Sketch, outlines: Sequence[Outlined]) -> str:
    if outlines:
        return outlines[0].outline.title
    # What was put together from another language is no sentence that anybody wrote.
    if not isinstance(brief, RewrittenBrief) and (opening := opening_of(text)):
        return opening
    names = [sketch.components[owned.service].name.removesuffix(" service") for owned in core.present()]
    return f"{' and '.join([*names[:1], *map(_lowered, names[1:2])])} system" if names else "System"


def _summary(core: Core, sketch: Sketch, placed: Iterable[Placement], outlines: Sequence[Outlined]) -> str:
    names = [sketch.components[owned.service].name for owned in core.present()]
    text = f"Composed of {', '.join(names)}" if names else "Composed of the parts that the brief names"
    known = [item.outline.summary for item in outlines]
    titles = [_lowered(item.block.title) for item in placed if not isinstance(item.block, Outline)]
    return " ".join([*known, f"{text}, with {', '.join(titles)}." if titles else f"{text}."])


def _lowered(title: str) -> str:
    """Return a title as it stands inside a sentence; an abbreviation at its start stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
