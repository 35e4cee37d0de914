"""Servers say in many ways that a prompt does not fit into the model's context: all of them, told as one.

The words are those of OpenAI and its likes, vLLM, llama.cpp and its Python server, Ollama, SGLang, text-generation-inference,
Anthropic and Google.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

OVERFLOW_STATUS = (400, 413, 422, 500)
_CODES = frozenset({"context_length_exceeded", "exceed_context_size_error", "ContextOverflowError"})
"""Codes and types of errors; the last one is langchain's own, for clients that know better than we do."""
_WORDS = re.compile(
    r"(maximum|exceed\w*|longer than|overflow\w*|too long).{0,80}\b(context|model) (length|size|window)"
    r"|context (length|size|window)\b.{0,80}(exceed|overflow|too (long|small))"
    r"|(prompt|input)\b.{0,60}\bis too long"
    r"|input token count.{0,60}exceeds|inputs?.{0,4} tokens? \+ .?max_new_tokens",
    re.IGNORECASE | re.DOTALL,
)
_ROOM = re.compile(
    r"(?:context|model)(?:'s)?(?: (?:length|size|window))*(?: tokens)?(?: is| of|:)?(?: only)? ?\(?(\d{3,8})"
    r"|tokens? > (\d{3,8}) maximum|exceeds limit of (\d{3,8})|tokens allowed \((\d{3,8})\)|must be <= (\d{3,8})",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\((\d{3,8}) in the (?:messages|prompt)|(?:total )?length \(?(\d{3,8})\)?\)? ?(?:is|exceeds)|prompt \((\d{3,8})"
    r"|too long: (\d{3,8})|(\d{3,8}) input tokens|(?:requested tokens|request) \((\d{3,8})|\((\d{3,8}) tokens\) is longer"
    r"|input token count \((\d{3,8})\)|given: (\d{3,8})|resulted in (\d{3,8})",
    re.IGNORECASE,
)


class Overflow(NamedTuple):
    """A prompt that does not fit: the tokens of the context, and those that the prompt takes, where the server said so."""

    room: int | None = None
    taken: int | None = None


def overflow_of(error: Exception) -> Overflow | None:
    """Return what a foreign error says of a prompt that does not fit; None where it means something else."""
    body = getattr(error, "body", None)
    known = body if isinstance(body, Mapping) else {}
    codes = {str(known.get(name) or getattr(error, name, "")) for name in ("code", "type")}
    codes |= {kind.__name__ for kind in type(error).__mro__}
    words = str(getattr(error, "message", None) or error)[:2000]
    if codes.isdisjoint(_CODES) and not _WORDS.search(words):
        return None
    room = _number(known.get("n_ctx")) or next(_numbers(_ROOM, words), None)
    return Overflow(room, _number(known.get("n_prompt_tokens")) or next(_numbers(_TAKEN, words), None))


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _numbers(pattern: re.Pattern[str], words: str) -> Iterator[int]:
    for found in pattern.finditer(words):
        yield int(next(group for group in found.groups() if group))
