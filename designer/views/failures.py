"""What the loss of each part does, and which parts are single points of failure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.catalog.catalog import Catalog
from designer.model.design import Design
from designer.model.kinds import Family, Kind
from designer.model.outage import Outage
from designer.model.view import Badge, Key, Note, Tone, View, ViewKind
from designer.rules.outages import outages
from designer.views.overlays import joined_words, left_out, overlay
from designer.views.subtitle import count

MISSING = "it has no flow with steps, so that the loss of a part stops nothing that is known"

_MOST_NOTES = 9
# What runs these starts them again by itself, so that one copy is what they are meant to have.
_STARTED_ANEW = frozenset({Kind.FUNCTION, Kind.SCHEDULER, Kind.BATCH_JOB})
_WORDS = {"stopped": "stops", "degraded": "degrades", "delayed": "delays", "slower": "slows"}


def build_failures_view(design: Design, catalog: Catalog) -> View | None:
    """Return the picture of what the loss of each part does to the flows, or None without flows.

    A part of ours with one copy whose loss stops a flow is a single point of failure, unless what runs it starts it again
    by itself: it has a number, and the note
    of that number says where the flow stops. A part with more copies says what the loss of all of them would do.
    """
    if not any(flow.steps for flow in design.flows if flow.kind == "normal"):
        return None
    found = {item.subject: item for item in outages(design) if item.kind == "component"}
    single = [key for key in sorted(found, key=lambda key: _rank(found[key])) if _is_single(found[key], design)]
    numbers = {key: number for number, key in enumerate(single[:_MOST_NOTES], 1)}
    dressed = {key: _changes(item, design, numbers) for key, item in found.items()}
    dressed |= {part.id: {"is_muted": True} for part in design.graph.components if part.id not in found}
    view = overlay(design, catalog, dressed, lambda part: _weight(found.get(part.id), design))
    total = count(len(single), "single point")
    words = ["What a loss does", f"{total} of failure" if single else "no single point of failure"]
    more = len(single) - len(numbers)
    tones = {node.tone for node in view.nodes}
    return view.model_copy(
        update={
            "id": "failures",
            "kind": ViewKind.FAILURES,
            "subtitle": joined_words([*words, f"{more} more not numbered" if more else "", *left_out(design, view)]),
            "keys": tuple(key for key in _KEYS if key.tone in tones),
            "notes": tuple(_note(number, found[key], design) for key, number in numbers.items()),
        }
    )


_KEYS = (
    Key(text="Single point of failure: one copy, and its loss stops a flow", tone="bad"),
    Key(text="Its loss does harm: flows go on, or others bring it back", tone="warn"),
    Key(text="Has copies: the loss of one stops nothing", tone="good"),
    Key(text="No flow notices", tone=""),
)


def _is_single(item: Outage, design: Design) -> bool:
    part = design.graph.by_id[item.subject]
    is_ours = part.family is not Family.EXTERNAL and part.kind not in _STARTED_ANEW
    return is_ours and item.copies == 1 and bool(item.stopped)


def _tone(item: Outage, design: Design) -> Tone:
    if not item.flows:
        return ""
    if item.copies > 1:
        return "good"
    return "bad" if _is_single(item, design) else "warn"


def _rank(item: Outage) -> tuple[int, str]:
    return -len(item.stopped), item.subject


def _weight(item: Outage | None, design: Design) -> float:
    if item is None:
        return -1.0
    return {"bad": 1000.0, "warn": 100.0, "good": 10.0}.get(_tone(item, design), 0.0) + len(item.flows)


def _changes(item: Outage, design: Design, numbers: Mapping[str, int]) -> dict[str, object]:
    tone = _tone(item, design)
    if not tone:
        return {"is_muted": True, "technology": "no flow notices"}
    worst = item.flows[0].effect
    hit = sum(1 for effect in item.flows if effect.effect == worst)
    words = f"{_WORDS[worst]} {count(hit, 'flow')}"
    badges: Sequence[Badge] = ()
    if item.subject in numbers:
        badges = (Badge(text=str(numbers[item.subject]), tone="bad"),)
    if item.copies > 1:
        words = f"all lost: {words}"
    return {"tone": tone, "technology": words, "badges": tuple(badges)}


def _note(number: int, item: Outage, design: Design) -> Note:
    names = {flow.id: flow.name for flow in design.flows}
    first = item.stopped[0]
    more = len(item.stopped) - 1
    others = f", and {count(more, 'other flow')}" if more else ""
    return Note(mark=str(number), title=item.name, text=f"stops “{names[first.flow]}”{others}, {first.how}", tone="bad")
