"""Plain values as YAML 1.2, the same bytes for the same value: block style, keys in the order they are given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Value = object

_BARE = re.compile(r"[A-Za-z$/][A-Za-z0-9 _./{}$-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none"})


def yaml_text(value: Mapping[str, Value]) -> str:
    r"""Return a mapping as YAML; texts that YAML might take for something else are quoted.

    >>> print(yaml_text({"a": "plain words", "b": ["1", True, {}], "c": {"404": "x: y"}}), end="")
    a: plain words
    b:
      - "1"
      - true
      - {}
    c:
      "404": "x: y"
    """
    return "\n".join(_mapping(value, 0)) + "\n"


def _mapping(value: Mapping[str, Value], depth: int) -> Iterator[str]:
    for key, item in value.items():
        yield from _entry(f"{'  ' * depth}{_scalar(key)}:", item, depth + 1)


def _entry(start: str, item: Value, depth: int) -> Iterator[str]:
    if isinstance(item, Mapping) and item:
        yield start
        yield from _mapping(item, depth)
    elif isinstance(item, list | tuple) and item:
        yield start
        yield from _sequence(item, depth)
    else:
        yield f"{start} {_scalar(item)}"


def _sequence(items: Sequence[Value], depth: int) -> Iterator[str]:
    dash = f"{'  ' * depth}- "
    for item in items:
        if isinstance(item, Mapping) and item:
            lines = _mapping(item, depth + 1)
            # The first key stands on the line of the dash.
            yield dash + next(lines).lstrip(" ")
            yield from lines
        elif isinstance(item, list | tuple) and item:
            lines = _sequence(item, depth + 1)
            yield dash + next(lines).lstrip(" ")
            yield from lines
        else:
            yield f"{dash}{_scalar(item)}"


def _scalar(value: Value) -> str:
    if isinstance(value, str):
        if _BARE.fullmatch(value) and not value.endswith(" ") and value.lower() not in _WORDS:
            return value
        return _quoted(value)
    if isinstance(value, float) and "e" in (digits := repr(value)):
        # YAML 1.1 takes a number without a point for a text.
        return digits if "." in digits else digits.replace("e", ".0e")
    # A list or mapping that gets here is empty; `[]` and `{}` are the same in YAML and JSON.
    return _quoted(value)


def _quoted(value: Value) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # YAML has no pairs of halves: what lies beyond four digits and cannot be seen takes eight.
    return "".join(sign if sign.isprintable() else _number(sign) for sign in text) if not text.isprintable() else text


def _number(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"
