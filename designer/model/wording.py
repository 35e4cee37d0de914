"""How people ask for a system whose name they do not know: what the choice of a blueprint learns from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from designer.model.base import Frozen, Slug
from designer.model.blueprint import Cues

_Brief = Annotated[str, StringConstraints(min_length=10, max_length=2000)]
_Phrase = Annotated[str, StringConstraints(min_length=3, max_length=80)]


class Wording(Frozen):
    """Briefs that ask for one blueprint; `blueprint` is None for systems that none fits.

    `part_of` are phrases by which a larger system asks for it as one of its parts ("live chat"). `cues` do the same where
    no fixed phrase will: "pay|paid + card|cards" is one word of each group, close together in any order; with "!" in
    front, also inside a negation.
    """

    blueprint: Slug | None = None
    briefs: tuple[_Brief, ...] = Field(min_length=1)
    part_of: tuple[_Phrase, ...] = ()
    cues: Cues = ()
