"""Get a value out of what a model wrote: plain JSON, JSON in fences, or JSON among words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from pydantic import ValidationError

from designer.ports import AnswerT

MAX_CHARACTERS = 1_000_000
MAX_STARTS = 50
_FENCED = re.compile(r"```[\w-]*\s*\n(.*?)```", re.DOTALL)
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)


class UnreadableAnswerError(ValueError):
    """The text holds no value of the type asked for; the message says why, in words."""


def read_answer(text: str, into: type[AnswerT]) -> AnswerT:
    """Return the first value in `text` that fits `into`.

    Raises:
        UnreadableAnswerError: there is none.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableAnswerError(f"it is longer than {MAX_CHARACTERS} characters")
    text = _THOUGHTS.sub("", text).strip()
    if not text:
        raise UnreadableAnswerError("it is empty")
    problem = "it holds no complete JSON object"
    for value in _values(text):
        try:
            return into.model_validate(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            problem = f"it does not fit the schema: {place}: {first['msg']}"
    raise UnreadableAnswerError(problem)


def _values(text: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of `text`: the whole, then fenced ones, then any among the words."""
    for candidate in (text, *_FENCED.findall(text)):
        if isinstance(value := _decode(candidate.strip()), dict):
            yield value
    position = 0
    for _ in range(MAX_STARTS):
        position = text.find("{", position)
        if position < 0:
            return
        value, position = decode_at(text, position)
        if isinstance(value, dict):
            yield value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _decode(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):  # a very long number is a ValueError, deep nesting the other
        return None


def decode_at(text: str, start: int) -> tuple[Any, int]:
    """Return the JSON value that starts at a place, and where it ends; None and the next place where there is none."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start + 1
