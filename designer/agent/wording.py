"""An edit as whoever watches a model at work is told of it."""

from __future__ import annotations

from designer.edits.edits import ChooseOption, Edit, SetParameter
from designer.edits.text import clip_line
from designer.edits.words import in_words
from designer.model import Draft


def words_of(edit: Edit, draft: Draft) -> str:
    """Return an edit as one line, requests to the planner included."""
    if isinstance(edit, SetParameter):
        return f"set {edit.name} to {edit.value:.12g} {edit.unit}".rstrip()
    if isinstance(edit, ChooseOption):
        return f"choose {edit.choice} for {edit.option}"
    return clip_line(in_words(edit, draft), 240)


def subjects_of(edit: Edit) -> tuple[str, ...]:
    """Return the ids that an edit is about."""
    return tuple(str(found) for name in ("id", "source", "target") if (found := getattr(edit, name, "")))
