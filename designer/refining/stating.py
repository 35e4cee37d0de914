"""Instructions that state a requirement: the brief is read as if it had said so, and planned and judged by it."""

from __future__ import annotations

import re
from typing import Any

from designer.brief.quantities import quantities_in
from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.edits.text import one_line
from designer.errors import BriefError
from designer.model.brief import Brief
from designer.refining.change import Bench, Change
from designer.refining.words import capital

_ROLES = frozenset({"latency", "availability", "retention", "recovery", "budget", "load", "stock", "size", "growth"})
_RULES = re.compile(
    r"\b(?:gdpr|hipaa|pci(?:[- ]dss)?|sox|soc ?2|iso ?27001|ccpa|fedramp|data residency|on[- ]prem(?:ises)?|air[- ]gapped|open[- ]source only|"
    r"(?:stay|remain|be kept|be stored|live|kept) in (?:the )?(?:eu|europe|us|usa|uk|germany|france|switzerland|india|china|japan))\b",
    re.I,
)


def state(bench: Bench, found: re.Match[str]) -> Change | None:
    """State a requirement that the design has no figure for; None for words that state none."""
    said = one_line(found["q"])
    stated = [item for item in quantities_in(said) if item.role in _ROLES]
    if not stated and not _RULES.search(said):
        return None
    if sentence_of(said).casefold() in bench.design.brief.text.casefold():
        return Change(says=("the brief says so already; nothing changed",))
    return Change(says=(f"the brief now says: {said}",), statement=sentence_of(said))


def sentence_of(words: str) -> str:
    """Return words as a sentence."""
    return f"{capital(words.strip().rstrip('.!'))}."


def with_statement(brief: Brief, sentence: str, catalog: Catalog) -> Brief:
    """Return a brief that says one more sentence, with what stands in it; a figure stated anew takes the old one's place."""
    shift = len(brief.text) + 1
    alone = _read(sentence, catalog)
    fresh = {item.name: _moved(item, shift) for item in alone.quantities}
    kept = tuple(item for item in brief.quantities if item.name not in fresh)
    added: dict[str, Any] = {
        "text": f"{brief.text}\n{sentence}",
        "quantities": (*kept, *fresh.values()),
        "requirements": (*brief.requirements, *alone.requirements),
        "constraints": (*brief.constraints, *alone.constraints),
        "mentions": (*brief.mentions, *(_moved(item, shift) for item in alone.mentions)),
    }
    return brief.model_copy(update=added)


def _read(sentence: str, catalog: Catalog) -> Brief:
    try:
        return understand(sentence, catalog, answers={})
    except BriefError:
        # It asks for no system, as one sentence of many need not.
        return Brief(text=sentence, quantities=quantities_in(sentence), constraints=(sentence,))


def _moved(item: Any, shift: int) -> Any:
    start, end = item.span
    return item.model_copy(update={"span": (start + shift, end + shift)})
