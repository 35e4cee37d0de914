"""What an importer returns: a draft, and every place of the file that it did not understand."""

from __future__ import annotations

from designer.model.base import Frozen
from designer.model.design import Draft


class Unread(Frozen):
    """A place in a file that has no counterpart in the model, or that was not understood.

    `line` counts from 1; 0 where the format has no lines.
    """

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """Return it as one line."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}"


class Imported(Frozen):
    """A draft read from files of `format`, with what was left out, in the order of the files."""

    format: str
    draft: Draft
    unread: tuple[Unread, ...] = ()
