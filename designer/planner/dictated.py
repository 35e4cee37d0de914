"""A dictated architecture as a draft: exactly the parts and connections that the brief says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from designer.brief.dictation import Dictation, Link, Part, dictation_in
from designer.brief.dictation.relations import ASYNC_PROTOCOLS
from designer.brief.phrases import stemmed
from designer.catalog.catalog import Catalog
from designer.model.base import Scalar, slugify, unique_slug
from designer.model.boundary import Boundary
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Draft
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.ids import connection_id
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.origin import Origin
from designer.model.plan import Plan
from designer.model.question import Question
from designer.planner.defaults import DEFAULTS, protocol_of

AS_DICTATED = (
    "The brief says what the parts are and how they connect, so it is taken as dictated: nothing was added, not even "
    "what the checks below ask for."
)
_MOST_QUESTIONS = 3
_MOST_FLOWS = 8
_MOST_STEPS = 24
_WORDS_A_LOOSE_LINK, _PARTS_A_NAME = 16, 3
_LONGEST_TITLE = 60
_LONGEST_TOLD = 200
_MOST_TOLD = 4
# What follows from being of a kind; how a part is run is only stated where the brief says so.
_BY_NATURE = frozenset({"rebuildable", "source_of_truth", "durable", "stateless"})
_REGION_WORDS = frozenset({"us", "eu", "ap", "sa", "ca", "me", "af", "il"})


def is_taken_as_dictated(brief: Brief, catalog: Catalog) -> bool:
    """Tell whether a brief is an architecture rather than the description of a product."""
    return _read(brief.text, catalog).is_architecture


def is_loosely_dictated(brief: Brief, catalog: Catalog) -> bool:
    """Tell whether an architecture that was read is thin: many words for each link, or hardly a part that is named as one.

    Such a text may as well describe several known systems, and say of each what it is connected with.
    """
    dictation = _read(brief.text, catalog)
    words = sum(token.is_word for token in stemmed(brief.text).tokens)
    named = sum(part.is_explicit for part in dictation.parts)
    return words >= _WORDS_A_LOOSE_LINK * len(dictation.links) or named * _PARTS_A_NAME <= len(dictation.parts)


def title_of(brief: Brief, catalog: Catalog) -> str:
    """Return the title of a dictated design: the text's own heading, else its first parts."""
    heading = _heading(brief.text)
    if heading:
        return heading
    parts = _read(brief.text, catalog).parts
    quiet = BROKER_KINDS | DATASTORE_KINDS | {Kind.PERSON}
    names = [part.name for part in parts if part.kind not in quiet] or [part.name for part in parts]
    return _clip(" and ".join(names[:2]), _LONGEST_TITLE) or "System"


def draft_as_dictated(plan: Plan, catalog: Catalog) -> Draft:
    """Return the draft of a brief that dictates its architecture."""
    dictation = _read(plan.brief.text, catalog)
    ids = _ids(dictation.parts)
    graph = Graph(
        components=tuple(_components(dictation, ids)),
        connections=tuple(_connections(dictation, ids, catalog)),
        boundaries=tuple(_boundaries(dictation)),
    )
    return Draft(
        title=plan.title,
        summary=_summary(dictation),
        brief=plan.brief,
        graph=graph,
        flows=tuple(_flows(graph, dictation, ids)),
        questions=_questions(plan.brief),
        notes=plan.notes,
    )


@lru_cache(maxsize=4)
def _read(text: str, catalog: Catalog) -> Dictation:
    return dictation_in(stemmed(text), catalog)


def _ids(parts: Iterable[Part]) -> dict[int, str]:
    taken: set[str] = set()
    ids: dict[int, str] = {}
    for part in parts:
        ids[part.key] = unique_slug(part.name, taken, fallback=part.kind.value)
        taken.add(ids[part.key])
    return ids


def _components(dictation: Dictation, ids: Mapping[int, str]) -> Iterator[Component]:
    places = _place_ids(dictation.parts)
    for part in dictation.parts:
        properties: dict[str, Scalar] = {
            name: value for name, value in DEFAULTS[part.kind].properties.items() if name in _BY_NATURE
        }
        yield Component(
            id=ids[part.key],
            name=part.name,
            kind=part.kind,
            technology=part.technology or "",
            description=_told(part, dictation),
            boundary=places.get(part.place),
            replicas=part.replicas or 1,
            origin=Origin.brief(*part.span),
            existing=part.existing,
            properties=properties,
        )


def _told(part: Part, dictation: Dictation) -> str:
    """Return what the text says of a part in its links: what it does, else whom it serves.

    The links alone, and no sentence of the text: what stands beside a part there may be what the text rules out.
    """
    names = {item.key: item.name for item in dictation.parts}
    does = [
        f"{link.label or 'is connected with'} {names[link.target]}"
        for link in dictation.links
        if link.source == part.key
    ]
    if does:
        text = _clip("; ".join(does[:_MOST_TOLD]), _LONGEST_TOLD)
        return f"{text[:1].upper()}{text[1:]}."
    serves = list(dict.fromkeys(names[link.source] for link in dictation.links if link.target == part.key))
    return _clip(f"Serves {', '.join(serves[:_MOST_TOLD])}.", _LONGEST_TOLD) if serves else ""


def _clip(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _place_ids(parts: Iterable[Part]) -> dict[str, str]:
    """Return the boundary ids of the places that a brief names, by place."""
    taken: set[str] = set()
    ids: dict[str, str] = {}
    for part in parts:
        if part.place and part.place not in ids:
            ids[part.place] = unique_slug(part.place, taken, fallback="place")
            taken.add(ids[part.place])
    return ids


def _boundaries(dictation: Dictation) -> Iterator[Boundary]:
    spans = {part.place: part.span for part in reversed(dictation.parts) if part.place}
    for place, key in _place_ids(dictation.parts).items():
        is_network = place.split()[0].lower() in {"dmz", "vpc", "lan", "internal", "private", "public", "on"}
        yield Boundary(
            id=key, name=place, type="network" if is_network else "region", origin=Origin.brief(*spans[place])
        )


def _connections(dictation: Dictation, ids: Mapping[int, str], catalog: Catalog) -> Iterator[Connection]:
    parts = {part.key: part for part in dictation.parts}
    taken: set[str] = set()
    for link in dictation.links:
        source, target = parts[link.source], parts[link.target]
        key = unique_slug(connection_id(ids[source.key], ids[target.key]), taken)
        taken.add(key)
        mode = _mode(link, source, target)
        properties: dict[str, Scalar] = {}
        if link.schedule:
            properties["schedule"] = link.schedule
        yield Connection(
            id=key,
            source=ids[source.key],
            target=ids[target.key],
            label=link.label or _label(source, target, mode),
            protocol=link.protocol or _protocol(source, target, catalog),
            mode=mode,
            origin=Origin.brief(*link.span),
            properties=properties,
        )


def _mode(link: Link, source: Part, target: Part) -> Mode:
    """Return how the ends of a link relate in time, from the words, the protocol and the kinds."""
    ends = {source.kind, target.kind}
    if link.manner == "copy":
        return Mode.REPLICATION
    if ends & BROKER_KINDS or link.waits is False:
        return Mode.ASYNC
    if link.waits:
        return Mode.SYNC
    hands_over = link.manner in {"send", "emit"}
    if link.manner == "emit" or link.protocol in ASYNC_PROTOCOLS or (hands_over and source.kind in DATASTORE_KINDS):
        return Mode.ASYNC
    if hands_over and target.kind == Kind.OBSERVABILITY and source.kind != Kind.OBSERVABILITY:
        return Mode.ASYNC
    return Mode.SYNC


def _label(source: Part, target: Part, mode: Mode) -> str:
    if mode == Mode.REPLICATION:
        return "replicates"
    if source.kind in BROKER_KINDS:
        return "delivers"
    if target.kind in BROKER_KINDS:
        return "publishes"
    if source.kind.family == Family.EDGE:
        return "forwards"
    return "reads, writes" if target.kind in DATASTORE_KINDS else "calls"


def _protocol(source: Part, target: Part, catalog: Catalog) -> str:
    """Return the protocol of the product that is spoken to, else the usual one between the kinds."""
    for part in (target, source):
        technology = catalog.technology(part.technology) if part.technology else None
        if technology is not None and technology.protocol and part.kind in BROKER_KINDS | DATASTORE_KINDS:
            return technology.protocol
    return protocol_of(source.kind, target.kind)


def _flows(graph: Graph, dictation: Dictation, ids: Mapping[int, str]) -> Iterator[Flow]:
    """Return a flow for each part that nobody calls: what it waits for first, then what goes on behind it."""
    order = [ids[part.key] for part in dictation.parts]
    spans = {ids[part.key]: part.span for part in dictation.parts}
    outgoing: dict[str, list[Connection]] = {key: [] for key in order}
    by_ends = {(item.source, item.target): item for item in graph.connections}
    for link in dictation.links:
        outgoing[ids[link.source]].append(by_ends[ids[link.source], ids[link.target]])
    called = {item.target for item in graph.connections}
    entries = [key for key in order if key not in called and outgoing[key]]
    entries = entries or [key for key in order if outgoing[key]][:1]
    entries.sort(key=lambda key: graph.by_id[key].family != Family.CLIENT)
    for number, entry in enumerate(entries[:_MOST_FLOWS]):
        steps = _steps(entry, outgoing)
        yield Flow(
            id=slugify(f"from-{entry}"),
            name=f"From {graph.by_id[entry].name}",
            steps=tuple(Step(source=item.source, target=item.target, message=item.label) for item in steps),
            critical=number == 0,
            origin=Origin.brief(*spans[entry]),
        )


def _steps(entry: str, outgoing: Mapping[str, Sequence[Connection]]) -> list[Connection]:
    """Return the connections that follow from an entry: those somebody waits for, depth first, then the others."""
    steps: list[Connection] = []
    seen = {entry}
    later: list[Connection] = []
    stack = list(reversed(outgoing[entry]))
    while (stack or later) and len(steps) < _MOST_STEPS:
        item = stack.pop() if stack else later.pop(0)
        if item.mode != Mode.SYNC and item not in later and stack:
            later.append(item)
            continue
        steps.append(item)
        if item.target not in seen:
            seen.add(item.target)
            following = outgoing[item.target]
            later += [other for other in following if other.mode != Mode.SYNC]
            stack += [other for other in reversed(following) if other.mode == Mode.SYNC]
    return steps


def _summary(dictation: Dictation) -> str:
    names = [part.name for part in dictation.parts]
    shown = ", ".join(names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"As dictated: {shown}{more}, with {len(dictation.links)} connections."


def _heading(text: str) -> str:
    """Return a title that stands above the text: a Markdown heading, or a short line without a sentence's marks."""
    lines = [line.strip() for line in text[:2000].split("\n", 4)]
    first = next((line for line in lines if line), "")
    if first.startswith("#"):
        return _clip(first.lstrip("#").strip(" *:"), _LONGEST_TITLE)
    is_alone = len(lines) > 1 and 0 < len(first) <= _LONGEST_TITLE and first[-1] not in ".!?,;:"
    words = first.split()
    if (
        is_alone
        and 2 <= len(words) <= 7
        and not set(first) & set("<>→|()")
        and first[0] not in "-*•"
        and "--" not in first
    ) and (
        first.isupper()
        or first.istitle()
        or any(word.lower() in {"architecture", "system", "platform"} for word in words)
    ):
        return first
    return ""


def _questions(brief: Brief) -> tuple[Question, ...]:
    roles = {quantity.role for quantity in brief.quantities}
    found = [
        Question(
            id="load",
            text="How many requests or messages a second does the first part take on average, and how many at peak?",
            default="unknown",
            changes="Sizes every part; without it the design carries no figures.",
        )
    ] if "load" not in roles else []  # fmt: skip
    if "copies" not in roles:
        found.append(
            Question(
                id="copies",
                text="How many copies of each part run, and which of them may fail without anybody noticing?",
                default="one of each, as dictated",
                options=("one of each, as dictated", "two or more of each"),
                changes="One copy is a single point of failure for every flow through it.",
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
    return tuple(item for item in found if item.id not in brief.answers)[:_MOST_QUESTIONS]
