"""What the brief leaves open and the design assumed."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen


class Question(Frozen):
    """An open question: its default, the other answers, and what another answer changes."""

    id: str = Field(min_length=1)
    text: str
    default: str = ""
    options: tuple[str, ...] = ()
    changes: str = ""
