"""Something in a clause that matters for links."""

from __future__ import annotations

from typing import NamedTuple

from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.relations import (
    Relation,
)
from designer.brief.dictation.tagging.tags import Tag


class Event(NamedTuple):
    """Something that matters for links; `type` names the reader's method for it."""

    type: str
    index: int  # type: ignore[assignment]
    after: int
    word: str = ""
    nominal: Nominal | None = None
    relation: Relation | None = None
    tag: Tag | None = None
