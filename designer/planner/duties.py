"""What services keep besides the thing they are named after: each thing of a text belongs to somebody.

A text speaks of more things than a small system has services. Whatever no service and no block is there for belongs to
the service whose words stand nearest, and its description says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.phrases import StemmedText, stem
from designer.planner.calls import all_said
from designer.planner.core import Core, Owned
from designer.planner.nouns import NOT_THINGS, STATE, singular
from designer.planner.outside import spans_of
from designer.planner.sketch import Sketch
from designer.planner.terms import Act, Span, Term

_REACH, _STEM = 50, 4
_MOST = 4
"""Things and deeds that a service has besides its own, of each."""
_HARDLY_WORK = STATE | frozenset(
    "want need ask get give use have know see keep help let like do make become agree hear say tell hope "
    "design build replace develop create".split()
)

_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve".split())


def share_out(sketch: Sketch, core: Core, text: StemmedText) -> None:
    """Let the nearest service see to each thing of the text, and each deed, that no part is there for."""
    present = core.present()
    if not present:
        return
    taken = [*spans_of(core.outside), *(span for owned in core.owned for span in owned.places)]
    known = {stem(word) for part in sketch.components.values() for word in part.name.lower().split()}
    about: dict[str, list[str]] = {}
    for term in sorted(core.terms.kept(), key=lambda term: (-term.weight, term.places[0])):
        if _is_a_thing(term, text) and stem(term.name.split()[-1]) not in known and not _overlap(term.heads, taken):
            about.setdefault(_nearest(present, term.places[0], text), []).append(term.name)
    taken += all_said(text, sketch.catalog)
    does: dict[str, list[str]] = {}
    for act in core.terms.acts:
        if act.word not in _HARDLY_WORK and act.about and _follows(act, text) and not _overlap([act.span], taken):
            key, deed = _nearest(present, act.span, text), f"{act.word} {act.about}".rstrip()
            if deed not in sketch.components[key].description:
                does.setdefault(key, []).append(deed)
    for key in sorted(about.keys() | does.keys()):
        told = (_told("Also about", about.get(key, ())), _told("Has to", does.get(key, ())))
        sketch.change(key, description=" ".join(filter(None, (sketch.components[key].description, *told))))


def _is_a_thing(term: Term, text: StemmedText) -> bool:
    """Tell whether somebody deals with a thing, or has many of them; what is named in passing ("in the sun") is left alone."""
    start, end = term.heads[0] if term.heads else term.places[0]
    word, before = text.text[start:end].lower(), text.text[max(0, start - _REACH) : start].split()[-1:]
    is_counted = bool(before) and (before[0][-1].isdigit() or before[0].lower() in _NUMBERS)
    is_one_of_many = singular(word) != word or before in (["a"], ["an"])
    return not is_counted and (term.weight > 1 or is_one_of_many)


def _follows(act: Act, text: StemmedText) -> bool:
    """Tell whether a verb stands before what it is done with: the subject of a passive may belong to another verb."""
    if singular(act.about.split()[-1]) in NOT_THINGS:
        return False
    behind = text.text[act.span[1] : act.span[1] + _REACH].lower()
    return act.about.split()[-1].lower()[:_STEM] in behind


def _nearest(services: Iterable[Owned], span: Span, text: StemmedText) -> str:
    return min(services, key=lambda owned: owned.distance(span, text.text)).service


def _told(what: str, items: Iterable[str]) -> str:
    shown = list(dict.fromkeys(items))[:_MOST]
    return f"{what}: {', '.join(shown)}." if shown else ""


def _overlap(places: Iterable[Span], taken: Iterable[Span]) -> bool:
    spans = list(taken)
    return any(start < other[1] and other[0] < end for start, end in places for other in spans)
