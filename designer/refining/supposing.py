"""What would be, were an instruction followed: the design as it would be, told and thrown away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.difference import Change as Difference
from designer.difference import difference
from designer.model.design import Design

_ASKS = re.compile(
    r"(?:and |so )?(?:what (?:if|changes if|changes when|happens (?:if|when|at|with)|would (?:happen|change) (?:if|at|with)|about)|suppose|assume|"
    r"how (?:would|does|will) (?:it|this|the design|that) (?:look|change|do|cope|behave|hold up|scale) (?:if|with|at)|can (?:it|we|this) (?:handle|take|cope with|survive)|"
    r"what (?:breaks|gives|fails)(?: first)? (?:at|with|if|when)|would it (?:survive|handle|cope with|take)|does it (?:survive|handle|cope with|scale to))(?: that)? (?P<a>.+)",
    re.I,
)
_DID = {
    "used": "use", "added": "add", "removed": "remove", "dropped": "drop", "replaced": "replace", "switched": "switch", "moved": "move",
    "ran": "run", "put": "put", "had": "have", "got": "have", "made": "make", "took": "take", "doubled": "double", "halved": "halve",
    "using": "use", "adding": "add", "removing": "remove", "dropping": "drop", "replacing": "replace", "running": "run",
}  # fmt: skip
_SUBJECT = re.compile(
    r"^(?:we|i|you|they|somebody|one|there (?:is|was|were|are))\s+(?:just |also |only |simply )?(?P<verb>\w+)\b", re.I
)
_MOST_FIGURES = 8
_MOST_OTHERS = 12


_MAY = re.compile(r"(?:and |so )?(?:should|shall|can|could|may|might) (?:we|i) (?:please )?(?P<a>.+)", re.I)


def supposed(question: str, *, is_asked: bool = False) -> str | None:
    """Return the instruction that a question supposes to be followed; None for another question.

    With `is_asked`, as where a question mark stands behind it, "should we use Redis" is one as well.

    >>> supposed("what if we used Memcached instead of Redis")
    'use Memcached instead of Redis'
    """
    found = _ASKS.fullmatch(question) or (_MAY.fullmatch(question) if is_asked else None)
    if found is None:
        return None
    said = found["a"].strip()
    subject = _SUBJECT.match(said)
    if subject is not None:
        said = said[subject.start("verb") :]
    first, _, rest = said.partition(" ")
    return f"{_DID.get(first.casefold(), first)} {rest}".strip()


def told(before: Design, after: Design, instruction: str) -> str:
    """Return in words what following an instruction would change; nothing is changed."""
    return "\n".join((f"Were it so (“{instruction}”):", *_lines(difference(before, after)), _LAST))


_LAST = "  Nothing was changed; give the instruction itself to have it so."


def _lines(changes: tuple[Difference, ...]) -> Iterator[str]:
    if not changes:
        yield "  nothing would change."
        return
    others = [item for item in changes if item.what not in ("number", "finding", "flow", "interface", "entity")]
    copies = [item for item in others if item.how == "replicas"]
    for item in copies[:_MOST_OTHERS]:
        yield f"  {item.id}: {item.before} -> {item.after} copies."
    rest = [item for item in others if item not in copies]
    for item in rest[:_MOST_OTHERS]:
        yield f"  {item.what} {item.id}: {_how(item)}."
    if len(rest) > _MOST_OTHERS:
        yield f"  and {len(rest) - _MOST_OTHERS} more parts and connections."
    figures = [item for item in changes if item.what == "number"]
    for item in figures[:_MOST_FIGURES]:
        yield f"  {item.id}: {_how(item)}."
    if len(figures) > _MOST_FIGURES:
        yield f"  and {len(figures) - _MOST_FIGURES} more figures."
    for item in changes:
        if item.what == "finding" and item.how in ("added", "removed"):
            yield f"  finding {'new' if item.how == 'added' else 'gone'}: {item.after or item.before}."


def _how(item: Difference) -> str:
    if item.how in ("added", "removed"):
        return f"{item.how} ({item.after or item.before})" if item.after or item.before else item.how
    return f"{item.how} {item.before or 'unstated'} -> {item.after or 'unstated'}".removeprefix("value ")
