"""Why an edit was not applied."""

from __future__ import annotations

from designer.errors import Problem
from designer.model import Frozen


class Refusal(Frozen):
    """An edit that was not applied: its place in the reply, and why in the words a user would see."""

    index: int
    op: str
    what: str
    where: str = ""
    fix: str = ""

    @classmethod
    def of(cls, index: int, op: str, problem: Problem) -> Refusal:
        """Return the refusal that says `problem` of the edit at `index`."""
        where = f"/edits/{index}{problem.where}"
        return cls(index=index, op=op, what=problem.what, where=where, fix=problem.fix)

    def __str__(self) -> str:
        """Return the refusal as one line."""
        return str(Problem(f"{self.op} was refused: {self.what}", self.where, self.fix))
