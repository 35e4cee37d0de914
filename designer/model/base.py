"""Frozen base of every value in the pipeline, canonical JSON, and slugs."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

SLUG_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
Scalar = bool | int | float | str

_UNSAFE = re.compile(r"[^a-z0-9]+")


class Frozen(BaseModel):
    """A value that never changes, rejects unknown fields and round-trips through JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null", defer_build=True)


def slugify(text: str, *, fallback: str = "item") -> str:
    """Return `text` as an id: lower case, `[a-z0-9-]`, at most 64 characters.

    >>> slugify("Redirect service (EU)")
    'redirect-service-eu'
    >>> slugify("日本", fallback="component")
    'component'
    """
    ascii_text = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", ascii_text.lower()).strip("-")[:64].rstrip("-") or fallback


def unique_slug(text: str, taken: set[str] | frozenset[str], *, fallback: str = "item") -> str:
    """Return a slug of `text` that is not in `taken`, numbered from 2 when it would be.

    >>> unique_slug("Cache", {"cache"})
    'cache-2'
    """
    base = slugify(text, fallback=fallback)
    if base not in taken:
        return base
    number = 2
    while (candidate := f"{base[: 63 - len(str(number))].rstrip('-')}-{number}") in taken:
        number += 1
    return candidate


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, two-space indent and a final newline: same value, same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


def tidy_number(value: float) -> float:
    """Return `value` at 12 significant digits, so that sums in another order print the same bytes.

    >>> tidy_number(0.1 + 0.2)
    0.3
    """
    return float(f"{value:.12g}")
