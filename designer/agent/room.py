"""How large a prompt may be: an error that says it was too large, and what then fits."""

from __future__ import annotations

from collections.abc import Iterable

from designer.errors import LanguageModelError, Problem

MAX_PROMPT = 5_990
"""Tokens that the first question about a system of the catalog may take, its schema included."""
MAX_PROMPT_BEYOND = 8_000
"""The same where the draft rests on no blueprint: it was put together for this brief, and a model has to see it well."""
LONGER_CONTEXT = (
    "use a model with a longer context, or give its server more (vLLM --max-model-len, llama.cpp -c, Ollama num_ctx)"
)
_FOR_THE_ANSWER = 2000
"""Tokens that are kept free for an answer, or a quarter of the context where that is less."""
_SAFETY = 1.1


class PromptTooLongError(LanguageModelError):
    """The prompt does not fit into the model's context.

    `room` is the context's size in tokens, and `taken` what the prompt takes of it, where the server said so.
    """

    def __init__(
        self,
        what: str = "",
        *,
        where: str = "",
        fix: str = "",
        problems: Iterable[Problem] = (),
        room: int | None = None,
        taken: int | None = None,
    ) -> None:
        super().__init__(what, where=where, fix=fix, problems=problems)
        self.room = room
        self.taken = taken

    def room_for(self, estimated: int, *, answer: bool = True) -> int:
        """Return how many tokens, as we estimate them, a prompt may have instead of `estimated`, which were too many.

        With `answer`, an answer of good length fits beside it.
        """
        if self.room is None:
            return estimated // 2
        free = self.room - (min(_FOR_THE_ANSWER, self.room // 4) if answer else 0)
        if self.taken is None:
            return min(int(free / _SAFETY), estimated * 9 // 10)
        # What the server counted says how our estimate is off. Many do not count the schema: what has to go, not what may
        # stay, is what can be reckoned with.
        share = max(self.taken / estimated, 1 / _SAFETY)
        return min(int(estimated - (self.taken - free) / share), estimated * 9 // 10)
