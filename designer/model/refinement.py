"""An instruction by which somebody changed a design."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen


class Refinement(Frozen):
    """One instruction in the user's words, and the ids of what it added or changed, sorted."""

    text: str = Field(min_length=1, max_length=2_000)
    subjects: tuple[str, ...] = ()
