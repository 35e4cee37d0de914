"""Edits heard one by one while a model still writes its reply.

Who asks says with `heard_by` what is wanted of the reply's text; a model that can stream looks for it with `hearer`.
Like the listener of `designer.progress` it is ambient, so that a cache or a meter in between need not pass it on. What
is heard is progress and nothing else: the result is read from the whole reply.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from designer.agent.reply import MAX_EDITS, read_edit
from designer.agent.wording import subjects_of, words_of
from designer.edits.refusal import Refusal
from designer.model import Draft
from designer.progress import EditProposed, ProposalsDropped, is_heard, tell


class Hearer(Protocol):
    """Wants the items of one list of a reply, as soon as each is closed."""

    @property
    def key(self) -> str:
        """The field of the reply that holds the list."""

    def begin(self) -> None:
        """A request is sent: what was heard of an earlier one is void."""

    def item(self, value: Any) -> None:
        """Hear the next item; an exception ends the request and reaches whoever asked."""


_HEARER: ContextVar[Hearer | None] = ContextVar("designer_hearer", default=None)


def hearer() -> Hearer | None:
    """Return who hears replies in this context; usually nobody does."""
    return _HEARER.get()


@contextmanager
def heard_by(one: Hearer | None) -> Iterator[None]:
    """Let `one` hear the replies of models asked inside; None lets nobody."""
    token = _HEARER.set(one)
    try:
        yield
    finally:
        _HEARER.reset(token)


class Proposals:
    """Tells of the edits of a reply as they come in; of those that cannot be read the end of the reply tells."""

    key = "edits"

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._heard = 0
        self._told = 0

    def begin(self) -> None:
        """Take back what was told of a reply that came to nothing."""
        if self._told:
            tell(ProposalsDropped(count=self._told))
        self._heard = self._told = 0

    def item(self, value: Any) -> None:
        """Tell of an edit that can be read; of the rest of a reply that holds too many nothing is told."""
        self._heard += 1
        edit = read_edit(self._heard - 1, value) if self._heard <= MAX_EDITS else None
        if edit is None or isinstance(edit, Refusal):
            return
        self._told += 1
        tell(EditProposed(op=edit.op, words=words_of(edit, self._draft), subjects=subjects_of(edit)))


def proposals_of(draft: Draft) -> Proposals | None:
    """Return what tells of edits of `draft` one by one, where anybody listens."""
    return Proposals(draft) if is_heard() else None
