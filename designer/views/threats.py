"""Trust boundaries, entry points, and what the rules of security found, as numbers on the parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.catalog.catalog import Catalog
from designer.model.design import Design
from designer.model.finding import Finding, Severity
from designer.model.kinds import Kind
from designer.model.view import Badge, Key, Note, Tone, View, ViewEdge, ViewKind
from designer.rules.facts import Facts
from designer.views.groups import is_trust_boundary
from designer.views.overlays import joined_words, left_out, overlay
from designer.views.subtitle import count

MISSING = "it has no trust boundary, no entry from outside and no open finding of security"

_SECURITY = "SEC"
_MOST_NOTES = 12
_MOST_BADGES = 3
_TONES: dict[Severity, Tone] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: ""}


def build_threats_view(design: Design, catalog: Catalog) -> View | None:
    """Return the picture of where trust ends, where callers come in and what is weak; None when nothing is known of it.

    A finding about a connection has its number before the words of the line.
    """
    found = sorted(
        (item for item in design.findings if item.is_open and item.rule.startswith(_SECURITY)), key=Finding.sort_key
    )
    entries = {part.id for part in Facts(design).entrances}
    has_trust = any(is_trust_boundary(item) for item in design.graph.boundaries)
    if not (found or entries or has_trust):
        return None
    numbered = dict(enumerate(found[:_MOST_NOTES], 1))
    marks = _marks(numbered, design)
    dressed = {part.id: _changes(part.id, marks, numbered, entries) for part in design.graph.components}
    weights = {key: 100.0 * len(numbers) for key, numbers in marks.items()}
    view = overlay(design, catalog, dressed, lambda part: weights.get(part.id, 0.0) + (part.id in entries), trust=True)
    words = [
        "Threats",
        count(len(entries), "entry point"),
        count(len(found), "open finding") if found else "no open finding",
    ]
    tones = {node.tone for node in view.nodes} | {"info" if entries else ""}
    more = len(found) - len(numbered)
    return view.model_copy(
        update={
            "id": "threats",
            "kind": ViewKind.THREATS,
            "subtitle": joined_words([*words, f"{more} more not numbered" if more else "", *left_out(design, view)]),
            "edges": tuple(_edge(edge, design, marks, numbered) for edge in view.edges),
            "keys": tuple(key for key in _KEYS if key.tone in tones),
            "notes": tuple(_note(number, item) for number, item in numbered.items()),
        }
    )


_KEYS = (
    Key(text="Has an error", tone="bad"),
    Key(text="Has a warning", tone="warn"),
    Key(text="Entry: callers from outside reach it", tone="info"),
)


def _marks(numbered: Mapping[int, Finding], design: Design) -> dict[str, list[int]]:
    """Return the numbers of findings by what they are about.

    Telemetry may be drawn as a mark on the part that sends it, so the part has the number as well.
    """
    by_id = design.graph.by_id
    sender = {
        link.id: link.source for link in design.graph.connections if by_id[link.target].kind is Kind.OBSERVABILITY
    }
    found: dict[str, list[int]] = {}
    for number, item in numbered.items():
        senders = {sender[subject] for subject in item.subjects if subject in sender}
        for subject in sorted({*item.subjects, *senders}):
            found.setdefault(subject, []).append(number)
    return found


def _changes(
    part: str, marks: Mapping[str, Sequence[int]], numbered: Mapping[int, Finding], entries: set[str]
) -> dict[str, object]:
    numbers = list(marks.get(part, ()))
    badges = [Badge(text="entry", tone="info")] if part in entries else []
    room = _MOST_BADGES - len(badges)
    shown = numbers if len(numbers) <= room else numbers[: room - 1]
    badges += [Badge(text=str(number), tone=_TONES[numbered[number].severity]) for number in shown]
    if len(shown) < len(numbers):
        badges.append(Badge(text=f"+{len(numbers) - len(shown)}", tone=_TONES[numbered[numbers[0]].severity]))
    if not badges:
        return {}
    tone = (_TONES[numbered[numbers[0]].severity] if numbers else "") or ("info" if part in entries else "")
    return {"badges": tuple(badges), "tone": tone}


def _edge(
    edge: ViewEdge, design: Design, marks: Mapping[str, Sequence[int]], numbered: Mapping[int, Finding]
) -> ViewEdge:
    ids = [link.id for link in design.graph.outgoing[edge.source] if link.target == edge.target]
    numbers = sorted({number for one in ids for number in marks.get(one, ())})
    if not numbers:
        return edge
    text = f"[{', '.join(map(str, numbers[:4]))}] {edge.label}".rstrip()
    return edge.model_copy(update={"is_muted": False, "label": text, "tone": _TONES[numbered[numbers[0]].severity]})


def _note(number: int, item: Finding) -> Note:
    return Note(
        mark=str(number), title=f"{item.rule} {item.severity.value}", text=item.message, tone=_TONES[item.severity]
    )
