"""What an instruction does to decisions: one whose product or part is gone says so, and a choice of the user's is one.

A decision keeps its id, so that its record is superseded by a new one and never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from designer.edits.apply import change_draft
from designer.edits.text import clip_line
from designer.model.base import unique_slug
from designer.model.component import Component
from designer.model.decision import Alternative, Decision
from designer.model.design import Draft
from designer.model.origin import Origin
from designer.refining.words import listed

_BY_USER = Origin(by="user")
_LONGEST = 2_000
_QUOTED = 300


def decided(before: Draft, after: Draft, text: str) -> Draft:
    """Return a draft whose decisions say what an instruction changed about products and parts."""
    old, new = before.graph.by_id, after.graph.by_id
    gone = {key: part for key, part in old.items() if key not in new}
    swapped = {key: (part, new[key]) for key, part in old.items() if key in new and _is_other(part, new[key])}
    if not gone and not swapped:
        return after
    subjects = {item.id: item.subjects for item in before.decisions if item.id}
    told: set[str] = set()
    decisions = []
    for item in after.decisions:
        about = set(subjects.get(item.id, item.subjects)) | set(item.subjects)
        changed = _without(item, [gone[key] for key in sorted(about & gone.keys())], text)
        for key in sorted(about & swapped.keys()):
            renewed = _with_other(changed, *swapped[key], text)
            if renewed != changed:
                told.add(key)
            changed = renewed
        decisions.append(changed)
    known = {item.id for item in decisions}
    decisions += _new({key: pair for key, pair in swapped.items() if key not in told}, known, text)
    return change_draft(after, decisions=tuple(decisions))


def _is_other(one: Component, other: Component) -> bool:
    return one.technology != other.technology and bool(one.technology) and bool(other.technology)


def _without(item: Decision, parts: list[Component], text: str) -> Decision:
    if not parts:
        return item
    names = listed([part.name for part in parts])
    choice = f"{names} {'was' if len(parts) == 1 else 'were'} taken out, as asked: {_quote(text)} Before: {item.choice}"
    return item.model_copy(update={"choice": choice[:_LONGEST], "origin": _BY_USER})


def _with_other(item: Decision, old: Component, new: Component, text: str) -> Decision:
    """Return a decision that names the old product with the new one in its place, and the old one as an alternative."""
    name = re.compile(rf"(?<!\w){re.escape(old.technology)}(?!\w)")
    if not any(name.search(words) for words in (item.title, item.context, item.choice, *item.consequences)):
        return item
    changed = {
        "title": name.sub(lambda _: new.technology, item.title),
        "context": name.sub(lambda _: new.technology, item.context),
        "consequences": tuple(name.sub(lambda _: new.technology, one) for one in item.consequences),
    }
    choice = f"{name.sub(lambda _: new.technology, item.choice)} {new.technology} was asked for: {_quote(text)}"
    others = tuple(other for other in item.alternatives if other.name not in (old.technology, new.technology))
    return item.model_copy(
        update={
            **changed,
            "choice": choice[:_LONGEST],
            "alternatives": (Alternative(name=old.technology, when="it was chosen before"), *others),
            "origin": _BY_USER,
        }
    )


def _new(swapped: Mapping[str, tuple[Component, Component]], known: set[str], text: str) -> Iterator[Decision]:
    for _, (old, new) in sorted(swapped.items()):
        # The part names the decision, not the product: a later change of mind supersedes the record.
        key = unique_slug(f"product of {new.id}", known, fallback="product")
        known.add(key)
        yield Decision(
            id=key,
            title=f"{new.technology} for {new.name}",
            context=f"{new.name} was {old.technology}; the change was asked for: {_quote(text)}",
            choice=f"{new.name} is {new.technology}.",
            alternatives=(Alternative(name=old.technology, when="it was chosen before"),),
            subjects=(new.id,),
            origin=_BY_USER,
        )


def _quote(text: str) -> str:
    return f"“{clip_line(text, _QUOTED).rstrip('.')}”."
